"""The restore drill: every row comes back, and what a newer head has beyond it is named."""

import datetime as dt
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from benchmarks.kill import Writer, chain_faults
from django.contrib.auth.hashers import Argon2PasswordHasher
from tests.web.desk.conftest import Signed
from tests.web.desk.live import BELGIUM, PEIL, environment, running

from peil.store import records
from peil.store.shared import audit
from peil.store.shared.actor import actor_of
from peil.store.shared.models import Office, Person
from peil.terms.errors import BadInput
from peil.web.server import current
from peil.workflow import backing_up, clock
from peil.workflow.audit_file import verify_file
from peil.workflow.backing_up import back_up
from peil.workflow.desk.demonstration import PASSWORD
from peil.workflow.working import export_audit, work

LATER = dt.datetime(2030, 1, 1, 12, tzinfo=dt.UTC)


def restore(
    root: Path, tmp_path: Path, *more: str, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Restore into an empty home, in a process of its own."""
    command = [sys.executable, "-c", "from peil.cli.main import main; main()"]
    command += ["restore", "backup.bin"]
    command += [str(root / "dossiers" / "belgium"), "--key", "backup.key", "--home", "home"]
    return subprocess.run(
        [*command, *more],
        cwd=tmp_path,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )


def test_of_commands_that_begin_in_an_empty_home_at_once_each_finds_its_tables(
    engine: dict[str, str], tmp_path: Path
) -> None:
    def begun(number: int) -> subprocess.Popen[str]:
        home = f"home-{number}" if engine else "home"  # each its own, and the same PostgreSQL
        words = ["backup", f"{number}.bin", str(BELGIUM), "--key", f"{number}.key", "--home", home]
        env = environment() | engine
        return subprocess.Popen(
            [*PEIL, *words], cwd=tmp_path, env=env, stderr=subprocess.PIPE, text=True
        )

    commands = [begun(number) for number in range(2)]
    assert [(each.communicate()[1], each.returncode) for each in commands] == [("", 0)] * 2


def test_a_backup_comes_back_whole(signed: Signed, root: Path, tmp_path: Path) -> None:
    signed("dora").make("/scope/new/create/", type="country", name="Belgium\u2028and its coast")
    assert (
        back_up(tmp_path / "backup.bin", tmp_path / "backup.key") == 2
    )  # the form that was shown, and the act
    assert b"Belgium" not in (tmp_path / "backup.bin").read_bytes()
    run = restore(root, tmp_path)
    assert (run.returncode, run.stdout) == (0, "restored into home; its audit is whole\n"), run
    again = restore(root, tmp_path)
    assert again.returncode == 2
    assert "already has an audit" in again.stderr


def test_a_backup_that_was_stopped_leaves_nothing_beside_its_key(
    signed: Signed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    signed("dora")
    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        back_up(tmp_path / "backup.bin", tmp_path / "backup.key")
    assert [each.name for each in tmp_path.iterdir()] == ["backup.key"]


def test_a_restored_desk_goes_on(
    signed: Signed, belgium: str, engine: dict[str, str], root: Path, tmp_path: Path
) -> None:
    given = {"scope": belgium, "level": 2, "marking": "limited", "reasons": "because"}
    signed("dora").make("/decision/new/create/", **given)
    hashed = Argon2PasswordHasher().encode(PASSWORD, "a salt of a test")
    Person.objects.update(password=hashed)
    key = tmp_path / "audit.key"
    work(clock.now(), key, current())
    back_up(tmp_path / "backup.bin", tmp_path / "backup.key")
    assert restore(root, tmp_path, **engine).returncode == 0
    with running(tmp_path / "home", **engine) as live:
        raised = {"scope": belgium, "level": "4", "marking": "limited", "proof": PASSWORD}
        writer = Writer(live.address, "dan")
        assert writer.send("/decision/new/create/", **raised).startswith("/decision/")
        (tmp_path / "home" / "clock.txt").write_text("7200")
        assert chain_faults(live) == []
    signed_now = verify_file(tmp_path / "audit.zip", key.with_suffix(".pub").read_text())
    assert signed_now.head.size > audit.head()[0]


def test_those_to_whom_records_go_come_back_whatever_the_order_of_their_rows(
    signed: Signed, root: Path, tmp_path: Path
) -> None:
    signed("dora")
    governor, police = (Office.objects.get(pk=key) for key in ("governor", "federal_police"))
    by = actor_of(Person.objects.get(name="Dora Director"), LATER, current().law)
    made = [records.make("activity_report", by=by, state="sent") for _ in range(2)]
    last, first = sorted(made, key=lambda each: each.pk, reverse=True)
    last.recipients.set([governor])
    first.recipients.set([police, governor])
    back_up(tmp_path / "backup.bin", tmp_path / "backup.key")
    assert restore(root, tmp_path).returncode == 0
    with closing(sqlite3.connect(tmp_path / "home" / "desk.sqlite3")) as rows:
        table = first.recipients.through._meta.db_table
        found = rows.execute(f"SELECT activityreport_id, office_id FROM {table}")  # noqa: S608
        assert set(found) == {
            (last.pk, "governor"),
            (first.pk, "federal_police"),
            (first.pk, "governor"),
        }


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


def test_others_write_while_a_backup_reads_and_it_holds_one_moment(tmp_path: Path) -> None:
    reads = """
import sqlite3, sys
from pathlib import Path
from peil.workflow.serving import Settings, set_up

home, dossier = map(Path, sys.argv[1:])
set_up(Settings(home=home, dossier=dossier, is_demonstration=True))
from peil.store.shared import dump

with dump.at_one_moment():
    before = list(dump.rows())
    with sqlite3.connect(home / "desk.sqlite3", timeout=0) as other:
        other.execute("UPDATE shared_office SET name = 'Renamed'")
    assert list(dump.rows()) == before
assert list(dump.rows()) != before
"""
    command = [sys.executable, "-c", reads, str(tmp_path / "home"), str(BELGIUM)]
    subprocess.run(command, env=environment(), check=True)


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
