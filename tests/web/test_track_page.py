"""The page of a track record in a real browser: for everyone, on a phone, on paper, without any request."""

from functools import cache

import pytest
from tests.browser import OPEN, SPILLS, WIDTHS, Show, printed, violations
from tests.track_builder import a_track

from peil.report.render.html import render_html
from peil.report.tell.track import tell
from peil.report.words import LANGUAGES, words_in


@cache
def html_in(language: str) -> str:
    words = words_in(language)
    return render_html(tell(a_track(), words), words)


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


def test_no_table_is_cut_on_a_phone(show: Show) -> None:
    page = show(html_in("de"), 360)
    cut = """[...document.querySelectorAll('.scroll')].filter(s => s.checkVisibility())
        .filter(s => s.scrollWidth > s.clientWidth).map(s => s.ariaLabel)"""
    assert page.locator(".scroll").count() > 8
    assert page.evaluate(cut) == []
    label = "getComputedStyle(document.querySelector('td[data-head]'), '::before').content"
    assert "Anschläge" in page.evaluate(label)
    page.set_viewport_size({"width": 1280, "height": 860})
    assert page.evaluate(label) == "none"


def test_texts_twice_as_large_still_fit(show: Show) -> None:
    page = show(html_in("de").replace("<style>", "<style>html { font-size: 200% }"), 720)
    assert page.evaluate(SPILLS) <= 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_screen_says_that_it_is_undecided(show: Show, language: str) -> None:
    page = show(html_in(language), 1280)
    headline = page.get_by_role("heading", level=1)
    assert headline.inner_text() == tell(a_track(), words_in(language)).headline
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
    page.evaluate("document.querySelectorAll('details').forEach(each => (each.open = true))")
    shown = "[...document.querySelectorAll('svg')].filter(s => s.checkVisibility()).length"
    assert page.evaluate(shown) == page.get_by_role("figure").count() == 5


def test_on_paper_every_table_is_whole(show: Show) -> None:
    pages = printed(show(html_in("en"), 1280))
    assert len(pages) <= 8
    whole = " ".join(pages)
    assert "Undecided" in pages[0]
    for table in (
        "Is the rate at a higher level higher?",
        "Both levels, on the same reviews",
        "Not scored",
    ):
        assert table in whole
