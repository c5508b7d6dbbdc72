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
TO_STATISTICS, TO_PERSONS, APART, TO_SUBJECTS = "4a.", "4b.", "4c.", "5."
PERSONS = tuple(
    f"{folder}.{name}"
    for folder in ("act", "workflow", "workflow.deep.deeper", "store", "web", "web.desk")
    for name in ("register", "cells", "returns")
)
STATISTICS = ("observe", "surveillance", "assess", "review")
UPWARDS = (
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
)
"""Each folder and the one above it."""
WORLDLY = {
    "terms": "pathlib",
    "surveillance": "io",
    "observe": "logging",
    "assess": "typer",
    "decide": "urllib.request",
    "act": "time",
    "review": "sqlite3",
}
"""For each part of the core a module that touches the world."""
FORMS = ("report.model", "report.render", "report.chart", "report.words", "feeds.tables")
"""What pages about persons use: the report, what shows it, its words, and how tables are read."""


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


def test_no_lower_folder_may_import_a_higher_one(copy: Path) -> None:
    plant(copy, {f"{lower}/planted.py": f"import peil.{upper}\n" for lower, upper in UPWARDS})
    verdict = lint(copy)
    assert DIRECTION in verdict.broken
    for lower, upper in UPWARDS:
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


def test_no_part_of_the_core_may_import_what_touches_the_world(copy: Path) -> None:
    plant(copy, {f"{part}/planted.py": f"import {module}\n" for part, module in WORLDLY.items()})
    verdict = lint(copy)
    assert verdict.broken == {PURE}
    for part, module in WORLDLY.items():
        assert f"peil.{part}.planted -> {module.partition('.')[0]}" in verdict.text


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


def place(module: str, *, is_package: bool = False) -> str:
    """Give the file of a module, or one inside it where it is planted as a package."""
    path = module.replace(".", "/")
    return f"{path}/planted.py" if is_package else f"{path}.py"


@pytest.mark.parametrize("is_package", [False, True])
def test_what_follows_persons_never_reaches_a_statistic(copy: Path, *, is_package: bool) -> None:
    imports = "".join(f"import peil.{statistic}\n" for statistic in STATISTICS)
    plant(copy, {place(module, is_package=is_package): imports for module in PERSONS})
    verdict = lint(copy)
    assert TO_STATISTICS in verdict.broken
    planted = ".planted" if is_package else ""
    for module in PERSONS:
        for statistic in STATISTICS:
            assert f"peil.{module}{planted} -> peil.{statistic}" in verdict.text


@pytest.mark.parametrize("module", ["act.cells", "workflow.register", "web.returns"])
def test_what_follows_persons_never_reaches_a_statistic_by_a_detour(
    copy: Path, module: str
) -> None:
    plant(copy, {"decide/planted.py": "import peil.assess\n"})
    plant(copy, {"act/detour.py": "import peil.decide.planted\n"})
    plant(copy, {place(module): "import peil.act.detour\n"})
    assert lint(copy).broken == {TO_STATISTICS}


def test_no_statistic_ever_reaches_what_follows_persons(copy: Path) -> None:
    plant(copy, {place(module): "" for module in PERSONS})
    imports = "".join(f"import peil.{module}\n" for module in PERSONS)
    plant(copy, {f"{statistic}/planted.py": imports for statistic in STATISTICS})
    verdict = lint(copy)
    assert {DIRECTION, TO_PERSONS} <= verdict.broken
    for statistic in STATISTICS:
        for module in PERSONS:
            assert f"peil.{statistic}.planted -> peil.{module}" in verdict.text


def test_a_statistic_never_reaches_what_follows_persons_by_a_detour(copy: Path) -> None:
    plant(copy, {"act/returns.py": "", "act/detour.py": "import peil.act.returns\n"})
    plant(copy, {"review/planted.py": "import peil.act.detour\n"})
    assert lint(copy).broken == {TO_PERSONS, APART}


@pytest.mark.parametrize("module", ["act.register", "act.deep.cells", "store.returns"])
def test_no_third_module_joins_persons_with_a_statistic(copy: Path, module: str) -> None:
    plant(copy, {place(module): "", "workflow/register.py": f"import peil.{module}\n"})
    assert lint(copy).broken == set()

    plant(copy, {"workflow/planted.py": f"import peil.{module}\nimport peil.review\n"})
    verdict = lint(copy)
    assert verdict.broken == {APART}
    assert f"peil.workflow.planted -> peil.{module}" in verdict.text


def test_what_shows_a_report_or_reads_a_table_reaches_no_statistic(copy: Path) -> None:
    imports = "".join(f"import peil.{statistic}\n" for statistic in STATISTICS)
    for form in FORMS:
        is_package = not (copy / "peil" / place(form)).exists()
        found = copy / "peil" / place(form, is_package=is_package)
        text = found.read_text(encoding="utf-8") if found.exists() else ""
        plant(copy, {place(form, is_package=is_package): text + "\n" + imports})
    verdict = lint(copy)
    assert TO_SUBJECTS in verdict.broken
    for form in FORMS:
        planted = "" if (copy / "peil" / place(form)).exists() else ".planted"
        for statistic in STATISTICS:
            assert f"peil.{form}{planted} -> peil.{statistic}" in verdict.text


def test_what_shows_a_report_reaches_no_statistic_by_a_detour(copy: Path) -> None:
    plant(copy, {"decide/planted.py": "import peil.assess\n"})
    plant(copy, {"report/render/planted.py": "import peil.decide.planted\n"})
    assert lint(copy).broken == {TO_SUBJECTS}


def test_pages_about_persons_may_use_what_shows_a_report(copy: Path) -> None:
    imports = "".join(f"import peil.{form}\n" for form in FORMS)
    plant(copy, {"feeds/tables/planted.py": "", "web/register.py": imports})
    assert lint(copy).broken == set()
