"""The page of an evaluation in a real browser: for everyone, on a phone, without any request."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.evaluation_builder import a_control, an_interrupted

from peil.report.evaluation_page import render_evaluation
from peil.report.wording import LANGUAGES, words_in

WIDTHS = (360, 768, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SPILLS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN = "document.querySelectorAll('details').forEach(d => d.open = true)"
SHOWN = "[...document.querySelectorAll('figure svg')].filter(s => s.checkVisibility()).length"
KINDS = ("series", "control")

Show = Callable[[str, int], Any]


@pytest.fixture
def show(page: Any, tmp_path: Path) -> Show:
    """Open a page at a width, with its details open, and note everything that it asks for."""

    def opened(html: str, width: int) -> Any:
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.set_viewport_size({"width": width, "height": 860})
        page.goto(path.as_uri())
        page.evaluate(OPEN)
        return page

    return opened


@cache
def html_of(kind: str, language: str) -> str:
    found = an_interrupted() if kind == "series" else a_control(looks_total=True)
    return render_evaluation(found, words_in(language))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("fr", 360)])
def test_the_page_is_accessible(show: Show, kind: str, language: str, width: int) -> None:
    page = show(html_of(kind, language), width)
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [f"{v['id']}: {[n['target'] for n in v['nodes']]}" for v in found] == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_spills_over_the_side(show: Show, kind: str, language: str) -> None:
    page = show(html_of(kind, language), WIDTHS[0])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 860})
        assert page.evaluate(SPILLS) <= 0
        assert page.evaluate(SHOWN) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_asks_nothing_of_anyone(show: Show, kind: str) -> None:
    page = show(html_of(kind, "en"), 1280)
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
