"""Somebody at a browser whom the tested desk answers itself, without a port between."""

from typing import Any

from django.db import connections
from django.test import Client
from tests.web.desk.conftest import PASSWORD, Visitor

from peil.store.shared.models import Person

HOST = "https://desk.test"
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


class Seat:
    """A page of a browser whose every request the desk answers in the name of one person.

    Attributes:
        foreign: addresses at other hosts that a page asked for.
        policies: of each answer, the policy of its content, by its address.
        status: of the last page.
        led_to: where the last answer led; a browser would follow it past who answers here.
        sent: what was sent last.
    """

    def __init__(self, browser: Any, person: Person | None, **context: Any) -> None:
        self.client = Client() if person is None else Visitor(person).client
        if person is not None:
            self.client.post("/accounts/reauthenticate/", {"password": PASSWORD}, secure=True)
        self.connection = connections["default"]
        self.foreign: list[str] = []
        self.policies: dict[str, str] = {}
        self.status, self.led_to = 0, ""
        self.page = browser.new_context(viewport=PHONE, **context).new_page()
        self.page.route("**/*", self._answer)

    def at(self, path: str) -> Any:
        """Go to an address of the desk, and give the page."""
        self.page.goto(f"{HOST}{path}")
        return self.page

    def _answer(self, route: Any) -> None:
        asked = route.request
        if not asked.url.startswith(f"{HOST}/"):
            self.foreign.append(asked.url)
            route.abort()
            return
        connections["default"] = self.connection  # the browser's loop would open another
        path = asked.url.removeprefix(HOST)
        answer = self.client.generic(
            asked.method,
            path,
            asked.post_data_buffer or b"",
            asked.headers.get("content-type", ""),
            secure=True,
        )
        self.policies[path] = answer.get("Content-Security-Policy", "")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        answer.close()
        if asked.resource_type == "document":
            self.status, self.led_to = answer.status_code, answer.get("Location", "")
        status = 200 if answer.has_header("Location") else answer.status_code
        route.fulfill(status=status, headers=dict(answer.items()), body=body)
