"""Differences are judged by whole blocks, and few blocks decide nothing."""

import numpy as np
import pytest

from peil.review.track.bootstrap import blocks_of, difference
from peil.review.track.settings import TrackSettings


@pytest.mark.parametrize(
    ("spells", "months", "blocks"),
    [
        ([0, 0, 1, 1, 2, 2], 2, [0, 0, 1, 1, 2, 2]),
        ([0, 1, 2, 3, 4, 5], 2, [0, 0, 1, 1, 2, 2]),
        ([0, 0, 0, 0, 0, 1], 3, [0, 0, 0, 0, 0, 0]),
        ([0, 0, 0, 1, 1, 2], 3, [0, 0, 0, 1, 1, 1]),
        ([0, 0, 0, 1], 3, [0, 0, 0, 0]),
        ([], 3, []),
    ],
)
def test_spells_are_joined_until_a_block_is_long_enough(
    spells: list[int], months: int, blocks: list[int]
) -> None:
    assert blocks_of(spells, months).tolist() == blocks


def test_few_blocks_are_undecided_however_large_the_difference() -> None:
    found = difference(np.ones(70), np.repeat(np.arange(7), 10), TrackSettings())
    assert (found.word, found.reason, found.mean, found.low) == (
        "undecided",
        "few_blocks",
        1.0,
        None,
    )


def test_nothing_is_undecided() -> None:
    found = difference(np.zeros(0), np.zeros(0, dtype=int), TrackSettings())
    assert (found.word, found.reason, found.mean) == ("undecided", "nothing", None)


@pytest.mark.parametrize(("shift", "word"), [(2.0, "better"), (-2.0, "worse"), (0.0, "undecided")])
def test_a_difference_is_called_where_the_interval_leaves_zero_out(shift: float, word: str) -> None:
    by_block = np.array([-1.0, 1.0] * 8)
    gains, blocks = np.repeat(by_block, 5) + shift, np.repeat(np.arange(16), 5)
    found = difference(gains, blocks, TrackSettings())
    assert found.word == word
    assert found == difference(gains, blocks, TrackSettings())


def test_the_interval_is_wider_than_that_of_single_months() -> None:
    gains, blocks = np.repeat([-1.0, 1.0] * 8, 5), np.repeat(np.arange(16), 5)
    by_block = difference(gains, blocks, TrackSettings())
    by_month = difference(gains, np.arange(80), TrackSettings())
    assert by_block.high > 1.8 * by_month.high  # type: ignore[operator]
