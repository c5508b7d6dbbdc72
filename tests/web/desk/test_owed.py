"""What is owed stays owed until it is done, by somebody who can do it, and by nobody after that."""

import re
from typing import Any

from tests.web.desk.conftest import EVERYBODY, Signed
from tests.web.desk.test_embargo_products import ask_first
from tests.web.desk.test_insiders import LATER, TODAY, WHOLE, person, put, reviewed
from tests.web.desk.test_people import confirm, grant
from tests.web.desk.test_telling import do_work

from peil.store import records
from peil.store.shared import people
from peil.store.shared.models import Account, Person
from peil.workflow import clock


def owed(task: str) -> list[str]:
    """Give the state of each duty of a task."""
    found = records.every("duty").filter(task=task).order_by("created_at")
    return list(found.values_list("state", flat=True))


def product_of(assessment: str) -> Any:
    return records.every("product").get(assessment=assessment)


def ask_security(signed: Signed, assessment: str) -> str:
    """Ask State Security, and give the address of the request."""
    given = {"assessment": assessment, "to": "state_security", "question": "who talks?"}
    return signed("ada").make("/request/new/create/", **given)


def tell(signed: Signed, asked: str) -> None:
    """Answer a request with what may not go out before State Security agrees."""
    told = {"marking": "restricted", "text": "two cells talk", "valence": "for"}
    signed("sam").make(f"{asked}answer/", ask_me_first="on", **told)


def begin_from(signed: Signed, scope: str, assessment: str) -> str:
    """Begin an assessment with what another says, and give its address."""
    given = {"scope": scope, "type": "point", "started_by": "ocam", "marking": "restricted"}
    return signed("ada").make("/assessment/new/create/", **given, begins_from=assessment)


def hold(is_held: bool) -> None:
    """Let those who may sign hold their roles, or not."""
    signing = Account.objects.filter(role__in=("director", "deputy"))
    signing.update(state="held" if is_held else "ended")


def test_what_a_raised_level_lacks_is_owed_until_it_is_supplied_though_the_level_is_kept(
    signed: Signed, belgium: str
) -> None:
    put(signed, belgium, 2)
    raised = put(signed, belgium, 4)
    signed("dora").make(f"{raised}keep/", review_by=LATER, reasons="still so")
    assert owed("supply_assessment") == ["open"]
    assert set(owed("supply_reasons")) == {"answered"}
    assert set(owed("supply_review_by")) == {"answered"}
    assert "Write the assessment behind a raised level" in signed("ada").text("/")


def test_offices_that_have_not_seen_a_raise_owe_that_though_the_level_is_kept(
    signed: Signed, belgium: str, assessment: str
) -> None:
    put(signed, belgium, 2)
    ask_first(signed, assessment)
    draft = reviewed(signed, f"/assessment/{assessment}/")
    signed("dora").make(f"{draft}sign/")
    raised = records.every("decision").get(assessment=assessment)
    before = owed("see_level")
    assert set(before) == {"open"}
    governor = records.every("duty").get(task="see_level", owed_by="governor")
    assert signed("gus").get(f"/duty/{governor.pk}/").status_code == 200
    assert signed("gus").get(f"/decision/{raised.pk}/").status_code == 200
    signed("dora").make(f"/decision/{raised.pk}/keep/", review_by=LATER, reasons="still so")
    assert owed("see_level") == before


def test_what_became_ready_while_nobody_could_sign_is_owed_by_who_signs_next(
    signed: Signed, belgium: str, assessment: str
) -> None:
    put(signed, belgium, 3)
    draft = f"/assessment/{assessment}/"
    signed("ada").make(f"{draft}write/", **WHOLE)
    signed("ada").make(f"{draft}submit/")
    hold(False)
    signed("ben").make(f"{draft}review/")
    do_work()
    assert owed("sign") == []
    hold(True)
    do_work()
    assert set(owed("sign")) == {"open"}
    number = len(owed("sign"))
    do_work()
    assert len(owed("sign")) == number


def test_a_level_that_was_written_lower_in_review_is_asked_what_it_loses(
    signed: Signed, belgium: str, assessment: str
) -> None:
    put(signed, belgium, 3)
    draft = f"/assessment/{assessment}/"
    signed("ada").make(f"{draft}write/", **WHOLE | {"level": 3})
    signed("ada").make(f"{draft}submit/")
    assert owed("supply_statement") == []
    signed("ada").make(f"{draft}write/", **WHOLE | {"level": 2})
    signed("ben").make(f"{draft}review/")
    assert owed("supply_statement") == ["open"]


def test_who_is_asked_at_once_waits_for_no_reply(signed: Signed, assessment: str) -> None:
    asked = ask_security(signed, assessment)
    signed("sam").make(f"{asked}ask_back/", asks_back="of which place?")
    assert owed("reply") == ["open"]
    signed("dora").make(f"{asked}urge/", reason="now")
    assert owed("reply") == ["answered"]


def test_who_tells_something_after_the_review_holds_nothing_up(
    signed: Signed, belgium: str, assessment: str
) -> None:
    put(signed, belgium, 2)
    asked = ask_security(signed, assessment)
    draft = reviewed(signed, f"/assessment/{assessment}/")
    tell(signed, asked)
    signed("dora").make(f"{draft}sign/")
    assert owed("agree") == []
    assert product_of(assessment).distributions.exists()
    # What begins from it may rest on that by now.
    later = begin_from(signed, belgium, assessment)
    signed("dora").make(f"{reviewed(signed, later, level=4)}sign/")
    assert owed("agree") == ["open"]
    assert not product_of(later.split("/")[2]).distributions.exists()


