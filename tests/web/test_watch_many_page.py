"""The page of a whole run in a real browser: for everyone, on a phone, without any request."""

import pytest
from tests.browser import SPILLS, Show, violations
from tests.unit.report.tell.test_watch_many import SIGNAL, a_period, summed

from peil.observe.watch.hierarchy import CARRIED
from peil.report.render.html import render_html
from peil.report.tell.watch.many import tell
from peil.report.words import LANGUAGES, words_in

EVIL = "<script>alert(1)</script>"


def html_in(language: str) -> str:
    """Render a page with a whole, what carries it, and a name that would be code."""
    parts = [f"Belgium/Flanders/A place of a rather long name {n}" for n in range(4)]
    falls = {"direction": "waning", **SIGNAL}
    whole = {"explanation": CARRIED, "carried_by": parts, "carried_share": 0.9, **falls}
    brief = summed(
        a_period("threats", region="Belgium/Flanders", **whole),
        *(a_period("threats", region=part, explanation="own", **falls) for part in parts),
        a_period(EVIL, region="Belgium", direction="rising", reason="settled"),
        a_period("arson", direction="cannot tell", reason="too_few_events"),
    )
    words = words_in(language)
    return render_html(tell(brief, words), words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_is_accessible_and_spills_over_no_side(
    show: Show, language: str, width: int
) -> None:
    page = show(html_in(language), width)
    assert violations(page) == []
    assert page.evaluate(SPILLS) <= 0


def test_the_page_runs_nothing_and_asks_for_nothing(show: Show) -> None:
    page = show(html_in("en"), 1280)
    assert page.said == []
    assert len(page.asked) == 1
    assert EVIL in page.locator("table").last.inner_text()
