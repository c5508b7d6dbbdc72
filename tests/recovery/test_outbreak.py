"""Outbreak: probabilities that hold what they promise, and outbreaks found nearly as by one who knows.

Counts with known mean, spread and outbreaks, after Noufaily et al. (2013), Stat. Med. 32(7),
1206-1222. The full comparison is in benchmarks/detection.py.
"""

import numpy as np
import pytest
from scipy.stats import nbinom

from peil.observe.watch.counts import Counts
from peil.observe.watch.outbreak import outbreak_signals

WEEKS, FIRST, YEAR = 624, 575, 52
AT = np.arange(FIRST, WEEKS)
WORLDS = (
    (0.1, 0.0025, 0.6, 1.5),
    (-2.0, 0.0, 0.3, 2.0),
    (0.5, 0.002, 0.5, 5.0),
    (2.5, 0.001, 0.7, 3.0),
    (3.75, 0.001, 0.1, 1.1),
    (5.0, 0.0, 0.05, 1.2),
)
"""Log level, slope a week, first wave, dispersion."""
SIZES = (3, 10)


def mean_of(world):
    level, slope, wave, _ = world
    week = np.arange(1, WEEKS + 1)
    angle = 2 * np.pi * week / YEAR
    return np.exp(level + slope * week + wave * (np.cos(angle) + np.sin(angle)))


def an_outbreak(chance, mean, phi, size, begin, end):
    while True:
        start = chance.integers(begin, end)
        cases = chance.poisson(size * np.sqrt(phi * mean[start]))
        week = start + np.floor(chance.lognormal(0, 0.5, cases)).astype(int)
        if cases >= 2 and (week < end).all():
            return np.bincount(week, minlength=WEEKS).astype(float)


def a_series(count, period="week", days=7):
    n = len(count)
    start = np.datetime64("2010-01-04") + days * np.arange(n)
    ones = np.ones(n)
    return Counts(
        series="simulated",
        period=period,
        start=start,
        end=start + days - 1,
        count=count,
        exposure=ones,
        complete=ones,
        segment=np.zeros(n),
    )


def draw(chance, world, past=5):
    """Draw counts with four past outbreaks, of five standard deviations unless told."""
    mean, phi = mean_of(world), world[-1]
    count = chance.negative_binomial(mean / (phi - 1), 1 / phi).astype(float)
    for _ in range(4 if past else 0):
        count += an_outbreak(chance, mean, phi, past, 312, FIRST)
    return count


def expect(series, at, cycle=None):
    """Look at periods with a chance of a false signal of one in a thousand in each."""
    return outbreak_signals(series, at, 0.001 * series.periods_a_year, cycle=cycle)[0]


def rates(alpha, replicates, seed):
    """Measure false signals a week, outbreaks found, and those found by one who knows."""
    chance = np.random.default_rng(seed)
    false, found, known = [], [], []
    for world in WORLDS:
        mean, phi = mean_of(world), world[-1]
        law = nbinom(mean[FIRST:] / (phi - 1), 1 / phi)
        for _ in range(replicates):
            quiet = draw(chance, world)
            false.append(signals(quiet, alpha))
            for size in SIZES:
                cases = an_outbreak(chance, mean, phi, size, FIRST, WEEKS)
                weeks = cases[FIRST:] > 0
                found.append((signals(quiet + cases, alpha) & weeks).any())
                tail = law.sf((quiet + cases)[FIRST:] - 1)
                known.append((tail[weeks]).min(initial=1.0))
    rate = np.mean(false)
    return rate, np.mean(found), np.array(known)


def signals(count, alpha):
    series = a_series(count)
    found = outbreak_signals(series, AT, alpha * series.periods_a_year, cycle=YEAR)[0]
    return found.given & (found.rise_since >= 0)


@pytest.mark.parametrize("alpha", [0.01, 0.05])
def test_false_signals_keep_the_budget_and_most_outbreaks_are_found(alpha):
    rate, found, tails = rates(alpha, replicates=4, seed=11)
    assert rate < alpha
    assert rate > alpha / 8
    assert found > np.mean(tails <= rate) - 0.02


def test_probabilities_are_at_most_nominal_with_estimated_mean_and_spread():
    chance = np.random.default_rng(12)
    rise, fall = [], []
    for world in WORLDS:
        for _ in range(12):
            found = expect(a_series(draw(chance, world, past=0)), at=AT, cycle=YEAR)
            rise.append(found.p_rise)
            fall.append(found.p_fall)
    for p in (np.array(rise), np.array(fall)):
        for alpha in (0.01, 0.05, 0.2):
            spread = np.sqrt(alpha * (1 - alpha) / p.size)
            assert (p <= alpha).mean() < 1.15 * alpha + 3 * spread
            assert (p <= alpha).mean() > alpha / 4


@pytest.mark.parametrize("mean", [0.5, 4.0, 30.0])
def test_two_years_of_months_keep_the_budget_too(mean):
    chance = np.random.default_rng(13)
    p = []
    for _ in range(300):
        count = chance.negative_binomial(mean / 0.5, 1 / 1.5, 30).astype(float)
        found = expect(a_series(count, "month", 30), at=np.arange(24, 30))
        p += [found.p_rise, found.p_fall]
    p = np.array(p)
    for alpha in (0.01, 0.05):
        assert (p <= alpha).mean() < 1.1 * alpha + 3 * np.sqrt(alpha / p.size)


def test_past_outbreaks_hide_no_later_one():
    chance = np.random.default_rng(14)
    inflated = []
    for world in WORLDS[3:]:
        for _ in range(6):
            state = chance.bit_generator.state
            without = expect(a_series(draw(chance, world, past=0)), at=AT[-1:], cycle=YEAR)
            chance.bit_generator.state = state
            found = expect(a_series(draw(chance, world, past=10)), at=AT[-1:], cycle=YEAR)
            inflated.append(found.upper[0] / without.upper[0] - 1)
    assert np.mean(inflated) < 0.03


def test_a_wandering_level_is_followed():
    chance = np.random.default_rng(15)
    signalled = []
    for _ in range(30):
        level = np.cumsum(chance.normal(0, 0.15 / np.sqrt(YEAR), WEEKS))
        signalled.append(signals(chance.poisson(20 * np.exp(level)).astype(float), 0.02))
    assert np.mean(signalled) < 0.02
