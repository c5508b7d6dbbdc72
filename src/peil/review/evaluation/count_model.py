"""Regression of counts on a design, with the logarithm of the exposure as an offset."""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import brentq
from scipy.special import digamma

from peil.terms.calendar import Floats
from peil.terms.errors import BadInput

POISSON, QUASI, NEGATIVE_BINOMIAL = "poisson", "quasi_poisson", "negative_binomial"
FAMILIES = (POISSON, QUASI, NEGATIVE_BINOMIAL)
LEAST_OVERDISPERSION, MOST_OVERDISPERSION = 1e-6, 1e3
ROUNDS, TOLERANCE = 50, 1e-8


@dataclass(frozen=True, slots=True, kw_only=True)
class CountFit:
    """A fitted regression of counts.

    Args:
        family: poisson, quasi_poisson or negative_binomial.
        coefficients: (K,) of the columns, on the logarithmic scale.
        covariance: (K, K) of the coefficients.
        mean: (N,) fitted means.
        dispersion: factor on the Poisson variance; 1 with the negative binomial.
        overdispersion: alpha of the variance mean + alpha x mean²; 0 with the others.
        inflation: (K,) variance over that of the model, where errors are robust; else ones.
    """

    family: str
    coefficients: Floats
    covariance: Floats
    mean: Floats
    dispersion: float
    overdispersion: float
    inflation: Floats

    def variance_if(self, design: Floats, mean: Floats, contrast: Floats) -> float:
        """Give the variance that a sum of coefficients would have with other means.

        Args:
            design: (N, K) columns.
            mean: (N,) means under an alternative.
            contrast: (K,) weights of the coefficients.
        """
        weight = mean / (self.dispersion * (1 + self.overdispersion * mean))
        inverse = np.linalg.inv((design * weight[:, None]).T @ design)
        scaled = contrast * np.sqrt(self.inflation)
        return float(scaled @ inverse @ scaled)


def fit_counts(
    count: Floats, design: Floats, exposure: Floats, *, family: str, lags: int | None = None
) -> CountFit:
    """Fit counts by maximum likelihood.

    Args:
        count: (N,) whole numbers.
        design: (N, K) columns, of full rank.
        exposure: (N,) what the mean is proportional to.
        family: poisson; quasi_poisson, whose variance is the Poisson one times Pearson's
            dispersion, never below 1; or negative_binomial.
        lags: where given, errors are robust to correlation over so many periods.

    Raises:
        BadInput: the fit does not converge.

    Source:
        McCullagh and Nelder (1989), Generalized Linear Models; Lawless (1987), Canadian Journal
        of Statistics 15(3), 209-225, for the negative binomial; Newey and West (1987),
        Econometrica 55(3), 703-708.
    """
    offset = np.log(exposure)
    alpha = 0.0
    if family == NEGATIVE_BINOMIAL:
        alpha = _overdispersion(count, design, offset)
    made = _glm(count, design, offset, alpha)
    dispersion = 1.0
    if family == QUASI:
        dispersion = max(1.0, float(made.pearson_chi2 / made.df_resid))
    covariance = np.asarray(made.cov_params()) * dispersion
    inflation = np.ones(design.shape[1])
    if lags is not None:
        robust = _glm(count, design, offset, alpha, lags).cov_params()
        inflation = np.diag(robust) / np.diag(covariance)
        covariance = np.asarray(robust)
    return CountFit(
        family=family,
        coefficients=np.asarray(made.params),
        covariance=covariance,
        mean=np.asarray(made.fittedvalues),
        dispersion=dispersion,
        overdispersion=alpha,
        inflation=inflation,
    )


def _glm(
    count: Floats, design: Floats, offset: Floats, alpha: float, lags: int | None = None
) -> Any:
    # Slow to load, and not needed by who only reads what was fitted.
    from statsmodels.genmod.families import NegativeBinomial, Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    family = NegativeBinomial(alpha=alpha) if alpha > 0 else Poisson()
    robust: dict[str, Any] = {}
    if lags is not None:
        robust = {"cov_type": "HAC", "cov_kwds": {"maxlags": lags}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what they say of separation, `_unfit` says better
        try:
            made = GLM(count, design, offset=offset, family=family).fit(**robust)
        except (ValueError, np.linalg.LinAlgError):
            raise _unfit() from None
    if not (made.converged and np.isfinite(made.params).all() and made.df_resid > 0):
        raise _unfit()
    return made


def _unfit() -> BadInput:
    return BadInput(
        "the model of the counts does not converge; use fewer terms, longer periods or a "
        "longer series"
    )


def _overdispersion(count: Floats, design: Floats, offset: Floats) -> float:
    """Find alpha by turns with the means, as is usual; 0 where the counts vary no more."""
    alpha = 0.0
    for _ in range(ROUNDS):
        mean = np.asarray(_glm(count, design, offset, alpha).fittedvalues)
        found = _most_likely_alpha(count, mean)
        if abs(found - alpha) <= TOLERANCE * (1 + alpha):
            return found
        alpha = found
    return alpha


def _most_likely_alpha(count: Floats, mean: Floats) -> float:
    def slope(log_alpha: float) -> float:
        return _score(count, mean, float(np.exp(log_alpha)))

    low, high = np.log(LEAST_OVERDISPERSION), np.log(MOST_OVERDISPERSION)
    if slope(low) <= 0:
        return 0.0
    if slope(high) >= 0:
        return MOST_OVERDISPERSION
    return float(np.exp(brentq(slope, low, high, xtol=1e-10)))


def _score(count: Floats, mean: Floats, alpha: float) -> float:
    """Give the slope of the negative binomial likelihood in alpha, times alpha squared."""
    size = 1 / alpha
    parts = digamma(size) - digamma(count + size) + np.log1p(alpha * mean)
    return float((parts + alpha * (count - mean) / (1 + alpha * mean)).sum())
