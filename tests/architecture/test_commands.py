"""Every command of the program stands in the guide, with its options and no others."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.command import peil

from peil.cli import main
from peil.workflow.importing import NAMES

GROUPS = ("", "policy", "serve", "audit", "evaluate")
OF_PYTHON = re.compile(
    r"<(?:str|int|float|bool|list|tuple|dict)\b|\blist\[|<=|\bNone\b|\bTrue\b|\bFalse\b|"
    r"Annotated|Posix|frozenset|<class|<function"
)
"""What a programmer alone reads: types, and values as Python writes them."""
SHARED = "What every report takes"
OPTION = re.compile(r"`(--[a-z-]+)")
HELP = "--help"


def commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Name each command that does something: `peil assess`, not the group above it."""
    children = getattr(command, "commands", {})
    if not children:
        yield path, command
    for name, child in children.items():
        yield from commands(child, f"{path} {name}")


def options_of(command: Any) -> set[str]:
    """Give the names of the options that a command takes."""
    return {name for each in command.params for name in each.opts if name.startswith("--")} - {HELP}


def sections(guide: str) -> Mapping[str, str]:
    """Give what stands below each heading, by the heading."""
    parts = re.split(r"^##+ (.+)\n", guide, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def documented(guide: str, command: str) -> set[str]:
    """Give the options in the tables of a command's section, and those of reports if it is one."""
    of = sections(guide)
    (text,) = [said for head, said in of.items() if re.match(rf"`{command}[` ]", head)]
    tables = [text, of[SHARED]] if f"(#{SHARED.lower().replace(' ', '-')})" in text else [text]
    rows = (row for table in tables for row in table.splitlines() if row.startswith("| `--"))
    return {name for row in rows for name in OPTION.findall(row.split(" | ")[0])}


COMMANDS = dict(commands(typer.main.get_command(main.app), "peil"))


@pytest.fixture(scope="module")
def guide(root: Path) -> str:
    return (root / "docs" / "guide" / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_a_command_stands_in_the_guide(command: str, guide: str) -> None:
    assert documented(guide, command) == options_of(COMMANDS[command])


def test_no_command_stands_in_the_guide_that_is_none(guide: str) -> None:
    heads = re.findall(r"^##+ `(peil [a-z -]+[a-z])", guide, flags=re.MULTILINE)
    assert set(heads) == {*COMMANDS, "peil evaluate"}


def test_an_option_that_is_missing_or_made_up_is_seen(guide: str) -> None:
    options = options_of(COMMANDS["peil site"])
    assert documented(guide.replace("| `--languages", "| languages"), "peil site") < options
    made_up = guide.replace("| `--languages", "| `--fast`, `--languages")
    assert documented(made_up, "peil site") > options


def test_each_source_of_events_stands_in_the_help_and_in_the_guide(root: Path) -> None:
    (source,) = (each for each in COMMANDS["peil import"].params if each.name == "source")
    guide = root / "docs" / "guide"
    texts = [(guide / f"{name}.md").read_text(encoding="utf-8") for name in ("commands", "import")]
    told = [*texts, source.help]
    assert [name for name in NAMES for text in told if not re.search(rf"\b{name}\b", text)] == []


@pytest.mark.parametrize("command", [f"peil {each}".strip() for each in GROUPS] + [*COMMANDS])
def test_the_help_names_no_type_of_python_and_cuts_no_sentence(command: str) -> None:
    ran = peil(*command.split()[1:], "--help")
    assert ran.returncode == 0
    assert OF_PYTHON.findall(ran.stdout) == []
    assert "..." not in ran.stdout.partition("\n")[2]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("assess", "--as-of <day>"),
        ("assess", "--rule <path>"),
        ("import", "--country <text>"),
        ("watch", "--last <number>"),
        ("evaluate power", "--before <number>"),
    ],
)
def test_the_help_says_in_a_word_what_an_option_takes(command: str, said: str) -> None:
    assert said in peil(*command.split(), "--help").stdout
