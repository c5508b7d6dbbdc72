"""The guide says what the code does: its tables and its examples are tried."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from peil.decide.decision import parse_decision
from peil.feeds.dossier.layout import TABLES, layout_of
from peil.feeds.dossier.new import example_of
from peil.terms.scale import parse_scale


@pytest.fixture(scope="module")
def guide(root: Path) -> str:
    return (root / "docs" / "guide" / "dossier.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", TABLES)
def test_each_table_stands_in_the_guide_as_it_is(table: str, guide: str) -> None:
    assert f"#{example_of(layout_of(table))}" in guide


def test_the_texts_of_the_guide_can_be_read(guide: str) -> None:
    scale, decision = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    assert parse_scale(tomllib.loads(scale)).numbers == (1, 2)
    assert parse_decision(tomllib.loads(decision)).level == 2


def test_the_descriptor_of_the_guide_is_json(guide: str) -> None:
    (text,) = re.findall(r"```json\n(.*?)```", guide, re.DOTALL)
    assert json.loads(text)["peil"] == {"subject": "Belgium"}
