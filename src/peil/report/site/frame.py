"""What the pages of a site share: where the reader is, in which language, as of when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from peil.report.model import Figure
from peil.report.render.data import table_csv
from peil.report.site.places import DATA, FEED, UP, Place, page_file
from peil.report.words import Words

SECTIONS = ("overview", "level", "policy", "data")
Way = tuple[str, str, str, bool]
"""The language of a way if it is another, its name, its address, and whether the reader is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around one page.

    Args:
        words: of the page's language.
        places: all pages of the site, in their order.
        place: this page.
        languages: codes with their own names.
        title, as_known, citation: of the site.
        papers: names and addresses of its reports on paper.
        taken: tables that the page offers to take away, by file; filled while it is laid out,
            so that no link is written without its file.
    """

    words: Words
    places: Sequence[Place]
    place: Place
    languages: Mapping[str, str]
    title: str
    as_known: str
    citation: str
    papers: Sequence[tuple[str, str]] = ()
    taken: dict[str, bytes] = field(default_factory=dict)

    feed = FEED

    @property
    def sections(self) -> list[Way]:
        """Each section's first page."""
        first = {place.section: place.file for place in reversed(self.places)}
        return [
            ("", self.words.code("site_section", name), first[name], name == self.place.section)
            for name in SECTIONS
            if name in first
        ]

    @property
    def beside(self) -> list[Way]:
        """The pages of the reader's section; none where it has only one."""
        own = [place for place in self.places if place.section == self.place.section]
        if len(own) < 2:
            return []
        return [("", place.title, place.file, place == self.place) for place in own]

    @property
    def section_name(self) -> str:
        """The name of the reader's section."""
        return self.words.code("site_section", self.place.section)

    @property
    def translations(self) -> list[Way]:
        """This page in each language."""
        return [
            (code, name, f"{UP}/{code}/{self.place.file}", code == self.words.language)
            for code, name in self.languages.items()
        ]

    @property
    def downloads(self) -> list[tuple[str, str]]:
        """Name and address of the files that hold what this page shows."""
        return list(self.place.data.items())

    @property
    def sources(self) -> str:
        """Where the sources of this page are listed."""
        place = f"#{self.place.sources}" if self.place.sources else ""
        return f"{page_file('sources')}{place}"

    def take(self, figure: Figure) -> str:
        """Keep the data of a figure for the reader to take away, and give its address."""
        name = f"{DATA}/{self.place.key}-{figure.key}.csv"
        self.taken[name] = table_csv(figure.data)
        return name
