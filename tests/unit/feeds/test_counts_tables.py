"""A plain table of counts is read as people write it, or refused in one sentence."""

import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from peil.feeds.counts.read import read_counts, read_rows
from peil.feeds.tables.numbers import counts_of, flags_of, numbers_of
from peil.observe.watch.counts import Counts
from peil.terms.errors import BadInput


def table(tmp_path: Path, text: str, name: str = "burglaries.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


def one(tmp_path: Path, text: str) -> Counts:
    (counts,) = read_counts(table(tmp_path, text))
    return counts


FORMS = {
    "2024-01-01|2024-01-08": ("week", "2024-01-01"),
    "2024-01-03 00:00:00|2024-01-04 00:00:00": ("day", "2024-01-03"),
    "2020-W53|2021-W01": ("week", "2020-12-28"),
    "2021W9|2021W10": ("week", "2021-03-01"),
    "04.01.2021|11.01.2021": ("week", "2021-01-04"),
    "1.2.2021|1.3.2021": ("month", "2021-02-01"),
    "11/01/2021|18/01/2021": ("week", "2021-01-11"),
    "01/11/2021|01/18/2021": ("week", "2021-01-11"),
    "11-01-2021|18-01-2021": ("week", "2021-01-11"),
    "1-11-2021|1-18-2021": ("week", "2021-01-11"),
    "11/01/2021 00:00:00|18/01/2021 00:00": ("week", "2021-01-11"),
    "11.01.2021 00:00|18.01.2021": ("week", "2021-01-11"),
    "2024-01|2024-02": ("month", "2024-01-01"),
    "2024-Q1|2024-Q2": ("quarter", "2024-01-01"),
    "2023|2024": ("year", "2023-01-01"),
}


@pytest.mark.parametrize("dates", FORMS)
def test_every_form_of_a_period_is_understood(tmp_path: Path, dates: str) -> None:
    first, second = dates.split("|")
    counts = one(tmp_path, f"date,count\n{first},3\n{second},0\n")
    assert (counts.period, str(counts.start[0])) == FORMS[dates]
    assert counts.count.tolist() == [3.0, 0.0]
    assert counts.series == "burglaries"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_line_ends_and_byte_order_mark_are_no_input(
    tmp_path: Path, mark: str, end: str, separator: str
) -> None:
    rows = [("Week", "COUNT"), ("2024-W01", "3"), ("2024-W02", "4")]
    counts = one(tmp_path, mark + end.join(separator.join(row) for row in rows) + end)
    assert counts.count.tolist() == [3.0, 4.0]


@pytest.mark.parametrize("missing", ["", "NA", "NaN", "null"])
def test_an_empty_count_and_a_missing_row_are_gaps(tmp_path: Path, missing: str) -> None:
    counts = one(tmp_path, f"date,count\n2024-01,3\n2024-02,{missing}\n2024-04,5.0\n")
    np.testing.assert_array_equal(counts.count, [3.0, np.nan, np.nan, 5.0])


def test_a_population_holds_until_the_next_and_may_have_a_decimal_comma(tmp_path: Path) -> None:
    counts = one(
        tmp_path,
        "month;count;population\n2024-01;1;\n2024-02;1;11500,5\n2024-03;1;\n2024-04;1;12000\n",
    )
    assert counts.exposure.tolist() == [11500.5, 11500.5, 11500.5, 12000.0]


READ = {
    "marked alike": (["950", "1,234", "12,000"], [950, 1234, 12000]),
    "marked twice": (["1.000.000", "2.000"], [1_000_000, 2000]),
    "decimals of a program": (["5.000", "0.000", "12.000"], [5, 0, 12]),
    "decimals of a large count": (["1234.000", "7.000"], [1234, 7]),
    "one decimal": (["5.0", "12.0"], [5, 12]),
}


@pytest.mark.parametrize("words", READ)
def test_the_column_tells_what_its_marks_are(words: str) -> None:
    given, meant = READ[words]
    counts, faults = counts_of(given)
    assert (counts.tolist(), faults) == (meant, {})


def test_thousands_of_inhabitants_have_marks_in_all_rows_or_in_none(tmp_path: Path) -> None:
    rows = "month;count;population\n2024-01;1;11.350\n2024-02;1;11.412\n2024-03;1;1.011.412\n"
    assert one(tmp_path, rows).exposure.tolist() == [11350.0, 11412.0, 1_011_412.0]


def test_decimals_of_other_numbers_need_no_proof_where_none_is_as_large() -> None:
    assert numbers_of(["1.234", "2", "0.5"], "rate")[0].tolist() == [1.234, 2.0, 0.5]
    assert numbers_of(["1.234", "2.345"], "rate")[0].tolist() == [1.234, 2.345]
    assert [*numbers_of(["1,234", "950"], "rate")[1]] == [0]
    assert flags_of(["1,0", "yes", "0"], "closed")[0].tolist() == [1.0, 1.0, 0.0]


def test_many_series_and_regions_stand_in_one_file_in_any_order(tmp_path: Path) -> None:
    rows = [
        f"{month},{count},{series},{region}"
        for month, count in (("2024-02", 2), ("2024-01", 1))
        for series in ("theft", "arson")
        for region in ("Belgium/Wallonia", "Belgium/Flanders")
    ]
    path = table(tmp_path, "\n".join(["date,count,series,region", *rows]))
    found = read_counts(path)
    assert [counts.series for counts in found] == [
        "arson · Belgium/Flanders", "arson · Belgium/Wallonia",
        "theft · Belgium/Flanders", "theft · Belgium/Wallonia",
    ]  # fmt: skip
    assert all(counts.count.tolist() == [1.0, 2.0] for counts in found)
    assert read_rows(path).names[0] == ("arson", "Belgium/Flanders")


def test_the_period_that_is_not_over_counts_by_the_share_that_has_passed(tmp_path: Path) -> None:
    path = table(tmp_path, "date,count\n2024-03,3\n2024-04,1\n")
    (counts,) = read_counts(path, as_of=date(2024, 4, 15))
    assert counts.exposure.tolist() == [1.0, 0.5]


REFUSED = {
    "": ("is empty",),
    "date,count\n": ("no row",),
    "date\n2024-01\n": ("row 1", "'date'", "commas or semicolons"),
    "week;aantal\n2024-W01;3\n": ("row 1", "'count'", "'aantal'"),
    "datum;count\n2024-01;3\n": ("row 1", "'date'", "'datum'"),
    "date,count\n2024-01,3\n": ("row 2", "only one", "two"),
    "date,count\n2024-01,3\n2024-02,many\n": ("row 3", "'many'"),
    "date,count\n2024-01,3\n2024-02,-1\n": ("row 3", "'-1'", "0 or more"),
    "date,count\n2024-01,3\n2024-02,2.5\n": ("row 3", "'2.5'", "whole"),
    "date,count\n2024-01,3\n2024-02,<5\n": ("row 3", "'<5'", "hides"),
    "date,count\n2024-01,3\n2024-02,99999999999999999999\n": ("row 3", "99999999999999999999"),
    "date,count\n2024-01,3\n2024-02,1e999\n": ("row 3", "1e999"),
    "date,count\n2024-01,3\n2024-02,\u0663\n": ("row 3", "no number"),
    "date,count\n2024-01,3\n,4\n": ("row 3", "no date"),
    "date,count\n2024-01,3\n01/02/2024,4\n": ("row 3", "'01/02/2024'", "2024-01-15"),
    "date,count\n01/02/2024,3\n01/03/2024,4\n": ("row 2", "the day from the month", "1 more"),
    "date,count\n13/02/2024,3\n02/13/2024,4\n": ("row 2", "'13/02/2024'", "1 more"),
    "date,count\n01-02-2024,3\n01-03-2024,4\n": ("row 2", "the day from the month", "1 more"),
    "date,count\n13/02/2024 10:00,3\n14/02/2024,4\n": ("row 2", "'13/02/2024 10:00'", "none"),
    "date,count\n31.02.2024,3\n01.03.2024,4\n": ("row 2", "'31.02.2024'", "calendar"),
    "date,count\n15.01.2024,3\n2024-02,4\n": ("row 3", "one form"),
    "year,week,count\n2024,52,3\n2024,53,4\n": ("row 3", "2024-W53", "calendar"),
    "year,week,count\n2024,52,3\n,53,4\n": ("row 3", "no date"),
    "sep=;\n": ("is empty",),
    "sep=;\ndate,count\n2024-01,3\n": ("row 1", "single column"),
    "date,count\n2024-01-01,3\n2024-02-30,4\n": ("row 3", "2024-02-30", "calendar"),
    "date,count\n2024-W52,3\n2024-W53,4\n": ("row 3", "2024-W53", "calendar"),
    "date,count\n2024-01,3\n20240,4\n": ("row 3", "20240"),
    "date,count\n2024,3\n0024,4\n": ("row 3", "0024", "1800"),
    "date,count\n9999-01,3\n2024-02,4\n": ("row 2", "9999", "2100"),
    "date,count\n2024-01,3\n2024-Q2,4\n": ("row 3", "2024-Q2", "2024-01", "one form"),
    "date,count\n2024-01,3\n2024-02,4\n2024-01,5\n": ("row 4", "2024-01-01", "row 2"),
    "date,count,sex\n2024-01,3,f\n2024-01,4,m\n": ("row 3", "'sex'", "'series'"),
    "date,count\n2024-01-01,3\n2024-01-09,4\n2024-03-01,4\n": ("burglaries.csv", "length"),
    "date,count,population\n2024-01,3,0\n2024-02,3,9000\n": ("row 2", "population '0'"),
    "date,count,population\n2024-01,3,many\n2024-02,3,9000\n": ("row 2", "'many'"),
    "date,count,population\n2024-01,3,1000\n2024-02,3,999\n": (
        "row 3: has the population '999', so few that rates would be those of persons; "
        "write inhabitants, of places with 1,000 or more",
    ),
    "date,count,population\n2024-01,3,11350\n2024-02,3,11.350\n": (
        "row 3: has the number '11.350', and the column does not tell whether its point stands "
        "before decimals or between thousands; write all numbers of the column without marks "
        "between thousands",
    ),
    'date,count,population\n2024-01,3,"11,358,379"\n2024-02,3,11358400\n': ("11,358,379", "comma"),
    "date,count,population\n2024-01,3,11.358\n2024-02,3,9500.5\n": ("row 2", "'11.358'", "point"),
    'date,count\n2024-01,950\n2024-02,"1,000"\n': (
        "row 3: has the number '1,000', and the column does not tell whether its comma stands "
        "before decimals or between thousands; write all numbers of the column without marks "
        "between thousands",
    ),
    "date;count\n2024-01;11.253\n2024-02;7.118\n": ("row 2", "'11.253'", "point"),
    "date,count\n2024-01,950\n2024-02,1.000\n": ("row 3", "'1.000'", "point"),
    'date,count\n2024-01,1000\n2024-02,"1,234"\n': ("row 3", "'1,234'", "comma"),
    'date,count\n2024-01,7.0\n2024-02,1.234\n': ("row 3", "'1.234'", "point"),
    "date,count,events\n2024-01,3,some\n2024-02,3,1\n": ("row 2", "'some'", "write 1 or 0"),
    "date,count,series\n2024-01,3,\n2024-02,3,a\n": ("row 2", "no series"),
    "date,count,series\n2024-01,3,a\x1b[2J\n2024-02,3,a\n": ("row 2", "not seen"),
    "date,count\n2024-01,3,4\n2024-02,3\n": ("row 2", "3 cells"),
    "date,count,count\n2024-01,3,4\n": ("row 1", "twice"),
    "date,count\n\n2024-01,3\n": ("row 2",),
    "date,count,Count\n2024-01,3,4\n": (
        "row 1: has the columns 'count' and 'Count', which differ in capitals or blanks alone; "
        "rename or delete one",
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_counts(table(tmp_path, text))
    said = str(refused.value)
    assert all(part in said for part in ("burglaries.csv", *REFUSED[text])), said
    assert said.isprintable()
    assert re.search(r"; \w", said)
    assert "datapackage" not in said
    assert "peil check" not in said


def test_periods_after_the_as_of_day_are_left_out(tmp_path: Path) -> None:
    path = table(tmp_path, "date,count\n2024-03,4\n2024-01,3\n2024-02,4\n")
    (counts,) = read_counts(path, as_of=date(2024, 2, 29))
    assert counts.count.tolist() == [3.0, 4.0]
    with pytest.raises(BadInput, match=r"row 3: is the only one of 'burglaries' up to 2024-01-31"):
        read_counts(path, as_of=date(2024, 1, 31))
    with pytest.raises(BadInput, match=r"no period that began by 2023-12-31, the first is from"):
        read_counts(path, as_of=date(2023, 12, 31))


def test_a_series_that_begins_after_the_as_of_day_is_not_there(tmp_path: Path) -> None:
    rows = ["2024-01,1,b", "2024-02,1,b", "2024-03,1,a", "2024-04,1,a", "2024-03,1,c"]
    path = table(tmp_path, "\n".join(["date,count,series", *rows]))
    assert [counts.series for counts in read_counts(path, as_of=date(2024, 2, 29))] == ["b"]


def test_a_column_that_is_named_as_it_stands_is_that_one(tmp_path: Path) -> None:
    path = table(tmp_path, "date,count,Count\n2024-01,3,4\n2024-02,3,5\n")
    assert read_counts(path, count_column="Count")[0].count.tolist() == [4.0, 5.0]


@pytest.mark.parametrize("said", ["", "sep=;\r\n", "SEP=;\n"])
@pytest.mark.parametrize("blank", ["", ";;\r\n;;\r\n", "\r\n \r\n", '"";"";""\r\n'])
def test_what_a_spreadsheet_adds_is_left_out(tmp_path: Path, said: str, blank: str) -> None:
    text = "date;count;note\r\n2024-01;3;a, b, c\r\n2024-02;;\r\n"
    counts = one(tmp_path, said + text + blank)
    np.testing.assert_array_equal(counts.count, [3.0, np.nan])


@pytest.mark.parametrize(
    ("head", "rows", "period", "first"),
    [
        ("Year;Week", ("2020;53", "2021;1"), "week", "2020-12-28"),
        ("year;month", ("2021;9", "2021;10"), "month", "2021-09-01"),
        ("quarter;year", ("4;2020", "1;2021"), "quarter", "2020-10-01"),
        ("year;week", ("2021;2021-W01", "2021;2021-W02"), "week", "2021-01-04"),
        ("year;date", ("2021;2021-01-04", "2021;2021-01-11"), "week", "2021-01-04"),
    ],
)
def test_years_and_what_is_numbered_in_them_may_stand_in_two_columns(
    tmp_path: Path, head: str, rows: tuple[str, str], period: str, first: str
) -> None:
    counts = one(tmp_path, "\n".join([f"{head};count", *(f"{row};2" for row in rows)]))
    assert (counts.period, str(counts.start[0])) == (period, first)
    assert counts.count.tolist() == [2.0, 2.0]


def test_columns_of_other_names_are_told(tmp_path: Path) -> None:
    path = table(tmp_path, "Datum;Anzahl;count;date\n04.01.2021;3;x;y\n11.01.2021;4;x;y\n")
    (counts,) = read_counts(path, date_column="datum", count_column="Anzahl")
    assert counts.count.tolist() == [3.0, 4.0]
    with pytest.raises(BadInput, match=r"no column 'n' but 'Datum'.*by --count-column"):
        read_counts(path, date_column="Datum", count_column="n")


@pytest.mark.parametrize("content", [b"date,count\n2024-01,\xe9\n", b"\xff\xfed\x00", b"d\x00,"])
def test_another_encoding_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"table.csv.*UTF-8"):
        read_counts(path)


@pytest.mark.parametrize("name", ["", "absent.csv", "folder", "a\0b"])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(BadInput, match="give a CSV with the columns date and count"):
        read_counts(tmp_path / name)
