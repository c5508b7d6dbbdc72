"""The in-control mean of a chart: a log-linear model of the counts before it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma, polygamma, xlogy

from peil.terms.calendar import Floats, Ints
from peil.terms.errors import BadInput


class NoMean(BadInput):
    """The counts before the first evaluated period determine no in-control mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanModel:
    """Which terms the log of the mean has besides its intercept, and when it is fitted again.

    Args:
        harmonics: pairs of cosine and sine of the year.
        trend: whether it has a linear trend.
        refit: whether it is fitted again after each alarm, with all counts up to that period.
    """

    harmonics: int = 1
    trend: bool = False
    refit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """When iterations stop: by the means or by the deviance, and after how many steps at most."""

    steps: int
    exact: bool

    def has_settled(self, eta: float, deviance: float, before: float) -> bool:
        """Judge by the largest change of a log mean, or by the deviances of two steps."""
        if self.exact:
            return eta < 1e-9
        return abs(deviance - before) / (0.1 + abs(deviance)) < 1e-8


EXACT = Fitting(steps=100, exact=True)
AS_R = Fitting(steps=25, exact=False)
"""What R's glm does: a fit that has not converged is used all the same."""

SMALLEST_DISPERSION = 1e-6
"""Dispersion below which a negative binomial is a Poisson."""


def given_mean(mean: ArrayLike, periods: int) -> Floats:
    """Take a mean for each evaluated period.

    Raises:
        BadInput: it is no number above 0, nor one for each period.
    """
    mu = np.asarray(mean, dtype=np.float64)
    if mu.ndim > 1 or mu.size not in (1, periods) or not ((mu > 0) & (mu < np.inf)).all():
        raise BadInput(
            f"the mean is no number above 0, nor {periods} of them, one for each evaluated"
            " period; give either"
        )
    return np.broadcast_to(mu, (periods,)).copy()


def fitted_mean(
    counts: Floats,
    *,
    until: int,
    at: Ints,
    frequency: int,
    model: MeanModel,
    alpha: float | None,
    fitting: Fitting = EXACT,
) -> tuple[Floats, float]:
    """Fit the counts before a period, and predict the mean of the periods asked for.

    Args:
        counts: (N,) checked counts; those not reported are left out.
        until: number of periods that are fitted, from the first.
        at: (T,) positions to predict.
        frequency: periods in a year.
        model: the terms.
        alpha: dispersion, variance = mean + alpha mean²; 0 for Poisson; None to estimate it.
        fitting: when iterations stop.

    Returns:
        (T,) means, and the dispersion.

    Raises:
        BadInput: there are too few reports or events to fit the terms.
    """
    known = np.flatnonzero(~np.isnan(counts[:until]))
    design = _design(known, frequency, model)
    y = counts[known]
    if len(y) <= design.shape[1] or not y.any():
        raise NoMean(
            f"the {until} periods before hold {len(y)} reports and {y.sum():g} events, too few to"
            f" fit {design.shape[1]} terms; lengthen the baseline or give the mean"
        )
    if alpha is None:
        alpha, beta = _estimate_dispersion(design, y, fitting)
    else:
        beta = _fit(design, y, alpha, fitting)
    return np.exp(_design(at, frequency, model) @ beta), float(alpha)


def _design(positions: Ints, frequency: int, model: MeanModel) -> Floats:
    """Columns of the model at each position: intercept, trend, cosines and sines."""
    time = positions + 1.0
    columns = [np.ones(len(time))]
    if model.trend:
        columns.append(time / frequency)
    for harmonic in range(1, model.harmonics + 1):
        angle = 2.0 * np.pi * harmonic * time / frequency
        columns += [np.cos(angle), np.sin(angle)]
    return np.column_stack(columns)


def _fit(
    design: Floats, y: Floats, alpha: float, fitting: Fitting, start: Floats | None = None
) -> Floats:
    """Fit a log-linear model of known dispersion by iterated weighted least squares."""
    mean = start
    if mean is None:
        mean = y + 0.1 if alpha == 0 else np.where(y == 0, 1.0 / 6.0, y)
    eta, before = np.log(mean), _deviance(y, mean, alpha)
    for _ in range(fitting.steps):
        weight = np.sqrt(mean / (1.0 + alpha * mean))
        working = eta + (y - mean) / mean
        beta = np.linalg.lstsq(design * weight[:, None], working * weight, rcond=1e-11)[0]
        change, eta = eta, np.clip(design @ beta, -700.0, 700.0)
        mean = np.exp(eta)
        deviance = _deviance(y, mean, alpha)
        if fitting.has_settled(float(np.abs(eta - change).max()), deviance, before):
            break
        before = deviance
    else:
        if fitting.exact:
            raise NoMean(
                f"{y.sum():g} events in {len(y)} reports do not determine {design.shape[1]} terms of"
                " the mean; lengthen the baseline, use fewer terms or give the mean"
            )
    return np.asarray(beta, dtype=np.float64)


def _deviance(y: Floats, mean: Floats, alpha: float) -> float:
    """Twice how far the log-likelihood lies below that of a perfect fit."""
    if alpha == 0:
        return float(2.0 * np.sum(xlogy(y, y) - xlogy(y, mean) - (y - mean)))
    size = 1.0 / alpha
    ratio = np.log((y + size) / (mean + size))
    return float(2.0 * np.sum(xlogy(y, y) - xlogy(y, mean) - (y + size) * ratio))


def _estimate_dispersion(design: Floats, y: Floats, fitting: Fitting) -> tuple[float, Floats]:
    """Maximise the negative binomial likelihood over mean and dispersion together."""
    beta = _fit(design, y, 0.0, fitting)
    mean = np.exp(design @ beta)
    # The slope of the likelihood in the dispersion, at none: without excess variance it falls.
    if np.sum((y - mean) ** 2 - y) <= 0:
        return 0.0, beta
    alpha = max(float(np.sum((y - mean) ** 2 - y) / np.sum(mean**2)), SMALLEST_DISPERSION)
    for _ in range(fitting.steps):
        before = alpha
        alpha = _best_dispersion(y, mean, alpha)
        if alpha <= SMALLEST_DISPERSION:
            return 0.0, beta
        beta = _fit(design, y, alpha, fitting, mean)
        mean = np.exp(design @ beta)
        if abs(alpha - before) < 1e-10 * alpha:
            break
    return alpha, beta


def _best_dispersion(y: Floats, mean: Floats, alpha: float) -> float:
    """Maximise the likelihood over the dispersion, by Newton steps in its logarithm."""
    position = -np.log(alpha)
    for _ in range(100):
        size = np.exp(position)
        total = mean + size
        slope = np.sum(
            digamma(y + size) - digamma(size) - np.log(total / size) + 1.0 - (y + size) / total
        )
        curve = np.sum(
            polygamma(1, y + size)
            - polygamma(1, size)
            + 1.0 / size
            - 2.0 / total
            + (y + size) / total**2
        )
        first, second = size * slope, size * slope + size**2 * curve
        step = -first / second if second < 0 else np.sign(first)
        position += float(np.clip(step, -2.0, 2.0))
        if abs(step) < 1e-12 or position > -np.log(SMALLEST_DISPERSION):
            break
    return float(np.exp(-position))
