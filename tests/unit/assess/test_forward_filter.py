"""The filter agrees with the sum over all paths, and forgets at the rate that is set."""

from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peil.assess.forward_filter import (
    BLOCK,
    carried_forward,
    forward_filter,
    hold_time,
    log_odds,
    settled,
    transition,
)

PRIOR = settled(4, 0.29, 1 / 3)
MATRIX = transition(PRIOR, 1 / 12)


def over_all_paths(log_weights: Any, matrix: Any, prior: Any) -> Any:
    """Sum the chance of every path of levels; the share of those that end at each level."""
    months, levels = log_weights.shape
    chance = np.zeros(levels)
    for path in product(range(levels), repeat=months):
        p = prior[path[0]]
        for before, after in pairwise(path):
            p *= matrix[before, after]
        chance[path[-1]] += p * np.exp(sum(log_weights[t, k] for t, k in enumerate(path)))
    return chance / chance.sum()


@pytest.mark.parametrize(("months", "levels"), [(1, 4), (2, 2), (5, 3), (6, 4)])
def test_the_filter_is_the_sum_over_all_paths(months: int, levels: int) -> None:
    rng = np.random.default_rng(months)
    prior = settled(levels, 0.29, 1 / 3)
    matrix = transition(prior, 1 / 12)
    weights = rng.normal(0, 2, (months, levels))
    found = forward_filter(weights, matrix, prior)
    for t in range(months):
        assert found[t] == pytest.approx(over_all_paths(weights[: t + 1], matrix, prior), abs=1e-12)


def test_a_later_month_changes_no_earlier_one() -> None:
    weights = np.random.default_rng(1).normal(0, 1, (30, 4))
    changed = weights.copy()
    changed[20:] += 3.0 * np.arange(4)
    assert (
        forward_filter(changed, MATRIX, PRIOR)[:20] == forward_filter(weights, MATRIX, PRIOR)[:20]
    ).all()


def test_a_month_adds_its_weight_to_the_predicted_log_odds() -> None:
    weights = np.zeros((2, 4))
    weights[0] = [0.0, 1.0, 2.0, 2.5]
    weights[1] = [0.0, 0.5, -0.5, 0.3]
    before, after = forward_filter(weights, MATRIX, PRIOR)
    predicted = log_odds(carried_forward(before, MATRIX, 1))
    added = np.diff(weights[1]) * 10 / np.log(10)
    assert log_odds(after) == pytest.approx(predicted + added, abs=1e-12)


def test_many_series_are_filtered_as_each_alone() -> None:
    weights = np.random.default_rng(2).normal(0, 1, (BLOCK + 3, 7, 4))
    together = forward_filter(weights, MATRIX, PRIOR)
    for i in (0, BLOCK - 1, BLOCK, BLOCK + 2):
        assert together[i] == pytest.approx(forward_filter(weights[i], MATRIX, PRIOR), abs=1e-14)


def test_the_weights_handed_in_stay_as_they_are() -> None:
    weights = np.random.default_rng(3).normal(0, 1, (5, 4))
    before = weights.copy()
    forward_filter(weights, MATRIX, PRIOR)
    assert (weights == before).all()


def test_without_figures_everything_stays_where_it_settles() -> None:
    assert forward_filter(np.zeros((50, 4)), MATRIX, PRIOR)[-1] == pytest.approx(PRIOR)


@settings(deadline=None)
@given(
    levels=st.integers(2, 7),
    tail=st.floats(0.05, 0.4),
    ratio=st.floats(0.15, 0.6),
    down=st.floats(0.005, 0.2),
)
def test_a_transition_is_one_and_settles_where_it_was_told_to(
    levels: int, tail: float, ratio: float, down: float
) -> None:
    stationary = settled(levels, tail, ratio)
    matrix = transition(stationary, down)
    assert (matrix >= 0).all()
    assert matrix.sum(axis=1) == pytest.approx(1.0)
    assert stationary @ matrix == pytest.approx(stationary, abs=1e-12)
    assert np.tril(matrix, -2).sum() == 0
    assert np.triu(matrix, 3).sum() == 0


def test_a_tenth_of_the_upward_moves_takes_two_steps() -> None:
    jumping = transition(PRIOR, 1 / 12, two_steps=0.1)
    assert jumping[0, 2] == pytest.approx(0.1 * (jumping[0, 1] + jumping[0, 2]))
    assert MATRIX[0, 2] == 0
    assert MATRIX[2, 3] > 0


def test_the_hold_time_is_the_first_month_at_or_below_the_bound() -> None:
    months = hold_time(MATRIX, 2, 0.2)
    assert months is not None
    certain = np.eye(4)[2]
    assert carried_forward(certain, MATRIX, months)[2:].sum() <= 0.2
    assert carried_forward(certain, MATRIX, months - 1)[2:].sum() > 0.2


def test_a_bound_below_where_ageing_settles_is_never_reached() -> None:
    assert hold_time(MATRIX, 2, PRIOR[2:].sum() * 0.99) is None


def test_log_odds_are_in_decibans() -> None:
    assert log_odds(np.array([0.01, 0.1, 1.0])) == pytest.approx([10.0, 10.0])
