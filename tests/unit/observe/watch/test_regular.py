"""A table becomes regular counts: the period is told from the dates, gaps hold no report."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peil.observe.watch.counts import Counts
from peil.observe.watch.regular import counts_from_table
from peil.terms.errors import BadInput

NAN = float("nan")


def table(dates: Any, count: Any = None, **more: Any) -> Counts:
    given = np.arange(len(dates), dtype=float) if count is None else count
    return counts_from_table("calls", dates, given, **more)


def spread(first: str, unit: str, n: int, offset: int = 0) -> Any:
    """Days that lie one unit apart, shifted by some days."""
    days = (np.datetime64(first, unit) + np.arange(n)).astype("datetime64[D]")
    return days + np.timedelta64(offset, "D")


FOUND = {
    "days": (spread("2019-12-25", "D", 20), "day", "2019-12-25", "2019-12-25"),
    "weeks from Monday over two years with week 53": (
        spread("2020-01-06", "D", 7 * 110)[::7], "week", "2020-01-06", "2020-01-12",
    ),
    "weeks from Sunday": (spread("2016-12-25", "D", 70)[::7], "week", "2016-12-25", "2016-12-31"),
    "four weeks that look like February": (
        spread("2021-02-01", "D", 35)[::7], "week", "2021-02-01", "2021-02-07",
    ),
    "first days of months": (spread("2019-11", "M", 30), "month", "2019-11-01", "2019-11-30"),
    "last days of months": (spread("2019-12", "M", 30, -1), "month", "2019-11-01", "2019-11-30"),
    "the 15th of months": (spread("2019-11", "M", 30, 14), "month", "2019-11-01", "2019-11-30"),
    "the 30th, and the end of February": (
        np.array(["2020-01-30", "2020-02-29", "2020-03-30"], "datetime64[D]"),
        "month", "2020-01-01", "2020-01-31",
    ),
    "two months 28 days apart": (
        np.array(["2021-02-01", "2021-03-01"], "datetime64[D]"), "month", "2021-02-01", "2021-02-28",
    ),
    "quarters from February": (
        spread("2019-02", "M", 24)[::3], "quarter", "2019-02-01", "2019-04-30",
    ),
    "quarters to March": (spread("2019-04", "M", 24, -1)[::3], "quarter", "2019-01-01", "2019-03-31"),
    "quarters by a day within": (
        spread("2019-02", "M", 24, 9)[::3], "quarter", "2019-01-01", "2019-03-31",
    ),
    "financial years": (spread("2010-04", "M", 120)[::12], "year", "2010-04-01", "2011-03-31"),
    "years to December": (spread("2011", "Y", 10, -1), "year", "2010-01-01", "2010-12-31"),
    "years by leap day": (
        np.array(["2015-02-28", "2016-02-29", "2017-02-28"], "datetime64[D]"),
        "year", "2014-03-01", "2015-02-28",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FOUND)
def test_the_period_is_told_from_the_dates(case: str) -> None:
    dates, period, start, end = FOUND[case]
    counts = table(dates)
    assert (counts.period, str(counts.start[0]), str(counts.end[0])) == (period, start, end)
    assert len(counts) == len(dates)
    assert (counts.start[1:] == counts.end[:-1] + np.timedelta64(1, "D")).all()
    assert counts.count.tolist() == list(range(len(dates)))


@given(
    case=st.sampled_from(sorted(FOUND)),
    seed=st.integers(0, 1000),
)
@settings(max_examples=60, deadline=None)
def test_the_order_of_rows_is_no_input(case: str, seed: int) -> None:
    dates = FOUND[case][0]
    order = np.random.default_rng(seed).permutation(len(dates))
    exposure = 1.0 + np.arange(len(dates))
    one = table(dates, exposure=exposure)
    other = counts_from_table("calls", dates[order], order.astype(float), exposure[order])
    assert other.count.tolist() == one.count.tolist()
    assert other.exposure.tolist() == one.exposure.tolist()
    assert other.start.tolist() == one.start.tolist()


def test_a_period_without_a_row_has_no_report_and_the_exposure_before_it() -> None:
    dates = spread("2020-01", "M", 6)[[0, 1, 2, 5]]
    counts = table(dates, [1.0, NAN, 3.0, 4.0], exposure=[10.0, 20.0, 30.0, 40.0])
    np.testing.assert_array_equal(counts.count, [1, NAN, 3, NAN, NAN, 4])
    assert counts.exposure.tolist() == [10, 20, 30, 30, 30, 40]
    assert counts.complete.tolist() == [1] * 6


def test_working_days_are_days() -> None:
    days = spread("2020-01-06", "D", 40)
    weekday = (days.astype(int) + 3) % 7 < 5
    counts = table(days[weekday])
    assert counts.period == "day"
    assert int(np.isnan(counts.count).sum()) == 10


def test_the_period_may_be_given() -> None:
    assert len(table(["2020-01-07"], [3.0], period="month")) == 1
    weeks = table(["2020-01-07", "2020-01-15"], [1.0, 2.0], period="week")
    assert weeks.start.astype(str).tolist() == ["2020-01-06", "2020-01-13"]
    years = table(["2015-03-01", "2017-08-01"], period="year")
    assert years.start.astype(str).tolist() == ["2015-01-01", "2016-01-01", "2017-01-01"]


def test_a_period_that_is_not_over_counts_with_its_share() -> None:
    counts = table(spread("2020-01", "M", 2), exposure=[2.0, 2.0], as_of=date(2020, 2, 10))
    assert str(counts.end[-1]) == "2020-02-10"
    assert counts.exposure.tolist() == [2.0, pytest.approx(2 * 10 / 29)]
    over = table(spread("2020-01", "M", 2), as_of=date(2020, 2, 29))
    assert over.exposure.tolist() == [1.0, 1.0]


MONTHS = spread("2020-01", "M", 4)
REFUSED: dict[str, tuple[Any, Any, dict[str, Any], str]] = {
    "no row": ([], [], {}, "no row"),
    "one date": (["2020-01-01"], [1.0], {}, "give at least two"),
    "a date twice": (["2020-01-01", "2020-01-01"], [1.0, 2.0], {}, "2020-01-01 twice"),
    "a month twice": (
        ["2020-01-01", "2020-01-20"], [1.0, 2.0], {"period": "month"}, "month from 2020-01-01",
    ),
    "months and years": (
        [*MONTHS, "2021-01-01", "2022-01-01", "2023-01-01"], None, {}, "mixes frequencies",
    ),
    "days and weeks": (
        [*spread("2020-01-06", "D", 9), "2020-01-21", "2020-01-28"], None, {}, "mixes frequencies",
    ),
    "a week begun a day late": (
        [*spread("2020-01-06", "D", 29)[::7], "2020-02-11"], None, {},
        "2020-02-11 comes 8 days after 2020-02-03, where most lie 7 apart",
    ),
    "a month begun a week late": (
        [*MONTHS, "2020-05-08"], None, {}, "2020-05-08 comes 37 days after 2020-04-01",
    ),
    "four-week periods": (spread("2020-01-01", "D", 120)[::28], None, {}, "one length apart"),
    "dates at random": (["2020-01-01", "2020-01-04", "2020-03-01"], None, {}, "one length apart"),
    "a negative count": (MONTHS, [1.0, 2.0, -3.0, 4.0], {}, "row 3, has the count -3"),
    "a fraction": (MONTHS, [1.0, 2.5, 3.0, 4.0], {}, "row 2, has the count 2.5"),
    "infinity": (MONTHS, [1.0, float("inf"), 3.0, 4.0], {}, "row 2, has the count inf"),
    "no date": (["2020-01-01", "NaT"], None, {}, "row 2, has the date NaT"),
    "a date to come": (MONTHS, None, {"as_of": date(2020, 3, 31)}, "after the as-of day 2020-03-31"),
    "no exposure": (MONTHS, None, {"exposure": [1.0, 0.0, 1.0, 1.0]}, "row 2, has the exposure 0"),
    "an unknown exposure": (MONTHS, None, {"exposure": [1.0, 1.0, 1.0, NAN]}, "exposure nan"),
    "an unknown period": (MONTHS, None, {"period": "fortnight"}, "'fortnight'"),
    "rows that do not match": (MONTHS, [1.0], {}, "4 dates, 1 counts"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_used_is_said_in_one_sentence(case: str) -> None:
    dates, count, more, said = REFUSED[case]
    with pytest.raises(BadInput) as caught:
        table(dates, count, **more)
    text = str(caught.value)
    assert said in text
    assert "'calls'" in text
    assert ";" in text
    assert "\n" not in text
