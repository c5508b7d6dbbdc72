"""What is under embargo leaves no trace for those who may not see it: not in a count, nor in a list."""

import pytest
from tests.web.desk.conftest import Visitor
from tests.web.desk.test_matrix_pages import address, asked_of, told
from tests.web.desk.world import build, put_under_embargo


@pytest.mark.parametrize("name", ["ada", "sid", "dan", "sam", "mia", "chris", "pia", "alex"])
def test_what_is_under_embargo_leaves_no_trace(
    db: None,  # noqa: ARG001  # opens the tables
    name: str,
) -> None:
    world = build(embargo=False)
    visitor = Visitor(world.people[name])
    own = (to for to in asked_of(world) if to != "/audit/")  # each look at it is counted there
    addresses = [*own, *(address(world, key) for key in world.records)]
    visitor.get(address(world, ("request", "open", "-")))
    before = {to: told(visitor, "get", to) for to in addresses}
    put_under_embargo(world)
    for to in addresses:
        assert told(visitor, "get", to) == before[to], to
