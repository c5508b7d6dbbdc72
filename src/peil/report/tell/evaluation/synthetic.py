"""Tell a synthetic control, and synthetic differences."""

from collections.abc import Iterable, Iterator

import numpy as np

from peil.report.chart.figure import Axis, Band, Guide, Look, Mark, Panel
from peil.report.model import Block, Cell, Figure
from peil.report.tell.evaluation import said as say
from peil.report.tell.parts import Value, bullets, notes
from peil.report.words import Words
from peil.review.evaluation.panel import LOOKS_LIKE_TOTAL
from peil.review.evaluation.synthetic_control import SyntheticControl
from peil.review.evaluation.synthetic_did import SyntheticDid

MOST_WEIGHTS = 12
LEAST_WEIGHT = 5e-4
"""Of a donor or year that is named; a smaller one would be written as nothing."""
OBSERVED = Look(colour="blue", weight=2.0)


def control_blocks(found: SyntheticControl, words: Words) -> Iterator[Block]:
    """Give why, the gap as a picture, its figures, the donors, and what was assumed."""
    near, placebos = found.near, found.placebos
    share = words.percentage(words.fixed(100 * found.share, 1))
    rank = words("evaluate.of", rank=placebos.rank, number=len(placebos.units) + 1)
    rows = {
        "mean_gap": words("evaluate.gap_share", gap=say.sized(found.mean_gap, words), share=share),
        "near": say.span_of(near.mean_low, near.mean_high, words),
        "placebo_interval": _placebo_interval(found, words),
        "rank": words(
            "evaluate.rank_chance", rank=rank, chance=words.percent(placebos.probability)
        ),
        "ratio_to": say.interval_of(found.verdict, words),
        "power": say.power_for(found.verdict, words),
        "error_before": say.sized(found.fit.mspe, words),
    }
    why = words(say.REASONS[found.verdict.reason])
    yield from notes("reason", [why, *_caveats(found, words)])
    yield _gap(found, words)
    yield say.named_table(rows, words, note=words("evaluate.control_note"))
    heads = ("donor", "weight", "error_without", "gap_without")
    yield say.evaluated("donors", heads, _donors(found, words), words)
    if len(found.fit.optima) > 1:
        yield from bullets("optima", words("evaluate.searches"), _optima(found, words))
    factor = words.number(near.factor, 2)
    yield from say.assumed(
        words,
        words("evaluate.begins", day=found.begins),
        say.asked_note(found.verdict, words),
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
    return say.span_of(low, high, words)


def _donors(found: SyntheticControl, words: Words) -> Iterator[list[Value]]:
    left = {other.donor: other for other in found.left_out}
    named = sorted(zip(found.fit.donors, found.fit.weights, strict=True), key=lambda d: -d[1])
    for donor, weight in named[:MOST_WEIGHTS]:
        if donor in left:
            figures = (left[donor].mspe, left[donor].mean_gap)
            told = (say.sized_cell(each, words) for each in figures)
            yield [donor, Cell(text=words.fixed(weight, 3), value=float(weight)), *told]


def _optima(found: SyntheticControl, words: Words) -> Iterator[str]:
    for optimum in found.fit.optima:
        weights = _weighed(zip(found.fit.donors, optimum.weights, strict=True), words)
        yield words.listed([say.sized(optimum.mspe, words), words.percent(optimum.share), weights])


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
        *(say.course(zip(years, gap, strict=True), pale, words("evaluate.legend_placebos"))
          for gap in others),
        Band(points=band, look=Look(colour="blue", faded=True), key=words("evaluate.legend_band")),
        Guide(at=float(found.begins), look=Look(dashed=True)),
        Guide(at=0.0, along="y"),
        say.course(zip(years, found.fit.gap, strict=True), OBSERVED, words("evaluate.legend_gap")),
    ]  # fmt: skip
    every = max(1, len(years) // 8)
    ticks = tuple((year, f"{year:.0f}") for year in years if not year % every)
    columns = (found.observed, found.fit.synthetic, found.fit.gap, near.low, near.high)
    rows = zip(found.times.tolist(), *(column.tolist() for column in columns), strict=True)
    return say.outcome_figure(
        Panel(
            x=Axis(ticks=ticks),
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
                (str(y), *(say.sized_cell(v, words) for v in each), say.span_of(low, high, words))
                for y, *each, low, high in rows
            ],
        ),
        words,
    )


def differences_blocks(found: SyntheticDid, words: Words) -> Iterator[Block]:
    """Give the three estimates, their interval and weights, and what was assumed."""
    yield from notes("caveats", _caveats(found, words))
    rows: list[list[Value]] = [
        [
            words.code("evaluate_method", each.method),
            *(say.sized_cell(value, words) for value in (each.effect, each.error, each.jackknife)),
        ]
        for each in found.estimates
    ]
    heads = ("method", "effect", "placebo_error", "jackknife_error")
    yield say.evaluated("estimates", heads, rows, words)
    donors = sorted(zip(found.donors, found.weights, strict=True), key=lambda d: -d[1])
    years = zip(found.times.tolist(), found.time_weights.tolist(), strict=False)
    figures = {
        "ratio_to": say.interval_of(found.verdict, words),
        "power": say.power_for(found.verdict, words),
        "weights_donors": _weighed(donors[:MOST_WEIGHTS], words),
        "weights_years": _weighed(years, words),
    }
    yield say.named_table(figures, words)
    yield from say.assumed(words, say.asked_note(found.verdict, words))
