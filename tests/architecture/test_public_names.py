"""The public names of the package: each is found, explained, and needs no name that is not public."""

import inspect
from collections.abc import Iterator
from datetime import date
from doctest import DocTestParser
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pyarrow as pa
import pytest

import peil

SPACES = {name: value for name in peil.__all__ if inspect.ismodule(value := getattr(peil, name))}
OFFERED = {
    **{name: getattr(peil, name) for name in peil.__all__},
    **{
        f"{space}.{name}": value
        for space, module in SPACES.items()
        for name, value in vars(module).items()
        if callable(value) and not name.startswith("_")
    },
    **{
        f"surveillance.{name}": getattr(peil.surveillance, name)
        for name in peil.surveillance.__all__
    },
}
ACTIONS = {name: value for name, value in OFFERED.items() if inspect.isfunction(value)}
RUN_ELSEWHERE = {"judge", "site"}
"""One needs what services judged, the other writes a whole site: both have tests of their own."""


def test_every_public_name_is_found_and_stays_the_same() -> None:
    for name in peil.__all__:
        assert getattr(peil, name) is getattr(peil, name)


def test_a_folder_of_the_same_name_never_hides_a_public_name(root: Path) -> None:
    folders = {path.name for path in (root / "src" / "peil").iterdir() if path.is_dir()}
    for name in folders & {*peil.__all__}:
        before, folder = getattr(peil, name), import_module(f"peil.{name}")
        import_module(f"peil.{name}.rule" if name == "assess" else f"peil.{name}")
        assert isinstance(folder, ModuleType)
        assert getattr(peil, name) is before
    assert callable(peil.assess)


def test_type_checkers_see_the_same_names(root: Path) -> None:
    text = (root / "src" / "peil" / "__init__.py").read_text(encoding="utf-8")
    assert all(f" {name} as {name}" in text for name in peil.__all__)


def test_a_name_that_is_not_public_is_refused() -> None:
    assert not hasattr(import_module("peil"), "score_person")


def test_every_error_is_public() -> None:
    errors = vars(import_module("peil.terms.errors")).values()
    kinds = [e for e in errors if isinstance(e, type) and issubclass(e, Exception)]
    assert kinds
    assert all(getattr(peil, kind.__name__) is kind for kind in kinds)


@pytest.mark.parametrize("name", ACTIONS)
def test_every_action_is_explained_with_an_example_that_runs(
    name: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = DocTestParser().get_examples(inspect.getdoc(ACTIONS[name]) or "")
    assert lines
    monkeypatch.chdir(root)
    names = {"peil": peil, "date": date, "Path": Path, "pyarrow": pa}
    for line in lines if name not in RUN_ELSEWHERE else ():
        exec(line.source, names)  # noqa: S102 - the package's own example


@pytest.mark.parametrize("name", [n for n in OFFERED if not inspect.ismodule(OFFERED[n])])
def test_every_public_name_has_a_docstring(name: str) -> None:
    assert isinstance(OFFERED[name], str) or len(inspect.getdoc(OFFERED[name]) or "") > 20


def own_types(hint: Any) -> Iterator[type]:
    """Give the classes of Peil that a hint names, inside unions and lists too."""
    for part in get_args(hint):
        yield from own_types(part)
    if isinstance(hint, type) and hint.__module__.startswith("peil.") and not get_args(hint):
        yield hint


@pytest.mark.parametrize("name", ACTIONS)
def test_no_action_needs_a_type_that_is_not_public(name: str) -> None:
    action = inspect.unwrap(ACTIONS[name])
    public = {value for value in OFFERED.values() if isinstance(value, type)}
    hints = get_type_hints(action)
    assert {t.__name__ for hint in hints.values() for t in own_types(hint)} - {
        t.__name__ for t in public
    } == set()
