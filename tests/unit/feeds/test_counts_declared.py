"""Files of counts that say more than counts, that are wide, or that count ISO weeks."""

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from peil.feeds.counts.large import read_large, refuse_unlikely
from peil.feeds.counts.read import read_counts
from peil.feeds.counts.wide import long_form, wide_table
from peil.feeds.tables.values import given_table
from peil.observe.watch.counts import Counts
from peil.terms.errors import BadInput
from peil.workflow.watching import watch_given


def table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "burglaries.csv"
    path.write_text(text, encoding="utf-8")
    return path


def one(tmp_path: Path, text: str, as_of: date | None = None) -> Counts:
    (counts,) = read_counts(table(tmp_path, text), as_of=as_of)
    return counts


SAID = """Date;Cases;Completeness;Break;Closed;Events
2024-01;3;;;no;
2024-02;;1;;x;
2024-03;4;;new  law;;2
2024-04;5;0,9;;FALSE;yes
2024-05;6;0,5;;0;
"""


def test_what_is_said_of_rows_is_read_as_people_write_it(tmp_path: Path) -> None:
    counts = one(tmp_path, SAID)
    assert counts.complete.tolist() == [1.0, 1.0, 1.0, 0.9, 0.5]
    assert counts.segment.tolist() == [0, 0, 1, 1, 1]
    assert counts.changed is not None
    assert counts.changed.tolist() == ["", "", "new law", "", ""]
    assert counts.is_closed.tolist() == [False, True, False, False, False]
    assert counts.is_outbreak.tolist() == [False, False, True, True, False]


def test_events_are_the_count_where_nothing_else_is(tmp_path: Path) -> None:
    counts = one(tmp_path, "date,events\n2024-01,3\n2024-02,4\n")
    assert counts.count.tolist() == [3.0, 4.0]
    assert not counts.is_outbreak.any()


REPORTS = """date,reported,count
2024-W01,2024-01-05,3
2024-W01,2024-01-09,1
2024-W02,2024-01-12,2
2024-W02,2024-02-01,4
2024-W03,2024-01-20,5
"""


def test_reports_add_up_as_they_were_known_on_the_day(tmp_path: Path) -> None:
    assert one(tmp_path, REPORTS).count.tolist() == [4.0, 6.0, 5.0]
    known = one(tmp_path, REPORTS, as_of=date(2024, 1, 21))
    assert known.count.tolist() == [4.0, 2.0, 5.0]


def test_many_series_are_read_with_what_is_said_of_them(tmp_path: Path) -> None:
    rows, period = read_large([table(tmp_path, SAID)])
    assert period == "month"
    assert rows["closed"].to_pylist() == [0.0, 1.0, 0.0, 0.0, 0.0]
    assert rows["break"].to_pylist() == ["", "", "new law", "", ""]
    assert rows["completeness"].to_pylist() == [None, 1.0, None, 0.9, 0.5]
    rows, _ = read_large([table(tmp_path, REPORTS)])
    assert rows.schema.field("reported").type == pa.date32()


WIDE = "Datum,north, south ,closed\n2024-W01,1,4,\n2024-W02,2,,1\n2024-W03,3,6,\n"


def test_each_column_of_a_wide_table_is_a_series(tmp_path: Path) -> None:
    north, south = read_counts(
        wide_table(table(tmp_path, WIDE.replace("W02,2", "W02,"))), as_of=date(2024, 1, 21)
    )
    assert (north.series, south.series) == ("north", "south")
    np.testing.assert_array_equal(north.count, [1.0, np.nan, 3.0])
    np.testing.assert_array_equal(south.count, [4.0, np.nan, 6.0])
    assert north.is_closed.tolist() == south.is_closed.tolist() == [False, True, False]


def test_a_wide_file_and_a_wide_table_say_the_same(tmp_path: Path) -> None:
    columns = {"date": [f"2023-W{week:02}" for week in range(1, 53)], "a": [3] * 52, "b": [4] * 52}
    lines = [",".join(map(str, row)) for row in zip(*columns.values(), strict=True)]
    file = table(tmp_path, "\n".join(["date,a,b", *lines]))
    tables = (wide_table(file), long_form(given_table(columns)))
    for one_, other in zip(*map(read_counts, tables), strict=True):
        assert (one_.series, one_.count.tolist()) == (other.series, other.count.tolist())
    found = watch_given(file, last=1, wide=True)
    assert [each.watched.series for each in found.series] == ["a", "b"]


