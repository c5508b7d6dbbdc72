"""Read series that stand side by side in one table, one row for each period."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from peil.feeds.counts.read import NAMES
from peil.feeds.panel.sheet import Sheet
from peil.observe.breaks import EVERYWHERE, Break
from peil.observe.watch.counts import Counts
from peil.observe.watch.regular import counts_from_table
from peil.terms.calendar import Floats, as_date
from peil.terms.errors import BadInput

YEAR, MONTH = "year", "month"


def read_side_by_side(
    path: Path,
    *,
    count: str | None = None,
    dates: str | None = None,
    population: str | None = None,
    others: Sequence[str] = (),
) -> tuple[Counts, dict[str, Counts]]:
    """Read a series of counts, and others of the same periods.

    Args:
        path: a CSV with a column of periods, or of years and of months, and one for each series.
        count: column of the counts; without it, one that is called count.
        dates: column of the periods; without it, one that is called date, or year and month.
        population: column of what counts are proportional to.
        others: columns of further counts.

    Raises:
        BadInput: the table cannot be read as it stands; the sentence names file, row and value.
    """
    sheet = Sheet(path, "date and count")
    days, period = sheet.periods(_date_columns(sheet, dates))
    own = sheet.need("--count", *([count] if count else NAMES["count"]))
    exposure = None
    if population is not None:
        exposure = sheet.populations(sheet.need("--population", population))
        exposure = _complete(sheet, population, exposure)

    def made(name: str) -> Counts:
        counted = sheet.counts(name)
        try:
            return counts_from_table(name, days, counted, exposure, period)
        except BadInput as error:
            raise BadInput(f"{sheet.file}: {error}") from None

    return made(own), {name: made(sheet.need("", name)) for name in others}


def _date_columns(sheet: Sheet, dates: str | None) -> list[str]:
    year, month = sheet.find(YEAR), sheet.find(MONTH)
    if dates is None and sheet.find("date") is None and year and month:
        return [year, month]
    return [sheet.need("--dates", *([dates] if dates else NAMES["date"]))]


def _complete(sheet: Sheet, name: str, exposure: Floats) -> Floats:
    missing = np.flatnonzero(np.isnan(exposure))
    if len(missing):
        raise BadInput(
            f"{sheet.file}, row {int(missing[0]) + 2}: has no {name}; write it for every period"
        )
    return exposure


def read_breaks(path: Path, series: str) -> tuple[Break, ...]:
    """Read the breaks of a series from a register: date, description and perhaps indicator.

    A break without an indicator is one of every series; names are told apart without regard to case.

    Raises:
        BadInput: the register cannot be read as it stands.
    """
    sheet = Sheet(path, "date and description")
    days, _ = sheet.periods([sheet.need("", "date")])
    said = sheet.texts(sheet.need("", "description"))
    indicator = sheet.find("indicator", "series")
    of = sheet.texts(indicator) if indicator else [series] * sheet.rows
    return tuple(
        _break(as_date(day), words, series)
        for day, words, name in zip(days, said, of, strict=True)
        if name.casefold() == series.casefold()
    )


def _break(day: date, description: str, series: str) -> Break:
    return Break(
        indicator=series,
        date=day,
        country=EVERYWHERE,
        kind="definition",
        description=description,
        publisher="",
        source="",
        published=day,
        verified=True,
    )
