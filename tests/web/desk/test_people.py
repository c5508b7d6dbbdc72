"""People: let in by a link that works once, and by two others; who leaves hands duties over."""

import datetime as dt
import io
import logging
import re
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.desk.conftest import Signed

from peil.store.shared import people
from peil.store.shared.audit import LOOKS
from peil.store.shared.models import Account, Duty, Event, Message, Person
from peil.web.server import current
from peil.workflow import clock
from peil.workflow.desk.demonstration import PASSWORD
from peil.workflow.working import work

LINK = re.compile(r"http://127.0.0.1:8000(/accounts/invited/\S+)")
TODAY = clock.now().date()
CHOSEN = {"password1": "chosen by myself", "password2": "chosen by myself"}
NO_INVITATION = "This invitation does not hold for this address"
Committed = Callable[..., object]


def grant(signed: Signed, **other: object) -> str:
    """Propose an account of a new analyst, and give the address of the proposal."""
    given = {
        "email": "nora@example.org",
        "name": "Nora New",
        "to_office": "ocam",
        "role": "analyst",
        "first_day": TODAY,
        "last_day": TODAY + dt.timedelta(days=365),
        "reason": "joins",
    }
    return signed("alex").make("/account_change/new/grant/", **given | other)


def confirm(signed: Signed, change: str, by: str = "dora") -> object:
    return signed(by).do(f"{change}confirm/", proof=PASSWORD)


@pytest.fixture
def invited(signed: Signed, django_capture_on_commit_callbacks: Committed) -> str:
    """The link that an invited person was sent."""
    with django_capture_on_commit_callbacks(execute=True):
        confirm(signed, grant(signed))
    assert mail.outbox[0].to == ["nora@example.org"]
    return LINK.search(mail.outbox[0].body)[1]


def answer(link: str, email: str = "nora@example.org") -> tuple[int, str]:
    """Choose a password at a link, and give the status and the page."""
    found = Client().post(link, {"email": email, **CHOSEN}, secure=True)
    return found.status_code, found.content.decode()


def test_an_invitation_works_once_and_is_not_used_up_by_a_look(invited: str) -> None:
    for _ in range(2):
        assert Client().get(invited, secure=True).status_code == 200
    assert answer(invited)[0] == 302
    status, page = answer(invited)
    assert (status, NO_INVITATION in page) == (422, True)
    assert Person.objects.get(name="Nora New").check_password("chosen by myself")


