"""The exact solver of donors' weights, against conditions of optimality and another solver."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from peil.review.evaluation.nearest import least_within, loss, nearest_weights, new_room, square
from peil.terms.calendar import Floats


def gram(seed: int, donors: int, years: int) -> Floats:
    vectors = np.random.default_rng(seed).normal(size=(donors, years)) + 0.7
    return np.ascontiguousarray(vectors @ vectors.T / years)


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10_000), donors=st.integers(2, 30), years=st.integers(1, 40))
def test_no_donor_could_bring_the_point_nearer(seed: int, donors: int, years: int) -> None:
    products = gram(seed, donors, years)
    weights = nearest_weights(products)
    slope = products @ weights
    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1.0)
    assert slope.min() >= weights @ slope - 1e-9 * products.max()


def test_a_target_inside_the_hull_is_met() -> None:
    products = gram(3, 30, 2)
    assert square(nearest_weights(products), products) == pytest.approx(0.0, abs=1e-9)


def test_one_donor_that_is_alike_takes_all_the_weight() -> None:
    vectors = np.array([[1.0, 2.0], [0.0, 0.0], [3.0, -1.0]])
    assert nearest_weights(vectors @ vectors.T).tolist() == [0.0, 1.0, 0.0]


def test_twins_among_donors_do_no_harm() -> None:
    vectors = np.array([[1.0, 2.0], [1.0, 2.0], [3.0, 1.0], [3.0, 1.0]])
    weights = nearest_weights(vectors @ vectors.T)
    assert weights.sum() == pytest.approx(1.0)
    assert square(weights, vectors @ vectors.T) == pytest.approx(5.0)


def test_donors_that_are_all_as_wanted_share_no_trouble() -> None:
    assert nearest_weights(np.zeros((4, 4))).sum() == 1.0


def test_a_search_that_begins_from_other_weights_ends_at_the_same() -> None:
    rng = np.random.default_rng(5)
    predictors, outcome = rng.normal(size=(6, 12)), gram(5, 12, 8)
    warm = new_room(12)
    for logs in rng.normal(size=(50, 6)):
        again = loss(logs, predictors, outcome, warm)
        assert again == pytest.approx(loss(logs, predictors, outcome, new_room(12)), rel=1e-6)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("factor", [1.0, 1.3, 2.0, 50.0])
def test_the_edge_of_the_near_optimal_set_is_that_of_a_general_solver(
    seed: int, factor: float
) -> None:
    products, values = gram(seed, 8, 12), np.random.default_rng(seed + 9).normal(size=8)
    best = nearest_weights(products)
    limit = factor * square(best, products)
    found = minimize(
        lambda w: w @ values, best, jac=lambda _: values, method="SLSQP",
        bounds=[(0, 1)] * 8, options={"ftol": 1e-13, "maxiter": 1000},
        constraints=[
            {"type": "eq", "fun": lambda w: w.sum() - 1},
            {"type": "ineq", "fun": lambda w: (limit - w @ products @ w) / limit},
        ],
    )  # fmt: skip
    assert least_within(products, values, limit) == pytest.approx(found.fun, abs=2e-4)


def test_equal_values_have_no_range() -> None:
    assert least_within(gram(1, 4, 6), np.full(4, 2.5), 9.0) == 2.5
