"""Every command of the program stands in the guide."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from peil.cli import main


def commands(command: Any, path: str) -> Iterator[str]:
    """Name each command that does something: `peil assess`, not the group above it."""
    children = getattr(command, "commands", {})
    if not children:
        yield path
    for name, child in children.items():
        yield from commands(child, f"{path} {name}")


def test_every_command_stands_in_the_guide(root: Path) -> None:
    text = (root / "docs" / "guide" / "commands.md").read_text(encoding="utf-8")
    names = set(commands(typer.main.get_command(main.app), "peil"))
    assert len(names) > 0
    assert {name for name in names if name not in text} == set()
