"""Thousands of series at once: one function from an Arrow table to an Arrow table.

It takes rows of any number of whole series, in any order, so that it runs on all of them, on
a share of them, or on one group in Spark, and says the same of each.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from peil.observe.direction import CANNOT_TELL
from peil.observe.indicator import EFFORT_DEPENDENT
from peil.observe.watch.counts import Counts
from peil.observe.watch.declared import COLUMNS, Declared
from peil.observe.watch.discoveries import evidence, evidence_over_time, parted
from peil.observe.watch.engine import watch_counts
from peil.observe.watch.holidays import Holidays, named, with_holidays
from peil.observe.watch.methods import PEIL
from peil.observe.watch.peil_method import BUDGET
from peil.observe.watch.regular import counts_from_table
from peil.observe.watch.watched import Points, Watched
from peil.terms.calendar import Days, Floats, Ints, Labels
from peil.terms.errors import BadInput

SEPARATOR = "/"
"""What parts the regions of a path, the whole before its parts."""
EFFORT_BELOW_COUNTRY = "effort_below_country"

_NUMBERS = (
    "observed",
    "nowcast_low",
    "nowcast_mid",
    "nowcast_high",
    "expected",
    "lower",
    "upper",
    "p_rise",
    "p_fall",
    "e_rise",
    "e_fall",
)
WATCH_SCHEMA = pa.schema(
    [
        ("series", pa.string()),
        ("region", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((name, pa.float64()) for name in _NUMBERS),
        ("direction", pa.string()),
        ("reason", pa.string()),
        ("probability", pa.float64()),
        ("signal_since", pa.date32()),
        ("signal_opened", pa.date32()),
        ("steady_within", pa.float64()),
        ("slope", pa.float64()),
        ("slope_low", pa.float64()),
        ("slope_high", pa.float64()),
        ("level_changed", pa.string()),
        ("level_changed_since", pa.date32()),
        ("level_before", pa.float64()),
        ("level_since", pa.float64()),
        ("ratio_low", pa.float64()),
        ("ratio_high", pa.float64()),
        ("method", pa.string()),
        ("caveats", pa.list_(pa.string())),
    ]
)
"""What comes out: one row for each evaluated period of each series."""

_DDL = {
    pa.string(): "string",
    pa.date32(): "date",
    pa.float64(): "double",
    pa.list_(pa.string()): "array<string>",
}
WATCH_DDL = ", ".join(f"{field.name} {_DDL[field.type]}" for field in WATCH_SCHEMA)
"""The same for Spark."""

_KEY = ["series", "region", "period_start"]
TAKEN = {
    "series": pa.string(),
    "date": pa.date32(),
    "count": pa.float64(),
    "population": pa.float64(),
    "region": pa.string(),
    "effort": pa.string(),
    "completeness": pa.float64(),
    "reported": pa.date32(),
    "break": pa.string(),
    "closed": pa.float64(),
    "events": pa.float64(),
}
"""The columns that are read, each in its type."""
REQUIRED = ("series", "date", "count")


def watch_table(
    table: pa.Table,
    *,
    method: str = PEIL,
    false_signals_per_year: float = BUDGET,
    last: int | None = None,
    period: str | None = None,
    as_of: date | None = None,
    holidays: Iterable[date] | Mapping[date, str] = (),
) -> pa.Table:
    """Watch every series of a table: rising, steady, waning, or nobody could tell.

    Args:
        table: columns series, date and count; population, if counts are proportional to it;
            region, a path such as Belgium/Flanders; effort, as in a dossier's indicators. A
            series is one name in one region. Null means that no report came. Also completeness,
            the share of the reports that is in, or reported, the day on which they came, with
            rows of one date adding up; break, what changed where a definition did; closed, not
            0 where a period does not count; events, above 0 in a known outbreak.
        method, false_signals_per_year, last: as for one series.
        period: day, week, month, quarter or year, if it shall not be told from the dates.
        as_of: the day on which the table was as it is; with days of report, the last of them of
            each series without it.
        holidays: days that have a term of their own, or their names by day: one term a name.

    Returns:
        Rows of `WATCH_SCHEMA`, sorted by series, region and period; null where there is
        nothing to say. The order of rows, of columns and of chunks of the input changes no byte.
        e_rise and e_fall are scores since the first evaluated period, without a proof.

    Raises:
        BadInput: a column is missing or is not what it says, or a series cannot be watched.

    Example:
        >>> days = pyarrow.array([date(2024, 1, 1), date(2024, 1, 8)])
        >>> rows = {"series": ["a", "a"], "date": days, "count": [3, 5]}
        >>> peil.watch_table(pyarrow.table(rows))
    """
    known = named(holidays)
    judged = [
        (own, _watched(own, method, false_signals_per_year, last, period, as_of, known))
        for own in _each(checked(table))
    ]
    return in_order(_as_table(judged) if judged else WATCH_SCHEMA.empty_table())


def in_order(watched: pa.Table) -> pa.Table:
    """Bring rows of watched series, from wherever they come, into their one order and form."""
    narrowed = watched.select(WATCH_SCHEMA.names).cast(WATCH_SCHEMA)
    order = pc.sort_indices(narrowed, sort_keys=[(name, "ascending", "at_start") for name in _KEY])
    return narrowed.take(order).combine_chunks()


def checked(table: pa.Table) -> pa.Table:
    """Keep the columns that the watch takes, each in its type.

    Raises:
        BadInput: one is missing, holds something else, or a series has no name.
    """
    names = [name for name in TAKEN if name in table.column_names]
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise BadInput(
            f"the table has no column {missing[0]!r} but {', '.join(table.column_names) or 'none'}; "
            "name its columns series, date and count, and if need be population, region and effort"
        )
    columns = [_cast(table.column(name), name) for name in names]
    kept = pa.table(columns, names=names)
    nameless = pc.index(pc.is_null(kept.column("series")), True).as_py()
    if nameless >= 0:
        raise BadInput(f"row {nameless + 1} of the table has no series; give it a name")
    return kept


def _cast(column: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    try:
        return column.cast(TAKEN[name])
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise BadInput(
            f"the column {name!r} is {column.type} and cannot be read as {TAKEN[name]} "
            f"({str(error).splitlines()[0]}); write dates as in 2018-01-22 and counts as numbers"
        ) from error


def is_below_country(region: str | None) -> bool:
    """Whether a region is a part of a country."""
    return region is not None and SEPARATOR in region


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """The rows of one series in one region."""

    series: str
    region: str | None
    dates: Days
    count: Floats
    population: Floats | None
    declared: Declared
    is_unwatchable: bool

    @property
    def name(self) -> str:
        return self.series if self.region is None else f"{self.series} in {self.region}"


def _each(table: pa.Table) -> Iterator[_Rows]:
    """Part a table into its series, sorted by name and region."""
    names, series = coded(table, "series")
    regions, region = coded(table, "region")
    efforts, effort = coded(table, "effort")
    is_effort = np.array([name == EFFORT_DEPENDENT for name in efforts], dtype=np.bool_)[effort]
    dates = np.asarray(table.column("date").to_numpy(), dtype="datetime64[D]")
    count = table.column("count").to_numpy()
    people = table.column("population").to_numpy() if "population" in table.column_names else None
    declared = _declared(table)
    for rows in parted(np.lexsort((dates, region, series)), series, region):
        where = regions[region[rows[0]]]
        yield _Rows(
            series=str(names[series[rows[0]]]),
            region=where,
            dates=dates[rows],
            count=count[rows],
            population=None if people is None else people[rows],
            declared=declared.take(rows),
            is_unwatchable=is_below_country(where) and bool(is_effort[rows].any()),
        )


def _declared(table: pa.Table) -> Declared:
    """Give what is said of the rows beside their counts."""
    said = {
        of: table.column(name).to_numpy()
        for name, of in COLUMNS.items()
        if name in table.column_names
    }
    if "changed" in said:
        said["changed"] = np.array([text or "" for text in said["changed"]], dtype=object)
    if "closed" in said:
        said["closed"] = np.nan_to_num(said["closed"]) != 0.0
    if "reported" in said:
        said["reported"] = np.asarray(said["reported"], dtype="datetime64[D]")
    return Declared(**said)


def coded(table: pa.Table, name: str) -> tuple[list[str | None], Any]:
    """Give the sorted values of a column of text, nothing first, and the rank of each row."""
    if name not in table.column_names:
        return [None], np.zeros(len(table), dtype=np.int64)
    encoded = table.column(name).combine_chunks().dictionary_encode()
    values = encoded.dictionary.to_pylist()
    sorted_values = sorted(values)
    place = {value: rank + 1 for rank, value in enumerate(sorted_values)}
    ranks = np.array([0, *(place[value] for value in values)], dtype=np.int64)
    codes = np.asarray(encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False))
    return [None, *sorted_values], ranks[codes.astype(np.int64) + 1]


def starts_of(rows: pa.Table) -> Ints:
    """Give the row at which each series in a region begins, in rows that lie together by both."""
    codes = np.stack([coded(rows, name)[1] for name in ("series", "region")])
    return np.flatnonzero((np.diff(codes, axis=1, prepend=-1) != 0).any(axis=0))


def _watched(
    rows: _Rows,
    method: str,
    budget: float,
    last: int | None,
    period: str | None,
    as_of: date | None,
    holidays: Holidays,
) -> Watched:
    counts = counts_from_table(
        rows.name,
        rows.dates,
        rows.count,
        rows.population,
        period,
        as_of=as_of,
        declared=rows.declared,
    )
    if holidays:
        counts = with_holidays(counts, holidays)
    if rows.is_unwatchable:
        return _unwatched(counts, method, budget, last)
    return watch_counts(
        counts, method=method, false_signals_per_year=budget, last=last, with_delays=False
    )


def _unwatched(counts: Counts, method: str, budget: float, last: int | None) -> Watched:
    """Say nothing of counts that follow the work of those who count, below a country.

    Which desk looks where changes more from region to region than what happens there.
    """
    kept = counts.take(slice(0 if last is None else -max(last, 1), None))
    points = Points.unjudged(
        start=kept.start,
        end=kept.end,
        observed=kept.count,
        direction=CANNOT_TELL,
        reason=EFFORT_BELOW_COUNTRY,
    )
    return Watched(
        series=kept.series,
        period=kept.period,
        method=method,
        false_signals_per_year=budget,
        points=points,
    )


def _as_table(judged: list[tuple[_Rows, Watched]]) -> pa.Table:
    own = np.repeat(np.arange(len(judged)), [len(watched.points) for _, watched in judged])

    def of_series(values: list[Any], name: str) -> pa.Array:
        return pa.array(values, WATCH_SCHEMA.field(name).type).take(pa.array(own))

    columns = {
        "series": of_series([rows.series for rows, _ in judged], "series"),
        "region": of_series([rows.region for rows, _ in judged], "region"),
        "method": of_series([watched.method for _, watched in judged], "method"),
        "caveats": of_series([list(watched.caveats) for _, watched in judged], "caveats"),
    }
    for_each = [_columns(watched.points) for _, watched in judged]
    for name in for_each[0]:
        joined = np.concatenate([points[name] for points in for_each])
        columns[name] = _array(joined, WATCH_SCHEMA.field(name).type)
    return pa.table([columns[name] for name in WATCH_SCHEMA.names], schema=WATCH_SCHEMA)


def _columns(points: Points) -> dict[str, Floats | Days | Labels]:
    return {
        "period_start": points.start,
        "period_end": points.end,
        "observed": points.observed,
        "nowcast_low": points.nowcast[:, 0],
        "nowcast_mid": points.nowcast[:, 1],
        "nowcast_high": points.nowcast[:, 2],
        "expected": points.expected,
        "lower": points.lower,
        "upper": points.upper,
        "p_rise": points.p_rise,
        "p_fall": points.p_fall,
        "e_rise": _evidence(points.p_rise),
        "e_fall": _evidence(points.p_fall),
        "direction": points.direction,
        "reason": points.reason,
        "probability": points.probability,
        "signal_since": points.signal_since,
        "signal_opened": points.signal_opened,
        "steady_within": points.steady_within,
        "slope": points.slope[:, 0],
        "slope_low": points.slope[:, 1],
        "slope_high": points.slope[:, 2],
        "level_changed": points.level_changed,
        "level_changed_since": points.level_changed_since,
        "level_before": points.level_before,
        "level_since": points.level_since,
        "ratio_low": points.ratio[:, 0],
        "ratio_high": points.ratio[:, 1],
    }


def _evidence(p: Floats) -> Floats:
    single = evidence(p)
    return np.where(np.isnan(single), np.nan, evidence_over_time(single))


def _array(values: Any, kind: pa.DataType) -> pa.Array:
    """Make a column with null for NaN and for no text, and one value beneath every null."""
    if values.dtype == object:
        return pa.array([text or None for text in values.tolist()], kind)
    missing = np.isnan(values) if values.dtype.kind == "f" else np.isnat(values)
    return pa.array(np.where(missing, np.zeros(1, values.dtype), values), kind, mask=missing)
