"""CUSUM: add up standardised counts until they have drifted too far, up or down."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from peil.surveillance.checks import (
    checked_choice,
    checked_compat,
    checked_counts,
    checked_positions,
)
from peil.surveillance.compiled import compiled
from peil.surveillance.cusum_transforms import NEGATIVE_BINOMIAL, TRANSFORMS, Transform
from peil.surveillance.in_control import AS_R, EXACT, MeanModel, NoMean, fitted_mean, given_mean
from peil.terms.calendar import Floats, Ints
from peil.terms.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Cusum:
    """What both charts say of each evaluated period.

    Args:
        at: (T,) positions.
        expected: (T,) in-control mean.
        lower, upper: (T,) a count at or beyond them signals, given the chart so far; no lower
            one where not even zero would signal.
        rise, fall: (T,) 1 or 0; NaN where no report came, or nobody could know.
        statistic_rise, statistic_fall: (T,) the charts; they hold still over missing reports.
        why_no_fall: code that says why there is no chart of falls; empty where there is one.
    """

    at: Ints
    expected: Floats
    lower: Floats
    upper: Floats
    rise: Floats
    fall: Floats
    statistic_rise: Floats
    statistic_fall: Floats
    why_no_fall: str = ""


def cusum(
    count: ArrayLike,
    *,
    at: ArrayLike,
    k: float = 1.04,
    h: float = 2.26,
    mean: float | str | ArrayLike | None = None,
    frequency: int = 52,
    transform: str = "rossi",
    alpha: float = 0.1,
    compat: str | None = None,
) -> Cusum:
    """Run the CUSUM of transformed counts, and its mirror image for falls.

    The rising chart is S = max(0, S + score - k), the waning one S = max(0, S - score - k);
    either signals at h and runs on. Transform "none" does not say what a fall is.

    Args:
        count: (N,) whole counts; NaN where no report came.
        at: (T,) 0-based positions that the charts run over.
        k, h: reference value and threshold, in standard deviations.
        mean: a number, (T,) numbers, or "glm" for a yearly wave; else that of all counts before.
        frequency: periods in a year.
        transform: rossi, standard, anscombe, anscombe2nd, pearsonNegBin, anscombeNegBin or none.
        alpha: dispersion of the negative binomial, variance = mean + alpha mean².
        compat: "surveillance-1.24" for the bounds of that package: a slipped sign in anscombe2nd,
            the threshold less the chart in anscombeNegBin and none, a table for a function.

    Raises:
        BadInput: a count or a setting is wrong, or the baseline is too short.

    Source:
        Rossi et al. (1999), Stat. Med. 18(16), 2111-2122; Höhle (2007), Comput. Stat. 22(4).

    Example:
        >>> peil.surveillance.cusum([3, 5, 4, 6] * 65, at=[259])
    """
    quirks = checked_compat(compat)
    how = TRANSFORMS[checked_choice(transform, tuple(TRANSFORMS), name="transform")]
    _check_settings(k, h, alpha)
    counts = checked_counts(count)
    positions = checked_positions(at, length=len(counts), first=1 if mean is None else 0)
    m = _in_control(counts, positions, mean, frequency, quirks=quirks)
    dispersion = alpha if transform in NEGATIVE_BINOMIAL else 0.0
    observed = counts[positions]
    up, rise, upper = _rising(how, observed, m, dispersion, k, h, quirks)
    down, fall, lower = np.full((3, len(m)), np.nan)
    if transform != "none":
        down, fall, lower = _waning(how, observed, m, dispersion, k, h)
    return Cusum(
        at=positions,
        expected=m,
        lower=lower,
        upper=upper,
        rise=rise,
        fall=fall,
        statistic_rise=up,
        statistic_fall=down,
        why_no_fall="not-standardised" if transform == "none" else "",
    )


def _check_settings(k: float, h: float, alpha: float) -> None:
    if not (np.isfinite(k) and 0 < h < np.inf and 0 <= alpha < np.inf):
        raise BadInput(
            f"k = {k}, h = {h} and alpha = {alpha} cannot be used; give a finite k, an h above 0"
            " and an alpha from 0 up"
        )


def _in_control(
    counts: Floats,
    positions: Ints,
    mean: float | str | ArrayLike | None,
    frequency: int,
    *,
    quirks: bool,
) -> Floats:
    """Settle the in-control mean of each evaluated period, in counts."""
    first = int(positions[0])
    if isinstance(mean, str):
        checked_choice(mean, ("glm",), name="mean")
        return fitted_mean(
            counts,
            until=first,
            at=positions,
            frequency=frequency,
            model=MeanModel(),
            alpha=0.0,
            fitting=AS_R if quirks else EXACT,
        )[0]
    if mean is None:
        known = counts[:first][~np.isnan(counts[:first])]
        if not known.any():
            raise NoMean(
                f"the {first} periods before hold no event; lengthen the baseline or give the mean"
            )
        mean = known.mean()
    return given_mean(mean, len(positions))


def _rising(
    how: Transform, observed: Floats, m: Floats, alpha: float, k: float, h: float, quirks: bool
) -> tuple[Floats, Floats, Floats]:
    """Chart of rises, its signals, and the counts that would just signal."""
    chart = _chart(how.score(observed, m, alpha, quirks), float(k), quirks)
    upper = how.upper(h + k - _before(chart), m, alpha, h - chart if quirks else None)
    unknown = np.isnan(observed) | np.isnan(chart)
    return chart, np.where(unknown, np.nan, chart >= h), upper


def _waning(
    how: Transform, observed: Floats, m: Floats, alpha: float, k: float, h: float
) -> tuple[Floats, Floats, Floats]:
    """Mirrored chart, its signals, and the counts that would just signal.

    Where even a count of zero would not signal there is no bound, and no answer.
    """
    chart = _chart(-how.score(observed, m, alpha, False), float(k), False)
    needed = _before(chart) - h - k
    reached = how.score(np.zeros(len(m)), m, alpha, False) <= needed
    lower = np.where(reached, how.upper(np.where(reached, needed, 0.0), m, alpha, None), np.nan)
    unknown = np.isnan(observed) | ~reached
    return chart, np.where(unknown, np.nan, chart >= h), lower


def _before(chart: Floats) -> Floats:
    """Shift a chart by one period; it starts at zero."""
    return np.concatenate([[0.0], chart[:-1]])


@compiled
def _chart(scores: Floats, k: float, quirks: bool) -> Floats:
    """Add up scores above k, never below zero; a missing one holds the chart still."""
    chart = np.empty(len(scores))
    level = 0.0
    for t in range(len(scores)):
        if quirks or not np.isnan(scores[t]):
            total = level + scores[t] - k
            level = total if np.isnan(total) or total > 0 else 0.0
        chart[t] = level
    return chart
