"""An evaluation as one page that stands alone: the answer, its figures, a chart, what was assumed."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor, log10
from typing import Any

import numpy as np

from peil.report.account import Cell, Table
from peil.report.charts import Chart
from peil.report.evaluation_chart import gap_chart, series_chart
from peil.report.page import render
from peil.report.wording import Words
from peil.review.evaluation import verdict as said
from peil.review.evaluation.interrupted import SEASON, SLOPE, TREND, Interrupted, Modelled
from peil.review.evaluation.panel import LOOKS_LIKE_TOTAL
from peil.review.evaluation.synthetic_control import SyntheticControl
from peil.review.evaluation.verdict import Verdict

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the page says: headline, why, notes, tables and the chart.

    Args:
        headline: the answer with its size.
        reason: why.
        warnings: what a reader must know before any figure.
        notes: what was asked and assumed.
    """

    headline: str
    reason: str
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    tables: tuple[Table, ...]
    chart: Chart


def render_evaluation(result: Interrupted | SyntheticControl, words: Words) -> str:
    """Render an evaluation of a series or a synthetic control as a page."""
    if isinstance(result, Interrupted):
        told = _tell_series(result, words)
    else:
        told = _tell_control(result, words)
    return render("evaluation.html", words=words, told=told)


def _headline(name: str, verdict: Verdict, words: Words) -> str:
    answer = words(ANSWERS[verdict.answer], asked=_asked(verdict, words))
    named = words.labelled(name, answer)
    sizes = (verdict.estimate, verdict.low, verdict.high)
    if verdict.answer == said.CANNOT_TELL or not np.isfinite(sizes).all():
        return named
    ratio, interval = _number(sizes[0], words), _range(*sizes[1:], words)
    return words("evaluate.sized", answer=named, ratio=ratio, interval=interval)


def _asked(verdict: Verdict, words: Words) -> str:
    key = "evaluate.a_fall" if verdict.asked < 1 else "evaluate.a_rise"
    return words(key, share=words.percent(abs(1 - verdict.asked)))


def _number(value: float | None, words: Words, digits: int = 2) -> str:
    if value is None or not np.isfinite(value):
        return words("evaluate.unknown")
    return words.number(value, digits)


def _rounded(value: float, words: Words) -> str:
    """Write a number with three digits that tell something."""
    if not np.isfinite(value) or value == 0:
        return _number(value, words)
    return _number(value, words, max(2 - floor(log10(abs(value))), 0))


def _power(verdict: Verdict, words: Words) -> str:
    power = verdict.power
    return words("evaluate.unknown") if power is None else words.percent(power)


def _range(low: float | None, high: float | None, words: Words) -> str:
    return words("evaluate.range", low=_number(low, words), high=_number(high, words))


def _cells(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text=text) for text in texts)


def _tell_series(found: Interrupted, words: Words) -> Told:
    rows = [_row(found.own, words("evaluate.asked_about"), words)]
    if found.control:
        rows.append(_row(found.control, words("evaluate.control"), words))
        both = words("evaluate.both_ratios")
        rows.append(_cells(both, "", "", *_figures(found.verdict, words)))
    rows += [_row(other, words("evaluate.elsewhere"), words) for other in found.displaced]
    if found.total:
        rows.append(_row(found.total, words("evaluate.together"), words))
    head = ("series", "events_before", "events_after", "ratio", "interval", "power", "answer")
    table = Table(
        key="evaluated",
        title=words("evaluate.figures"),
        note=words("evaluate.series_note"),
        head=tuple(words(f"evaluate.{name}") for name in head),
        rows=tuple(rows),
        numeric=frozenset(range(1, 6)),
    )
    return Told(
        headline=_headline(found.own.series, found.verdict, words),
        reason=words(REASONS[found.verdict.reason]),
        warnings=(),
        notes=tuple(_series_notes(found, words)),
        tables=(table,),
        chart=series_chart(found.own, found.begins, words, _counts(found.own, words)),
    )


def _row(model: Modelled, role: str, words: Words) -> tuple[Cell, ...]:
    before, after = (words.number(float(events)) for events in model.events)
    name = words("evaluate.named", name=model.series, role=role)
    return _cells(name, before, after, *_figures(model.verdict, words))


def _figures(verdict: Verdict, words: Words) -> tuple[str, ...]:
    return (
        _number(verdict.estimate, words),
        _range(verdict.low, verdict.high, words),
        _power(verdict, words),
        words(ANSWERS[verdict.answer], asked=_asked(verdict, words)),
    )


