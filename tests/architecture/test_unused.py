"""Nothing in the package is without a caller, save what pyproject.toml names with a reason."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from vulture import Vulture

READ_BY_DJANGO = ("settings.py", "urls.py", "migrations", "models")
"""Files and folders of which Django reads every name by itself."""


def unused(root: Path, settings: dict[str, Any]) -> dict[str, str]:
    """Find what the package defines and nothing in it uses: the place of each name."""
    vulture = Vulture(ignore_decorators=settings["ignore_decorators"])
    vulture.scavenge([str(root / path) for path in settings["paths"]])
    found = vulture.get_unused_code(min_confidence=settings["min_confidence"])
    places = {item.name: Path(item.filename).relative_to(root) for item in found}
    return {
        name: path.as_posix()
        for name, path in places.items()
        if not {path.stem, *path.parts} & {*READ_BY_DJANGO}
    }


@pytest.fixture(scope="module")
def settings(root: Path) -> dict[str, Any]:
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)["tool"]["vulture"]
    return found


def test_nothing_is_without_a_caller_and_no_name_is_let_pass_in_vain(
    root: Path, settings: dict[str, Any]
) -> None:
    found = unused(root, settings)
    passed = set(settings["ignore_names"])
    assert {name: place for name, place in found.items() if name not in passed} == {}
    assert passed - found.keys() == set()


def test_each_name_that_is_let_pass_says_why(root: Path, settings: dict[str, Any]) -> None:
    lines = (root / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    for name in settings["ignore_names"]:
        (line,) = [line for line in lines if line.startswith(f'    "{name}",')]
        assert len(line.partition("# ")[2].split()) > 2, line


def test_a_function_without_a_caller_is_found(tmp_path: Path, settings: dict[str, Any]) -> None:
    package = tmp_path / "src" / "peil"
    package.mkdir(parents=True)
    (package / "planted.py").write_text("def nobody_calls_this():\n    return 1\n")
    assert unused(tmp_path, settings) == {"nobody_calls_this": "src/peil/planted.py"}
