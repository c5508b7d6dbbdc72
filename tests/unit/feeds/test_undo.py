"""A journal that came with somebody else's dossier changes nothing outside it."""

import json
from pathlib import Path

import pytest

from peil.feeds.dossier.undo import roll_back
from peil.terms.errors import BadInput


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    (tmp_path / "dossier" / ".undo").mkdir(parents=True)
    (tmp_path / "precious.txt").write_text("kept", encoding="utf-8")
    return tmp_path / "dossier"


def refused(dossier: Path, journal: str) -> str:
    (dossier / ".undo" / "journal.json").write_text(journal, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        roll_back(dossier)
    assert (dossier.parent / "precious.txt").read_text("utf-8") == "kept"
    return str(caught.value)


def test_a_journal_names_nothing_outside_its_dossier(dossier: Path) -> None:
    absolute = str(dossier.parent / "precious.txt")
    for name in ("../precious.txt", absolute):
        assert "lies outside the dossier" in refused(dossier, json.dumps({name: False}))


def test_nor_by_a_link(dossier: Path) -> None:
    (dossier / "figures.csv").symlink_to(dossier.parent / "precious.txt")
    assert "lies outside the dossier" in refused(dossier, '{"figures.csv": false}')


@pytest.mark.parametrize("journal", ["[1", "3", "[1, 2]", "null"])
def test_what_is_no_journal_is_said_to_be_none(dossier: Path, journal: str) -> None:
    assert "is no journal" in refused(dossier, journal)
