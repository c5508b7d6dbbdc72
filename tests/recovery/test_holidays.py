"""Weekly counts that fall to a third at holidays: with these known few wane falsely."""

from datetime import date

import numpy as np

from peil.observe.watch.counts import Counts
from peil.observe.watch.engine import watch_counts
from peil.observe.watch.holidays import Holidays, named, with_holidays
from peil.observe.watch.regular import counts_from_table

SERIES, YEARS, JUDGED, MEAN = 10, 10, 5, 30.0
BUDGET = 0.1
CHRISTMAS, OTHERS = (
    named({date(year, *day): str(day) for year in range(2011, 2023) for day in both})
    for both in (((12, 25), (1, 1)), ((8, 15), (11, 1)))
)


def a_series(seed: int, holidays: Holidays) -> Counts:
    start = np.datetime64("2012-01-02") + 7 * np.arange(52 * YEARS)
    days = np.array([day for day, _ in holidays], dtype="datetime64[D]")
    is_quiet = np.searchsorted(days, start + 6, side="right") > np.searchsorted(days, start)
    year = (start - start[0]).astype(float) / 365.25
    mean = MEAN * np.exp(0.4 * np.cos(2 * np.pi * year)) * np.where(is_quiet, 0.3, 1.0)
    return counts_from_table(
        "calls", start, np.random.default_rng(seed).poisson(mean).astype(float)
    )


def false_wanings(counts: Counts) -> int:
    wanes = watch_counts(counts, last=52 * JUDGED).points.direction == "waning"
    return int((wanes & ~np.append(False, wanes[:-1])).sum())


def test_holidays_that_are_known_keep_the_budget_of_false_wanings() -> None:
    every = [a_series(seed, OTHERS) for seed in range(SERIES)]
    known = sum(false_wanings(with_holidays(counts, OTHERS)) for counts in every)
    unknown = sum(map(false_wanings, every))
    assert known <= BUDGET * SERIES * JUDGED < unknown


def test_the_turn_of_the_year_keeps_the_budget_where_nobody_gives_holidays() -> None:
    every = [a_series(seed, CHRISTMAS) for seed in range(SERIES)]
    assert sum(map(false_wanings, every)) <= BUDGET * SERIES * JUDGED
