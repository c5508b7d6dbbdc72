"""Shift chart: has the mean of a series of low counts changed for good, and since when?

Two sums of log likelihood ratios, for a rise to 1.4 or 2 times and a fall to 0.4 of the baseline's
mean, start again whenever they reach zero; a signal opens at a threshold and closes at zero.
Rules, tables and what was measured: docs/methods/watch-shift.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from peil.observe.watch.counts import Counts, Span
from peil.observe.watch.e_detector import detect
from peil.observe.watch.scan_out import NOWHERE
from peil.observe.watch.shift_baseline import SHORTEST
from peil.observe.watch.shift_kernel import COLUMNS, ShiftInput, run_chart, shift_input
from peil.observe.watch.shift_thresholds import threshold_table
from peil.terms.calendar import Floats, Ints
from peil.terms.errors import BadInput

Bools = NDArray[np.bool_]
CUSUM, E_DETECTOR = "cusum", "e-detector"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What the chart says of each period, judged by itself and those before it.

    Args:
        chart: cusum, or e-detector where the table has no such budget.
        expected: (N,) baseline mean times exposure and completeness; NaN without a baseline.
        size: (N,) of the negative binomial distribution; infinity for Poisson counts.
        baseline: (N,) periods in the baseline.
        up, down: (N,) evidence gathered, in units of log likelihood ratio, held at the threshold; that
            of a rise is discounted where counts are very wide.
        up_threshold, down_threshold: (N,) where a signal opens.
        is_rise, is_fall: (N,) whether a signal is open; never both.
        up_began, down_began: (N,) position where the excursion began, or the change that is
            signalled; -1 where there is none.
        mean: (N,) events that the baseline expects of one of its own periods.
        cut_first, cut_last: (N,) old outbreak left out of the baseline in use; -1 without one.
    """

    chart: str
    expected: Floats
    size: Floats
    baseline: Floats
    up: Floats
    down: Floats
    up_threshold: Floats
    down_threshold: Floats
    is_rise: Bools
    is_fall: Bools
    up_began: Ints
    down_began: Ints
    mean: Floats
    cut_first: Ints
    cut_last: Ints

    def __len__(self) -> int:
        return len(self.expected)

    @property
    def rise_since(self) -> Ints:
        """Position at which an open rise is thought to have begun; -1 without a signal."""
        return np.where(self.is_rise, self.up_began, NOWHERE)

    @property
    def fall_since(self) -> Ints:
        """Position at which an open fall is thought to have begun; -1 without a signal."""
        return np.where(self.is_fall, self.down_began, NOWHERE)


def shift_chart(
    counts: Counts,
    *,
    false_signals_per_year: float = 0.1,
    keep: Sequence[Span] = (),
    shortest: int = SHORTEST,
) -> Shift:
    """Chart lasting rises and falls against a baseline whose mean and spread are estimated.

    Args:
        counts: the series as known on a day; NaN counts and periods without exposure are gaps.
        false_signals_per_year: budget in each direction.
        keep: first and last day of stretches that a person keeps in the baseline, although
            they look like an old outbreak.
        shortest: reported periods before the first answer, at least 24.

    Raises:
        BadInput: a budget that is no positive number or above one a period.

    Source:
        Page (1954), Biometrika 41, 100-115; Rossi, Lampugnani and Marchi (1999), Statistics in
        Medicine 18, 2111-2122, on counts in surveillance.
    """
    if not 0.0 < false_signals_per_year < counts.periods_a_year:
        raise BadInput(
            f"{false_signals_per_year:g} false signals a year cannot be kept; give a number "
            f"above 0 and below {counts.periods_a_year:.4g}, the periods of a year"
        )
    budget = counts.periods_a_year / false_signals_per_year
    given = shift_input(counts, keep=keep, shortest=shortest)
    if threshold_table().holds(budget):
        return _as_shift(CUSUM, _cusum(given, budget))
    return _as_shift(E_DETECTOR, detect(given, budget=budget))


def _cusum(given: ShiftInput, budget: float) -> Floats:
    limits = threshold_table().at(budget)
    return run_chart(
        given.count,
        given.effort,
        given.segment,
        given.may_cut,
        limits.values,
        limits.baselines,
        limits.means,
        limits.ratios,
        given.shortest,
    )


def _as_shift(chart: str, rows: Floats) -> Shift:
    column: dict[str, Any] = dict(zip(COLUMNS, rows.T, strict=True))
    for name in ("is_rise", "is_fall"):
        column[name] = column[name] == 1.0
    for name in ("up_began", "down_began", "cut_first", "cut_last"):
        place = column[name]
        column[name] = np.where(np.isnan(place), NOWHERE, place).astype(np.int64)
    with np.errstate(divide="ignore"):
        size = 1.0 / column.pop("spread")
    baseline = np.nan_to_num(column.pop("length"))
    return Shift(chart=chart, size=size, baseline=baseline, **column)
