"""What the benchmarks of the watch count as found, as false, and as a change."""

import numpy as np
import pytest
from benchmarks import detection_product, signal_worth
from benchmarks.detection_product import product_counts
from benchmarks.detection_worlds import World

WEEKS = 49
OUTBREAK = slice(10, 14)
STEADY, GROWN = np.ones(624), np.exp(0.001 * np.arange(624))
"""Means of the weeks: one that stays, and one that grows by a twentieth a year."""
STARTS = np.datetime64("2020-12-28") + 7 * np.arange(WEEKS + 1)
NEVER = np.datetime64("NaT", "D")


@pytest.fixture
def said(monkeypatch):
    """Let nothing be said of a quiet series and four with an outbreak, until a test changes it."""
    shape = (5, 1, WEEKS + 1)
    rows = {
        "direction": np.full(shape, "steady", dtype=object),
        "reason": np.full(shape, "no_signal", dtype=object),
        "level_changed": np.full(shape, None, dtype=object),
        "signal_opened": np.full(shape, NEVER),
        "signal_since": np.full(shape, NEVER),
        "period_start": np.broadcast_to(STARTS, shape),
    }
    monkeypatch.setattr(detection_product, "_watched", lambda *_: rows)
    return rows


def counted(mean=STEADY):
    inside = np.zeros((4, 1, WEEKS), dtype=bool)
    inside[..., OUTBREAK] = True
    world = World(mean=mean, dispersion=1.0, count=np.zeros((5, 1, 1)), is_outbreak=inside)
    names = "weeks opened outbreaks found first hit wrong missed said stands word after still"
    names += " opened_falsely stands_falsely"
    return dict(zip(names.split(), product_counts(world, 0.1), strict=True))


def say(rows, series, first, last, opened=None):
    """Say rising in some weeks, counted from the first evaluated one."""
    rows["direction"][series, 0, first + 1 : last + 1] = "rising"
    if opened is not None:
        rows["signal_opened"][series, 0, first + 1 : last + 1] = STARTS[opened + 1]


def test_a_word_that_stood_before_an_outbreak_finds_nothing(said):
    say(said, 1, 5, 20, opened=5)
    found = counted()
    assert (found["said"], found["found"]) == (1, 0)


def test_a_rise_that_opens_in_an_outbreak_finds_it_and_is_told_from_there_on(said):
    say(said, 1, 11, 13, opened=11)
    found = counted()
    assert (found["outbreaks"], found["found"], found["first"]) == (4, 1, 0)
    assert (found["after"], found["still"]) == (3, 2)


def test_a_rise_in_quiet_weeks_is_false_once_and_stands_as_long_as_it_is_open(said):
    say(said, 0, 20, 26, opened=20)
    found = counted()
    assert (found["weeks"], found["opened"], found["stands"]) == (WEEKS, 1, 6)


def test_a_lasting_rise_of_a_mean_that_grows_is_true_and_one_of_single_weeks_is_not(said):
    say(said, 0, 20, 26, opened=20)
    assert (counted()["opened_falsely"], counted()["stands_falsely"]) == (1, 6)
    assert (counted(GROWN)["opened_falsely"], counted(GROWN)["stands_falsely"]) == (0, 0)
    said["reason"][0, 0, 21:27] = "signal_period"
    assert (counted(GROWN)["opened_falsely"], counted(GROWN)["stands_falsely"]) == (1, 6)
    said["direction"][0, 0, 21:27] = "waning"
    assert counted(GROWN)["stands_falsely"] == 6


def test_a_signal_is_about_the_last_lasting_change_of_its_side_alone(monkeypatch):
    monkeypatch.setattr(signal_worth, "_comings", lambda *_: np.array([60, 100]))
    sides = iter([0, 1])

    class Chance:
        def integers(self, *_):
            return next(sides)

        def choice(self, sizes):
            return sizes[1]

        def random(self):
            return 1.0

    is_change = np.zeros((2, 180), dtype=bool)
    factor = signal_worth._lasting(Chance(), is_change, 12)
    assert factor[[0, 59, 60, 99, 100]].tolist() == [1.0, 1.0, 2.0, 2.0, 1.0]
    assert np.flatnonzero(is_change[0]).tolist() == list(range(60, 100))
    assert np.flatnonzero(is_change[1]).tolist() == list(range(100, 160))
