"""The audit: in the transaction, only added to, signed, exported, and verified by anybody."""

import csv
import datetime as dt
import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from tests.command import peil
from tests.web.desk.conftest import CANARY, Signed

from peil.store.shared.models import Checkpoint, Event, Person
from peil.web.server import current
from peil.workflow import serving
from peil.workflow.audit_file import Head, verify_file, write_file
from peil.workflow.working import checkpoint, export_audit, work

LATER = dt.datetime(2030, 1, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def exported(signed: Signed, tmp_path: Path) -> Path:
    """An exported audit of three acts and the looks at their forms, with the public key beside it."""
    for name in ("Belgium", "Brussels", "Antwerp"):
        signed("dora").make("/scope/new/create/", type="region", name=name)
    work(LATER, tmp_path / "audit.key", current())
    export_audit(tmp_path / "audit.zip")
    return tmp_path / "audit.zip"


WRITES = """
import os, resource, signal, sys
from pathlib import Path
from peil.workflow import serving
from peil.workflow.audit_file import Head, write_file
def stop(*_): {stop}
{begin}
write_file(Path("audit.zip"), [["a line"] * 200], Head(size=1, digest="", at=""), "signed")
"""
STOPPED = {
    "full": (
        "",
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (99, 99))",
    ),
    "interrupted": ("raise KeyboardInterrupt", "Path.replace = stop"),
    "killed": ("os.kill(os.getpid(), signal.SIGKILL)", "Path.replace = stop"),
}


@pytest.mark.parametrize("how", STOPPED)
def test_an_export_that_was_stopped_leaves_the_one_before_and_nothing_beside_it(
    tmp_path: Path, how: str
) -> None:
    """Who is killed cleans up nothing: the next who writes there does."""
    (tmp_path / "audit.zip").write_bytes(b"the one before")
    stop, begin = STOPPED[how]
    code = WRITES.format(stop=stop or "pass", begin=begin)
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=False
    )
    assert ended.returncode != 0
    assert (tmp_path / "audit.zip").read_bytes() == b"the one before"
    if how == "killed":
        write_file(tmp_path / "next.zip", [], Head(size=0, digest="", at=""), "")
        (tmp_path / "next.zip").unlink()
    assert [each.name for each in tmp_path.iterdir()] == ["audit.zip"]


def key_of(file: Path) -> str:
    return file.with_name("audit.pub").read_text()


