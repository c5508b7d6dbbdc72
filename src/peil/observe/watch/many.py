"""Thousands of watched series summed up: what rises and wanes now, what stands out, what carries it.

It reads the table of the whole run, in which each row is a judged period of a series in a region.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from peil.observe.direction import CANNOT_TELL, DIRECTIONS, RISING, WANING
from peil.observe.watch.hierarchy import CARRIED, SPREAD
from peil.observe.watch.table import SEPARATOR, starts_of
from peil.observe.watch.worth import Signal, since_it_began
from peil.terms.calendar import Floats, Ints

OWN_THRESHOLD = "own_threshold"
LENGTHS = (1, 7, 31, 92)
"""Days up to which periods are of one length: days, weeks, months, quarters, and years beyond."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSeries:
    """A series that rises or wanes in its latest period.

    Args:
        period_start, period_end: the latest period.
        observed, expected: in that period; None where nothing is known.
        signal_since: None where no signal says it, but a comparison of the latest year.
        counted, foreseen: what was counted since the change began, or since the first judged
            period where it began before, and what the baseline led to expect of these periods;
            None where no signal says since when.
        worth: the share of such signals that were changes in simulated worlds; None where no
            signal says it, or none such was simulated.
        score: of the evidence over time in its direction; it has no proof.
        explanation: own, carried_by_children or spread_over_all; None without regions.
        carried_by, carried_share: the parts that signal the same, and their share of it.
    """

    series: str
    region: str | None
    direction: str
    signal_since: date | None
    period_start: date
    period_end: date
    observed: float | None
    expected: float | None
    counted: float | None
    foreseen: float | None
    worth: float | None
    score: float | None
    explanation: str | None
    carried_by: tuple[str, ...]
    carried_share: float | None

    @property
    def depth(self) -> int:
        """How far below the top of its tree the region lies."""
        return (self.region or "").count(SEPARATOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """A series that stands out from all together in the newest period of its length.

    Args:
        discovery, adjusted_p: by the count of that period.
        discovery_over_time, adjusted_over_time: by all judged periods; without a proof.
    """

    series: str
    region: str | None
    discovery: str | None
    adjusted_p: float | None
    discovery_over_time: str | None
    adjusted_over_time: float | None

    @property
    def least(self) -> float:
        """The smallest share of false discoveries at which it is one."""
        rates = (self.adjusted_p, self.adjusted_over_time)
        return min(rate for rate in (*rates, 1.0) if rate is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedMany:
    """What a whole run of the watch says.

    Args:
        title: the name of the counts.
        series: how many there are, each in its region.
        names, regions: how many of each; `wholes` are the regions with others in them.
        newest: the newest period of each length, first and last day.
        behind: series that end before the newest period of their length.
        directions: how many series have which in their latest period.
        unknown: how many cannot be told for which reason, the most frequent first.
        discoveries: within the newest periods, the surest first.
        changed: those that rise or wane now, the strongest evidence first.
        judged: the most periods that any series is judged in.
        has_own_threshold: whether the method heeds no budget of false signals.
    """

    title: str
    series: int
    names: int
    regions: int
    wholes: int
    newest: tuple[tuple[date, date], ...]
    behind: int
    directions: Mapping[str, int]
    unknown: Mapping[str, int]
    discoveries: tuple[Discovery, ...]
    changed: tuple[ChangedSeries, ...]
    judged: int
    method: str
    has_own_threshold: bool
    false_signals_per_year: float
    false_discovery_rate: float

    @property
    def found(self) -> dict[str, int]:
        """How many stand out by the newest period, in each direction."""
        return _by_direction([one.discovery for one in self.discoveries])

    @property
    def found_over_time(self) -> dict[str, int]:
        """How many stand out by all judged periods, in each direction."""
        return _by_direction([one.discovery_over_time for one in self.discoveries])

    @property
    def explained(self) -> tuple[ChangedSeries, ...]:
        """The signals of wholes, the highest in their tree first."""
        of_wholes = [one for one in self.changed if one.explanation in (CARRIED, SPREAD)]
        return tuple(sorted(of_wholes, key=lambda one: one.depth))


def sum_up(
    watched: pa.Table, *, title: str, false_signals_per_year: float, false_discovery_rate: float
) -> WatchedMany:
    """Sum up a whole run.

    Args:
        watched: at least one row, as `watch_many` gives them.
        title, false_signals_per_year, false_discovery_rate: as the run was asked for.
    """
    starts, last = _spans(watched)
    ends = watched.take(pa.array(last))
    is_newest, newest = _newest(ends)
    columns = {name: ends.column(name).to_pylist() for name in ends.column_names}
    told = [direction == CANNOT_TELL for direction in columns["direction"]]
    reasons = Counter(r for r, is_untold in zip(columns["reason"], told, strict=True) if is_untold)
    regions = set(columns["region"]) - {None}
    return WatchedMany(
        title=title,
        series=len(last),
        names=len(set(columns["series"])),
        regions=len(regions),
        wholes=_wholes(regions),
        newest=newest,
        behind=int((~is_newest).sum()),
        directions={w: columns["direction"].count(w) for w in (*DIRECTIONS, CANNOT_TELL)},
        unknown=dict(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))),
        discoveries=_discoveries(columns, is_newest),
        changed=_changed(watched, columns, starts, last, false_signals_per_year),
        judged=int((last - starts).max()) + 1,
        method=columns["method"][0],
        has_own_threshold=any(OWN_THRESHOLD in caveats for caveats in columns["caveats"]),
        false_signals_per_year=false_signals_per_year,
        false_discovery_rate=false_discovery_rate,
    )


