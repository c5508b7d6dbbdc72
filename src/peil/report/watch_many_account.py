"""The account of a whole run: every sentence and cell that its renderings lay out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from peil.observe.direction import CANNOT_TELL, DIRECTIONS, RISING, WANING
from peil.observe.watch.hierarchy import CARRIED
from peil.report.account import Cell, Table
from peil.report.watch_account import MARKS
from peil.report.watch_many import MOST_CHANGED, Changed, Discovery, ManyBrief
from peil.report.watch_words import amount, reason
from peil.report.words import Words

MOST_FOUND, MOST_EXPLAINED = 10, 10
MOST_CARRIERS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyAccount:
    """What a report of a whole run says, in one language.

    Args:
        headline: how many series have which direction.
        notes: what cannot be told, what chance does, and how it was judged.
        found: the discoveries over the whole set.
        tables: what stands out, what carries the signals of wholes, and what changed most.
    """

    language: str
    kicker: str
    newest: str
    not_checked: str
    headline: str
    found: tuple[str, ...]
    notes: tuple[str, ...]
    tables: tuple[Table, ...]


def tell_many(brief: ManyBrief, words: Words) -> ManyAccount:
    """Put a whole run into the words of one language."""
    return ManyAccount(
        language=words.language,
        kicker=f"{brief.title} · {words('watch_many.kicker')}",
        newest=words("watch_many.newest", period=_newest(brief, words)),
        not_checked=words("meta.not_checked"),
        headline=_headline(brief, words),
        found=tuple(_found(brief, words)),
        notes=tuple(_notes(brief, words)),
        tables=tuple(_tables(brief, words)),
    )


def _newest(brief: ManyBrief, words: Words) -> str:
    return words.listed([words.period(start, end) for start, end in brief.newest])


def _headline(brief: ManyBrief, words: Words) -> str:
    counted = [
        words("watch.counted", direction=words.code("direction", word), number=words.number(n))
        for word in (*DIRECTIONS, CANNOT_TELL)
        if (n := brief.directions[word])
    ]
    return words("watch_many.headline", n=brief.series, list=words.listed(counted))


def _found(brief: ManyBrief, words: Words) -> Iterator[str]:
    share = words.percent(brief.false_discovery_rate)
    if any(brief.found.values()):
        yield words("watch_many.found", share=share, **_both(brief.found, words))
    else:
        yield words("watch_many.found_none")
    if any(brief.found_over_time.values()):
        numbers = _both(brief.found_over_time, words)
        yield words("watch_many.found_over_time", share=share, **numbers)
    else:
        yield words("watch_many.found_over_time_none")


def _both(found: Mapping[str, int], words: Words) -> dict[str, str]:
    named = {"rising": words.number(found[RISING]), "waning": words.number(found[WANING])}
    return {"number": words.number(sum(found.values())), **named}


def _notes(brief: ManyBrief, words: Words) -> Iterator[str]:
    if brief.regions:
        numbers = {key: words.number(getattr(brief, key)) for key in ("names", "regions", "wholes")}
        yield words("watch_many.regions", **numbers)
    if brief.unknown:
        reasons = [
            words("watch_many.reason", reason=reason(code, words), number=words.number(n))
            for code, n in brief.unknown.items()
        ]
        judged = brief.series - brief.directions[CANNOT_TELL]
        numbers = {"judged": words.number(judged), "number": words.number(brief.series)}
        yield words("watch_many.unknown", list=words.listed(reasons), **numbers)
        yield words("watch.steady_meaning")
    if brief.behind:
        yield words("watch_many.behind", number=words.number(brief.behind))
    yield _chance(brief, words)
    yield words("watch.judged", number=words.number(brief.judged), method=brief.method)


def _chance(brief: ManyBrief, words: Words) -> str:
    if brief.has_own_threshold:
        return words.code("watch_caveat", "own_threshold")
    budget = words.number(brief.false_signals_per_year, 3)
    if brief.series == 1:
        return words("watch.chance_one", budget=budget)
    total = words.number(2 * brief.false_signals_per_year * brief.series, 1)
    return words("watch.chance", budget=budget, number=words.number(brief.series), total=total)


def _tables(brief: ManyBrief, words: Words) -> Iterator[Table]:
    if brief.discoveries:
        yield _found_table(brief, words)
    if brief.explained:
        yield _explained_table(brief.explained, words)
    if brief.changed:
        yield _changed_table(brief, words)


def _found_table(brief: ManyBrief, words: Words) -> Table:
    head = ("series", "region", "in_newest", "over_time")
    rows = [
        (
            *_named(one),
            Cell(text=_marked(one.discovery, words)),
            Cell(text=_marked(one.discovery_over_time, words)),
        )
        for one in brief.discoveries[:MOST_FOUND]
    ]
    return _without_region(
        Table(
            key="found",
            title=words("watch_many.stand_out"),
            note=_left_out(len(brief.discoveries) - MOST_FOUND, words),
            head=tuple(words(f"watch_many.{key}") for key in head),
            rows=tuple(rows),
        ),
        brief,
    )


def _left_out(rest: int, words: Words) -> str:
    return words("watch_many.more", number=words.number(rest)) if rest > 0 else ""


def _without_region(table: Table, brief: ManyBrief) -> Table:
    """Leave out the column of regions, the second, where there are none."""
    if brief.regions:
        return table
    rows = tuple((row[0], *row[2:]) for row in table.rows)
    return replace(table, head=(table.head[0], *table.head[2:]), rows=rows)


def _explained_table(explained: Sequence[Changed], words: Words) -> Table:
    more = _left_out(len(explained) - MOST_EXPLAINED, words)
    head = ("series", "region", "direction", "since", "carried", "share")
    return Table(
        key="explained",
        title=words("watch_many.explained"),
        note=" ".join(filter(None, (words("watch_many.explained_note"), more))),
        head=tuple(words(f"watch_many.{key}") for key in head),
        rows=tuple(_explained(one, words) for one in explained[:MOST_EXPLAINED]),
        numeric=frozenset({5}),
    )


def _explained(one: Changed, words: Words) -> tuple[Cell, ...]:
    share = one.carried_share
    return (
        *_named(one),
        Cell(text=_marked(one.direction, words)),
        Cell(text=_since(one, words)),
        Cell(text=_carriers(one, words)),
        Cell(text=words("table.none") if share is None else words.percent(share), value=share),
    )


def _carriers(one: Changed, words: Words) -> str:
    """Name the parts that carry a signal by what their paths have beyond the whole's."""
    if one.explanation != CARRIED:
        return words("watch_many.spread")
    names = [region.removeprefix(f"{one.region}/") for region in one.carried_by]
    listed, rest = ", ".join(names[:MOST_CARRIERS]), len(names) - MOST_CARRIERS
    return words("watch.and_more", names=listed, number=rest) if rest > 0 else listed


