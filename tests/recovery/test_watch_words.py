"""The words of the watch on series whose truth is known: what is right for each, and what is said."""

import numpy as np
import pytest
from benchmarks.watch_oracle import seen_by
from benchmarks.watch_shapes import (
    FULL,
    PERIODS_A_YEAR,
    SHAPES,
    STEADY,
    can_be_steady,
    changed,
    monthly,
)
from benchmarks.watch_words import DENIED, RIGHT, is_right, is_wrong, said, tally

ROW = {"direction": "cannot tell", "level_changed": None, "caveats": []}
CANNOT_TELL = ("cannot tell",)


def latest_year(shape):
    """Give the events of the latest year, the years like it before, and the dispersion."""
    means, year = shape.means(shape.moment), round(PERIODS_A_YEAR[shape.period])
    last_step = max((first for first, _ in shape.steps), default=-shape.history)
    before = (shape.moment - last_step - year) / year
    size = shape.size
    return means[-year:].sum(), before, 1.0 if size == FULL else 1.0 + shape.mean / size


STEADY_SHAPES = [
    shape for shape in SHAPES if shape.ratio == 1.0 and set(STEADY) & set(shape.accepted)
]


@pytest.mark.parametrize("shape", STEADY_SHAPES, ids=lambda shape: shape.name)
def test_nobody_is_to_say_steady_where_too_few_events_come_to_know(shape):
    may_be_unsure = CANNOT_TELL in shape.accepted
    assert can_be_steady(*latest_year(shape)) != may_be_unsure or shape.late


def test_a_year_over_five_is_known_to_a_doubling_from_28_events_a_year():
    assert can_be_steady(28.0, 5.0, 1.0)
    assert not can_be_steady(27.0, 5.0, 1.0)
    assert not can_be_steady(28.0, 5.0, 2.0)


def test_every_shape_has_a_name_of_its_own_and_a_reason():
    assert len({shape.name for shape in SHAPES}) == len(SHAPES) >= 40
    assert all(shape.reason and shape.accepted for shape in SHAPES)
    assert all(not set(words) & set(shape.wrong) for shape in SHAPES for words in shape.accepted)


def test_what_a_row_says_is_all_that_its_columns_say_and_a_missing_one_says_nothing():
    assert said(ROW) == {"cannot tell"}
    assert said(ROW | {"level_changed": "waning"}) == {"cannot tell", "level waning"}
    assert said(ROW | {"slope_low": 0.8, "slope_high": 0.95}) == {"cannot tell", "slope down"}
    assert said(ROW | {"slope_low": 0.9, "slope_high": 1.1}) == {"cannot tell"}


def test_a_wrong_direction_is_not_made_right_by_a_right_one_beside_it():
    halved = monthly("halving", 10, reason="", **changed(0.5))
    assert is_right(halved, frozenset({"waning"}))
    assert not is_right(halved, frozenset({"waning", "level rising"}))
    assert is_wrong(halved, frozenset({"waning", "level rising"}))
    assert not is_right(halved, frozenset({"cannot tell"}))


def test_a_caveat_makes_a_fall_right_only_where_reports_are_late_and_nobody_said_so():
    words = said(ROW | {"direction": "waning", "caveats": ["late_perhaps"]})
    (late,) = (shape for shape in SHAPES if shape.name == "late reports, not declared")
    (steady,) = (shape for shape in SHAPES if shape.name == "steady, 10 a month, 15 years")
    halved = monthly("halving", 10, reason="", **changed(0.5))
    assert is_right(late, words)
    assert not is_right(late, said(ROW | {"direction": "waning"}))
    assert is_wrong(steady, words)
    assert is_right(halved, words)


def test_one_who_knows_sees_a_stop_at_the_zeros_that_chance_hardly_gives():
    # A run of n zeros at 10 a month comes by chance with e^-10n: one is rarer than the budget.
    assert seen_by(monthly("stop", 10, reason="", **changed(0.0)), 400) == 1
    # At one a month it takes about the log of ten years' starts, 120 (1 - 1/e) / -log(1 - 1/e) ~ e^5.
    assert 4 <= seen_by(monthly("stop", 1, reason="", **changed(0.0)), 400) <= 6


def test_one_who_knows_sees_a_large_rise_at_once_and_a_slight_one_late():
    delays = [
        seen_by(monthly("rise", 10, reason="", **changed(ratio)), 400) for ratio in (4, 2, 1.3)
    ]
    assert delays[0] == 1
    assert np.all(np.diff(delays) > 0)


SAMPLE = (
    "season, summer outbreak × 3",
    "season, winter peak halved",
    "stop at 1",
    "stop at 3, three years ago",
    "10, a stop of three years, then 1",
    "halving at 10",
    "doubling at 1",
    "doubling at 10, five years ago",
    "a tenth less each year for eight years",
    "one month × 10, four years ago",
    "steady, 3 a month, 15 years",
    "steady, 10 a month, 15 years",
)
SERIES = 60
"""Few, so that a bound on a share leaves three standard errors of so many."""


@pytest.mark.parametrize("name", SAMPLE)
def test_the_watch_says_the_right_word_of_nine_in_ten(name):
    (shape,) = (shape for shape in SHAPES if shape.name == name)
    judged = tally(shape, series=SERIES, seed=3)
    assert judged.right >= RIGHT - 3 * np.sqrt(RIGHT * (1 - RIGHT) / SERIES)
    assert not judged.denied > DENIED + 3 * np.sqrt(DENIED * (1 - DENIED) / SERIES)
