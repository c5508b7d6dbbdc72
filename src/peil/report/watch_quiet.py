"""The time since the last event in one sentence, where events are rare."""

from collections.abc import Iterator

import numpy as np

from peil.observe.watch.watched import Quiet
from peil.report.watch_words import duration
from peil.report.watching import WatchedSeries
from peil.report.words import Words

MOST, RAREST = 2, 1000
"""Of fewer quiet spells than one in so many a share is said, and none is said to be rarer."""


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
