"""Synthetic difference-in-differences: weighted units and weighted years, with a constant apart."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.stats import t as student

from peil.review.evaluation.fit_donors import check_seed
from peil.review.evaluation.nearest import nearest_weights
from peil.review.evaluation.panel import LOOKS_LIKE_TOTAL, Panel, check_panel, looks_like_total
from peil.review.evaluation.verdict import (
    HALF,
    LEVEL,
    Verdict,
    check_asked,
    check_level,
    judge_ratio,
    ratio_of_gap,
)
from peil.terms.calendar import Floats, Ints
from peil.terms.errors import BadInput

TINY = 1e-6
"""Small ridge for weights that the paper leaves unpenalised, in standard deviations of yearly changes."""
FEWEST_PLACEBOS = 5
DRAWS = 200
SDID, SC, DID = "synthetic_did", "synthetic_control", "difference_in_differences"

Progress = Callable[[Sequence[int]], Iterable[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What is asked of a panel by differences, fixed before looking.

    Args:
        treated: units that the policy was about, all from one year on.
        begins: that year.
        asked: ratio of observed to what would have been that is asked about.
        level: coverage of the interval.
        seed: of the draws of placebos, where there are several treated units.
    """

    treated: tuple[str, ...]
    begins: int
    asked: float = HALF
    level: float = LEVEL
    seed: int = 1

    def __post_init__(self) -> None:
        check_asked(self.asked)
        check_level(self.level)
        check_seed(self.seed)
        repeated = next((unit for unit in self.treated if self.treated.count(unit) > 1), None)
        if repeated is not None:
            raise BadInput(f"{repeated!r} is named twice as a unit of the policy; name it once")


@dataclass(frozen=True, slots=True, kw_only=True)
class DidEstimate:
    """One estimator's effect, in units of the outcome, with its error.

    Args:
        method: synthetic_did, synthetic_control or difference_in_differences.
        effect: mean over the treated units and the years from the begin on.
        error: standard error from placebos; None where there are too few.
        jackknife: standard error from units left out; None with one treated unit.
    """

    method: str
    effect: float
    error: float | None
    jackknife: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticDid:
    """What synthetic difference-in-differences answers.

    Args:
        treated, begins: asked about.
        times: (T,) years.
        observed: (T,) mean outcome of the treated units.
        synthetic: (T,) weighted outcome of the donors, moved by the constant.
        donors, weights: (J,) names and weights of donors.
        time_weights: (T0,) weights of the years before.
        zeta: ridge of the donors' weights, in units of the outcome.
        estimates: of this method, of synthetic control and of plain differences.
        placebos: effects found where there was no policy.
        verdict: on the ratio of observed to what would have been.
        caveats: codes, each with the name of the unit that it is about.
    """

    treated: tuple[str, ...]
    begins: int
    times: Ints
    observed: Floats
    synthetic: Floats
    donors: tuple[str, ...]
    weights: Floats
    time_weights: Floats
    zeta: float
    estimates: tuple[DidEstimate, ...]
    placebos: Floats = field(repr=False)
    verdict: Verdict
    caveats: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Split:
    """Outcomes of (J,) donors and (N,) treated units, (T0,) years before and the rest after."""

    donors: Floats
    treated: Floats
    before: int

    @property
    def zeta(self) -> float:
        """The ridge that the paper derives from the noise of yearly changes."""
        years = self.donors.shape[1] - self.before
        return float((len(self.treated) * years) ** 0.25 * self.noise)

    @property
    def noise(self) -> float:
        return float(np.diff(self.donors[:, : self.before], axis=1).std(ddof=1))


def difference_synthetically(
    panel: Panel, question: Differences, *, watched: Progress = iter
) -> SyntheticDid:
    """Estimate the effect of a policy by synthetic difference-in-differences.

    The standard error is that of effects found where there was no policy: each donor in turn
    with one treated unit, else sets of donors drawn at random. It holds where the donors vary as
    the treated units do.

    Args:
        panel: the treated units and donors that the policy did not reach.
        question: what is asked.
        watched: hands the numbers of the placebos on, so that a caller can show how far it is.

    Raises:
        BadInput: the panel cannot answer; the sentence says why and what to do.

    Source:
        Arkhangelsky, Athey, Hirshberg, Imbens and Wager (2021), American Economic Review
        111(12), 4088-4118.
    """
    check_panel(panel, question.treated, question.begins)
    own = [panel.place(unit) for unit in question.treated]
    others = [i for i in range(len(panel.units)) if i not in own]
    split = _Split(
        donors=panel.outcome[others],
        treated=panel.outcome[own],
        before=int((panel.times < question.begins).sum()),
    )
    placebos = _placebos(split, question.seed, watched)
    estimates = _estimates(split, placebos)
    weights, time_weights = _unit_weights(split, SDID), _time_weights(split, SDID)
    observed, synthetic = split.treated.mean(axis=0), weights @ split.donors
    moved = time_weights @ (observed - synthetic)[: split.before]
    return SyntheticDid(
        treated=question.treated,
        begins=question.begins,
        times=panel.times,
        observed=observed,
        synthetic=synthetic + moved,
        donors=tuple(panel.units[i] for i in others),
        weights=weights,
        time_weights=time_weights,
        zeta=split.zeta,
        estimates=estimates,
        placebos=np.array([]) if placebos is None else placebos[:, 0],
        verdict=_judge(split, estimates[0], question),
        caveats=tuple(
            (LOOKS_LIKE_TOTAL, unit) for unit in looks_like_total(panel, question.treated)
        ),
    )


