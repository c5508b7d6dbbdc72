"""Peil's own method: a chart for lasting changes, and a test of single periods.

Below five events a period the chart has the whole budget of false signals, since no single
count says much there. From five on each has half of it: the test sees what is short or small,
which a chart tuned to low counts cannot.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from peil.observe.watch.counts import Counts
from peil.observe.watch.outbreak import outbreak_signals
from peil.observe.watch.season import season_index
from peil.observe.watch.shift import Shift, shift_chart
from peil.observe.watch.shift_baseline import SHORTEST
from peil.observe.watch.signals import NO_SIGNAL, Signals
from peil.terms.calendar import Ints

LOW = 5.0
"""Events a period below which only lasting changes are looked for."""
YEARS_OF_SEASON = 2


def combined(counts: Counts, at: Ints, budget: float) -> Signals:
    """Look for lasting changes of the level and, where counts are not low, for short ones."""
    level = shift_charts(counts, at, {1.0: budget, 0.5: budget / 2})
    single = outbreak_signals(counts, at, budget / 2)
    is_low = ~(level[1.0].expected >= LOW)
    rise = np.where(is_low, level[1.0].rise_since, level[0.5].rise_since)
    fall = np.where(is_low, level[1.0].fall_since, level[0.5].fall_since)
    is_lasting = is_low | (rise != NO_SIGNAL) | (fall != NO_SIGNAL)
    return replace(
        single,
        rise_since=np.where(is_lasting, rise, single.rise_since),
        fall_since=np.where(is_lasting, fall, single.fall_since),
        is_lasting=is_lasting,
    )


def shift_charts(counts: Counts, at: Ints, budgets: Mapping[float, float]) -> dict[float, Shift]:
    """Run the chart of lasting changes at several budgets, with the season taken out."""
    effort = counts.exposure * season_index(counts)
    level = replace(counts, exposure=effort)
    shortest = max(SHORTEST, round(YEARS_OF_SEASON * counts.periods_a_year))
    return {
        name: shift_chart(level, false_signals_per_year=budget, at=at, shortest=shortest)
        for name, budget in budgets.items()
    }
