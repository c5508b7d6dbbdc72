"""The page of the watch in a real browser: for everyone, on a phone, on paper, without any request."""

from datetime import date
from functools import cache

import numpy as np
import pytest
from tests.browser import OPEN, SPILLS, WIDTHS, Show, plain, printed, violations
from tests.watched_builder import a_series, some_counts

from peil.observe.watch.series import Watch
from peil.report.render.html import render_html
from peil.report.tell.watch.report import tell
from peil.report.words import LANGUAGES, words_in


@cache
def html_in(language: str) -> str:
    """Render a page with every kind of series and of mark."""
    counts = some_counts("arson")
    counts.count[60:63] = np.nan
    counts.segment[40:] = 1
    outbreak = ((date(2018, 7, 1), date(2018, 12, 31)),)
    caveats = ("break", "outbreak_left_out", "stale", "effort_without_denominator")
    rising = a_series(
        "arson <script>alert(1)</script>", "rising", months=8, counts=counts, last=24,
        outbreaks=outbreak, caveats=caveats,
    )  # fmt: skip
    rising.watched.points.nowcast[-1] = [2, 4, 9]
    rising.watched.points.observed[-3] = 40
    silent = a_series("threats", "cannot tell", reason="too_few_events", last=24)
    falling = a_series("burglaries of every kind and place", "waning", months=4, last=24)
    series = (rising, silent, falling, a_series("theft", last=24))
    watch = Watch(title="Exampleland", as_of=date(2024, 1, 20), series=series)
    words = words_in(language)
    return render_html(tell(watch, words), words)


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("fr", 360), ("de", 360)])
def test_the_page_is_accessible_with_all_its_details_open(
    show: Show, language: str, width: int
) -> None:
    page = show(html_in(language), width)
    page.evaluate(OPEN)
    assert violations(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_spills_over_the_side(show: Show, language: str) -> None:
    page = show(html_in(language), WIDTHS[0])
    page.evaluate(OPEN)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 860})
        assert page.evaluate(SPILLS) <= 0


def test_texts_twice_as_large_still_fit(show: Show) -> None:
    page = show(html_in("de").replace("<style>", "<style>html { font-size: 200% }"), 720)
    assert page.evaluate(SPILLS) <= 0


def test_the_direction_is_seen_on_a_phone_without_scrolling_the_table(show: Show) -> None:
    page = show(html_in("nl"), 360)
    cells = page.locator("table.as-cards td strong").all()
    assert len(cells) == 4
    for cell in cells:
        box = cell.bounding_box()
        assert box["x"] + box["width"] <= 360


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_cell_of_the_table_is_cut_on_a_phone(show: Show, language: str) -> None:
    page = show(html_in(language), 360)
    texts = "document.querySelectorAll('table.as-cards tbody :is(th, td, strong, .detail)')"
    cut = f"[...{texts}].filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect().right)"
    assert max(page.evaluate(cut)) <= 360
    assert (
        page.evaluate("(e => e.scrollWidth - e.clientWidth)(document.querySelector('.scroll'))")
        <= 0
    )
    heads = "[...document.querySelectorAll('table.as-cards td')].map(cell => cell.dataset.head)"
    assert words_in(language)("watch.last") in page.evaluate(heads)
    assert page.get_by_role("row").count() == 5


def test_a_phone_shows_the_narrow_chart_alone(show: Show) -> None:
    page = show(html_in("en"), 360)
    shown = "[...document.querySelectorAll('figure svg')].filter(s => s.checkVisibility()).length"
    assert page.evaluate(shown) == 5, "the chart of each series, and all of them side by side"


def test_the_page_asks_nothing_of_anyone_and_names_run_nothing(show: Show) -> None:
    page = show(html_in("en"), 1280)
    page.wait_for_load_state("networkidle")
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
    assert page.said == []
    assert page.evaluate("document.scripts.length + document.images.length") == 0


def test_the_table_leads_to_the_chart_of_each_series(show: Show) -> None:
    page = show(html_in("en"), 1280)
    page.get_by_role("link", name="theft").click()
    assert page.get_by_role("heading", name="theft").bounding_box()["y"] < 860


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_paper_no_chart_is_torn_from_its_sentences(show: Show, language: str) -> None:
    pages = printed(show(html_in(language), 1280))
    assert len(pages) <= 4
    words = words_in(language)
    assert plain(words("watch.table")) in pages[0]
    for name in ("burglaries", "threats", "theft"):
        title = plain(words("watch.chart_title", name=name).split(name)[1])
        assert title[:20] in " ".join(pages)
