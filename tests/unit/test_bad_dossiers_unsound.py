"""Rows that have the right form and cannot be so: each is refused in one sentence."""

from pathlib import Path

import pytest
from tests.unit.feeds.builders import a_dossier, add_row, both, cell, swap, without_column, written
from tests.unit.feeds.sentences import Bad, assert_refused, bad

from peil.feeds.dossier.check import check_dossier


def at(table: str, row: int, column: str, value: str, *said: str, alone: bool = True) -> Bad:
    return bad(cell(table, row, column, value), f"{table}.csv", row, *said, alone=alone)


def two(table: str, row: int, given: dict[str, str], *said: str, alone: bool = True) -> Bad:
    changes = [cell(table, row, column, value) for column, value in given.items()]
    return bad(both(*changes), f"{table}.csv", row, *said, alone=alone)


BREAKS = {
    "of a country where it is not counted": at(
        "breaks", 2, "country", "Sudland", "'files' in 'Sudland', of which nothing was observed",
        "write one of Norland",
    ),
    "of an indicator without figures": bad(
        both(
            add_row("indicators", "idle,Idle,,,,files,flow_count,judicial_opened,exogenous,None.,,true"),
            cell("breaks", 3, "indicator", "idle"),
        ),
        "breaks.csv", 3, "'idle', of which nothing was observed", "add its figures",
    ),
    "of a list that is not complete": at(
        "breaks", 4, "indicator", "attacks_dated_right_wing",
        "of which nothing was observed", "where its list is complete",
    ),
    "of a list of another country": two(
        "breaks", 4, {"country": "Sudland"},
        "'attacks_dated_jihadist' in 'Sudland', of which nothing was observed",
    ),
}  # fmt: skip

STATUSES = {
    "blocked since a later day": at(
        "statuses", 4, "blocked_since", "2018-05-02",
        "blocked_since is 2018-05-02, after the day 2018-05-01 that it is about", "correct one",
    ),
    "blocked since the future": at(
        "statuses", 4, "blocked_since", "2100-01-01", "after the day 2018-05-01"
    ),
    "a body that blocks what is not blocked": at(
        "statuses", 3, "blocked_by", "ministry", "has a blocked_by and is partly", "write blocked"
    ),
    "a day since when it is not blocked": at(
        "statuses", 2, "blocked_since", "2018-01-01", "has a blocked_since and is done"
    ),
}  # fmt: skip

MONEY = {
    "ends before its year": at(
        "funding", 2, "ends", "2017-12-31", "ends on 2017-12-31, before its year 2018 begins",
        "correct one of the two",
    ),
    "more than a treasury has": at(
        "funding", 2, "amount", "1e308", "'1e308', above 10000000000000000"
    ),
    "just more than a treasury has": at("funding", 2, "amount", "1e17", "'1e17', above"),
    "a currency of no list": two(
        "funding", 2, {"currency": "ZZZ"}, "currency is 'ZZZ', which is none of ISO 4217"
    ),
    "a slip in a currency": at("funding", 4, "currency", "EUE", "'EUE'", "write 'EUR'"),
    "metal": at("funding", 2, "currency", "XAU", "'XAU', which is none of ISO 4217"),
    "paid before its year": bad(
        both(cell("funding", 4, "stage", "paid"), cell("funding", 4, "year", "2020")),
        "funding.csv", 4, "is paid in 2020 and was published on 2017-12-01", "promised or committed",
    ),
    "prices of a year to come": at(
        "funding", 4, "price_year", "2030", "in prices of 2030 and was published on 2017-12-01"
    ),
}  # fmt: skip

ARRANGEMENTS = {
    "assessed on no day": at(
        "arrangements", 2, "rights_on", "", "is assessed without a rights_on", "write the day"
    ),
    "not assessed, on a day": at(
        "arrangements", 4, "rights_on", "2016-01-10", "is not_assessed and has a rights_on"
    ),
    "a day of no assessment": at(
        "arrangements", 5, "rights_on", "2016-01-10", "has a rights_on and no rights"
    ),
    "assessed after it was told": at(
        "arrangements", 2, "rights_on", "2016-02-02",
        "rights_on is 2016-02-02, after it was published on 2016-02-01",
    ),
    "assessed, without the column": bad(
        without_column("arrangements", "rights_on"), "arrangements.csv", 2,
        "is assessed without a rights_on", alone=False,
    ),
    "sensor of no indicator": at(
        "arrangements", 2, "sensor_of", "files+gones", "'gones', which is not in indicators.csv",
        "write 'gone'",
    ),
    "sensor of a list that is not there": at(
        "arrangements", 2, "sensor_of", "attacks_dated_martian",
        "'attacks_dated_martian', which is not in",
    ),
    "more posts than people": at("arrangements", 2, "staff", "1e300", "above 1000000000"),
    "more empty posts than people": at("arrangements", 2, "vacancies", "1e10", "above"),
}  # fmt: skip

