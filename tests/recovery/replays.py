"""Run the production replay over simulated worlds, under one or more rules."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, replace
from datetime import date
from typing import Any

import numpy as np
from tests.recovery.measures import Outcome
from tests.recovery.worlds import END, LEVELS, WORLDS, scale, simulate

from peil.assess.evidence import Scales, Settings, Weighed
from peil.assess.ladder import Ladder, default_ladder
from peil.assess.reviews import Variation, replay_all
from peil.assess.rule import Proposal, Rule, replay
from peil.terms.calendar import Floats

PROPOSING = ("p_up", "p_dn", "reviews", "expires_after")
"""Constants that change neither weights nor ageing nor coverage."""


def outcomes(
    world: str, seeds: Iterable[int], rules: Sequence[Rule], ladder: Ladder | None = None
) -> list[list[Outcome]]:
    """Replay worlds under rules: one list of outcomes for each rule, by seed."""
    by_seed = [one_world(world, seed, rules, ladder) for seed in seeds]
    return [list(of_rule) for of_rule in zip(*by_seed, strict=True)]


def one_world(
    world: str, seed: int, rules: Sequence[Rule], ladder: Ladder | None = None
) -> list[Outcome]:
    """Replay one world under each rule, filtering once where only the proposing differs."""
    simulated = simulate(WORLDS[world], seed)
    filtered = {}
    found = []
    for rule in rules:
        key = astuple(replace(rule, **dict.fromkeys(PROPOSING, 0)))
        if key not in filtered:
            settings = Settings(ladder=ladder or default_ladder(), rule=rule, levels=LEVELS)
            variation = Variation(name="base", settings=settings)
            runs = replay_all(simulated.record, scale(), [variation], END)
            filtered[key] = runs["base"].reviews
        reviews = filtered[key]
        found.append(
            Outcome(
                truth=simulated.truth,
                posterior=np.array([review.posterior for review in reviews]),
                proposed=_levels(replay(reviews, rule)),
            )
        )
    return found


class ClippedByLength(Scales):
    """Weighs as the engine does, but lets a figure say less the shorter its period is."""

    def _weigh_alone(self, member: Any, day: date) -> Weighed:
        weighed = super()._weigh_alone(member, day)
        part = np.minimum(1.0, weighed.figures.months / 12.0)[:, None]
        clip = self.settings.rule.clip_db * part
        return replace(weighed, db=np.clip(weighed.db, -clip, clip))


def _levels(proposals: Sequence[Proposal]) -> Floats:
    return np.array([np.nan if p.level is None else float(p.level) for p in proposals])
