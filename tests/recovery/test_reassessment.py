"""Simulated policies with a known effect: do the intervals cover it, and are claims rare without one?"""

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import pytest
from tests.reassessment_builder import a_plan

from peil.review.evaluation.verdict import CANNOT_TELL, FELL, ROSE
from peil.review.reassessment.change import against_of, change_of
from peil.review.reassessment.periods import AFTER, BEFORE, CountryPeriods, Period

PLAN = a_plan()
MILLIONS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One kind of world: events a year, years before and after, spread, effect, and peers.

    Counts vary as many times more than by chance as `spread` says; the effect is the ratio
    of the rates, after to before. With peers their rates are halved as well, which is no effect.
    """

    events: float
    before: int = 6
    after: int = 5
    spread: float = 1.0
    effect: float = 1.0
    peers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fared:
    """Shares of the worlds: interval covers the truth, a claim, the right claim, cannot tell."""

    covered: float
    claimed: float
    right: float
    cannot: float


def a_count(draws: np.random.Generator, mean: float, spread: float) -> float:
    """Draw a count whose variance is so many times its mean."""
    if spread <= 1:
        return float(draws.poisson(mean))
    return float(draws.negative_binomial(mean / (spread - 1), 1 / spread))


def a_course(
    draws: np.random.Generator, world: World, country: str, ratio: float
) -> CountryPeriods:
    spells = [BEFORE] * world.before + [AFTER] * world.after
    years = [*range(2015 - world.before, 2015), *range(2018, 2018 + world.after)]
    periods = tuple(
        Period(
            start=date(year, 1, 1),
            end=date(year, 12, 31),
            spell=spell,
            months=12.0,
            count=a_count(draws, world.events * (ratio if spell == AFTER else 1), world.spread),
            exposure=MILLIONS,
            telling=1.0,
            published=date(year + 1, 1, 1),
            source="",
        )
        for year, spell in zip(years, spells, strict=True)
    )
    return CountryPeriods(country=country, periods=periods, drawn=periods, unused=())


@cache
def fared(world: World, worlds: int = 400) -> Fared:
    draws = np.random.default_rng(20150116)
    covered, answers = [], []
    common = 0.5 if world.peers else 1.0
    for _ in range(worlds):
        own = a_course(draws, world, "Belgium", world.effect * common)
        peers = [a_course(draws, world, f"P{i}", common) for i in range(world.peers)]
        if peers:
            verdict = against_of(PLAN, own, peers, (), AFTER).verdict
        else:
            verdict = change_of(PLAN, own, (), AFTER).verdict
        assert verdict is not None
        covered.append(verdict.low <= world.effect <= verdict.high)
        answers.append(verdict.answer)
    wanted = ROSE if world.effect > 1 else FELL
    return Fared(
        covered=float(np.mean(covered)),
        claimed=float(np.mean([a in (FELL, ROSE) for a in answers])),
        right=float(np.mean([a == wanted for a in answers])),
        cannot=float(np.mean([a == CANNOT_TELL for a in answers])),
    )


QUIET = (
    World(events=8),
    World(events=40),
    World(events=40, spread=5.0),
    World(events=120, spread=10.0),
    World(events=120, spread=10.0, before=3, after=2),
    World(events=15, peers=2),
    World(events=40, spread=4.0, peers=2),
)
"""Worlds without an effect: by chance alone, with years that differ more, and beside peers."""


@pytest.mark.parametrize("world", QUIET)
def test_without_an_effect_claims_are_at_most_as_frequent_as_the_interval_allows(
    world: World,
) -> None:
    """10 % nominal; two standard errors of 400 worlds are 3 %."""
    assert fared(world).claimed <= 0.13


@pytest.mark.parametrize(
    "world",
    [
        World(events=8, effect=0.5),
        World(events=40, effect=0.5),
        World(events=40, effect=0.5, spread=5.0),
        World(events=120, effect=0.5, spread=10.0),
        World(events=30, effect=0.5, peers=2),
    ],
)
def test_the_interval_covers_a_halving(world: World) -> None:
    assert fared(world).covered >= 0.87


def test_a_halving_is_found_among_many_and_left_open_among_few() -> None:
    assert fared(World(events=40, effect=0.5)).right >= 0.95
    few = fared(World(events=0.3, before=9, after=6, effect=0.5))
    assert few.cannot == 1.0


def test_a_world_without_the_correction_would_claim_far_too_often() -> None:
    """What counting noise alone would claim, where years differ ten times as much."""
    draws = np.random.default_rng(20150117)
    world = World(events=120, spread=10.0)
    own = [change_of(PLAN, a_course(draws, world, "Belgium", 1.0), (), AFTER) for _ in range(150)]
    alone = [c.counting for c in own if c.counting is not None]
    assert np.mean([low > 1 or high < 1 for low, high in alone]) > 0.4
