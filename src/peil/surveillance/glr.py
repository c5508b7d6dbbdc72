"""GLR: the likelihood ratio of a change that began at the best moment, up or down."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from peil.surveillance.checks import (
    checked_choice,
    checked_compat,
    checked_counts,
    checked_positions,
)
from peil.surveillance.glr_compat import run_compat
from peil.surveillance.glr_exact import EPIDEMIC, INTERCEPT, RATIO, Run, run_exact
from peil.surveillance.in_control import AS_R, EXACT, MeanModel, fitted_mean, given_mean
from peil.surveillance.reference_values import reachable
from peil.terms.calendar import Floats, Ints
from peil.terms.errors import BadInput

CHANGES = {"intercept": INTERCEPT, "epidemic": EPIDEMIC}
DIRECTIONS = {"increase": (1,), "decrease": (-1,), "both": (1, -1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One chart, in one direction; all NaN where it was not asked for.

    Args:
        expected: (T,) in-control mean, fitted again after alarms if asked.
        statistic: (T,) log-likelihood ratio; NaN where no report came.
        signal: (T,) 1 or 0; NaN where no report came. The chart starts afresh after a signal.
        cases: (T,) smallest count that signals an increase, or that does not signal a
            decrease; NaN where there is none, or unless asked.
        since: (T,) position at which the best segment begins; NaN where nothing points that way.
    """

    expected: Floats
    statistic: Floats
    signal: Floats
    cases: Floats
    since: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Glr:
    """What both charts say of each evaluated period.

    Args:
        at: (T,) positions.
        increase, decrease: the charts.
        alpha: dispersion that was used, variance = mean + alpha mean².
        why_no_fall: code that says why there is no chart of falls; empty where there is one.
    """

    at: Ints
    increase: Chart
    decrease: Chart
    alpha: float
    why_no_fall: str

    @property
    def expected(self) -> Floats:
        """(T,) in-control mean, of the rising chart if there is one."""
        mean = self.increase.expected
        return self.decrease.expected if np.isnan(mean).all() else mean

    @property
    def rise(self) -> Floats:
        """(T,) 1 or 0; NaN where nobody could know."""
        return self.increase.signal

    @property
    def fall(self) -> Floats:
        """(T,) 1 or 0; NaN where nobody could know."""
        return self.decrease.signal

    @property
    def upper(self) -> Floats:
        """(T,) a count above it signals an increase; NaN unless cases were asked for."""
        return self.increase.cases - 1.0

    @property
    def lower(self) -> Floats:
        """(T,) a count below it signals a decrease; NaN where none could."""
        return reachable(self.decrease.cases)


