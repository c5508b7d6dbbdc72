"""The sentences of the watch: directions, bounds, delays, ages and caveats in words."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from peil.observe.direction import CANNOT_TELL, DIRECTIONS, RISING, WANING
from peil.observe.watch.watched import Delay
from peil.report.watching import WatchBrief, WatchedSeries
from peil.report.words import Words
from peil.terms.calendar import as_date

REASONS = (
    "signal_shift", "signal_period", "no_signal", "too_few_events", "no_direction_probable",
    "baseline_too_short", "effort_without_denominator", "no_report",
    "share_without_denominator", "no_earlier_figure", "settled", "settled_across_publishers",
    "effort_below_country", "figures_too_old",
)  # fmt: skip
"""Why a direction is said, or is not."""
CAVEATS = (
    "incomplete_reports", "effort_in_denominator", "effort_without_denominator", "break",
    "outbreak_left_out", "outbreak_kept", "fall_not_visible_in_one_period", "stale", "own_threshold",
    "exposure_ignored", "two_periods",
)  # fmt: skip
"""What a reader must know of a whole series."""
UNTOLD = (
    "no_baseline", "short_baseline", "few_events", "wide_spread", "rare_signals", "frequent_signals",
    "other_method", "compared_once",
)  # fmt: skip
"""Why no delay is told."""
CHANGES = {4.0: "fourfold", 2.0: "doubling", 0.5: "halving", 0.25: "quarter", 0.0: "stop"}
"""Changes of the mean, whose delay is said."""
SAID = (0.5, 2.0, 0.0)
"""Those that stand below each chart; the table of a terminal has room for the first."""
HALVING = 0.5
FEW_EVENTS = "few_events"
OUTBREAKS = ("outbreak_left_out", "outbreak_kept")
"""Said with their days, where these are known."""
EFFORT = "effort_without_denominator"
SINCE = {RISING: "watch.since_rising", WANING: "watch.since_waning"}
MOST_NAMES = 3
CERTAIN = 0.9999
"""No direction is said to be more probable than this, whatever was rounded on the way."""
ROUNDED_FROM = 100.0
"""Expected counts from which no decimal is written."""


def name_of(series: WatchedSeries, words: Words) -> str:
    """Name a series in the reader's language."""
    return words.name(series.names, series.watched.series)


def amount(value: float, words: Words) -> str:
    """Write a count or an expected count; a dash where there is none."""
    if np.isnan(value):
        return words("table.none")
    return words.number(value, 0 if abs(value) >= ROUNDED_FROM else 1)


def bounds(lower: float, upper: float, words: Words) -> str:
    """Write how far a single count goes by chance; a dash where nothing tells."""
    low, high = amount(lower, words), amount(upper, words)
    if (np.isnan(lower) and np.isnan(upper)) or lower > upper:
        return words("table.none")
    if np.isnan(lower):
        return words("watch.bounds_upper", upper=high).replace(" ", words.no_break)
    if np.isnan(upper):
        return words("watch.bounds_lower", lower=low).replace(" ", words.no_break)
    return words("watch.bounds", lower=low, upper=high).replace(" ", words.no_break)


def direction(word: str, probability: float, words: Words) -> str:
    """Say a direction with its probability, where it has one."""
    said = words.code("direction", word)
    if np.isnan(probability):
        return said
    return words("watch.sure", direction=said, percent=words.percent(min(probability, CERTAIN)))


def verdict(series: WatchedSeries, words: Words) -> str:
    """Say what is known of a series: the direction, since when, or why it cannot be told."""
    said = direction(series.direction, series.probability, words)
    if series.changed_since is not None:
        return words(SINCE[series.direction], direction=said, day=words.day(series.changed_since))
    if series.settled_since is not None:
        return _settled(series, said, words.day(series.settled_since), words)
    if series.direction == CANNOT_TELL:
        return words("watch.unsure", direction=said, reason=reason(series.reason, words))
    return said


def _settled(series: WatchedSeries, said: str, day: str, words: Words) -> str:
    """Say first since when the level is another, unless the series moves now as well."""
    level = words.code("watch_level", series.watched.level_changed)
    key = "unsure" if series.direction == CANNOT_TELL else "since_then"
    key = key if series.is_settled else "moving"
    return words(f"watch_settled.{key}", level=level, day=day, said=said)


