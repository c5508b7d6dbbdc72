"""The engine of the watch: from one series of counts to what is said of each period."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from peil.observe.direction import RISING, WANING
from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import Counts, Span
from peil.observe.watch.delays import OTHER_METHOD, delays_at, why_untold
from peil.observe.watch.direction_rule import apply_direction_rule
from peil.observe.watch.effort import effort_caveats, may_tell_waning, without_lost_effort
from peil.observe.watch.methods import (
    OWN_THRESHOLD,
    PEIL,
    WITHOUT_EXPOSURE,
    checked_method,
    field_method,
)
from peil.observe.watch.nowcast import nowcast
from peil.observe.watch.peil_method import LOW, peil_signals
from peil.observe.watch.rate_ratio import compare_years, is_recent
from peil.observe.watch.signals import NO_SIGNAL, ChartBaseline, Signals, stretches_of
from peil.observe.watch.time_since import quiet_now
from peil.observe.watch.watched import Points, Quiet, Watched
from peil.terms.calendar import Ints, Labels, as_date
from peil.terms.errors import BadInput

BUDGET = float(CONSTANTS["budget"]["false_signals_per_year"])
RARE = float(CONSTANTS["budget"]["rare"])
Stretches = tuple[tuple[int, int], ...]
"""First and last position of each."""
NAMES: Mapping[str, str] = {PEIL: "peil-watch-1"}
NOTHING: Mapping[str, Any] = MappingProxyType({})
"""No parameter set by hand."""


def watch_counts(
    counts: Counts,
    *,
    method: str = PEIL,
    false_signals_per_year: float = BUDGET,
    last: int | None = None,
    keep: Sequence[Span] = (),
    with_delays: bool = True,
    parameters: Mapping[str, Any] = NOTHING,
) -> Watched:
    """Say of each period whether the series rises, stays steady or wanes, and since when.

    Each period is judged by those before it alone: later counts change nothing earlier, and
    neither does what else is evaluated.

    Args:
        counts: the series as known on a day.
        method: its name, as in `methods`; it decides what is expected and what is a signal.
        false_signals_per_year: budget in each direction.
        last: how many of the latest periods are evaluated; all of them without it.
        keep: first and last day of stretches that a person keeps in the baseline, although
            they look like an old outbreak; of Peil's own method alone.
        with_delays: whether to tell how long a change would take to be seen, and how long no
            event has come: a table of thousands of series has no place for either.
        parameters: of a method of the field, where they shall not be what its authors advise.

    Raises:
        BadInput: the method, a parameter or the number of periods is not known, no such budget
            can be kept, or the method leaves nothing out that could be kept.
    """
    _check(counts, false_signals_per_year, last)
    n = len(counts)
    at = np.arange(0 if last is None else max(n - last, 0), n, dtype=np.int64)
    signals = _signals(counts, at, method, false_signals_per_year, keep, parameters)
    kept = _kept(counts, false_signals_per_year, keep)
    tells_more = with_delays and method == PEIL
    rate = _rate(counts, signals.chart_baseline, false_signals_per_year)
    return Watched(
        series=counts.series,
        period=counts.period,
        method=_name(method, parameters),
        false_signals_per_year=false_signals_per_year,
        points=without_lost_effort(_points(counts, signals, false_signals_per_year), counts),
        delays=delays_at(*rate) if tells_more else (),
        untold=why_untold(*rate) if tells_more else OTHER_METHOD if with_delays else None,
        quiet=_quiet(counts, signals, false_signals_per_year) if tells_more else None,
        outbreaks=_days(counts, _outbreaks(counts, signals)),
        kept=_days(counts, kept),
        caveats=_caveats(counts, method, signals, parameters, is_kept=bool(kept)),
    )


def _signals(
    counts: Counts,
    at: Ints,
    method: str,
    budget: float,
    keep: Sequence[Span],
    parameters: Mapping[str, Any],
) -> Signals:
    checked_method(method)
    if method != PEIL and keep:
        raise BadInput(
            f"the method {method!r} leaves no old outbreak out, so that none can be kept; "
            f"keep nothing, or use {PEIL}"
        )
    if method == PEIL and not parameters:
        return peil_signals(counts, at, budget, keep=keep)
    return field_method(method, parameters)(counts, at, budget, parameters)


def _name(method: str, parameters: Mapping[str, Any]) -> str:
    """Name a method with its number, and with what was set by hand."""
    name = NAMES.get(method, method)
    told = ", ".join(f"{key} = {value}" for key, value in parameters.items())
    return f"{name} ({told})" if told else name


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
    said = apply_direction_rule(counts, signals, compare_years(counts, signals), budget)
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
        level_changed=_level_changed(counts, signals),
    )


def _level_changed(counts: Counts, signals: Signals) -> Labels:
    """Give the side of each signal that stands, but says none any more, being over a year old."""
    is_old = signals.is_lasting & (signals.opened != NO_SIGNAL) & ~is_recent(counts, signals)
    fall = WANING if may_tell_waning(counts) else ""
    side = np.where(signals.rise_since != NO_SIGNAL, RISING, fall)
    return np.where(is_old, side, "").astype(object)


def _outbreaks(counts: Counts, signals: Signals) -> Stretches:
    """Give the old outbreaks; what is signalled now is not one of them."""
    since = np.maximum(signals.rise_since, signals.fall_since)[-1:]
    now = since[0] if len(since) and since[0] != NO_SIGNAL else len(counts)
    return tuple((a, b) for a, b in signals.outbreaks if b < now)


def _days(counts: Counts, stretches: Stretches) -> tuple[Span, ...]:
    return tuple((as_date(counts.start[a]), as_date(counts.end[b])) for a, b in stretches)


def _kept(counts: Counts, budget: float, keep: Sequence[Span]) -> Stretches:
    """Give what the latest baseline would leave out, were it not kept.

    One outbreak may hide another, which only shows once the first is kept.
    """
    latest = np.arange(len(counts), dtype=np.int64)[-1:]
    kept, heeded = np.zeros(len(counts), dtype=bool), list[Span]()
    while len(heeded) < len(keep):
        signals = peil_signals(counts, latest, budget, keep=heeded)
        cut = _days(counts, _outbreaks(counts, signals))
        new = [
            span
            for span in keep
            if span not in heeded and (counts.within([span]) & counts.within(cut)).any()
        ]
        if not new:
            break
        kept |= counts.within(new) & counts.within(cut)
        heeded += new
    return stretches_of(kept)


def _quiet(counts: Counts, signals: Signals, budget: float) -> Quiet | None:
    """Tell how long no event has come, where fewer than one a period is expected."""
    usual = signals.expected / counts.complete[signals.at]
    if not (usual[-1:] < RARE).any():
        return None
    return quiet_now(counts, false_signals_per_year=budget)


def _rate(
    counts: Counts, baseline: ChartBaseline, budget: float
) -> tuple[float, float, float, float]:
    """Give what delays depend on: mean, dispersion, periods per false signal, and baseline."""
    spent = budget if baseline.mean < LOW else budget / 2
    return baseline.mean, baseline.dispersion, counts.periods_a_year / spent, baseline.periods


def _caveats(
    counts: Counts, method: str, signals: Signals, parameters: Mapping[str, Any], *, is_kept: bool
) -> tuple[str, ...]:
    """Name what a reader must know of the series as a whole."""
    holds = {
        "incomplete_reports": bool((counts.complete[signals.at] < 1).any()),
        "break": bool((counts.segment != counts.segment[:1]).any()),
        "outbreak_left_out": bool(_outbreaks(counts, signals)),
        "outbreak_kept": is_kept,
        "outbreak_known": bool(counts.is_outbreak.any()),
        "closed": bool(counts.is_closed.any()),
        "fall_not_visible_in_one_period": _hides_falls(signals),
        "own_threshold": method in OWN_THRESHOLD or "alpha" in parameters,
        "exposure_ignored": method in WITHOUT_EXPOSURE
        and len(np.unique(counts.exposure[~counts.is_closed])) > 1,
    }
    return (*effort_caveats(counts), *(code for code, is_so in holds.items() if is_so))


def _hides_falls(signals: Signals) -> bool:
    """Whether not even a count of zero in the latest period could be a signal by itself."""
    return bool(np.isnan(signals.lower[-1:]) & ~np.isnan(signals.expected[-1:]))
