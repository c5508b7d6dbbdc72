"""Signing in: who somebody is takes two proofs, and no answer tells who has an account."""

import base64
import datetime as dt
import hashlib
import hmac
import io
import re
import struct
import time

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from tests.web.desk.conftest import SECRET, Signed
from tests.web.desk.test_people import LINK, Committed, answer, confirm, grant

from peil.store.shared import audit, people
from peil.store.shared.models import Account, Event, Person
from peil.workflow import clock

LOGIN, CODE = "/accounts/login/", "/accounts/2fa/authenticate/"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
YESTERDAY = clock.now().date() - dt.timedelta(days=1)


def code(secret: str = SECRET) -> str:
    """Reckon the code of this half minute, as RFC 6238 says."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def try_password(client: Client, email: str, password: str, **more: str) -> HttpResponse:
    given = {"login": email, "password": password}
    return client.post(LOGIN, given, secure=True, **more)


def is_in(client: Client) -> bool:
    return client.get("/", secure=True).status_code == 200


def test_a_password_alone_lets_nobody_in(signed: Signed, password: str) -> None:
    signed("ada")
    client = Client()
    assert try_password(client, "ada@example.org", password)["Location"].startswith(CODE)
    assert client.get("/", secure=True)["Location"] == LOGIN
    client.post(CODE, {"code": "000000"}, secure=True)
    assert not is_in(client)
    client.post(CODE, {"code": code()}, secure=True)
    assert is_in(client)
    done = [each.action for each in Event.objects.exclude(action__in=audit.LOOKS)]
    assert done == ["fail_sign_in", "sign_in"]


def test_failures_to_sign_in_are_audited_without_what_was_typed(
    signed: Signed, password: str
) -> None:
    signed("ada")
    client = Client()
    for email in ("Ada@example.org", "typed@example.org"):
        try_password(client, email, "typed too")
    try_password(client, "ada@example.org", password)
    client.post(CODE, {"code": "000000"}, secure=True)
    ada = Person.objects.get(name="Ada Analyst").pk
    kept = [(e.action, e.person, e.about) for e in Event.objects.all()]
    assert kept == [("fail_sign_in", "", whom) for whom in (ada, "", ada)]
    assert "typed" not in str(list(audit.chain()))


def test_no_answer_tells_who_has_an_account(signed: Signed) -> None:
    signed("ada")
    answers = [
        try_password(Client(), email, "not the password")
        for email in ("ada@example.org", "eve@example.org")
    ]
    said = [TOKEN.sub(b"", each.content) for each in answers]
    assert answers[0].status_code == answers[1].status_code == 200
    assert said[0].replace(b"ada@", b"eve@") == said[1]
    passing = ("Content-Length", "Expires")  # of the address and of the second
    kept = [{k: v for k, v in each.items() if k not in passing} for each in answers]
    assert kept[0] == kept[1]


def test_attempts_from_elsewhere_lock_nobody_out(signed: Signed, password: str) -> None:
    signed("ada")
    for _ in range(6):
        slowed = try_password(Client(), "ada@example.org", "a guess", REMOTE_ADDR="10.0.0.66")
    assert "Too many failed login attempts" in slowed.content.decode()
    answer = try_password(Client(), "ada@example.org", password, REMOTE_ADDR="10.0.0.66")
    assert answer.status_code == 200
    answer = try_password(Client(), "ada@example.org", password, REMOTE_ADDR="10.0.0.7")
    assert answer.status_code == 302


def test_wrong_passwords_for_others_lock_nobody_out_behind_the_same_address(
    signed: Signed, password: str
) -> None:
    signed("dora")
    for number in range(40):
        try_password(Client(), f"nobody{number}@example.org", "a guess")
    assert try_password(Client(), "dora@example.org", password).status_code == 302


def begun(signed: Signed, password: str) -> Client:
    """Let Ada give her password, and not yet a code."""
    signed("ada")
    client = Client()
    assert try_password(client, "ada@example.org", password)["Location"].startswith(CODE)
    return client


def test_no_sign_in_that_was_begun_outlives_a_change_of_the_password(
    signed: Signed, password: str
) -> None:
    client, ada = begun(signed, password), Person.objects.get(name="Ada Analyst")
    ada.set_password("another one, chosen")
    ada.save()
    assert client.post(CODE, {"code": code()}, secure=True)["Location"] == LOGIN
    assert not is_in(client)
    assert try_password(client, "ada@example.org", "another one, chosen").status_code == 302


def test_who_was_asked_for_a_code_and_is_invited_again_signs_in_anew(
    signed: Signed, password: str
) -> None:
    client, ada = begun(signed, password), Person.objects.get(name="Ada Analyst")
    people.forget_proofs(ada)
    given = {"email": ada.email, "password1": "chosen by myself", "password2": "chosen by myself"}
    link = f"/accounts/invited/{people.invite(ada)}/"
    assert client.post(link, given, secure=True)["Location"] == LOGIN
    assert client.get(LOGIN, secure=True).status_code == 200


def test_too_many_requests_are_answered_in_the_desks_own_words(
    signed: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed("ada")
    monkeypatch.setattr(settings, "ACCOUNT_RATE_LIMITS", {"login": "2/m/ip"})
    for number in range(3):
        answer = try_password(Client(), f"x{number}@example.org", "a guess")
    assert answer.status_code == 429
    assert "Too many attempts; wait a minute" in answer.content.decode()


def test_without_javascript_a_passkey_leads_back_to_the_password(signed: Signed) -> None:
    signed("ada")
    answer = Client().post("/accounts/2fa/webauthn/login/", {"credential": ""}, secure=True)
    assert answer["Location"] == LOGIN


def test_the_proof_of_an_act_is_slowed_too(signed: Signed) -> None:
    change = propose_end(signed)
    answers = [signed("dora").do(f"{change}confirm/", proof="a guess") for _ in range(11)]
    assert "not your password" in answers[9].content.decode()
    assert "Too many attempts" in answers[10].content.decode()


def propose_end(signed: Signed) -> str:
    signed("alex")
    account = Account.objects.get(person__name="Ada Analyst")
    given = {"account": account.pk, "last_day": "", "reason": "leaves"}
    return signed("alex").make("/account_change/new/end/", **given)


@pytest.mark.parametrize("address", ["/", "/duty/", "/search/?q=x", "/settings/", "/duties.ics"])
def test_nothing_is_shown_before_there_is_a_second_factor(signed: Signed, address: str) -> None:
    visitor = signed("ada")
    Person.objects.get(name="Ada Analyst").authenticator_set.all().delete()
    assert visitor.get(address)["Location"] == "/accounts/2fa/"
    assert visitor.get("/accounts/2fa/").status_code == 200


def test_a_second_factor_is_set_up_and_lets_its_person_in(
    signed: Signed, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.db.transaction.on_commit", lambda done: done())
    ada, elsewhere = signed("ada"), signed("ada")
    Person.objects.get(name="Ada Analyst").authenticator_set.all().delete()
    ada.client.post("/accounts/reauthenticate/", {"password": password}, secure=True)
    page = ada.text("/accounts/2fa/totp/activate/")
    secret = re.search(r'value="([A-Z2-7]{32})"', page)[1]
    given = {"code": code(secret)}
    answer = ada.client.post("/accounts/2fa/totp/activate/", given, secure=True)
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    assert "Unused codes" in ada.text("/accounts/2fa/recovery-codes/")
    assert is_in(ada.client)
    assert elsewhere.get("/")["Location"] == LOGIN


def test_a_passkey_may_ask_its_own_server_and_no_other() -> None:
    policy = Client().get("/accounts/2fa/", secure=True)["Content-Security-Policy"]
    assert "connect-src 'self';" in f"{policy};"


@pytest.mark.parametrize("name", ["signup/", "password/reset/", "email/", "confirm-email/"])
def test_nobody_signs_up_or_gets_a_password_by_mail(signed: Signed, name: str) -> None:
    assert signed("ada").get(f"/accounts/{name}").status_code == 404


def _elapsed(visitor: object, name: str, seconds: int) -> None:
    session = visitor.client.session
    session[name] -= seconds
    session.save()


@pytest.mark.parametrize(
    ("name", "seconds", "is_over"),
    [
        ("seen_at", 29 * 60, False),
        ("seen_at", 30 * 60, True),
        ("began_at", 11 * 3600, False),
        ("began_at", 12 * 3600, True),
    ],
)
def test_a_session_ends_when_idle_or_old(
    signed: Signed, name: str, seconds: int, is_over: bool
) -> None:
    visitor = signed("ada")
    assert is_in(visitor.client)
    _elapsed(visitor, name, seconds)
    assert is_in(visitor.client) is not is_over


def test_another_password_ends_every_session(signed: Signed, password: str) -> None:
    one, other = signed("ada"), signed("ada")
    given = {
        "oldpassword": password,
        "password1": "quite another one",
        "password2": "quite another one",
    }
    one.client.post("/accounts/password/change/", given, secure=True)
    assert (is_in(one.client), is_in(other.client)) == (False, False)


def test_another_factor_ends_the_other_sessions(signed: Signed, password: str) -> None:
    one, other = signed("ada"), signed("ada")
    assert is_in(one.client)
    assert is_in(other.client)
    off = "/accounts/2fa/totp/deactivate/"
    assert one.get(off)["Location"].startswith("/accounts/reauthenticate/")
    one.client.post("/accounts/reauthenticate/", {"password": password}, secure=True)
    one.client.post(off, {}, secure=True)
    assert other.get("/")["Location"] == LOGIN
    assert one.get("/")["Location"] == "/accounts/2fa/"


def test_a_role_ends_on_its_day(signed: Signed) -> None:
    dora = signed("dora")
    assert dora.get("/scope/new/create/").status_code == 200
    begun = YESTERDAY - dt.timedelta(days=30)
    Account.objects.filter(person__name="Dora Director").update(first_day=begun, last_day=YESTERDAY)
    assert dora.get("/scope/new/create/").status_code == 404


def test_a_deputy_acts_for_the_office(signed: Signed) -> None:
    assert signed("ben").get("/decision/new/create/").status_code == 404
    ben = Person.objects.get(name="Ben Reviewer")
    Account.objects.filter(person__name="Dora Director").update(deputy=ben)
    assert signed("ben").get("/decision/new/create/").status_code == 200


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Sign In"), ("fr", "Connexion"), ("nl", "Aanmelden"), ("de", "Anmeldung")],
)
def test_signing_in_speaks_four_languages(signed: Signed, language: str, said: str) -> None:
    signed("ada")
    client = Client()
    page = client.get(f"{LOGIN}?language={language}", secure=True).content.decode()
    assert f'<html lang="{language}">' in page
    assert f"<h1>{said}</h1>" in page
    assert f'<html lang="{language}">' in client.get(LOGIN, secure=True).content.decode()


def test_no_later_page_says_that_somebody_signed_in(signed: Signed, password: str) -> None:
    signed("ada")
    client = Client()
    try_password(client, "ada@example.org", password)
    client.post(CODE, {"code": code()}, secure=True)
    assert is_in(client)
    page = client.get("/accounts/2fa/", secure=True)
    assert page.status_code == 200
    assert "signed in as" not in page.content.decode()


def test_identities_elsewhere_are_offered_only_where_there_is_a_provider(
    signed: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "3rdparty" not in signed("ada").text("/settings/")
    monkeypatch.setattr(settings, "OIDC", "https://identities.example")
    assert "3rdparty" in signed("ada").text("/settings/")


def test_signing_in_says_sie_in_german_as_the_desk_does(signed: Signed) -> None:
    ada = signed("ada")
    ada.client.get("/accounts/logout/?language=de", secure=True)
    Person.objects.filter(email="ada@example.org").update(language="de")
    page = ada.text("/accounts/logout/")
    assert "dass Sie sich abmelden" in page
    assert not re.search(r"\b(du|dein\w*|dich)\b", page, re.IGNORECASE)


def test_the_german_that_is_used_is_the_one_that_can_be_read() -> None:
    folder = settings.LOCALE_PATHS[0] / "de" / "LC_MESSAGES"
    used = read_mo(io.BytesIO((folder / "django.mo").read_bytes()))
    written = read_po(io.BytesIO((folder / "django.po").read_bytes()), locale="de")
    said = {each.id: each.string for each in written if each.id}
    assert said
    assert {each.id: each.string for each in used if each.id} == said


def test_who_signs_by_codes_raises_several_levels_with_one(signed: Signed) -> None:
    signed("ada")
    account = Person.objects.get(email="dora@example.org")
    account.set_unusable_password()
    account.save()
    dora = signed("dora")
    code = format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))
    for name in ("Airport", "Port"):
        scope = signed("ada").make("/scope/new/create/", type="site", name=name).split("/")[2]
        given = {"scope": scope, "level": 4, "marking": "limited", "proof": code}
        assert dora.do("/decision/new/create/", **given).status_code == 302


def test_who_is_invited_by_an_address_with_capital_letters_signs_in(
    signed: Signed, django_capture_on_commit_callbacks: Committed
) -> None:
    typed = "Nora.New@Example.org"
    with django_capture_on_commit_callbacks(execute=True):
        confirm(signed, grant(signed, email=typed))
    assert answer(LINK.search(mail.outbox[0].body)[1], typed)[0] == 302
    assert try_password(Client(), typed, "chosen by myself").status_code == 302
