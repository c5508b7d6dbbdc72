"""The Global Terrorism Database (GTD): one row for each attack, from 1970 on.

Source: START, University of Maryland (2021), Global Terrorism Database codebook: methodology,
inclusion criteria, and variables.
"""

import csv
from collections.abc import Mapping
from functools import partial
from importlib.resources import files
from typing import Any

from peil.feeds.importing.dates import day_of
from peil.feeds.importing.source import RELEASE, Code, EventRows, Measure, Source, among, every_row

YEAR_LOST = "1993"
"""The records of this year were lost before the database was made."""

COUNTRIES = {
    "Bosnia-Herzegovina": "Bosnia and Herzegovina",
    "Czech Republic": "Czechia",
    "Macedonia": "North Macedonia",
}
CAVEAT = (
    "How events were collected changed in 1998, 2008 and 2012; 1993 is missing. "
    "Attacks that failed are included, plots that were stopped are not."
)


def rows(table: Any) -> EventRows:
    """Read when and where; a month of 0 is unknown, a day of 0 leaves the month known."""
    year, month, day = table.iyear, table.imonth, table.iday
    return EventRows(
        country=table.country_txt,
        month=day_of(year, month, (day == "0").ifelse("1", day)),
        day=day_of(year, month, day),
        date_in={"iyear": "2018", "imonth": "1", "iday": "22"},
        contradicts={
            "a date of another month than their id begins with": (month != "0")
            & (table.eventid.substr(0, 6) != year + month.lpad(2, "0"))
        },
        left_out={
            f"of {YEAR_LOST}, of which the database lost its records": year == YEAR_LOST,
            "of an unknown month": (month == "0") & (year != YEAR_LOST),
        },
    )


def _is_sure(table: Any) -> Any:
    """Nobody doubted that it was terrorism; before 1998 the question was not asked (-9)."""
    return table.doubtterr != "1"


_measure = partial(Measure, unit="attacks", family="attacks", caveat=CAVEAT)


MEASURES = (
    _measure(
        id="gtd_attacks",
        name="Terrorist attacks (GTD)",
        definition="Attacks in the Global Terrorism Database, successful or not, those left out of which "
        "the coders doubt that they were terrorism (doubtterr 1).",
        amount=_is_sure,
    ),
    _measure(
        id="gtd_attacks_completed",
        name="Successful terrorist attacks (GTD)",
        definition="Attacks in the Global Terrorism Database that took place as meant (success 1), the "
        "doubtful ones left out.",
        amount=lambda table: _is_sure(table) & (table.success == "1"),
    ),
    _measure(
        id="gtd_attacks_deadly",
        name="Deadly terrorist attacks (GTD)",
        definition="Attacks in the Global Terrorism Database with at least one person killed, attackers "
        "included (nkill), the doubtful ones left out.",
        amount=lambda table: _is_sure(table) & (table.nkill.try_cast("float64") >= 1),
    ),
    _measure(
        id="gtd_attacks_with_doubtful",
        name="Terrorist attacks with the doubtful ones (GTD)",
        definition="All rows of the Global Terrorism Database, those included of which the coders doubt "
        "that they were terrorism.",
        amount=every_row,
    ),
)


def _breaks() -> tuple[Mapping[str, str], ...]:
    text = files(__package__).joinpath("breaks.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


SOURCE = Source(
    name="gtd",
    title="Global Terrorism Database",
    publisher="START, University of Maryland",
    licence="GTD end user agreement: not to be passed on; counts cited",
    columns=("eventid", "iyear", "imonth", "iday", "country_txt", "doubtterr", "success", "nkill"),
    id="eventid",
    codes={
        "doubtterr": Code("1|0|-9|", "1, 0 or -9"),
        "success": Code("1|0", "1 or 0"),
        "nkill": Code(r"\d+(\.\d+)?|", "a number without marks, or nothing where it is not known"),
    },
    rows=rows,
    measure=among(MEASURES, "gtd"),
    default=("gtd_attacks",),
    known=RELEASE,
    countries=COUNTRIES,
    absent=tuple(f"{YEAR_LOST}-{month:02d}" for month in range(1, 13)),
    breaks=_breaks(),
)
