"""Voices are pooled by the mean of their logits, and the order of thresholds is restored."""

from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.judgement_builder import a_voice

from peil.decide.judgement import Voice
from peil.decide.judgement_pool import (
    LEAST,
    MOST,
    Extremising,
    falling,
    fit_extremising,
    logit,
    pool,
    standard_interval,
)
from peil.terms.admiralty import Grade
from peil.terms.calendar import Floats

PROBABILITY = st.floats(0.0, 1.0)
BEST = st.tuples(PROBABILITY, PROBABILITY, PROBABILITY)


def pooled(*voices: Voice) -> tuple[float, ...]:
    found = pool(voices)
    assert found is not None
    return found.best


def test_the_mean_of_logits_is_the_geometric_mean_of_odds() -> None:
    """Odds of 4, 1 and 1/4 have the mean 1; so has the threshold of which they speak."""
    voices = (
        a_voice("Army", 0.9, 0.2, 0.1),
        a_voice("Customs", 0.9, 0.8, 0.1),
        a_voice("Police", 0.9, 0.5, 0.1),
    )
    assert pooled(*voices) == pytest.approx((0.9, 0.5, 0.1))


def test_a_pool_out_of_order_is_repaired_and_says_what_it_repaired() -> None:
    """Odds of 1 and 4 at two thresholds become 2, their geometric mean, at both."""
    found = pool([a_voice("Army", 0.5, 0.8, 0.1)])
    assert found is not None
    assert found.best == pytest.approx((2 / 3, 2 / 3, 0.1))
    (repair,) = found.repairs
    assert repair.thresholds == (2, 3)
    assert repair.before == pytest.approx((0.5, 0.8))
    assert repair.after == pytest.approx(2 / 3)


def test_nothing_is_repaired_that_is_in_order() -> None:
    found = pool([a_voice("Army", 0.5, 0.5, 0.1)])
    assert found is not None
    assert found.repairs == ()


def test_a_service_that_calls_a_level_impossible_has_no_veto() -> None:
    found = pool([a_voice("Army", 0.9, 0.5, 0.0), a_voice("Police", 1.0, 0.5, 0.5)])
    assert found is not None
    odds = np.sqrt(1 / 99)
    assert found.best[2] == pytest.approx(odds / (1 + odds))
    assert found.clipped == ("Army", "Police")
    assert pooled(a_voice("Army", 0.5)) == pytest.approx((0.5,))


