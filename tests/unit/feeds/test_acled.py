"""ACLED: known counts of the fixture, its two ways of writing days, and when rows were changed."""

import csv

import pytest
from tests.unit.feeds.event_files import FEEDS, by_knowledge, by_month, count

from peil.feeds.acled.parser import SOURCE
from peil.terms.errors import BadInput

FIXTURE = FEEDS / "acled" / "fixture.csv"


def test_the_fixture_has_the_columns_of_the_source() -> None:
    with FIXTURE.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert len(header) == 31
    assert {*SOURCE.columns} <= {*header}


def test_events_are_counted_by_the_month_in_which_they_were_last_changed() -> None:
    assert by_knowledge(count(FIXTURE, SOURCE), "acled_political_violence") == {
        ("Belgium", "2021-01", "2021-01"): 1,
        ("Belgium", "2021-01", "2021-02"): 1,
        ("Belgium", "2021-01", "2021-05"): 1,
        ("Belgium", "2021-02", "2021-02"): 1,
        ("Belgium", "2021-04", "2021-04"): 1,
        ("France", "2021-04", "2021-05"): 1,
    }


@pytest.mark.parametrize(
    ("indicator", "found"),
    [
        ("acled_violence_against_civilians", {"2021-01": 2}),
        ("acled_explosions", {"2021-01": 1}),
        ("acled_battles", {"2021-04": 1}),
        ("acled_demonstrations", {"2021-02": 2}),
    ],
)
def test_each_indicator_counts_what_it_says(indicator, found) -> None:
    months = by_month(count(FIXTURE, SOURCE, indicator), indicator)
    assert {month: n for (country, month), n in months.items() if country == "Belgium"} == found


@pytest.mark.parametrize("word", ["2021-02-30", "30 February 2021", "10 Janvember 2021", "", "x"])
def test_a_day_that_cannot_be_read_is_refused_by_its_row(word, tmp_path) -> None:
    text = FIXTURE.read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(text.replace("20 January 2021", word), encoding="utf-8")
    with pytest.raises(BadInput, match=r"1 row with a date that cannot be read \(row 5: "):
        count(wrong, SOURCE)


def test_a_row_that_was_known_before_it_happened_is_refused(tmp_path) -> None:
    text = FIXTURE.read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(text.replace("2021-04-30", "2021-06-30"), encoding="utf-8")
    with pytest.raises(BadInput, match=r"1 row with a date after the day of publication \(row 9: "):
        count(wrong, SOURCE)


def test_years_of_another_column_than_the_day_are_refused(tmp_path) -> None:
    text = FIXTURE.read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(text.replace(",2021,", ",2022,"), encoding="utf-8")
    with pytest.raises(BadInput, match="rows with a year that is not that of their date; export"):
        count(wrong, SOURCE)
