"""The frame that the pages of a site share: where the reader is, in which language, as of when."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from peil.report.account import Table
from peil.report.charts import Chart
from peil.report.tabular import table_csv
from peil.report.words import Words

OVERVIEW, LEVEL, POLICY, DATA = SECTIONS = ("overview", "level", "policy", "data")
DOWNLOADS = "data"
"""Folder of a language's tables, and of the site's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page of the site: its name in the address, its section, and what it is called.

    Args:
        data: files in the site's folder of data that hold what the page shows.
        sources: where the page of sources lists its sources.
    """

    key: str
    section: str
    title: str
    data: tuple[str, ...] = ()
    sources: str = ""

    @property
    def file(self) -> str:
        """Its file in the folder of a language."""
        return f"{self.key}.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around one page.

    Args:
        words: of the page's language.
        places: all pages of the site, in their order.
        place: this page.
        languages: codes with their own names.
        title, as_known, citation: of the site.
        papers: its reports on paper.
        taken: tables that the page offers to take away, by file; filled while it is rendered,
            so that no link is written without its file.
    """

    words: Words
    places: tuple[Place, ...]
    place: Place
    languages: Mapping[str, str]
    title: str
    as_known: str
    citation: str
    papers: tuple[str, ...] = ()
    taken: dict[str, bytes] = field(default_factory=dict)

    @property
    def sections(self) -> tuple[tuple[str, str, bool], ...]:
        """Each section's name, its first page, and whether the reader is in it."""
        first = {place.section: place.file for place in reversed(self.places)}
        return tuple(
            (self.words.code("site_section", name), first[name], name == self.place.section)
            for name in SECTIONS
            if name in first
        )

    @property
    def beside(self) -> tuple[tuple[str, str, bool], ...]:
        """The pages of the reader's section; none where it has only one."""
        own = [place for place in self.places if place.section == self.place.section]
        if len(own) < 2:
            return ()
        return tuple((place.title, place.file, place == self.place) for place in own)

    @property
    def section_name(self) -> str:
        """The name of the reader's section."""
        return self.words.code("site_section", self.place.section)

    @property
    def translations(self) -> tuple[tuple[str, str, str, bool], ...]:
        """Code, name and address of this page in each language, and whether it is this one."""
        return tuple(
            (code, name, f"../{code}/{self.place.file}", code == self.words.language)
            for code, name in self.languages.items()
        )

    @property
    def downloads(self) -> tuple[tuple[str, str], ...]:
        """Name and address of the files that hold what this page shows."""
        return tuple((name, f"../{DOWNLOADS}/{name}") for name in self.place.data)

    @property
    def sources(self) -> str:
        """Where the sources of this page are listed."""
        return f"sources.html#{self.place.sources}" if self.place.sources else "sources.html"

    def has(self, key: str) -> bool:
        """Whether the site has a page."""
        return any(place.key == key for place in self.places)

    def take(self, of: Chart | Table) -> str:
        """Keep a table, or the data of a chart, for the reader to take away; give its address."""
        table = of.table if isinstance(of, Chart) else of
        name = f"{DOWNLOADS}/{self.place.key}-{of.key}.csv"
        self.taken[name] = table_csv(table)
        return name
