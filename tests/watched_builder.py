"""Builders of what the watch says, with only what a test cares about spelled out."""

from datetime import date
from typing import Any

import numpy as np

from peil.observe.figures import FigureGroup
from peil.observe.watch.counts import Counts
from peil.observe.watch.series import WatchedSeries
from peil.observe.watch.watched import Delay, Points, Quiet, Watched

DELAYS = (
    Delay(change=4.0, rate=0.5, median=3, late=6, bound=3),
    Delay(change=2.0, rate=0.5, median=9, late=28, bound=9),
    Delay(change=0.5, rate=0.5, median=20, late=55, bound=20),
    Delay(change=0.25, rate=0.5, median=13, late=23, bound=12),
    Delay(change=0.0, rate=0.5, median=9, late=12, bound=8),
)
"""At a mean of 0.5 a month."""


def some_counts(series: str = "arson", n: int = 96, mean: float = 3.0, **changes: Any) -> Counts:
    """Make monthly counts from January 2016 on."""
    months = np.arange(np.datetime64("2016-01"), np.datetime64("2016-01") + n + 1)
    days = months.astype("datetime64[D]")
    seed = sum(map(ord, series))
    made: dict[str, Any] = {
        "series": series,
        "period": "month",
        "start": days[:-1],
        "end": days[1:] - np.timedelta64(1, "D"),
        "count": np.random.default_rng(seed).poisson(mean, n).astype(float),
        "exposure": np.ones(n),
        "complete": np.ones(n),
        "segment": np.zeros(n),
    }
    return Counts(**{**made, **changes})


def some_points(counts: Counts, last: int = 60, **changes: Any) -> Points:
    """Say of the latest periods that they are steady, or what the changes make of them."""
    own = counts.take(slice(len(counts) - last, len(counts)))
    reported = counts.count[~np.isnan(counts.count)]
    mean = float(reported.mean()) if len(reported) else 0.0
    said: dict[str, Any] = {
        "start": own.start,
        "end": own.end,
        "observed": own.count,
        "nowcast": np.repeat(own.count[:, None], 3, axis=1),
        "expected": np.full(last, mean),
        "lower": np.full(last, np.nan),
        "upper": np.full(last, np.ceil(mean + 3 * np.sqrt(mean))),
        "p_rise": np.full(last, 0.5),
        "p_fall": np.full(last, 0.5),
        "probability": np.full(last, 0.86),
    }
    own_words = {key: said[key] for key in ("start", "end", "observed")}
    steady = Points.unjudged(**own_words, direction="steady", reason="no_signal")
    # Each column is its own, so that a test may write into one of them.
    apart = {name: getattr(steady, name).copy() for name in Points.__slots__}
    return Points(**{**apart, **said, **changes})


def a_watched(series: str = "arson", **changes: Any) -> Watched:
    """Make what the watch says of a steady series."""
    made: dict[str, Any] = {
        "series": series,
        "period": "month",
        "method": "peil-watch-3",
        "false_signals_per_year": 0.1,
        "points": some_points(some_counts(series)),
        "delays": DELAYS,
    }
    return Watched(**{**made, **changes})


def a_group(year: int, count: float, **changes: Any) -> FigureGroup:
    """Make figures of one year, as they were published."""
    days = date(year, 1, 1), date(year, 12, 31)
    made: dict[str, Any] = {
        "start": days[0],
        "end": days[1],
        "period": days,
        "stretches": (days,),
        "months": 12.0,
        "count": count,
        "derived": None,
        "is_rough": False,
        "is_worked_out": False,
        "published": days[1],
        "precision": "day",
        "publishers": (),
        "sources": (),
    }
    return FigureGroup(**{**made, **changes})


def a_quiet(periods: float = 14.0, **changes: Any) -> Quiet:
    """Make a quiet of so many months up to the end of 2023, which is not long."""
    made: dict[str, Any] = {
        "periods": periods,
        "unreported": 0,
        "since": date(2022, 11, 1),
        "last_event": date(2022, 10, 31),
        "chance": 0.11,
        "long_from": 27.0,
        "is_long": False,
    }
    return Quiet(**{**made, **changes})


def a_series(
    series: str = "arson",
    direction: str = "steady",
    *,
    months: int = 0,
    probability: float = 0.86,
    reason: str = "no_signal",
    counts: Counts | None = None,
    last: int = 60,
    level_changed: str = "",
    changes: Any = None,
    **watched: Any,
) -> WatchedSeries:
    """Make a series with a direction, which has been signalled for some months."""
    counts = counts or some_counts(series)
    points = some_points(counts, last)
    if months:
        points.signal_since[-months:] = points.signal_opened[-months:] = points.start[-months]
        points.reason[-months:] = "signal_shift"
        points.direction[-months:], points.probability[-months:] = direction, probability
    else:
        points.direction[-1], points.reason[-1] = direction, reason
        points.probability[-1] = probability
    if level_changed:
        points.level_changed[-1] = level_changed
        points.level_changed_since[-1] = points.signal_since[-1]
        points.signal_opened[-1] = np.datetime64("NaT")
    if changes:
        points = type(points)(**{f: changes.get(f, getattr(points, f)) for f in points.__slots__})
    said = a_watched(series, points=points, **watched)
    return WatchedSeries(watched=said, counts=counts, source="Exampleland Bureau of Counts")