def test_no_log_holds_the_secret_of_an_invitation(
    invited: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = next(each for each in logging.getLogger().handlers if each.get_name() == "console")
    lines = io.StringIO()
    monkeypatch.setattr(handler, "stream", lines)
    short = {"email": "nora@example.org", "password1": "short", "password2": "short"}
    assert Client().post(invited, short, secure=True).status_code == 422
    said = HTTPStatus.UNPROCESSABLE_ENTITY.phrase  # its words are those of the version of Python
    assert lines.getvalue() == f"{said}: /accounts/invited/.../\n"


def test_an_invitation_is_bound_to_its_address(invited: str) -> None:
    status, page = answer(invited, "eve@example.org")
    assert (status, NO_INVITATION in page) == (422, True)
    assert answer(invited)[0] == 302


def test_who_was_invited_needs_a_second_factor_first(invited: str) -> None:
    answer(invited)
    client = Client()
    given = {"login": "nora@example.org", "password": "chosen by myself"}
    client.post("/accounts/login/", given, secure=True)
    assert client.get("/", secure=True)["Location"] == "/accounts/2fa/"


@pytest.mark.parametrize("by", ["alex", "ada", "sam", "otto"])
def test_only_who_may_confirms(signed: Signed, by: str) -> None:
    assert confirm(signed, grant(signed), by).status_code == 404
    assert not Person.objects.filter(name="Nora New").exists()


def test_an_administrator_confirms_nothing_whatever_else_that_person_is(signed: Signed) -> None:
    change = grant(signed)
    dora = Person.objects.get(name="Dora Director")
    other = Account.objects.get(person=dora)
    other.pk, other.role = "another", "administrator"
    other.save(force_insert=True)
    answered = confirm(signed, change)
    assert answered.status_code == 422
    assert "An administrator proposes and cannot confirm" in answered.content.decode()


@pytest.mark.parametrize("by", ["dora", "dan"])
def test_nobody_confirms_for_oneself(signed: Signed, by: str) -> None:
    signed(by)
    email, deputy = "dora@example.org", Person.objects.get(name="Dan Deputy").pk
    change = grant(signed, email=email, name="Dora Director", deputy=deputy)
    assert confirm(signed, change, by).status_code == 404
    assert confirm(signed, change, "petra").status_code == 302


@pytest.mark.parametrize("of", ["email", "deputy"])
def test_nobody_proposes_for_oneself(signed: Signed, of: str) -> None:
    signed("alex")
    alex = Person.objects.get(name="Alex Administrator")
    given = {"name": "x", "to_office": "ocam", "role": "director", "first_day": TODAY}
    given |= {
        "reason": "y",
        "email": "nora@example.org",
        of: alex.email if of == "email" else alex.pk,
    }
    answered = signed("alex").do("/account_change/new/grant/", **given)
    assert answered.status_code == 422
    assert "This is about yourself" in answered.content.decode()


def test_nobody_confirms_what_was_proposed_for_the_own_address(signed: Signed) -> None:
    first, second = grant(signed, role="deputy"), grant(signed, role="director")
    assert confirm(signed, first).status_code == 302
    nora = Person.objects.get(email="nora@example.org")
    nora.set_password(PASSWORD)
    nora.save()
    answer = confirm(signed, second, by="nora")
    assert answer.status_code == 422
    assert "This is about yourself; let somebody else do it." in answer.content.decode()
    assert confirm(signed, second).status_code == 302


def test_a_changed_role_ends_the_session_and_overseers_are_told(signed: Signed) -> None:
    ada = signed("ada")
    change = grant(signed, email="ADA@example.org", name="Ada Analyst", role="deputy")
    assert ada.get("/").status_code == 200
    assert confirm(signed, change).status_code == 302
    assert ada.get("/")["Location"] == "/accounts/login/"
    told = Message.objects.filter(task="account_change").values_list("person__name", flat=True)
    assert sorted(told) == ["Otto Overseer", "Pia Overseer"]
    assert [e.action for e in Event.objects.exclude(action__in=LOOKS)] == ["grant", "confirm"]
    assert "deputy director" in signed("otto").text(change)


def test_an_account_ends_at_once(signed: Signed) -> None:
    signed("ada")
    account = Account.objects.get(person__name="Ada Analyst")
    change = signed("alex").make("/account_change/new/end/", account=account.pk, reason="leaves")
    assert signed("ada").get("/assessment/").status_code == 200
    confirm(signed, change)
    assert signed("ada").get("/assessment/").status_code == 404
    assert "ended" in signed("alex").text(f"/account/{account.pk}/")


def test_who_lost_what_proves_it_is_invited_again_by_two(
    signed: Signed, password: str, django_capture_on_commit_callbacks: Committed
) -> None:
    signed("ada")
    ada = Person.objects.get(name="Ada Analyst")
    account = ada.accounts.get().pk
    change = signed("alex").make("/account_change/new/recover/", account=account, reason="lost")
    assert ada.check_password(password)
    with django_capture_on_commit_callbacks(execute=True):
        confirm(signed, change)
    ada.refresh_from_db()
    assert not ada.has_usable_password()
    assert not ada.authenticator_set.exists()
    assert answer(LINK.search(mail.outbox[0].body)[1], "ada@example.org")[0] == 302


HEAD = "email,name,office,role,first_day,last_day,deputy\n"
NORA = "nora@example.org,Nora New,ocam,analyst,2026-12-01,2027-11-30,ben@example.org\n"


def bring_in(signed: Signed, rows: str) -> object:
    file = SimpleUploadedFile("people.csv", (HEAD + rows).encode())
    return signed("alex").do("/account_change/new/bring_in/", newcomers=file, reason="new staff")


def test_people_are_proposed_by_a_table(signed: Signed) -> None:
    row = "otis@example.org,Otis Other,state_security,service_contact,2026-12-01,,\n"
    made = bring_in(signed, NORA + row)
    assert made.status_code == 302
    listed = signed("petra").text("/account_change/")
    assert "Nora New" in listed
    assert "Otis Other" in listed
    assert Event.objects.filter(action="bring_in").count() == 2
    page = signed("petra").text(made["Location"])
    assert "contact of a support service" in page


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("x@example.org,X,nowhere,analyst,2026-12-01,,\n", "There is no office nowhere"),
        ("x@example.org,X,ocam,king,2026-12-01,,\n", "The law knows no role king"),
        ("x@example.org,X,ocam,analyst,2026-12-01,,no@example.org\n", "has the address no@"),
        ("x@example.org,X,ocam,analyst,2026-12-01,2026-11-01,\n", "lies before the first"),
        ("example.org,X,ocam,analyst,2026-12-01,,\n", "email is &#39;example.org&#39;"),
        ('"a@example.org\nBcc: eve@evil.org",X,ocam,analyst,2026-12-01,,\n', "write an address"),
        ("x@example.org,X,ocam,analyst,,,\n", "has no first_day"),
    ],
)
def test_a_table_with_one_bad_row_proposes_nobody(signed: Signed, row: str, said: str) -> None:
    answered = bring_in(signed, NORA + row)
    assert answered.status_code == 422
    assert said in answered.content.decode()
    assert "Nora New" not in signed("petra").text("/account_change/")


