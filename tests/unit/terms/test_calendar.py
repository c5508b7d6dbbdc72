"""Months go from a day to the same day, and from a month's last day to a month's last day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peil.terms.calendar import is_month_end, months_after

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
MONTHS = st.integers(-240, 240)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2018-01-22", 12, "2019-01-22"),
        ("2015-01-15", 0, "2015-01-15"),
        ("2016-02-28", 12, "2017-02-28"),
        ("2018-01-31", 1, "2018-02-28"),
        ("2018-01-30", 1, "2018-02-28"),
        ("2015-08-31", 6, "2016-02-29"),
        ("2015-12-30", 2, "2016-02-29"),
        ("2018-11-30", 3, "2019-02-28"),
        ("2016-02-29", 12, "2017-02-28"),
        ("2016-02-29", -24, "2014-02-28"),
        ("2015-02-28", 12, "2016-02-29"),
        ("2018-02-28", 6, "2018-08-31"),
        ("2018-04-30", 1, "2018-05-31"),
        ("2015-01-31", -1, "2014-12-31"),
    ],
)
def test_the_same_day_of_another_month_or_its_last(day: str, months: int, then: str) -> None:
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(then)


@given(DAYS, MONTHS)
def test_a_months_last_day_goes_to_a_months_last_day_and_back(day: date, months: int) -> None:
    then = months_after(day, months)
    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
    if is_month_end(day):
        assert is_month_end(then)
        assert months_after(then, -months) == day


@given(DAYS, DAYS, MONTHS)
def test_a_later_day_stays_no_earlier(one: date, other: date, months: int) -> None:
    first, last = sorted((one, other))
    assert months_after(first, months) <= months_after(last, months)
