"""The scores, written out by hand, agree with two other implementations and with the papers."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peil.review.track import scores
from peil.terms.errors import BadInput

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import scoringrules
    import xarray as xr
    from scores.categorical import firm as firm_of_scores
    from scores.categorical import risk_matrix_score, weights_from_warning_scaling
    from scores.probability import brier_score as brier_of_scores

SEEDS = st.integers(0, 10_000)
few = settings(max_examples=20, deadline=None)


def drawn(
    seed: int, n: int = 40, levels: int = 4
) -> tuple[np.random.Generator, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng, rng.dirichlet(np.ones(levels), n), rng.integers(0, levels, n)


@few
@given(SEEDS)
def test_brier_agrees(seed: int) -> None:
    rng = np.random.default_rng(seed)
    p, y = rng.random(50), rng.integers(0, 2, 50).astype(float)
    assert scores.brier(p, y) == pytest.approx(float(scoringrules.brier_score(y, p).mean()))
    other = brier_of_scores(xr.DataArray(p, dims="t"), xr.DataArray(y, dims="t"))
    assert scores.brier(p, y) == pytest.approx(float(other))


@few
@given(SEEDS)
def test_rps_agrees(seed: int) -> None:
    _, p, level = drawn(seed)
    other = scoringrules.rps_score(level + 1, p)
    assert scores.rps(p, level) == pytest.approx(float(np.mean(other)))


@few
@given(SEEDS)
def test_the_log_score_agrees(seed: int) -> None:
    rng = np.random.default_rng(seed)
    p, y = rng.uniform(0.01, 0.99, 50), rng.integers(0, 2, 50)
    both = np.stack([1 - p, p], axis=1)
    assert scores.log_score(both, y) == pytest.approx(float(np.mean(scoringrules.log_score(y, p))))


def test_a_level_that_was_called_impossible_costs_without_end() -> None:
    assert scores.log_score(np.array([[1.0, 0.0]]), np.array([1])) == np.inf


@few
@given(SEEDS, st.floats(0.05, 0.95))
def test_firm_agrees(seed: int, risk: float) -> None:
    rng, _, truth = drawn(seed)
    said = rng.integers(0, 4, len(truth))
    weights = rng.random(3) + 0.1
    own = scores.firm(said.astype(float), truth.astype(float), [1, 2, 3], weights.tolist(), risk)
    arrays = (xr.DataArray(v.astype(float), dims="t") for v in (said, truth))
    other = firm_of_scores(*arrays, risk, [0.5, 1.5, 2.5], weights.tolist())
    assert own == pytest.approx(float(other))


def test_firm_of_the_published_example() -> None:
    said = np.array([0.1, 0.8, 0.3, 0.4, 0.9, 0.6])
    truth = np.array([0.4, 0.6, 0.1, 0.4, 0.95, 0.45])
    just_above = [threshold + 1e-9 for threshold in (0.2, 0.5, 0.8)]
    assert scores.firm(said, truth, just_above, [1, 3, 5], 0.1) == pytest.approx(0.61666667)


def test_firm_refuses_a_risk_that_is_none() -> None:
    with pytest.raises(BadInput, match="risk is 1"):
        scores.firm(np.ones(1), np.ones(1), [1], [1.0], 1)


FORECAST = np.array([[0.45, 0.22, 0.05], [0.65, 0.32, 0.09]])
REACHED = np.array([[1.0, 1.0, 0.0], [1.0, 0.0, 0.0]])


def test_the_risk_matrix_score_of_the_published_example() -> None:
    weights = np.array([[1.0, 2.0, 3.0]] * 3)
    assert scores.risk_matrix(FORECAST, REACHED, [0.1, 0.3, 0.5], weights) == pytest.approx(1.85)


def test_the_weights_of_the_published_scaling() -> None:
    scaling = np.array([[0, 2, 3, 3], [0, 1, 2, 3], [0, 1, 1, 2], [0, 0, 0, 0]])
    assert scores.scaled_weights(scaling, [1, 2, 3]).tolist() == [[2, 3, 0], [0, 2, 3], [1, 0, 2]]


@few
@given(SEEDS)
def test_the_risk_matrix_and_its_weights_agree(seed: int) -> None:
    rng = np.random.default_rng(seed)
    inner = np.sort(np.sort(rng.integers(0, 4, (3, 3)), axis=1), axis=0)[::-1]
    scaling = np.pad(inner, ((0, 1), (1, 0)))
    points, thresholds = [1.0, 2.0, 0.5], [0.5, 0.3, 0.1]
    coordinates = ("s", ["a", "b", "c"], "p", thresholds)
    other = weights_from_warning_scaling(scaling, points, *coordinates)
    own = scores.scaled_weights(scaling, points)
    assert own.tolist() == other.values.tolist()
    probabilities = np.sort(rng.random((20, 3)), axis=1)[:, ::-1]
    reached = (np.arange(3)[None, :] < rng.integers(0, 4, 20)[:, None]).astype(float)
    arrays = (
        xr.DataArray(v, dims=["t", "s"], coords={"s": ["a", "b", "c"]})
        for v in (probabilities, reached)
    )
    score = risk_matrix_score(*arrays, other, "s", "p")
    assert scores.risk_matrix(probabilities, reached, thresholds, own) == pytest.approx(
        float(score)
    )


@few
@given(SEEDS)
def test_the_parts_of_a_brier_score_add_up(seed: int) -> None:
    rng = np.random.default_rng(seed)
    p, y = rng.choice([0.1, 0.4, 0.7], 60), rng.integers(0, 2, 60).astype(float)
    parts = scores.decompose(p, y, [0.25, 0.5])
    total = parts.reliability - parts.resolution + parts.uncertainty
    assert total == pytest.approx(scores.brier(p, y))
    assert parts.within == pytest.approx(0.0, abs=1e-12)


def test_reliability_by_hand() -> None:
    p, y = np.array([0.1, 0.2, 0.5, 0.9]), np.array([0.0, 1.0, 0.0, 1.0])
    low, high = scores.reliability(p, y, [0.5])
    assert (low.number, low.forecast, low.frequency) == (2, pytest.approx(0.15), 0.5)
    assert (high.number, high.forecast, high.frequency) == (2, pytest.approx(0.7), 0.5)
    parts = scores.decompose(p, y, [0.5])
    assert parts.resolution == pytest.approx(0.0)
    assert parts.reliability == pytest.approx((0.35**2 + 0.2**2) / 2)
    assert parts.uncertainty == 0.25
