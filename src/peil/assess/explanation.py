"""Explanation: what each indicator adds to the log-odds of today's level, over all its past.

Forgetting is not additive: the weights of past figures do not simply add up to today's
log-odds. All log weights are therefore scaled by s from 0 to 1, and each indicator's share
of the change is integrated along the way, so that the shares add up exactly.

Source: Sundararajan, Taly and Yan (2017), Axiomatic attribution for deep networks, ICML,
for attribution by a path integral; the smoothed posterior gives the gradient.
"""

from dataclasses import dataclass

import numpy as np

from peil.assess.forward_filter import DECIBANS, forward_filter, log_odds
from peil.terms.calendar import Floats

NODES = 64
"""Gauss-Legendre nodes. Under strong monthly evidence the weights add up to 2e-11 dB with 64 of
them, and only to 1e-5 with 32."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How today's log-odds come about, in decibans by step.

    Args:
        prior_db: (K-1,) of the filter without any evidence.
        weights_db: (I, K-1) that each indicator adds.
        posterior_db: (K-1,) their sum.
    """

    prior_db: Floats
    weights_db: Floats
    posterior_db: Floats


def explain(log_weights: Floats, matrix: Floats, prior: Floats) -> Explanation:
    """Share the log-odds of the last month out over indicators.

    Args:
        log_weights: (I, T, K) natural-log weights of each indicator's figures by month.
        matrix: (K, K) monthly transition.
        prior: (K,) distribution in the first month before its figures.
    """
    total = log_weights.sum(axis=0)
    nodes, parts = np.polynomial.legendre.leggauss(NODES)
    scaled = (nodes[:, None, None] + 1.0) / 2.0 * total
    smoothed = _smoothed(forward_filter(scaled, matrix, prior), matrix)
    gradient = np.tensordot(parts / 2.0, np.diff(smoothed, axis=-1), axes=1)
    ends = forward_filter(np.stack([0.0 * total, total]), matrix, prior)[:, -1]
    return Explanation(
        prior_db=log_odds(ends[0]),
        weights_db=DECIBANS * np.einsum("itj,tjk->ik", log_weights, gradient),
        posterior_db=log_odds(ends[1]),
    )


def _smoothed(filtered: Floats, matrix: Floats) -> Floats:
    """(S, T, K, K) chance of level j in month t, given level k in the last month."""
    nodes, months, levels = filtered.shape
    smoothed = np.empty((nodes, months, levels, levels))
    smoothed[:, -1] = np.eye(levels)
    for month in range(months - 2, -1, -1):
        joint = filtered[:, month, :, None] * matrix
        backward = joint / joint.sum(axis=1, keepdims=True)
        smoothed[:, month] = backward @ smoothed[:, month + 1]
    return smoothed
