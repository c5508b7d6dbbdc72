"""Tables for evaluations: series side by side, panels long and wide, and places."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from peil.feeds.panel.panel import PanelColumns, read_panel, years_of
from peil.feeds.panel.places import read_places
from peil.feeds.panel.series import SeriesColumns, read_breaks, read_side_by_side
from peil.terms.errors import BadInput

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a table of rows, and give its path."""

    def written(*rows: str) -> Path:
        path = tmp_path / "table.csv"
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        return path

    return written


MONTHS = ("2020-01", "2020-02", "2020-03")


def test_series_stand_side_by_side(write: Write) -> None:
    path = write(
        "date,count,other,people", *(f"{m},{i},{9 - i},1000" for i, m in enumerate(MONTHS))
    )
    own, others = read_side_by_side(path, SeriesColumns(population="people", displaced=("other",)))
    assert own.count.tolist() == [0.0, 1.0, 2.0]
    assert others["other"].count.tolist() == [9.0, 8.0, 7.0]
    assert own.exposure.tolist() == [1000.0] * 3
    assert (own.series, own.period) == ("count", "month")


def test_year_and_month_make_a_period(write: Write) -> None:
    path = write("year,month,aces", "2002,1,5", "2002,2,6", "2002,12,7")
    own, _ = read_side_by_side(path, SeriesColumns(count="aces"))
    assert (len(own), own.period) == (12, "month")
    assert own.count[[0, 1, 11]].tolist() == [5.0, 6.0, 7.0]


def test_a_column_named_date_comes_before_year_and_month(write: Write) -> None:
    path = write("year,month,date,count", "9,9,2020-01,1", "9,9,2020-02,1")
    assert str(read_side_by_side(path, SeriesColumns())[0].start[0]) == "2020-01-01"


def test_breaks_are_those_of_the_series_alone(write: Write) -> None:
    path = write(
        "indicator,date,description", "a,2020-02-01,attempts too", "b,2020-03-01,other office"
    )
    found = read_breaks(path, "a")
    assert [(b.date, b.description) for b in found] == [(date(2020, 2, 1), "attempts too")]


def test_a_register_names_a_series_in_any_case(write: Write) -> None:
    path = write("date,indicator,description\n2015-01-01,Count,another form\n")
    assert [each.description for each in read_breaks(path, "count")] == ["another form"]


def test_a_row_of_a_register_that_names_no_series_is_refused(write: Write) -> None:
    path = write("date,description,indicator\n2011-01-01,other form,a\n2012-01-01,which?, \n")
    with pytest.raises(BadInput, match="row 3: has no indicator; write it"):
        read_breaks(path, "a")


def test_a_register_without_indicator_is_about_every_series(write: Write) -> None:
    path = write("date,description", "2020-02-01,attempts too")
    assert len(read_breaks(path, "a")) == len(read_breaks(path, "b")) == 1


LONG = ("unit,year,value,jobs", "a,2000,1.5,7", "a,2001,2,", "b,2001,4,9", "b,2000,3,8")


def columns(**changes: Any) -> PanelColumns:
    return PanelColumns(**changes)


def test_a_long_panel_is_laid_out_by_unit_and_year(write: Write) -> None:
    panel = read_panel(write(*LONG), columns(), begins=2001)
    assert panel.units == ("a", "b")
    assert panel.times.tolist() == [2000, 2001]
    assert panel.outcome.tolist() == [[1.5, 2.0], [3.0, 4.0]]


def test_predictors_are_averaged_over_the_years_named_or_before_the_policy(write: Write) -> None:
    asked = columns(predictors=("jobs", "jobs:2001", "value:2000-2001"))
    panel = read_panel(write(*LONG), asked, begins=2002)
    assert panel.predictors["jobs"].tolist() == [7.0, 8.5]
    assert read_panel(write(*LONG), columns(predictors=("jobs",)), begins=2001).predictors[
        "jobs"
    ].tolist() == [7.0, 8.0]
    assert np.isnan(panel.predictors["jobs:2001"][0])
    assert panel.predictors["value:2000-2001"].tolist() == [1.75, 3.5]


def test_an_outcome_may_be_taken_per_million(write: Write) -> None:
    rows = ("unit,year,value,people", "a,2000,3,8000", "a,2001,4,9000")
    panel = read_panel(write(*rows), columns(population="people"), begins=2001)
    assert panel.outcome[0].tolist() == [375.0, pytest.approx(4e3 / 9)]


def test_a_predictor_from_after_the_policy_is_refused(write: Write) -> None:
    with pytest.raises(BadInput, match="'value:2000-2001' reaches into 2001 or later"):
        read_panel(write(*LONG), columns(predictors=("value:2000-2001",)), begins=2001)


@pytest.mark.parametrize("people", ["0", "-5", "999"])
def test_a_population_that_is_none_is_refused(write: Write, people: str) -> None:
    path = write("unit,year,value,people", "a,2000,1,9000", f"a,2001,1,{people}")
    with pytest.raises(BadInput, match=f"row 3: has the population '{people}'"):
        read_panel(path, columns(population="people"), begins=2001)


def test_a_wide_panel_has_a_column_for_each_unit(write: Write) -> None:
    path = write("Year,a,b", '2001,"2,5",4', "2000,1,3")
    panel = read_panel(path, columns(), begins=2001)
    assert panel.units == ("a", "b")
    assert panel.outcome.tolist() == [[1.0, 2.5], [3.0, 4.0]]


