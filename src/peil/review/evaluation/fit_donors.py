"""Weights of donors that make them like one unit before a policy."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from peil.review.evaluation.nearest import least_within, nearest_weights, search, square
from peil.review.evaluation.panel import FEWEST_BEFORE, Panel
from peil.terms.calendar import Flags, Floats
from peil.terms.errors import BadInput

SAME = 1e-3
"""Relative difference of errors up to which two ends of the search are one optimum."""
MOST_OPTIMA = 5
MOST_STARTS = 100_000


def check_seed(seed: int) -> None:
    """Refuse a seed that draws cannot begin from.

    Raises:
        BadInput: it is below 0.
    """
    if seed < 0:
        raise BadInput(f"the seed of the draws is {seed}; give a whole number from 0 on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """How weights are looked for.

    Args:
        first, last: years over which the outcome is fitted; None for all before the policy.
        starts: of the search for the weights of predictors. The first is from equal weights,
            the others are drawn evenly over all weights; without predictors none is needed.
        seed: of the draws.
    """

    first: int | None = None
    last: int | None = None
    starts: int = 300
    seed: int = 1

    def __post_init__(self) -> None:
        check_seed(self.seed)
        if not 1 <= self.starts <= MOST_STARTS:
            raise BadInput(
                f"{self.starts} starts are asked for; give a number from 1 to {MOST_STARTS}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Optimum:
    """One place where searches ended: (J,) weights, error, and the share of starts."""

    weights: Floats
    mspe: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DonorFit:
    """Weights of the donors of one unit.

    Args:
        donors: (J,) their names.
        weights: (J,) at least 0, with the sum 1.
        mspe: mean squared error of the outcome in the years fitted.
        predictor_weights: by name, with the sum 1; empty without predictors.
        optima: where the searches ended, best first.
        gap: (T,) the unit's outcome less the donors'.
        synthetic: (T,) the donors' outcome.
    """

    donors: tuple[str, ...]
    weights: Floats
    mspe: float
    predictor_weights: Mapping[str, float]
    optima: tuple[Optimum, ...]
    gap: Floats
    synthetic: Floats


def fit_donors(panel: Panel, unit: str, begins: int, asked: Search) -> DonorFit:
    """Weight donors so that they are like a unit before a policy.

    With predictors the weights fit these best, and the predictors' own weights are such that
    the outcome before is fitted best. Without predictors the outcome is fitted directly.

    Args:
        panel: the unit and its donors, checked.
        unit: whose likeness is sought.
        begins: first year of the policy.
        asked: how to look.

    Raises:
        BadInput: no year before the policy is left to fit.

    Source:
        Abadie and Gardeazabal (2003), American Economic Review 93(1), 113-132; Abadie, Diamond
        and Hainmueller (2010), J. Am. Stat. Assoc. 105(490), 493-505.
    """
    own = panel.place(unit)
    others = [i for i in range(len(panel.units)) if i != own]
    gram = _gram(panel, own, others, begins, asked)
    optima, logs = _optima(panel, own, others, gram, asked)
    best = optima[0]
    synthetic = best.weights @ panel.outcome[others]
    return DonorFit(
        donors=tuple(panel.units[i] for i in others),
        weights=best.weights,
        mspe=best.mspe,
        predictor_weights=_shares(panel, logs),
        optima=optima[:MOST_OPTIMA],
        gap=panel.outcome[own] - synthetic,
        synthetic=synthetic,
    )


def _gram(panel: Panel, own: int, others: list[int], begins: int, asked: Search) -> Floats:
    """Give the mean products of the donors' outcomes less the unit's, in the years fitted."""
    inside = panel.times < begins
    if asked.first is not None:
        inside &= panel.times >= asked.first
    if asked.last is not None:
        inside &= panel.times <= asked.last
    if not inside.any():
        raise BadInput(
            f"no year before {begins} lies between {asked.first} and {asked.last}; widen the "
            f"years that are fitted"
        )
    if inside.sum() < FEWEST_BEFORE:
        raise BadInput(
            f"{inside.sum()} years before {begins} are fitted; fit at least {FEWEST_BEFORE}, for many "
            f"weights are alike in fewer"
        )
    apart = panel.outcome[others][:, inside] - panel.outcome[own, inside]
    products: Floats = np.ascontiguousarray(apart @ apart.T / inside.sum())
    return products


def _optima(
    panel: Panel, own: int, others: list[int], gram: Floats, asked: Search
) -> tuple[tuple[Optimum, ...], Floats | None]:
    if not panel.predictors:
        weights = nearest_weights(gram)
        error = max(square(weights, gram), 0.0)
        return (Optimum(weights=weights, mspe=error, share=1.0),), None
    table = np.array(list(panel.predictors.values()))
    apart = (table[:, others] - table[:, [own]]) / table.std(axis=1, ddof=1, keepdims=True)
    ends, weights, errors = search(_starts(len(table), asked), apart, gram)
    order = np.argsort(errors, kind="stable")
    return _distinct(weights[order], np.maximum(errors[order], 0.0)), ends[order[0]]


def _starts(predictors: int, asked: Search) -> Floats:
    drawn = np.random.default_rng(asked.seed).dirichlet(np.ones(predictors), asked.starts - 1)
    equal = np.full((1, predictors), 1 / predictors)
    starts: Floats = np.log(np.maximum(np.vstack([equal, drawn]), np.finfo(np.float64).tiny))
    return starts


def _distinct(weights: Floats, errors: Floats) -> tuple[Optimum, ...]:
    """Put ends of searches with one error together, best first."""
    cut = np.flatnonzero(np.diff(errors) > SAME * errors[:-1] + np.finfo(np.float64).tiny) + 1
    begin = np.concatenate([[0], cut])
    size = np.diff(np.append(begin, len(errors)))
    return tuple(
        Optimum(weights=weights[i], mspe=float(errors[i]), share=float(n / len(errors)))
        for i, n in zip(begin, size, strict=True)
    )


def _shares(panel: Panel, logs: Floats | None) -> dict[str, float]:
    if logs is None:
        return {}
    share = np.exp(logs - logs.max())
    return dict(zip(panel.predictors, (share / share.sum()).tolist(), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class NearOptimal:
    """What all weights say that fit nearly as well.

    Args:
        factor: how many times the fit's squared error is allowed.
        low, high: (T,) least and greatest gap of each year. Each end has weights of its own, so
            the band is no set of curves.
        mean_low, mean_high: of the mean gap over the years that are judged.
    """

    factor: float
    low: Floats
    high: Floats
    mean_low: float
    mean_high: float


def near_optimal(
    panel: Panel,
    unit: str,
    begins: int,
    asked: Search,
    *,
    fit: DonorFit,
    years: Flags,
    factor: float,
) -> NearOptimal:
    """Find the least and the greatest gap over all weights that fit nearly as well.

    These are all weights, at least 0 and with the sum 1, whose mean squared error in the years
    fitted is at most `factor` times that of the fit.

    Args:
        years: (T,) whether each year is judged.
        factor: at least 1.

    Raises:
        BadInput: the factor is below 1.
    """
    if not 1 <= factor < np.inf:
        raise BadInput(f"the error may be {factor:g} times the least; give a factor from 1 on")
    own = panel.place(unit)
    others = [i for i in range(len(panel.units)) if i != own]
    gram = _gram(panel, own, others, begins, asked)
    least = max(fit.mspe, square(nearest_weights(gram), gram))
    limit = max(factor * least, np.finfo(np.float64).eps * float(np.trace(gram)))
    apart = panel.outcome[own] - panel.outcome[others]
    every = [*apart.T, apart[:, years].mean(axis=1)]
    low = np.array([least_within(gram, np.ascontiguousarray(v), limit) for v in every])
    high = np.array([-least_within(gram, np.ascontiguousarray(-v), limit) for v in every])
    return NearOptimal(
        factor=factor,
        low=low[:-1],
        high=high[:-1],
        mean_low=float(low[-1]),
        mean_high=float(high[-1]),
    )
