"""Forecasts of the next event, each learned only from what had ended and was public on its day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from peil.observe.events import Event
from peil.review.track.bootstrap import ScoreDifference, blocks_of, difference
from peil.review.track.courses import ONE_DAY, Courses
from peil.review.track.event_record import EventRecord, day_of_event
from peil.review.track.scores import brier
from peil.review.track.settings import TrackSettings
from peil.terms.calendar import Days, Flags, Floats, Ints, as_day, month_ends, months_after

NEVER = np.datetime64("9999-12-31", "D")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOutcomes:
    """Monthly reviews: the level of each, and whether an event came within a horizon.

    Args:
        days: (T,) days of the reviews.
        ends: (T,) last days of their horizons.
        is_covered: (T,) whether the list is complete over the horizon.
        known_from: (T,) day from which an event of the horizon was public; never without one.
        past_covered: (T,) whether the list is complete over the months before.
        past: (T,) whether an event of the months before was public on the day.
        level, spell, course: (T,) what was in force; -1 where nothing was.
    """

    days: Days
    ends: Days
    is_covered: Flags
    known_from: Days
    past_covered: Flags
    past: Flags
    level: Ints
    spell: Ints
    course: Ints

    @property
    def happened(self) -> Floats:
        """(T,) 1 where an event came, as far as was ever public."""
        came: Floats = (self.known_from < NEVER).astype(float)
        return came


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecasts:
    """Forecasts of the next event, on the reviews on which all of them exist.

    Args:
        days, spells: (N,) the reviews and the numbers of their spells.
        level, no_change, climatology: (N,) probabilities of an event within the horizon.
        happened: (N,) 1 where it came.
    """

    days: tuple[date, ...]
    spells: Ints
    level: Floats
    no_change: Floats
    climatology: Floats
    happened: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Brier scores of a level against both baselines, on the same reviews.

    Args:
        reviews, happened: how many, and after how many of them an event came.
        brier, no_change, climatology: Brier scores; None without a review.
        over_no_change, over_climatology: by how much the level's score is the smaller one.
    """

    horizon: int
    plots_in: bool
    reviews: int
    happened: int
    first: date | None
    last: date | None
    brier: float | None
    no_change: float | None
    climatology: float | None
    over_no_change: ScoreDifference
    over_climatology: ScoreDifference


