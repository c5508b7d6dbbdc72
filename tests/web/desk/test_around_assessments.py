"""Around an assessment: remarks, dissent, what would be lost, exceptions, files and reports."""

import datetime as dt
from collections.abc import Callable

import pytest
from tests.web.desk.conftest import EVERYBODY, Signed

from peil.store import records
from peil.workflow import clock

May = Callable[[str], set[str]]
TODAY = clock.now().date()
UNIT = {"ada", "ben", "dora", "dan"}
OVERSEERS = {"otto", "pia"}
WHOLE = {
    "seriousness": "grave",
    "likelihood": "likely",
    "confidence": "moderate",
    "level": 3,
    "reasons": "what was found",
    "review_by": TODAY + dt.timedelta(days=30),
}


def only(kind: str) -> str:
    """The address of the one record of a kind."""
    return f"/{kind}/{records.every(kind).get().pk}/"


def ask(signed: Signed, assessment: str, office: str) -> None:
    signed("ada").make("/request/new/create/", assessment=assessment, to=office, question="who?")


@pytest.fixture
def reviewed(signed: Signed, assessment: str) -> str:
    """The address of an assessment that is written and reviewed."""
    draft = f"/assessment/{assessment}/"
    signed("ada").make(f"{draft}write/", **WHOLE)
    signed("ada").make(f"{draft}submit/")
    signed("ben").make(f"{draft}review/")
    return draft


def test_a_remark_is_settled_by_another_before_anything_is_signed(
    signed: Signed, may: May, assessment: str, password: str
) -> None:
    draft = f"/assessment/{assessment}/"
    assert may(f"{draft}remark/") == {"ada", "ben"}
    signed("ada").make(f"{draft}write/", **WHOLE)
    signed("ben").make(f"{draft}remark/", text="a source is missing")
    assert "a source is missing" in signed("ada").text(draft)
    remark = only("remark")
    assert may(remark) == UNIT | OVERSEERS
    assert may(f"{remark}settle/") == {"ada"}
    signed("ada").make(f"{draft}submit/")
    signed("ben").make(f"{draft}review/")
    assert may(f"{draft}remark/") == set()
    refused = signed("dora").do(f"{draft}sign/", proof=password)
    assert refused.status_code == 422
    assert "A remark is still open; settle it first." in refused.content.decode()
    signed("ada").make(f"{remark}settle/", answer="added")
    assert may(f"{remark}settle/") == set()
    signed("dora").make(f"{draft}sign/", proof=password)


def test_who_may_review_and_then_who_may_sign_finds_that_among_what_waits(
    signed: Signed, assessment: str, password: str
) -> None:
    def waiting(task: str) -> set[str]:
        return {name for name in EVERYBODY if task in signed(name).text("/")}

    review, sign = "Review an assessment", "Sign an assessment"
    draft = f"/assessment/{assessment}/"
    signed("ada").make(f"{draft}write/", **WHOLE)
    assert waiting(review) == set()
    signed("ada").make(f"{draft}submit/")
    assert waiting(review) == {"ben"}
    assert waiting(sign) == set()
    signed("ben").make(f"{draft}review/")
    assert waiting(review) == set()
    assert waiting(sign) == {"dora", "dan"}
    signed("dora").make(f"{draft}sign/", proof=password)
    assert waiting(sign) == set()


def test_the_unit_and_a_service_that_was_asked_may_dissent_until_it_is_signed(
    signed: Signed, may: May, assessment: str, reviewed: str, password: str
) -> None:
    ask_first = f"/dissent/new/create/?assessment={assessment}"
    assert may(ask_first) == {"ada", "ben"}
    signed("ada").make("/dissent/new/create/", assessment=assessment, text="too high")
    assert may(only("dissent")) == UNIT | OVERSEERS
    signed("dora").make(f"{reviewed}sign/", proof=password)
    assert may(ask_first) == set()
    told = signed("chris").text(only("product"))
    assert "what was found" in told
    assert "Coordination Unit for Threat Analysis: too high" in told


def test_a_service_dissents_from_what_it_was_asked_about_and_sees_its_own_alone(
    signed: Signed, may: May, assessment: str
) -> None:
    create = f"/dissent/new/create/?assessment={assessment}"
    ask(signed, assessment, "state_security")
    assert may(create) == {"ada", "ben", "sam"}
    ask(signed, assessment, "federal_police")
    signed("sam").make("/dissent/new/create/", assessment=assessment, text="too low")
    assert may(only("dissent")) == UNIT | OVERSEERS | {"sam"}
    assert "too low" not in signed("paul").text(f"/assessment/{assessment}/")
    posted = signed("mia").do("/dissent/new/create/", assessment=assessment, text="too low")
    assert posted.status_code == 404


