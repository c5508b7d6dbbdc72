"""The engine of the watch: from one series of counts to what is said of each period."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from peil.observe.direction import CANNOT_TELL, RISING, WANING
from peil.observe.periods import grid_of
from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import PERHAPS_LATE, PERIODS_LATE, Counts, Span
from peil.observe.watch.delays import OTHER_METHOD, delays_at, why_untold
from peil.observe.watch.effort import effort_caveats, may_tell_waning, without_lost_effort
from peil.observe.watch.expectation import Predicted, predicted
from peil.observe.watch.judge import is_recent, words_of
from peil.observe.watch.level_changes import older_levels
from peil.observe.watch.methods import (
    OWN_THRESHOLD,
    PEIL,
    WITHOUT_EXPOSURE,
    checked_method,
    field_method,
)
from peil.observe.watch.nowcast import nowcast
from peil.observe.watch.peil_method import BUDGET, PeilSigns, budget_of_chart, peil_signs
from peil.observe.watch.shift_baseline import SHORTEST
from peil.observe.watch.signals import NO_SIGNAL, Signals, stretches_of
from peil.observe.watch.time_since import quiet_now
from peil.observe.watch.watched import Level, Points, Quiet, Watched
from peil.terms.calendar import Days, Floats, Ints, as_date
from peil.terms.errors import BadInput

RARE = float(CONSTANTS["budget"]["rare"])
Stretches = tuple[tuple[int, int], ...]
"""First and last position of each."""
NAMES: Mapping[str, str] = {PEIL: "peil-watch-3"}
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
    n, budget = len(counts), false_signals_per_year
    at = np.arange(0 if last is None else max(n - last, 0), n, dtype=np.int64)
    checked_method(method)
    if method == PEIL and not parameters:
        signs = peil_signs(counts, at, budget, keep=keep)
        own = _own(counts, signs, budget, keep, with_delays=with_delays)
        signals = signs.signals
    else:
        signals = _of_the_field(counts, at, method, budget, keep, parameters)
        points = _points(counts, signals, predicted(counts, at), budget)
        own = {"points": points, "untold": OTHER_METHOD if with_delays else None}
    caveats = _caveats(counts, method, signals, parameters, is_kept=bool(own.get("kept")))
    return Watched(
        series=counts.series,
        period=counts.period,
        method=_name(method, parameters),
        false_signals_per_year=budget,
        points=without_lost_effort(own.pop("points"), counts),
        caveats=(*caveats, *[PERHAPS_LATE] * bool(own.get("without_latest"))),
        **own,
    )


def _own(
    counts: Counts, signs: PeilSigns, budget: float, keep: Sequence[Span], *, with_delays: bool
) -> dict[str, Any]:
    """Give what Peil's own method says, as fields of `Watched`."""
    points = _with_level(_points(counts, signs.signals, signs.predicted, budget), counts, signs)
    own: dict[str, Any] = {
        "points": points,
        "levels": _levels(counts, signs),
        "without_latest": _without_latest(points, counts, budget, keep),
        "outbreaks": _days(counts, _outbreaks(counts, signs.signals)),
        "kept": _days(counts, _kept(counts, budget, keep)),
    }
    if with_delays:
        delays = _rate(counts, signs, budget)
        own["delays"], own["untold"] = delays_at(*delays), why_untold(*delays)
        own["quiet"] = _quiet(counts, signs.signals, budget)
    return own


def _without_latest(points: Points, counts: Counts, budget: float, keep: Sequence[Span]) -> str:
    """Say what a fall would be without the latest periods, if no fall: these may be in only in part."""
    left = len(counts) - PERIODS_LATE[counts.period]
    is_said = len(points) > 0 and points.direction[-1] == WANING and may_tell_waning(counts)
    if not is_said or left < 1 or (counts.complete[left:] < 1.0).any():
        return ""
    cut = counts.take(slice(0, left))
    signs = peil_signs(cut, np.array([left - 1]), budget, keep=keep)
    word = str(words_of(cut, signs.signals, signs.predicted, budget).direction[0])
    return "" if word == WANING else word


