"""Evaluations as plain text: the answer first, then its figures and what was assumed."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from peil.report.evaluation_words import (
    REASONS,
    answer_of,
    asked_note,
    caveats_of,
    change_of,
    power_of,
    rounded,
    series_notes,
)
from peil.report.words import Words
from peil.review.evaluation.interrupted import Interrupted, Modelled, RatioInterval
from peil.review.evaluation.per_head import PerHead, PlaceRate
from peil.review.evaluation.power import PowerFound
from peil.review.evaluation.synthetic_control import SyntheticControl
from peil.review.evaluation.synthetic_did import SyntheticDid
from peil.review.evaluation.verdict import Verdict

GAP = "  "
MOST_WEIGHTS = 12
LEAST_WEIGHT = 5e-4
"""Of a donor or year that is named; a smaller one would be written as nothing."""


def power_text(
    found: PowerFound, outcome: Verdict, words: Words, *, is_observed: bool, is_asked: bool = True
) -> str:
    """Say what two spells could tell, and the interval that they give or would give.

    Args:
        found: the power.
        outcome: of the counts, or of counts that come out as asked about.
        words: the language.
        is_observed: whether there are counts after.
        is_asked: whether the ratio was given; else the text names the one that was used.
    """
    before, after = (rounded(length, words) for length in (found.spells.before, found.spells.after))
    power = words(
        "evaluate.power_test",
        power=words.percent(found.power),
        share=words.percent(found.alpha),
    )
    rows = {
        "expected": rounded(found.expected, words),
        "lengths": words("evaluate.both", first=before, second=after),
        "ratio_asked": _asked(found.asked, words),
        "power": power,
        "power_found": _power_in_sight(found, outcome, words),
        "smallest_fall": _falls(found, words),
        "ratio_observed" if is_observed else "ratio_as_asked": _interval(outcome, words),
    }
    answer = answer_line(outcome, words) if is_observed else _power_line(found, words)
    ratio = words.number(found.asked, 3)
    notes = [] if is_asked else [words("evaluate.not_given", ratio=ratio)]
    asked = asked_note(found.asked, outcome.level, words)
    return "\n".join([answer, *notes, "", *_named(rows, words), "", asked])


def _power_in_sight(found: PowerFound, outcome: Verdict, words: Words) -> str:
    """Give the power that bears on what was found where that is not what was asked about."""
    if outcome.asked == found.asked or outcome.power is None:
        return ""
    return _power_for(outcome, words)


def _power_line(found: PowerFound, words: Words) -> str:
    """Say in how many cases the change asked about would be found."""
    cases = int(100 * found.power)  # rounded down: 99.8 is not all
    said = words("evaluate.cases", number=cases) if cases else words("evaluate.under_one_case")
    change = change_of(found.asked, words)
    if found.can_tell:
        return words.sentence(words("evaluate.would_be_found", change=change, cases=said))
    return words("evaluate.would_be_missed", change=change, cases=said)


def _falls(found: PowerFound, words: Words) -> str:
    even, well = found.fall_even, found.fall_well
    if even is None:
        return words("evaluate.falls_none")
    in_most = words("evaluate.none") if well is None else words.percent(well)
    return words("evaluate.falls", even=words.percent(even), well=in_most)


def answer_line(verdict: Verdict, words: Words) -> str:
    """Say the answer and why."""
    answer = words.sentence(answer_of(verdict, words))
    return f"{words.ended(answer)} {words(REASONS[verdict.reason])}"


def _asked(asked: float, words: Words) -> str:
    ratio = words.number(asked, 3)
    return words("evaluate.named", name=ratio, role=change_of(asked, words))


def _power_for(verdict: Verdict, words: Words) -> str:
    power = power_of(verdict.power, words)
    return words("evaluate.named", name=power, role=change_of(verdict.asked, words))


def _interval(found: Verdict | RatioInterval, words: Words) -> str:
    interval = _range(found.low, found.high, words)
    return words("evaluate.named", name=_number(found.estimate, words), role=interval)


def _range(low: float, high: float, words: Words) -> str:
    return words("evaluate.range", low=_number(low, words), high=_number(high, words))


def _number(value: float | None, words: Words) -> str:
    """Write a number with three digits; where figures give no end, any number is possible."""
    if value is None:
        return words("evaluate.none")
    return words("evaluate.any_number") if np.isinf(value) else rounded(value, words)


def _named(rows: dict[str, str], words: Words) -> list[str]:
    """Put figures below each other behind their names, those that say nothing left out."""
    return _aligned([[words(f"evaluate.{key}"), said] for key, said in rows.items() if said])


def _headed(head: Iterable[str], rows: Iterable[Sequence[str]], words: Words) -> list[str]:
    return _aligned([[words(f"evaluate.{key}") for key in head], *rows])


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Put the cells of a column below each other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def series_text(found: Interrupted, words: Words) -> str:
    """Say whether a series changed, beside its control and where else events may have gone."""
    head = (
        "series", "method", "events_before", "events_after", "ratio", "interval", "power", "answer",
    )  # fmt: skip
    rows = [_series_row(found.own, "asked_about", words)]
    if found.control:
        both = words("evaluate.both_ratios")
        rows.append(_series_row(found.control, "control", words))
        rows.append([both, "", "", "", *_figures(found.verdict, words)])
    rows += [_series_row(other, "elsewhere", words) for other in found.displaced]
    if found.total:
        rows.append(_series_row(found.total, "together", words))
    return "\n".join(
        [
            answer_line(found.verdict, words),
            "",
            *_headed(head, rows, words),
            "",
            asked_note(found.own.verdict.asked, found.own.verdict.level, words),
            *_slope(found.own, words),
            *series_notes(found, words),
        ]
    )


def _series_row(model: Modelled, role: str, words: Words) -> list[str]:
    name = words("evaluate.named", name=model.series, role=words(f"evaluate.{role}"))
    events = (words.number(float(number)) for number in model.events)
    method = words.code("evaluate_method", model.method)
    return [name, method, *events, *_figures(model.verdict, words)]


def _figures(verdict: Verdict, words: Words) -> list[str]:
    interval = _range(verdict.low, verdict.high, words)
    power, answer = power_of(verdict.power, words), answer_of(verdict, words)
    return [_number(verdict.estimate, words), interval, power, answer]


def _slope(own: Modelled, words: Words) -> Iterator[str]:
    if own.slope is not None:
        yield words("evaluate.step", ratio=_interval(own.step, words))
        yield words("evaluate.slope_ratio", ratio=_interval(own.slope, words))
        yield words("evaluate.slope_mean")


def control_text(found: SyntheticControl, words: Words) -> str:
    """Say what a synthetic control answers, with the range over nearly optimal weights first."""
    placebos = found.placebos
    share = words.percentage(words.fixed(100 * found.share, 1))
    rank = words("evaluate.of", rank=placebos.rank, number=len(placebos.units) + 1)
    rows = {
        "mean_gap": words("evaluate.gap_share", gap=_number(found.mean_gap, words), share=share),
        "near": _range(found.near.mean_low, found.near.mean_high, words),
        "placebo_interval": _placebo_interval(found, words),
        "rank": words(
            "evaluate.rank_chance", rank=rank, chance=words.percent(placebos.probability)
        ),
        "ratio_to": _interval(found.verdict, words),
        "power": _power_for(found.verdict, words),
        "error_before": _number(found.fit.mspe, words),
    }
    donors = ("donor", "weight", "error_without", "gap_without")
    return "\n".join(
        [
            answer_line(found.verdict, words),
            *caveats_of(found, words),
            "",
            *_named(rows, words),
            "",
            *_headed(donors, _weights(found, words), words),
            "",
            *_optima(found, words),
            *_headed(("year", "observed", "synthetic", "gap", "near"), _years(found, words), words),
            "",
            asked_note(found.verdict.asked, found.verdict.level, words),
            words("evaluate.band_note", factor=words.number(found.near.factor, 2)),
        ]
    )


def _placebo_interval(found: SyntheticControl, words: Words) -> str:
    low, high = found.placebos.low, found.placebos.high
    if low is None or high is None:
        return words("evaluate.too_few_units", level=words.percent(found.verdict.level))
    return _range(low, high, words)


def _weights(found: SyntheticControl, words: Words) -> Iterator[list[str]]:
    left = {other.donor: other for other in found.left_out}
    named = sorted(zip(found.fit.donors, found.fit.weights, strict=True), key=lambda d: -d[1])
    for donor, weight in named[:MOST_WEIGHTS]:
        if donor in left:
            figures = (left[donor].mspe, left[donor].mean_gap)
            yield [donor, words.fixed(weight, 3), *(_number(each, words) for each in figures)]


def _optima(found: SyntheticControl, words: Words) -> Iterator[str]:
    if len(found.fit.optima) > 1:
        yield words("evaluate.searches")
        for optimum in found.fit.optima:
            weights = _weighed(zip(found.fit.donors, optimum.weights, strict=True), words)
            figures = (_number(optimum.mspe, words), words.percent(optimum.share), weights)
            yield GAP + GAP.join(figures)
        yield ""


def _weighed(weights: Iterable[tuple[object, float]], words: Words) -> str:
    named = [f"{name} {words.fixed(w, 3)}" for name, w in weights if w > LEAST_WEIGHT]
    return words.listed(named)


def _years(found: SyntheticControl, words: Words) -> Iterator[list[str]]:
    values = (found.observed, found.fit.synthetic, found.fit.gap)
    for i, year in enumerate(found.times):
        if year >= found.begins:
            band = _range(found.near.low[i], found.near.high[i], words)
            yield [str(year), *(_number(each[i], words) for each in values), band]


def did_text(found: SyntheticDid, words: Words) -> str:
    """Say what differences answer, by three estimators."""
    head = ("method", "effect", "placebo_error", "jackknife_error")
    rows = [
        [
            words.code("evaluate_method", each.method),
            *(_number(value, words) for value in (each.effect, each.error, each.jackknife)),
        ]
        for each in found.estimates
    ]
    donors = sorted(zip(found.donors, found.weights, strict=True), key=lambda d: -d[1])
    years = zip(found.times.tolist(), found.time_weights.tolist(), strict=False)
    figures = {
        "ratio_to": _interval(found.verdict, words),
        "power": _power_for(found.verdict, words),
        "weights_donors": _weighed(donors[:MOST_WEIGHTS], words),
        "weights_years": _weighed(years, words),
    }
    return "\n".join(
        [
            answer_line(found.verdict, words),
            *caveats_of(found, words),
            "",
            *_headed(head, rows, words),
            "",
            *_named(figures, words),
            "",
            asked_note(found.verdict.asked, found.verdict.level, words),
        ]
    )


def events_text(found: PerHead, words: Words) -> str:
    """Say how places compare by their counted events per million inhabitants."""
    head = (
        "place", "events", "rate", "interval", "drawn", "interval", "place_rank", "chance_highest",
        "funnel",
    )  # fmt: skip
    hidden = sum(place.is_suppressed for place in found.places)
    answer = words(
        "evaluate.highest_rate",
        place=found.highest or words("evaluate.place_not_shown"),
        answer=words.code("evaluate_highest", found.word),
        chance=words.percent(found.probability),
    )
    level, mean = words.percent(found.level), _number(found.mean, words)
    notes = [words("evaluate.per_million", mean=mean, level=level), words("evaluate.funnel_note")]
    if hidden:
        notes.append(words("evaluate.hidden", n=hidden))
    rows = [_place_row(place, words) for place in found.places]
    return "\n".join([answer, "", *_headed(head, rows, words), "", *notes])


def _place_row(place: PlaceRate, words: Words) -> list[str]:
    values = (
        place.count, place.rate, place.low, place.high, place.drawn, place.drawn_low, place.drawn_high,
        place.probability_first,
    )  # fmt: skip
    known = [value for value in values if value is not None]
    if place.is_suppressed or len(known) < len(values):
        return [place.name, words("evaluate.not_shown"), *[""] * 7]
    count, rate, low, high, drawn, drawn_low, drawn_high, first = known
    return [
        place.name,
        words.number(count),
        _number(rate, words),
        _range(low, high, words),
        _number(drawn, words),
        _range(drawn_low, drawn_high, words),
        words("evaluate.range", low=place.rank_low, high=place.rank_high),
        words.percent(first),
        words.code("evaluate_funnel", place.funnel),
    ]