def test_what_was_told_after_a_review_holds_up_what_began_there_and_nothing_else(
    signed: Signed, belgium: str, assessment: str
) -> None:
    put(signed, belgium, 2)
    asked = ask_security(signed, assessment)
    signed("dora").make(f"{reviewed(signed, f'/assessment/{assessment}/')}sign/")
    tell(signed, asked)
    later = begin_from(signed, belgium, assessment)
    signed("dora").make(f"{reviewed(signed, later)}sign/")
    assert owed("agree") == ["open"]
    first = product_of(assessment)
    sent = {"office": "committee_r", "reason": "asks for it"}
    assert signed("dora").do(f"/product/{first.pk}/add_recipient/", **sent).status_code == 302


def test_a_dissent_after_the_review_may_rest_on_what_was_told_before_it(
    signed: Signed, belgium: str, assessment: str
) -> None:
    put(signed, belgium, 2)
    asked = ask_security(signed, assessment)
    draft = reviewed(signed, f"/assessment/{assessment}/")
    tell(signed, asked)
    signed("ada").make("/dissent/new/create/", assessment=assessment, text="two cells talk")
    signed("dora").make(f"{draft}sign/")
    assert owed("agree") == ["open"]
    assert not product_of(assessment).distributions.exists()


def test_who_has_the_product_owes_to_see_the_level_no_more_though_it_was_kept(
    signed: Signed, belgium: str, assessment: str
) -> None:
    put(signed, belgium, 2)
    ask_first(signed, assessment)
    told = f"/contribution/{records.every('contribution').get().pk}/"
    signed("dora").make(f"{reviewed(signed, f'/assessment/{assessment}/')}sign/")
    raised = records.every("decision").get(assessment=assessment)
    signed("dora").make(f"/decision/{raised.pk}/keep/", review_by=LATER, reasons="still so")
    signed("sam").make(f"{told}agree/")
    number = owed("see_level").count("open")
    signed("chris").make(f"/product/{product_of(assessment).pk}/acknowledge/")
    assert owed("see_level").count("open") == number - 1


def test_the_author_owes_no_review_and_who_comes_later_does(signed: Signed, belgium: str) -> None:
    given = {"scope": belgium, "type": "point", "started_by": "ocam", "marking": "restricted"}
    draft = signed("ben").make("/assessment/new/create/", **given)
    signed("ada").make(f"{draft}write/", **WHOLE)
    signed("ada").make(f"{draft}submit/")
    assert owed("review") == []
    people.hold(
        person("max"), "ocam", "analyst", by=person("alex").pk, now=clock.now(), first_day=TODAY
    )
    do_work()
    reviews = records.every("duty").filter(task="review")
    assert [each.person for each in reviews] == [person("max")]
    assert not reviews.filter(offered_to__isnull=False).exists()


def test_who_reviewed_is_not_asked_to_sign_in_the_place_of_who_may(
    signed: Signed, belgium: str, assessment: str
) -> None:
    put(signed, belgium, 3)
    draft = f"/assessment/{assessment}/"
    signed("ada").make(f"{draft}write/", **WHOLE)
    signed("ada").make(f"{draft}submit/")
    signed("ben").make(f"{draft}review/")
    records.every("duty").filter(task="sign").delete()
    hold(False)
    people.hold(
        person("ben"), "ocam", "deputy", by=person("alex").pk, now=clock.now(), first_day=TODAY
    )
    do_work()
    assert owed("sign") == []


def test_a_list_names_who_owes_a_duty_alone(signed: Signed, assessment: str) -> None:
    """Where no office owes it, none stands there; the name of who does is on its own page."""
    question = {"question": "will they?", "people": Person.objects.get(email="ben@example.org").pk}
    signed("ada").make(f"/assessment/{assessment}/ask/", **question)
    page = signed("ben").text("/duty/")
    assert "Judge how likely something is" in page
    assert "None" not in page
    assert re.search(r'<span class="detail">Ben Reviewer, \d', page)


CONFIRM = "Confirm a change of an account: Nora New"


def waiting(signed: Signed) -> set[str]:
    """Give on whose front pages the change that was proposed waits."""
    do_work()
    return {name for name in EVERYBODY if CONFIRM in signed(name).text("/")}


def test_a_change_of_an_account_waits_for_those_who_confirm_it(
    signed: Signed, mailoutbox: list[Any]
) -> None:
    """The end of an account may be urgent: nobody should have to look whether one was proposed."""
    change = grant(signed)
    assert waiting(signed) == {"dora", "dan", "petra"}
    told = {each.to[0].partition("@")[0] for each in mailoutbox}
    assert told == {"dora", "dan", "petra"}
    confirm(signed, change, "dan")
    assert waiting(signed) == set()


def test_a_change_that_is_refused_or_that_is_ones_own_waits_for_nobody_any_more(
    signed: Signed,
) -> None:
    change = grant(signed, email="dora@example.org")
    assert waiting(signed) == {"dan", "petra"}  # nobody confirms what is about oneself
    signed("petra").make(f"{change}refuse/", refusal="she has it")
    assert waiting(signed) == set()


def test_a_table_of_people_lets_no_minute_ask_for_all_at_once(signed: Signed) -> None:
    """Who raises a level waits meanwhile."""
    for n in range(11):
        grant(signed, email=f"new{n}@example.org")
    asked = []
    for _ in range(3):
        do_work()
        asked.append(records.every("duty").filter(task="confirm").count())
    assert asked == [3 * 10, 3 * 11, 3 * 11]
