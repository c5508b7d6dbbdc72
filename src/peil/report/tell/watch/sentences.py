"""What the watch says of one series: its direction, what it rests on, and what is not known."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from peil.observe.direction import CANNOT_TELL, RISING, STEADY, WANING
from peil.observe.watch.counts import PERHAPS_LATE, PERIODS_LATE
from peil.observe.watch.indicators import WORKED_OUT
from peil.observe.watch.series import WatchedSeries
from peil.observe.watch.watched import Quiet
from peil.report.tell.assessment.evidence import of_group
from peil.report.tell.parts import YEAR
from peil.report.words import NO_BREAK, Words
from peil.terms.calendar import as_date

EFFORT = "effort_without_denominator"
LATE, BREAK = "incomplete_reports", "break"
OUTBREAKS = ("outbreak_left_out", "outbreak_kept")
"""Caveats that are said with their days, where these are known."""
WITHIN = {1.25: "quarter", 1.5: "half", 2.0: "double"}
"""Factors within which a rate is steady, by the code of their words."""
SINCE = {RISING: "watch.since_rising", WANING: "watch.since_waning"}
CERTAIN = 0.9999
"""No direction is said to be more probable than this, whatever was rounded on the way."""
ROUNDED_FROM = 100.0
"""Expected counts from which no decimal is written."""
SMALL = 0.1
"""Expected counts below which two decimals are written."""
ONE_DAY = timedelta(days=1)
MOST_TIMES = 20.0
"""A level that may be so many times the one before came from next to nothing: no ratio is told."""
MANY = 1 / 3
"""Share of the periods without a count above which this is said first."""
MOST, RAREST = 2, 1000
"""Of fewer quiet spells than one in so many a share is said, and none is said to be rarer."""


def name_of(series: WatchedSeries, words: Words) -> str:
    """Name a series in the reader's language."""
    return words.name(series.names, series.watched.series)


def amount(value: float, words: Words) -> str:
    """Write a count or an expected count; a dash where there is none."""
    if np.isnan(value):
        return words("table.none")
    if 0.0 < abs(value) < SMALL:
        return words.number(value, 2)
    return words.number(value, 0 if abs(value) >= ROUNDED_FROM else 1)


def bounds(lower: float, upper: float, words: Words) -> str:
    """Write how far a single count goes by chance; a dash where nothing tells."""
    if (np.isnan(lower) and np.isnan(upper)) or lower > upper:
        return words("table.none")
    ends = {"lower": amount(lower, words), "upper": amount(upper, words)}
    if np.isnan(lower):
        said = words("watch.bounds_upper", upper=ends["upper"])
    elif np.isnan(upper):
        said = words("watch.bounds_lower", lower=ends["lower"])
    else:
        said = words("watch.bounds", **ends)
    return said.replace(" ", NO_BREAK)


def duration(periods: float, period: str, words: Words) -> str:
    """Write a number of periods: "20 months"."""
    return words(f"watch_unit.{period}", n=periods).replace(" ", NO_BREAK)


# The direction


def direction(word: str, probability: float, words: Words) -> str:
    """Say a direction with its probability, where it has one."""
    said = words.code("direction", word)
    if np.isnan(probability):
        return said
    return words("watch.sure", direction=said, percent=words.percent(min(probability, CERTAIN)))


def verdict(series: WatchedSeries, words: Words) -> str:
    """Say what is known of a series: the direction, since when, or why it cannot be told."""
    said = _plain(series, words)
    if series.changed_since is not None:
        said = words(SINCE[series.direction], direction=said, day=words.day(series.changed_since))
        if not series.watched.level_changed:
            said = _sized(said, series.levels, series, words)
    elif series.direction == CANNOT_TELL and not series.is_settled:
        said = words("watch.unsure", direction=said, reason=reason(series, words))
    if series.settled_since is None:
        return said
    return _settled(series, said, words.day(series.settled_since), words)


def _plain(series: WatchedSeries, words: Words) -> str:
    """Say the direction, how steady it is, or how fast a slow trend goes."""
    said = direction(series.direction, series.probability, words)
    points = series.watched.points
    if not np.isnan(points.steady_within[-1]):
        return words.code("watch_within", WITHIN[float(points.steady_within[-1])], direction=said)
    if np.isnan(points.slope[-1]).any():
        return said
    mid, *ends = np.abs(points.slope[-1] - 1.0).tolist()
    low, high = (words.percent(end) for end in sorted(ends))
    return words("watch.slope", direction=said, percent=words.percent(mid), low=low, high=high)


def _sized(
    said: str, levels: tuple[float, float] | None, series: WatchedSeries, words: Words
) -> str:
    """Add the counts of a period before a level changed, and since."""
    if levels is None:
        return said
    before, after = (amount(value, words) for value in levels)
    per = words(f"watch_per.{series.watched.period}")
    return words("watch.sized", said=said, before=before, after=after, per=per)


