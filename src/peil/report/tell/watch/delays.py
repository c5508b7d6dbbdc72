"""What the watch says of how long a change takes to be seen, or why it does not say it."""

import numpy as np

from peil.observe.watch.series import WatchedSeries
from peil.observe.watch.watched import Delay
from peil.report.tell.watch.sentences import amount, duration
from peil.report.words import NO_BREAK, Words

CHANGES = {4.0: "fourfold", 2.0: "doubling", 0.5: "halving", 0.25: "quarter", 0.0: "stop"}
"""Changes of the mean, whose delay is said."""
HALVING = 0.5
SAID = (HALVING, 2.0, 0.0)
"""Those that stand beside each chart; the table has room for the first."""
FEW_EVENTS = "few_events"


def delays(series: WatchedSeries, words: Words) -> tuple[str, ...]:
    """Say the delays of the changes that matter most, or why none is told."""
    if series.watched.untold is not None:
        return (words("watch_untold.said", why=untold(series, words)),)
    found = {one.change: one for one in series.watched.delays}
    return tuple(delay(found[c], series.watched.period, words) for c in SAID if c in found)


def delay(one: Delay, period: str, words: Words) -> str:
    """Say how long a change takes to be seen, and how long it takes at least."""
    reached = (one.median, one.late, one.bound)
    median, late, bound = (duration(periods, period, words) for periods in reached)
    told = {
        "change": words.code("watch_change", CHANGES[one.change]),
        "rate": amount(one.rate, words),
        "per": words(f"watch_per.{period}"),
    }
    if np.isinf(one.bound):
        return words("watch.delay_hopeless", **told)
    told["bound"] = bound
    if np.isinf(one.median):
        return words("watch.delay_never", **told)
    if np.isinf(one.late):
        return words("watch.delay_half", median=median, **told)
    if one.late == one.median:
        return words("watch.delay_soon", late=late, **told)
    return words("watch.delay", median=median, late=late, **told)


def untold(series: WatchedSeries, words: Words) -> str:
    """Say why no delay is told; nothing where one is."""
    why = series.watched.untold
    if why is None:
        return ""
    periods = 1.0 / why.limit if why.reason == FEW_EVENTS else why.limit
    limit = "" if np.isnan(periods) else duration(periods, series.watched.period, words)
    return words.code("watch_untold", why.reason, limit=limit)


def halving(series: WatchedSeries, words: Words) -> str:
    """Write the delay of a halving in figures; a dash where no table tells."""
    one = next((each for each in series.watched.delays if each.change == HALVING), None)
    if one is None:
        return words("table.none")
    values = {"median": one.median, "late": one.late, "bound": one.bound}
    said = {name: "∞" if np.isinf(v) else words.number(v, 1) for name, v in values.items()}
    return words("watch.delays", **said).replace(" ", NO_BREAK)
