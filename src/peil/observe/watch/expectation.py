"""Expectation: what the periods before lead one to expect of a period, and of a year.

A shrunk log-linear trend and season, without old outbreaks, and the level of the last half year as
far as levels have lasted; or the level that is known to hold, with the season learnt before it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np

from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import DAYS_A_WEEK, DAYS_A_YEAR, Counts, Span
from peil.observe.watch.holidays import with_holiday_terms
from peil.observe.watch.outbreak_baseline import FROM_LATE, FROM_SLOPE, Rules, predict
from peil.observe.watch.season import season_index
from peil.observe.watch.seasonal_fit import KEPT, design
from peil.observe.watch.signals import NO_SIGNAL, stretches_of
from peil.terms.calendar import Flags, Floats, Ints

LATE = np.array([1.0, 1 / 2, 1 / 4, 1 / 12])
"""Late windows, in years."""
MOST_YEARS = int(CONSTANTS["direction"]["most_years"])


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
        together: periods, the latest included, that are judged by their sum.
        stands: periods for which a signal stands at most, unless it is given again.
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
    together: int
    stands: int


@lru_cache(maxsize=8)
def constants_for(period: str) -> OutbreakConstants:
    """Give the constants for a length of period."""
    wanted = {f.name for f in fields(OutbreakConstants)}
    tables = (CONSTANTS["outbreak"][name] for name in ("baseline", "season", "cut", "signal"))
    chosen = {
        key: value[period] if isinstance(value, Mapping) else value
        for table in tables
        for key, value in table.items()
        if key in wanted
    }
    return OutbreakConstants(**chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted:
    """What the baselines of some periods lead to, before their counts are looked at.

    Args:
        expected, error, dispersion, freedom: (T,) mean, standard error of it, variance over mean,
            and the degrees of freedom of that.
        slope, slope_error, years: (T,) change of the log mean a year, its standard error, and the
            years that it was learnt from.
        before: (T, 2) events and seasonal effort before the latest year, old outbreaks apart.
        late: (T, W, 2) the same of the windows that end with each period: a year, a half, a
            quarter and a twelfth of one.
        outbreaks: first and last position of each old outbreak left out of the last baseline.
    """

    expected: Floats
    error: Floats
    dispersion: Floats
    freedom: Floats
    slope: Floats
    slope_error: Floats
    years: Floats
    before: Floats
    late: Floats
    outbreaks: tuple[tuple[int, int], ...]

    @property
    def variance(self) -> Floats:
        """Of the counts, the error of the mean included."""
        variance: Floats = self.dispersion * self.expected + self.error**2
        return variance

    def take(self, rows: Ints) -> "Predicted":
        """Keep some of the periods."""
        every = {f.name: getattr(self, f.name) for f in fields(self)}
        return Predicted(**{k: v if k == "outbreaks" else v[rows] for k, v in every.items()})


def predicted(
    counts: Counts,
    at: Ints,
    *,
    cycle: float | None = None,
    keep: Sequence[Span] = (),
    since: Ints | None = None,
) -> Predicted:
    """Predict counts, each from the periods before it in its segment and, if known, its level.

    A level that is new keeps the season that was learnt before it: as a factor of the effort.
    """
    begin = np.searchsorted(counts.segment, counts.segment[at])
    known = np.full(len(at), NO_SIGNAL) if since is None else since[at]
    effort = counts.exposure * counts.complete
    is_new = is_baseline(counts, at, known)
    made = np.empty((len(at), FROM_LATE + 2 * (1 + len(LATE))))
    outbreak = np.zeros(len(counts))
    for rows in filter(len, (np.flatnonzero(~is_new), np.flatnonzero(is_new))):
        is_changed = bool(is_new[rows[0]])
        made[rows], found = _predict(
            counts,
            at[rows],
            effort * season_index(counts) if is_changed else effort,
            np.where(is_new, known, begin)[rows],
            cycle=cycle,
            keep=keep,
        )
        if rows[-1] == len(at) - 1:
            outbreak = found
    late = made[:, FROM_LATE:].reshape(len(at), -1, 2)
    return Predicted(
        expected=made[:, 0],
        error=np.sqrt(made[:, 1]),
        dispersion=made[:, 2],
        freedom=made[:, 3],
        slope=made[:, FROM_SLOPE],
        slope_error=made[:, FROM_SLOPE + 1],
        years=made[:, FROM_SLOPE + 2],
        before=late[:, 0],
        late=late[:, 1:],
        outbreaks=stretches_of(outbreak > 0.0),
    )


def is_baseline(counts: Counts, at: Ints, since: Ints) -> Flags:
    """Say where a level has lasted for so long that periods are compared with it alone.

    Args:
        at, since: (T,) positions of the periods, and from which the level holds there; -1 for none.
    """
    begin = np.searchsorted(counts.segment, counts.segment[at])
    is_used = ~np.isnan(counts.count) & (counts.exposure * counts.complete > 0.0)
    reported = np.append(0, np.cumsum(is_used))
    learnt = reported[_anchors(counts, at)] - reported[np.maximum(since, 0)]
    return np.asarray((since > begin) & (learnt >= constants_for(counts.period).fewest))


def _predict(
    counts: Counts,
    at: Ints,
    effort: Floats,
    begin: Ints,
    *,
    cycle: float | None,
    keep: Sequence[Span],
) -> tuple[Floats, Floats]:
    """Predict from baselines that begin at `begin` or ten years back, if that is later."""
    chosen, year = constants_for(counts.period), counts.periods_a_year
    anchor = _anchors(counts, at)
    model = _model(counts.period, counts.start.astype("datetime64[D]").tobytes(), cycle)
    regressors, prior = with_holiday_terms(*model, counts)
    return predict(
        regressors,
        counts.usual,
        effort,
        np.where(counts.within(keep), 0.0, 1.0),
        np.maximum(begin, anchor - round(chosen.years * year)),
        anchor,
        at,
        np.maximum(1, np.rint(year * LATE)).astype(np.int64),
        chosen.fewest,
        round(MOST_YEARS * year),
        Rules(prior, chosen.longest, chosen.least, chosen.most, chosen.block, len(model[1]) - 2),
    )


def _anchors(counts: Counts, at: Ints) -> Ints:
    """Give the place before which the baseline of each period ends, counted from its segment."""
    refit, start = (
        constants_for(counts.period).refit,
        np.searchsorted(counts.segment, counts.segment[at]),
    )
    anchors: Ints = start + (at - start) // refit * refit
    return anchors


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
