"""Weights of donors: the point of a simplex that is nearest to a target, exactly.

Every loop that is compiled stands in this one file, so that what is kept of it follows its text.
A donor is a vector: its values less those of the unit whose likeness is sought. Weighted donors
that come nearest to zero are found from the inner products of these vectors alone, their Gram
matrix.

Source: Wolfe (1976), Mathematical Programming 11(1), 128-149, for the nearest point; Nelder and
Mead (1965), Computer Journal 7(4), 308-313, with the coefficients of Gao and Han (2012),
Computational Optimization and Applications 51(1), 259-277.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np

from peil.terms.calendar import Floats, Ints

F = TypeVar("F", bound=Callable[..., object])

SMALLEST = 1e-14
"""Weight below which a donor counts as unused."""
PRECISION = 1e-13
"""Tolerance of optimality and of pivots, relative to the largest inner product."""
ROUNDS = 50
FLOOR = 1e-6
"""Least weight of a predictor, in parts of the largest: each counts, so that the inner problem has
one solution."""
STEPS = 400
CONVERGED = 1e-8
FIRST_STEP, SECOND_STEP = 1.0, 0.5
"""Sizes of the first simplex in logarithms of the predictors' weights; the second search starts where
the first one ended."""
HALVINGS = 60
WIDEST = 30.0
"""Logarithm of the largest pull that is tried on the edge of the near-optimal set."""


def compiled(function: F) -> F:
    """Compile a function of numbers and arrays; it keeps its type."""
    made: Any = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    return cast(F, made)


class Room(NamedTuple):
    """Work space, which keeps the last weights so that the next search can begin from them.

    Args:
        weight: (J,) of the donors.
        used: (J + 1,) the donors in use, of which there are
        size: (1,) so many.
        gram: (J, J) inner products.
    """

    weight: Floats
    used: Ints
    size: Ints
    gram: Floats


class Task(NamedTuple):
    """A search for the weights of predictors, with its work space.

    Args:
        predictors: (K, J) of the donors, less the unit's.
        outcome: (J, J) inner products of the donors' outcomes, less the unit's.
        point: (K + 1, K) logarithms of weights.
        value: (K + 1,) loss of each point.
        tried, other: (K,) points that may be taken.
        room: for the weights of the donors.
    """

    predictors: Floats
    outcome: Floats
    point: Floats
    value: Floats
    tried: Floats
    other: Floats
    room: Room


@compiled
def solve(matrix: Floats, scale: float) -> Floats:
    """Solve a positive definite system with ones on the right, by Cholesky."""
    n = len(matrix)
    lower, found = np.zeros((n, n)), np.empty(n)
    for i in range(n):
        for j in range(i + 1):
            rest = matrix[i, j]
            for k in range(j):
                rest -= lower[i, k] * lower[j, k]
            if i == j:
                lower[i, i] = np.sqrt(max(rest, 0.01 * PRECISION * scale))
            else:
                lower[i, j] = rest / lower[j, j]
    for i in range(n):
        rest = 1.0
        for k in range(i):
            rest -= lower[i, k] * found[k]
        found[i] = rest / lower[i, i]
    for i in range(n - 1, -1, -1):
        rest = found[i]
        for k in range(i + 1, n):
            rest -= lower[k, i] * found[k]
        found[i] = rest / lower[i, i]
    return found


@compiled
def affine(gram: Floats, used: Ints, n: int, scale: float) -> Floats:
    """Find weights of the donors in use that sum to one and come nearest, of any sign."""
    matrix = np.zeros((n, n))
    for a in range(n):
        for b in range(n):
            matrix[a, b] = gram[used[a], used[b]] + scale
    found = solve(matrix, scale)
    weights: Floats = found / found.sum()
    return weights


@compiled
def entering(room: Room, n: int, slack: float) -> int:
    """Find the donor that brings the point nearer to zero; -1 where none does."""
    best, smallest, square = -1, np.inf, 0.0
    for j in range(len(room.weight)):
        product = 0.0
        for k in range(n):
            product += room.gram[j, room.used[k]] * room.weight[room.used[k]]
        square += room.weight[j] * product
        if product < smallest:
            best, smallest = j, product
    if smallest >= square - slack or room.weight[best] > 0.0:
        return -1
    return best


@compiled
def step_back(room: Room, n: int, wanted: Floats) -> int:
    """Go towards the wanted weights until one is used up; give how many are left."""
    share, least = 1.0, 0
    for a in range(n):
        now = room.weight[room.used[a]]
        if wanted[a] <= SMALLEST and now > wanted[a]:
            reach = now / (now - wanted[a])
            if reach < share:
                share, least = reach, a
    for a in range(n):
        j = room.used[a]
        room.weight[j] += share * (wanted[a] - room.weight[j])
    room.weight[room.used[least]] = 0.0
    left = 0
    for a in range(n):
        j = room.used[a]
        if room.weight[j] > SMALLEST:
            room.used[left] = j
            left += 1
        else:
            room.weight[j] = 0.0
    return left


@compiled
def settle(room: Room, n: int, scale: float) -> int:
    """Give the donors in use their best weights, and drop those that would be negative."""
    while True:
        wanted = affine(room.gram, room.used, n, scale)
        if wanted.min() > SMALLEST:
            for a in range(n):
                room.weight[room.used[a]] = wanted[a]
            return n
        n = step_back(room, n, wanted)


@compiled
def find_nearest(room: Room) -> None:
    """Find the weights, at least 0 and with the sum 1, that come nearest to zero."""
    best, scale, n = 0, 0.0, room.size[0]
    for j in range(len(room.weight)):
        scale = max(scale, room.gram[j, j])
        if room.gram[j, j] < room.gram[best, best]:
            best = j
    if n == 0:
        room.weight[best], room.used[0], n = 1.0, best, 1
        room.size[0] = n
    if scale == 0.0:
        return
    n = settle(room, n, scale)
    for _ in range(ROUNDS * len(room.weight)):
        j = entering(room, n, PRECISION * scale)
        if j < 0:
            break
        room.used[n] = j
        n = settle(room, n + 1, scale)
    room.size[0] = n


@compiled
def new_room(donors: int) -> Room:
    """Make work space for so many donors."""
    used, size = np.zeros(donors + 1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    return Room(np.zeros(donors), used, size, np.zeros((donors, donors)))


@compiled
def nearest_weights(gram: Floats) -> Floats:
    """Give the weights that come nearest to zero.

    Args:
        gram: (J, J) inner products of the donors.
    """
    room = new_room(len(gram))
    room.gram[:] = gram
    find_nearest(room)
    return room.weight


@compiled
def square(weight: Floats, gram: Floats) -> float:
    """Give the squared distance of weighted donors from zero."""
    total = 0.0
    for i in range(len(weight)):
        for j in range(len(weight)):
            total += weight[i] * gram[i, j] * weight[j]
    return total


@compiled
def loss(logs: Floats, predictors: Floats, outcome: Floats, room: Room) -> float:
    """Give the squared error of the outcome with the weights that fit the predictors best.

    Args:
        logs: (K,) logarithms of the weights of the predictors.
        predictors: (K, J) of the donors, less the unit's.
        outcome: (J, J) inner products of the donors' outcomes, less the unit's.
    """
    room.gram[:] = 0.0
    largest = logs.max()
    for k in range(len(logs)):
        scale = max(np.exp(logs[k] - largest), FLOOR)
        for i in range(len(room.weight)):
            pulled = scale * predictors[k, i]
            for j in range(i + 1):
                room.gram[i, j] += pulled * predictors[k, j]
    for i in range(len(room.weight)):
        for j in range(i):
            room.gram[j, i] = room.gram[i, j]
    find_nearest(room)
    return square(room.weight, outcome)


@compiled
def shrink(task: Task, best: int) -> None:
    """Draw all points of the search towards the best."""
    n = len(task.value) - 1
    for i in range(n + 1):
        if i != best:
            for k in range(n):
                apart = task.point[i, k] - task.point[best, k]
                task.point[i, k] = task.point[best, k] + (1.0 - 1.0 / n) * apart
            task.value[i] = loss(task.point[i], task.predictors, task.outcome, task.room)


@compiled
def reflect(task: Task, worst: int, at: float, into: Floats) -> float:
    """Put a point beyond the centre of all but the worst; give its loss."""
    n = len(task.value) - 1
    for k in range(n):
        total = 0.0
        for i in range(n + 1):
            total += task.point[i, k]
        centre = (total - task.point[worst, k]) / n
        into[k] = centre + at * (centre - task.point[worst, k])
    return loss(into, task.predictors, task.outcome, task.room)


@compiled
def replace_worst(task: Task, best: int, worst: int) -> bool:
    """Put a better point in the place of the worst; say whether there was one."""
    n, second = len(task.value) - 1, -np.inf
    for i in range(n + 1):
        if i != worst:
            second = max(second, task.value[i])
    value, at = reflect(task, worst, 1.0, task.tried), 1.0
    if value < task.value[best]:
        at = 1.0 + 2.0 / n
    elif value >= second:
        at = 0.75 - 0.5 / n if value < task.value[worst] else 0.5 / n - 0.75
    taken = task.tried
    if at != 1.0:
        other = reflect(task, worst, at, task.other)
        if other < value:
            taken, value = task.other, other
    if value >= task.value[worst]:
        return False
    for k in range(n):
        task.point[worst, k] = taken[k]
    task.value[worst] = value
    return True


@compiled
def search_once(task: Task, start: Floats, step: float) -> int:
    """Go down from one start without derivatives; give the place of the best point."""
    n, best = len(start), 0
    for i in range(n + 1):
        for k in range(n):
            task.point[i, k] = start[k] + (step if k == i - 1 else 0.0)
        task.value[i] = loss(task.point[i], task.predictors, task.outcome, task.room)
    for _ in range(STEPS):
        best, worst = 0, 0
        for i in range(n + 1):
            best = i if task.value[i] < task.value[best] else best
            worst = i if task.value[i] >= task.value[worst] else worst
        if task.value[worst] - task.value[best] <= CONVERGED * task.value[best]:
            break
        if not replace_worst(task, best, worst):
            shrink(task, best)
    for i in range(n + 1):
        best = i if task.value[i] < task.value[best] else best
    return best


@compiled
def search(starts: Floats, predictors: Floats, outcome: Floats) -> tuple[Floats, Floats, Floats]:
    """Look for the weights of predictors that fit the outcome best, from many starts.

    Args:
        starts: (S, K) logarithms of weights.
        predictors: (K, J) of the donors, less the unit's.
        outcome: (J, J) inner products of the donors' outcomes, less the unit's.

    Returns:
        (S, K) logarithms of weights, (S, J) weights of donors and (S,) squared errors, each where
        its search ended.
    """
    room, n = new_room(len(outcome)), starts.shape[1]
    point, value = np.zeros((n + 1, n)), np.zeros(n + 1)
    task = Task(predictors, outcome, point, value, np.zeros(n), np.zeros(n), room)
    ends, errors = np.zeros(starts.shape), np.zeros(len(starts))
    weights, begin = np.zeros((len(starts), len(outcome))), np.zeros(n)
    for i in range(len(starts)):
        begin[:] = task.point[search_once(task, starts[i], FIRST_STEP)]
        ends[i] = task.point[search_once(task, begin, SECOND_STEP)]
        room.size[0] = 0
        room.weight[:] = 0.0
        errors[i] = loss(ends[i], predictors, outcome, room)
        weights[i] = room.weight
    return ends, weights, errors


@compiled
def least_within(outcome: Floats, values: Floats, limit: float) -> float:
    """Give the least weighted value over all weights whose squared error is within a limit.

    The error and the squared distance of the value from one out of reach are minimised together;
    the pull of the second is raised until the error meets the limit.

    Args:
        outcome: (J, J) inner products of the donors' outcomes, less the unit's.
        values: (J,) of the donors.
        limit: squared error, at least the smallest there is.
    """
    room = new_room(len(values))
    reach = values.max() - values.min()
    if reach <= 0.0:
        return float(values[0])
    away = (values - values.min()) / reach + 0.1
    low, high, least = -WIDEST, WIDEST, np.inf
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        for i in range(len(values)):
            for j in range(len(values)):
                pull = np.exp(middle) * away[i] * away[j]
                room.gram[i, j] = outcome[i, j] / limit + pull
        find_nearest(room)
        if square(room.weight, outcome) <= limit * (1.0 + 1e-9):
            least = min(least, float(room.weight @ values))
            low = middle
        else:
            high = middle
    return least
