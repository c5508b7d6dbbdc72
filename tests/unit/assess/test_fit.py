"""Fit: what the figures alone say is how likely they are given today's level."""

from itertools import pairwise, product

import numpy as np
import pytest

from peil.assess.fit import figures_alone
from peil.assess.forward_filter import forward_filter, settled, transition

LEVELS, MONTHS = 3, 4


def test_the_figures_alone_are_weighed_by_every_way_to_todays_level() -> None:
    prior = settled(LEVELS, 0.28, 1 / 3)
    matrix = transition(prior, 1 / 12)
    logs = np.random.default_rng(3).normal(size=(MONTHS, LEVELS))
    likelihood = np.zeros(LEVELS)
    for path in product(range(LEVELS), repeat=MONTHS):
        chance = prior[path[0]] * np.prod([matrix[a, b] for a, b in pairwise(path)])
        figures = np.exp(sum(logs[month, level] for month, level in enumerate(path)))
        likelihood[path[-1]] += chance / prior[path[-1]] * figures
    found = figures_alone(forward_filter(logs, matrix, prior)[-1], prior)
    assert found == pytest.approx(likelihood / likelihood.sum(), abs=1e-12)


def test_without_figures_none_is_favoured() -> None:
    prior = settled(LEVELS, 0.28, 1 / 3)
    assert figures_alone(prior, prior) == pytest.approx(np.full(LEVELS, 1 / 3))
