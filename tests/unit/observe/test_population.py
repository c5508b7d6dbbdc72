"""A year's population is known from the first of July of the year after."""

from datetime import date

import numpy as np
import pytest

from peil.observe.population import Population

PEOPLE = Population(by_year={2013: 1.0, 2014: 2.0, 2016: 4.0})


def at(day: str, known_on: date) -> float:
    return float(PEOPLE.during(np.array([day], "datetime64[D]"), known_on)[0])


def test_a_year_is_known_from_the_first_of_july_of_the_next() -> None:
    assert at("2014-06-30", date(2015, 6, 30)) == 1.0
    assert at("2014-06-30", date(2015, 7, 1)) == 2.0


def test_a_day_after_the_last_known_year_takes_that_years_value() -> None:
    assert at("2020-01-01", date(2020, 1, 1)) == 4.0


def test_a_day_before_the_first_year_takes_the_firsts() -> None:
    assert at("2001-01-01", date(2020, 1, 1)) == 1.0


def test_a_year_between_takes_the_year_before() -> None:
    assert at("2015-12-31", date(2020, 1, 1)) == 2.0


def test_where_no_year_is_known_nothing_is() -> None:
    assert at("2014-01-01", date(2014, 6, 30)) == pytest.approx(np.nan, nan_ok=True)
