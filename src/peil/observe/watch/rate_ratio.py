"""RateRatio years: has the rate of the latest year, or since a signal, left that of before?"""

from dataclasses import dataclass

import numpy as np

from peil.observe.direction import probabilities
from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import Counts
from peil.observe.watch.signals import NO_SIGNAL, Signals
from peil.terms.calendar import Flags, Floats, Ints

MOST_YEARS = int(CONSTANTS["direction"]["most_years"])


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRatio:
    """How the rate of late compares with the rate before, for each evaluated period.

    Args:
        rising, steady, waning: (T,) probabilities; NaN where there is nothing to compare.
        spread: (T,) variance of the log ratio, were the rate of late half of that before.
    """

    rising: Floats
    steady: Floats
    waning: Floats
    spread: Floats


def compare_years(counts: Counts, signals: Signals) -> RateRatio:
    """Compare the latest year, or the time since the signal, with up to five years before it.

    Whole years are compared where there is no signal, so that a season cancels out. What came
    before a change that was signalled over a year ago is not compared with any more. What is
    said must hold against all those years and against the middle one, which no single odd
    year can move. Counts
    are divided by their dispersion, so that they tell as much as so many independent events.
    """
    late, before = _spans(counts, signals)
    effort = np.where(np.isnan(counts.count), 0.0, counts.exposure * counts.complete)
    events, worked = _running(np.nan_to_num(counts.count)), _running(effort)
    y1, m1 = events[late[1]] - events[late[0]], worked[late[1]] - worked[late[0]]
    y0, m0 = events[before[1]] - events[before[0]], worked[before[1]] - worked[before[0]]
    phi = signals.dispersion
    usual = _usual_year(events, worked, before, max(1, round(counts.periods_a_year))) * m0
    with np.errstate(divide="ignore", invalid="ignore"):
        by_all = probabilities(y1 / phi, y0 / phi, m1, m0)
        by_usual = probabilities(y1 / phi, usual / phi, m1, m0)
        rising, steady, waning = (np.minimum(*pair) for pair in zip(by_all, by_usual, strict=True))
        spread = phi * (2 / (y0 / m0 * m1) + 1 / y0)
    unknown = ~((m1 > 0) & (m0 > 0))
    for values in (rising, steady, waning, spread):
        values[unknown] = np.nan
    return RateRatio(rising=rising, steady=steady, waning=waning, spread=spread)


def _usual_year(events: Floats, worked: Floats, before: tuple[Ints, Ints], year: int) -> Floats:
    """Give the middle rate of the years before; of less than a year the only one."""
    first, last = before
    rates = np.full((MOST_YEARS, len(first)), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        for i in range(MOST_YEARS):
            begin, end = np.maximum(last - (i + 1) * year, first), last - i * year
            whole = end > first
            begin, end = np.where(whole, begin, 0), np.where(whole, end, 0)
            work = worked[end] - worked[begin]
            rates[i] = np.where(work > 0, (events[end] - events[begin]) / work, np.nan)
    known = np.sort(rates, axis=0)
    n = np.count_nonzero(~np.isnan(rates), axis=0)
    column = np.arange(len(first))
    low, high = np.maximum(n - 1, 0) // 2, np.maximum(n, 1) // 2
    middle: Floats = (known[low, column] + known[high, column]) / 2
    return middle


def is_recent(counts: Counts, signals: Signals) -> Flags:
    """Whether there is a signal that was first given within the last year."""
    year = max(1, round(counts.periods_a_year))
    recent: Flags = (signals.opened != NO_SIGNAL) & (signals.at - signals.opened < year)
    return recent


def _spans(counts: Counts, signals: Signals) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints]]:
    """Give first and after-last position of the time of late, and of the time before it."""
    year, at = max(1, round(counts.periods_a_year)), signals.at
    since = np.maximum(signals.rise_since, signals.fall_since)
    is_new = is_recent(counts, signals)
    first = np.searchsorted(counts.segment, counts.segment[at])
    first = np.where(is_new, first, np.maximum(first, signals.mean_since))
    begin = np.maximum(np.where(is_new, since, at - year + 1), first)
    years = np.minimum((begin - first) // year, MOST_YEARS)
    earliest = np.where(years > 0, begin - years * year, first)
    return (begin, at + 1), (earliest, begin)


def _running(values: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(values)])
