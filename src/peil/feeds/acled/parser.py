"""Armed Conflict Location & Event Data (ACLED): one row for each event, revised every week.

Source: ACLED (2023), Codebook; ACLED, Guide to 2023 ACLED column changes.
"""

from functools import partial
from typing import Any

from peil.feeds.importing.dates import (
    OTHER_YEAR,
    day_of_seconds,
    is_other_year,
    iso_day,
    spoken_day,
)
from peil.feeds.importing.source import CHANGED, Code, EventRows, Measure, Source, among

CAVEAT = (
    "The file tells of each row only when it was last changed, so that earlier vintages made from "
    "it are lower bounds, marked as approximate. Coverage starts in different years by country."
)
DISORDERS = "political violence|demonstrations|strategic developments"
TYPES = (
    "battles|explosions/remote violence|protests|riots|strategic developments|"
    "violence against civilians"
)
COUNTRIES = {
    "Czech Republic": "Czechia",
    "Democratic Republic of Congo": "DR Congo",
    "Turkey": "Türkiye",
}


def rows(table: Any) -> EventRows:
    """Read when and where; `timestamp` is the second in which the row was last changed."""
    word = table.event_date
    day = iso_day(word).coalesce(spoken_day(word))
    return EventRows(
        country=table.country,
        month=day,
        day=day,
        date_in={"event_date": "2018-01-22"},
        contradicts={OTHER_YEAR: is_other_year(table.year, day)},
        known=day_of_seconds(table.timestamp),
        known_in={"timestamp": "1516579200"},
    )


_measure = partial(Measure, caveat=CAVEAT)


MEASURES = (
    _measure(
        id="acled_political_violence",
        name="Events of political violence (ACLED)",
        definition="Events of ACLED whose disorder type names political violence.",
        amount=lambda table: table.disorder_type.contains("political violence"),
    ),
    _measure(
        id="acled_violence_against_civilians",
        name="Violence against civilians (ACLED)",
        definition="Events of ACLED of the type violence against civilians.",
        amount=lambda table: table.event_type == "violence against civilians",
    ),
    _measure(
        id="acled_explosions",
        name="Explosions and remote violence (ACLED)",
        definition="Events of ACLED of the type explosions/remote violence.",
        amount=lambda table: table.event_type == "explosions/remote violence",
    ),
    _measure(
        id="acled_battles",
        name="Battles (ACLED)",
        definition="Events of ACLED of the type battles.",
        amount=lambda table: table.event_type == "battles",
    ),
    _measure(
        id="acled_demonstrations",
        name="Demonstrations (ACLED)",
        definition="Events of ACLED of the types protests or riots whose disorder type names demonstrations.",
        amount=lambda table: table.disorder_type.contains("demonstrations"),
    ),
)

SOURCE = Source(
    name="acled",
    title="Armed Conflict Location & Event Data",
    publisher="ACLED",
    licence="ACLED terms of use: attribution, raw data not to be passed on; counts cited",
    columns=("event_id_cnty", "event_date", "disorder_type", "event_type", "country", "timestamp"),
    beside=("year",),
    id="event_id_cnty",
    codes={
        "disorder_type": Code(
            f"({DISORDERS})(; ({DISORDERS}))*", "one of " + DISORDERS.replace("|", ", ")
        ),
        "event_type": Code(TYPES, "one of " + TYPES.replace("|", ", ")),
    },
    rows=rows,
    measure=among(MEASURES, "acled"),
    default=("acled_political_violence",),
    known=CHANGED,
    countries=COUNTRIES,
)
