"""Below the commands nothing measures a terminal, reads a clock, prints or ends, and caches have a bound."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

OF_COMMANDS = ("cli", "web")
CLOCK = "workflow/clock.py"
"""The one clock of the servers, which what answers and what works beside it both read."""
WORDS = "terms"
FORBIDDEN = {
    *("sys.stdout", "sys.stderr", "sys.stdin", "sys.exit", "sys.argv", "print", "input"),
    *("shutil.get_terminal_size", "os.get_terminal_size", "os.umask"),
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "dt.date.today"),
    *("dt.datetime.now", "time.time", "time.localtime", "time.strftime"),
}


def below(root: Path) -> Iterator[Path]:
    package = root / "src" / "peil"
    for path in package.rglob("*.py"):
        inside = path.relative_to(package)
        if inside.parts[0] not in OF_COMMANDS and inside.as_posix() != CLOCK:
            yield path


def reached(source: str) -> set[str]:
    """Name what a module uses that belongs to a command."""
    tree = ast.parse(source)
    used = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    names = {ast.unparse(node) for node in (*used, *called)}
    return names & FORBIDDEN


def unbounded(source: str) -> Iterator[str]:
    """Name the functions that keep what they gave for any arguments whatever."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and (node.args.args or node.args.kwonlyargs):
            caches = {ast.unparse(each).rpartition("functools.")[2] for each in node.decorator_list}
            if caches & {"cache", "lru_cache(maxsize=None)", "lru_cache(None)"}:
                yield node.name


def test_nothing_below_the_commands_does_their_work(root: Path) -> None:
    found = {str(path): reached(path.read_text(encoding="utf-8")) for path in below(root)}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "line", ["print('x')", "w = shutil.get_terminal_size((1, 1)).columns", "sys.exit(2)",
             "x = date.today()", "a = sys.stdout.isatty()", "mask = os.umask(0)"],
)  # fmt: skip
def test_what_belongs_to_a_command_is_seen(line: str) -> None:
    assert reached(line)


def test_no_cache_outside_the_words_grows_without_end(root: Path) -> None:
    package = root / "src" / "peil"
    found = {
        f"{path.relative_to(package)}: {name}"
        for path in package.rglob("*.py")
        if path.relative_to(package).parts[0] != WORDS
        for name in unbounded(path.read_text(encoding="utf-8"))
    }
    assert found == set()


@pytest.mark.parametrize("line", ["@cache", "@functools.cache", "@lru_cache(maxsize=None)"])
def test_a_cache_without_a_bound_is_seen(line: str) -> None:
    assert list(unbounded(f"{line}\ndef f(x):\n    return x\n")) == ["f"]
    assert list(unbounded("@cache\ndef f():\n    return 1\n")) == []
