"""The next review, and agreement: counted by hand."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa

from peil.review.track.next_review import ReviewLevel, agree, foresee
from peil.review.track.settings import TrackSettings
from peil.terms.calendar import month_ends

DAYS = month_ends(date(2010, 1, 1), date(2014, 12, 31))


def said(levels: list[int | None], key: str = "") -> list[ReviewLevel]:
    return [ReviewLevel(level=level, key=key) for level in levels]


def test_no_change_and_the_commonest_level_so_far() -> None:
    levels: list[int | None] = [2] * 24 + [3] * 6 + [2] * 6
    found = foresee(said(levels), TrackSettings())
    same = sum(a == b for a, b in pairwise(levels[23:]))
    assert found.reviews == 12
    assert found.no_change == pytest.approx(same / 12)
    assert found.climatology == pytest.approx(6 / 12)
    assert found.over_climatology.word == "undecided"


def test_a_review_without_a_level_is_passed_over() -> None:
    levels: list[int | None] = [2] * 25 + [None] + [2] * 4
    assert foresee(said(levels), TrackSettings()).reviews == 4


def test_a_new_scale_is_no_forecast_of_the_old_one() -> None:
    later = [ReviewLevel(level=3, key="new") for _ in range(3)]
    assert foresee(said([3] * 30) + later, TrackSettings()).reviews == 6
    back = [ReviewLevel(level=3) for _ in range(2)]
    assert foresee(said([3] * 30) + later + back, TrackSettings()).reviews == 7


def test_without_reviews_there_are_no_shares() -> None:
    found = foresee([], TrackSettings())
    assert (found.reviews, found.no_change, found.climatology) == (0, None, None)


def test_kappa_agrees_with_another_implementation() -> None:
    rng = np.random.default_rng(1)
    a = rng.integers(1, 5, 60).tolist()
    b = [min(4, max(1, x + int(rng.integers(-1, 2)))) for x in a]
    found = agree([*a, None, 2], [*b, 3, None])
    assert found.reviews == 60
    table = np.zeros((4, 4))
    np.add.at(table, (np.array(a) - 1, np.array(b) - 1), 1)
    other = cohens_kappa(table, wt="quadratic", return_results=False)
    assert found.kappa == pytest.approx(other)


def test_kappa_needs_two_levels_and_agreement_needs_reviews() -> None:
    assert agree([2, 2], [2, 2]).kappa is None
    assert agree([None], [2]).same is None


def test_levels_that_differ_are_told_in_runs_that_a_missing_one_ends() -> None:
    first = [2, 3, 3, None, 3, 2, 1, 2]
    second = [2, 2, 2, 2, 2, 2, 2, 3]
    found = agree(first, second, DAYS[:8])
    told = [
        (each.first.month, each.last.month, each.reviews, each.is_higher) for each in found.apart
    ]
    assert told == [(2, 3, 2, True), (5, 5, 1, True), (7, 8, 2, False)]
    assert agree(first, second).apart == ()