def _estimates(split: _Split, placebos: Floats | None) -> tuple[DidEstimate, ...]:
    return tuple(
        DidEstimate(
            method=method,
            effect=_effect(split, method),
            error=None if placebos is None else float(placebos[:, i].std(ddof=1)),
            jackknife=_jackknife(split, method),
        )
        for i, method in enumerate((SDID, SC, DID))
    )


def _effect(split: _Split, method: str) -> float:
    units, years = _unit_weights(split, method), _time_weights(split, method)
    apart = split.treated.mean(axis=0) - units @ split.donors
    return float(apart[split.before :].mean() - years @ apart[: split.before])


def _unit_weights(split: _Split, method: str) -> Floats:
    if method == DID:
        return np.full(len(split.donors), 1 / len(split.donors))
    before = split.donors[:, : split.before]
    target = split.treated[:, : split.before].mean(axis=0)
    if method == SC:
        return _weights(before - target, TINY * split.noise * np.sqrt(split.before))
    return _weights(_centred(before - target), split.zeta * np.sqrt(split.before))


def _time_weights(split: _Split, method: str) -> Floats:
    if method == SC:
        return np.zeros(split.before)
    if method == DID:
        return np.full(split.before, 1 / split.before)
    before, after = split.donors[:, : split.before], split.donors[:, split.before :].mean(axis=1)
    ridge = TINY * split.noise * np.sqrt(len(split.donors))
    return _weights(_centred(before.T - after), ridge)


def _centred(vectors: Floats) -> Floats:
    """Subtract from each vector its mean, which is the same as fitting a constant."""
    centred: Floats = vectors - vectors.mean(axis=1, keepdims=True)
    return centred


def _weights(vectors: Floats, ridge: float) -> Floats:
    """Find weights that bring vectors near zero, with a penalty on the sum of their squares."""
    gram = vectors @ vectors.T + ridge**2 * np.eye(len(vectors))
    return nearest_weights(np.ascontiguousarray(gram))


def _placebos(split: _Split, seed: int, watched: Progress) -> Floats | None:
    """Give (P, 3) effects of the estimators among the donors; None where they are too few."""
    treated, donors = len(split.treated), len(split.donors)
    if donors - treated < FEWEST_PLACEBOS:
        return None
    if treated == 1:
        chosen = [np.array([i]) for i in range(donors)]
    else:
        rng = np.random.default_rng(seed)
        chosen = [rng.choice(donors, treated, replace=False) for _ in range(DRAWS)]
    found = []
    for i in watched(range(len(chosen))):
        own = np.isin(np.arange(donors), chosen[i])
        placebo = _Split(donors=split.donors[~own], treated=split.donors[own], before=split.before)
        found.append([_effect(placebo, method) for method in (SDID, SC, DID)])
    return np.array(found)


def _jackknife(split: _Split, method: str) -> float | None:
    """Give the standard error from leaving each unit out in turn, with the weights as they were."""
    if len(split.treated) == 1:
        return None
    units, years = _unit_weights(split, method), _time_weights(split, method)
    gaps = np.array([_after_less_before(row, split.before, years) for row in split.donors])
    own = np.array([_after_less_before(row, split.before, years) for row in split.treated])
    found = [np.delete(own, i).mean() - units @ gaps for i in range(len(own))]
    for i in range(len(gaps)):
        left = np.delete(units, i)
        if left.sum() > 0:
            found.append(own.mean() - left @ np.delete(gaps, i) / left.sum())
    values, n = np.array(found), len(found)
    return float(np.sqrt((n - 1) / n * ((values - values.mean()) ** 2).sum()))


def _after_less_before(row: Floats, before: int, years: Floats) -> float:
    return float(row[before:].mean() - years @ row[:before])


def _judge(split: _Split, found: DidEstimate, question: Differences) -> Verdict:
    observed = float(split.treated[:, split.before :].mean())
    without = observed - found.effect
    low, high, power = float("nan"), float("nan"), None
    if found.error is not None and observed > 0 and without > 0:
        # The error comes from few donors and is itself uncertain, so Student's quantile is used.
        spare = len(split.donors) - 1
        quantile = float(student.ppf((1 + question.level) / 2, spare))
        low = ratio_of_gap(observed, found.effect - quantile * found.error)
        high = ratio_of_gap(observed, found.effect + quantile * found.error)
        change = abs(question.asked - 1) * without / max(found.error, TINY * without)
        power = float(student.cdf(change - quantile, spare))
    return judge_ratio(
        ratio_of_gap(observed, found.effect),
        low,
        high,
        asked=question.asked,
        power=power,
        level=question.level,
    )
