"""The page of the watch in a real browser: for everyone, on a phone, on paper, without any request."""

from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader
from tests.watched_builder import a_series, some_counts

from peil.report.watch_page import render_watch_page
from peil.report.watching import WatchBrief
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
    brief = WatchBrief(title="Exampleland", as_of=date(2024, 1, 20), series=series)
    return render_watch_page(brief, words_in(language))


def violations(page: Any) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{v['id']}: {v['help']} {[n['target'] for n in v['nodes']]}" for v in found]


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
    cells = page.locator("table.series td strong").all()
    assert len(cells) == 4
    for cell in cells:
        box = cell.bounding_box()
        assert box["x"] + box["width"] <= 360


def test_a_phone_shows_the_narrow_chart_alone(show: Show) -> None:
    page = show(html_in("en"), 360)
    shown = "[...document.querySelectorAll('figure svg')].filter(s => s.checkVisibility()).length"
    assert page.evaluate(shown) == 4


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
    content = show(html_in(language), 1280).pdf(prefer_css_page_size=True)
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]
    assert len(pages) <= 4
    words = words_in(language)
    assert words("watch.table") in pages[0]
    for name in ("burglaries", "threats", "theft"):
        title = words("watch.chart_title", name=name).split(name)[1].replace("\xa0", " ")
        assert title[:20] in " ".join(pages).replace("\xa0", " ")
