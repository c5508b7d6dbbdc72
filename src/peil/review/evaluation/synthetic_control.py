"""Synthetic control: what a unit would have been without a policy, from weighted others."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from peil.review.evaluation.fit_donors import (
    DonorFit,
    NearOptimal,
    Search,
    fit_donors,
    near_optimal,
)
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
from peil.terms.calendar import Flags, Floats, Ints
from peil.terms.errors import BadInput

FACTOR = 2.0
"""How many times the least squared error is allowed to weights that fit nearly as well."""
POOR_FIT = "poor_fit"
POOR = 0.1
"""Root mean squared error before the policy, as a share of the outcome, above which a fit is poor."""

Progress = Callable[[Sequence[str]], Iterable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutDonor:
    """The fit without one donor: its error before, and the mean gap over the years judged."""

    donor: str
    mspe: float
    mean_gap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Placebos:
    """The same question asked of every donor, none of which the policy reached.

    Args:
        units: (J,) the donors.
        gap: (J, T) of each, made of the other donors.
        ratio: (J,) mean squared gap over the years judged, divided by that before.
        own_ratio: of the unit asked about.
        rank: of the unit among all, 1 the largest ratio.
        probability: rank over number, the one-sided p-value of the rank.
        low, high: of the interval of the mean gap; None where there are too few units for it.
        power: to find the change asked about; None where there is no interval.
    """

    units: tuple[str, ...]
    gap: Floats
    ratio: Floats
    own_ratio: float
    rank: int
    probability: float
    low: float | None = None
    high: float | None = None
    power: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticControl:
    """What a synthetic control answers.

    Args:
        unit: asked about.
        begins: first year of the policy.
        times: (T,) years.
        judged: (T,) whether each is among the years that the answer is about.
        observed: (T,) outcome of the unit.
        fit: weights of donors, synthetic outcome and gap.
        mean_gap: over the years judged, in units of the outcome.
        share: the same in parts of the synthetic outcome.
        near: what all weights say that fit nearly as well.
        left_out: fits without each donor that has weight.
        placebos: the same asked of each donor.
        verdict: on the ratio of observed to synthetic. Its interval holds both that of the
            placebos and that over nearly optimal weights.
        caveats: codes, each with the name of a unit where it is about one.
    """

    unit: str
    begins: int
    times: Ints
    judged: Flags
    observed: Floats
    fit: DonorFit
    mean_gap: float
    share: float
    near: NearOptimal
    left_out: tuple[WithoutDonor, ...]
    placebos: Placebos
    verdict: Verdict
    caveats: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DonorQuestion:
    """What is asked of a panel, fixed before looking.

    Args:
        unit: that the policy was about.
        begins: its first year.
        first, last: years that the answer is about; None for all from the begin on.
        asked: ratio of observed to synthetic that is asked about.
        level: coverage of the placebo interval.
        factor: how many times the least squared error is allowed to weights that fit nearly as well.
        search: how weights are looked for.
    """

    unit: str
    begins: int
    first: int | None = None
    last: int | None = None
    asked: float = HALF
    level: float = LEVEL
    factor: float = FACTOR
    search: Search = field(default_factory=Search)

    def __post_init__(self) -> None:
        check_asked(self.asked)
        check_level(self.level)

    def judged(self, times: Ints) -> Flags:
        """Say which years the answer is about."""
        first = max(self.begins, self.first or self.begins)
        inside = times >= first
        if self.last is not None:
            inside &= times <= self.last
        if not inside.any():
            raise BadInput(
                f"the panel has no year from {first} to {self.last}; choose other years to judge"
            )
        return inside


def control_synthetically(
    panel: Panel, question: DonorQuestion, *, watched: Progress = iter
) -> SyntheticControl:
    """Ask what a unit would have been without a policy, and how sure that is.

    Args:
        panel: the unit and donors that the policy did not reach.
        question: what is asked.
        watched: hands the names of the placebos on, so that a caller can show how far it is.

    Raises:
        BadInput: the panel cannot answer; the sentence says why and what to do.

    Source:
        Abadie, Diamond and Hainmueller (2010), J. Am. Stat. Assoc. 105(490), 493-505; Firpo and
        Possebom (2018), Journal of Causal Inference 6(2), on intervals by inversion; Abadie
        (2021), Journal of Economic Literature 59(2), 391-425.
    """
    check_panel(panel, [question.unit], question.begins)
    judged = question.judged(panel.times)
    fit = fit_donors(panel, question.unit, question.begins, question.search)
    near = near_optimal(
        panel, question.unit, question.begins, question.search,
        fit=fit, years=judged, factor=question.factor,
    )  # fmt: skip
    placebos = _placebos(panel, question, fit, judged, watched)
    mean_gap = float(fit.gap[judged].mean())
    observed = panel.outcome[panel.place(question.unit)]
    return SyntheticControl(
        unit=question.unit,
        begins=question.begins,
        times=panel.times,
        judged=judged,
        observed=observed,
        fit=fit,
        mean_gap=mean_gap,
        share=float((fit.gap / fit.synthetic)[judged].mean()),
        near=near,
        left_out=tuple(_left_out(panel, question, fit, judged)),
        placebos=placebos,
        verdict=_judge(mean_gap, float(observed[judged].mean()), near, placebos, question),
        caveats=tuple(_caveats(panel, question, fit)),
    )


def _left_out(
    panel: Panel, question: DonorQuestion, fit: DonorFit, judged: Flags
) -> Iterable[WithoutDonor]:
    for donor, weight in zip(fit.donors, fit.weights, strict=True):
        if weight > 0:
            other = fit_donors(
                panel.without([donor]), question.unit, question.begins, question.search
            )
            yield WithoutDonor(
                donor=donor, mspe=other.mspe, mean_gap=float(other.gap[judged].mean())
            )


def _placebos(
    panel: Panel, question: DonorQuestion, fit: DonorFit, judged: Flags, watched: Progress
) -> Placebos:
    donors = panel.without([question.unit])
    gaps = np.array(
        [
            fit_donors(donors, unit, question.begins, question.search).gap
            for unit in watched(donors.units)
        ]
    )
    before = panel.times < question.begins
    ratio = _ratios(gaps, before, judged)
    own = float(_ratios(fit.gap[None], before, judged)[0])
    rank = 1 + int((ratio >= own).sum())
    made = Placebos(
        units=donors.units,
        gap=gaps,
        ratio=ratio,
        own_ratio=own,
        rank=rank,
        probability=rank / (len(ratio) + 1),
    )
    return _with_interval(made, fit, before, judged, question)


def _ratios(gap: Floats, before: Flags, judged: Flags) -> Floats:
    early = (gap[:, before] ** 2).mean(axis=1)
    late = (gap[:, judged] ** 2).mean(axis=1)
    ratio = np.full(len(gap), np.inf)
    return np.asarray(np.divide(late, early, out=ratio, where=early > 0))


def _with_interval(
    placebos: Placebos, fit: DonorFit, before: Flags, judged: Flags, question: DonorQuestion
) -> Placebos:
    """Keep the mean effects under which the unit's gap would rank among the placebos'.

    The statistic is the mean gap over the years judged, in parts of the root mean squared gap
    before. With fewer units than would make a rank as rare as the level asks there is no
    interval.
    """
    enough = int(np.floor((1 - question.level) * (len(placebos.units) + 1) + 1e-9))
    if not enough:
        return placebos
    spread = np.sqrt((placebos.gap[:, before] ** 2).mean(axis=1))
    statistic = placebos.gap[:, judged].mean(axis=1) / np.maximum(spread, np.finfo(float).tiny)
    limit = float(np.sort(np.abs(statistic))[-enough])
    own = float(np.sqrt((fit.gap[before] ** 2).mean()))
    mean = float(fit.gap[judged].mean())
    effect = (question.asked - 1) * float(fit.synthetic[judged].mean())
    shifted = np.abs(np.concatenate([statistic, -statistic]) * own + effect)
    return replace(
        placebos,
        low=mean - limit * own,
        high=mean + limit * own,
        power=float((shifted > limit * own).mean()),
    )


def _judge(
    mean_gap: float, observed: float, near: NearOptimal, placebos: Placebos, question: DonorQuestion
) -> Verdict:
    low, high = float("nan"), float("nan")
    if placebos.low is not None and placebos.high is not None and observed > 0:
        low = ratio_of_gap(observed, min(placebos.low, near.mean_low))
        high = ratio_of_gap(observed, max(placebos.high, near.mean_high))
    return judge_ratio(
        ratio_of_gap(observed, mean_gap),
        low,
        high,
        asked=question.asked,
        power=placebos.power,
        level=question.level,
    )


def _caveats(panel: Panel, question: DonorQuestion, fit: DonorFit) -> Iterable[tuple[str, str]]:
    for unit in looks_like_total(panel, [question.unit]):
        yield LOOKS_LIKE_TOTAL, unit
    before = panel.times < question.begins
    level = np.abs(panel.outcome[panel.place(question.unit), before]).mean()
    if np.sqrt(fit.mspe) > POOR * level:
        yield POOR_FIT, question.unit
