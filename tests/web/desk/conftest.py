"""A desk with invented people of every role, asked over HTTP."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from peil.store.shared.models import Person
from peil.terms.scale import Scale
from peil.web.server import current
from peil.workflow.desk.demonstration import PASSWORD, populate

VERSION = re.compile(r'name="version" value="(\d+)"')
Signed = Callable[[str], "Visitor"]


class Visitor:
    """Somebody who looks at pages and fills in forms."""

    def __init__(self, person: Person) -> None:
        self.client = Client()
        self.client.force_login(person)

    def get(self, address: str) -> HttpResponse:
        return self.client.get(address, secure=True)

    def text(self, address: str) -> str:
        answer = self.get(address)
        assert answer.status_code == 200, address
        return answer.content.decode()

    def do(self, address: str, **given: object) -> HttpResponse:
        """Fill in the form at an address, as it was shown, and send it."""
        shown = VERSION.search(self.get(address).content.decode())
        version = {"version": shown[1]} if shown else {}
        return self.client.post(address, version | given, secure=True)

    def make(self, address: str, **given: object) -> str:
        """Fill in a form that must be taken, and give the address of what it made."""
        answer = self.do(address, **given)
        assert answer.status_code == 302, answer.content.decode()
        return answer["Location"]


@pytest.fixture
def signed(db: None) -> Signed:  # noqa: ARG001  # opens the tables
    """Give a visitor by first name, such as `ada`."""
    populate(dt.datetime.now(dt.UTC).date())
    return lambda name: Visitor(Person.objects.get(email=f"{name}@example.org"))


@pytest.fixture
def password() -> str:
    return PASSWORD


def desk_scale() -> Scale:
    """The levels of the tested desk's law."""
    return current().scale