def short_verdict(series: WatchedSeries, words: Words) -> str:
    """Say the direction in a cell; a level that changed over a year ago stands before it."""
    said = direction(series.direction, series.probability, words)
    if not series.is_settled:
        return said
    level = words.code("watch_level", series.watched.level_changed)
    return words("watch_settled.short", level=level, said=said)


def compared(series: WatchedSeries, words: Words) -> str:
    """Say which two figures were compared; nothing where a chart was drawn."""
    if series.compared is None:
        return ""
    latest, before = series.compared
    return words(
        "watch.compared",
        latest=amount(latest.count, words),
        period=words.period(latest.start, latest.end),
        earlier=amount(before.count, words),
        before=words.period(before.start, before.end),
    )


def reason(code: str, words: Words) -> str:
    """Say why a direction is said, or is not."""
    return words.code("watch_reason", code)


def caveats(series: WatchedSeries, words: Words) -> tuple[str, ...]:
    """Say what a reader must know of a series."""
    dated = dict(zip(OUTBREAKS, outbreaks(series, words), strict=True))
    codes = [code for code in series.watched.caveats if not dated.get(code)]
    said = [_caveat(code, series, words) for code in codes if _concerns(code, series)]
    return (*said, *filter(None, dated.values()))


def outbreaks(series: WatchedSeries, words: Words) -> tuple[str, str]:
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
        words(key, list=spans(days, words)) if days else "" for key, days in keys.items()
    )
    return " ".join(filter(None, (old, recent))), kept


def spans(days: Sequence[tuple[date, date]], words: Words) -> str:
    """List stretches of days."""
    return words.listed([words.period(first, last) for first, last in days])


def _concerns(code: str, series: WatchedSeries) -> bool:
    """Whether a caveat concerns the series; unmeasured effort does where something moves."""
    moves = _side(series) in (RISING, WANING) or series.reason == EFFORT
    quiet = series.watched.quiet
    return code != EFFORT or moves or (quiet is not None and quiet.is_long)


def _side(series: WatchedSeries) -> str:
    """Give the direction, or that of an older change of the level where no direction is said."""
    return series.direction if series.settled_since is None else series.watched.level_changed


def _caveat(code: str, series: WatchedSeries, words: Words) -> str:
    if code == EFFORT and _side(series) == RISING:
        return words("watch.effort_and_rise")
    return words.code("watch_caveat", code)


def duration(periods: float, period: str, words: Words) -> str:
    """Write a number of periods: "20 months"."""
    return words(f"watch_unit.{period}", n=periods).replace(" ", words.no_break)


def delay(one: Delay, period: str, words: Words) -> str:
    """Say how long a change takes to be seen, and how long it takes at least."""
    reached = (one.median, one.late, one.bound)
    median, late, bound = (duration(periods, period, words) for periods in reached)
    told = {"change": words.code("watch_change", CHANGES[one.change]), "bound": bound}
    if np.isinf(one.bound):
        return words("watch.delay_hopeless", change=told["change"])
    if np.isinf(one.median):
        return words("watch.delay_never", **told)
    if np.isinf(one.late):
        return words("watch.delay_half", median=median, **told)
    return words("watch.delay", median=median, late=late, **told)


def delays(series: WatchedSeries, words: Words) -> tuple[str, ...]:
    """Say the delays of the changes that matter most, or why none is told."""
    if series.watched.untold is not None:
        return (words("watch_untold.said", why=untold(series, words)),)
    found = {one.change: one for one in series.watched.delays}
    return tuple(delay(found[c], series.watched.period, words) for c in SAID if c in found)


def untold(series: WatchedSeries, words: Words) -> str:
    """Say why no delay is told; nothing where one is."""
    why = series.watched.untold
    if why is None:
        return ""
    periods = 1.0 / why.limit if why.reason == FEW_EVENTS else why.limit
    limit = "" if np.isnan(periods) else duration(periods, series.watched.period, words)
    return words.code("watch_untold", why.reason, limit=limit)


def delays_note(brief: WatchBrief, words: Words) -> str:
    """Explain the delays of a table, and name the series that have none, each with the reason."""
    said = []
    if any(one.watched.delays for one in brief.series):
        said.append(words("watch.delays_note"))
    reasons = [(untold(one, words), one) for one in brief.in_order if one.watched.untold]
    if reasons and len(brief.series) > 1:
        said.append(words("watch_untold.many", list=_by_reason(reasons, words)))
    return " ".join(said)


