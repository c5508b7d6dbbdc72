"""Mail that cannot be delivered: tried again ever more rarely, given up in the end, and shown."""

import datetime as dt
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from tests.web.desk.conftest import Signed
from tests.web.desk.test_insiders import person

from peil.store.shared import people
from peil.web.server import current
from peil.workflow import clock
from peil.workflow.working import work

TEN = dt.datetime(2026, 1, 20, 10, tzinfo=clock.ZONE)
AGAIN = (
    "A mail to Ada Analyst of 20 January 2026, 10:00 could not be delivered yet; it is tried again."
)
GIVEN_UP = "A mail to Ada Analyst of 20 January 2026, 10:00 could not be delivered."
Tried = Callable[..., list[int]]


@pytest.fixture
def tried(signed: Signed, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Tried:
    """Give the minutes after ten at which a host that takes nothing was asked to take a mail."""
    settings.PUBLIC = tmp_path
    signed("alex")

    def found(minutes: range) -> list[int]:
        asked: list[int] = []

        def refuse(*_: object) -> int:
            asked.append(minute)
            raise OSError("the host takes nothing")

        with monkeypatch.context() as broken:
            broken.setattr(EmailBackend, "send_messages", refuse)
            for minute in minutes:
                work(TEN + dt.timedelta(minutes=minute), None, current())
        return asked

    return found


def shown(signed: Signed) -> str:
    return signed("alex").text("/").replace("\xa0", " ")


@pytest.mark.parametrize("is_digest", [False, True])
def test_a_mail_that_fails_is_tried_again_after_twice_as_long(
    signed: Signed, tried: Tried, is_digest: bool
) -> None:
    ada = person("ada")
    type(ada).objects.filter(pk=ada.pk).update(is_digest=is_digest)
    people.tell([ada], "review", TEN - dt.timedelta(hours=9 if is_digest else 0))
    assert tried(range(70)) == [0, 1, 2, 4, 8, 16, 32, 64]
    assert AGAIN in shown(signed)


def test_a_mail_is_given_up_after_a_week_and_stays_to_be_seen(signed: Signed, tried: Tried) -> None:
    people.tell([person("ada")], "review", TEN)
    day = 24 * 60
    at = tried(range(0, 20 * day, day // 2))
    assert 7 <= len(at) <= 9
    assert at[-1] in range(7 * day, 9 * day)
    assert max(b - a for a, b in pairwise(at)) <= 1.5 * day
    assert GIVEN_UP in shown(signed)


def test_the_next_mail_that_is_delivered_tells_of_what_failed_too(
    signed: Signed, tried: Tried
) -> None:
    ada = person("ada")
    people.tell([ada], "review", TEN)
    tried(range(0, 20 * 24 * 60, 24 * 60))
    later = TEN + dt.timedelta(days=30)
    people.tell([ada], "sign", later)
    work(later, None, current())
    assert [each.subject for each in mail.outbox] == ["2 things wait for you on the desk"]
    assert "A mail to Ada Analyst" not in shown(signed)
    work(later + dt.timedelta(days=1), None, current())
    assert len(mail.outbox) == 1


def test_a_host_that_takes_mail_again_gets_it_at_the_next_try(tried: Tried) -> None:
    people.tell([person("ada")], "review", TEN)
    tried(range(4))
    for minute in range(4, 8):
        work(TEN + dt.timedelta(minutes=minute), None, current())
    assert len(mail.outbox) == 1


def test_a_mail_goes_to_nobody_for_whom_nothing_waits(
    signed: Signed, belgium: str, settings: Any, tmp_path: Path
) -> None:
    """Neither administrators nor heads of services nor members for items may read of a level."""
    settings.PUBLIC = tmp_path
    signed("dora").make("/decision/new/create/", scope=belgium, level=3, marking="limited")
    for day in (0, 3):  # what was not done by then is overdue, and told again
        work(clock.now() + dt.timedelta(days=day), None, current())
        told = {each.to[0].partition("@")[0] for each in mail.outbox}
        assert told >= {"ada", "ben", "dora", "dan", "sam", "chris", "gil", "gus"}
        assert not told & {"alex", "hedwig", "max", "otto"}
        mail.outbox.clear()
    assert "Nothing waits for you." in signed("alex").text("/")
