"""Money keeps its vintages, its stage, its currency and its prices."""

from datetime import date

import pytest
from tests.unit.act.builders import known, some_funding

from peil.act.funding import Budget, Funding, Price, Reach, budgets, funded_until, in_prices_of


def test_the_latest_vintage_published_by_the_day_counts() -> None:
    funding = some_funding(
        [("paid", 2017, 5.0), ("paid", 2017, 7.0), ("paid", 2016, 3.0), ("promised", 2017, 9.0)],
        published=["2018-01-01", "2018-03-01", "2017-01-01", "2016-01-01"],
    )
    assert funding.known_on(date(2018, 2, 28)).amount.tolist() == [5.0, 3.0, 9.0]
    assert funding.known_on(date(2018, 3, 1)).amount.tolist() == [7.0, 3.0, 9.0]
    assert len(funding.known_on(date(2015, 1, 1))) == 0


def test_the_order_of_rows_changes_no_vintage() -> None:
    rows = [("paid", 2017, 5.0), ("paid", 2017, 7.0)]
    days = ["2018-01-01", "2018-03-01"]
    turned = some_funding(rows[::-1], published=days[::-1])
    assert turned.known_on(date(2019, 1, 1)).amount.tolist() == [7.0]


def test_lines_of_an_arrangement_add_up_within_a_stage_only() -> None:
    funding = some_funding(
        [("paid", 2017, 5.0), ("paid", 2017, 2.0), ("committed", 2017, 4.0), ("paid", 2017, 9.0)],
        line=["a", "b", "a", "c"],
        arrangement=["cells", "cells", "cells", "other"],
    )
    found = known(funding=funding).money("cells")
    assert [(each.stage, each.year, each.amount, set(each.lines)) for each in found] == [
        ("committed", 2017, 4.0, {"a"}),
        ("paid", 2017, 7.0, {"a", "b"}),
    ]
    assert known(funding=funding).money("nothing known") == ()


def a_budget(year: int = 2015, price_year: int | None = None) -> Budget:
    (found,) = budgets(some_funding([("paid", year, 100.0)], price_year=price_year or 0), [0])
    return found


PRICES = tuple(
    Price(year=year, index=index, published=date(year + 1, 2, 1), source="Statistics")
    for year, index in ((2013, 98.0), (2015, 100.0), (2018, 106.0))
)


@pytest.mark.parametrize(
    ("budget", "day", "amount", "year"),
    [
        (a_budget(), date(2020, 1, 1), 106.0, 2018),
        (a_budget(price_year=2013), date(2020, 1, 1), 100.0 * 106 / 98, 2018),
        (a_budget(2018), date(2018, 1, 1), 100.0, 2018),
        (a_budget(), date(2018, 12, 31), 100.0, None),
        (a_budget(price_year=2013), date(2018, 12, 31), 100.0, 2013),
        (a_budget(2014), date(2020, 1, 1), 100.0, None),
    ],
)
def test_only_an_index_that_was_known_deflates(
    budget: Budget, day: date, amount: float, year: int | None
) -> None:
    found = in_prices_of(budget, 2018, PRICES, day)
    assert found.amount == pytest.approx(amount)
    assert found.year == year


def test_a_line_pays_to_the_end_of_its_year_unless_it_says_otherwise() -> None:
    rows = [("committed", 2018, 5.0)]
    for ends, last in (("NaT", date(2018, 12, 31)), ("2018-06-30", date(2018, 6, 30))):
        funding = some_funding(rows, ends=ends)
        found = reach(funding)
        assert (found.until, found.source) == (last, "Budget")


@pytest.mark.parametrize(
    ("rows", "until", "stage"),
    [
        ([("promised", 2019, 5.0)], date(2019, 12, 31), "promised"),
        ([("committed", 2015, 1.0), ("promised", 2017, 4.0)], date(2017, 12, 31), "promised"),
        ([("promised", 2017, 4.0), ("paid", 2017, 3.0)], date(2017, 12, 31), "paid"),
    ],
)
def test_a_promise_counts_as_one_and_of_one_day_the_furthest_stage_is_named(
    rows: list[tuple[str, int, float]], until: date, stage: str
) -> None:
    found = reach(some_funding(rows))
    assert (found.until, found.stage, found.told) == (until, stage, date(2016, 1, 1))


def reach(funding: Funding) -> Reach:
    found = funded_until(funding, funding.rows_by_arrangement()["cells"])
    assert found is not None
    return found
