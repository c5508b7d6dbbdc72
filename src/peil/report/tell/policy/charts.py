"""Pictures of policy: bars of counts or money, and ranges; what is not known is said, never zero."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from peil.report.chart.figure import Axis, Bar, Dot, Drawing, Look, Mark, Note, Panel, Row
from peil.report.model import Cell, Figure, Rank
from peil.report.tell.parts import cell, row, table
from peil.report.words import Words

LOOKS = (Look(colour="blue"), Look(colour="blue", hollow=True), Look(colour="slate"))
"""Told apart by lightness as well as by colour."""
GREY, FAINT = Look(colour="grey"), Look(colour="grey", faded=True)
QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A group of bars: a value for each series; None where there is no information."""

    label: str
    values: tuple[float | None, ...]


def bars_figure(
    key: str,
    title: str,
    heads: Sequence[str],
    rows: Sequence[Bars],
    words: Words,
    *,
    rank: Rank = Rank.REST,
) -> Figure:
    """Draw a bar for each series of each row, with its value beside it.

    Args:
        key, title: of the figure.
        heads: what the rows are, and the names of the series.
        rows: at least one.
        words: the language.
        rank: of the figure.
    """
    _, *series = heads
    none = words.code("policy_state", "no_information")
    return Figure(
        key=key,
        title=title,
        rank=rank,
        drawing=_drawing(
            [each.label for each in rows],
            [mark for i, each in enumerate(rows) for mark in _bars(i, each, series, none, words)],
            Axis(low=0.0, ticks=()),
        ),
        alt=words.listed([_spoken(each, series, none, words) for each in rows]),
        source=words("views.source"),
        data=table(
            f"{key}-data",
            title,
            heads,
            [
                row(
                    each.label,
                    *(Cell(text=none) if v is None else cell(v, words) for v in each.values),
                    words=words,
                )
                for each in rows
            ],
        ),
    )


def _drawing(labels: Sequence[str], marks: Sequence[Mark], axis: Axis) -> Drawing:
    rows = Axis(scale="rows", rows=tuple(Row(text=label) for label in labels))
    return Drawing(panels=(Panel(x=axis, y=rows, marks=tuple(marks)),), has_narrow=True)


def _bars(i: int, row: Bars, series: Sequence[str], none: str, words: Words) -> Iterator[Mark]:
    step = 0.9 / len(series)
    for k, (name, value) in enumerate(zip(series, row.values, strict=True)):
        top = i - 0.45 + step * k
        middle = top + step * 0.44
        if value is None:
            yield Note(x=0.0, y=middle, text=none, dx=0.5, look=FAINT)
            continue
        named = name if len(series) > 1 else ""
        yield Bar(x=(0.0, value), y=(top, top + step * 0.88), look=LOOKS[k], key=named)
        yield Note(x=value, y=middle, text=words.number(value), dx=1.0)


def _spoken(row: Bars, series: Sequence[str], none: str, words: Words) -> str:
    values = [none if value is None else words.number(value) for value in row.values]
    if len(series) > 1:
        values = [f"{name} {value}" for name, value in zip(series, values, strict=True)]
    return words.labelled(row.label, ", ".join(values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A range between 0 and 1; None where nothing can be told.

    `mark` is a point in it, or a point of its own beside it; `counted` says what it counts.
    """

    label: str
    low: float | None
    high: float | None
    mark: float | None = None
    counted: str = ""

    def said(self, words: Words) -> str:
        """Say the range, and what the point counts."""
        if self.low is None or self.high is None:
            return words("policy.no_middle")
        said = f"{words.percent(self.low)} – {words.percent(self.high)}"
        return " · ".join(filter(None, (said, self.counted)))


def ranges_figure(
    key: str,
    title: str,
    heads: Sequence[str],
    rows: Sequence[Range],
    words: Words,
    *,
    source: str,
    ends: Sequence[str] = (),
    rank: Rank = Rank.REST,
) -> Figure:
    """Draw ranges between none and all, with a mark in each.

    Args:
        key, title: of the figure.
        heads: what the rows are, the low end, the mark, the high end.
        rows: at least one.
        words: the language.
        source: of the figure.
        ends: what none and all stand for.
        rank: of the figure.
    """
    axis = Axis(
        low=0.0,
        high=1.0,
        ticks=tuple((share, words.percent(share)) for share in QUARTERS),
        ends=tuple(Row(text=end, look=GREY) for end in ends),
    )
    return Figure(
        key=key,
        title=title,
        rank=rank,
        drawing=_drawing(
            [each.label for each in rows],
            [mark for i, each in enumerate(rows) for mark in _range(i, each, words)],
            axis,
        ),
        alt=words.listed([words.labelled(each.label, each.said(words)) for each in rows]),
        source=source,
        data=table(
            f"{key}-data",
            title,
            heads,
            [
                row(
                    each.label,
                    *(_share(value, words) for value in (each.low, each.mark, each.high)),
                    words=words,
                )
                for each in rows
            ],
        ),
    )


def _range(i: int, row: Range, words: Words) -> Iterator[Mark]:
    if row.low is None or row.high is None:
        yield Note(x=0.0, y=float(i), text=row.said(words), dx=0.5, look=FAINT)
        return
    yield Bar(x=(row.low, row.high), y=(i - 0.28, i + 0.28), look=Look(colour="blue", strength=0.4))
    if row.mark is not None:
        yield Dot(x=row.mark, y=float(i), look=Look(colour="vermilion", weight=1.2))
    yield Note(x=1.0, y=float(i), text=row.said(words), dx=2.0, look=GREY)


def _share(value: float | None, words: Words) -> Cell:
    if value is None:
        return Cell(text=words("policy.no_middle"))
    return Cell(text=words.percent(value), value=value)
