"""The pages on returns and on local arrangements in a real browser: for everyone, and on a phone."""

from functools import cache
from pathlib import Path

import pytest
from tests.browser import OPEN, SPILLS, WIDTHS, Show, violations

from peil.feeds.dossier.read import Dossier, read_dossier
from peil.report.render.html import render_html
from peil.report.words import LANGUAGES, words_in
from peil.workflow.reports import REPORTS

KEYS = ("return-policy", "local-arrangements")
PHONE, SCREENS = 390, 12


@cache
def belgium(root: Path) -> Dossier:
    return read_dossier(root / "dossiers" / "belgium")


@cache
def html_of(root: Path, key: str, language: str) -> str:
    """Render a page of Belgium as known on the day of the latest row of any country."""
    kind, words, dossier = REPORTS[key](), words_in(language), belgium(root)
    assert kind.on is not None
    day = max(each.published for each in dossier.return_counts + dossier.local_arrangements)
    return render_html(kind.tell(kind.on(dossier, day)[0], words), words)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("fr", 360), ("de", 768)])
def test_each_page_is_accessible_with_all_its_details_open(
    show: Show, root: Path, key: str, language: str, width: int
) -> None:
    page = show(html_of(root, key, language), width)
    page.evaluate(OPEN)
    assert violations(page) == []


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_spills_over_the_side(show: Show, root: Path, key: str, language: str) -> None:
    page = show(html_of(root, key, language), WIDTHS[0])
    page.evaluate(OPEN)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 860})
        assert page.evaluate(SPILLS) <= 0


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_a_page_is_no_longer_than_twelve_screens(
    show: Show, root: Path, key: str, language: str
) -> None:
    page = show(html_of(root, key, language), PHONE)
    page.set_viewport_size({"width": PHONE, "height": 860})
    assert page.evaluate("document.documentElement.scrollHeight") <= SCREENS * 860
