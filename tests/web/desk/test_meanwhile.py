"""What others did between a look and an act: nothing of theirs is undone unseen."""

import datetime as dt

import pytest
from tests.web.desk.conftest import EVERYBODY, PASSWORD, VERSION, Signed, Visitor
from tests.web.desk.test_insiders import LATER, SOON, TODAY, person, put, reviewed
from tests.web.desk.test_levels import add_site

from peil.store import records
from peil.store.desk.decisions import level_in_force
from peil.store.shared import people
from peil.store.shared.models import Account
from peil.web import people as pages


def level_of(scope: str) -> int:
    decision = level_in_force(records.find("scope", scope))
    assert decision is not None
    return decision.level


def signing(visitor: Visitor, draft: str) -> dict[str, str]:
    """Open the form by which a draft is signed, and give what it would send now."""
    shown = VERSION.search(visitor.text(f"{draft}sign/"))
    assert shown
    return {"version": shown[1], "proof": PASSWORD}


def say_what_is_lost(signed: Signed, assessment: str) -> None:
    made = signed("ada").make("/consequence_statement/new/create/", assessment=assessment, text="x")
    signed("ada").make(f"{made}answer/", text="the patrols")
    signed("dora").make(f"{made}attach/")


@pytest.mark.parametrize("is_of_site", [False, True])
def test_a_form_for_a_lower_level_does_not_undo_a_raise_that_came_meanwhile(
    signed: Signed, belgium: str, assessment: str, is_of_site: bool
) -> None:
    draft = f"/assessment/{assessment}/"
    put(signed, belgium, 3)
    raised = belgium
    if is_of_site:
        raised = add_site(signed)
        put(signed, raised, 4)
        given = {"assessment": assessment, "scope": raised, "level": 3, "reason": "calmer"}
        signed("ada").make("/level_exception/new/create/", **given)
    say_what_is_lost(signed, assessment)
    reviewed(signed, draft, level=2)
    dora = signed("dora")
    form = signing(dora, draft)
    put(signed, belgium, 4)
    answer = dora.client.post(f"{draft}sign/", form, secure=True)
    assert (answer.status_code, level_of(belgium), level_of(raised)) == (409, 4, 4)
    assert "4 (very serious)" in dora.text(f"{draft}sign/")


def test_a_level_elsewhere_holds_up_no_signature(
    signed: Signed, belgium: str, assessment: str
) -> None:
    draft = f"/assessment/{assessment}/"
    put(signed, belgium, 2)
    reviewed(signed, draft)
    dora = signed("dora")
    form = signing(dora, draft)
    put(signed, add_site(signed), 4)
    assert dora.client.post(f"{draft}sign/", form, secure=True).status_code == 302