EVENTS = {
    "met in the future": at(
        "events", 2, "on", "2017-05-01",
        "was published on 2017-04-01, before the meeting on 2017-05-01", "correct one",
    ),
    "counted in the future": at("events", 3, "on", "2018-05-01", "before the without_cell on"),
    "evaluated in the future": at("events", 4, "on", "2018-05-01", "before the evaluated on"),
    "a meeting with an outcome": at(
        "events", 2, "outcome", "effect", "is a meeting with an outcome", "write evaluated"
    ),
    "a count without a number": at(
        "events", 3, "value", "", "is without_cell and says not how many", "write the number"
    ),
    "a meeting with a number": at("events", 2, "value", "3", "is a meeting with a value"),
    "half a municipality": at("events", 3, "value", "1.5", "value is 1.5", "whole number"),
    "more than there are": at("events", 3, "value", "1e12", "above"),
}  # fmt: skip

JUDGEMENTS = {
    "right before the day that was asked about": bad(
        both(*(cell("judgements", row, "resolved", "2018-01-30") for row in range(2, 9))),
        "judgements.csv", 2,
        "resolved is 2018-01-30, before the day 2018-01-31 that the question is about",
        alone=False,
    ),
    "sure of no interval": at(
        "judgements", 5, "interval_confidence", "0.8",
        "has an interval_confidence and no interval", "give low and high",
    ),
}  # fmt: skip

NAMES = {
    "in small letters": at(
        "findings", 4, "country", "norland",
        "country is 'norland', which looks like 'Norland' of datapackage.json", "write it the same",
    ),
    "with a Cyrillic letter": at(
        "findings", 4, "country", "Norl\u0430nd", r"country is 'Norl\u0430nd', which looks like"
    ),
    "with a space that does not break": at("practices", 2, "country", "Sud\u00a0land", r"Sud\xa0land", alone=False),
    "with an accent apart": at("population", 4, "country", "Sudla\u0301nd", r"'Sudla\u0301nd'"),
    "of full width": at("attacks", 2, "country", "\uff2eorland", r"'\uff2eorland', which looks like"),
    "joined by nothing": at("findings", 4, "country", "Nor\u200dland", r"'Nor\u200dland', which"),
    "with a soft hyphen": at("findings", 4, "country", "Nor\u00adland", "a soft hyphen", "on one line"),
    "on two lines": at(
        "findings", 4, "country", "Nor\nland", "with a line break, a tab or", "on one line"
    ),
    "of a service": at(
        "judgements", 8, "service", "ARMY", "service is 'ARMY', which looks like 'Army'"
    ),
    "of a publisher": at(
        "observations", 3, "publisher", "prosecutor", "which looks like 'Prosecutor' of observations",
        alone=False,
    ),
    "a line that is none": at("findings", 2, "statement", "a\u2028b", "hidden letter"),
    "an id without end": bad(
        add_row("findings", f"{'x' * 201},Norland,Court,other,Long.,2017-01-01,2017-01-01,day,R,read,"),
        "findings.csv", 7, "of 201 letters", "write at most 200",
    ),
    "a text without end": at("findings", 2, "statement", "x" * 20_001, "of 20001 letters", "20000"),
    "a turn of direction": at("findings", 2, "statement", "a\u061cb", "hidden letter"),
    "a tag": at("findings", 2, "statement", "a\U000e0041b", "hidden letter"),
}  # fmt: skip

PRICE = "[[deflator]]\nyear = {}\nindex = {}\npublished = {}\nsource = 'Bureau'\n"


def toml(file: str, old: str, new: str, *said: str) -> Bad:
    return bad(swap(file, old, new), file, None, *said)


def prices(*rows: tuple[object, ...]) -> str:
    return "".join(PRICE.format(*row) for row in rows) + "[bodies]"


