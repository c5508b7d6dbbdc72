"""Under embargo: nothing tells of an item to anybody but those who decide, and their word rules."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from tests.web.desk.conftest import CANARY, EVERYBODY, GIVEN, Signed

from peil.store import records
from peil.store.shared import people
from peil.store.shared.actor import actor_of
from peil.store.shared.models import Account, Message, Person
from peil.web.server import current
from peil.workflow import acting, clock
from peil.workflow.duties import UNSETTLED
from peil.workflow.working import work

May = Callable[[str], set[str]]
DECIDING = {"dora", "hedwig"}


def list_max(signed: Signed) -> str:
    person = Person.objects.get(email="max@example.org").pk
    return signed("dora").make("/embargo_list/new/create/", person=person)


def owes(signed: Signed, name: str, item: str) -> bool:
    """Say whether somebody's front page says that an item is to be decided."""
    return f'<a href="{item}">Decide on an item under embargo' in signed(name).text("/")


def duty_of(name: str) -> str:
    """Give the address of what somebody owes about an item."""
    owed = records.every("duty").filter(task="decide", state__in=UNSETTLED)
    return f"/duty/{owed.get(person__email=f'{name}@example.org').pk}/"


def told_to() -> set[str]:
    return set(Message.objects.values_list("person__email", flat=True))


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
    list_max(signed)
    acts, looks = before
    assert numbers("dan") == [acts, looks + 1]  # the look at the numbers before


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
    assert {name for name in EVERYBODY if owes(signed, name, item)} == DECIDING


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


def test_the_list_takes_members_of_the_unit_alone_who_are_cleared_and_only_once(
    signed: Signed,
) -> None:
    for name in ("alex", "sam"):  # cleared, and an administrator or of another office
        people.give_standing(f"{name}@example.org", "cleared_top_secret", on=dt.date(2020, 1, 1))
    form = signed("dora").text("/embargo_list/new/create/")
    assert "Max Member" in form
    for name in ("ada", "alex", "sam", "otto", "dora"):
        person = Person.objects.get(email=f"{name}@example.org")
        assert person.name not in form.partition("<form method")[2]
        assert signed("dora").do("/embargo_list/new/create/", person=person.pk).status_code == 422
    list_max(signed)
    max_ = Person.objects.get(email="max@example.org").pk
    assert signed("dora").do("/embargo_list/new/create/", person=max_).status_code == 422


@pytest.mark.parametrize(
    ("day", "sees"), [(dt.date(2022, 10, 28), False), (dt.date(2022, 10, 29), True)]
)
def test_members_see_items_only_since_the_law_lets_them(
    signed: Signed, item: str, day: dt.date, sees: bool
) -> None:
    list_max(signed)
    now = clock.now()
    today = actor_of(Person.objects.get(email="max@example.org"), now, current().law)
    member = replace(today, now=dt.datetime.combine(day, now.timetz()))
    found = records.find("embargoed_item", item.split("/")[2])
    assert found is not None
    assert acting.may_see(found, member) is sees
    assert acting.seen("embargoed_item", member).exists() is sees


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


def test_who_stands_in_for_the_director_acts_for_her_and_sees_no_item(
    may: May, item: str, assessment: str
) -> None:
    dan = Person.objects.get(email="dan@example.org")
    accounts = records.every("account").filter(person__email="dora@example.org")
    assert accounts.update(deputy=dan) == 1
    assert may(item) == {*DECIDING, "otto"}
    assert may("/embargo_list/new/create/") == {"dora"}
    assert may(f"/request/new/create_urgent/?assessment={assessment}") == {"dora", "dan"}


def test_what_is_owed_about_an_item_is_offered_to_those_alone_who_may_decide_on_it(
    signed: Signed, item: str
) -> None:
    duty = duty_of("dora")
    Message.objects.all().delete()
    ada, max_ = (Person.objects.get(email=f"{name}@example.org") for name in ("ada", "max"))
    offered = signed("dora").text(f"{duty}hand_over/")
    assert ada.name not in offered
    assert max_.name not in offered
    assert signed("dora").do(f"{duty}hand_over/", offered_to=ada.pk).status_code == 422
    assert told_to() == set()
    list_max(signed)
    assert signed("dora").do(f"{duty}hand_over/", offered_to=max_.pk).status_code == 422
    ben = Person.objects.get(email="ben@example.org")
    ben.accounts.update(role="director")
    signed("dora").make(f"{duty}hand_over/", offered_to=ben.pk)
    assert told_to() == {"ben@example.org"}
    assert owes(signed, "ben", item)


def test_a_joint_decision_is_not_declined(signed: Signed, item: str) -> None:
    for name in DECIDING:
        answer = signed(name).do(f"{duty_of(name)}decline/", refusal="no")
        assert "open what it is about and settle it there" in answer.content.decode()
    assert {name for name in EVERYBODY if owes(signed, name, item)} == DECIDING


def test_an_item_is_used_in_no_assessment_that_was_signed(
    signed: Signed, item: str, assessment: str
) -> None:
    records.every("assessment").filter(pk=assessment).update(state="signed")
    use = {"says": "use", "assessment": assessment, "recipients": "crisis_centre"}
    assert signed("dora").do(f"{item}decide/", **use).status_code == 422


