"""Services are asked and answer: each step by who may take it, and no service sees another's."""

import datetime as dt
from collections.abc import Callable

import pytest
from tests.web.desk.conftest import Signed

from peil.store import records
from peil.web.server import current
from peil.workflow import clock
from peil.workflow.duties import working_days_after
from peil.workflow.working import work

NOW = clock.now()
TODAY = NOW.date()
TOMORROW = TODAY + dt.timedelta(days=1)
GIVEN = {"marking": "restricted", "text": "two cells talk", "valence": "for"}
May = Callable[[str], set[str]]


def state(name: str) -> str:
    return f'<span class="state">{name}</span>'


@pytest.fixture
def asked(signed: Signed, assessment: str) -> str:
    """The address of a request to State Security."""
    return signed("ada").make(
        "/request/new/create/", assessment=assessment, to="state_security", question="who talks?"
    )


def test_a_request_is_offered_on_the_page_of_an_assessment_and_nowhere_else(
    signed: Signed, assessment: str
) -> None:
    offer = f'/request/new/create/?assessment={assessment}"'
    assert offer in signed("ada").text(f"/assessment/{assessment}/")
    assert "/request/new/" not in signed("ada").text("/")
    form = signed("ada").text(f"/request/new/create/?assessment={assessment}")
    assert f'<option value="{assessment}" selected>' in form


def test_the_day_of_an_answer_is_reckoned_in_working_days() -> None:
    thursday = dt.date(2022, 4, 28)  # 1 May is a Sunday
    assert working_days_after(thursday, 5, "Belgium") == dt.date(2022, 5, 5)
    before_national_day = dt.date(2022, 7, 20)
    assert working_days_after(before_national_day, 2, "Belgium") == dt.date(2022, 7, 25)


def test_a_duty_says_how_its_day_was_reckoned(signed: Signed, asked: str) -> None:
    duty = records.every("duty").get(about=asked.split("/")[2])
    assert "5 working days, without weekends and public holidays (Belgium)" in signed("sam").text(
        f"/duty/{duty.pk}/"
    )


def test_a_request_is_seen_when_the_office_that_was_asked_first_looks(
    signed: Signed, asked: str
) -> None:
    assert state("open") in signed("ada").text(asked)
    assert state("seen") in signed("sam").text(asked)
    assert state("seen") in signed("ada").text(asked)
    assert f"Answer a request: who talks?</a> {state('seen')}" in signed("sam").text("/")
    assert signed("sam").get(f"{asked}see/").status_code == 404


def test_who_may_do_what_with_a_request(
    signed: Signed, may: May, asked: str, assessment: str
) -> None:
    unit = {"ada", "dora", "dan"}
    assert may(f"/request/new/create/?assessment={assessment}") == unit
    assert may(f"/request/new/create_urgent/?assessment={assessment}") == {"dora"}
    assert may(asked) == {*unit, "ben", "sam", "otto", "pia"}
    for each in ("answer", "know_nothing", "ask_back", "ask_time", "decline"):
        assert may(f"{asked}{each}/") == {"sam"}
    assert may(f"{asked}urge/") == {"dora"}
    assert may(f"{asked}reply/") == set()
    signed("sam").make(f"{asked}ask_back/", asks_back="which cells?")
    assert may(f"{asked}reply/") == {*unit, "ben"}
    assert may(f"{asked}ask_back/") == set()
    signed("sam").make(f"{asked}know_nothing/")
    for each in ("answer", "know_nothing", "ask_back", "ask_time", "decline", "urge", "reply"):
        assert may(f"{asked}{each}/") == set()


def test_an_answer_is_a_contribution_that_the_unit_grades(
    signed: Signed, asked: str, assessment: str
) -> None:
    assert "Answer a request" in signed("sam").text("/")
    signed("sam").make(f"{asked}answer/", **GIVEN)
    assert "Answer a request" not in signed("sam").text("/")
    page = signed("ada").text(asked)
    assert state("answered") in page
    given = "/contribution/" + page.split('href="/contribution/')[1].split('"')[0]
    assert "two cells talk" in signed("ada").text(given)
    assert "Grade a contribution" in signed("ada").text("/")
    signed("ben").make(f"{given}grade/", reliability="B", credibility="2", assessment=assessment)
    assert state("graded") in signed("ada").text(given)
    assert "Grade a contribution" not in signed("ada").text("/")


def test_to_know_nothing_is_an_answer_and_to_decline_needs_a_ground(
    signed: Signed, asked: str, assessment: str
) -> None:
    signed("sam").make(f"{asked}know_nothing/")
    page = signed("ada").text(asked)
    assert state("answered") in page
    assert "<dt>Nothing is known</dt><dd>yes</dd>" in page
    other = signed("ada").make(
        "/request/new/create/", assessment=assessment, to="federal_police", question="and you?"
    )
    assert signed("paul").do(f"{other}decline/", reason="no").status_code == 422
    signed("paul").make(f"{other}decline/", ground="embargo")
    assert state("declined") in signed("ada").text(other)
    assert "Answer a request" not in signed("paul").text("/")


