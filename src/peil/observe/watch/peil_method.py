"""Peil's own method: a chart for lasting changes, and a test of single periods.

Below five events a period the chart has the whole budget of false signals, since no single
count says much there. From five on each has half of it: the test sees what is short or small,
which a chart tuned to low counts cannot. The mean of the chart's baseline decides, and nothing
is decided anew while a signal is open, so that no busy month hands a signal to the other chart.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import Counts, Span
from peil.observe.watch.outbreak import outbreak_signals
from peil.observe.watch.season import season_index
from peil.observe.watch.shift import Shift, shift_chart
from peil.observe.watch.shift_baseline import SHORTEST
from peil.observe.watch.shift_kernel import NOWHERE
from peil.observe.watch.signals import NO_CHART_BASELINE, NO_SIGNAL, ChartBaseline, Signals
from peil.terms.calendar import Flags, Ints

LOW = float(CONSTANTS["budget"]["low"])
YEARS_OF_NEW_NORMAL = int(CONSTANTS["budget"]["years_of_new_normal"])


def peil_signals(counts: Counts, at: Ints, budget: float, *, keep: Sequence[Span] = ()) -> Signals:
    """Look for lasting changes of the mean and, where counts are not low, for short ones.

    Args:
        keep: stretches that stay in both baselines, although they look like an old outbreak.
    """
    run, lasts = shift_charts(counts, keep=keep), periods_of_new_mean(counts)
    shift = run(budget)
    chart = _lasting(shift, at, lasts)
    single = outbreak_signals(counts, at, budget / 2, keep=keep)
    is_low = np.where(np.isnan(shift.mean[at]), ~(single.expected >= LOW), True)
    if (shift.mean >= LOW).any():
        half = run(budget / 2)
        has_low_mean = _has_low_mean(shift, half)
        is_low = np.where(np.isnan(shift.mean[at]), is_low, has_low_mean[at])
        chart = _chosen(is_low, chart, _lasting(half, at, lasts))
        shift = shift if has_low_mean[-1] else half
    is_lasting = is_low | (chart.opened != NO_SIGNAL)
    return replace(
        single,
        rise_since=np.where(is_lasting, chart.rise_since, single.rise_since),
        fall_since=np.where(is_lasting, chart.fall_since, single.fall_since),
        opened=np.where(is_lasting, chart.opened, single.opened),
        mean_since=chart.mean_since,
        is_lasting=is_lasting,
        outbreaks=_joined(*single.outbreaks, *chart.cut_at_last),
        chart_baseline=_chart_baseline(shift),
    )


def _has_low_mean(whole: Shift, half: Shift) -> Flags:
    """Say of each period whether the chart with the whole budget answers, (N,)."""
    is_low = whole.mean < LOW
    is_open = whole.is_rise | whole.is_fall | half.is_rise | half.is_fall
    for t in np.flatnonzero(is_open[1:] & ~np.isnan(whole.mean[:-1])) + 1:
        is_low[t] = is_low[t - 1]
    return is_low


def _chosen(is_low: Flags, whole: "_Lasting", half: "_Lasting") -> "_Lasting":
    chosen = _Lasting(*(np.where(is_low, a, b) for a, b in zip(whole, half, strict=True)))
    # The chart that answered before may have known the mean longer.
    known = np.where(chosen.mean_since == NO_SIGNAL, whole.mean_since, chosen.mean_since)
    return chosen._replace(mean_since=known)


def _chart_baseline(shift: Shift) -> ChartBaseline:
    if not len(shift) or np.isnan(shift.mean[-1]):
        return NO_CHART_BASELINE
    mean = float(shift.mean[-1])
    # An outbreak cut out of the shortest baseline leaves less than was simulated.
    periods = max(float(shift.baseline[-1]), float(SHORTEST))
    return ChartBaseline(mean, float(1.0 + mean / shift.size[-1]), periods)


def _joined(*stretches: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """Make one of stretches that overlap or touch: each question has a baseline of its own."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(stretches):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return tuple(joined)


class _Lasting(NamedTuple):
    """What a chart says of the evaluated periods."""

    rise_since: Ints
    fall_since: Ints
    opened: Ints
    mean_since: Ints
    cut_first: Ints
    cut_last: Ints

    @property
    def cut_at_last(self) -> tuple[tuple[int, int], ...]:
        """The old outbreak left out of the baseline of the last period, if there is one."""
        ends = zip(self.cut_first[-1:].tolist(), self.cut_last[-1:].tolist(), strict=True)
        return tuple(pair for pair in ends if pair[0] != NOWHERE)


def _lasting(shift: Shift, at: Ints, lasts: int) -> _Lasting:
    """Take the evaluated periods; a signal that lasts longer is the new mean from its start on."""
    n = len(shift)
    is_open = shift.is_rise.astype(np.int64) - shift.is_fall
    starts = np.flatnonzero(np.append(True, is_open[1:] != is_open[:-1])) if n else at[:0]
    opened, mean_since = np.full(n, NO_SIGNAL), np.full(n, NO_SIGNAL)
    for first, end in zip(starts, [*starts[1:], n], strict=True):
        if is_open[first]:
            since = max(shift.rise_since[first], shift.fall_since[first])
            opened[first:end] = first
            mean_since[first : n if end - first > lasts else end] = since
    return _Lasting(
        rise_since=shift.rise_since[at],
        fall_since=shift.fall_since[at],
        opened=opened[at],
        mean_since=mean_since[at],
        cut_first=shift.cut_first[at],
        cut_last=shift.cut_last[at],
    )


def shift_charts(counts: Counts, *, keep: Sequence[Span] = ()) -> Callable[[float], Shift]:
    """Take the season out, and give what runs the chart of lasting changes at a budget."""
    level = replace(counts, exposure=counts.exposure * season_index(counts))
    shortest = periods_of_new_mean(counts)
    return lambda budget: shift_chart(
        level, false_signals_per_year=budget, shortest=shortest, keep=keep
    )


def periods_of_new_mean(counts: Counts) -> int:
    """Give the periods of a first baseline, after which a change is the new normal as well."""
    return max(SHORTEST, round(YEARS_OF_NEW_NORMAL * counts.periods_a_year))
