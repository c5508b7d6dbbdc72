"""Worlds whose attacks do or do not follow the level, to see what a track record makes of them.

Without skill the attacks come in waves that know nothing of the level; with skill their rate is
a factor of the level's own. Every level moves one step at a time after a gamma-distributed stay.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from tests.builders import a_scale, a_window, an_event
from tests.track_builder import RURITANIA

from peil.review.track.courses import Courses, proposed_courses
from peil.review.track.event_record import EventRecord, record_events
from peil.terms.calendar import Floats, Ints, month_ends

SCALE = a_scale(4)
NUMBERS = SCALE.numbers
BEGIN = 2000
WAVES, WAVE_MONTHS = (0.3, 2.0), 24.0
"""Factors on the rate in quiet and in busy times, and how long these last in the mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackWorld:
    """How levels and attacks come about.

    Args:
        years: how long it lasts.
        stay: months that a level holds in the mean.
        rate: attacks a year in the mean.
        step: factor on the rate from one level to the next; 1 is a level without skill.
    """

    years: int
    stay: float
    rate: float = 0.8
    step: float = 1.0


def levels_of(world: TrackWorld, rng: np.random.Generator) -> Ints:
    """Draw a level for each month."""
    months, level = world.years * 12, int(rng.integers(1, 5))
    levels: list[int] = []
    while len(levels) < months:
        levels += [level] * max(1, round(rng.gamma(1.5, world.stay / 1.5)))
        level = int(rng.choice([n for n in (level - 1, level + 1) if n in NUMBERS]))
    return np.array(levels[:months])


def rates_of(world: TrackWorld, levels: Ints, rng: np.random.Generator) -> Floats:
    """Give the attacks a year of each month: by level, or in waves that know nothing of it."""
    if world.step != 1.0:
        return np.asarray(world.rate * world.step ** (levels - 2.5), dtype=float)
    factors: list[float] = []
    busy = int(rng.integers(0, 2))
    while len(factors) < len(levels):
        factors += [WAVES[busy]] * max(1, round(rng.gamma(2.0, WAVE_MONTHS / 2.0)))
        busy = 1 - busy
    return world.rate * np.array(factors[: len(levels)])


def simulate(world: TrackWorld, seed: int) -> tuple[Courses, EventRecord]:
    """Draw a world: its levels as one course, and its attacks, all listed and prompt."""
    rng = np.random.default_rng(seed)
    last = date(BEGIN + world.years - 1, 12, 31)
    days = month_ends(date(BEGIN, 1, 1), last)
    levels = levels_of(world, rng)
    counts = rng.poisson(rates_of(world, levels, rng) / 12.0)
    events = [
        an_event(day.replace(day=int(rng.integers(1, 29))).isoformat(), killed=1)
        for day, count in zip(days, counts, strict=True)
        for _ in range(count)
    ]
    windows = [a_window(f"{BEGIN}-01-01", last.isoformat())]
    happened = record_events(
        events, windows, country=RURITANIA, ideology="jihadist", severity="attack", last=last
    )
    return proposed_courses(days, levels.tolist(), SCALE, last), happened
