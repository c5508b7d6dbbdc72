"""The inner loop of the shift chart: two sums that grow while the level seems to have changed.

The state of a chart is two small arrays. `sums` holds, for a rise and for a fall, the log
likelihood ratio gathered since the excursion began, and how far the chart has come since it
started; `marks` holds positions and counters.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import Counts, Span
from peil.observe.watch.scan_out import NOWHERE
from peil.observe.watch.shift_baseline import (
    CUT_FIRST,
    CUT_LAST,
    DISCOUNT,
    LENGTH,
    LONGEST,
    MEAN,
    PARTS,
    RATE,
    RENEWED_EVERY,
    SHORTEST,
    SPREAD,
    fit_baseline,
    gather,
)
from peil.observe.watch.shift_thresholds import SLIGHT_RISE, threshold
from peil.surveillance.compiled import compiled
from peil.surveillance.likelihood import log_ratio, poisson_gain
from peil.terms.calendar import Floats, Ints
from peil.terms.errors import BadInput

_SHIFT = CONSTANTS["shift"]
OPEN_RATIOS, HEAD_STARTS = tuple(_SHIFT["open_ratios"]), tuple(_SHIFT["head_starts"])
EVENTS_TO_CLOSE = float(_SHIFT["events_to_close"])
PERIODS_TO_CLOSE = float(_SHIFT["periods_to_close"])

EXPECTED, JUDGED = 2, 3
"""Places in `sums` after those of the two directions: expected events and reported periods since
the chart started."""
SUMS = 4
LONG_AGO = 1e9
"""Periods that leave nothing of a head start."""

BEGAN, OPENED = 0, 2
"""Places in `marks`, one for each direction: first period of the excursion, and of its signal."""
NORMAL_START, SINCE_RENEWAL, IS_READY, REPORTED = 4, 5, 6, 7
CHANGED = 8
"""Places for each direction: where the change that is signalled is thought to have begun."""
MARKS = 10

COLUMNS = (
    "expected",
    "spread",
    "length",
    "up",
    "down",
    "up_threshold",
    "down_threshold",
    "is_rise",
    "is_fall",
    "up_began",
    "down_began",
    "cut_first",
    "cut_last",
    "mean",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftInput:
    """A series as the inner loops take it.

    Args:
        count: (N,) NaN where no report came.
        effort: (N,) exposure times completeness.
        segment: (N,) number of the definition.
        may_cut: (N,) 0 for periods that a person keeps in the baseline, else 1.
        shortest: reported periods before the first answer.
    """

    count: Floats
    effort: Floats
    segment: Floats
    may_cut: Floats
    shortest: int


def shift_input(counts: Counts, *, keep: Sequence[Span], shortest: int) -> ShiftInput:
    """Bring a series to the form of the inner loops.

    Raises:
        BadInput: a first baseline of fewer than 24 periods.
    """
    if shortest < SHORTEST:
        raise BadInput(
            f"a first baseline of {shortest} periods is too short; give at least {SHORTEST}"
        )
    return ShiftInput(
        count=counts.usual,
        effort=np.asarray(counts.exposure * counts.complete, dtype=np.float64),
        segment=np.asarray(counts.segment, dtype=np.float64),
        may_cut=np.where(counts.within(keep), 0.0, 1.0),
        shortest=shortest,
    )


@compiled
def run_chart(
    count: Floats,
    effort: Floats,
    segment: Floats,
    may_cut: Floats,
    table: Floats,
    baselines: Floats,
    means: Floats,
    ratios: Floats,
    shortest: int,
) -> Floats:
    """Run both charts over a series, each break starting anew.

    Args:
        count: (N,) NaN where no report came.
        effort: (N,) exposure times completeness.
        segment: (N,) number of the definition.
        may_cut: (N,) 0 for periods that a person keeps in the baseline.
        table, baselines, means: thresholds (2, L, M) and their grids.
        ratios: (2,) what a rise and a fall are tuned to.
        shortest: reported periods before the first answer.

    Returns:
        (N, 14) with the columns of COLUMNS; NaN before there is a baseline.
    """
    n = len(count)
    out = np.full((n, len(COLUMNS)), np.nan)
    baseline, limits, sums = np.zeros(PARTS), np.zeros(2), np.zeros(SUMS)
    marks = np.full(MARKS, NOWHERE)
    for t in range(n):
        if t == 0 or segment[t] != segment[t - 1]:
            start_anew(sums, marks, t)
        accept_new_normal(count, effort, sums, marks, t, shortest)
        reported = effort[t] > 0.0 and not np.isnan(count[t])
        is_first = marks[IS_READY] == 0
        if (is_first or reported) and renew(count, effort, may_cut, baseline, marks, t, shortest):
            if is_first:
                look_back(count, effort, baseline, ratios, sums, marks, t)
            for way in range(2):
                limits[way] = threshold(
                    table[way], baselines, means, baseline[LENGTH], baseline[MEAN]
                )
        if marks[IS_READY] == 1:
            if reported:
                now = take_step(count[t], effort[t], baseline, ratios, limits, sums, marks, t)
                date_signals(count, effort, baseline, marks, t)
            else:
                now = limits_now(limits, sums)
            write_row(out[t], effort[t], baseline, now, sums, marks)
        if reported:
            marks[SINCE_RENEWAL] += 1
            marks[REPORTED] += 1
    return out


@compiled
def start_anew(sums: Floats, marks: Ints, t: int) -> None:
    """Forget everything before a period."""
    sums[:] = 0.0
    marks[:] = NOWHERE
    marks[NORMAL_START] = t
    marks[SINCE_RENEWAL], marks[IS_READY], marks[REPORTED] = 0, 0, 0


@compiled
def renew(
    count: Floats,
    effort: Floats,
    may_cut: Floats,
    baseline: Floats,
    marks: Ints,
    t: int,
    shortest: int,
) -> bool:
    """Form the first baseline, or renew it after twelve periods while no signal is open."""
    if marks[IS_READY] == 1:
        is_open = marks[OPENED] != NOWHERE or marks[OPENED + 1] != NOWHERE
        if is_open or marks[SINCE_RENEWAL] < RENEWED_EVERY:
            return False
    elif marks[REPORTED] < shortest:
        return False
    stop = t
    for way in range(2):
        if marks[BEGAN + way] != NOWHERE:
            stop = min(stop, marks[BEGAN + way])
    places = gather(count, effort, marks[NORMAL_START], stop, LONGEST)
    marks[SINCE_RENEWAL] = 0
    if len(places) < SHORTEST:
        return False
    fit_baseline(count[places], effort[places], may_cut[places], places, baseline)
    marks[IS_READY] = 1
    return True


@compiled
def look_back(
    count: Floats,
    effort: Floats,
    baseline: Floats,
    ratios: Floats,
    sums: Floats,
    marks: Ints,
    t: int,
) -> None:
    """Find where an excursion that runs into the first judged period began, in the baseline itself.

    It is dated there, should it go on, and later baselines end before it. The evidence starts at
    zero all the same: the periods were learnt from, less the outbreak cut out of them. None
    goes on across an outbreak, and one that is still there is itself a rise in progress.
    """
    come = sums[JUDGED]
    no_limits = np.full(2, np.inf)
    last = NOWHERE
    for i in range(marks[NORMAL_START], t):
        if baseline[CUT_FIRST] <= i <= baseline[CUT_LAST]:
            for way in range(2):
                _close(sums, marks, way)
        elif effort[i] > 0.0 and not np.isnan(count[i]):
            take_step(count[i], effort[i], baseline, ratios, no_limits, sums, marks, i)
            last = i
    if last < baseline[CUT_FIRST]:
        marks[BEGAN] = int(baseline[CUT_FIRST])
    sums[:] = 0.0
    sums[JUDGED] = come


@compiled
def share_of_threshold(sums: Floats, way: int) -> float:
    """Give the share of its threshold at which a direction signals: it grows to one.

    Source:
        Lucas and Crosier (1982), Technometrics 24, 199-205, on the fast initial response;
        Steiner (1999), J. Qual. Technol. 31, 75-86, on limits that close over time.
    """
    come = max(sums[EXPECTED] / EVENTS_TO_CLOSE, sums[JUDGED] / PERIODS_TO_CLOSE)
    return float(1.0 - HEAD_STARTS[way] * np.exp(-come))


@compiled
def limits_now(limits: Floats, sums: Floats) -> Floats:
    """Lower both thresholds by what is left of the head start."""
    now = np.empty(2)
    for way in range(2):
        now[way] = limits[way] * share_of_threshold(sums, way)
    return now


@compiled
def take_step(
    count: float,
    effort: float,
    baseline: Floats,
    ratios: Floats,
    limits: Floats,
    sums: Floats,
    marks: Ints,
    t: int,
) -> Floats:
    """Add a period's evidence to both sums; open and close signals; give the thresholds met."""
    for way in range(2):
        ratio = ratios[way] if marks[OPENED + way] == NOWHERE else OPEN_RATIOS[way]
        evidence = log_ratio(count, effort * baseline[RATE + way], ratio, baseline[SPREAD])
        is_discounted = way == 0 and ratios[0] > SLIGHT_RISE
        sums[way] += evidence / baseline[DISCOUNT] if is_discounted else evidence
    sums[EXPECTED] += effort * baseline[RATE]
    sums[JUDGED] += 1.0
    now = limits_now(limits, sums)
    settle(now, sums, marks, t)
    return now


