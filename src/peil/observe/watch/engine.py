"""The engine of the watch: from one series of counts to what is said of each period."""

import numpy as np

from peil.observe.direction import CANNOT_TELL, RISING, STEADY, SURE, WANING, probabilities
from peil.observe.series import Labels
from peil.observe.watch.counts import Counts
from peil.observe.watch.methods import METHODS
from peil.observe.watch.methods import PEIL as PEIL
from peil.observe.watch.signals import NO_SIGNAL, Signals
from peil.observe.watch.watched import Points, Watched
from peil.terms.calendar import Floats
from peil.terms.errors import BadInput

BUDGET = 0.1
"""False signals a year, in each direction."""
COMPARED_YEARS = 5
ENOUGH = 0.31
"""Variance of the log ratio below which a halving would be said at least every second time."""


def watch_counts(
    counts: Counts,
    *,
    method: str = PEIL,
    false_signals_per_year: float = BUDGET,
    last: int | None = None,
) -> Watched:
    """Say of each period whether the series rises, stays steady or wanes, and since when.

    Args:
        counts: the series as known on a day.
        method: a name in METHODS; it decides what is expected and what is a signal.
        false_signals_per_year: budget in each direction.
        last: how many of the latest periods are evaluated; all of them without it.

    Raises:
        BadInput: the method is not known, or the budget is no positive number.
    """
    if method not in METHODS:
        raise BadInput(f"the method {method!r} is not known; use {' or '.join(METHODS)}")
    if not 0 < false_signals_per_year < counts.periods_a_year:
        raise BadInput(
            f"{false_signals_per_year} false signals a year cannot be kept; give a number "
            f"above 0 and below {counts.periods_a_year:.4g}, the periods of a year"
        )
    n = len(counts)
    at = np.arange(n if last is None else min(n, max(last, 1)), dtype=np.int64)
    at += n - len(at)
    signals = METHODS[method](counts, at, false_signals_per_year)
    return Watched(
        series=counts.series,
        period=counts.period,
        method=method,
        false_signals_per_year=false_signals_per_year,
        points=_points(counts, signals),
        outbreaks=(),
        caveats=(),
    )


def _points(counts: Counts, signals: Signals) -> Points:
    at = signals.at
    rising, steady, waning, enough = _comparison(counts, signals)
    direction, reason, probability = _words(signals, rising, steady, waning, enough)
    since = np.maximum(signals.rise_since, signals.fall_since)
    observed = counts.count[at]
    return Points(
        start=counts.start[at],
        end=counts.end[at],
        observed=observed,
        nowcast=np.repeat(observed[:, None], 3, axis=1),
        expected=signals.expected,
        lower=signals.lower,
        upper=signals.upper,
        p_rise=signals.p_rise,
        p_fall=signals.p_fall,
        direction=direction,
        reason=reason,
        probability=probability,
        signal_since=np.where(since == NO_SIGNAL, np.datetime64("NaT", "D"), counts.start[since]),
    )


def _comparison(counts: Counts, signals: Signals) -> tuple[Floats, Floats, Floats, Floats]:
    """Compare the latest year, or the time since the signal, with up to five years before.

    Whole years are compared where there is no signal, so that a season cancels out.
    """
    year = max(1, round(counts.periods_a_year))
    at = signals.at
    since = np.maximum(signals.rise_since, signals.fall_since)
    begin = np.where(since == NO_SIGNAL, at - year + 1, since)
    first = np.array([_segment_start(counts, int(t)) for t in at], dtype=np.int64)
    begin = np.maximum(begin, first)
    years = np.minimum((begin - first) // year, COMPARED_YEARS)
    earliest = np.where(years > 0, begin - years * year, first)
    exposure = np.where(np.isnan(counts.count), 0.0, counts.exposure * counts.complete)
    events = np.concatenate([[0.0], np.nancumsum(counts.count)])
    exposed = np.concatenate([[0.0], np.cumsum(exposure)])
    y1, m1 = events[at + 1] - events[begin], exposed[at + 1] - exposed[begin]
    y0, m0 = events[begin] - events[earliest], exposed[begin] - exposed[earliest]
    with np.errstate(divide="ignore", invalid="ignore"):
        p = probabilities(y1 / signals.dispersion, y0 / signals.dispersion, m1, m0)
        rate = np.where(m0 > 0, y0 / m0, np.nan)
        spread = signals.dispersion * (2 / (rate * m1) + 1 / y0)
    return p[0], p[1], p[2], spread


def _segment_start(counts: Counts, t: int) -> int:
    return int(np.searchsorted(counts.segment, counts.segment[t]))


def _words(
    signals: Signals,
    rising: Floats,
    steady: Floats,
    waning: Floats,
    spread: Floats,
) -> tuple[Labels, Labels, Floats]:
    n = len(signals)
    direction = np.full(n, CANNOT_TELL, dtype=object)
    reason = np.full(n, "no_direction_probable", dtype=object)
    probability = np.full(n, np.nan)
    is_steady = steady >= SURE
    direction[is_steady], probability[is_steady] = STEADY, steady[is_steady]
    reason[is_steady] = "no_signal"
    few = ~is_steady & ~(spread < ENOUGH)
    reason[few] = "too_few_events"
    up = signals.rise_since >= 0
    direction[up], probability[up], reason[up] = RISING, rising[up], "signal_period"
    down = (signals.fall_since >= 0) & ~up
    direction[down], probability[down], reason[down] = WANING, waning[down], "signal_period"
    return direction, reason, probability
