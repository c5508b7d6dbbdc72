"""Holidays are read from a country's calendar, from a file, or as days."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from peil.feeds.counts.holidays import read_holidays
from peil.observe.watch.table import watch_table
from peil.terms.errors import BadInput
from peil.workflow.watching import watch_given
from peil.workflow.watching_many import ManySettings, watch_many

FIRST, LAST = date(2020, 1, 1), date(2022, 12, 31)


def file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "days.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_country_has_its_own_and_the_moved_ones() -> None:
    days = {day for day, _ in read_holidays("BE", FIRST, LAST)}
    assert {date(2020, 7, 21), date(2021, 7, 21), date(2021, 4, 5), date(2022, 4, 18)} <= days
    assert date(2020, 7, 4) not in days
    assert days == {day for day, _ in read_holidays("be", FIRST, LAST)}
    names = {
        name for day, name in read_holidays("BE", FIRST, LAST) if (day.month, day.day) == (7, 21)
    }
    assert len(names) == 1


def test_a_part_of_a_country_has_its_own() -> None:
    bavaria, berlin = (
        {day for day, _ in read_holidays(place, FIRST, LAST)} for place in ("DE-BY", "DE-BE")
    )
    assert date(2021, 1, 6) in bavaria - berlin


def test_own_days_are_read_with_their_names_or_without(tmp_path: Path) -> None:
    bare = read_holidays(file(tmp_path, "date\n2020-05-01\n2021-05-01\n"), FIRST, LAST)
    assert bare == ((date(2020, 5, 1), ""), (date(2021, 5, 1), ""))
    text = "Date;Name\n2021-05-01;May\n2020-05-01;May\n2019-05-01;May\n"
    known = read_holidays(str(file(tmp_path, text)), FIRST, LAST)
    assert known == ((date(2020, 5, 1), "May"), (date(2021, 5, 1), "May"))
    assert read_holidays(dict(known), FIRST, LAST) == known
    assert read_holidays([day for day, _ in known], FIRST, LAST) == bare


REFUSED = {
    "day,name\n,May\n": "row 2: has no date; write the day of the holiday, or delete the row",
    "name\nMay\n": "row 1: has no column 'date' but 'name'; add it",
    "date,count\n2020-01-06,3\n": "row 1: has the column 'count', as a table of counts has; give one of holidays",
    "date\n": "has column names and no row; add one day",
    "date\nMay Day\n": "row 2: has the date 'May Day', which is none",
    "date\n2020-05\n": "row 2: has '2020-05' for date, a whole month; write a day",
    "date\n1999-05-01\n": "none of the 1 holidays lies from 2020-01-01 to 2022-12-31",
    "date,name\n" + "".join(f"2020-03-{1 + i % 28:02},{i}\n2020-04-{1 + i % 28:02},a{i}\n2020-05-{1 + i % 28:02},b{i}\n" for i in range(28)): "the holidays have 84 names",
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_a_file_that_holds_no_holidays_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput, match=REFUSED[text]):
        read_holidays(file(tmp_path, text), FIRST, LAST)


@pytest.mark.parametrize("code", ["XX", "DE-ZZ", "Belgium?", ""])
def test_a_country_that_is_not_known_is_refused(code: str) -> None:
    with pytest.raises(BadInput, match="are not known; give a country such as BE"):
        read_holidays(code, FIRST, LAST)


WEEKS = [f"2021-W{week:02}" for week in range(1, 53)]
COUNT = [3 + week % 4 for week in range(52)]


def test_the_watch_of_one_and_of_many_take_them(tmp_path: Path) -> None:
    found = watch_given({"date": WEEKS, "count": COUNT}, last=1, holidays="BE")
    (one,) = found.series
    assert "holidays" in one.watched.caveats
    rows = [f"{week},{n}" for week, n in zip(WEEKS, COUNT, strict=True)]
    source = tmp_path / "table.csv"
    source.write_text("\n".join(["date,count", *rows]) + "\n", encoding="utf-8")
    settings = ManySettings(last=1, calendar="BE")
    many = watch_many(source, tmp_path / "parts", settings=settings, workers=1)
    assert many["expected"].to_pylist() == one.watched.points.expected.tolist()
    days = pa.array([date.fromisocalendar(2021, week, 1) for week in range(1, 53)])
    table = pa.table({"series": ["table"] * 52, "date": days, "count": COUNT})
    known = dict(read_holidays("BE", date(2021, 1, 4), date(2022, 1, 2)))
    by_hand = watch_table(table, last=1, holidays=known)
    assert by_hand["expected"].to_pylist() == one.watched.points.expected.tolist()


def test_no_calendar_is_loaded_unless_asked_for() -> None:
    code = (
        "import sys, peil\n"
        f"peil.watch({{'date': {WEEKS}, 'count': {COUNT}}}, last=1)\n"
        "assert 'holidays' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
