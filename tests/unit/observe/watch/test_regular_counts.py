"""What a dossier knows on a day becomes one regular series, or a reason why it cannot."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import a_record, a_series, a_window, an_event, an_indicator

from peil.observe.breaks import Break
from peil.observe.record import Record
from peil.observe.watch.counts import Counts
from peil.observe.watch.regular import Irregular, regular_counts

NAN = float("nan")
DAY = date(2022, 1, 31)
Row = tuple[str, str, float, str]


def month(text: str, value: float, published: str | None = None) -> Row:
    first = np.datetime64(text, "M")
    end = (first + 1).astype("datetime64[D]") - 1
    return f"{text}-01", str(end), value, published or str(end + 10)


def months(first: str, values: list[float]) -> list[Row]:
    start = np.datetime64(first, "M")
    return [month(str(start + n), value) for n, value in enumerate(values)]


def made(rows: list[Row], day: date = DAY, *, breaks: Any = (), **described: Any) -> Any:
    record = a_record(
        {"calls": a_series(rows)}, [an_indicator("calls", **described)], breaks=breaks
    )
    return regular_counts(record, "calls", day)


def counted(rows: list[Row], day: date = DAY, **more: Any) -> Counts:
    found = made(rows, day, **more)
    assert isinstance(found, Counts), found
    return found


def assert_same(one: Any, other: Any) -> None:
    assert type(one) is type(other)
    for field in fields(one):
        np.testing.assert_array_equal(getattr(one, field.name), getattr(other, field.name))


YEAR = months("2020-01", [float(n) for n in range(12)])


def test_months_stand_as_they_were_published() -> None:
    counts = counted(YEAR)
    assert (counts.series, counts.period, len(counts)) == ("calls", "month", 12)
    assert (str(counts.start[0]), str(counts.end[-1])) == ("2020-01-01", "2020-12-31")
    assert counts.count.tolist() == list(range(12))
    assert counts.exposure.tolist() == counts.complete.tolist() == [1] * 12
    assert not counts.effort_dependent


def test_totals_of_other_lengths_are_left_out() -> None:
    totals = [
        ("2020-01-01", "2020-12-31", 66.0, "2021-03-01"),
        ("2020-01-01", "2020-03-31", 3.0, "2020-05-01"),
    ]
    assert_same(counted([*YEAR, *totals]), counted(YEAR))


def test_a_month_without_figure_has_no_report() -> None:
    counts = counted([*YEAR[:3], *YEAR[5:]])
    np.testing.assert_array_equal(counts.count[:6], [0, 1, 2, NAN, NAN, 5])


def test_weeks_run_through_week_53() -> None:
    monday = np.datetime64("2020-11-30", "D") + 7 * np.arange(10)
    rows = [(str(d), str(d + 6), 5.0, str(d + 8)) for d in monday]
    counts = counted(rows)
    assert (counts.period, len(counts), str(counts.end[-1])) == ("week", 10, "2021-02-07")


def test_a_month_told_before_its_end_counts_with_its_share() -> None:
    counts = counted([*YEAR, month("2021-01", 4.0, "2021-01-15")])
    assert (counts.count[-1], str(counts.end[-1])) == (4, "2021-01-15")
    assert counts.exposure[-1] == pytest.approx(15 / 31)
    full = [*YEAR, month("2021-01", 4.0, "2021-01-15"), month("2021-01", 9.0)]
    assert counted(full).count[-1] == 9
    assert counted(full).exposure[-1] == 1


def test_vintages_that_grow_tell_what_is_not_in_yet() -> None:
    rows: list[Row] = []
    for n in range(24):
        start = np.datetime64("2020-01", "M") + n
        for late, value in ((1, 10.0), (2, 15.0), (3, 20.0)):
            told = str((start + late).astype("datetime64[D]") + 4)
            rows.append(month(str(start), value, told))
    counts = counted(rows, date(2022, 1, 31))
    assert counts.count[-3:].tolist() == [20, 15, 10]
    assert counts.complete[-3:].tolist() == pytest.approx([1, 0.75, 0.5], abs=0.02)
    assert counts.complete[:-3].tolist() == pytest.approx([1] * 21)


def test_what_was_told_before_a_month_was_over_is_no_late_report() -> None:
    early = [month(row[0][:7], 1.0, f"{row[0][:7]}-15") for row in YEAR]
    counts = counted([*early, *YEAR])
    assert counts.count.tolist() == list(range(12))
    assert counts.complete.tolist() == counts.exposure.tolist() == [1] * 12


def test_months_that_were_all_told_before_their_end_are_not_late_either() -> None:
    counts = counted([month("2020-01", 3.0, "2020-01-30"), month("2020-02", 4.0, "2020-02-28")])
    assert counts.count.tolist() == [3, 4]
    assert counts.exposure.tolist() == pytest.approx([30 / 31, 28 / 29])
    assert counts.complete.tolist() == [1, 1]


REASONS: dict[str, tuple[list[Row], dict[str, Any], str]] = {
    "nothing yet": ([month("2022-01", 1.0, "2022-02-05")], {}, "no_figures"),
    "one month": ([month("2021-01", 1.0)], {}, "too_few_periods"),
    "years": ([(f"{y}-01-01", f"{y}-12-31", 5.0, f"{y + 1}-02-01") for y in range(2000, 2020)], {}, "yearly"),
    "months far apart": ([month(f"{y}-01", 1.0) for y in range(2000, 2010)], {}, "irregular_periods"),
    "months, then quarters": (
        [*YEAR, ("2021-01-01", "2021-03-31", 9.0, "2021-05-01")], {}, "irregular_periods",
    ),
    "fractions": ([*YEAR, month("2021-01", 2.5)], {}, "not_whole_counts"),
    "a stock": (YEAR, {"kind": "stock"}, "not_a_count"),
    "a rate": (YEAR, {"kind": "flow_rate"}, "not_a_count"),
    "a running total": (YEAR, {"kind": "cumulative"}, "not_a_count"),
    "a share": (YEAR, {"kind": "share"}, "not_a_count"),
}  # fmt: skip


@pytest.mark.parametrize("case", REASONS)
def test_what_is_not_regular_says_why(case: str) -> None:
    rows, described, reason = REASONS[case]
    assert made(rows, **described) == Irregular(series="calls", reason=reason)


def test_an_indicator_without_any_series_has_no_figures() -> None:
    record = a_record(indicators=[an_indicator("calls")])
    assert regular_counts(record, "calls", DAY) == Irregular(series="calls", reason="no_figures")


def test_a_bound_is_no_count() -> None:
    series = a_series(YEAR, approximate=[False] * 4 + [True] + [False] * 7)
    record = a_record({"calls": series}, [an_indicator("calls")])
    counts = regular_counts(record, "calls", DAY)
    assert isinstance(counts, Counts)
    assert np.flatnonzero(np.isnan(counts.count)).tolist() == [4]


ROWS = st.lists(
    st.tuples(st.integers(0, 20), st.sampled_from([1, 1, 1, 3, 12]), st.integers(0, 9), st.integers(-20, 200)),
    min_size=1,
    max_size=25,
    unique_by=lambda row: (row[0], row[1], row[3]),
)  # fmt: skip


def a_row(start: int, length: int, value: int, late: int) -> Row:
    first = np.datetime64("2020-01", "M") + start
    end = (first + length).astype("datetime64[D]") - 1
    return (
        f"{first}-01",
        str(end),
        float(value),
        str(max(end + late, first.astype("datetime64[D]"))),
    )


@given(ROWS, st.integers(0, 700), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=200)
def test_what_is_published_later_and_the_order_of_rows_change_nothing(
    drawn: list[tuple[int, int, int, int]], after: int, chance: Any
) -> None:
    day = date.fromordinal(date(2020, 2, 1).toordinal() + after)
    rows = [a_row(*row) for row in drawn]
    known = [row for row in rows if row[3] <= str(day)]
    chance.shuffle(rows)
    if known:
        assert_same(made(rows, day), made(known, day))
    else:
        assert made(rows, day).reason == "no_figures"


def of_events(*days: str, day: date, windows: Any = None, **changes: Any) -> Counts:
    record = a_record(
        events=[an_event(text, **changes) for text in days],
        windows=windows or [a_window("2015-01-10", "2015-08-31")],
    )
    counts = regular_counts(record, "attacks_dated_jihadist", day)
    assert isinstance(counts, Counts)
    return counts


def test_dated_events_are_months_inside_their_window_alone() -> None:
    counts = of_events("2015-03-02", "2015-03-30", "2015-09-01", "2014-12-31", day=DAY)
    assert (counts.period, str(counts.start[0]), str(counts.end[-1])) == (
        "month", "2015-01-01", "2015-08-31",
    )  # fmt: skip
    assert counts.count.tolist() == [0, 0, 2, 0, 0, 0, 0, 0]
    assert counts.exposure.tolist() == pytest.approx([22 / 31] + [1] * 7)


def test_the_running_month_of_events_counts_with_its_share() -> None:
    counts = of_events("2015-03-02", "2015-03-30", day=date(2015, 3, 10))
    assert counts.count.tolist() == [0, 0, 1]
    assert counts.exposure[-1] == pytest.approx(10 / 31)


def test_between_two_windows_nothing_is_known_and_other_statuses_are_a_break() -> None:
    windows = [
        a_window("2015-01-01", "2015-02-10"),
        a_window("2015-02-20", "2015-03-31"),
        a_window("2015-05-01", "2015-07-15"),
        a_window("2015-07-16", "2015-08-31", statuses=("completed",)),
    ]
    days = ("2015-07-02", "2015-07-20", "2015-08-05")
    counts = of_events(*days, day=DAY, windows=windows)
    np.testing.assert_array_equal(counts.count, [0, 0, 0, NAN, 0, 0, 2, 1])
    assert counts.exposure.tolist() == pytest.approx([1, 19 / 28, *[1] * 6])
    assert counts.segment.tolist() == [0, 0, 0, 0, 0, 0, 1, 2]


def test_events_that_were_published_late_thin_the_latest_months() -> None:
    days = [f"2015-{m:02d}-05" for m in range(1, 13)] * 4
    told = [
        an_event(text, published=date(2016, m - 11, 1) if m > 11 else date(2015, m + 1, 1))
        for text in days[::2]
        for m in [int(text[5:7])]
    ]
    record = a_record(
        events=[*told, *(an_event(text) for text in days[1::2])],
        windows=[a_window("2015-01-01", "2015-12-31")],
    )
    counts = regular_counts(record, "attacks_dated_jihadist", date(2015, 11, 30))
    assert isinstance(counts, Counts)
    assert counts.complete[:-1].tolist() == pytest.approx([1] * 10)
    assert 0.4 < counts.complete[-1] < 0.7


def a_break(day: str, published: str, **changes: Any) -> Break:
    known = Break(
        indicator="calls",
        date=date.fromisoformat(day),
        country="Ruritania",
        kind="definition",
        description="Counted otherwise.",
        publisher="Bureau",
        source="Report",
        published=date.fromisoformat(published),
        verified=True,
    )
    return replace(known, **changes)


def test_a_break_parts_the_series_once_it_is_known() -> None:
    breaks = [a_break("2020-07-01", "2021-06-30"), a_break("2020-03-01", "2020-01-01", country="X")]
    assert counted(YEAR, date(2021, 6, 29), breaks=breaks).segment.tolist() == [0] * 12
    assert counted(YEAR, date(2021, 6, 30), breaks=breaks).segment.tolist() == [0] * 6 + [1] * 6


def test_another_publisher_is_a_break_but_not_its_view_of_the_same_months() -> None:
    other = [month("2020-04", 99.0, "2021-12-01"), *months("2021-01", [7.0, 8.0])]
    series = a_series([*YEAR, *other], publisher=["Bureau"] * 12 + ["Agency"] * 3)
    counts = regular_counts(a_record({"calls": series}, [an_indicator("calls")]), "calls", DAY)
    assert isinstance(counts, Counts)
    assert counts.count.tolist() == [*range(12), 7, 8]
    assert counts.segment.tolist() == [0] * 12 + [1] * 2


def with_work(work: list[Row], rows: list[Row] = YEAR, **described: Any) -> Record:
    calls = an_indicator("calls", effort="effort_dependent", denominator="checks")
    return a_record(
        {"calls": a_series(rows), "checks": a_series(work)},
        [calls, an_indicator("checks", **described)],
    )


def per_work(record: Record) -> Counts:
    counts = regular_counts(record, "calls", DAY)
    assert isinstance(counts, Counts)
    assert counts.effort_dependent
    return counts


def test_checks_are_the_exposure_and_without_any_a_count_tells_nothing() -> None:
    work = months("2020-01", [100.0] * 6 + [0.0] + [50.0] * 4)
    counts = per_work(with_work(work))
    assert counts.has_denominator
    np.testing.assert_array_equal(counts.count, [0, 1, 2, 3, 4, 5, NAN, 7, 8, 9, 10, NAN])
    assert counts.exposure[[0, 5, 7, 10]].tolist() == [100, 100, 50, 50]
    assert (counts.exposure > 0).all()


def test_staff_is_a_stock_that_holds_until_the_next() -> None:
    staff = [
        ("2020-02-15", "2020-02-15", 20.0, "2020-03-01"),
        ("2020-09-30", "2020-09-30", 8.0, "2020-10-01"),
    ]
    counts = per_work(with_work(staff, kind="stock"))
    assert np.isnan(counts.count[0])
    assert counts.exposure[1:].tolist() == [20] * 7 + [8] * 4


def test_work_that_cannot_be_laid_beside_the_counts_is_no_denominator() -> None:
    yearly: list[Row] = [
        (f"{y}-01-01", f"{y}-12-31", 5.0, f"{y + 1}-02-01") for y in range(2015, 2021)
    ]
    counts = per_work(with_work(yearly))
    assert not counts.has_denominator
    assert counts.exposure.tolist() == [1] * 12


def test_reports_of_one_desk_that_are_late_alike_are_not_thinned() -> None:
    rows, work = [], []
    for n in range(24):
        start = np.datetime64("2020-01", "M") + n
        for late, share in ((1, 0.5), (2, 1.0)):
            told = str((start + late).astype("datetime64[D]") + 4)
            rows.append(month(str(start), 20 * share, told))
            work.append(month(str(start), 400 * share, told))
    counts = per_work(with_work(work, rows))
    assert counts.complete.tolist() == pytest.approx([1] * 24, abs=0.03)
    assert (counts.count[-1], counts.exposure[-1]) == (10, 200)
