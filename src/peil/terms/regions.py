"""Regions: sets of countries that a comparison can be about, as they were on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from peil.terms.packaged import packaged

FEWEST_PEOPLE = 1_000
"""Inhabitants below which a rate is no longer that of a place but of the persons in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A set of countries with the days on which each joined and left.

    Args:
        id: short name in data.
        source: the instrument or standard that says who belongs.
        since, until: first and last day of membership, by country; a country without a
            day in `until` has not left.
    """

    id: str
    source: str
    since: Mapping[str, date]
    until: Mapping[str, date]

    def members_on(self, day: date) -> frozenset[str]:
        """Name the countries that belonged on a day."""
        return frozenset(
            country
            for country, first in self.since.items()
            if first <= day <= self.until.get(country, date.max)
        )


@cache
def read_regions() -> Mapping[str, Region]:
    """Read the regions that come with Peil, by id, narrowest first."""
    regions = [_region(row) for row in packaged("terms", "regions.toml")["region"]]
    return {region.id: region for region in regions}


def regions_on(day: date) -> dict[str, frozenset[str]]:
    """Give the members of every region on a day, by the region's id."""
    return {name: region.members_on(day) for name, region in read_regions().items()}


def _region(row: Mapping[str, Any]) -> Region:
    always = dict.fromkeys(row.get("always", ()), date.min)
    return Region(
        id=row["id"],
        source=row["source"],
        since={**always, **row.get("since", {})},
        until=row.get("until", {}),
    )
