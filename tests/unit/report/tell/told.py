"""What a told assessment says, part by part, without links, languages and layout."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.unit.report.exampleland import Made, a_brief

from peil.report.model import (
    Block,
    Figure,
    Mark,
    Points,
    Rank,
    Report,
    Saying,
    Section,
    Table,
    Text,
    letters,
    walk,
)
from peil.report.model import plain as without_links
from peil.report.tell.assessment import tell
from peil.report.words import words_in


@dataclass(frozen=True)
class Said:
    """One line of an argument."""

    what: str
    says: str
    detail: str
    mark: Mark


@dataclass(frozen=True)
class Side:
    title: str
    points: tuple[Said, ...]
    rest: str


@dataclass(frozen=True)
class CellSaid:
    text: str
    value: Any


@dataclass(frozen=True)
class TableSaid:
    key: str
    title: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[CellSaid, ...], ...]


class Told:
    """Reads a report as its reader does."""

    def __init__(self, made: Made, language: str = "en") -> None:
        words, found = words_in(language), made.assessed
        self.report: Report = tell(found, words)
        self.letters = letters(self.report)
        self.blocks = {block.key: block for block in walk(self.report.blocks)}

    def say(self, saying: Saying) -> str:
        return without_links(saying, self.letters)

    def lines(self, key: str) -> tuple[str, ...]:
        """Give the lines of a block; of a list what each point is."""
        block = self.blocks.get(key)
        if isinstance(block, Text):
            return tuple(map(self.say, block.lines))
        return tuple(point.what for point in self.points(key))

    def points(self, key: str) -> tuple[Said, ...]:
        block = self.blocks.get(key)
        items = block.items if isinstance(block, Points) else ()
        return tuple(
            Said(self.say(p.what), self.say(p.says), self.say(p.detail), p.mark) for p in items
        )

    def figure(self, key: str) -> Figure:
        block = self.blocks[key]
        assert isinstance(block, Figure)
        return block

    @property
    def headline(self) -> str:
        return self.say(self.report.headline)

    @property
    def rule(self) -> str:
        """What the rule would do, why, and what would change it."""
        return " ".join(self.lines("answer")[:-1])

    @property
    def decided(self) -> str:
        return self.lines("answer")[-1]

    @property
    def first(self) -> str:
        """All that is read before the pictures."""
        return " ".join([self.headline, *self.lines("answer")])

    @property
    def firmness(self) -> str:
        return " ".join(self.lines("firmness"))

    @property
    def sides(self) -> list[Side]:
        sections = [b for k, b in self.blocks.items() if k.startswith("side-")]
        return [self._side(block) for block in sections if isinstance(block, Section)]

    def _side(self, block: Block) -> Side:
        points, rest = self.points(f"{block.key}-points"), self.lines(f"{block.key}-rest")
        return Side(block.title, points, " ".join(rest))

    @property
    def families(self) -> tuple[Said, ...]:
        return self.points("families")

    @property
    def annex(self) -> dict[str, TableSaid]:
        return {b.key: self._table(b) for b in self._annex}

    @property
    def _annex(self) -> Iterator[Table]:
        for block in self.report.blocks:
            if isinstance(block, Table) and block.rank == Rank.ANNEX:
                yield block

    def _table(self, table: Table) -> TableSaid:
        rows = [[CellSaid(self.say(c.text), c.value) for c in row.cells] for row in table.rows]
        head = tuple(column.head for column in table.columns)
        note = self.say(table.note)
        return TableSaid(table.key, table.title, note, head, tuple(map(tuple, rows)))


def told(state: str = "robust", language: str = "en", **document: Any) -> Told:
    """Tell a state of Exampleland; `document` replaces keys of its document."""
    return Told(a_brief(state, **document), language)


def plain(text: str) -> str:
    """Give a text with spaces where a line may not break."""
    return text.replace("\xa0", " ")
