"""A structural arrangement ends only with a reasoned decision; its recommendations are at risk."""

from datetime import date
from typing import Any

import pytest
from tests.unit.act.builders import an_arrangement, an_event, known

from peil.act.arrangements import ArrangementEvent
from peil.act.policy import PARTS, at_risk, endings_known

REASONED = {
    "by": "government",
    "reason": "its task moved",
    "replacement": "a joint cell",
    "opinions": "towns and overseer",
}


def an_ending(**changes: Any) -> ArrangementEvent:
    return an_event("ended", "2017-06-01", **{**REASONED, **changes})


def missing(event: ArrangementEvent, **changes: Any) -> tuple[str, ...]:
    (found,) = endings_known(known(arrangements=[an_arrangement(**changes)], events=[event]))
    assert found.is_unreasoned is bool(found.missing)
    return found.missing


def test_a_reasoned_decision_leaves_nothing_out() -> None:
    assert missing(an_ending()) == ()


@pytest.mark.parametrize("part", PARTS)
def test_each_part_that_is_left_out_is_named(part: str) -> None:
    assert missing(an_ending(**{part: ""})) == (part,)


@pytest.mark.parametrize("coupling", ["level_bound", ""])
def test_only_a_structural_one_needs_a_reasoned_decision(coupling: str) -> None:
    assert missing(an_event("ended", "2017-06-01"), coupling=coupling) == ()


def test_an_ending_without_a_decision_comes_first() -> None:
    silent = an_arrangement("silent", carries_out=("one_chain", "second"))
    reasoned = an_arrangement("agreed", carries_out=("one_chain",))
    found = known(
        arrangements=[reasoned, silent],
        events=[
            an_ending(arrangement="agreed"),
            an_event("ended", "2017-12-01", arrangement="silent"),
        ],
    )
    assert [each.arrangement.id for each in endings_known(found)] == ["silent", "agreed"]
    assert at_risk(found) == {"one_chain": ("silent",), "second": ("silent",)}


def test_a_recommendation_is_at_risk_only_where_nothing_carries_it_out_any_more() -> None:
    over = an_arrangement("over", carries_out=("one_chain", "second"))
    follows = an_arrangement("follows", carries_out=("one_chain",))
    ended = an_event("ended", "2017-12-01", arrangement="over")
    assert at_risk(known(arrangements=[over], events=[ended])).keys() == {"one_chain", "second"}
    assert at_risk(known(arrangements=[over, follows], events=[ended])).keys() == {"second"}


def test_one_that_ends_with_the_level_puts_nothing_at_risk() -> None:
    bound = an_arrangement(coupling="level_bound", carries_out=("one_chain",))
    found = known(arrangements=[bound], events=[an_event("ended", "2017-12-01")])
    assert [each.arrangement.id for each in endings_known(found)] == ["cells"]
    assert at_risk(found) == {}


@pytest.mark.parametrize(
    "later",
    [
        an_event("started", "2017-09-01"),
        an_event("ended", "2018-06-01", published=date(2017, 1, 1)),
        an_event("ended", "2017-01-01", published=date(2018, 1, 23)),
    ],
)
def test_what_began_again_or_ends_later_or_is_not_known_to_end_is_no_ending(
    later: ArrangementEvent,
) -> None:
    events = [an_ending(), later] if later.kind == "started" else [later]
    found = known(arrangements=[an_arrangement(carries_out=("one_chain",))], events=events)
    assert (endings_known(found), at_risk(found)) == ((), {})
