"""The rule raises at once, lowers slowly, and says when it cannot tell."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peil.assess import rule as rules
from peil.assess.forward_filter import hold_time
from peil.assess.reviews import ageing
from peil.assess.rule import (
    CANNOT_TELL,
    EXPIRED,
    FIRST,
    PROPOSED,
    SECOND,
    Review,
    parse_rule,
    replay,
    rule_of,
)
from peil.terms.calendar import month_ends

RULE = replace(rule_of(FIRST), p_up=0.35, p_dn=(0.20,), reviews=3, c_min=0.5, expires_after=12)
LOW = (0.95, 0.03, 0.01, 0.01)
MIDDLE = (0.20, 0.60, 0.15, 0.05)
HIGH = (0.05, 0.10, 0.80, 0.05)
VERY_HIGH = (0.02, 0.03, 0.10, 0.85)
PRIOR = (0.71, 0.19, 0.07, 0.03)


def some_reviews(*posteriors: Any, **changes: Any) -> list[Review]:
    """Make monthly reviews that each bring new evidence unless they repeat the last."""
    days = month_ends(date(2010, 1, 1), date(2019, 12, 31))
    carried = [PRIOR, *posteriors]
    return [
        Review(
            day=day,
            posterior=np.array(posterior),
            carried=np.array(before),
            **{"coverage": 1.0, "has_evidence": True, **changes},
        )
        for day, posterior, before in zip(days, posteriors, carried, strict=False)
    ]


def levels(reviews: list[Review]) -> list[int | None]:
    return [p.level for p in replay(reviews, RULE)]


def test_a_rise_takes_several_steps_at_once() -> None:
    assert levels(some_reviews(LOW, VERY_HIGH)) == [0, 3]


def test_the_first_review_raises_from_the_lowest_level() -> None:
    assert levels(some_reviews(HIGH)) == [2]
    assert levels(some_reviews(LOW)) == [0]


def test_a_level_falls_one_step_after_enough_low_reviews_and_then_counts_anew() -> None:
    assert levels(some_reviews(HIGH, *[LOW] * 7)) == [2, 2, 2, 1, 1, 1, 0, 0]


def test_a_review_that_is_not_low_starts_the_count_again() -> None:
    assert levels(some_reviews(HIGH, LOW, LOW, HIGH, LOW, LOW, LOW)) == [2, 2, 2, 2, 2, 2, 1]


def test_a_level_holds_between_the_two_thresholds() -> None:
    between = (0.30, 0.43, 0.22, 0.05)
    assert levels(some_reviews(HIGH, *[between] * 24)) == [2] * 25


def test_the_as_of_day_may_raise_but_does_not_count_down() -> None:
    reviews = some_reviews(HIGH, LOW, LOW, LOW)
    reviews[-1] = replace(reviews[-1], is_regular=False)
    assert levels(reviews) == [2, 2, 2, 2]
    assert [p.low_reviews for p in replay(reviews, RULE)] == [0, 1, 2, 2]
    reviews[-1] = replace(reviews[-1], posterior=np.array(VERY_HIGH))
    assert levels(reviews) == [2, 2, 2, 3]


def test_nothing_is_lowered_below_the_least_coverage() -> None:
    reviews = [replace(r, coverage=0.49) for r in some_reviews(HIGH, *[LOW] * 8)]
    assert levels(reviews) == [2] * 9
    reviews[-1] = replace(reviews[-1], coverage=0.5)
    assert levels(reviews)[-1] == 1


def test_nothing_is_lowered_while_a_plot_is_open() -> None:
    reviews = some_reviews(HIGH, *[LOW] * 8)
    opened = [replace(r, plot_is_open=True) for r in reviews]
    assert levels(opened) == [2] * 9


def test_below_the_least_coverage_a_level_still_rises() -> None:
    reviews = [replace(r, coverage=0.1) for r in some_reviews(LOW, HIGH)]
    assert levels(reviews) == [0, 2]


def test_a_proposal_expires_after_a_year_of_thin_reviews_and_says_what_was_supported() -> None:
    reviews = some_reviews(*[MIDDLE] * 14)
    thin = [reviews[0], *[replace(r, coverage=0.2) for r in reviews[1:]]]
    proposals = replay(thin, RULE)
    assert [p.status for p in proposals] == [PROPOSED] * 12 + [EXPIRED] * 2
    assert proposals[-1].level is None
    assert proposals[-1].supported_level == 1
    assert proposals[-1].supported_until == reviews[0].day
    assert proposals[-1].since == reviews[12].day


def an_expired(after: Any) -> list[Review]:
    reviews = some_reviews(*[HIGH] * 14, after)
    return [reviews[0], *[replace(r, coverage=0.2) for r in reviews[1:14]], reviews[14]]


def test_after_an_expiry_the_figures_that_return_say_where_to_begin() -> None:
    slightly_lower = (0.10, 0.20, 0.65, 0.05)
    proposals = replay(an_expired(slightly_lower), RULE)
    assert proposals[-2].status == EXPIRED
    assert (proposals[-1].status, proposals[-1].level) == (PROPOSED, 2)
    assert replay(an_expired(LOW), RULE)[-1].level == 0


def test_an_expired_proposal_stays_so_while_coverage_is_thin_unless_evidence_raises() -> None:
    reviews = an_expired(HIGH)
    reviews[-1] = replace(reviews[-1], coverage=0.2)
    assert replay(reviews, RULE)[-1].status == EXPIRED
    reviews[-1] = replace(reviews[-1], posterior=np.array(VERY_HIGH))
    assert replay(reviews, RULE)[-1].level == 3


def test_a_rise_begins_the_year_of_thin_reviews_anew() -> None:
    reviews = [replace(r, coverage=0.2) for r in some_reviews(*[LOW] * 10, *[HIGH] * 13)]
    statuses = [p.status for p in replay(reviews, RULE)]
    assert statuses == [PROPOSED] * 22 + [EXPIRED]


def test_without_any_evidence_nobody_can_tell() -> None:
    reviews = some_reviews(PRIOR, PRIOR, has_evidence=False)
    assert [p.status for p in replay(reviews, RULE)] == [CANNOT_TELL] * 2


def test_carrying_old_evidence_forward_never_raises() -> None:
    reviews = some_reviews(LOW, HIGH)
    reviews[1] = replace(reviews[1], carried=reviews[1].posterior)
    assert levels(reviews) == [0, 0]


def test_a_difference_of_rounding_is_no_evidence() -> None:
    reviews = some_reviews(LOW, HIGH)
    almost = reviews[1].posterior - np.array([-1e-15, 0, 0, 1e-15])
    reviews[1] = replace(reviews[1], carried=almost)
    assert levels(reviews) == [0, 0]


SHARES = st.tuples(*[st.floats(0.001, 1.0)] * 4).map(lambda p: np.array(p) / sum(p))


@settings(deadline=None)
@given(posteriors=st.lists(SHARES, min_size=2, max_size=40), coverage=st.floats(0.0, 1.0))
def test_a_level_never_falls_by_more_than_a_step_nor_sooner_than_allowed(
    posteriors: list[Any], coverage: float
) -> None:
    found = replay(some_reviews(*posteriors, coverage=coverage), RULE)
    told = [(i, p.level) for i, p in enumerate(found) if p.level is not None]
    falls = [i for (_, a), (i, b) in pairwise(told) if b < a]
    assert all(found[i - 1].level == found[i].level + 1 for i in falls if found[i - 1].level)
    assert all(b - a >= RULE.reviews for a, b in pairwise(falls))
    assert coverage >= RULE.c_min or not [i for i in falls if found[i - 1].level is not None]


@pytest.mark.parametrize("count", [2, 3, 4, 5, 7])
def test_ageing_settles_below_what_raises_and_far_enough_below_what_lowers(count: int) -> None:
    rule = rule_of(FIRST)
    matrix, prior = ageing(rule, count)
    at_least = prior[::-1].cumsum()[::-1]
    assert prior @ matrix == pytest.approx(prior, abs=1e-12)
    assert at_least[1] < rule.p_up
    assert all(at_least[2:] <= rule.lowers_at(2) / 2)


def test_ageing_holds_level_3_for_two_to_four_years() -> None:
    rule = rule_of(FIRST)
    months = hold_time(ageing(rule, 4)[0], 2, rule.lowers_at(2))
    assert months is not None
    assert 24 <= months <= 48


def test_what_simulated_worlds_say_holds_of_the_rule_that_was_tried_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shipped, tried = rules.packaged("assess", rules.METHODS[SECOND]), [0.9, 0.6, 0.4, 0.2]
    told = {**shipped, rules.TRUE_WHEN_PROPOSED: tried}
    monkeypatch.setattr(rules, "packaged", lambda *_: told)
    assert rule_of(SECOND).true_when_proposed == tuple(tried)
    assert rules.TRUE_WHEN_PROPOSED not in rule_of(SECOND).constants
    assert parse_rule({**told, "name": "other", "p_up": 0.4}).true_when_proposed == ()
