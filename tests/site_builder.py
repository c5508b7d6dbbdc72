"""A small site of planted reports."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tests.report_builder import HOSTILE, a_figure, a_report, a_table

from peil.report.model import (
    Block,
    Cell,
    Column,
    Entries,
    Entry,
    Link,
    Piece,
    Rank,
    Report,
    Row,
    Table,
    Text,
)
from peil.report.site.build import Shelf, Site, SiteBuilder, SitePage
from peil.report.words import Words

LANGUAGES = ("en", "fr")


def told(key: str, words: Words, *blocks: Block) -> Report:
    """Tell a report of a page."""
    return a_report(kind=key, language=words.language, headline=f"About {key}.", blocks=blocks)


def a_page(key: str, section: str, *blocks: Block) -> SitePage:
    """Make a page."""
    return SitePage(
        key=key,
        section=section,
        title=lambda _: f"{key} {HOSTILE}",
        tell=lambda words: told(key, words, *blocks),
    )


def the_pages() -> tuple[SitePage, ...]:
    """Make two pages, of which the second leads into the first, and to what it does not have."""
    level = SitePage(
        key="level-page",
        section="level",
        title=lambda _: "Level",
        tell=lambda words: told(
            "level-page", words, a_figure("fit", rank=Rank.ANSWER, beside=True), a_table()
        ),
        files={"level.json": lambda: b"{}\n"},
        sources="figures",
    )
    to = (
        Piece(text="row", to=Link(page="level-page", anchor="row-desk")),
        Piece(text="page", to=Link(page="level-page")),
        Piece(text="cut", to=Link(page="level-page", anchor="row-cut")),
        Piece(text="gone", to=Link(page="gone")),
    )
    return level, a_page("policy-page", "policy", Text(key="ways", lines=(to,)))


def the_lists(_: Words, shelf: Shelf) -> Sequence[SitePage]:
    """Make the pages that gather the others."""
    parts = tuple(
        Entry(
            name=(Piece(text=place.title, to=Link(page=key)),), lines=(shelf.reports[key].headline,)
        )
        for key, place in shelf.places.items()
    )
    rows = tuple(
        Row(cells=(Cell(text=name), Cell(text=str(len(held)), value=float(len(held)))))
        for name, held in shelf.files.items()
    )
    columns = (Column(head="File"), Column(head="Bytes", kind="number"))
    changes = SitePage(
        key="changes",
        section="data",
        title=lambda _: "Changes",
        tell=lambda words: told("changes", words),
        own_files={"changes.csv": lambda _: b"id\n"},
    )
    return (
        a_page("index", "overview", Entries(key="parts", title="The pages", items=parts)),
        a_page("sources", "data", Text(key="figures", title="Figures", lines=("Office.",))),
        changes,
        a_page("downloads", "data", Table(key="files", columns=columns, rows=rows)),
    )


def the_site() -> Site:
    """Put the site together."""
    return Site(
        title=f"Norland {HOSTILE}",
        day=date(2026, 11, 25),
        version="1",
        pages=the_pages(),
        lists=the_lists,
        beside=lambda *_: {"changes.atom": b"<feed/>\n", "paper.pdf": b"%PDF"},
    )


def built(*, is_fictional: bool = False) -> dict[str, bytes]:
    """Make every file of the site."""
    builder = SiteBuilder(LANGUAGES)
    builder.start(replace(the_site(), is_fictional=is_fictional))
    for language in LANGUAGES:
        builder.add(language)
    builder.finish()
    return builder.files