def test_a_calendar_does_not_tell_of_an_item(signed: Signed, item: str) -> None:
    file = signed("dora").text("/duties.ics")
    assert duty_of("dora") not in file.replace("\r\n ", "")
    assert "embargo" not in file.lower()
    assert item.split("/")[2] not in file


def test_what_a_director_owes_about_an_item_goes_to_who_directs_after_her(
    signed: Signed, item: str
) -> None:
    records.every("account").filter(person__email="dora@example.org").update(role="analyst")
    ben = records.every("account").filter(person__email="ben@example.org")
    ben.update(role="director")
    for _ in range(2):  # done twice, it does nothing more
        work(clock.now(), None, current())
    assert {name for name in EVERYBODY if owes(signed, name, item)} == {"ben", "hedwig"}
    taken = signed("ben").make(f"{duty_of('dora')}accept/")
    assert taken == duty_of("ben")
    work(clock.now(), None, current())
    assert {name for name in EVERYBODY if owes(signed, name, item)} == {"ben", "hedwig"}


def test_an_item_that_is_given_while_nobody_directs_is_owed_by_who_directs_next(
    signed: Signed,
) -> None:
    dora = records.every("account").filter(person__email="dora@example.org")
    signed("hedwig")
    dora.update(state="ended")
    given = signed("hedwig").make("/embargoed_item/new/create/", **GIVEN)
    work(clock.now(), None, current())
    assert {name for name in EVERYBODY if owes(signed, name, given)} == {"hedwig"}
    ben = records.every("account").filter(person__email="ben@example.org")
    ben.update(role="director")
    for _ in range(2):  # done twice, it does nothing more
        work(clock.now(), None, current())
    assert {name for name in EVERYBODY if owes(signed, name, given)} == {"ben", "hedwig"}
    assert duty_of("ben")
    assert "ben@example.org" in told_to()


def test_whose_word_is_awaited_owes_it_anew(signed: Signed, item: str, assessment: str) -> None:
    def owing() -> set[str]:
        return {name for name in DECIDING if owes(signed, name, item)}

    use = {"says": "use", "recipients": ["federal_police"], "assessment": assessment}
    signed("dora").make(f"{item}decide/", **use)
    assert owing() == {"hedwig"}
    signed("hedwig").make(f"{item}decide/", says="not")
    assert owing() == {"dora"}
    signed("dora").make(f"{item}decide/", **use)
    assert owing() == {"hedwig"}
    signed("hedwig").make(f"{item}decide/", says="use", recipients=["federal_police"])
    assert owing() == set()


def test_what_is_agreed_is_for_the_assessment_that_both_saw(
    signed: Signed, item: str, assessment: str, belgium: str
) -> None:
    use = {"says": "use", "recipients": ["federal_police"]}
    signed("dora").make(f"{item}decide/", **use, assessment=assessment)
    page = signed("hedwig").text(item)
    assert "Assessment concerned: Belgium (point)." in page
    assert assessment not in page
    wider = {"says": "use", "recipients": ["federal_police", "crisis_centre"]}
    signed("hedwig").make(f"{item}decide/", **wider)
    given = {"scope": belgium, "type": "strategic", "started_by": "ocam", "marking": "restricted"}
    other = signed("ada").make("/assessment/new/create/", **given).split("/")[2]
    signed("dora").make(f"{item}decide/", **wider, assessment=other)
    page = signed("hedwig").text(item)
    assert '<span class="state">given</span>' in page
    assert "Assessment concerned: Belgium (strategic)." in page
    signed("hedwig").make(f"{item}decide/", **wider)
    assert '<span class="state">decided</span>' in signed("dora").text(item)


def test_who_goes_to_the_other_side_does_not_agree_with_oneself(
    signed: Signed, item: str, assessment: str
) -> None:
    said = {"says": "use", "recipients": ["crisis_centre", "federal_police"]}
    first = {"says": "use", "assessment": assessment, "recipients": ["crisis_centre"]}
    signed("dora").make(f"{item}decide/", **first)
    signed("hedwig").make(f"{item}decide/", **said)
    hedwig = Account.objects.filter(person__email="hedwig@example.org")
    hedwig.update(office_id="ocam", role="director")
    signed("hedwig").make(f"{item}decide/", **said, assessment=assessment)
    assert records.find("embargoed_item", item.split("/")[2]).state == "given"


def test_who_gave_an_item_and_left_is_asked_all_the_same_so_that_the_next_head_can_be(
    signed: Signed, item: str, assessment: str
) -> None:
    said = {"says": "use", "recipients": ["crisis_centre"]}
    signed("dora").make(f"{item}decide/", **said, assessment=assessment)
    signed("hedwig").make(f"{item}decide/", says="not")
    heads = Account.objects.filter(person__email="hedwig@example.org")
    heads.update(state="ended")
    signed("dora").make(f"{item}decide/", **said, assessment=assessment)
    owed = records.every("duty").filter(task="decide", state__in=UNSETTLED)
    assert [each.person.email for each in owed] == ["hedwig@example.org"]
