"""What rests on an item under embargo goes no further than was agreed: product, reasons and advice."""

import datetime as dt
import re
from collections.abc import Callable, Iterable

import pytest
from tests.web.desk.conftest import EVERYBODY, GIVEN, Signed

from peil.store import records
from peil.store.shared.models import Person
from peil.workflow import clock

REFUSED = "Not everybody whose information it rests on has agreed to this; ask them first."
CHANGING = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|\d\d:\d\d|/[\w-]{16}/')
"""What differs between pages of the same: the mark of a form, moments, and keys of records."""
May = Callable[[str], set[str]]
LATER = clock.now().date() + dt.timedelta(days=30)
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
    return f"/product/{records.every('product').get(assessment=assessment).pk}/"


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
    """Give who reads what was advised on a measure about the harbour."""
    pages = {name: signed(name).get(measure).content.decode() for name in EVERYBODY}
    return {name for name, page in pages.items() if "not at the harbour" in page}


def advise(signed: Signed, name: str, measure: str, text: str) -> str:
    """Advise on a measure by the form that its page offers, and give the address of the advice."""
    form = f"/advice/new/create/?measure={measure.split('/')[2]}"
    assert f'href="{form}"' in signed(name).text(measure)
    return signed(name).make(form, measure=measure.split("/")[2], text=text)


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


def begun_from(signed: Signed, assessment: str, belgium: str) -> str:
    """Begin an assessment from a signed one."""
    given = {"scope": belgium, "type": "point", "started_by": "ocam", "marking": "restricted"}
    made = signed("ada").make("/assessment/new/create/", begins_from=assessment, **given)
    return made.split("/")[2]


def test_what_begins_from_an_assessment_goes_no_further_than_that(
    signed: Signed, assessment: str, password: str, belgium: str
) -> None:
    use_for_police(signed, assessment)
    sign(signed, assessment, password)
    sign(signed, begun_from(signed, assessment, belgium), password)
    assert records.every("product").count() == 2
    assert holders() == {"federal_police"}


def test_what_begins_from_an_assessment_waits_as_long_as_that_and_goes_out_with_it(
    signed: Signed, assessment: str, password: str, belgium: str
) -> None:
    ask_first(signed, assessment)
    sign(signed, assessment, password)
    product = sign(signed, begun_from(signed, assessment, belgium), password)
    assert holders() == set()
    signed("sam").make(f"/contribution/{records.every('contribution').get().pk}/agree/")
    sent = records.every("distribution").filter(product=product.split("/")[2])
    assert {"crisis_centre", "prime_minister"} <= set(sent.values_list("to_id", flat=True))


def test_who_does_not_agree_says_why_and_who_signed_must_do_without(
    signed: Signed, assessment: str, password: str
) -> None:
    ask_first(signed, assessment)
    sign(signed, assessment, password)
    given = f"/contribution/{records.every('contribution').get().pk}/"
    duty = records.every("duty").get(task="agree").pk
    declined = signed("sam").do(f"/duty/{duty}/decline/", refusal="no")
    assert "open what it is about and settle it there" in declined.content.decode()
    signed("sam").make(f"{given}refuse/", reason="a source would be known")
    assert "Say whether your contribution may go out" not in signed("sam").text("/")
    assert "Do without what may not be sent" in signed("dora").text("/")
    assert "a source would be known" in signed("dora").text(given)
    assert holders() == set()


@pytest.mark.parametrize("says", ["use", "not"])
def test_whose_item_is_not_used_is_not_associated_with_measures(
    signed: Signed, may: May, item: str, assessment: str, password: str, says: str
) -> None:
    use = {"says": "use", "recipients": ["federal_police"], "assessment": assessment}
    signed("dora").make(f"{item}decide/", **use)
    sign(signed, assessment, password)
    signed("hedwig").make(f"{item}decide/", says=says, recipients=["federal_police"])
    if says == "not":
        signed("dora").make(f"{item}decide/", says="not")
    decision = records.every("decision").get().pk
    given = {"decision": decision, "text": "guards", "marking": "limited"}
    measure = signed("chris").make("/measure/new/create/", **given)
    assert may(measure) == {"chris", "dora"} | ({"hedwig"} if says == "use" else set())


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
    assert "State Security" not in signed("paul").text(f"/distribution/{sent.pk}/")


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


