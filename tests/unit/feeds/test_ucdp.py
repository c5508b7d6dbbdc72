"""UCDP GED: known counts of the fixture, and spans of which the month is not known."""

import csv

import pytest
from tests.unit.feeds.event_files import FEEDS, by_month, count

from peil.feeds.ucdp.parser import SOURCE

FIXTURE = FEEDS / "ucdp" / "fixture.csv"


def test_the_fixture_has_the_columns_of_the_source() -> None:
    with FIXTURE.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert len(header) == 49
    assert {*SOURCE.columns} <= {*header}


def test_events_are_counted_in_the_month_in_which_they_began() -> None:
    counts = count(FIXTURE, SOURCE)
    assert by_month(counts, "ucdp_events") == {
        ("Belgium", "2016-03"): 3,
        ("Belgium", "2016-05"): 1,
        ("France", "2016-12"): 1,
        ("Russia", "2016-01"): 1,
    }
    assert counts.left_out == {"of which only a span longer than a month is known": 1}
    assert (str(counts.first), str(counts.last)) == ("2016-01-01", "2016-12-31")


@pytest.mark.parametrize(
    ("indicator", "found"),
    [
        ("ucdp_state_based", {("Russia", "2016-01"): 1}),
        ("ucdp_non_state", {("Belgium", "2016-03"): 1}),
        (
            "ucdp_one_sided",
            {("Belgium", "2016-03"): 2, ("Belgium", "2016-05"): 1, ("France", "2016-12"): 1},
        ),
        (
            "ucdp_deaths",
            {
                ("Belgium", "2016-03"): 37,
                ("Belgium", "2016-05"): 5,
                ("France", "2016-12"): 1,
                ("Russia", "2016-01"): 4,
            },
        ),
    ],
)
def test_each_indicator_counts_what_it_says(indicator, found) -> None:
    assert by_month(count(FIXTURE, SOURCE, indicator), indicator) == found
