"""The site of the Belgian dossier in a real browser: for everyone, on a phone, without a net, and walked by clicks."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.browser import OPEN, SPILLS, violations
from tests.unit.feeds.builders import a_dossier, both, cell, written

from peil.report.words import LANGUAGES
from peil.workflow.site import export_site

DAY = date(2026, 11, 25)
DATABASE = "Common database Terrorism, Extremism, Radicalisation process (T.E.R.)"
RETURNED = "Returned foreign fighters, total to date"
FINDING = re.compile("^Services did not work together well and shared too little")

Show = Callable[..., Any]


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("site") / "belgium"
    export_site(root / "dossiers" / "belgium", place, as_of=DAY)
    return place


@pytest.fixture(scope="module")
def loud(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose policy holds every kind of fact, and an ending without a decision."""
    files = a_dossier()
    both(
        cell("arrangements", 5, "coupling", "structural"),
        cell("arrangements", 5, "coupling_reason", "It answers."),
        cell("arrangements", 5, "coupling_by", "overseer"),
        cell("arrangements", 5, "name", "<script>alert(1)</script>Desk"),
        cell("events", 5, "opinions", ""),
    )(files)
    folder = tmp_path_factory.mktemp("loud")
    export_site(written(files, folder / "norland"), folder / "site", as_of=date(2018, 12, 31))
    return folder / "site"


