"""Seasonal fit: the mean of a count series by a shrunk log-linear model.

The mean of period i is exposure x exp(level + slope x years + season), its variance the
dispersion times the mean. Slope and season have normal priors around zero, so that few events
pull them to a flat mean and many leave them alone.
"""

import math

import numpy as np

from peil.surveillance.compiled import compiled
from peil.terms.calendar import Floats, Ints

KEPT = 8
"""Regressors that are kept for the next series, by the days on which its periods begin."""
STEPS = 25
CLOSE = 1e-4
"""Newton's steps end after one below this: its error is then of the order of the square."""
LARGEST_STEP = 3.0
"""Newton's step in the log mean is cut to this, so that no start overflows."""


def design(position: Floats, cycles: Floats, columns: Ints) -> Floats:
    """Make the columns of level, trend and season.

    Args:
        position: (N,) years since any day.
        cycles: (H,) cycles per year of each harmonic.
        columns: (H,) 2 for cosine and sine; 1 for the cosine alone, at half the sampling rate.

    Returns:
        (N, P) ones, years, then cosines and sines.
    """
    made = [np.ones(len(position)), position]
    for cycle, both in zip(cycles, columns, strict=True):
        angle = 2 * np.pi * cycle * position
        made += [np.cos(angle), np.sin(angle)][: int(both)]
    return np.column_stack(made)


@compiled
def product(A: Floats, b: Floats) -> Floats:
    """Multiply a small matrix by a vector, without the threads of a linear algebra library."""
    made = np.zeros(len(b))
    for i in range(len(b)):
        for j in range(len(b)):
            made[i] += A[i, j] * b[j]
    return made


@compiled
def solve(A: Floats, b: Floats, inverse: Floats) -> Floats:
    """Solve a positive definite system by Cholesky, and leave the inverse in `inverse`."""
    p = len(b)
    L = np.zeros((p, p))
    for i in range(p):
        for j in range(i + 1):
            s = A[i, j]
            for k in range(j):
                s -= L[i, k] * L[j, k]
            if i == j:
                L[i, i] = math.sqrt(max(s, 1e-12 * A[i, i] + 1e-300))
            else:
                L[i, j] = s / L[j, j]
    for column in range(p):
        for i in range(p):
            s = 1.0 if i == column else 0.0
            for k in range(i):
                s -= L[i, k] * inverse[k, column]
            inverse[i, column] = s / L[i, i]
        for i in range(p - 1, -1, -1):
            s = inverse[i, column]
            for k in range(i + 1, p):
                s -= L[k, i] * inverse[k, column]
            inverse[i, column] = s / L[i, i]
    return product(inverse, b)


@compiled
def _two_dots(a: Floats, b: Floats, c: Floats) -> tuple[float, float]:
    """Sum the products of `a` with two others, each in four strands that can be added at once."""
    s0, s1, s2, s3 = 0.0, 0.0, 0.0, 0.0
    t0, t1, t2, t3 = 0.0, 0.0, 0.0, 0.0
    whole = len(a) // 4 * 4
    for i in range(0, whole, 4):
        s0 += a[i] * b[i]
        s1 += a[i + 1] * b[i + 1]
        s2 += a[i + 2] * b[i + 2]
        s3 += a[i + 3] * b[i + 3]
        t0 += a[i] * c[i]
        t1 += a[i + 1] * c[i + 1]
        t2 += a[i + 2] * c[i + 2]
        t3 += a[i + 3] * c[i + 3]
    for i in range(whole, len(a)):
        s0 += a[i] * b[i]
        t0 += a[i] * c[i]
    return (s0 + s1) + (s2 + s3), (t0 + t1) + (t2 + t3)


@compiled
def _normal_equations(
    X: Floats, y: Floats, mu: Floats, use: Floats, penalty: Floats, coef: Floats, A: Floats
) -> Floats:
    """Fill the information matrix A and return the score of the penalised quasi-likelihood.

    Here X is (P, N), so that what is summed lies side by side.
    """
    p = len(X)
    gap, weighted = np.empty(len(y)), np.empty(len(y))
    for i in range(len(y)):
        gap[i] = use[i] * (y[i] - mu[i])
    score = np.empty(p)
    for j in range(0, p, 2):
        other = min(j + 1, p - 1)
        one, two = _two_dots(gap, X[j], X[other])
        score[j] = one - penalty[j] * coef[j]
        score[other] = two - penalty[other] * coef[other]
    for j in range(p):
        for i in range(len(y)):
            weighted[i] = use[i] * mu[i] * X[j, i]
        for k in range(0, j + 1, 2):
            other = min(k + 1, j)
            one, two = _two_dots(weighted, X[k], X[other])
            A[j, k] = A[k, j] = one
            A[j, other] = A[other, j] = two
        A[j, j] += penalty[j]
    return score


@compiled
def _means(X: Floats, exposure: Floats, coef: Floats, mu: Floats) -> None:
    mu[:] = coef[0]
    for j in range(1, len(X)):
        for i in range(len(mu)):
            mu[i] += coef[j] * X[j, i]
    for i in range(len(mu)):
        mu[i] = exposure[i] * math.exp(min(mu[i], 700.0))


@compiled
def fit(
    X: Floats,
    y: Floats,
    exposure: Floats,
    use: Floats,
    penalty: Floats,
    coef: Floats,
    mu: Floats,
    inverse: Floats,
) -> None:
    """Maximise the penalised quasi-likelihood from `coef`; leave coef, mu and inverse there."""
    p = X.shape[1]
    A = np.empty((p, p))
    rows = X.T.copy()
    for _ in range(STEPS):
        _means(rows, exposure, coef, mu)
        score = _normal_equations(rows, y, mu, use, penalty, coef, A)
        step = solve(A, score, inverse)
        largest = 0.0
        for j in range(p):
            largest = max(largest, abs(step[j]))
        if largest > LARGEST_STEP:
            step *= LARGEST_STEP / largest
        coef += step
        if largest < CLOSE:
            break
    _means(rows, exposure, coef, mu)
