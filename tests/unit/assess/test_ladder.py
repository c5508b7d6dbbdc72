"""The ladder is read, interpolated and refused as it says."""

import datetime as dt
import tomllib
from importlib.resources import files
from typing import Any

import numpy as np
import pytest

from peil.assess.ladder import FamilyRule, default_ladder, parse_ladder
from peil.terms.errors import BadInput

OWN = tomllib.loads(files("peil.assess").joinpath("ladder_1.toml").read_text(encoding="utf-8"))


def a_rule(**changes: Any) -> FamilyRule:
    described: dict[str, Any] = {
        "measure": "per_head",
        "per_months": 12.0,
        "values": (0.1, 0.3, 1.0, 3.0),
        "size": 2.0,
        "reliability": 0.9,
        "reason": "a test",
    }
    return FamilyRule(**{**described, **changes})


def test_peils_own_ladder_is_signed_and_every_rule_has_its_reason() -> None:
    ladder = default_ladder()
    assert ladder.adopted_by == "no authority"
    rules = [*ladder.families.values(), *ladder.totals.values()]
    assert all(len(rule.reason.split()) > 10 for rule in rules)


def test_a_yearly_rate_is_a_twelfth_in_a_month() -> None:
    assert a_rule().monthly(4) == pytest.approx(np.array([0.1, 0.3, 1.0, 3.0]) / 12)


def test_another_number_of_levels_is_interpolated_in_the_logarithm() -> None:
    rule = a_rule(values=(0.1, 1.0, 10.0), per_months=1.0)
    assert rule.monthly(3) == pytest.approx([0.1, 1.0, 10.0])
    assert rule.monthly(5) == pytest.approx(10.0 ** np.array([-1, -0.5, 0, 0.5, 1]))
    assert rule.monthly(2) == pytest.approx([0.1, 10.0])


def test_doubled_contrast_keeps_the_geometric_mean() -> None:
    before = default_ladder()
    after = before.changed(contrast=2.0)
    for family, rule in before.families.items():
        old, new = np.log(rule.values), np.log(after.families[family].values)
        assert new.mean() == pytest.approx(old.mean())
        assert np.diff(new) == pytest.approx(2 * np.diff(old))


def test_doubled_height_doubles_every_value_of_totals_too() -> None:
    before, after = default_ladder(), default_ladder().changed(height=2.0)
    assert after.families["attacks"].values == pytest.approx(
        [2 * value for value in before.families["attacks"].values]
    )
    assert after.totals["attacks"].values == pytest.approx(
        [2 * value for value in before.totals["attacks"].values]
    )


def test_totals_and_dated_events_have_rules_of_their_own() -> None:
    ladder = default_ladder()
    assert ladder.rule_for("attacks", dated=True) == ladder.families["attacks"]
    assert ladder.rule_for("attacks", dated=False) == ladder.totals["attacks"]
    assert ladder.rule_for("plots", dated=False) is None
    assert ladder.rule_for("fighters_out", dated=False) == ladder.families["fighters_out"]
    assert ladder.rule_for("weather", dated=False) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"values": [1.0, 1.0, 2.0, 3.0]}, "do not rise"),
        ({"values": [3.0, 2.0, 1.0, 0.5]}, "do not rise"),
        ({"values": [0.0, 1.0, 2.0, 3.0]}, "positive numbers"),
        ({"values": [1.0]}, "do not rise"),
        ({"measure": "per_week"}, "per_head or ratio"),
        ({"size": 0.0}, "the size 0.0; write positive numbers"),
        ({"reliability": 1.2}, "at most 1"),
        ({"reliability": 0.0}, "the reliability 0.0; write positive numbers"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_value(change: dict[str, Any], words: str) -> None:
    wrong = {**OWN, "families": {"attacks": {**OWN["families"]["attacks"], **change}}}
    with pytest.raises(BadInput, match=words):
        parse_ladder(wrong)


@pytest.mark.parametrize("date", ["March 2026", "2026-02-30", "2026-03-01 10:00", 12])
def test_a_ladder_that_was_signed_on_no_day_is_refused(date: object) -> None:
    with pytest.raises(BadInput, match="the ladder has the date"):
        parse_ladder({**OWN, "date": date})
    assert parse_ladder({**OWN, "date": dt.date(2026, 3, 1)}).date == "2026-03-01"


@pytest.mark.parametrize("key", ["name", "author", "date", "adopted_by", "families"])
def test_a_ladder_without_its_signature_is_refused(key: str) -> None:
    with pytest.raises(BadInput, match=key):
        parse_ladder({k: v for k, v in OWN.items() if k != key})


@pytest.mark.parametrize("key", ["measure", "values", "size", "reliability", "reason"])
def test_a_rule_without_a_part_is_refused(key: str) -> None:
    rule = {k: v for k, v in OWN["families"]["attacks"].items() if k != key}
    with pytest.raises(BadInput, match=key):
        parse_ladder({**OWN, "families": {"attacks": rule}})
