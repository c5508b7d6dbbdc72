"""Intervals of a mean difference whose months hang together: draws of blocks, never of months."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.stats import norm, t

from peil.review.track.settings import BETTER, UNDECIDED, WORSE, TrackSettings
from peil.terms.calendar import Floats, Ints

TAIL = 0.05
FEW_BLOCKS, HOLDS_ZERO, NOTHING = "few_blocks", "holds_zero", "nothing"
"""Reasons why a difference is undecided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreDifference:
    """A mean difference, positive where the forecast is the better one.

    Args:
        low, high: its 90 % interval; None where there are too few blocks.
        blocks: independent stretches that it rests on.
        word: better, worse or undecided.
        reason: why it is undecided.
    """

    mean: float | None
    low: float | None
    high: float | None
    blocks: int
    word: str
    reason: str = ""


def blocks_of(spells: Sequence[object], months: int) -> Ints:
    """Number the blocks of reviews: neighbouring spells, joined until they are long enough.

    Args:
        spells: (T,) the spell of each review, or those of two voices, in order of time.
        months: reviews that a block has at least.

    Returns:
        (T,) number of the block; a short rest belongs to the last block.
    """
    numbers = np.zeros(len(spells), dtype=np.int64)
    block, begin = 0, 0
    for i in range(1, len(spells)):
        if spells[i] != spells[i - 1] and i - begin >= months:
            block, begin = block + 1, i
        numbers[i] = block
    if len(spells) - begin < months and block > 0:
        numbers[begin:] = block - 1
    return numbers


def difference(gains: Floats, blocks: Ints, settings: TrackSettings) -> ScoreDifference:
    """Judge a mean difference by drawing its blocks with replacement.

    Args:
        gains: (T,) how much better the forecast is than its baseline, by review.
        blocks: (T,) number of the block of each review.
        settings: fewest blocks, number of draws and seed.
    """
    untold = partial(ScoreDifference, low=None, high=None, word=UNDECIDED)
    if not len(gains):
        return untold(mean=None, blocks=0, reason=NOTHING)
    mean, number = float(gains.mean()), int(blocks.max()) + 1
    if number < settings.fewest_blocks:
        return untold(mean=mean, blocks=number, reason=FEW_BLOCKS)
    sums = np.bincount(blocks, gains, number)
    sizes = np.bincount(blocks, minlength=number).astype(float)
    rng = np.random.default_rng(settings.seed)
    drawn = rng.integers(0, number, (settings.resamples, number))
    tail = _expanded(number)
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, [tail, 1.0 - tail]).tolist()
    word = BETTER if low > 0 else WORSE if high < 0 else UNDECIDED
    return ScoreDifference(
        mean=mean,
        low=low,
        high=high,
        blocks=number,
        word=word,
        reason=HOLDS_ZERO if word == UNDECIDED else "",
    )


def _expanded(number: int) -> float:
    """Give the share of draws outside each end, which is smaller where blocks are few.

    Draws from few blocks vary too little, as an estimate of a variance by n in place of n - 1.

    Source:
        Hesterberg (2015), The American Statistician 69, 371-386, expanded percentile interval.
    """
    wider = float(t.ppf(TAIL, number - 1)) * (number / (number - 1)) ** 0.5
    return float(norm.cdf(wider))
