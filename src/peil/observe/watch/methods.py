"""The methods of the watch by name, each brought to the one form of its signals."""

from collections.abc import Callable, Mapping

import numpy as np
from scipy.stats import nbinom

from peil.observe.watch.counts import Counts
from peil.observe.watch.signals import NO_SIGNAL, Signals
from peil.terms.calendar import Ints

Method = Callable[[Counts, Ints, float], Signals]
"""From counts, the periods to evaluate and the false signals a year in each direction."""


def _flat(counts: Counts, at: Ints, budget: float) -> Signals:
    alpha = budget / counts.periods_a_year
    n = len(at)
    out = {k: np.full(n, np.nan) for k in ("expected", "lower", "upper", "p_rise", "p_fall")}
    for j, t in enumerate(at):
        past = counts.count[max(0, t - 60) : t]
        past = past[~np.isnan(past)]
        if len(past) < 24:
            continue
        a, b = past.sum() + 0.5, len(past)
        dist = nbinom(a, b / (b + 1))
        out["expected"][j] = past.mean()
        out["upper"][j] = dist.ppf(1 - alpha)
        out["p_rise"][j] = dist.sf(counts.count[t] - 1)
        out["p_fall"][j] = dist.cdf(counts.count[t])
    rise = np.where(out["p_rise"] < alpha, at, NO_SIGNAL)
    fall = np.where(out["p_fall"] < alpha, at, NO_SIGNAL)
    return Signals(
        at=at,
        expected=out["expected"],
        lower=out["lower"],
        upper=out["upper"],
        p_rise=out["p_rise"],
        p_fall=out["p_fall"],
        dispersion=np.ones(n),
        rise_since=rise,
        fall_since=fall,
    )


METHODS: Mapping[str, Method] = {"peil": _flat}
