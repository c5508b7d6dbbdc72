"""What is said of a level that changed is about the time that was compared, and of no other."""

from datetime import date

import numpy as np
import pytest
from tests.watched_builder import a_series, some_counts

from peil.observe.watch.counts import Counts
from peil.observe.watch.engine import watch_counts
from peil.observe.watch.series import Watch, WatchedSeries
from peil.report.model import Table, plain
from peil.report.tell.watch.delays import delays
from peil.report.tell.watch.report import tell
from peil.report.tell.watch.sentences import facts, verdict
from peil.report.words import LANGUAGES, words_in

DAY = date(2024, 1, 20)
ENGLISH = words_in("en")
YEAR = "the latest year as a whole steady: neither doubled nor halved"


def steady_since(months: int, counts: Counts | None = None) -> WatchedSeries:
    """Make a series that is called steady, of which the level rose so many months ago."""
    one = a_series(
        "arson", months=months, probability=np.nan, level_changed="rising", counts=counts
    )
    one.watched.points.reason[-1], one.watched.points.steady_within[-1] = "no_signal", 2.0
    return one


def in_the_table(one: WatchedSeries) -> str:
    report = tell(Watch(title="x", as_of=DAY, series=(one,)), ENGLISH)
    (table,) = (block for block in report.blocks if isinstance(block, Table))
    return plain(table.rows[0].cells[1].text).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (4, f"higher since 1 September 2023; {YEAR}"),
        # Twelve of them lie before the latest one, which is judged by these.
        (13, "higher since 1 December 2022; since then steady: neither doubled nor halved"),
    ],
)
def test_steady_is_said_of_the_time_since_only_where_that_was_compared(
    months: int, said: str
) -> None:
    assert verdict(steady_since(months), ENGLISH).replace("\xa0", " ") == said


def test_months_without_a_report_are_not_compared() -> None:
    counts = some_counts("arson")
    counts.count[-12:-4] = np.nan
    assert YEAR in verdict(steady_since(13, counts), ENGLISH)


def test_the_table_says_no_more_than_the_sentence() -> None:
    assert in_the_table(steady_since(4)) == f"higher; {YEAR}"
    assert in_the_table(steady_since(13)) == "higher; since then steady: neither doubled nor halved"


def test_what_is_compared_with_the_time_since_a_change_says_so() -> None:
    said = facts(steady_since(30), DAY, ENGLISH)[0]
    assert said == (
        "No signal, and with 95% confidence the later part of the time since the change, a year at "
        "most, is within a factor of 2 of the part before."
    )
    young = facts(steady_since(4), DAY, ENGLISH)[0]
    assert young.endswith("is within a factor of 2 of the years before.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_compared_is_said_in_every_language(language: str) -> None:
    old, young = (facts(steady_since(n), DAY, words_in(language))[0] for n in (30, 4))
    assert old != young
    assert "2" in old


@pytest.mark.parametrize(
    ("word", "reason", "said"),
    [
        ("waning", "settled", "waning; the level has been higher since 1 May 2022"),
        ("rising", "slope", "rising; the level has been higher since 1 May 2022"),
        ("rising", "signal_shift", "rising: higher since 1 May 2022"),
    ],
)
def test_a_direction_has_the_day_of_an_open_signal_only_if_it_is_that_signal(
    word: str, reason: str, said: str
) -> None:
    one = a_series("arson", word, months=20, probability=np.nan)
    points = one.watched.points
    points.reason[-1], points.level_changed_since[-1] = reason, points.signal_since[-1]
    if reason != "signal_shift":
        points.level_changed[-1] = "rising"
    assert verdict(one, ENGLISH) == said


def test_how_long_a_halving_takes_is_said_of_the_rate_before_an_open_signal() -> None:
    """Nothing halves at a rate of zero, which is what a series that stopped has now."""
    counts = some_counts(count=np.array([1.0, 0.0, 2.0] * 24 + [0.0] * 24))
    one = WatchedSeries(watched=watch_counts(counts), counts=counts)
    assert "from 1 to 0 a month" in verdict(one, ENGLISH)
    assert delays(one, ENGLISH)[0].startswith("A halving at 1 a month is seen after")
