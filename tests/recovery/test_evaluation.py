"""Simulated policies with a known effect: do intervals cover, and are claims as rare as promised?

Bounds leave three standard errors of so many worlds beside what `benchmarks.evaluation` measured.
"""

from typing import Any

import pytest
from tests.recovery.evaluation_worlds import (
    Tally,
    control_world,
    differences_world,
    per_head_coverage,
    series_world,
    spells_world,
    tally,
)

SEEDS = range(1000, 1200)
NOMINAL, FALSE_CLAIMS = 0.9, 0.1
LEAST, MOST = 0.85, 0.95


def covers(found: Tally) -> bool:
    """Whether coverage lies in its band, with three standard errors for chance."""
    slack = 3 * found.error(NOMINAL)
    return LEAST - slack <= found.coverage <= MOST + slack


def claims_at_most_the_nominal_rate(found: Tally) -> bool:
    return found.fell + found.rose <= FALSE_CLAIMS + 3 * found.error(FALSE_CLAIMS)


MODELS: list[dict[str, Any]] = [
    {"mean": 20.0, "policy": {"family": "poisson"}},
    {"mean": 20.0, "alpha": 0.1, "policy": {"family": "negative_binomial"}},
    {"mean": 20.0, "alpha": 0.1, "policy": {"family": "quasi_poisson"}},
    {"mean": 20.0, "memory": 0.5, "policy": {"family": "quasi_poisson"}},
]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("ratio", [1.0, 0.6])
def test_intervals_of_series_cover_the_effect(model: dict[str, Any], ratio: float) -> None:
    found = tally(series_world(ratio, **model), SEEDS)
    assert covers(found)
    if ratio == 1.0:
        assert claims_at_most_the_nominal_rate(found)
    else:
        assert found.fell > 0.5
        assert found.rose == 0.0


def test_poisson_errors_are_too_narrow_where_counts_vary_more() -> None:
    found = tally(series_world(1.0, mean=20.0, alpha=0.1, policy={"family": "poisson"}), SEEDS)
    assert found.coverage < 0.8


def test_independent_errors_are_too_narrow_where_counts_have_a_memory() -> None:
    found = tally(series_world(1.0, mean=20.0, memory=0.5, policy={"memory": False}), SEEDS)
    assert found.coverage < 0.8


@pytest.mark.parametrize(("ratio", "before"), [(1.0, 1.0), (0.5, 1.0), (1.0, 3.0), (0.5, 3.0)])
def test_exact_intervals_cover_at_least_what_they_promise(ratio: float, before: float) -> None:
    found = tally(spells_world(ratio, expected=40.0 * before, before=before), SEEDS)
    assert found.coverage >= NOMINAL - 3 * found.error(NOMINAL)
    if ratio == 1.0:
        assert claims_at_most_the_nominal_rate(found)


def test_counts_that_cannot_carry_an_answer_give_none() -> None:
    assert tally(series_world(0.5, mean=0.3), SEEDS).low_power == 1.0
    assert tally(spells_world(0.5, expected=8.0), SEEDS).low_power >= 0.98


@pytest.mark.parametrize("ratio", [1.0, 0.7])
def test_placebo_intervals_of_a_synthetic_control_cover_the_effect(ratio: float) -> None:
    found = tally(control_world(ratio), SEEDS)
    assert covers(found)
    if ratio == 1.0:
        assert claims_at_most_the_nominal_rate(found)
    else:
        assert found.fell > 0.8


@pytest.mark.parametrize("ratio", [1.0, 0.7])
def test_intervals_of_differences_cover_the_effect(ratio: float) -> None:
    found = tally(differences_world(ratio), SEEDS)
    assert covers(found)
    if ratio == 1.0:
        assert claims_at_most_the_nominal_rate(found)
    else:
        assert found.fell > 0.8


def test_a_panel_too_noisy_for_what_is_asked_gives_no_answer() -> None:
    found = tally(control_world(0.97, asked=0.97, noise=3.0), SEEDS[:60])
    assert found.low_power > 0.9


def test_drawn_rates_and_ranks_of_places_cover_the_truth() -> None:
    drawn, exact, ranks = per_head_coverage(range(1000, 1020), places=12, spread=0.5, mean=10.0)
    # 240 places, those of one world alike: four standard errors of independent ones.
    assert 0.83 <= drawn <= 0.96
    assert exact >= 0.82
    assert ranks >= 0.82
