"""The page of a reassessment in a real browser."""

from functools import cache

import pytest
from tests.browser import OPEN, SPILLS, Show, violations
from tests.reassessment_builder import a_reassessment

from peil.report.render.html import render_html
from peil.report.tell.reassessment import tell
from peil.report.words import LANGUAGES, words_in

SHOWN = "[...document.querySelectorAll('svg')].filter(s => s.checkVisibility()).length"
CHARTS = 4


@cache
def html_in(language: str) -> str:
    words = words_in(language)
    return render_html(tell(a_reassessment(), words), words)


@pytest.mark.parametrize(
    ("language", "width"), [("en", 1280), *((name, 360) for name in LANGUAGES if name != "en")]
)
def test_the_page_is_accessible_with_all_its_details_open(
    show: Show, language: str, width: int
) -> None:
    page = show(html_in(language), width)
    page.evaluate(OPEN)
    assert violations(page) == []
    assert page.evaluate(SPILLS) <= 0
    assert page.evaluate(SHOWN) == CHARTS, "one picture of each chart at every width"
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []


def test_the_answer_and_what_can_be_told_stand_on_the_first_screen(show: Show) -> None:
    page, words = show(html_in("en"), 1280), words_in("en")
    for title in ("reassess.cannot", "reassess.can"):
        heading = page.get_by_role("heading", name=words(title), exact=True)
        assert heading.bounding_box()["y"] < 860
    assert page.get_by_role("heading", level=1).bounding_box()["y"] < 200