def test_settings_that_are_saved_bring_no_old_password_back(
    signed: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, other = signed("ada"), signed("ada")
    shown = pages.words_of

    def recovered_meanwhile(request: object) -> object:
        people.forget_proofs(person("ada"))
        return shown(request)  # type: ignore[arg-type]  # handed on as it came

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(pages, "words_of", recovered_meanwhile)
        ada.client.post("/settings/", {"language": "fr"}, secure=True)
    assert person("ada").language == "fr"
    assert not person("ada").has_usable_password()
    assert "/login/" in other.get("/")["Location"]


def test_who_has_no_password_is_offered_no_change_of_it(signed: Signed) -> None:
    mia = person("mia")
    mia.set_unusable_password()
    mia.save()
    visitor = signed("mia")
    assert "/password/change/" not in visitor.text("/settings/")
    answer = visitor.get("/accounts/password/change/")
    assert visitor.get(answer["Location"])["Location"] == "/settings/"


def test_an_account_that_has_ended_is_not_ended_again_for_later(signed: Signed) -> None:
    account = Account.objects.get(person=person("mia"))
    given = {"account": account.pk, "reason": "leaves"}
    later = signed("alex").make("/account_change/new/end/", last_day=LATER, **given)
    at_once = signed("alex").make("/account_change/new/end/", **given)
    signed("dora").make(f"{at_once}confirm/")
    assert signed("dora").do(f"{later}confirm/").status_code == 409
    account.refresh_from_db()
    assert (account.state, account.last_day) == ("ended", TODAY)


@pytest.mark.parametrize("asked", [dt.timedelta(days=3650), dt.timedelta(days=0)])
def test_to_end_an_account_makes_it_last_no_longer(signed: Signed, asked: dt.timedelta) -> None:
    account = Account.objects.get(person=person("mia"))
    Account.objects.filter(pk=account.pk).update(last_day=SOON)
    given = {"account": account.pk, "reason": "leaves", "last_day": TODAY + asked}
    made = signed("alex").make("/account_change/new/end/", **given)
    signed("dora").make(f"{made}confirm/")
    account.refresh_from_db()
    expected = ("held", SOON) if asked else ("ended", TODAY)
    assert (account.state, account.last_day) == expected


def test_a_statement_attached_after_the_form_was_shown_makes_its_reader_look_anew(
    signed: Signed, belgium: str, assessment: str
) -> None:
    draft = f"/assessment/{assessment}/"
    put(signed, belgium, 4)
    reviewed(signed, draft)
    dora = signed("dora")
    form = signing(dora, draft)
    say_what_is_lost(signed, assessment)
    assert dora.client.post(f"{draft}sign/", form, secure=True).status_code == 409


def test_who_refuses_twice_and_then_agrees_leaves_nothing_owed(
    signed: Signed, belgium: str, assessment: str
) -> None:
    draft = f"/assessment/{assessment}/"
    put(signed, belgium, 2)
    key = told_by_a_service(signed, assessment)
    reviewed(signed, draft)
    signed("dora").make(f"{draft}sign/")
    for _ in range(2):
        signed("sam").make(f"/contribution/{key}/refuse/", reason="not yet")
    owed = records.every("duty").filter(task="supply_without", about=key)
    assert [each.state for each in owed].count("open") == 1
    signed("sam").make(f"/contribution/{key}/agree/")
    assert [each.state for each in owed.all()].count("open") == 0


def test_who_acknowledges_what_was_sent_has_seen_every_level_in_it(
    signed: Signed, belgium: str, assessment: str
) -> None:
    draft = f"/assessment/{assessment}/"
    put(signed, belgium, 2)
    key = told_by_a_service(signed, assessment)
    given = {"assessment": assessment, "scope": add_site(signed), "level": 4, "reason": "a crowd"}
    signed("ada").make("/level_exception/new/create/", **given)
    reviewed(signed, draft)
    signed("dora").make(f"{draft}sign/")
    owed = records.every("duty").filter(task="see_level", owed_by="crisis_centre")
    assert [each.state for each in owed] == ["open", "open"]
    signed("sam").make(f"/contribution/{key}/agree/")
    product = records.every("product").get(assessment=assessment)
    signed("chris").make(f"/product/{product.pk}/acknowledge/")
    assert "open" not in [each.state for each in owed.all()]


def told_by_a_service(signed: Signed, assessment: str) -> str:
    """Let a service tell something of which it wants to be asked first, and give its key."""
    given = {"assessment": assessment, "to": "state_security", "question": "What do you know?"}
    asked = signed("ada").make("/request/new/create/", **given)
    given = {"marking": "restricted", "text": "what we know", "valence": "for"}
    signed("sam").make(f"{asked}answer/", ask_me_first="on", **given)
    return str(records.every("contribution").get().pk)


@pytest.mark.parametrize("is_superseded", [False, True])
def test_a_measure_is_of_a_level_in_force_and_until_a_day_to_come(
    signed: Signed, belgium: str, is_superseded: bool
) -> None:
    decision = put(signed, belgium, 3).split("/")[2]
    if is_superseded:
        put(signed, belgium, 4)
    given = {"decision": decision, "text": "more patrols", "reason": "x", "marking": "limited"}
    past = TODAY - dt.timedelta(days=1)
    answers = [
        signed("chris").do("/measure/new/create/", until=day, **given) for day in (past, SOON)
    ]
    expected = [404, 404] if is_superseded else [422, 302]
    assert [each.status_code for each in answers] == expected


def test_the_country_stands_first_among_the_levels_in_force(signed: Signed, belgium: str) -> None:
    put(signed, belgium, 3)
    put(signed, add_site(signed), 4)
    page = signed("dora").text("/")
    assert page.index(">Belgium<") < page.index(">Airport<")


@pytest.mark.parametrize("is_superseded", [False, True])
def test_the_page_of_a_product_says_for_whom_it_waits_to_who_may_know(
    signed: Signed, belgium: str, assessment: str, is_superseded: bool
) -> None:
    draft = f"/assessment/{assessment}/"
    put(signed, belgium, 2)
    key = told_by_a_service(signed, assessment)
    reviewed(signed, draft)
    signed("dora").make(f"{draft}sign/")
    product = f"/product/{records.every('product').get(assessment=assessment).pk}/"

    def told() -> set[str]:
        pages = {name: signed(name).get(product).content.decode() for name in EVERYBODY}
        return {name for name, page in pages.items() if "State Security has not agreed yet" in page}

    assert told() == {"ada", "ben", "dora", "dan", "otto", "pia"}
    petra = signed("petra").text(product)
    assert "State Security" not in petra
    assert "agreed" not in petra
    if is_superseded:
        put(signed, belgium, 4)
    else:
        signed("sam").make(f"/contribution/{key}/agree/")
    assert told() == set()


def test_what_was_sent_of_a_level_that_holds_no_more_is_still_acknowledged(
    signed: Signed, belgium: str
) -> None:
    put(signed, belgium, 2)
    put(signed, belgium, 3)
    owed = [
        each for each in records.every("duty").filter(task="acknowledge") if each.state == "open"
    ]
    chris = signed("chris")
    for each in {duty.about for duty in owed if duty.owed_by_id == "crisis_centre"}:
        chris.make(f"/product/{each}/acknowledge/")
    left = records.every("duty").filter(task="acknowledge", owed_by="crisis_centre", state="open")
    assert not left.exists()