def score_levels(
    courses: Courses,
    happened: EventRecord,
    horizon: int,
    settings: TrackSettings,
    *,
    plots_in: bool,
) -> Scored:
    """Score levels as forecasts of the next event, beside no change and climatology."""
    events = happened.events(plots_in=plots_in)
    made = forecast(gather(courses, happened, events, horizon), settings)
    blocks = blocks_of(made.spells.tolist(), horizon)
    voices = made.level, made.no_change, made.climatology
    own, same, usual = ((p - made.happened) ** 2 for p in voices)
    scores = [brier(p, made.happened) if len(p) else None for p in voices]
    return Scored(
        horizon=horizon,
        plots_in=plots_in,
        reviews=len(made.days),
        happened=int(made.happened.sum()),
        first=made.days[0] if made.days else None,
        last=made.days[-1] if made.days else None,
        brier=scores[0],
        no_change=scores[1],
        climatology=scores[2],
        over_no_change=difference(same - own, blocks, settings),
        over_climatology=difference(usual - own, blocks, settings),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Two voices scored on the same reviews.

    Args:
        reviews, happened: how many, and after how many of them an event came.
        first, second, no_change, climatology: Brier scores; None without a review.
        over: by how much the second voice's score is the smaller one.
    """

    horizon: int
    plots_in: bool
    reviews: int
    happened: int
    first: float | None
    second: float | None
    no_change: float | None
    climatology: float | None
    over: ScoreDifference


def score_beside(
    first: Courses,
    second: Courses,
    happened: EventRecord,
    horizon: int,
    settings: TrackSettings,
    *,
    plots_in: bool,
) -> Beside:
    """Score two voices on the reviews on which both have a level."""
    events = happened.events(plots_in=plots_in)
    a, b = (forecast(gather(c, happened, events, horizon), settings) for c in (first, second))
    both = sorted(set(a.days) & set(b.days))
    at_a, at_b = (np.array([m.days.index(day) for day in both], dtype=np.int64) for m in (a, b))
    pairs = list(zip(a.spells[at_a].tolist(), b.spells[at_b].tolist(), strict=True))
    came = a.happened[at_a]
    gains = (a.level[at_a] - came) ** 2 - (b.level[at_b] - came) ** 2
    made = (a.level[at_a], b.level[at_b], a.no_change[at_a], a.climatology[at_a])
    scores = [brier(p, came) if both else None for p in made]
    return Beside(
        horizon=horizon,
        plots_in=plots_in,
        reviews=len(both),
        happened=int(came.sum()),
        first=scores[0],
        second=scores[1],
        no_change=scores[2],
        climatology=scores[3],
        over=difference(gains, blocks_of(pairs, horizon), settings),
    )


def gather(
    courses: Courses, happened: EventRecord, events: Sequence[Event], horizon: int
) -> ReviewOutcomes:
    """Lay out the reviews of the months whose list is complete, or was before."""
    days = [
        day for first, last in happened.spans for day in month_ends(first, min(last, happened.last))
    ]
    ends = [months_after(day, horizon) for day in days]
    starts = [months_after(day, -horizon) for day in days]
    ahead, behind = list(zip(days, ends, strict=True)), list(zip(starts, days, strict=True))
    state = [_in_force(courses, day) for day in days]
    level, spell, course = np.array(state, dtype=np.int64).reshape(-1, 3).T
    return ReviewOutcomes(
        days=np.array(days, "datetime64[D]"),
        ends=np.array(ends, "datetime64[D]"),
        is_covered=_flags(happened.covers(day + ONE_DAY, end) for day, end in ahead),
        known_from=np.array([_known_from(events, *each) for each in ahead], "datetime64[D]"),
        past_covered=_flags(happened.covers(start + ONE_DAY, day) for start, day in behind),
        past=_flags(_known_from(events, *each) <= as_day(each[1]) for each in behind),
        level=level,
        spell=spell,
        course=course,
    )


def _flags(flags: Iterable[bool | np.bool_]) -> Flags:
    return np.array([bool(flag) for flag in flags])


def _known_from(events: Sequence[Event], after: date, until: date) -> np.datetime64:
    """Give the day from which it was public that an event lies between two days."""
    found = [e.published for e in events if after < day_of_event(e) <= until]
    return as_day(min(found)) if found else NEVER


def _in_force(courses: Courses, day: date) -> tuple[int, int, int]:
    """Give the level, the number of its spell over all courses, and that of its course."""
    before = 0
    for number, course in enumerate(courses):
        at = course.spell_on(day)
        if at is not None:
            return course.spells[at].level, before + at, number
        before += len(course.spells)
    return -1, -1, -1


def forecast(reviews: ReviewOutcomes, settings: TrackSettings) -> Forecasts:
    """Forecast each review from the reviews whose horizon had ended by then.

    A review counts where its level is known, its own horizon has ended inside a complete
    list, the months before it are complete too, and climatology has enough to go by.
    """
    made = []
    for t in range(len(reviews.days)):
        if not (reviews.is_covered[t] and reviews.past_covered[t] and reviews.level[t] >= 0):
            continue
        closed = reviews.is_covered & (reviews.ends <= reviews.days[t])
        if closed.sum() >= settings.past_months:
            made.append((t, *_probabilities(reviews, t, closed, settings)))
    chosen = np.array([row[0] for row in made], dtype=np.int64)
    level, same, usual = (np.array([row[i] for row in made], dtype=float) for i in (1, 2, 3))
    return Forecasts(
        days=tuple(reviews.days[chosen].tolist()),
        spells=reviews.spell[chosen],
        level=level,
        no_change=same,
        climatology=usual,
        happened=reviews.happened[chosen],
    )


def _probabilities(
    reviews: ReviewOutcomes, t: int, closed: Flags, settings: TrackSettings
) -> tuple[float, float, float]:
    """Give the three forecasts of one review: by level, by the months before, and the usual."""
    came = reviews.known_from <= reviews.days[t]
    usual = (float(came[closed].sum()) + 0.5) / (float(closed.sum()) + 1.0)
    is_like = closed & reviews.past_covered & (reviews.past == reviews.past[t])
    own = closed & (reviews.course == reviews.course[t]) & (reviews.level == reviews.level[t])
    own &= reviews.spell < reviews.spell[t]

    def drawn(chosen: Flags) -> float:
        total = float(came[chosen].sum()) + settings.prior_months * usual
        return total / (float(chosen.sum()) + settings.prior_months)

    return drawn(own), drawn(is_like), usual
