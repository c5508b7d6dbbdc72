"""The methods of the field, each brought to the one form of the watch's signals.

Each works within a segment, so that no baseline crosses a break, and judges a period by those
before it alone, so that neither what is evaluated beside it nor what comes later changes it.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from peil.observe.watch.counts import Counts
from peil.observe.watch.signals import NO_SIGNAL, Signals, no_signals
from peil.surveillance.bayes import bayes
from peil.surveillance.cusum import cusum
from peil.surveillance.ears import ears
from peil.surveillance.farrington import farrington
from peil.surveillance.farrington_flexible import farrington_flexible
from peil.surveillance.glr import glr
from peil.surveillance.rki import rki
from peil.terms.calendar import Floats, Ints
from peil.terms.errors import BadInput

_Method = Callable[[Counts, Ints, float], Signals]

FREQUENCY = {"day": 365, "week": 52, "month": 12, "quarter": 4}
HALF_WINDOW = {"day": 7, "week": 3, "month": 1, "quarter": 0}
SEASONS = {"day": 10, "week": 10, "month": 4, "quarter": 2}
MOST_YEARS_BACK = 5
EARS_BASELINE, EARS_LAG = 7, 3
BAYES_WINDOW = 6
FIRST_MEAN = 24
"""Periods, or two years of them if that is more, from which a CUSUM takes its mean."""


def _segments(counts: Counts, at: Ints) -> Iterator[tuple[int, Ints, Ints]]:
    """Give each segment's first position, and where in `at` and in the segment it is asked."""
    for number in np.unique(counts.segment[at]):
        first = int(np.searchsorted(counts.segment, number))
        rows = np.flatnonzero(counts.segment[at] == number)
        yield first, rows, at[rows] - first


def _in_segments(
    counts: Counts,
    at: Ints,
    first: int,
    run: Callable[[Counts, Ints], Any],
    *,
    is_lasting: bool = False,
) -> Signals:
    """Run a method on the periods that have at least `first` before them in their segment."""
    signals = no_signals(at, is_lasting=is_lasting)
    for begin, rows, local in _segments(counts, at):
        can = local >= first
        if can.any():
            last = begin + int(local[can].max()) + 1
            found = run(counts.take(slice(begin, last)), local[can])
            _fill(signals, rows[can], found)
    return signals


def _fill(signals: Signals, rows: Ints, found: Any) -> None:
    for name in ("expected", "lower", "upper", "p_rise", "p_fall", "dispersion"):
        if (values := getattr(found, name, None)) is not None:
            getattr(signals, name)[rows] = values
    for side, signal in ((signals.rise_since, found.rise), (signals.fall_since, found.fall)):
        side[rows] = np.where(signal == 1.0, signals.at[rows], NO_SIGNAL)
        signals.opened[rows] = np.maximum(signals.opened[rows], side[rows])


def _seasonal(run: Callable[..., Any], *, sides: int, **settings: Any) -> _Method:
    """Make a method of one that looks at the same season of earlier years."""

    def signals(counts: Counts, at: Ints, budget: float) -> Signals:
        frequency, width = _frequency(counts), HALF_WINDOW[counts.period]
        alpha = sides * budget / counts.periods_a_year
        chosen = {name: value(counts.period) for name, value in settings.items()}

        def within(part: Counts, local: Ints) -> _Rows:
            return _by_years_back(run, part, local, frequency, width, alpha=alpha, **chosen)

        return _in_segments(counts, at, frequency + width + 1, within)

    return signals


class _Rows:
    """Results of several calls, put side by side again."""

    def __init__(self, n: int) -> None:
        self.expected, self.p_rise, self.p_fall = (np.full(n, np.nan) for _ in range(3))
        self.lower, self.upper = np.full(n, np.nan), np.full(n, np.nan)
        self.rise, self.fall = np.full(n, np.nan), np.full(n, np.nan)
        self.dispersion = np.ones(n)

    def put(self, rows: Any, found: Any) -> None:
        for name, values in vars(self).items():
            values[rows] = getattr(found, name)


