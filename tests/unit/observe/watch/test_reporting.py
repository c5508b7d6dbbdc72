"""How late reports come is learnt from what is over, and never from what is not in yet."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import a_series

from peil.observe.periods import Grid
from peil.observe.watch.reporting import (
    Delays,
    Triangle,
    completeness,
    completeness_on,
    reporting_delays,
    reporting_triangle,
    triangle_of_events,
    triangle_of_vintages,
)

MONTHS = Grid(period="month")
GEOMETRIC = [1 / 3, 5 / 9, 19 / 27]
"""Share that is in after 0, 1 and 2 months if each month reports a third of what is left."""


def day(text: str) -> np.datetime64:
    return np.datetime64(text, "D")


def late_reports(seed: int, periods: int = 200, mean: float = 20.0) -> Triangle:
    rng = np.random.default_rng(seed)
    period = np.repeat(np.arange(periods), rng.poisson(mean, periods))
    delay = rng.geometric(1 / 3, len(period)) - 1
    age = periods - 1 - np.arange(periods)
    return reporting_triangle(period, delay, np.ones(len(period)), age=age)


def test_the_share_that_is_in_is_found_again() -> None:
    share = completeness(reporting_delays(late_reports(1)), [0, 1, 2, 23, 99])
    assert share[:3] == pytest.approx(GEOMETRIC, abs=0.02)
    assert share[3:] == pytest.approx(1.0, abs=1e-3)


def test_reverse_hazards_by_hand() -> None:
    triangle = Triangle(
        new=np.array([[6.0, 3.0, 1.0], [4.0, 4.0, 99.0], [5.0, 99.0, 99.0]]),
        age=np.array([2, 1, 0]),
    )
    delays = reporting_delays(triangle)
    third = 1 / 3
    assert delays.alpha[1:].tolist() == pytest.approx([7 + third, 1 + third])
    assert delays.beta[1:].tolist() == pytest.approx([10 + third, 9 + 2 * third])
    share = (10 + third) / (17 + 2 * third) * (9 + 2 * third) / 11
    assert completeness(delays, [0])[0] == pytest.approx(share)


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 5)), max_size=30),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 30), st.integers(1, 5)), max_size=10),
    st.randoms(use_true_random=False),
)
@settings(deadline=None, max_examples=60)
def test_reports_that_are_not_in_yet_and_their_order_change_nothing(
    reports: list[tuple[int, int, int]], later: list[tuple[int, int, int]], chance: Any
) -> None:
    age = 9 - np.arange(10)
    to_come = [(t, 10 - t + d, n) for t, d, n in later]
    mixed = [*reports, *to_come]
    chance.shuffle(mixed)

    def estimated(rows: list[tuple[int, int, int]]) -> Delays:
        t, d, n = np.array(rows, dtype=np.int64).reshape(-1, 3).T
        return reporting_delays(reporting_triangle(t, d, n.astype(float), age=age))

    one, other = estimated(reports), estimated(mixed)
    assert one.alpha.tolist() == other.alpha.tolist()
    assert one.beta.tolist() == other.beta.tolist()
    share = completeness(one, np.arange(12))
    assert ((share > 0) & (share <= 1)).all()
    assert (np.diff(share) >= 0).all()


def test_without_late_reports_all_is_in() -> None:
    nothing = np.empty(0, dtype=np.int64)
    triangle = reporting_triangle(nothing, nothing, np.empty(0), age=np.array([1, 0]))
    assert completeness(reporting_delays(triangle), [0, 1]).tolist() == [1, 1]


def test_the_share_that_is_in_is_that_of_draws() -> None:
    delays = reporting_delays(late_reports(2, periods=15, mean=2.0))
    rng, weight, age = np.random.default_rng(3), np.array([1.0, 2.0, 1.0]), np.array([2, 1, 0])
    left = 1 - rng.beta(delays.alpha[1:], delays.beta[1:], (200_000, len(delays) - 1))
    share = np.stack([left[:, a:].prod(axis=1) for a in age], axis=1) @ weight
    assert completeness(delays, age) @ weight == pytest.approx(share.mean(), rel=0.01)


VINTAGES = [
    ("2020-01-01", "2020-01-31", 4.0, "2020-03-10"),
    ("2020-01-01", "2020-01-31", 6.0, "2020-04-10"),
    ("2020-01-01", "2020-01-31", 5.0, "2020-06-10"),
    ("2020-02-01", "2020-02-29", 3.0, "2020-03-15"),
    ("2020-02-01", "2020-02-29", 9.0, "2020-07-01"),
]


def test_growth_counts_from_the_first_publication_and_what_is_taken_back_never_was() -> None:
    series = a_series(VINTAGES).in_order()
    triangle = triangle_of_vintages(series, grid=MONTHS, day=day("2020-06-30"))
    assert triangle.new.tolist() == [[4, 1], [3, 0]]
    assert triangle.age.tolist() == [3, 3]
    later = triangle_of_vintages(series, grid=MONTHS, day=day("2020-07-31"))
    assert later.new.tolist() == [[4, 1, 0, 0, 0], [3, 0, 0, 0, 6]]


def test_before_anything_was_published_there_is_no_triangle() -> None:
    series = a_series(VINTAGES).in_order()
    triangle = triangle_of_vintages(series, grid=MONTHS, day=day("2020-03-09"))
    assert completeness(reporting_delays(triangle), [0]).tolist() == [1]


def test_events_count_from_their_own_month() -> None:
    happened = np.array(["2020-01-30", "2020-01-02", "2020-02-10", "2019-12-01"], "datetime64[D]")
    published = np.array(["2020-02-01", "2020-01-02", "2020-04-09", "2020-01-01"], "datetime64[D]")
    triangle = triangle_of_events(
        happened,
        published,
        grid=MONTHS,
        numbers=MONTHS.number(
            np.array(["2020-01-01", "2020-02-01", "2020-03-01"], "datetime64[D]")
        ),
        day=day("2020-04-15"),
    )
    assert triangle.age.tolist() == [2, 1, 0]
    assert triangle.new.tolist() == [[1, 1], [0, 0], [0, 0]]


def test_between_two_month_ends_the_share_lies_between() -> None:
    delays = reporting_delays(late_reports(4))
    numbers = MONTHS.number(np.arange("2020-01", "2020-05", dtype="datetime64[M]"))

    def on(text: str) -> Any:
        return completeness_on(delays, grid=MONTHS, numbers=numbers, day=day(text))

    share = completeness(delays, np.arange(4))
    assert on("2020-04-30") == pytest.approx(share[[3, 2, 1, 0]])
    assert on("2020-04-15") == pytest.approx((on("2020-03-31") + on("2020-04-30")) / 2)
    assert on("2020-04-01")[3] == pytest.approx(share[0])
