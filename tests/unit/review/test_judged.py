"""Services, their pool and the model stand side by side, in the questions and in the scores."""

import pytest
from tests.judgement_builder import LEVELS, a_question, a_voice

from peil.decide.judgement import DISCUSSED, PRIVATE, ElicitedQuestion
from peil.review.judged import MODEL, JudgedRound, accounts_of, rounds_scored
from peil.review.service_scores import TOGETHER

ARMY, POLICE = a_voice("Army", 0.9, 0.6, 0.1), a_voice("Police", 0.9, 0.2, 0.1)
POSTERIOR = {1: 0.1, 2: 0.2, 3: 0.6, 4: 0.1}


def some_questions() -> tuple[ElicitedQuestion, ...]:
    return (
        a_question({1: [ARMY, POLICE], 2: [ARMY]}, 3, "first"),
        a_question({1: [POLICE], 2: [ARMY, POLICE]}, 2, "second"),
        a_question({2: [ARMY, POLICE]}, None, "third"),
    )


def of_round(number: int) -> JudgedRound:
    posteriors = {"first": POSTERIOR, "third": POSTERIOR}
    rounds = rounds_scored(some_questions(), posteriors)
    return next(each for each in rounds if each.round == number)


def test_the_model_is_one_more_voice_where_it_has_a_posterior() -> None:
    first, second, _ = accounts_of(some_questions(), {"first": POSTERIOR}, model_weight=2.0)
    model = first.rounds[0].voices[-1]
    assert (model.name, model.weight) == (MODEL, 2.0)
    assert model.best == pytest.approx((0.9, 0.7, 0.1))
    assert [voice.name for voice in second.rounds[0].voices] == ["Police"]


def test_a_model_of_no_weight_is_heard_and_changes_no_pool() -> None:
    (alone, *_), (beside, *_) = (
        accounts_of(some_questions(), posteriors, model_weight=0.0)
        for posteriors in ({}, {"first": POSTERIOR})
    )
    assert alone.rounds[1].pool is not None
    assert beside.rounds[1].pool is not None
    assert beside.rounds[1].pool.best == alone.rounds[1].pool.best
    assert [voice.name for voice in beside.rounds[1].voices] == ["Army", MODEL]


def test_pooled_probabilities_have_the_words_of_the_directive() -> None:
    (account, *_) = accounts_of(some_questions(), {})
    assert account.rounds[1].words == ("very_likely", "likely", "very_unlikely")


def test_each_round_is_scored_over_the_resolved_questions() -> None:
    discussed = of_round(DISCUSSED)
    assert {s.name: s.questions for s in discussed.scores.own} == {
        "Army": 2, "Police": 1, TOGETHER: 2, MODEL: 1,
    }  # fmt: skip
    assert discussed.scores.common == ()
    private = of_round(PRIVATE)
    assert {s.name: s.questions for s in private.scores.own} == {
        "Army": 1, "Police": 2, TOGETHER: 2, MODEL: 1,
    }  # fmt: skip
    assert private.scores.common == ("first",)
    assert [s.questions for s in private.scores.alike] == [1] * 4


def test_a_curve_is_offered_to_who_answered_two_questions() -> None:
    assert [(r.name, r.curve.kind) for r in of_round(DISCUSSED).recalibrations] == [
        ("Army", "logistic"),
        ("Army", "isotonic"),
    ]


def test_few_questions_make_no_pool_more_extreme() -> None:
    assert of_round(DISCUSSED).offered.factor == 1.0
    asked = [accounts_of(some_questions(), {}, is_extremised=how) for how in (False, True)]
    pools = [account.rounds[0].pool for accounts in asked for account in accounts]
    assert [p.best for p in pools[:3] if p] == [p.best for p in pools[3:] if p]


def test_a_factor_that_many_questions_support_is_used_when_asked_for() -> None:
    shy = a_voice("Army", 0.7, 0.6, 0.3)
    many = [a_question({2: [shy]}, LEVELS[2], f"q{i:02}") for i in range(40)]
    plain, extreme = (accounts_of(many, {}, is_extremised=how)[0] for how in (False, True))
    assert plain.rounds[0].pool is not None
    assert extreme.rounds[0].pool is not None
    assert extreme.rounds[0].pool.best[0] > plain.rounds[0].pool.best[0] == pytest.approx(0.7)
    assert extreme.rounds[0].pool.extremising.questions == 40
