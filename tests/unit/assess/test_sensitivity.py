"""Every change of the method is tried, and the smallest change that matters really does."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.builders import a_record, a_scale, a_series, a_window, an_event

from peil.assess.evidence import AssessmentSettings
from peil.assess.forward_filter import forward_filter
from peil.assess.ladder import ladder_of
from peil.assess.methods import replay_all
from peil.assess.reviews import AnyWeighed, Replay, Variation, ageing, log_weights
from peil.assess.rule import FIRST, rule_of
from peil.assess.sensitivity import SwitchingValue, variations, would_change
from peil.terms.calendar import Floats

SETTINGS = AssessmentSettings(ladder=ladder_of(FIRST), rule=rule_of(FIRST), levels=4)
AS_OF = date(2018, 1, 22)
SCALE = a_scale(replay_from=date(2012, 1, 1))


def run(*counts: float) -> Replay:
    rows = [
        (f"{2013 + i}-01-01", f"{2013 + i}-12-31", count, f"{2014 + i}-01-15")
        for i, count in enumerate(counts)
    ]
    record = a_record(
        {"departures": a_series(rows)},
        events=[an_event("2015-06-15")],
        windows=[a_window()],
    )
    return replay_all(record, SCALE, [Variation(name="base", settings=SETTINGS)], AS_OF)["base"]


def test_there_is_a_replay_for_each_change_and_each_family_left_out() -> None:
    found = {v.name: v for v in variations(SETTINGS, ["attacks", "propaganda"])}
    assert set(found) == {
        "base",
        "without_effort_dependent",
        "contrast_halved",
        "contrast_doubled",
        "height_halved",
        "height_doubled",
        "population_fixed",
        "publishers_once",
        "without_attacks",
        "without_propaganda",
    }
    assert found["without_attacks"].left_out == {"attacks"}
    assert found["without_effort_dependent"].settings.without == {"effort_dependent"}
    assert found["publishers_once"].settings.rule.other_publishers == 1.0
    assert found["population_fixed"].settings.people == 10_000_000.0
    halved = found["height_halved"].settings.ladder.families["attacks"].values
    assert halved == pytest.approx([v / 2 for v in SETTINGS.ladder.families["attacks"].values])


def test_no_change_touches_the_settings_it_started_from() -> None:
    before = replace(SETTINGS)
    variations(SETTINGS, ["attacks"])
    assert before == SETTINGS


def with_count(base: Replay, weighed: AnyWeighed, count: float) -> Floats:
    change = weighed.entering_with(count, base.months, SETTINGS.rule.clip_db)
    return base.log_weights + log_weights(change)


def chance(base: Replay, indicator: str, count: float, level: int) -> float:
    (weighed,) = [w for w in base.weighed if w.indicator.id == indicator]
    matrix, prior = ageing(SETTINGS.rule, 4)
    changed = with_count(base, weighed, count)
    return float(forward_filter(changed, matrix, prior)[-1, level:].sum())


@pytest.mark.parametrize("counts", [(5, 5, 5, 5, 20), (30, 30, 80, 80, 60), (5, 5, 90, 90, 90)])
def test_the_smallest_change_is_enough_and_one_less_is_not(counts: tuple[float, ...]) -> None:
    base = run(*counts)
    found = would_change(base, SETTINGS, 3)
    assert found
    for change in found:
        reached = chance(base, change.indicator, change.needed, change.level)
        step = -1.0 if change.effect == "raise" else 1.0
        almost = chance(base, change.indicator, change.needed + step, change.level)
        if change.effect == "raise":
            assert reached >= SETTINGS.rule.p_up
            assert almost < SETTINGS.rule.p_up or change.needed == change.count + 1
        else:
            assert reached <= SETTINGS.rule.lowers_at(change.level)
            assert almost > SETTINGS.rule.lowers_at(change.level)


def lowering(base: Replay, highest: int = 3, **of_rule: Any) -> list[SwitchingValue]:
    settings = replace(SETTINGS, rule=replace(SETTINGS.rule, **of_rule))
    found = would_change(base, settings, highest)
    return [change for change in found if change.effect == "start_lowering"]


def test_nothing_starts_a_lowering_where_the_level_lies_in_reach_of_one_already() -> None:
    base = run(5, 5, 90, 90, 90)
    level = base.now.level or 0
    held = float(base.posterior[level:].sum())
    assert lowering(base, p_dn=(held - 0.01,))
    assert not lowering(base, p_dn=(held,))


def test_imminence_is_left_at_a_bound_of_its_own() -> None:
    base = run(5, 5, 90, 90, 90)
    level = base.now.level or 0
    for highest, bound in ((level, 0.2), (level - 1, 0.33)):
        found = lowering(base, highest, p_dn=(0.2,), p_dn_imminent=0.33)
        (needed,) = [change.needed for change in found if change.indicator == "departures"]
        reached, almost = (chance(base, "departures", needed + i, level) for i in (0, 1))
        assert reached <= bound < almost


def test_a_change_computed_in_place_is_that_of_a_replay() -> None:
    base = run(5, 5, 5, 5, 20)
    (weighed,) = [w for w in base.weighed if w.indicator.id == "departures"]
    changed = with_count(base, weighed, 60.0)
    assert changed == pytest.approx(run(5, 5, 5, 5, 60).log_weights)


def test_nothing_would_change_where_nothing_is_proposed() -> None:
    record = a_record()
    nothing = replay_all(record, SCALE, [Variation(name="base", settings=SETTINGS)], AS_OF)["base"]
    assert would_change(nothing, SETTINGS, 3) == []
