"""The pages of policy: what every view of it is laid out from, and the page that shows one or several."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peil.act.endings import Ending
from peil.report.account import Cell
from peil.report.charts import Chart
from peil.report.page import render
from peil.report.policy_charts import Drawing
from peil.report.policy_told import Item, Section, endings_told
from peil.report.policy_views import PolicyViews
from peil.report.site_frame import Frame
from peil.report.tabular import rows_csv
from peil.report.words import Words

KEPT, LOWERING, DIFF, RECOMMENDATIONS = "policy", "lowering", "then-and-now", "recommendations"
OVERDUE, BALANCE, MONEY, CHAIN = "overdue", "balance", "money", "chain"
MOST_ROWS = 200
"""Rows of a table, or entries of a list, that a page has room for; the CSV has all."""
MOST_WAYS = 12
"""Ways from one thing to others that a page has room for."""
CONTENT = "en"
"""The language of what dossiers say in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A way to a place: its name, the page of the site, and the place on it."""

    text: str
    page: str
    anchor: str = ""
    lang: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a sheet; `anchor` leads to it, `to` is where its first cell leads."""

    cells: tuple[Cell, ...]
    anchor: str = ""
    to: Link | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table of a view; `note` says where rows are left out."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One arrangement, recommendation or finding.

    Args:
        above: what it is, in short.
        alarms: what speaks against taking it apart; `ends`: what speaks for ending it. Both
            are as loud.
        lines: what else is said.
        links: where one may go from here, under a label each.
        sources: cells whose addresses are links.
    """

    name: str
    anchor: str = ""
    lang: str = CONTENT
    above: str = ""
    alarms: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    links: tuple[tuple[str, tuple[Link, ...]], ...] = ()
    sources: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Entries below a title; `note` says where entries are left out."""

    title: str
    entries: tuple[Entry, ...] = ()
    lines: tuple[Cell, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Everything that one view says.

    Args:
        loud: endings without a reasoned decision, before everything else.
        headline: the first sentence; `lead` is the first paragraph.
        columns, data: the view as a table in codes of no language.
    """

    key: str
    title: str
    kicker: str
    as_known: str
    not_checked: str
    loud: tuple[str, ...]
    headline: str
    lead: tuple[Cell, ...] = ()
    notes: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    groups: tuple[Group, ...] = ()
    columns: tuple[str, ...]
    data: tuple[Mapping[str, Any], ...]

    @property
    def anchors(self) -> frozenset[str]:
        """The places on it that one may lead to; what is cut from a long list has none."""
        rows = (row.anchor for sheet in self.sheets for row in sheet.rows)
        entries = (entry.anchor for group in self.groups for entry in group.entries)
        return frozenset((*rows, *entries))

    @property
    def csv(self) -> bytes:
        """The view as a table in codes of no language."""
        return rows_csv(self.columns, self.data)


def loud_lines(endings: Sequence[Ending], words: Words) -> tuple[str, ...]:
    """Say the loudest line of every view, or nothing where no ending lacks its decision."""
    return tuple(endings_told(endings, words, {})[0])


def common(views: PolicyViews, words: Words) -> dict[str, Any]:
    """Give what every view of a day begins with."""
    country = words.code("country", views.status.country)
    return {
        "kicker": f"{country} · {words('views.kicker')}",
        "as_known": words("title.as_known", day=words.day(views.day)),
        "not_checked": words("meta.not_checked"),
        "loud": loud_lines(views.status.status.endings, words),
    }


def drawing_of(key: str, title: str, words: Words, font: str | None) -> Drawing:
    """Begin a chart of the dossier's own facts."""
    return Drawing(key=key, title=title, source=words("views.source"), words=words, font=font)


def source_cells(sources: Iterable[str]) -> tuple[Cell, ...]:
    """Make cells of sources, each once."""
    return tuple(
        Cell(text=text, lang=CONTENT, has_links=True) for text in dict.fromkeys(sources) if text
    )


def source_cell(sources: Iterable[str]) -> Cell:
    """Make one cell of several sources."""
    return Cell(text="; ".join(dict.fromkeys(sources)), lang=CONTENT, has_links=True)


def cut_note(all_: int, words: Words) -> str:
    """Say that a page has no room for all; nothing where it has."""
    if all_ <= MOST_ROWS:
        return ""
    return words("site.sources_cut", shown=words.number(MOST_ROWS), all=words.number(all_))


def group_of(section: Section, words: Words, lang: str = CONTENT) -> Group:
    """Lay a section of an account out as a group of entries."""
    return Group(
        title=section.title,
        entries=tuple(_entry(item, lang) for item in section.items[:MOST_ROWS]),
        lines=tuple(Cell(text=line, has_links=True) for line in section.lines),
        note=cut_note(len(section.items), words),
    )


def _entry(item: Item, lang: str) -> Entry:
    return Entry(name=item.name, lang=lang, lines=item.lines, sources=source_cells(item.sources))


def render_policy_page(
    views: Sequence[View],
    words: Words,
    frame: Frame | None = None,
    beside: Mapping[str, frozenset[str]] | None = None,
) -> str:
    """Render views of policy one after another as a page that stands alone, or one in a site.

    Args:
        views: at least one.
        words: the language.
        frame: of the site.
        beside: the places of the site's other pages, where these are known.
    """
    places = {**(beside or {}), **{view.key: view.anchors for view in views}}
    shown = {view.key for view in views}

    def address(link: Link) -> str:
        """Lead to a place on this page or, in a site, on another; nowhere where there is none."""
        is_cut = link.page in places and link.anchor not in places[link.page]
        place = f"#{link.anchor}" if link.anchor and not is_cut else ""
        if link.page in shown:
            return place
        is_there = frame is not None and frame.has(link.page)
        return f"{link.page}.html{place}" if is_there else ""

    return render(
        "policy.html",
        words=words,
        frame=frame,
        views=views,
        title=views[0].title,
        address=address,
    )
