"""The watch as data: every series with what is said of it, those that changed first."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import numpy as np

from peil.observe.direction import CANNOT_TELL, RISING, STEADY, WANING
from peil.observe.watch.counts import Counts
from peil.observe.watch.watched import Watched
from peil.report.data import plain
from peil.report.tabular import rows_csv
from peil.terms.calendar import as_date

CHANGED, SETTLED, UNKNOWN, QUIET = 1, 2, 3, 4
RANKS = {RISING: CHANGED, WANING: CHANGED, CANNOT_TELL: UNKNOWN, STEADY: QUIET}
SIGNALLED = 0
"""Ranks in the order of reading: open signals, other changes, levels that changed over a year ago,
what cannot be told, the rest."""

KEYS = (
    "series", "period_start", "period_end", "observed", "nowcast", "expected", "lower", "upper",
    "direction", "probability", "signal_since", "level_changed", "method", "caveats",
)  # fmt: skip
"""What is given of each point."""
NOWCAST = ("nowcast_low", "nowcast_mid", "nowcast_high")
COLUMNS = (*KEYS[: KEYS.index("nowcast")], *NOWCAST, *KEYS[KEYS.index("nowcast") + 1 :])


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A figure about some days, from the first to the last."""

    start: date
    end: date
    count: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedSeries:
    """One series: what the watch says of it, and what a reader needs beside it.

    Args:
        watched: at least one point.
        counts: the whole series, for the picture; None where only the points are known.
        names: by language; the series' own name where there is none.
        source: whose figures they are.
        compared: the latest figures and those before, where these two were compared.
    """

    watched: Watched
    counts: Counts | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    compared: tuple[Span, Span] | None = None

    @property
    def direction(self) -> str:
        """Rising, steady, waning or cannot tell, in the latest period."""
        return str(self.watched.points.direction[-1])

    @property
    def reason(self) -> str:
        """The code of the latest period's reason."""
        return str(self.watched.points.reason[-1])

    @property
    def probability(self) -> float:
        """Of the latest direction; NaN where none is said."""
        return float(self.watched.points.probability[-1])

    @property
    def since(self) -> date | None:
        """First day of the change that is signalled now."""
        since = self.watched.points.signal_since[-1]
        return None if np.isnat(since) else as_date(since)

    @property
    def changed_since(self) -> date | None:
        """First day of the change, where it is the direction that is said; None elsewhere."""
        is_other = self.watched.level_changed not in ("", self.direction)
        return None if RANKS[self.direction] != CHANGED or is_other else self.since

    @property
    def settled_since(self) -> date | None:
        """First day of a level that changed over a year ago, where no direction tells of it."""
        is_told = self.changed_since is not None or not self.watched.level_changed
        return None if is_told else self.since

    @property
    def is_settled(self) -> bool:
        """Whether the level changed over a year ago, and nothing is said to move now."""
        return self.settled_since is not None and RANKS[self.direction] != CHANGED

    @property
    def has_changed(self) -> bool:
        """Whether it moves, its level changed, or no event has come for long."""
        quiet = self.watched.quiet
        is_quiet = quiet is not None and quiet.is_long
        return RANKS[self.direction] == CHANGED or self.is_settled or is_quiet

    @property
    def last_report(self) -> int | None:
        """The place of the latest point with a report."""
        reported = np.flatnonzero(~np.isnan(self.watched.points.observed))
        return int(reported[-1]) if len(reported) else None

    def age(self, as_of: date) -> int | None:
        """Count the days from the end of the latest period with a report to a day."""
        last = self.last_report
        if last is None:
            return None
        return (as_of - as_date(self.watched.points.end[last])).days


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchBrief:
    """Everything that a report of the watch is made from.

    Args:
        title: what is watched, in the reader's language.
        as_of: the day of which the knowledge is reported.
        series: at least one, in any order.
    """

    title: str
    as_of: date
    series: tuple[WatchedSeries, ...]

    @property
    def in_order(self) -> tuple[WatchedSeries, ...]:
        """The series sorted by what changed: the newest signals first, then by probability."""
        return tuple(sorted(self.series, key=_order))


def _order(series: WatchedSeries) -> tuple[int, int, float, str]:
    since = series.changed_since
    rank = SETTLED if series.is_settled else RANKS[series.direction]
    probability = 0.0 if np.isnan(series.probability) else series.probability
    if since is not None:
        return SIGNALLED, -since.toordinal(), -probability, series.watched.series
    sign = -1.0 if rank == CHANGED else 1.0
    return rank, 0, sign * probability, series.watched.series


def watch_json(brief: WatchBrief) -> str:
    """Write the watch as JSON: one line for each series, and one for each point."""
    series = ",\n".join(f"    {_line(_summary(one, brief.as_of))}" for one in brief.in_order)
    points = ",\n".join(
        f"    {_line(point)}" for one in brief.in_order for point in _points(one.watched)
    )
    head = f'  "title": {_line(brief.title)},\n  "as_of": {_line(brief.as_of)},\n'
    return f'{{\n{head}  "series": [\n{series}\n  ],\n  "points": [\n{points}\n  ]\n}}\n'


def watch_csv(brief: WatchBrief) -> str:
    """Write the watch as CSV: one row for each point, numbers unrounded."""
    return rows_csv(COLUMNS, _csv_rows(brief)).decode()


def _csv_rows(brief: WatchBrief) -> Iterator[dict[str, Any]]:
    for one in brief.in_order:
        for point in _points(one.watched):
            yield point | dict(zip(NOWCAST, point["nowcast"], strict=True))


def _line(value: Any) -> str:
    return json.dumps(plain(value), ensure_ascii=False, allow_nan=False)


def _points(watched: Watched) -> Iterator[dict[str, Any]]:
    """Give each point as data; where a direction cannot be told, the reason is a caveat."""
    p = watched.points
    for i in range(len(p)):
        unknown = (str(p.reason[i]),) if p.direction[i] == CANNOT_TELL else ()
        yield {
            "series": watched.series,
            "period_start": as_date(p.start[i]),
            "period_end": as_date(p.end[i]),
            "observed": p.observed[i],
            "nowcast": p.nowcast[i].tolist(),
            "expected": p.expected[i],
            "lower": p.lower[i],
            "upper": p.upper[i],
            "direction": str(p.direction[i]),
            "probability": p.probability[i],
            "signal_since": None if np.isnat(p.signal_since[i]) else as_date(p.signal_since[i]),
            "level_changed": str(p.level_changed[i]) or None,
            "method": watched.method,
            "caveats": list(dict.fromkeys((*watched.caveats, *unknown))),
        }


def _summary(one: WatchedSeries, as_of: date) -> dict[str, Any]:
    watched = one.watched
    return {
        "series": watched.series,
        "period": watched.period,
        "method": watched.method,
        "false_signals_per_year": watched.false_signals_per_year,
        "direction": one.direction,
        "reason": one.reason,
        "probability": one.probability,
        "signal_since": one.since,
        "level_changed": watched.level_changed or None,
        "data_age_days": one.age(as_of),
        "delays": [
            {"change": d.change, "median": d.median, "late": d.late, "bound": d.bound}
            for d in watched.delays
        ],
        "delays_untold": None if watched.untold is None else asdict(watched.untold),
        "time_since_last_event": None if watched.quiet is None else asdict(watched.quiet),
        "outbreaks_left_out": [list(days) for days in watched.outbreaks],
        "outbreaks_kept": [list(days) for days in watched.kept],
        "caveats": list(watched.caveats),
    }
