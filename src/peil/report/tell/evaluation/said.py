"""Words, tables and the picture that all evaluations share."""

from collections.abc import Iterable, Mapping, Sequence
from math import floor, log10
from typing import Any

import numpy as np

from peil.report.chart.figure import Drawing, Line, Look, Panel
from peil.report.model import Cell, Figure, Points, Rank, Table
from peil.report.tell.parts import Value, bullets, table
from peil.report.words import Words
from peil.review.evaluation import verdict as said
from peil.review.evaluation.interrupted import RatioInterval
from peil.review.evaluation.verdict import Verdict

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


def assumed(words: Words, *notes: str) -> list[Points]:
    """List what was asked and assumed."""
    return bullets("assumed", words("evaluate.assumed"), notes, rank=Rank.FIRST_PAGE)


def named_table(rows: Mapping[str, str], words: Words, note: str = "") -> Table:
    """Put figures below each other behind their names, those that say nothing left out."""
    told = [(words(f"evaluate.{key}"), text) for key, text in rows.items() if text]
    return evaluated("figures", ("figure", "value"), told, words, note=note)


def evaluated(
    key: str, heads: Sequence[str], rows: Iterable[Sequence[Value]], words: Words, **more: Any
) -> Table:
    """Make a table whose heads are messages of evaluations."""
    title = words("evaluate.donors" if key == "donors" else "evaluate.figures")
    told = (dict(zip(heads, each, strict=True)) for each in rows)
    return table(key, title, told, words, group="evaluate", **{"rank": Rank.FIRST_PAGE, **more})


def sized_cell(value: float | None, words: Words) -> Cell:
    """Make a cell of a number with three digits that tell something."""
    is_known = value is not None and np.isfinite(value)
    return Cell(text=sized(value, words), value=value if is_known else None)


def answer_of(verdict: Verdict, words: Words) -> str:
    """Say the answer, with what was asked about where it is about that."""
    return words(ANSWERS[verdict.answer], asked=change_of(verdict.asked, words))


def answer_line(verdict: Verdict, words: Words) -> str:
    """Say the answer and why."""
    answer = words.sentence(answer_of(verdict, words))
    return f"{words.ended(answer)} {words(REASONS[verdict.reason])}"


def sized_answer(name: str, verdict: Verdict, words: Words) -> str:
    """Say the answer with its size, where it has one."""
    named = words.labelled(name, answer_of(verdict, words))
    sizes = (verdict.estimate, verdict.low, verdict.high)
    if verdict.answer == said.CANNOT_TELL or not np.isfinite(sizes).all():
        return named
    ratio, interval = sized(sizes[0], words), span_of(*sizes[1:], words)
    return words("evaluate.sized", answer=named, ratio=ratio, interval=interval)


def change_of(asked: float, words: Words) -> str:
    """Say a ratio as a change: "a fall by 50%"."""
    key = "evaluate.a_fall" if asked < 1 else "evaluate.a_rise"
    return words(key, share=words.percent(abs(1 - asked)))


def sized(value: float | None, words: Words) -> str:
    """Write a number with three digits that tell something.

    An end of an interval that is not there could be any number.
    """
    if value is None or np.isnan(value):
        return words("evaluate.unknown")
    if np.isinf(value):
        return words("evaluate.any_number")
    digits = max(2 - floor(log10(abs(value))), 0) if value else 0
    return words.number(value, digits)


def span_of(low: float | None, high: float | None, words: Words) -> str:
    """Write an interval by its ends."""
    return words("evaluate.range", low=sized(low, words), high=sized(high, words))


def interval_of(found: Verdict | RatioInterval, words: Words) -> str:
    """Write an estimate with its interval."""
    interval = span_of(found.low, found.high, words)
    return words("evaluate.named", name=sized(found.estimate, words), role=interval)


def share_of(power: float | None, words: Words) -> str:
    """Write a power; it may not be known."""
    return words("evaluate.unknown") if power is None else words.percent(power)


def power_for(verdict: Verdict, words: Words) -> str:
    """Write a power with the change that it is about."""
    power = share_of(verdict.power, words)
    return words("evaluate.named", name=power, role=change_of(verdict.asked, words))


def asked_note(verdict: Verdict, words: Words) -> str:
    """Say what was asked about before looking, and what intervals cover."""
    change, share = change_of(verdict.asked, words), words.percent(verdict.level)
    return words("evaluate.asked_note", asked=change, level=share)


def course(points: Iterable[tuple[Any, Any]], look: Look, key: str) -> Line:
    """Make a line of values."""
    return Line(points=tuple((x, float(y)) for x, y in points), look=look, key=key)


def outcome_figure(
    panel: Panel,
    title: str,
    alt: str,
    data: tuple[Sequence[str], Sequence[Sequence[Value]]],
    words: Words,
) -> Figure:
    """Make the picture of an evaluation, with its data: heads and rows."""
    return Figure(
        key="chart",
        title=title,
        rank=Rank.FIRST_PAGE,
        drawing=Drawing(panels=(panel,), has_narrow=True),
        alt=alt,
        source=words("evaluate.source"),
        data=evaluated("chart-data", *data, words),
    )