def _settled(series: WatchedSeries, said: str, day: str, words: Words) -> str:
    """Say first since when the level is another, unless the series moves now as well."""
    level = words.code("watch_level", series.watched.level_changed)
    since = words("watch_settled.since", level=level, day=day)
    changed, found = _sized(since, series.levels, series, words), series.watched.quiet
    if not series.is_settled:
        return words("watch_settled.moving", level=changed, said=said)
    if series.direction != CANNOT_TELL:
        key = "watch_settled.since_then" if series.is_since_then else "watch_settled.year"
        return words(key, level=changed, said=said)
    if found is not None and _is_long_quiet(series):
        return words("watch_settled.quiet", level=changed, quiet=_head(found, series, words))
    return words("watch_settled.unsure", level=changed)


def _is_long_quiet(series: WatchedSeries) -> bool:
    quiet = series.watched.quiet
    return quiet is not None and quiet.is_long


def short_verdict(series: WatchedSeries, words: Words) -> str:
    """Say the direction in a cell; a level that changed over a year ago stands before it."""
    said = _plain(series, words)
    if not series.is_settled:
        return said
    level = words.code("watch_level", series.watched.level_changed)
    is_year = series.direction == STEADY and not series.is_since_then
    key = "watch_settled.year" if is_year else "watch_settled.short"
    return words(key, level=level, said=said)


def levels(series: WatchedSeries, words: Words) -> Iterator[str]:
    """Say how sure the size of a changed level is, and which older one stands beside it."""
    points, told = series.watched.points, series.watched.levels
    if told and told[-1].before > 0.0 and points.ratio[-1, 1] < MOST_TIMES:
        low, high = points.ratio[-1].tolist()
        key = "watch.level_ratio" if round(low, 2) else "watch.level_ratio_most"
        yield words(key, low=words.percent(low), high=words.percent(max(high, 0.01)))
    if told and series.has_population:
        yield words("watch.level_people")
    for one, later in reversed(list(pairwise(told))):
        side = RISING if one.after > one.before else WANING
        days = {"day": words.day(one.since), "last": words.day(later.since - ONE_DAY)}
        said = words("watch_settled.between", level=words.code("watch_level", side), **days)
        # Else the sizes of both would contradict each other.
        is_left = abs(later.before - one.after) < abs(later.before - one.before)
        sized = _sized(said, (one.before, one.after) if is_left else None, series, words)
        yield words("watch.older", level=sized)


def reason(series: WatchedSeries, words: Words) -> str:
    """Say why the direction is said, or is not."""
    within = float(series.watched.points.steady_within[-1])
    factor = "" if np.isnan(within) else words.number(within, 2)
    if series.direction == STEADY and series.is_since_then:
        return words("watch_settled.no_signal", factor=factor)
    return words.code("watch_reason", series.reason, factor=factor)


def compared(series: WatchedSeries, words: Words) -> str:
    """Say which two figures were compared; nothing where a chart was drawn."""
    if series.compared is None:
        return ""
    latest, earlier = (of_group(span, words, series.unit) for span in series.compared)
    period, before = (words.periods(span.stretches) for span in series.compared)
    return words("watch.compared", latest=latest, period=period, earlier=earlier, before=before)


def worth(share: float | None, words: Words) -> str:
    """Say how many of a hundred such signals were changes; nothing where it is not known."""
    return "" if share is None else words("watch.worth", number=in_a_hundred(share))


def in_a_hundred(share: float) -> int:
    """Round a share to fives, of which none is certain or impossible."""
    return min(max(5 * round(20 * share), 5), 95)


# What a reader must know


def facts(series: WatchedSeries, as_of: date, words: Words) -> tuple[str, ...]:
    """Say what a series rests on; first of all that many of its periods have no count."""
    is_told = not series.is_settled or _is_long_quiet(series)
    is_said = series.direction == CANNOT_TELL and is_told
    two, why = compared(series, words), "" if is_said else reason(series, words)
    known = (words.sentence(words.ended(text)) for text in (two, why) if text)
    over = () if series.is_over(as_of) else (words("watch_gaps.not_over"),)
    said, missing = (*known, *over, _age(series, as_of, words)), gaps(series, words)
    said = (missing, *said) if has_many_gaps(series) else (*said, missing)
    sized = (worth(series.worth, words), *levels(series, words))
    return (*filter(None, (*said, *sized)), *caveats(series, words))


def _age(series: WatchedSeries, as_of: date, words: Words) -> str:
    days = series.age(as_of)
    if days is None:
        return words("watch.never_reported")
    if days <= 0:
        return words("watch.age_now")
    lasted, unit = (round(days / YEAR, 1), "year") if days > YEAR else (days, "day")
    return words("watch.age_said", days=duration(lasted, unit, words))


def gaps(series: WatchedSeries, words: Words) -> str:
    """Say how many periods have no count: an export of events alone leaves out every zero."""
    if series.counts is None or not series.missing:
        return ""
    every = duration(len(series.counts), series.counts.period, words)
    return words("watch_gaps.none_came", missing=words.number(series.missing), all=every)


