"""The stated range of a level's return covers the truth, also with a transition twice off."""

from collections.abc import Mapping

import numpy as np
import pytest
from tests.recovery.returns import Returns, returns_in

from peil.act.recurrence import HORIZONS, SPEEDS, at_speed, returns_within
from peil.assess.reviews import ageing
from peil.assess.rule import default_rule
from peil.terms.calendar import Floats

RUNS = 20_000
TODAY = np.array([0.55, 0.30, 0.12, 0.03])
TRUE, _ = ageing(default_rule(), 4)


def frequencies(level: int) -> Mapping[int, float]:
    """Walk many paths under the true transition, and count those back within each horizon."""
    rng = np.random.default_rng(7)
    state = rng.choice(4, size=RUNS, p=TODAY)
    is_back, found = state >= level, {}
    steps = TRUE.cumsum(axis=1)
    for month in range(1, max(HORIZONS) + 1):
        state = (rng.random(RUNS)[:, None] > steps[state]).sum(axis=1)
        is_back |= state >= level
        if month in HORIZONS:
            found[month] = float(is_back.mean())
    return found


@pytest.mark.parametrize("level", [1, 2, 3])
@pytest.mark.parametrize("wrong", SPEEDS)
def test_with_a_known_state_the_range_covers_the_truth(level: int, wrong: float) -> None:
    assumed: Floats = at_speed(TRUE, wrong)
    stated = {each.months: each for each in returns_within(TODAY, assumed, level, HORIZONS)}
    for months, frequency in frequencies(level).items():
        error = 3 * np.sqrt(frequency * (1 - frequency) / RUNS)
        assert stated[months].low - error <= frequency <= stated[months].high + error


def test_a_transition_four_times_off_is_not_covered() -> None:
    """The range is no wider than it says: a factor of four falls out of it."""
    stated = {each.months: each for each in returns_within(TODAY, at_speed(TRUE, 0.25), 2, [24])}
    frequency = frequencies(2)[24]
    assert stated[24].high < frequency - 3 * np.sqrt(frequency * (1 - frequency) / RUNS)


@pytest.fixture(scope="module")
def replayed() -> dict[float, dict[int, Returns]]:
    return returns_in("own", range(1000, 1004))


@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("months", HORIZONS)
def test_replayed_from_figures_the_range_covers_the_truth(
    replayed: dict[float, dict[int, Returns]], speed: float, months: int
) -> None:
    """Within three standard errors; `docs/methods/policy.md` has the table of sixty worlds."""
    found = replayed[speed][months]
    low, high = found.stated
    nearest = min(max(found.frequency, low), high)
    error = np.sqrt(nearest * (1 - nearest) / len(found.world))
    assert abs(found.frequency - nearest) <= 3 * error