@compiled
def date_signals(count: Floats, effort: Floats, baseline: Floats, marks: Ints, t: int) -> None:
    """Date the change where a signal has just opened."""
    for way in range(2):
        if marks[OPENED + way] == t:
            marks[CHANGED + way] = change_point(
                count, effort, baseline[RATE + way], marks[BEGAN + way], t, way
            )


@compiled
def change_point(
    count: Floats, effort: Floats, rate: float, first: int, last: int, way: int
) -> int:
    """Find from which period of an excursion on a new rate of its own is likeliest.

    Args:
        count, effort: (N,) as in run_chart.
        rate: events per unit of effort before the change.
        first, last: where the excursion began, and where its signal opened.
        way: 0 for a rise, 1 for a fall.

    Returns:
        The position, `first` where no period is likelier; Poisson counts are taken.

    Source:
        Hinkley (1970), Biometrika 57, 1-17, on the likeliest place of a change.
    """
    events, expected, best, place = 0.0, 0.0, 0.0, first
    for i in range(last, first - 1, -1):
        if effort[i] > 0.0 and not np.isnan(count[i]):
            events += count[i]
            expected += rate * effort[i]
            is_beyond = events > expected if way == 0 else events < expected
            if is_beyond:
                gain = poisson_gain(events, expected)
                if gain >= best:
                    best, place = gain, i
    return place


