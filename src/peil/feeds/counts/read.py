"""Read a plain table of counts: one row for each period of each series."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from peil.feeds.counts.names import refuse_mistaken
from peil.feeds.tables.columns import COUNTS, Columns
from peil.feeds.tables.problems import quoted, row_number, told_of
from peil.feeds.tables.slips import (
    refuse_change_of_unit,
    refuse_far_period,
    refuse_sum,
    refuse_swapped_days,
)
from peil.feeds.tables.table import Column, Table, neighbours
from peil.observe.indicator import EFFORTS
from peil.observe.watch.counts import Counts
from peil.observe.watch.declared import COLUMNS, NOTHING, Declared
from peil.observe.watch.regular import carried, counts_from_table
from peil.terms.calendar import Days, Floats, Ints, as_date, as_day
from peil.terms.errors import BadInput

EFFORT = "effort"
BETWEEN = " · "
"""Stands between a series and its region in one name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRows:
    """The rows of a table of counts, in the order of the file.

    Args:
        series: (N,) number of the series of each row.
        names: of the series, sorted, each with its region (empty where there is none).
        day: (N,) first day of the period, or the day that stands for it.
        period: the length of period that the dates are written in; None for days.
        count: (N,) NaN where no report came.
        population: (N,) NaN where none is given.
        declared: what else is said of them.
        unused: columns that are not read, by name, as they stood in the file.
    """

    file: str
    series: Ints
    names: tuple[tuple[str, str], ...]
    day: Days
    period: str | None
    count: Floats
    population: Floats
    declared: Declared = NOTHING
    unused: Mapping[str, Column] = field(default_factory=dict)


def read_counts(
    path: Path | Table,
    *,
    as_of: date | None = None,
    date_column: str | None = None,
    count_column: str | None = None,
) -> tuple[Counts, ...]:
    """Read the series of counts that a table holds, sorted by name.

    Args:
        path: a CSV with the columns date and count, and optionally population, series, region
            and those of
            `peil.observe.watch.declared.COLUMNS`; separated by commas, semicolons or tabs. Or such a table.
        as_of: the last day that is looked at; periods that begin later, and reports that came
            later, are left out. With days of report it is the last of them without it.
        date_column, count_column: names of the columns, where they have others.

    Raises:
        BadInput: the table cannot be read as it stands; the sentence names file, row and value.
    """
    rows = read_rows(path, date_column=date_column, count_column=count_column)
    came, order = rows.declared.reported, np.lexsort((rows.day, rows.series))
    if came is not None:
        told = came[~np.isnat(came)]
        as_of = as_of or as_date(np.append(told, rows.day).max())
        order = order[~(came[order] > as_day(as_of))]
    if as_of is not None:
        order = order[rows.day[order] <= as_day(as_of)]
        if not len(order):
            raise BadInput(
                f"{rows.file}: has no period that began by {as_of}, the first is from "
                f"{rows.day.min()}; give a later day"
            )
    ends = np.searchsorted(rows.series[order], np.arange(1, len(rows.names)))
    each = zip(rows.names, np.split(order, ends), strict=True)
    return tuple(_counts_of(rows, name_of(name), own, as_of) for name, own in each if len(own))


def read_rows(
    path: Path | Table, *, date_column: str | None = None, count_column: str | None = None
) -> CountRows:
    """Read the rows of a table of counts, each cell checked.

    Raises:
        BadInput: as `read_counts`.
    """
    table = Columns(path)
    dates, used = table.dates("--date-column", date_column)
    day, period = table.periods(dates)
    count = table.need("--count-column", count_column, *COUNTS)
    people, named, region = (table.find(name) for name in ("population", "series", "region"))
    series, names = _groups(table, named, region)
    if effort := table.find(EFFORT):
        table.refuse_others(effort, EFFORTS)
    declared, said = _declared(table, count)
    used |= {name for name in (count, people, named, region, *said) if name}
    rows = CountRows(
        file=table.file,
        series=series,
        names=names,
        day=day,
        period=period,
        count=table.counts(count),
        population=table.populations(people) if people else np.full(table.rows, np.nan),
        declared=declared,
        unused={name: table[name] for name in table.names if name not in used},
    )
    _refuse_repeated(rows)
    refuse_far_period(rows.file, day)
    refuse_change_of_unit(rows.file, series, day, rows.population)
    refuse_sum(rows.file, names, series, day, rows.count)
    if period is None and declared.reported is None:
        refuse_swapped_days(rows.file, series, day)
    return rows


