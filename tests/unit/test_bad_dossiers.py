"""Bad cells and rows: each is refused in one sentence with the file, the row and the remedy."""

from pathlib import Path

import pytest
from tests.unit.feeds.builders import (
    EARLIER,
    Change,
    add_row,
    both,
    cell,
    content,
    swap,
    with_columns,
    without_column,
)
from tests.unit.feeds.sentences import Bad, assert_refused, bad

OBS, IND, ATT = "observations.csv", "indicators.csv", "attacks.csv"
SIGNS = "signs.csv"
WIN, POP, OFF, PLOTS = "attacks_complete.csv", "population.csv", "official_levels.csv", "plots.csv"


def observation(row: int, column: str, value: str, *said: str, alone: bool = True) -> Bad:
    return bad(cell("observations", row, column, value), OBS, row, *said, alone=alone)


def relevant(**columns: str) -> Change:
    """Add columns to the indicators that are filled in the row of the files."""
    return with_columns("indicators", 2, **columns)


CASES = {
    "observation: a day in no calendar": observation(
        2, "period_end", "2017-02-30", "'2017-02-30'", "in no calendar"
    ),
    "observation: a leap day too many": observation(2, "published", "2017-02-29", "no calendar"),
    "observation: year zero": observation(2, "period_start", "0000-01-01", "no calendar"),
    "observation: a day written the other way": observation(
        2, "published", "31/01/2017", "'31/01/2017'", "as in 2018-01-22"
    ),
    "observation: a day with its time": observation(2, "published", "2017-01-31T10:00", "no date"),
    "observation: a day in Arabic digits": observation(2, "published", "٢٠١٧-٠١-٣١", "no date"),
    "observation: a day without month": observation(2, "published", "2017", "no date"),
    "observation: an age ago": observation(
        2, "period_start", "1017-01-01", "'1017-01-01'", "below 1900-01-01"
    ),
    "observation: far ahead": observation(
        2, "published", "3017-01-01", "'3017-01-01'", "above 2100-12-31"
    ),
    "observation: no day": observation(2, "published", "", "published is empty"),
    "observation: ends before it starts": observation(
        2, "period_end", "2015-12-31", "2015-12-31", "2016-01-01"
    ),
    "observation: published before its end": bad(
        both(
            cell("observations", 2, "published", "2016-12-30"),
            cell("observations", 2, "published_precision", "day"),
        ),
        OBS,
        2,
        "before its period ended",
        "partial",
    ),
    "observation: published before its start": observation(
        4, "published", "2016-12-31", "before its period began on 2017-01-01"
    ),
    "observation: negative": observation(2, "value", "-3", "'-3'", "below 0"),
    "observation: words": observation(2, "value", "many", "'many'", "no number"),
    "observation: thousands": observation(2, "value", "1,004", "'1,004'", "between thousands"),
    "observation: thousands by space": observation(2, "value", "1 004", "'1 004'", "no number"),
    "observation: decimal comma": observation(2, "value", "2,5", "'2,5'", "'.' as decimal sign"),
    "observation: not a number": observation(2, "value", "NaN", "'NaN'", "no number"),
    "observation: infinite": observation(2, "value", "inf", "'inf'", "no number"),
    "observation: infinite by exponent": observation(2, "value", "1e999", "above 1000000000000"),
    "observation: absurd": observation(2, "value", "9" * 20, "above 1000000000000"),
    "observation: hexadecimal": observation(2, "value", "0x1F", "no number"),
    "observation: underscore": observation(2, "value", "1_0", "no number"),
    "observation: per cent": observation(2, "value", "12%", "no number"),
    "observation: no value": observation(2, "value", "", "value is empty"),
    "observation: blank value": observation(2, "value", "  ", "value is empty"),
    "observation: share above 100": observation(7, "value", "162.5", "'162.5'", "above 100"),
    "observation: unknown indicator": observation(
        6, "indicator", "lister", "'lister'", "in no row", "'listed'"
    ),
    "observation: very unknown indicator": observation(6, "indicator", "zzz", "'zzz'", "add it"),
    "observation: no country": observation(7, "country", "", "country is empty"),
    "observation: country with a space": observation(7, "country", "Sudland ", "delete the space"),
    "observation: country with a line end": observation(
        7, "country", "Sudland\n", r"'Sudland\n'", "delete the space"
    ),
    "observation: no publisher": observation(2, "publisher", "", "publisher is empty"),
    "observation: no source": observation(2, "source", "", "source is empty"),
    "observation: partial yes": observation(2, "partial", "yes", "'yes'", "true or false"),
    "observation: partial 1": observation(2, "partial", "1", "'1'", "true or false"),
    "observation: partial empty": observation(2, "partial", "", "partial is empty"),
    "observation: approximate circa": observation(2, "approximate", "circa", "'circa'"),
    "observation: confidence": observation(2, "confidence", "reed", "'reed'", "write 'read'"),
    "observation: no confidence": observation(2, "confidence", "", "confidence is empty"),
    "observation: precision": observation(2, "published_precision", "week", "'week'", "assumed"),
    "observation: unknown kind": observation(
        2, "measure_kind", "flow", "'flow'", "flow_count", alone=False
    ),
    "observation: another kind": observation(2, "measure_kind", "stock", "'stock'", "'flow_count'"),
    "observation: another family": observation(2, "family", "attacks", "'judicial_opened'"),
    "observation: another unit": observation(2, "unit", "person", "'person'", "'files'"),
    "observation: another effort": observation(2, "effort", "exogenous", "write the same in both"),
    "observation: a stock with a period": observation(
        6, "period_start", "2016-01-01", "stock", "from 2016-01-01 to 2016-03-01"
    ),
    "observation: the same key twice": bad(
        cell("observations", 3, "published", "2017-01-31"), OBS, 3, "repeats", "row 2"
    ),
    "indicator: the same id twice": bad(
        cell("indicators", 3, "id", "files"), IND, 3, "repeats", "row 2", alone=False
    ),
    "indicator: a capital": bad(
        cell("indicators", 3, "id", "Gone"), IND, 3, "'Gone'", "a-z", alone=False
    ),
    "indicator: a reserved name": bad(
        add_row("indicators", "attacks_dated_x,X,,,,x,flow_count,attacks,exogenous,X,,true"),
        IND,
        6,
        "'attacks_dated_x'",
        "choose another id",
    ),
    "indicator: no English name": bad(
        cell("indicators", 2, "name_en", ""), IND, 2, "name_en is empty"
    ),
    "indicator: no definition": bad(cell("indicators", 2, "definition", ""), IND, 2, "definition"),
    "indicator: unknown kind": bad(
        cell("indicators", 2, "measure_kind", "count"), IND, 2, "'count'", alone=False
    ),
    "indicator: unknown effort": bad(
        cell("indicators", 2, "effort", "exogen"), IND, 2, "write 'exogenous'", alone=False
    ),
    "indicator: unknown family": bad(
        both(cell("indicators", 5, "family", "plot"), cell("observations", 7, "family", "")),
        IND,
        5,
        "'plot'",
        "write 'plots'",
    ),
    "indicator: a stock that weighs": bad(
        cell("indicators", 4, "weighs", "true"), IND, 4, "weighs is true for a stock"
    ),
    "indicator: a share that weighs": bad(
        cell("indicators", 5, "weighs", "true"), IND, 5, "weighs is true for a share"
    ),
    "indicator: caused by the level and weighs": bad(
        both(
            cell("indicators", 2, "effort", "level_caused"),
            swap(OBS, "effort_dependent,Prosecutor", "level_caused,Prosecutor"),
            swap(OBS, "effort_dependent,Prosecutor", "level_caused,Prosecutor"),
            swap(OBS, "effort_dependent,Prosecutor", "level_caused,Prosecutor"),
        ),
        IND,
        2,
        "weighs is true for a level_caused",
    ),
    "indicator: deaths that weigh": bad(
        add_row(
            "indicators",
            "killed_total,Killed,,,,persons,flow_count,attacks,exogenous,Deaths.,,true",
        ),
        IND,
        6,
        "weighs is true for 'killed_total'",
        "deaths tell little",
    ),
    "indicator: what was prevented and weighs": bad(
        add_row(
            "indicators",
            "departures_prevented,Stopped,,,,persons,flow_count,fighters_out,exogenous,X.,,true",
        ),
        IND,
        6,
        "'departures_prevented'",
        "of the work",
    ),
    "indicator: weighs maybe": bad(cell("indicators", 2, "weighs", "maybe"), IND, 2, "'maybe'"),
    "indicator: no column weighs": bad(
        without_column("indicators", "weighs"), IND, 1, "'weighs'", alone=False
    ),
    "indicator: relevant without a reason": bad(
        relevant(relevant_until="2019-03-23", relevance_source="Paper"),
        IND,
        2,
        "relevant_until is 2019-03-23 without a relevance_reason",
    ),
    "indicator: relevant without a source": bad(
        relevant(relevant_from="2019-03-23", relevance_reason="A war began."),
        IND,
        2,
        "relevant_from is 2019-03-23 without a relevance_source",
    ),
    "indicator: relevant until before it is": bad(
        relevant(
            relevant_from="2012-01-01",
            relevant_until="2011-12-31",
            relevance_reason="A war.",
            relevance_source="Paper",
        ),
        IND,
        2,
        "relevant_until is 2011-12-31, before relevant_from, 2012-01-01",
    ),
    "attack: of an ideology that nobody knows": bad(
        cell("attacks", 4, "ideology", "rightwing"), ATT, 4, "'rightwing'", "write 'right_wing'"
    ),
    "attack: many dead before it was public": bad(
        both(
            cell("attacks", 2, "killed", "10"),
            with_columns("attacks", 2, killed_published="2016-03-21"),
        ),
        ATT,
        2,
        "killed_published is 2016-03-21, before",
        "2016-03-22",
    ),
    "attack: many dead who were few": bad(
        both(
            cell("attacks", 2, "killed", "9"),
            with_columns("attacks", 2, killed_published="2016-03-23"),
        ),
        ATT,
        2,
        "killed_published is 2016-03-23 where killed is '9'",
        "fewer than 10",
    ),
    "attack: of any ideology": bad(
        cell("attacks", 2, "ideology", "any"), ATT, 2, "'any'", "write one of jihadist"
    ),
    "sign: public before its day": bad(
        cell("signs", 2, "published", "2017-11-01"),
        SIGNS,
        2,
        "before it was declared on 2017-11-02",
    ),
    "sign: of no office": bad(cell("signs", 2, "office", ""), SIGNS, 2, "office is empty"),
    "sign: twice on a day": bad(cell("signs", 3, "day", "2017-11-02"), SIGNS, 3, "repeats"),
    "sign: where no level asks for one": bad(
        swap("scale.toml", ", imminent = true", ""),
        SIGNS,
        2,
        "which no level of scale.toml asks for",
        "imminent = true",
    ),
    "attack: unknown status": bad(
        cell("attacks", 2, "status", "complete"), ATT, 2, "'complete'", "write 'completed'"
    ),
    "attack: known before it happened": bad(
        cell("attacks", 2, "published", "2016-03-21"), ATT, 2, "before it happened on 2016-03-22"
    ),
    "attack: a month by its last day": bad(
        cell("attacks", 3, "date", "2017-05-31"), ATT, 3, "the first day of the month"
    ),
    "attack: a year by another day": bad(
        cell("attacks", 4, "date", "2018-02-01"), ATT, 4, "the first day of the year"
    ),
    "attack: half a person": bad(cell("attacks", 2, "killed", "1.5"), ATT, 2, "whole number"),
    "attack: fewer than none": bad(cell("attacks", 2, "injured", "-1"), ATT, 2, "below 0"),
    "attack: ideology in words": bad(
        cell("attacks", 2, "ideology", "Right wing"), ATT, 2, "'Right wing'"
    ),
    "attack: assumed day": bad(
        cell("attacks", 2, "date_precision", "assumed"), ATT, 2, "'assumed'", "day, month, year"
    ),
    "window: ends before it starts": bad(
        cell("attacks_complete", 3, "complete_to", "2015-12-31"), WIN, 3, "before it starts"
    ),
    "window: overlaps": bad(
        cell("attacks_complete", 3, "complete_from", "2015-12-31"),
        WIN,
        3,
        "inside the list of row 2",
    ),
    "window: mixes plots": bad(
        cell("attacks_complete", 2, "status", "completed+foiled"), WIN, 2, "mixes foiled plots"
    ),
    "window: unknown status": bad(
        cell("attacks_complete", 2, "status", "done"), WIN, 2, "'done'", "completed+failed"
    ),
    "window: of an ideology that nobody knows": bad(
        cell("attacks_complete", 2, "ideology", "jihadi"), WIN, 2, "'jihadi'", "write 'jihadist'"
    ),
    "window: of another ideology than all events": bad(
        both(
            cell("attacks_complete", 2, "ideology", "right_wing"),
            cell("attacks_complete", 3, "ideology", "left_wing"),
            cell("breaks", 4, "indicator", "files"),
        ),
        WIN,
        2,
        "'Norland' is of the ideology 'right_wing'",
        "attacks.csv has 'jihadist' alone",
        "or any for a list of them all",
        alone=False,
    ),
    "window: no reason": bad(cell("attacks_complete", 2, "reason", ""), WIN, 2, "reason is empty"),
    "population: negative": bad(cell("population", 2, "population", "-5"), POP, 2, "'-5'"),
    "population: none": bad(cell("population", 2, "population", "0"), POP, 2, "below 1"),
    "population: a year twice": bad(cell("population", 3, "year", "2016"), POP, 3, "repeats"),
    "population: a day for a year": bad(
        cell("population", 2, "year", "2016-01-01"), POP, 2, "four digits"
    ),
    "population: before there was a count": bad(
        cell("population", 2, "year", "1816"), POP, 2, "'1816'", "below 1900"
    ),
    "official: above its scale": bad(
        cell("official_levels", 5, "level", "6"), OFF, 5, "6 on a scale from 1 to 5"
    ),
    "official: on no level of the law": bad(
        both(
            cell("official_levels", 3, "level", "5"), cell("official_levels", 3, "scale_max", "5")
        ),
        OFF,
        3,
        "no level of scale.toml",
        "1, 2, 3, 4",
    ),
    "official: a word for a level": bad(
        cell("official_levels", 3, "level", "three"), OFF, 3, "'three'", "whole number"
    ),
    "official: twice on a day": bad(
        cell("official_levels", 3, "valid_from", "2010-01-01"), OFF, 3, "repeats"
    ),
    "official: on another scale than the law's": bad(
        cell("official_levels", 3, "scale_max", "5"),
        OFF,
        3,
        "from 1 to 5, and that of scale.toml from 1 to 4",
        "scales/DAY.toml",
    ),
    "official: on no level of the scale of its day": bad(
        both(
            content("scales/2000-01-01.toml", EARLIER),
            add_row(
                "official_levels", "Norland,2005-01-01,2005-01-01,day,2,0,2,,national,News,read,"
            ),
        ),
        OFF,
        6,
        "no level of scales/2000-01-01.toml",
        "0, 1",
    ),
    "official: in force still at another level": bad(
        cell("official_levels_confirmed", 2, "level", "3"),
        "official_levels_confirmed.csv",
        2,
        "level is 3, and 2 in row 2 of official_levels.csv",
    ),
    "official: in force still before there was one": bad(
        cell("official_levels_confirmed", 2, "valid_from", "2009-12-31"),
        "official_levels_confirmed.csv",
        2,
        "no level holds on 2009-12-31",
    ),
    "scale: called by another day": bad(
        content("scales/2001-01-01.toml", EARLIER),
        "scales/2001-01-01.toml",
        None,
        "valid from 2000-01-01",
        "call it scales/2000-01-01.toml",
    ),
    "scale: not before today's": bad(
        content("scales/2010-01-01.toml", EARLIER.replace("2000-01-01", "2010-01-01")),
        "scales/2010-01-01.toml",
        None,
        "scale.toml from 2010-01-01",
    ),
    "plot: closed before it opened": bad(
        cell("plots", 2, "closed", "2017-11-01"), PLOTS, 2, "closed is 2017-11-01"
    ),
    "plot: public before it opened": bad(
        cell("plots", 2, "published", "2017-11-01"), PLOTS, 2, "published is 2017-11-01"
    ),
    "plot: no place": bad(cell("plots", 2, "place", ""), PLOTS, 2, "place is empty"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_bad_cell_is_refused(case: Bad, tmp_path: Path) -> None:
    assert_refused(case, tmp_path / "norland")
