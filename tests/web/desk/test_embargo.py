"""Under embargo: nothing tells of an item to anybody but those who decide, and their word rules."""

import datetime as dt
import re
from collections.abc import Callable, Mapping

import pytest
from tests.web.desk.conftest import EVERYBODY, Signed

from peil.store import records
from peil.store.shared.actor import actor_of
from peil.store.shared.models import Message, Person
from peil.web.server import current
from peil.workflow import acting

CANARY = "a source in the harbour"
GIVEN = {"marking": "restricted", "text": CANARY}
May = Callable[[str], set[str]]
DECIDING = {"dora", "hedwig"}
WHOLE = {
    "seriousness": "grave",
    "likelihood": "likely",
    "confidence": "moderate",
    "level": 3,
    "reasons": "what was found",
    "review_by": dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30),
}


@pytest.fixture
def item(signed: Signed) -> str:
    """The address of an item that the head of State Security gave."""
    return signed("hedwig").make("/embargoed_item/new/create/", **GIVEN)


def list_max(signed: Signed) -> str:
    person = Person.objects.get(email="max@example.org").pk
    return signed("dora").make("/embargo_list/new/create/", person=person)


def sign(signed: Signed, assessment: str, password: str) -> str:
    """Write, review and sign an assessment, and give the address of its product."""
    draft = f"/assessment/{assessment}/"
    signed("ada").make(f"{draft}write/", **WHOLE)
    signed("ada").make(f"{draft}submit/")
    signed("ben").make(f"{draft}review/")
    signed("dora").make(f"{draft}sign/", proof=password)
    return f"/product/{records.every('product').get().pk}/"


def holders() -> set[str]:
    return set(records.every("distribution").values_list("to_id", flat=True))


def test_the_numbers_of_an_office_leave_out_what_it_did_under_embargo(signed: Signed) -> None:
    def numbers(name: str) -> list[int]:
        return [
            int(n)
            for n in re.findall(r"<dd>(\d+)</dd>", signed(name).get("/audit/").content.decode())
        ]

    before = numbers("dan")
    assert len(before) == 2
    given = signed("hedwig").make("/embargoed_item/new/create/", **GIVEN)
    signed("dora").get(given)
    assert numbers("dan") == before


def test_an_item_under_embargo_is_nowhere_for_anybody_else(
    signed: Signed, may: May, item: str, assessment: str
) -> None:
    use = {"says": "use", "assessment": assessment, "recipients": "crisis_centre"}
    signed("dora").make(f"{item}decide/", **use)
    knowing = {*DECIDING, "otto"}  # the last is a cleared overseer
    assert may(item) == knowing
    for name in {*EVERYBODY} - knowing:
        visitor = signed(name)
        for address in (
            "/",
            "/embargoed_item/",
            "/duty/",
            "/assessment/",
            "/audit_event/",
            "/search/?q=harbour",
            f"/assessment/{assessment}/",
            f"/assessment/{assessment}/write/",
        ):
            page = visitor.get(address).content.decode()
            for sign_of_it in (CANARY, item.split("/")[2], "Decide on an item under embargo"):
                assert sign_of_it not in page, (name, address)
            assert "<h2>Embargoed items</h2>" not in page
    assert CANARY in signed("dora").text(f"/assessment/{assessment}/")


def test_nobody_but_those_who_decide_is_told_that_an_item_waits(signed: Signed, item: str) -> None:
    told = Message.objects.filter(task="decide").values_list("person__email", flat=True)
    assert set(told) == {"dora@example.org", "hedwig@example.org"}
    work = '<a href="' + item + '">Decide on an item under embargo: '
    assert {name for name in EVERYBODY if work in signed(name).text("/")} == DECIDING


def test_who_gives_items_under_embargo_sees_no_other_offices(
    signed: Signed, may: May, item: str
) -> None:
    assert may("/embargoed_item/new/create/") == {"hedwig", "fay"}
    other = signed("fay").make("/embargoed_item/new/create/", **GIVEN)
    assert may(other) == {"dora", "fay", "otto"}
    assert may(f"{other}decide/") == {"dora", "fay"}
    assert may(f"{item}decide/") == DECIDING


def test_listed_and_cleared_members_see_items_and_overseers_the_list(
    signed: Signed, may: May, item: str
) -> None:
    assert may("/embargo_list/new/create/") == {"dora"}
    listed = list_max(signed)
    assert may(listed) == {"dora", "otto", "pia"}
    assert may(item) == {*DECIDING, "otto", "max"}
    assert may(f"{item}decide/") == DECIDING
    signed("dora").make(f"{listed}end/")
    assert may(item) == {*DECIDING, "otto"}


def test_a_member_who_is_listed_without_clearance_sees_nothing(
    signed: Signed, may: May, item: str
) -> None:
    person = Person.objects.get(email="ada@example.org").pk
    signed("dora").make("/embargo_list/new/create/", person=person)
    assert may(item) == {*DECIDING, "otto"}


def test_only_members_of_the_unit_are_listed_and_only_once(signed: Signed) -> None:
    sam = Person.objects.get(email="sam@example.org").pk
    answer = signed("dora").do("/embargo_list/new/create/", person=sam)
    assert answer.status_code == 422
    assert "Sam Security is of another office" in answer.content.decode()
    list_max(signed)
    max_ = Person.objects.get(email="max@example.org").pk
    again = signed("dora").do("/embargo_list/new/create/", person=max_)
    assert "Max Member is on the list" in again.content.decode()


