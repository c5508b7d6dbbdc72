"""Cells and heads of tables."""

from peil.report.account import Cell
from peil.report.words import Words


def heads(words: Words, *keys: str) -> tuple[str, ...]:
    """Name columns."""
    return tuple(words(f"table.{key}") for key in keys)


def texts(*texts: str) -> tuple[Cell, ...]:
    """Make cells of texts."""
    return tuple(Cell(text=text) for text in texts)


def number(value: float | None, words: Words, digits: int) -> Cell:
    """Make a cell of a number."""
    if value is None:
        return Cell(text=words("table.none"))
    return Cell(text=words.number(value, digits), value=float(value))


def share(value: float | None, words: Words) -> Cell:
    """Make a cell of a share of one."""
    if value is None:
        return Cell(text=words("table.none"))
    return Cell(text=words.percent(value), value=float(value))


def source(text: str) -> Cell:
    """Make a cell of a source, whose web addresses become links."""
    return Cell(text=text, has_links=True)
