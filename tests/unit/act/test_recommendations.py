"""Owner and overseer stand side by side; what nobody told is no information, and never "no"."""

from datetime import date

import pytest
from tests.unit.act.builders import a_finding, a_recommendation, a_status, known

from peil.act.recommendations import (
    OVERSEER,
    OWNER,
    STATES,
    Standing,
    is_disputed,
    is_overdue,
    is_settled,
)


def stands(*statuses: object, side: str = OWNER, day: date = date(2018, 1, 22)) -> Standing:
    found = known(day, recommendations=[a_recommendation()], statuses=statuses)
    return found.standings["one_chain"][side]


def test_nothing_said_is_no_information() -> None:
    standing = stands()
    assert (standing.state, standing.since, standing.latest) == ("no_information", None, None)
    assert standing.is_settled is None


def test_the_latest_that_was_said_counts_and_says_since_when() -> None:
    said = [a_status("not_started", "2016-02-01"), a_status("in_progress", "2017-03-01")]
    standing = stands(*said, a_status("in_progress", "2017-09-01"))
    assert (standing.state, standing.since) == ("in_progress", date(2017, 3, 1))


def test_a_status_about_a_later_day_is_not_yet_its_state() -> None:
    early = a_status("done", "2018-06-01", published=date(2017, 1, 1))
    assert stands(early).state == "no_information"


def test_a_corrected_status_of_the_same_day_replaces_it_from_its_publication() -> None:
    said = a_status("done", "2017-01-01")
    corrected = a_status("partly", "2017-01-01", published=date(2017, 5, 1))
    assert stands(said, corrected, day=date(2017, 4, 30)).state == "done"
    assert stands(corrected, said, day=date(2017, 5, 1)).state == "partly"


def test_both_sides_stand_and_neither_wins() -> None:
    both = [a_status("done", "2017-01-01"), a_status("partly", "2017-02-01", side=OVERSEER)]
    found = known(recommendations=[a_recommendation()], statuses=both).standings["one_chain"]
    assert {side: each.state for side, each in found.items()} == {
        OWNER: "done",
        OVERSEER: "partly",
    }
    assert is_settled(found) is None
    assert is_disputed(found)


@pytest.mark.parametrize(
    ("owner", "overseer", "settled"),
    [
        ("done", "done", True),
        ("done", "overtaken", True),
        ("done", None, True),
        ("done", "no_information", True),
        ("done", "in_progress", None),
        ("rejected", "done", None),
        ("partly", "not_started", False),
        ("rejected", None, False),
        (None, None, None),
        ("no_information", "no_information", None),
    ],
)
def test_whether_it_is_settled(
    owner: str | None, overseer: str | None, settled: bool | None
) -> None:
    said = {OWNER: owner, OVERSEER: overseer}
    statuses = [a_status(s, "2017-01-01", side=side) for side, s in said.items() if s]
    found = known(findings=[a_finding()], recommendations=[a_recommendation()], statuses=statuses)
    assert is_settled(found.standings["one_chain"]) is settled
    assert found.closed_findings() == {"silos": settled}


def test_a_finding_is_closed_when_all_that_answers_it_is_settled() -> None:
    both = [a_recommendation(), a_recommendation("second")]
    done = a_status("done", "2017-01-01")
    for second, closed in (("done", True), ("blocked", False), (None, None)):
        statuses = [done]
        if second:
            statuses.append(a_status(second, "2017-01-01", recommendation="second"))
        found = known(recommendations=both, statuses=statuses)
        assert found.closed_findings() == {"silos": closed}


def test_a_finding_that_nothing_answers_cannot_be_told() -> None:
    assert known(findings=[a_finding()]).closed_findings() == {"silos": None}


@pytest.mark.parametrize(("day", "stale"), [(date(2017, 12, 31), False), (date(2018, 1, 1), True)])
def test_in_progress_for_twelve_months_without_evidence_is_stale(day: date, stale: bool) -> None:
    assert stands(a_status("in_progress", "2017-01-01"), day=day).is_stale is stale


def test_evidence_starts_the_twelve_months_again() -> None:
    said = [a_status("in_progress", "2016-01-01"), a_status("in_progress", "2017-06-01")]
    assert stands(*said).is_stale
    shown = a_status("in_progress", "2017-06-01", evidence="Yearly report, page 4")
    assert not stands(said[0], shown).is_stale


@pytest.mark.parametrize("state", [state for state in STATES if state != "in_progress"])
def test_no_other_state_is_stale(state: str) -> None:
    assert not stands(a_status(state, "2010-01-01")).is_stale


@pytest.mark.parametrize(
    ("deadline", "state", "overdue"),
    [
        (None, "not_started", None),
        (None, None, None),
        (None, "done", False),
        (date(2018, 1, 22), "not_started", False),
        (date(2018, 1, 21), "not_started", True),
        (date(2018, 1, 21), "done", False),
        (date(2018, 1, 21), None, None),
        (date(2018, 1, 21), "partly", True),
    ],
)
def test_overdue(deadline: date | None, state: str | None, overdue: bool | None) -> None:
    recommendation = a_recommendation(deadline=deadline)
    statuses = [a_status(state, "2017-01-01")] if state else []
    found = known(recommendations=[recommendation], statuses=statuses)
    standings = found.standings["one_chain"]
    assert is_overdue(recommendation, standings, found.day) is overdue


@pytest.mark.parametrize(
    ("deadline", "state", "overdue"),
    [
        (date(2018, 1, 22), "partly", False),
        (date(2018, 1, 21), "partly", None),
        (date(2018, 1, 21), "not_started", None),
        (date(2018, 1, 21), "done", False),
    ],
)
def test_where_a_part_was_due_a_state_of_the_whole_does_not_tell(
    deadline: date, state: str, overdue: bool | None
) -> None:
    recommendation = a_recommendation(deadline=deadline, deadline_of="a bill before parliament")
    found = known(recommendations=[recommendation], statuses=[a_status(state, "2017-01-01")])
    standings = found.standings["one_chain"]
    assert is_overdue(recommendation, standings, found.day) is overdue
