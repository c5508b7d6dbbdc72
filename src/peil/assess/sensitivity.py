"""Sensitivity: which change of the method, family or figure would change the proposal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from peil.assess.evidence import Settings, Weighed, weight_of_evidence
from peil.assess.forward_filter import DECIBANS, forward_filter
from peil.assess.reviews import Replay, Variation, ageing
from peil.terms.calendar import Floats

BASE = "base"
FIXED_PEOPLE = 10_000_000.0
LEFT_OUT = "without_"
LARGEST_CHANGE = 10
"""A figure is tried up to this many times itself, and ten more."""


def variations(settings: Settings, families: Sequence[str]) -> list[Variation]:
    """List the replays that test a proposal: the base, the changes, each family left out."""
    ladder, rule = settings.ladder, settings.rule
    changed = {
        "without_effort_dependent": replace(
            settings, without=settings.without | {"effort_dependent"}
        ),
        "contrast_halved": replace(settings, ladder=ladder.changed(contrast=0.5)),
        "contrast_doubled": replace(settings, ladder=ladder.changed(contrast=2.0)),
        "height_halved": replace(settings, ladder=ladder.changed(height=0.5)),
        "height_doubled": replace(settings, ladder=ladder.changed(height=2.0)),
        "population_fixed": replace(settings, people=FIXED_PEOPLE),
        "publishers_once": replace(settings, rule=replace(rule, other_publishers=1.0)),
    }
    return [
        Variation(name=BASE, settings=settings),
        *(Variation(name=name, settings=each) for name, each in changed.items()),
        *(
            Variation(name=LEFT_OUT + family, settings=settings, left_out=frozenset({family}))
            for family in families
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The smallest change of an indicator's latest figure that would matter today.

    Args:
        count, needed: the figure as it is, and as it would have to be.
        effect: "raise" (to `level`) or "start_lowering" (from `level`), by index of level.
    """

    indicator: str
    count: float
    needed: float
    effect: str
    level: int


def would_change(run: Replay, settings: Settings) -> list[Change]:
    """Find for each indicator the smallest change of its latest figure that would matter.

    A rise matters where it lifts the next level up to the raising threshold, a fall where it
    brings today's level down to the lowering threshold; the other figures stay as they are.
    """
    level = run.now.level
    if level is None:
        return []
    changes = []
    for weighed in run.weighed:
        if level + 1 < settings.levels:
            changes += _nearest(run, settings, weighed, level + 1, "raise")
        if level > 0:
            changes += _nearest(run, settings, weighed, level, "start_lowering")
    return changes


def _nearest(
    run: Replay, settings: Settings, weighed: Weighed, level: int, effect: str
) -> list[Change]:
    count = float(weighed.figures.count[-1])
    if effect == "raise":
        tried = count + np.arange(1.0, LARGEST_CHANGE * (count + 1) + 1)
    else:
        tried = np.arange(np.ceil(count) - 1, -1.0, -1.0)
    matters = _search(run, settings, weighed, tried, level, effect)
    if matters is None:
        return []
    return [
        Change(
            indicator=weighed.indicator.id,
            count=count,
            needed=float(tried[matters]),
            effect=effect,
            level=level,
        )
    ]


def _search(
    run: Replay, settings: Settings, weighed: Weighed, tried: Any, level: int, effect: str
) -> int | None:
    """Index of the first tried count that matters; chances change in one direction."""
    low, high = 0, len(tried) - 1
    if high < 0 or not _matters(run, settings, weighed, tried[high], level, effect):
        return None
    while low < high:
        middle = (low + high) // 2
        if _matters(run, settings, weighed, tried[middle], level, effect):
            high = middle
        else:
            low = middle + 1
    return high


def _matters(
    run: Replay, settings: Settings, weighed: Weighed, count: float, level: int, effect: str
) -> bool:
    rule = settings.rule
    matrix, prior = ageing(rule, settings.levels)
    posterior = forward_filter(_with_count(run, rule.clip_db, weighed, count), matrix, prior)[-1]
    chance = posterior[level:].sum()
    return bool(chance >= rule.p_up if effect == "raise" else chance <= rule.p_dn)


def _with_count(run: Replay, clip: float, weighed: Weighed, count: float) -> Floats:
    """(T, K) log weights of the run, with another count for an indicator's latest figure."""
    size = weighed.size[-1:]
    db = weight_of_evidence(np.array([count]), weighed.expected[-1:], size, clip)[0]
    moved = (db * weighed.reliability[-1] - weighed.weight[-1]).cumsum() / DECIBANS
    logs = run.log_weights.copy()
    logs[weighed.month[-1] - run.first_month, 1:] += moved
    return logs
