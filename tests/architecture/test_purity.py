"""The core has no clock, file or console: an import contract cannot see what is built in."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CORE = ("terms", "surveillance", "observe", "assess", "decide", "act", "review")
IMPURE = {"input", "now", "open", "print", "today", "utcnow"}


def impure_calls(source: str) -> Iterator[str]:
    """Name each call in a module that reads a clock, a file or a console."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in IMPURE:
                yield f"line {node.lineno}: {name}()"


def test_the_core_reads_no_clock_file_or_console(root: Path) -> None:
    package = root / "src" / "peil"
    found = {
        f"{path.relative_to(root)}, {call}"
        for folder in CORE
        for path in (package / folder).rglob("*.py")
        for call in impure_calls(path.read_text(encoding="utf-8"))
    }
    assert found == set()


@pytest.mark.parametrize("call", ["date.today()", "datetime.now(UTC)", "open('x')", "print(1)"])
def test_an_impure_call_is_seen(call: str) -> None:
    assert list(impure_calls(call)) != []