def has_many_gaps(series: WatchedSeries) -> bool:
    """Whether so many periods have no count that it must be read before all else."""
    return series.counts is not None and series.missing > MANY * len(series.counts)


def caveats(series: WatchedSeries, words: Words) -> tuple[str, ...]:
    """Say what holds for the whole series."""
    dated = dict(zip(OUTBREAKS, _outbreaks(series, words), strict=True))
    codes = [code for code in series.watched.caveats if not dated.get(code)]
    said = [_caveat(code, series, words) for code in codes if _concerns(code, series)]
    return (*said, *filter(None, dated.values()))


def _outbreaks(series: WatchedSeries, words: Words) -> tuple[str, str]:
    """Say which stretches are left out of the baseline, and which a person keeps in it.

    An old outbreak is one that ended before the first judged period.
    """
    left_out, first = series.watched.outbreaks, as_date(series.watched.points.start[0])
    keys = {
        "watch.outbreak": [days for days in left_out if days[1] < first],
        "watch_kept.stretch": [days for days in left_out if days[1] >= first],
        "watch_kept.kept": series.watched.kept,
    }
    old, recent, kept = (
        words(key, list=words.periods(days)) if days else "" for key, days in keys.items()
    )
    return " ".join(filter(None, (old, recent))), kept


def _concerns(code: str, series: WatchedSeries) -> bool:
    """Whether a caveat concerns the series; unmeasured effort does where something moves."""
    moves = series.side in (RISING, WANING) or series.reason == EFFORT
    if code == WORKED_OUT:  # Of two figures that are compared, each says so itself.
        return series.counts is not None
    return code != EFFORT or moves or _is_long_quiet(series)


def _caveat(code: str, series: WatchedSeries, words: Words) -> str:
    if code == EFFORT and series.side == RISING:
        return words("watch.effort_and_rise")
    if code == PERHAPS_LATE:
        periods = duration(PERIODS_LATE[series.watched.period], series.watched.period, words)
        says = words.code("direction", series.watched.without_latest or CANNOT_TELL)
        return words.code("watch_caveat", code, periods=periods, says=says)
    said = words.code("watch_caveat", code)
    if code == LATE:
        return _late(said, series, words)
    if code == BREAK and (told := _breaks(series, words)):
        return words("watch_break.said", n=len(told), list=words.joined(told))
    return said


def _late(said: str, series: WatchedSeries, words: Words) -> str:
    """Add to the caveat on late reports how much of the latest period is in, and what is to come."""
    counts, (low, _, high) = series.counts, series.watched.points.nowcast[-1].tolist()
    if counts is None or not low < high:
        return said
    return words(
        "watch_late.said",
        late=said,
        percent=words.percent(float(counts.complete[-1])),
        low=amount(low, words),
        high=amount(high, words),
    )


def _breaks(series: WatchedSeries, words: Words) -> list[str]:
    counts = series.counts
    if counts is None or counts.changed is None:
        return []
    days = zip(map(as_date, counts.start[1:]), counts.changed[1:], strict=True)
    return [words("watch_break.one", day=words.day(day), what=what) for day, what in days if what]


# The time since the last event


def quiet(series: WatchedSeries, words: Words) -> str:
    """Say how long no event has come, and whether that is long; nothing where one just has."""
    found = series.watched.quiet
    if found is None or not found.periods > 0.0:
        return ""
    period = series.watched.period
    said = {"head": ", ".join((_head(found, series, words), *_asides(found, period, words)))}
    if np.isnan(found.long_from):
        return words.sentence(words("watch_quiet.unknown", **said))
    said["share"] = _share(found.chance, words)
    if np.isinf(found.long_from):
        return words.sentence(words("watch_quiet.unlimited", **said))
    key = "watch_quiet.long" if found.is_long else "watch_quiet.usual"
    return words.sentence(words(key, **said, limit=duration(found.long_from, period, words)))


def _head(found: Quiet, series: WatchedSeries, words: Words) -> str:
    periods = duration(found.periods, series.watched.period, words)
    if found.last_event is not None:
        return words("watch_quiet.head", periods=periods)
    counts = series.counts
    if counts is not None and found.since > counts.start[0].item():
        return words("watch_quiet.head_break", periods=periods, day=words.day(found.since))
    return words("watch_quiet.head_begin", periods=periods)


def _asides(found: Quiet, period: str, words: Words) -> Iterator[str]:
    """Name what was not counted as quiet, so that nobody takes it for quiet."""
    if found.unreported:
        yield words("watch_quiet.aside_gap", periods=duration(found.unreported, period, words))
    if round(found.periods, 1) % 1.0:
        yield words("watch_quiet.aside_late")


def _share(chance: float, words: Words) -> str:
    """Say how many quiet spells last as long: most, one in so many, or hardly any."""
    if chance * MOST > 1.0:
        return words("watch_quiet.share_most")
    if chance * RAREST < 1.0:
        return words("watch_quiet.share_rare", n=words.number(RAREST))
    return words("watch_quiet.share", n=words.number(1.0 / chance))
