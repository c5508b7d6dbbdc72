"""Judge: the one rule that makes a word of signals, of their sizes and of what is estimated.

An open signal is said. Where none is, the latest year is compared with the years before, season
and effort allowed for, by the fit that the expectation comes from: steady needs a ratio that is
surely inside a stated range, a direction one that is surely no 1, and a slow trend its slope.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from peil.observe.direction import (
    CANNOT_TELL,
    PRIOR,
    RISING,
    STEADY,
    STEADY_WITHIN,
    WANING,
    Rates,
    chance_below,
)
from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import Counts
from peil.observe.watch.expectation import Predicted
from peil.observe.watch.level_changes import DOUBT, TOLD
from peil.observe.watch.signals import NO_SIGNAL, Signals
from peil.terms.calendar import Flags, Floats, Labels

_RULE = CONSTANTS["direction"]
SHARE, MOST_DOUBT = float(_RULE["share_of_budget"]), float(_RULE["most_doubt"])
RANGES = tuple(float(r) for r in _RULE["ranges"])
LATELY = (1.0 - float(_RULE["lately"])) / 2.0
"""Doubt below which a part of the latest year has left the years before."""
WIDEST = (np.log(RANGES[-1]) / ndtri(1.0 - DOUBT)) ** 2
"""Variance of a log ratio of which no range could be sure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is said of each period.

    Args:
        direction, reason: (T,) the word, and the code of its reason.
        steady_within: (T,) factor within which the rate has surely stayed; NaN where not steady.
        slope: (T, 3) new rate over old one a year, and its interval of 95 %; NaN where none is said.
    """

    direction: Labels
    reason: Labels
    steady_within: Floats
    slope: Floats


def words_of(counts: Counts, signals: Signals, found: Predicted, budget: float) -> Words:
    """Say the word of each period.

    A signal is said for a year from when it was given; a level that changed longer ago is told
    beside the word. Rising and waning have no probability: they are met by looking in every
    period, and how often they are wrong the budget says.

    Args:
        budget: false signals a year, in each direction.
    """
    n = len(signals)
    said = Words(
        direction=np.full(n, CANNOT_TELL, dtype=object),
        reason=np.full(n, "no_direction_probable", dtype=object),
        steady_within=np.full(n, np.nan),
        slope=np.full((n, 3), np.nan),
    )
    doubt = min(SHARE * budget, MOST_DOUBT)
    _say_years(said, found, doubt)
    _say_slope(said, found, doubt)
    _put(said, np.isnan(counts.count[signals.at]), CANNOT_TELL, "no_report")
    recent = is_recent(counts, signals)
    for since, word in ((signals.rise_since, RISING), (signals.fall_since, WANING)):
        given = (since != NO_SIGNAL) & recent
        _put(said, given & ~signals.is_lasting, word, "signal_period")
        _put(said, given & signals.is_lasting, word, "signal_shift")
    return said


def is_recent(counts: Counts, signals: Signals) -> Flags:
    """Whether there is a signal that was given within the last year."""
    year = max(1, round(counts.periods_a_year))
    recent: Flags = (signals.opened != NO_SIGNAL) & (signals.at - signals.opened < year)
    return recent


def _say_years(said: Words, found: Predicted, doubt: float) -> None:
    """Compare the latest year with the years before it, and its later half; they share the doubt.

    A year is steady where what lies beyond a range, on both sides together, has a chance of at most
    5 %.

    Source:
        Schuirmann (1987), J. Pharmacokinetics and Biopharmaceutics 15, 657-680: a rate cannot be above
        and below a range at once, so that either side may have the whole doubt.
    """
    year = _late(found, 0)
    lowest, highest = _latest(found)
    with np.errstate(divide="ignore"):
        wide = 1.0 / (year[0] + PRIOR) + 1.0 / (year[2] + PRIOR) > WIDEST
    below = np.array([chance_below(1.0, _late(found, w)) for w in range(2)])
    for word, is_beyond in (
        (RISING, (below.min(0) < doubt / 2) & (lowest > STEADY_WITHIN)),
        (WANING, (1.0 - below.max(0) < doubt / 2) & (highest < 1.0 / STEADY_WITHIN)),
    ):
        _put(said, is_beyond, word, "settled")
    unsaid = said.direction == CANNOT_TELL
    _put(said, unsaid & wide, CANNOT_TELL, "too_few_events")
    calm = unsaid & ~_moves_lately(found)
    for within in reversed(RANGES):
        outside = chance_below(1.0 / within, year) + 1.0 - chance_below(within, year)
        is_inside = calm & (outside <= 1.0 - TOLD)
        _put(said, is_inside, STEADY, "no_signal")
        said.steady_within[is_inside] = within
    _put(said, np.isnan(below[0]), CANNOT_TELL, "baseline_too_short")


def _moves_lately(found: Predicted) -> Flags:
    """Whether a part of the latest year has left the years before, which hides in the whole."""
    parts = range(1, found.late.shape[1])
    below = np.array([chance_below(1.0, _late(found, part)) for part in parts])
    return np.asarray((np.minimum(below, 1.0 - below) < LATELY).any(axis=0))


def _say_slope(said: Words, found: Predicted, doubt: float) -> None:
    """Say a slow trend where it is sure, and has moved the rate out of the least range.

    A line through a lull, or a high, and the return after it goes on where the counts came back: the
    latest year and its later half must lie on its side of the years before.
    """
    z, (lowest, highest) = float(ndtri(1.0 - doubt)), _latest(found)
    with np.errstate(invalid="ignore"):
        is_sure = np.abs(found.slope) > z * found.slope_error
        is_sure &= np.abs(found.slope) * found.years > np.log(STEADY_WITHIN)
        is_sure &= np.where(found.slope > 0, lowest >= 1.0, highest <= 1.0)
    told = is_sure & ((said.direction == CANNOT_TELL) | (said.direction == STEADY))
    _put(said, told & (found.slope > 0), RISING, "slope")
    _put(said, told & (found.slope < 0), WANING, "slope")
    wide = found.slope_error * float(ndtri(1.0 - DOUBT))
    said.slope[told] = np.exp(np.stack([found.slope, found.slope - wide, found.slope + wide], 1))[
        told
    ]


def _late(found: Predicted, window: int) -> Rates:
    """Give a late window beside the years before, divided by the dispersion; NaN without either."""
    late = found.late[:, window] / found.dispersion[:, None]
    before = found.before / found.dispersion[:, None]
    late[~(late[:, 1] > 0.0) | ~(before[:, 1] > 0.0)] = np.nan
    return late[:, 0], late[:, 1], before[:, 0], before[:, 1]


def _latest(found: Predicted) -> tuple[Floats, Floats]:
    """Give the lower and the higher of the rates of the latest year and half-year over that before."""
    with np.errstate(divide="ignore", invalid="ignore"):
        year, half = (_rate(found.late[:, w]) / _rate(found.before) for w in range(2))
    return np.minimum(year, half), np.maximum(year, half)


def _rate(events_and_effort: Floats) -> Floats:
    return events_and_effort[:, 0] / events_and_effort[:, 1]


def _put(said: Words, where: Flags, direction: str, reason: str) -> None:
    said.direction[where], said.reason[where] = direction, reason
    said.steady_within[where] = np.nan
    said.slope[where] = np.nan
