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
    Saying,
    Section,
    Table,
    joined,
)
from peil.report.tell.parts import (
    Cells,
    bullets,
    cited,
    dated,
    of_source,
    picked,
    report,
    table,
    worded,
)
from peil.report.tell.policy.said import quoted, said
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
        title=words("local.title", country=words.country(found.country)),
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
    country = words.country(found.country)
    told = words("local.number", n=n) if n else words("local.no_number")
    if not others:
        return words("local.alone", country=country, told=told)
    return words("local.beside", country=country, told=told, countries=words.countries(others))


def _told(text: str, words: Words) -> Saying:
    if not text:
        return words("local.not_read")
    return _begun(worded(text, words), words)


def _begun(told: Saying, words: Words) -> Saying:
    """Begin with a capital, as the cells of a row do."""
    if isinstance(told, str):
        return words.sentence(told)
    first, *more = told
    return (replace(first, text=words.sentence(first.text)), *more)


def _basis(each: LocalArrangement, words: Words) -> Saying:
    """Name the legal basis, and since when it applies."""
    if not each.legal_basis:
        return words("local.no_basis")
    if each.since is None:
        return worded(each.legal_basis, words)
    since = words("local.since", day=dated(each.since, each.since_precision or "day", words))
    return (*worded(each.legal_basis, words), Piece(text=f" · {since}"))


def _side_by_side(found: LocalArrangements, words: Words) -> Table:
    told = (_compared(each, found, words) for each in found.described)
    looks = {"note": words("local.side_note"), "rank": Rank.FIRST_PAGE, "is_cards": True}
    return table("side", words("local.side"), told, words, group="local", **looks)


def _compared(
    each: LocalArrangement, found: LocalArrangements, words: Words
) -> tuple[Cells, dict[str, Link]]:
    numbers = [_counted(number, words) for number in found.latest_numbers(each.id)]
    first, *more = numbers or [words("local.not_read")]
    names: list[Saying] = [worded(each.name, words), *filter(None, (each.name_local,))]
    names.append(_last_read(found.rows[each.id], words))
    return {
        "table.country": Cell(text=words.country(each.country), lines=tuple(names)),
        "basis": _basis(each, words),
        **{asked: _told(getattr(each, asked), words) for asked in ASKED},
        "many": Cell(text=first, lines=tuple(more)),
    }, {"to": Link(anchor=anchor("local", each.id))}


def _described(rows: Sequence[LocalArrangement]) -> Sequence[LocalArrangement]:
    """Give the rows that say more than a number, or all where none does."""
    return [e for e in rows if any(getattr(e, name) for name in DESCRIBED)] or rows


def _last_read(rows: Sequence[LocalArrangement], words: Words) -> str:
    """Say of when the last source is that describes an arrangement."""
    last = _described(rows)[-1]
    public = dated(last.published, last.published_precision, words)
    return words("local.last_read", day=of_source(last.source_date, words) or public)


def _counted(each: LocalArrangement, words: Words) -> Saying:
    """Say what was counted, how many there were, and when."""
    number = "" if each.number is None else words.number(each.number)
    counted = quoted(each.counted, words)
    told = said(words("policy.count", what=counted, value=number, on=_period(each, words)))
    return _begun(told, words)


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
        label = words.labelled(words(f"local.closed_{asked}"), "")
        named = ((*worded(e.name, words), Piece(text=f" ({words.country(e.country)})")) for e in of)
        yield Piece(text=label), *joined(named, words("format.semicolon", left="", right=""))


def _numbers(found: LocalArrangements, words: Words) -> Table:
    """List every number with who counted and where it was read, the latest first."""
    told = (
        {
            "table.country": words.country(each.country),
            "counted": worded(each.counted, words),
            "figure": each.number,
            "period": _period(each, words),
            "counter": worded(each.counter, words),
            "table.source": cited(each, words),
        }
        for one in found.described
        for each in reversed(found.numbers(one.id))
    )
    title = words("local.numbers")
    return table("numbers", title, told, words, group="local", is_cards=True)


def _sourced(each: LocalArrangement, found: LocalArrangements, words: Words) -> Entry:
    """Say who examined an arrangement, and name what was read of it; numbers name their own."""
    read = dict.fromkeys(cited(row_, words) for row_ in _described(found.rows[each.id]))
    return Entry(
        name=worded(each.name, words),
        anchor=anchor("local", each.id),
        above=words.country(each.country),
        facts=((words("local.evaluation"), _told(each.evaluation, words)),),
        sources=tuple(read),
    )
