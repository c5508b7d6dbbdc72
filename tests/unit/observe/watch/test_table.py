"""One function from an Arrow table to an Arrow table: the same bytes however its rows come."""

from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peil.observe.watch.declared import Declared
from peil.observe.watch.engine import watch_counts
from peil.observe.watch.regular import counts_from_table
from peil.observe.watch.table import WATCH_DDL, WATCH_SCHEMA, in_order, watch_table
from peil.terms.errors import BadInput

WEEKS, LAST = 60, 3
FIRST = date(2021, 1, 4)
watch = partial(watch_table, last=LAST)


def counts(*names: str, **columns: Any) -> pa.Table:
    """Weekly counts of some series, each its own."""
    days = [FIRST + timedelta(weeks=week) for week in range(WEEKS)]
    rows = {
        "series": [name for name in names for _ in days],
        "date": pa.array(days * len(names), pa.date32()),
        "count": np.random.default_rng(len(names)).poisson(4.0, WEEKS * len(names)),
    }
    return pa.table(rows | columns)


def in_bytes(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue().to_pybytes()


GIVEN = counts("plots", "attacks", "departures")
WATCHED = watch(GIVEN)


def test_a_row_comes_out_for_each_evaluated_period_in_the_stated_schema() -> None:
    assert WATCHED.schema == WATCH_SCHEMA
    assert WATCHED.column("series").to_pylist() == [
        name for name in ("attacks", "departures", "plots") for _ in range(LAST)
    ]
    last = FIRST + timedelta(weeks=WEEKS - 1)
    assert WATCHED.column("period_start").to_pylist()[LAST - 1] == last
    assert WATCHED.column("period_end").to_pylist()[LAST - 1] == last + timedelta(days=6)


def test_what_is_said_of_rows_holds_in_a_table_as_it_does_alone() -> None:
    share = [None] * (WEEKS - 1) + [0.4]
    said = {
        "completeness": pa.array(share * 2, pa.float64()),
        "break": pa.array(["new law" if week == 5 else None for week in range(WEEKS)] * 2),
        "closed": pa.array([week == 40 for week in range(WEEKS)] * 2),
        "events": pa.array([float(week in (50, 51)) for week in range(WEEKS)] * 2),
    }
    given = counts("plots", "attacks", **said)
    count = given["count"].to_numpy().copy()
    count[[40, WEEKS + 40]] = 0
    given = given.set_column(2, "count", pa.array(count))
    rows = given.filter(pc.equal(given["series"], "attacks"))
    declared = Declared(
        completeness=np.array([np.nan if each is None else each for each in share]),
        changed=np.array(["new law" if week == 5 else "" for week in range(WEEKS)], dtype=object),
        closed=np.arange(WEEKS) == 40,
        outbreak=np.isin(np.arange(WEEKS), (50, 51)).astype(float),
    )
    days, count = rows["date"].to_numpy(), rows["count"].to_numpy()
    alone = watch_counts(counts_from_table("attacks", days, count, declared=declared), last=LAST)
    found = watch(given).slice(0, LAST)
    assert (alone.points.expected > 0).all()
    assert found["expected"].to_numpy().tolist() == alone.points.expected.tolist()
    assert found["nowcast_high"].to_numpy().tolist() == alone.points.nowcast[:, 2].tolist()
    assert set(found["caveats"].to_pylist()[0]) >= {
        "break", "closed", "incomplete_reports", "outbreak_known",
    }  # fmt: skip


def test_reports_of_a_table_add_up_as_of_a_day() -> None:
    days = [FIRST + timedelta(weeks=week) for week in range(WEEKS)]
    came = [day + timedelta(days=after) for day in days for after in (3, 10)]
    table = pa.table(
        {
            "series": ["attacks"] * len(came),
            "date": pa.array([day for day in days for _ in range(2)], pa.date32()),
            "reported": pa.array(came, pa.date32()),
            "count": [4, 4] * WEEKS,
        }
    )
    known = table.filter(pc.less_equal(table["reported"], days[-1] + timedelta(days=6)))
    found = watch(known, as_of=days[-1] + timedelta(days=6))
    assert found["observed"].to_pylist() == [8.0] * (LAST - 1) + [4.0]
    assert found["expected"].to_numpy()[-1] == pytest.approx(4.0, rel=0.05)


def test_a_series_says_in_a_table_what_it_says_alone() -> None:
    rows = GIVEN.filter(pc.equal(GIVEN["series"], "attacks"))
    alone = watch_counts(
        counts_from_table("attacks", rows["date"].to_numpy(), rows["count"].to_numpy()), last=LAST
    ).points
    own = WATCHED.slice(0, LAST)
    assert own["direction"].to_pylist() == alone.direction.tolist()
    assert own["reason"].to_pylist() == alone.reason.tolist()
    assert own["level_changed"].to_pylist() == [side or None for side in alone.level_changed]
    for name in ("observed", "expected", "lower", "upper", "p_rise", "p_fall", "probability"):
        np.testing.assert_array_equal(own[name].to_numpy(), getattr(alone, name))


@settings(max_examples=8, deadline=None)
@given(
    order=st.permutations(range(len(GIVEN))),
    columns=st.permutations(GIVEN.column_names),
    cuts=st.lists(st.integers(0, len(GIVEN)), max_size=5),
)
def test_order_and_chunks_change_no_byte(
    order: list[int], columns: list[str], cuts: list[int]
) -> None:
    shuffled = GIVEN.take(order).select(columns)
    edges = [0, *sorted(cuts), len(GIVEN)]
    pieces = [shuffled.slice(a, b - a) for a, b in pairwise(edges)]
    assert in_bytes(watch(pa.concat_tables(pieces))) == in_bytes(WATCHED)


def test_series_watched_apart_and_put_together_are_the_same_bytes() -> None:
    apart = [
        watch(GIVEN.filter(pc.equal(GIVEN["series"], name)))
        for name in ("plots", "attacks", "departures")
    ]
    assert in_bytes(in_order(pa.concat_tables(apart))) == in_bytes(WATCHED)


@pytest.mark.parametrize("kind", [pa.int64(), pa.int16(), pa.float64()])
def test_the_type_of_the_counts_changes_no_byte(kind: pa.DataType) -> None:
    table = GIVEN.set_column(2, "count", GIVEN["count"].cast(kind))
    assert in_bytes(watch(table)) == in_bytes(WATCHED)


@pytest.mark.parametrize("kind", [pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
def test_the_type_of_the_names_changes_no_byte(kind: pa.DataType) -> None:
    table = GIVEN.set_column(0, "series", GIVEN["series"].cast(kind))
    assert in_bytes(watch(table)) == in_bytes(WATCHED)


def test_what_is_not_known_is_null_and_never_nan() -> None:
    values = GIVEN["count"].to_pylist()
    values[WEEKS - 1] = None
    watched = watch(GIVEN.set_column(2, "count", pa.array(values, pa.int64())))
    row = watched.filter(pc.equal(watched["series"], "plots")).to_pylist()[-1]
    assert row["observed"] is None
    assert row["p_rise"] is None
    for name in watched.column_names:
        if watched.schema.field(name).type == pa.float64():
            assert not pc.any(pc.is_nan(watched[name])).as_py()


def test_a_count_of_nan_is_a_missing_report() -> None:
    gone = np.where(np.arange(len(GIVEN)) == 5, np.nan, GIVEN["count"].to_numpy())
    as_nan = GIVEN.set_column(2, "count", pa.array(gone))
    as_null = GIVEN.set_column(2, "count", pa.array(gone, from_pandas=True))
    assert in_bytes(watch(as_nan)) == in_bytes(watch(as_null))


def test_the_population_is_the_exposure() -> None:
    people = np.tile(np.where(np.arange(WEEKS) < WEEKS - LAST, 1e6, 4e6), 3)
    watched = watch(GIVEN.append_column("population", pa.array(people)))
    assert watched.schema == WATCH_SCHEMA
    assert len(watched) == len(WATCHED)


def test_a_level_that_changed_over_a_year_ago_has_its_side_and_its_day() -> None:
    risen = np.random.default_rng(1).poisson(np.repeat([2.0, 9.0], [80, 110]))
    days = [FIRST + timedelta(weeks=week) for week in range(len(risen))]
    columns = {"series": ["plots"] * len(risen), "date": days, "count": risen}
    watched = watch_table(pa.table(columns), last=110)
    sides, words = watched["level_changed"].to_pylist(), watched["direction"].to_pylist()
    assert set(sides) == {None, "rising"}
    assert "rising" in words[: sides.index("rising")]
    assert "rising" not in words[sides.index("rising") :]
    assert watched["signal_since"][-1].as_py() >= FIRST + timedelta(weeks=70)


def test_a_series_is_one_name_in_one_region() -> None:
    regions = ["Belgium"] * WEEKS + ["France"] * WEEKS
    watched = watch(counts("plots", "plots", region=regions))
    assert watched["region"].to_pylist() == ["Belgium"] * LAST + ["France"] * LAST


def test_rows_of_several_regions_may_lie_mixed() -> None:
    table = counts("a", "a", region=["Belgium"] * WEEKS + ["France"] * WEEKS)
    mixed = table.take(np.arange(2 * WEEKS).reshape(2, WEEKS).T.ravel())
    assert in_bytes(watch(mixed)) == in_bytes(watch(table))


def test_effort_dependent_series_are_not_watched_below_a_country() -> None:
    regions = ["Belgium"] * WEEKS + ["Belgium/Flanders"] * WEEKS
    for effort, reasons in (("effort_dependent", 1), ("exogenous", 0)):
        watched = watch(counts("a", "a", region=regions, effort=[effort] * 2 * WEEKS))
        below = watched.slice(LAST)
        is_silent = [reason == "effort_below_country" for reason in below["reason"].to_pylist()]
        assert is_silent == [bool(reasons)] * LAST
        assert "effort_below_country" not in watched.slice(0, LAST)["reason"].to_pylist()
        assert below["observed"].null_count == 0
        assert (below["p_rise"].null_count == LAST) == bool(reasons)


def test_no_rows_give_no_rows() -> None:
    assert watch_table(GIVEN.slice(0, 0)).equals(WATCH_SCHEMA.empty_table())


def test_every_column_has_a_type_in_spark() -> None:
    assert [part.split()[0] for part in WATCH_DDL.split(", ")] == WATCH_SCHEMA.names


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (GIVEN.drop_columns(["count"]), "the table has no column 'count' but series, date"),
        (GIVEN.set_column(2, "count", pa.array(["many"] * len(GIVEN))), "column 'count' is string"),
        (GIVEN.set_column(1, "date", pa.array(["soon"] * len(GIVEN))), "column 'date' is string"),
        (
            GIVEN.set_column(0, "series", pa.array([None] * len(GIVEN), pa.string())),
            "row 1 of the table has no series; give it a name",
        ),
        (pa.concat_tables([GIVEN, GIVEN]), "series 'attacks' has the date 2021-01-04 twice"),
        (counts("a", region=["Belgium/Ghent"] * WEEKS, count=[-1] * WEEKS), "'a in Belgium/Ghent'"),
    ],
)
def test_what_cannot_be_watched_is_refused(table: pa.Table, message: str) -> None:
    with pytest.raises(BadInput) as error:
        watch_table(table)
    assert message in str(error.value)
    assert ";" in str(error.value)


def test_without_a_change_the_evidence_of_a_table_stays_small() -> None:
    """Evidence of a method whose baseline is estimated: its mean is at most 1, in both directions."""
    n, weeks = 150, 210
    days = [FIRST + timedelta(weeks=week) for week in range(weeks)]
    count = np.random.default_rng(2).poisson(np.repeat([0.5, 2.0, 12.0], n // 3 * weeks))
    table = {
        "series": [f"s{i:03d}" for i in range(n) for _ in days],
        "date": pa.array(days * n, pa.date32()),
        "count": count,
    }
    watched = watch_table(pa.table(table), last=26)
    for name in ("e_rise", "e_fall"):
        latest = watched[name].to_numpy().reshape(n, 26)[:, -1]
        assert latest.mean() <= 1.0