def test_who_asked_owes_a_reply_to_a_question_back_and_may_give_time(
    signed: Signed, asked: str
) -> None:
    later = TODAY + dt.timedelta(days=30)
    signed("sam").make(f"{asked}ask_time/", wants_until=later, reason="abroad")
    assert "Reply to a service" in signed("ada").text("/")
    assert "Answer a request" in signed("sam").text("/")
    signed("ada").make(f"{asked}reply/", explained="granted", due=later)
    assert "Reply to a service" not in signed("ada").text("/")
    assert records.every("duty").get(task="answer").due == later
    page = signed("sam").text(asked)
    assert "granted" in page
    assert f"<dt>Due on</dt><dd>{later.day} " in page


def offered_day(page: str) -> dt.date:
    """Give the day that a form is filled with as the one on which something is due."""
    return dt.date.fromisoformat(page.split('name="due" value="')[1].split('"')[0])


def test_what_was_asked_back_gets_a_word(signed: Signed, asked: str) -> None:
    signed("sam").make(f"{asked}ask_back/", asks_back="Of which place?")
    assert signed("ada").do(f"{asked}reply/", due=TOMORROW).status_code == 422
    signed("ada").make(f"{asked}reply/", due=TOMORROW, explained="of the harbour")


def test_the_reply_to_a_wish_for_time_offers_the_day_that_was_wished(
    signed: Signed, asked: str
) -> None:
    later, ada = TODAY + dt.timedelta(days=30), signed("ada")
    signed("sam").make(f"{asked}ask_time/", wants_until=later, reason="abroad")
    assert offered_day(ada.text(f"{asked}reply/")) == later
    assert ada.do(f"{asked}reply/", due="").status_code == 422
    ada.make(f"{asked}reply/", due=TOMORROW)
    assert records.every("duty").get(task="answer").due == TOMORROW
    signed("sam").make(f"{asked}ask_back/", asks_back="And of which day?")
    assert offered_day(ada.text(f"{asked}reply/")) == TOMORROW


@pytest.mark.parametrize("steps", [("ask_back", "ask_time"), ("ask_time", "ask_back")])
def test_a_question_gets_its_word_and_a_wish_its_day_where_both_were_asked(
    signed: Signed, asked: str, steps: tuple[str, str]
) -> None:
    day = (TODAY + dt.timedelta(days=40)).isoformat()
    given = {
        "ask_back": {"asks_back": "where?"},
        "ask_time": {"wants_until": day, "reason": "away"},
    }
    for step in steps:
        signed("sam").make(f"{asked}{step}/", **given[step])
    assert f'value="{day}"' in signed("ada").text(f"{asked}reply/")
    assert signed("ada").do(f"{asked}reply/", due=day).status_code == 422
    signed("ada").make(f"{asked}reply/", due=day, explained="in Brussels")
    signed("sam").make(f"{asked}ask_back/", asks_back="since when?")
    assert signed("ada").do(f"{asked}reply/", due=day).status_code == 422


@pytest.mark.parametrize(
    ("name", "form", "given"),
    [
        ("sam", "ask_time/", {"wants_until": TODAY - dt.timedelta(days=1), "reason": "abroad"}),
        ("ada", "reply/", {"due": TODAY - dt.timedelta(days=1), "explained": "soon"}),
    ],
)
def test_no_day_that_is_past_is_wished_or_given(
    signed: Signed, asked: str, name: str, form: str, given: dict[str, object]
) -> None:
    if name == "ada":
        signed("sam").make(f"{asked}ask_time/", wants_until=TOMORROW, reason="abroad")
    answer = signed(name).do(f"{asked}{form}", **given)
    assert answer.status_code == 422
    assert "is past; give today or a later day." in answer.content.decode()


def test_urging_makes_an_answer_due_at_once_and_says_why(signed: Signed, asked: str) -> None:
    assert signed("dora").do(f"{asked}urge/").status_code == 422
    signed("dora").make(f"{asked}urge/", reason="people are in danger")
    assert records.every("duty").get(task="answer").due == TODAY
    assert "people are in danger" in signed("sam").text(asked)


