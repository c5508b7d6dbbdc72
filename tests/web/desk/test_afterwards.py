"""What is left once somebody is gone, a level holds no more, or a text is signed."""

import datetime as dt
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.desk.conftest import Signed
from tests.web.desk.test_insiders import SOON, TODAY, WHOLE, person, put, reviewed
from tests.web.desk.test_mandates import end
from tests.web.desk.test_meanwhile import told_by_a_service
from tests.web.desk.test_owed import owed
from tests.web.desk.test_people import Committed, bring_in
from tests.web.desk.test_telling import decision, do_work, public, publish

from peil.store import records
from peil.store.shared import people
from peil.store.shared.models import Account, Duty, Event, Message
from peil.workflow import clock

__all__ = ["decision", "public"]


def move(name: str, office: str, role: str) -> None:
    """Let somebody go to another office, or to another role."""
    who = person(name)
    Account.objects.filter(person=who).update(state="ended")
    people.hold(who, office, role, by=who.pk, now=clock.now(), first_day=TODAY)


@pytest.mark.parametrize(
    ("office", "role"), [("federal_police", "service_contact"), ("ocam", "analyst")]
)
def test_what_somebody_owed_who_may_do_it_no_more_is_offered_to_who_may(
    signed: Signed, assessment: str, office: str, role: str
) -> None:
    reviewed(signed, f"/assessment/{assessment}/")
    do_work()
    assert not Duty.objects.filter(offered_to__isnull=False).exists()
    move("dora", office, role)
    do_work()
    assert Duty.objects.get(task="sign", person=person("dora")).offered_to == person("dan")


def test_a_judgement_that_was_asked_of_who_is_gone_costs_no_later_minute_anything(
    signed: Signed, assessment: str
) -> None:
    asked = {"people": [person("ben").pk]}
    counts = []
    for question in ("Is it so?", "Is it else?"):
        Account.objects.filter(person=person("ben")).update(state="held")
        signed("ada").make(f"/assessment/{assessment}/ask/", question=question, **asked)
        Account.objects.filter(person=person("ben")).update(state="ended")
        do_work()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            do_work()
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_nobody_who_was_dismissed_gets_a_mail(signed: Signed, assessment: str) -> None:
    draft = f"/assessment/{assessment}/"
    signed("ada").make(f"{draft}write/", **WHOLE)
    signed("ada").make(f"{draft}submit/")
    Message.objects.all().delete()
    end(signed, "ben")
    Duty.objects.filter(task="review").update(due=TODAY - dt.timedelta(days=2))
    do_work()
    assert owed("review") == ["overdue"]
    assert not Message.objects.filter(person=person("ben")).exists()


def test_nobody_accepts_elsewhere_what_an_office_owes(signed: Signed, belgium: str) -> None:
    put(signed, belgium, 2)
    put(signed, belgium, 3)
    duty = Duty.objects.get(task="supply_assessment")
    signed("ada").make(f"/duty/{duty.pk}/hand_over/", offered_to=person("ben").pk)
    move("ben", "federal_police", "service_contact")
    assert signed("ben").do(f"/duty/{duty.pk}/accept/").status_code == 409
    assert owed("supply_assessment") == ["open"]


def test_who_puts_a_duty_off_hides_it_from_no_colleague(signed: Signed, belgium: str) -> None:
    put(signed, belgium, 3)
    duty = Duty.objects.get(task="supply_reasons")
    signed("ada").make(f"/duty/{duty.pk}/put_off/", shown_again=SOON)
    assert f"/duty/{duty.pk}/" not in signed("ada").text("/")
    assert f"/duty/{duty.pk}/" in signed("ben").text("/")