def glr(
    count: ArrayLike,
    *,
    at: ArrayLike,
    c: float = 5.0,
    mean: MeanModel | float | ArrayLike | None = None,
    frequency: int = 52,
    alpha: float | None = None,
    shortest: int = 1,
    window: int | None = None,
    change: str = "intercept",
    theta: float | None = None,
    direction: str = "both",
    want_cases: bool = False,
    compat: str | None = None,
) -> Glr:
    """Run charts of the likelihood ratio; a period without report is left out of them.

    Args:
        count: (N,) whole counts; NaN where no report came.
        at: (T,) 0-based positions that the charts run over.
        c: threshold of the statistic.
        mean: in-control mean: the terms to fit to all counts before the first position (one
            yearly wave unless given), or a number, or (T,) numbers.
        frequency: periods in a year.
        alpha: dispersion, variance = mean + alpha mean²; 0 for Poisson; estimated unless given.
        shortest: fewest counts in a segment.
        window: a segment begins at most so many counts back; at any time unless given.
        change: intercept (the mean is multiplied) or epidemic (a share of the last count added).
        theta: log of a multiple of the mean to look for, in place of the best one.
        direction: increase, decrease or both.
        want_cases: whether to find the counts that would just signal.
        compat: "surveillance-1.24" for the charts of that package with all their quirks; there
            theta keeps its sign in both charts and is ignored by epidemics, which know no direction.

    Raises:
        BadInput: a count or a setting is wrong, or the baseline is too short.

    Source:
        Höhle and Paul (2008), Comput. Stat. Data Anal. 52(9), 4357-4368.

    Example:
        >>> peil.surveillance.glr([3, 5, 4, 6] * 65, at=[259])
    """
    ways = DIRECTIONS[checked_choice(direction, tuple(DIRECTIONS), name="direction")]
    quirks = checked_compat(compat)
    run = _checked_run(c, alpha, shortest, window, change, theta, want_cases, quirks)
    counts = checked_counts(count)
    given = not (mean is None or isinstance(mean, MeanModel))
    positions = checked_positions(at, length=len(counts), first=0 if given else 1)
    fit = _in_control(counts, positions, mean, frequency, alpha, quirks)
    charts = {way: _chart(counts, positions, fit, run._replace(way=way), quirks) for way in ways}
    missing = _no_chart(len(positions))
    return Glr(
        at=positions,
        increase=charts.get(1, missing),
        decrease=charts.get(-1, missing),
        alpha=fit.alpha,
        why_no_fall="" if -1 in charts else "not-asked",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _InControl:
    """In-control means, the dispersion, and how to predict the means from a later fit."""

    mu: Floats
    alpha: float
    again: Callable[[int], Floats] | None = None


def _checked_run(
    c: float,
    alpha: float | None,
    shortest: int,
    window: int | None,
    change: str,
    theta: float | None,
    want_cases: bool,
    quirks: bool,
) -> Run:
    """Make the run of a chart that has no counts yet, or say what cannot be used."""
    kind = CHANGES[checked_choice(change, tuple(CHANGES), name="change")]
    if not 0 < c < np.inf or not (alpha is None or 0 <= alpha < np.inf):
        raise BadInput(f"c = {c} and alpha = {alpha} cannot be used; give c > 0 and alpha >= 0")
    if shortest < 1 or (window is not None and window < 0):
        raise BadInput(
            f"segments of at least {shortest} counts in a window of {window} cannot be used; give"
            " a least length from 1 up and a window from 0 up"
        )
    if theta is not None and not 0 < abs(theta) < 50:
        raise BadInput(f"theta = {theta} names no change; give the log of a multiple, not 0")
    epidemic = change == "epidemic"
    if quirks and want_cases and epidemic:
        raise BadInput("surveillance-1.24 finds no cases of an epidemic; leave compat out")
    if theta is not None and epidemic and not quirks:
        raise BadInput(f"theta = {theta} names a multiple of the mean; give it no epidemic change")
    nothing = np.empty(0)
    return Run(
        chart=kind if theta is None or epidemic else RATIO,
        x=nothing,
        before=nothing,
        mu=nothing,
        alpha=0.0,
        theta=float(theta or 0.0),
        c=float(c),
        way=1,
        shortest=shortest,
        window=-1 if window is None else window,
        want_cases=want_cases,
    )


def _in_control(
    counts: Floats,
    positions: Ints,
    mean: MeanModel | float | ArrayLike | None,
    frequency: int,
    alpha: float | None,
    quirks: bool,
) -> _InControl:
    """Fit the in-control mean, or take the one given."""
    if mean is not None and not isinstance(mean, MeanModel):
        return _InControl(mu=given_mean(mean, len(positions)), alpha=float(alpha or 0.0))
    model = mean or MeanModel()
    fit = partial(
        fitted_mean,
        counts,
        at=positions,
        frequency=frequency,
        model=model,
        fitting=AS_R if quirks else EXACT,
    )
    mu, used = fit(until=int(positions[0]), alpha=alpha)
    if not model.refit:
        return _InControl(mu=mu, alpha=used)
    return _InControl(mu=mu, alpha=used, again=lambda until: fit(until=until, alpha=used)[0])


def _no_chart(periods: int) -> Chart:
    """A chart that was not asked for."""
    nothing = np.full(periods, np.nan)
    return Chart(expected=nothing, statistic=nothing, signal=nothing, cases=nothing, since=nothing)


def _chart(counts: Floats, positions: Ints, fit: _InControl, run: Run, quirks: bool) -> Chart:
    """Run one chart over all periods with a report, afresh after each signal."""
    mu = fit.mu.copy()
    statistic, signal, cases, since = np.full((4, len(mu)), np.nan)
    reported = np.flatnonzero(~np.isnan(counts[positions]))
    x = counts[positions[reported]]
    before = _counts_before(counts, positions, x, quirks)
    theta = run.theta if quirks else run.way * abs(run.theta)
    begin = 0
    while begin < len(x):
        rows = reported[begin:]
        found = np.full((3, len(rows)), np.nan)
        part = run._replace(
            x=x[begin:].copy(), before=before[begin:], mu=mu[rows], alpha=fit.alpha, theta=theta
        )
        stop = run_compat(part, *found[:2]) if quirks else run_exact(part, *found)
        ran, found = rows[: stop + 1], found[:, : stop + 1]
        statistic[ran], cases[ran], signal[ran] = found[0], found[1], 0.0
        known = ~np.isnan(found[2])
        since[ran[known]] = positions[rows[found[2][known].astype(np.int64)]]
        if stop < len(rows):
            signal[rows[stop]] = 1.0
            if fit.again is not None and rows[stop] + 1 < len(mu):
                later = slice(int(rows[stop]) + 1, None)
                mu[later] = fit.again(int(positions[rows[stop]]) + 1)[later]
        begin += stop + 1
    return Chart(expected=mu, statistic=statistic, signal=signal, cases=cases, since=since)


def _counts_before(counts: Floats, positions: Ints, x: Floats, quirks: bool) -> Floats:
    """The count before each reported one; R knows none before the first that it evaluates."""
    earlier = counts[: positions[0]]
    earlier = earlier[~np.isnan(earlier)]
    first = earlier[-1] if len(earlier) and not quirks else 0.0
    return np.concatenate([[first], x[:-1]])
