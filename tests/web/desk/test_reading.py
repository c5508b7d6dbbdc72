"""What people read: found by what they would type, whole, and in words."""

import datetime as dt
import re

import pytest
from tests.web.desk.conftest import Signed
from tests.web.desk.test_insiders import put

from peil.store.desk.models.assessing import Assessment
from peil.store.shared.models import Person
from peil.web import views
from peil.web.server import current
from peil.workflow import clock
from peil.workflow.working import work

QUESTION = "Has anything changed in the movements of people who came back, or in what is known?"
"""Longer than what names a record in a list."""


@pytest.mark.parametrize(
    ("language", "asked", "is_found"),
    [
        ("en", "belgium", True),
        ("en", "very serious", True),
        ("fr", "très grave", True),
        ("en", "Belgium 4", True),
        ("en", "plot medium", False),
        ("en", clock.now().date().isoformat(), True),
        ("en", "1999-12-31", False),
    ],
)
def test_a_decision_is_found_by_place_words_level_and_day(
    signed: Signed, belgium: str, language: str, asked: str, is_found: bool
) -> None:
    signed("dora").make("/decision/new/create/", scope=belgium, level=4, marking="limited")
    Person.objects.filter(email="dora@example.org").update(language=language)
    named = "Belgium\N{NO-BREAK SPACE}: 4" if language == "fr" else "Belgium: 4"
    assert (named in signed("dora").text(f"/search/?q={asked}")) == is_found


def test_a_request_is_called_by_its_beginning_and_says_nothing_that_is_not_so(
    signed: Signed, assessment: str
) -> None:
    asked = {"assessment": assessment, "to": "state_security", "question": QUESTION}
    made = signed("ada").make(f"/request/new/create/?assessment={assessment}", **asked)
    shown = signed("ada").text(made)
    assert f"<h1>{QUESTION[:79]}…</h1>" in shown
    assert "Nothing is known" not in shown
    assert f"{QUESTION[:79]}…</a>" in signed("ada").text("/request/")


def test_a_form_names_the_law_and_what_is_wrong_leads_to_its_field(
    signed: Signed, assessment: str
) -> None:
    ada = signed("ada")
    Person.objects.filter(email="ada@example.org").update(language="nl")
    law = "Volgens de wet van 10 juli 2006 betreffende de analyse van de dreiging, art. 8 al. 1"
    assert law in ada.text("/assessment/new/create/")
    answer = ada.do(f"/request/new/create/?assessment={assessment}", assessment=assessment)
    page = answer.content.decode()
    assert '<a href="#id_question">' in page
    assert 'id="id_question_error"' in page
    assert 'aria-describedby="id_question_error"' in page


def test_who_may_see_no_level_is_not_told_that_there_is_none(signed: Signed, belgium: str) -> None:
    signed("dora").make("/decision/new/create/", scope=belgium, level=4, marking="limited")
    front = signed("alex").text("/")
    assert "No level in force is among what you may see." in front
    assert "Begin" not in signed("otto").text("/")


def test_the_history_of_an_overdue_duty_can_be_read(signed: Signed, belgium: str) -> None:
    dora, petra = signed("dora"), signed("petra")
    made = dora.make("/decision/new/create/", scope=belgium, level=4, marking="limited")
    later = clock.now() + dt.timedelta(days=9)
    work(later, None, current())
    duty = petra.text("/duty/").split('href="/duty/')[1].split("/")[0]
    assert "Overdue" in petra.text(f"/duty/{duty}/")
    assert "Raise a level" in dora.text(made)
    assert "Dora Director" in dora.text(made).partition("What you did")[2]


def test_my_work_says_what_each_duty_is_about(signed: Signed, assessment: str) -> None:
    asked = {"assessment": assessment, "to": "state_security", "question": "Who came back?"}
    signed("ada").make(f"/request/new/create/?assessment={assessment}", **asked)
    assert "Answer a request: Who came back?</a>" in signed("sam").text("/")


def test_levels_are_called_by_number_and_name_in_titles_links_and_forms(
    signed: Signed, belgium: str
) -> None:
    dora = signed("dora")
    made = dora.make("/decision/new/create/", scope=belgium, level=4, marking="limited")
    called = "Belgium: 4 (very serious)"
    assert f"<h1>{called}</h1>" in dora.text(made)
    assert f"{called}</a>" in dora.text("/decision/")
    assert f"{called}</option>" in signed("ada").text("/bulletin/new/create/")


def test_an_assessment_is_begun_from_a_signed_one_and_not_from_a_draft(
    signed: Signed, assessment: str
) -> None:
    begin = f"/assessment/new/create/?begins_from={assessment}"
    ada, page = signed("ada"), f"/assessment/{assessment}/"
    rows = Assessment.objects.filter(pk=assessment)
    given = {"scope": rows.get().scope_id, "type": "point", "started_by": "ocam"}
    given |= {"marking": "restricted", "begins_from": assessment}
    link = f'href="{page}"'
    assert begin not in ada.text(page)
    assert link not in ada.text(ada.make("/assessment/new/create/", **given))
    rows.update(state="signed")
    assert begin in ada.text(page)
    assert link in ada.text(ada.make("/assessment/new/create/", **given))


def test_the_front_page_leads_to_what_does_not_fit_on_it(
    signed: Signed, belgium: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST", 2)
    for level in (2, 3):  # the second is raised, and three things of it are to be supplied
        put(signed, belgium, level)

    def tasks(address: str) -> list[str]:
        return re.findall(r">(Supply [^<]*|Write [^<]*): Belgium", signed("dora").text(address))

    assert 'href="?from=2"' in signed("dora").text("/")
    assert 'href="?from=' not in signed("dora").text("/?from=2")
    assert len({*tasks("/"), *tasks("/?from=2")}) == 3
    assert len(tasks("/")) == 2


def test_an_empty_desk_says_what_comes_first_to_who_may_begin_it(signed: Signed) -> None:
    assert "Begin with a scope" in signed("dora").text("/")
    assert "Begin with a scope" not in signed("sam").text("/")


def test_the_front_page_names_what_there_is_in_the_order_of_the_work(signed: Signed) -> None:
    page = signed("dora").text("/").partition('class="kinds"')[2]
    places = [page.index(f">{kind}</a>") for kind in ("Scopes", "Assessments", "Decisions")]
    assert places == sorted(places)
    assert max(places) < page.index(">Accounts</a>")


def test_a_level_is_named_as_the_language_of_who_reads_writes_it(
    signed: Signed, belgium: str
) -> None:
    dora = signed("dora")
    decision = dora.make("/decision/new/create/", scope=belgium, level=3, marking="limited")
    for language, name in (("fr", "Belgium : 3 (grave)"), ("nl", "Belgium: 3 (ernstig)")):
        dora.client.post("/settings/", {"language": language}, secure=True)
        for address in (decision, "/decision/"):
            assert name in dora.text(address).replace("\N{NO-BREAK SPACE}", " ")
