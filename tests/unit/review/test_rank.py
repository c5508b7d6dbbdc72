"""Ranks of uncertain rates, against values worked out by hand and by another way of computing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peil.review.rank import (
    Piece,
    chance_of_first,
    range_below,
    rank_countries,
    rank_on_grid,
    spread_of,
)

ERROR = 0.25
SPREAD = spread_of(ERROR)


def at(rate: float) -> list[Piece]:
    return [(1.0, np.log(rate), np.log(rate))]


def between(low: float, high: float) -> list[Piece]:
    return [(1.0, np.log(low), np.log(high))]


def test_the_source_error_is_a_90_percent_interval() -> None:
    assert pytest.approx(0.135662, abs=1e-6) == SPREAD
    standing = rank_countries([at(20.0)], ERROR)
    assert standing.rate[0] == pytest.approx([16.0, 20.0, 25.0], rel=1e-4)


def test_two_countries_a_source_error_apart() -> None:
    # ln 1.25 lies 1.644854 spreads apart; the difference of two has spread times root two:
    # the normal distribution function at 1.163087 is .877603.
    standing = rank_countries([at(20.0), at(16.0)], ERROR)
    assert standing.first == pytest.approx([0.877603, 0.122397], abs=5e-5)
    assert standing.rank.tolist() == [[1, 1, 2], [1, 2, 2]]


def test_three_equal_countries_share_every_rank() -> None:
    standing = rank_countries([at(9.0)] * 3, ERROR)
    assert standing.first == pytest.approx([1 / 3] * 3, abs=1e-4)
    assert standing.rank.tolist() == [[1, 2, 3]] * 3


def test_publishers_are_mixed_and_not_averaged() -> None:
    mixed = [(0.5, np.log(20.0), np.log(20.0)), (0.5, np.log(12.8), np.log(12.8))]
    standing = rank_countries([mixed, at(16.0)], ERROR)
    assert standing.first == pytest.approx([0.5, 0.5], abs=1e-5)
    low, _, high = standing.rate[0]
    assert low < 12.8
    assert high > 20.0


def test_a_range_is_blurred_at_both_ends() -> None:
    points = np.linspace(np.log(2.0), np.log(90.0), 2001)
    below = range_below(points, np.log(10.0), np.log(20.0), SPREAD)
    even = np.log(10.0) + np.log(2.0) * (np.arange(4000) + 0.5) / 4000
    expected = [
        np.mean(range_below(points[[i]], v, v, SPREAD)[0]) for i in (900, 1300) for v in even
    ]
    assert below[[900, 1300]] == pytest.approx(np.reshape(expected, (2, -1)).mean(axis=1), abs=1e-6)
    assert np.all(np.diff(below) >= -1e-12)


def test_a_narrow_range_is_a_point() -> None:
    points = np.linspace(-1.0, 1.0, 101)
    point = range_below(points, 0.0, 0.0, SPREAD)
    assert range_below(points, -1e-9, 1e-9, SPREAD) == pytest.approx(point, abs=1e-9)
    assert range_below(points, -1e-4, 1e-4, SPREAD) == pytest.approx(point, abs=1e-5)


def test_ranks_agree_with_drawing_at_random() -> None:
    countries = [between(20, 45), between(18, 30), at(26.0), between(5, 60), at(9.0)]
    standing = rank_countries(countries, ERROR)
    draws = np.random.default_rng(1)
    values = np.array(
        [
            draws.uniform(low, high, 200_000) + draws.normal(0, SPREAD, 200_000)
            for ((_, low, high),) in countries
        ]
    )
    ranks = 1 + (values[None] > values[:, None]).sum(axis=1)
    assert standing.first == pytest.approx((ranks == 1).mean(axis=1), abs=0.004)
    assert (
        standing.rank.tolist()
        == np.quantile(ranks, (0.05, 0.5, 0.95), axis=1, method="inverted_cdf")
        .T.astype(int)
        .tolist()
    )


rates = st.floats(0.2, 500.0)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(rates, st.floats(1.0, 4.0)), min_size=2, max_size=7))
def test_chances_of_being_first_sum_to_one(ranges: list[tuple[float, float]]) -> None:
    countries = [between(low, low * factor) for low, factor in ranges]
    standing = rank_countries(countries, ERROR)
    assert standing.first.sum() == pytest.approx(1.0, abs=1e-3)
    assert np.all(standing.rank[:, 0] <= standing.rank[:, 2])
    for own in range(len(countries)):
        assert chance_of_first(countries, ERROR, own) == pytest.approx(
            standing.first[own], abs=1e-9
        )


def test_hundreds_of_places_alike_share_every_rank_evenly() -> None:
    points = np.linspace(0, 1, 4001)
    found = rank_on_grid(np.tile(points, (300, 1)), 1 + points)
    assert found.first == pytest.approx(1 / 300, rel=0.01)
    assert found.rank[0].tolist() == pytest.approx([15, 150, 285], abs=1)
    low = rank_on_grid(
        np.vstack([np.tile(points, (299, 1)), np.clip(4 * points, 0, 1)]), 1 + points
    )
    assert low.first[-1] == pytest.approx(0.0, abs=1e-12)
    assert low.first[:-1] == pytest.approx(1 / 299, rel=0.01)
