"""The scores, written out by hand, agree with two other implementations."""

import warnings
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peil.review.track import scores

SEEDS = st.integers(0, 10_000)
few = settings(max_examples=20, deadline=None)


@pytest.fixture(scope="module")
def others() -> SimpleNamespace:
    """The other implementations, one of which compiles itself for seconds when it is imported."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import scoringrules
        import xarray
        from scores.probability import brier_score
    return SimpleNamespace(rules=scoringrules, along=xarray.DataArray, brier=brier_score)


def drawn(
    seed: int, n: int = 40, levels: int = 4
) -> tuple[np.random.Generator, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng, rng.dirichlet(np.ones(levels), n), rng.integers(0, levels, n)


@few
@given(SEEDS)
def test_brier_agrees(others: SimpleNamespace, seed: int) -> None:
    rng = np.random.default_rng(seed)
    p, y = rng.random(50), rng.integers(0, 2, 50).astype(float)
    assert scores.brier(p, y) == pytest.approx(float(others.rules.brier_score(y, p).mean()))
    other = others.brier(others.along(p, dims="t"), others.along(y, dims="t"))
    assert scores.brier(p, y) == pytest.approx(float(other))


@few
@given(SEEDS)
def test_rps_agrees(others: SimpleNamespace, seed: int) -> None:
    _, p, level = drawn(seed)
    other = others.rules.rps_score(level + 1, p)
    assert scores.rps(p, level) == pytest.approx(float(np.mean(other)))


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
