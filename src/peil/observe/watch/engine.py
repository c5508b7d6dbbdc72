"""The engine of the watch: from one series of counts to what is said of each period."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from peil.observe.watch.combined import LOW
from peil.observe.watch.compared import compare_years
from peil.observe.watch.counts import Counts
from peil.observe.watch.delays import delays_at
from peil.observe.watch.effort import effort_caveats, without_lost_effort
from peil.observe.watch.methods import OWN_THRESHOLD, PEIL, WITHOUT_EXPOSURE, method_named
from peil.observe.watch.nowcast import nowcast
from peil.observe.watch.said import say
from peil.observe.watch.shift_baseline import LONGEST
from peil.observe.watch.signals import NO_SIGNAL, Signals
from peil.observe.watch.watched import Delay, Points, Watched
from peil.terms.calendar import as_date
from peil.terms.errors import BadInput

BUDGET = 0.1
"""False signals a year, in each direction."""
NAMES: Mapping[str, str] = {PEIL: "peil-watch-1"}


def watch_counts(
    counts: Counts,
    *,
    method: str = PEIL,
    false_signals_per_year: float = BUDGET,
    last: int | None = None,
    with_delays: bool = True,
) -> Watched:
    """Say of each period whether the series rises, stays steady or wanes, and since when.

    Each period is judged by those before it alone: later counts change nothing earlier, and
    neither does what else is evaluated.

    Args:
        counts: the series as known on a day.
        method: its name, as in `methods`; it decides what is expected and what is a signal.
        false_signals_per_year: budget in each direction.
        last: how many of the latest periods are evaluated; all of them without it.
        with_delays: whether to tell how long a change would take to be seen.

    Raises:
        BadInput: the method or the number of periods is not known, or no such budget can be
            kept.
    """
    _check(counts, false_signals_per_year, last)
    run = method_named(method)
    n = len(counts)
    at = np.arange(0 if last is None else max(n - last, 0), n, dtype=np.int64)
    signals = run(counts, at, false_signals_per_year)
    return Watched(
        series=counts.series,
        period=counts.period,
        method=NAMES.get(method, method),
        false_signals_per_year=false_signals_per_year,
        points=without_lost_effort(_points(counts, signals, false_signals_per_year), counts),
        delays=_delays(counts, signals, false_signals_per_year)
        if with_delays and method == PEIL
        else (),
        outbreaks=_outbreaks(counts, signals),
        caveats=_caveats(counts, method, signals),
    )


def _check(counts: Counts, budget: float, last: int | None) -> None:
    if not 0 < budget < counts.periods_a_year / 2:
        raise BadInput(
            f"{budget:g} false signals a year cannot be kept; give a number above 0 and below "
            f"{counts.periods_a_year / 2:.4g}, half the periods of a year"
        )
    if last is not None and last < 1:
        raise BadInput(f"{last} periods cannot be evaluated; ask for one or more")


def _points(counts: Counts, signals: Signals, budget: float) -> Points:
    at = signals.at
    said = say(counts, signals, compare_years(counts, signals), budget)
    since = np.maximum(signals.rise_since, signals.fall_since)
    return Points(
        start=counts.start[at],
        end=counts.end[at],
        observed=counts.count[at],
        nowcast=nowcast(counts.count[at], counts.complete[at]),
        expected=signals.expected,
        lower=signals.lower,
        upper=signals.upper,
        p_rise=signals.p_rise,
        p_fall=signals.p_fall,
        direction=said.direction,
        reason=said.reason,
        probability=said.probability,
        signal_since=np.where(since == NO_SIGNAL, np.datetime64("NaT", "D"), counts.start[since]),
    )


def _outbreaks(counts: Counts, signals: Signals) -> tuple[tuple[date, date], ...]:
    """Date the old outbreaks; what is signalled now is not one of them."""
    since = np.maximum(signals.rise_since, signals.fall_since)[-1:]
    now = since[0] if len(since) and since[0] != NO_SIGNAL else len(counts)
    return tuple(
        (as_date(counts.start[a]), as_date(counts.end[b])) for a, b in signals.outbreaks if b < now
    )


def _delays(counts: Counts, signals: Signals, budget: float) -> tuple[Delay, ...]:
    """Tell from the table how long a change would take to be seen, at the latest expectation."""
    known = np.flatnonzero(~np.isnan(signals.expected))
    if not len(known):
        return ()
    mean, dispersion = signals.expected[known[-1]], signals.dispersion[known[-1]]
    same = counts.segment == counts.segment[-1]
    baseline = min(int((same & ~np.isnan(counts.count)).sum()) - 1, LONGEST)
    spent = budget if mean < LOW else budget / 2
    return delays_at(mean, dispersion, counts.periods_a_year / spent, baseline)


def _caveats(counts: Counts, method: str, signals: Signals) -> tuple[str, ...]:
    """Name what a reader must know of the series as a whole."""
    holds = {
        "incomplete_reports": bool((counts.complete[signals.at] < 1).any()),
        "break": bool((counts.segment != counts.segment[:1]).any()),
        "outbreak_left_out": bool(_outbreaks(counts, signals)),
        "fall_not_visible_in_one_period": _hides_falls(signals),
        "own_threshold": method in OWN_THRESHOLD,
        "exposure_ignored": method in WITHOUT_EXPOSURE and bool(np.ptp(counts.exposure) > 0),
    }
    return (*effort_caveats(counts), *(code for code, is_so in holds.items() if is_so))


def _hides_falls(signals: Signals) -> bool:
    """Whether not even a count of zero in the latest period could be a signal by itself."""
    return bool(np.isnan(signals.lower[-1:]) & ~np.isnan(signals.expected[-1:]))