@pytest.fixture
def show(page: Any) -> Iterator[Show]:
    """Open a page of a site at a width; afterwards nothing may have been asked of anyone."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))

    def opened(path: Path, width: int = 1280) -> Any:
        page.set_viewport_size({"width": width, "height": 860})
        page.goto(path.as_uri())
        return page

    yield opened
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_answers_within_one_screen(show: Show, site: Path, language: str) -> None:
    shown = show(site / language / "index.html", 1280)
    ends = {each.get_attribute("id"): _bottom(each) for each in shown.locator(".cards > *").all()}
    assert list(ends) == ["at_stake", "open", "should_end", "untold"]
    assert max(ends.values()) <= 900


def _bottom(element: Any) -> float:
    box = element.bounding_box()
    return float(box["y"] + box["height"])


@pytest.mark.parametrize("part", range(2))
def test_axe_finds_nothing_on_any_english_page(show: Show, site: Path, part: int) -> None:
    pages = sorted((site / "en").glob("*.html"))
    assert len(pages) >= 19
    for path in pages[part::2]:
        page = show(path, 1280)
        page.evaluate(OPEN)
        assert (path.name, violations(page)) == (path.name, [])
        assert page.evaluate("document.scripts.length + document.images.length") == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_a_phone_in_any_language(
    show: Show, site: Path, loud: Path, language: str
) -> None:
    for folder, name in ((site, "index"), (loud, "policy"), (loud, "recommendations")):
        page = show(folder / language / f"{name}.html", 360)
        assert (name, violations(page)) == (name, [])
    assert violations(show(site / "index.html", 360)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_spills_over_the_side_on_any_page(show: Show, site: Path, language: str) -> None:
    for path in sorted((site / language).glob("*.html")):
        page = show(path, 360)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 860})
            assert (path.name, page.evaluate(SPILLS) <= 0) == (path.name, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_main_page_is_longer_on_a_phone_than_twelve_screens(
    show: Show, site: Path, language: str
) -> None:
    for path in sorted((site / language).glob("*.html")):
        page = show(path, 390)
        page.set_viewport_size({"width": 390, "height": 844})
        height = page.evaluate("document.documentElement.scrollHeight") / 844
        assert (path.name, height <= 12) == (path.name, True), height


def test_what_is_folded_on_a_phone_opens_and_on_a_wide_screen_stands_open(
    show: Show, site: Path
) -> None:
    page = show(site / "en" / "assessment.html", 390)
    folded = page.locator("details.folds").last
    inside = folded.locator("table").first
    assert not inside.is_visible()
    folded.locator("summary").first.click()
    assert inside.is_visible()
    page = show(site / "en" / "assessment.html", 1280)
    assert page.locator("details.folds").last.locator("table").first.is_visible()


def reach(page: Any, kind: str, name: str) -> Any:
    """Take a way of the entry that the address leads to."""
    page.wait_for_url(lambda url: f"#chain-{kind}" in url)
    here = page.evaluate("decodeURIComponent(location.hash)")
    entry = page.locator(here)
    assert -1 <= entry.bounding_box()["y"] < 860
    entry.get_by_role("link", name=name, exact=True).first.click()


def test_one_walks_from_a_finding_to_the_level_and_back_by_clicks(show: Show, site: Path) -> None:
    page = show(site / "en" / "index.html")
    page.get_by_role("link", name="The policy", exact=True).click()
    page.get_by_role("link", name="From the finding to the level", exact=True).click()
    picture = page.locator("#chain-picture svg")
    picture.get_by_role("link", name=FINDING).click()
    reach(page, "finding", DATABASE)
    reach(page, "arrangement", RETURNED)
    reach(page, "indicator", "The level that is proposed")
    reach(page, "level", "The level that is proposed")
    page.wait_for_url("**/en/assessment.html")
    assert page.get_by_role("heading", level=1).count() == 1
    page.get_by_role("link", name="The policy", exact=True).click()
    page.get_by_role("link", name="From the finding to the level", exact=True).click()
    page.locator("#chain-picture svg").get_by_role(
        "link", name="The level that is proposed"
    ).click()
    reach(page, "level", RETURNED)
    reach(page, "indicator", DATABASE)
    arrangement = page.url
    reach(page, "arrangement", DATABASE)
    assert page.locator("#arrangement-common-database").is_visible()
    page.goto(arrangement)
    page.locator("#chain-arrangement-common-database").get_by_role("link", name=FINDING).click()
    page.wait_for_url("**#chain-finding*")


def test_the_picture_is_followed_with_keys_alone(show: Show, site: Path) -> None:
    page = show(site / "en" / "chain.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#content")  # the address may follow the key by a moment
    box = page.locator("#chain-picture svg a").first
    box.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "#chain-finding" in url)


def test_another_language_keeps_the_page(show: Show, site: Path) -> None:
    page = show(site / "en" / "money.html", 360)
    page.get_by_role("link", name="Nederlands").click()
    page.wait_for_url("**/nl/money.html")
    page.get_by_role("link", name="Deutsch").click()
    page.wait_for_url("**/de/money.html")


def test_a_number_is_one_click_from_its_source(show: Show, site: Path) -> None:
    for name in ("assessment", "watch", "policy", "money", "recommendations", "balance"):
        page = show(site / "en" / f"{name}.html")
        page.get_by_role("link", name="sources", exact=True).first.click()
        page.wait_for_url("**/en/sources.html#*")  # a long page, whose end may come later
        place = page.url.rpartition("#")[2]
        assert page.locator(f"#{place}").get_by_role("link").count() > 0


POLICY = (
    "policy",
    "lowering",
    "then-and-now",
    "chain",
    "recommendations",
    "overdue",
    "money",
    "balance",
)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_loudest_line_is_the_first_of_every_view(show: Show, loud: Path, language: str) -> None:
    views = [loud / language / f"{name}.html" for name in POLICY]
    there = [path for path in views if path.exists()]
    assert len(there) >= 6
    for path in there:
        page = show(path, 1280)
        first = page.locator("main > *").first
        assert "loud" in first.get_attribute("class")
        assert "Desk" in first.inner_text()


def test_both_voices_stand_side_by_side_and_neither_wins(show: Show, loud: Path) -> None:
    page = show(loud / "en" / "recommendations.html", 1280)
    row = page.locator("#recommendation-hire")
    owner, overseer = (row.locator("td").nth(i) for i in (1, 2))
    assert owner.inner_text().startswith("done")
    assert overseer.inner_text().startswith("partly done")
    assert (
        "The two give different states, perhaps of different days or parts; neither wins."
        in row.inner_text()
    )
    assert owner.bounding_box()["y"] == overseer.bounding_box()["y"]
    silent = page.locator("#recommendation-share td").nth(2).inner_text()
    assert silent.startswith("no information")


def test_what_is_not_known_is_no_zero(show: Show, loud: Path) -> None:
    page = show(loud / "en" / "money.html", 1280)
    drawn = page.locator("figure .wide").inner_text()
    assert drawn.count("no information") == 4
    assert "900,000" in drawn
    assert "2,000,000" in drawn


def test_what_should_end_is_as_loud_as_what_wears_away(show: Show, loud: Path) -> None:
    page = show(loud / "en" / "policy.html", 1280)
    style = "e => { const s = getComputedStyle(e); return [s.fontWeight, s.fontSize, s.borderLeftWidth] }"
    alarm, end = (page.locator(f".{name}").first.evaluate(style) for name in ("alarms", "endings"))
    assert alarm == end


def test_right_after_the_answer_stands_what_cannot_be_told(show: Show, site: Path) -> None:
    page = show(site / "en" / "policy.html")
    first, *more = page.locator("main p").all_inner_texts()
    assert " arrangements known" in first
    untold = next(each for each in more[:2] if "was not read" in each)
    assert "of ten of them the theme was read, of the others nothing" in untold
    assert untold.count(" was found for ") >= 3
