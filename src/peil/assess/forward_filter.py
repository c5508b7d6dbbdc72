"""Forward filter over the ordinal state of the threat, month by month.

The state moves at most one step down a month and one step up; the first method lets a tenth of
the upward moves be two steps. Figures enter as log weights of each level; a month without figures only ages.

Source: hidden Markov filter, for example Rabiner (1989), Proceedings of the IEEE 77(2),
257-286; the transition is built from the distribution that it settles at.
"""

import numpy as np

from peil.terms.calendar import Floats

BLOCK = 1024
"""Series that are filtered together: few enough for one month of all to fit into the processor's cache."""
DECIBANS = 10.0 / np.log(10.0)


def settled(levels: int, tail: float, ratio: float) -> Floats:
    """Give the distribution that ageing settles at: P(>=2) is `tail`, each next `ratio` of it.

    Returns:
        (K,) probabilities, lowest level first.
    """
    above = np.concatenate([[1.0], tail * ratio ** np.arange(levels - 1), [0.0]])
    probabilities: Floats = above[:-1] - above[1:]
    return probabilities


def transition(stationary: Floats, down: float, two_steps: float = 0.0) -> Floats:
    """Build the banded transition that settles at a distribution.

    Args:
        stationary: (K,) where ageing settles.
        down: probability of one step down in a month.
        two_steps: part of the upward moves that skip a level.

    Returns:
        (K, K) matrix; row j holds the chances of going from level j to each level.
    """
    levels = len(stationary)
    matrix = np.zeros((levels, levels))
    jumped = 0.0
    for j in range(levels - 1):
        up = (down * stationary[j + 1] - jumped) / stationary[j]
        two = two_steps * up if j + 2 < levels else 0.0
        matrix[j, j + 1] = up - two
        if two:
            matrix[j, j + 2] = two
        matrix[j + 1, j] = down
        jumped = two * stationary[j]
    return matrix + np.diag(1.0 - matrix.sum(axis=1))


def forward_filter(log_weights: Floats, matrix: Floats, prior: Floats) -> Floats:
    """Filter many series at once.

    Args:
        log_weights: (..., T, K) natural-log weight of each level in each month; 0 = nothing.
        matrix: (K, K) monthly transition.
        prior: (..., K) distribution in the first month before its figures, of each series or of all.

    Returns:
        (..., T, K) probabilities of each level given the figures up to each month.
    """
    series = log_weights.reshape(-1, *log_weights.shape[-2:])
    begun = np.broadcast_to(prior, log_weights[..., 0, :].shape).reshape(len(series), -1)
    posterior = np.empty(series.shape)
    for first in range(0, len(series), BLOCK):
        block = slice(first, first + BLOCK)
        posterior[block] = _filter_block(series[block], matrix, begun[block])
    return posterior.reshape(log_weights.shape)


def _filter_block(series: Floats, matrix: Floats, prior: Floats) -> Floats:
    by_month = series.transpose(1, 2, 0).copy()  # never the series itself: it is worked on
    by_month -= by_month.max(axis=1, keepdims=True)
    np.exp(by_month, out=by_month)
    predicted = prior.T
    step = np.ascontiguousarray(matrix.T)
    for joint in by_month:
        joint *= predicted
        joint /= joint.sum(axis=0)
        predicted = step @ joint
    filtered: Floats = by_month.transpose(2, 0, 1)
    return filtered


def carried_forward(posterior: Floats, matrix: Floats, months: int) -> Floats:
    """Age a distribution by some months without any figure.

    Args:
        posterior: (K,) probabilities.
        matrix: (K, K) monthly transition.
        months: how many, 0 or more.
    """
    aged: Floats = posterior @ np.linalg.matrix_power(matrix, months)
    return aged


def hold_time(matrix: Floats, level: int, bound: float, longest: int = 600) -> int | None:
    """Count the months of pure ageing from certainty of a level until P(>= it) <= `bound`.

    Args:
        level: index of the level, 0 is the lowest.
        bound: the probability below which a review may lower.

    Returns:
        months, or None where ageing alone never gets there.
    """
    state = np.eye(len(matrix))[level]
    for month in range(1, longest + 1):
        state = state @ matrix
        if state[level:].sum() <= bound:
            return month
    return None


def log_odds(probabilities: Floats) -> Floats:
    """Give the log-odds between adjacent levels, in decibans.

    Args:
        probabilities: (..., K).

    Returns:
        (..., K-1): level 2 over 1, 3 over 2 and so on.
    """
    odds: Floats = DECIBANS * np.log(probabilities[..., 1:] / probabilities[..., :-1])
    return odds