@pytest.mark.parametrize(
    ("day", "sees"), [(dt.date(2022, 10, 28), False), (dt.date(2022, 10, 29), True)]
)
def test_members_see_items_only_since_the_law_lets_them(
    signed: Signed, item: str, day: dt.date, sees: bool
) -> None:
    list_max(signed)
    member = actor_of(Person.objects.get(email="max@example.org"), dt.datetime.now(dt.UTC).date())
    found = records.find("embargoed_item", item.split("/")[2])
    assert found is not None
    assert acting.may_see(current(), found, member, day) is sees
    assert acting.seen(current(), "embargoed_item", member, day).exists() is sees


def test_an_item_is_decided_once_both_say_the_same(
    signed: Signed, item: str, assessment: str
) -> None:
    use: Mapping[str, object] = {"says": "partly", "recipients": ["crisis_centre"]}
    signed("dora").make(f"{item}decide/", **use, assessment=assessment)
    assert '<span class="state">given</span>' in signed("hedwig").text(item)
    wider = {"says": "partly", "recipients": ["crisis_centre", "federal_police"]}
    signed("hedwig").make(f"{item}decide/", **wider)
    page = signed("dora").text(item)
    assert '<span class="state">given</span>' in page
    assert "<dt>The director says</dt>" not in page
    signed("dora").make(f"{item}decide/", **wider, assessment=assessment)
    page = signed("hedwig").text(item)
    assert '<span class="state">decided</span>' in page
    assert "Federal police, National Crisis Centre" in page
    assert "Decide on an item" not in signed("dora").text("/") + signed("hedwig").text("/")
    assert signed("dora").get(f"{item}decide/").status_code == 404


def test_the_use_of_an_item_names_the_assessment_and_who_receives_it(
    signed: Signed, item: str, assessment: str
) -> None:
    for lacking in ({"recipients": "crisis_centre"}, {"assessment": assessment}):
        answer = signed("dora").do(f"{item}decide/", says="use", **lacking)
        assert answer.status_code == 422
        assert "Its use needs an assessment and somebody who receives the product" in (
            answer.content.decode()
        )
    signed("dora").make(f"{item}decide/", says="not")
    signed("hedwig").make(f"{item}decide/", says="not")
    assert '<span class="state">decided</span>' in signed("dora").text(item)


def test_a_product_goes_only_to_those_on_whom_both_agreed(
    signed: Signed, may: May, item: str, assessment: str, password: str
) -> None:
    use = {"says": "use", "recipients": ["crisis_centre", "federal_police"]}
    signed("dora").make(f"{item}decide/", **use, assessment=assessment)
    signed("hedwig").make(f"{item}decide/", **use)
    product = sign(signed, assessment, password)
    assert holders() == {"crisis_centre", "federal_police"}
    unit_and_overseers = {"ada", "ben", "dora", "dan", "petra", "otto", "pia"}
    assert may(product) == {*unit_and_overseers, "chris", "paul"}
    wider = signed("dora").do(f"{product}add_recipient/", office="governor", reason="must know")
    assert wider.status_code == 422
    assert "A joint decision leaves Governor of an invented province out" in wider.content.decode()
    assert holders() == {"crisis_centre", "federal_police"}


@pytest.mark.parametrize("says", ["", "not"])
def test_an_item_that_is_not_used_holds_nothing_back(
    signed: Signed, item: str, assessment: str, password: str, says: str
) -> None:
    if says:
        signed("dora").make(f"{item}decide/", says=says, assessment=assessment)
        signed("hedwig").make(f"{item}decide/", says=says)
    sign(signed, assessment, password)
    assert {"crisis_centre", "federal_police", "state_security", "prime_minister"} <= holders()


def test_what_waits_for_an_agreement_goes_out_with_it(
    signed: Signed, assessment: str, password: str
) -> None:
    asked = signed("ada").make(
        "/request/new/create/", assessment=assessment, to="state_security", question="who?"
    )
    told = {"marking": "restricted", "text": "they", "valence": "for", "ask_me_first": "on"}
    signed("sam").make(f"{asked}answer/", **told)
    product = sign(signed, assessment, password)
    assert holders() == set()
    assert signed("dora").do(f"{product}distribute/").status_code == 422
    assert "Say whether your contribution may go out" in signed("sam").text("/")
    given = records.every("contribution").get()
    signed("sam").make(f"/contribution/{given.pk}/agree/")
    assert {"crisis_centre", "federal_police", "state_security", "prime_minister"} <= holders()
    assert "Say whether your contribution may go out" not in signed("sam").text("/")


def test_who_stands_in_for_the_director_acts_for_her_and_sees_no_item(
    may: May, item: str, assessment: str
) -> None:
    dan = Person.objects.get(email="dan@example.org")
    people = records.every("account").filter(person__email="dora@example.org")
    assert people.update(deputy=dan) == 1
    assert may(item) == {*DECIDING, "otto"}
    assert may("/embargo_list/new/create/") == {"dora"}
    assert may(f"/request/new/create_urgent/?assessment={assessment}") == {"dora", "dan"}