@pytest.fixture
def duty(signed: Signed) -> str:
    """The address of a duty of the unit: to supply the reasons for a raised level."""
    scope = signed("dora").make("/scope/new/create/", type="country", name="Canaria")
    given = {"scope": scope.split("/")[2], "level": 3, "marking": "limited"}
    signed("dora").make("/decision/new/create/", **given)
    return f"/duty/{Duty.objects.get(task='supply_reasons').pk}/"


def test_a_duty_goes_to_somebody_who_accepts(signed: Signed, duty: str) -> None:
    ben = Person.objects.get(name="Ben Reviewer")
    signed("ada").make(f"{duty}hand_over/", offered_to=ben.pk)
    assert Message.objects.filter(task="accept", person=ben).count() == 1
    assert signed("max").get(f"{duty}accept/").status_code == 404
    taken = signed("ben").make(f"{duty}accept/")
    assert "handed over" in signed("ada").text(duty)
    assert "Ben Reviewer" in signed("ada").text(taken)
    account = Account.objects.get(person=ben).pk
    assert "1 duty is still with this person" in signed("alex").text(f"/account/{account}/")


def test_administrators_see_who_leaves_with_duties(signed: Signed, duty: str) -> None:
    ben = Person.objects.get(name="Ben Reviewer")
    signed("ada").make(f"{duty}hand_over/", offered_to=ben.pk)
    signed("ben").make(f"{duty}accept/")
    assert "Ben Reviewer" not in signed("alex").text("/")
    Account.objects.filter(person=ben).update(last_day=TODAY + dt.timedelta(days=13))
    assert "Ben Reviewer leaves and still owes 1 duty" in signed("alex").text("/")
    assert "Ben Reviewer" not in signed("petra").text("/")


def gone(name: str, **account: object) -> None:
    """Let the account of somebody have ended yesterday."""
    ended = {"first_day": TODAY - dt.timedelta(days=9), "last_day": TODAY - dt.timedelta(days=1)}
    Account.objects.filter(person__name=name).update(**ended, **account)
    for _ in range(2):  # done twice, it does nothing more
        work(clock.now(), None, current())


def ask_whom(duty: str) -> list[str]:
    """Name who was asked to take a duty over, and so may see it."""
    offered_to = Duty.objects.get(pk=duty.split("/")[2]).offered_to
    asked = Message.objects.filter(task="accept").values_list("person__name", flat=True)
    assert [offered_to.name] == list(asked)
    return list(asked)


@pytest.fixture
def bens(signed: Signed, duty: str) -> str:
    """The address of a duty that Ben alone owes."""
    signed("ada").make(f"{duty}hand_over/", offered_to=Person.objects.get(name="Ben Reviewer").pk)
    taken = signed("ben").make(f"{duty}accept/")
    Message.objects.all().delete()
    return taken


def test_what_somebody_owed_who_is_gone_is_offered_to_the_deputy(signed: Signed, bens: str) -> None:
    gone("Ben Reviewer", deputy=Person.objects.get(name="Dan Deputy"))
    assert ask_whom(bens) == ["Dan Deputy"]
    signed("dan").make(f"{bens}accept/")
    assert Duty.objects.get(state="open", task="supply_reasons").person.name == "Dan Deputy"
    gone("Ben Reviewer")
    assert Event.objects.filter(action="hand_over", person="").count() == 1


def test_without_a_deputy_it_is_offered_to_the_director(signed: Signed, bens: str) -> None:
    gone("Ben Reviewer")
    assert ask_whom(bens) == ["Dora Director"]
    assert "Supply the reasons" in signed("dora").text("/")
    assert "Ben Reviewer leaves and still owes 1 duty" in signed("alex").text("/")
    signed("dora").make(f"{bens}accept/")
    assert "Ben Reviewer" not in signed("alex").text("/")


