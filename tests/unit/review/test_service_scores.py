"""Services are scored over resolved questions, and recalibration is offered, never applied."""

import numpy as np
import pytest
from tests.judgement_builder import a_question, a_voice

from peil.decide.judgement import PRIVATE, ElicitedQuestion
from peil.review.recalibration import KINDS, LOGISTIC, offer_recalibration
from peil.review.service_scores import (
    ResolvedJudgements,
    compare_services,
    judged_by_service,
    judged_together,
    model_judged,
    offered_extremising,
    score,
)
from peil.terms.calendar import Floats
from peil.terms.errors import BadInput

ARMY, POLICE = a_voice("Army", 0.9, 0.6, 0.1), a_voice("Police", 1.0, 0.0, 0.0)


def some_questions() -> list[ElicitedQuestion]:
    """Three questions: two resolved, of which one was answered by both services."""
    return [
        a_question({2: [ARMY, POLICE]}, 2, "one"),
        a_question({2: [ARMY]}, 3, "two"),
        a_question({2: [ARMY, POLICE]}, None, "open"),
    ]


def judged(said: Floats, came: Floats) -> ResolvedJudgements:
    names = tuple(f"question {i}" for i in range(len(said)))
    return ResolvedJudgements(name="Service", questions=names, said=said, came=came)


def test_only_resolved_questions_are_scored_each_by_its_own_service() -> None:
    army, police = judged_by_service(some_questions())
    assert army.questions == ("one", "two")
    assert army.came.tolist() == [[1, 0, 0], [1, 1, 0]]
    assert police.questions == ("one",)
    assert judged_by_service(some_questions(), PRIVATE) == ()


def test_scores_by_hand() -> None:
    """Squared distances .01 .36 .01 of the first question, .01 .16 .01 of the second."""
    army, police = (score(one) for one in judged_by_service(some_questions()))
    assert army.brier == pytest.approx(0.56 / 6)
    assert army.rps == pytest.approx(0.56 / 2)
    assert (police.brier, police.rps) == (0.0, 0.0)
    parts = army.parts
    whole = parts.reliability - parts.resolution + parts.uncertainty + parts.within
    assert whole == pytest.approx(army.rps)
    assert parts.uncertainty == pytest.approx(0.25)
    assert sum(c.number for c in army.classes) == 6


def test_knowing_that_a_high_level_is_rarer_is_no_resolution() -> None:
    """A service that always says the same, the long-run frequency of each threshold."""
    came = np.array([[1, 0, 0], [1, 1, 0], [1, 1, 0], [1, 0, 0]], float)
    steady = score(judged(np.tile([1.0, 0.5, 0.0], (4, 1)), came))
    assert steady.parts.resolution == pytest.approx(0.0)
    assert steady.parts.reliability == pytest.approx(0.0)
    assert steady.rps == pytest.approx(steady.parts.uncertainty) == pytest.approx(0.25)


def test_services_are_compared_over_the_questions_that_all_of_them_answered() -> None:
    compared = compare_services(judged_by_service(some_questions()))
    assert compared.common == ("one",)
    assert [(s.name, s.questions) for s in compared.alike] == [("Police", 1), ("Army", 1)]
    assert [(s.name, s.questions) for s in compared.own] == [("Army", 2), ("Police", 1)]
    nothing = compare_services(())
    assert (nothing.common, nothing.alike, nothing.own) == ((), (), ())


def test_the_pool_and_the_model_are_scored_like_a_service() -> None:
    together = judged_together(some_questions())
    assert together is not None
    assert together.questions == ("one", "two")
    assert together.said[1].tolist() == pytest.approx([0.9, 0.6, 0.1])
    posterior = {1: 0.1, 2: 0.2, 3: 0.3, 4: 0.4}
    model = model_judged("Peil", [(question, posterior) for question in some_questions()])
    assert model is not None
    assert model.said == pytest.approx(np.array([[0.9, 0.7, 0.4]] * 2))
    assert judged_together([some_questions()[-1]]) is None
    assert model_judged("Peil", []) is None


