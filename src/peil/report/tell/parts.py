"""What telling any subject needs: cells of typed values, tables of them, and plain lists."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from peil.act.facts import day_of_source
from peil.act.local_arrangements import LocalArrangement
from peil.act.return_policy import ReturnCount, ReturnRule
from peil.observe.events import Event
from peil.report.model import (
    Block,
    Cell,
    Column,
    Kind,
    LeftOut,
    Piece,
    Point,
    Points,
    Rank,
    Report,
    Row,
    Saying,
    Table,
    Text,
    filled,
    linked,
)
from peil.report.tell.citations import as_known as as_known_on
from peil.report.tell.citations import dated as dated
from peil.report.words import NO_BREAK, Words
from peil.terms.text import ENGLISH, Translated, names_of

YEAR = 365.25
"""Days of a year."""

Value = Cell | Saying | float | dt.date | None
Cells = Mapping[str, Value]
"""A row of a table, by the heads of its columns."""
Cited = LocalArrangement | ReturnCount | ReturnRule
"""What was read in a source; where that is later than what it tells, `source_date` says of when it is."""


def cell(value: Value, words: Words, digits: int = 0) -> Cell:
    """Make a cell of a typed value, written in the reader's language.

    Args:
        value: a cell stays as it is; a number keeps its value; None is told as nothing known.
        words: the language.
        digits: after the decimal mark of a number, at most.
    """
    if isinstance(value, Cell):
        return value
    if value is None:
        return Cell(text=words("table.none"))
    if isinstance(value, dt.date):
        return Cell(text=words.short_day(value), value=value)
    if isinstance(value, int | float):
        return Cell(text=words.number(value, digits), value=value)
    return Cell(text=worded(value, words) if isinstance(value, Translated) else value)


def day_known(day: dt.date, precision: str, words: Words) -> Cell:
    """Make a cell of a day; one that stands in for its month or year is told as that, and no day."""
    return cell(day, words) if precision == "day" else Cell(text=words.known(day, precision))


def events_named(events: Sequence[Event], words: Words) -> dict[str, str]:
    """Give how many events there are, and the place and day of each."""
    named = [f"{words.told(e.place)}, {words.known(e.date, e.precision)}" for e in events]
    return {"number": words.number(len(events)), "list": words.listed(named)}


def worded(text: str, words: Words) -> tuple[Piece, ...]:
    """Give a text of a dossier in the reader's language; without a translation it is marked as English."""
    own = names_of(text).get(words.language)
    return (Piece(text=words.told(text), lang=None if own else ENGLISH),) if text else ()


def worked_out(said: str, words: Words, *, by_us: bool) -> str:
    """Say of a figure that its publisher did not give it, and that we worked it out."""
    return words("table.worked_out", number=said) if by_us else said


def as_written(parts: Sequence[float], bound: float = 1.0) -> float:
    """Add up parts in whole hundredths, as the bars show them, so that a reader finds the same sum.

    It is exact where those would sum to none or all, or lie on the other side of the bound.
    """
    written, exact = sum(round(part * 100) for part in parts) / 100, sum(parts)
    is_alike = (written >= bound) == (exact >= bound)
    return written if 0 < written < 1 and is_alike else exact


def share(value: float | None, words: Words) -> Cell:
    """Make a cell of a share of one."""
    return cell(value, words) if value is None else Cell(text=words.percent(value), value=value)


def table(
    key: str,
    title: str,
    rows: Iterable[Cells | tuple[Cells, Mapping[str, Any]]],
    words: Words,
    *,
    group: str = "table",
    **more: Any,
) -> Table:
    """Make a table of rows whose cells stand by the head of their column, which holds what they do.

    Args:
        key, title: of the table.
        rows: all with the same heads, and what else a row has: anchor, to and mark; a table
            without rows has no columns.
        words: the language.
        group: of the messages of heads that name none, or how these begin; a head that is no message
            stands as it is.
        more: other fields of the table.
    """
    told = [each if isinstance(each, tuple) else (each, {}) for each in rows]
    heads = [_head(head, group, words) for head in (told[0][0] if told else ())]
    made = tuple(
        Row(cells=tuple(cell(value, words) for value in cells.values()), **own)
        for cells, own in told
    )
    columns = tuple(
        Column(head=head, kind=_kind([each.cells[i] for each in made]))
        for i, head in enumerate(heads)
    )
    return Table(key=key, title=title, columns=columns, rows=made, **more)


def _head(head: str, group: str, words: Words) -> str:
    begin = group if "." in group else f"{group}."
    message = head if "." in head else f"{begin}{head}"
    return words(message) if message in words.terms else head


def picked(found: Any, *names: str) -> dict[str, Any]:
    """Give fields of a result by their names, all of them where none is named."""
    named = names or tuple(each.name for each in fields(found))
    return {name: getattr(found, name) for name in named}


def report(
    kind: str,
    words: Words,
    *,
    title: str,
    headline: Saying,
    blocks: Iterable[Block],
    kicker: str | None = None,
    day: dt.date | None = None,
    as_known: str | None = None,
) -> Report:
    """Make a report in one language.

    The kicker is the title, and all is as known on the day, where nothing else is given.
    """
    known = words("title.as_known", day=words.day(day)) if day else ""
    return Report(
        kind=kind,
        language=words.language,
        title=words.told(title),
        kicker=words.told(title) if kicker is None else kicker,
        headline=headline,
        blocks=as_known_on(tuple(blocks), day, words) if day else tuple(blocks),
        as_known=known if as_known is None else as_known,
        day=day,
        not_checked=words("meta.not_checked"),
    )


def _kind(cells: Sequence[Cell]) -> Kind:
    values = [each.value for each in cells if each.value is not None]
    if any(each.drawing for each in cells):
        return "figure"
    if values:
        return "day" if isinstance(values[0], dt.date) else "number"
    pieces = [piece for each in cells if not isinstance(each.text, str) for piece in each.text]
    return "source" if any(p.to and p.to.address for p in pieces) else "text"


def cut(shown: int, of: int) -> LeftOut | None:
    """Say that there is no room for all, where there is none."""
    return LeftOut(shown=shown, of=of) if of > shown else None


def bullets(key: str, title: str, lines: Iterable[Saying], **more: Any) -> list[Points]:
    """Make a plain list; none where there is no line. `more` are its other fields."""
    items = tuple(Point(what=line) for line in lines)
    return [Points(key=key, title=title, items=items, **more)] if items else []


def notes(key: str, lines: Iterable[Saying], **more: Any) -> tuple[Text, ...]:
    """Say what stands with the headline; nothing where there is no line. `more` are other fields."""
    told = tuple(lines)
    return (Text(key=key, lines=told, **{"rank": Rank.ANSWER, **more}),) if told else ()


def lasted(days: int, words: Words) -> str:
    """Say how long something lasted or lies back: in days, or in years where it is over a year."""
    if days > YEAR:
        return words("format.span_years", n=round(days / YEAR, 1)).replace(" ", NO_BREAK)
    return words("format.span_days", n=days).replace(" ", NO_BREAK)


def of_source(source_date: str, words: Words) -> str:
    """Say of when a source is, whose day, month or year is written as `2019-01`; "" if empty."""
    of = day_of_source(source_date)
    return dated(of, ("year", "month", "day")[source_date.count("-")], words) if of else ""


def cited(each: Cited, words: Words) -> tuple[Piece, ...]:
    """Name a source; of one that is later than what it tells, say so and of when it is."""
    source = linked(each.source)
    if not each.source_date:
        return source
    return filled(words, "table.read_in", day=of_source(each.source_date, words), source=source)
