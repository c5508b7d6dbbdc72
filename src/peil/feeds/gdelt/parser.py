"""Events of GDELT 2.0: what news reports say that somebody did, coded by a machine.

GDELT counts the attention of the media. A count of it rises with the number of articles that are
read, so that each comes with the total of the same country as its denominator, and none is ever
evidence for a level.

Source: GDELT Project (2015), The GDELT Event Database data format codebook V2.0; Schrodt (2012),
CAMEO: Conflict and Mediation Event Observations event and actor codebook, chapter 6.
"""

import csv
import re
from functools import partial
from importlib.resources import files
from typing import Any

from peil.feeds.importing.dates import compact_day
from peil.feeds.importing.source import (
    ADDED,
    BY_KNOWLEDGE,
    Code,
    EventRows,
    Measure,
    Source,
    every_row,
    unknown_indicator,
)
from peil.observe.indicator import EFFORT_DEPENDENT

TOTAL = "gdelt_events"
CODED = "gdelt_code_"
CODE = re.compile(r"gdelt_code_(\d{2,4})")
ROOTS = {
    "14": "Protest",
    "15": "Exhibition of force",
    "16": "Reduction of relations",
    "17": "Coercion",
    "18": "Assault",
    "19": "Fighting",
    "20": "Mass violence",
}
OFFERED = (TOTAL, *(f"{CODED}{root}" for root in ROOTS))
CAVEAT = (
    "Counts the attention of the media, not events: several reports of one event are several "
    "rows, and errors of the machine are common. Compare with the total of the same country only."
)


def _actor(number: int) -> tuple[str, ...]:
    start = f"Actor{number}"
    parts = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode")
    more = ("Religion1Code", "Religion2Code", "Type1Code", "Type2Code", "Type3Code")
    return tuple(start + part for part in (*parts, *more))


def _place(of: str) -> tuple[str, ...]:
    parts = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
    return tuple(f"{of}Geo_{part}" for part in parts)


HEADER = (
    *("GlobalEventID", "Day", "MonthYear", "Year", "FractionDate"),
    *_actor(1),
    *_actor(2),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass"),
    *("GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *_place("Actor1"),
    *_place("Actor2"),
    *_place("Action"),
    *("DATEADDED", "SOURCEURL"),
)
"""The 61 columns; the files have no row of names."""


def rows(table: Any) -> EventRows:
    """Read when and where the action took place, and when GDELT added it."""
    day, known = compact_day(table.Day), compact_day(table.DATEADDED)
    return EventRows(
        country=table.ActionGeo_CountryCode,
        month=day,
        day=day,
        date_in={"Day": "20180122"},
        known=known,
        known_in={"DATEADDED": "20180122"},
        left_out={"dated after the day on which they were added": day > known},
    )


def measure(id_: str) -> Measure:
    """Make a measure of one code of CAMEO and all below it, or of all events.

    Raises:
        BadInput: the id is neither `gdelt_events` nor `gdelt_code_` with two to four digits.
    """
    if id_ == TOTAL:
        return _measure(
            id=id_,
            name="All events (GDELT)",
            definition="All events that GDELT places in the country: how much is reported.",
            amount=every_row,
        )
    found = CODE.fullmatch(id_)
    if found is None:
        raise unknown_indicator(id_, (*OFFERED, f"{CODED}183"), "gdelt")
    code = found[1]
    root = ROOTS.get(code)
    return _measure(
        id=id_,
        name=f"{root} (GDELT)" if root else f"Events of code {code} (GDELT)",
        definition=f"Events that GDELT places in the country with the CAMEO code {code} or one "
        "below it.",
        denominator=TOTAL,
        amount=lambda table: table.EventCode.startswith(code),
    )


_measure = partial(
    Measure,
    unit="reported events",
    effort=EFFORT_DEPENDENT,
    caveat=CAVEAT,
    never_weighs=True,
    weighs_reason="counts the attention of the media, which is no evidence for a level",
)


def _countries() -> dict[str, str]:
    text = files(__package__).joinpath("countries.csv").read_text(encoding="utf-8")
    return {row["fips"]: row["country"] for row in csv.DictReader(text.splitlines())}


SOURCE = Source(
    name="gdelt",
    title="GDELT 2.0 Event Database",
    publisher="GDELT Project",
    licence="open for any use, with a link to gdeltproject.org",
    columns=("GlobalEventID", "Day", "EventCode", "ActionGeo_CountryCode", "DATEADDED"),
    header=HEADER,
    id="GlobalEventID",
    codes={"EventCode": Code(r"\d{2,4}|-+", "a CAMEO code, as in 183, or --- for none")},
    rows=rows,
    measure=measure,
    default=tuple(f"{CODED}{root}" for root in ROOTS),
    always=(TOTAL,),
    known=ADDED,
    span=BY_KNOWLEDGE,
    countries=_countries(),
)
