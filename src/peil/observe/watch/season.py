"""Season: how much of a year's counts each part of it brings, where the counts show it.

A chart of lasting changes would otherwise signal every winter of what peaks in winter.
"""

from functools import lru_cache

import numpy as np
from scipy.special import chdtri

from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import DAYS_A_WEEK, DAYS_A_YEAR, Counts
from peil.observe.watch.holidays import with_holiday_terms
from peil.observe.watch.seasonal_fit import KEPT, design, fit, solve
from peil.surveillance.compiled import compiled
from peil.terms.calendar import Floats

_SEASON = CONSTANTS["season"]
HARMONICS: dict[str, int] = _SEASON["harmonics"]
FEWEST_YEARS, MOST_YEARS = int(_SEASON["fewest_years"]), int(_SEASON["most_years"])
SPREAD, WAVE = np.array(_SEASON["spread"]), float(_SEASON["wave"])
SHOWN_AT = float(_SEASON["shown_at"])
WEEKDAY, WAVES_OF_WEEK = float(_SEASON["weekday"]), np.array([1.0, 2.0, 3.0])


def season_index(counts: Counts) -> Floats:
    """Give each period its share of the year over a flat share, as earlier years show it.

    Of counts by day the day of the week is a part of it, and so are holidays where these are known.
    The index is fitted anew once a year to the last five years of the segment; that of the
    first two years is fitted to themselves, and is for use in a baseline alone. It is 1 where
    chance could have made the season.

    Returns:
        (N,) factors of mean about 1 over a year.
    """
    index, usual = np.ones(len(counts)), counts.usual
    if counts.period not in HARMONICS:
        return index
    year = round(counts.periods_a_year)
    waves = _waves(counts.period, counts.start.astype("datetime64[D]").tobytes())
    X, prior = with_holiday_terms(*waves, counts)
    effort, shown = counts.exposure * counts.complete, float(chdtri(X.shape[1] - 2, SHOWN_AT))
    for number in np.unique(counts.segment):
        first, end = np.searchsorted(counts.segment, [number, number + 0.5])
        coef = np.zeros(X.shape[1])
        for begin in range(first + FEWEST_YEARS * year, end, year):
            past = slice(max(first, begin - MOST_YEARS * year), begin)
            coef = _fitted(usual[past], effort[past], X[past], prior, coef, shown)
            ahead = slice(
                past.start if begin == first + FEWEST_YEARS * year else begin, begin + year
            )
            index[ahead] = _index(X[ahead], X[begin - year : begin], coef)
    return index


@lru_cache(maxsize=KEPT)
def _waves(period: str, start: bytes) -> tuple[Floats, Floats]:
    """Give regressors and prior of a season; most series of a set begin on the same days."""
    cycles = np.arange(1.0, HARMONICS[period] + 1)
    spreads = WAVE / cycles
    if period == "day":
        cycles = np.append(cycles, WAVES_OF_WEEK * DAYS_A_YEAR / DAYS_A_WEEK)
        spreads = np.append(spreads, np.full(len(WAVES_OF_WEEK), WEEKDAY))
    position = np.frombuffer(start, "datetime64[D]").astype(np.float64) / DAYS_A_YEAR
    X = design(position - position[0], cycles, np.full(len(cycles), 2))
    return X, 1.0 / np.concatenate([SPREAD, np.repeat(spreads, 2)]) ** 2


@compiled
def _fitted(
    y: Floats, effort: Floats, X: Floats, prior: Floats, start: Floats, shown: float
) -> Floats:
    """Fit level, slope and waves from the coefficients of last year; zeros without a season."""
    p = X.shape[1]
    use = np.where(np.isnan(y) | ~(effort > 0), 0.0, 1.0)
    y, effort = np.where(use > 0, y, 0.0), np.where(use > 0, effort, 1.0)
    if y.sum() == 0:
        return np.zeros(p)
    rate = y.sum() / (effort * use).sum()
    mean = rate * effort * use
    left = y - mean
    score, information = np.zeros(p - 2), np.zeros((p - 2, p - 2))
    spread = 0.0
    for i in range(len(y)):
        if use[i] > 0:
            spread += left[i] ** 2 / mean[i]
            for j in range(p - 2):
                score[j] += X[i, 2 + j] * left[i]
                for k in range(p - 2):
                    information[j, k] += mean[i] * X[i, 2 + j] * X[i, 2 + k]
    for j in range(p - 2):
        information[j, j] += prior[2 + j]
    dispersion = max(1.0, spread / max(use.sum(), 1.0))
    step = solve(information, score, np.empty((p - 2, p - 2)))
    if not (score * step).sum() / dispersion > shown:
        return np.zeros(p)
    coef = start.copy()
    if not start.any():
        coef[0] = np.log(rate)
    fit(X, y, effort, use, prior, coef, np.empty(len(y)), np.empty((p, p)))
    return coef


def _index(ahead: Floats, year: Floats, coef: Floats) -> Floats:
    if not coef.any():
        return np.ones(len(ahead))
    index: Floats = np.exp(ahead[:, 2:] @ coef[2:]) / np.exp(year[:, 2:] @ coef[2:]).mean()
    return index
