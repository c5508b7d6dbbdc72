"""Tell who sits in local arrangements, what may be said and written down there, and how many there are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from peil.act.local_arrangements import ASKED, DESCRIBED, LocalArrangement, LocalArrangements
from peil.report.links import anchor
from peil.report.model import (
    Block,
    Cell,
    Entries,
    Entry,
    Link,
    Piece,
    Rank,
    Report,
    Row,
    Saying,
    Section,
    Table,
)
from peil.report.tell.parts import (
    bullets,
    cell,
    cited,
    dated,
    of_source,
    picked,
    report,
    row,
    table,
    worded,
)
from peil.report.words import Words

CAVEATS = ("how_known", "how_compare", "how_numbers", "how_empty")
COLUMNS = tuple(each.name for each in fields(LocalArrangement))


def document(found: LocalArrangements) -> Mapping[str, Any]:
    """Write down local arrangements as data, in codes of no language."""
    return {
        "kind": "local-arrangements",
        **picked(found, "country", "day", "left_out", "described", "rows"),
        "caveats": CAVEATS,
    }


def rows(found: LocalArrangements) -> tuple[Sequence[str], Iterable[Mapping[str, Any]]]:
    """Give every row that was known as one table."""
    several = (each for rows in found.rows.values() for each in rows)
    return COLUMNS, [picked(each) for each in several]


def tell(found: LocalArrangements, words: Words) -> Report:
    """Say in one language who sits where, and what may be said and written down."""
    return report(
        "local-arrangements",
        words,
        title=words("local.title", country=words.code("country", found.country)),
        day=found.day,
        headline=_headline(found, words),
        blocks=_blocks(found, words),
    )


def _blocks(found: LocalArrangements, words: Words) -> Iterator[Block]:
    yield _side_by_side(found, words)
    yield from bullets(
        "closed", words("local.closed"), _not_read(found, words), rank=Rank.FIRST_PAGE
    )
    if any(found.numbers(id_) for id_ in found.rows):
        numbers = _numbers(found, words)
        alone = (replace(numbers, title=""),)
        yield Section(key="all-numbers", title=numbers.title, is_folded=True, blocks=alone)
    sources = tuple(_sourced(each, found, words) for each in found.described)
    read = Entries(key="sources", title="", items=sources)
    yield Section(key="all-sources", title=words("local.sources"), folds=True, blocks=(read,))
    how = [words(f"local.{each}") for each in CAVEATS]
    yield from bullets("how", words("local.how"), how, folds=True)


def _headline(found: LocalArrangements, words: Words) -> str:
    """Count the arrangements of the subject, and name the countries beside it."""
    others = {each.country for each in found.described} - {found.country}
    n = sum(each.country == found.country for each in found.described)
    country = words.code("country", found.country)
    told = words("local.number", n=n) if n else words("local.no_number")
    beside = words.countries(others)
    if not others:
        return words("local.alone", country=country, told=told)
    return words("local.beside", country=country, told=told, countries=beside)


def _told(text: str, words: Words) -> Saying:
    if not text:
        return words("local.not_read")
    (piece,) = worded(text, words)
    return (replace(piece, text=words.sentence(piece.text)),)


def _basis(each: LocalArrangement, words: Words) -> Saying:
    """Name the legal basis, and since when it applies."""
    if not each.legal_basis:
        return words("local.no_basis")
    if each.since is None:
        return worded(each.legal_basis, words)
    since = words("local.since", day=dated(each.since, each.since_precision or "day", words))
    return (*worded(each.legal_basis, words), Piece(text=f" · {since}"))


def _side_by_side(found: LocalArrangements, words: Words) -> Table:
    heads = ("table.country", "local.basis", *(f"local.{asked}" for asked in ASKED), "local.many")
    told = (_compared(each, found, words) for each in found.described)
    return table(
        "side",
        words("local.side"),
        [words(head) for head in heads],
        told,
        note=words("local.side_note"),
        rank=Rank.FIRST_PAGE,
        is_cards=True,
    )


def _compared(each: LocalArrangement, found: LocalArrangements, words: Words) -> Row:
    numbers = [_counted(number, words) for number in found.latest_numbers(each.id)]
    first, *more = numbers or [words("local.not_read")]
    names: list[Saying] = [worded(each.name, words), *filter(None, (each.name_local,))]
    names.append(_last_read(found.rows[each.id], words))
    return row(
        Cell(text=words.code("country", each.country), lines=tuple(names)),
        Cell(text=_basis(each, words)),
        *(Cell(text=_told(getattr(each, asked), words)) for asked in ASKED),
        Cell(text=first, lines=tuple(more)),
        words=words,
        to=Link(anchor=anchor("local", each.id)),
    )


def _described(rows: Sequence[LocalArrangement]) -> Sequence[LocalArrangement]:
    """Give the rows that say more than a number, or all where none does."""
    return [e for e in rows if any(getattr(e, name) for name in DESCRIBED)] or rows


def _last_read(rows: Sequence[LocalArrangement], words: Words) -> str:
    """Say of when the last source is that describes an arrangement."""
    last = _described(rows)[-1]
    public = dated(last.published, last.published_precision, words)
    return words("local.last_read", day=of_source(last.source_date, words) or public)


def _counted(each: LocalArrangement, words: Words) -> Saying:
    """Say a number, of what and of when."""
    number = "" if each.number is None else words.number(each.number)
    after = Piece(text=f" ({_period(each, words)})")
    return (Piece(text=f"{number} "), *worded(each.counted, words), after)


def _period(each: LocalArrangement, words: Words) -> str:
    if each.period_end is None:
        return words("table.none")
    if each.period_start is not None:
        return words.period(each.period_start, each.period_end)
    return dated(each.period_end, each.period_end_precision or "day", words, is_short=True)


def _not_read(found: LocalArrangements, words: Words) -> Iterator[Saying]:
    """Name for each question the arrangements of which no answer was read."""
    for asked in ("legal_basis", *ASKED):
        yield from _lacking(asked, [e for e in found.described if not getattr(e, asked)], words)
    yield from _lacking("many", [e for e in found.described if not found.numbers(e.id)], words)
    yield from (worded(line, words) for line in found.cannot_be_told)
    if found.left_out:
        yield words("table.unread", n=found.left_out)


def _lacking(asked: str, of: Sequence[LocalArrangement], words: Words) -> Iterator[Saying]:
    """Name arrangements, in English, with their countries."""
    if of:
        apart = Piece(text=words("format.semicolon", left="", right=""))
        label = words.labelled(words(f"local.closed_{asked}"), "")
        named = (
            (apart, *worded(e.name, words), Piece(text=f" ({words.code('country', e.country)})"))
            for e in of
        )
        yield Piece(text=label), *tuple(piece for each in named for piece in each)[1:]


def _numbers(found: LocalArrangements, words: Words) -> Table:
    """List every number with who counted and where it was read, the latest first."""
    heads = ("table.country", "local.counted", "local.figure", "local.period", "local.counter")
    told = (
        row(
            words.code("country", each.country),
            Cell(text=worded(each.counted, words)),
            each.number,
            _period(each, words),
            Cell(text=worded(each.counter, words)),
            cell(cited(each, words), words),
            words=words,
        )
        for one in found.described
        for each in reversed(found.numbers(one.id))
    )
    heads_told = [words(head) for head in (*heads, "table.source")]
    return table("numbers", words("local.numbers"), heads_told, told, is_cards=True)


def _sourced(each: LocalArrangement, found: LocalArrangements, words: Words) -> Entry:
    """Say who examined an arrangement, and name what was read of it; numbers name their own."""
    read = dict.fromkeys(cited(row_, words) for row_ in _described(found.rows[each.id]))
    return Entry(
        name=worded(each.name, words),
        anchor=anchor("local", each.id),
        above=words.code("country", each.country),
        facts=((words("local.evaluation"), _told(each.evaluation, words)),),
        sources=tuple(read),
    )