def _of_the_field(
    counts: Counts,
    at: Ints,
    method: str,
    budget: float,
    keep: Sequence[Span],
    parameters: Mapping[str, Any],
) -> Signals:
    if keep:
        raise BadInput(
            f"the method {method!r} leaves no old outbreak out, so that none can be kept; "
            f"keep nothing, or use {PEIL}"
        )
    if counts.holidays is not None:
        raise BadInput(
            f"the method {method!r} has no term for holidays; leave them out, or use {PEIL}"
        )
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


def _points(counts: Counts, signals: Signals, found: Predicted, budget: float) -> Points:
    at, said = signals.at, words_of(counts, signals, found, budget)
    blank = Points.unjudged(
        start=counts.start[at],
        end=counts.end[at],
        observed=counts.count[at],
        direction=CANNOT_TELL,
        reason="",
    )
    return replace(
        blank,
        nowcast=nowcast(counts.count[at], counts.complete[at]),
        expected=signals.expected,
        lower=signals.lower,
        upper=signals.upper,
        p_rise=signals.p_rise,
        p_fall=signals.p_fall,
        direction=said.direction,
        reason=said.reason,
        signal_since=_first_days(counts, np.maximum(signals.rise_since, signals.fall_since)),
        signal_opened=_first_days(counts, signals.opened),
        steady_within=said.steady_within,
        slope=said.slope,
    )


def _with_level(points: Points, counts: Counts, signs: PeilSigns) -> Points:
    """Add the changed level that holds: its side where the word is about something else."""
    level, signals = signs.level, signs.signals
    is_word = signals.is_lasting & is_recent(counts, signals)
    has_level = (level.change != NO_SIGNAL) & (level.is_rise | may_tell_waning(counts))
    side = np.where(level.is_rise, RISING, WANING)
    usual = _whole(counts)[signals.at]
    since = _first_days(counts, level.since)
    return replace(
        points,
        signal_since=np.where(np.isnat(points.signal_since), since, points.signal_since),
        level_changed=np.where(has_level & ~is_word, side, "").astype(object),
        level_changed_since=since,
        level_before=level.before * usual,
        level_since=level.after * usual,
        ratio=np.stack([level.low, level.high], axis=1),
    )


def _levels(counts: Counts, signs: PeilSigns) -> tuple[Level, ...]:
    """Give the levels that are remembered at the last period, oldest first."""
    if not len(signs.signals) or signs.level.change[-1] == NO_SIGNAL:
        return ()
    level, usual = signs.level, float(_whole(counts)[signs.signals.at[-1]])
    older = older_levels(signs.changes, counts, signs.effort, level)
    now = (int(level.since[-1]), float(level.before[-1]), float(level.after[-1]))
    return tuple(
        Level(since=as_date(counts.start[since]), before=before * usual, after=after * usual)
        for since, before, after in (*older, now)
    )


def _whole(counts: Counts) -> Floats:
    """Give the exposure of each period as if it were over: a level is told of a whole one."""
    grid = grid_of(counts.start, counts.period)
    return np.asarray(counts.exposure / grid.share(counts.start, counts.end))


def _first_days(counts: Counts, positions: Ints) -> Days:
    """Give the first day of the period at each position; NaT for none."""
    days: Days = np.where(
        positions == NO_SIGNAL, np.datetime64("NaT", "D"), counts.start[positions]
    )
    return days


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
        signals = peil_signs(counts, latest, budget, keep=heeded).signals
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


def _rate(counts: Counts, signs: PeilSigns, budget: float) -> tuple[float, float, float, float]:
    """Give what the chart's delays depend on: mean, dispersion, periods per false signal, baseline."""
    shift, spent = signs.shift, counts.periods_a_year / budget_of_chart(budget, counts.period)
    if not len(shift) or np.isnan(shift.mean[-1]):
        return np.nan, np.nan, spent, 0.0
    mean = float(shift.mean[-1])
    # An outbreak cut out of the shortest baseline leaves less than was simulated.
    periods = max(float(shift.baseline[-1]), float(SHORTEST))
    return mean, float(1.0 + mean / shift.size[-1]), spent, periods


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
        "holidays": counts.holidays is not None,
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
