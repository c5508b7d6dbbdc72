"""The level of the next review: how often it is foreseen, beside no change and climatology."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from operator import itemgetter

import numpy as np

from peil.review.track.bootstrap import ScoreDifference, blocks_of, difference
from peil.review.track.settings import TrackSettings

BLOCK_MONTHS = 1
"""Reviews are foreseen one month ahead, so that every spell is long enough to be a block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLevel:
    """The level of one review; None where none is known or proposed.

    `key` is what must stay the same for two reviews to be compared, such as the scale.
    """

    level: int | None
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """Shares of the reviews whose level was foreseen at the one before.

    No level comes with a forecast of the next review other than itself, so that its accuracy
    is that of no change, and its gain over no change is 0 by definition.
    """

    reviews: int
    no_change: float | None
    climatology: float | None
    over_climatology: ScoreDifference


def foresee(said: Sequence[ReviewLevel], settings: TrackSettings) -> Foreseen:
    """Measure how often the level of the next review is that of this one, or the commonest so far.

    Args:
        said: every review, oldest first; those without a level are passed over.
        settings: past reviews that climatology needs, and the bootstrap.
    """
    rows, spells = [], []
    spell = 0
    for i, (before, now) in enumerate(pairwise(said), start=1):
        is_same = (before.level, before.key) == (now.level, now.key)
        spell += not is_same
        past = [s.level for s in said[:i] if s.level is not None and s.key == now.key]
        is_comparable = before.level is not None and now.level is not None
        if is_comparable and before.key == now.key and len(past) >= settings.past_months:
            rows.append([is_same, now.level == _commonest(past)])
            spells.append(spell)
    right = np.array(rows, dtype=float).reshape(-1, 2)
    same, usual = right.mean(axis=0).tolist() if rows else (None, None)
    gains = right[:, 0] - right[:, 1]
    return Foreseen(
        reviews=len(rows),
        no_change=same,
        climatology=usual,
        over_climatology=difference(gains, blocks_of(spells, BLOCK_MONTHS), settings),
    )


def _commonest(levels: Sequence[int]) -> int:
    """Give the commonest level, the lower one of two."""
    return min(set(levels), key=lambda level: (-levels.count(level), level))


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Reviews in a row at which the first rater's level was the higher one, or the lower one."""

    first: date
    last: date
    reviews: int
    is_higher: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two raters agree: agreement, never skill; `apart` says when they did not."""

    reviews: int
    same: float | None
    kappa: float | None
    apart: tuple[Apart, ...] = ()


def agree(
    first: Sequence[int | None], second: Sequence[int | None], days: Sequence[date] = ()
) -> Agreement:
    """Compare two sequences of levels where both have one, by quadratic weighted kappa.

    With the days of the reviews it also says when the first was the higher or the lower one. Kappa is None where either never leaves one level that both share: chance alone would agree.

    Source:
        Cohen (1968), Psychological Bulletin 70, 213-220.
    """
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    if not pairs:
        return Agreement(reviews=0, same=None, kappa=None)
    a, b = np.array(pairs, dtype=float).T
    by_chance = ((a[:, None] - b[None, :]) ** 2).mean()
    kappa = float(1.0 - ((a - b) ** 2).mean() / by_chance) if by_chance > 0 else None
    apart = tuple(_apart(days, first, second)) if days else ()
    return Agreement(reviews=len(pairs), same=float((a == b).mean()), kappa=kappa, apart=apart)


def _apart(
    days: Sequence[date], first: Sequence[int | None], second: Sequence[int | None]
) -> Iterator[Apart]:
    """Give each run of reviews at which the levels differ the same way; one without a level ends it."""
    ways = [
        0 if a is None or b is None else (a > b) - (a < b)
        for a, b in zip(first, second, strict=True)
    ]
    for way, run in groupby(zip(days, ways, strict=True), key=itemgetter(1)):
        if way:
            held = [day for day, _ in run]
            yield Apart(first=held[0], last=held[-1], reviews=len(held), is_higher=way > 0)