def halving(series: WatchedSeries, words: Words) -> str:
    """Write the delay of a halving in figures; a dash where no table tells."""
    found = [one for one in series.watched.delays if one.change == HALVING]
    if not found:
        return words("table.none")
    one = found[0]
    values = {"median": one.median, "late": one.late, "bound": one.bound}
    said = {name: "∞" if np.isinf(v) else words.number(v, 1) for name, v in values.items()}
    return words("watch.delays", **said).replace(" ", words.no_break)


def age(series: WatchedSeries, as_of: date, words: Words) -> str:
    """Say how old the latest report is, in a sentence."""
    days = series.age(as_of)
    if days is None:
        return words("watch.never_reported")
    if days <= 0:
        return words("watch.age_now")
    return words("watch.age_said", days=duration(days, "day", words))


def headline(brief: WatchBrief, words: Words) -> str:
    """Say how many series rise, wane and cannot be told; of one series, what it does."""
    if len(brief.series) == 1:
        (one,) = brief.series
        return words("watch.one", name=name_of(one, words), says=_headed(one, words))
    settled = [one.watched.level_changed for one in brief.series if one.is_settled]
    others = [one.direction for one in brief.series if not one.is_settled]
    counted = [
        *(_for_long(side, settled.count(side), words) for side in (RISING, WANING)),
        *(_counted(word, others.count(word), words) for word in (CANNOT_TELL, *DIRECTIONS)),
    ]
    number = words.number(len(brief.series))
    return words("watch.headline", number=number, list=words.listed(list(filter(None, counted))))


def _headed(series: WatchedSeries, words: Words) -> str:
    """Say of a stop so long ago that it is what is usual that no event comes, not just nothing."""
    said, quiet = verdict(series, words), series.watched.quiet
    if quiet is None or not quiet.is_long or series.is_settled or series.direction != CANNOT_TELL:
        return said
    periods = duration(quiet.periods, series.watched.period, words)
    return words("watch_quiet.headed", periods=periods, said=said)


def _for_long(side: str, number: int, words: Words) -> str:
    level = words.code("watch_level", side)
    return words("watch_settled.counted", level=level, number=number) if number else ""


def _counted(word: str, number: int, words: Words) -> str:
    said = words.code("direction", word)
    return words("watch.counted", direction=said, number=number) if number else ""


def notes(brief: WatchBrief, words: Words) -> tuple[str, ...]:
    """Say first what cannot be told, then what chance does, and how it was judged."""
    unknown = [one for one in brief.in_order if one.direction == CANNOT_TELL]
    said = []
    if unknown and len(brief.series) > 1:
        reasons = [(reason(one.reason, words), one) for one in unknown]
        said.append(words("watch.cannot_tell_first", list=_by_reason(reasons, words)))
    if unknown:
        said.append(words("watch.steady_meaning"))
    return (*said, *_chance(brief, words), _judged(brief, words))


def _by_reason(reasons: Sequence[tuple[str, WatchedSeries]], words: Words) -> str:
    """List reasons, each once with the names of the series that it holds for."""
    names: dict[str, list[str]] = {}
    for why, one in reasons:
        names.setdefault(why, []).append(name_of(one, words))
    return words.listed(
        [
            words("watch.why_many", reason=why, names=named(listed, words))
            for why, listed in names.items()
        ]
    )


def named(names: Sequence[str], words: Words) -> str:
    """List the first names, and count the others."""
    first = ", ".join(names[:MOST_NAMES])
    rest = len(names) - MOST_NAMES
    return words("watch.and_more", names=first, number=rest) if rest > 0 else first


def _chance(brief: WatchBrief, words: Words) -> tuple[str, ...]:
    """Say what chance does to the series that are asked again in each period."""
    asked = [one.watched for one in brief.series]
    asked = [watched for watched in asked if not np.isnan(watched.false_signals_per_year)]
    if any("own_threshold" in watched.caveats for watched in asked):
        return (words.code("watch_caveat", "own_threshold"),)
    if not asked:
        return ()
    budget = words.number(asked[0].false_signals_per_year, 3)
    why = words("watch.no_percentage")
    if len(asked) == 1:
        return words("watch.chance_one", budget=budget), why
    total = words.number(2 * sum(watched.false_signals_per_year for watched in asked), 1)
    number = words.number(len(asked))
    return words("watch.chance", budget=budget, number=number, total=total), why


def _judged(brief: WatchBrief, words: Words) -> str:
    methods = sorted({one.watched.method for one in brief.series})
    most = max(len(one.watched.points) for one in brief.series)
    return words("watch.judged", number=words.number(most), method=", ".join(methods))
