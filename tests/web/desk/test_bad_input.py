"""Bad input gets one sentence; nothing is half written, and what was typed is kept."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.utils.html import escape
from tests.web.desk.conftest import Signed, Visitor

from peil.store import records
from peil.store.shared import audit
from peil.store.shared.audit import LOOKS
from peil.store.shared.models import Event
from peil.workflow import clock

TODAY = clock.now().date()


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
        assert posted(dora, address, sent, origin) == 409
        assert written() == before
    assert posted(dora, address, token, here) == 302
    assert posted(dora, "/accounts/login/", "", here) == 409


def test_a_form_opened_before_one_signed_in_again_says_so(signed: Signed) -> None:
    dora, address = signed("dora"), "/scope/new/create/"
    dora.client.handler.enforce_csrf_checks = True
    answer = dora.client.post(address, {"csrfmiddlewaretoken": "a" * 64}, secure=True)
    assert "you signed in or out after it was opened" in answer.content.decode()


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


def test_what_goes_wrong_on_the_desk_itself_is_said_in_the_language_of_who_acts(
    signed: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full, or a database that answers nobody: what the engine says is told to none."""
    dora = signed("dora")
    dora.client.post("/settings/", {"language": "nl"}, secure=True)
    dora.client.raise_request_exception = False
    before = written()

    def fail(**_: object) -> int:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(audit, "append", fail)
    scope = {"type": "country", "name": "Belgium"}
    sent = dora.client.post("/scope/new/create/", scope, secure=True)
    for answer in (sent, dora.get("/")):
        assert answer.status_code == 500
        page = answer.content.decode()
        assert '<html lang="nl">' in page
        assert "<h1>Er ging iets mis op de desk zelf; " in page
        assert "disk" not in page
    assert written() == before


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


UNSEEN = "\N{ZERO WIDTH SPACE}"
HEAD = "type,name,reasons,level,decided_on,review_by\n"


@pytest.mark.parametrize("reason", [UNSEEN, "\N{HANGUL FILLER}", "\N{SOFT HYPHEN} "])
def test_a_reason_that_nobody_sees_is_none(signed: Signed, assessment: str, reason: str) -> None:
    statement = signed("ada").make(
        "/consequence_statement/new/create/", assessment=assessment, text="what is lost"
    )
    page = refusal(signed("dora"), f"{statement}override/", reason=reason)
    assert "This field is required." in page


def test_a_reason_without_a_letter_says_nothing(signed: Signed, assessment: str) -> None:
    statement = signed("ada").make(
        "/consequence_statement/new/create/", assessment=assessment, text="what is lost"
    )
    page = refusal(signed("dora"), f"{statement}override/", reason="...")
    assert "This says nothing; write it in words." in page


@pytest.mark.parametrize(
    "name",
    [
        f"Bel{UNSEEN}gium",
        "belgium",
        "Belgium\N{RIGHT-TO-LEFT OVERRIDE}",
        "\N{GREEK CAPITAL LETTER BETA}elgium",
    ],
)
def test_a_scope_that_looks_like_another_is_refused(
    signed: Signed, belgium: str, name: str
) -> None:
    page = refusal(signed("dora"), "/scope/new/create/", type="country", name=name)
    assert "There is Belgium already, which looks the same" in page or "already exists" in page
    entered(signed, f"country,{name},because,2,2020-01-01,\n")
    assert [each.pk for each in records.every("scope")] == [belgium]


def test_a_second_country_is_not_said_to_look_like_the_first(signed: Signed, belgium: str) -> None:
    page = refusal(signed("dora"), "/scope/new/create/", type="country", name="France")
    assert "There is Belgium already, and a desk has one country; " in page
    assert "looks the same" not in page
    assert [each.pk for each in records.every("scope")] == [belgium]


def test_a_letter_that_nobody_sees_is_not_kept(signed: Signed) -> None:
    given = {"type": "region", "name": f"Br{UNSEEN}ussels\N{RIGHT-TO-LEFT OVERRIDE}"}
    signed("dora").make("/scope/new/create/", **given)
    assert [each.name for each in records.every("scope")] == ["Brussels"]


def entered(signed: Signed, *rows: str) -> HttpResponse:
    file = SimpleUploadedFile("levels.csv", "".join([HEAD, *rows]).encode(), "text/csv")
    return signed("dora").do("/scope/new/enter/", file=file)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("site,Ghent,because,2,2020-01-02,2020-01-01", "review on 1 January 2020, before the day"),
        (f"site,Gh{UNSEEN}ent,because,2,2020-01-01,", "letters that are seen"),
        (f"site,{'x' * 301},because,2,2020-01-01,", "letters that are seen"),
        ("site,Ghent,SECRET: a source says,2,2020-01-01,", "Row 3 bears the mark “SECRET”"),
    ],
)
def test_a_row_that_cannot_be_entered_is_named_and_none_is_written(
    signed: Signed, row: str, sentence: str
) -> None:
    page = entered(signed, "region,Brussels,because,2,2020-01-01,2020-01-01\n", f"{row}\n")
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not records.every("scope").exists()


def test_one_table_names_one_country(signed: Signed) -> None:
    rows = ("country,Belgium,because,2,2020-01-01,\n", "country,België,because,3,2020-01-01,\n")
    page = entered(signed, *rows)
    assert page.status_code == 422
    assert "a level was already decided for België" in page.content.decode()
    assert not records.every("scope").exists()


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("TRÈS SECRET - LOI 11.12.1998", "TRÈS SECRET"),
        ("ZEER\r\nGEHEIM\r\nwhat a source says", "ZEER GEHEIM"),
        ("NATO CONFIDENTIAL", "CONFIDENTIAL"),
    ],
)
def test_a_text_that_is_marked_as_classified_is_not_kept(
    signed: Signed, belgium: str, text: str, mark: str
) -> None:
    raised = {"scope": belgium, "level": 3, "marking": "restricted", "reasons": text}
    page = refusal(signed("dora"), "/decision/new/create/", **raised)
    assert f"The text bears the mark “{mark}”" in page
    assert escape(text) in page


def test_words_that_speak_of_secrets_are_no_mark(signed: Signed, belgium: str) -> None:
    reasons = "Secret cells; the geheim of SECRETS. CONFIDENTIALITY is kept. RESTRICTED"
    given = {"scope": belgium, "level": 3, "marking": "restricted", "reasons": reasons}
    signed("dora").make("/decision/new/create/", **given)


def test_a_bulletin_has_an_end(signed: Signed, belgium: str) -> None:
    given = {"scope": belgium, "level": 3, "marking": "limited", "reasons": "because"}
    decision = signed("dora").make("/decision/new/create/", **given).split("/")[2]
    told = {"decision": decision, "text_en": "x" * 20_001}
    page = refusal(signed("ada"), "/bulletin/new/create/", **told)
    assert "at most 20000 characters (it has 20001)" in page
    signed("ada").make("/bulletin/new/create/", **told | {"text_en": "x" * 20_000})


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(records.kinds()))
def test_every_kind_is_held_to_its_closed_lists_and_its_order_by_the_engine(kind: str) -> None:
    model = records.kinds()[kind]
    with connection.cursor() as cursor:
        held = connection.introspection.get_constraints(cursor, model._meta.db_table)
    named = {each.name for each in (*model._meta.constraints, *model._meta.indexes)}
    assert named <= held.keys()
    # Duties alone are listed by the day on which they are due.
    assert f"{model._meta.db_table}_new" in named or kind == "duty"
    assert model._meta.ordering
