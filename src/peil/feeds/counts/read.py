"""Read a plain table of counts: one row for each period of each series."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from peil.feeds.counts.cells import (
    MISSING,
    Fault,
    Periods,
    counts_of,
    periods_of,
    populations_of,
)
from peil.feeds.counts.opening import open_table
from peil.feeds.dossier.cells import by_row
from peil.feeds.dossier.problems import quoted, row_number
from peil.feeds.dossier.table import Column, Table
from peil.observe.watch.counts import Counts
from peil.observe.watch.regular import counts_from_table
from peil.terms.calendar import Days, Floats, Ints, as_day
from peil.terms.errors import BadInput

NAMES: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "period_start", "period", "week", "month", "quarter", "year", "day"),
    "count": ("count", "cases", "events"),
    "population": ("population",),
    "series": ("series",),
    "region": ("region",),
}
"""What each column may be called, small letters or not; the first name is the usual one."""
REQUIRED = ("date", "count")
BETWEEN = " · "
"""Stands between a series and its region in one name."""
MOST_NAMED = 8
YEAR = "year"
PARTS: Mapping[str, str] = {"week": "-W{:0>2}", "month": "-{:0>2}", "quarter": "-Q{}"}
"""Columns that number periods within the year beside them, and how the two make one word."""
NUMBER = re.compile(r"\d{1,2}", re.ASCII)
OPTIONS: Mapping[str, str] = {"date": "--date-column", "count": "--count-column"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of a table of counts, in the order of the file.

    Args:
        file: its name, for sentences.
        series: (N,) number of the series of each row.
        names: of the series, sorted, each with its region (empty where there is none).
        day: (N,) first day of the period, or the day that stands for it.
        period: the length of period that the dates are written in; None for days.
        count: (N,) NaN where no report came.
        population: (N,) NaN where none is given.
        unused: columns that are not read, by name, as they stood in the file.
    """

    file: str
    series: Ints
    names: tuple[tuple[str, str], ...]
    day: Days
    period: str | None
    count: Floats
    population: Floats
    unused: Mapping[str, Column] = field(default_factory=dict)


def read_counts(
    path: Path,
    *,
    as_of: date | None = None,
    date_column: str | None = None,
    count_column: str | None = None,
) -> tuple[Counts, ...]:
    """Read the series of counts that a table holds, sorted by name.

    Args:
        path: a CSV with the columns date and count, and optionally population, series and
            region; separated by commas, semicolons or tabs.
        as_of: the last day that is looked at; periods that begin later are left out.
        date_column, count_column: names of the columns, where they have others.

    Raises:
        BadInput: the table cannot be read as it stands; the sentence names file, row and value.
    """
    rows = read_rows(path, date_column=date_column, count_column=count_column)
    order = np.lexsort((rows.day, rows.series))
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
    path: Path, *, date_column: str | None = None, count_column: str | None = None
) -> Rows:
    """Read the rows of a table of counts, each cell checked.

    Raises:
        BadInput: as `read_counts`.
    """
    table = open_table(path)
    columns = _named(table, {"date": date_column, "count": count_column})
    parts = {} if date_column else _parts_of_year(table)
    if parts:
        columns["date"] = _joined(parts)
    periods = periods_of(columns["date"].words)
    refuse_faults(table, columns["date"], periods.faults)
    count = _read(table, columns, "count", counts_of)
    population = _read(table, columns, "population", populations_of)
    series, names = _groups(table, columns, Path(table.file).stem)
    used = {id(column) for column in (*columns.values(), *parts.values())}
    rows = Rows(
        file=table.file,
        series=series,
        names=names,
        day=by_row(columns["date"], list(periods.day), "datetime64[D]"),
        period=_one_form(table, columns["date"], periods),
        count=count,
        population=population,
        unused={name: each for name, each in table.columns.items() if id(each) not in used},
    )
    _refuse_repeated(rows)
    return rows


def _named(table: Table, told: Mapping[str, str | None]) -> dict[str, Column]:
    """Find the columns by the names that are told, or by those that they often have."""
    given = {name.strip().lower(): name for name in reversed(list(table.columns))}
    found: dict[str, Column] = {}
    for key, usual in NAMES.items():
        own = told.get(key)
        names = usual if own is None else (own.strip().lower(),)
        name = next((given[n] for n in names if n in given), None)
        if name is not None:
            found[key] = table.columns[name]
        elif own is not None:
            raise BadInput(f"{_lacks(table, own)}; name one of them by {OPTIONS[key]}")
        elif key in REQUIRED:
            what = "periods" if key == "date" else "counts"
            raise BadInput(
                f"{_lacks(table, key)}; call the column of {what} {key!r}, "
                f"or name it by {OPTIONS[key]}"
            )
    return found


def _lacks(table: Table, name: str) -> str:
    listed = ", ".join(quoted(name) for name in list(table.columns)[:MOST_NAMED])
    more = ", ..." if len(table.columns) > MOST_NAMED else ""
    return f"{table.file}, row 1: has no column {quoted(name)} but {listed}{more}"


def _parts_of_year(table: Table) -> dict[str, Column]:
    """Find a column of years, and one that numbers the weeks, months or quarters of each."""
    given = {name.strip().lower(): column for name, column in table.columns.items()}
    if any(name in given for name in NAMES["date"] if name not in (YEAR, *PARTS)):
        return {}
    for part in PARTS:
        if YEAR in given and part in given and _numbers_only(given[part]):
            return {YEAR: given[YEAR], part: given[part]}
    return {}


def _numbers_only(column: Column) -> bool:
    words = [word.strip() for word in column.words]
    return all(NUMBER.fullmatch(word) or word in MISSING for word in words)


