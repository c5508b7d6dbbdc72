"""A provider of identities says who somebody is, by its own name for that person, and no more."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from tests.web.desk.conftest import Signed

from peil.web.accounts import BySubject

SERVER = "https://identities.example"
LOGIN = "/accounts/oidc/oidc/login/"
CLAIMS = {"sub": "7f3a", "email": "ada@example.org", "email_verified": True, "role": "director"}
FOUND = {
    "issuer": SERVER,
    "authorization_endpoint": f"{SERVER}/authorize",
    "token_endpoint": f"{SERVER}/token",
    "userinfo_endpoint": f"{SERVER}/userinfo",
}


class Provider:
    """Answers as a provider does, to the library's own requests."""

    def __init__(self, claims: dict[str, Any]) -> None:
        self.claims = claims
        self.status_code, self.headers = 200, {"content-type": "application/json"}
        self.said: dict[str, Any] = {}

    def __enter__(self) -> "Provider":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def get(self, address: str, **_: object) -> "Provider":
        self.said = self.claims if address.endswith("/userinfo") else FOUND
        return self

    def request(self, *_: object, **__: object) -> "Provider":
        self.said = {"access_token": "token", "token_type": "bearer"}
        return self

    def raise_for_status(self) -> None:
        pass

    def json(self) -> dict[str, Any]:
        return self.said


@pytest.fixture
def claims(settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a provider says of who comes from it, which a test may change."""
    app = {"provider_id": "oidc", "name": "identities", "client_id": "desk", "secret": "secret"}
    app["settings"] = {"server_url": SERVER}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    said = dict(CLAIMS)
    monkeypatch.setattr(BySubject, "get_requests_session", lambda _: Provider(said))
    return said


def come_back(client: Client, process: str = "login") -> Any:
    """Go to the provider and come back with what it says."""
    sent = client.post(f"{LOGIN}?process={process}", secure=True)["Location"]
    assert sent.startswith(f"{SERVER}/authorize?")
    state = parse_qs(urlsplit(sent).query)["state"][0]
    return client.get(f"{LOGIN}callback/", {"code": "x", "state": state}, secure=True)


@pytest.mark.usefixtures("claims")
def test_an_address_links_nobody(signed: Signed) -> None:
    signed("ada")
    client = Client()
    answered = come_back(client)
    assert answered.status_code == 200
    assert "No account is linked with this identity" in answered.content.decode()
    assert client.get("/", secure=True)["Location"] == "/accounts/login/"
    assert not SocialAccount.objects.exists()


def test_a_subject_that_was_linked_leads_to_the_second_factor_and_gives_no_role(
    signed: Signed, claims: dict[str, Any], password: str
) -> None:
    ada = signed("ada")
    ada.client.post("/accounts/reauthenticate/", {"password": password}, secure=True)
    come_back(ada.client, "connect")
    claims["email"] = "somebody@else.example"
    client = Client()
    assert come_back(client)["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/", secure=True)["Location"] == "/accounts/login/"
    assert ada.get("/decision/new/create/").status_code == 404


def test_another_subject_with_the_same_address_is_nobody(
    signed: Signed, claims: dict[str, Any], password: str
) -> None:
    ada = signed("ada")
    ada.client.post("/accounts/reauthenticate/", {"password": password}, secure=True)
    come_back(ada.client, "connect")
    claims["sub"] = "another"
    client = Client()
    assert "2fa" not in come_back(client).get("Location", "")
    assert client.get("/", secure=True)["Location"] == "/accounts/login/"
