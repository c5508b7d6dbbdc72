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
from peil.observe.watch.methods import PEIL

HERE = Path(__file__).parent
KEPT = "tests/architecture/named_tables.csv"
WITH_METHODS = ("assess", "observe")
"""Folders of the package whose tables are constants of a method."""
REMEDY = (
    "is not the table that bears the name {name}; a constant never changes under a name, so give "
    f"the method a new one and write that name with the digest {{digest}} into {KEPT}"
)


def rows() -> list[dict[str, str]]:
    with (HERE / "named_tables.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digest_of(table: Path) -> str:
    """Give the digest of what a table holds; the comments of a TOML file may be mended."""
    held = table.read_text(encoding="utf-8")
    if table.suffix == ".toml":
        held = json.dumps(tomllib.loads(held), sort_keys=True, default=str)
    return sha256(held.encode()).hexdigest()[:16]


def name_of(table: Path) -> str:
    """Give the name of the method whose constants a table holds, as its results bear it."""
    if table.suffix == ".toml":
        named: dict[str, Any] = tomllib.loads(table.read_text(encoding="utf-8"))
        return str(named.get("name", NAMES[PEIL]))
    return NAMES[PEIL]


def fault(table: Path, kept: Mapping[str, str]) -> str:
    """Say what is wrong with a table beside what is kept of it, and what to do; empty if nothing."""
    name, digest = name_of(table), digest_of(table)
    if (name, digest) == (kept["method"], kept["digest"]):
        return ""
    return f"{table.name} {REMEDY.format(name=kept['method'], digest=digest)}"


@pytest.mark.parametrize("kept", rows(), ids=lambda kept: kept["table"])
def test_no_constant_changes_under_the_name_of_its_method(root: Path, kept: dict[str, str]) -> None:
    assert fault(root / "src" / "peil" / kept["table"], kept) == ""


def test_the_digest_of_every_table_of_constants_is_kept(root: Path) -> None:
    package = root / "src" / "peil"
    there = {
        table.relative_to(package).as_posix()
        for folder in WITH_METHODS
        for table in (package / folder).rglob("*")
        if table.suffix in (".csv", ".toml")
    }
    assert there == {row["table"] for row in rows()}


PLANTED = 'name = "planted-1"\n# A reason.\nhalf = 0.5\n'


@pytest.mark.parametrize(
    "changed", [PLANTED.replace("0.5", "0.6"), PLANTED.replace("planted-1", "planted-2")]
)
def test_a_changed_constant_and_a_changed_name_are_seen(tmp_path: Path, changed: str) -> None:
    table = tmp_path / "planted.toml"
    table.write_text(PLANTED, encoding="utf-8")
    kept = {"method": "planted-1", "digest": digest_of(table)}
    table.write_text(changed, encoding="utf-8")
    assert "give the method a new one" in fault(table, kept)


def test_a_reason_may_be_mended(tmp_path: Path) -> None:
    table = tmp_path / "planted.toml"
    table.write_text(PLANTED, encoding="utf-8")
    kept = {"method": "planted-1", "digest": digest_of(table)}
    table.write_text(PLANTED.replace("A reason", "A better one"), encoding="utf-8")
    assert fault(table, kept) == ""