SETTINGS = {
    "a body that no cell can name": toml(
        "policy.toml", "[bodies]", '[bodies]\n"Bad Key" = "Bureau"', "the body 'Bad Key'",
        "a-z, 0-9 and _",
    ),
    "a body of look-alike letters": toml(
        "policy.toml", "[bodies]", '[bodies]\n"p\u043elice" = "Police"', "a-z, 0-9 and _"
    ),
    "one year's price twice": toml(
        "policy.toml", "[bodies]",
        prices((2018, 1.0, "2018-01-01"), (2018, 2.0, "2018-01-01")),
        "price 2 of the deflator repeats the year 2018 and the day 2018-01-01", "delete one",
    ),
    "a price of no year": toml(
        "policy.toml", "[bodies]", prices((-5, 1.0, "2018-01-01")), "the year -5", "from 1900"
    ),
    "a price next to nothing": toml(
        "policy.toml", "[bodies]", prices((2018, 1e-300, "2018-01-01")), "the number 1e-300, beyond reason"
    ),
    "a scale of long ago": toml(
        "scale.toml", "valid_from = 2010-01-01", "valid_from = 0001-01-01", "0001-01-01",
        "of the years 1800 to 2100",
    ),
    "a scale of the far future": toml(
        "scale.toml", "valid_from = 2010-01-01\nreplay_from = 2010-01-31",
        "valid_from = 9999-01-01\nreplay_from = 9999-01-31", "9999-01-01",
    ),
    "a decision of the far future": bad(
        both(
            swap("decision.toml", "date = 2018-01-22", "date = 9999-01-22"),
            swap("decision.toml", "review_on = 2018-07-22\n", ""),
            swap("decision.toml", "until = 2018-06-30\n", ""),
        ),
        "decision.toml", None, "9999-01-22", "of the years 1800 to 2100",
    ),
}  # fmt: skip


def ring(size: int) -> Bad:
    """Let recommendations wait for each other round a ring."""
    rows = [f"r{i},,Ask.,police,,,r{(i + 1) % size},2017-06-30,R," for i in range(size)]
    return bad(
        add_row("recommendations", "\n".join(rows)), "recommendations.csv", 5,
        f"'r0' must wait for itself: r0 after r1 after r2 after r3 after {size - 4} more after r0",
        alone=False,
    )  # fmt: skip


RINGS = {"of five": ring(5), "of twenty thousand": ring(20_000)}

CASES = {
    **{f"ring: {name}": case for name, case in RINGS.items()},
    **{f"judgement: {name}": case for name, case in JUDGEMENTS.items()},
    **{f"name: {name}": case for name, case in NAMES.items()},
    **{f"settings: {name}": case for name, case in SETTINGS.items()},
    **{f"break: {name}": case for name, case in BREAKS.items()},
    **{f"status: {name}": case for name, case in STATUSES.items()},
    **{f"money: {name}": case for name, case in MONEY.items()},
    **{f"arrangement: {name}": case for name, case in ARRANGEMENTS.items()},
    **{f"event: {name}": case for name, case in EVENTS.items()},
}


@pytest.mark.parametrize("name", CASES)
def test_what_cannot_be_is_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    assert_refused(CASES[name], tmp_path)


SOUND = {
    "a status told before its recommendation": both(
        cell("statuses", 2, "on", "2017-06-01"), cell("statuses", 2, "published", "2017-06-02")
    ),
    "blocked since the day itself": cell("statuses", 4, "blocked_since", "2018-05-01"),
    "blocked before it was asked": cell("statuses", 4, "blocked_since", "2015-01-01"),
    "a deadline that was over when it became public": cell(
        "recommendations", 2, "deadline", "2017-01-01"
    ),
    "a currency of before": both(*(cell("funding", row, "currency", "BEF") for row in (2, 3, 4))),
    "a long text": cell("findings", 2, "statement", "x" * 20_000),
    "money that lasts for years": cell("funding", 2, "ends", "2022-12-31"),
    "money that lasts a day": cell("funding", 2, "ends", "2018-01-01"),
    "the largest amount": cell("funding", 2, "amount", "1e16"),
    "money before the arrangement is described": cell("funding", 2, "published", "2015-12-01"),
    "two events of one day in one paper": add_row(
        "events", "cells,meeting,2017-03-01,The mayors met.,,,,,,,2017-04-01,Minutes,"
    ),
    "an ending that is announced": cell("events", 5, "on", "2018-09-01"),
    "a declared sensor of nothing": both(
        swap("arrangements.csv", ",sensor_of,", ",sensor_none,"),
        *(cell("arrangements", row, "sensor_none", "") for row in (2, 3)),
        cell("arrangements", 4, "sensor_none", "true"),
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_what_may_be_so_is_sound(name: str, tmp_path: Path) -> None:
    files = a_dossier()
    SOUND[name](files)
    assert check_dossier(written(files, tmp_path)) == ()
