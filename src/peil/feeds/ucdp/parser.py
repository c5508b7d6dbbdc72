"""The Georeferenced Event Dataset (UCDP GED): one row for each event with at least one death.

Source: Högbladh (2023), UCDP GED Codebook version 23.1, Uppsala University; Sundberg and
Melander (2013), J. Peace Research 50(4), 523-532.
"""

from functools import partial
from typing import Any

from peil.feeds.importing.dates import OTHER_YEAR, is_other_year, iso_day
from peil.feeds.importing.source import (
    NUMBER,
    RELEASE,
    Code,
    EventRows,
    Measure,
    Source,
    among,
    every_row,
)

LONGER_THAN_A_MONTH = "5"
"""The precision of an event of which only a span of more than a month is known."""

EXACT = "1"
CAVEAT = (
    "Only events with at least one death, of dyads that reach 25 deaths in some year; "
    "an event is counted in the month in which it began."
)
COUNTRIES = {
    "Bosnia-Herzegovina": "Bosnia and Herzegovina",
    "Cambodia (Kampuchea)": "Cambodia",
    "Czech Republic": "Czechia",
    "DR Congo (Zaire)": "DR Congo",
    "Macedonia, FYR": "North Macedonia",
    "Madagascar (Malagasy)": "Madagascar",
    "Myanmar (Burma)": "Myanmar",
    "Russia (Soviet Union)": "Russia",
    "Serbia (Yugoslavia)": "Serbia",
    "Turkey": "Türkiye",
    "United States of America": "United States",
    "Yemen (North Yemen)": "Yemen",
    "Zimbabwe (Rhodesia)": "Zimbabwe",
}


def rows(table: Any) -> EventRows:
    """Read when and where; of a summary of more than a month the month is not known."""
    start = iso_day(table.date_start)
    return EventRows(
        country=table.country,
        month=start,
        day=(table.date_prec == EXACT).ifelse(start, None),
        date_in={"date_start": "2018-01-22"},
        contradicts={
            "a date_end before their date_start": iso_day(table.date_end) < start,
            OTHER_YEAR: is_other_year(table.year, start),
        },
        left_out={
            "of which only a span longer than a month is known": table.date_prec
            == LONGER_THAN_A_MONTH
        },
    )


_measure = partial(Measure, caveat=CAVEAT)


def _of_type(number: str) -> Any:
    return lambda table: table.type_of_violence == number


MEASURES = (
    _measure(
        id="ucdp_events",
        name="Events of organised violence (UCDP)",
        definition="Events of organised violence in UCDP GED, of all three types.",
        amount=every_row,
    ),
    _measure(
        id="ucdp_state_based",
        name="Events of state-based conflict (UCDP)",
        definition="Events in UCDP GED of type 1: a government against an organised group or a government.",
        amount=_of_type("1"),
    ),
    _measure(
        id="ucdp_non_state",
        name="Events of non-state conflict (UCDP)",
        definition="Events in UCDP GED of type 2: organised groups against each other.",
        amount=_of_type("2"),
    ),
    _measure(
        id="ucdp_one_sided",
        name="Events of one-sided violence (UCDP)",
        definition="Events in UCDP GED of type 3: a government or an organised group against civilians.",
        amount=_of_type("3"),
    ),
    _measure(
        id="ucdp_deaths",
        name="Deaths in organised violence (UCDP)",
        definition="Deaths in UCDP GED, the best estimate of each event, of all three types of violence.",
        amount=lambda table: table.best.try_cast("int64"),
        unit="deaths",
    ),
)

SOURCE = Source(
    name="ucdp",
    title="UCDP Georeferenced Event Dataset",
    publisher="UCDP, Uppsala University",
    licence="CC BY 4.0",
    columns=("id", "type_of_violence", "country", "date_prec", "date_start", "best"),
    beside=("date_end", "year"),
    id="id",
    codes={
        "type_of_violence": Code("[123]", "1, 2 or 3"),
        "date_prec": Code("[1-5]", "1 to 5"),
        "best": NUMBER,
    },
    rows=rows,
    measure=among(MEASURES, "ucdp"),
    default=("ucdp_events",),
    known=RELEASE,
    countries=COUNTRIES,
)