@compiled
def settle(limits: Floats, sums: Floats, marks: Ints, t: int) -> None:
    """Open a signal where a sum reaches its threshold, and close it where it is back at zero."""
    for way in range(2):
        if sums[way] <= 0.0:
            _close(sums, marks, way)
            continue
        if marks[BEGAN + way] == NOWHERE:
            marks[BEGAN + way] = t
        if sums[way] >= limits[way]:
            sums[way] = limits[way]
            if marks[OPENED + way] == NOWHERE:
                _close(sums, marks, 1 - way)
                marks[OPENED + way] = t


@compiled
def _close(sums: Floats, marks: Ints, way: int) -> None:
    sums[way] = 0.0
    marks[BEGAN + way] = marks[OPENED + way] = marks[CHANGED + way] = NOWHERE


@compiled
def accept_new_normal(
    count: Floats, effort: Floats, sums: Floats, marks: Ints, t: int, shortest: int
) -> None:
    """Start anew where a change has lasted, with the periods after its signal alone.

    Those before it are known to be extreme, and a baseline of them would mislead. There is no
    head start: the change came before, and another is not to be expected at once.
    """
    for way in range(2):
        if marks[OPENED + way] == NOWHERE:
            continue
        start = marks[OPENED + way] + 1
        gathered = len(gather(count, effort, start, t, shortest))
        if gathered == shortest:
            start_anew(sums, marks, start)
            marks[REPORTED] = gathered
            sums[JUDGED] = LONG_AGO
            return


@compiled
def write_row(
    row: Floats, effort: float, baseline: Floats, limits: Floats, sums: Floats, marks: Ints
) -> None:
    """Write down what a period was answered."""
    row[0], row[1], row[2] = effort * baseline[RATE], baseline[SPREAD], baseline[LENGTH]
    for way in range(2):
        row[3 + way], row[5 + way] = sums[way], limits[way]
        is_open = marks[OPENED + way] != NOWHERE
        row[7 + way] = is_open
        row[9 + way] = marks[CHANGED + way] if is_open else marks[BEGAN + way]
    row[11], row[12], row[13] = baseline[CUT_FIRST], baseline[CUT_LAST], baseline[MEAN]