def test_before_thirty_questions_no_extremising_is_offered() -> None:
    few = offered_extremising(some_questions())
    assert (few.factor, few.questions, few.is_fitted) == (1.0, 2, False)
    many = [a_question({2: [a_voice("Army", 0.9, 0.2, 0.1)]}, 2, f"q{i}") for i in range(30)]
    assert offered_extremising(many).factor > 1


def test_a_service_without_a_resolved_question_is_not_scored() -> None:
    with pytest.raises(BadInput, match="Service has no resolved question"):
        score(judged(np.zeros((0, 3)), np.zeros((0, 3))))


def test_questions_of_two_scales_are_not_scored_together() -> None:
    other = ElicitedQuestion(
        id="x", as_of=some_questions()[0].as_of, levels=(1, 2), rounds={}, resolution=1
    )
    with pytest.raises(BadInput, match="different levels"):
        judged_by_service([*some_questions(), other])


def world(slope: float, number: int, seed: int) -> ResolvedJudgements:
    """Simulate a service whose log odds are those of the truth divided by a slope."""
    chance = np.random.default_rng(seed)
    true = chance.normal(0.0, 1.2, (number, 1)) + np.array([1.0, -0.5, -2.0])
    level = chance.random((number, 1))
    came = (level < 1 / (1 + np.exp(-true))).astype(float)
    return judged(1 / (1 + np.exp(-true / slope)), came)


@pytest.mark.parametrize("kind", KINDS)
def test_a_curve_rises_and_few_questions_leave_it_near_what_was_said(kind: str) -> None:
    said = np.linspace(0.01, 0.99, 40)
    far = {2: 0.0, 400: 0.0}
    for number in far:
        for seed in range(10):
            curve = offer_recalibration(world(0.5, number, seed), kind).curve
            read = curve.apply(said)
            assert (np.diff(read) >= -1e-12).all()
            assert ((read >= 0) & (read <= 1)).all()
            far[number] += np.abs(read - said).mean() / 10
    assert far[2] < far[400]


def test_an_overconfident_service_is_read_with_a_slope_below_one() -> None:
    offered = offer_recalibration(world(0.5, 400, 11))
    assert offered.curve.slope == pytest.approx(0.5, abs=0.12)
    assert offered.curve.intercept == pytest.approx(0.0, abs=0.2)
    assert offered.would_have_helped
    readings = dict(offered.shown)
    assert readings[0.95] < 0.95
    assert readings[0.05] > 0.05


@pytest.mark.parametrize("kind", KINDS)
def test_whether_it_would_have_helped_is_tried_on_questions_left_out(kind: str) -> None:
    """Reading a question by a curve that it did not make: by hand, for one of them."""
    service = world(0.5, 25, 3)
    curve = offer_recalibration(service, kind)
    read = np.empty_like(service.said)
    for i in range(25):
        keep = np.arange(25) != i
        others = offer_recalibration(judged(service.said[keep], service.came[keep]), kind)
        read[i] = others.curve.apply(service.said[i])
    assert curve.brier_recalibrated == pytest.approx(((read - service.came) ** 2).mean())
    assert curve.brier_as_said == pytest.approx(((service.said - service.came) ** 2).mean())


def test_what_a_service_said_is_left_as_it_is() -> None:
    service = world(0.5, 25, 3)
    before = service.said.copy()
    offer_recalibration(service)
    np.testing.assert_array_equal(service.said, before)
    assert score(service).brier == pytest.approx(((before - service.came) ** 2).mean())


def test_unknown_kinds_and_single_questions_are_refused() -> None:
    with pytest.raises(BadInput, match="use logistic or isotonic"):
        offer_recalibration(world(1.0, 5, 1), "linear")
    with pytest.raises(BadInput, match="recalibrate with 2 or more"):
        offer_recalibration(world(1.0, 1, 1), LOGISTIC)
