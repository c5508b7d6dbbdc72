"""Of each page in French, Dutch and German hardly anything is English; sources and official names stand apart."""

import sys
from pathlib import Path

import pytest
from tests.english_left import Left, english_left, sources_of, texts_of

from peil.workflow.site import export_site

LANGUAGES = ("fr", "nl", "de")
CEILING, OF_LISTS = 0.05, 0.10
LISTS = ("sources.html", "changes.html")


@pytest.fixture(scope="module")
def site(belgium: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("site") / "public"
    export_site(belgium, place)
    return place


@pytest.mark.parametrize("language", LANGUAGES)
def test_hardly_anything_of_a_page_is_english(language: str, site: Path, belgium: Path) -> None:
    texts, sources = texts_of(belgium, language), sources_of(belgium)
    above: dict[str, tuple[str, ...]] = {}
    pages = sorted((site / language).glob("*.html"))
    assert len(pages) > 20
    for page in pages:
        english = (site / "en" / page.name).read_text(encoding="utf-8")
        left = english_left(page.read_text(encoding="utf-8"), english, texts, sources, language)
        apart = left.apart / (left.apart + left.counted)
        sys.stdout.write(f"{language} {page.name}: English {left.share:.1%}, apart {apart:.1%}\n")
        if left.share > (OF_LISTS if page.name in LISTS else CEILING):
            above[page.name] = left.english
    assert above == {}


def measured(own: str, english: str, **texts: str) -> Left:
    pages = (f'<html lang="{lang}"><body>{body}</body></html>' for lang, body in
             (("fr", own), ("en", english)))  # fmt: skip
    return english_left(*pages, texts, "La Libre, 16 January 2015", "fr")


def test_what_is_marked_or_equal_is_counted_and_what_both_languages_have_is_not() -> None:
    own = '<p>Soldats</p><p lang="en">Soldiers stay</p><p>Soldiers guard places</p><p>France</p>'
    left = measured(own, "<p>Soldiers</p><p>Soldiers guard places</p><p>France</p>")
    assert left.english == ("Soldiers stay", "Soldiers guard places")
    assert left.share == 5 / 7


def test_sources_and_official_names_stand_apart() -> None:
    own = '<p lang="en">La Libre, 16 January 2015</p><p>Channel</p><p>Les soldats restent</p>'
    left = measured(own, "<p>Channel</p>", Channel="official")
    assert (left.english, left.counted, left.apart) == ((), 3, 6)
