"""Population as it was known: the figure of year Y counts as known from 1 July Y+1."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from peil.terms.calendar import Days, Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Inhabitants of one country by year."""

    by_year: Mapping[int, float]

    def during(self, days: Days, known_on: date) -> Floats:
        """Give the population at each day, from the years known on a day.

        A day after the last known year gets that year's value, one before the first
        the first's.

        Returns:
            (N,) inhabitants; NaN where no year is known.
        """
        known = last_year_known(known_on)
        years = np.array(sorted(year for year in self.by_year if year <= known))
        if not len(years):
            return np.full(len(days), np.nan)
        values = np.array([self.by_year[int(year)] for year in years])
        wanted = days.astype("datetime64[Y]").astype(np.int64) + 1970
        at = np.clip(np.searchsorted(years, wanted, side="right") - 1, 0, len(years) - 1)
        return values[at]


def last_year_known(day: date) -> int:
    """The latest year whose population counts as known: that of year Y from 1 July Y+1."""
    return day.year - (1 if day.month >= 7 else 2)
