"""An evaluation as one page that stands alone: the answer, its figures, a chart, what was assumed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from peil.report.account import Cell, Table
from peil.report.charts import Chart
from peil.report.evaluation_chart import gap_chart, series_chart
from peil.report.evaluation_words import (
    REASONS,
    answer_of,
    asked_note,
    caveats_of,
    number_of,
    power_of,
    rounded,
    series_notes,
)
from peil.report.page import render
from peil.report.words import Words
from peil.review.evaluation import verdict as said
from peil.review.evaluation.interrupted import Interrupted, Modelled
from peil.review.evaluation.synthetic_control import SyntheticControl
from peil.review.evaluation.verdict import Verdict


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
    answer = answer_of(verdict, words)
    named = words.labelled(name, answer)
    sizes = (verdict.estimate, verdict.low, verdict.high)
    if verdict.answer == said.CANNOT_TELL or not np.isfinite(sizes).all():
        return named
    ratio, interval = number_of(sizes[0], words), _range(*sizes[1:], words)
    return words("evaluate.sized", answer=named, ratio=ratio, interval=interval)


def _range(low: float | None, high: float | None, words: Words) -> str:
    return words("evaluate.range", low=number_of(low, words), high=number_of(high, words))


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
        notes=(
            words("evaluate.begins", day=words.day(found.begins)),
            asked_note(found.own.verdict.asked, found.own.verdict.level, words),
            *series_notes(found, words),
        ),
        tables=(table,),
        chart=series_chart(found.own, found.begins, words, _counts(found.own, words)),
    )


def _row(model: Modelled, role: str, words: Words) -> tuple[Cell, ...]:
    before, after = (words.number(float(events)) for events in model.events)
    name = words("evaluate.named", name=model.series, role=role)
    return _cells(name, before, after, *_figures(model.verdict, words))


def _figures(verdict: Verdict, words: Words) -> tuple[str, ...]:
    return (
        number_of(verdict.estimate, words),
        _range(verdict.low, verdict.high, words),
        power_of(verdict.power, words),
        answer_of(verdict, words),
    )


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
            _cells(words.short_day(day.item()), *(number_of(v, words, 1) for v in values))
            for day, *values in rows
        ),
        numeric=frozenset({1, 2, 3}),
    )


def _tell_control(found: SyntheticControl, words: Words) -> Told:
    near, placebos = found.near, found.placebos
    number = len(placebos.units) + 1
    rows = [
        ("mean_gap", number_of(found.mean_gap, words)),
        ("near", _range(near.mean_low, near.mean_high, words)),
        ("placebo_interval", _range(placebos.low, placebos.high, words)),
        ("rank", words("evaluate.of", rank=placebos.rank, number=number)),
        ("ratio_to", number_of(found.verdict.estimate, words)),
        ("ratio_interval", _range(found.verdict.low, found.verdict.high, words)),
        ("power", power_of(found.verdict.power, words)),
        ("error_before", rounded(found.fit.mspe, words)),
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
        warnings=tuple(caveats_of(found, words)),
        notes=tuple(_control_notes(found, words)),
        tables=(figures, _donors(found, words)),
        chart=gap_chart(found, words, _gaps(found, words)),
    )


def _control_notes(found: SyntheticControl, words: Words) -> Iterator[str]:
    yield words("evaluate.begins", day=found.begins)
    yield asked_note(found.verdict.asked, found.verdict.level, words)
    yield words("evaluate.band_note", factor=words.number(found.near.factor, 2))


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
            _cells(left.donor, number_of(weight[left.donor], words, 3),
                   rounded(left.mspe, words), number_of(left.mean_gap, words))
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
            _cells(str(year), *(number_of(v, words) for v in values), _range(low, high, words))
            for year, *values, low, high in zip(
                *columns, found.near.low, found.near.high, strict=True
            )
        ),
        numeric=frozenset(range(1, 5)),
    )
