"""Peil's own method: a chart for lasting changes, and a test of single periods."""

import numpy as np
from scipy.stats import nbinom, poisson

from peil.observe.watch.counts import Counts
from peil.observe.watch.shift import shift_chart
from peil.observe.watch.signals import Signals
from peil.terms.calendar import Ints


def combined(counts: Counts, at: Ints, budget: float) -> Signals:
    """Chart lasting changes of the level."""
    shift = shift_chart(counts, false_signals_per_year=budget, at=at)
    y, mean = counts.count[at], shift.expected
    unknown = np.full(len(at), np.nan)
    with np.errstate(invalid="ignore"):
        share = np.where(np.isinf(shift.size), 1.0, shift.size / (shift.size + mean))
        is_plain = np.isinf(shift.size)
        size = np.where(is_plain, 1.0, shift.size)
        p_rise = np.where(is_plain, poisson.sf(y - 1, mean), nbinom.sf(y - 1, size, share))
        p_fall = np.where(is_plain, poisson.cdf(y, mean), nbinom.cdf(y, size, share))
    return Signals(
        at=at,
        expected=mean,
        lower=unknown,
        upper=unknown,
        p_rise=p_rise,
        p_fall=p_fall,
        dispersion=shift.dispersion,
        rise_since=shift.rise_since,
        fall_since=shift.fall_since,
        outbreaks=shift.outbreaks,
    )
