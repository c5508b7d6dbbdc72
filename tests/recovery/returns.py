"""How often a lowered level is back, against the range that the divestment test states.

A replay lowers by the production rule in a world whose true level is known. At each lowering the
range is stated from the posterior and the transition that the filter assumed; the truth is whether
the true level is at the old one or above it on that day or within the months that follow.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from tests.recovery.measures import SCORED_FROM, Outcome
from tests.recovery.replays import outcomes
from tests.recovery.worlds import LEVELS

from peil.act.recurrence import HORIZONS, returns_within
from peil.assess.reviews import ageing
from peil.assess.rule import SECOND, Rule, rule_of
from peil.terms.calendar import Floats

SPEEDS = (0.5, 1.0, 2.0)
"""The filter's transition as the true one, half and twice as fast."""
RESAMPLED = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """Lowerings that were followed for a number of months, over many worlds.

    Args:
        world: (L,) which world each was in.
        is_back: (L,) whether the true level was back.
        low, middle, high: (L,) the chance that was stated.
    """

    world: Floats
    is_back: Floats
    low: Floats
    middle: Floats
    high: Floats

    @property
    def frequency(self) -> float:
        """The part of the lowered levels that were back."""
        return float(self.is_back.mean())

    @property
    def stated(self) -> tuple[float, float]:
        """The stated range, in the mean."""
        return float(self.low.mean()), float(self.high.mean())

    @property
    def interval(self) -> tuple[float, float]:
        """90 % interval of the frequency, by bootstrap over worlds."""
        rng = np.random.default_rng(2026)
        names, at = np.unique(self.world, return_inverse=True)
        sums = np.bincount(at, self.is_back), np.bincount(at)
        picks = rng.integers(0, len(names), (RESAMPLED, len(names)))
        drawn = sums[0][picks].sum(axis=1) / sums[1][picks].sum(axis=1)
        return tuple(np.quantile(drawn, (0.05, 0.95)))

    @property
    def covers(self) -> bool:
        """Whether the stated range meets the interval of the frequency."""
        return self.stated[0] <= self.interval[1] and self.interval[0] <= self.stated[1]


def rules_by_speed() -> dict[float, Rule]:
    """Give the rule with its transition half, as, and twice as fast as it is set."""
    rule = rule_of(SECOND)
    return {speed: replace(rule, down=rule.down * speed) for speed in SPEEDS}


def returns_in(world: str, seeds: Iterable[int]) -> dict[float, dict[int, Returns]]:
    """Replay worlds at each speed: what was stated and what came, by speed and months."""
    rules = rules_by_speed()
    found = outcomes(world, seeds, list(rules.values()))
    return {
        speed: {months: _returns(each, rule, months) for months in HORIZONS}
        for (speed, rule), each in zip(rules.items(), found, strict=True)
    }


def _returns(found: Sequence[Outcome], rule: Rule, months: int) -> Returns:
    matrix, _ = ageing(rule, LEVELS)
    rows = []
    for world, outcome in enumerate(found):
        for month in _lowered(outcome.proposed):
            if month + months >= len(outcome.truth):
                continue
            old = int(outcome.proposed[month - 1])
            (stated,) = returns_within(outcome.posterior[month], matrix, old, [months])
            is_back = (outcome.truth[month : month + months + 1] >= old).any()
            rows.append((world, is_back, stated.low, stated.middle, stated.high))
    columns = np.array(rows, dtype=float).T
    return Returns(
        world=columns[0],
        is_back=columns[1],
        low=columns[2],
        middle=columns[3],
        high=columns[4],
    )


def _lowered(proposed: Floats) -> Iterable[int]:
    with np.errstate(invalid="ignore"):
        months = np.flatnonzero(np.diff(proposed) < 0) + 1
    return [int(month) for month in months if month >= SCORED_FROM]


def table(worlds: Iterable[str], seeds: Sequence[int]) -> str:
    """Write the table of `docs/methods/policy.md`."""
    lines = ["| world | filter's speed | months | lowerings | stated | were back | 90 % |"]
    lines.append("|---|---|---|---|---|---|---|")
    for world in worlds:
        for speed, by_months in returns_in(world, seeds).items():
            for months, each in by_months.items():
                low, high = each.stated
                first, last = each.interval
                mark = "" if each.covers else " (missed)"
                lines.append(
                    f"| {world} | {speed:g} | {months} | {len(each.world)} | "
                    f"{low:.2f} to {high:.2f} | {each.frequency:.2f}{mark} | "
                    f"{first:.2f} to {last:.2f} |"
                )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(("own", "record", "stress"), range(4000, 4060)))  # noqa: T201
