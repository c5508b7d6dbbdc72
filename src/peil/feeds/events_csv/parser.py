"""A plain list of events: one row for each, with its date, its country and when it was known."""

import re
from typing import Any

from peil.feeds.importing.dates import iso_day
from peil.feeds.importing.source import ADDED, RELEASE, EventRows, Measure, Source, every_row
from peil.feeds.tables.problems import quoted
from peil.terms.errors import BadInput

NAME = "events_csv"
ID = re.compile("[a-z][a-z0-9_]*")
DAY = "2018-01-22"


def make_source(*, date: str, country: str, published: str | None) -> Source:
    """Describe a plain list by the names of its columns.

    Args:
        date, country: columns with the day of each event and its country.
        published: column with the day on which each became known; None where one day holds for
            the whole file.

    Raises:
        BadInput: a column has no name, or that of the country holds days too.
    """
    columns = tuple(dict.fromkeys(name for name in (date, country, published) if name is not None))
    if "" in columns:
        raise BadInput("a column is named by no letter; name it as the file does")
    if country in (date, published):
        raise BadInput(
            f"the column {quoted(country)} cannot hold countries and days; name one for each"
        )

    def rows(table: Any) -> EventRows:
        day = iso_day(table[date])
        known = None if published is None else iso_day(table[published])
        return EventRows(
            country=table[country],
            month=day,
            day=day,
            date_in={date: DAY},
            known=known,
            known_in={} if published is None else {published: DAY},
        )

    return Source(
        name=NAME,
        title="List of events",
        publisher="own list of events",
        licence="",
        columns=columns,
        days=tuple(name for name in columns if name != country),
        rows=rows,
        measure=_measure,
        default=("events",),
        known=RELEASE if published is None else ADDED,
        is_own=True,
    )


def _measure(id_: str) -> Measure:
    if not ID.fullmatch(id_):
        raise BadInput(
            f"the indicator {quoted(id_)} is not one lower-case word; "
            "use only a-z, 0-9 and _, and start with a letter"
        )
    return Measure(
        id=id_,
        name=id_.replace("_", " ").capitalize(),
        definition="Rows of a list of events; say here what the list holds.",
        amount=every_row,
    )