def _joined(parts: Mapping[str, Column]) -> Column:
    """Make periods of years and of what is numbered in them; an empty cell leaves an empty one."""
    year, part = parts.values()
    form = PARTS[next(name for name in parts if name != YEAR)]
    pairs, codes = np.unique(np.stack([year.codes, part.codes]), axis=1, return_inverse=True)
    texts = [(year.words[y].strip(), part.words[p].strip()) for y, p in pairs.T.tolist()]
    words = ["" if {y, p} & MISSING else y + form.format(p) for y, p in texts]
    return Column(codes=codes.ravel().astype(np.int32), words=words)


def _read(
    table: Table,
    columns: Mapping[str, Column],
    key: str,
    read: Callable[[Any], tuple[Floats, dict[int, Fault]]],
) -> Floats:
    if key not in columns:
        return np.full(table.rows, np.nan)
    values, faults = read(columns[key].words)
    refuse_faults(table, columns[key], faults)
    return np.asarray(by_row(columns[key], values.tolist(), np.float64))


def refuse_faults(table: Table, column: Column, faults: Mapping[int, Fault]) -> None:
    """Refuse the first cell that cannot be what it says, and count the others."""
    if not faults:
        return
    is_wrong = [i in faults for i in range(len(column.words))]
    rows = np.flatnonzero(by_row(column, is_wrong, np.bool_))
    fault = faults[int(column.codes[rows[0]])]
    more = f" (and {len(rows) - 1} more rows with such a fault)" if len(rows) > 1 else ""
    raise BadInput(
        f"{table.file}, row {row_number(int(rows[0]))}: {fault.what}{more}; {fault.remedy}"
    )


def _one_form(table: Table, column: Column, periods: Periods) -> str | None:
    """Give the one form in which periods are written."""
    forms = sorted(set(periods.period), key=str)
    if len(forms) < 2:
        return forms[0]
    rows = sorted(_first_row(column, periods.period, form) for form in forms)[:2]
    (one, first), (two, second) = ((row, column.words[column.codes[row]]) for row in rows)
    raise BadInput(
        f"{table.file}, row {row_number(two)}: has the date {quoted(second)} where row "
        f"{row_number(one)} has {quoted(first)}; write all periods in one form"
    )


def _first_row(column: Column, forms: tuple[str | None, ...], form: str | None) -> int:
    return int(np.argmax(by_row(column, [other == form for other in forms], np.bool_)))


def _groups(
    table: Table, columns: Mapping[str, Column], otherwise: str
) -> tuple[Ints, tuple[tuple[str, str], ...]]:
    """Number the series of each row by name and region."""
    name_codes, names = _labels(table, columns.get("series"), "series")
    region_codes, regions = _labels(table, columns.get("region"), "region")
    distinct, number = np.unique(name_codes * len(regions) + region_codes, return_inverse=True)
    pairs = (divmod(code, len(regions)) for code in distinct.tolist())
    return number, tuple((names[name] or otherwise, regions[region]) for name, region in pairs)


def _labels(table: Table, column: Column | None, key: str) -> tuple[Any, list[str]]:
    """Give a column of labels as codes of distinct texts; one empty text without it."""
    if column is None:
        return np.zeros(table.rows, dtype=np.int64), [""]
    texts = [" ".join(word.split()) for word in column.words]
    faults = {i: f"has no {key}" for i, text in enumerate(texts) if text in MISSING}
    faults |= {
        i: f"has the {key} {quoted(text)}, with a character that is not seen"
        for i, text in enumerate(texts)
        if not text.isprintable()
    }
    named = {i: Fault(what, f"write the name of the {key}") for i, what in faults.items()}
    refuse_faults(table, column, named)
    distinct = sorted(set(texts))
    place = {text: i for i, text in enumerate(distinct)}
    return by_row(column, [place[text] for text in texts], np.int64), distinct


def _refuse_repeated(rows: Rows) -> None:
    order = np.lexsort((np.arange(len(rows.day)), rows.day, rows.series))
    day, series = rows.day[order], rows.series[order]
    same = np.flatnonzero((day[1:] == day[:-1]) & (series[1:] == series[:-1]))
    if not len(same):
        return
    first, second = min(
        ((int(order[i]), int(order[i + 1])) for i in same.tolist()), key=lambda pair: pair[1]
    )
    hint = ""
    if rows.unused:
        hint = f", or call {quoted(next(iter(rows.unused)))} 'series' if it tells series apart"
    raise BadInput(
        f"{rows.file}, row {row_number(second)}: {name_of(rows.names[rows.series[second]])} has "
        f"{rows.day[second]} a second time, after row {row_number(first)}; "
        f"keep one row for each period{hint}"
    )


def name_of(name: tuple[str, str]) -> str:
    """Name a series with its region."""
    return BETWEEN.join(part for part in name if part)


def _counts_of(rows: Rows, name: str, own: Ints, as_of: date | None) -> Counts:
    if len(own) < 2:
        until = "" if as_of is None else f" up to {as_of}"
        raise BadInput(
            f"{rows.file}, row {row_number(int(own[0]))}: is the only one of {quoted(name)}{until}; "
            "give at least two periods, better some years of them"
        )
    try:
        return counts_from_table(
            name, rows.day[own], rows.count[own], _carried(rows.population[own]), rows.period,
            as_of=as_of,
        )  # fmt: skip
    except BadInput as error:
        raise BadInput(f"{rows.file}: {error}") from None


def _carried(population: Floats) -> Floats | None:
    """Let a population hold until the next one, the first also before; None without any."""
    known = ~np.isnan(population)
    if not known.any():
        return None
    at = np.maximum.accumulate(np.where(known, np.arange(len(population)), 0))
    filled = population[at]
    return np.where(np.isnan(filled), population[np.argmax(known)], filled)
