"""Log likelihood ratios of counts: of a rate of their own, and of a given multiple of the mean."""

import numpy as np

from peil.surveillance.compiled import compiled

NEARLY_POISSON = 1e-9


@compiled
def poisson_gain(events: float, expected: float) -> float:
    """Give the log likelihood ratio of a mean of its own, for a Poisson count, against one above 0."""
    if events <= 0.0:
        return expected
    return float(events * np.log(events / expected) + expected - events)


@compiled
def log_ratio(count: float, mean: float, ratio: float, dispersion: float) -> float:
    """Give the log likelihood ratio of `ratio` times the mean against the mean.

    Args:
        dispersion: variance = mean + dispersion mean²; a Poisson count where there is hardly any.
    """
    if dispersion < NEARLY_POISSON:
        return float(count * np.log(ratio) - mean * (ratio - 1.0))
    wider = np.log1p(dispersion * mean * (ratio - 1.0) / (1.0 + dispersion * mean))
    return float(count * (np.log(ratio) - wider) - wider / dispersion)
