"""Watch the indicators of a record: a chart where the counts allow one, else two periods."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from peil.observe.direction import CANNOT_TELL, DIRECTIONS, WANING, Direction, direction_of
from peil.observe.figures import Figures
from peil.observe.indicator import EXOGENOUS
from peil.observe.record import Record
from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import Counts
from peil.observe.watch.delays import COMPARED_ONCE
from peil.observe.watch.effort import EFFORT_WITHOUT_DENOMINATOR
from peil.observe.watch.regular import Irregular, regular_counts
from peil.observe.watch.watched import Points, Watched
from peil.terms.calendar import as_date

TWO_PERIODS = "two-periods-1"
FEWEST = int(CONSTANTS["series"]["fewest_for_a_chart"])
STALE_DAYS = int(CONSTANTS["series"]["stale_days"])
WORKED_OUT = "worked_out"
"""The caveat that some figures are not as published."""
Chart = Callable[[Counts], Watched]


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedIndicator:
    """What the watch says of an indicator, and the counts it says it of.

    `counts` is None where two periods are compared.
    """

    watched: Watched
    counts: Counts | None
    direction: Direction


def watch_indicator(record: Record, name: str, day: date, *, chart: Chart) -> WatchedIndicator:
    """Watch an indicator of which a figure was known on a day.

    Args:
        chart: what is done with counts that are regular and many enough.
    """
    counts = chartable(record, name, day)
    if counts is None:
        return _compared(record, name, day)
    return _charted(record, name, day, counts, chart)


def direction_watched(record: Record, name: str, day: date) -> Direction:
    """Say the direction of an indicator as the watch does, with its latest figures beside it."""
    return watch_indicator(record, name, day, chart=_latest).direction


def _latest(counts: Counts) -> Watched:
    # The engine compiles its loops, which takes a second that a record without charts can spare.
    from peil.observe.watch.engine import watch_counts

    return watch_counts(counts, last=1, with_delays=False)


def chartable(record: Record, name: str, day: date) -> Counts | None:
    """Give the regular counts of an indicator, if there are enough for a chart."""
    counts = regular_counts(record, name, day)
    if isinstance(counts, Irregular) or len(counts) < FEWEST:
        return None
    return counts


def _charted(
    record: Record, name: str, day: date, counts: Counts, chart: Chart
) -> WatchedIndicator:
    figures = record.figures(name, day)
    watched = _marked(aged(chart(counts), day), figures)
    point = watched.points
    since = None if np.isnat(point.signal_since[-1]) else as_date(point.signal_since[-1])
    # The chances of a single comparison are of another method, and may tell another direction.
    direction = replace(
        direction_of(figures, record.indicators[name]),
        probability=None,
        power=None,
        word=str(point.direction[-1]),
        reason=str(point.reason[-1]),
        since=since,
    )
    return WatchedIndicator(watched=watched, counts=counts, direction=direction)


def aged(watched: Watched, day: date) -> Watched:
    """Say of figures that ended too long ago that nobody can tell today's direction."""
    points = watched.points
    if (day - as_date(points.end[-1])).days <= STALE_DAYS:
        return watched
    is_last = np.arange(len(points)) == len(points) - 1
    points = replace(
        points,
        direction=np.where(is_last, CANNOT_TELL, points.direction),
        reason=np.where(is_last, "figures_too_old", points.reason),
        probability=np.where(is_last, np.nan, points.probability),
        level_changed=np.where(is_last, "", points.level_changed),
        steady_within=np.where(is_last, np.nan, points.steady_within),
    )
    caveats = (*watched.caveats, "stale")
    return replace(watched, points=points, quiet=None, caveats=caveats)


def _marked(watched: Watched, *figures: Figures | None) -> Watched:
    """Say of a series that some of its figures were worked out by the makers of the dossier."""
    if not any(each.worked_out.any() for each in figures if each is not None):
        return watched
    return replace(watched, caveats=(*watched.caveats, WORKED_OUT))


def _compared(record: Record, name: str, day: date) -> WatchedIndicator:
    """Compare the latest figures with those before, once."""
    figures, indicator = record.figures(name, day), record.indicators[name]
    direction, follows_effort = direction_of(figures, indicator), indicator.effort != EXOGENOUS
    if follows_effort and direction.word == WANING:
        direction = replace(direction, word=CANNOT_TELL, reason=EFFORT_WITHOUT_DENOMINATOR)
    latest = direction.latest if direction.latest is not None else figures
    watched = Watched(
        series=name,
        period="irregular",
        method=TWO_PERIODS,
        false_signals_per_year=np.nan,
        points=_point(direction, latest),
        untold=COMPARED_ONCE,
        caveats=("two_periods", *[EFFORT_WITHOUT_DENOMINATOR] * follows_effort),
    )
    watched = _marked(aged(watched, day), latest, direction.previous)
    direction = replace(
        direction, word=str(watched.points.direction[-1]), reason=str(watched.points.reason[-1])
    )
    return WatchedIndicator(watched=watched, counts=None, direction=direction)


def _point(direction: Direction, latest: Figures) -> Points:
    """Make one point of the latest figures; what was before is what is expected of them."""
    observed, expected = float(latest.count.sum()), np.nan
    before = direction.previous
    if before is not None:
        months = float(before.months.sum())
        expected = float(before.count.sum()) * (
            float(latest.months.sum()) / months if months else 1.0
        )
    chance = np.nan
    if direction.probability is not None and direction.word in DIRECTIONS:
        chance = direction.probability[DIRECTIONS.index(direction.word)]
    told = Points.unjudged(
        start=latest.start[:1],
        end=latest.end[-1:],
        observed=np.array([observed]),
        direction=direction.word,
        reason=direction.reason,
    )
    return replace(
        told,
        nowcast=np.full((1, 3), observed),
        expected=np.array([expected]),
        probability=np.array([chance]),
    )
