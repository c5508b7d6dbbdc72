"""A sample of stopped runs: what a command leaves is old or new, and its next run mends and cleans."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.feeds.builders import a_dossier, written

from peil.feeds.dossier.read import read_dossier
from peil.feeds.dossier.undo import JOURNAL, UNDO
from peil.report.folder_lock import abandoned, draft_folder
from peil.workflow.site_folder import mend


def test_commands_that_are_stopped_at_any_step_are_mended_by_their_next_run(root: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.hostile.stopped", "--seed", "17", "--times", "12"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout.count(" 0 wrong")) == (0, 4), run.stdout + run.stderr


def test_what_a_stopped_import_had_replaced_comes_back_when_the_dossier_is_read(
    tmp_path: Path,
) -> None:
    folder = written(a_dossier(), tmp_path / "norland")
    sound = {path.name: path.read_bytes() for path in folder.iterdir()}
    (folder / UNDO).mkdir()
    was_there = {"observations.csv": True, "extra.csv": False, "indicators.csv": True}
    (folder / UNDO / JOURNAL).write_text(json.dumps(was_there))
    # The observations had been replaced, and the indicators not yet moved back by a run before.
    (folder / "observations.csv").rename(folder / UNDO / "observations.csv")
    (folder / "observations.csv").write_text("half\n")
    (folder / "extra.csv").write_text("new\n")
    read_dossier(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == sound


def test_a_site_that_was_moved_aside_comes_back(tmp_path: Path) -> None:
    (tmp_path / ".site.old-1a2b").mkdir()
    (tmp_path / ".site.old-1a2b" / "index.html").write_text("old")
    mend(tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    (tmp_path / ".site.old-3c4d").mkdir()
    mend(tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_draft_that_somebody_is_at_work_in_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".draft-left").mkdir()
    with draft_folder(tmp_path, ".draft-") as first, draft_folder(tmp_path, ".draft-") as second:
        assert {path.name for path in tmp_path.iterdir()} == {first.name, second.name}
        assert list(abandoned(tmp_path, ".draft-")) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["file", "link"])
def test_only_folders_of_drafts_are_deleted(tmp_path: Path, kind: str) -> None:
    (tmp_path / "kept").mkdir()
    if kind == "file":
        (tmp_path / ".draft-x").write_text("somebody's")
    else:
        (tmp_path / ".draft-x").symlink_to(tmp_path / "kept")
    assert list(abandoned(tmp_path, ".draft-")) == []
