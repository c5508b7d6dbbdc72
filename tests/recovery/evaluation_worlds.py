"""Policies whose effect is known, and what the evaluation says of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from tests.evaluation_data import monthly

from peil.observe.watch.counts import Counts
from peil.review.evaluation.exact import Spells, compare_spells
from peil.review.evaluation.interrupted import model_series
from peil.review.evaluation.panel import Panel
from peil.review.evaluation.per_head import CountedPlace, rate_events
from peil.review.evaluation.policy import EvaluatedPolicy
from peil.review.evaluation.synthetic_control import DonorQuestion, control_synthetically
from peil.review.evaluation.synthetic_did import Differences, difference_synthetically
from peil.review.evaluation.verdict import CANNOT_TELL, FELL, LOW_POWER, ROSE, Verdict

BEFORE, AFTER = 36, 24
"""Months of a simulated series."""
UNITS, EARLY, LATE = 20, 20, 10
"""Units and years of a simulated panel."""
Says = Callable[[int], tuple[Verdict, float, float]]
"""Give for a seed the verdict, the true ratio, and the interval's coverage of it (1 or 0)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What was said in many worlds with one truth.

    Args:
        coverage: share of intervals that hold the truth.
        fell, rose, cannot_tell: shares of answers.
        low_power: share of answers that nobody can tell for want of power.
        worlds: how many.
    """

    coverage: float
    fell: float
    rose: float
    cannot_tell: float
    low_power: float
    worlds: int

    def error(self, share: float) -> float:
        """Give the standard error of a share in so many worlds."""
        return float(np.sqrt(share * (1 - share) / self.worlds))


def tally(says: Says, seeds: Iterable[int]) -> Tally:
    """Ask in one world after another."""
    said = [says(seed) for seed in seeds]
    answers = [verdict.answer for verdict, _, _ in said]
    return Tally(
        coverage=float(np.mean([covered for _, _, covered in said])),
        fell=answers.count(FELL) / len(said),
        rose=answers.count(ROSE) / len(said),
        cannot_tell=answers.count(CANNOT_TELL) / len(said),
        low_power=float(np.mean([verdict.reason == LOW_POWER for verdict, _, _ in said])),
        worlds=len(said),
    )


def covered(verdict: Verdict, truth: float) -> tuple[Verdict, float, float]:
    """Say whether a verdict's interval holds the truth; one without end holds everything."""
    if np.isnan(verdict.low):
        return verdict, truth, 1.0
    return verdict, truth, float(verdict.low <= truth <= verdict.high)


def a_series(
    seed: int, *, mean: float, ratio: float, alpha: float = 0.0, memory: float = 0.0
) -> Counts:
    """Simulate months with season, trend and a step.

    Args:
        alpha: overdispersion: variance is mean + alpha x mean².
        memory: correlation of the log rate from month to month, with a deviation of .3.
    """
    rng = np.random.default_rng(seed)
    time = np.arange(BEFORE + AFTER)
    log = np.log(mean) + 0.3 * np.sin(2 * np.pi * time / 12) + 0.05 * (time - BEFORE) / 12
    log += np.where(time >= BEFORE, np.log(ratio), 0.0)
    if memory:
        noise = rng.normal(size=len(time))
        for i in range(1, len(time)):
            noise[i] = memory * noise[i - 1] + np.sqrt(1 - memory**2) * noise[i]
        log += 0.3 * noise - 0.3**2 / 2
    rate = np.exp(log)
    if alpha:
        rate *= rng.gamma(1 / alpha, alpha, len(time))
    return monthly(rng.poisson(rate), first="2010-01")


def series_world(ratio: float, *, policy: dict[str, Any] | None = None, **world: Any) -> Says:
    """Ask a simulated series; the model is the true one unless it is told otherwise."""
    settled: dict[str, Any] = {"begins": date(2013, 1, 1), "harmonics": 1, **(policy or {})}

    def says(seed: int) -> tuple[Verdict, float, float]:
        found = model_series(a_series(seed, ratio=ratio, **world), EvaluatedPolicy(**settled))
        return covered(found.verdict, ratio)

    return says


