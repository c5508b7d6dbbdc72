"""Search: every decision that holds the words is found, a part at a time, newest first."""

import re
from hashlib import sha256
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.desk.conftest import Signed, Visitor

from peil.store import records
from peil.store.shared.models import Event, Person

HEAD = "type,name,reasons,level,decided_on,review_by\n"
PLACES = {f"Station {number:02}" for number in range(30)}
OLDER = re.compile(r'href="(\?[^"]+)">Older ones')


@pytest.fixture
def ada(signed: Signed) -> Visitor:
    """An analyst of a unit that decided levels of thirty stations and of one harbour."""
    names = ("The harbour", *sorted(PLACES))
    rows = "".join(f"site,{name},busy,3,2016-03-24,\n" for name in names)
    file = SimpleUploadedFile("levels.csv", (HEAD + rows).encode(), "text/csv")
    assert signed("dora").do("/scope/new/enter/", file=file).status_code == 302
    return signed("ada")


def walked(visitor: Visitor, query: str) -> list[list[str]]:
    """Give the names on each page of a search, as far as links lead to older ones."""
    pages, address = [], f"/search/{query}"
    while address:
        page = visitor.text(address)
        pages.append(re.findall(r">(Station \d\d|The harbour): 3 \(serious\)<", page))
        older = OLDER.search(page)
        address = f"/search/{older[1]}".replace("&amp;", "&") if older else ""
    return pages


def test_what_does_not_fit_on_a_page_is_found_on_the_next(ada: Visitor) -> None:
    first, second = walked(ada, "?q=Station")
    assert (len(first), len(second)) == (25, 5)
    assert {*first, *second} == PLACES


def test_what_is_older_than_what_was_looked_at_is_found_further_on(
    ada: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "LOOKED_AT", 10)
    pages = walked(ada, "?q=harbour")
    assert len(pages) == 4  # of thirty-one decisions, ten at a time
    assert [name for page in pages for name in page] == ["The harbour"]


def test_all_words_must_be_there_and_a_search_for_nothing_finds_nothing(ada: Visitor) -> None:
    assert walked(ada, "?q=busy+07") == [["Station 07"]]
    assert walked(ada, "?q=busy+elsewhere") == [[]]
    assert walked(ada, "?q=") == [[]]


@pytest.mark.parametrize(
    ("language", "asked", "is_found"),
    [
        ("en", "24 March 2016", True),
        ("en", "harbour 24/03/2016", True),
        ("fr", "24 mars 2016", True),
        ("de", "24. März 2016", True),
        ("nl", "25 maart 2016", False),
        ("en", "24 auguſt 2016", False),
        ("fr", "24 avrıl 2016", False),
    ],
)
def test_a_day_is_asked_for_as_the_reader_writes_it(
    ada: Visitor, language: str, asked: str, is_found: bool
) -> None:
    Person.objects.filter(email="ada@example.org").update(language=language)
    page = ada.text(f"/search/?q={asked} harbour")
    named = "The harbour\N{NO-BREAK SPACE}: 3" if language == "fr" else "The harbour: 3"
    assert (named in page) == is_found


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [("LIÈGE", True), ("Lie\u0300ge", True), ("Li.ge", False), ("Li%ge", False)],
)
def test_a_place_is_found_however_its_letters_are_written_and_no_sign_is_a_pattern(
    ada: Visitor, signed: Signed, asked: str, is_found: bool
) -> None:
    file = SimpleUploadedFile("levels.csv", f"{HEAD}site,Liège,busy,3,2016-03-24,\n".encode())
    assert signed("dora").do("/scope/new/enter/", file=file).status_code == 302
    assert ("Liège: 3" in ada.text(f"/search/?q={quote(asked)}")) == is_found


def test_nobody_confirms_from_the_audit_what_another_searched_for(
    ada: Visitor, signed: Signed
) -> None:
    for visitor in (ada, ada, signed("dora"), signed("otto")):
        visitor.text("/search/?q=harbour")
    first, again, *others = Event.objects.filter(action="search").values_list("detail", flat=True)
    assert first == again != sha256(b"harbour").hexdigest()
    assert len({first, *others}) == 3


def test_a_search_for_a_thousand_words_is_cut_to_what_is_shown(ada: Visitor) -> None:
    page = ada.text(f"/search/?q={'busy+' * 1000}")
    assert f'name="q" value="{"busy " * 40}"' in page
    assert re.search(r"Station \d\d", page)
