"""Bad input gets one sentence; nothing is half written, and what was typed is kept."""

import datetime as dt
import re

import pytest
from tests.web.desk.conftest import Signed, Visitor

from peil.store import records
from peil.store.shared.audit import LOOKS
from peil.store.shared.models import Event

TODAY = dt.datetime.now(dt.UTC).date()


def refusal(visitor: Visitor, address: str, status: int = 422, **given: object) -> str:
    """Send what must be refused, and see that nothing was written but looks."""
    before = written()
    answer = visitor.do(address, **given)
    assert answer.status_code == status
    assert written() == before
    return answer.content.decode()


def written() -> list[object]:
    rows = {kind: list(records.every(kind).order_by("pk").values()) for kind in records.kinds()}
    return [rows, Event.objects.exclude(action__in=LOOKS).count()]


def test_a_level_outside_the_scale(signed: Signed, belgium: str, assessment: str) -> None:
    sentence = "The scale has no level\N{NO-BREAK SPACE}9; choose one from 1 to 4."
    raised = {"scope": belgium, "level": 9, "marking": "limited"}
    assert sentence in refusal(signed("dora"), "/decision/new/create/", **raised)
    page = refusal(signed("ada"), f"/assessment/{assessment}/write/", level=9, reasons="typed")
    assert sentence in page
    assert "typed" in page


def test_a_review_before_the_decision(signed: Signed, belgium: str) -> None:
    raised = {"scope": belgium, "level": 3, "marking": "limited", "reasons": "typed"}
    page = refusal(signed("dora"), "/decision/new/create/", **raised, review_by=TODAY)
    assert "The next review must lie after today; give its day." in page
    assert "typed" in page
    assert f'value="{TODAY}"' in page


def test_a_day_that_is_past_or_none(signed: Signed, assessment: str) -> None:
    asked = {"assessment": assessment, "to": "state_security", "question": "typed"}
    yesterday = TODAY - dt.timedelta(days=1)
    page = refusal(signed("ada"), "/request/new/create/", **asked, due=yesterday)
    assert "is past; give today or a later day." in page
    assert "typed" in page
    assert "typed" in refusal(signed("ada"), "/request/new/create/", **asked, due="soon")


def test_a_service_that_nobody_answers_for(signed: Signed, assessment: str) -> None:
    asked = {"assessment": assessment, "to": "immigration_office", "question": "who?"}
    page = refusal(signed("ada"), "/request/new/create/", **asked)
    assert "Nobody answers requests for Immigration Office" in page


def test_no_reason(signed: Signed, assessment: str) -> None:
    asked = {"assessment": assessment, "to": "state_security", "question": "who?"}
    request = signed("ada").make("/request/new/create/", **asked)
    page = refusal(signed("dora"), f"{request}urge/", reason="")
    assert "This field is required." in page


def test_a_stale_form(signed: Signed, assessment: str) -> None:
    address = f"/assessment/{assessment}/write/"
    signed("ben").make(address, reasons="Ben's")
    late = signed("ada").client.post(address, {"version": 1, "reasons": "typed"}, secure=True)
    assert late.status_code == 409
    page = late.content.decode()
    assert "Somebody changed this since you opened it" in page
    assert "typed" in page
    assert "Ben&#39;s" in signed("ada").text(f"/assessment/{assessment}/")


def test_a_form_that_another_site_sends_is_refused(signed: Signed) -> None:
    dora, address = signed("dora"), "/scope/new/create/"
    dora.client.handler.enforce_csrf_checks = True
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', dora.text(address))[1]
    here, elsewhere = "https://testserver", "https://elsewhere.example"
    before = written()
    for sent, origin in (("", here), ("a" * 64, here), (token, elsewhere)):
        assert posted(dora, address, sent, origin) == 404
        assert written() == before
    assert posted(dora, address, token, here) == 302
    assert posted(dora, "/accounts/login/", "", here) == 404


def posted(visitor: Visitor, address: str, token: str, origin: str) -> int:
    given = {"type": "country", "name": "Belgium", "csrfmiddlewaretoken": token}
    answer = visitor.client.post(address, given, secure=True, headers={"origin": origin})
    return answer.status_code


@pytest.mark.parametrize("action", ["", "answer/", "decline/", "nonsense/"])
def test_another_offices_record_looks_like_none(
    signed: Signed, assessment: str, action: str
) -> None:
    asked = {"assessment": assessment, "to": "state_security", "question": "who?"}
    request = signed("ada").make("/request/new/create/", **asked)
    other, none = (
        signed("paul").get(f"{address}{action}")
        for address in (request, f"/request/{'x' * len(request.split('/')[2])}/")
    )
    assert other.status_code == none.status_code == 404
    assert bare(other.content.decode()) == bare(none.content.decode())
    refusal(signed("paul"), f"{request}{action or 'see/'}", 404, text="who?", ground="other")


def bare(page: str) -> str:
    """Leave out the token of the form, which is new on each page."""
    return page.split("<main")[1]


def test_a_form_that_points_at_a_record_of_another_kind_or_none(
    signed: Signed, belgium: str, assessment: str
) -> None:
    for wrong in ("", "x" * 16, belgium):
        asked = {"assessment": wrong, "to": "state_security", "question": "who?"}
        refusal(signed("ada"), "/request/new/create/", 404, **asked)
    odd = {"assessment": assessment, "to": "nobody", "question": "who?"}
    assert "Select a valid choice" in refusal(signed("ada"), "/request/new/create/", **odd)


@pytest.mark.parametrize("start", ["²", "-1", "9" * 30, "x", "٣"])
def test_a_list_begins_at_its_first_row_where_no_row_has_such_a_number(
    signed: Signed, start: str
) -> None:
    assert signed("dora").get(f"/scope/?from={start}").status_code == 200
