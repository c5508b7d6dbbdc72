"""The import contracts hold, and each catches a fault that is planted for it."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
DIRECTION, CIRCLE, PURE, MODELS = "1.", "1b.", "2.", "3."
TO_STATISTICS, TO_PERSONS = "4a.", "4b."


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What import-linter said: the numbers of the broken contracts, and its whole text."""

    broken: set[str]
    text: str


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A copy of the package and of its contracts, to plant faults in."""
    shutil.copy(root / "pyproject.toml", tmp_path)
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(root / "src" / "peil", tmp_path / "peil", ignore=ignore)
    return tmp_path


def plant(copy: Path, files: Mapping[str, str]) -> None:
    """Write modules into the copied package, each folder on the way becoming a package."""
    for name, text in files.items():
        path = copy / "peil" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        for folder in path.relative_to(copy).parents[:-1]:
            (copy / folder / "__init__.py").touch()
        path.write_text(text, encoding="utf-8")


def lint(copy: Path) -> Verdict:
    """Run import-linter on the copy, in a process that sees no other package of that name."""
    run = subprocess.run(
        [LINT_IMPORTS, "--no-cache", "--no-logo"],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    text = run.stdout + run.stderr
    broken = {line.split()[0] for line in text.splitlines() if line.endswith(" BROKEN")}
    assert run.returncode == (1 if broken else 0), text
    return Verdict(broken=broken, text=text)


def test_the_package_as_it_stands_breaks_no_contract(copy: Path) -> None:
    assert lint(copy).broken == set()


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("terms", "surveillance"),
        ("surveillance", "observe"),
        ("observe", "assess"),
        ("assess", "decide"),
        ("decide", "act"),
        ("act", "review"),
        ("review", "report"),
        ("report", "feeds"),
        ("feeds", "workflow"),
        ("workflow", "cli"),
    ],
)
def test_a_lower_folder_may_not_import_a_higher_one(copy: Path, lower: str, upper: str) -> None:
    plant(copy, {f"{lower}/planted.py": f"import peil.{upper}\n"})
    verdict = lint(copy)
    assert DIRECTION in verdict.broken
    assert f"peil.{lower}.planted -> peil.{upper}" in verdict.text


def test_a_folder_that_is_not_declared_fails(copy: Path) -> None:
    plant(copy, {"helpers/planted.py": ""})
    verdict = lint(copy)
    assert verdict.broken == {DIRECTION}
    assert "- peil.helpers" in verdict.text


def test_no_two_parts_of_a_folder_need_each_other(copy: Path) -> None:
    plant(copy, {"observe/planted.py": "import peil.observe.watch.planted\n"})
    plant(copy, {"observe/watch/planted.py": ""})
    assert lint(copy).broken == set()

    plant(copy, {"observe/watch/other.py": "import peil.observe.planted\n"})
    assert lint(copy).broken == {CIRCLE}


@pytest.mark.parametrize(
    ("folder", "module"),
    [
        ("terms", "pathlib"),
        ("surveillance", "io"),
        ("observe", "logging"),
        ("assess", "typer"),
        ("decide", "urllib.request"),
        ("act", "time"),
        ("review", "sqlite3"),
    ],
)
def test_the_core_may_not_import_what_touches_the_world(
    copy: Path, folder: str, module: str
) -> None:
    plant(copy, {f"{folder}/planted.py": f"import {module}\n"})
    verdict = lint(copy)
    assert verdict.broken == {PURE}
    assert f"peil.{folder}.planted -> {module.partition('.')[0]}" in verdict.text


def test_the_core_may_read_data_packaged_with_it(copy: Path) -> None:
    plant(copy, {"terms/planted.py": "import tomllib\nfrom importlib import resources\n"})
    assert lint(copy).broken == set()


@pytest.mark.parametrize("models", ["store/models.py", "store/threat/models.py"])
def test_models_are_imported_only_inside_the_store(copy: Path, models: str) -> None:
    module = "peil." + models.removesuffix(".py").replace("/", ".")
    plant(copy, {models: "", "store/queries.py": f"import {module}\n"})
    assert lint(copy).broken == set()

    plant(copy, {"workflow/planted.py": f"import {module}\n"})
    verdict = lint(copy)
    assert verdict.broken == {MODELS}
    assert f"peil.workflow.planted -> {module}" in verdict.text


@pytest.mark.parametrize("persons", ["register", "cells", "returns"])
@pytest.mark.parametrize("statistics", ["surveillance", "observe", "assess"])
def test_what_follows_persons_never_reaches_a_statistic(
    copy: Path, persons: str, statistics: str
) -> None:
    plant(copy, {f"act/{persons}/planted.py": f"import peil.{statistics}\n"})
    verdict = lint(copy)
    assert verdict.broken == {TO_STATISTICS}
    assert f"peil.act.{persons}.planted -> peil.{statistics}" in verdict.text


def test_what_follows_persons_never_reaches_a_statistic_by_a_detour(copy: Path) -> None:
    plant(copy, {"decide/planted.py": "import peil.assess\n"})
    plant(copy, {"act/cells/planted.py": "import peil.decide.planted\n"})
    assert lint(copy).broken == {TO_STATISTICS}


@pytest.mark.parametrize("persons", ["register", "cells", "returns"])
@pytest.mark.parametrize("statistics", ["surveillance", "observe", "assess"])
def test_a_statistic_never_reaches_what_follows_persons(
    copy: Path, persons: str, statistics: str
) -> None:
    plant(copy, {f"act/{persons}/__init__.py": ""})
    plant(copy, {f"{statistics}/planted.py": f"import peil.act.{persons}\n"})
    verdict = lint(copy)
    assert verdict.broken == {DIRECTION, TO_PERSONS}
    assert f"peil.{statistics}.planted -> peil.act.{persons}" in verdict.text
