"""The constants of the one-period detector for each length of period."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from peil.observe.watch.constants import CONSTANTS


@dataclass(frozen=True, slots=True, kw_only=True)
class OutbreakConstants:
    """The constants for one length of period.

    Args:
        years, fewest, refit, block: longest baseline in years, and in periods the fewest
            reported ones, the stretch that one fit serves, and the block of the local level.
        harmonics: of the year.
        slope, season, weekday: prior standard deviations.
        longest, least, most: longest outbreak cut, its least log-likelihood ratio, and the
            largest share of the baseline that is cut.
        alone: part of the budget spent on the period by itself.
    """

    years: float
    fewest: int
    refit: int
    block: int
    harmonics: int
    slope: float
    season: float
    weekday: float
    longest: int
    least: float
    most: float
    alone: float


@lru_cache(maxsize=8)
def constants_for(period: str) -> OutbreakConstants:
    """Give the constants for a length of period."""
    tables = (CONSTANTS["outbreak"][name] for name in ("baseline", "season", "cut", "signal"))
    chosen = {
        key: value[period] if isinstance(value, Mapping) else value
        for table in tables
        for key, value in table.items()
    }
    return OutbreakConstants(**chosen)
