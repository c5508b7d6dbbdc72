"""How likely the state is back at its old level, and how often official levels were raised again.

Source: first passage of a finite Markov chain, for example Kemeny and Snell (1960), Finite
Markov Chains, chapter 3: the levels at or above the old one are made absorbing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

import numpy as np

from peil.decide.official import Kind, OfficialLevel, timeline
from peil.terms.calendar import Floats, months_after
from peil.terms.errors import BadInput
from peil.terms.scale import Scale

HORIZONS = (3, 6, 12, 24)
"""Months for which the chance of a return is given where the rebuild time is unknown."""
SPEEDS = (0.5, 1.0, 2.0)
"""The transition is taken as it is, half as fast and twice as fast."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """The chance that the state is at its old level or above it within some months.

    Args:
        already: the part that is there on the day itself; it is counted in the others.
        low, middle, high: under the transition, and over it halved and doubled.
    """

    months: int
    already: float
    low: float
    middle: float
    high: float

    def is_above(self, agreed: float) -> bool | None:
        """Whether the whole range lies above an agreed value; None where the value lies in it."""
        if self.low > agreed:
            return True
        return False if self.high <= agreed else None


def at_speed(matrix: Floats, speed: float) -> Floats:
    """Multiply the chance of every move in a monthly transition.

    Where it settles stays the same.

    Raises:
        BadInput: a month holds more moves than one in some level.
    """
    faster: Floats = np.eye(len(matrix)) + speed * (matrix - np.eye(len(matrix)))
    if faster.min() < 0:
        raise BadInput(
            f"a level is left with the chance {1 - matrix.diagonal().min():.2f} a month, which "
            f"cannot be {speed:g} times as much; give a transition of shorter steps"
        )
    return faster


def chance_of_return(posterior: Floats, matrix: Floats, level: int, months: int) -> float:
    """Give the chance that the state is at a level or above it on a day or within some months.

    Args:
        posterior: (K,) probabilities of the state on the day.
        matrix: (K, K) monthly transition.
        level: index of the level, 0 is the lowest.
        months: 0 or more.
    """
    absorbing = matrix.copy()
    absorbing[level:] = np.eye(len(matrix))[level:]
    return float((posterior @ np.linalg.matrix_power(absorbing, months))[level:].sum())


def returns_within(
    posterior: Floats, matrix: Floats, level: int, months: Iterable[int]
) -> tuple[Return, ...]:
    """Give the range of the chance of a return for several numbers of months."""
    speeds = [at_speed(matrix, speed) for speed in SPEEDS]
    already = float(posterior[level:].sum())
    found = []
    for each in months:
        chances = [chance_of_return(posterior, speed, level, each) for speed in speeds]
        found.append(
            Return(
                months=each,
                already=already,
                low=min(chances),
                middle=chances[1],
                high=max(chances),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialLowering:
    """A national level that was lowered, and when it was back at its old value or above.

    Args:
        returned: None where that has not happened by `followed_to`.
        followed_to: the day of knowledge, or that on which the scale or the scope changed.
    """

    country: str
    on: date
    before: int
    after: int
    highest: int
    returned: date | None
    followed_to: date
    source: str

    @property
    def is_from_top(self) -> bool:
        """Whether it left the highest level of its scale, where no country stays for long."""
        return self.before == self.highest

    @property
    def months(self) -> int | None:
        """Full months until it was back; None where it has not been."""
        if self.returned is None:
            return None
        years, months = self.returned.year - self.on.year, self.returned.month - self.on.month
        full = 12 * years + months
        return full - (months_after(self.on, full) > self.returned)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCount:
    """How many lowered levels were raised again within some months, of those followed so long."""

    months: int
    returned: int
    followed: int


def lowerings_known(levels: Iterable[OfficialLevel], day: date) -> tuple[OfficialLowering, ...]:
    """List the lowerings of national levels, each on its own scale, known before a day.

    Args:
        levels: official levels of all countries and scopes.
        day: nothing announced later is used; a lowering of that day itself is not counted.
    """
    found = (each for spell in _spells(levels, day) for each in _lowerings(spell, day))
    return tuple(sorted(found, key=lambda each: (each.on, each.country)))


Step = tuple[str, int, int, int]
"""Country, level before, level after, and the highest of the scale."""


def by_step(lowerings: Iterable[OfficialLowering]) -> dict[Step, tuple[OfficialLowering, ...]]:
    """Group lowerings that are alike: one country's, from one level to one level of one scale."""

    def step(each: OfficialLowering) -> Step:
        return each.country, each.before, each.after, each.highest

    return {key: tuple(own) for key, own in groupby(sorted(lowerings, key=step), step)}


@dataclass(frozen=True, slots=True, kw_only=True)
class LowLevel:
    """Since when a level lies in the lower half of its scale; None where it does not."""

    since: date | None


def low_level(
    levels: Iterable[OfficialLevel], country: str, scale: Scale, day: date
) -> LowLevel | None:
    """Say whether a country's level is low, and since when.

    Args:
        levels: official levels of all countries and scopes.
        country: whose national level is asked for.
        scale: the country's; the middle level of an odd number is no low one.
        day: nothing announced later is used.

    Returns:
        None where no level of that scale is known on the day.
    """
    low = scale.numbers[: len(scale.numbers) // 2]
    found: LowLevel | None = None
    for _, rows in groupby(timeline(levels, country, day), lambda level: level.kind):
        found = None
        for level in rows:
            number = level.number_on(scale)
            before: date | None = found.since if found else None
            held = (before or level.valid_from) if number in low else None
            found = None if number is None else LowLevel(since=held)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spell:
    """Levels in a row of one country, scope and scale, and the day until which they hold."""

    rows: list[OfficialLevel]
    until: date


def _spells(levels: Iterable[OfficialLevel], day: date) -> Iterable[_Spell]:
    """Give what is known in a row; a level that nobody confirmed ends it and begins nothing."""
    levels = tuple(levels)
    for country in sorted({each.country for each in levels}):
        runs = [
            (kind, list(rows))
            for kind, rows in groupby(timeline(levels, country, day), _known_kind)
        ]
        ends = [*(rows[0].valid_from for _, rows in runs[1:]), day]
        for (kind, rows), until in zip(runs, ends, strict=False):
            if kind is not None:
                yield _Spell(rows=rows, until=until)


def _known_kind(level: OfficialLevel) -> Kind | None:
    return level.kind if level.verified else None


def _lowerings(spell: _Spell, day: date) -> Iterable[OfficialLowering]:
    for i, (old, new) in enumerate(pairwise(spell.rows)):
        if new.level < old.level and new.valid_from < day:
            back = [later.valid_from for later in spell.rows[i + 2 :] if later.level >= old.level]
            yield OfficialLowering(
                country=new.country,
                on=new.valid_from,
                before=old.level,
                after=new.level,
                highest=new.scale_max,
                returned=back[0] if back else None,
                followed_to=spell.until,
                source=new.source,
            )


def count_returns(lowerings: Sequence[OfficialLowering], months: int) -> ReturnCount:
    """Count the lowered levels that were raised again within some months.

    Only those that could be followed for so long count, so that one which came back at once
    and yesterday does not count while one that has not come back yet is left out.
    """
    followed = [each for each in lowerings if months_after(each.on, months) <= each.followed_to]
    returned = [
        each
        for each in followed
        if each.returned and each.returned <= months_after(each.on, months)
    ]
    return ReturnCount(months=months, returned=len(returned), followed=len(followed))
