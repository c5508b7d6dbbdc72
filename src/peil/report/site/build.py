"""Every file of a static site of reports, in each language, without a script."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from peil.report.links import anchors_of
from peil.report.model import Entries, Entry, Link, Piece, Rank, Report, Text, plain
from peil.report.render.data import told_json
from peil.report.render.html import render_html
from peil.report.site.frame import Frame
from peil.report.site.places import DATA, INDEX, UP, Place, RootLinks, SiteLinks, page_file
from peil.report.words import Words, words_in

Files = dict[str, bytes]
Make = Callable[[], bytes]
PAPER = ".pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What the pages that gather others may look at.

    Args:
        places, reports: of the pages that stand alone, in one language, by their keys.
        files: of the whole site, by name.
    """

    places: Mapping[str, Place]
    reports: Mapping[str, Report]
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage:
    """A page of a site: where it stands, what it is called, and the report that it shows.

    Args:
        key: names its file, and is the page of links that lead to it.
        section: one of the site's sections.
        title: in the navigation.
        tell: makes its report.
        files: what it shows as files of the whole site, by name.
        own_files: what it shows as files of one language, by name.
        sources: the place on the page of sources that lists its sources.
    """

    key: str
    section: str
    title: Callable[[Words], str]
    tell: Callable[[Words], Report]
    files: Mapping[str, Make] = field(default_factory=dict)
    own_files: Mapping[str, Callable[[Words], bytes]] = field(default_factory=dict)
    sources: str = ""

    @property
    def told(self) -> str:
        """Name the file that holds its report as data."""
        return f"{DATA}/{self.key}.json"

    def place(self, words: Words) -> Place:
        """Say where it stands in one language."""
        own = {name: f"{DATA}/{name}" for name in self.own_files}
        shared = {name: f"{UP}/{DATA}/{name}" for name in self.files}
        return Place(
            key=self.key,
            section=self.section,
            title=self.title(words),
            data=own | shared | {f"{words.language}/{self.told}": self.told},
            sources=self.sources,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site before any of it is laid out.

    Args:
        title: of the dossier.
        is_fictional: whether its subject is made up, which every page says.
        day: up to which it is known.
        version: of Peil.
        pages: one for each report.
        lists: the pages that gather others, such as the overview, made for a language once the
            pages are told.
        files: of the whole site, beside those of its pages, by name.
        beside: files of one language, by their paths in its folder: the feed, the papers.
    """

    title: str
    day: date
    version: str
    pages: Sequence[SitePage]
    lists: Callable[[Words, Shelf], Sequence[SitePage]]
    files: Mapping[str, Make] = field(default_factory=dict)
    beside: Callable[[Words, Shelf], Mapping[str, bytes]] | None = None
    is_fictional: bool = False

    def as_known(self, words: Words) -> str:
        """Say up to which day it is known, and whether it is made up."""
        known = words("title.as_known", day=words.day(self.day))
        return f"{words('site.fictional')} {known}" if self.is_fictional else known


class SiteBuilder:
    """Makes every file of a site, by its path, in steps; the same site gives the same bytes."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = languages
        self.files: Files = {}
        self.headlines: dict[str, str] = {}

    def start(self, site: Site) -> None:
        """Make what all languages share."""
        self.site = site
        makers = [site.files, *(page.files for page in site.pages)]
        self.shared = {name: make() for files in makers for name, make in files.items()}
        self.files |= {f"{DATA}/{name}": made for name, made in self.shared.items()}

    def add(self, language: str) -> None:
        """Make the folder of a language."""
        words = words_in(language)
        pages = {page.key: page for page in self.site.pages}
        told = {key: page.tell(words) for key, page in pages.items()}
        places = {key: page.place(words) for key, page in pages.items()}
        shelf = Shelf(places=places, reports=told, files=self.shared)
        lists = {page.key: page for page in self.site.lists(words, shelf)}
        files = dict(self.site.beside(words, shelf)) if self.site.beside else {}
        places = places | {key: page.place(words) for key, page in lists.items()}
        told = told | {key: page.tell(words) for key, page in lists.items()}
        files |= self._laid_out(words, told, places, list(files))
        for page in (*pages.values(), *lists.values()):
            files |= {f"{DATA}/{name}": make(words) for name, make in page.own_files.items()}
            files[page.told] = told_json(told[page.key])
        self.headlines[language] = plain(told[INDEX].headline)
        self.files |= {f"{language}/{name}": made for name, made in files.items()}

    def _laid_out(
        self,
        words: Words,
        told: Mapping[str, Report],
        places: Mapping[str, Place],
        beside: Sequence[str],
    ) -> Files:
        papers = [(name, name) for name in beside if name.endswith(PAPER)]
        anchors = {key: anchors_of(report)[report.kind] for key, report in told.items()}
        taken = {name: file for place in places.values() for name, file in place.data.items()}
        taken |= {name: name for name in beside}
        files: Files = {}
        for key, place in places.items():
            frame = self._frame(words, list(places.values()), place, papers)
            links = SiteLinks(page=key, anchors=anchors, files=taken)
            files[place.file] = render_html(told[key], words, links=links, frame=frame).encode()
            files |= frame.taken
        return files

    def _frame(
        self,
        words: Words,
        places: Sequence[Place],
        place: Place,
        papers: Sequence[tuple[str, str]],
    ) -> Frame:
        site, day = self.site, words.day(self.site.day)
        return Frame(
            words=words,
            places=places,
            place=place,
            languages={code: words_in(code)("meta.name") for code in self.languages},
            title=words.told(site.title),
            as_known=site.as_known(words),
            citation=words("site.citation", title=site.title, day=day, version=site.version),
            papers=papers,
        )

    def finish(self) -> None:
        """Make the page that lets a reader choose a language."""
        words = words_in(self.languages[0])
        page = render_html(self._root(words), words, links=RootLinks())
        self.files[page_file(INDEX)] = page.encode()

    def _root(self, words: Words) -> Report:
        languages = tuple(map(self._language, self.languages))
        return Report(
            kind="root",
            language=words.language,
            title=self.site.title,
            kicker="",
            headline=self.site.title,
            blocks=(
                Text(key="known", rank=Rank.ANSWER, lines=(self.site.as_known(words),)),
                Entries(key="languages", title=words("site.language_choice"), items=languages),
            ),
        )

    def _language(self, code: str) -> Entry:
        name = Piece(text=words_in(code)("meta.name"), lang=code, to=Link(page=code))
        says = Piece(text=self.headlines[code], lang=code)
        return Entry(name=(name,), lines=((says,),))
