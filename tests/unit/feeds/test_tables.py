"""One way to open a table, to tell what separates its cells and the order of its days."""

import os
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peil.feeds.counts.read import read_counts
from peil.feeds.panel.panel import PanelColumns, read_panel
from peil.feeds.tables.days import ISO, format_of, in_iso
from peil.feeds.tables.opening import delimiter_of, open_table, unreadable
from peil.terms.errors import BadInput

DAYS = [date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)]


def parquet(path: Path, **columns: object) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize(
    "days",
    [
        DAYS,
        [datetime(day.year, day.month, day.day) for day in DAYS],  # noqa: DTZ001 - as Parquet has them
        [day.isoformat() for day in DAYS],
        pa.array([day.isoformat() for day in DAYS]).dictionary_encode(),
    ],
)
@pytest.mark.parametrize("counts", [[1, 2, None], [1.0, 2.0, float("nan")], ["1", "2", ""]])
def test_a_parquet_file_of_counts_reads_as_a_csv(
    tmp_path: Path, days: object, counts: object
) -> None:
    path = parquet(tmp_path / "burglaries.parquet", date=days, count=counts)
    (found,) = read_counts(path)
    assert found.series == "burglaries"
    np.testing.assert_array_equal(found.count, [1.0, 2.0, np.nan])
    assert found.period == "month"


def test_a_parquet_file_of_several_row_groups_is_read_whole(tmp_path: Path) -> None:
    table = pa.table({"date": [f"2024-{n:02d}" for n in range(1, 13)], "count": [*range(12)]})
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=5)
    assert read_counts(tmp_path / "a.parquet")[0].count.tolist() == [*map(float, range(12))]


def test_a_panel_may_be_a_parquet_file(tmp_path: Path) -> None:
    path = parquet(tmp_path / "p.parquet", unit=["a", "a", "b", "b"], year=[2000, 2001] * 2,
                   value=[1.5, 2.0, 3.25, 4.0])  # fmt: skip
    panel = read_panel(path, PanelColumns(), begins=2001)
    assert panel.outcome.tolist() == [[1.5, 2.0], [3.25, 4.0]]


@pytest.mark.parametrize("content", [b"PAR1", b"PAR1" + bytes(50) + b"PAR1"])
def test_a_damaged_parquet_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.parquet"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"x\.parquet: is damaged, or no Parquet file of texts"):
        open_table(path)


def test_a_parquet_file_of_lists_is_refused(tmp_path: Path) -> None:
    path = parquet(tmp_path / "x.parquet", date=[["a"]], count=[1])
    with pytest.raises(BadInput, match="no Parquet file of texts, numbers and days; write it anew"):
        open_table(path)


@pytest.mark.parametrize(
    ("text", "wanted", "sign"),
    [
        ("a,b\n1,2\n", (), ","),
        ("a;b,c;d\n", (), ";"),
        ("a\tb\n", (), "\t"),
        ('"a,b,c";d\n', (), ";"),
        ("date;x,y,z\n", ("date",), ";"),
        ("a,b,c;d\n", ("c;d",), ","),
        ("alone\n", (), ","),
        ("", (), ","),
    ],
)
def test_what_separates_cells_is_what_gives_most_of_the_columns(
    text: str, wanted: tuple[str, ...], sign: str
) -> None:
    assert delimiter_of(text, wanted)[0] == sign


@given(st.lists(st.dates(date(1900, 1, 1), date(2100, 12, 31)), min_size=1), st.sampled_from("/-"))
def test_days_come_back_in_either_order_or_are_told_to_be_open(days: list[date], mark: str) -> None:
    for form in ("{0}{3}{1}{3}{2}", "{1}{3}{0}{3}{2}"):
        words = [form.format(day.day, day.month, f"{day.year:04d}", mark) for day in days]
        written, strays = in_iso(words)
        if all(day.day <= 12 for day in days):
            assert (written, strays) == (words, frozenset(range(len(words))))
            assert format_of(words) == ISO
        else:
            assert (written, strays) == ([day.isoformat() for day in days], frozenset())


def test_days_with_points_have_one_reading() -> None:
    assert in_iso(["1.2.2024", "x", ""]) == (["2024-02-01", "x", ""], frozenset())
    assert format_of(["01.02.2024", " 3.4.2024 "]) == "%d.%m.%Y"


def test_why_a_file_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(bytes(3))
    os.mkfifo(tmp_path / "pipe")
    assert unreadable(tmp_path / "x") == ""
    assert unreadable(tmp_path / "x", largest=2) == "is larger than two gigabytes"
    assert unreadable(tmp_path / "none") == "does not exist"
    assert unreadable(tmp_path) == unreadable(tmp_path / "pipe") == "is not a regular file"
    assert unreadable(Path("a\0b")) in ("does not exist", "is no name of a file")
