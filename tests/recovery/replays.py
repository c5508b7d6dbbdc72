"""Run the production replay over simulated worlds, under one or more rules."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from unittest.mock import patch

import numpy as np
from tests.recovery.measures import Outcome
from tests.recovery.worlds import END, LEVELS, WORLDS, Simulated, scale, simulate

from peil.assess.evidence import AssessmentSettings, Weighed, Weigher
from peil.assess.ladder import Ladder, default_ladder
from peil.assess.methods import replay_all
from peil.assess.overlap import FigureCache
from peil.assess.reviews import Variation
from peil.assess.rule import Proposal, Rule
from peil.observe.figures import Figures
from peil.terms.calendar import Floats, month_of

WEIGHING = ("clip_db", "other_publishers", "base_months", "base_months_monthly")
"""Constants of the rule that change the weight of a figure."""


def outcomes(
    world: str, seeds: Iterable[int], rules: Sequence[Rule], ladder: Ladder | None = None
) -> list[list[Outcome]]:
    """Replay worlds under rules: one list of outcomes for each rule, by seed."""
    by_seed = [one_world(world, seed, rules, ladder) for seed in seeds]
    return [list(of_rule) for of_rule in zip(*by_seed, strict=True)]


def one_world(
    world: str,
    seed: int,
    rules: Sequence[Rule],
    ladder: Ladder | None = None,
    weigher: type[Weigher] = Weigher,
) -> list[Outcome]:
    """Replay one world under each rule; figures are weighed once where the weights agree."""
    simulated = simulate(WORLDS[world], seed)
    weighing: dict[Any, Weigher] = {}

    def shared(*, cache: FigureCache, settings: AssessmentSettings) -> Weigher:
        key = tuple(getattr(settings.rule, name) for name in WEIGHING)
        return weighing.setdefault(key, weigher(cache=cache, settings=settings))

    with patch("peil.assess.first_method.Weigher", shared):
        return [_outcome(simulated, rule, ladder or default_ladder()) for rule in rules]


def _outcome(simulated: Simulated, rule: Rule, ladder: Ladder) -> Outcome:
    settings = AssessmentSettings(ladder=ladder, rule=rule, levels=LEVELS)
    variation = Variation(name="base", settings=settings)
    found = replay_all(simulated.record, scale(), [variation], END)["base"]
    return Outcome(
        truth=simulated.truth,
        posterior=np.array([review.posterior for review in found.reviews]),
        proposed=_levels(found.proposals),
    )


class ClippedByLength(Weigher):
    """Weighs as the engine does, but lets a figure say less the shorter its period is."""

    def _decibans(self, figures: Figures, expected: Floats, size: Floats) -> Floats:
        clip = self.settings.rule.clip_db * np.minimum(1.0, figures.months / 12.0)[:, None]
        clipped: Floats = np.clip(super()._decibans(figures, expected, size), -clip, clip)
        return clipped


class SpreadOverMonths(Weigher):
    """Lets a figure about several months enter in equal parts in each of them."""

    def weigh(self, day: date) -> tuple[Weighed, ...]:
        return tuple(self._spread(weighed) for weighed in super().weigh(day))

    @staticmethod
    def _spread(weighed: Weighed) -> Weighed:
        first = month_of(weighed.figures.start)
        spans = weighed.month - first + 1
        rows = np.repeat(np.arange(len(spans)), spans)
        month = np.concatenate(
            [np.arange(a, b + 1) for a, b in zip(first, weighed.month, strict=True)]
        )
        return replace(
            weighed,
            owner=weighed.owner[rows],
            figures=weighed.figures.take(rows),
            month=month,
            expected=weighed.expected[rows],
            size=weighed.size[rows],
            db=weighed.db[rows] / spans[rows, None],
            reliability=weighed.reliability[rows],
        )


def _levels(proposals: Sequence[Proposal]) -> Floats:
    return np.array([np.nan if p.level is None else float(p.level) for p in proposals])
