"""What the figures of a sound dossier are asked about: those unlike all others of their series."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np

from peil.feeds.dossier.cells import Cells
from peil.feeds.dossier.rules_judged import must_agree
from peil.feeds.tables.table import neighbours
from peil.terms.calendar import Days, Flags, Floats, Ints
from peil.terms.errors import Problem

FEWEST = 6
"""Rows of a series from which on one may stand out."""
TIMES, TIMES_OF_FEW = 10, 30
"""How many times larger than all others, or smaller, a figure is that is asked about."""
SERIES: Mapping[str, tuple[tuple[str, ...], str, float]] = {
    "arrangements": (("id",), "staff", TIMES_OF_FEW),
    "funding": (("arrangement", "currency"), "amount", TIMES_OF_FEW),
    "events": (("arrangement", "kind"), "value", TIMES_OF_FEW),
    "arrangement_counts": (("arrangement", "what"), "value", TIMES_OF_FEW),
    "local_arrangements": (("id", "counted"), "number", TIMES_OF_FEW),
    "returns_counts": (("country", "stage", "group"), "value", np.inf),
}
"""What makes a series of a table of policy, its figures, and how far one of few rows stands out.

Of those who return a stage holds one child as well as all, so that few rows tell nothing.
"""
ONE_UNIT = {
    "funding": (("line",), ("currency",), "line"),
    "arrangement_counts": (("arrangement", "what"), ("unit",), "count"),
}
"""Columns that say the same of all amounts of a line, and of all counts of one thing."""
OF_WHAT = ("unit", "what", "counted")
"""Columns that say what the number of a row is of."""
WHOLE = 100
"""The largest share in per cent."""
CROWDS = (
    ("arrangements", "staff", 100, "", ""),
    ("arrangements", "vacancies", 100, "", ""),
    ("events", "value", 1000, "kind", "without_"),
    ("arrangement_counts", "value", 1000, "unit", "municipalit"),
    ("local_arrangements", "number", 1000, "counted", "municipalit"),
    ("returns_counts", "value", 1000, "", ""),
)
"""Numbers of people and municipalities, inhabitants for each of them, and how a column begins that says so."""
LATE = 3652
"""Days later than all others after its period that a figure is told which is asked about."""
MONTH, SLACK = 30.44, 0.2
"""Days, and months by which a period differs from all others that is asked about."""


def figure_questions(observations: Cells) -> Iterator[Problem]:
    """Ask about figures whose size, decimals, period or day of publication no other of their series has."""
    series = observations.alike("country", "indicator")
    is_flow = observations.among("measure_kind", ("flow_count",))
    yield from _of_size(observations, series, "value")
    yield from _of_decimals(observations, series, is_flow)
    yield from _of_period(observations, series, is_flow)
    yield from _of_publication(observations, series)


def policy_figure_questions(table: str, cells: Cells) -> Iterator[Problem]:
    """Ask about numbers of a table of policy that no other of their series is like, and shares above all."""
    if table not in SERIES:
        return
    if table in ONE_UNIT:
        yield from must_agree(cells, *ONE_UNIT[table])
    names, figure, few = SERIES[table]
    yield from _of_size(cells, cells.alike(*names), figure, few)
    yield from cells.wrong(
        _says(cells, "percent") & ~_says(cells, "change") & (cells.numbers(figure) > WHOLE),
        f"{figure} is {{{figure}}}, a share above {WHOLE} per cent; "
        "correct it, unless it is a change",
    )


def crowd_questions(tables: Mapping[str, Cells], subject: str) -> Iterator[Problem]:
    """Ask about posts, municipalities and travellers that are too many for their country."""
    inhabitants: dict[str, float] = {}
    if "population" in tables:
        known = tables["population"]
        for country, n in zip(known.texts("country"), known.numbers("population"), strict=True):
            inhabitants[country] = max(n, inhabitants.get(country, 0))
    for table, figure, people, column, word in CROWDS:
        if table not in tables:
            continue
        cells = tables[table]
        where = cells.texts("country") if cells.has("country") else [subject] * cells.table.rows
        is_one = [text.startswith(word) for text in cells.texts(column)]
        most = np.array([inhabitants.get(country, np.inf) / people for country in where])
        yield from cells.wrong(
            np.array(is_one, dtype=np.bool_) & (cells.numbers(figure) > most),
            f"{figure} is {{{figure}}}, more than one for each {people:,} inhabitants; "
            "correct it, unless it is meant so",
        )


def _says(cells: Cells, word: str) -> Flags:
    """Tell of each row whether the columns that say what its number is of hold a word."""
    columns = zip(*(cells.texts(name) for name in OF_WHAT), strict=True)
    return np.array([word in " ".join(each).lower() for each in columns], dtype=np.bool_)


def _of_size(cells: Cells, series: Ints, name: str, few: float = np.inf) -> Iterator[Problem]:
    value = cells.numbers(name)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.where(value > 0, np.log10(value), np.nan)
    yield from cells.wrong(
        _is_apart(series, size, np.log10(TIMES), np.log10(few)),
        f"{name} is {{{name}}}, {TIMES} times more or less than any other of its series; "
        "correct it, unless it is meant so",
    )


def _of_decimals(observations: Cells, series: Ints, is_flow: Flags) -> Iterator[Problem]:
    value = observations.numbers("value")
    is_broken = is_flow & (value != np.rint(value))
    share = np.bincount(series, is_broken) / np.bincount(series)
    yield from observations.wrong(
        is_broken & (share[series] <= 1 / FEWEST),
        "value is {value}, where the series counts in whole numbers; "
        "write it without a mark between thousands, or as it was published",
    )


def _of_period(observations: Cells, series: Ints, is_flow: Flags) -> Iterator[Problem]:
    start, end = observations.days("period_start"), observations.days("period_end")
    is_whole = ~(observations.flags("partial") | observations.flags("approximate"))
    months = (end - start).astype(np.float64) / MONTH
    is_odd = _is_apart(series, np.where(is_flow & is_whole, months, np.nan), SLACK)
    yield from observations.wrong(
        is_odd & ~_is_told_again(series, start, end),
        "is of {period_start} to {period_end}, longer or shorter than any other period of its "
        "series; correct the days, or write partial = true if it is a part, approximate = true if "
        "derived",
    )


def _of_publication(observations: Cells, series: Ints) -> Iterator[Problem]:
    published = observations.days("published")
    lag = (published - observations.days("period_end")).astype(np.float64)
    yield from observations.wrong(
        (lag > LATE) & _is_apart(series, lag, LATE),
        "published is {published}, ten years or more after {period_end}; "
        "correct the year, unless it was told so late",
    )


def _is_told_again(series: Ints, start: Days, end: Days) -> Flags:
    """Tell of each row whether another of its series is of the same period."""
    one, other = neighbours(series, start, end)
    again = np.zeros(len(series), dtype=np.bool_)
    again[one] = again[other] = True
    return again


def _is_apart(series: Ints, values: Floats, gap: float, gap_of_few: float = np.inf) -> Flags:
    """Find the one value of a series that is a gap away from all others, which are closer together.

    Of two values it is the higher one.

    Args:
        series: (N,) of each row.
        values: (N,) NaN where there is none.
        gap: from the nearest other.
        gap_of_few: the same where the series has fewer than FEWEST values.
    """
    found = np.zeros(len(values), dtype=np.bool_)
    rows = np.flatnonzero(~np.isnan(values))
    rows = rows[np.lexsort((values[rows], series[rows]))]
    ends = [0, *np.cumsum(np.bincount(series[rows])).tolist()]
    for begin, end in pairwise(ends):
        least = gap if end - begin >= FEWEST else gap_of_few
        if end - begin > 1 and least < np.inf:
            ordered = values[rows[begin:end]]
            low, high = ordered[1] - ordered[0], ordered[-1] - ordered[-2]
            found[rows[begin]] = (
                low >= least and ordered[-1] - ordered[1] < low and len(ordered) > 2
            )
            found[rows[end - 1]] = high >= least and ordered[-2] - ordered[0] < high
    return found
