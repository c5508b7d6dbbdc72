"""Mandates: what is given and taken back by two people, and what goes with an account that ends."""

import datetime as dt
from pathlib import Path

import pytest
from tests.web.desk.conftest import Signed
from tests.web.desk.test_insiders import LATER, SOON, TODAY, person
from tests.web.desk.test_people import answer, invited
from tests.web.desk.test_telling import do_work

from peil.store import records
from peil.store.shared.models import Account, Duty
from peil.terms.errors import BadInput
from peil.web.server import current
from peil.workflow import clock
from peil.workflow.accounts import first_people

__all__ = ["invited"]
YESTERDAY = TODAY - dt.timedelta(days=1)
MAX = {"email": "max@example.org", "name": "Max Member", "to_office": "ocam", "reason": "vetted"}


def grant(signed: Signed, **given: object) -> None:
    made = signed("alex").make("/account_change/new/grant/", **MAX | given)
    signed("dora").make(f"{made}confirm/")


def end(signed: Signed, name: str) -> None:
    account = Account.objects.get(person=person(name), state="held")
    made = signed("alex").make("/account_change/new/end/", account=account.pk, reason="leaves")
    signed("dora").make(f"{made}confirm/")


def test_a_clearance_that_was_given_until_a_day_is_taken_back(signed: Signed, item: str) -> None:
    signed("dora").make("/embargo_list/new/create/", person=person("max").pk)
    grant(signed, role="cleared_top_secret", first_day=TODAY, last_day=LATER)
    assert signed("max").get(item).status_code == 200
    grant(signed, role="cleared_top_secret", first_day=YESTERDAY, last_day=YESTERDAY)
    assert signed("max").get(item).status_code == 404


def test_who_goes_to_another_office_is_listed_no_more(signed: Signed, item: str) -> None:
    listed = signed("dora").make("/embargo_list/new/create/", person=person("max").pk)
    end(signed, "max")
    grant(signed, to_office="federal_police", role="designated_member", first_day=TODAY)
    assert signed("max").get(item).status_code == 404
    do_work()
    assert records.find("embargo_list", listed.split("/")[2]).state == "ended"


@pytest.mark.parametrize("is_day_over", [False, True])
def test_who_leaves_and_comes_back_sees_nothing_before_being_listed_anew(
    signed: Signed, item: str, is_day_over: bool
) -> None:
    listed = signed("dora").make("/embargo_list/new/create/", person=person("max").pk)
    assert signed("max").get(item).status_code == 200
    if is_day_over:
        begun = YESTERDAY - dt.timedelta(days=30)
        Account.objects.filter(person=person("max")).update(first_day=begun, last_day=YESTERDAY)
    else:
        end(signed, "max")
    grant(signed, role="designated_member", first_day=TODAY)
    assert signed("max").get(item).status_code == 404
    do_work()
    assert records.find("embargo_list", listed.split("/")[2]).state == "ended"
    signed("dora").make("/embargo_list/new/create/", person=person("max").pk)
    assert signed("max").get(item).status_code == 200


def test_who_comes_back_by_what_was_granted_before_leaving_is_listed_no_more(
    signed: Signed, item: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    grant(signed, role="designated_member", first_day=LATER)
    signed("dora").make("/embargo_list/new/create/", person=person("max").pk)
    Account.objects.filter(person=person("max"), first_day__lt=LATER).update(last_day=TODAY)
    assert signed("max").get(item).status_code == 200
    monkeypatch.setenv(clock.AHEAD, str((LATER - YESTERDAY).total_seconds()))
    assert signed("max").get("/").status_code == 200
    assert signed("max").get(item).status_code == 404


def test_an_account_that_has_not_begun_is_ended_for_good(signed: Signed) -> None:
    given = {"email": "nora@example.org", "name": "Nora New", "first_day": LATER}
    grant(signed, role="analyst", **given)
    account = Account.objects.get(person__email="nora@example.org")
    given = {"account": account.pk, "reason": "comes to nothing"}
    assert signed("alex").do("/account_change/new/end/", last_day=SOON, **given).status_code == 422
    made = signed("alex").make("/account_change/new/end/", **given)
    signed("dora").make(f"{made}confirm/")
    account.refresh_from_db()
    assert account.state == "ended"


def test_nobody_whose_account_has_ended_is_invited_again(signed: Signed) -> None:
    account = Account.objects.get(person=person("mia"))
    given = {"account": account.pk, "reason": "lost the password"}
    made = signed("alex").make("/account_change/new/recover/", **given)
    end(signed, "mia")
    assert signed("dora").do(f"{made}confirm/").status_code == 409


def test_where_nobody_is_left_to_confirm_people_are_let_in_by_a_table(
    signed: Signed, tmp_path: Path
) -> None:
    table = tmp_path / "people.csv"
    table.write_text(
        "email,name,office,role,first_day,last_day,deputy\n"
        f"root@example.org,Rik Root,ocam,administrator,{TODAY},,\n"
        f"dora@example.org,Dora Director,ocam,director,{TODAY},{SOON},nel@example.org\n"
        f"nel@example.org,Nel New,ocam,deputy,{TODAY},,root@example.org\n"
    )
    end(signed, "dan")
    end(signed, "petra")
    with pytest.raises(BadInput, match="administrator already"):
        first_people(table, current().law.rights, clock.now())
    Account.objects.filter(person=person("dora")).update(first_day=YESTERDAY, last_day=YESTERDAY)
    let_in = first_people(table, current().law.rights, clock.now())
    names = ("root", "dora", "nel")
    assert [email for email, _ in let_in] == [f"{name}@example.org" for name in names]
    held = Account.objects.filter(person=person("dora"), first_day=TODAY).get()
    assert (held.state, held.last_day, held.deputy) == ("held", SOON, person("nel"))


def test_a_duty_is_handed_over_to_somebody_else(signed: Signed, item: str) -> None:
    duty = Duty.objects.get(about=item.split("/")[2], person=person("dora"))
    assert "hand_over" not in signed("dora").text(f"/duty/{duty.pk}/")


def test_a_session_begun_while_the_clock_was_ahead_is_over(
    signed: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, now = signed("ada"), clock.now
    with monkeypatch.context() as ahead:
        ahead.setattr(clock, "now", lambda: now() + dt.timedelta(minutes=10))
        assert ada.get("/").status_code == 200
    assert "/login/" in ada.get("/")["Location"]


def test_a_role_that_is_prolonged_is_one_account_and_ends_with_it(signed: Signed) -> None:
    given = {"email": "mia@example.org", "name": "Mia", "to_office": "military_intelligence"}
    grant(signed, role="service_contact", first_day=TODAY, last_day=LATER, **given)
    assert Account.objects.get(person=person("mia")).last_day == LATER
    end(signed, "mia")
    assert signed("mia").get("/request/").status_code == 404


def test_nobody_is_let_in_by_an_invitation_after_the_account_has_ended(
    signed: Signed, invited: str
) -> None:
    account = Account.objects.get(person__name="Nora New")
    made = signed("alex").make("/account_change/new/end/", account=account.pk, reason="stays away")
    signed("dora").make(f"{made}confirm/")
    assert answer(invited)[0] == 422


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_meant_is_refused(signed: Signed, day: str) -> None:
    given = MAX | {"role": "cleared_top_secret", "first_day": day}
    refused = signed("alex").do("/account_change/new/grant/", **given)
    assert refused.status_code == 422
    assert (
        "greater than or equal to" in refused.content.decode()
        or "less than" in refused.content.decode()
    )
