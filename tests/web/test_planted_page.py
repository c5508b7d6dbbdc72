"""A report of every block in a real browser: for everyone, on a phone, on paper, without any request."""

from collections.abc import Callable
from functools import cache

import pytest
from tests.browser import OPEN, SPILLS, Show, printed, violations
from tests.report_builder import a_report
from tests.site_builder import built
from tests.unit.report.render.planted import a_report as another_report

from peil.report.model import Report
from peil.report.render.html import render_html
from peil.report.words import words_in

site = cache(built)
WIDTHS = (360, 390, 768, 1280)
SHOWN = "[...document.querySelectorAll('figure svg')].filter(s => s.checkVisibility()).length"
COLUMNS = "s => getComputedStyle(document.querySelector(s)).gridTemplateColumns.split(' ').length"


@cache
def html() -> str:
    return render_html(a_report(), words_in("en"))


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_accessible_with_all_its_details_open(show: Show, width: int) -> None:
    page = show(html(), width)
    page.evaluate(OPEN)
    assert violations(page) == []


@pytest.mark.parametrize("report", [a_report, another_report])
def test_nothing_spills_over_the_side(show: Show, report: Callable[[], Report]) -> None:
    page = show(render_html(report(), words_in("en")), WIDTHS[0])
    page.evaluate(OPEN)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 860})
        assert (width, page.evaluate(SPILLS) <= 0) == (width, True)


def test_each_picture_is_shown_once_at_every_width(show: Show) -> None:
    page = show(html(), WIDTHS[0])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 860})
        assert page.evaluate(SHOWN) == page.locator("figure").count()


def test_the_page_asks_nothing_of_anyone(show: Show) -> None:
    page = show(html(), 1280)
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
    assert page.said == []


def test_blocks_stand_beside_each_other_where_there_is_room(show: Show) -> None:
    page = show(html(), 1280)
    assert [page.evaluate(COLUMNS, s) for s in (".lead", ".cards", ".columns-3")] == [2, 2, 3]
    page.set_viewport_size({"width": 390, "height": 860})
    assert [page.evaluate(COLUMNS, s) for s in (".lead", ".cards", ".columns-3")] == [1, 1, 1]


def test_paper_holds_what_is_folded_but_not_the_data_of_pictures(show: Show) -> None:
    sheets = printed(show(html(), 1280))
    said = " ".join(sheets)
    assert "Inside." in said
    assert "The data of this chart" not in said
    (annex,) = [sheet for sheet in sheets if "A. The ladder" in sheet]
    assert annex.startswith("Annex")


def test_a_card_of_a_narrow_table_names_what_it_says(show: Show) -> None:
    page = show(html(), 390)
    content = "e => getComputedStyle(e, '::before').content"
    number = page.locator("#row-desk td.number")
    assert number.evaluate(content) == '"Number"'
    assert page.locator("#table .scroll").evaluate("e => e.scrollWidth - e.clientWidth") == 0


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["index.html", "fr/level-page.html", "en/changes.html"])
def test_a_page_of_a_site_is_accessible_and_fits(show: Show, name: str, width: int) -> None:
    page = show(site()[name].decode(), width)
    page.evaluate(OPEN)
    assert violations(page) == []
    assert page.evaluate(SPILLS) <= 0
