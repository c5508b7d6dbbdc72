"""Under embargo: nothing tells of an item to anybody but those who decide, and their word rules."""

from collections.abc import Callable

import pytest
from tests.web.desk.conftest import EVERYBODY, Signed

from peil.store import records
from peil.store.shared.actor import Actor

CANARY = "a source in the harbour"
May = Callable[[str], set[str]]
MEMBER = Actor(
    person="m",
    name="Max",
    office="ocam",
    roles=frozenset({"designated_member"}),
    standings=frozenset({"designated", "cleared_top_secret"}),
    language="en",
)


@pytest.fixture
def item(signed: Signed) -> str:
    """The address of an item that the head of State Security gave."""
    return signed("hedwig").make("/embargoed_item/new/create/", marking="restricted", text=CANARY)


def listed(signed: Signed) -> str:
    max_ = records.kinds()["duty"]._meta.get_field("person").related_model.objects
    person = max_.get(email="max@example.org").pk
    return signed("dora").make("/embargo_list/new/create/", person=person)


def test_an_item_under_embargo_is_nowhere_for_anybody_else(
    signed: Signed, may: May, item: str, assessment: str
) -> None:
    signed("dora").make(
        f"{item}decide/", says="use", assessment=assessment, recipients="crisis_centre"
    )
    knowing = {"dora", "hedwig", "otto"}  # the third is a cleared overseer
    assert may(item) == knowing
    for name in {*EVERYBODY} - knowing:
        visitor = signed(name)
        addresses = {
            "/",
            "/embargoed_item/",
            "/duty/",
            f"/assessment/{assessment}/",
            "/audit_event/",
        }
        addresses |= {"/search/?q=harbour", f"/assessment/{assessment}/write/", "/assessment/"}
        for address in addresses:
            page = visitor.get(address).content.decode()
            assert CANARY not in page, (name, address)
            assert item.split("/")[2] not in page, (name, address)
            assert "Under embargo" not in page, (name, address)
            assert "Decide on an item under embargo" not in page, (name, address)
    assert CANARY in signed("dora").text(f"/assessment/{assessment}/")
