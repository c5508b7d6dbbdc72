"""The watch as data: every series with what is said of it, those that changed first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np

from peil.observe.direction import CANNOT_TELL
from peil.observe.watch.series import Watch, WatchedSeries
from peil.observe.watch.watched import Watched
from peil.report.tell.parts import picked
from peil.terms.calendar import as_date

KEYS = (
    "series", "period_start", "period_end", "observed", "nowcast", "expected", "lower", "upper",
    "direction", "probability", "signal_since", "signal_opened", "steady_within", "slope",
    "level_changed", "level_changed_since", "level_before", "level_since", "level_ratio",
    "method", "caveats",
)  # fmt: skip
"""What is given of each point."""
FIELDS = {"period_start": "start", "period_end": "end", "level_ratio": "ratio"}
"""Fields of the points that have another name than what is given."""
SPREAD = {
    "nowcast": ("nowcast_low", "nowcast_mid", "nowcast_high"),
    "slope": ("slope", "slope_low", "slope_high"),
    "level_ratio": ("ratio_low", "ratio_high"),
}
"""Lists of numbers, and the columns that they fill in a table."""
COLUMNS = tuple(name for key in KEYS for name in SPREAD.get(key, (key,)))


def document(watch: Watch) -> Mapping[str, Any]:
    """Write the watch down in codes of no language: its series, then each point."""
    return {
        "title": watch.title,
        "as_of": watch.as_of,
        "series": [_summary(one, watch.as_of) for one in watch.in_order],
        "points": [point for one in watch.in_order for point in _points(one.watched)],
    }


def rows(watch: Watch) -> tuple[Sequence[str], Iterator[Mapping[str, Any]]]:
    """Give the columns of all points, and each point as a row."""
    return COLUMNS, (_flat(point) for one in watch.in_order for point in _points(one.watched))


def _flat(point: Mapping[str, Any]) -> Mapping[str, Any]:
    spread = (zip(names, point[key], strict=True) for key, names in SPREAD.items())
    return {**point, **{name: value for pairs in spread for name, value in pairs}}


def _points(watched: Watched) -> Iterator[dict[str, Any]]:
    """Give each point as data; where a direction cannot be told, the reason is a caveat."""
    names = KEYS[1:-2]
    columns = [getattr(watched.points, FIELDS.get(name, name)).tolist() for name in names]
    for reason, *values in zip(watched.points.reason.tolist(), *columns, strict=True):
        told = dict(zip(names, values, strict=True))
        unknown = (reason,) if told["direction"] == CANNOT_TELL else ()
        yield {
            "series": watched.series,
            **told,
            "level_changed": told["level_changed"] or None,
            "method": watched.method,
            "caveats": list(dict.fromkeys((*watched.caveats, *unknown))),
        }


def _summary(one: WatchedSeries, as_of: date) -> dict[str, Any]:
    watched = one.watched
    return {
        **picked(watched, "series", "period", "method", "false_signals_per_year"),
        **picked(one, "direction", "reason", "probability"),
        "signal_since": one.since,
        "signal_worth": one.worth,
        "level_changed": watched.level_changed or None,
        "levels": [asdict(level) for level in watched.levels],
        "without_latest_periods": watched.without_latest or None,
        "data_age_days": one.age(as_of),
        "delays": [asdict(delay) for delay in watched.delays],
        "delays_untold": None if watched.untold is None else asdict(watched.untold),
        "time_since_last_event": None if watched.quiet is None else asdict(watched.quiet),
        "outbreaks_left_out": [list(days) for days in watched.outbreaks],
        "outbreaks_kept": [list(days) for days in watched.kept],
        "breaks": _breaks(one),
        "caveats": list(watched.caveats),
    }


def _breaks(one: WatchedSeries) -> list[dict[str, Any]]:
    """Give the first day after each break, and what changed where a person said it."""
    counts = one.counts
    if counts is None:
        return []
    said = np.full(len(counts), "") if counts.changed is None else counts.changed
    rows = np.flatnonzero(np.diff(counts.segment) > 0) + 1
    return [{"day": as_date(counts.start[i]), "changed": said[i] or None} for i in rows]