def _changed_table(brief: ManyBrief, words: Words) -> Table:
    head = ("series", "region", "direction", "since", "latest", "counted")
    return _without_region(
        Table(
            key="changed",
            title=words("watch_many.changed"),
            note=words("watch_many.changed_note", number=words.number(len(brief.changed))),
            head=tuple(words(f"watch_many.{key}") for key in head),
            rows=tuple(_changed(one, words) for one in brief.changed[:MOST_CHANGED]),
        ),
        brief,
    )


def _changed(one: Changed, words: Words) -> tuple[Cell, ...]:
    return (
        *_named(one),
        Cell(text=_marked(one.direction, words)),
        Cell(text=_since(one, words)),
        _beside(one.observed, one.expected, words),
        _beside(one.counted, one.foreseen, words),
    )


def _beside(counted: float | None, expected: float | None, words: Words) -> Cell:
    """Write a count beside what was expected."""
    told, usual = (amount(np.nan if n is None else n, words) for n in (counted, expected))
    if counted is None and expected is None:
        return Cell(text=told)
    return Cell(text=f"{told} ({usual})".replace(" ", words.no_break), value=counted)


def _named(one: Changed | Discovery) -> tuple[Cell, Cell]:
    return Cell(text=one.series), Cell(text=one.region or "")


def _since(one: Changed, words: Words) -> str:
    day = one.signal_since
    return words("table.none") if day is None else words.short_day(day)


def _marked(direction: str | None, words: Words) -> str:
    if direction is None:
        return words("table.none")
    said = words.code("direction", direction)
    return f"{MARKS[direction]} {said}".replace(" ", words.no_break)
