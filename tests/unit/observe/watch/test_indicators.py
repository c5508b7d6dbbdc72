"""What is said of an indicator beside a level is what the watch says of it."""

import calendar
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pytest
from tests.builders import a_record, a_series, an_indicator

from peil.observe.record import Record
from peil.observe.watch.engine import watch_counts
from peil.observe.watch.indicators import direction_watched, watch_indicator

SHAPES = {
    "flat": np.full(96, 4.0),
    "risen": np.where(np.arange(96) < 60, 4.0, 12.0),
    "fallen": np.where(np.arange(96) < 70, 15.0, 5.0),
    "seldom": np.full(96, 0.3),
    "waves": 10 + 8 * np.sin(np.arange(96) / 12),
}
YEARS = ("2013", "2014", "2015")


@pytest.fixture(scope="module")
def record() -> Record:
    chance = np.random.default_rng(20180122)
    series = {
        name: a_series(
            (f"{y}-{m:02}-01", end := f"{y}-{m:02}-{calendar.monthrange(y, m)[1]}", count, end)
            for (y, m), count in zip(
                ((2008 + i // 12, i % 12 + 1) for i in range(96)),
                chance.poisson(rates).astype(float),
                strict=True,
            )
        )
        for name, rates in SHAPES.items()
    }
    yearly = [(f"{y}-01-01", f"{y}-12-31", 40.0, f"{y}-12-31") for y in YEARS]
    return a_record({**series, "yearly": a_series(yearly)}, map(an_indicator, SHAPES))


@pytest.mark.parametrize("day", [date(2013, 3, 5), date(2014, 12, 31), date(2015, 11, 20)])
@pytest.mark.parametrize("last", [1, 60])
def test_a_level_and_the_watch_tell_one_direction(record: Record, day: date, last: int) -> None:
    judged = partial(watch_counts, last=last)
    for name in (each for each in record.observed() if len(record.figures(each, day))):
        told = direction_watched(record, name, day)
        watched = watch_indicator(record, name, day, chart=judged).watched
        assert (told.word, told.reason) == (
            watched.points.direction[-1],
            watched.points.reason[-1],
        )


def test_no_chance_of_one_comparison_stands_beside_what_a_chart_tells(record: Record) -> None:
    charted = direction_watched(record, "risen", date(2013, 12, 31))
    assert (charted.word, charted.probability, charted.power) == ("rising", None, None)
    compared = direction_watched(record, "yearly", date(2014, 12, 31))
    assert compared.probability is not None


@pytest.mark.parametrize("name", ["flat", "yearly"])
def test_a_series_some_of_whose_figures_are_not_as_published_says_so(
    record: Record, name: str
) -> None:
    """The last figure known by the end of 2014 is worked out, and one a year later is not known yet."""
    series, judged = record.series[name], partial(watch_counts, last=1, with_delays=False)
    known = np.datetime64("2014-12-31")
    for ours, is_marked in ((series.published == known, True), (series.published > known, False)):
        changed = a_record({name: replace(series, worked_out=ours)}, [an_indicator(name)])
        watched = watch_indicator(changed, name, date(2014, 12, 31), chart=judged).watched
        assert ("worked_out" in watched.caveats) is is_marked
