"""The first people of a desk: an administrator and one who is none, by links that are printed."""

import datetime as dt
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.web.desk.conftest import Signed
from tests.web.desk.test_people import Committed, answer, confirm, grant, invited

from peil.store.shared import dump, people
from peil.store.shared.models import Person
from peil.workflow import clock

__all__ = ["invited"]
HEAD = "email,name,office,role,first_day,last_day,deputy\n"
ADMINISTRATOR = "alex@example.org,Alex,ocam,administrator,2026-11-01,,\n"
SECOND = "petra@example.org,Petra,ocam,data_protection,2026-11-01,,\n"
ANALYST = "ada@example.org,Ada,ocam,analyst,2026-11-01,,\n"


def serve(
    root: Path, folder: Path, *more: str, dossier: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command of the desk in a process of its own."""
    command = [sys.executable, "-c", "from peil.cli.main import main; main()", "serve", "desk"]
    command += [str(dossier or root / "dossiers" / "belgium"), "--home", "home", *more]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_first_two_get_links_once(root: Path, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(HEAD + ADMINISTRATOR + SECOND)
    run = serve(root, tmp_path, "--invite", "people.csv")
    assert run.returncode == 0, run.stderr
    addresses, links = zip(*(line.split() for line in run.stdout.splitlines()), strict=True)
    assert addresses == ("alex@example.org", "petra@example.org")
    assert all(link.startswith("http://127.0.0.1:8000/accounts/invited/") for link in links)
    again = serve(root, tmp_path, "--invite", "people.csv")
    assert (again.returncode, again.stdout) == (2, "")
    assert "there is an administrator already" in again.stderr


def test_offices_are_those_of_the_laws_table_and_are_named_anew(root: Path, tmp_path: Path) -> None:
    dossier = shutil.copytree(root / "dossiers" / "belgium", tmp_path / "dossier")
    table = dossier / "law" / "offices.csv"
    (tmp_path / "people.csv").write_text(HEAD + ADMINISTRATOR + SECOND)
    for name in ("Unit", "Coordination Unit"):
        rows = f"ocam,{name},,2006-12-01,,true\npalace,The palace,court,2006-12-01,,true\n"
        table.write_text("office,name,group,valid_from,valid_to,verified\n" + rows)
        serve(root, tmp_path, "--invite", "people.csv", dossier=dossier)
        with closing(sqlite3.connect(tmp_path / "home" / "desk.sqlite3")) as kept:
            found = kept.execute('SELECT code, name, "group" FROM shared_office ORDER BY code')
            assert found.fetchall() == [("ocam", name, ""), ("palace", "The palace", "court")]


@pytest.mark.parametrize(
    ("setting", "said", "sentence"),
    [
        ("PEIL_TIME_ZONE", "Europe/Nowhere", "PEIL_TIME_ZONE is 'Europe/Nowhere'; name a zone"),
        ("PEIL_TIME_ZONE", "../secret", "PEIL_TIME_ZONE is '../secret'; name a zone"),
        ("PEIL_PROXIES", "one", "PEIL_PROXIES is 'one'; give the number of proxies"),
        ("PEIL_PROXIES", "-1", "PEIL_PROXIES is '-1'; give the number of proxies"),
        ("", "127.0.0.1:99999", "127.0.0.1:99999 has a port above 65535; give another"),
    ],
)
def test_a_setting_that_is_none_is_named(
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
    said: str,
    sentence: str,
) -> None:
    if setting:
        monkeypatch.setenv(setting, said)
    run = serve(root, tmp_path, *([] if setting else ["--address", said]))
    assert (run.returncode, "Traceback" in run.stderr) == (2, False)
    assert run.stderr.startswith(sentence)


def test_one_person_alone_is_not_let_in(root: Path, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(HEAD + ADMINISTRATOR + ANALYST)
    run = serve(root, tmp_path, "--invite", "people.csv")
    assert (run.returncode, run.stdout) == (2, "")
    assert "data_protection, deputy, director" in " ".join(run.stderr.split())


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "people.csv: is empty; write at least the row of column names\n"),
        (HEAD, "people.csv: has column names and no row; add one row for each person\n"),
    ],
)
def test_a_table_of_nobody_lets_nobody_in(
    root: Path, tmp_path: Path, table: str, said: str
) -> None:
    (tmp_path / "people.csv").write_text(table)
    run = serve(root, tmp_path, "--invite", "people.csv")
    assert (run.returncode, run.stdout, run.stderr) == (2, "", said)


def test_one_person_is_not_both(root: Path, tmp_path: Path) -> None:
    second = ADMINISTRATOR.replace("administrator", "director").replace("alex@", "Alex@")
    (tmp_path / "people.csv").write_text(HEAD + ADMINISTRATOR + second)
    run = serve(root, tmp_path, "--invite", "people.csv")
    assert (run.returncode, run.stdout) == (2, "")
    assert "somebody else with a role of" in " ".join(run.stderr.split())


def test_a_folder_without_law_is_refused_before_anything_answers(
    root: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    run = serve(root, tmp_path, "--demonstration", dossier=tmp_path / "empty")
    assert (run.returncode, run.stdout) == (2, "")
    assert "rights.csv does not exist" in " ".join(run.stderr.split())


def test_what_cannot_be_read_or_written_is_named(root: Path, tmp_path: Path) -> None:
    """A home that is a file, and keys that are not there: no sentence may speak of the output."""
    (tmp_path / "home").write_text("a file")
    assert serve(root, tmp_path).stderr == (
        "home cannot be read or written (File exists); choose another place\n"
    )
    command = [sys.executable, "-c", "from peil.cli.main import main; main()", "audit", "verify"]
    command += ["audit.zip", "--key", "audit.pub"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (
        2, "audit.pub cannot be read or written (No such file or directory); choose another place\n"
    )  # fmt: skip


def test_a_server_that_could_sign_the_audit_does_not_answer(root: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "audit.key").write_text("a key")
    run = serve(root, tmp_path, "--address", "127.0.0.1:1")
    assert run.returncode == 2
    assert "audit.key can be read by the process that answers" in " ".join(run.stderr.split())


def test_a_new_invitation_ends_the_one_before(invited: str) -> None:
    people.invite(Person.objects.get(name="Nora New"))
    assert answer(invited)[0] == 422


def test_no_table_holds_the_secret_of_an_invitation(invited: str) -> None:
    secret = invited.split("/")[3]
    assert not [row for row in dump.rows() if secret in row]


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Clocks on the wall that show another hour than when somebody was invited."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Pacific/Honolulu")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(("hours", "status"), [(71, 302), (73, 422)])
def test_an_invitation_ends_after_three_days_whatever_clocks_on_the_wall_show(
    invited: str,
    elsewhere: None,  # noqa: ARG001  # moves the clocks
    monkeypatch: pytest.MonkeyPatch,
    hours: int,
    status: int,
) -> None:
    later = timezone.now() + dt.timedelta(hours=hours)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert answer(invited)[0] == status


def test_an_invitation_says_until_when_it_holds_and_by_which_clock(
    signed: Signed,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Committed,
) -> None:
    change = grant(signed)
    before_summer = dt.datetime(2099, 3, 27, 20, 0, tzinfo=clock.ZONE)
    monkeypatch.setattr(clock, "now", lambda: before_summer)
    with django_capture_on_commit_callbacks(execute=True):
        confirm(signed, change)
    assert "by 30 March 2099, 21:00 CEST: http" in mail.outbox[0].body


def test_who_answers_an_invitation_too_often_is_told_to_wait(invited: str) -> None:
    answers = [Client().post(invited, {"email": "x"}, secure=True) for _ in range(21)]
    assert [each.status_code for each in answers] == [422] * 20 + [429]
    assert "Too many attempts; wait a minute" in answers[-1].content.decode()
