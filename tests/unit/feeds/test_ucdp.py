"""UCDP GED: known counts of the fixture, and spans of which the month is not known."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.feeds.event_files import FEEDS, by_month, count

from peil.feeds.ucdp.parser import SOURCE
from peil.terms.errors import BadInput

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


def changed(tmp_path: Path, edit: Callable[[list[dict[str, str]]], object]) -> Path:
    """Write the fixture with other cells."""
    with FIXTURE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    edit(rows)
    path = tmp_path / "other.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0]])
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_file_whose_other_columns_contradict_its_dates_is_refused(tmp_path: Path) -> None:
    years = changed(tmp_path, lambda rows: [row.update(year="2011") for row in rows])
    with pytest.raises(BadInput) as refused:
        count(years, SOURCE)
    assert str(refused.value) == (
        "other.csv has 7 of 7 rows with a year that is not that of their date; export it again, as "
        "a column was moved or sorted by itself"
    )
    ends = changed(tmp_path, lambda rows: [row.update(date_end="2015-12-31") for row in rows[:2]])
    with pytest.raises(BadInput, match="has 2 of 7 rows with a date_end before their date_start; "):
        count(ends, SOURCE)


def test_a_single_odd_year_and_a_file_without_these_columns_are_counted(tmp_path: Path) -> None:
    one = changed(tmp_path, lambda rows: rows[0].update(year="2015"))
    assert count(one, SOURCE).rows == 7
    few = changed(tmp_path, lambda rows: [(row.pop("year"), row.pop("date_end")) for row in rows])
    assert count(few, SOURCE).rows == 7


def test_rows_that_differ_in_their_ids_alone_are_counted(tmp_path: Path) -> None:
    def merge(rows: list[dict[str, str]]) -> None:
        rows += [{**row, "id": f"9{row['id']}"} for row in rows[:3]]

    assert count(FIXTURE, SOURCE).repeats == 0
    assert count(changed(tmp_path, merge), SOURCE).repeats == 3