def test_who_directed_once_is_not_asked_before_who_directs(signed: Signed, bens: str) -> None:
    signed("ada")
    account = Account.objects.get(person__name="Ada Analyst")
    account.pk, account.role, account.state = "once", "director", "ended"
    account.save(force_insert=True)
    gone("Ben Reviewer")
    assert ask_whom(bens) == ["Dora Director"]


def test_somebody_else_is_offered_it_where_the_first_is_gone_too(bens: str) -> None:
    gone("Ben Reviewer")
    Message.objects.all().delete()
    gone("Dora Director", deputy=Person.objects.get(name="Dan Deputy"))
    assert ask_whom(bens) == ["Ada Analyst"]  # the first by name


def test_what_is_under_embargo_is_offered_to_nobody_who_may_not_see_it(signed: Signed) -> None:
    item = {"marking": "restricted", "text": "a source"}
    signed("hedwig").make("/embargoed_item/new/create/", **item)
    duty = Duty.objects.get(task="decide", person__name="Dora Director")
    Message.objects.all().delete()
    gone("Dora Director", deputy=Person.objects.get(name="Ben Reviewer"))
    duty.refresh_from_db()
    assert duty.offered_to is None
    assert not Message.objects.filter(task="accept").exists()


def test_a_duty_is_handed_to_nobody_elsewhere(signed: Signed, duty: str) -> None:
    sam = Person.objects.get(name="Sam Security")
    assert signed("ada").do(f"{duty}hand_over/", offered_to=sam.pk).status_code == 422


def test_a_duty_is_declined_with_a_ground(signed: Signed, duty: str) -> None:
    assert signed("ada").do(f"{duty}decline/", refusal="").status_code == 422
    signed("ada").make(f"{duty}decline/", refusal="nothing to add")
    assert "Supply the reasons" not in signed("ada").text("/")


def test_who_wants_one_mail_a_day_gets_one(signed: Signed, tmp_path: Path, settings: Any) -> None:
    settings.PUBLIC = tmp_path
    signed("ada")
    ada = Person.objects.get(name="Ada Analyst")
    Person.objects.filter(pk=ada.pk).update(is_digest=True)
    ten = dt.datetime(2026, 1, 20, 10, tzinfo=clock.ZONE)
    for minutes in (0, 1, 2, 24 * 60):
        now = ten + dt.timedelta(minutes=minutes)
        people.tell([ada], "review", now)
        work(now, None, current())
    mails = [each.subject for each in mail.outbox if each.to == [ada.email]]
    assert mails == ["Something waits for you on the desk", "3 things wait for you on the desk"]


def test_a_duty_put_off_comes_back_on_its_day(signed: Signed, duty: str) -> None:
    signed("ada").make(f"{duty}put_off/", shown_again=TODAY + dt.timedelta(days=1))
    assert "Supply the reasons" not in signed("ada").text("/")
    Duty.objects.update(shown_again=TODAY)
    assert "Supply the reasons" in signed("ada").text("/")


def test_a_calendar_says_what_waits_and_where_and_nothing_else(signed: Signed, duty: str) -> None:
    answered = signed("ada").get("/duties.ics")
    lines = answered.content.decode().replace("\r\n ", "").split("\r\n")
    tomorrow = TODAY + dt.timedelta(days=1)
    assert f"DTSTART;VALUE=DATE:{tomorrow:%Y%m%d}" in lines
    assert "SUMMARY:Supply the reasons" in lines
    assert f"URL:https://testserver{duty}" in lines
    assert lines[0], lines[-2] == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert all(len(line.encode()) <= 75 for line in answered.content.decode().split("\r\n"))
    assert "Canaria" not in answered.content.decode()
    assert "SUMMARY" not in signed("otto").text("/duties.ics")


def test_mail_that_was_not_delivered_is_shown_to_administrators(signed: Signed) -> None:
    signed("alex")
    ada = Person.objects.get(name="Ada Analyst")
    Message.objects.create(person=ada, task="sign", at=clock.now(), failed="refused by the host")
    assert "A mail to Ada Analyst" in signed("alex").text("/")
    assert "A mail to Ada Analyst" not in signed("dora").text("/")


def test_people_choose_their_language_and_their_mail(signed: Signed) -> None:
    signed("ada").client.post("/settings/", {"language": "xx"}, secure=True)
    ada = Person.objects.get(name="Ada Analyst")
    assert (ada.language, ada.is_digest) == ("en", False)
    signed("ada").client.post("/settings/", {"language": "nl", "is_digest": "on"}, secure=True)
    ada.refresh_from_db()
    assert (ada.language, ada.is_digest) == ("nl", True)
