"""Transforms of counts that make a CUSUM of them nearly normal, and their inverses."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import hyp2f1

from peil.terms.calendar import Floats

Score = Callable[[Floats, Floats, float, bool], Floats]
Upper = Callable[[Floats, Floats, float, Floats | None], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transform:
    """A score of counts and the count that has a score.

    Args:
        score: of (T,) counts, means, dispersion, and whether R's quirks are kept.
        upper: the counts at (T,) scores, of means and dispersion; the last argument is None, or
            what is left to the threshold, and then R's quirks are kept. Never below zero.
    """

    score: Score
    upper: Upper


def _never_negative(bound: Floats) -> Floats:
    return np.where(bound > 0, bound, 0.0)


def _root(x: Floats) -> Floats:
    """Cube root."""
    return np.asarray(np.cbrt(x))


def _rossi(x: Floats, m: Floats, _alpha: float, _quirks: bool) -> Floats:
    return (x - 3.0 * m + 2.0 * np.sqrt(x * m)) / (2.0 * np.sqrt(m))


def _rossi_upper(s: Floats, m: Floats, _alpha: float, left: Floats | None) -> Floats:
    if left is None:  # below the score of zero the formula would turn up again
        s = np.maximum(s, -1.5 * np.sqrt(m))
    with np.errstate(invalid="ignore"):
        root = np.sqrt(4.0 * m**2 + 2.0 * m**1.5 * s)
    return _never_negative(2.0 * s * np.sqrt(m) + 5.0 * m - 2.0 * root)


def _standard(x: Floats, m: Floats, _alpha: float, _quirks: bool) -> Floats:
    return (x - m) / np.sqrt(m)


def _standard_upper(s: Floats, m: Floats, _alpha: float, left: Floats | None) -> Floats:
    bound = m + s * np.sqrt(m)
    return _never_negative(bound if left is None else np.ceil(bound))


def _anscombe(x: Floats, m: Floats, _alpha: float, _quirks: bool) -> Floats:
    return 1.5 * (_root(x) ** 2 - _root(m) ** 2) / m ** (1 / 6)


def _anscombe_upper(s: Floats, m: Floats, _alpha: float, _left: Floats | None) -> Floats:
    return _never_negative(2 / 3 * m ** (1 / 6) * s + _root(m) ** 2) ** 1.5


def _anscombe_2nd(x: Floats, m: Floats, _alpha: float, _quirks: bool) -> Floats:
    centre = _root(m) ** 2 - 1.0 / (9.0 * _root(m))
    return (_root(x) ** 2 - centre) / (2 / 3 * m ** (1 / 6))


def _anscombe_2nd_upper(s: Floats, m: Floats, _alpha: float, left: Floats | None) -> Floats:
    correction = 1.0 / (9.0 * _root(m)) if left is None else _root(m) / 9.0
    base = 2 / 3 * m ** (1 / 6) * s + _root(m) ** 2 - correction
    return _never_negative(base) ** 1.5


def _pearson(x: Floats, m: Floats, alpha: float, _quirks: bool) -> Floats:
    return (x - m) / np.sqrt(m + alpha * m**2)


def _pearson_upper(s: Floats, m: Floats, alpha: float, _left: Floats | None) -> Floats:
    return _never_negative(m + s * np.sqrt(m + alpha * m**2))


def _hypergeometric(x: Floats) -> Floats:
    return np.asarray(hyp2f1(1 / 3, 2 / 3, 5 / 3, -x))


def _tabulated(x: Floats) -> Floats:
    """Read the function as R does: nearest hundredth to 10, straight lines to 100, then none."""
    nearest = _hypergeometric(np.round(100.0 * x) / 100.0)
    whole = np.floor(x)
    start, end = _hypergeometric(whole), _hypergeometric(whole + 1.0)
    straight = start + (x - whole) * (end - start)
    return np.where(x <= 10.0, nearest, np.where(x <= 100.0, straight, np.nan))


def _anscombe_nb(x: Floats, m: Floats, alpha: float, quirks: bool) -> Floats:
    read = _tabulated if quirks else _hypergeometric
    shape = 1.5 * (_root(x) ** 2 * read(alpha * x) - _root(m) ** 2 * read(alpha * m))
    return shape / (m + alpha * m**2) ** (1 / 6)


def _anscombe_nb_upper(s: Floats, m: Floats, alpha: float, left: Floats | None) -> Floats:
    """Find the count that has a score, by halving; the score rises with the count."""
    if left is not None:
        return _never_negative(left)
    low, high = np.zeros(len(m)), m + 1.0
    while (short := _anscombe_nb(high, m, alpha, False) < s).any():
        high = np.where(short, 2.0 * high, high)
    for _ in range(60):
        middle = 0.5 * (low + high)
        below = _anscombe_nb(middle, m, alpha, False) < s
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return high


def _none(x: Floats, _m: Floats, _alpha: float, _quirks: bool) -> Floats:
    return x


def _none_upper(s: Floats, _m: Floats, _alpha: float, left: Floats | None) -> Floats:
    return _never_negative(s if left is None else left)


TRANSFORMS = {
    "rossi": Transform(score=_rossi, upper=_rossi_upper),
    "standard": Transform(score=_standard, upper=_standard_upper),
    "anscombe": Transform(score=_anscombe, upper=_anscombe_upper),
    "anscombe2nd": Transform(score=_anscombe_2nd, upper=_anscombe_2nd_upper),
    "pearsonNegBin": Transform(score=_pearson, upper=_pearson_upper),
    "anscombeNegBin": Transform(score=_anscombe_nb, upper=_anscombe_nb_upper),
    "none": Transform(score=_none, upper=_none_upper),
}
"""Each by the name that R gives it."""

NEGATIVE_BINOMIAL = ("pearsonNegBin", "anscombeNegBin")
"""The transforms that use the dispersion."""
