"""A report on paper: its first page, what follows, and a lettered annex, typeset from data alone."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from peil.report.chart.draw import draw
from peil.report.chart.export import FONT, typeset
from peil.report.chart.figure import Drawing
from peil.report.model import (
    Block,
    Cell,
    Column,
    Entries,
    Entry,
    Figure,
    Point,
    Points,
    Rank,
    Report,
    Row,
    Saying,
    Section,
    Table,
    Text,
    is_loud,
    letters,
    plain,
)
from peil.report.render.parts import (
    SIGNS,
    TO_RIGHT,
    clean,
    dated_name,
    entry_parts,
    in_lines,
    is_small,
    left_out,
    lettered,
    sourced,
    spoken,
)
from peil.report.words import Words

WIDE, NARROW = 720.0, 240.0
"""Widths of a picture as wide as the page, and of the narrowest, in its own points."""
IN_A_ROW = 4
"""Small pictures beside each other."""
NATURAL = 125
"""Characters of a row that fits the page without a column that wraps."""
LEAST, MOST, GAP = 8, 48, 3
"""Characters below and above which a column gets no narrower and no wider, and before the next."""
BOLD, HEAD_LINES = 1.15, 3
"""How much wider a bold text is, and the lines that a head may take."""
WHOLE_ROWS, WHOLE = 12, 2500
"""Rows and characters up to which a table or an entry is kept on one page."""
LONG_WORD, STRETCHES = re.compile(r"\S{25,}"), re.compile(r".{1,6}")
"""Words that may be broken, and the stretches into which they may."""


def render_paper(report: Report, words: Words) -> bytes:
    """Typeset a report as PDF, tagged, in its language, dated by its day."""
    from typst import TypstError

    told = json.dumps(_Paper(words=words, letter_of=letters(report)).whole(report))
    try:
        return _compiled(told, is_accessible=True)
    except TypstError:  # a letter that the font lacks keeps the PDF from being fully accessible
        return _compiled(told, is_accessible=False)


def _compiled(told: str, *, is_accessible: bool) -> bytes:
    template = files("peil.report").joinpath("templates", "paper.typ").read_bytes()
    return typeset(template, {"told": told}, "pdf", is_accessible=is_accessible)


Data = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paper:
    words: Words
    letter_of: Mapping[str, str]

    def whole(self, report: Report) -> Data:
        """Give what is printed, page by page."""
        names = ("title", "kicker", "as_known", "not_checked", "citation")
        loud = [block for block in report.blocks if is_loud(block)]
        others = [block for block in report.blocks if not is_loud(block)]
        answer = [block for block in others if block.rank == Rank.ANSWER]
        first, rest, annex = (
            self.lines([block for block in others if block.rank == rank], level=level)
            for rank, level in ((Rank.FIRST_PAGE, 2), (Rank.REST, 2), (Rank.ANNEX, 3))
        )
        day = report.day
        return {name: clean(getattr(report, name)) for name in names} | {
            "language": report.language,
            "headline": self.say(report.headline),
            "description": clean(plain(report.headline)),
            "day": {"year": day.year, "month": day.month, "day": day.day} if day else None,
            "loud": self.lines(loud, level=2),
            "answer": self.lines([block for block in answer if not block.beside], level=2),
            "beside": self.lines([block for block in answer if block.beside], level=2, part=0.4),
            "first": first,
            "rest": rest,
            "annex": annex,
            "annex_title": self.words("title.annex"),
        }

    def say(self, saying: Saying, lang: str | None = None) -> list[Data]:
        """Give a text in pieces; only an address of the web is a link."""
        return [
            {
                "text": _breakable(clean(self.letter_of.get(piece.ref, piece.text))),
                "url": piece.to.address if piece.to and piece.to.address else None,
                "lang": piece.lang if piece.lang != self.words.language else None,
                "strong": piece.strong,
            }
            for piece in spoken(saying, lang)
            if piece.text or piece.ref
        ]

    # Blocks

    def lines(self, blocks: Sequence[Block], *, level: int, part: float = 1.0) -> list[Data]:
        """Give blocks line by line, those beside each other with their shares of the width."""
        return [self.line(line, level=level, part=part) for line in in_lines(blocks)]

    def line(self, line: Sequence[Block], *, level: int, part: float) -> Data:
        """Give one line of blocks; small pictures stand four beside each other."""
        is_multiples = is_small(line[0])
        shares = [1] * IN_A_ROW if is_multiples else [block.share for block in line]
        parts = [part * share / sum(shares) for share in shares]
        blocks = [self.block(b, level, parts[i % len(parts)]) for i, b in enumerate(line)]
        return {"shares": shares, "blocks": blocks, "is_small": is_multiples}

    def block(self, block: Block, level: int, part: float) -> Data:
        """Give a block with its title, note and sources."""
        return {
            "kind": type(block).__name__.lower(),
            "title": clean(lettered(block, self.letter_of, self.words)),
            "level": level,
            "tone": block.tone,
            "note": self.say(block.note),
            "left_out": left_out(block.left_out, self.words) if block.left_out else "",
            "sources": [self.say(sourced(source, self.words)) for source in block.sources],
            **self.inside(block, level + bool(block.title), part),
        }

    def inside(self, block: Block, level: int, part: float) -> Data:
        """Give what a block of any kind holds."""
        match block:
            case Text():
                return {"lines": [self.say(line) for line in block.lines]}
            case Points():
                says = any(point.says or point.detail or point.mark for point in block.items)
                items = [self.point(point) for point in block.items]
                return {"items": items, "columns": block.columns, "is_list": not says}
            case Table():
                return self.table(block, part)
            case Figure():
                svg, share = self.picture(block, part)
                source = self.say(block.source)
                return {"svg": svg, "alt": clean(block.alt), "share": share, "source": source}
            case Entries():
                return {"items": [self.entry(entry) for entry in block.items], "inner": level}
            case Section():
                return {"rows": self.lines(block.blocks, level=level, part=part)}
        raise TypeError(f"no paper for {type(block).__name__}")

    def point(self, point: Point) -> Data:
        texts = {name: self.say(getattr(point, name)) for name in ("what", "says", "detail")}
        return {**texts, "mark": point.mark, "sign": SIGNS[point.mark]}

    def entry(self, entry: Entry) -> Data:
        parts = list(entry_parts(entry, self.words))
        return {
            "name": self.say(dated_name(entry, self.words)),
            "mark": entry.mark,
            "sign": SIGNS[entry.mark],
            "parts": [{"role": role, "says": self.say(saying)} for role, saying in parts],
            "is_whole": sum(len(plain(saying)) for _, saying in parts) <= WHOLE,
        }

    def picture(self, figure: Figure, part: float) -> tuple[str, float]:
        """Draw a picture for its part of the width, and give what share of that it takes."""
        is_full = figure.drawing.size == "full"
        width = max(WIDE * part, NARROW) if is_full and part < 1.0 else None
        svg = draw(
            figure.drawing, self.words, key=figure.key, title=figure.title, alt=figure.alt,
            width=width, font=FONT,
        )  # fmt: skip
        return svg, 0.6 if figure.drawing.size == "half" and part > 0.6 else 1.0

    def table(self, table: Table, part: float) -> Data:
        """Give a table with the share of each column, or 0 where it is as wide as its text."""
        widths = [_width(column, i, table.rows) for i, column in enumerate(table.columns)]
        is_natural = sum(natural + 2 for natural, _ in widths) <= NATURAL * part
        length = sum(len(_text(cell)) for row in table.rows for cell in row.cells)
        return {
            "is_list": len(table.columns) == 1,
            "head": [clean(column.head) for column in table.columns],
            "to_right": [column.kind in TO_RIGHT for column in table.columns],
            "is_source": [column.kind == "source" for column in table.columns],
            "columns": [0] * len(widths) if is_natural else _shares(table, widths, NATURAL * part),
            "rows": [self.row(row) for row in table.rows],
            "is_whole": len(table.rows) <= WHOLE_ROWS and length <= WHOLE,
        }

    def row(self, row: Row) -> list[Data]:
        cells = [self.cell(cell) for cell in row.cells]
        if row.mark:
            cells[0] |= {"mark": row.mark, "sign": SIGNS[row.mark]}
        return cells

    def cell(self, cell: Cell) -> Data:
        return {
            "says": self.say(cell.text, cell.lang),
            "lines": [self.say(line, cell.lang) for line in cell.lines],
            "mark": cell.mark,
            "sign": SIGNS[cell.mark],
            "svg": self.spark(cell.drawing, plain(cell.text)) if cell.drawing else None,
            "alt": clean(plain(cell.text)),
        }

    def spark(self, drawing: Drawing, alt: str) -> str | None:
        return draw(drawing, self.words, key="", title=alt, alt=alt, font=FONT) or None


def _text(cell: Cell) -> str:
    return "\n".join((f"{SIGNS[cell.mark]} {plain(cell.text)}".strip(), *map(plain, cell.lines)))


def _width(column: Column, i: int, rows: Sequence[Row]) -> tuple[int, int]:
    """Give the characters in which nothing of a column wraps, and its share of a full line."""
    lines = [line for row in rows for line in _text(row.cells[i]).split("\n")]
    longest = max(map(len, lines), default=0)
    wanted = longest * BOLD if i == 0 else longest
    word = max(map(len, column.head.split()), default=0)
    share = max(wanted, word, len(column.head) / HEAD_LINES) + GAP
    return max(longest, len(column.head)), round(min(max(share, LEAST), MOST))


def _shares(table: Table, widths: Sequence[tuple[int, int]], room: float) -> list[int]:
    """Give numbers and days, which cannot wrap, their whole width, and the other columns the rest."""
    fixed = [column.kind in TO_RIGHT for column in table.columns]
    shares = [share for _, share in widths]
    rest = room - sum(share for share, is_fixed in zip(shares, fixed, strict=True) if is_fixed)
    wanted = sum(share for share, is_fixed in zip(shares, fixed, strict=True) if not is_fixed)
    scale = rest / wanted if wanted else 1.0
    return [
        share if is_fixed else max(LEAST, round(share * min(scale, 1.0)))
        for share, is_fixed in zip(shares, fixed, strict=True)
    ]


def _breakable(text: str) -> str:
    """Let very long words break, which would otherwise leave the page."""
    return LONG_WORD.sub(lambda word: "\u200b".join(STRETCHES.findall(word[0])), text)
