"""What services said is kept apart by round, as it was known on a day."""

from collections.abc import Iterator
from datetime import date
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.judgement_builder import LEVELS, a_question, a_voice, some_judgements

from peil.decide.judgement import Judgement, model_voice, questions_known
from peil.decide.judgement_account import RoundAccount, account_for, level_of
from peil.terms.admiralty import Grade
from peil.terms.estimative import estimative_of

DAY = date(2024, 1, 31)
SAID = [
    *some_judgements("Army", 0.9, 0.2, 0.1),
    *some_judgements("Customs", 0.9, 0.8, 0.1),
    *some_judgements("Police", 0.9, 0.5, 0.1),
    *some_judgements("Army", 0.9, 0.4, 0.1, number=2, day="2024-01-20"),
    *some_judgements("Customs", 0.9, 0.6, 0.1, number=2, day="2024-01-20"),
]


def known(said: list[Judgement], day: date = DAY) -> object:
    return questions_known(said, LEVELS, day)


def test_rounds_are_kept_apart() -> None:
    (question,) = questions_known(SAID, LEVELS, DAY)
    assert [v.name for v in question.rounds[1]] == ["Army", "Customs", "Police"]
    assert [v.best[1] for v in question.rounds[2]] == [0.4, 0.6]
    account = account_for(question)
    assert [r.level for r in account.rounds] == [3, 3]
    assert account.rounds[0].pool is not None
    assert account.rounds[0].pool.best == pytest.approx((0.9, 0.5, 0.1))


@given(st.permutations(SAID))
def test_the_order_of_rows_does_not_matter(said: list[Judgement]) -> None:
    assert known(said) == known(SAID)


def test_the_movement_between_rounds_is_shown() -> None:
    (question,) = questions_known(SAID, LEVELS, DAY)
    army, customs = account_for(question).movements
    assert (army.service, army.before[1], army.after[1]) == ("Army", 0.2, 0.4)
    assert (army.level_before, army.level_after) == (2, 2)
    assert (customs.level_before, customs.level_after) == (3, 3)


def test_a_service_that_comes_after_the_discussion_is_named() -> None:
    late = some_judgements("Prisons", 0.9, 0.5, 0.1, number=2, day="2024-01-21")
    (question,) = questions_known([*SAID, *late], LEVELS, DAY)
    assert account_for(question).only_after == ("Prisons",)


def test_nothing_said_or_resolved_later_is_used() -> None:
    resolved = some_judgements(
        "Army", 0.9, 0.2, 0.1, resolution=2, resolved=date(2024, 8, 1), question="resolved"
    )
    (question,) = questions_known(resolved, LEVELS, date(2024, 7, 31))
    assert (question.resolution, question.resolved) == (None, None)
    (question,) = questions_known(resolved, LEVELS, date(2024, 8, 1))
    assert question.resolution == 2
    assert known(SAID, date(2024, 1, 9)) == ()
    (question,) = questions_known(SAID, LEVELS, date(2024, 1, 19))
    assert question.rounds[2] == ()


def test_a_later_judgement_takes_the_place_of_an_earlier_one_from_its_day_on() -> None:
    later = some_judgements("Army", 0.7, 0.3, 0.2, day="2024-01-15")
    for day, best in (("2024-01-14", 0.9), ("2024-01-15", 0.7)):
        (question,) = questions_known([*later, *SAID], LEVELS, date.fromisoformat(day))
        assert question.rounds[1][0].best[0] == best


def test_a_service_that_has_not_spoken_of_every_threshold_is_not_heard_yet() -> None:
    (question,) = questions_known(some_judgements("Army", 0.9, 0.2), LEVELS, DAY)
    assert question.rounds[1] == ()
    assert question.unfinished == {1: ("Army",), 2: ()}


def test_a_voice_dissents_by_a_level_or_by_log_odds() -> None:
    (question,) = questions_known(SAID, LEVELS, DAY)
    first, second = account_for(question).rounds
    assert [(d.name, d.level, d.threshold) for d in first.dissent] == [
        ("Army", 2, 3),
        ("Customs", 3, 3),
    ]
    assert first.dissent[0].logit_difference == pytest.approx(-1.3863, abs=1e-4)
    assert first.dissent[0].reason == "Army on 3"
    assert [d.name for d in second.dissent] == ["Army"]


@pytest.mark.parametrize(("apart", "dissents"), [(0.95, False), (1.05, True)])
def test_a_voice_of_the_same_level_dissents_above_one_in_log_odds(
    apart: float, dissents: bool
) -> None:
    army, police = (1 / (1 + exp(-(2 + d))) for d in (apart, -apart))
    question = a_question(
        {1: [a_voice("Army", army, 0.1, 0.1), a_voice("Police", police, 0.1, 0.1)]}
    )
    (round_,) = account_for(question).rounds
    assert round_.level == 2
    assert [d.name for d in round_.dissent] == (["Army", "Police"] if dissents else [])