def _by_years_back(
    run: Callable[..., Any], part: Counts, at: Ints, frequency: int, width: int, **settings: Any
) -> _Rows:
    """Go back as many years as each period has before it, five at most."""
    years = np.minimum((at - width - 1) // frequency, MOST_YEARS_BACK)
    effort = part.exposure * part.complete
    rows = _Rows(len(at))
    for back in np.unique(years):
        chosen = years == back
        found = run(
            part.count,
            at=at[chosen],
            frequency=frequency,
            dates=None if part.period == "quarter" else part.start,
            population=effort,
            population_offset=bool((effort != effort[0]).any()),
            years_back=int(back),
            half_window=width,
            **settings,
        )
        rows.put(chosen, found)
    return rows


def _frequency(counts: Counts) -> int:
    if counts.period not in FREQUENCY:
        raise BadInput(
            f"series {counts.series!r} has one count a {counts.period}, which this method does "
            f"not take; use method peil, or counts by {' or '.join(FREQUENCY)}"
        )
    return FREQUENCY[counts.period]


def ears_signals(counts: Counts, at: Ints, budget: float) -> Signals:
    """Compare with the seven periods before the last two (C2)."""
    alpha = budget / counts.periods_a_year

    def run(part: Counts, local: Ints) -> Any:
        return ears(part.count, at=local, method="C2", baseline=EARS_BASELINE, alpha=alpha)

    return _in_segments(counts, at, EARS_BASELINE + EARS_LAG - 1, run)


def bayes_signals(counts: Counts, at: Ints, budget: float) -> Signals:
    """Compare with the predictive distribution of the six periods before."""
    alpha = budget / counts.periods_a_year

    def run(part: Counts, local: Ints) -> Any:
        return bayes(part.count, at=local, half_window=BAYES_WINDOW, alpha=alpha)

    return _in_segments(counts, at, BAYES_WINDOW, run)


def rki_signals(counts: Counts, at: Ints, _budget: float) -> Signals:
    """Compare with the mean of the six periods before, at fixed limits."""

    def run(part: Counts, local: Ints) -> Any:
        return rki(part.count, at=local, years_back=0, half_window=BAYES_WINDOW, this_year=True)

    return _in_segments(counts, at, BAYES_WINDOW, run)


def _first_mean(counts: Counts) -> int:
    return max(FIRST_MEAN, round(2 * counts.periods_a_year))


def cusum_signals(counts: Counts, at: Ints, _budget: float) -> Signals:
    """Run CUSUM charts from the mean of the first two years."""
    first = _first_mean(counts)

    def run(part: Counts, local: Ints) -> Any:
        try:
            return _picked(cusum(part.count, at=np.arange(first, len(part))), local - first)
        except BadInput:  # the first years determine no mean
            return _Rows(len(local))

    return _in_segments(counts, at, first, run, is_lasting=True)


def glr_signals(counts: Counts, at: Ints, _budget: float) -> Signals:
    """Run charts of the likelihood ratio, with the season of the first two years."""
    frequency, first = _frequency(counts), _first_mean(counts)
    window = max(2, round(counts.periods_a_year))

    def run(part: Counts, local: Ints) -> Any:
        positions = np.arange(first, len(part))
        try:
            found = glr(part.count, at=positions, frequency=frequency, window=window)
        except BadInput:  # the first years determine no mean
            return _Rows(len(local))
        return _picked(found, local - first)

    return _in_segments(counts, at, first, run, is_lasting=True)


def _picked(found: Any, rows: Ints) -> _Rows:
    picked = _Rows(len(rows))
    for name, values in vars(picked).items():
        whole: Floats | None = getattr(found, name, None)
        if whole is not None:
            values[:] = whole[rows]
    crossed = picked.lower > picked.upper  # a chart that is far beyond its threshold
    picked.lower[crossed], picked.upper[crossed] = np.nan, np.nan
    return picked


farrington_flexible_signals = _seasonal(
    farrington_flexible,
    sides=1,
    seasons=SEASONS.get,
    weeks_left_out=lambda period: FREQUENCY[period] // 2,
    threshold=lambda _: "nb_plugin",
)
farrington_signals = _seasonal(farrington, sides=2)
