"""Worlds whose true level is known, with figures published as the real ones are.

A level moves by months. Each family's events follow its rate at the level, spread by a gamma
that the ladder names, and are then published the way such figures are: prompt, late, by year,
as a rate or as a running total. The engine sees the published figures only.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from tests.builders import Row, a_record, a_scale, a_series, a_window, an_event, an_indicator

from peil.assess.ladder import RATIO, FamilyRule, Ladder, ladder_of
from peil.assess.reviews import ageing
from peil.assess.rule import SECOND, rule_of
from peil.observe.events import Event
from peil.observe.indicator import Indicator
from peil.observe.record import Record
from peil.observe.series import Series
from peil.terms.calendar import Floats, Ints, as_date, first_day, last_day, month_of
from peil.terms.scale import Scale

MONTHS = 240
LEVELS = 4
BEGIN = date(2000, 1, 1)
END = date(2019, 12, 31)
FIRST = int(month_of(np.datetime64(BEGIN)))
USUAL = {"judicial_opened": 10.0, "propaganda": 50.0}
"""Events a month at a ratio of one."""

MANY_KILLED = 30
MEAN_STAY = (30.0, 24.0, 18.0, 8.0)
"""Months that the stress world stays at a level, in the mean; the gamma's shape is 3."""
NEXT = (
    (0.0, 0.8, 0.2, 0.0),
    (0.6, 0.0, 0.3, 0.1),
    (0.15, 0.55, 0.0, 0.3),
    (0.0, 0.3, 0.7, 0.0),
)
"""Where the stress world goes from a level."""

Path = Ints
Generator = np.random.Generator


def own_path(rng: Generator) -> Path:
    """Draw levels by month from the filter's own transition."""
    matrix, prior = ageing(rule_of(SECOND), LEVELS)
    levels = [int(rng.choice(LEVELS, p=prior))]
    for _ in range(MONTHS - 1):
        levels.append(int(rng.choice(LEVELS, p=matrix[levels[-1]])))
    return np.array(levels)


def stress_path(rng: Generator) -> Path:
    """Draw levels by month from a semi-Markov process that no filter here assumes."""
    levels: list[int] = []
    level = int(rng.choice(LEVELS, p=(0.5, 0.3, 0.15, 0.05)))
    while len(levels) < MONTHS:
        stay = max(1, round(rng.gamma(3.0, MEAN_STAY[level] / 3.0)))
        levels += [level] * stay
        level = int(rng.choice(LEVELS, p=NEXT[level]))
    return np.array(levels[:MONTHS])


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """How a true level moves and how its figures come about and are published.

    Args:
        path: draws the level by month.
        prompt: whether all figures are exact, monthly and published at once.
        size: factor on the ladder's gamma sizes; a half is twice the overdispersion.
        height: factor on the ladder's rates per head.
        copies: indicators in each slow family, all with the same noise.
        breaks_off: whether slow series begin late and end early.
        wrong: part of the slow figures that are published three times too high or too low.
    """

    path: Callable[[Generator], Path]
    prompt: bool = False
    size: float = 1.0
    height: float = 1.0
    copies: int = 1
    breaks_off: bool = False
    wrong: float = 0.0


