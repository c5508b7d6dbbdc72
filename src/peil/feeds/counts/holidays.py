"""Holidays as they are asked for: a country's calendar, a table of days, or days of one's own."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import numpy as np

from peil.feeds.tables.columns import COUNTS, Columns
from peil.feeds.tables.opening import open_table
from peil.feeds.tables.problems import quoted
from peil.observe.watch.holidays import Holidays, named
from peil.terms.calendar import as_date
from peil.terms.errors import BadInput

Asked = str | Path | Iterable[date] | Mapping[date, str]
"""A country or a file by its name, or days."""
TABLES = (".csv", ".parquet")
MOST_NAMES = 60
"""Each name is a term: with more there is hardly a period left to learn one from."""


def read_holidays(asked: Asked, first: date, last: date) -> Holidays:
    """Read the holidays from a first to a last day.

    Args:
        asked: a country's code such as BE, or DE-BY for a part of it; a CSV with a column date and
            perhaps name; or days, which may have names.
        first, last: those of the counts.

    Raises:
        BadInput: nothing of that name is known, the file cannot be read, or no day lies within.
    """
    every = _read(asked, first, last)
    found = tuple((day, name) for day, name in every if first <= day <= last)
    if not found:
        raise BadInput(
            f"none of the {len(every)} holidays lies from {first} to {last}, where the counts are; "
            "give those of these years"
        )
    names = {name for _, name in found}
    if len(names) > MOST_NAMES:
        raise BadInput(
            f"the holidays have {len(names)} names, such as {quoted(min(names))}; give the same "
            f"holiday of all years one name, at most {MOST_NAMES} in all"
        )
    return found


def _read(asked: Asked, first: date, last: date) -> Holidays:
    if isinstance(asked, Path) or (isinstance(asked, str) and asked.lower().endswith(TABLES)):
        return _of_table(Path(asked))
    if isinstance(asked, str):
        return _of_country(asked, range(first.year, last.year + 1))
    return named(asked)


def _of_table(path: Path) -> Holidays:
    table = Columns(open_table(path, "date", "one day", may_be_single=True))
    if counts := table.find(*COUNTS):
        raise BadInput(
            f"{table.file}, row 1: has the column {quoted(counts)}, as a table of counts has; give "
            "one of holidays, with the columns date and perhaps name"
        )
    days = table.days(table.need("", None, "date", "day"))
    table.refuse(np.isnat(days), "has no date; write the day of the holiday, or delete the row")
    name = table.find("name", "holiday")
    names = table.texts(name) if name else [""] * len(days)
    return named({as_date(day): own for day, own in zip(days, names, strict=True)})


def _of_country(code: str, years: Iterable[int]) -> Holidays:
    """Look a country up; of a day that is two holidays, or half one, the first name is taken."""
    from holidays import country_holidays

    country, _, part = code.upper().partition("-")
    try:
        found = country_holidays(country, subdiv=part or None, years=years)
    except NotImplementedError:
        raise BadInput(
            f"the holidays of {quoted(code)} are not known; give a country such as BE, a part of "
            "one such as DE-BY, or a CSV with a column date"
        ) from None
    return named({day: name.split("; ")[0].split(" (")[0] for day, name in found.items()})
