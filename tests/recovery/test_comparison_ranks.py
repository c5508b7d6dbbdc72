"""Simulated countries with known rates: do the ranks cover the truth, are the chances right?"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from peil.review.rank import Piece, rank_countries, spread_of
from peil.terms.calendar import Floats

COUNTRIES, WORLDS = 10, 300
ERROR = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """How the ranks fared: coverage of the 90% interval, and all chances with what was true."""

    coverage: float
    chance: Floats
    true: Floats

    def excess(self, low: float, high: float) -> float:
        """Say by how many standard errors chances between two bounds came true too often."""
        chosen = (self.chance >= low) & (self.chance < high)
        chance = self.chance[chosen]
        deviation = np.sqrt((chance * (1 - chance)).sum())
        return float((self.true[chosen].sum() - chance.sum()) / deviation)


@cache
def recover(*, spread_of_truth: float, error: float, publishers: int = 1) -> Recovery:
    draws = np.random.default_rng(20180122)
    covered, chance, true = [], [], []
    for _ in range(WORLDS):
        truth = draws.normal(2.3, spread_of_truth, COUNTRIES)
        figures = [published(draws, rate, error, publishers) for rate in truth]
        standing = rank_countries(figures, ERROR)
        rank = (-truth).argsort().argsort() + 1
        covered.append((standing.rank[:, 0] <= rank) & (rank <= standing.rank[:, 2]))
        chance.append(standing.first)
        true.append(rank == 1)
    return Recovery(
        coverage=float(np.mean(covered)), chance=np.concatenate(chance), true=np.concatenate(true)
    )


def published(
    draws: np.random.Generator, rate: float, error: float, publishers: int
) -> list[Piece]:
    """Publish a country's log rate: each publisher errs, and half of them give a range."""
    count = int(draws.integers(1, publishers + 1))
    pieces = []
    for _ in range(count):
        width = 0.4 * draws.random() * draws.integers(0, 2)
        low = rate + draws.normal(0, spread_of(error)) - draws.random() * width
        pieces.append((1 / count, low, low + width))
    return pieces


@pytest.mark.parametrize("spread_of_truth", [0.2, 0.5, 0.9])
def test_ranks_cover_the_truth_where_the_error_is_as_assumed(spread_of_truth: float) -> None:
    assert recover(spread_of_truth=spread_of_truth, error=ERROR).coverage >= 0.9


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.2), (0.2, 0.8), (0.8, 1.1)])
def test_chances_come_true_as_often_as_they_say(low: float, high: float) -> None:
    assert abs(recover(spread_of_truth=0.9, error=ERROR).excess(low, high)) < 3


def test_more_publishers_make_the_answer_careful_and_never_overconfident() -> None:
    found = recover(spread_of_truth=0.9, error=ERROR, publishers=3)
    assert found.coverage >= 0.97
    assert found.excess(0.8, 1.1) > -1


def test_errors_twice_as_large_as_assumed_show_in_the_coverage() -> None:
    assert recover(spread_of_truth=0.9, error=2 * ERROR).coverage < 0.9


def test_a_chance_that_claims_too_much_is_seen() -> None:
    assert recover(spread_of_truth=0.9, error=2 * ERROR).excess(0.8, 1.1) < -3