def test_a_voice_of_unknown_grade_dissents_with_no_weight() -> None:
    unknown = a_voice("Rumour", 0.9, 0.9, 0.9, grade=Grade(reliability="F"))
    question = a_question({1: [a_voice("Army", 0.9, 0.1, 0.1), unknown]})
    (round_,) = account_for(question).rounds
    assert round_.level == 2
    assert [(d.name, d.level, d.weight) for d in round_.dissent] == [("Rumour", 4, 0.0)]


def test_where_no_voice_weighs_nothing_can_be_told() -> None:
    unknown = a_voice("Rumour", 0.9, 0.9, 0.9, grade=Grade(credibility="6"))
    (round_,) = account_for(a_question({1: [unknown]})).rounds
    assert (round_.pool, round_.level, round_.dissent) == (None, None, ())


def test_the_model_is_one_more_voice_of_every_round_and_may_dissent() -> None:
    (question,) = questions_known(SAID, LEVELS, DAY)
    model = model_voice("Peil", {1: 0.05, 2: 0.9, 3: 0.04, 4: 0.01})
    assert model.best == pytest.approx((0.95, 0.05, 0.01))
    for round_ in account_for(question, model).rounds:
        assert round_.voices[-1] == model
        assert round_.pool is not None
        assert "Peil" in dict(round_.pool.weights)
        assert "Peil" in {d.name for d in round_.dissent}


def test_a_service_out_of_order_is_named() -> None:
    question = a_question({1: [a_voice("Army", 0.5, 0.8, 0.1), a_voice("Police", 0.5, 0.5, 0.1)]})
    assert account_for(question).rounds[0].out_of_order == ("Army",)


@pytest.mark.parametrize(
    ("best", "level"),
    [
        ((0.4, 0.3, 0.2), 1),
        ((0.5, 0.49, 0.2), 2),
        ((0.9, 0.5, 0.2), 3),
        ((0.9, 0.8, 0.7), 4),
        ((0.4, 0.9, 0.1), 3),
    ],
)
def test_the_level_of_a_voice_is_the_highest_as_likely_as_not(
    best: tuple[float, ...], level: int
) -> None:
    assert level_of((2, 3, 4), best, 1) == level


TABLE_IN = """
Army     1  .9   .2   .1
Customs  1  .9   .8   .1
Police   1  .9   .5   .1
Army     2  .9   .4   .1
Customs  2  .9   .6   .5
Police   2  .5   .5   .1
"""
TABLE_OUT = """
round 1: P(2+) .90 very likely; P(3+) .50 roughly even chance; P(4+) .10 very unlikely
round 1: level 3; dissent Army 2 (-1.4), Customs 3 (+1.4); repaired none
round 2: P(2+) .81 very likely; P(3+) .50 roughly even chance; P(4+) .19 very unlikely
round 2: level 3; dissent Customs 4 (+1.5), Police 3 (-1.5), Army 2 (+0.7); repaired none
moved: Army 2 to 2, Customs 3 to 4, Police 3 to 3
"""


def read_table(text: str) -> list[Judgement]:
    """Read rows of service, round and one probability for each threshold."""
    rows = [line.split() for line in text.strip().splitlines()]
    return [
        judgement
        for service, number, *best in rows
        for judgement in some_judgements(
            service, *map(float, best), number=int(number), day=f"2024-01-1{number}"
        )
    ]


def write_round(round_: RoundAccount) -> Iterator[str]:
    """Write what a round comes to, in two lines."""
    assert round_.pool is not None
    said = []
    for k, p in zip(round_.pool.thresholds, round_.pool.best, strict=True):
        word = estimative_of(p)
        assert word is not None
        said.append(f"P({k}+) {p:.2f}".replace(" 0.", " .") + f" {word.names['en']}")
    yield f"round {round_.round}: {'; '.join(said)}"
    apart = [f"{d.name} {d.level} ({d.logit_difference:+.1f})" for d in round_.dissent]
    repaired = [str(repair.thresholds) for repair in round_.pool.repairs]
    yield (
        f"round {round_.round}: level {round_.level}; dissent {', '.join(apart)}; "
        f"repaired {', '.join(repaired) or 'none'}"
    )


def test_a_table_of_judgements_comes_to_this() -> None:
    """By hand: odds 9, 9, 1 have the geometric mean 4.33, so .81; 1/9, 1, 1/9 have .23, so .19."""
    (question,) = questions_known(read_table(TABLE_IN), LEVELS, DAY)
    account = account_for(question)
    lines = [line for round_ in account.rounds for line in write_round(round_)]
    moved = [f"{m.service} {m.level_before} to {m.level_after}" for m in account.movements]
    assert [*lines, f"moved: {', '.join(moved)}"] == TABLE_OUT.strip().splitlines()
