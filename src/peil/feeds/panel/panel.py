"""Read a panel: one outcome of several units over the same years, in long or in wide form."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from peil.feeds.tables.columns import Columns
from peil.feeds.tables.problems import quoted
from peil.feeds.tables.table import Table, neighbours
from peil.review.evaluation.panel import Panel, average_over
from peil.terms.calendar import Floats, Ints
from peil.terms.errors import BadInput

UNITS = ("unit", "region", "regionname", "country", "state", "place")
TIMES = ("year", "time", "period")
OUTCOMES = ("outcome", "value", "rate", "count")
YEARS = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?", re.ASCII)
PER_MILLION = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelColumns:
    """Which columns of a panel are read, and how.

    Args:
        unit, time, outcome: their names; None for the usual ones.
        population: inhabitants, where the outcome is to be taken per million of them.
        predictors: as NAME, NAME:YEAR or NAME:YEAR-YEAR.
        aggregates: units that contain all others.
    """

    unit: str | None = None
    time: str | None = None
    outcome: str | None = None
    population: str | None = None
    predictors: tuple[str, ...] = ()
    aggregates: tuple[str, ...] = ()


def read_panel(path: Path | Table, columns: PanelColumns, *, begins: int) -> Panel:
    """Read a panel, its units in order of their names: that of the rows decides no weight.

    A long table has a row for each unit and year. A wide one has no column of units: its first
    column is the year, and each other column is a unit.

    Args:
        begins: first year of the policy; predictors without years are averaged before it.

    Raises:
        BadInput: the table cannot be read as it stands; the sentence names file, row and value.
    """
    table = Columns(path, "unit, year and outcome", "one row for each unit and year")
    unit = table.find(*([columns.unit] if columns.unit else UNITS))
    if unit is None and columns.unit is None and columns.outcome is None:
        return _wide(table, columns)
    unit = table.need("--unit-column", columns.unit, *UNITS)
    time = table.need("--time-column", columns.time, *TIMES)
    outcome = table.need("--outcome", columns.outcome, *OUTCOMES)
    names, years = table.names_of(unit), table.years(time).astype(np.int64)
    units, times = tuple(sorted({*names})), np.unique(years)
    places = {name: i for i, name in enumerate(units)}
    at = np.array([places[name] for name in names]), np.searchsorted(times, years)
    _refuse_repeated(table, at, names, years)
    _refuse_lone_year(table, at[1], names, years)

    def laid(name: str, read: Callable[[str], Floats] = table.numbers) -> Floats:
        values = np.full((len(units), len(times)), np.nan)
        values[at] = read(name)
        return values

    values = laid(outcome)
    if columns.population:
        people = laid(table.need("--population", columns.population), table.populations)
        values = values / people * PER_MILLION
    predictors = {}
    for asked in columns.predictors:
        name, first, last = _asked(asked, times, begins)
        column = laid(table.need("--predictor", name))
        if last >= begins:
            raise BadInput(
                f"the predictor {asked!r} reaches into {begins} or later, when the policy may have "
                f"moved it; give years before {begins}"
            )
        predictors[asked] = average_over(times, column, first, last)
    return _with_aggregates(
        Panel(units=units, times=times, outcome=values, predictors=predictors), columns
    )


def _wide(table: Columns, columns: PanelColumns) -> Panel:
    if columns.predictors or columns.population:
        raise BadInput(
            f"{table.file}: has no column of units, so each column is one, and none is a predictor "
            f"or a population; give a row for each unit and year, or leave these out"
        )
    time = table.need("--time-column", columns.time, *TIMES)
    years = table.years(time).astype(np.int64)
    if len(np.unique(years)) < len(years):
        raise BadInput(f"{table.file}: has a {time} twice; keep one row for each")
    order = np.argsort(years)
    units = tuple(sorted(name for name in table.names if name != time))
    outcome = np.array([table.numbers(name)[order] for name in units])
    return _with_aggregates(Panel(units=units, times=years[order], outcome=outcome), columns)


def _with_aggregates(panel: Panel, columns: PanelColumns) -> Panel:
    for unit in columns.aggregates:
        panel.place(unit)
    contains = {unit: frozenset(panel.units) - {unit} for unit in columns.aggregates}
    return replace(panel, contains=contains)


def _refuse_repeated(
    table: Columns, at: tuple[Ints, Ints], names: Sequence[str], years: Ints
) -> None:
    again = np.isin(np.arange(len(years)), neighbours(*at)[1])
    table.refuse(
        again,
        lambda i: (
            f"has {quoted(names[i])} in {years[i]} a second time; keep one row for each unit and "
            "year"
        ),
    )


def _refuse_lone_year(table: Columns, at: Ints, names: Sequence[str], years: Ints) -> None:
    """Refuse a year that one unit has, where every other year has several: it is a slip."""
    units = np.bincount(at)
    if len(units) > 1 and np.sort(units)[1] > 1 and units.min() == 1:
        table.refuse(
            units[at] == 1,
            lambda i: (
                f"has {years[i]} for {quoted(names[i])} alone; correct the year, or delete the row"
            ),
        )


def _asked(text: str, times: Ints, begins: int) -> tuple[str, int, int]:
    """Read a predictor and the years over which it is averaged."""
    name, _, years = text.rpartition(":")
    found = YEARS.fullmatch(years) if name else None
    if found is None:
        return text, int(times[0]), begins - 1
    first = int(found[1])
    return name, first, int(found[2] or first)


def years_of(option: str, text: str | None) -> tuple[int | None, int | None]:
    """Read a stretch of years that an option was given, written as 1960-1969.

    Raises:
        BadInput: it is none.
    """
    if text is None:
        return None, None
    found = YEARS.fullmatch(text)
    if found is None:
        raise BadInput(f"{option} has {text!r}, which is no stretch; write it as 1960-1969")
    first, last = int(found[1]), int(found[2] or found[1])
    if last < first:
        raise BadInput(f"{option} has {text!r}, which ends before it starts; swap the years")
    return first, last
