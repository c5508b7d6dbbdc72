"""The difference of two days: what ended, began, changed, and what was only learned since."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.unit.act.builders import (
    DAY,
    a_policy,
    a_recommendation,
    a_status,
    an_arrangement,
    an_event,
)

from peil.act.arrangements import ArrangementEvent
from peil.act.changes import PolicyChange, arrangement_changes, recommendation_changes
from peil.act.policy import known_on

RANKS = ["Circular", "Royal decree", "Law"]
NOW = date(2021, 12, 31)
LATE = date(2019, 1, 1)


def changes(*, day: date = NOW, **tables: Any) -> list[PolicyChange]:
    policy = a_policy(**tables)
    was, now = known_on(policy, DAY), known_on(policy, day)
    return list(arrangement_changes(was, now, RANKS))


def told(kind: str, on: str, published: date) -> ArrangementEvent:
    return an_event(kind, on, published=published)


@pytest.mark.parametrize(
    ("published", "events", "change"),
    [
        (date(2016, 1, 1), [], "kept"),
        (date(2016, 1, 1), [an_event("ended", "2019-05-01")], "ended"),
        (date(2016, 1, 1), [an_event("started", "2016-05-01")], "kept"),
        (date(2016, 1, 1), [told("started", "2019-05-01", date(2016, 1, 1))], "began"),
        (date(2016, 1, 1), [an_event("ended", "2017-01-01"), an_event("started", "2019-01-01")], "began"),
        (date(2016, 1, 1), [an_event("ended", "2017-01-01")], None),
        (LATE, [], "first_read"),
        (LATE, [told("started", "2019-01-01", LATE)], "began"),
        (LATE, [told("started", "2016-01-01", LATE)], "learned"),
        (LATE, [told("started", "2016-01-01", LATE), an_event("ended", "2020-01-01")], "ended"),
        (LATE, [told("started", "2016-01-01", LATE), told("ended", "2017-01-01", LATE)], None),
        (LATE, [told("started", "2019-01-01", LATE), an_event("ended", "2020-01-01")], "passed"),
        (LATE, [an_event("ended", "2020-01-01")], "ended"),
        (LATE, [told("started", "2022-01-01", LATE)], None),
    ],
)  # fmt: skip
def test_how_an_arrangement_changed(
    published: date, events: list[ArrangementEvent], change: str | None
) -> None:
    found = changes(arrangements=[an_arrangement(published=published)], events=events)
    assert [each.change for each in found] == ([] if change is None else [change])


def test_what_changed_is_named_and_no_information_is_not_zero() -> None:
    before = an_arrangement(staff=20.0, body="ministry")
    after = an_arrangement(staff=None, body="region", published=LATE)
    (found,) = changes(arrangements=[before, after])
    assert found.change == "changed"
    assert [(d.what, d.before, d.after) for d in found.differences] == [
        ("body", "ministry", "region"),
        ("staff", 20.0, None),
    ]


def test_posts_are_told_with_the_day_that_they_are_about() -> None:
    before = an_arrangement(staff=20.0, body="ministry")
    of_a_year = {"published": LATE, "published_precision": "year"}
    after = an_arrangement(staff=30.0, vacancies=5.0, body="region", **of_a_year)
    (found,) = changes(arrangements=[before, after])
    assert [(d.what, d.told) for d in found.differences] == [
        ("body", None),
        ("staff", (LATE, "year")),
        ("vacancies", (LATE, "year")),
    ]


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("circulars of 2014 and 2015", "Law of 30 July 2018", "strengthened"),
        ("Royal decree of 21 July 2016", "Law of 29 March 2024", "strengthened"),
        ("Law of 30 July 2018", "Circular of 2020", "weakened"),
        ("Royal decree of 2016", "Royal decree of 2018", "changed"),
        ("a plan", "Law of 30 July 2018", "changed"),
        ("", "Law of 30 July 2018", "changed"),
    ],
)
def test_a_law_in_the_place_of_a_circular_strengthens_and_a_circular_in_that_of_a_law_weakens(
    before: str, after: str, change: str
) -> None:
    rows = [an_arrangement(legal_basis=before), an_arrangement(legal_basis=after, published=LATE)]
    (found,) = changes(arrangements=rows)
    assert found.change == change
    assert [(d.what, d.before, d.after) for d in found.differences] == [
        ("legal_basis", before or None, after)
    ]


def test_what_ended_comes_first() -> None:
    over = an_arrangement("over")
    ended = an_event("ended", "2019-01-01", arrangement="over")
    found = changes(arrangements=[an_arrangement(), over], events=[ended])
    assert [(each.id, each.change) for each in found] == [("over", "ended"), ("cells", "kept")]


def test_each_sides_status_is_compared_with_itself() -> None:
    policy = a_policy(
        recommendations=[
            a_recommendation(),
            a_recommendation("second"),
            a_recommendation("later", published=LATE),
        ],
        statuses=[
            a_status("in_progress", "2017-01-01"),
            a_status("done", "2019-01-01"),
            a_status("partly", "2019-02-01", side="overseer"),
        ],
    )
    found = recommendation_changes(known_on(policy, DAY), known_on(policy, NOW))
    assert [(each.id, each.change) for each in found] == [
        ("later", "began"),
        ("one_chain", "changed"),
        ("second", "kept"),
    ]
    assert [(d.what, d.before, d.after) for d in found[1].differences] == [
        ("owner", "in_progress", "done"),
        ("overseer", "no_information", "partly"),
    ]


def test_two_things_said_on_one_day_are_two_events_and_one_told_again_is_one() -> None:
    first = an_event("said", "2017-11-30", text="Subsidies are to be suspended.")
    other = replace(first, text="Two staff are dismissed.", published=date(2017, 12, 5))
    again = replace(first, reason="The budget is short.", published=date(2017, 12, 5))
    found = known_on(a_policy(arrangements=[an_arrangement()], events=[first, other, again]), DAY)
    assert {(each.text, each.reason) for each in found.events["cells"]} == {
        ("Subsidies are to be suspended.", "The budget is short."),
        ("Two staff are dismissed.", ""),
    }
