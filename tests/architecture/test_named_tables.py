"""Constants that bear the name of a method never change under it: results must stay reproducible."""

import csv
import json
import tomllib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from peil.observe.watch.engine import NAMES
from peil.observe.watch.methods import FIELD as FIELD_METHODS
from peil.observe.watch.methods import PEIL

HERE = Path(__file__).parent
KEPT = "tests/architecture/named_tables.csv"
WITH_METHODS = ("assess", "observe")
"""Folders of the package whose tables are constants of a method."""
FIELD = "field"
"""The part of a table that says what methods of the field are advised: each part in it bears their name."""
REMEDY = (
    "is not the table that bears the name {name}; a constant never changes under a name, so give "
    f"the method a new one and write that name with the digest {{digest}} into {KEPT}"
)


def rows() -> list[dict[str, str]]:
    with (HERE / "named_tables.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parts_of(table: Path) -> dict[str, str]:
    """Give the digest of what a table holds, by the name of the method whose constants it is.

    The comments of a TOML file may be mended.
    """
    text = table.read_text(encoding="utf-8")
    if table.suffix != ".toml":
        return {NAMES[PEIL]: digest_of(text)}
    held: dict[str, Any] = tomllib.loads(text)
    field: dict[str, Any] = held.get(FIELD, {})
    advised = {name: field.pop(name) for name in [*field] if name in FIELD_METHODS}
    parts = {str(held.get("name", NAMES[PEIL])): held, **advised}
    return {
        name: digest_of(json.dumps(part, sort_keys=True, default=str))
        for name, part in parts.items()
    }


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def fault(table: Path, kept: Mapping[str, str]) -> str:
    """Say what is wrong with a table beside what is kept of it, and what to do; empty if nothing."""
    parts = parts_of(table)
    if parts.get(kept["method"]) == kept["digest"]:
        return ""
    return f"{table.name} {REMEDY.format(name=kept['method'], digest=', '.join(parts.values()))}"


@pytest.mark.parametrize("kept", rows(), ids=lambda kept: f"{kept['table']}-{kept['method']}")
def test_no_constant_changes_under_the_name_of_its_method(root: Path, kept: dict[str, str]) -> None:
    assert fault(root / "src" / "peil" / kept["table"], kept) == ""


def test_the_digest_of_every_table_of_constants_is_kept(root: Path) -> None:
    package = root / "src" / "peil"
    there = {
        (name, table.relative_to(package).as_posix())
        for folder in WITH_METHODS
        for table in (package / folder).rglob("*")
        if table.suffix in (".csv", ".toml")
        for name in parts_of(table)
    }
    assert there == {(row["method"], row["table"]) for row in rows()}


PLANTED = 'name = "planted-1"\n# A reason.\nhalf = 0.5\n'


@pytest.mark.parametrize(
    "changed", [PLANTED.replace("0.5", "0.6"), PLANTED.replace("planted-1", "planted-2")]
)
def test_a_changed_constant_and_a_changed_name_are_seen(tmp_path: Path, changed: str) -> None:
    table = tmp_path / "planted.toml"
    table.write_text(PLANTED, encoding="utf-8")
    kept = {"method": "planted-1", "digest": parts_of(table)["planted-1"]}
    table.write_text(changed, encoding="utf-8")
    assert "give the method a new one" in fault(table, kept)


def test_a_reason_may_be_mended(tmp_path: Path) -> None:
    table = tmp_path / "planted.toml"
    table.write_text(PLANTED, encoding="utf-8")
    kept = {"method": "planted-1", "digest": parts_of(table)["planted-1"]}
    table.write_text(PLANTED.replace("A reason", "A better one"), encoding="utf-8")
    assert fault(table, kept) == ""


ADVICE = "years = 5\n\n[field]\nyears_back = 5\n\n[field.ears]\nbaseline = 7\n"


@pytest.mark.parametrize(
    ("old", "new", "faulty"),
    [
        ("baseline = 7\n", "baseline = 7\n\n[field.bayes]\nhalf_window = 6\n", set()),
        ("baseline = 7", "baseline = 8", {"ears"}),
        ("years_back = 5", "years_back = 4", {NAMES[PEIL]}),
        ("years = 5", "years = 6", {NAMES[PEIL]}),
    ],
)
def test_what_one_method_is_advised_leaves_the_names_of_the_others(
    tmp_path: Path, old: str, new: str, faulty: set[str]
) -> None:
    table = tmp_path / "planted.toml"
    table.write_text(ADVICE, encoding="utf-8")
    kept = [{"method": name, "digest": each} for name, each in parts_of(table).items()]
    table.write_text(ADVICE.replace(old, new, 1), encoding="utf-8")
    assert {each["method"] for each in kept if fault(table, each)} == faulty
