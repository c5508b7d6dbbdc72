"""Common counts by month: how soon a large change has its word, and how often a steady series has one."""

import numpy as np
import pytest
from benchmarks.watch_steady import Steady, beginnings, complete

from peil.observe.direction import RISING, WANING
from peil.observe.watch.engine import watch_counts


@pytest.mark.parametrize(("ratio", "word"), [(2.0, RISING), (0.25, WANING)])
def test_a_doubling_and_a_fall_to_a_quarter_at_ten_a_month_have_their_word_in_the_first_month(
    ratio, word
):
    # A chart of the whole budget that knows what may come sees both within a month, in the median.
    chance, series = np.random.default_rng(41), 2000
    at_once = 0
    for _ in range(series):
        count = chance.poisson(np.append(np.full(60, 10.0), 10.0 * ratio)).astype(np.float64)
        said = watch_counts(complete(count, "month"), last=1, with_delays=False).points.direction
        at_once += said[-1] == word
    assert at_once >= series / 2 - 3 * np.sqrt(series / 4)


@pytest.mark.parametrize("size", [np.inf, 50.0])
def test_steady_months_of_ten_events_keep_the_budget_of_both_words(size):
    # Size 50 varies by a fifth more than Poisson's: half of its baselines do not show it.
    series, years, budget = 150, 10, 0.1
    for begun in beginnings(Steady("month", 10.0, size, series))[:2]:
        assert begun <= budget + 3 * np.sqrt(budget / (series * years))
