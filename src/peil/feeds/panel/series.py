"""Read series that stand side by side in one table, one row for each period."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from peil.feeds.tables.columns import COUNTS, Columns
from peil.feeds.tables.problems import told_of
from peil.feeds.tables.slips import refuse_change_of_unit, refuse_whole
from peil.feeds.tables.table import Table
from peil.observe.breaks import EVERYWHERE, Break
from peil.observe.watch.counts import Counts
from peil.observe.watch.regular import counts_from_table
from peil.terms.calendar import as_date


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesColumns:
    """Which columns of a table of series are read.

    Args:
        count, dates, population: their names; None for the usual ones, or for none.
        control: a series that the policy could not reach.
        displaced: series that events may have moved to.
    """

    count: str | None = None
    dates: str | None = None
    population: str | None = None
    control: str | None = None
    displaced: tuple[str, ...] = ()


def read_side_by_side(
    path: Path | Table, columns: SeriesColumns
) -> tuple[Counts, dict[str, Counts]]:
    """Read a series of counts, and the others of the same periods by their names.

    Args:
        path: a table, or a CSV, with a column of periods, or of years and of months, and one
            for each series.
        columns: those that are read; of counts without a name the one that is called count, of
            periods the one that is called date, or year and month.

    Raises:
        BadInput: the table cannot be read as it stands; the sentence names file, row and value.
    """
    table = Columns(path, "date and count")
    days, period = table.periods(table.dates("--dates", columns.dates)[0])
    own = table.need("--count", columns.count, *COUNTS)
    exposure, population = None, columns.population
    others = (*filter(None, [columns.control]), *columns.displaced)
    if population is not None:
        exposure = table.populations(table.need("--population", population))
        table.refuse(np.isnan(exposure), f"has no {population}; write it for every period")
        refuse_change_of_unit(table.file, np.zeros(table.rows, dtype=np.int64), days, exposure)

    def made(name: str) -> Counts:
        counted = table.counts(name)
        with told_of(table.file):
            return counts_from_table(name, days, counted, exposure, period)

    for name in others:
        refuse_whole(table.file, name, table.counts(table.need("", name)), table.counts(own))
    return made(own), {name: made(table.need("", name)) for name in others}


def read_breaks(path: Path | Table, series: str) -> tuple[Break, ...]:
    """Read the breaks of a series from a register: date, description and perhaps indicator.

    A break without an indicator is one of every series; names are told apart without regard to case.

    Raises:
        BadInput: the register cannot be read as it stands.
    """
    table = Columns(path, "date and description", "one row for each break, or leave it out")
    days, _ = table.periods(table[table.need("", None, "date")])
    said = table.texts(table.need("", None, "description"))
    indicator = table.find("indicator", "series")
    of = table.texts(indicator) if indicator else [series] * table.rows
    return tuple(
        Break(
            indicator=series,
            date=as_date(day),
            country=EVERYWHERE,
            kind="definition",
            description=words,
            publisher="",
            source="",
            published=as_date(day),
            verified=True,
        )
        for day, words, name in zip(days, said, of, strict=True)
        if name.casefold() == series.casefold()
    )
