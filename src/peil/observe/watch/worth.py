"""Worth: how many of a hundred signals such as one were changes, in worlds that were simulated.

How often a signal is right depends on how often changes come. In these worlds each series has one
lasting change and one short one in ten years; docs/methods/watch-words.md says of which sizes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from peil.observe.direction import RISING, WANING
from peil.terms.calendar import Days, Floats

TABLE = "signal_worth.csv"
METHOD, BUDGET = "peil-watch-3", 0.1
SHORTEST, LONGEST = 7, 31
"""What was simulated: weeks and months, by this method, at so many false signals a year."""
EVENTS = (0.0, 0.5, 2.0, 10.0)
"""Expected events a period from which on signals are counted together."""
FACTORS = (1.0, 2.0, 4.0)
"""Counts over expected ones, or the inverse for a fall, likewise."""
KINDS = {"signal_period": "short", "signal_shift": "lasting"}
"""By the code of the reason that is given."""
SIDES = {RISING: "rise", WANING: "fall"}
HALF_AN_EVENT = 0.5
FEWEST = 100
"""Signals of which a share is told; where one size had fewer, all sizes are taken together."""


class Cell(NamedTuple):
    """What signals are counted by: the least events a period, kind, side and the least factor."""

    events: float
    kind: str
    side: str
    factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A signal that stands, with the periods from where it began until it was given.

    Args:
        direction, reason, method: as said of it.
        budget: false signals a year in each direction.
        days: of its latest period.
        observed, expected: (K,) counts; NaN where there is none.
    """

    direction: str
    reason: str
    method: str
    budget: float
    days: int
    observed: Floats
    expected: Floats

    @property
    def cell(self) -> Cell | None:
        """Say where it is counted; nowhere if no signal says it, or nothing was expected of it."""
        known = np.isfinite(self.observed) & np.isfinite(self.expected)
        if self.reason not in KINDS or self.direction not in SIDES or not known.any():
            return None
        observed, expected = (x[known].sum() for x in (self.observed, self.expected))
        ratio = (observed + HALF_AN_EVENT) / (expected + HALF_AN_EVENT)
        return Cell(
            _least(EVENTS, expected / known.sum()),
            KINDS[self.reason],
            SIDES[self.direction],
            _least(FACTORS, ratio if self.direction == RISING else 1.0 / ratio),
        )

    @property
    def worth(self) -> float | None:
        """The share of such signals that were changes; None where too few, or none, were simulated."""
        is_simulated = (self.method, self.budget) == (METHOD, BUDGET)
        if self.cell is None or not is_simulated or not SHORTEST <= self.days <= LONGEST:
            return None
        table = worth_table()
        of_size = table[self.cell]
        alike = [table[self.cell._replace(factor=factor)] for factor in FACTORS]
        chosen = of_size if of_size[0] >= FEWEST else np.sum(alike, axis=0)
        return float(chosen[1] / chosen[0]) if chosen[0] >= FEWEST else None


def since_it_began(
    start: Days, observed: Floats, expected: Floats, *, since: date | None, opened: date | None
) -> tuple[Floats, Floats]:
    """Give counts and expected ones from where a signal began until it was given.

    Where either lies before the periods (T,) that are judged, it is the first of them.
    """
    if since is None or opened is None:
        return observed[:0], expected[:0]
    first = int(np.searchsorted(start, np.datetime64(since)))
    last = max(int(np.searchsorted(start, np.datetime64(opened))), first)
    return observed[first : last + 1], expected[first : last + 1]


@lru_cache(maxsize=1)
def worth_table() -> Mapping[Cell, tuple[int, int]]:
    """Read how many signals were counted, and how many of them were changes."""
    lines = files(__package__).joinpath(TABLE).read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split(",") for line in lines]
    return {
        Cell(float(events), kind, side, float(factor)): (int(signals), int(changes))
        for events, kind, side, factor, signals, changes in rows
    }


def _least(steps: tuple[float, ...], value: float) -> float:
    return steps[max(int(np.searchsorted(steps, value, side="right")) - 1, 0)]
