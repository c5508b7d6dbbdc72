"""Power of the exact test: the table of what counts can tell, and its edges."""

import numpy as np
import pytest
from scipy.stats import binom, poisson

from peil.review.evaluation.exact import Spells, find_power, smallest_fall, study_power
from peil.terms.errors import BadInput

TABLE = {
    3: ("0.03", "0.05", "0.10"),
    10: ("0.10", "0.28", "0.60"),
    20: ("0.17", "0.51", "0.91"),
    40: ("0.28", "0.80", "1.00"),
    80: ("0.49", "0.98", "1.00"),
}


@pytest.mark.parametrize("expected", TABLE)
def test_the_power_of_equal_spells_is_that_of_the_table(expected: int) -> None:
    found = [f"{find_power(expected, ratio):.2f}" for ratio in (0.75, 0.5, 0.25)]
    assert tuple(found) == TABLE[expected]


@pytest.mark.parametrize(("ratio", "before", "after"), [(0.5, 1, 1), (0.4, 3, 1), (2.5, 2, 1)])
def test_the_power_is_the_sum_over_all_pairs_of_counts(
    ratio: float, before: float, after: float
) -> None:
    first, second = np.arange(80)[:, None], np.arange(80)[None, :]
    share = after / (before + after)
    tail = binom.cdf(second, first + second, share)
    if ratio > 1:
        tail = binom.sf(second - 1, first + second, share)
    chance = poisson.pmf(first, 12.0) * poisson.pmf(second, 12.0 * ratio * after / before)
    spells = Spells(before=before, after=after)
    assert find_power(12.0, ratio, spells) == pytest.approx((chance * (tail <= 0.05)).sum())


def test_without_a_change_the_test_finds_one_no_oftener_than_its_size() -> None:
    assert all(find_power(expected, 1 - 1e-12) <= 0.05 for expected in (1, 5, 20, 100, 1000))


def test_half_of_the_falls_of_the_size_named_are_found() -> None:
    found = study_power(40, 0.75)
    assert not found.can_tell
    assert found.fall_even is not None
    assert found.fall_well is not None
    assert find_power(40, 1 - found.fall_even) == pytest.approx(0.5, abs=1e-4)
    assert find_power(40, 1 - found.fall_well) == pytest.approx(0.8, abs=1e-4)


def test_of_three_events_not_even_a_fall_to_nothing_is_found() -> None:
    assert smallest_fall(3) is None


def test_counts_in_the_millions_are_answered_too() -> None:
    assert smallest_fall(1e6) == pytest.approx(1.645 * np.sqrt(2 / 1e6), rel=0.02)


def test_no_expected_event_has_no_power() -> None:
    assert find_power(0, 0.5) == 0.0


@pytest.mark.parametrize(
    ("expected", "ratio", "alpha", "said"),
    [
        (-1, 0.5, 0.05, "-1 events"),
        (float("nan"), 0.5, 0.05, "nan events"),
        (1e12, 0.5, 0.05, "1e\\+12 events"),
        (10, 1.0, 0.05, "is 1, which is no change"),
        (10, 0.0, 0.05, "is 0, which is no change"),
        (10, float("nan"), 0.05, "nan"),
        (10, 0.5, 0.5, "size 0.5"),
    ],
)
def test_what_asks_about_nothing_is_refused(
    expected: float, ratio: float, alpha: float, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        find_power(expected, ratio, alpha=alpha)


@pytest.mark.parametrize("length", [0.0, -1.0, float("nan"), float("inf")])
def test_a_spell_without_length_is_refused(length: float) -> None:
    with pytest.raises(BadInput, match="give lengths above 0"):
        Spells(before=1.0, after=length)
