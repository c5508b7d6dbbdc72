"""Settings of the one-period detector, read from `outbreak.toml`, which says why."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The constants for one length of period.

    Args:
        name: name and number of the method.
        years, fewest, refit, block: longest baseline in years, and in periods the fewest
            reported ones, the stretch that one fit serves, and the block of the local level.
        harmonics: of the year.
        slope, season, weekday: prior standard deviations.
        longest, least, most: longest outbreak cut, its least log-likelihood ratio, and the
            largest share of the baseline that is cut.
        alone: part of the budget spent on the period by itself.
    """

    name: str
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


@cache
def settings_for(period: str) -> Settings:
    """Give the settings for a length of period."""
    text = files("peil.observe.watch").joinpath("outbreak.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    chosen = {"name": tables.pop("name")}
    for table in tables.values():
        for key, value in table.items():
            chosen[key] = value[period] if isinstance(value, Mapping) else value
    return Settings(**chosen)
