"""Slips that leave a table of counts readable: each is refused by name, and what only looks like one is read."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from peil.feeds.counts.read import read_counts
from peil.feeds.counts.wide import wide_table
from peil.feeds.tables.numbers import counts_of
from peil.terms.errors import BadInput

DAYS = [date(2023, 1, 1) + timedelta(days=n) for n in range(365)]


def table(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "fires.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def refused(path: Path, **options: str) -> str:
    with pytest.raises(BadInput) as error:
        read_counts(path, **options)
    return str(error.value)


def swapped(day: date) -> date:
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else day


@pytest.mark.parametrize("order", [1, -1])
def test_days_that_a_spreadsheet_swapped_are_refused(tmp_path: Path, order: int) -> None:
    right = [f"{day},3" for day in DAYS][::order]
    (counts,) = read_counts(table(tmp_path, "date,count", *right))
    assert len(counts.count) == 365
    wrong = [f"{swapped(day)},3" for day in DAYS][::order]
    assert "in order only where day and month are swapped" in refused(
        table(tmp_path, "date,count", *wrong)
    )
    slashed = [f"{swapped(day):%d/%m/%Y},3" for day in DAYS]
    said = refused(table(tmp_path, "date,count", *slashed))
    assert said == (
        "fires.csv, row 3: has the day 2023-02-01, and its series is in order only where day and "
        "month are swapped, as in 2023-01-02; mend the days up to the twelfth, which a spreadsheet "
        "has swapped"
    )


def test_rows_in_any_other_order_are_read(tmp_path: Path) -> None:
    jumping = [f"{day},3" for day in (*DAYS[200:], *DAYS[:200])]
    (counts,) = read_counts(table(tmp_path, "date,count", *jumping))
    assert len(counts.count) == 365


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_spaces_between_thousands_are_read_where_the_column_bears_them_out(space: str) -> None:
    grouped = ["2 365", "1 980", "1 444"]
    values, faults = counts_of([word.replace(" ", space) for word in grouped])
    assert (values.tolist(), faults) == ([2365.0, 1980.0, 1444.0], {})
    for other in ("2444", "2 44"):
        _, faults = counts_of([f"2{space}365", "980", other.replace(" ", space)])
        assert "which is no number" in {**faults}[0 if other == "2444" else 2].what


def test_inhabitants_in_another_unit_are_refused(tmp_path: Path) -> None:
    rows = [f"2023-{n:02d},{5 + n},{11_500_000 if n < 7 else 11_500}" for n in range(1, 13)]
    assert refused(table(tmp_path, "date,count,population", *rows)) == (
        "fires.csv, row 8: has the population 11500 where row 7, the period before, has 11500000; "
        "write all in one unit"
    )
    halved = [f"2023-{n:02d},{5 + n},{11_500_000 if n < 7 else 5_800_000}" for n in range(1, 13)]
    read_counts(table(tmp_path, "date,count,population", *halved))


def test_a_sum_among_its_parts_is_refused(tmp_path: Path) -> None:
    rows = [f"2023-{n:02d},{n},{2 * n},{3 * n}" for n in range(1, 13)]
    named = table(tmp_path, "date,north,south,Totaal", *rows)
    assert "'Totaal' is the sum of all the others throughout; leave it out" in _refused_wide(named)
    read_counts(wide_table(table(tmp_path, "date,north,south,coast", *rows)))
    other = [row[:-1] + "9" for row in rows]
    read_counts(wide_table(table(tmp_path, "date,north,south,Totaal", *other)))


def test_a_region_that_is_the_sum_of_the_parts_beside_it_is_refused(tmp_path: Path) -> None:
    parts = {"B/North/a": 1, "B/North/b": 2, "B/South": 3, "B/Totaal": 6, "C": 9}
    rows = [f"2023-{n:02d},{region},{n * k}" for n in range(1, 13) for region, k in parts.items()]
    assert "fires.csv: 'B/Totaal' is the sum of all the others throughout" in refused(
        table(tmp_path, "date,region,count", *rows)
    )
    read_counts(table(tmp_path, "date,region,count", *(r for r in rows if "/South" not in r)))


def test_a_region_written_as_windows_writes_paths_is_refused(tmp_path: Path) -> None:
    rows = [f"2023-{n:02d},{region},{n}" for n in range(1, 13) for region in ("B/a", r"B\b")]
    assert refused(table(tmp_path, "date,region,count", *rows)) == (
        r"fires.csv: the region 'B\\b' has a backslash; write its parts with '/' between"
    )


@pytest.mark.parametrize(("slip", "near"), [("2032-12", "2022-11-01"), ("1922-12", "2022-01-01")])
def test_a_period_far_from_all_others_is_refused(tmp_path: Path, slip: str, near: str) -> None:
    rows = [f"2022-{n:02d},{n}" for n in range(1, 12)]
    read_counts(table(tmp_path, "date,count", *rows, "2022-12,3"))
    assert refused(table(tmp_path, "date,count", *rows, f"{slip},3")) == (
        f"fires.csv, row 13: has the period of {slip}-01, and none lies between it and {near}; "
        "correct the date, or write the periods between as empty"
    )
    between = [f"{year}-12,NA" for year in range(2022, 2032)]
    read_counts(table(tmp_path, "date,count", *rows, *between, "2032-12,3"))


def _refused_wide(path: Path) -> str:
    with pytest.raises(BadInput) as error:
        read_counts(wide_table(path))
    return str(error.value)


SENTENCES = {
    "date,count\n43472,3\n43479,4\n": (
        "row 2: has the date '43472', as a spreadsheet counts the day 2019-01-07 (and 1 more row "
        "with such a fault); give the column the form of a date there and save it again"
    ),
    "2015-01,11\n2015-02,12\n2015-03,9\n": (
        "row 1: has '2015-01' and '11' where the names of the columns should stand; "
        "write a row of names above it"
    ),
    "Fires by month,\ndate,count\n2015-01,3\n": (
        "row 1: has no plain name of column 2 of 2; "
        "name it, or delete what stands above the column names"
    ),
    "date,count,\n2015-01,3,\n2015-02,4,late\n": "row 1: has no plain name of column 3 of 3; name it",
}


@pytest.mark.parametrize("text", SENTENCES)
def test_what_a_spreadsheet_left_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "fires.csv"
    path.write_text(text, encoding="utf-8")
    assert f"fires.csv, {SENTENCES[text]}" in refused(path)


def test_a_row_of_counts_is_not_taken_for_names_though_an_option_says_so(tmp_path: Path) -> None:
    path = table(tmp_path, "2015-01,11", "2015-02,12", "2015-03,9")
    said = refused(path, date_column="2015-01", count_column="11")
    assert "where the names of the columns should stand" in said


def test_last_columns_without_anything_are_left_out(tmp_path: Path) -> None:
    tabs = table(tmp_path, "date\tcount\t\t", "2015-01\t3\t\t", "2015-02\t\t\t", "2015-03\t4\t\t")
    assert str(read_counts(tabs)[0].count.tolist()) == "[3.0, nan, 4.0]"
    plain = read_counts(table(tmp_path, "date;count", "2015-01;3", "2015-02;4"))
    with_blanks = read_counts(table(tmp_path, "date;count;; ", "2015-01;3;;", "2015-02;4;; "))
    assert [*with_blanks[0].count] == [*plain[0].count] == [3, 4]


def test_a_wide_table_says_which_column_should_hold_its_periods(tmp_path: Path) -> None:
    path = table(tmp_path, "nr,month,north", "1,2015-01,3", "2,2015-02,4", "3,2015-03,1")
    said = _refused_wide(path)
    assert "row 2: has the date '1', which is none (and 2 more rows" in said
    assert said.endswith("name the column of the periods by --date-column if it is not 'nr'")
