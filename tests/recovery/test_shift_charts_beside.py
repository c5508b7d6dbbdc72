"""The e-detector and the time since the last event hold their budgets without any table."""

from itertools import product

import numpy as np
import pytest
from tests.recovery.shift_worlds import NEVER, allowed, draw, monthly, with_chance

from peil.observe.watch.e_detector import detect
from peil.observe.watch.shift_kernel import shift_input
from peil.observe.watch.time_since import time_since

CELLS = list(product((0.2, 1.0, 10.0), (0.0, 0.5)))
RARE_CELLS = list(product((0.2, 0.5, 1.0), (0.0, 0.5)))


def generator(*seeds: float) -> np.random.Generator:
    return np.random.default_rng([40_104, *(int(1000 * seed) for seed in seeds)])


@pytest.mark.parametrize(("mean", "spread"), CELLS)
def test_the_e_detector_signals_falsely_no_more_often_than_its_budget(
    mean: float, spread: float
) -> None:
    rng, series, start = generator(mean, spread), 300, 24
    found = np.full((series, 2), NEVER)
    for i in range(series):
        counts = monthly(draw(rng, np.full(start + 120, mean), spread))
        given = shift_input(counts, keep=(), shortest=start)
        rows = detect(given, budget=120.0)[start:]
        for way in range(2):
            signal = rows[:, 7 + way] == 1.0
            if signal.any():
                found[i, way] = int(signal.argmax()) + 1
    for date, way in product((12, 36, 120), range(2)):
        assert (found[:, way] <= date).mean() <= with_chance(allowed(date), series)


@pytest.mark.parametrize("start", [24, 60])
@pytest.mark.parametrize(("mean", "spread"), RARE_CELLS)
def test_a_quiet_is_called_long_no_more_often_than_the_budget(
    mean: float, spread: float, start: int
) -> None:
    rng, series = generator(mean, spread, start), 800
    found = np.full(series, NEVER)
    for i in range(series):
        quiet = time_since(monthly(draw(rng, np.full(start + 120, mean), spread)))
        signal = quiet.is_long[start:]
        if signal.any():
            found[i] = int(signal.argmax()) + 1
    for date in (12, 36, 120):
        assert (found <= date).mean() <= with_chance(allowed(date), series)
    assert (found <= 120).mean() > 0.3


@pytest.mark.parametrize(("mean", "months"), [(0.2, 15), (0.5, 8), (1.0, 4)])
def test_a_stop_is_seen_within_a_month_of_the_known_delays(mean: float, months: int) -> None:
    rng, series = generator(mean, 5), 1000
    seen = 0
    for _ in range(series):
        means = np.r_[np.full(60, mean), np.zeros(months + 1)]
        seen += time_since(monthly(draw(rng, means, 0.0))).is_long[60:].any()
    assert seen / series >= 0.5
