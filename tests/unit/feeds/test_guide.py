"""The guide says what the code does: its tables and its examples are tried."""

import json
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from peil.assess.ladder import LADDERS, FamilyRule, parse_ladder
from peil.assess.rule import METHODS, Rule, parse_rule
from peil.decide.decision import parse_decision
from peil.feeds.dossier.layout import TABLES, layout_of
from peil.feeds.dossier.new import example_of
from peil.terms.packaged import packaged
from peil.terms.scale import parse_scale


@pytest.fixture(scope="module")
def guide(root: Path) -> str:
    return (root / "docs" / "guide" / "dossier.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", TABLES)
def test_each_table_stands_in_the_guide_as_it_is(table: str, guide: str) -> None:
    assert f"#{example_of(layout_of(table))}" in guide


def test_the_texts_of_the_guide_can_be_read(guide: str) -> None:
    texts = map(tomllib.loads, re.findall(r"```toml\n(.*?)```", guide, re.DOTALL))
    scale, decision, ladder, elicited, rule = texts
    assert parse_scale(scale).numbers == (1, 2)
    assert parse_decision(decision).level == 2
    assert {*parse_ladder(ladder).families} == {"attacks", "judicial_opened"}
    assert parse_ladder(elicited).families["attacks"].values == (0.2, 0.5, 1.5)
    assert (parse_rule(rule).p_up, parse_rule(rule).reviews) == (0.5, 12)


def test_each_key_of_a_ladder_and_of_a_rule_stands_in_the_guide(guide: str) -> None:
    keys = {f.name for kind in (FamilyRule, Rule) for f in fields(kind)}
    assert {key for key in keys - {"method"} if f"`{key}`" not in guide} == set()


def test_the_commands_name_each_rule_and_ladder_that_peil_ships(root: Path) -> None:
    text = (root / "docs" / "guide" / "commands.md").read_text(encoding="utf-8")
    names = {packaged("assess", f)["name"] for f in (*METHODS.values(), *LADDERS.values())}
    assert {name for name in names if f"`{name}`" not in text} == set()


def test_the_descriptor_of_the_guide_is_json(guide: str) -> None:
    (text,) = re.findall(r"```json\n(.*?)```", guide, re.DOTALL)
    assert json.loads(text)["peil"] == {"subject": "Belgium"}
