"""The page in a real browser: for everyone, on a phone, on paper, and without any request."""

from dataclasses import replace
from functools import cache

import pytest
from tests.browser import OPEN, SPILLS, WIDTHS, Show, plain, printed, violations
from tests.unit.report.exampleland import a_brief, a_hostile_brief, some_history
from tests.unit.report.render.test_html_assessed import render_page
from tests.unit.report.tell.test_comparison import a_comparison, page_of
from tests.unit.report.tell.test_replay import replayed

from peil.report.render.html import render_html
from peil.report.tell import replay
from peil.report.words import LANGUAGES, words_in

YEAR = 12
STATES_SEEN = {"en": "not_robust", "fr": "held", "nl": "robust", "de": "expired"}


@cache
def html_in(language: str) -> str:
    """Render the page of a state with a year of its history, enough of every kind of row."""
    brief = a_brief(STATES_SEEN[language])
    return render_page(replace(brief, history=brief.history[-YEAR:]), words_in(language))


def replay_in(language: str) -> str:
    words = words_in(language)
    return render_html(replay.tell(replayed(some_history()[-YEAR:]), words), words)


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
    pages = printed(show(html_in(language), 1280))
    assert len(pages) <= 8
    words = words_in(language)
    assert plain(words("title.limits")) in pages[0]
    assert plain(words("decided.reasons")) in pages[1]


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
    page = show(page_of(a_comparison(), language), width)
    page.evaluate(OPEN)
    assert violations(page) == []
    assert page.evaluate(SPILLS) <= 0
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