def test_an_aggregate_contains_all_others(write: Write) -> None:
    panel = read_panel(write(*LONG), columns(aggregates=("b",)), begins=2001)
    assert panel.contains == {"b": frozenset({"a"})}


def test_places_have_their_counts_and_inhabitants(write: Write) -> None:
    found = read_places(
        write("region,count,population", "a,3,1000", "b,0,"), are_below_country=True
    )
    assert [(p.name, p.count, p.population, p.is_below_country) for p in found] == [
        ("a", 3, 1000.0, True), ("b", 0, None, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["unit,year,value", "a,2000,x"], "row 2: has 'x' for value, which is no number"),
        (["unit,year,value", "a,2000,1,5"], "has 4 cells where the header has 3"),
        (["unit,year,value", "a,2000,1e999"], "which is no number"),
        (["unit,year,value", "a,99999999999999999999,1"], "row 2: has the year 1e\\+20"),
        (["unit,year,value", "a,2000.5,1"], "row 2: has no whole year"),
        (["unit,year,value", "a,,1"], "row 2: has no whole year"),
        (["unit,year,value", ",2000,1"], "row 2: has no unit"),
        (["unit,year,value", "a,2000,1", "a,2000,2"], "row 3: has 'a' in 2000 a second time"),
        (["unit,year,other", "a,2000,1"], "no column 'outcome' but .*; name it by --outcome"),
        (["unit,jahr,value", "a,2000,1"], "no column 'year' but .*; name it by --time-column"),
        (["Year,a,b", "2000,1,2", "2000,1,2"], "has a Year twice"),
        (["when,a,b", "2000,1,2"], "no column 'year'"),
        (["unit,year,value"], "has column names and no row"),
        (
            ["unit,year,value", *(f"North,{year},1" for year in range(2000, 2010)), "Nroth,2010,1"],
            "table.csv: the unit 'Nroth' stands in 1 row, and 'North' in 10; write 'North'",
        ),
        (
            ["unit,year,value", *(f"{u},{y},1" for u in "ab" for y in (2000, 2001)), "b,2120,1"],
            "table.csv, row 6: has 2120 for 'b' alone; correct the year, or delete the row",
        ),
    ],
)
def test_a_panel_that_cannot_be_read_is_refused(write: Write, rows: list[str], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_panel(write(*rows), columns(), begins=2001)


@pytest.mark.parametrize("changes", [{"predictors": ("a",)}, {"population": "a"}])
def test_a_wide_panel_has_no_predictors(write: Write, changes: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="has no column of units"):
        read_panel(write("year,a", "2000,1"), columns(**changes), begins=2001)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="does not exist; give a CSV with the columns unit, year"):
        read_panel(tmp_path / "none.csv", columns(), begins=2001)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["date,count", "2020-01,1.5", "2020-02,1"], "'1.5', which is not whole"),
        (["date,count", "2020-01,1", "2020,1"], "in several forms"),
        (["date,hits", "2020-01,1", "2020-02,1"], "no column 'count' but .*; name it by --count"),
        (["date,count,population", "2020-01,1,", "2020-02,1,5000"], "row 2: has no population"),
        (
            ["date,count,population", "2020-01,1,9000000", "2020-02,1,9000"],
            "row 3: has the population 9000 where row 2, the period before, has 9000000",
        ),
        (
            ["date,count,Total", "2020-01,1,3", "2020-02,2,2"],
            "table.csv: 'Total' holds the series itself, as a sum of it and others; give what the",
        ),
    ],
)
def test_series_that_cannot_be_read_are_refused(write: Write, rows: list[str], said: str) -> None:
    of = "population" if "popul" in rows[0] else None
    others = ("Total",) if "Total" in rows[0] else ()
    with pytest.raises(BadInput, match=said):
        read_side_by_side(write(*rows), SeriesColumns(population=of, displaced=others))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["place,count,population", "a,,9000"], "row 2: has no count"),
        (["place,count,population", "a,1,9000", "a,2,9000"], "row 3: has 'a' twice"),
        (
            ["place,count,population", "a,1,9000", "b,2,999"],
            "row 3: has the population '999', so few that rates would be those of persons; ",
        ),
        (["name,count,population", "Abdel,1,1", "Jan,0,1"], "no column 'place' but 'name'"),
        (["place,count", "a,1"], "no column 'population' but .*; add it"),
        (
            ["place,count,population", "a,2,9000", "b,1,9000", "Total,3,18000"],
            "table.csv: 'Total' is the sum of all the others throughout; leave it out",
        ),
        (
            ["place,count,population", "a,1,9000", "b,5000,1000"],
            "row 3: has 5000 events in 1000 inhabitants; write the inhabitants in full, not in",
        ),
        (
            ["place,count,population", *(f"{name},1,9000" for name in "abcd"), "21,1,9000"],
            "table.csv: the place '21' is a number among names; write its name",
        ),
    ],
)
def test_places_that_cannot_be_read_are_refused(write: Write, rows: list[str], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_places(write(*rows), are_below_country=False)


def test_a_stretch_of_years_is_read_or_refused() -> None:
    assert years_of("--fit", "1960-1969") == (1960, 1969)
    assert years_of("--fit", "1960") == (1960, 1960)
    assert years_of("--fit", None) == (None, None)
    for text in ("1969-1960", "sixties", ""):
        with pytest.raises(BadInput, match="--fit has"):
            years_of("--fit", text)
