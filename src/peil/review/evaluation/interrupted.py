"""Interrupted time series: did a series of counts change its level or trend with a policy?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import nan

import numpy as np
from scipy.special import ndtr, ndtri

from peil.observe.breaks import Break
from peil.observe.watch.counts import Counts
from peil.review.evaluation.count_model import CountFit, fit_counts
from peil.review.evaluation.exact import Spells, compare_spells
from peil.review.evaluation.policy import Design, EvaluatedPolicy, design_of
from peil.review.evaluation.verdict import (
    CANNOT_TELL,
    CONTROL_MISSING,
    Verdict,
    asked_in_sight_of,
    judge_ratio,
)
from peil.terms.calendar import Days, Floats
from peil.terms.errors import BadInput

EXACT = "exact"
FEWEST = 5
"""Events on either side of the policy, counted in the way of its day, below which no model is fitted."""
TREND, SLOPE, SEASON = "trend", "slope", "season"
"""Terms of a model that an exact comparison leaves out."""
STRONGEST = 0.9
"""The strongest correlation of neighbouring residuals that is allowed for."""
TINY = 1e-300
TOTAL = "total"
"""Name of the sum of a series and of those that it might have been displaced to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioInterval:
    """A ratio with its interval."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Modelled:
    """One series, modelled across a policy.

    Args:
        series: its name.
        method: family of the model; "exact" where counts are too few for one.
        start: (M,) first day of each period used.
        count, fitted, expected: (M,) counts, fitted means, and the means had nothing changed.
        after: (M,) whether each period is after the policy began.
        left_out: periods without a count, or with the policy or a break inside.
        apart: periods that an exact comparison leaves out because a break lies between them and the
            policy.
        unheeded: terms that were asked for and that an exact comparison leaves out.
        dispersion: factor on the Poisson variance (alpha of the negative binomial); NaN if exact.
        autocorrelation: of Pearson residuals from one period to the next; NaN if exact.
        widening: factor by which that widened the variance.
        step, slope: ratio at the policy's begin, and of the change of trend in a year.
        verdict: on the mean effect over the time after the policy began.
        variance, variance_if: of the log effect, as fitted, and had it been what was asked.
    """

    series: str
    method: str
    start: Days
    count: Floats
    fitted: Floats
    expected: Floats
    after: np.ndarray
    left_out: int
    apart: int = 0
    unheeded: tuple[str, ...] = ()
    dispersion: float = nan
    autocorrelation: float = nan
    widening: float = 1.0
    step: RatioInterval
    slope: RatioInterval | None = None
    verdict: Verdict
    variance: float = nan
    variance_if: float = nan

    @property
    def events(self) -> tuple[int, int]:
        """Events before and after the policy began."""
        return int(self.count[~self.after].sum()), int(self.count[self.after].sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """What an interrupted time series answers.

    Args:
        begins: first day of the policy.
        own: the series asked about.
        control: a series that the policy cannot have changed; None without one.
        displaced: series that events may have moved to.
        total: the series and those of `displaced` in one; None without any.
        verdict: against the control where there is one, else that of the series itself.
    """

    begins: date
    own: Modelled
    control: Modelled | None
    displaced: tuple[Modelled, ...]
    total: Modelled | None
    verdict: Verdict


def evaluate_series(
    counts: Counts,
    policy: EvaluatedPolicy,
    *,
    breaks: Mapping[str, Sequence[Break]] | None = None,
    control: Counts | None = None,
    displaced: Sequence[Counts] = (),
) -> Interrupted:
    """Ask whether a series changed with a policy, and whether events only moved elsewhere.

    Args:
        counts: the series that the policy was about.
        policy: when it began, and the model, fixed before looking.
        breaks: known breaks by name of series.
        control: a negative control: a series with the same troubles that the policy could not
            reach. The same model is fitted, and the answer is about the ratio of both ratios.
        displaced: other modes or places, over the same periods.

    Raises:
        BadInput: a series cannot carry the model; the sentence says which, why and what to do.

    Source:
        Lopez Bernal, Cummins and Gasparrini (2017), International Journal of Epidemiology 46(1),
        348-355; Lipsitch, Tchetgen Tchetgen and Cohen (2010), Epidemiology 21(3), 383-388, on
        negative controls.
    """
    _refuse_repeats([counts, *([] if control is None else [control]), *displaced])
    known = breaks or {}
    own = model_series(counts, policy, known.get(counts.series, ()))
    others = tuple(model_series(c, policy, known.get(c.series, ())) for c in displaced)
    total = None
    if displaced:
        every = [b for c in (counts, *displaced) for b in known.get(c.series, ())]
        total = model_series(_summed(counts, displaced), policy, every)
    verdict, against = own.verdict, None
    if control is not None:
        against = model_series(control, policy, known.get(control.series, ()))
        verdict = _against(own, against, policy)
    return Interrupted(
        begins=policy.begins,
        own=own,
        control=against,
        displaced=others,
        total=total,
        verdict=verdict,
    )


def _refuse_repeats(series: Sequence[Counts]) -> None:
    names = [each.series for each in series]
    for name in names:
        if names.count(name) > 1:
            raise BadInput(
                f"{name} is given twice, as if it were two series; name each only once, as the one "
                "asked about, as its control or as a place that events may have moved to"
            )


def model_series(counts: Counts, policy: EvaluatedPolicy, breaks: Iterable[Break] = ()) -> Modelled:
    """Model one series across a policy; compare exactly where counts are too few for a model.

    Raises:
        BadInput: as `evaluate_series`.
    """
    design = design_of(counts, policy, breaks)
    count = counts.count[design.used]
    exposure = (counts.exposure * counts.complete)[design.used]
    if not count.any():
        raise BadInput(
            f"{counts.series} is 0 throughout, so that nothing could fall; give a series with events"
        )
    sides = (design.alike & design.after, design.alike & ~design.after)
    if min(count[side].sum() for side in sides) < FEWEST:
        return _exact(counts, policy, design, count, exposure)
    try:
        fit = fit_counts(count, design.columns, exposure, family=policy.family, lags=policy.lags)
    except BadInput as error:
        raise BadInput(f"{counts.series}: {error}") from None
    return _modelled(counts, policy, design, count, fit)


def _memory(count: Floats, fit: CountFit) -> tuple[float, float]:
    """Give the correlation of neighbouring residuals, and the variance that it calls for.

    A fit takes correlation out of its residuals, about as much as there are terms to a period;
    that is added back. The variance of a mean over many periods then grows by (1 + r)/(1 - r),
    as it does where correlation fades by one factor from period to period. It never shrinks.
    """
    pearson = (count - fit.mean) / np.sqrt(fit.mean * (1 + fit.overdispersion * fit.mean))
    found = float((pearson[1:] * pearson[:-1]).sum() / max((pearson**2).sum(), TINY))
    share = len(fit.coefficients) / len(count)
    corrected = min(found + share * (1 + found), STRONGEST)
    return found, max(1.0, (1 + corrected) / (1 - corrected))


def _modelled(
    counts: Counts, policy: EvaluatedPolicy, design: Design, count: Floats, fit: CountFit
) -> Modelled:
    autocorrelation, widening = _memory(count, fit)
    if policy.memory and policy.lags is None:
        fit = replace(fit, covariance=fit.covariance * widening, inflation=fit.inflation * widening)
    else:
        widening = 1.0
    effect = design.columns[:, design.effects] @ fit.coefficients[design.effects]
    expected = fit.mean / np.exp(effect)
    variance = float(design.effect @ fit.covariance @ design.effect)
    mean_effect = float(design.effect @ fit.coefficients)
    asked = asked_in_sight_of(policy.asked, _ratio(mean_effect, variance, policy.level).high)
    variance_if = fit.variance_if(
        design.columns, np.where(design.after, expected * asked, expected), design.effect
    )
    return Modelled(
        series=counts.series,
        method=fit.family,
        start=counts.start[design.used],
        count=count,
        fitted=fit.mean,
        expected=expected,
        after=design.after,
        left_out=int((~design.used).sum()),
        dispersion=fit.overdispersion or fit.dispersion,
        autocorrelation=autocorrelation,
        widening=widening,
        step=_coefficient(fit, design.step, policy),
        slope=None if design.slope is None else _coefficient(fit, design.slope, policy),
        verdict=_judge(mean_effect, variance, variance_if, policy),
        variance=variance,
        variance_if=variance_if,
    )


def _coefficient(fit: CountFit, place: int, policy: EvaluatedPolicy) -> RatioInterval:
    return _ratio(fit.coefficients[place], fit.covariance[place, place], policy.level)


def _ratio(log: float, variance: float, level: float) -> RatioInterval:
    reach = float(ndtri((1 + level) / 2)) * np.sqrt(variance)
    low, mid, high = np.exp([log - reach, log, log + reach]).tolist()
    return RatioInterval(estimate=mid, low=low, high=high)


def _judge(log: float, variance: float, variance_if: float, policy: EvaluatedPolicy) -> Verdict:
    found = _ratio(log, variance, policy.level)
    reach = float(ndtri((1 + policy.level) / 2))
    asked = asked_in_sight_of(policy.asked, found.high)
    power = float(ndtr(abs(np.log(asked)) / np.sqrt(variance_if) - reach))
    return judge_ratio(
        found.estimate,
        found.low,
        found.high,
        asked=asked,
        power=power,
        level=policy.level,
    )


def _exact(
    counts: Counts, policy: EvaluatedPolicy, design: Design, count: Floats, exposure: Floats
) -> Modelled:
    """Compare the counts before and after exactly, without trend or season.

    There is no term for a break, so that only periods of one way of counting are compared.
    """
    count, exposure = count[design.alike], exposure[design.alike]
    after = design.after[design.alike]
    lengths = exposure[~after].sum(), exposure[after].sum()
    spells = Spells(before=float(lengths[0]), after=float(lengths[1]))
    verdict = compare_spells(
        int(count[~after].sum()),
        int(count[after].sum()),
        spells,
        asked=policy.asked,
        level=policy.level,
    )
    expected = exposure * count[~after].sum() / lengths[0]
    ratio = verdict.estimate if np.isfinite(verdict.estimate) else 1.0
    return Modelled(
        series=counts.series,
        method=EXACT,
        start=counts.start[design.used][design.alike],
        count=count,
        fitted=np.where(after, expected * ratio, expected),
        expected=expected,
        after=after,
        left_out=int((~design.used).sum()),
        apart=int((~design.alike).sum()),
        unheeded=_unheeded(policy),
        step=RatioInterval(estimate=verdict.estimate, low=verdict.low, high=verdict.high),
        verdict=verdict,
    )


def _unheeded(policy: EvaluatedPolicy) -> tuple[str, ...]:
    asked = {TREND: policy.trend, SLOPE: policy.slope, SEASON: policy.harmonics > 0}
    return tuple(term for term, is_asked in asked.items() if is_asked)


def _against(own: Modelled, control: Modelled, policy: EvaluatedPolicy) -> Verdict:
    """Judge the ratio of the series' ratio to the control's, as if both were independent."""
    variance = own.variance + control.variance
    if not np.isfinite(variance):
        none = replace(own.verdict, estimate=nan, low=nan, high=nan, power=None)
        return replace(none, answer=CANNOT_TELL, reason=CONTROL_MISSING)
    log = np.log(own.verdict.estimate / control.verdict.estimate)
    return _judge(float(log), variance, own.variance_if + control.variance, policy)


def _summed(counts: Counts, others: Sequence[Counts]) -> Counts:
    """Add series over the same periods up, with the exposure of the first."""
    for other in others:
        if len(other) != len(counts) or (other.start != counts.start).any():
            raise BadInput(
                f"{other.series} and {counts.series} are not about the same periods; give both "
                f"for each period"
            )
    summed = np.sum([counts.count, *(other.count for other in others)], axis=0)
    return replace(counts, series=TOTAL, count=summed)
