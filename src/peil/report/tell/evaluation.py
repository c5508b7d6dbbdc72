"""Tell whether a policy worked: the answer first, then its figures and what was assumed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor, log10
from typing import Any

import numpy as np

from peil.report.chart.figure import Axis, Band, Dot, Drawing, Guide, Line, Look, Mark, Panel
from peil.report.model import (
    Block,
    Cell,
    Figure,
    Points,
    Rank,
    Report,
    Table,
    Text,
)
from peil.report.tell.parts import Value, bullets, row, table
from peil.report.words import Words
from peil.review.evaluation import verdict as said
from peil.review.evaluation.interrupted import (
    SEASON,
    SLOPE,
    TREND,
    Interrupted,
    Modelled,
    RatioInterval,
)
from peil.review.evaluation.panel import LOOKS_LIKE_TOTAL
from peil.review.evaluation.per_head import PerHead, PlaceRate
from peil.review.evaluation.power import PowerFound
from peil.review.evaluation.synthetic_control import SyntheticControl
from peil.review.evaluation.synthetic_did import SyntheticDid
from peil.review.evaluation.verdict import Verdict

MOST_WEIGHTS = 12
LEAST_WEIGHT = 5e-4
"""Of a donor or year that is named; a smaller one would be written as nothing."""
TERMS = {TREND: "evaluate.trend", SLOPE: "evaluate.slope", SEASON: "evaluate.season"}
"""Names of what an exact comparison does not heed."""
ANSWERS = {
    said.FELL: "evaluate.fell",
    said.ROSE: "evaluate.rose",
    said.NO_CHANGE: "evaluate.no_change",
    said.CANNOT_TELL: "evaluate.cannot_tell",
}
REASONS = {
    said.EXCLUDES_NONE: "evaluate.excludes_none",
    said.WITHIN: "evaluate.within",
    said.LOW_POWER: "evaluate.low_power",
    said.TOO_WIDE: "evaluate.too_wide",
    said.NO_INTERVAL: "evaluate.no_interval",
    said.NO_POWER: "evaluate.no_power",
    said.CONTROL_MISSING: "evaluate.control_missing",
}
OBSERVED, EXPECTED = Look(colour="blue", weight=2.0), Look(colour="vermilion", dashed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerStudied:
    """What two spells could tell, and the interval that they give or would give.

    Args:
        outcome: of the counts, or of counts that come out as asked about.
        is_observed: whether there are counts after.
        is_asked: whether the ratio was given.
    """

    power: PowerFound
    outcome: Verdict
    is_observed: bool
    is_asked: bool


Found = PowerStudied | Interrupted | SyntheticControl | SyntheticDid | PerHead


def document(found: Found) -> Mapping[str, Any]:
    """Write down an evaluation as data: every field of the result."""
    if isinstance(found, PowerStudied):
        key = "observed" if found.is_observed else "if_as_asked"
        return {"power": found.power, key: found.outcome}
    return {name: getattr(found, name) for name in found.__slots__}


def tell(found: Found, words: Words) -> Report:
    """Say an evaluation in one language: its answer, why, its figures, and what was assumed."""
    if isinstance(found, PowerStudied):
        return _report("power", _power_answer(found, words), _power(found, words), words)
    if isinstance(found, Interrupted):
        answer = _sized(found.own.series, found.verdict, words)
        return _report("series", answer, _series(found, words), words)
    if isinstance(found, SyntheticControl):
        answer = _sized(found.unit, found.verdict, words)
        return _report("control", answer, _control(found, words), words)
    if isinstance(found, SyntheticDid):
        return _report("did", _answer_line(found.verdict, words), _did(found, words), words)
    return _report("events", _highest(found, words), _events(found, words), words)


def _report(key: str, headline: str, blocks: Iterable[Block], words: Words) -> Report:
    question = words("evaluate.question")
    return Report(
        kind=f"evaluation-{key}",
        language=words.language,
        title=question,
        kicker=question,
        headline=headline,
        not_checked=words("meta.not_checked"),
        blocks=tuple(blocks),
    )


# Blocks


def _lines(key: str, *lines: str) -> Iterator[Text]:
    if lines:
        yield Text(key=key, lines=lines, rank=Rank.ANSWER)


def _assumed(words: Words, *notes: str) -> list[Points]:
    """List what was asked and assumed."""
    return bullets("assumed", words("evaluate.assumed"), notes)


def _named(rows: Mapping[str, str], words: Words, note: str = "") -> Table:
    """Put figures below each other behind their names, those that say nothing left out."""
    told = [(words(f"evaluate.{key}"), text) for key, text in rows.items() if text]
    return _table("figures", ("figure", "value"), told, words, note=note)


def _table(
    key: str, heads: Sequence[str], rows: Iterable[Sequence[Value]], words: Words, **more: Any
) -> Table:
    title = words("evaluate.donors" if key == "donors" else "evaluate.figures")
    named = [words(f"evaluate.{head}") for head in heads]
    made = [row(*each, words=words) for each in rows]
    return table(key, title, named, made, **{"rank": Rank.FIRST_PAGE, **more})


def _sized_cell(value: float | None, words: Words) -> Cell:
    """Make a cell of a number with three digits that tell something."""
    is_known = value is not None and np.isfinite(value)
    return Cell(text=_number(value, words), value=value if is_known else None)


# Words


def _answer(verdict: Verdict, words: Words) -> str:
    """Say the answer, with what was asked about where it is about that."""
    return words(ANSWERS[verdict.answer], asked=_change(verdict.asked, words))


def _answer_line(verdict: Verdict, words: Words) -> str:
    """Say the answer and why."""
    answer = words.sentence(_answer(verdict, words))
    return f"{words.ended(answer)} {words(REASONS[verdict.reason])}"


def _sized(name: str, verdict: Verdict, words: Words) -> str:
    """Say the answer with its size, where it has one."""
    named = words.labelled(name, _answer(verdict, words))
    sizes = (verdict.estimate, verdict.low, verdict.high)
    if verdict.answer == said.CANNOT_TELL or not np.isfinite(sizes).all():
        return named
    ratio, interval = _number(sizes[0], words), _range(*sizes[1:], words)
    return words("evaluate.sized", answer=named, ratio=ratio, interval=interval)


def _change(asked: float, words: Words) -> str:
    """Say a ratio as a change: "a fall by 50%"."""
    key = "evaluate.a_fall" if asked < 1 else "evaluate.a_rise"
    return words(key, share=words.percent(abs(1 - asked)))


def _number(value: float | None, words: Words) -> str:
    """Write a number with three digits that tell something.

    An end of an interval that is not there could be any number.
    """
    if value is None or np.isnan(value):
        return words("evaluate.unknown")
    if np.isinf(value):
        return words("evaluate.any_number")
    digits = max(2 - floor(log10(abs(value))), 0) if value else 0
    return words.number(value, digits)


def _range(low: float | None, high: float | None, words: Words) -> str:
    return words("evaluate.range", low=_number(low, words), high=_number(high, words))


def _interval(found: Verdict | RatioInterval, words: Words) -> str:
    interval = _range(found.low, found.high, words)
    return words("evaluate.named", name=_number(found.estimate, words), role=interval)


def _share(power: float | None, words: Words) -> str:
    """Write a power; it may not be known."""
    return words("evaluate.unknown") if power is None else words.percent(power)


def _power_for(verdict: Verdict, words: Words) -> str:
    power = _share(verdict.power, words)
    return words("evaluate.named", name=power, role=_change(verdict.asked, words))


def _asked_note(verdict: Verdict, words: Words) -> str:
    """Say what was asked about before looking, and what intervals cover."""
    change, share = _change(verdict.asked, words), words.percent(verdict.level)
    return words("evaluate.asked_note", asked=change, level=share)


# Power


def _power_answer(found: PowerStudied, words: Words) -> str:
    if found.is_observed:
        return _answer_line(found.outcome, words)
    power = found.power
    cases = int(100 * power.power)  # rounded down: 99.8 is not all
    told = words("evaluate.cases", number=cases) if cases else words("evaluate.under_one_case")
    change = _change(power.asked, words)
    if power.can_tell:
        return words.sentence(words("evaluate.would_be_found", change=change, cases=told))
    return words("evaluate.would_be_missed", change=change, cases=told)


def _power(found: PowerStudied, words: Words) -> Iterator[Block]:
    power, outcome = found.power, found.outcome
    before, after = (_number(length, words) for length in (power.spells.before, power.spells.after))
    ratio = words.number(power.asked, 3)
    test = {"power": words.percent(power.power), "share": words.percent(power.alpha)}
    if not found.is_asked:
        yield from _lines("not-given", words("evaluate.not_given", ratio=ratio))
    rows = {
        "expected": _number(power.expected, words),
        "lengths": words("evaluate.both", first=before, second=after),
        "ratio_asked": words("evaluate.named", name=ratio, role=_change(power.asked, words)),
        "power": words("evaluate.power_test", **test),
        "power_found": _power_in_sight(power, outcome, words),
        "smallest_fall": _falls(power, words),
        "ratio_observed" if found.is_observed else "ratio_as_asked": _interval(outcome, words),
    }
    yield _named(rows, words)
    change, level = _change(power.asked, words), words.percent(outcome.level)
    yield from _assumed(words, words("evaluate.asked_note", asked=change, level=level))


def _power_in_sight(found: PowerFound, outcome: Verdict, words: Words) -> str:
    """Give the power that bears on what was found where that is not what was asked about."""
    if outcome.asked == found.asked or outcome.power is None:
        return ""
    return _power_for(outcome, words)


def _falls(found: PowerFound, words: Words) -> str:
    even, well = found.fall_even, found.fall_well
    if even is None:
        return words("evaluate.falls_none")
    in_most = words("evaluate.none") if well is None else words.percent(well)
    return words("evaluate.falls", even=words.percent(even), well=in_most)


# A series before and after


def _series(found: Interrupted, words: Words) -> Iterator[Block]:
    rows = [_modelled(found.own, "asked_about", words)]
    if found.control:
        rows.append(_modelled(found.control, "control", words))
        rows.append([words("evaluate.both_ratios"), "", "", "", *_figures(found.verdict, words)])
    rows += [_modelled(other, "elsewhere", words) for other in found.displaced]
    if found.total:
        rows.append(_modelled(found.total, "together", words))
    heads = (
        "series", "method", "events_before", "events_after", "ratio", "interval", "power", "answer",
    )  # fmt: skip
    yield from _lines("reason", words(REASONS[found.verdict.reason]))
    yield _counts(found.own, found.begins, words)
    yield _table("evaluated", heads, rows, words, note=words("evaluate.series_note"))
    yield from _assumed(
        words,
        words("evaluate.begins", day=words.day(found.begins)),
        _asked_note(found.own.verdict, words),
        *_slope(found.own, words),
        *_series_notes(found, words),
    )


def _modelled(model: Modelled, role: str, words: Words) -> list[Value]:
    name = words("evaluate.named", name=model.series, role=words(f"evaluate.{role}"))
    method = words.code("evaluate_method", model.method)
    return [name, method, *map(float, model.events), *_figures(model.verdict, words)]


def _figures(verdict: Verdict, words: Words) -> list[Value]:
    interval = _range(verdict.low, verdict.high, words)
    power, answer = _share(verdict.power, words), _answer(verdict, words)
    return [_sized_cell(verdict.estimate, words), interval, power, answer]


def _slope(own: Modelled, words: Words) -> Iterator[str]:
    if own.slope is not None:
        yield words("evaluate.step", ratio=_interval(own.step, words))
        yield words("evaluate.slope_ratio", ratio=_interval(own.slope, words))
        yield words("evaluate.slope_mean")


def _series_notes(found: Interrupted, words: Words) -> Iterator[str]:
    """Say what was assumed of a series, and what was not tested."""
    own = found.own
    if own.widening > 1:
        correlation = words.number(own.autocorrelation, 2)
        factor = words.number(float(np.sqrt(own.widening)), 2)
        yield words("evaluate.widened", correlation=correlation, factor=factor)
    if own.left_out:
        yield words("evaluate.left_out", number=own.left_out)
    for model in (own, found.control, *found.displaced, found.total):
        if model is not None:
            yield from _exact_notes(model, words)
    if not found.control:
        yield words("evaluate.no_control")
    if not found.displaced:
        yield words("evaluate.no_displacement")


def _exact_notes(model: Modelled, words: Words) -> Iterator[str]:
    """Say what an exact comparison leaves out."""
    if model.apart:
        yield words("evaluate.apart", name=model.series, number=model.apart)
    if model.unheeded:
        terms = ", ".join(words(TERMS[term]) for term in model.unheeded)
        yield words("evaluate.unheeded", name=model.series, terms=terms)


def _counts(model: Modelled, begins: date, words: Words) -> Figure:
    """Draw counts, the model, and the model had nothing changed."""
    days = [day.item() for day in model.start]
    title = words("evaluate.series_chart", name=model.series)
    after = [(day, value) for day, value in zip(days, model.expected, strict=True) if day >= begins]
    marks: list[Mark] = [
        _line(zip(days, model.fitted, strict=True), OBSERVED, words("evaluate.legend_model")),
        _line(after, EXPECTED, words("evaluate.legend_without")),
        *(Dot(x=day, y=float(n), key=words("evaluate.legend_counts"))
          for day, n in zip(days, model.count, strict=True)),
        Guide(at=begins, look=Look(dashed=True)),
    ]  # fmt: skip
    heads = ("period_from", "legend_counts", "legend_model", "legend_without")
    values = zip(model.start, model.count, model.fitted, model.expected, strict=True)
    return _figure(
        Panel(x=Axis(scale="day"), y=Axis(low=0.0), marks=tuple(marks), height=220.0),
        title,
        words(
            "evaluate.series_desc",
            number=len(days),
            name=model.series,
            before=words.number(float(model.events[0])),
            after=words.number(float(model.events[1])),
        ),
        (heads, [(day.item(), *(_sized_cell(v, words) for v in row)) for day, *row in values]),
        words,
    )


def _line(points: Iterable[tuple[Any, Any]], look: Look, key: str) -> Line:
    return Line(points=tuple((x, float(y)) for x, y in points), look=look, key=key)


def _figure(
    panel: Panel,
    title: str,
    alt: str,
    data: tuple[Sequence[str], Sequence[Sequence[Value]]],
    words: Words,
) -> Figure:
    return Figure(
        key="chart",
        title=title,
        rank=Rank.FIRST_PAGE,
        drawing=Drawing(panels=(panel,), has_narrow=True),
        alt=alt,
        source=words("evaluate.source"),
        data=_table("chart-data", *data, words),
    )


# A synthetic control


def _control(found: SyntheticControl, words: Words) -> Iterator[Block]:
    near, placebos = found.near, found.placebos
    share = words.percentage(words.fixed(100 * found.share, 1))
    rank = words("evaluate.of", rank=placebos.rank, number=len(placebos.units) + 1)
    rows = {
        "mean_gap": words("evaluate.gap_share", gap=_number(found.mean_gap, words), share=share),
        "near": _range(near.mean_low, near.mean_high, words),
        "placebo_interval": _placebo_interval(found, words),
        "rank": words(
            "evaluate.rank_chance", rank=rank, chance=words.percent(placebos.probability)
        ),
        "ratio_to": _interval(found.verdict, words),
        "power": _power_for(found.verdict, words),
        "error_before": _number(found.fit.mspe, words),
    }
    yield from _lines("reason", words(REASONS[found.verdict.reason]), *_caveats(found, words))
    yield _gap(found, words)
    yield _named(rows, words, note=words("evaluate.control_note"))
    heads = ("donor", "weight", "error_without", "gap_without")
    yield _table("donors", heads, _donors(found, words), words)
    if len(found.fit.optima) > 1:
        yield from bullets("optima", words("evaluate.searches"), _optima(found, words))
    factor = words.number(near.factor, 2)
    yield from _assumed(
        words,
        words("evaluate.begins", day=found.begins),
        _asked_note(found.verdict, words),
        words("evaluate.band_note", factor=factor),
    )


def _caveats(found: SyntheticControl | SyntheticDid, words: Words) -> Iterator[str]:
    """Say what must be known before any figure of a synthetic outcome."""
    for code, unit in found.caveats:
        key = "evaluate.total_note" if code == LOOKS_LIKE_TOTAL else "evaluate.poor_note"
        yield words(key, name=unit)


def _placebo_interval(found: SyntheticControl, words: Words) -> str:
    low, high = found.placebos.low, found.placebos.high
    if low is None or high is None:
        return words("evaluate.too_few_units", level=words.percent(found.verdict.level))
    return _range(low, high, words)


def _donors(found: SyntheticControl, words: Words) -> Iterator[list[Value]]:
    left = {other.donor: other for other in found.left_out}
    named = sorted(zip(found.fit.donors, found.fit.weights, strict=True), key=lambda d: -d[1])
    for donor, weight in named[:MOST_WEIGHTS]:
        if donor in left:
            figures = (left[donor].mspe, left[donor].mean_gap)
            told = (_sized_cell(each, words) for each in figures)
            yield [donor, Cell(text=words.fixed(weight, 3), value=float(weight)), *told]


def _optima(found: SyntheticControl, words: Words) -> Iterator[str]:
    for optimum in found.fit.optima:
        weights = _weighed(zip(found.fit.donors, optimum.weights, strict=True), words)
        yield words.listed([_number(optimum.mspe, words), words.percent(optimum.share), weights])


def _weighed(weights: Iterable[tuple[object, float]], words: Words) -> str:
    named = [f"{name} {words.fixed(w, 3)}" for name, w in weights if w > LEAST_WEIGHT]
    return words.listed(named)


def _gap(found: SyntheticControl, words: Words) -> Figure:
    """Draw the gap with its band over nearly optimal weights, and the placebos behind it.

    Placebos that would flatten the picture run along its edge.
    """
    near, years = found.near, [float(year) for year in found.times]
    reach = 1.15 * float(max(np.abs(near.low).max(), np.abs(near.high).max(), 1e-9))
    others = [np.clip(gap, -reach, reach) for gap in found.placebos.gap]
    pale = Look(colour="slate", weight=0.5)
    band = tuple(zip(years, near.low.tolist(), near.high.tolist(), strict=True))
    marks: list[Mark] = [
        *(_line(zip(years, gap, strict=True), pale, words("evaluate.legend_placebos"))
          for gap in others),
        Band(points=band, look=Look(colour="blue", faded=True), key=words("evaluate.legend_band")),
        Guide(at=float(found.begins), look=Look(dashed=True)),
        Guide(at=0.0, along="y"),
        _line(zip(years, found.fit.gap, strict=True), OBSERVED, words("evaluate.legend_gap")),
    ]  # fmt: skip
    columns = (found.observed, found.fit.synthetic, found.fit.gap, near.low, near.high)
    rows = zip(found.times.tolist(), *(column.tolist() for column in columns), strict=True)
    return _figure(
        Panel(
            x=Axis(ticks=_years(years)),
            y=Axis(low=-reach, high=reach),
            marks=tuple(marks),
            height=220.0,
        ),
        words("evaluate.gap_chart", name=found.unit),
        words(
            "evaluate.gap_desc",
            name=found.unit,
            gap=words.number(found.mean_gap, 2),
            low=words.number(near.mean_low, 2),
            high=words.number(near.mean_high, 2),
            number=len(found.placebos.units),
        ),
        (
            ("year", "observed", "synthetic", "legend_gap", "near"),
            [
                (str(y), *(_sized_cell(v, words) for v in each), _range(low, high, words))
                for y, *each, low, high in rows
            ],
        ),
        words,
    )


def _years(years: Sequence[float]) -> tuple[tuple[float, str], ...]:
    every = max(1, len(years) // 8)
    return tuple((year, f"{year:.0f}") for year in years if not year % every)


# Differences, and places per head


def _did(found: SyntheticDid, words: Words) -> Iterator[Block]:
    yield from _lines("caveats", *_caveats(found, words))
    rows: list[list[Value]] = [
        [
            words.code("evaluate_method", each.method),
            *(_sized_cell(value, words) for value in (each.effect, each.error, each.jackknife)),
        ]
        for each in found.estimates
    ]
    heads = ("method", "effect", "placebo_error", "jackknife_error")
    yield _table("estimates", heads, rows, words)
    donors = sorted(zip(found.donors, found.weights, strict=True), key=lambda d: -d[1])
    years = zip(found.times.tolist(), found.time_weights.tolist(), strict=False)
    figures = {
        "ratio_to": _interval(found.verdict, words),
        "power": _power_for(found.verdict, words),
        "weights_donors": _weighed(donors[:MOST_WEIGHTS], words),
        "weights_years": _weighed(years, words),
    }
    yield _named(figures, words)
    yield from _assumed(words, _asked_note(found.verdict, words))


def _highest(found: PerHead, words: Words) -> str:
    return words(
        "evaluate.highest_rate",
        place=found.highest or words("evaluate.place_not_shown"),
        answer=words.code("evaluate_highest", found.word),
        chance=words.percent(found.probability),
    )


def _events(found: PerHead, words: Words) -> Iterator[Block]:
    heads = (
        "place", "events", "rate", "interval", "drawn", "interval", "place_rank", "chance_highest",
        "funnel",
    )  # fmt: skip
    rows = [_place(place, words) for place in found.places]
    yield _table("places", heads, rows, words)
    hidden = sum(place.is_suppressed for place in found.places)
    level, mean = words.percent(found.level), _number(found.mean, words)
    yield from _assumed(
        words,
        words("evaluate.per_million", mean=mean, level=level),
        words("evaluate.funnel_note"),
        *([words("evaluate.hidden", n=hidden)] if hidden else []),
    )


def _place(place: PlaceRate, words: Words) -> list[Value]:
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
        count,
        _sized_cell(rate, words),
        _range(low, high, words),
        _sized_cell(drawn, words),
        _range(drawn_low, drawn_high, words),
        words("evaluate.range", low=place.rank_low, high=place.rank_high),
        words.percent(first),
        words.code("evaluate_funnel", place.funnel),
    ]
