"""The Global Terrorism Database: known counts of the fixture, what is left out, its breaks."""

import csv

import pytest
from tests.unit.feeds.event_files import FEEDS, by_month, count

from peil.feeds.dossier.layout import layout_of
from peil.feeds.gtd.parser import MEASURES, SOURCE
from peil.terms.errors import BadInput

FIXTURE = FEEDS / "gtd" / "fixture.csv"


def test_the_fixture_has_the_columns_of_the_source() -> None:
    with FIXTURE.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert len(header) == 135
    assert {*SOURCE.columns} <= {*header}


def test_attacks_are_counted_without_the_doubtful_ones() -> None:
    counts = count(FIXTURE, SOURCE)
    assert by_month(counts, "gtd_attacks") == {
        ("Belgium", "1992-03"): 2,
        ("Belgium", "1992-05"): 1,
        ("Belgium", "1994-02"): 2,
        ("Czechia", "1994-07"): 1,
        ("France", "1992-01"): 1,
        ("France", "1994-12"): 1,
    }


@pytest.mark.parametrize(
    ("indicator", "of_march_1992", "of_february_1994"),
    [
        ("gtd_attacks", 2, 2),
        ("gtd_attacks_completed", 1, 2),
        ("gtd_attacks_deadly", 1, 1),
        ("gtd_attacks_with_doubtful", 2, 3),
    ],
)
def test_each_indicator_counts_what_it_says(indicator, of_march_1992, of_february_1994) -> None:
    found = by_month(count(FIXTURE, SOURCE, indicator), indicator)
    assert found["Belgium", "1992-03"] == of_march_1992
    assert found["Belgium", "1994-02"] == of_february_1994


def test_unknown_months_and_the_lost_year_are_left_out_and_told() -> None:
    counts = count(FIXTURE, SOURCE)
    assert counts.rows == 11
    assert counts.left_out == {
        "of 1993, of which the database lost its records": 1,
        "of an unknown month": 1,
    }


def test_a_day_that_is_in_no_calendar_is_refused_by_its_row(tmp_path) -> None:
    text = FIXTURE.read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(text.replace(",1994,12,31,", ",1994,12,32,"), encoding="utf-8")
    with pytest.raises(BadInput, match=r"1 row with a date that cannot be read \(row 12: "):
        count(wrong, SOURCE)


def test_the_breaks_are_rows_of_a_dossier_for_every_indicator() -> None:
    fields = layout_of("breaks").fields
    required = {name for name, field in fields.items() if not field.may_be_absent}
    for row in SOURCE.breaks:
        assert required <= {*row} <= {*fields}
    days = {(row["indicator"], row["date"]) for row in SOURCE.breaks}
    assert days == {
        (measure.id, day)
        for measure in MEASURES
        for day in ("1998-01-01", "2008-04-01", "2012-01-01")
    }
