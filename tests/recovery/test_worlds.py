"""A simulated world publishes nothing before it has happened, and counts what happened."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.recovery.worlds import END, MONTHS, OWN, STRESS, WORLDS, own_path, simulate, stress_path

from peil.assess.ladder import ladder_of
from peil.assess.rule import SECOND

SEED = 5


@pytest.mark.parametrize("name", WORLDS)
def test_nothing_is_published_before_its_period_ends(name: str) -> None:
    record = simulate(WORLDS[name], SEED).record
    for series in record.series.values():
        assert (series.published >= series.end).all()
    assert all(event.published >= event.date for event in record.events)


def test_a_world_is_the_same_for_the_same_seed() -> None:
    one, other = simulate(STRESS, SEED), simulate(STRESS, SEED)
    assert (one.truth == other.truth).all()
    assert one.record.series.keys() == other.record.series.keys()
    for name, series in one.record.series.items():
        assert series.value.tolist() == other.record.series[name].value.tolist()


def test_the_two_paths_are_unlike_each_other() -> None:
    def stays(draw: object) -> float:
        paths = [draw(np.random.default_rng(i)) for i in range(60)]
        return float(np.mean([MONTHS / (1 + np.count_nonzero(np.diff(p))) for p in paths]))

    def serious(draw: object) -> float:
        return float(np.mean([draw(np.random.default_rng(i)) >= 2 for i in range(60)]))

    assert serious(own_path) == pytest.approx(0.097, abs=0.05)
    assert serious(stress_path) > 2 * serious(own_path)
    assert stays(stress_path) > 5


def test_monthly_and_slow_figures_count_the_same_events() -> None:
    slow, prompt = (
        simulate(STRESS, SEED).record,
        simulate(replace(STRESS, prompt=True), SEED).record,
    )
    files, monthly = slow.series["judicial_opened_0"], prompt.series["judicial_opened_0"]
    for start, end, value in zip(files.start, files.end, files.value, strict=True):
        inside = (monthly.start >= start) & (monthly.end <= end)
        assert monthly.value[inside].sum() == value


def test_events_follow_the_ladder_at_the_true_level() -> None:
    values = ladder_of(SECOND).families["fighters_out"].values
    seen = {level: [] for level in range(4)}
    for seed in range(30):
        simulated = simulate(OWN, seed)
        counts = simulated.record.series["fighters_out_0"].value
        for level in range(4):
            seen[level] += counts[simulated.truth == level].tolist()
    for level in range(3):
        assert np.mean(seen[level]) == pytest.approx(values[level], rel=0.25)


def test_the_replay_ends_with_the_worlds_last_month() -> None:
    assert date(2000, 1, 1).year + MONTHS // 12 - 1 == END.year
