"""Every page of the desk as every role: what the table lets through, and no word of anything else."""

import re
from collections.abc import Iterator
from functools import cache, partial

import pytest
from django.core import mail
from django.urls import URLPattern, get_resolver
from tests.web.desk import matrix
from tests.web.desk.conftest import Visitor
from tests.web.desk.world import CANARY, Key, World

from peil.store import records
from peil.store.record import Record
from peil.store.shared import audit
from peil.web.server import current
from peil.workflow import clock
from peil.workflow.working import work

pytestmark = pytest.mark.django_db
ASKING = ("ada", "dora", "sid", "dan", "max", "moses", "sam", "mia", "hedwig", "fay", "gil", "gina")
ASKING += ("chris", "gus", "petra", "otto", "pia", "alex", "zoe")
"""Everybody whose rights differ: each role, and those of other services or not cleared."""
LEADING = ("assessment", "decision", "product", "request", "scope")
"""Fields by which the name of what a record is for stands in its title."""
BUTTON = re.compile(r'href="/([a-z_]+)/([0-9a-f]{16})/([a-z_]+)/"')
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
SECOND = re.compile(rb"DTSTAMP:\w+")
ABSENT = "0123456789abcdef"
"""The id of no record."""


def scopes_of(record: Record) -> Iterator[Record]:
    """Give the scopes that a record names by what it belongs to."""
    if record.kind == "scope":
        yield record
    for name in LEADING:
        if (to := getattr(record, name, None)) is not None:
            yield from scopes_of(to)


def shown_to(world: World, name: str) -> set[str]:
    """Give the words that somebody may find on pages."""
    seen = {key for key in world.records if name in matrix.may("today", key, "read")}
    whole = {key for key in seen if name not in matrix.may("today", key, "part")}
    named = {scope.pk for key in seen for scope in scopes_of(world.records[key])}
    whole |= {key for key in world.of("scope") if world.records[key].pk in named}
    return {canary for canary, key in world.canaries.items() if key in whole}


def address(world: World, key: Key, *more: str) -> str:
    return "/".join(("", key[0], world.records[key].pk, *more, ""))


def forms_of(world: World, key: Key) -> dict[str, str]:
    """Give the address of each form about a record by the name of its action."""
    every = [each for each in current().actions.values() if each.kind == key[0]]
    return {e.name: address(world, key, e.name) for e in every if not e.is_new and not e.is_look}


def making(world: World) -> Iterator[str]:
    """Give the address of each form that makes a record, within every record that it may point at."""
    for action in (each for each in current().actions.values() if each.is_new):
        plain = f"/{action.kind}/new/{action.name}/"
        yield plain
        for key, record in world.records.items():
            name = records.pointing(action.kind, action.fields, record)
            if name and (action.within or key[1] in ("signed", "in_force")):
                yield f"{plain}?{name}={record.pk}"


def asked_of(world: World) -> Iterator[str]:
    """Give the addresses of all other pages."""
    yield from (
        "/",
        "/settings/",
        "/duties.ics",
        "/search/?q=canary",
        "/nothing/",
        "/accounts/2fa/",
        "/audit/",
        "/rights.csv",
    )
    yield from ("/figures/nothing/index.html", "/report.css")
    yield from (f"/{kind}/" for kind in records.kinds())
    yield from making(world)


NO_ROUND, NO_TAKER, ALL_HAVE_IT = {"end_rounds"}, {"hand_over"}, {"distribute"}
IDLE = {
    ("assessment", "draft", "unasked"): NO_ROUND,
    ("assessment", "in_review", "asked"): NO_ROUND,
    ("assessment", "in_review", "unasked"): NO_ROUND,
    ("duty", "open", "ada"): NO_TAKER,
    ("duty", "open", "office"): NO_TAKER,
    ("duty", "open", "embargo"): NO_TAKER,
    ("duty", "open", "offered"): NO_TAKER,
    ("duty", "seen", "offered"): NO_TAKER,
    ("duty", "overdue", "offered"): NO_TAKER,
    ("product", "signed", "sent"): ALL_HAVE_IT,
    ("product", "signed", "kept"): ALL_HAVE_IT,
}
"""What may be done and is not offered, as there is nothing to do it with: no round runs, nobody at
the office may answer in the place of who owes it, and all to whom the law sends it have it."""
BY_ACT = {"answer", "decline"}
"""What no page of these duties offers: an act on what they are about settles them."""


