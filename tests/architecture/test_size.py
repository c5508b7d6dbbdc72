"""Functions and files stay small, and no folder is named after nothing in particular."""

import ast
from collections.abc import Iterator
from pathlib import Path

LONGEST_FUNCTION = 60
LONGEST_FILE = 400
VAGUE = {"common", "helpers", "managers", "misc", "utils"}


def modules(root: Path) -> Iterator[Path]:
    for folder in ("src", "tests"):
        yield from (root / folder).rglob("*.py")


def long_functions(source: str) -> Iterator[str]:
    """Name each function in a module that is longer than a person reads at a glance."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield f"{node.name}: {lines} lines"


def test_no_function_is_too_long(root: Path) -> None:
    found = {
        f"{path.relative_to(root)}, {function}"
        for path in modules(root)
        for function in long_functions(path.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_a_long_function_is_seen() -> None:
    assert list(long_functions("def f():\n" + "    x = 1\n" * LONGEST_FUNCTION)) != []
    assert list(long_functions("def f():\n" + "    x = 1\n" * (LONGEST_FUNCTION - 1))) == []


def test_no_file_is_too_long(root: Path) -> None:
    ours = (path for path in modules(root) if "migrations" not in path.parts)  # Django writes them
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in ours}
    assert {path: n for path, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_folder_or_module_has_a_vague_name(root: Path) -> None:
    names = {
        part for path in modules(root) for part in path.relative_to(root).with_suffix("").parts
    }
    assert names & VAGUE == set()


def test_every_folder_of_the_package_is_a_package(root: Path) -> None:
    """A folder without `__init__.py` would be invisible to the import contracts."""
    folders = {path.parent for path in (root / "src" / "peil").rglob("*.py")}
    assert {folder for folder in folders if not (folder / "__init__.py").exists()} == set()
