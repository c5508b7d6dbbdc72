"""The page of findings and practices in a real browser: for everyone, on a phone, without any request."""

from functools import cache

import pytest
from tests.browser import OPEN, SPILLS, WIDTHS, Show, violations
from tests.practices_builder import a_catalogue, a_finding, a_practice

from peil.report.render.html import render_html
from peil.report.tell.practices import tell
from peil.report.words import LANGUAGES, words_in

SHOWN = "[...document.querySelectorAll('figure svg')].filter(s => s.checkVisibility()).length"


@cache
def html_in(language: str) -> str:
    """Render a page with every kind of finding and practice."""
    address = "https://example.org/" + "a-very-long-name-of-a-page-" * 6
    found = a_catalogue(
        a_finding("staff", "Belgium", statement="<script>alert(1)</script> Too few people."),
        a_finding("files", "United Kingdom", "information_flow", source=address),
        *(a_finding(f"more_{i}", "Belgium", "information_flow") for i in range(7)),
        a_finding("care", "Netherlands", "prevention_repression_balance", verified=False),
        a_practice("desk", "files", "care", counter_evidence="Meetings grew.", source=address),
        a_practice("idea", evidence="none", transfer=""),
        with_unverified=True,
    )
    words = words_in(language)
    return render_html(tell(found, words), words)


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("fr", 360), ("de", 768)])
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


def test_a_screen_shows_one_picture_of_the_two(show: Show) -> None:
    page = show(html_in("en"), 360)
    assert page.evaluate(SHOWN) == 1
    page.set_viewport_size({"width": 1280, "height": 860})
    assert page.evaluate(SHOWN) == 1


def test_the_page_asks_nothing_of_anyone_and_names_run_nothing(show: Show) -> None:
    page = show(html_in("en"), 1280)
    page.wait_for_load_state("networkidle")
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
    assert page.said == []
    assert page.evaluate("document.scripts.length + document.images.length") == 0


def test_a_finding_leads_to_the_practice_that_answers_it(show: Show) -> None:
    page = show(html_in("en"), 1280)
    page.get_by_role("link", name="Practice desk").first.click()
    assert page.locator("#practice-desk").is_visible()
    assert (
        page.evaluate("document.getElementById('practice-desk').getBoundingClientRect().top") < 860
    )
