"""Pictures of policy: bars of counts or money, and ranges; what is not known is said, never zero."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from peil.report.chart.figure import Axis, Bar, Dot, Look, Mark, Note, Row, in_rows
from peil.report.model import Cell, Figure
from peil.report.tell.parts import Cells, cell, share, table
from peil.report.words import Words

LOOKS = (Look(colour="blue"), Look(colour="blue", hollow=True), Look(colour="slate"))
"""Told apart by lightness as well as by colour."""
GREY, FAINT = Look(colour="grey"), Look(colour="grey", faded=True)
QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A row of a picture: its name, its cells in the data, what it shows in words, and its marks.

    The marks are made for the place of the row.
    """

    label: str
    cells: Sequence[Cell]
    said: str
    marks: Callable[[float], Iterator[Mark]]


def _figure(
    key: str, title: str, heads: Sequence[str], rows: Sequence[Drawn], axis: Axis, words: Words
) -> Figure:
    marks = (mark for i, each in enumerate(rows) for mark in each.marks(float(i)))
    data: Iterator[Cells] = (
        dict(zip(heads, (each.label, *each.cells), strict=True)) for each in rows
    )
    return Figure(
        key=key,
        title=title,
        drawing=in_rows((Row(text=each.label) for each in rows), marks, axis),
        alt=words.listed([words.labelled(each.label, each.said) for each in rows]),
        source=words("views.source"),
        data=table(f"{key}-data", title, data, words),
    )


def bars_figure(
    key: str,
    title: str,
    heads: Sequence[str],
    rows: Mapping[str, Sequence[float | None]],
    words: Words,
) -> Figure:
    """Draw a bar for each series of each row, with its value beside it.

    Args:
        key, title: of the figure.
        heads: what the rows are, and the names of the series.
        rows: values by the name of the row, at least one; None where there is no information.
        words: the language.
    """
    drawn = [_bars(label, values, heads[1:], words) for label, values in rows.items()]
    return _figure(key, title, heads, drawn, Axis(low=0.0, ticks=()), words)


def _bars(label: str, values: Sequence[float | None], series: Sequence[str], words: Words) -> Drawn:
    none, step = words.code("policy_state", "no_information"), 0.9 / len(series)
    cells = [Cell(text=none) if value is None else cell(value, words) for value in values]

    def marks(i: float) -> Iterator[Mark]:
        for k, (name, value) in enumerate(zip(series, values, strict=True)):
            top = i - 0.45 + step * k
            middle = top + step * 0.44
            if value is None:
                yield Note(x=0.0, y=middle, text=none, dx=0.5, look=FAINT)
            else:
                yield Bar(x=(0.0, value), y=(top, top + step * 0.88), look=LOOKS[k], key=name)
                yield Note(x=value, y=middle, text=words.number(value), dx=1.0)

    drawn = zip(series, cells, values, strict=True)
    said = ", ".join(
        f"{words.small(name)} {each.text}" for name, each, value in drawn if value != 0
    )
    return Drawn(label=label, cells=cells, said=said or words("table.none"), marks=marks)


def ranges_figure(
    key: str,
    title: str,
    heads: Sequence[str],
    rows: Sequence[Drawn],
    words: Words,
    *,
    ends: Sequence[str] = (),
) -> Figure:
    """Draw ranges between none and all, with a mark in each.

    Args:
        key, title: of the figure.
        heads: what the rows are, the low end, the mark, the high end.
        rows: at least one.
        words: the language.
        ends: what none and all stand for.
    """
    axis = Axis(
        low=0.0,
        high=1.0,
        ticks=tuple((each, words.percent(each)) for each in QUARTERS),
        ends=tuple(Row(text=end, look=GREY) for end in ends),
    )
    return _figure(key, title, heads, rows, axis, words)


def ranged(
    label: str,
    ends: tuple[float | None, float | None],
    mark: float | None,
    words: Words,
    counted: str = "",
) -> Drawn:
    """Make the row of a range between 0 and 1.

    Args:
        label: of the row.
        ends: low and high; None where nothing can be told.
        mark: a point in the range, or a point of its own beside it.
        words: the language.
        counted: what the mark counts.
    """
    low, high = ends
    none = Cell(text=words("policy.no_middle"))
    cells = [none if value is None else share(value, words) for value in (low, mark, high)]
    said = words("policy.no_middle")
    if low is not None and high is not None:
        parts = words("compare.range", low=words.percent(low), high=words.percent(high)), counted
        said = " · ".join(filter(None, parts))

    def marks(i: float) -> Iterator[Mark]:
        if low is None or high is None:
            yield Note(x=0.0, y=i, text=said, dx=0.5, look=FAINT)
            return
        yield Bar(x=(low, high), y=(i - 0.28, i + 0.28), look=Look(colour="blue", strength=0.4))
        if mark is not None:
            yield Dot(x=mark, y=i, look=Look(colour="vermilion", weight=1.2))
        yield Note(x=1.0, y=i, text=said, dx=2.0, look=GREY)

    return Drawn(label=label, cells=cells, said=said, marks=marks)