def test_nobody_whose_last_day_has_passed_is_invited_again(
    signed: Signed, django_capture_on_commit_callbacks: Committed
) -> None:
    account = Account.objects.get(person=person("mia"))
    yesterday = TODAY - dt.timedelta(days=1)
    Account.objects.filter(pk=account.pk).update(first_day=yesterday, last_day=yesterday)
    given = {"account": account.pk, "reason": "lost the password"}
    made = signed("alex").make("/account_change/new/recover/", **given)
    with django_capture_on_commit_callbacks(execute=True):
        assert signed("petra").do(f"{made}confirm/").status_code == 409
    assert mail.outbox == []


@pytest.mark.parametrize(("rows", "status"), [(500, 302), (501, 422)])
def test_a_table_of_people_holds_nobody_up_for_long(signed: Signed, rows: int, status: int) -> None:
    row = "p{}@example.org,P,ocam,analyst,2026-12-01,,\n"
    answer = bring_in(signed, "".join(map(row.format, range(rows))))
    assert answer.status_code == status
    assert ("enter at most 500 at once" in answer.content.decode()) == (status == 422)


def test_who_signs_what_begins_from_refused_words_is_asked_to_do_without_them(
    signed: Signed, belgium: str, assessment: str
) -> None:
    put(signed, belgium, 2)
    key = told_by_a_service(signed, assessment)
    signed("dora").make(f"{reviewed(signed, f'/assessment/{assessment}/')}sign/")
    signed("sam").make(f"/contribution/{key}/refuse/", reason="no")
    signed("ada").make(f"/duty/{Duty.objects.get(task='supply_without').pk}/answer/")
    given = {"scope": belgium, "type": "point", "started_by": "ocam", "marking": "restricted"}
    later = signed("ada").make("/assessment/new/create/", begins_from=assessment, **given)
    signed("dora").make(f"{reviewed(signed, later, reasons='other reasons')}sign/")
    assert owed("supply_without") == ["answered", "open"]
    assert owed("agree") == ["declined"]


def test_a_product_of_a_level_that_holds_no_more_says_so_and_goes_to_nobody_else(
    signed: Signed, belgium: str
) -> None:
    put(signed, belgium, 2)
    of = put(signed, belgium, 3).split("/")[2]
    product = f"/product/{records.every('product').get(decision=of).pk}/"
    said = "The level that is told here is in force no more."
    page = signed("dora").text(product)
    assert f"{product}add_recipient/" in page
    assert said not in page
    put(signed, belgium, 4)
    page = signed("dora").text(product)
    assert f"{product}add_recipient/" not in page
    assert said in page
    assert said in signed("chris").text(product)
    given = {"office": "committee_r", "reason": "they need it"}
    assert signed("dora").do(f"{product}add_recipient/", **given).status_code == 422
    assert not records.every("distribution").filter(to="committee_r").exists()


def test_a_bulletin_is_held_back_by_an_event_and_in_nobodys_name(
    signed: Signed, decision: str, public: Path
) -> None:
    key = publish(signed, decision)
    put(signed, records.find("decision", decision).scope_id, 4)
    do_work()
    assert not public.exists()
    row = records.find("bulletin", key)
    assert (row.state, row.changed_by) == ("approved", person("dora"))
    event = Event.objects.get(about=key, action="hold_back")
    assert event.person == ""
    assert "Hold back" in signed("otto").text(f"/bulletin/{key}/")


def test_no_round_goes_on_about_what_is_signed(
    signed: Signed, belgium: str, assessment: str
) -> None:
    put(signed, belgium, 2)
    draft = f"/assessment/{assessment}/"
    asked = [person(name).pk for name in ("ben", "ada")]
    signed("ada").make(f"{draft}ask/", question="Is it so?", people=asked)
    own = records.every("judgement").get(person=person("ben")).pk
    signed("ben").make(f"/judgement/{own}/judge/", probability=0.7, why="seen")
    signed("dora").make(f"{reviewed(signed, draft)}sign/")
    said = records.every("judgement").order_by("state").values_list("state", "revised")
    assert list(said) == [("left_out", None), ("told", 0.7)]
    assert sorted(owed("judge")) == ["answered", "declined"]