def _series_notes(found: Interrupted, words: Words) -> Iterator[str]:
    own = found.own
    yield words("evaluate.begins", day=words.day(found.begins))
    yield _asked_note(own.verdict, words)
    if own.widening > 1:
        yield words("evaluate.widened", factor=words.number(float(np.sqrt(own.widening)), 2))
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


def _asked_note(verdict: Verdict, words: Words) -> str:
    share = words.percent(verdict.level)
    return words("evaluate.asked_note", asked=_asked(verdict, words), level=share)


def _counts(model: Modelled, words: Words) -> Table:
    rows = zip(model.start, model.count, model.fitted, model.expected, strict=True)
    return Table(
        key="series",
        title=words("evaluate.series_chart", name=model.series),
        head=tuple(
            words(f"evaluate.{name}")
            for name in ("period_from", "legend_counts", "legend_model", "legend_without")
        ),
        rows=tuple(
            _cells(words.short_day(day.item()), *(_number(v, words, 1) for v in values))
            for day, *values in rows
        ),
        numeric=frozenset({1, 2, 3}),
    )


def _tell_control(found: SyntheticControl, words: Words) -> Told:
    near, placebos = found.near, found.placebos
    number = len(placebos.units) + 1
    rows = [
        ("mean_gap", _number(found.mean_gap, words)),
        ("near", _range(near.mean_low, near.mean_high, words)),
        ("placebo_interval", _range(placebos.low, placebos.high, words)),
        ("rank", words("evaluate.of", rank=placebos.rank, number=number)),
        ("ratio_to", _number(found.verdict.estimate, words)),
        ("ratio_interval", _range(found.verdict.low, found.verdict.high, words)),
        ("power", _power(found.verdict, words)),
        ("error_before", _rounded(found.fit.mspe, words)),
    ]
    figures = Table(
        key="figures",
        title=words("evaluate.figures"),
        note=words("evaluate.control_note"),
        head=(words("evaluate.figure"), words("evaluate.value")),
        rows=tuple(_cells(words(f"evaluate.{name}"), text) for name, text in rows),
        numeric=frozenset({1}),
    )
    return Told(
        headline=_headline(found.unit, found.verdict, words),
        reason=words(REASONS[found.verdict.reason]),
        warnings=tuple(_warnings(found, words)),
        notes=tuple(_control_notes(found, words)),
        tables=(figures, _donors(found, words)),
        chart=gap_chart(found, words, _gaps(found, words)),
    )


def _control_notes(found: SyntheticControl, words: Words) -> Iterator[str]:
    yield words("evaluate.begins", day=found.begins)
    yield _asked_note(found.verdict, words)
    yield words("evaluate.band_note", factor=words.number(found.near.factor, 2))


def _warnings(found: SyntheticControl, words: Words) -> Iterator[str]:
    for code, unit in found.caveats:
        key = "evaluate.total_note" if code == LOOKS_LIKE_TOTAL else "evaluate.poor_note"
        yield words(key, name=unit)


def _donors(found: SyntheticControl, words: Words) -> Table:
    weight = dict(zip(found.fit.donors, found.fit.weights.tolist(), strict=True))
    ordered = sorted(found.left_out, key=lambda left: -weight[left.donor])
    return Table(
        key="donors",
        title=words("evaluate.donors"),
        head=tuple(
            words(f"evaluate.{name}") for name in ("donor", "weight", "error_without", "gap_without")
        ),
        rows=tuple(
            _cells(left.donor, _number(weight[left.donor], words, 3),
                   _rounded(left.mspe, words), _number(left.mean_gap, words))
            for left in ordered
        ),
        numeric=frozenset({1, 2, 3}),
    )  # fmt: skip


def _gaps(found: SyntheticControl, words: Words) -> Table:
    head = ("year", "observed", "synthetic", "legend_gap", "near")
    columns: tuple[Any, ...] = (found.times, found.observed, found.fit.synthetic, found.fit.gap)
    return Table(
        key="gap",
        title=words("evaluate.gap_chart", name=found.unit),
        head=tuple(words(f"evaluate.{name}") for name in head),
        rows=tuple(
            _cells(str(year), *(_number(v, words) for v in values), _range(low, high, words))
            for year, *values, low, high in zip(
                *columns, found.near.low, found.near.high, strict=True
            )
        ),
        numeric=frozenset(range(1, 5)),
    )
