"""The page in a real browser: for everyone, on a phone, on paper, and without any request."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader
from tests.unit.report.exampleland import a_brief, a_hostile_brief, a_scale, some_history
from tests.unit.report.test_comparison import a_comparison

from peil.report.comparison import render_comparison
from peil.report.page import render_page
from peil.report.replay import render_replay
from peil.report.wording import LANGUAGES, words_in

WIDTHS = (360, 768, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SPILLS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
YEAR = 12
STATES_SEEN = {"en": "not_robust", "fr": "held", "nl": "robust", "de": "expired"}

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
    """Render the page of a state with a year of its history, enough of every kind of row."""
    brief = a_brief(STATES_SEEN[language])
    return render_page(replace(brief, history=brief.history[-YEAR:]), words_in(language))


def replay_in(language: str) -> str:
    words, history = words_in(language), some_history()[-YEAR:]
    return render_replay(
        history, a_scale(), words, "html", title="Exampleland", country="Exampleland"
    )


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


def test_the_check_sees_a_planted_fault(show: Show) -> None:
    html = replay_in("en").replace('<html lang="en">', "<html>").replace("#4d535a", "#cccccc")
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
def test_the_first_screen_answers_a_ministers_questions(show: Show, language: str) -> None:
    page = show(html_in(language), 1280)
    words = words_in(language)
    for title in ("title.sides", "title.decided", "decided.contradictions"):
        heading = page.get_by_role("heading", name=words(title), exact=True)
        assert heading.bounding_box()["y"] < 860
    headline = page.get_by_role("heading", level=1).bounding_box()
    assert headline["y"] + headline["height"] < 430


def test_the_page_asks_nothing_of_anyone(show: Show) -> None:
    page = show(html_in("en"), 1280)
    page.wait_for_load_state("networkidle")
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
    assert page.said == []


def test_hostile_texts_run_nothing(show: Show) -> None:
    page = show(render_page(a_hostile_brief(), words_in("en")), 360)
    assert page.said == []
    assert page.evaluate("document.scripts.length + document.images.length") == 0
    assert page.evaluate(SPILLS) <= 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_paper_the_brief_is_one_page(show: Show, language: str) -> None:
    content = show(html_in(language), 1280).pdf(prefer_css_page_size=True)
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    assert len(pages) <= 8
    words = words_in(language)
    assert words("title.limits") in pages[0]
    assert words("decided.reasons") in pages[1]


@pytest.mark.parametrize(
    ("language", "width"), [("en", 1280), *((name, 360) for name in LANGUAGES if name != "en")]
)
def test_the_page_of_a_replay_is_accessible_and_fits(show: Show, language: str, width: int) -> None:
    page = show(replay_in(language), width)
    assert violations(page) == []
    assert page.evaluate(SPILLS) <= 0
    shown = page.evaluate(
        "[...document.querySelectorAll('svg')].filter(s => s.checkVisibility()).length"
    )
    assert shown == 1


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("fr", 360), ("de", 360)])
def test_the_page_of_a_comparison_is_accessible_and_fits(
    show: Show, language: str, width: int
) -> None:
    page = show(render_comparison(a_comparison(), words_in(language), "html"), width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert violations(page) == []
    assert page.evaluate(SPILLS) <= 0
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
