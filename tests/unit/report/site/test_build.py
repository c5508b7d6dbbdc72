"""A site of planted reports: every link leads to a file and a place, in each language."""

import json
from functools import cache
from pathlib import PurePosixPath
from posixpath import normpath

import pytest
from tests.html_reader import read
from tests.site_builder import LANGUAGES, built

from peil.report.model import Link
from peil.report.site.places import RootLinks, SiteLinks


@cache
def files() -> dict[str, bytes]:
    return built()


def pages() -> list[str]:
    return [name for name in files() if name.endswith(".html")]


def links_of(name: str) -> list[tuple[str, str]]:
    """Give the file and the place of each link of a page that leads within the site."""
    found = []
    for element in read(files()[name].decode()).walk():
        href = str(element.attributes.get("href") or "")
        if not href or ":" in href:
            continue
        file, _, place = href.partition("#")
        there = normpath(str(PurePosixPath(name).parent / file)) if file else name
        found.append((there, place))
    return found


def test_each_language_has_every_page_and_the_root_leads_to_each() -> None:
    names = ("index", "level-page", "policy-page", "sources", "changes", "downloads")
    expected = {f"{code}/{name}.html" for code in LANGUAGES for name in names}
    assert set(pages()) == expected | {"index.html"}
    assert {file for file, _ in links_of("index.html")} == {
        f"{code}/index.html" for code in LANGUAGES
    }


@pytest.mark.parametrize("is_fictional", [True, False])
def test_every_page_of_a_made_up_dossier_says_so(*, is_fictional: bool) -> None:
    made = built(is_fictional=is_fictional)
    says = {
        name: "nothing here is real" in page or "rien ici n’est réel" in page
        for name, data in made.items()
        if name.endswith(".html") and (page := data.decode())
    }
    assert says == dict.fromkeys(pages(), is_fictional)


@pytest.mark.parametrize("name", ["index.html", "en/level-page.html", "fr/policy-page.html"])
def test_every_link_leads_to_a_file_and_a_place(name: str) -> None:
    for there, place in links_of(name):
        assert there in files(), (name, there)
        if place:
            assert read(files()[there].decode()).all(id=place), (name, there, place)


def test_the_root_says_of_which_day_it_is_and_what_each_language_says_first() -> None:
    page = read(files()["index.html"].decode()).one("main")
    assert "As known on 25 November 2026" in page.text
    assert [li.one("a").attributes.get("lang") for li in page.all("li")] == [None, "fr"]
    assert page.text.count("About index.") == len(LANGUAGES)


def test_the_page_names_itself_its_section_and_its_languages() -> None:
    page = read(files()["fr/level-page.html"].decode())
    here = [a.attributes["href"] for a in page.all("a", **{"aria-current": "true"})]
    assert here == ["level-page.html", "../fr/level-page.html"]
    assert page.one("nav", class_="languages").one("a", lang="en").attributes["href"] == (
        "../en/level-page.html"
    )
    others = [
        e.attributes["href"] for e in page.all("link", rel="alternate") if e.has(hreflang="en")
    ]
    assert others == ["../en/level-page.html"]


def test_a_page_alone_in_its_section_has_no_second_row_of_ways() -> None:
    assert read(files()["en/index.html"].decode()).all("nav", class_="beside-pages") == []
    listed = read(files()["en/sources.html"].decode()).one("nav", class_="beside-pages")
    assert len(listed.all("a")) == 3


def test_the_data_of_every_figure_can_be_taken_away() -> None:
    page = read(files()["en/level-page.html"].decode())
    taken = [a.attributes["href"] for a in page.all("a") if a.text == "CSV"]
    assert taken == ["data/level-page-fit.csv"]
    assert files()["en/data/level-page-fit.csv"].decode() == "Month,Count\nMay,5.0\n"


def test_files_of_the_site_and_of_a_language_stand_at_the_foot() -> None:
    foot = read(files()["en/level-page.html"].decode()).one("aside")
    assert foot.one("a", href="../data/level.json").text == "level.json"
    assert files()["data/level.json"] == b"{}\n"
    changes = read(files()["en/changes.html"].decode()).one("aside")
    assert changes.one("a", href="data/changes.csv").text == "changes.csv"
    assert files()["en/data/changes.csv"] == b"id\n"
    assert foot.one("a", href="paper.pdf").attributes["type"] == "application/pdf"
    assert foot.one("a", href="sources.html#figures").text == "sources"


def test_the_report_of_each_page_can_be_taken_away_in_each_language() -> None:
    for code in LANGUAGES:
        for key in ("index", "level-page", "policy-page", "sources", "changes", "downloads"):
            told = json.loads(files()[f"{code}/data/{key}.json"])
            assert (told["kind"], told["language"]) == (key, code)
            foot = read(files()[f"{code}/{key}.html"].decode()).one("aside")
            assert foot.one("a", href=f"data/{key}.json").text == f"{code}/data/{key}.json"
    assert [block["key"] for block in told["blocks"]] == ["files"]


def test_the_lists_know_the_pages_and_the_files() -> None:
    page = read(files()["en/downloads.html"].decode())
    assert [row.one("th").text for row in page.one("tbody").all("tr")] == ["level.json"]
    index = read(files()["en/index.html"].decode()).one("main")
    assert [a.text for a in index.all("a", href="level-page.html")] == ["Level"]
    assert "About level-page." in index.text


def test_a_link_to_what_was_cut_is_text() -> None:
    page = read(files()["en/policy-page.html"].decode()).one("main")
    assert [a.attributes["href"] for a in page.all("a")] == [
        "level-page.html#row-desk",
        "level-page.html",
    ]
    assert "cut" in page.text


def test_the_same_site_gives_the_same_bytes() -> None:
    assert built() == files()


def test_links_within_a_page_need_no_file() -> None:
    links = SiteLinks(page="a", anchors={"a": frozenset({"x"}), "b": frozenset({"y"})})
    assert links.place("", "x") == links.place("a", "x") == "#x"
    assert links.place("b", "y") == "b.html#y"
    assert links.place("b", "") == "b.html"
    assert links.place("a", "") == "a.html"
    assert links.place("b", "x") is None
    assert links.place("c", "") is None
    assert links.place("a.csv", "") is None
    taken = SiteLinks(page="a", anchors={}, files={"a.csv": "../data/a.csv"})
    assert taken.place("a.csv", "") == "../data/a.csv"
    assert links.href(Link(address="https://example.org")) == "https://example.org"
    assert RootLinks().place("fr", "") == "fr/index.html"
    assert RootLinks().place("", "") is None
