"""Where the pages of a site stand, and where a link between them leads."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from peil.report.links import Links

DATA = "data"
"""Folder of the tables of a language, and of those of the whole site."""
UP = ".."
PAGE, FEED = ".html", "changes.atom"


def page_file(key: str) -> str:
    """Give the file of a page in the folder of a language."""
    return f"{key}{PAGE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLinks(Links):
    """Leads between the pages of one language of a site.

    Args:
        page: the page on which the links stand.
        anchors: the places on each page, by its key; what was cut from a page has none.
        files: addresses of what can be taken away, by name.
    """

    page: str
    files: Mapping[str, str] = field(default_factory=dict)

    def place(self, page: str, anchor: str) -> str | None:
        """Give the address of a place on a page, or of a file; nothing where the site has none."""
        if page in self.files:
            return self.files[page]
        to = page or self.page
        if to not in self.anchors or (anchor and anchor not in self.anchors[to]):
            return None
        file = "" if to == self.page and anchor else page_file(to)
        return f"{file}#{anchor}" if anchor else file


@dataclass(frozen=True, slots=True, kw_only=True)
class RootLinks(Links):
    """Leads from the page at the root of a site to its languages, whose codes are their pages."""

    def place(self, page: str, anchor: str) -> str | None:
        """Give the address of the first page in a language."""
        return None if anchor or not page else f"{page}/{page_file(INDEX)}"


INDEX = "index"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page of the site as its frame names it.

    Args:
        data: name and address of the files that hold what the page shows.
        sources: where the page of sources lists its sources.
    """

    key: str
    section: str
    title: str
    data: Mapping[str, str]
    sources: str = ""

    @property
    def file(self) -> str:
        """Its file in the folder of a language."""
        return page_file(self.key)
