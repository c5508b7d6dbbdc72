"""Tell a whole run of the watch: what stands out, what carries it, and what changed most."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

import numpy as np

from peil.observe.direction import CANNOT_TELL, DIRECTIONS, RISING, WANING
from peil.observe.watch.hierarchy import CARRIED
from peil.observe.watch.many import ChangedSeries, Discovery, WatchedMany
from peil.report.model import Cell, Rank, Report, Table, Text
from peil.report.tell.parts import Value, cut, report, share, table
from peil.report.tell.watch.chart import MARKS
from peil.report.tell.watch.sentences import amount, in_a_hundred
from peil.report.tell.watch.summary import and_more, chance
from peil.report.words import NO_BREAK, Words

MOST_ROWS, MOST_CARRIERS = 10, 5
Told = dict[str, Value]
Changed = TypeVar("Changed", ChangedSeries, Discovery)


def document(found: WatchedMany) -> Mapping[str, Any]:
    """Write a run down in codes of no language; every explained signal is in it."""
    return asdict(found) | {
        "newest": [{"period_start": start, "period_end": end} for start, end in found.newest],
        "found": found.found,
        "found_over_time": found.found_over_time,
        "changed": len(found.changed),
        "changed_most": found.changed[:MOST_ROWS],
        "explained": found.explained,
    }


def tell(found: WatchedMany, words: Words) -> Report:
    """Say a run in one language."""
    tables = (_discoveries(found, words), _explained(found, words), _changed(found, words))
    newest = words.listed([words.period(start, end) for start, end in found.newest])
    counted = [
        words.code("watch_count", word, n=n)
        for word in (*DIRECTIONS, CANNOT_TELL)
        if (n := found.directions[word])
    ]
    return report(
        "watch-many",
        words,
        title=f"{found.title} · {words('watch_many.kicker')}",
        as_known=words("watch_many.newest", period=newest),
        headline=words("watch_many.headline", n=found.series, list=words.joined(counted)),
        blocks=(
            Text(key="found", lines=tuple(_found(found, words)), rank=Rank.ANSWER),
            Text(key="notes", lines=tuple(_notes(found, words)), rank=Rank.ANSWER, tone="note"),
            *(each for each in tables if each.rows),
        ),
    )


def _found(found: WatchedMany, words: Words) -> Iterator[str]:
    for key, each in {"found": found.found, "found_over_time": found.found_over_time}.items():
        if number := sum(each.values()):
            yield words(
                f"watch_many.{key}",
                number=words.number(number),
                rising=words.number(each[RISING]),
                waning=words.number(each[WANING]),
                share=words.percent(found.false_discovery_rate),
            )
        else:
            yield words(f"watch_many.{key}_none")


def _notes(found: WatchedMany, words: Words) -> Iterator[str]:
    """Say what cannot be told, what chance does, and how it was judged."""
    if found.regions:
        counts = {"names": found.names, "regions": found.regions, "wholes": found.wholes}
        numbers = {key: words.number(count) for key, count in counts.items()}
        yield words("watch_many.regions", **numbers)
    if found.unknown:
        reasons = [
            words(
                "watch_many.reason", reason=words.code("watch_reason", code), number=words.number(n)
            )
            for code, n in found.unknown.items()
        ]
        judged = found.series - found.directions[CANNOT_TELL]
        numbers = {"judged": words.number(judged), "number": words.number(found.series)}
        yield words("watch_many.unknown", list=words.listed(reasons), **numbers)
        yield words("watch.steady_meaning")
    if found.behind:
        yield words("watch_many.behind", number=words.number(found.behind))
    budget = found.false_signals_per_year
    yield (
        words.code("watch_caveat", "own_threshold")
        if found.has_own_threshold
        else chance(found.series, budget, budget * found.series, words)
    )
    yield words("watch.judged", number=words.number(found.judged), method=found.method)


# Tables


def _table(
    key: str, every: Sequence[Changed], cells: Callable[[Changed], Told], words: Words, **more: str
) -> Table:
    return table(
        key,
        rows=map(cells, every[:MOST_ROWS]),
        words=words,
        group="watch_many",
        left_out=cut(MOST_ROWS, len(every)),
        rank=Rank.FIRST_PAGE,
        is_cards=True,
        **more,
    )


def _named(one: ChangedSeries | Discovery, found: WatchedMany) -> Told:
    """Name a series, and its region where there are any."""
    region: Told = {"region": one.region or ""} if found.regions else {}
    return {"series": one.series, **region}


def _discoveries(found: WatchedMany, words: Words) -> Table:
    def cells(one: Discovery) -> Told:
        return _named(one, found) | {
            "in_newest": _marked(one.discovery, words),
            "over_time": _marked(one.discovery_over_time, words),
        }

    title = words("watch_many.stand_out")
    return _table("discoveries", found.discoveries, cells, words, title=title)


def _explained(found: WatchedMany, words: Words) -> Table:
    def cells(one: ChangedSeries) -> Told:
        return _moved(one, found, words) | {
            "carried": _carriers(one, words),
            "share": share(one.carried_share, words),
        }

    title, note = words("watch_many.explained"), words("watch_many.explained_note")
    return _table("explained", found.explained, cells, words, title=title, note=note)


def _changed(found: WatchedMany, words: Words) -> Table:
    has_worth = any(one.worth is not None for one in found.changed[:MOST_ROWS])

    def cells(one: ChangedSeries) -> Told:
        worth = None
        if one.worth is not None:
            worth = Cell(text=words.number(in_a_hundred(one.worth)), value=one.worth)
        return _moved(one, found, words) | {
            "latest": _beside(one.observed, one.expected, words),
            "counted": _beside(one.counted, one.foreseen, words),
            **({"worth": worth} if has_worth else {}),
        }

    number, title = words.number(len(found.changed)), words("watch_many.changed")
    note = words("watch_many.changed_note", number=number)
    if has_worth:
        note = f"{note} {words('watch_many.worth_note')}"
    return _table("changed", found.changed, cells, words, title=title, note=note)


def _moved(one: ChangedSeries, found: WatchedMany, words: Words) -> Told:
    direction, since = _marked(one.direction, words), one.signal_since
    return _named(one, found) | {"direction": direction, "since": since}


def _carriers(one: ChangedSeries, words: Words) -> str:
    """Name the parts that carry a signal by what their paths have beyond the whole's."""
    if one.explanation != CARRIED:
        return words("watch_many.spread")
    names = [region.removeprefix(f"{one.region}/") for region in one.carried_by]
    return and_more(", ".join(names[:MOST_CARRIERS]), len(names) - MOST_CARRIERS, words)


def _beside(counted: float | None, expected: float | None, words: Words) -> Cell | None:
    if counted is None and expected is None:
        return None
    told, usual = (amount(np.nan if n is None else n, words) for n in (counted, expected))
    return Cell(text=f"{told} ({usual})".replace(" ", NO_BREAK), value=counted)


def _marked(direction: str | None, words: Words) -> Cell | None:
    if direction is None:
        return None
    said = words.code("direction", direction).replace(" ", NO_BREAK)
    return Cell(text=said, mark=MARKS[direction])
