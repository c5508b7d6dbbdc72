"""Everything that a report says, gathered without any form."""

from collections.abc import Iterator

from peil.report.model import (
    Block,
    Cell,
    Entries,
    Entry,
    Figure,
    Points,
    Report,
    Row,
    Table,
    Text,
    letters,
    plain,
    walk,
)


def sayings(report: Report) -> list[str]:
    """Every text that stands in no cell, with letters in place of references."""
    letter_of = letters(report)
    found = [report.headline, report.kicker, report.as_known, report.not_checked, report.citation]
    for block in walk(report.blocks):
        found += [block.title, block.note, *block.sources, *_inside(block)]
        if isinstance(block, Table) and len(block.columns) == 1:
            found += [row.cells[0].text for row in block.rows]
    return [plain(saying, letter_of) for saying in found if saying]


def _inside(block: Block) -> Iterator[object]:
    match block:
        case Text():
            yield from block.lines
        case Points():
            for point in block.items:
                yield from (point.what, point.says, point.detail)
        case Figure():
            yield block.source
        case Entries():
            for entry in block.items:
                yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[object]:
    yield from (entry.name, entry.above, *entry.alarms, *entry.endings, *entry.lines)
    yield from (part for fact in entry.facts for part in fact)
    yield from (label for label, _ in entry.links)
    yield from (name.text for _, names in entry.links for name in names)
    yield from (*entry.sources, *(part for file in entry.files for part in file))


def tables(report: Report) -> list[Table]:
    """Every table, and the data of every figure."""
    blocks = [b.data if isinstance(b, Figure) else b for b in walk(report.blocks)]
    return [block for block in blocks if isinstance(block, Table)]


def rows(report: Report) -> list[Row]:
    return [row for table in tables(report) for row in table.rows]


def cells(*of: Table) -> list[Cell]:
    """Every cell, of a table of several columns, that is told in words."""
    rows_ = [row for table in of for row in table.rows if len(row.cells) > 1]
    return [cell for row in rows_ for cell in row.cells if cell.drawing is None]


def parts(cell: Cell) -> list[str]:
    """The texts of a cell."""
    return [plain(text) for text in (cell.text, *cell.lines)]
