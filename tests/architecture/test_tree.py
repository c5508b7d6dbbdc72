"""The tree carries no address of a registry, no path of a machine, and no undocumented part."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

BUILT = {".git", ".hypothesis", ".venv", "__pycache__", "build", "dist"}
CACHES = "_cache"
MACHINE_PATH = re.compile(r"(?<![\w./~-])/(?:home|root|opt|work|Users)/\w")
REGISTRY = re.compile(r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com))\b")
LOCKS = (
    "requirements.txt",
    "requirements-dev.txt",
    "requirements-golden.txt",
    "requirements-server.txt",
    "requirements-setup.txt",
)


def texts(root: Path) -> Iterator[tuple[Path, str]]:
    """Give every text file that a person or a program wrote into the tree."""
    for path in root.rglob("*"):
        parts = path.relative_to(root).parts
        if any(part in BUILT or part.endswith(CACHES) for part in parts) or not path.is_file():
            continue
        try:
            yield path.relative_to(root), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_files_carry_hashes_and_no_address(root: Path, lock: str) -> None:
    text = (root / lock).read_text(encoding="utf-8")
    assert "://" not in text
    pinned = re.findall(r"^[\w.\[\]-]+==", text, flags=re.MULTILINE)
    assert len(pinned) > 0
    assert text.count("--hash=sha256:") >= len(pinned)


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY])
def test_no_file_names_a_machine_or_a_registry(root: Path, pattern: re.Pattern[str]) -> None:
    found = {
        f"{path}: {match.group()}" for path, text in texts(root) for match in pattern.finditer(text)
    }
    assert found - {f"tests/architecture/test_tree.py: {host}" for host in PLANTED} == set()


PLANTED = ("/home/x", "pypi.org")


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_path_or_registry_is_seen(planted: str) -> None:
    assert MACHINE_PATH.search(planted) or REGISTRY.search(planted)


def test_a_path_inside_an_address_is_no_machine_path() -> None:
    assert not MACHINE_PATH.search("https://example.org/home/news")


def test_every_dependency_says_why_it_is_there(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"].values()
    server = project["project"]["optional-dependencies"]["server"]
    wanted = [*project["project"]["dependencies"], *server]
    wanted += [line for group in groups for line in group]
    names = {re.split(r"[>=<\[]", line)[0] for line in wanted if isinstance(line, str)}
    text = (root / "docs" / "dependencies.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^- \*\*([\w-]+)\*\*: \S", text, flags=re.MULTILINE))
    assert explained == names


def test_every_link_between_documents_leads_somewhere(root: Path) -> None:
    broken = {
        f"{path}: {target}"
        for path, text in texts(root)
        if path.suffix == ".md"
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
        if "://" not in target and not (root / path.parent / target).exists()
    }
    assert broken == set()


def test_every_word_of_the_glossary_has_a_source(root: Path) -> None:
    text = (root / "GLOSSARY.md").read_text(encoding="utf-8")
    entries = re.findall(r"^\*\*(.+?)\*\*(.*?)(?=^\*\*|^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert len(entries) > 0
    assert [word for word, body in entries if "*Source:" not in body] == []