@given(st.lists(BEST, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_voices_does_not_matter(
    bests: list[tuple[float, ...]], chance: object
) -> None:
    voices = [a_voice(f"Service {i}", *best) for i, best in enumerate(bests)]
    other = list(voices)
    chance.shuffle(other)  # type: ignore[attr-defined]
    assert pool(voices) == pool(other)


@given(BEST, st.integers(1, 6))
def test_equal_voices_together_say_what_each_says(best: tuple[float, ...], number: int) -> None:
    alone = pooled(a_voice("Service", *best))
    assert pooled(*(a_voice(f"Service {i}", *best) for i in range(number))) == pytest.approx(alone)
    if best == tuple(sorted(best, reverse=True)):
        assert alone == pytest.approx(np.clip(best, LEAST, MOST))


@given(st.lists(BEST, min_size=1, max_size=5))
def test_a_pool_falls_and_lies_within_its_voices(bests: list[tuple[float, ...]]) -> None:
    best = pooled(*(a_voice(f"Service {i}", *b) for i, b in enumerate(bests)))
    assert all(a >= b - 1e-12 for a, b in pairwise(best))
    said = np.clip(bests, LEAST, MOST)
    assert said.min() - 1e-9 <= min(best) <= max(best) <= said.max() + 1e-9


def closest_by_trying(values: Floats, weights: Floats) -> Floats:
    """Try every way of pooling neighbours, in exact fractions; keep the best sequence that falls."""
    exact, heavy = ([Fraction(x) for x in column.tolist()] for column in (values, weights))
    best, least = exact, None
    for cuts in product([False, True], repeat=len(values) - 1):
        edges = [0, *(i + 1 for i, is_cut in enumerate(cuts) if is_cut), len(values)]
        means = [mean for block in pairwise(edges) for mean in pooled_mean(exact, heavy, *block)]
        loss = sum(w * (x - mean) ** 2 for w, x, mean in zip(heavy, exact, means, strict=True))
        if all(a >= b for a, b in pairwise(means)) and (least is None or loss < least):
            best, least = means, loss
    return np.array(best, dtype=np.float64)


def pooled_mean(exact: list[Fraction], heavy: list[Fraction], a: int, b: int) -> list[Fraction]:
    total = sum((w * x for w, x in zip(heavy[a:b], exact[a:b], strict=True)), Fraction())
    return [total / sum(heavy[a:b], Fraction())] * (b - a)


@given(
    st.lists(st.tuples(st.floats(-5, 5), st.floats(0.1, 3)), min_size=1, max_size=6),
)
def test_the_repaired_sequence_is_the_closest_one_that_falls(
    pairs: list[tuple[float, float]],
) -> None:
    values, weights = (np.array(column) for column in zip(*pairs, strict=True))
    fitted, stretches = falling(values, weights)
    assert (np.diff(fitted) <= 1e-12).all()
    np.testing.assert_allclose(fitted, closest_by_trying(values, weights), atol=1e-9)
    repaired = {i for stretch in stretches for i in range(stretch.start, stretch.stop)}
    untouched = [i for i in range(len(values)) if i not in repaired]
    np.testing.assert_array_equal(fitted[untouched], values[untouched])


@pytest.mark.parametrize("grade", [Grade(reliability="F"), Grade(credibility="6")])
def test_what_cannot_be_judged_weighs_nothing_and_is_no_even_chance(grade: Grade) -> None:
    sure, unknown = a_voice("Army", 0.9, 0.8, 0.7), a_voice("Police", 0.1, 0.1, 0.1, grade=grade)
    assert pool([sure, unknown]) == pool([sure])
    assert pool([unknown]) is None
    assert pool([]) is None


def test_a_doubtful_grade_is_a_word_and_no_number() -> None:
    graded = a_voice("Army", 0.9, grade=Grade(reliability="E", credibility="5"))
    assert pooled(graded, a_voice("Police", 0.5)) == pytest.approx((0.75,))


def test_the_weight_of_every_voice_is_told() -> None:
    model = a_voice("Peil", 0.2, given_weight=2.0)
    found = pool([model, a_voice("Army", 0.8), a_voice("Police", 0.8)])
    assert found is not None
    assert found.weights == (("Army", 0.25), ("Peil", 0.5), ("Police", 0.25))
    assert found.best == pytest.approx((0.5,))


def test_an_interval_is_brought_to_the_confidence_of_the_protocol() -> None:
    voice = a_voice(
        "Army", 0.5, 0.4, 0.1, low=(0.4, 0.3, 0.0), high=(0.6, 0.45, 0.9),
        interval_confidence=(0.5, None, 0.5),
    )  # fmt: skip
    low, high = standard_interval(voice)
    assert low == pytest.approx([0.34, 0.3, 0.0])
    assert high == pytest.approx([0.66, 0.45, 1.0])


def test_the_interval_of_a_pool_is_the_mean_width_around_its_best() -> None:
    wide = a_voice("Army", 0.5, low=(0.2,), high=(0.8,), interval_confidence=(0.8,))
    narrow = a_voice("Police", 0.5, low=(0.5,), high=(0.5,), interval_confidence=(None,))
    found = pool([wide, narrow, a_voice("Peil", 0.5)])
    assert found is not None
    assert found.low == pytest.approx((1 / 3,))
    assert found.high == pytest.approx((2 / 3,))
    assert found.with_interval == 2
    assert pool([a_voice("Army", 0.5)]).low == ()  # type: ignore[union-attr]


@given(st.lists(st.tuples(BEST, BEST, BEST), min_size=1, max_size=4))
def test_the_best_never_leaves_the_interval(triples: list[tuple[tuple[float, ...], ...]]) -> None:
    voices = []
    for i, triple in enumerate(triples):
        low, best, high = (tuple(ends) for ends in np.sort(np.array(triple), axis=0).tolist())
        voices.append(a_voice(f"Service {i}", *best, low=low, high=high))
    found = pool([*voices, a_voice("Peil", 0.7, 0.6, 0.1)])
    assert found is not None
    assert all(
        a - 1e-9 <= b <= c + 1e-9 for a, b, c in zip(found.low, found.best, found.high, strict=True)
    )


def test_nothing_is_made_more_extreme_before_thirty_questions() -> None:
    means = np.full((29, 3), 1.0)
    assert fit_extremising(means, np.ones((29, 3))) == Extremising(questions=29)
    fitted = fit_extremising(np.full((30, 3), 1.0), np.ones((30, 3)))
    assert fitted.is_fitted
    assert fitted.factor > 1.0
    found = pool([a_voice("Army", 0.8)], fitted)
    assert found is not None
    assert found.best[0] > 0.8
    assert found.extremising == fitted


@pytest.mark.parametrize(
    ("truth", "low", "high"), [(0.5, 0.4, 0.7), (1.0, 0.85, 1.15), (2.0, 1.6, 2.4)]
)
def test_the_factor_that_made_the_answers_is_found_again(
    truth: float, low: float, high: float
) -> None:
    chance = np.random.default_rng(20240131)
    factors = []
    for _ in range(20):
        means = chance.normal(0.0, 1.5, (300, 1))
        came = (chance.random((300, 1)) < 1 / (1 + np.exp(-truth * means))).astype(float)
        factors.append(fit_extremising(means, came).factor)
    assert low < np.mean(factors) < high


def test_log_odds_of_certainty_are_finite() -> None:
    assert logit(np.array([0.0, 1.0])) == pytest.approx(logit(np.array([LEAST, MOST])))
