"""The public names of the package: each is found, and none hides a folder."""

from importlib import import_module
from pathlib import Path

import peil


def test_every_public_name_is_found_and_stays_the_same() -> None:
    for name in peil.__all__:
        assert getattr(peil, name) is getattr(peil, name)


def test_no_public_name_is_that_of_a_folder(root: Path) -> None:
    folders = {path.name for path in (root / "src" / "peil").iterdir() if path.is_dir()}
    assert not folders & set(peil.__all__)


def test_type_checkers_see_the_same_names(root: Path) -> None:
    text = (root / "src" / "peil" / "__init__.py").read_text(encoding="utf-8")
    assert all(f" {name} as {name}" in text for name in peil.__all__)


def test_a_name_that_is_not_public_is_refused() -> None:
    assert not hasattr(import_module("peil"), "score_person")