OWN = World(path=own_path, prompt=True)
RECORD = World(path=own_path)
STRESS = World(path=stress_path)
WORLDS = {
    "own": OWN,
    "record": RECORD,
    "stress": STRESS,
    "stress, prompt": replace(STRESS, prompt=True),
    "overdispersed": replace(STRESS, size=0.5),
    "correlated": replace(STRESS, copies=3),
    "truth twice the ladder": replace(STRESS, height=2.0),
    "truth half the ladder": replace(STRESS, height=0.5),
    "series break off": replace(STRESS, breaks_off=True),
    "wrong figures": replace(STRESS, wrong=0.15),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """A record, and the truth behind it by month, as index of the level."""

    record: Record
    truth: Path


def scale() -> Scale:
    """Give the scale of the simulated worlds, replayed from their first month."""
    return a_scale(LEVELS, BEGIN)


def simulate(world: World, seed: int, ladder: Ladder | None = None) -> Simulated:
    """Draw a world's truth and what was published about it."""
    rng = np.random.default_rng([seed, 2026])
    truth = world.path(rng)
    ladder = ladder or ladder_of(SECOND)
    counts = {
        family: _counts(rule, family, truth, world, rng)
        for family, rule in ladder.families.items()
        if family != "plots"
    }
    series: dict[str, Series] = {}
    indicators: list[Indicator] = []
    for family, count in counts.items():
        if family in ("attacks", "mass_casualty"):
            continue
        for indicator, rows, publisher in _published(family, count, world, rng):
            indicators.append(indicator)
            series[indicator.id] = a_series(rows, publisher=publisher)
    record = a_record(
        series,
        indicators,
        events=[
            *_attacks(counts["attacks"], None, rng),
            *_attacks(counts.get("mass_casualty", np.zeros(MONTHS)), MANY_KILLED, rng),
        ],
        windows=(a_window(BEGIN.isoformat(), END.isoformat()),),
    )
    return Simulated(record=record, truth=truth)


def _counts(rule: FamilyRule, family: str, truth: Path, world: World, rng: Generator) -> Floats:
    """(T,) events by month; the gamma of a month makes that of a year exactly."""
    is_ratio = rule.measure == RATIO
    rate = rule.monthly(LEVELS)[truth] * (USUAL[family] if is_ratio else world.height)
    size = rule.size * world.size / 12.0
    return rng.poisson(rate * rng.gamma(size, 1.0 / size, len(truth))).astype(float)


def _attacks(count: Floats, killed: int | None, rng: Generator) -> Iterator[Event]:
    for month in np.flatnonzero(count):
        for _ in range(int(count[month])):
            day = as_date(first_day(FIRST + month) + rng.integers(0, 28))
            yield an_event(day.isoformat(), killed=killed)


def _published(
    family: str, count: Floats, world: World, rng: Generator
) -> Iterator[tuple[Indicator, list[Row], str]]:
    """Give the indicators of a family with their rows and publisher."""
    kinds = {"fighters_out": "flow_rate", "fighters_back": "cumulative"}
    is_slow = not world.prompt and family != "propaganda"
    for copy in range(world.copies if is_slow else 1):
        kind = kinds.get(family, "flow_count") if is_slow else "flow_count"
        indicator = an_indicator(
            f"{family}_{copy}",
            family=family,
            kind=kind,
            effort="effort_dependent" if family == "judicial_opened" else "exogenous",
        )
        periods = list(_periods(family, world, rng)) if is_slow else [(m, m, 0) for m in MONTHLY]
        rows = _rows(kind, _mistaken(count, world, rng), periods)
        yield indicator, list(rows), f"Bureau {copy}"


MONTHLY = range(MONTHS)


def _mistaken(count: Floats, world: World, rng: Generator) -> Floats:
    """Publish some years three times too high or too low, as a wrong definition would."""
    years = rng.random(len(count) // 12 + 1) < world.wrong
    factor = np.where(years, rng.choice([1 / 3, 3.0], len(years)), 1.0)
    return np.round(count * np.repeat(factor, 12)[: len(count)])


def _periods(family: str, world: World, rng: Generator) -> Iterator[tuple[int, int, int]]:
    """Give first month, last month and months of delay of each published figure."""
    begin, end = 0, MONTHS
    if world.breaks_off:
        begin, end = int(rng.integers(0, 96)), int(rng.integers(144, 288))
    month = begin
    while True:
        if family == "judicial_opened":
            length, delay = 12 - month % 12, int(rng.integers(1, 25))
        elif family == "fighters_out":
            length, delay = int(rng.choice([12, 12, 12, 6, 9, 18])), int(rng.integers(3, 10))
        else:
            length, delay = int(rng.integers(4, 13)), int(rng.integers(1, 7))
        if month + length > min(end, MONTHS):
            return
        yield month, month + length - 1, delay
        month += length


def _rows(kind: str, count: Floats, periods: list[tuple[int, int, int]]) -> Iterator[Row]:
    begin = str(first_day(FIRST + periods[0][0])) if periods else ""
    for first, last, delay in periods:
        events = float(count[first : last + 1].sum())
        start = begin if kind == "cumulative" else str(first_day(FIRST + first))
        if kind == "cumulative":
            events = float(count[periods[0][0] : last + 1].sum())
        if kind == "flow_rate":
            events /= last - first + 1
        published = str(last_day(FIRST + last + delay))
        yield start, str(last_day(FIRST + last)), events, published
