"""What somebody inside might try: each act stays within its right, its rule and its trace."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.signals import social_account_removed
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from tests.web.desk.conftest import Signed

from peil.store import records
from peil.store.shared.models import Account, Event, Person
from peil.terms.rights import RuleError
from peil.web import views
from peil.web.asked import Asked
from peil.web.server import current
from peil.workflow import clock
from peil.workflow.working import alone, work

TODAY = clock.now().date()
SOON, LATER = TODAY + dt.timedelta(days=1), TODAY + dt.timedelta(days=30)
WHOLE = {
    "seriousness": "grave",
    "likelihood": "likely",
    "confidence": "moderate",
    "level": 3,
    "reasons": "what was found",
    "review_by": LATER,
}


def person(name: str) -> Person:
    return Person.objects.get(email=f"{name}@example.org")


def put(signed: Signed, scope: str, level: int) -> str:
    given = {"scope": scope, "level": level, "marking": "limited"}
    return signed("dora").make("/decision/new/create/", **given)


def reviewed(signed: Signed, address: str, **given: object) -> str:
    """Bring a draft to where it may be signed, and give its address."""
    signed("ada").make(f"{address}write/", **WHOLE | given)
    signed("ada").make(f"{address}submit/")
    signed("ben").make(f"{address}review/")
    return address


@pytest.fixture
def draft(assessment: str) -> str:
    """The address of the draft."""
    return f"/assessment/{assessment}/"


@pytest.fixture
def set_back(monkeypatch: pytest.MonkeyPatch) -> object:
    """Let the clock go back an hour when it is called, were it to the day before."""

    def back() -> None:
        Account.objects.update(first_day=TODAY - dt.timedelta(days=1))
        monkeypatch.setenv(clock.AHEAD, "-3600")

    return back


def test_a_level_raised_after_the_clock_went_back_is_the_one_in_force(
    signed: Signed, belgium: str, set_back: object
) -> None:
    put(signed, belgium, 2)
    set_back()
    put(signed, belgium, 4)
    levels = signed("dora").text("/").partition('class="levels"')[2].partition("</ul>")[0]
    assert "4 (very serious)" in levels
    assert "2 (medium)" not in levels


def test_nothing_but_a_raised_level_is_written_before_what_was_written(
    signed: Signed, belgium: str, draft: str, set_back: object
) -> None:
    put(signed, belgium, 4)
    reviewed(signed, draft, level=2)
    said = f"{signed('ada').make('/consequence_statement/new/create/', assessment=draft[12:-1])}"
    signed("ada").make(f"{said}answer/", text="nothing")
    signed("dora").make(f"{said}attach/")
    set_back()
    signed("ada").get(draft)  # a look tells of no later moment
    answer = signed("ada").do("/scope/new/create/", type="site", name="Station")
    assert "The clock of the server says" in answer.content.decode()
    assert signed("dora").do(f"{draft}sign/").status_code == 422


def test_the_country_is_offered_before_many_other_scopes_and_whatever_a_link_names(
    signed: Signed, belgium: str
) -> None:
    for number in range(55):
        signed("ada").make("/scope/new/create/", type="site", name=f"!{number:03}")
    last = signed("ada").make("/scope/new/create/", type="site", name="~ last").split("/")[2]
    assert f'value="{belgium}"' in signed("dora").text("/decision/new/create/")
    form = signed("dora").text("/decision/new/create/")
    assert f'value="{last}"' not in form
    assert "Others: from their own pages" in form
    assert form.count("<optgroup") == 2
    assert form.index('<optgroup label="country') < form.index('<optgroup label="site')
    page = signed("dora").text(f"/decision/new/create/?scope={last}")
    assert f'value="{last}" selected' in page


def test_a_narrower_scope_is_lowered_by_an_exception_only_with_what_would_be_lost(
    signed: Signed, belgium: str, draft: str
) -> None:
    put(signed, belgium, 3)
    site = signed("ada").make("/scope/new/create/", type="site", name="Airport").split("/")[2]
    put(signed, site, 4)
    given = {"assessment": draft[12:-1], "scope": site, "level": 1, "reason": "calm"}
    signed("ada").make("/level_exception/new/create/", **given)
    answer = signed("dora").do(f"{reviewed(signed, draft, level=3)}sign/")
    assert answer.status_code == 422
    assert "A lower level asks what would be lost" in answer.content.decode()


def test_a_raised_level_does_not_wait_for_it_and_the_narrower_scope_keeps_its_own(
    signed: Signed, belgium: str, draft: str
) -> None:
    put(signed, belgium, 2)
    site = signed("ada").make("/scope/new/create/", type="site", name="Airport").split("/")[2]
    put(signed, site, 4)
    given = {"assessment": draft[12:-1], "scope": site, "level": 1, "reason": "calm"}
    signed("ada").make("/level_exception/new/create/", **given)
    signed("dora").make(f"{reviewed(signed, draft, level=3)}sign/")
    front = signed("dora").text("/")
    levels = front.partition('class="levels"')[2].partition("</ul>")[0]
    assert "3 (serious)" in levels
    assert "4 (very serious)" in levels
    assert "Say what would be lost by the lower level" in front


@pytest.mark.parametrize("has_own", [True, False])
def test_who_stands_in_does_so_only_while_holding_an_own_account(
    signed: Signed, has_own: bool
) -> None:
    dora = Account.objects.get(person=person("dora"), role="director")
    Account.objects.filter(pk=dora.pk).update(deputy=person("ada"))
    if not has_own:
        Account.objects.filter(person=person("ada")).update(state="ended")
    assert (signed("ada").get("/decision/new/create/").status_code == 200) == has_own


def test_what_is_owed_by_an_act_is_neither_ticked_off_nor_put_off_past_its_day(
    signed: Signed, assessment: str
) -> None:
    asked = {"assessment": assessment, "to": "state_security", "question": "who?"}
    signed("ada").make("/request/new/create/", **asked)
    duty = signed("sam").text("/").split('href="/duty/')[1].split("/")[0]
    offered = signed("sam").text(f"/duty/{duty}/")
    assert f"/duty/{duty}/put_off/" in offered
    assert not any(f"/duty/{duty}/{each}/" in offered for each in ("answer", "decline"))
    for act, given in (("answer", {}), ("decline", {"refusal": "no"})):
        answer = signed("sam").do(f"/duty/{duty}/{act}/", **given)
        assert "open what it is about and settle it there" in answer.content.decode()
    answer = signed("sam").do(f"/duty/{duty}/put_off/", shown_again=LATER)
    assert "choose a day no later than that" in answer.content.decode()
    signed("sam").make(f"/duty/{duty}/put_off/", shown_again=SOON)
    assert "who?" not in signed("sam").text("/").partition("My work")[2].partition("</section>")[0]


def test_a_link_fills_in_no_text_no_level_and_no_version(signed: Signed, draft: str) -> None:
    page = signed("ada").text(f"{draft}write/?reasons=EVIL&level=1&version=99")
    assert "EVIL" not in page
    assert 'value="1" selected' not in page
    assert 'name="version" value="1"' in page
    assert "EVIL" not in signed("ada").text("/scope/new/create/?name=EVIL")


def test_who_wrote_some_of_a_text_does_not_review_it(signed: Signed, draft: str) -> None:
    signed("ben").make(f"{draft}write/", **WHOLE)
    signed("ada").make(f"{draft}submit/")
    answer = signed("ben").do(f"{draft}review/")
    assert "You wrote part of this text" in answer.content.decode()


def test_a_level_is_kept_only_with_reasons_and_a_day_of_review(
    signed: Signed, belgium: str
) -> None:
    decision = put(signed, belgium, 3)
    assert signed("dora").do(f"{decision}keep/", review_by=LATER).status_code == 422
    assert signed("dora").do(f"{decision}keep/", reasons="as before").status_code == 422
    signed("dora").make(f"{decision}keep/", review_by=LATER, reasons="as before")


def test_every_look_is_audited_and_none_with_what_it_showed(signed: Signed, belgium: str) -> None:
    put(signed, belgium, 3)
    begun = Event.objects.count()
    dora = signed("dora")
    for address in ("/", "/decision/", "/search/?q=Belgium", "/duties.ics", "/scope/new/create/"):
        assert dora.get(address).status_code == 200
    assert signed("petra").get("/rights.csv").status_code == 200
    told = [(e.action, e.about_kind) for e in Event.objects.filter(number__gt=begun)]
    looks = [("list", "duty"), ("list", "decision"), ("search", "decision"), ("export", "duty")]
    assert told == [*looks, ("list", "scope"), ("export", "rights_row")]
    assert "Belgium" not in str([vars(each) for each in Event.objects.all()])


def test_each_level_signed_and_each_office_it_goes_to_is_an_event(
    signed: Signed, belgium: str, draft: str
) -> None:
    put(signed, belgium, 2)
    signed("dora").make(f"{reviewed(signed, draft, level=3)}sign/")
    told = [(e.action, e.about_kind) for e in Event.objects.all()]
    offices = signed("dora").text("/distribution/").count('href="/distribution/')
    assert told.count(("sign", "decision")) == 1
    assert told.count(("send", "distribution")) == offices > 1


@pytest.mark.parametrize("file", ["%00", "x" * 300, "../../secret.key"])
def test_figures_of_a_name_that_no_file_has_are_not_there(signed: Signed, file: str) -> None:
    assert signed("ada").get(f"/figures/none/{file}").status_code == 404


def test_the_day_of_a_decision_is_the_day_where_it_is_made(
    signed: Signed, belgium: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock.time, "time", lambda: MIDNIGHT.timestamp())
    assert "1 December 2029" in signed("dora").text(put(signed, belgium, 3))


MIDNIGHT = dt.datetime(2029, 11, 30, 23, 30, tzinfo=dt.UTC)
"""Half past midnight in Brussels, a day later than in Greenwich."""


def test_who_looks_while_somebody_proves_who_it_is_stops_no_act(
    signed: Signed, belgium: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = put(signed, belgium, 3)
    really = views.doubt_of

    def slowly(request: Asked) -> RuleError | None:
        signed("ada").text("/")
        return really(request)

    monkeypatch.setattr(views, "doubt_of", slowly)
    given = {"review_by": LATER, "reasons": "as before"}
    assert signed("dora").do(f"{decision}keep/", **given).status_code == 302


def test_a_first_look_never_fails_by_a_clock_that_went_back(
    signed: Signed, assessment: str, set_back: Callable[[], None]
) -> None:
    given = {"assessment": assessment, "to": "state_security", "question": "who?"}
    request = signed("ada").make("/request/new/create/", **given)
    visitor = signed("sam")
    set_back()
    assert "who?" in visitor.text(request)


def test_an_answer_after_asking_back_leaves_no_reply_owed(signed: Signed, assessment: str) -> None:
    given = {"assessment": assessment, "to": "state_security", "question": "who?"}
    request = signed("ada").make("/request/new/create/", **given)
    signed("sam").make(f"{request}ask_back/", asks_back="which port?")
    signed("sam").make(f"{request}answer/", marking="restricted", text="they", valence="for")
    assert not records.every("duty").filter(task="reply", state="open").exists()


def test_a_password_that_ends_in_a_blank_proves_who_signs(signed: Signed, belgium: str) -> None:
    password = "a long password here "  # noqa: S105  # of an invented person
    dora = person("dora")
    dora.set_password(password)
    dora.save()
    given = {"scope": belgium, "level": 4, "marking": "limited", "proof": password}
    assert signed("dora").do("/decision/new/create/", **given).status_code == 302


def test_a_wrong_password_at_a_signature_is_in_the_audit(signed: Signed, belgium: str) -> None:
    given = {"scope": belgium, "level": 4, "marking": "limited", "proof": "wrong"}
    assert signed("dora").do("/decision/new/create/", **given).status_code == 422
    failed = Event.objects.filter(action="fail_sign_in")
    assert [each.about for each in failed] == [person("dora").pk]


def test_an_address_that_no_mail_can_have_stops_no_other_mail(
    signed: Signed, assessment: str, mailoutbox: list[Any]
) -> None:
    signed("ada")
    odd = person("mia")
    odd.email = f"x@{'é' * 60}.org"
    odd.save()
    given = {"assessment": assessment, "question": "who?"}
    for office in ("military_intelligence", "state_security"):
        signed("ada").make("/request/new/create/", to=office, **given)
    work(clock.now().replace(hour=9), None, current())
    assert [each.to for each in mailoutbox if "sam@" in each.to[0]] == [["sam@example.org"]]


@pytest.mark.parametrize(
    "mark", ["Très Secret", "ZEER_GEHEIM", "ТОР SECRЕT", "Diffusion restreinte", "ZEER\xadGEHEIM"]
)
def test_a_mark_written_otherwise_is_a_mark(signed: Signed, assessment: str, mark: str) -> None:
    given = {"assessment": assessment, "to": "state_security", "question": f"{mark}: who?"}
    assert signed("ada").do("/request/new/create/", **given).status_code == 422


def test_a_stranger_sends_no_more_than_a_table_holds(signed: Signed) -> None:
    signed("ada")
    large = {"file": SimpleUploadedFile("x.bin", b"x" * 1_600_000)}
    assert Client().post("/accounts/login/", large, secure=True).status_code == 413


TOO_LARGE = {
    "en": "What you sent is too large; send at most a million bytes at once.",
    "fr": "Votre envoi est trop volumineux\N{NO-BREAK SPACE}; envoyez au plus un million",
    "nl": "Wat u hebt verzonden, is te groot; verzend hoogstens een miljoen bytes",
    "de": "Was Sie gesendet haben, ist zu groß; senden Sie höchstens eine Million Byte",
}
UNREAD = {
    "en": "What you sent cannot be read; check the address, or go back and send it again.",
    "fr": "Votre envoi est illisible\N{NO-BREAK SPACE}; vérifiez l’adresse",
    "nl": "Wat u hebt verzonden, kan niet worden gelezen; controleer het adres",
    "de": "Was Sie gesendet haben, ist nicht lesbar; prüfen Sie die Adresse",
}


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
def test_what_cannot_be_read_is_answered_in_words_and_as_guarded_as_any_page(
    signed: Signed, language: str
) -> None:
    stranger, ada = Client(headers={"accept-language": language}), signed("ada")
    Person.objects.update(language=language)
    sent, guards = "/accounts/login/", ada.get("/").headers
    answers = [
        (
            413,
            stranger.post(sent, {"file": SimpleUploadedFile("x", b"x" * 1_600_000)}, secure=True),
        ),
        (413, stranger.post(sent, {"login": "x" * 1_100_000}, secure=True)),
        (400, stranger.post(sent, {f"x{n}": "" for n in range(1001)}, secure=True)),
        (400, stranger.get(sent, secure=True, headers={"host": "elsewhere.example"})),
        (400, ada.client.get("/", secure=True, headers={"host": "elsewhere.example"})),
    ]
    for status, answer in answers:
        said = (TOO_LARGE if status == 413 else UNREAD)[language]
        assert answer.status_code == status
        assert f"<h1>{said}" in answer.content.decode()
        for name in (
            "Content-Security-Policy",
            "Strict-Transport-Security",
            "X-Frame-Options",
            "X-Content-Type-Options",
            "Cache-Control",
        ):
            assert answer.headers[name] == guards[name]


def test_a_letter_that_no_engine_keeps_is_no_error_of_an_invitation(signed: Signed) -> None:
    signed("ada")
    given = {"email": "ada\0@example.org", "password1": "x", "password2": "x"}
    assert Client().post("/accounts/invited/x/", given, secure=True).status_code == 422


def test_an_identity_that_is_taken_away_is_in_the_audit_and_ends_other_sessions(
    signed: Signed,
) -> None:
    here, there = signed("ada"), signed("ada")
    there.text("/")
    account = SocialAccount.objects.create(user=person("ada"), provider="one", uid="1")
    request = RequestFactory().get("/")
    request.user, request.session = person("ada"), here.client.session
    social_account_removed.send(SocialAccount, request=request, socialaccount=account)
    assert Event.objects.filter(action="change_identity", person=person("ada").pk).exists()
    assert there.get("/").status_code == 302


@pytest.mark.django_db
def test_the_cookie_of_a_language_is_kept_as_the_others_are() -> None:
    cookies = Client().get("/accounts/login/?language=fr", secure=True).cookies
    cookie = cookies["__Host-language"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert {name[:7] for name in cookies} == {"__Host-"}


def test_right_passwords_are_no_attempts_and_wrong_ones_are(signed: Signed) -> None:
    dora = signed("dora")
    for number in range(12):
        made = dora.make("/scope/new/create/", type="site", name=f"Site {number}")
        given = {"scope": made.split("/")[2], "level": 4, "marking": "limited"}
        assert dora.do("/decision/new/create/", **given).status_code == 302
    made = dora.make("/scope/new/create/", type="site", name="Last").split("/")[2]
    given = {"scope": made, "level": 4, "marking": "limited"}
    for _ in range(11):
        answer = dora.do("/decision/new/create/", **given, proof="wrong")
    assert "Too many attempts" in answer.content.decode()


def test_two_do_the_work_of_a_minute_one_at_a_time(tmp_path: Path) -> None:
    with alone(tmp_path / "one") as first, alone(tmp_path / "one") as second:
        assert (first, second) == (True, False)
    with alone(tmp_path / "one") as again:
        assert again
