"""What is under embargo leaves no trace for those who may not see it: not in a count, nor in a list."""

import datetime as dt

import pytest
from tests.web.desk.conftest import Visitor
from tests.web.desk.test_matrix_pages import address, asked_of, told
from tests.web.desk.world import MOMENT, build, put_under_embargo

from peil.store import records
from peil.store.shared.models import Message
from peil.workflow import clock


@pytest.mark.parametrize("name", ["ada", "sid", "dan", "sam", "mia", "chris", "pia", "alex"])
def test_what_is_under_embargo_leaves_no_trace(
    db: None,  # noqa: ARG001  # opens the tables
    name: str,
) -> None:
    world = build(embargo=False)
    visitor = Visitor(world.people[name])
    own = [to for to in asked_of(world) if to != "/audit/"]  # each look at it is counted there
    own += [f"/account/{each.pk}/" for each in records.every("account")]
    leaving = world.people["dora"].accounts
    leaving.update(last_day=clock.now().date() + dt.timedelta(days=3))
    addresses = [*own, *(address(world, key) for key in world.records)]
    visitor.get(address(world, ("request", "open", "-")))
    before = {to: told(visitor, "get", to) for to in addresses}
    put_under_embargo(world)
    Message.objects.create(person=world.people["dora"], task="decide", at=MOMENT, failed="no host")
    for to in addresses:
        assert told(visitor, "get", to) == before[to], to
