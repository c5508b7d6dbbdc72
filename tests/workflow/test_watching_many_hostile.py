"""`peil watch-many` on Parquet files that hold something else, and folders that take nothing."""

from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from peil.feeds.tables import columns
from peil.terms.errors import BadInput, BadOutput
from peil.workflow import watching_many

DAYS = [date(2022, 1, 3) + timedelta(weeks=week) for week in range(30)]
COLUMNS: dict[str, list[object]] = {
    "series": ["a"] * 30, "region": ["A/B"] * 30, "date": [*DAYS], "count": [3.0] * 30,
}  # fmt: skip


def read(path: Path) -> pa.Table:
    table, _ = watching_many._read(path, watching_many.DEFAULTS)
    return table


def parquet(path: Path, **changes: object) -> Path:
    columns = {name: column for name, column in (COLUMNS | changes).items() if column is not None}
    pq.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize(
    "changes",
    [
        {"date": [str(day) for day in DAYS]},
        {"date": pa.array(DAYS).cast(pa.timestamp("us"))},
        {"count": ["3"] * 30},
        {"count": pa.array([3] * 30).cast(pa.decimal128(21, 2))},
        {"series": pa.array(["a"] * 30).dictionary_encode()},
        {"series": pa.array(["a"] * 30, pa.string_view())},
        {"date": pa.array(map(str, DAYS), pa.string_view())},
        {"date": pa.array(DAYS).cast(pa.timestamp("us", tz="Europe/Brussels"))},
        {"population": [None] * 30},
        {"more": [[1]] * 30},
    ],
)
def test_types_that_say_the_same_are_read(changes, tmp_path) -> None:
    plain = read(parquet(tmp_path / "a.parquet"))
    assert read(parquet(tmp_path / "b.parquet", **changes)).select(plain.column_names) == plain


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"date": [*map(str, DAYS[:-1]), "soon"]},
            "x.parquet, row 30: the column 'date', of the type string, holds 'soon'; write days, "
            "in the type date32 or as text such as 2018-01-22",
        ),
        (
            {"count": ["3"] * 17 + ["3,5"] + ["x"] * 12},
            "x.parquet, row 18: the column 'count', of the type string, holds '3,5'; write "
            "numbers, in a type of numbers",
        ),
        (
            {"date": list(range(20220101, 20220131))},
            "x.parquet: the column 'date' is of the type int64; write days, in the type date32 or "
            "as text such as 2018-01-22",
        ),
        (
            {"count": [[3]] * 30},
            "x.parquet: the column 'count' is of the type list<element: int64>; write numbers, "
            "in a type of numbers",
        ),
        (
            {"date": pa.array([0] * 30, pa.timestamp("us", tz="Mars/Olympus"))},
            "x.parquet: the column 'date' is of the type timestamp[us, tz=Mars/Olympus], of a time "
            "zone that is not known; write days, in the type date32 or as text such as 2018-01-22",
        ),
        (
            {"date": pa.array([19_000 + 65_536 * 146_097 // 400] * 30, pa.date32())},
            "a date is of the year 67558; write a year from 1800 to 2100",
        ),
        (
            {"count": [2**60] * 30},
            "a count is 1.15292e+18; write one up to 9007199254740992",
        ),
        (
            {"count": [True] * 30},
            "x.parquet: the column 'count' is of the type bool; write numbers, in a type of numbers",
        ),
        (
            {"series": [b"\xff"] * 30},
            "x.parquet: the column 'series' is of the type binary; write names, as text",
        ),
        (
            {"count": None},
            "x.parquet has no column 'count' but 'series', 'region', 'date'; name its columns "
            "series, date and count, and if need be population, region and effort",
        ),
    ],
)
def test_a_column_of_something_else_is_named_with_its_type(
    changes, said, tmp_path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput) as refused:
        read(parquet(Path("x.parquet"), **changes))
    assert str(refused.value) == said


def test_a_file_of_a_folder_that_differs_is_named(tmp_path) -> None:
    parquet(tmp_path / "a.parquet")
    parquet(tmp_path / "b.parquet", count=["x"] * 30)
    with pytest.raises(BadInput, match=r"b\.parquet, row 1: the column 'count'"):
        read(tmp_path)


@pytest.mark.parametrize("damage", [lambda data: data[:-20], lambda data: b"PAR1" + data[60:]])
def test_a_damaged_file_is_refused_in_words_of_our_own(damage, tmp_path) -> None:
    path = parquet(tmp_path / "x.parquet")
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(BadInput, match=r"x\.parquet cannot be read: it is damaged, or no Parquet"):
        read(path)


def test_a_link_to_nowhere_is_refused_in_words_of_the_system(tmp_path) -> None:
    path = tmp_path / "x.parquet"
    path.symlink_to(tmp_path / "none.parquet")
    with pytest.raises(BadInput) as refused:
        read(path)
    assert str(refused.value) == (
        f"{path} cannot be read: No such file or directory; write it anew"
    )


def test_a_name_without_end_is_refused_and_shortened(tmp_path) -> None:
    with pytest.raises(BadInput, match=r"a series is called 'a+\.\.\.', 1,000,000 letters long"):
        read(parquet(tmp_path / "x.parquet", series=["a" * 1_000_000] * 30))


def test_a_part_that_cannot_be_written_is_told_by_its_folder(tmp_path, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "Failed to write: a sentence of Arrow. Detail: [errno 28]")

    monkeypatch.setattr(pq, "write_table", full)
    table = pa.table(COLUMNS)
    job = (tmp_path / "0123.part.parquet", table, watching_many.ManySettings(last=2))
    with pytest.raises(BadOutput) as refused:
        watching_many._make_part(job)
    assert str(refused.value) == (
        f"parts cannot be kept in {tmp_path}: No space left on device; "
        "give a folder to write to, with room"
    )


def test_effort_stays_with_its_rows_where_a_file_changes_while_it_is_read(
    tmp_path, monkeypatch
) -> None:
    path, head = tmp_path / "a.csv", "series,date,count,effort\n"
    rows = [
        f"{name},2022-0{month},3,{effort}\n"
        for name, effort in (("a", "exogenous"), ("b", "effort_dependent"))
        for month in (1, 2)
    ]
    path.write_text(head + "".join(rows), encoding="utf-8")
    opened = columns.open_table

    def then_rewritten(*given):
        table = opened(*given)
        path.write_text(head + "".join(reversed(rows)), encoding="utf-8")
        return table

    monkeypatch.setattr(columns, "open_table", then_rewritten)
    efforts = read(path).select(["series", "effort"]).to_pylist()
    assert [(row["series"], row["effort"]) for row in efforts] == [
        ("a", "exogenous"), ("a", "exogenous"),
        ("b", "effort_dependent"), ("b", "effort_dependent"),
    ]  # fmt: skip


def test_a_table_of_a_hundred_thousand_columns_is_read(tmp_path) -> None:
    more, cells = ",".join(f"c{n}" for n in range(100_000)), "," * 99_999
    rows = [f"a,2022-0{month},3,{cells}" for month in (1, 2)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join([f"series,date,count,{more}", *rows]) + "\n", encoding="utf-8")
    assert len(read(path)) == 2