def _declared(table: Columns, count: str) -> tuple[Declared, frozenset[str]]:
    """Read what is said of the rows beside their counts, and name the columns that it stands in."""
    read: Mapping[str, Callable[[str], Any]] = {
        "completeness": table.shares,
        "reported": table.days,
        "break": table.remarks,
        "closed": lambda name: table.flags(name) > 0,
        "events": table.flags,
    }
    found = {key: name for key in COLUMNS if (name := table.find(key)) and name != count}
    said = {COLUMNS[key]: read[key](name) for key, name in found.items()}
    return Declared(**said), frozenset(found.values())


def _groups(
    table: Columns, named: str | None, region: str | None
) -> tuple[Ints, tuple[tuple[str, str], ...]]:
    """Number the series of each row by name and region; without a name they have the file's."""
    of, names = _labels(table, "series", named, Path(table.file).stem)
    within, regions = _labels(table, "region", region, "")
    distinct, number = np.unique(of * len(regions) + within, return_inverse=True)
    pairs = (divmod(code, len(regions)) for code in distinct.tolist())
    return number, tuple((names[name], regions[region]) for name, region in pairs)


def _labels(table: Columns, kind: str, name: str | None, usual: str) -> tuple[Ints, list[str]]:
    """Read a column of names, none of them likely to be meant for another; without it all are usual."""
    if name is None:
        return np.zeros(table.rows, dtype=np.int64), [usual]
    codes, words = table.labels(name, kind)
    rows = np.bincount(codes, minlength=len(words)).tolist()
    with told_of(table.file):
        refuse_mistaken(kind, dict(zip(words, rows, strict=True)))
    return codes, words


def _refuse_repeated(rows: CountRows) -> None:
    came = rows.day if rows.declared.reported is None else rows.declared.reported
    before, after = neighbours(rows.series, rows.day, came)
    if not len(after):
        return
    at = int(np.argmin(after))
    first, second = int(before[at]), int(after[at])
    hint, again = "", "" if came is rows.day else f", reported on {came[second]}"
    if rows.unused:
        late = "" if again else ", or 'reported' if it says when the counts came"
        hint = (
            f", or call {quoted(next(iter(rows.unused)))} 'series' if it tells series apart{late}"
        )
    raise BadInput(
        f"{rows.file}, row {row_number(second)}: {name_of(rows.names[rows.series[second]])} has "
        f"{rows.day[second]} a second time{again}, after row {row_number(first)}; "
        f"keep one row for each period{hint}"
    )


def name_of(name: tuple[str, str]) -> str:
    """Name a series with its region."""
    return BETWEEN.join(part for part in name if part)


def _counts_of(rows: CountRows, name: str, own: Ints, as_of: date | None) -> Counts:
    if len(np.unique(rows.day[own])) < 2:
        until = "" if as_of is None else f" up to {as_of}"
        raise BadInput(
            f"{rows.file}, row {row_number(int(own[0]))}: is the only one of {quoted(name)}{until}; "
            "give at least two periods, better some years of them"
        )
    population = carried(rows.population[own])
    exposure = None if np.isnan(population).all() else population
    with told_of(rows.file):
        return counts_from_table(
            name,
            rows.day[own],
            rows.count[own],
            exposure,
            rows.period,
            as_of=as_of,
            declared=rows.declared.take(own),
        )
