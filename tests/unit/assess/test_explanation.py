"""What each indicator adds, with what would be without any, is today's log-odds exactly."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import a_record, a_scale, a_series

from peil.assess.evidence import AssessmentSettings
from peil.assess.explanation import explain
from peil.assess.forward_filter import (
    carried_forward,
    forward_filter,
    log_odds,
    settled,
    transition,
)
from peil.assess.ladder import ladder_of
from peil.assess.methods import replay_all
from peil.assess.reviews import Variation, ageing, log_weights
from peil.assess.rule import FIRST, rule_of


@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 10**6),
    indicators=st.integers(1, 6),
    months=st.integers(1, 80),
    levels=st.integers(2, 5),
    spread=st.floats(0.0, 1.5),
)
def test_prior_and_weights_close_to_the_posterior(
    seed: int, indicators: int, months: int, levels: int, spread: float
) -> None:
    rng = np.random.default_rng(seed)
    weights = np.zeros((indicators, months, levels))
    weights[..., 1:] = rng.normal(0, spread, (indicators, months, levels - 1)).cumsum(axis=-1)
    weights *= rng.random((indicators, months, 1)) < 0.4
    prior = settled(levels, 0.29, 1 / 3)
    matrix = transition(prior, 1 / 12)
    found = explain(weights, matrix, prior)
    closed = found.prior_db + found.weights_db.sum(axis=0)
    assert closed == pytest.approx(found.posterior_db, abs=1e-9)
    filtered = forward_filter(weights.sum(axis=0), matrix, prior)[-1]
    assert found.posterior_db == pytest.approx(log_odds(filtered), abs=1e-9)


PRIOR = settled(4, 0.29, 1 / 3)
MATRIX = transition(PRIOR, 1 / 12)
RISING = np.array([0.0, 0.5, 1.0, 1.5])


def test_the_last_months_own_figures_weigh_in_full() -> None:
    weights = np.zeros((1, 10, 4))
    weights[0, -1] = RISING
    assert explain(weights, MATRIX, PRIOR).weights_db[0] == pytest.approx(
        np.diff(RISING) * 10 / np.log(10)
    )


def test_an_old_figure_fades_as_the_filter_forgets_it() -> None:
    weights = np.zeros((1, 40, 4))
    weights[0, 0] = RISING
    found = explain(weights, MATRIX, PRIOR)
    first = forward_filter(weights[0, :1], MATRIX, PRIOR)[-1]
    aged = log_odds(carried_forward(first, MATRIX, 39))
    assert found.weights_db[0] == pytest.approx(aged - log_odds(PRIOR), abs=1e-9)
    assert (found.weights_db[0] < np.diff(RISING) * 10 / np.log(10)).all()


def test_an_indicator_without_figures_adds_nothing() -> None:
    weights = np.zeros((2, 12, 4))
    weights[0, 5] = RISING
    assert (explain(weights, MATRIX, PRIOR).weights_db[1] == 0).all()


def test_equal_indicators_share_equally() -> None:
    weights = np.zeros((2, 12, 4))
    weights[:, 5] = RISING
    one, other = explain(weights, MATRIX, PRIOR).weights_db
    assert one == pytest.approx(other)


@pytest.mark.parametrize("count", [0.0, 60.0])
def test_the_weight_of_a_figure_shrinks_as_it_ages(count: float) -> None:
    rows = [("2014-01-01", "2014-12-31", count, "2015-01-15")]
    record = a_record({"departures": a_series(rows)})
    chosen = AssessmentSettings(ladder=ladder_of(FIRST), rule=rule_of(FIRST), levels=4)
    matrix, prior = ageing(chosen.rule, 4)
    weights = []
    for day in (date(2015, 1, 31), date(2015, 7, 31), date(2016, 1, 31), date(2017, 1, 31)):
        base = Variation(name="base", settings=chosen)
        run = replay_all(record, a_scale(replay_from=day), [base], day)["base"]
        told = explain(log_weights(run.weighed[0].entering(run.months))[None], matrix, prior)
        weights.append(abs(told.weights_db[0].sum()))  # of the highest level against the lowest
    assert (np.diff(weights) < 0).all()
