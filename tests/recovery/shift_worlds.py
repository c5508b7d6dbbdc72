"""Series whose level is known, for the shift chart."""

from typing import Any

import numpy as np

from peil.observe.watch.counts import Counts
from peil.observe.watch.shift import shift_chart
from peil.terms.calendar import Floats, first_day, last_day

FIRST_MONTH = 120
NEVER = 10**6


def monthly(count: Any, **changes: Any) -> Counts:
    """Make monthly counts from January 1980 on, complete and without breaks."""
    n = len(count)
    months = FIRST_MONTH + np.arange(n)
    known: dict[str, Any] = {
        "series": "attacks",
        "period": "month",
        "start": first_day(months),
        "end": last_day(months),
        "count": np.asarray(count, dtype=np.float64),
        "exposure": np.ones(n),
        "complete": np.ones(n),
        "segment": np.ones(n),
    }
    return Counts(**{**known, **changes})


def draw(rng: np.random.Generator, mean: Any, spread: float) -> Floats:
    """Draw Poisson counts at spread 0, else negative binomial ones of size one over the spread."""
    rate = np.asarray(mean, dtype=np.float64)
    if spread > 0.0:
        rate = rng.gamma(1.0 / spread, rate * spread)
    return rng.poisson(rate).astype(np.float64)


def first_signals(
    rng: np.random.Generator,
    means: Any,
    *,
    spread: float,
    series: int,
    shortest: int = 24,
    keep: Any = (),
    budget: float = 120.0,
    **changes: Any,
) -> Any:
    """Give (series, 2) the periods after the first baseline until a rise and a fall are said.

    Args:
        budget: months per false signal in each direction.
    """
    found = np.full((series, 2), NEVER)
    for i in range(series):
        chart = shift_chart(
            monthly(draw(rng, means, spread), **changes),
            false_signals_per_year=12.0 / budget,
            shortest=shortest,
            keep=keep,
        )
        for way, signal in enumerate((chart.is_rise[shortest:], chart.is_fall[shortest:])):
            if signal.any():
                found[i, way] = int(signal.argmax()) + 1
    return found


def allowed(periods: int, budget: float = 120.0) -> float:
    """Give the share of steady series that may have signalled after some periods."""
    return float(1.0 - (1.0 - 1.0 / budget) ** periods)


def with_chance(share: float, series: int) -> float:
    """Add three standard errors of the sample: one test in a thousand fails at the very limit."""
    return float(share + 3.0 * np.sqrt(share * (1.0 - share) / series))