@pytest.mark.parametrize("name", ASKING)
def test_pages_open_and_offer_what_the_table_says_and_show_nothing_hidden(
    world: World, name: str
) -> None:
    visitor, may_show = Visitor(world.people[name]), shown_to(world, name)
    for key in world.records:
        answer = visitor.get(address(world, key))
        is_open = name in matrix.may("today", key, "read")
        assert answer.status_code == (200 if is_open else 404), key
        page = answer.content.decode()
        assert set(CANARY.findall(page)) <= may_show, key
        forms = forms_of(world, key)
        offered = {
            to for kind, pk, to in BUTTON.findall(page) if f"/{kind}/{pk}/{to}/" in forms.values()
        }
        possible = {each for each in forms if name in matrix.may("today", key, each)}
        if key[0] != "request" or key[1] != "open":  # a look makes it a request that was seen
            idle = IDLE.get(key, set()) | (BY_ACT if key[0] == "duty" else set())
            assert offered == possible - idle, key
        for action, to in forms.items() if is_open else ():
            form = visitor.get(to)
            assert form.status_code == (200 if action in possible else 404), (key, action)
            assert set(CANARY.findall(form.content.decode())) <= may_show, (key, action)


@pytest.mark.parametrize("name", ASKING)
def test_no_list_form_file_or_search_shows_anything_hidden(world: World, name: str) -> None:
    visitor, may_show = Visitor(world.people[name]), shown_to(world, name)
    for to in asked_of(world):
        answer = visitor.get(to)
        assert answer.status_code in (200, 404), to
        assert set(CANARY.findall(answer.content.decode())) <= may_show, to


@pytest.mark.parametrize("name", ["sam", "alex", "gina", "zoe"])
def test_a_search_for_a_hidden_word_is_a_search_for_no_word(world: World, name: str) -> None:
    visitor, may_show = Visitor(world.people[name]), shown_to(world, name)
    nothing = visitor.get("/search/?q=canary0000000000").content
    for canary in sorted(set(world.canaries) - may_show):
        found = visitor.get(f"/search/?q={canary}").content
        assert found.replace(canary.encode(), b"canary0000000000") == nothing, world.canaries[
            canary
        ]


@pytest.mark.parametrize("name", ["sam", "alex", "petra", "zoe"])
def test_what_is_not_there_and_what_is_not_for_one_are_the_same_answer(
    world: World, name: str
) -> None:
    visitor = Visitor(world.people[name])
    of_nothing = cache(partial(told, visitor))
    for key in world.records:
        if name in matrix.may("today", key, "read"):
            continue
        for more in ((), (next(iter(forms_of(world, key)), "write"),)):
            hidden = address(world, key, *more)
            absent = hidden.replace(world.records[key].pk, ABSENT)
            for how in ("get", "post"):
                assert told(visitor, how, hidden) == of_nothing(how, absent), (how, key)


def told(visitor: Visitor, how: str, to: str) -> tuple[int, dict[str, str], bytes]:
    """Give all that an answer tells, without the mark of the form and the second of the answer."""
    answer = getattr(visitor.client, how)(to, secure=True)
    headers = {name: text for name, text in answer.headers.items() if name != "Expires"}
    return answer.status_code, headers, TOKEN.sub(b"", SECOND.sub(b"", answer.content))


def test_neither_mail_nor_log_nor_audit_holds_a_word_of_any_record(
    world: World, caplog: pytest.LogCaptureFixture, tmp_path: object, settings: object
) -> None:
    settings.PUBLIC = tmp_path  # type: ignore[attr-defined]  # a fixture of untyped settings
    dora, sam = Visitor(world.people["dora"]), Visitor(world.people["sam"])
    for key in world.records:
        dora.get(address(world, key))
    of = world.records["assessment", "draft", "asked"].pk
    canary = next(iter(world.canaries))
    asked = {"assessment": of, "to": "state_security", "question": canary}
    dora.make(f"/request/new/create/?assessment={of}", **asked)
    sam.do(address(world, ("request", "seen", "-"), "decline"), ground="other", reason=canary)
    sam.get(f"/search/?q={canary}")
    sam.do(address(world, ("request", "seen", "-"), "answer"), text=canary)
    work(clock.now(), None, current())
    assert mail.outbox
    written = " ".join(f"{each.subject} {each.body} {each.to}" for each in mail.outbox)
    kept = " ".join(cell for line in audit.chain() for cell in line)
    assert CANARY.findall(written + caplog.text + kept) == []


def test_every_address_is_asked_for() -> None:
    own = {each.name for each in get_resolver().url_patterns if isinstance(each, URLPattern)}
    of_records = {"list", "new", "show", "act"}
    assert own == of_records | {"front", "mine", "calendar", "style", "search", "figures"} | {
        "chain",
        "table",
    }
