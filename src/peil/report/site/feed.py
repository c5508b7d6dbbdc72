"""What changed as an Atom feed, with the same bytes for the same facts.

Source: Nottingham and Sayre (2005), The Atom Syndication Format, RFC 4287.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from peil.report.chart.svg import written
from peil.report.site.places import FEED, page_file

CHANGES = page_file("changes")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One dated change.

    Args:
        id: a UUID, the same on every day and in every language.
        kind: in a code of no language.
        title, said: in the reader's language.
        anchor: the place on the page of changes.
    """

    id: str
    day: date
    kind: str
    title: str
    said: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The feed of a site in one language.

    Args:
        id: a UUID of the site.
        title, author: of the feed, and of what it is about.
        day: of the latest change.
        version: of Peil.
        page: on which the entries stand.
    """

    id: str
    language: str
    title: str
    author: str
    day: date
    version: str
    entries: Sequence[FeedEntry]
    page: str = CHANGES

    def content(self) -> bytes:
        """Write the feed."""
        lines = [
            '<?xml version="1.0" encoding="utf-8"?>',
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{self.language}">',
            f"<title>{written(self.title)}</title>",
            f"<id>urn:uuid:{self.id}</id>",
            f"<updated>{_moment(self.day)}</updated>",
            f"<author><name>{written(self.author)}</name></author>",
            f'<generator version="{self.version}">Peil</generator>',
            f'<link rel="self" href="{FEED}"/>',
            f'<link rel="alternate" type="text/html" href="{self.page}"/>',
            *(line for entry in self.entries for line in _lines(entry, self.page)),
            "</feed>",
        ]
        return ("\n".join(lines) + "\n").encode()


def _lines(entry: FeedEntry, page: str) -> Iterator[str]:
    yield "<entry>"
    yield f"<title>{written(entry.title)}</title>"
    yield f"<id>urn:uuid:{entry.id}</id>"
    yield f"<updated>{_moment(entry.day)}</updated>"
    yield f'<link rel="alternate" type="text/html" href="{page}#{entry.anchor}"/>'
    yield f'<category term="{entry.kind}"/>'
    yield f"<summary>{written(entry.said)}</summary>"
    yield "</entry>"


def _moment(day: date) -> str:
    """A day has no hour of its own; the feed's format wants one."""
    return f"{day.isoformat()}T00:00:00Z"
