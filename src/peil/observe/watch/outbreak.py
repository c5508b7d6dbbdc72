"""Outbreak: Peil's detector of short rises and falls, by one period and by the last two.

Each period is compared with what the periods before it in its own segment lead to: a shrunk
log-linear trend and season, without old outbreaks, and the level of the last half year as far
as levels have lasted. The count is negative binomial, with the errors of the mean and of the
dispersion, so that one budget serves rare and common events alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import Counts, Span
from peil.observe.watch.outbreak_baseline import Rules, predict
from peil.observe.watch.predictive import at_least, at_most, bounds
from peil.observe.watch.seasonal_fit import KEPT, design
from peil.observe.watch.signals import NO_SIGNAL, Signals, stretches_of
from peil.terms.calendar import Floats, Ints, Labels
from peil.terms.errors import BadInput

DAYS_A_YEAR, DAYS_A_WEEK = 365.25, 7


@dataclass(frozen=True, slots=True, kw_only=True)
class OutbreakConstants:
    """The constants for one length of period.

    Args:
        years, fewest, refit, block: longest baseline in years, and in periods the fewest
            reported ones, the stretch that one fit serves, and the block of the local level.
        harmonics: of the year.
        slope, season, weekday: prior standard deviations.
        longest, least, most: longest outbreak cut, its least log-likelihood ratio, and the
            largest share of the baseline that is cut.
        alone: part of the budget spent on the period by itself.
    """

    years: float
    fewest: int
    refit: int
    block: int
    harmonics: int
    slope: float
    season: float
    weekday: float
    longest: int
    least: float
    most: float
    alone: float


@lru_cache(maxsize=8)
def constants_for(period: str) -> OutbreakConstants:
    """Give the constants for a length of period."""
    tables = (CONSTANTS["outbreak"][name] for name in ("baseline", "season", "cut", "signal"))
    chosen = {
        key: value[period] if isinstance(value, Mapping) else value
        for table in tables
        for key, value in table.items()
    }
    return OutbreakConstants(**chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Predicted:
    """Moments of the counts at some periods, before they are looked at."""

    expected: Floats
    error: Floats
    dispersion: Floats
    freedom: Floats
    outbreaks: tuple[tuple[int, int], ...]

    @property
    def variance(self) -> Floats:
        return self.dispersion * self.expected + self.error**2


def outbreak_signals(
    counts: Counts,
    at: Ints,
    false_signals_per_year: float,
    *,
    cycle: float | None = None,
    keep: Sequence[Span] = (),
) -> Signals:
    """Signal short rises and falls within a budget of false signals in each direction.

    `p_rise` and `p_fall` are those of the period alone or of the last two together, whichever
    is the more improbable for its share of the budget; at most alpha is a signal. One that only
    the last two give is not given where the period before was a signal already. The answer for a
    period depends neither on later counts nor on which others are evaluated.

    Args:
        counts: the series as known on a day.
        at: (T,) positions to evaluate, oldest first.
        false_signals_per_year: budget in each direction.
        cycle: periods of one season, where it is not the year of the calendar.
        keep: stretches that stay in the baseline, although they look like an old outbreak.

    Raises:
        BadInput: a position lies outside the series or does not ascend, or the budget is no
            chance below one half in a period.
    """
    alpha = false_signals_per_year / counts.periods_a_year
    alone = constants_for(counts.period).alone
    at = _checked(counts, at, alpha)
    reach = np.unique(np.concatenate([at, at - 1, at - 2]))
    reach = reach[reach >= 0]
    found = _predict(counts, reach, cycle=cycle, keep=keep)
    here = np.searchsorted(reach, at)
    rise, rise_begun = _judge(counts, reach, found, alpha=alpha, alone=alone, high=True)
    fall, fall_begun = _judge(counts, reach, found, alpha=alpha, alone=alone, high=False)
    lower, upper = bounds(
        alpha * alone,
        mean=found.expected[here],
        variance=found.variance[here],
        freedom=found.freedom[here],
    )
    return Signals(
        at=at,
        expected=found.expected[here],
        lower=lower,
        upper=upper,
        p_rise=rise[here],
        p_fall=fall[here],
        dispersion=found.dispersion[here],
        rise_since=rise_begun[here],
        fall_since=fall_begun[here],
        is_lasting=np.full(len(at), False),
        opened=np.where((rise_begun >= 0) | (fall_begun >= 0), reach, NO_SIGNAL)[here],
        mean_since=np.full(len(at), NO_SIGNAL),
        outbreaks=found.outbreaks,
    )


def _judge(
    counts: Counts, at: Ints, found: _Predicted, *, alpha: float, alone: float, high: bool
) -> tuple[Floats, Ints]:
    """Give the combined probability at each position, and where a signal there has begun."""
    tail = at_least if high else at_most
    y, mean, error = counts.count[at], found.expected, found.error
    single = tail(y, mean=mean, variance=found.variance, freedom=found.freedom)
    joined = _follows(counts, at)
    sum_mean, sum_error = mean + _before(mean), error + _before(error)
    pair = tail(
        y + _before(y),
        mean=sum_mean,
        variance=found.dispersion * sum_mean + sum_error**2,
        freedom=found.freedom,
    )
    pair = np.where(joined & (single < 0.5), pair, np.nan) / (1 - alone)
    both = np.minimum(np.fmin(single / alone, pair), 1.0)
    improbable = both <= alpha
    repeated = joined & _before(improbable.astype(np.float64)).astype(bool)
    signal = improbable & ~(repeated & (single / alone > alpha))
    since = np.where(pair < single / alone, at - 1, at)
    return both, np.where(signal, since, NO_SIGNAL)


def _before(values: Floats) -> Floats:
    """Shift by one; the first has nothing before it."""
    return np.concatenate([[0.0], values[:-1]])


def _follows(counts: Counts, at: Ints) -> Labels:
    """Tell whether the period before is in `at` too, in the same segment."""
    previous = np.concatenate([[-2], at[:-1]])
    same: Labels = (previous == at - 1) & (counts.segment[at - 1] == counts.segment[at])
    return same


def _predict(
    counts: Counts, at: Ints, *, cycle: float | None, keep: Sequence[Span] = ()
) -> _Predicted:
    chosen = constants_for(counts.period)
    begin = np.searchsorted(counts.segment, counts.segment[at])
    anchor = begin + (at - begin) // chosen.refit * chosen.refit
    first = np.maximum(begin, anchor - round(chosen.years * counts.periods_a_year))
    regressors, prior = _model(counts.period, counts.start.astype("datetime64[D]").tobytes(), cycle)
    made, outbreak = predict(
        regressors,
        counts.usual,
        counts.exposure * counts.complete,
        np.where(counts.within(keep), 0.0, 1.0),
        first,
        anchor,
        at,
        chosen.fewest,
        Rules(prior, chosen.longest, chosen.least, chosen.most, chosen.block),
    )
    return _Predicted(
        expected=made[:, 0],
        error=np.sqrt(made[:, 1]),
        dispersion=made[:, 2],
        freedom=made[:, 3],
        outbreaks=stretches_of(outbreak > 0.0),
    )


@lru_cache(maxsize=KEPT)
def _model(period: str, start: bytes, cycle: float | None) -> tuple[Floats, Floats]:
    """Give the regressors and the inverse prior variances of their coefficients."""
    chosen, days = constants_for(period), np.frombuffer(start, "datetime64[D]")
    position = days.astype(np.float64) / DAYS_A_YEAR
    if cycle is not None:
        position = np.arange(len(days)) / cycle
    cycles = [float(j) for j in range(1, chosen.harmonics + 1)]
    spreads = [chosen.season / j for j in cycles]
    columns = [1 if period == "quarter" and j == 2 else 2 for j in cycles]
    if period == "day":
        cycles += [j * DAYS_A_YEAR / DAYS_A_WEEK for j in (1, 2, 3)]
        spreads += [chosen.weekday] * 3
        columns += [2] * 3
    spread = np.concatenate([[np.inf, chosen.slope], np.repeat(spreads, columns)])
    X = design(position, np.array(cycles), np.array(columns, dtype=np.int64))
    return X, 1.0 / spread**2


def _checked(counts: Counts, at: Ints, alpha: float) -> Ints:
    at = np.asarray(at, dtype=np.int64)
    if len(at) and (at[0] < 0 or at[-1] >= len(counts) or (np.diff(at) <= 0).any()):
        raise BadInput(
            f"positions must ascend within 0 to {len(counts) - 1}, but are {at.tolist()[:5]}; "
            "give each period of the series at most once, oldest first"
        )
    if not 0 < alpha < 0.5:
        raise BadInput(
            f"a false signal with a chance of {alpha:.4g} a period cannot be kept; give a budget "
            "above 0 and below half a signal a period"
        )
    return at
