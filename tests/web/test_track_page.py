"""The page of a track record in a real browser: for everyone, on a phone, on paper, without any request."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader
from tests.track_builder import a_brief

from peil.report.track_account import tell_track
from peil.report.track_page import render_track_page
from peil.report.wording import LANGUAGES, words_in

WIDTHS = (360, 768, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SPILLS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN = "document.querySelectorAll('details').forEach(d => d.open = true)"

Show = Callable[[str, int], Any]


@pytest.fixture
def show(page: Any, tmp_path: Path) -> Show:
    """Open a page at a width, and note everything that it asks for."""

    def opened(html: str, width: int) -> Any:
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("dialog", lambda dialog: page.said.append(dialog.message))
        page.set_viewport_size({"width": width, "height": 860})
        page.goto(path.as_uri())
        return page

    return opened


@cache
def html_in(language: str) -> str:
    return render_track_page(a_brief(), words_in(language))


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
    page.evaluate(OPEN)
    assert violations(page) == []


def test_the_check_sees_a_planted_fault(show: Show) -> None:
    html = html_in("en").replace('<html lang="en">', "<html>").replace("#4d535a", "#cccccc")
    found = " ".join(violations(show(html, 1280)))
    assert "html-has-lang" in found
    assert "color-contrast" in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_spills_over_the_side(show: Show, language: str) -> None:
    page = show(html_in(language), WIDTHS[0])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 860})
        assert page.evaluate(SPILLS) <= 0


def test_texts_twice_as_large_still_fit(show: Show) -> None:
    page = show(html_in("de").replace("<style>", "<style>html { font-size: 200% }"), 720)
    assert page.evaluate(SPILLS) <= 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_screen_says_that_it_is_undecided(show: Show, language: str) -> None:
    page = show(html_in(language), 1280)
    headline = page.get_by_role("heading", level=1)
    assert headline.inner_text() == tell_track(a_brief(), words_in(language)).headline
    box = headline.bounding_box()
    assert box["y"] + box["height"] < 430


def test_the_page_asks_nothing_of_anyone(show: Show) -> None:
    page = show(html_in("en"), 1280)
    page.wait_for_load_state("networkidle")
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
    assert page.said == []
    assert page.evaluate("document.scripts.length + document.images.length") == 0


@pytest.mark.parametrize("width", [1280, 360])
def test_one_picture_of_each_chart_is_shown(show: Show, width: int) -> None:
    page = show(html_in("en"), width)
    shown = "[...document.querySelectorAll('svg')].filter(s => s.checkVisibility()).length"
    assert page.evaluate(shown) == page.get_by_role("figure").count() == 5


def test_on_paper_every_table_is_whole(show: Show) -> None:
    content = show(html_in("en"), 1280).pdf(prefer_css_page_size=True)
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    assert len(pages) <= 8
    whole = " ".join(" ".join(pages).split())
    assert "Undecided" in pages[0]
    for table in (
        "Is the rate at a higher level higher?",
        "Both on the same reviews",
        "Not scored",
    ):
        assert table in whole