def latest(watched: pa.Table) -> pa.Table:
    """Give the latest judged period of each series."""
    return watched.take(pa.array(_spans(watched)[1]))


def _spans(watched: pa.Table) -> tuple[Ints, Ints]:
    """Give the first and the last row of each series, in rows that are in their order."""
    starts = starts_of(watched)
    return starts, np.append(starts[1:], len(watched)) - 1


def _newest(latest: pa.Table) -> tuple[Any, tuple[tuple[date, date], ...]]:
    """Tell which latest periods are the newest of their length, and which those are."""
    length, end = _lengths(latest), latest.column("period_end").to_numpy()
    is_newest, newest = np.zeros(len(latest), dtype=np.bool_), []
    for one in np.unique(length):
        same = np.flatnonzero(length == one)
        at = same[end[same] == end[same].max()]
        is_newest[at] = True
        newest.append(
            tuple(latest.column(f"period_{x}")[int(at[0])].as_py() for x in ("start", "end"))
        )
    return is_newest, tuple(newest)


def _lengths(rows: pa.Table) -> Any:
    start, end = (rows.column(f"period_{name}").to_numpy() for name in ("start", "end"))
    return np.searchsorted(LENGTHS, (end - start).astype(np.int64) + 1)


def _wholes(regions: set[str]) -> int:
    """Count the regions that have parts among the others."""
    return len(regions & {region.rpartition(SEPARATOR)[0] for region in regions})


def _by_direction(words: Sequence[str | None]) -> dict[str, int]:
    return {word: words.count(word) for word in (RISING, WANING)}


def _discoveries(columns: Mapping[str, list[Any]], is_newest: Any) -> tuple[Discovery, ...]:
    names = [field.name for field in fields(Discovery)]
    each = [
        dict(zip(names, row, strict=True)) for row in zip(*(columns[n] for n in names), strict=True)
    ]
    found = [
        Discovery(**row)
        for row, is_now in zip(each, is_newest, strict=True)
        if is_now and (row["discovery"] or row["discovery_over_time"])
    ]
    return tuple(sorted(found, key=lambda one: (one.least, one.series, one.region or "")))


def _changed(
    watched: pa.Table, columns: Mapping[str, list[Any]], starts: Ints, last: Ints, budget: float
) -> tuple[ChangedSeries, ...]:
    rows = {
        name: watched.column(name).to_numpy() for name in ("period_start", "observed", "expected")
    }
    found = []
    for i in range(len(last)):
        row = {name: values[i] for name, values in columns.items()}
        if row["direction"] in (RISING, WANING):
            own = slice(starts[i], last[i] + 1)
            found.append(_changed_one(row, {n: each[own] for n, each in rows.items()}, budget))
    return tuple(sorted(found, key=_order))


def _changed_one(row: Mapping[str, Any], own: Mapping[str, Any], budget: float) -> ChangedSeries:
    counted, foreseen = _since(row["signal_since"], own)
    same = ("series", "region", "direction", "signal_since", "period_start", "period_end")
    return ChangedSeries(
        **{name: row[name] for name in (*same, "observed", "expected")},
        counted=counted,
        foreseen=foreseen,
        worth=_worth(row, own, budget),
        score=row["e_rise" if row["direction"] == RISING else "e_fall"],
        explanation=row.get("explanation"),
        carried_by=tuple(row.get("carried_by") or ()),
        carried_share=row.get("carried_share"),
    )


def _worth(row: Mapping[str, Any], own: Mapping[str, Any], budget: float) -> float | None:
    observed, expected = since_it_began(
        own["period_start"],
        own["observed"],
        own["expected"],
        since=row["signal_since"],
        opened=row["signal_opened"],
    )
    said = {name: row[name] for name in ("direction", "reason", "method")}
    days = (row["period_end"] - row["period_start"]).days + 1
    return Signal(**said, budget=budget, days=days, observed=observed, expected=expected).worth


def _since(day: date | None, own: Mapping[str, Floats]) -> tuple[float | None, float | None]:
    """Add up what was counted and expected since a day, where both are known."""
    if day is None:
        return None, None
    known = np.isfinite(own["observed"]) & np.isfinite(own["expected"])
    known &= own["period_start"] >= np.datetime64(day)
    return float(own["observed"][known].sum()), float(own["expected"][known].sum())


def _order(one: ChangedSeries) -> tuple[float, str, str]:
    return -(one.score or 0.0), one.series, one.region or ""
