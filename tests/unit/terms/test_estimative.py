"""Words for likelihoods, and grades of sources, are those of their standards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peil.terms.admiralty import Grade, admiralty_codes
from peil.terms.errors import BadInput
from peil.terms.estimative import estimative_of, estimative_words

LANGUAGES = {"en", "fr", "nl", "de"}


def test_the_words_cover_one_to_ninety_nine_per_cent_without_a_gap() -> None:
    ranges = [(word.low, word.high) for word in estimative_words()]
    assert ranges == [(1, 5), (5, 20), (20, 45), (45, 55), (55, 80), (80, 95), (95, 99)]
    assert all(set(word.names) == LANGUAGES for word in estimative_words())


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (0.01, "almost no chance"),
        (0.05, "very unlikely"),
        (0.2, "unlikely"),
        (0.45, "roughly even chance"),
        (0.5, "roughly even chance"),
        (0.55, "roughly even chance"),
        (0.8, "likely"),
        (0.95, "very likely"),
        (0.96, "almost certain"),
        (0.99, "almost certain"),
    ],
)
def test_a_likelihood_has_its_word(probability: float, word: str) -> None:
    found = estimative_of(probability)
    assert found is not None
    assert found.names["en"] == word


@pytest.mark.parametrize("probability", [0.0, 0.009, 0.991, 1.0])
def test_near_certainty_has_no_word(probability: float) -> None:
    assert estimative_of(probability) is None


@given(st.integers(1, 99))
def test_opposite_likelihoods_have_opposite_words(percent: int) -> None:
    words = [word.id for word in estimative_words()]
    one, other = estimative_of(percent / 100), estimative_of(1 - percent / 100)
    assert one is not None
    assert other is not None
    assert words.index(one.id) == len(words) - 1 - words.index(other.id)


@pytest.mark.parametrize(
    ("axis", "codes"),
    [
        ("reliability", ("A", "B", "C", "D", "E", "F")),
        ("credibility", ("1", "2", "3", "4", "5", "6")),
    ],
)
def test_each_axis_has_six_codes_and_only_the_last_is_unknown(
    axis: str, codes: tuple[str, ...]
) -> None:
    found = admiralty_codes(axis)
    assert tuple(code.code for code in found) == codes
    assert [code.is_known for code in found] == [True] * 5 + [False]
    assert all(set(code.names) == LANGUAGES for code in found)
    assert [Grade(**{axis: c}).weight for c in codes] == [1, 1, 1, 1, 1, 0]


def test_unknown_on_one_axis_is_unknown() -> None:
    assert Grade(reliability="A", credibility="6").weight == 0
    assert Grade(reliability="F", credibility="1").weight == 0
    assert Grade().weight == 1
    assert str(Grade(reliability="B", credibility="2")) == "B2"


def test_a_code_that_an_axis_does_not_have_is_refused() -> None:
    with pytest.raises(BadInput, match="no reliability 'G'; use one of A, B, C, D, E, F"):
        Grade(reliability="G")
