"""The measures count what they say, on truths small enough to count by hand."""

import numpy as np
import pytest
from tests.recovery.measures import SCORED_FROM, Outcome, Rise, calibration, premature, rises, skill

from peil.terms.calendar import Floats

BEFORE = [0] * SCORED_FROM


def path(*levels: float) -> Floats:
    return np.array([*BEFORE, *levels], dtype=float)


def truth(*levels: int) -> np.ndarray:
    return np.array([*BEFORE, *levels])


def test_a_lowering_is_premature_while_the_truth_lies_above_the_new_level() -> None:
    assert premature(path(2, 1, 1, 0), truth(2, 2, 1, 0)) == (1, 2)
    assert premature(path(2, 2, 1, 0), truth(2, 1, 1, 0)) == (0, 2)


def test_a_proposal_that_expires_is_no_lowering() -> None:
    assert premature(path(2, np.nan, 1, 1), truth(2, 2, 2, 2)) == (0, 0)


def test_a_rise_is_followed_when_the_level_reaches_it_before_the_truth_falls_back() -> None:
    found = rises(path(0, 0, 0, 2, 2, 2), truth(0, 2, 2, 2, 2, 0))
    assert found == [Rise(lasted=4, delay=2)]


def test_a_rise_is_never_followed_when_the_truth_falls_back_first() -> None:
    found = rises(path(0, 0, 0, 0, 2, 2), truth(0, 2, 2, 1, 1, 1))
    assert found == [Rise(lasted=2, delay=None)]


def test_a_rise_that_the_level_stood_at_is_counted_apart() -> None:
    found = rises(path(2, 2, 2, 2, 2, 2), truth(0, 2, 2, 1, 1, 1))
    assert found == [Rise(lasted=2, delay=0, stood_at=True)]


def test_a_rise_still_open_at_the_end_is_left_out() -> None:
    assert rises(path(0, 0, 0), truth(0, 2, 2)) == []


def forecasts(chance: Floats, happened: Floats) -> Outcome:
    quiet = np.zeros(SCORED_FROM)
    p = np.concatenate([quiet, chance])
    return Outcome(
        truth=np.concatenate([quiet, 2 * happened]).astype(int),
        posterior=np.stack([1 - p, 0 * p, p, 0 * p], axis=1),
        proposed=np.zeros(len(p)),
    )


def drawn(chance: Floats, shown: Floats) -> list[Outcome]:
    rng = np.random.default_rng(3)
    return [forecasts(shown, (rng.random(len(chance)) < chance).astype(float)) for _ in range(40)]


CHANCE = np.linspace(0.01, 0.99, 200)


def test_a_calibrated_forecast_is_found_calibrated_and_skilled() -> None:
    outcomes = drawn(CHANCE, CHANCE)
    assert all(b.is_calibrated for b in calibration(outcomes, seed=1))
    assert skill(outcomes) == pytest.approx(1 / 3, abs=0.03)


def test_a_forecast_that_is_too_sure_is_found_out() -> None:
    too_sure = np.clip(0.5 + 2.5 * (CHANCE - 0.5), 0, 1)
    bins = calibration(drawn(CHANCE, too_sure), seed=1)
    assert not bins[0].is_calibrated
    assert not bins[-1].is_calibrated


def test_the_worlds_own_frequency_has_no_skill() -> None:
    happened = np.array([0.0, 1.0] * 100)
    assert skill([forecasts(np.full(200, 0.5), happened)]) == pytest.approx(0.0)
