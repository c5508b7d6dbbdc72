"""The balance of prevention and repression, with what is doubtful and what is not known."""

from datetime import date

import pytest
from tests.unit.act.builders import (
    DAY,
    a_policy,
    an_arrangement,
    an_event,
    known,
    settings,
    shares,
    some_funding,
)

from peil.act.balance import Balance, balance_on, balance_through_time, balance_without

HELP = an_arrangement("help", shares=shares(1.0, 0.0))
FORCE = an_arrangement("force", shares=shares(0.0, 1.0))


def of(*arrangements: object) -> Balance:
    return balance_on(known(arrangements=arrangements), settings())


def test_without_doubt_the_interval_is_a_point() -> None:
    found = of(HELP, FORCE, an_arrangement("both", shares=shares(0.5, 0.25)))
    assert (found.low, found.middle, found.high) == pytest.approx((1.5 / 2.75,) * 3)


def test_doubt_widens_the_interval_on_both_sides() -> None:
    found = of(an_arrangement(shares=shares(0.5, 0.5, doubt=0.2)))
    assert (found.low, found.middle, found.high) == pytest.approx((0.3, 0.5, 0.7))


def test_the_enabling_part_may_be_either_as_far_as_doubt_goes() -> None:
    found = of(an_arrangement(shares=shares(0.2, 0.2, doubt=0.1)))
    assert (found.low, found.high) == pytest.approx((0.1 / 0.4, 0.3 / 0.4))


@pytest.mark.parametrize(
    ("type_", "low", "middle", "high"),
    [
        ("prevent", 1.5 / 3, 2 / 3, 1.0 * 2 / 3),
        ("pursue", 1 / 3, 1 / 3, 1.5 / 3),
        ("protect", 1 / 2.5, 1 / 2, 1.5 / 2.5),
        ("prepare", 1 / 2.5, 1 / 2, 1.5 / 2.5),
    ],
)
def test_what_nobody_classified_counts_by_its_type_up_to_half_of_it_in_doubt(
    type_: str, low: float, middle: float, high: float
) -> None:
    found = of(HELP, FORCE, an_arrangement("unclassified", type=type_))
    assert (found.low, found.middle, found.high) == pytest.approx((low, middle, high))
    assert (found.weighed, found.unclassified, found.unknown) == (3, 1, 0)


def test_nothing_that_prevents_or_represses_has_no_balance() -> None:
    assert of().middle is None
    assert of(an_arrangement(shares=shares(0.0, 0.0))).middle is None
    protects = of(an_arrangement(type="protect"))
    assert (protects.low, protects.middle, protects.high) == (0.0, None, 1.0)


def test_staff_and_money_weigh_where_they_are_known() -> None:
    helpers = an_arrangement("help", shares=shares(1.0, 0.0), staff=30.0)
    guards = an_arrangement("force", shares=shares(0.0, 1.0), staff=10.0)
    rows = [("paid", 2018, 4.0), ("promised", 2018, 99.0), ("paid", 2017, 50.0)]
    held = known(
        arrangements=[helpers, guards, an_arrangement("third")],
        funding=some_funding(rows, arrangement="help"),
    )
    by_staff = balance_on(held, settings(balance_by="staff"))
    assert (by_staff.middle, by_staff.weighed, by_staff.unknown) == (0.75, 2, 1)
    by_money = balance_on(held, settings(balance_by="money"))
    assert (by_money.middle, by_money.weighed, by_money.unknown) == (1.0, 1, 2)
    other = balance_on(held, settings(balance_by="money", currency="USD"))
    assert (other.middle, other.unknown) == (None, 3)


def test_the_balance_of_all_the_others() -> None:
    found = balance_without(known(arrangements=[HELP, FORCE]), settings())
    assert (found["help"].middle, found["force"].middle) == (0.0, 1.0)
    assert found["help"].weighed == 1


def test_through_time_each_day_is_its_own_knowledge() -> None:
    late = an_arrangement("help", shares=shares(1.0, 0.0), published=date(2017, 1, 1))
    ended = an_event("ended", "2018-01-01", arrangement="force")
    policy = a_policy(arrangements=[late, FORCE], events=[ended])
    days = [date(2016, 6, 1), date(2017, 6, 1), DAY]
    found = balance_through_time(policy, days, settings())
    assert [each.middle for each in found] == [0.0, 0.5, 1.0]
    assert [each.day for each in found] == days


@pytest.mark.parametrize(
    ("floor", "below"), [(0.2, False), (0.3, False), (0.31, None), (0.7, None), (0.71, True)]
)
def test_a_floor_inside_the_interval_cannot_be_told(floor: float, below: bool | None) -> None:
    doubtful = of(an_arrangement(shares=shares(0.5, 0.5, doubt=0.2)))
    assert doubtful.is_below(floor) is below
