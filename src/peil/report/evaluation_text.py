"""Evaluations as plain text: the answer first, then its figures and what was assumed."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from peil.review.evaluation import verdict as said
from peil.review.evaluation.interrupted import EXACT, Interrupted, Modelled, Ratio
from peil.review.evaluation.panel import LOOKS_LIKE_TOTAL
from peil.review.evaluation.per_head import PerHead, PlaceRate
from peil.review.evaluation.power import PowerFound
from peil.review.evaluation.synthetic_control import SyntheticControl
from peil.review.evaluation.synthetic_did import SyntheticDid
from peil.review.evaluation.verdict import Verdict

REASONS = {
    said.EXCLUDES_NONE: "the interval leaves out no change",
    said.WITHIN: "the interval lies within the change asked about, either way",
    said.LOW_POWER: "a change of the size asked about would be missed more often than found",
    said.TOO_WIDE: "the interval holds both no change and the change asked about, or more",
    said.NO_INTERVAL: "the figures give no interval",
    said.NO_POWER: "the power is not known",
    said.CONTROL_MISSING: "the control has too few events to compare with",
}
METHODS = {
    EXACT: "exact comparison, for so few events",
    "poisson": "Poisson",
    "quasi_poisson": "quasi-Poisson",
    "negative_binomial": "negative binomial",
    "synthetic_did": "synthetic differences",
    "synthetic_control": "synthetic control",
    "difference_in_differences": "differences",
}
GAP = "  "
MOST_WEIGHTS = 12


def power_text(
    found: PowerFound, outcome: Verdict, *, is_observed: bool, is_asked: bool = True
) -> str:
    """Say what two spells could tell, and the interval that they give or would give.

    Args:
        found: the power.
        outcome: of the counts, or of counts that come out as asked about.
        is_observed: whether there are counts after.
        is_asked: whether the ratio was given; else the text names the one that was used.
    """
    kind = "observed" if is_observed else "if the counts came out as asked about"
    lines = _aligned(
        [
            ["events expected before", f"{found.expected:g}"],
            ["lengths before and after", f"{found.spells.before:g} and {found.spells.after:g}"],
            ["ratio asked about", _asked(found.asked) + ("" if is_asked else "; not given")],
            ["power", f"{found.power:.2f} (one-sided exact test at {_percent(found.alpha)})"],
            *_power_in_sight(found, outcome),
            ["smallest fall found", _falls(found)],
            ["ratio " + kind, _interval(outcome)],
        ]
    )
    answer = answer_line(outcome) if is_observed else _power_line(found)
    notes = [] if is_asked else [f"The ratio was not given, {found.asked:g} used; give --ratio."]
    return "\n".join([answer, *notes, "", *lines])


def _power_in_sight(found: PowerFound, outcome: Verdict) -> list[list[str]]:
    """Give the power that bears on what was found where that is not what was asked about."""
    if outcome.asked == found.asked or outcome.power is None:
        return []
    return [["power for what is found", f"{outcome.power:.2f} ({_asked(outcome.asked)})"]]


def _power_line(found: PowerFound) -> str:
    """Say in how many cases the change asked about would be found."""
    way = "fall" if found.asked < 1 else "rise"
    change = f"a {way} by {_percent(abs(1 - found.asked))}"
    if found.can_tell:
        return f"{change.capitalize()} would be found in {_cases(found.power)}."
    return (
        f"Cannot tell from counts: {change} would be found in {_cases(found.power)}, "
        "missed more often than found."
    )


def _cases(power: float) -> str:
    cases = int(100 * power)  # rounded down: 99.8 is not all
    return f"{cases} of 100 cases" if cases else "less than 1 of 100 cases"


def _falls(found: PowerFound) -> str:
    if found.fall_even is None:
        return "none, not even to nothing"
    well = "none" if found.fall_well is None else f"{_percent(found.fall_well)}"
    return f"{_percent(found.fall_even)} in half of all cases; {well} in four of five"


def answer_line(verdict: Verdict, *, are_counts: bool = True) -> str:
    """Say the answer and why, as one sentence."""
    answers = {
        said.FELL: "Fell",
        said.ROSE: "Rose",
        said.NO_CHANGE: f"No change beyond {_asked(verdict.asked)}",
        said.CANNOT_TELL: "Cannot tell from counts" if are_counts else "Cannot tell",
    }
    return f"{answers[verdict.answer]}: {REASONS[verdict.reason]}."


def _asked(asked: float) -> str:
    way = "fall" if asked < 1 else "rise"
    return f"{asked:g}, a {way} by {_percent(abs(1 - asked))}"


def _interval(found: Verdict | Ratio, level: float | None = None) -> str:
    level = found.level if isinstance(found, Verdict) else level
    return f"{_number(found.estimate)} ({_percent(level)} interval {_range(found.low, found.high)})"


def _range(low: float, high: float) -> str:
    return f"{_number(low)} to {_number(high)}"


def _percent(share: float | None, digits: int = 0) -> str:
    return "" if share is None else f"{100 * share:.{digits}f} %"


def _number(value: float) -> str:
    if not np.isfinite(value):
        return "unknown" if np.isnan(value) else "any number"
    return f"{value:.3g}" if abs(value) < 100 else f"{value:,.0f}"


def _aligned(rows: Iterable[Sequence[str]]) -> list[str]:
    """Put cells below each other; the first column to the left, the others too."""
    table = [list(row) for row in rows]
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    return [
        GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]


def series_text(found: Interrupted) -> str:
    """Say whether a series changed, beside its control and where else events may have gone."""
    head = ["series", "as", "method", "before", "after", "ratio", "interval", "power", "answer"]
    rows = [head, _series_row(found.own, "asked about")]
    if found.control:
        rows.append(_series_row(found.control, "control"))
        rows.append(["ratio of both ratios", "", "", "", "", *_figures(found.verdict)])
    rows += [_series_row(other, "elsewhere") for other in found.displaced]
    if found.total:
        rows.append(_series_row(found.total, "all together"))
    return "\n".join([answer_line(found.verdict), "", *_aligned(rows), "", *_series_notes(found)])


def _series_row(model: Modelled, role: str) -> list[str]:
    before, after = model.events
    return [
        model.series, role, METHODS[model.method], f"{before}", f"{after}",
        *_figures(model.verdict),
    ]  # fmt: skip


def _figures(verdict: Verdict) -> list[str]:
    power = "unknown" if verdict.power is None else f"{verdict.power:.2f}"
    return [
        _number(verdict.estimate), _range(verdict.low, verdict.high), power, verdict.answer,
    ]  # fmt: skip


def _series_notes(found: Interrupted) -> Iterable[str]:
    own = found.own
    level = own.verdict.level
    yield f"Asked about: {_asked(own.verdict.asked)}; intervals cover {_percent(level)}."
    if own.slope is not None:
        yield f"Step at the begin: {_interval(own.step, level)}."
        yield f"Change of the trend, ratio in a year: {_interval(own.slope, level)}."
        yield "The ratio in the table is the mean over the whole time after the begin."
    if own.left_out:
        yield f"Periods left out: {own.left_out}, without count or cut by the begin or a break."
    if own.widening > 1:
        yield (
            f"Neighbouring periods are alike (correlation {own.autocorrelation:.2f}); the interval "
            f"is wider by a factor of {np.sqrt(own.widening):.2f} for it."
        )
    for model in _models(found):
        if model.apart:
            yield (
                f"{model.series}: {model.apart} periods are not compared, for a break lies between "
                "them and the begin."
            )
        if model.unheeded:
            yield (
                f"{model.series}: so few events carry no {', no '.join(model.unheeded)}; whatever "
                "rose or fell anyway is in the ratio."
            )
    if not found.control:
        yield "No control was given: whatever else changed at that time is in the ratio."
    if not found.displaced:
        yield "Displacement was not tested: no other series was given."


def _models(found: Interrupted) -> Iterable[Modelled]:
    every = (found.own, found.control, *found.displaced, found.total)
    return [model for model in every if model is not None]


def control_text(found: SyntheticControl) -> str:
    """Say what a synthetic control answers, with the range over nearly optimal weights first."""
    near, placebos = found.near, found.placebos
    figures = [
        ["mean gap", f"{_number(found.mean_gap)} ({_percent(found.share, 1)} of the synthetic outcome)"],
        ["over nearly optimal weights", f"{_range(near.mean_low, near.mean_high)} (squared error "
                                        f"up to {near.factor:g} times the least)"],
        ["placebo interval", _placebo_interval(found)],
        ["rank among placebos", f"{placebos.rank} of {len(placebos.units) + 1}, which has "
                                f"probability {placebos.probability:.2f}"],
        ["ratio to what would have been", _interval(found.verdict)],
        ["power", "unknown" if placebos.power is None else f"{placebos.power:.2f} for "
                  f"{_asked(found.verdict.asked)}"],
        ["error before", f"{_number(found.fit.mspe)} (mean squared)"],
    ]  # fmt: skip
    return "\n".join(
        [
            answer_line(found.verdict, are_counts=False), *_caveats(found), "",
            *_aligned(figures), "",
            *_aligned([["donor", "weight", "without it: error before", "mean gap"],
                       *_weights(found)]), "",
            *_optima(found), *_years(found),
        ]
    )  # fmt: skip


def _placebo_interval(found: SyntheticControl) -> str:
    low, high = found.placebos.low, found.placebos.high
    if low is None or high is None:
        return f"none: too few units for one that covers {_percent(found.verdict.level)}"
    return f"{_range(low, high)} ({_percent(found.verdict.level)})"


def _weights(found: SyntheticControl) -> Iterable[list[str]]:
    left = {other.donor: other for other in found.left_out}
    named = sorted(zip(found.fit.donors, found.fit.weights, strict=True), key=lambda d: -d[1])
    for donor, weight in named[:MOST_WEIGHTS]:
        if donor in left:
            other = left[donor]
            yield [donor, f"{weight:.3f}", _number(other.mspe), _number(other.mean_gap)]


def _optima(found: SyntheticControl) -> Iterable[str]:
    if len(found.fit.optima) > 1:
        yield "Where the searches ended (squared error, share of starts, weights):"
        for optimum in found.fit.optima:
            named = zip(found.fit.donors, optimum.weights, strict=True)
            weights = ", ".join(f"{donor} {w:.3f}" for donor, w in named if w > 5e-4)
            yield f"{GAP}{_number(optimum.mspe)}{GAP}{_percent(optimum.share, 1)}{GAP}{weights}"
        yield ""


def _years(found: SyntheticControl) -> Iterable[str]:
    head = ["year", "observed", "synthetic", "gap", "over nearly optimal weights"]
    rows = [
        [
            f"{found.times[i]}", _number(found.observed[i]), _number(found.fit.synthetic[i]),
            _number(found.fit.gap[i]), _range(found.near.low[i], found.near.high[i]),
        ]
        for i in range(len(found.times))
        if found.times[i] >= found.begins
    ]  # fmt: skip
    yield from _aligned([head, *rows])
    yield ""
    yield "Each end of a range has weights of its own; no single set of weights gives a whole edge."


def _caveats(found: SyntheticControl | SyntheticDid) -> Iterable[str]:
    for code, unit in found.caveats:
        if code == LOOKS_LIKE_TOTAL:
            yield f"{unit} looks like a total or average of the others; if it is, leave it out."
        else:
            yield f"The donors are not like {unit} before; its synthetic outcome is of little use."


def did_text(found: SyntheticDid) -> str:
    """Say what differences answer, by three estimators."""
    head = ["method", "effect", "error by placebos", "error by jackknife"]
    rows = [
        [METHODS[e.method], _number(e.effect), _optional(e.error), _optional(e.jackknife)]
        for e in found.estimates
    ]
    named = sorted(zip(found.donors, found.weights, strict=True), key=lambda d: -d[1])
    years = zip(found.times.tolist(), found.time_weights.tolist(), strict=False)
    return "\n".join(
        [
            answer_line(found.verdict, are_counts=False), *_caveats(found), "",
            *_aligned([head, *rows]), "",
            *_aligned([
                ["ratio to what would have been", _interval(found.verdict)],
                ["power", _optional(found.verdict.power) + f" for {_asked(found.verdict.asked)}"],
                ["donors", ", ".join(f"{d} {w:.3f}" for d, w in named[:MOST_WEIGHTS] if w > 5e-4)],
                ["years before", ", ".join(f"{y} {w:.3f}" for y, w in years if w > 5e-4)],
            ]),
        ]
    )  # fmt: skip


def _optional(value: float | None) -> str:
    return "none" if value is None else _number(value)


def events_text(found: PerHead) -> str:
    """Say how places compare by their counted events per million inhabitants."""
    head = [
        "place", "events", "rate", "interval", "drawn to the mean", "interval", "rank",
        "P(highest)", "funnel",
    ]  # fmt: skip
    first = found.highest or "a place that is not shown"
    hidden = sum(place.is_suppressed for place in found.places)
    notes = [
        f"Rates are per million; the mean is {_number(found.mean)}. Intervals cover "
        f"{_percent(found.level)}.",
        "Funnel: whether the count lies within the limits that one in a thousand passes by chance "
        "on each side.",
    ]
    if hidden:
        notes.append(f"Not shown: {hidden} places, of fewer than five events or beside such.")
    return "\n".join(
        [
            f"Highest rate: {found.word} for {first} (probability {found.probability:.2f}).",
            "",
            *_aligned([head, *(_place_row(place) for place in found.places)]),
            "",
            *notes,
        ]
    )


def _place_row(place: PlaceRate) -> list[str]:
    values: list[Any] = [place.rate, place.low, place.high, place.drawn, place.drawn_low]
    values += [place.drawn_high, place.probability_first]
    if place.is_suppressed or any(value is None for value in values):
        return [place.name, "not shown", *[""] * 7]
    rate, low, high, drawn, drawn_low, drawn_high, first = values
    return [
        place.name, f"{place.count}", _number(rate), _range(low, high), _number(drawn),
        _range(drawn_low, drawn_high), f"{place.rank_low} to {place.rank_high}", f"{first:.2f}",
        str(place.funnel),
    ]  # fmt: skip
