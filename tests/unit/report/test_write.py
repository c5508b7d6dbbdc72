"""A file is written whole or not at all."""

import stat
from pathlib import Path

import pytest

from peil.report.write import write_all
from peil.terms.errors import BadOutput


def test_a_file_is_written_and_nothing_else(tmp_path: Path) -> None:
    write_all({tmp_path / "a.html": b"whole"})
    assert (tmp_path / "a.html").read_bytes() == b"whole"
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]


def test_a_file_is_replaced_and_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_all({path: b"new"})
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_file_can_be_read_by_others_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_all({tmp_path / "ours": b""})
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize("place", ["no/folder/a.html", "file/a.html", "folder"])
def test_a_place_that_cannot_be_written_is_said_in_one_sentence(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(BadOutput, match=r"cannot be written \(.+\); choose another place$"):
        write_all({tmp_path / place: b"x"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]
    assert list((tmp_path / "folder").iterdir()) == []


def test_a_write_that_fails_leaves_what_stood_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(BadOutput, match="No space left on device"):
        write_all({path: b"new"})
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.xlsx"]