def looks(signed: Signed, product: str, names: Iterable[str]) -> dict[str, list[bytes]]:
    """Give what people see of a product and of who has it."""
    addresses = (product, f"{product}distribute/", f"{product}add_recipient/", "/distribution/")
    return {
        name: [CHANGING.sub(b"", signed(name).get(each).content) for each in addresses]
        for name in names
    }


def test_to_how_few_a_product_went_is_seen_by_those_alone_who_see_why(
    signed: Signed, assessment: str, password: str, belgium: str
) -> None:
    dan = Person.objects.get(email="dan@example.org")
    records.every("account").filter(person__email="dora@example.org").update(deputy=dan)
    use_for_police(signed, assessment)
    kept = sign(signed, assessment, password)
    assert holders() == {"federal_police"}
    given = {"scope": belgium, "type": "point", "started_by": "ocam", "marking": "restricted"}
    other = signed("ada").make("/assessment/new/create/", **given).split("/")[2]
    full = sign(signed, other, password)
    assert len(holders()) > 4
    unit = ("ada", "ben", "dan", "max", "petra", "pia")
    assert looks(signed, kept, unit) == looks(signed, full, unit)
    assert looks(signed, kept, ["dora"]) != looks(signed, full, ["dora"])


def test_no_co_decider_reads_what_another_advises_because_of_another_item(
    signed: Signed, may: May, item: str, assessment: str, password: str
) -> None:
    other = signed("fay").make("/embargoed_item/new/create/", **GIVEN)
    use = {"says": "use", "recipients": ["federal_police", "state_security"]}
    for address, co_decider in ((item, "hedwig"), (other, "fay")):
        signed("dora").make(f"{address}decide/", **use, assessment=assessment)
        signed(co_decider).make(f"{address}decide/", **use)
    sign(signed, assessment, password)
    given = {"decision": records.every("decision").get().pk, "text": "guards", "marking": "limited"}
    measure = signed("chris").make("/measure/new/create/", **given)
    before = signed("fay").text(measure)
    advice = advise(signed, "hedwig", measure, "not at the harbour")
    assert signed("fay").text(measure) == before
    assert may(advice) == {"hedwig", "dora", "chris"}
    assert may(advise(signed, "fay", measure, "not at the court")) == {"fay", "dora", "chris"}
    assert "not at the court" not in signed("hedwig").text(measure)


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
    assert reading(signed, again) == knowing
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
    signed: Signed, may: May, assessment: str, password: str
) -> None:
    use_for_police(signed, assessment)
    sign(signed, assessment, password)
    decision = records.every("decision").get().pk
    given = {"decision": decision, "text": "guards", "marking": "limited"}
    measure = signed("chris").make("/measure/new/create/", **given)
    advice = advise(signed, "hedwig", measure, "not at the harbour")
    records.every("account").filter(person__email="dora@example.org").update(
        deputy=Person.objects.get(email="dan@example.org")
    )
    assert advised(signed, measure) == {"dora", "hedwig", "chris"}
    assert may(advice) == {"dora", "hedwig", "chris"}
    own = advise(signed, "dan", measure, "few of them")
    assert may(own) == {"dora", "dan", "chris"}
    assert "State Security" in signed("chris").text(advice)
    signed("chris").make(f"{measure}decide/")
    assert advised(signed, measure) == {"dora", "hedwig", "chris"}
    for name in ("sam", "mia", "paul", "ada", "dan", "otto"):
        assert "guards" in signed(name).text(measure)


def test_what_an_item_was_once_proposed_for_waits_for_both_and_goes_no_further(
    signed: Signed, assessment: str, belgium: str, password: str
) -> None:
    item = signed("hedwig").make("/embargoed_item/new/create/", **GIVEN)
    use = {"says": "use", "recipients": ["federal_police"]}
    signed("dora").make(f"{item}decide/", **use, assessment=assessment)
    sign(signed, assessment, password)
    given = {"scope": belgium, "type": "point", "started_by": "ocam", "marking": "restricted"}
    other = signed("ada").make("/assessment/new/create/", **given).split("/")[2]
    signed("dora").make(f"{item}decide/", **use, assessment=other)
    assert not records.every("distribution").exists()
    signed("hedwig").make(f"{item}decide/", **use)
    sent = records.every("distribution").values_list("to_id", flat=True)
    assert set(sent) == {"federal_police"}