def spells_world(ratio: float, *, expected: float, before: float = 1.0, after: float = 1.0) -> Says:
    """Compare two simulated counts exactly."""
    spells = Spells(before=before, after=after)

    def says(seed: int) -> tuple[Verdict, float, float]:
        rng = np.random.default_rng(seed)
        counts = rng.poisson([expected, expected * ratio * after / before])
        return covered(compare_spells(int(counts[0]), int(counts[1]), spells), ratio)

    return says


def a_panel(
    seed: int, ratio: float, *, treated: int = 1, noise: float = 1.0, units: int = UNITS
) -> Panel:
    """Simulate units that follow two common factors; those treated are drawn like the others."""
    rng = np.random.default_rng(seed)
    factors = rng.normal(size=(2, EARLY + LATE)).cumsum(axis=1)
    outcome = 50 + rng.normal(0, 3, (units, 1)) + rng.uniform(0, 2, (units, 2)) @ factors
    outcome += rng.normal(0, noise, outcome.shape)
    outcome[:treated, EARLY:] *= ratio
    return Panel(
        units=tuple(f"u{i}" for i in range(units)),
        times=np.arange(EARLY + LATE) + 1990,
        outcome=outcome,
    )


def control_world(ratio: float, *, asked: float = 0.9, **world: Any) -> Says:
    """Ask a simulated panel by synthetic control; the interval is that of the placebos."""

    def says(seed: int) -> tuple[Verdict, float, float]:
        made = a_panel(seed, ratio, **world)
        found = control_synthetically(
            made, DonorQuestion(unit="u0", begins=1990 + EARLY, asked=asked)
        )
        low, high = found.placebos.low, found.placebos.high
        assert low is not None
        assert high is not None
        truth = float((made.outcome[0] - made.outcome[0] / ratio)[EARLY:].mean())
        return found.verdict, ratio, float(low <= truth <= high)

    return says


def differences_world(ratio: float, *, treated: int = 1, asked: float = 0.9, **world: Any) -> Says:
    """Ask a simulated panel by synthetic difference-in-differences."""
    names = tuple(f"u{i}" for i in range(treated))

    def says(seed: int) -> tuple[Verdict, float, float]:
        made = a_panel(seed, ratio, treated=treated, **world)
        question = Differences(treated=names, begins=1990 + EARLY, asked=asked)
        return covered(difference_synthetically(made, question).verdict, ratio)

    return says


def per_head_coverage(
    seeds: Iterable[int], *, places: int, spread: float, mean: float
) -> tuple[float, float, float]:
    """Simulate places with gamma rates; give coverage of drawn rates, of exact ones and of ranks.

    Args:
        spread: standard deviation of true rates in parts of their mean.
        mean: events expected in a place of middling size.
    """
    drawn, exact, ranks = [], [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        people = rng.uniform(0.5, 1.5, places)
        true = rng.gamma(spread**-2, mean * spread**2, places)
        counts = rng.poisson(true * people)
        if not counts.any():
            continue
        made = [
            CountedPlace(name=str(i), count=int(counts[i]), population=people[i] * 1e6)
            for i in range(places)
        ]
        rank = 1 + (true[None, :] > true[:, None]).sum(axis=1)
        for found in rate_events(made).places:
            i = int(found.name)
            assert found.drawn_low is not None
            assert found.drawn_high is not None
            assert found.low is not None
            assert found.high is not None
            drawn.append(found.drawn_low <= true[i] <= found.drawn_high)
            exact.append(found.low <= true[i] <= found.high)
            ranks.append((found.rank_low or 0) <= rank[i] <= (found.rank_high or 0))
    return float(np.mean(drawn)), float(np.mean(exact)), float(np.mean(ranks))
