"""What the second method's rule proposes at a review, each sentence of its page by an example."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from peil.assess.rule import (
    BEARING_MISSING,
    CANNOT_TELL,
    EXPIRED,
    LOW_COVERAGE,
    LOW_INFORMATION,
    ONLY_ATTACKS,
    PROPOSED,
    SECOND,
    Proposal,
    Review,
    rule_of,
)
from peil.assess.standing import Standing
from peil.terms.calendar import month_ends

RULE = rule_of(SECOND)
MONTHS = month_ends(date(2015, 1, 1), date(2018, 12, 31))
FAMILIES = frozenset({"fighters_out", "judicial_opened"})


def a_review(month: int, *tails: float, news: bool = False, **changes: Any) -> Review:
    """Hold a review at a month end that finds P(>= 2), P(>= 3) and so on, new or old."""
    at_least = np.array([1.0, *tails, 0.0])
    posterior = at_least[:-1] - at_least[1:]
    quiet = np.append(1.0, np.zeros(len(tails)))
    told: dict[str, Any] = {
        "day": MONTHS[month],
        "posterior": posterior,
        "carried": quiet if news else posterior,
        "coverage": 1.0,
        "has_evidence": True,
        "current": FAMILIES,
    }
    return Review(**{**told, **changes})


def replayed(*reviews: Review, top: int | None = 3) -> list[Proposal]:
    return Standing(rule=RULE, top=top).replay(reviews)


IMMINENT = (0.99, 0.90, 0.55)


def test_imminence_is_reached_with_its_probability_and_a_sign_and_left_without_either() -> None:
    signed = {"sign_is_declared": True}
    told = replayed(
        a_review(0, *IMMINENT, news=True),
        a_review(1, *IMMINENT, **signed),
        a_review(2, 0.99, 0.90, 0.36, **signed),
        a_review(3, 0.99, 0.90, 0.34, **signed),
        a_review(4, *IMMINENT, **signed),
        a_review(5, *IMMINENT),
    )
    assert [p.level for p in told] == [2, 3, 3, 2, 3, 2]
    assert [p.or_higher for p in told] == [True, False, False, True, False, True]
    assert [p.raised for p in told][1] == MONTHS[1]


def test_a_sign_alone_proposes_the_level_below_or_higher_and_moves_nothing_underneath() -> None:
    (told,) = replayed(a_review(0, 0.10, 0.02, 0.01, sign_is_declared=True))
    assert (told.level, told.held, told.or_higher) == (2, 0, True)


def test_what_was_likely_enough_to_stay_at_the_top_is_not_enough_for_or_higher() -> None:
    told = replayed(
        a_review(0, *IMMINENT, news=True, sign_is_declared=True),
        a_review(1, 0.99, 0.90, 0.40),
    )
    assert [p.level for p in told] == [3, 2]
    assert not told[-1].or_higher


def test_reaching_imminence_ends_a_silence() -> None:
    thin = [a_review(m, *IMMINENT, coverage=0.1) for m in range(14)]
    signed = a_review(14, *IMMINENT, coverage=0.1, sign_is_declared=True)
    told = replayed(*thin, signed)
    assert told[-2].status == EXPIRED
    assert (told[-1].status, told[-1].level) == (PROPOSED, 3)


def test_a_beginning_above_the_lowest_level_counts_its_month_ends_from_the_next_one() -> None:
    chances = [(0.36, 0.0, 0.0), *[(0.27, 0.0, 0.0)] * RULE.reviews]
    told = replayed(*(a_review(m, *each) for m, each in enumerate(chances)), top=None)
    assert [p.held for p in told] == [*[1] * RULE.reviews, 0]


def test_a_level_is_left_at_the_mean_of_its_step() -> None:
    most = RULE.reviews - 1
    high = [(0.9, 0.5, 0.0), (0.9, 0.21, 0.0), *[(0.9, 0.19, 0.0)] * most]
    told = replayed(*(a_review(m, *each) for m, each in enumerate(high)), top=None)
    assert [p.held for p in told] == [*[2] * RULE.reviews, 1]
    above = [(0.9, 0.5, 0.0), *[(0.9, 0.21, 0.0)] * 2 * RULE.reviews]
    assert {p.held for p in replayed(*(a_review(m, *a) for m, a in enumerate(above)))} == {2}


def test_while_a_family_that_bears_the_level_is_missing_nothing_is_lowered_and_it_expires() -> None:
    given = {"attacks": np.array([6.0, 6.0, 2.0]), "fighters_out": np.array([1.0, 1.0, 1.0])}
    begun = a_review(0, 0.9, 0.5, 0.1, given=given, current=FAMILIES | {"attacks"})
    gone = [
        a_review(m, 0.05, 0.01, 0.0, given=given, missing=frozenset({"attacks"}))
        for m in range(1, 14)
    ]
    told = replayed(begun, *gone, top=None)
    assert {p.held for p in told} == {2}
    assert [p.status for p in told[11:]] == [PROPOSED, EXPIRED, EXPIRED]
    assert told[-1].reason == BEARING_MISSING
    back = a_review(14, 0.05, 0.01, 0.0, given=given, current=FAMILIES | {"attacks"})
    assert replayed(begun, *gone, back, top=None)[-1].held == 1


@pytest.mark.parametrize(
    ("changes", "status", "reason"),
    [
        ({"current": frozenset({"attacks", "mass_casualty"})}, CANNOT_TELL, ONLY_ATTACKS),
        ({"is_informed": False}, CANNOT_TELL, LOW_INFORMATION),
        ({}, PROPOSED, ""),
    ],
)
def test_one_status_says_why_today_cannot_be_told(
    changes: dict[str, Any], status: str, reason: str
) -> None:
    (told,) = replayed(a_review(0, 0.2, 0.1, 0.0, **changes))
    assert (told.status, told.reason, told.held) == (status, reason, 0)
    assert (told.level is None) == (status != PROPOSED)


def test_attacks_alone_tell_a_level_for_a_year_after_they_raised_to_it() -> None:
    alone = {"current": frozenset({"attacks"})}
    raised = a_review(0, 0.9, 0.5, 0.0, news=True, **alone)
    later = [a_review(m, 0.9, 0.4, 0.0, **alone) for m in range(1, 14)]
    told = replayed(raised, *later, top=None)
    assert {p.status for p in told[:13]} == {PROPOSED}
    assert (told[13].status, told[13].reason) == (CANNOT_TELL, ONLY_ATTACKS)


def test_a_year_of_thin_reviews_expires_and_keeps_the_level_underneath() -> None:
    told = replayed(*(a_review(m, 0.9, 0.3, 0.0, coverage=0.4) for m in range(14)), top=None)
    assert [p.status for p in told[-2:]] == [EXPIRED, EXPIRED]
    assert (told[-1].reason, told[-1].level, told[-1].held) == (LOW_COVERAGE, None, 1)
    assert told[-1].supported_level == 1
