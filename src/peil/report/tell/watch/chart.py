"""The picture of a watched series: counts, what was expected, bounds, and what is signalled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

import numpy as np

from peil.observe.direction import CANNOT_TELL, RISING, STEADY, WANING
from peil.observe.watch.series import WatchedSeries
from peil.observe.watch.watched import Points
from peil.report.chart.figure import (
    INK,
    Axis,
    Band,
    Bar,
    Dot,
    Drawing,
    Guide,
    Line,
    Look,
    Mark,
    Note,
    Panel,
    Shape,
)
from peil.report.chart.figure import Row as Named
from peil.report.model import Cell, Figure, Table
from peil.report.model import Mark as Signal
from peil.report.tell.parts import Value as Told
from peil.report.tell.parts import table
from peil.report.tell.watch.sentences import amount, bounds, direction, duration, name_of, verdict
from peil.report.words import NO_BREAK, Words
from peil.terms.calendar import Days, Flags, Floats, as_date

ONE_DAY = timedelta(days=1)
LONGEST = 260
"""Periods that are drawn, unless more were evaluated."""
BEFORE = 1 / 3
"""What a picture shows of the time before a change, as a share of the time since."""
COURSE = 20
"""Bars of the course in a cell."""
HEADROOM, TOP = 1.5, 1.04
"""A bound is drawn up to so many times the largest count, and the picture ends a little higher."""
BELOW_TOP = 0.87
"""Where a time without an event is spanned: no count reaches there, nor what is expected."""
ABOVE_BASE = 0.03
TALL, RIBBON = 170.0, 12.0
"""Heights of the picture and of the row that says the direction of each period."""
SLATE, HIGH, LOW = Look(colour="slate"), Look(colour="vermilion"), Look(colour="blue")
HIGHER, LOWER = "higher", "lower"
LEVELS = {RISING: HIGHER, WANING: LOWER}
"""A level that changed, where nothing is said to move any more."""
RIBBONS = {
    RISING: Look(colour="vermilion", weight=2.5),
    WANING: Look(colour="blue", weight=2.5),
    HIGHER: Look(colour="vermilion", weight=1.3),
    LOWER: Look(colour="blue", weight=1.3),
    STEADY: Look(colour="slate", weight=1.3),
    CANNOT_TELL: Look(colour="grey", dashed=True, weight=2.0),
}


SIGNALS: Mapping[str, tuple[Shape, Look]] = {
    RISING: ("up", HIGH),
    WANING: ("down", LOW),
    HIGHER: ("up", replace(HIGH, hollow=True)),
    LOWER: ("down", replace(LOW, hollow=True)),
}
MARKS: Mapping[str, Signal] = {
    RISING: "rising", WANING: "waning", STEADY: "steady", CANNOT_TELL: "cannot_tell", "": "",
}  # fmt: skip
"""How a direction is marked; nothing where there is none."""


def is_open(one: WatchedSeries) -> bool:
    """Whether reports are still to come, so that a final count can only be guessed."""
    nowcast = one.watched.points.nowcast
    return bool((nowcast[:, 2] > nowcast[:, 0]).any())


def _shown_since(one: WatchedSeries) -> int:
    """Count the periods that a picture must show for what was before the change to be in it."""
    since = one.changed_since or one.settled_since
    if since is None:
        return 1
    lasted = int(np.count_nonzero(one.every[0] >= np.datetime64(since)))
    return lasted + max(2, round(BEFORE * lasted))


# The course in a cell


def course(one: WatchedSeries, words: Words) -> Cell:
    """Draw the latest counts, oldest first, or their means over spans of one length.

    They begin before the change, if there is one; a single count has no course.
    """
    _, _, counts = one.every
    if len(counts) < 2:
        return Cell()
    each = -(-min(_shown_since(one), len(counts)) // COURSE)
    spans = counts[len(counts) % each :].reshape(-1, each)[-COURSE:]
    means = np.ma.masked_invalid(spans).mean(axis=1).filled(np.nan).tolist()
    bars = tuple(
        Bar(x=(i, i + 0.8), y=(0.0, mean), look=INK if i == len(means) - 1 else SLATE)
        for i, mean in enumerate(means)
        if mean == mean
    )
    panel = Panel(x=Axis(low=0.0, high=len(means)), y=Axis(low=0.0), marks=bars)
    said = words.listed([amount(mean, words) for mean in means])
    return Cell(text=said, drawing=Drawing(panels=(panel,), size="spark"))


# The picture


def figure(one: WatchedSeries, key: str, words: Words) -> Figure:
    """Draw a series, with its evaluated periods as data."""
    name, p, last = name_of(one, words), one.watched.points, one.last_report
    at = -1 if last is None else last
    return Figure(
        key=key,
        title=words("watch.chart_title", name=name),
        share=2,
        drawing=_drawing(one, words),
        alt=words(
            "watch.chart_desc",
            number=words.number(len(p)),
            start=words.short_day(as_date(p.start[0])),
            end=words.short_day(as_date(p.end[-1])),
            count=amount(float(p.observed[at]), words),
            expected=amount(float(p.expected[at]), words),
            bounds=bounds(float(p.lower[at]), float(p.upper[at]), words),
            says=verdict(one, words),
        ),
        source=words("watch.source_counts", source=one.source or name, method=one.watched.method),
        data=_data(one, words),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is drawn: the latest periods, and what the watch says of the latest of them.

    Args:
        start, count: (N,) the periods.
        after: the day after the last one.
        high: the count at the top.
    """

    one: WatchedSeries
    start: Days
    count: Floats
    after: date
    high: float

    @property
    def points(self) -> Points:
        """What the watch says."""
        return self.one.watched.points

    def dots(self, chosen: Flags, values: Floats) -> Iterator[tuple[date, float]]:
        """Give the middle of each chosen period, and its value."""
        p = self.points
        for i in np.flatnonzero(chosen).tolist():
            yield as_date(p.start[i] + (p.end[i] - p.start[i] + 1) // 2), float(values[i])


def scene_of(one: WatchedSeries) -> Scene:
    """Give what is drawn of a series."""
    p, (start, end, counts) = one.watched.points, one.every
    n = min(len(start), max(LONGEST, len(p), _shown_since(one)))
    return Scene(
        one=one,
        start=start[-n:],
        count=counts[-n:],
        after=as_date(end[-1]) + ONE_DAY,
        high=_highest(counts[-n:], p),
    )


def _drawing(one: WatchedSeries, words: Words) -> Drawing:
    scene, p = scene_of(one), one.watched.points
    days = Axis(scale="day", low=as_date(scene.start[0]), high=scene.after)
    values = Axis(low=0.0, high=scene.high, is_whole=True)
    one_row = Axis(scale="rows", rows=(Named(text=""),))
    marks = (*ground(scene, words), *figures(scene, words), *_marked(scene, words))
    directions = tuple(ribbon(p, words))
    picture = Panel(x=days, y=values, marks=marks, height=TALL)
    below = Panel(x=replace(days, ticks=()), y=one_row, marks=directions, height=RIBBON)
    return Drawing(panels=(picture, below), has_narrow=True)


def _highest(count: Floats, points: Points) -> float:
    """Give the top of the picture: the largest count, and bounds not too far above it."""
    seen = [count, points.nowcast[:, 2], points.expected]
    largest = max((float(np.nanmax(v)) for v in seen if not np.isnan(v).all()), default=1.0)
    bound = 0.0 if np.isnan(points.upper).all() else float(np.nanmax(points.upper))
    return max(largest, min(bound, HEADROOM * largest), 1.0) * TOP


def ground(scene: Scene, words: Words) -> Iterator[Mark]:
    """Draw the counts that are no signal by themselves, and what the baseline leaves out."""
    p, first = scene.points, scene.start[0]
    has_bound = ~np.isnan(p.upper) & ~(p.lower > p.upper)
    if has_bound.any():
        # Without a lower bound it reaches down to zero.
        low = np.where(has_bound, np.where(np.isnan(p.lower), 0.0, p.lower), np.nan)
        high = np.where(has_bound, p.upper, np.nan)
        room = zip(p.start.tolist(), low.tolist(), high.tolist(), strict=True)
        points, key = (*room, (scene.after, None, None)), words("watch.legend_bounds")
        yield Band(points=points, stepped=True, look=Look(colour="sky"), key=key)
    left_out = (scene.one.watched.outbreaks, Look(colour="shade"), "watch.legend_outbreak")
    kept = (scene.one.watched.kept, Look(colour="shade", hollow=True, dashed=True))
    for spans, look, key in (left_out, (*kept, "watch_kept.legend")):
        for begin, end in spans:
            if np.datetime64(end) >= first:
                yield Bar(x=(begin, end + ONE_DAY), y=(0.0, scene.high), look=look, key=words(key))


def counts_band(start: Days, count: Floats, after: date, words: Words) -> Band:
    """Draw counts from the ground up, each over its period; `after` is the day after the last."""
    low = np.where(np.isnan(count), np.nan, 0.0)
    steps = zip(start.tolist(), low.tolist(), count.tolist(), strict=True)
    look, key = Look(colour="slate", strength=0.55), words("watch.legend_observed")
    return Band(points=(*steps, (after, None, None)), stepped=True, look=look, key=key)


def figures(scene: Scene, words: Words) -> Iterator[Mark]:
    """Draw what was counted, what was expected, and what may still be reported."""
    p, count = scene.points, scene.count
    yield counts_band(scene.start, count, scene.after, words)
    days = [*scene.start.tolist(), scene.after]
    for is_gap, run in groupby(range(len(count)), key=lambda i: bool(np.isnan(count[i]))):
        if is_gap:
            gap, low = list(run), ABOVE_BASE * scene.high
            yield Line(
                points=((days[gap[0]], low), (days[gap[-1] + 1], low)),
                look=Look(colour="grey", dashed=True),
                key=words("watch.legend_gap"),
            )
    if not np.isnan(p.expected).all():
        expected = zip(p.start.tolist(), p.expected.tolist(), strict=True)
        points = (*expected, (scene.after, None))
        yield Line(points=points, stepped=True, key=words("watch.legend_expected"))
    late, key = p.nowcast[:, 2] > p.nowcast[:, 0], words("watch.legend_nowcast")
    ends = p.nowcast[late].tolist()
    for (day, mid), (low, _, high) in zip(scene.dots(late, p.nowcast[:, 1]), ends, strict=True):
        yield Line(points=((day, low), (day, high)), capped=True, key=key)
        yield Dot(x=day, y=mid, shape="ring", key=key)


def _marked(scene: Scene, words: Words) -> Iterator[Mark]:
    """Mark breaks, the time since the last event, and counts beyond a bound."""
    p, one = scene.points, scene.one
    breaks = () if one.counts is None else one.counts.breaks
    for day in breaks:
        if day > scene.start[0]:
            yield Guide(at=as_date(day), look=Look(dashed=True), key=words("watch.legend_break"))
    yield from _quiet(scene, words)
    for day, count in scene.dots(p.observed > p.upper, p.observed):
        yield Dot(x=day, y=count, shape="up", look=HIGH, key=words("watch.legend_high"))
    for day, count in scene.dots(p.observed < p.lower, p.observed):
        yield Dot(x=day, y=count, shape="down", look=LOW, key=words("watch.legend_low"))


def _quiet(scene: Scene, words: Words) -> Iterator[Mark]:
    """Span the time since the last event, where events are rare, and write how long it is."""
    quiet = scene.one.watched.quiet
    if quiet is None or not quiet.periods > 0.0:
        return
    begin, y = max(quiet.since, as_date(scene.start[0])), BELOW_TOP * scene.high
    yield Line(points=((begin, y), (scene.after, y)), capped=True, key=words("watch_quiet.legend"))
    lasted = duration(quiet.periods, scene.one.watched.period, words)
    text = words("watch_quiet.chart", periods=lasted)
    yield Note(x=scene.after, y=(y + scene.high) / 2, text=text, align="end")


def _told(points: Points) -> Iterator[str]:
    """Give what moves in each period, or else the level that changed, or else the word."""
    for word, side in zip(map(str, points.direction), map(str, points.level_changed), strict=True):
        yield word if word in (RISING, WANING) or not side else LEVELS[side]


def ribbon(points: Points, words: Words) -> Iterator[Mark]:
    """Draw the direction of each period below the picture, or the level that changed, in stretches."""
    begin = 0
    for word, run in groupby(_told(points)):
        last = begin + len(list(run)) - 1
        first, after = as_date(points.start[begin]), as_date(points.end[last]) + ONE_DAY
        key = words(f"watch.legend_{MARKS.get(word, word)}")
        yield Line(points=((first, 0.0), (after, 0.0)), look=RIBBONS[word], key=key)
        if word in SIGNALS:
            shape, look = SIGNALS[word]
            yield Dot(x=first + (after - first) / 2, y=0.0, shape=shape, look=look, key=key)
        begin = last + 1


# Its data


def _data(one: WatchedSeries, words: Words) -> Table:
    rows = [period_cells(one.watched.points, i, words) for i in range(len(one.watched.points))]
    for cells in [] if is_open(one) else rows:
        del cells["nowcast"]
    return table("points", name_of(one, words), rows, words, group="watch")


def period_cells(p: Points, i: int, words: Words) -> dict[str, Told]:
    """Give the cells of one evaluated period, by the message of their column."""
    low, mid, high = (amount(value, words) for value in p.nowcast[i].tolist())
    ranged = words("watch.nowcast_range", mid=mid, low=low, high=high)
    none = words("watch.none_reported")
    return {
        "period": words.period(as_date(p.start[i]), as_date(p.end[i])),
        "observed": none if np.isnan(p.observed[i]) else counted(float(p.observed[i]), words),
        "nowcast": mid if low == high else ranged,
        "expected": counted(float(p.expected[i]), words),
        "within": bounds(float(p.lower[i]), float(p.upper[i]), words),
        "direction": direction(str(p.direction[i]), float(p.probability[i]), words),
        "began": _began(p, i, words),
    }


def counted(value: float, words: Words) -> Cell:
    """Make a cell of a count or an expected count, if there is one."""
    return Cell(text=amount(value, words), value=None if np.isnan(value) else value)


def _began(p: Points, i: int, words: Words) -> Cell | str:
    """Give the day of a change in one period; its side too, where the direction does not tell it."""
    if np.isnat(p.signal_since[i]):
        return ""
    day, side = as_date(p.signal_since[i]), str(p.level_changed[i])
    return since(day, "" if side == p.direction[i] else side, words)


def since(day: date, side: str, words: Words) -> Cell:
    """Give the day of a change, marked by its side where there is one."""
    text = words.short_day(day).replace(" ", NO_BREAK)
    return Cell(text=text, value=day, mark=MARKS[side])
