"""The account of the watch: every sentence and cell that its renderings lay out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from peil.observe.direction import CANNOT_TELL, RISING, STEADY, WANING
from peil.report.account import Cell, Table
from peil.report.watch_gaps import gaps, gaps_note, has_many_gaps, not_over
from peil.report.watch_quiet import quiet
from peil.report.watch_words import (
    age,
    amount,
    bounds,
    caveats,
    compared,
    delays,
    delays_note,
    direction,
    halving,
    headline,
    name_of,
    notes,
    reason,
    short_verdict,
    spans,
    verdict,
)
from peil.report.watching import WatchBrief, WatchedSeries
from peil.report.words import Words
from peil.terms.calendar import Floats, as_date

MARKS = {RISING: "▲", WANING: "▼", STEADY: "–", CANNOT_TELL: "?"}
"""Shapes beside the words, for those who cannot tell colours apart."""
COURSE, COURSE_SHORT = 24, 10
"""Bars of a sparkline, drawn and in a terminal."""
BEFORE = 1 / 3
"""What a sparkline shows of the time before a change, as a share of the time since."""
HEAD = ("series", "direction", "course", "last", "within", "began", "halving", "aged")
NUMERIC = ("last", "aged")
MOST_KEEPABLE = 5
"""Old outbreaks whose option is written out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRow:
    """What the summary says of one series.

    Args:
        course, course_short: the latest counts, oldest first, or their means over spans of
            one length where a change began earlier; NaN where no report came.
        mark, kind: the shape and the code of the direction; the shape of an older change of the
            level, where nothing moves now.
        says: the direction with its probability; `why` the reason for it; `compared` the two
            figures that were compared, or nothing.
        quiet: the time since the last event in a sentence, where events are rare.
        delays: how long changes take to be seen, a halving first, or why that is not told.
        outbreaks: the series' name with the old outbreaks left out or kept, where there are any.
        facts: the reason, the age of the data and the caveats, where the verdict lacks them;
            first of all that many periods have no count.
        has_changed: whether it moves, its level changed, or no event has come for long.
    """

    name: str
    course: tuple[float, ...]
    course_short: tuple[float, ...]
    last: str
    within: str
    mark: str
    kind: str
    says: str
    why: str
    compared: str
    since: str
    halving: str
    age: str
    verdict: str
    quiet: str
    delays: tuple[str, ...]
    facts: tuple[str, ...]
    outbreaks: str
    has_changed: bool

    def cells(self) -> dict[str, str]:
        """Give the texts of the row that a table may leave out, by their column."""
        return {
            "last": self.last,
            "within": self.within,
            "began": self.since,
            "halving": self.halving,
            "aged": self.age,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchAccount:
    """Everything that a report of the watch says before its charts.

    Args:
        columns: those of HEAD that say something of any series; `head` their names.
        keepable: how a person keeps the old outbreaks that are left out, line by line; nothing
            without any.
    """

    language: str
    title: str
    kicker: str
    as_known: str
    not_checked: str
    headline: str
    notes: tuple[str, ...]
    table: str
    columns: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[WatchRow, ...]
    delays_note: str
    keepable: tuple[str, ...]


def tell_watch(brief: WatchBrief, words: Words) -> WatchAccount:
    """Put the watch into the words of one language."""
    rows = tuple(_row(one, brief, words) for one in brief.in_order)
    columns = _columns(rows, words("table.none"))
    return WatchAccount(
        language=words.language,
        title=brief.title,
        kicker=f"{brief.title} · {words('watch.kicker')}",
        as_known=words("title.as_known", day=words.day(brief.as_of)),
        not_checked=words("meta.not_checked"),
        headline=headline(brief, words),
        notes=(*gaps_note(brief, words), *notes(brief, words)),
        table=words("watch.table"),
        columns=columns,
        head=tuple(words(f"watch.{key}") for key in columns),
        rows=rows,
        delays_note=delays_note(brief, words),
        keepable=_keepable(brief, words),
    )


def _keepable(brief: WatchBrief, words: Words) -> tuple[str, ...]:
    """Give the options that keep what is left out, and say that they hold for every series."""
    days = dict.fromkeys(span for one in brief.in_order for span in one.watched.outbreaks)
    if not days:
        return ()
    options = [f"--keep={first}:{last}" for first, last in days]
    rest = len(options) - MOST_KEEPABLE
    return (
        words("watch_kept.hint" if len(brief.series) == 1 else "watch_kept.hint_all"),
        " ".join(options[:MOST_KEEPABLE]),
        *([words("watch_kept.more", number=rest)] if rest > 0 else ()),
    )


def _columns(rows: Sequence[WatchRow], none: str) -> tuple[str, ...]:
    """Leave out the columns that are empty for every series."""
    told = {key for row in rows for key, text in row.cells().items() if text != none}
    drawn = {"course"} if any(row.course for row in rows) else set()
    return tuple(key for key in HEAD if key in {"series", "direction", *drawn, *told})


def _row(one: WatchedSeries, brief: WatchBrief, words: Words) -> WatchRow:
    points, last = one.watched.points, one.last_report
    days = one.age(brief.as_of)
    none = words("table.none")
    return WatchRow(
        name=name_of(one, words),
        course=_course(one, COURSE),
        course_short=_course(one, COURSE_SHORT),
        last=none if last is None else amount(float(points.observed[last]), words),
        within=bounds(float(points.lower[-1]), float(points.upper[-1]), words),
        mark=MARKS[one.watched.level_changed if one.is_settled else one.direction],
        kind=one.direction.replace(" ", "-"),
        says=short_verdict(one, words),
        why=reason(one.reason, words),
        compared=compared(one, words),
        since=_since(one, words),
        halving=halving(one, words),
        age=none if days is None else _days(days, words),
        verdict=words.sentence(words.ended(verdict(one, words))),
        quiet=quiet(one, words),
        delays=delays(one, words),
        facts=_facts(one, brief, words),
        outbreaks=_outbreaks(one, words),
        has_changed=one.has_changed,
    )


def _since(one: WatchedSeries, words: Words) -> str:
    """Give the day of a change; its side too, where the direction does not tell it."""
    if one.changed_since is not None:
        return words.short_day(one.changed_since)
    if one.settled_since is not None:
        mark = MARKS[one.watched.level_changed]
        return f"{mark} {words.short_day(one.settled_since)}".replace(" ", words.no_break)
    return words("table.none")


def _outbreaks(one: WatchedSeries, words: Words) -> str:
    found = {"left_out_of": one.watched.outbreaks, "kept_of": one.watched.kept}
    name = name_of(one, words)
    said = [
        words(f"watch_kept.{key}", name=name, list=spans(days, words))
        for key, days in found.items()
        if days
    ]
    return words.listed(said)


def _course(one: WatchedSeries, bars: int) -> tuple[float, ...]:
    """Give the latest counts, from before the change on; a single one has no course."""
    counts = counts_of(one)
    if len(counts) < 2:
        return ()
    each = -(-min(shown_since(one), len(counts)) // bars)
    whole = counts[len(counts) % each :].reshape(-1, each)[-bars:]
    reported = ~np.isnan(whole)
    n = np.count_nonzero(reported, axis=1)
    total = np.where(reported, whole, 0.0).sum(axis=1)
    return tuple(np.where(n > 0, total / np.maximum(n, 1), np.nan).tolist())


def shown_since(one: WatchedSeries) -> int:
    """Count the periods that a picture must show for what was before the change to be in it."""
    since = one.changed_since or one.settled_since
    if since is None:
        return 1
    start = one.watched.points.start if one.counts is None else one.counts.start
    lasted = int(np.count_nonzero(start >= np.datetime64(since)))
    return lasted + max(2, round(BEFORE * lasted))


def _facts(one: WatchedSeries, brief: WatchBrief, words: Words) -> tuple[str, ...]:
    is_said = one.direction == CANNOT_TELL and not one.is_settled
    why, two = ("" if is_said else reason(one.reason, words)), compared(one, words)
    missing = gaps(one, words)
    first, later = (missing, "") if has_many_gaps(one) else ("", missing)
    told = (words.sentence(words.ended(text)) if text else "" for text in (two, why))
    said = (first, *told, not_over(one, brief.as_of, words), age(one, brief.as_of, words), later)
    return (*filter(None, said), *caveats(one, words))


def _days(days: int, words: Words) -> str:
    return words("watch.days", n=max(days, 0)).replace(" ", words.no_break)


def counts_of(one: WatchedSeries) -> Floats:
    """Give the counts of a series, of its whole length where it is known."""
    return one.watched.points.observed if one.counts is None else one.counts.count


def points_table(one: WatchedSeries, words: Words) -> Table:
    """List every evaluated period of a series, for those who read or compute."""
    p = one.watched.points
    has_nowcast = is_open(one)
    names = ("period", "observed", "nowcast", "expected", "within", "direction", "began")
    keys = [key for key in names if key != "nowcast" or has_nowcast]
    rows = [_cells(one, i, words) for i in range(len(p))]
    return Table(
        key="points",
        title=name_of(one, words),
        head=tuple(words(f"watch.{key}") for key in keys),
        rows=tuple(tuple(row[key] for key in keys) for row in rows),
        numeric=frozenset(keys.index(k) for k in ("observed", "nowcast", "expected") if k in keys),
    )


def is_open(one: WatchedSeries) -> bool:
    """Whether reports are still to come, so that a final count can only be guessed."""
    nowcast = one.watched.points.nowcast
    return bool((nowcast[:, 2] > nowcast[:, 0]).any())


def _began(one: WatchedSeries, i: int, words: Words) -> str:
    """Give the day of a change in one period; its side too, where the direction does not tell it."""
    p = one.watched.points
    if np.isnat(p.signal_since[i]):
        return ""
    day, side = words.short_day(as_date(p.signal_since[i])), str(p.level_changed[i])
    if side in ("", p.direction[i]):
        return day
    return f"{MARKS[side]} {day}".replace(" ", words.no_break)


def _cells(one: WatchedSeries, i: int, words: Words) -> dict[str, Cell]:
    p = one.watched.points
    count = float(p.observed[i])
    low, mid, high = (amount(float(value), words) for value in p.nowcast[i])
    texts = {
        "period": words.period(as_date(p.start[i]), as_date(p.end[i])),
        "observed": words("watch.none_reported") if np.isnan(count) else amount(count, words),
        "nowcast": mid
        if low == high
        else words("watch.nowcast_range", mid=mid, low=low, high=high),
        "expected": amount(float(p.expected[i]), words),
        "within": bounds(float(p.lower[i]), float(p.upper[i]), words),
        "direction": direction(str(p.direction[i]), float(p.probability[i]), words),
        "began": _began(one, i, words),
    }
    return {key: Cell(text=text) for key, text in texts.items()}
