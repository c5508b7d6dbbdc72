"""The track record in worlds whose truth is known: it finds skill, and does not invent it."""

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest
from tests.builders import an_event
from tests.recovery.track_worlds import NUMBERS, TrackWorld, levels_of, rates_of, simulate
from tests.track_builder import LAST, a_course, an_event_record

from peil.review.track import scores
from peil.review.track.forward import forecast, gather, score_beside, score_levels
from peil.review.track.rates import rate_levels
from peil.review.track.settings import BETTER, UNDECIDED, WORSE, TrackSettings
from peil.review.track.timeliness import find_timeliness

HORIZON, WORLDS = 6, 60
SETTINGS = TrackSettings()
NOMINAL = 0.05
"""Part of the differences that may be called in each direction although there is none."""


def called(world: TrackWorld, seeds: range) -> Counter[tuple[str, str]]:
    """Count the verdicts against no change and against climatology."""
    words: Counter[tuple[str, str]] = Counter()
    for seed in seeds:
        courses, happened = simulate(world, seed)
        found = score_levels(courses, happened, HORIZON, SETTINGS, plots_in=False)
        words[found.over_no_change.word, found.over_climatology.word] += 1
    return words


def test_a_level_without_skill_is_not_called_skilful_more_than_nominally() -> None:
    words = called(TrackWorld(years=20, stay=8.0), range(WORLDS))
    either = sum(n for pair, n in words.items() if pair[1] == BETTER)
    assert words[BETTER, BETTER] <= NOMINAL * WORLDS
    assert either <= NOMINAL * WORLDS


def test_a_level_with_skill_is_called_skilful_more_often_and_seldom_otherwise() -> None:
    words = called(TrackWorld(years=40, stay=12.0, step=4.0), range(30))
    assert words[BETTER, BETTER] >= 15
    assert sum(n for pair, n in words.items() if pair[1] == WORSE) <= 2


def test_two_voices_without_skill_are_not_told_apart_more_than_nominally() -> None:
    words: Counter[str] = Counter()
    world = TrackWorld(years=20, stay=8.0)
    for seed in range(WORLDS):
        first, happened = simulate(world, seed)
        second, _ = simulate(world, seed + 10_000)
        found = score_beside(first, second, happened, HORIZON, SETTINGS, plots_in=False)
        words[found.over.word] += 1
    # Of 60 with a nominal tenth, more than 12 would come in 1 % of such runs.
    assert words[BETTER] + words[WORSE] <= 12
    assert words[UNDECIDED] > 0


def test_eighteen_years_with_three_spells_are_undecided_whatever_the_skill() -> None:
    world = TrackWorld(years=18, stay=60.0, step=6.0)
    words = called(world, range(20))
    assert words[UNDECIDED, UNDECIDED] == 20


def test_a_learned_forecast_comes_near_the_true_probability() -> None:
    world = TrackWorld(years=150, stay=48.0, step=3.0, rate=0.5)
    courses, happened = simulate(world, 5)
    reviews = gather(courses, happened, happened.attacks, HORIZON)
    made = forecast(reviews, SETTINGS)
    rng = np.random.default_rng(5)
    levels = levels_of(world, rng)
    chance = 1.0 - np.exp(-rates_of(world, levels, rng) * HORIZON / 12.0)
    index = {day: i for i, day in enumerate(reviews.days.tolist())}
    late = [i for i, day in enumerate(made.days) if day.year >= 2075]
    at = np.array([index[made.days[i]] for i in late])
    for level in NUMBERS:
        own = levels[at] == level
        if own.sum() >= 24:
            learned = made.level[late][own].mean()
            assert learned == pytest.approx(chance[at][own].mean(), abs=0.2)
    order = [made.level[late][levels[at] == n].mean() for n in NUMBERS if (levels[at] == n).any()]
    assert order == sorted(order)


def test_scores_agree_with_their_expectation_under_the_truth() -> None:
    rng = np.random.default_rng(1)
    p = rng.choice([0.1, 0.3, 0.6, 0.9], 40_000)
    y = (rng.random(p.size) < p).astype(float)
    assert scores.brier(p, y) == pytest.approx((p * (1 - p)).mean(), abs=0.005)
    parts = scores.decompose(p, y, [0.2, 0.5, 0.8])
    assert parts.reliability == pytest.approx(0.0, abs=2e-4)
    assert parts.resolution == pytest.approx(p.var(), abs=0.005)
    assert scores.brier(p, y) < scores.brier(np.full(p.size, y.mean()), y)


def test_a_proper_score_is_smallest_under_the_truth() -> None:
    rng = np.random.default_rng(2)
    truth = np.array([0.4, 0.3, 0.2, 0.1])
    level = rng.choice(4, 20_000, p=truth)
    values = {
        name: scores.rps(np.tile(p, (level.size, 1)), level)
        for name, p in {
            "truth": truth, "sure": [0.85, 0.05, 0.05, 0.05], "flat": [0.25] * 4,
            "high": [0.1, 0.2, 0.3, 0.4],
        }.items()
    }  # fmt: skip
    assert min(values, key=lambda name: values[name]) == "truth"


def test_exact_intervals_cover_the_rate_and_the_ratio_at_least_nominally() -> None:
    rng = np.random.default_rng(3)
    course = a_course(("2010-01-01", 2), ("2016-01-01", 3))
    rates, hits, draws = {2: 0.5, 3: 1.5}, Counter[str](), 300
    for _ in range(draws):
        events = [
            an_event((date(begin, 1, 2) + timedelta(days=int(d))).isoformat())
            for begin, years, level in ((2010, 6, 2), (2016, 4, 3))
            for d in rng.integers(0, years * 365 - 2, rng.poisson(rates[level] * years))
        ]
        found = rate_levels(course, an_event_record(*events), plots_in=False)
        for rate in found.rates:
            assert rate.low is not None
            assert rate.high is not None
            hits[str(rate.level)] += rate.low <= rates[rate.level] <= rate.high
        (ratio,) = found.ratios
        hits["ratio"] += ratio.low <= 3.0 <= (ratio.high or np.inf)
    assert all(n >= 0.87 * draws for n in hits.values()), hits
    assert len(hits) == 3


@pytest.mark.parametrize(("days", "timeliness"), [(60, "timely"), (3, "almost"), (-3, "too_late")])
def test_a_level_that_always_moves_as_long_before_is_always_classed_alike(
    days: int, timeliness: str
) -> None:
    rng = np.random.default_rng(4)
    starts, events = [("2010-01-01", 2)], []
    for year in range(2011, 2019):
        day = date(year, 6, 1) + timedelta(days=int(rng.integers(0, 60)))
        events.append(an_event(day.isoformat()))
        raised = day - timedelta(days=days)
        starts += [(raised.isoformat(), 3), ((raised + timedelta(days=120)).isoformat(), 2)]
    found = find_timeliness(events, (a_course(*starts),), SETTINGS, LAST)
    assert {f.timeliness for f in found} == {timeliness}
