"""The page of a reassessment in a real browser."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.reassessment_builder import a_reassessment

from peil.report.reassess import render_reassessment
from peil.report.wording import LANGUAGES, words_in

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SPILLS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SHOWN = "[...document.querySelectorAll('svg')].filter(s => s.checkVisibility()).length"
CHARTS = 4

Show = Callable[[str, int], Any]


@pytest.fixture
def show(page: Any, tmp_path: Path) -> Show:
    """Open a page at a width, and note everything that it asks for."""

    def opened(html: str, width: int) -> Any:
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.set_viewport_size({"width": width, "height": 860})
        page.goto(path.as_uri())
        return page

    return opened


@cache
def html_in(language: str) -> str:
    return render_reassessment(a_reassessment(), words_in(language), "html")


def violations(page: Any) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{v['id']}: {v['help']} {[n['target'] for n in v['nodes']]}" for v in found]


@pytest.mark.parametrize(
    ("language", "width"), [("en", 1280), *((name, 360) for name in LANGUAGES if name != "en")]
)
def test_the_page_is_accessible_with_all_its_details_open(
    show: Show, language: str, width: int
) -> None:
    page = show(html_in(language), width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
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
