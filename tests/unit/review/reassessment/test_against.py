"""The exact ratio of two ratios, against another program and by simulation."""

from math import inf, isnan

import numpy as np
import pytest
from scipy.stats.contingency import odds_ratio

from peil.review.reassessment.against import Pair, power_against, ratio_of_ratios


def a_pair(before: float, later: float, exposure: tuple[float, float] = (1.0, 1.0)) -> Pair:
    return Pair(before=before, later=later, exposure_before=exposure[0], exposure_later=exposure[1])


@pytest.mark.parametrize(
    ("own", "peer"),
    [((2, 3), (10, 20)), ((100, 300), (900, 1500)), ((7, 0), (4, 9)), ((0, 5), (6, 2))],
)
def test_the_interval_is_that_of_the_conditional_odds_ratio(
    own: tuple[int, int], peer: tuple[int, int]
) -> None:
    expected = odds_ratio([[own[1], own[0]], [peer[1], peer[0]]]).confidence_interval(0.9)
    _, low, high = ratio_of_ratios(a_pair(*own), a_pair(*peer), 0.9)
    assert low == pytest.approx(expected.low, rel=1e-6)
    assert high == (inf if expected.high == inf else pytest.approx(expected.high, rel=1e-6))


def test_exposures_turn_counts_into_rates() -> None:
    """Twice the exposure later halves both ratios, and half of it doubles the own one."""
    plain = ratio_of_ratios(a_pair(20, 30), a_pair(40, 50), 0.9)
    both = ratio_of_ratios(a_pair(20, 30, (1, 2)), a_pair(40, 50, (1, 2)), 0.9)
    own = ratio_of_ratios(a_pair(20, 30, (1, 0.5)), a_pair(40, 50), 0.9)
    assert both == pytest.approx(plain)
    assert own == pytest.approx([2 * end for end in plain])


@pytest.mark.parametrize(("own", "peer"), [((0, 0), (4, 5)), ((3, 4), (0, 0)), ((3, 0), (5, 0))])
def test_nothing_can_be_told_where_totals_leave_nothing_to_vary(
    own: tuple[int, int], peer: tuple[int, int]
) -> None:
    _, low, high = ratio_of_ratios(a_pair(*own), a_pair(*peer), 0.9)
    assert isnan(low)
    assert isnan(high)


def test_the_interval_covers_what_it_promises() -> None:
    generator = np.random.default_rng(20260116)
    means = np.array([6.0, 3.0, 8.0, 8.0])
    covered = 0
    for counts in generator.poisson(means, (600, 4)).tolist():
        _, low, high = ratio_of_ratios(a_pair(*counts[:2]), a_pair(*counts[2:]), 0.9)
        covered += low <= 0.5 <= high or isnan(low)
    assert 0.9 <= covered / 600 <= 0.995


def test_power_is_the_share_of_worlds_in_which_the_change_is_found() -> None:
    generator = np.random.default_rng(20260115)
    own, peer = a_pair(40, 40), a_pair(80, 80)
    power = power_against(own, peer, 0.5, 0.05)
    found = 0
    for _ in range(300):
        x, y = generator.binomial(60, 1 / 3), generator.binomial(160, 0.5)
        found += ratio_of_ratios(a_pair(60 - x, x), a_pair(160 - y, y), 0.9)[2] < 1
    assert power == pytest.approx(found / 300, abs=0.08)


def test_more_events_give_more_power_and_a_rise_is_looked_for_as_well() -> None:
    few, many = (power_against(a_pair(n, n), a_pair(n, n), 0.5, 0.05) for n in (5, 50))
    assert few is not None
    assert many is not None
    assert few < 0.2 < many
    rise = power_against(a_pair(50, 50), a_pair(50, 50), 2.0, 0.05)
    assert rise is not None
    assert rise > many


def test_power_is_unknown_without_the_peers_ratio_and_nothing_without_events() -> None:
    assert power_against(a_pair(5, 5), a_pair(0, 5), 0.5, 0.05) is None
    assert power_against(a_pair(0, 5), a_pair(5, 5), 0.5, 0.05) == 0.0