def changed(file: Path, change: object) -> Path:
    """Copy an export with its lines changed behind it."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    lines = list(csv.reader(io.StringIO(parts["audit.csv"].decode(), newline="")))
    change(lines)
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    parts["audit.csv"] = text.getvalue().encode()
    copy = file.with_name("changed.zip")
    with zipfile.ZipFile(copy, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return copy


def test_what_was_done_is_verified_offline(exported: Path) -> None:
    verdict = verify_file(exported, key_of(exported))
    assert verdict.faults == ()
    assert verdict.head.size == 6


def test_openssh_takes_the_signature(exported: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(exported) as archive:
        archive.extractall(tmp_path)
    (tmp_path / "signers").write_text(f"desk {key_of(exported)}")
    command = ["ssh-keygen", "-Y", "verify", "-f", "signers", "-I", "desk", "-n", "peil-audit"]
    run = subprocess.run(
        [*command, "-s", "head.txt.sig"],
        cwd=tmp_path,
        input=(tmp_path / "head.txt").read_bytes(),
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr


def _set(lines: list[list[str]]) -> None:
    lines[1][4] = "write"


def _take(lines: list[list[str]]) -> None:
    del lines[1]


def _swap(lines: list[list[str]]) -> None:
    lines[0], lines[1] = lines[1], lines[0]


@pytest.mark.parametrize(
    ("change", "named"), [(_set, "event 2"), (_take, "event 2"), (_swap, "event 1")]
)
def test_a_line_changed_behind_it_is_named(exported: Path, change: object, named: str) -> None:
    verdict = verify_file(changed(exported, change), key_of(exported))
    assert verdict.faults[0] == named


def test_an_end_that_was_cut_off_is_named(exported: Path) -> None:
    verdict = verify_file(changed(exported, lambda lines: lines.pop()), key_of(exported))
    assert verdict.faults == ("head 6",)


def verified(file: Path, head: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from peil.cli.main import main; main()", "audit", "verify"]
    options = ["--key", str(file.with_name("audit.pub")), "--head", str(head)]
    command += [str(file), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_an_audit_goes_on_from_the_head_that_was_handed_out_before(
    exported: Path, signed: Signed, tmp_path: Path
) -> None:
    with zipfile.ZipFile(exported) as archive:
        head = Path(archive.extract("head.txt", tmp_path / "older"))
    signed("dora").make("/scope/new/create/", type="region", name="Ghent")
    work(LATER + dt.timedelta(hours=2), tmp_path / "audit.key", current())
    export_audit(tmp_path / "newer.zip")
    newer = (tmp_path / "newer.zip").rename(exported)
    run = verified(newer, head)
    assert (run.returncode, "holds: 8 events" in run.stdout) == (0, True), run.stderr
    digest = re.search(r"head (\w+)", head.read_text())[1]
    head.write_text(head.read_text().replace(digest, "0" * 64))
    run = verified(newer, head)
    assert (run.returncode, "does not hold: older head 6" in run.stderr) == (1, True)
    head.write_text(head.read_text().replace("size 6", "size 9"))
    assert "does not hold: older head 9" in verified(newer, head).stderr


def test_one_event_is_told_as_one(
    signed: Signed, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed("dora").get("/")
    work(LATER, tmp_path / "audit.key", current())
    monkeypatch.setattr(serving, "set_up", lambda _: None)  # as the tables of the test are there
    ran = peil("audit", "export", tmp_path / "audit.zip", root / "dossiers" / "belgium")
    assert ran.stdout == f"{tmp_path / 'audit.zip'} holds 1 event\n"
    ran = peil("audit", "verify", tmp_path / "audit.zip", "--key", tmp_path / "audit.pub")
    assert f"{tmp_path / 'audit.zip'} holds: 1 event up to 2030-01-01T12:00:00" in ran.stdout


def test_a_clock_that_was_ahead_once_stops_no_signing(signed: Signed, tmp_path: Path) -> None:
    signed("dora").make("/scope/new/create/", type="country", name="Belgium")
    key, minute = tmp_path / "audit.key", dt.timedelta(minutes=1)
    assert checkpoint(LATER + dt.timedelta(days=3650), key)
    signed("dora").make("/scope/new/create/", type="region", name="Brussels")
    assert [checkpoint(LATER + n * minute, key) for n in (0, 1, 59, 60)] == [
        True,
        False,
        False,
        True,
    ]
    assert Checkpoint.objects.count() == 3
    assert export_audit(tmp_path / "audit.zip") == 4


def test_another_key_does_not_vouch_for_it(exported: Path, tmp_path: Path) -> None:
    work(LATER + dt.timedelta(hours=2), tmp_path / "other.key", current())
    verdict = verify_file(exported, (tmp_path / "other.pub").read_text())
    assert verdict.faults == ("signature",)


def test_a_look_is_audited_and_a_look_in_vain_is_not_told(signed: Signed) -> None:
    address = signed("dora").make("/scope/new/create/", type="country", name="Belgium")
    signed("ada").get(address)
    assert [e.action for e in Event.objects.all()] == ["list", "create", "read"]


def test_what_is_refused_to_somebody_is_in_the_audit_and_in_no_number_or_history(
    signed: Signed, assessment: str
) -> None:
    asked = {"assessment": assessment, "to": "state_security", "question": "who?"}
    request = signed("ada").make("/request/new/create/", **asked).split("/")[2]
    before, paul = audit_numbers(signed), signed("paul")
    for key in (request, "x" * 16):
        assert paul.get(f"/request/{key}/").status_code == 404
        assert paul.client.post(f"/request/{key}/urge/", {}, secure=True).status_code == 404
    assert paul.get("/working_file/").status_code == paul.get("/nonsense/").status_code == 404
    refused = Event.objects.filter(action="be_refused", office="federal_police")
    assert [*refused.values_list("about_kind", "about")] == [
        ("request", request),
        ("request", request),
        ("request", ""),
        ("request", ""),
        ("working_file", ""),
        ("", ""),
    ]
    assert signed("dora").get("/embargo_list/xxxxxxxxxxxxxxxx/").status_code == 404
    assert signed("dora").get("/request/xxxxxxxxxxxxxxxx/").status_code == 404
    assert audit_numbers(signed) == [before[0], str(int(before[1]) + 1)]  # the page itself
    assert "refused" not in signed("pia").text(f"/request/{request}/")


def audit_numbers(signed: Signed) -> list[str]:
    """Give how much an office did and looked at, as its director reads it."""
    return re.findall(r"<dd>(\d+)</dd>", signed("dora").text("/audit/"))


@pytest.mark.parametrize("table", ["shared_event", "desk_decision"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET office_id = 'x'", "DELETE FROM {}"])
def test_raw_statements_change_nothing_that_is_only_added_to(
    signed: Signed, table: str, verb: str
) -> None:
    scope = signed("dora").make("/scope/new/create/", type="country", name="Belgium")
    given = {"scope": scope.split("/")[2], "level": 3, "marking": "limited"}
    signed("dora").make("/decision/new/create/", **given)
    statement = verb.format(table)
    if table == "shared_event":
        statement = statement.replace("office_id", "office")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_no_row_takes_the_place_of_one_that_is_only_added_to(signed: Signed) -> None:
    signed("dora").make("/scope/new/create/", type="country", name="Belgium")
    replace = "INSERT OR REPLACE INTO shared_event SELECT * FROM shared_event"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(replace)


def test_rows_of_the_chain_are_neither_saved_again_nor_deleted(signed: Signed) -> None:
    signed("dora").make("/scope/new/create/", type="country", name="Belgium")
    event = Event.objects.last()
    for act in (event.save, event.delete, lambda: Event.objects.update(action="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@pytest.mark.parametrize("spoil", ["merged", "blank", "large"])
def test_a_file_whose_lines_were_cut_otherwise_is_no_sound_audit(
    exported: Path, tmp_path: Path, spoil: str
) -> None:
    with zipfile.ZipFile(exported) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    lines = files["audit.csv"].decode().split("\r\n")
    cells = lines[1].split(",")
    lines[1] = {
        "merged": ",".join([*cells[:2], "\x1f".join(cells[2:4]), *cells[4:]]),
        "blank": "",
        "large": "x" * 200_000,
    }[spoil]
    files["audit.csv"] = "\r\n".join(lines).encode()
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    key = exported.with_name("audit.pub").read_text()
    assert not verify_file(exported, key).faults
    assert verify_file(tmp_path / "other.zip", key, Head(size=2, digest="0", at="")).faults


def test_who_sees_a_record_by_a_form_that_is_refused_is_seen_to_look(
    signed: Signed, item: str
) -> None:
    refused = signed("dora").client.post(
        f"{item}decide/", {"version": 0, "says": "not"}, secure=True
    )
    assert refused.status_code == 409
    assert CANARY in refused.content.decode()
    looks = Event.objects.filter(about=item.split("/")[2], action="read")
    assert [each.person for each in looks] == [Person.objects.get(email="dora@example.org").pk]


def test_the_page_of_the_audit_is_looked_at_and_settings_are_changed_as_all_else_is(
    signed: Signed,
) -> None:
    signed("alex").text("/audit/")
    assert Event.objects.filter(action="list", about_kind="audit_event").count() == 1
    signed("ada").client.post("/settings/", {"language": "fr", "is_digest": "on"}, secure=True)
    ada = Person.objects.get(email="ada@example.org").pk
    assert Event.objects.filter(action="change_settings", person=ada, about=ada).count() == 1