def test_a_request_is_overdue_after_its_day(
    signed: Signed, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    work(NOW + dt.timedelta(days=30), None, current())
    monkeypatch.setenv(clock.AHEAD, str(dt.timedelta(days=31).total_seconds()))
    assert state("overdue") in signed("ada").text(asked)
    assert f"Answer a request: who talks?</a> {state('overdue')}" in signed("sam").text("/")
    signed("sam").make(f"{asked}answer/", **GIVEN)
    assert state("answered") in signed("ada").text(asked)


def test_a_service_contributes_unasked_and_mends_only_what_it_has_not_given(
    signed: Signed, may: May, assessment: str
) -> None:
    assert may("/contribution/new/create/") == {"sam", "mia", "paul"}
    own = signed("mia").make("/contribution/new/create/", **GIVEN)
    assert may(own) == {"mia", "otto", "pia"}
    assert may(f"{own}write/") == may(f"{own}give/") == {"mia"}
    signed("mia").make(f"{own}write/", **GIVEN | {"text": "three cells talk"})
    signed("mia").make(f"{own}give/")
    assert may(own) == {"mia", "ada", "ben", "dora", "dan", "otto", "pia"}
    assert may(f"{own}write/") == may(f"{own}give/") == set()
    assert may(f"{own}grade/") == {"ada", "ben"}
    assert may(f"{own}agree/") == {"mia"}
    signed("ada").make(f"{own}grade/", reliability="A", credibility="1", assessment=assessment)
    assert "three cells talk" in signed("ada").text(f"/assessment/{assessment}/")


def test_an_answer_stays_with_the_assessment_that_it_was_asked_for(
    signed: Signed, asked: str
) -> None:
    signed("sam").make(f"{asked}answer/", **GIVEN)
    given = records.every("contribution").get()
    answer = signed("ada").do(
        f"/contribution/{given.pk}/grade/", reliability="A", credibility="1", assessment=""
    )
    assert answer.status_code == 422
    assert "It belongs to the assessment of Belgium; leave it there." in answer.content.decode()


def test_of_two_services_neither_sees_what_the_other_was_asked_or_gave(
    signed: Signed, asked: str, assessment: str
) -> None:
    other = signed("ada").make(
        "/request/new/create/", assessment=assessment, to="federal_police", question="who walks?"
    )
    signed("sam").make(f"{asked}answer/", **GIVEN)
    signed("paul").make(f"{other}answer/", **GIVEN | {"text": "nobody walks"})
    sams, pauls = (
        records.every("contribution").get(request=each.split("/")[2]).pk for each in (asked, other)
    )
    for name, hidden, keys in (
        ("paul", ("who talks?", "two cells talk"), (asked.split("/")[2], sams)),
        ("sam", ("who walks?", "nobody walks"), (other.split("/")[2], pauls)),
    ):
        visitor = signed(name)
        pages = "".join(
            visitor.text(address)
            for address in (
                "/",
                "/request/",
                "/contribution/",
                "/duty/",
                f"/assessment/{assessment}/",
                "/search/?q=who",
                "/search/?q=cells",
            )
        )
        assert not [each for each in (*hidden, *keys) if each in pages]
        assert visitor.get(f"/request/{keys[0]}/").status_code == 404
        assert visitor.get(f"/contribution/{keys[1]}/").status_code == 404
    assert signed("mia").get(f"/assessment/{assessment}/").status_code == 404


def test_a_service_that_was_asked_sees_of_a_draft_what_it_is_about_and_no_more(
    signed: Signed, asked: str, assessment: str
) -> None:
    draft = f"/assessment/{assessment}/"
    signed("ada").make(f"{draft}write/", speaks_for="a canary sings", level=3)
    assert "a canary sings" in signed("ben").text(draft)
    page = signed("sam").text(draft)
    assert "Belgium" in page
    assert "a canary sings" not in page
    assert "3 (serious)" not in page
    assert asked in page


def test_what_rests_on_a_contribution_marked_ask_me_first_needs_agreement(
    signed: Signed, asked: str
) -> None:
    signed("sam").make(f"{asked}answer/", **GIVEN, ask_me_first="on")
    given = f"/contribution/{records.every('contribution').get().pk}/"
    signed("sam").make(f"{given}agree/")
    again = signed("sam").do(f"{given}agree/")
    assert again.status_code == 422
    assert "Nothing waits for your agreement" in again.content.decode()


@pytest.mark.parametrize(
    ("type_", "starter", "office", "status"),
    [
        ("point", "support_service", "state_security", 302),
        ("point", "support_service", "governor", 422),
        ("point", "support_service", "", 422),
        ("strategic", "government_member", "prime_minister", 302),
        ("strategic", "government_member", "committee_p", 422),
    ],
)
def test_only_an_office_that_may_ask_for_an_assessment_is_named_as_asking(
    signed: Signed, belgium: str, type_: str, starter: str, office: str, status: int
) -> None:
    given = {"scope": belgium, "type": type_, "marking": "restricted"}
    given |= {"started_by": starter, "asked_by": office}
    assert signed("ada").do("/assessment/new/create/", **given).status_code == status
