"""Any report as one page of HTML that asks nothing of anyone: no script, font or picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Protocol, TypeVar

from markupsafe import Markup, escape

from peil.report.chart.draw import NARROW, draw
from peil.report.chart.figure import Drawing
from peil.report.chart.svg import UNWRITABLE
from peil.report.links import Links, anchors_of
from peil.report.model import (
    Block,
    Cell,
    Column,
    Entries,
    Entry,
    Figure,
    Kind,
    Link,
    Mark,
    Piece,
    Points,
    Rank,
    Report,
    Row,
    Saying,
    Section,
    Table,
    is_loud,
    letters,
    plain,
)
from peil.report.render.parts import SIGNS, in_lines, is_small, left_out, lettered
from peil.report.words import Words

if TYPE_CHECKING:
    from jinja2 import Template

SIGNED: tuple[Mark, ...] = ("rising", "waning", "steady", "cannot_tell")
"""Marks that stand without bold words, and so need their sign."""
FEW = 7
"""Rows or entries that stand open; the rest is folded, never one that is marked."""
LONG_TEXT = 90
"""Characters from which the cell of a text needs a column of some width."""


Listed = TypeVar("Listed", Row, Entry)


class Frame(Protocol):
    """What stands around a page of a site or a server; its template asks for more."""

    @property
    def sources(self) -> str:
        """Where the sources of the page are listed."""

    def take(self, figure: Figure) -> str:
        """Offer the data of a figure to take away, and give its address."""


def render_html(
    report: Report, words: Words, *, links: Links | None = None, frame: Frame | None = None
) -> str:
    """Lay a report out as a page that stands alone, or in the frame of a site.

    Args:
        report: in the language of the words.
        words: for what the layout itself says.
        links: where links lead; within the page and to the web where None.
        frame: navigation and what can be taken away.
    """
    page = _Page(
        report=report,
        words=words,
        links=links or Links(anchors=anchors_of(report)),
        letters=letters(report),
    )
    made = _template().render(page=page, report=report, words=words, frame=frame, left_out=left_out)
    return UNWRITABLE.sub("", made)


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("peil.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")


@dataclass(frozen=True, slots=True)
class _Line:
    kind: str
    blocks: tuple[Block, ...]

    @property
    def columns(self) -> str:
        """Their widths; one that is too wide shrinks."""
        return " ".join(f"minmax(0,{block.share}fr)" for block in self.blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What the template asks for while it lays a report out; every text comes back escaped."""

    report: Report
    words: Words
    links: Links
    letters: dict[str, str]
    used: set[str] = field(default_factory=set)

    def ranked(self, *ranks: Rank) -> list[Block]:
        """Give the blocks of some ranks, without those that stand before everything else."""
        return [b for b in self.report.blocks if b.rank in ranks and not is_loud(b)]

    @property
    def body(self) -> list[Block]:
        """Give what stands between the answer and the annex."""
        return self.ranked(Rank.FIRST_PAGE, Rank.REST)

    @property
    def annex(self) -> list[Block]:
        """Give the blocks that have letters."""
        return self.ranked(Rank.ANNEX)

    @property
    def name(self) -> str:
        """Name the page in the list of a browser's windows, with the day as of which all is known."""
        report, words = self.report, self.words
        title, kicker = words.told(report.title), report.kicker
        known = words("title.as_known", day=words.day(report.day)) if report.day else ""
        named = ("" if kicker.endswith(title) else title, kicker, report.as_known or known)
        return " – ".join(filter(None, named))

    @property
    def loud(self) -> list[Block]:
        """Give what stands before everything else."""
        return [block for block in self.report.blocks if is_loud(block)]

    def answer(self, *, beside: bool) -> list[Block]:
        """Give what stands below the headline, or beside it."""
        return [block for block in self.ranked(Rank.ANSWER) if block.beside == beside]

    def lines(self, blocks: Sequence[Block]) -> Iterator[_Line]:
        """Give blocks line by line, each with how it is laid out."""
        return map(_line, in_lines(blocks))

    def title(self, block: Block) -> str:
        """Give the title of a block, behind its letter if it has one."""
        return lettered(block, self.letters, self.words)

    def kind(self, block: Block) -> str:
        """Say which kind of block it is."""
        return type(block).__name__.lower()

    def style(self, block: Points | Entries) -> str:
        """Say how a list is laid out."""
        if isinstance(block, Points):
            says = (point.says or point.detail or point.mark for point in block.items)
            return f"{'points' if any(says) else 'plain'} columns-{block.columns}"
        if any(each.alarms or each.endings or each.facts or each.links for each in block.items):
            return ""
        if all(entry.day for entry in block.items):
            return "dated"
        return "" if any(entry.sources for entry in block.items) else "short"

    def facts(self, entry: Entry) -> list[tuple[str, list[Saying]]]:
        """Gather facts that follow each other under one label."""
        runs = groupby(entry.facts, key=lambda fact: fact[0])
        return [(label, [said for _, said in run]) for label, run in runs]

    def id(self, anchor: str) -> Markup:
        """Name a place of the page, the first time that it is asked for."""
        if not anchor or anchor in self.used:
            return Markup("")
        self.used.add(anchor)
        return Markup(' id="{}"').format(anchor)

    def label(self, text: str) -> str:
        """Name a region of the page as no other is named."""
        name, number = text, 1
        while f"label {name}" in self.used:
            number += 1
            name = f"{text} ({number})"
        self.used.add(f"label {name}")
        return name

    def lang(self, code: str | None, around: str | None = None) -> Markup:
        """Name a language where it is not that of the text around it."""
        if not code or code == (around or self.report.language):
            return Markup("")
        return Markup(' lang="{}"').format(code)

    def said(self, saying: Saying, around: str | None = None) -> Markup:
        """Write a text; `around` is the language that it stands in."""
        if isinstance(saying, str):
            return escape(saying)
        return Markup("").join(self._piece(piece, around) for piece in saying)

    def _piece(self, piece: Piece, around: str | None) -> Markup:
        text = escape(self.letters.get(piece.ref, piece.text))
        if piece.strong:
            text = Markup("<strong>{}</strong>").format(text)
        lang = self.lang(piece.lang, around)
        to = Link(anchor=piece.ref) if piece.ref in self.letters else piece.to
        if to is not None and (href := self.links.href(to)) is not None:
            return Markup("<a {}{}>{}</a>").format(self._leads(to, href), lang, text)
        return Markup("<span{}>{}</span>").format(lang, text) if lang else text

    def folds(self, block: Block) -> str:
        """Say where a block is shut until the reader opens it: nowhere, if narrow, or always."""
        if isinstance(block, Section) and block.is_folded:
            return "always"
        return "folds" if block.title and (block.folds or block.rank == Rank.ANNEX) else ""

    def open_and_rest(self, items: Sequence[Listed]) -> Iterator[Sequence[Listed]]:
        """Give the items that stand open, then those that are folded, if there are any."""
        marked = (i for i, each in enumerate(items, start=1) if _is_loud(each))
        few = max(FEW, *marked, 0)
        is_long = len(items) > few + FEW // 2
        yield from (items[:few], items[few:]) if is_long else (items,)

    def rows(self, table: Table, rows: Sequence[Row]) -> Markup:
        """Write rows of a table, which a template would take most of its time for."""
        written = "\n".join(self._row(row, table) for row in rows)
        return Markup(written)  # noqa: S704 - every text in a row is escaped where it is written

    def _row(self, row: Row, table: Table) -> str:
        first, *others = zip(row.cells, table.columns, strict=True)
        role, head_role = (' role="row"', ' role="rowheader"') if table.is_cards else ("", "")
        mark = f' class="{row.mark}"' if row.mark else ""
        name = self._linked(row.to, self.said(first[0].text, first[0].lang))
        cells = "\n".join(self._cell(*other, is_card=table.is_cards) for other in others)
        return (
            f"<tr{self.id(row.anchor)}{mark}{role}>\n"
            f'<th scope="row"{head_role}{self._looks(*first)}>'
            f"{self.sign(row.mark)}{name}{self._lines(first[0])}</th>\n{cells}\n</tr>"
        )

    def _cell(self, cell: Cell, column: Column, *, is_card: bool) -> str:
        looks, inside = self._looks(cell, column), self.inside(cell)
        if is_card:
            head = escape(column.head)
            return f'<td{looks} role="cell" data-head="{head}"><div>{inside}</div></td>'
        return f"<td{looks}>{inside}</td>"

    def _looks(self, cell: Cell, column: Column) -> str:
        is_long = column.kind == "text" and len(plain(cell.text)) > LONG_TEXT
        return f"{self.lang(cell.lang)}{_classes(column.kind, cell.mark, is_long=is_long)}"

    def inside(self, cell: Cell) -> Markup:
        """Write what stands in a cell."""
        shown = self._spark(cell.drawing, cell) if cell.drawing else self.said(cell.text, cell.lang)
        if not cell.mark and not cell.lines:
            return shown
        return self.sign(cell.mark) + shown + self._lines(cell)

    def _lines(self, cell: Cell) -> Markup:
        span = Markup(' <span class="detail">{}</span>')
        lines = (span.format(self.said(line, cell.lang)) for line in cell.lines)
        return Markup("").join(lines)

    def sign(self, mark: Mark) -> Markup:
        """Write the sign of a mark, which the words beside it say as well."""
        if mark not in SIGNED:
            return Markup("")
        return Markup('<span class="mark" aria-hidden="true">{}</span> ').format(SIGNS[mark])

    def _spark(self, drawing: Drawing, cell: Cell) -> Markup:
        self.used.add(key := f"course-{len(self.used)}")
        return self._drawn(drawing, key, plain(cell.text, self.letters), "")

    def picture(self, figure: Figure) -> Markup:
        """Draw a figure, for a phone once more if it asks for that, as a link if it leads away."""
        drawing, title, alt = figure.drawing, figure.title, figure.alt
        drawn = self._drawn(drawing, f"{figure.key}-picture", title, alt)
        if drawing.has_narrow:
            small = self._drawn(drawing, f"{figure.key}-narrow", title, alt, NARROW)
            both = Markup('<div class="wide">{}</div>\n<div class="narrow">{}</div>')
            drawn = both.format(drawn, small)
        return self._linked(figure.to, drawn)

    def _linked(self, to: Link | None, inside: Markup) -> Markup:
        href = self.links.href(to) if to else None
        if to is None or href is None:
            return inside
        return Markup("<a {}>{}</a>").format(self._leads(to, href), inside)

    def _leads(self, to: Link, href: str) -> Markup:
        # A page of others is not told from where the reader comes.
        rel = Markup(' rel="noreferrer"') if to.address else Markup("")
        return Markup('href="{}"{}').format(href, rel)

    def _drawn(
        self, drawing: Drawing, key: str, title: str, alt: str, width: float | None = None
    ) -> Markup:
        links = self.links.place
        drawn = draw(drawing, self.words, key=key, title=title, alt=alt, width=width, links=links)
        return Markup(drawn)  # noqa: S704 - every text in a picture is escaped where it is drawn


@lru_cache(maxsize=128)
def _classes(kind: Kind, mark: Mark, *, is_long: bool) -> Markup:
    said = " ".join(filter(None, [kind if kind != "text" else "", mark, "long" if is_long else ""]))
    return Markup(' class="{}"').format(said) if said else Markup("")


def _is_loud(item: Row | Entry) -> bool:
    return item.mark == "contradicted" or (isinstance(item, Entry) and bool(item.alarms))


def _line(blocks: Sequence[Block]) -> _Line:
    """Blocks of the first page that share a line are cards; one alone has the room of any other."""
    if is_small(blocks[0]):
        return _Line("multiples", tuple(blocks))
    if len(blocks) == 1:
        return _Line("", tuple(blocks))
    return _Line("row cards" if blocks[0].rank == Rank.FIRST_PAGE else "row", tuple(blocks))
