"""The page of an evaluation in a real browser: for everyone, on a phone, without any request."""

from functools import cache

import pytest
from tests.browser import OPEN, SPILLS, WIDTHS, Show, violations
from tests.evaluation_builder import a_control, an_interrupted

from peil.report.render.html import render_html
from peil.report.tell.evaluation import tell
from peil.report.words import LANGUAGES, words_in

SHOWN = "[...document.querySelectorAll('figure svg')].filter(s => s.checkVisibility()).length"
KINDS = ("series", "control")


@cache
def html_of(kind: str, language: str) -> str:
    found = an_interrupted() if kind == "series" else a_control(looks_total=True)
    words = words_in(language)
    return render_html(tell(found, words), words)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("fr", 360)])
def test_the_page_is_accessible(show: Show, kind: str, language: str, width: int) -> None:
    page = show(html_of(kind, language), width)
    page.evaluate(OPEN)
    assert violations(page) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_spills_over_the_side(show: Show, kind: str, language: str) -> None:
    page = show(html_of(kind, language), WIDTHS[0])
    page.evaluate(OPEN)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 860})
        assert page.evaluate(SPILLS) <= 0
        assert page.evaluate(SHOWN) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_asks_nothing_of_anyone(show: Show, kind: str) -> None:
    page = show(html_of(kind, "en"), 1280)
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
