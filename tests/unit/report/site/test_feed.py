"""The feed of changes is well formed, escapes what it is told, and leads to the page of changes."""

from datetime import date
from xml.etree import ElementTree as ET

from tests.report_builder import HOSTILE

from peil.report.site.feed import Feed, FeedEntry

ATOM = "{http://www.w3.org/2005/Atom}"
ID = "5f5e0a7b-3d0c-5f4e-9a51-6a0c2d1f7e11"


def a_feed() -> Feed:
    entry = FeedEntry(
        id=ID, day=date(2018, 1, 2), kind="official", title=HOSTILE, said=HOSTILE, anchor=f"c-{ID}"
    )
    return Feed(
        id=ID,
        language="fr",
        title=HOSTILE,
        author="Norland\x1b",
        day=date(2018, 1, 2),
        version="1",
        entries=[entry],
    )


def test_it_says_what_it_was_told_and_where_it_stands() -> None:
    root = ET.fromstring(a_feed().content())  # noqa: S314 - our own feed
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert root.findtext(f"{ATOM}title") == entry.findtext(f"{ATOM}title") == HOSTILE
    assert entry.findtext(f"{ATOM}updated") == "2018-01-02T00:00:00Z"
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{ID}"
    assert [link.get("href") for link in entry.iter(f"{ATOM}link")] == [f"changes.html#c-{ID}"]
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Norland"


def test_the_same_facts_give_the_same_bytes() -> None:
    assert a_feed().content() == a_feed().content()
