"""What rests on an item under embargo goes no further than was agreed: product, reasons and advice."""

import datetime as dt
from collections.abc import Callable

import pytest
from tests.web.desk.conftest import EVERYBODY, GIVEN, Signed

from peil.store import records
from peil.store.shared.models import Person

REFUSED = "Not everybody whose information it rests on has agreed to this; ask them first."
May = Callable[[str], set[str]]
LATER = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)
WHOLE = {
    "seriousness": "grave",
    "likelihood": "likely",
    "confidence": "moderate",
    "level": 3,
    "reasons": "what was found",
    "review_by": LATER,
}


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


def use_for_police(signed: Signed, assessment: str) -> None:
    """Let an item be used for the federal police alone."""
    item = signed("hedwig").make("/embargoed_item/new/create/", **GIVEN)
    use = {"says": "use", "recipients": ["federal_police"]}
    signed("dora").make(f"{item}decide/", **use, assessment=assessment)
    signed("hedwig").make(f"{item}decide/", **use)


def ask_first(signed: Signed, assessment: str) -> None:
    """Let State Security tell what may not go out before it agrees."""
    asked = signed("ada").make(
        "/request/new/create/", assessment=assessment, to="state_security", question="who?"
    )
    told = {"marking": "restricted", "text": "they", "valence": "for", "ask_me_first": "on"}
    signed("sam").make(f"{asked}answer/", **told)


def reading(signed: Signed, decision: str) -> set[str]:
    """Give who reads the reasons of a decision, on its page and, the same, by searching for them."""
    reasons = str(WHOLE["reasons"])
    asking = ("ada", "dora", "dan", "paul", "chris", "petra", "otto", "sam", "gil", "fay")
    found = set()
    for name in asking:
        on_page = reasons in signed(name).get(decision).content.decode()
        in_search = decision in signed(name).text("/search/?q=found")
        assert on_page == in_search, name
        found |= {name} if on_page else set()
    return found


def advised(signed: Signed, measure: str) -> set[str]:
    """Give who reads what was advised on a measure."""
    pages = {name: signed(name).get(measure).content.decode() for name in EVERYBODY}
    return {name for name, page in pages.items() if "not at the harbour" in page}


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
    assert REFUSED in wider.content.decode()
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
    ask_first(signed, assessment)
    product = sign(signed, assessment, password)
    assert holders() == set()
    assert signed("dora").do(f"{product}distribute/").status_code == 422
    assert "Say whether your contribution may go out" in signed("sam").text("/")
    given = records.every("contribution").get()
    signed("sam").make(f"/contribution/{given.pk}/agree/")
    assert {"crisis_centre", "federal_police", "state_security", "prime_minister"} <= holders()
    assert "Say whether your contribution may go out" not in signed("sam").text("/")


def test_a_use_that_is_not_agreed_yet_holds_the_product_and_not_the_level(
    signed: Signed, item: str, assessment: str, password: str
) -> None:
    use = {"says": "use", "recipients": ["federal_police"]}
    signed("dora").make(f"{item}decide/", **use, assessment=assessment)
    product = sign(signed, assessment, password)
    assert records.every("decision").get().state == "in_force"
    assert holders() == set()
    for how, given in {
        "distribute": {},
        "add_recipient": {"office": "governor", "reason": "must know"},
    }.items():
        answer = signed("dora").do(f"{product}{how}/", **given)
        assert answer.status_code == 422
        assert REFUSED in answer.content.decode()
    assert holders() == set()
    signed("hedwig").make(f"{item}decide/", **use)
    assert holders() == {"federal_police"}
    sent = records.every("distribution").get()
    assert "State Security" not in signed("ada").text(f"/distribution/{sent.pk}/")


def test_a_product_goes_to_everybody_once_both_say_that_the_item_is_not_used(
    signed: Signed, item: str, assessment: str, password: str
) -> None:
    use = {"says": "use", "recipients": ["federal_police"], "assessment": assessment}
    signed("dora").make(f"{item}decide/", **use)
    sign(signed, assessment, password)
    signed("hedwig").make(f"{item}decide/", says="not")
    assert holders() == set()
    signed("dora").make(f"{item}decide/", says="not")
    assert {"crisis_centre", "federal_police", "state_security", "prime_minister"} <= holders()


@pytest.mark.parametrize("kept_by", ["joint decision", "originator"])
def test_who_stands_in_is_not_told_who_keeps_a_product_from_an_office(
    signed: Signed, assessment: str, password: str, kept_by: str
) -> None:
    if kept_by == "originator":
        ask_first(signed, assessment)
    else:
        use_for_police(signed, assessment)
    product = sign(signed, assessment, password)
    dan = Person.objects.get(email="dan@example.org")
    records.every("account").filter(person__email="dora@example.org").update(deputy=dan)
    answer = signed("dan").do(f"{product}add_recipient/", office="governor", reason="must know")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert REFUSED in page
    assert "joint" not in page
    assert "governor" not in holders()


def test_reasons_go_no_further_than_the_product(
    signed: Signed, assessment: str, password: str
) -> None:
    use_for_police(signed, assessment)
    sign(signed, assessment, password)
    decision = f"/decision/{records.every('decision').get().pk}/"
    knowing = {"ada", "dora", "dan", "paul", "petra", "otto"}
    assert reading(signed, decision) == knowing
    kept = {"review_by": LATER + dt.timedelta(days=1), "reasons": WHOLE["reasons"]}
    again = signed("dora").make(f"{decision}keep/", **kept, proof=password)
    assert reading(signed, again) == knowing - {"paul"}
    for address in (decision, again):
        assert "Belgium" in signed("chris").text(address)
    assert "<strong>3" in signed("chris").text("/")


def test_reasons_wait_for_who_wanted_to_be_asked_first(
    signed: Signed, assessment: str, password: str
) -> None:
    ask_first(signed, assessment)
    sign(signed, assessment, password)
    decision = f"/decision/{records.every('decision').get().pk}/"
    assert "chris" not in reading(signed, decision)
    signed("sam").make(f"/contribution/{records.every('contribution').get().pk}/agree/")
    assert {"chris", "sam", "gil", "fay"} <= reading(signed, decision)


def test_the_reasons_of_a_level_that_is_raised_at_once_are_read_with_it(
    signed: Signed, belgium: str
) -> None:
    given = {"scope": belgium, "level": 4, "reasons": WHOLE["reasons"], "marking": "limited"}
    decision = signed("dora").make("/decision/new/create/", **given)
    assert "chris" in reading(signed, decision)


def test_advice_is_read_by_the_director_who_advised_and_who_decides_the_measure(
    signed: Signed, assessment: str, password: str
) -> None:
    use_for_police(signed, assessment)
    sign(signed, assessment, password)
    decision = records.every("decision").get().pk
    given = {"decision": decision, "text": "guards", "marking": "limited"}
    measure = signed("chris").make("/measure/new/create/", **given)
    signed("hedwig").make(f"{measure}advise/", advice="not at the harbour")
    records.every("account").filter(person__email="dora@example.org").update(
        deputy=Person.objects.get(email="dan@example.org")
    )
    assert advised(signed, measure) == {"dora", "hedwig", "chris"}
    assert "not at the harbour" not in signed("dan").text(f"{measure}advise/")
    signed("dan").make(f"{measure}advise/", advice="few of them")
    assert "State Security: not at the harbour" in signed("chris").text(measure)
    signed("chris").make(f"{measure}decide/")
    assert advised(signed, measure) == {"dora", "hedwig", "chris"}
    for name in ("sam", "mia", "paul", "ada", "dan", "otto"):
        assert "guards" in signed(name).text(measure)
