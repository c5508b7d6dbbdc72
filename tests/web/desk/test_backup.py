"""The restore drill: every row comes back, and what a newer head has beyond it is named."""

import datetime as dt
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.web.desk.conftest import Signed

from peil.terms.errors import BadInput
from peil.web.server import current
from peil.workflow import backing_up
from peil.workflow.backing_up import back_up
from peil.workflow.working import export_audit, work

LATER = dt.datetime(2030, 1, 1, 12, tzinfo=dt.UTC)


def restore(root: Path, tmp_path: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Restore into an empty home, in a process of its own."""
    command = [sys.executable, "-c", "from peil.cli.main import main; main()"]
    command += ["restore", "backup.bin"]
    command += [str(root / "dossiers" / "belgium"), "--key", "backup.key", "--home", "home"]
    return subprocess.run(
        [*command, *more], cwd=tmp_path, capture_output=True, text=True, check=False
    )


def test_a_backup_comes_back_whole(signed: Signed, root: Path, tmp_path: Path) -> None:
    signed("dora").make("/scope/new/create/", type="country", name="Belgium")
    assert (
        back_up(tmp_path / "backup.bin", tmp_path / "backup.key") == 2
    )  # the form that was shown, and the act
    assert b"Belgium" not in (tmp_path / "backup.bin").read_bytes()
    run = restore(root, tmp_path)
    assert (run.returncode, run.stdout) == (0, "restored into home; its audit is whole\n"), run
    again = restore(root, tmp_path)
    assert again.returncode == 2
    assert "already has an audit" in again.stderr


def test_what_the_newest_head_has_beyond_a_backup_is_named(
    signed: Signed, root: Path, tmp_path: Path
) -> None:
    signed("dora").make("/scope/new/create/", type="country", name="Belgium")
    back_up(tmp_path / "backup.bin", tmp_path / "backup.key")
    signed("dora").make("/scope/new/create/", type="region", name="Brussels")
    work(LATER, tmp_path / "audit.key", current())
    export_audit(tmp_path / "audit.zip")
    with zipfile.ZipFile(tmp_path / "audit.zip") as archive:
        archive.extract("head.txt", tmp_path)
    run = restore(root, tmp_path, "--head", "head.txt")
    assert run.returncode == 1
    assert "lacks or breaks: events 3 to 4" in run.stderr


def test_a_backup_under_another_key_is_refused(signed: Signed, tmp_path: Path) -> None:
    signed("dora")
    back_up(tmp_path / "backup.bin", tmp_path / "other.key")
    (tmp_path / "backup.key").write_text("00" * 32)
    with pytest.raises(BadInput, match=r"backup\.bin cannot be opened with .*backup\.key"):
        backing_up.restore(tmp_path / "backup.bin", tmp_path / "backup.key")


def test_a_key_that_is_none_is_refused(signed: Signed, tmp_path: Path) -> None:
    signed("dora")
    (tmp_path / "backup.key").write_text("secret")
    with pytest.raises(BadInput, match="is no key of a backup"):
        back_up(tmp_path / "backup.bin", tmp_path / "backup.key")
