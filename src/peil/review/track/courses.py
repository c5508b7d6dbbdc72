"""Courses of levels: spells on one scale and of one scope, official or proposed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from peil.decide.official import Kind, OfficialLevel, level_on, timeline
from peil.review.assessed import PastReview
from peil.terms.scale import Scale

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelSpell:
    """A stretch of days at one level; `end` is the day after its last."""

    start: date
    end: date
    level: int

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.start <= day < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelCourse:
    """Levels of one country on one scale and of one scope, oldest spell first.

    `scale_from` is the first day of that scale, where it is known.
    """

    scope: str
    scale_min: int
    scale_max: int
    scale_from: date | None = None
    spells: tuple[LevelSpell, ...]

    @property
    def begins(self) -> date:
        """Its first day."""
        return self.spells[0].start

    @property
    def days(self) -> int:
        """Days that it covers."""
        return sum((spell.end - spell.start).days for spell in self.spells)

    def spell_on(self, day: date) -> int | None:
        """Give the index of the spell that holds a day."""
        return next((i for i, spell in enumerate(self.spells) if spell.holds(day)), None)

    def shares_scale(self, other: "LevelCourse") -> bool:
        """Whether its levels may be compared with those of another."""
        mine, theirs = ((c.scale_min, c.scale_max, c.scale_from) for c in (self, other))
        return mine == theirs

    def days_in(self, first: date, last: date) -> int:
        """Count the days from one to another on which it has a level."""
        after = last + ONE_DAY
        return sum(
            max((min(spell.end, after) - max(spell.start, first)).days, 0) for spell in self.spells
        )

    def is_known(self, first: date, last: date) -> bool:
        """Whether it has a level on every day from one to another."""
        return self.days_in(first, last) >= (last - first).days + 1

    def is_raised(self, level: int) -> bool:
        """Whether a level lies above the middle of the scale."""
        return 2 * level > self.scale_min + self.scale_max

    def changes(self) -> Iterator[tuple[LevelSpell, LevelSpell]]:
        """Give the spells before and after each change of level without a gap between."""
        for before, after in pairwise(self.spells):
            if before.end == after.start and before.level != after.level:
                yield before, after

    def raises(self) -> tuple[LevelSpell, ...]:
        """Give the spells with which it rose above the middle of its scale."""
        return tuple(
            after
            for before, after in self.changes()
            if self.is_raised(after.level) and not self.is_raised(before.level)
        )

    def steps_up(self) -> tuple[date, ...]:
        """Give the days on which its level rose at all."""
        return tuple(a.start for b, a in self.changes() if a.level > b.level)

    def raised_since(self, day: date) -> tuple[date, bool] | None:
        """Give since when a level raised on a day has been so, and whether it was raised then.

        It was not raised then where the stretch begins with the course or after a gap.
        """
        at = self.spell_on(day)
        if at is None or not self.is_raised(self.spells[at].level):
            return None
        while at and self._continues(at) and self.is_raised(self.spells[at - 1].level):
            at -= 1
        return self.spells[at].start, at > 0 and self._continues(at)

    def _continues(self, at: int) -> bool:
        return self.spells[at - 1].end == self.spells[at].start

    def lowest(self, first: date, last: date) -> int | None:
        """Give the lowest level from a day to another."""
        levels = [s.level for s in self.spells if s.start <= last and s.end > first]
        return min(levels, default=None)


Courses = tuple[LevelCourse, ...]


def found_on(courses: Courses, day: date) -> tuple[LevelCourse, LevelSpell] | None:
    """Find the course and the spell in force on a day."""
    for course in courses:
        at = course.spell_on(day)
        if at is not None:
            return course, course.spells[at]
    return None


def official_courses(levels: Iterable[OfficialLevel], country: str, last: date) -> Courses:
    """Order a country's national levels that were public by a day into courses.

    Where what holds is not confirmed in a source there is a gap.
    """
    own = timeline(levels, country, last)
    starts = sorted({o.known_from for o in own})
    rows = []
    for start, end in pairwise([*starts, last + ONE_DAY]):
        level = level_on(own, country, start)
        if level is not None and level.verified and start < end:
            rows.append((level.kind, LevelSpell(start=start, end=end, level=level.level)))
    keys = dict.fromkeys(key for key, _ in rows)
    return tuple(_course(key, [spell for k, spell in rows if k == key]) for key in keys)


def proposed_courses(
    days: Sequence[date], levels: Sequence[int | None], scale: Scale, last: date
) -> Courses:
    """Order the proposals of reviews into one course; each holds until the next review.

    Args:
        days: (R,) days of the reviews, oldest first.
        levels: (R,) proposed levels; None where none was proposed.
        scale: that they are on.
        last: the last day of the record.
    """
    ends = [*days, last + ONE_DAY][1:]
    spells = [
        LevelSpell(start=day, end=end, level=level)
        for day, end, level in zip(days, ends, levels, strict=True)
        if level is not None and day < end
    ]
    key = ("", scale.numbers[0], scale.numbers[-1], scale.valid_from)
    return (_course(key, spells),) if spells else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What Peil said of the dossier's own country: its reviews, and the courses of its levels.

    Args:
        proposed: where a level was proposed.
        held: on every day, whether it was proposed or not.
        told: part of the days since the first review on which a level was proposed.
    """

    reviews: Sequence[PastReview] = ()
    proposed: Courses = ()
    held: Courses = ()
    told: float | None = None

    @classmethod
    def of(cls, reviews: Sequence[PastReview], scale: Scale, last: date) -> "Own":
        """Order reviews up to the last day of the record into courses."""
        days = [review.day for review in reviews]
        proposed, held = (
            proposed_courses(days, levels, scale, last)
            for levels in ([r.level for r in reviews], [r.held for r in reviews])
        )
        told = sum(course.days for course in proposed)
        since = (last + ONE_DAY - days[0]).days if days else 0
        return cls(
            reviews=reviews,
            proposed=proposed,
            held=held,
            told=told / since if since else None,
        )


def _course(key: Kind, spells: Sequence[LevelSpell]) -> LevelCourse:
    scope, low, high, since = key
    return LevelCourse(
        scope=scope,
        scale_min=low,
        scale_max=high,
        scale_from=since,
        spells=_joined(spells),
    )


def _joined(spells: Sequence[LevelSpell]) -> tuple[LevelSpell, ...]:
    """Join neighbours at the same level, as a level that is confirmed is not a new one."""
    joined: list[LevelSpell] = []
    for spell in spells:
        before = joined[-1] if joined else None
        if before and (before.end, before.level) == (spell.start, spell.level):
            joined[-1] = replace(before, end=spell.end)
        else:
            joined.append(spell)
    return tuple(joined)
