"""The consequence statement: frozen, asked of whom it concerns, answered for its own day only."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.act.builders import (
    DAY,
    STEP,
    a_basis,
    a_finding,
    a_policy,
    a_recommendation,
    a_status,
    an_arrangement,
    an_event,
    known,
    settings,
    shares,
    some_funding,
)
from tests.unit.act.test_recurrence import HERE, ALevel

from peil.act.answers import Answer, match_answers
from peil.act.lowering import LevelStep, Statement, make_statement
from peil.act.policy import Policy, known_on
from peil.terms.errors import BadInput

GUARDS = an_arrangement("guards", coupling="level_bound", shares=shares(0.0, 1.0))
SENSOR = an_arrangement("sensor", sensor_of=("departures",))
POLICY = a_policy(
    findings=[a_finding()],
    recommendations=[a_recommendation()],
    statuses=[a_status("in_progress", "2017-01-01")],
    arrangements=[an_arrangement(), GUARDS, SENSOR, an_arrangement("unset", coupling="")],
    funding=some_funding([("committed", 2018, 10.0), ("committed", 2019, 5.0)]),
)


def stated(policy: Policy = POLICY, step: LevelStep = STEP, **changes: Any) -> Statement:
    found = known_on(policy, changes.pop("day", step.on))
    return make_statement(found, step, a_basis("departures"), HERE, settings(**changes))


STATEMENT = stated()


def test_level_bound_is_to_decide_and_structural_is_not_affected() -> None:
    assert {each.arrangement.id: each.effect for each in STATEMENT.consequences} == {
        "cells": "not_affected",
        "guards": "to_decide",
        "sensor": "not_affected",
        "unset": "coupling_not_set",
    }


def test_questions_are_bound_to_the_day_and_the_levels() -> None:
    asked = {question.id: question for question in STATEMENT.questions}
    assert [*asked] == [
        "2018-01-22:3-2:guards:coupling",
        "2018-01-22:3-2:sensor:facts",
    ]
    assert asked["2018-01-22:3-2:guards:coupling"].choices == ("keep", "scale", "stop")
    assert asked["2018-01-22:3-2:sensor:facts"].choices == ()
    assert all(question.is_needed for question in STATEMENT.questions)


def test_two_facts_ask_and_the_answer_is_not_needed() -> None:
    cells = an_arrangement(answers=("silos",))
    asked = stated(replace(POLICY, arrangements=[cells])).questions
    assert [(question.arrangement, question.is_needed) for question in asked] == [("cells", False)]


def test_the_records_own_count_stands_beside_the_range() -> None:
    assert [each.months for each in STATEMENT.counts] == [3, 6, 12, 24]
    assert [(each.returned, each.followed) for each in STATEMENT.counts] == [(0, 1), (0, 1), (1, 1), (1, 1)]  # fmt: skip
    assert [each.months for each in STATEMENT.returns] == [3, 6, 12, 24]


def test_a_test_that_asks_everyone_says_that_it_does_not_discriminate() -> None:
    assert STATEMENT.discriminates
    assert not stated(replace(POLICY, arrangements=[SENSOR])).discriminates


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (
            LevelStep(before=5, after=2, on=DAY),
            "5 is no level of the scale; give one of 1, 2, 3, 4",
        ),
        (LevelStep(before=2, after=2, on=DAY), "from 2 to 2, which lowers nothing"),
        (LevelStep(before=2, after=3, on=DAY), "from 2 to 3, which lowers nothing"),
    ],
)
def test_a_step_that_lowers_nothing_is_refused(step: LevelStep, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        stated(step=step)


def test_a_policy_known_on_another_day_is_refused() -> None:
    with pytest.raises(BadInput, match="known as of 2018-01-23 and the lowering is on 2018-01-22"):
        stated(day=date(2018, 1, 23))


LATER = st.dates(date(2018, 1, 23), date(2030, 1, 1))
EVER = st.dates(date(2010, 1, 1), date(2030, 1, 1))


@st.composite
def later_facts(draw: st.DrawFn) -> dict[str, Any]:
    """Facts about any day, all of them published after the lowering."""
    published, on = draw(LATER), draw(EVER).isoformat()
    id_ = draw(st.sampled_from(["cells", "guards", "sensor", "new"]))
    return {
        "findings": a_finding(draw(st.sampled_from(["silos", "new"])), published),
        "recommendations": a_recommendation(
            draw(st.sampled_from(["one_chain", "new"])), published=published
        ),
        "statuses": a_status(
            draw(st.sampled_from(["done", "blocked"])),
            on,
            side=draw(st.sampled_from(["owner", "overseer"])),
            published=published,
        ),
        "arrangements": an_arrangement(
            id_, published=published, coupling="level_bound", rebuild_months=7
        ),
        "events": an_event(
            draw(st.sampled_from(["ended", "started", "meeting"])),
            on,
            arrangement=id_,
            published=published,
        ),
        "funding": ("committed", draw(st.integers(2016, 2020)), draw(st.floats(0, 99))),
        "published": published,
        "level": ALevel(valid_from=published, level=draw(st.integers(1, 4)), announced=published),
    }


@given(later_facts())
def test_facts_published_later_change_nothing(later: dict[str, Any]) -> None:
    rows = [("committed", 2018, 10.0), ("committed", 2019, 5.0), later["funding"]]
    days = ["2016-01-01", "2016-01-01", later["published"].isoformat()]
    policy = Policy(
        findings=[*POLICY.findings, later["findings"]],
        recommendations=[*POLICY.recommendations, later["recommendations"]],
        statuses=[*POLICY.statuses, later["statuses"]],
        arrangements=[*POLICY.arrangements, later["arrangements"]],
        events=[*POLICY.events, later["events"]],
        funding=some_funding(rows, published=days),
    )
    found = known_on(policy, DAY)
    levels = [*HERE, later["level"]]
    assert make_statement(found, STEP, a_basis("departures"), levels, settings()) == STATEMENT


def test_a_fact_published_in_time_does_change_it() -> None:
    ended = an_event("ended", "2018-01-22", arrangement="guards")
    assert stated(replace(POLICY, events=[ended])) != STATEMENT


def an_answer(question: str = "guards:coupling", **changes: str) -> Answer:
    given = {"choice": "scale", "reason": "fewer posts", "by": "government", **changes}
    return Answer(question=f"2018-01-22:3-2:{question}", **given)


def test_answers_are_matched_and_what_is_left_is_counted() -> None:
    found = match_answers(STATEMENT, [an_answer()])
    assert found.answers["2018-01-22:3-2:guards:coupling"].choice == "scale"
    assert [question.arrangement for question in found.unanswered] == ["sensor"]
    both = match_answers(STATEMENT, [an_answer(), an_answer("sensor:facts", choice="")])
    assert both.unanswered == ()


def test_the_order_of_answers_changes_nothing() -> None:
    answers = [
        an_answer(reason="fewer\n\N{NO-BREAK SPACE}posts"),
        an_answer("sensor:facts", choice=""),
    ]
    one, other = (match_answers(STATEMENT, each).answers for each in (answers, answers[::-1]))
    assert [*one.items()] == [*other.items()]


def test_rows_left_blank_are_no_answers() -> None:
    assert len(match_answers(STATEMENT, [an_answer(choice="", reason="")]).unanswered) == 2


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ([replace(an_answer(), question="2018-02-22:3-2:guards:coupling")], "not to the statement 2018-01-22:3-2"),
        ([replace(an_answer(), question="2018-01-22:3-1:guards:coupling")], "not to the statement"),
        ([an_answer("cells:coupling")], "answers nothing that was asked; delete the row"),
        ([an_answer("guards:copling")], "answers nothing that was asked; write '2018-01-22:3-2:guards:coupling' if that is meant, or delete the row"),
        ([an_answer("gu\N{CYRILLIC SMALL LETTER A}rds:coupling")], r"the answer to '2018-01-22:3-2:gu\\u0430rds:coupling' answers nothing"),
        ([an_answer(arrangement="sensor")], "stands beside the arrangement 'sensor', and the question is about 'guards'; put the answer into its own row"),
        ([an_answer(), an_answer()], "given twice"),
        ([an_answer(choice="cut")], "the choice 'cut'; write keep, scale, stop"),
        ([an_answer(choice="")], "the choice ''"),
        ([an_answer("sensor:facts")], "the choice 'scale'; leave the choice empty"),
        ([an_answer(reason=" ")], "has no reason"),
        ([an_answer(reason="\N{HANGUL FILLER}")], "has no reason; write it, or leave the whole row"),
        ([an_answer(reason="...")], "has no reason"),
        ([an_answer(reason="\N{ZERO WIDTH SPACE}")], r"the reason '\\u200b', with a hidden letter; write it again without it"),
        ([an_answer(reason="fewer\N{RIGHT-TO-LEFT OVERRIDE} posts")], "with a hidden letter"),
        ([an_answer(by="J. Doe")], "is by 'J. Doe', which is no role"),
        ([an_answer(by="")], "is by '', which is no role; write one of government"),
    ],
)  # fmt: skip
def test_an_answer_that_does_not_fit_is_refused(answers: list[Answer], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        match_answers(STATEMENT, answers)


def test_nothing_in_force_is_an_empty_statement() -> None:
    empty = make_statement(known(), STEP, a_basis(), (), settings())
    assert (empty.consequences, empty.questions, empty.discriminates) == ((), (), True)
