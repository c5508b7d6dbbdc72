"""What the page of readers' questions counts is what the site of its two days counts."""

import re
from datetime import date
from pathlib import Path

import pytest

from peil.feeds.dossier.read import read_dossier
from peil.report.model import Points, Report, Text, plain, walk
from peil.report.site.build import Shelf
from peil.report.words import words_in
from peil.workflow.site import _Shown

ENGLISH = words_in("en")
DAYS = (date(2018, 1, 22), date(2026, 11, 30))
"""Of the second and the third column of the page."""
COUNTED = (
    ("Which recommendations were carried out", "recommendations",
     r"Of (\d+) recommendations, we found a public status for (\d+)"),
    ("Which ends or deadlines have passed", "overdue",
     r"For (\d+) of the (\d+) recommendations no public deadline"),
    ("Which figures rest on the press alone", "sources",
     r"for (\d+) of the (\d+) figures of the country; .*?\((\d+)\).*?\((\d+)\)"),
    ("Where does a figure rest on one", "sources", r"(\d+) of the (\d+) figures of the country rest"),
    ("What changed in the last three months", "changes", r"(\d+) changes became|(Nothing) became"),
    ("How old are the figures", "assessment", r"came out more than (\d+) months after"),
    ("What would make the rule give", "assessment", r"(?:fall|rise)s? from (\d+) to (\d+) in 100"),
)  # fmt: skip
"""How a question begins, the page that answers it, and what is counted there."""


def said(report: Report) -> str:
    """Give what a report says: its headline, its paragraphs and its points."""
    blocks = [*walk(report.blocks)]
    lines = [line for block in blocks if isinstance(block, Text) for line in block.lines]
    lines += [item.what for block in blocks if isinstance(block, Points) for item in block.items]
    return "\n".join(map(plain, [report.headline, *lines])).replace("\xa0", " ")


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_page_of_questions_counts_what_the_site_counts(day: date, root: Path) -> None:
    shown = _Shown(read_dossier(root / "dossiers" / "belgium"), day)
    steps = dict(shown.steps)
    for name in ("assessment", "policy"):
        steps[name]()
    site = shown.put_together()
    listed = [*site.pages, *site.lists(ENGLISH, Shelf(places={}, reports={}, files={}))]
    pages = {page.key: page for page in listed}
    rows = (root / "docs" / "guide" / "questions.md").read_text(encoding="utf-8").splitlines()
    for question, page, counted in COUNTED:
        (row,) = (row for row in rows if row.startswith(f"| {question}"))
        answer = row.split(" | ")[1 + DAYS.index(day)]
        matches = re.finditer(counted, said(pages[page].tell(ENGLISH)))
        found = {number for match in matches for number in match.groups() if number}
        assert found, question
        assert found <= {*re.findall(r"\w+", answer)}, question