def test_what_would_be_lost_is_written_finished_and_attached(
    signed: Signed, may: May, assessment: str
) -> None:
    create = f"/consequence_statement/new/create/?assessment={assessment}"
    assert may(create) == {"ada", "ben"}
    assert may("/consequence_statement/new/create/") == set()
    signed("ada").make("/consequence_statement/new/create/", assessment=assessment)
    statement = only("consequence_statement")
    assert may(statement) == UNIT | OVERSEERS
    assert may(f"{statement}attach/") == set()
    assert may(f"{statement}write/") == may(f"{statement}answer/") == {"ada", "ben"}
    assert signed("ada").do(f"{statement}answer/", text="").status_code == 422
    signed("ben").make(f"{statement}answer/", text="patrols end")
    assert may(f"{statement}write/") == set()
    assert may(f"{statement}attach/") == may(f"{statement}override/") == {"dora", "dan"}
    signed("dan").make(f"{statement}attach/")
    assert may(f"{statement}override/") == set()


def test_a_statement_is_set_aside_only_with_a_reason(signed: Signed, assessment: str) -> None:
    signed("ada").make("/consequence_statement/new/create/", assessment=assessment)
    statement = only("consequence_statement")
    assert signed("dora").do(f"{statement}override/").status_code == 422
    assert '<span class="state">draft</span>' in signed("dora").text(statement)
    signed("dora").make(f"{statement}override/", reason="no time")
    assert '<span class="state">set aside</span>' in signed("dora").text(statement)


def test_a_narrower_scope_is_kept_at_another_level_by_the_same_signature(
    signed: Signed, may: May, belgium: str, assessment: str, password: str
) -> None:
    site = signed("ada").make("/scope/new/create/", type="site", name="The port").split("/")[2]
    create = f"/level_exception/new/create/?assessment={assessment}"
    assert may(create) == {"ada", "ben"}
    given = {"assessment": assessment, "level": 3, "reason": "a threat to the port"}
    wider = signed("ada").do("/level_exception/new/create/", **given, scope=belgium)
    assert wider.status_code == 422
    assert "Belgium is no narrower scope" in wider.content.decode()
    signed("ada").make("/level_exception/new/create/", **given, scope=site)
    exception = only("level_exception")
    assert may(exception) == UNIT | OVERSEERS
    assert may(f"{exception}write/") == {"ada", "ben"}
    draft = f"/assessment/{assessment}/"
    signed("ada").make(f"{draft}write/", **WHOLE | {"level": 2})
    signed("ada").make(f"{draft}submit/")
    signed("ben").make(f"{draft}review/")
    late = signed("ada").do(f"{exception}write/", scope=site, level=1, reason="none")
    assert late.status_code == 422
    assert "The assessment has been reviewed" in late.content.decode()
    signed("dora").make(f"{draft}sign/", proof=password)
    front = signed("dora").text("/")
    assert "2 (medium)" in front
    assert "3 (serious)" in front
    assert may(f"{exception}write/") == set()


def test_a_working_file_is_closed_with_what_is_kept_and_destroyed(signed: Signed, may: May) -> None:
    assert may("/working_file/new/create/") == {"ada", "ben"}
    file = signed("ada").make("/working_file/new/create/", purpose="the port")
    assert may(file) == {"ada", "ben", "dora"} | OVERSEERS
    assert may(f"{file}close/") == {"dora"}
    assert signed("dora").do(f"{file}close/", keeps="the map").status_code == 422
    signed("dora").make(f"{file}close/", keeps="the map", destroys="the notes", reason="done")
    assert may(file) == {"dora"} | OVERSEERS
    assert may(f"{file}close/") == set()


def test_a_report_of_activities_goes_to_the_council_and_the_overseers(
    signed: Signed, may: May
) -> None:
    assert may("/activity_report/new/create/") == {"ada", "ben"}
    given = {"marking": "limited", "title": "2026", "text": "we met"}
    report = signed("ada").make("/activity_report/new/create/", **given)
    assert may(report) == UNIT
    assert may(f"{report}send/") == {"dora"}
    signed("dora").make(f"{report}send/")
    assert may(report) == UNIT | OVERSEERS | {"gil"}
    assert may(f"{report}write/") == may(f"{report}send/") == set()


def test_a_record_leads_to_the_decision_that_it_belongs_to(signed: Signed, belgium: str) -> None:
    raised = {"scope": belgium, "level": 3, "marking": "limited"}
    decision = signed("dora").make("/decision/new/create/", **raised)
    measure = signed("chris").make(
        "/measure/new/create/", decision=decision.split("/")[2], text="patrols", marking="limited"
    )
    assert f'<a href="{decision}">' in signed("chris").text(measure)