def test_a_year_of_53_weeks_has_each_of_them_once(tmp_path: Path) -> None:
    weeks = [*(f"2020-W{week:02}" for week in range(50, 54)), "2021-W01"]
    rows = {"week": weeks, "count": [1, 2, 3, 4, 5]}
    from_python = read_counts(given_table(rows))[0]
    from_file = one(tmp_path, "week,count\n" + "".join(f"{w},{w[-1]}\n" for w in weeks))
    for counts in (from_python, from_file):
        assert [str(day) for day in counts.start[-2:]] == ["2020-12-28", "2021-01-04"]
        assert len(counts) == len(weeks)
    rows["week"][0] = "2020-W51"
    with pytest.raises(BadInput, match="2020-12-14 a second time"):
        read_counts(given_table(rows))
    rows["week"][0] = "2021-W53"
    with pytest.raises(BadInput, match="'2021-W53', which the calendar does not have; correct it"):
        read_counts(given_table(rows))


def test_reports_of_a_column_by_another_name_are_asked_what_they_tell(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        one(tmp_path, REPORTS.replace("reported", "came in"))
    assert str(refused.value).endswith(
        "a second time, after row 2; keep one row for each period, or call 'came in' 'series' if it "
        "tells series apart, or 'reported' if it says when the counts came"
    )


REFUSED = {
    "completeness,0": "row 3: has the completeness '0'; write a share above 0 up to 1",
    "completeness,1.2": "row 3: has the completeness '1.2'; write a share above 0 up to 1",
    "completeness,most": "row 3: has 'most' for completeness, which is no number",
    "closed,perhaps": "row 3: has 'perhaps' for closed; write 1 or 0, or leave the cell empty",
    "events,-1": "row 3: has '-1' for events; write 1 or 0",
    "reported,2024-01": "row 3: has '2024-01' for reported, a whole month; write a day",
    "reported,soon": "row 3: has the date 'soon', which is none",
    "break," + "x" * 201: "row 3: has .* for break, 201 letters long or with hidden ones; write",
    "closed,1": "counts 4 on 2024-01-08, in a closed period; take out the count or 'closed'",
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path: Path, case: str) -> None:
    name, value = case.split(",")
    text = f"date,count,{name}\n2024-01-01,3,\n2024-01-08,4,{value}\n2024-01-15,5,\n"
    with pytest.raises(BadInput, match=f"^burglaries.csv.*{REFUSED[case]}"):
        read_counts(table(tmp_path, text))


WIDE_REFUSED = {
    "date,closed\n2024-01,1\n": "row 1: has no column of a series beside 'date'; name one for each",
    "date\n2024-01\n": "row 1: has the single column 'date'; write at least the columns date and one",
    "date,a,b\n2024-01,1,2\n2024-02,1,x\n": "row 3: has the count 'x', which is no number",
}


@pytest.mark.parametrize("text", WIDE_REFUSED)
def test_a_wide_table_that_cannot_be_one_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput, match=WIDE_REFUSED[text]):
        read_counts(wide_table(table(tmp_path, text)))


EFFORT = "series,date,count,effort\na,2024-01,3,effort_dependent\na,2024-02,3,{}\n"


@pytest.mark.parametrize(
    ("word", "remedy"),
    [
        ("12%", "write one of exogenous, effort_dependent, level_caused"),
        ("exogenuous", "write 'exogenous', or one of exogenous, effort_dependent, level_caused"),
    ],
)
def test_what_is_no_kind_of_effort_is_refused(tmp_path: Path, word: str, remedy: str) -> None:
    one(tmp_path, EFFORT.format(""))
    with pytest.raises(BadInput) as refused:
        one(tmp_path, EFFORT.format(word))
    said = f"burglaries.csv, row 3: has the effort {word!r}; {remedy}, or call the column otherwise"
    assert str(refused.value) == said
    stored = read_large([table(tmp_path, EFFORT.format(""))])[0].drop(["effort"])
    stored = stored.append_column("effort", pa.array([word, None]))
    with pytest.raises(BadInput) as refused:
        refuse_unlikely(stored)
    assert str(refused.value) == f"an effort is {word!r}; {remedy}"
