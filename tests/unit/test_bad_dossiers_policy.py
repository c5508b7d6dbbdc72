"""Bad rows of what policy did: each is refused in one sentence with its file, row and remedy."""

from pathlib import Path
from typing import Any

import pytest
from tests.unit.feeds.builders import (
    add_row,
    both,
    cell,
    content,
    descriptor,
    with_columns,
    without_column,
)
from tests.unit.feeds.sentences import Bad, assert_refused, bad

TOML = "policy.toml"


def at(table: str, row: int, column: str, value: str, *said: str, alone: bool = True) -> Bad:
    return bad(cell(table, row, column, value), f"{table}.csv", row, *said, alone=alone)


def without(table: str) -> Any:
    def change(data: dict[str, Any]) -> None:
        data["resources"] = [entry for entry in data["resources"] if entry["name"] != table]

    return change


CASES = {
    "money: no year": at("funding", 2, "year", "", "year is empty", "fill it"),
    "money: no currency": at("funding", 2, "currency", "", "currency is empty"),
    "money: no such currency": at("funding", 2, "currency", "euro", "'euro'", "three letters"),
    "money: below zero": at("funding", 2, "amount", "-1", "'-1'", "below 0"),
    "money: of no arrangement": at(
        "funding", 4, "arrangement", "nowhere", "'nowhere', which is not in arrangements.csv",
        alone=False,
    ),
    "money: of two arrangements": at(
        "funding", 4, "arrangement", "desk", "'desk' where row 2 of the same line has 'cells'"
    ),
    "money: two vintages of one day": at(
        "funding", 3, "published", "2017-12-01", "repeats the line, stage, year, published of row 2"
    ),
    "shares: do not add up": at(
        "arrangements", 2, "share_enabling", "0.3", "shares that add up to 1.1", "add up to 1"
    ),
    "shares: one is left out": at(
        "arrangements", 3, "share_doubt", "", "no share_doubt beside the other shares"
    ),
    "shares: above one": at("arrangements", 2, "share_doubt", "1.5", "'1.5'", "above 1"),
    "arrangement: answers nothing": at(
        "arrangements", 5, "answers", "", "answers no finding", "declare with answers_none"
    ),
    "arrangement: answers nothing and something": at(
        "arrangements", 5, "answers_none", "true", "answers a finding and declares"
    ),
    "arrangement: answers what is nowhere": at(
        "arrangements", 5, "answers", "north_staff+north_stuff",
        "'north_stuff', which is not in findings.csv", "write 'north_staff', or add it there",
    ),
    "arrangement: senses what is nowhere": at(
        "arrangements", 2, "sensor_of", "file", "'file', which is not in indicators.csv"
    ),
    "arrangement: carries out what is nowhere": at(
        "arrangements", 5, "carries_out", "fire", "'fire', which is not in recommendations.csv"
    ),
    "arrangement: of no body": at(
        "arrangements", 5, "body", "somebody", "'somebody', which is not in the bodies of policy.toml"
    ),
    "arrangement: coupled without a reason": at(
        "arrangements", 4, "coupling_reason", "", "is level_bound without a coupling_reason"
    ),
    "arrangement: coupled by nobody": at(
        "arrangements", 2, "coupling_by", "", "is structural without a coupling_by"
    ),
    "arrangement: coupled by a person": at(
        "arrangements", 2, "coupling_by", "J. Doe", "'J. Doe'", "dossier_author"
    ),
    "arrangement: rebuilt at once": at("arrangements", 2, "rebuild_months", "0", "'0'", "below 1"),
    "arrangement: two vintages of one day": at(
        "arrangements", 3, "published", "2016-02-01", "repeats the id, published of row 2"
    ),
    "status: done without evidence": at(
        "statuses", 2, "evidence", "", "is done without evidence", "write partly"
    ),
    "status: blocked without a reason": at("statuses", 4, "reason", "", "is blocked without a reason"),
    "status: blocked by nobody": at("statuses", 4, "blocked_by", "", "does not say by whom"),
    "status: rejected without a reason": bad(
        both(cell("statuses", 3, "state", "rejected"), cell("statuses", 3, "reason", "")),
        "statuses.csv", 3, "is rejected without a reason",
    ),
    "status: of the future": at(
        "statuses", 3, "on", "2018-07-01", "published on 2018-06-02, before the day 2018-07-01"
    ),
    "status: without an act": at(
        "statuses", 3, "reason", "", "is partly without an act or a reason", "no_information"
    ),
    "status: of no recommendation": at(
        "statuses", 5, "recommendation", "shore", "not in recommendations.csv", "write 'share'"
    ),
    "status: of no side": at("statuses", 2, "side", "minister", "'minister'", "owner, overseer"),
    "status: of no state": at("statuses", 2, "state", "nearly", "'nearly'", alone=False),
    "recommendation: waits for itself": at(
        "recommendations", 4, "after", "share", "'share' must wait for itself: share after share"
    ),
    "recommendation: two wait for each other": bad(
        cell("recommendations", 3, "after", "share"),
        "recommendations.csv", 4, "'share' must wait for itself: share after hire after share",
        alone=False,
    ),
    "recommendation: of no finding": at(
        "recommendations", 4, "findings", "north_file", "'north_file', which is not in findings.csv"
    ),
    "recommendation: to no body": at(
        "recommendations", 2, "addressee", "minister", "write 'ministry', or add it there"
    ),
    "recommendation: after what is nowhere": at(
        "recommendations", 4, "after", "fire", "'fire', which is not in recommendations.csv"
    ),
    "event: of no kind": at("events", 2, "kind", "lunch", "'lunch'"),
    "event: of no arrangement": at("events", 5, "arrangement", "disk", "write 'desk'"),
    "event: an outcome of its own": at("events", 4, "outcome", "good", "'good'", "no_effect"),
    "a day finer than its source, which gives the month": at(
        "findings", 4, "published", "2017-06-29",
        "published is 2017-06-29, of which only the month is known", "the last day of the month",
    ),
    "a day finer than its source, which gives the year": bad(
        with_columns("events", 2, on_precision="year"),
        "events.csv", 2, "on is 2017-03-01, of which only the year is known", "day of the year",
        alone=False,
    ),
    "count: of no arrangement": at(
        "arrangement_counts", 2, "arrangement", "cell", "'cell'", "write 'cells'"
    ),
    "count: without a unit": at("arrangement_counts", 2, "unit", "", "unit is empty", "fill it"),
    "count: a part larger than the whole": at(
        "arrangement_counts", 2, "value", "31", "value is 31 of 30", "write the part as value"
    ),
    "count: of the future": at(
        "arrangement_counts", 2, "published", "2017-03-01", "before the day 2017-03-31"
    ),
    "count: two of one day": bad(
        add_row(
            "arrangement_counts", "cells,towns with a cell,13,30,towns,2017-03-31,day,,2017-04-01,day,Count,"
        ),
        "arrangement_counts.csv", 4, "repeats the arrangement, what, on, published of row 2",
    ),
    "event: told twice on one day": bad(
        add_row("events", "cells,meeting,2017-03-01,They met.,,,,,,,2017-04-01,Minutes,"),
        "events.csv", 6, "repeats the arrangement, kind, on, text, published of row 2",
    ),
    "event: told twice without a column of texts": bad(
        both(
            without_column("events", "text"),
            add_row("events", "cells,meeting,2017-03-01,,,,,,,2017-04-01,Minutes,"),
        ),
        "events.csv", 6, "repeats the arrangement, kind, on, published of row 2",
    ),
    "event: ends before it starts": bad(
        both(
            add_row("events", "guards,started,2015-01-17,,,,,,,,2015-01-18,Council,"),
            add_row("events", "guards,started,2019-01-17,,,,,,,,2019-01-18,Council,"),
            add_row("events", "guards,ended,2018-02-01,,,,,,,,2018-02-02,Council,"),
            add_row("events", "guards,ended,2015-01-16,,,,,,,,2018-02-02,Council,"),
        ),
        "events.csv", 9, "ended on 2015-01-16, before 'guards' started on 2015-01-17",
        "correct one of the two days",
    ),
    "no table of findings": bad(
        both(
            descriptor(without("findings")),
            descriptor(without("practices")),
            lambda files: [files.pop(name) for name in ("findings.csv", "practices.csv")],
        ),
        "arrangements.csv", 5, "not in findings.csv", "correct it, or add it there", alone=False,
    ),
    "a line too short": bad(
        add_row("funding", "grant,cells"), "funding.csv", 5, "2 cells where the header has 11"
    ),
    "no column of currencies": bad(
        without_column("funding", "currency"), "funding.csv", 1, "has no column 'currency'"
    ),
    "settings: unknown": bad(content(TOML, "floor = 1"), TOML, None, "unknown key 'floor'"),
    "settings: out of bounds": bad(
        content(TOML, "vacant_share = 2"), TOML, None, "vacant_share 2", "between 0 and 1"
    ),
    "settings: bodies that are no names": bad(
        content(TOML, "[bodies]\nministry = 3"), TOML, None, "no names", "write each as"
    ),
    "settings: a price without a source": bad(
        content(TOML, "[[deflator]]\nyear = 2018\nindex = 1"), TOML, None, "price 1 of the deflator"
    ),
    "settings: no TOML": bad(content(TOML, "="), TOML, 1, "is not TOML", "mend it there"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_bad_policy_is_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    assert_refused(CASES[name], tmp_path)
