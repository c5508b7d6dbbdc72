"""Run the production replay over simulated worlds, and the rule over what its reviews found."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from tests.recovery.measures import Outcome
from tests.recovery.worlds import END, LEVELS, WORLDS, scale, simulate

from peil.assess.evidence import AssessmentSettings
from peil.assess.ladder import Ladder, ladder_of
from peil.assess.methods import replay_all
from peil.assess.reviews import Variation
from peil.assess.rule import SECOND, Review, Rule, rule_of
from peil.assess.standing import Standing
from peil.terms.calendar import Floats, Ints

RULE, LADDER = rule_of(SECOND), ladder_of(SECOND)
TOP = LEVELS - 1
FILTER = (
    "down", "settles_at_least_2", "settles_next", "two_steps", "clip_db", "further_figures",
)  # fmt: skip
"""Constants of the rule that change the probabilities."""
SIGNED_BY_CHANCE = 0.02
"""Chance of a sign in a month in which no attack is imminent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What the reviews of one simulated world found, before any rule is applied."""

    seed: int
    truth: Ints
    reviews: tuple[Review, ...]


def review(world: str, seed: int, rule: Rule = RULE, ladder: Ladder = LADDER) -> Reviewed:
    """Simulate a world and hold its reviews."""
    simulated = simulate(WORLDS[world], seed)
    settings = AssessmentSettings(ladder=ladder, rule=rule, levels=LEVELS)
    base = Variation(name="base", settings=settings)
    found = replay_all(simulated.record, scale(), [base], END)["base"]
    return Reviewed(seed=seed, truth=simulated.truth, reviews=found.reviews)


Signs = Callable[[Reviewed, date], bool]


def always(_world: Reviewed, _day: date) -> bool:
    """Let a sign be declared on every day, so that the figures alone decide."""
    return True


def signs_of(ratio: float) -> Signs:
    """Let signs come by chance each month, `ratio` times as often where an attack is imminent."""

    def is_declared(world: Reviewed, day: date) -> bool:
        month = (day.year - 2000) * 12 + day.month - 1
        chance = SIGNED_BY_CHANCE * (ratio if world.truth[month] == TOP else 1.0)
        return bool(np.random.default_rng([world.seed, month, 7]).random() < chance)

    return is_declared


def apply(world: Reviewed, rule: Rule = RULE, signs: Signs = always) -> Outcome:
    """Let a rule propose at the reviews of a world; the months are scored at their ends."""
    reviews = [replace(r, sign_is_declared=signs(world, r.day)) for r in world.reviews]
    proposals = Standing(rule=rule, top=TOP).replay(reviews)
    ends = [i for i, each in enumerate(reviews) if each.is_regular]
    return Outcome(
        truth=world.truth,
        posterior=np.array([reviews[i].posterior for i in ends]),
        proposed=_levels([proposals[i].held for i in ends]),
    )


def outcomes(
    world: str, seeds: Iterable[int], rules: Sequence[Rule], ladder: Ladder = LADDER
) -> list[list[Outcome]]:
    """Replay worlds under rules: one list of outcomes for each rule, by seed.

    Worlds are reviewed once for all rules whose filter is the same.
    """
    seeds = list(seeds)
    reviewed: dict[tuple[float, ...], list[Reviewed]] = {}
    for rule in rules:
        key = tuple(getattr(rule, name) for name in FILTER)
        if key not in reviewed:
            reviewed[key] = [review(world, seed, rule, ladder) for seed in seeds]
    by_rule = [reviewed[tuple(getattr(rule, name) for name in FILTER)] for rule in rules]
    return [[apply(w, rule) for w in worlds] for rule, worlds in zip(rules, by_rule, strict=True)]


def _levels(held: Sequence[int | None]) -> Floats:
    return np.array([np.nan if level is None else float(level) for level in held])
