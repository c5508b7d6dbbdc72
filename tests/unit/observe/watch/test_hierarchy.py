"""Regions within regions: counts add exactly, and parts explain the change of a whole."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peil.observe.watch.hierarchy import children_of, parent_of, with_carriers, with_parents
from peil.observe.watch.table import watch_table
from peil.terms.errors import BadInput

GHENT, ANTWERP = "Belgium/Flanders/Ghent", "Belgium/Flanders/Antwerp"
NAMUR = "Belgium/Wallonia/Namur"
LEAVES = (GHENT, ANTWERP, NAMUR)
FIRST = date(2020, 1, 6)


def week(n: int) -> date:
    return FIRST + timedelta(weeks=n)


def regional(counts: dict[str, list[Any]], **more: dict[str, list[Any]]) -> pa.Table:
    """One series in some regions; None is a row without a count, ... no row at all."""
    rows = [
        {
            "series": "plots",
            "region": region,
            "date": week(n),
            "count": count,
            **{name: values[region][n] for name, values in more.items()},
        }
        for region, values in counts.items()
        for n, count in enumerate(values)
        if count is not ...
    ]
    names = ("series", "region", "date", "count", *more)
    return pa.table({name: [row[name] for row in rows] for name in names})


def of(table: pa.Table, region: str, column: str = "count") -> dict[date, Any]:
    rows = table.filter(pc.equal(table["region"], region))
    return dict(zip(rows["date"].to_pylist(), rows[column].to_pylist(), strict=True))


def test_a_tree_is_told_from_its_paths() -> None:
    assert parent_of(GHENT) == "Belgium/Flanders"
    assert parent_of("Belgium") is None
    assert list(children_of(list(LEAVES)).items()) == [
        ("Belgium/Flanders", [ANTWERP, GHENT]),
        ("Belgium/Wallonia", [NAMUR]),
        ("Belgium", ["Belgium/Flanders", "Belgium/Wallonia"]),
    ]


@given(st.lists(st.lists(st.integers(0, 10**9), min_size=3, max_size=3), min_size=1, max_size=5))
def test_sums_agree_exactly_at_every_level(counts: list[list[int]]) -> None:
    by_leaf = {leaf: [row[i] for row in counts] for i, leaf in enumerate(LEAVES)}
    summed = with_parents(regional(by_leaf))
    for n, (ghent, antwerp, namur) in enumerate(counts):
        assert of(summed, "Belgium/Flanders")[week(n)] == ghent + antwerp
        assert of(summed, "Belgium/Wallonia")[week(n)] == namur
        assert of(summed, "Belgium")[week(n)] == ghent + antwerp + namur


def test_a_parents_count_is_missing_where_a_childs_is() -> None:
    table = regional({GHENT: [1, None, ..., 4], ANTWERP: [1, 1, 1, 1], NAMUR: [2, 2, 2, 2]})
    summed = with_parents(table)
    assert list(of(summed, "Belgium/Flanders").values()) == [2, None, None, 5]
    assert list(of(summed, "Belgium").values()) == [4, None, None, 7]
    assert list(of(summed, "Belgium/Wallonia").values()) == [2, 2, 2, 2]


def test_a_row_that_is_not_there_is_zero_where_it_is_said_so() -> None:
    table = regional({GHENT: [1, None, ..., 4], ANTWERP: [1, 1, 1, 1]})
    summed = with_parents(table, absent="zero")
    assert list(of(summed, "Belgium").values()) == [2, None, 1, 5]


def test_populations_add_and_hold_where_a_row_is_not_there() -> None:
    people = {GHENT: [100, 110, 110], ANTWERP: [500, 500, 500]}
    table = regional({GHENT: [1, ..., 1], ANTWERP: [1, 1, 1]}, population=people)
    summed = with_parents(table)
    assert list(of(summed, "Belgium", "population").values()) == [600, 600, 610]


def test_a_sum_depends_on_effort_where_a_part_does() -> None:
    effort = {GHENT: ["exogenous"], ANTWERP: ["effort_dependent"]}
    summed = with_parents(regional({GHENT: [1], ANTWERP: [1]}, effort=effort))
    assert of(summed, "Belgium", "effort") == {FIRST: "effort_dependent"}


def test_a_whole_that_agrees_with_its_parts_stands_once() -> None:
    table = regional({GHENT: [1, 2], ANTWERP: [3, 4], "Belgium/Flanders": [4, 6]})
    assert len(with_parents(table)) == len(table) + 2


def test_a_whole_that_knows_what_a_part_does_not_keeps_its_count() -> None:
    table = regional({GHENT: [1, None], ANTWERP: [3, 4], "Belgium/Flanders": [4, 6]})
    assert list(of(with_parents(table), "Belgium").values()) == [4, 6]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            regional({GHENT: [1], ANTWERP: [3], "Belgium/Flanders": [5]}),
            "has 5 in 'Belgium/Flanders' on 2020-01-06, but its parts sum to 4; leave out",
        ),
        (
            pa.concat_tables([regional({GHENT: [1]})] * 2),
            "in 'Belgium/Flanders/Ghent' has the date 2020-01-06 twice; keep one row",
        ),
    ],
)
def test_counts_that_do_not_add_up_are_refused(table: pa.Table, message: str) -> None:
    with pytest.raises(BadInput) as error:
        with_parents(table)
    assert message in str(error.value)


def test_what_cannot_be_added_up_is_refused() -> None:
    table = regional({"Land/North": [1, 2], "Land/South": [3, 4]})
    said = table.append_column("completeness", pa.array([1.0, 0.5] * 2))
    with pytest.raises(BadInput, match="the column 'completeness' cannot be added up; leave it"):
        with_parents(said)


def test_what_an_absent_row_means_is_one_of_two_words() -> None:
    with pytest.raises(BadInput, match="cannot mean 'nothing'; use missing or zero"):
        with_parents(regional({GHENT: [1]}), absent="nothing")


def test_series_without_a_region_have_no_parent() -> None:
    table = pa.table({"series": ["a"], "date": [FIRST], "count": [1]})
    assert len(with_parents(table)) == 1


def watched(rows: dict[str, list[tuple[str, int | None, float, float]]]) -> pa.Table:
    """What the watch says: direction, week in which the signal began, observed, expected."""
    return pa.table(
        {
            "series": pa.array(["plots"] * sum(map(len, rows.values()))),
            "region": [region for region, said in rows.items() for _ in said],
            "period_start": [week(n) for said in rows.values() for n, _ in enumerate(said)],
            "direction": [row[0] for said in rows.values() for row in said],
            "signal_since": pa.array(
                [
                    None if row[1] is None else week(row[1])
                    for said in rows.values()
                    for row in said
                ],
                pa.date32(),
            ),
            "observed": [row[2] for said in rows.values() for row in said],
            "expected": [row[3] for said in rows.values() for row in said],
        }
    )


STEADY = ("steady", None, 2.0, 2.0)


def test_the_parts_that_signal_the_same_carry_the_whole() -> None:
    table = watched(
        {
            "Belgium": [("rising", 0, 12.0, 8.0), ("rising", 0, 20.0, 8.0)],
            "Belgium/A": [STEADY, ("rising", 1, 9.0, 2.0)],
            "Belgium/B": [("rising", 0, 6.0, 2.0), ("rising", 0, 9.0, 4.0)],
            "Belgium/C": [STEADY, ("waning", 1, 0.0, 2.0)],
        }
    )
    rows = with_carriers(table).to_pylist()
    assert [row["explanation"] for row in rows[:2]] == ["carried_by_children"] * 2
    assert [row["carried_by"] for row in rows[:2]] == [["Belgium/B"], ["Belgium/B", "Belgium/A"]]
    assert rows[0]["carried_share"] == pytest.approx(1.0)
    assert rows[1]["carried_share"] == pytest.approx((7 + 9) / (7 + 9 - 2))
    assert [row["explains"] for row in rows[2:]] == [
        None,
        "Belgium",
        "Belgium",
        "Belgium",
        None,
        None,
    ]
    assert rows[-1]["explanation"] == "own"
    assert rows[-1]["carried_by"] is None


def test_a_signal_that_no_part_shows_is_spread_over_all() -> None:
    table = watched(
        {"Belgium": [("rising", 0, 9.0, 4.0)], "Belgium/A": [STEADY], "Belgium/B": [STEADY]}
    )
    row = with_carriers(table).to_pylist()[0]
    assert row["explanation"] == "spread_over_all"
    assert row["carried_by"] == []
    assert row["carried_share"] is None


def test_without_a_signal_there_is_nothing_to_explain() -> None:
    rows = with_carriers(watched({"Belgium": [STEADY], "Belgium/A": [STEADY]})).to_pylist()
    assert {row["explanation"] for row in rows} == {None}


def test_the_order_of_rows_changes_no_explanation() -> None:
    table = watched({"Belgium": [("rising", 0, 9.0, 4.0)], "Belgium/A": [("rising", 0, 9.0, 2.0)]})
    turned = with_carriers(table.take([1, 0])).take([1, 0])
    assert turned.to_pylist() == with_carriers(table).to_pylist()


def test_a_rise_in_one_part_is_found_and_carries_the_country() -> None:
    counts = {
        leaf: np.random.default_rng(i).poisson(6.0, 160).tolist() for i, leaf in enumerate(LEAVES)
    }
    counts[GHENT][-3:] = [40, 41, 45]
    explained = with_carriers(watch_table(with_parents(regional(counts)), last=1))
    said = {row["region"]: row for row in explained.to_pylist()}
    assert said["Belgium"]["direction"] == "rising"
    assert said["Belgium"]["carried_by"] == ["Belgium/Flanders"]
    assert said["Belgium/Flanders"]["carried_by"] == [GHENT]
    assert said[GHENT]["explains"] == "Belgium/Flanders"
    assert said[GHENT]["explanation"] == "own"
    assert said[NAMUR]["explanation"] is None
