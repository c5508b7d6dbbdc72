"""Rules of sense for findings and practices: days in order, and links that lead somewhere."""

from collections.abc import Iterator, Sequence

import numpy as np

from peil.feeds.dossier.cells import Cells
from peil.feeds.dossier.problems import in_rows, nearest, one_of, quoted
from peil.feeds.dossier.rules_judged import must_agree
from peil.review.findings import THEMES
from peil.terms.errors import Problem

BETWEEN = "+"
"""Joins several words in one cell."""


def finding_rules(cells: Cells) -> Iterator[Problem]:
    """Check that findings became public after their day, and that vintages are of one finding."""
    dated, published = cells.days("date"), cells.days("published")
    yield from in_rows(
        cells.table.file,
        np.flatnonzero(published < dated),
        lambda r: f"was published on {published[r]}, before its date {dated[r]}",
        "correct one of the two",
    )
    yield from must_agree(cells, ("id",), ("country", "inquiry", "theme"))


def practice_rules(cells: Cells, findings: Cells | None) -> Iterator[Problem]:
    """Check the themes of practices, and that they answer findings that the dossier has.

    Args:
        cells: the table of practices.
        findings: the table of findings; without one no finding can be answered.
    """
    yield from must_agree(cells, ("id",), ("country",))
    yield from _links(cells, "themes", THEMES, "which is no theme")
    known = sorted(set(findings.words("id")) - {""}) if findings is not None else []
    yield from _links(cells, "findings", known, "which is in no row of the findings")


def _links(cells: Cells, name: str, known: Sequence[str], what: str) -> Iterator[Problem]:
    """Find the words of a column's cells that are not known, one problem for each row."""
    wrong = [_unknown(text, known) for text in cells.texts(name)]
    yield from in_rows(
        cells.table.file,
        np.flatnonzero(np.array([word != "" for word in wrong], dtype=np.bool_)),
        lambda r: f"{name} has {quoted(wrong[r])}, {what}",
        lambda r: (
            one_of(THEMES, wrong[r])
            if name == "themes"
            else f"{nearest(list(known), wrong[r])}, or add it to findings.csv"
        ),
    )


def _unknown(text: str, known: Sequence[str]) -> str:
    words = text.split(BETWEEN) if text else []
    return next((word for word in words if word not in known), "")
