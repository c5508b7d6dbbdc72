"""Rules of sense for findings and practices: days in order, and links that lead somewhere."""

from collections.abc import Iterator

from peil.act.recommendations import THEMES
from peil.feeds.dossier.cells import Cells
from peil.feeds.dossier.links import unknown_links
from peil.feeds.dossier.rules_judged import must_agree
from peil.feeds.tables.problems import nearest, one_of
from peil.terms.errors import Problem


def finding_rules(cells: Cells) -> Iterator[Problem]:
    """Check that findings became public after their day, and that vintages are of one finding."""
    yield from cells.wrong(
        cells.days("published") < cells.days("date"),
        "was published on {published}, before its date {date}",
    )
    yield from must_agree(cells, ("id",), ("country", "inquiry", "theme"))


def practice_rules(cells: Cells, findings: Cells | None) -> Iterator[Problem]:
    """Check the themes of practices, and that they answer findings that the dossier has.

    Args:
        findings: the table of findings; without one no finding can be answered.
    """
    yield from must_agree(cells, ("id",), ("country",))
    yield from unknown_links(
        cells, "themes", THEMES, "which is no theme", lambda word: one_of(THEMES, word)
    )
    known = sorted(set(findings.words("id")) - {""}) if findings is not None else []
    yield from unknown_links(
        cells,
        "findings",
        known,
        "which is in no row of the findings",
        lambda word: f"{nearest(known, word)}, or add it to findings.csv",
    )
