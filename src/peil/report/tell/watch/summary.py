"""What is said of several watched series together: the headline, and what is not known."""

from collections.abc import Iterator, Sequence

import numpy as np

from peil.observe.direction import CANNOT_TELL, DIRECTIONS, RISING, WANING
from peil.observe.watch.series import Watch, WatchedSeries
from peil.report.tell.watch import sentences as say
from peil.report.tell.watch.delays import untold
from peil.report.words import Words

MOST_NAMES = 3
MOST_KEEPABLE = 5
"""Stretches whose option is written out."""


def headline(watch: Watch, words: Words) -> str:
    """Say how many series rise, wane and cannot be told; of one series, what it does."""
    if len(watch.series) == 1:
        (one,) = watch.series
        return words("watch.one", name=say.name_of(one, words), says=_headed(one, words))
    settled = [one.watched.level_changed for one in watch.series if one.is_settled]
    others = [one.direction for one in watch.series if not one.is_settled]
    levels = [(f"level_{side}", settled.count(side)) for side in (RISING, WANING)]
    moves = [(word, others.count(word)) for word in (CANNOT_TELL, *DIRECTIONS)]
    counted = words.joined([words.code("watch_count", of, n=n) for of, n in (*levels, *moves) if n])
    return words("watch.headline", n=len(watch.series), list=counted)


def _headed(series: WatchedSeries, words: Words) -> str:
    """Say of a stop so long ago that it is what is usual that no event comes, not just nothing."""
    said, quiet = say.verdict(series, words), series.watched.quiet
    if quiet is None or not quiet.is_long or series.is_settled or series.direction != CANNOT_TELL:
        return said
    periods = say.duration(quiet.periods, series.watched.period, words)
    return words("watch_quiet.headed", periods=periods, said=said)


def unknown(watch: Watch, words: Words) -> Iterator[str]:
    """Say what cannot be told; first of all in which series so many periods have no count."""
    several = len(watch.series) > 1
    bare = [say.name_of(one, words) for one in watch.in_order if say.has_many_gaps(one)]
    if bare and several:
        yield words("watch_gaps.many", names=_first_of(bare, words))
    silent = [one for one in watch.in_order if one.direction == CANNOT_TELL]
    if silent and several:
        reasons = [(say.reason(one, words), one) for one in silent]
        yield words("watch.cannot_tell_first", list=_by_reason(reasons, words))
    if silent:
        yield words("watch.steady_meaning")


def method(watch: Watch, words: Words) -> tuple[str, ...]:
    """Say what chance does, and how it was judged."""
    methods = ", ".join(sorted({one.watched.method for one in watch.series}))
    most = words.number(max(len(one.watched.points) for one in watch.series))
    return (*_chance(watch, words), words("watch.judged", number=most, method=methods))


def _by_reason(reasons: Sequence[tuple[str, WatchedSeries]], words: Words) -> str:
    names: dict[str, list[str]] = {}
    for why, one in reasons:
        names.setdefault(why, []).append(say.name_of(one, words))
    said = [
        words("watch.why_many", reason=why, names=_first_of(listed, words))
        for why, listed in names.items()
    ]
    return words.listed(said)


def _first_of(names: Sequence[str], words: Words) -> str:
    return and_more(", ".join(names[:MOST_NAMES]), len(names) - MOST_NAMES, words)


def and_more(listed: str, rest: int, words: Words) -> str:
    """Count what a list leaves out, if anything."""
    return words("report.and_more", names=listed, n=rest) if rest > 0 else listed


def _chance(watch: Watch, words: Words) -> tuple[str, ...]:
    """Say what chance does to the series that are asked again in each period."""
    every = [one.watched for one in watch.series]
    asked = [watched for watched in every if not np.isnan(watched.false_signals_per_year)]
    if any("own_threshold" in watched.caveats for watched in asked):
        return (words.code("watch_caveat", "own_threshold"),)
    if not asked:
        return ()
    total = sum(watched.false_signals_per_year for watched in asked)
    said = chance(len(asked), asked[0].false_signals_per_year, total, words)
    return said, words("watch.no_percentage")


def chance(number: int, budget: float, total: float, words: Words) -> str:
    """Say how many false signals so many series give by chance alone, in both directions."""
    each = words.number(budget, 3)
    if number == 1:
        return words("watch.chance_one", budget=each)
    both = words.number(2 * total, 1)
    return words("watch.chance", budget=each, number=words.number(number), total=both)


def delays_note(watch: Watch, words: Words) -> list[str]:
    """Explain the delays of a table, and name the series that have none, each with the reason."""
    said = []
    if any(one.watched.delays for one in watch.series):
        said.append(words("watch.delays_note"))
    reasons = [(untold(one, words), one) for one in watch.in_order if one.watched.untold]
    if reasons and len(watch.series) > 1:
        said.append(words("watch_untold.many", list=_by_reason(reasons, words)))
    return [" ".join(said)] if said else []


def keepable(watch: Watch, words: Words) -> tuple[str, ...]:
    """Say how a person keeps what is left out of the baseline."""
    days = dict.fromkeys(span for one in watch.in_order for span in one.watched.outbreaks)
    if not days:
        return ()
    options = [f"--keep={first}:{last}" for first, last in days]
    rest = len(options) - MOST_KEEPABLE
    hint = words("watch_kept.hint" if len(watch.series) == 1 else "watch_kept.hint_all")
    more = [words("watch_kept.more", number=rest)] if rest > 0 else []
    return (hint, " ".join(options[:MOST_KEEPABLE]), *more)
