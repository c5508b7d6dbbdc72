"""Spread: how much more the years of one spell differ than by chance, and what that costs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scipy.stats import norm
from scipy.stats import t as student

from peil.review.reassessment.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How many times more the periods of one spell differ than Poisson counts would.

    Args:
        estimate: Pearson's statistic over its degrees of freedom; about 1 by chance alone.
        freedom: degrees of freedom, the fewer the less is known of the spread.
    """

    estimate: float
    freedom: int

    @property
    def times(self) -> float:
        """The estimate, at least 1."""
        return max(1.0, self.estimate)

    def divisor(self, level: float) -> float:
        """Give the factor to divide counts by, so that an exact interval reaches its stated coverage.

        The estimate is enlarged as Student's interval is against the normal one, for it is made
        from few years; it is at least 1.
        """
        tail = (1 + level) / 2
        enlarged = float(student.ppf(tail, self.freedom) / norm.ppf(tail)) ** 2
        return max(1.0, self.estimate * enlarged)


def dispersion(groups: Iterable[Sequence[Period]]) -> Spread | None:
    """Estimate how many times more the periods of one group differ than Poisson counts would.

    Args:
        groups: periods that are taken to have one rate.

    Returns:
        None where no group has two periods and any event.

    Source:
        McCullagh and Nelder (1989), Generalized Linear Models, section 4.5.
    """
    statistic, freedom = 0.0, 0
    for periods in groups:
        total, exposure = sum(p.count for p in periods), sum(p.exposure for p in periods)
        if len(periods) < 2 or not total > 0:
            continue
        means = [p.exposure * total / exposure for p in periods]
        statistic += sum(
            (p.count - m) ** 2 / m * p.telling for p, m in zip(periods, means, strict=True)
        )
        freedom += len(periods) - 1
    return Spread(estimate=statistic / freedom, freedom=freedom) if freedom else None
