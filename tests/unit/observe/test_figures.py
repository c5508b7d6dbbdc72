"""Figures never count an event twice, never subtract across publishers, never look ahead."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import a_series, an_indicator

from peil.observe.figures import EXACT, ROUGH, Figures, figures_known, group_of, no_figures
from peil.observe.series import Series

DAY = np.datetime64("2018-01-22", "D")
TOTALS = an_indicator(kind="cumulative")


def periods(figures: Figures) -> list[tuple[str, str, float]]:
    return [
        (str(a), str(b), float(n))
        for a, b, n in zip(figures.start, figures.end, figures.count, strict=True)
    ]


def known(series: Series, day: Any = DAY, **changes: Any) -> Figures:
    return figures_known(series.in_order(), an_indicator(**changes), np.datetime64(day, "D"))


def test_a_period_keeps_the_latest_value_published_by_the_day() -> None:
    series = a_series(
        [
            ("2015-01-01", "2015-12-31", 10.0, "2016-02-01"),
            ("2015-01-01", "2015-12-31", 14.0, "2017-02-01"),
            ("2015-01-01", "2015-12-31", 15.0, "2018-02-01"),
        ]
    )
    assert known(series).count.tolist() == [14.0]
    assert known(series, "2016-12-31").count.tolist() == [10.0]
    assert len(known(series, "2016-01-31")) == 0


def test_of_overlapping_periods_the_latest_end_counts() -> None:
    series = a_series(
        [
            ("2015-01-01", "2015-12-31", 12.0, "2017-06-01"),
            ("2015-07-01", "2016-06-30", 9.0, "2016-09-01"),
        ]
    )
    assert periods(known(series)) == [("2015-07-01", "2016-06-30", 9.0)]


def test_of_periods_with_one_end_the_longest_counts() -> None:
    series = a_series(
        [
            ("2015-10-01", "2015-12-31", 4.0, "2017-06-01"),
            ("2015-01-01", "2015-12-31", 12.0, "2016-02-01"),
        ]
    )
    assert periods(known(series)) == [("2015-01-01", "2015-12-31", 12.0)]


def test_of_equal_periods_the_latest_published_counts_whoever_made_it() -> None:
    series = a_series(
        [
            ("2015-01-01", "2015-12-31", 12.0, "2016-06-01"),
            ("2015-01-01", "2015-12-31", 13.0, "2016-02-01"),
        ],
        publisher=["A", "B"],
    )
    assert known(series).publisher.tolist() == ["A"]


def test_a_figure_rests_on_one_worked_out_where_either_of_two_totals_was() -> None:
    totals_to_date = a_series(
        [
            (day, day, 100.0, day)
            for day in ("2014-12-31", "2015-12-31", "2016-12-31", "2017-12-31")
        ],
        worked_out=[False, True, False, False],
    )
    figures = figures_known(totals_to_date.in_order(), TOTALS, DAY)
    assert figures.worked_out.tolist() == [True, True, False]
    assert [group_of(figures.take([i]), TOTALS).is_worked_out for i in (0, 2)] == [True, False]


def test_going_back_the_next_period_that_does_not_overlap_counts() -> None:
    rows = [(f"{y}-01-01", f"{y}-12-31", float(y), f"{y + 1}-03-01") for y in (2013, 2014, 2015)]
    overlapping = ("2014-07-01", "2015-06-30", 1.0, "2016-01-01")
    assert known(a_series([*rows, overlapping])).count.tolist() == [2013.0, 2014.0, 2015.0]


def test_a_rate_becomes_a_rough_count() -> None:
    figures = known(a_series([("2015-01-01", "2015-12-31", 2.0, "2016-02-01")]), kind="flow_rate")
    assert figures.count.tolist() == [pytest.approx(24.0)]
    assert figures.telling.tolist() == [ROUGH]


def test_an_approximate_count_is_rough_and_another_exact() -> None:
    row = ("2015-01-01", "2015-12-31", 2.0, "2016-02-01")
    assert known(a_series([row], approximate=True)).telling.tolist() == [ROUGH]
    assert known(a_series([row])).telling.tolist() == [EXACT]


def test_a_figure_published_before_its_period_ends_covers_what_has_passed() -> None:
    figures = known(a_series([("2016-01-01", "2016-12-31", 8.0, "2016-10-15")]))
    assert str(figures.end[0]) == "2016-10-15"
    assert figures.months[0] == pytest.approx(9 + 15 / 31)


def totals(*rows: tuple[str, float], published: str | None = None, **changes: Any) -> Series:
    """Running totals at days, each published on its day."""
    return a_series([(day, day, value, published or day) for day, value in rows], **changes)


def test_running_totals_are_subtracted() -> None:
    series = totals(("2014-12-31", 100.0), ("2015-06-30", 130.0), ("2015-12-31", 170.0))
    figures = figures_known(series.in_order(), TOTALS, DAY)
    assert periods(figures) == [
        ("2015-01-01", "2015-06-30", 30.0),
        ("2015-07-01", "2015-12-31", 40.0),
    ]
    assert figures.telling.tolist() == [ROUGH, ROUGH]


def test_a_difference_is_known_when_both_totals_are() -> None:
    series = a_series(
        [
            ("2014-12-31", "2014-12-31", 100.0, "2017-01-01"),
            ("2015-12-31", "2015-12-31", 170.0, "2016-01-31"),
        ]
    ).in_order()
    assert len(figures_known(series, TOTALS, np.datetime64("2016-12-31"))) == 0
    late = figures_known(series, TOTALS, DAY)
    assert str(late.published[0]) == "2017-01-01"


def test_short_differences_are_joined_until_they_span_three_months() -> None:
    series = totals(
        ("2014-12-31", 100.0),
        ("2015-01-31", 104.0),
        ("2015-02-28", 109.0),
        ("2015-03-31", 115.0),
        ("2015-04-30", 122.0),
    )
    figures = figures_known(series.in_order(), TOTALS, DAY)
    assert periods(figures) == [("2015-01-01", "2015-04-30", 22.0)]


def test_a_hole_between_figures_is_none_of_the_days_that_are_told() -> None:
    days = [("2017-07", "2017-09"), ("2017-10", "2017-12"), ("2018-07", "2018-12")]
    figures = Figures(
        start=np.array([a for a, _ in days], dtype="datetime64[M]").astype("datetime64[D]"),
        end=np.array([b for _, b in days], dtype="datetime64[M]").astype("datetime64[D]"),
        period_precision=np.array(["month"] * 3),
        **{name: np.ones(3) for name in ("months", "count", "telling", "published")},
        worked_out=np.zeros(3, bool),
        **{name: np.array(["x"] * 3) for name in ("precision", "publisher", "source")},
    )
    second_half = (date(2017, 7, 1), date(2017, 12, 31))
    assert figures.stretches() == (second_half, (date(2018, 7, 1), date(2018, 12, 31)))


def test_totals_too_close_to_each_other_give_no_figure() -> None:
    series = totals(("2014-12-31", 100.0), ("2015-02-28", 109.0)).in_order()
    assert len(figures_known(series, TOTALS, DAY)) == 0


def test_a_total_that_falls_is_a_revision_and_no_figure() -> None:
    series = totals(("2014-12-31", 100.0), ("2015-12-31", 90.0), ("2016-12-31", 95.0))
    assert len(figures_known(series.in_order(), TOTALS, DAY)) == 0


def test_what_a_revision_took_back_is_not_counted_again() -> None:
    series = totals(
        ("2013-12-31", 100.0), ("2014-12-31", 300.0), ("2015-12-31", 150.0), ("2016-12-31", 310.0)
    )
    figures = figures_known(series.in_order(), TOTALS, DAY)
    assert periods(figures) == [
        ("2014-01-01", "2014-12-31", 200.0),
        ("2015-01-01", "2016-12-31", 10.0),
    ]


def test_totals_of_two_publishers_are_never_subtracted() -> None:
    series = totals(("2014-12-31", 100.0), ("2015-12-31", 170.0), publisher=["A", "B"])
    assert len(figures_known(series.in_order(), TOTALS, DAY)) == 0


def test_totals_since_different_days_are_never_subtracted() -> None:
    series = a_series(
        [
            ("2012-01-01", "2014-12-31", 100.0, "2015-02-01"),
            ("2013-01-01", "2015-12-31", 170.0, "2016-02-01"),
        ]
    ).in_order()
    assert len(figures_known(series, TOTALS, DAY)) == 0


def test_a_stock_keeps_its_value_and_has_no_exposure() -> None:
    series = totals(("2015-12-31", 260.0), ("2016-12-31", 250.0))
    figures = known(series, kind="stock")
    assert figures.count.tolist() == [260.0, 250.0]
    assert figures.months.tolist() == [0.0, 0.0]


def test_of_two_stocks_of_one_day_the_latest_published_counts() -> None:
    series = a_series(
        [
            ("2015-12-31", "2015-12-31", 260.0, "2016-01-31"),
            ("2015-12-01", "2015-12-31", 255.0, "2016-06-30"),
        ]
    )
    assert known(series, kind="stock").count.tolist() == [255.0]


@pytest.mark.parametrize(
    ("precision", "period"),
    [
        ("day", (date(2016, 2, 10), date(2016, 2, 10))),
        ("month", (date(2016, 2, 1), date(2016, 2, 29))),
        ("year", (date(2016, 1, 1), date(2016, 12, 31))),
    ],
)
def test_a_state_of_which_no_day_is_known_is_told_as_its_month_or_year(
    precision: str, period: tuple[date, date]
) -> None:
    figures = known(totals(("2016-02-10", 250.0), period_precision=precision), kind="stock")
    assert figures.period(0) == period
    assert periods(figures) == [("2016-02-10", "2016-02-10", 250.0)]


def test_a_difference_is_told_as_exactly_as_the_rougher_of_its_totals() -> None:
    rows = ("2014-12-15", 100.0), ("2015-06-10", 130.0), ("2016-01-20", 170.0)
    series = totals(*rows, period_precision=["month", "day", "day"])
    figures = figures_known(series.in_order(), TOTALS, DAY)
    assert [figures.period(i) for i in (0, 1)] == [
        (date(2014, 12, 1), date(2015, 6, 30)),
        (date(2015, 6, 11), date(2016, 1, 20)),
    ]
    assert figures.period(0, 1) == (date(2014, 12, 1), date(2016, 1, 31))


def test_nothing_known_is_no_figure() -> None:
    assert len(no_figures()) == 0
    assert len(known(a_series([]))) == 0


DAYS = st.dates(date(2010, 1, 1), date(2017, 12, 31))


@st.composite
def some_rows(draw: Any) -> list[Any]:
    rows = []
    for _ in range(draw(st.integers(1, 12))):
        start = draw(DAYS)
        end = draw(st.dates(start, date(2018, 6, 30)))
        published = draw(st.dates(start, date(2019, 12, 31)))
        rows.append((str(start), str(end), float(draw(st.integers(0, 50))), str(published)))
    return rows


KINDS = st.sampled_from(["flow_count", "flow_rate", "stock", "cumulative", "share"])


@settings(deadline=None, max_examples=50)
@given(rows=some_rows(), kind=KINDS, day=DAYS, data=st.data())
def test_the_order_of_rows_is_no_input(rows: list[Any], kind: str, day: date, data: Any) -> None:
    publishers = data.draw(st.lists(st.sampled_from("AB"), min_size=len(rows), max_size=len(rows)))
    order = data.draw(st.permutations(range(len(rows))))
    one = known(a_series(rows, publisher=publishers), day, kind=kind)
    other = known(
        a_series([rows[i] for i in order], publisher=[publishers[i] for i in order]),
        day,
        kind=kind,
    )
    assert periods(one) == periods(other)
    assert one.publisher.tolist() == other.publisher.tolist()


@settings(deadline=None, max_examples=50)
@given(rows=some_rows(), kind=KINDS, day=DAYS)
def test_what_is_published_after_the_day_changes_nothing(
    rows: list[Any], kind: str, day: date
) -> None:
    by_then = [row for row in rows if row[3] <= str(day)]
    assert periods(known(a_series(rows), day, kind=kind)) == periods(
        known(a_series(by_then), day, kind=kind)
    )


@settings(deadline=None, max_examples=50)
@given(rows=some_rows(), kind=st.sampled_from(["flow_count", "flow_rate", "cumulative"]))
def test_flows_never_overlap_and_stand_oldest_first(rows: list[Any], kind: str) -> None:
    figures = known(a_series(rows), "2019-12-31", kind=kind)
    assert (figures.start[1:] > figures.end[:-1]).all()
