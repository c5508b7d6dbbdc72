"""Fit: how well the figures fit each level, told first and apart from what a rule would do."""

from dataclasses import dataclass

from peil.terms.calendar import Floats

HOLDS = 0.80
"""What the run of neighbouring levels that is told beside the best one must hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How well the figures fit each level, by index, lowest first.

    Args:
        each: (K,) parts of 1; not chances of an attack.
        best: the level that fits best.
        low, high: the smallest run of neighbouring levels that holds .80 together.
    """

    each: tuple[float, ...]
    best: int
    low: int
    high: int

    @property
    def run(self) -> tuple[float, ...]:
        """How well each level of that run fits."""
        return self.each[self.low : self.high + 1]

    @property
    def held(self) -> float:
        """What the run of levels holds together, 0 to 1."""
        return sum(self.run)


def fit_of(posterior: Floats) -> Fit:
    """Find the best level and the smallest run of neighbouring levels that holds .80.

    Of runs of one length the one that holds most is taken, then the lowest.
    """
    each = tuple(float(p) for p in posterior)
    runs = [(low, high) for low in range(len(each)) for high in range(low, len(each))]

    def rank(run: tuple[int, int]) -> tuple[int, float, int]:
        return run[1] - run[0], -sum(each[run[0] : run[1] + 1]), run[0]

    enough = [run for run in runs if sum(each[run[0] : run[1] + 1]) >= HOLDS]
    low, high = min(enough, key=rank)
    return Fit(each=each, best=each.index(max(each)), low=low, high=high)


def figures_alone(posterior: Floats, settled: Floats) -> Floats:
    """Give how well the figures alone fit each level, without where ageing settles.

    Ageing keeps where it settles, so that this is, up to a factor, how likely all figures are
    if today's level is the one or the other.

    Args:
        posterior: (K,) probabilities of the levels.
        settled: (K,) the distribution that ageing settles at.

    Returns:
        (K,) parts of 1.
    """
    ratio = posterior / settled
    alone: Floats = ratio / ratio.sum()
    return alone
