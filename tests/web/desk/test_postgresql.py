"""What only an engine that lets several people write at once can get wrong."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connections
from django.test import Client
from tests.web.desk.conftest import Visitor, postgresql

from peil.store import records
from peil.store.shared import audit, dump
from peil.store.shared.models import Person
from peil.web import views
from peil.web.server import current
from peil.web.settings import database
from peil.workflow import acting, backing_up, clock
from peil.workflow.desk import asking, deciding, entering
from peil.workflow.desk.demonstration import populate
from peil.workflow.duties import mark_overdue


@pytest.fixture(scope="module", autouse=True)
def people(
    django_db_setup: None,  # noqa: ARG001  # the settings of the other tests come first
    django_db_blocker: Any,
) -> Iterator[None]:
    """People of a desk whose rows PostgreSQL keeps, in every thread of this module."""
    unblocked = django_db_blocker.unblock()
    with pytest.MonkeyPatch.context() as patch, postgresql() as address, unblocked:
        known, here = connections.settings["default"], connections["default"]
        patch.setitem(connections.settings, "default", known | {"OPTIONS": {}} | database(address))
        connections["default"] = connections.create_connection("default")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        populate(clock.now())
        yield
        connections["default"].close()
        connections["default"] = here


def signed(name: str) -> Visitor:
    return Visitor(Person.objects.get(email=f"{name}@example.org"))


def a_scope(name: str) -> str:
    made = signed("dora").make("/scope/new/create/", type="site", name=name)
    return made.split("/")[2]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do several things, each in a thread of its own, and give what came of each."""
    done: dict[int, Any] = {}

    def do(number: int) -> None:
        done[number] = acts[number]()
        connections.close_all()

    threads = [threading.Thread(target=do, args=(number,)) for number in range(len(acts))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return [done[number] for number in range(len(acts))]


def test_a_backup_is_of_one_moment_though_others_write_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = dump.rows

    def while_others_write() -> Iterator[str]:
        found = read()
        yield next(found)
        at_once(lambda: a_scope("written meanwhile"))
        yield from found

    a_scope("written before")
    monkeypatch.setattr(dump, "rows", while_others_write)
    kept: list[bytes] = []
    monkeypatch.setattr(backing_up.gzip, "compress", lambda text, **_: kept.append(text) or text)
    number = backing_up.back_up(tmp_path / "backup.bin", tmp_path / "backup.key")
    assert b"written before" in kept[0]
    assert b"written meanwhile" not in kept[0]
    assert kept[0].count(b'"model": "shared.event"') == number
    assert records.every("scope").filter(name="written meanwhile").exists()


def levels(scope: str) -> list[tuple[int, str]]:
    made = records.every("decision").filter(scope=scope).order_by("created_at")
    return [(each.level, each.state) for each in made]


def raising(name: str, scope: str, level: int) -> Callable[[], Any]:
    given = {"scope": scope, "level": level, "marking": "limited", "reasons": "because"}
    visitor = signed(name)
    return lambda: visitor.do("/decision/new/create/", **given).status_code


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each of two who decide read the level in force before either writes, if that can be."""
    met, read = threading.Barrier(2), deciding.level_in_force

    def read_and_wait(scope: Any) -> Any:
        found = read(scope)
        try:
            met.wait(3)
        except threading.BrokenBarrierError:
            met.reset()
        return found

    monkeypatch.setattr(deciding, "level_in_force", read_and_wait)


@pytest.mark.usefixtures("together")
def test_of_two_who_enter_a_first_level_at_once_one_is_told_of_the_other() -> None:
    scope = a_scope("without a level")
    statuses = at_once(raising("dora", scope, 3), raising("dan", scope, 3))
    assert sorted(statuses) == [302, 422]
    assert levels(scope) == [(3, "in_force")]


@pytest.mark.usefixtures("together")
def test_of_two_who_raise_at_once_both_are_answered_and_one_level_is_in_force() -> None:
    scope = a_scope("with a level")
    assert raising("dora", scope, 2)() == 302
    statuses = at_once(raising("dora", scope, 3), raising("dan", scope, 3))
    assert sorted(statuses) == [302, 422]
    assert levels(scope) == [(2, "superseded"), (3, "in_force")]


@pytest.mark.usefixtures("together")
def test_of_two_who_keep_a_level_at_once_one_must_look_again() -> None:
    scope = a_scope("kept")
    raising("dora", scope, 2)()
    key = records.every("decision").get(scope=scope).pk
    day = clock.now().date() + dt.timedelta(days=30)
    given = {"review_by": day, "reasons": "as before"}
    both = [signed(name) for name in ("dora", "dan")]
    acts = [partial(each.do, f"/decision/{key}/keep/", **given) for each in both]
    assert sorted(each.status_code for each in at_once(*acts)) == [302, 404]
    assert levels(scope) == [(2, "superseded"), (2, "kept")]


def test_of_two_who_sign_a_draft_at_once_one_does_and_one_must_look_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scope = a_scope("signed")
    assert raising("dora", scope, 2)() == 302
    given = {"scope": scope, "type": "point", "started_by": "ocam", "marking": "restricted"}
    draft = signed("ada").make("/assessment/new/create/", **given)
    signed("ada").make(f"{draft}write/", level=3)  # raised: what else is missing holds nobody up
    signed("ada").make(f"{draft}submit/")
    signed("ben").make(f"{draft}review/")
    both, met, doubt = (
        [signed(name) for name in ("dora", "dan")],
        threading.Barrier(2),
        views.doubt_of,
    )

    def doubt_together(request: Any) -> Any:
        found = doubt(request)
        if request.method == "POST":
            met.wait(30)  # each has the form of an unsigned draft, and waits for its turn
        return found

    monkeypatch.setattr(views, "doubt_of", doubt_together)
    acts = [partial(each.do, f"{draft}sign/") for each in both]
    assert sorted(each.status_code for each in at_once(*acts)) == [302, 404]
    assert levels(scope) == [(2, "superseded"), (3, "in_force")]
    assert records.every("product").filter(assessment=draft.split("/")[2]).count() == 1


def test_who_acts_waits_for_the_worker_before_holding_what_it_wants(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scope = a_scope("asked about")
    given = {"scope": scope, "type": "point", "started_by": "ocam", "marking": "restricted"}
    of = signed("ada").make("/assessment/new/create/", **given).split("/")[2]
    asked = {"assessment": of, "to": "state_security", "question": "who?"}
    requests = [signed("ada").make("/request/new/create/", **asked) for _ in range(2)]
    first, last = (records.every("duty").filter(about=each.split("/")[2]) for each in requests)
    today = clock.now().date()
    for days, duty in ((2, first), (1, last)):
        duty.update(due=today - dt.timedelta(days=days))
    has_begun, has_changed = threading.Event(), threading.Event()
    append, settle = audit.append, asking.settle

    def append_and_wait(**of: Any) -> int:
        number = append(**of)
        if of["action"] == "overdue":
            has_begun.set()
            has_changed.wait(3)
        return number

    def settle_and_tell(*of: Any, **given: Any) -> None:
        settle(*of, **given)
        has_changed.set()

    def worker() -> int:
        with acting.transactional():
            return mark_overdue(clock.now(), current().law)

    def answer() -> int:
        has_begun.wait(30)
        return int(sam.do(f"{requests[1]}know_nothing/").status_code)

    sam = signed("sam")
    monkeypatch.setattr(audit, "append", append_and_wait)
    monkeypatch.setattr(asking, "settle", settle_and_tell)
    marked, answered = at_once(worker, answer)
    assert (marked, answered) in ((2, 302), (2, 409))
    assert {*first.values_list("state", flat=True)} == {"overdue"}


def test_what_an_engine_says_of_a_row_stands_in_no_log(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entering, "_check", lambda *_: None)
    row = "type,name,reasons,level,decided_on,review_by\n"
    row += "region,Ghent,canary of the centre,2,2020-01-01,2019-01-01\n"
    file = SimpleUploadedFile("levels.csv", row.encode(), "text/csv")
    answer = signed("dora").do("/scope/new/enter/", file=file)
    assert answer.status_code == 409
    assert "canary" not in caplog.text
    assert not records.every("scope").filter(name="Ghent").exists()


@pytest.mark.parametrize(
    "address", ["/search/?q=a%00b", "/assessment/a%00b/", "/request/new/create/?assessment=%00"]
)
def test_a_letter_that_no_engine_keeps_finds_nothing(address: str) -> None:
    assert signed("ada").get(address).status_code == 404


def test_a_letter_that_no_engine_keeps_in_a_form_finds_nothing() -> None:
    page = signed("ada").client.post("/request/new/create/", {"assessment": "a\0b"}, secure=True)
    assert page.status_code == 404


def test_a_letter_that_no_engine_keeps_finds_no_invitation() -> None:
    page = Client().post("/accounts/invited/x/", {"email": "a\0@example.org"}, secure=True)
    assert page.status_code == 422
