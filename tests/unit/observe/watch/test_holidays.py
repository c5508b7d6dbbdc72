"""Holidays are a term of what is expected of a period, each name its own."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from peil.observe.watch.counts import Counts
from peil.observe.watch.engine import watch_counts
from peil.observe.watch.holidays import named, with_holidays, with_turn_of_year
from peil.observe.watch.regular import counts_from_table
from peil.observe.watch.season import season_index
from peil.terms.errors import BadInput

YEARS = range(2015, 2024)
SAINTS = named({date(year, 11, 1): "All Saints" for year in YEARS})
MARCH = named({date(year, 3, 4): "Spring" for year in YEARS})


def a_series(step: int, n: int, share: Any) -> Counts:
    """Counts of about 40, times what a function gives of each period's days."""
    days = [date(2015, 1, 5) + timedelta(step * i) for i in range(n)]
    factor = [share([day + timedelta(i) for i in range(step)]) for day in days]
    count = np.random.default_rng(5).poisson(40.0 * np.array(factor)).astype(float)
    return counts_from_table("calls", np.array(days, dtype="datetime64[D]"), count)


def quiet_saints(days: list[date]) -> float:
    return 0.3 if any((day.month, day.day) == (11, 1) for day in days) else 1.0


WEEKS = a_series(7, 430, quiet_saints)
(AT,) = np.flatnonzero(
    (WEEKS.start <= np.datetime64("2022-11-01")) & (WEEKS.end >= np.datetime64("2022-11-01"))
)


def test_a_period_has_the_share_of_its_days_that_are_holidays_by_name() -> None:
    counts = counts_from_table("calls", ["2023-12-18", "2023-12-25", "2024-01-01"], [1.0, 2.0, 3.0])
    days = {date(2023, 12, 25): "b", date(2023, 12, 26): "b", date(2024, 1, 1): "a"}
    found = with_holidays(counts, named(days)).holidays
    assert found is not None
    assert found.tolist() == [[0, 0], [0, 2 / 7], [1 / 7, 0]]
    assert with_holidays(counts, named([*days])).holidays.tolist() == [[0], [2 / 7], [1 / 7]]  # type: ignore[union-attr] # not None, as above
    assert with_holidays(counts, named([date(2020, 1, 1)])).holidays is None


def test_days_are_holidays_or_not() -> None:
    counts = counts_from_table("calls", ["2023-10-31", "2023-11-01"], [1.0, 2.0])
    found = with_holidays(counts, SAINTS).holidays
    assert found is not None
    assert found.tolist() == [[0], [1]]


def test_what_is_expected_of_a_holiday_is_learnt_from_those_of_other_years() -> None:
    until = WEEKS.take(slice(0, int(AT) + 1))
    plain, known = (
        watch_counts(each, last=1).points for each in (until, with_holidays(until, SAINTS))
    )
    assert known.expected[0] == pytest.approx(12.0, rel=0.25)
    assert plain.expected[0] > 30.0
    assert known.p_fall[0] > 0.01 > plain.p_fall[0]


def test_christmas_is_learnt_of_days_and_weeks_where_nobody_gives_holidays() -> None:
    given = with_turn_of_year(WEEKS).holidays
    assert given is not None
    new_year, christmas = given.T
    assert WEEKS.start[christmas > 0][0] == np.datetime64("2015-12-21")
    assert WEEKS.start[new_year > 0][0] == np.datetime64("2015-12-28")
    assert set(given.ravel()) == {0, 1 / 7}
    known = with_holidays(WEEKS, SAINTS)
    assert with_turn_of_year(known) is known
    months = counts_from_table("calls", np.arange("2015-01", "2020-01", dtype="M8[M]"), np.ones(60))
    assert with_turn_of_year(months) is months


def test_the_chart_takes_the_holiday_out_with_the_season() -> None:
    known = with_holidays(WEEKS, SAINTS)
    assert season_index(known)[AT] == pytest.approx(0.3, abs=0.1)
    assert season_index(WEEKS)[AT] > 0.7


def test_another_holiday_takes_nothing_from_it() -> None:
    both = with_holidays(WEEKS, named(dict(SAINTS) | dict(MARCH)))
    index = season_index(both)
    assert index[AT] == pytest.approx(0.3, abs=0.1)
    (march,) = np.flatnonzero(
        (WEEKS.start <= np.datetime64("2022-03-04")) & (WEEKS.end >= np.datetime64("2022-03-04"))
    )
    assert index[march] == pytest.approx(1.0, abs=0.2)


def test_the_chart_of_days_takes_the_day_of_the_week_out() -> None:
    days = a_series(1, 1500, lambda days: 0.4 if days[0].weekday() >= 5 else 1.0)
    index = season_index(days)[-364:]
    weekday = (days.start[-364:].astype(int) + 3) % 7
    mean = [float(index[weekday == day].mean()) for day in range(7)]
    np.testing.assert_allclose(np.array(mean) / mean[0], [1, 1, 1, 1, 1, 0.4, 0.4], atol=0.08)


def test_holidays_are_said_and_are_refused_to_methods_without_a_term() -> None:
    known = with_holidays(WEEKS, SAINTS)
    assert "holidays" in watch_counts(known, last=1).caveats
    assert "holidays" not in watch_counts(WEEKS, last=1).caveats
    with pytest.raises(BadInput, match="'ears' has no term for holidays; leave them out, or use"):
        watch_counts(known, method="ears", last=1)
