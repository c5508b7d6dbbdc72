"""Peil's own method: a chart for lasting changes, and a detector of short ones, at every rate.

They share the budget of false signals: the chart has its part, the detector the rest. A changed
level is what the detector compares with, and what is remembered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import Counts, Span
from peil.observe.watch.expectation import Predicted
from peil.observe.watch.holidays import with_turn_of_year
from peil.observe.watch.level_changes import LevelNow, changes_of, level_ahead, level_now
from peil.observe.watch.level_split import Change
from peil.observe.watch.outbreak import outbreak_signals
from peil.observe.watch.scan_out import NOWHERE
from peil.observe.watch.season import season_index
from peil.observe.watch.shift import Shift, shift_chart
from peil.observe.watch.shift_baseline import SHORTEST
from peil.observe.watch.signals import NO_SIGNAL, Signals
from peil.terms.calendar import Flags, Floats, Ints

_BUDGET = CONSTANTS["budget"]
BUDGET = float(_BUDGET["false_signals_per_year"])
CHART_SHARE: dict[str, float] = _BUDGET["chart_share"]
YEARS_OF_NEW_NORMAL = int(_BUDGET["years_of_new_normal"])


@dataclass(frozen=True, slots=True, kw_only=True)
class PeilSigns:
    """What Peil's own method finds.

    Args:
        signals: which stands at each evaluated period.
        predicted: what the detector's baselines lead to there.
        level: the changed level that holds there.
        changes: all signals of the chart, oldest first.
        effort: (N,) seasonal effort, which the chart's rates are about.
        shift: the chart.
    """

    signals: Signals
    predicted: Predicted
    level: LevelNow
    changes: tuple[Change, ...]
    effort: Floats
    shift: Shift


def budget_of_chart(budget: float, period: str) -> float:
    """Give the chart's part of a budget of false signals a year, for periods of a length.

    Of a budget above the usual one the detector has what is more.
    """
    return CHART_SHARE[period] * min(budget, BUDGET)


def peil_signs(counts: Counts, at: Ints, budget: float, *, keep: Sequence[Span] = ()) -> PeilSigns:
    """Look for lasting changes of the mean and for short ones.

    Args:
        at: (T,) at least one position.
        budget: false signals a year in each direction.
        keep: stretches that stay in both baselines, although they look like an old outbreak.
    """
    counts = with_turn_of_year(counts)
    part, lasts = budget_of_chart(budget, counts.period), periods_of_new_mean(counts)
    effort = counts.exposure * season_index(counts)
    seasonal = replace(counts, exposure=effort)
    shift = shift_chart(seasonal, false_signals_per_year=part, shortest=lasts, keep=keep)
    effort = effort * counts.complete
    signalled, every = tuple(changes_of(shift)), np.arange(len(counts))
    level, changes = level_now(signalled, counts, effort, every)
    ahead = level_ahead(level, counts, effort)
    single, predicted = outbreak_signals(counts, at, budget - part, keep=keep, level=ahead)
    now = level.take(at)
    signals = _joined(single, now)
    return PeilSigns(
        signals=replace(signals, outbreaks=_left_out(single, shift)),
        predicted=predicted,
        level=now,
        changes=changes,
        effort=effort,
        shift=shift,
    )


def _joined(single: Signals, level: LevelNow) -> Signals:
    """Let the chart's signal stand, unless the detector has a newer one."""
    opened, is_rise = level.opened, level.is_rise
    chart: Flags = level.is_open & (single.opened <= opened)
    return replace(
        single,
        rise_since=np.where(chart, np.where(is_rise, level.since, NO_SIGNAL), single.rise_since),
        fall_since=np.where(chart, np.where(is_rise, NO_SIGNAL, level.since), single.fall_since),
        given=single.given | (chart & (opened == single.at)),
        opened=np.where(chart, opened, single.opened),
        is_lasting=chart,
    )


def _left_out(single: Signals, shift: Shift) -> tuple[tuple[int, int], ...]:
    """Make one of old outbreaks that overlap or touch: each question has a baseline of its own."""
    ends = zip(shift.cut_first[-1:].tolist(), shift.cut_last[-1:].tolist(), strict=True)
    joined: list[tuple[int, int]] = []
    for first, last in sorted((*single.outbreaks, *(e for e in ends if e[0] != NOWHERE))):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return tuple(joined)


def periods_of_new_mean(counts: Counts) -> int:
    """Give the periods of a first baseline, after which a change is the new normal as well."""
    return max(SHORTEST, round(YEARS_OF_NEW_NORMAL * counts.periods_a_year))
