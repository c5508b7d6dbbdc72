"""The engine recovers a level that is known, in few worlds; the full study is in `study.py`.

The seeds are fixed, so nothing here depends on luck; docs/methods/level.md holds the bounds
and the figures of the full study, with those that failed.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from tests.recovery.measures import Outcome, Score, fit_score, score
from tests.recovery.replays import RULE, outcomes

HASTY = replace(RULE, p_dn=(0.34,), reviews=1)


def measured(found: Sequence[Outcome]) -> Score:
    """Score worlds after making sure that something happened in them."""
    assert any(np.diff(outcome.truth).any() for outcome in found)
    return score(found)


def test_in_a_stress_world_the_rule_lowers_too_early_less_often_than_the_modal_level() -> None:
    told, rash = outcomes("stress", range(100, 130), [RULE, HASTY])
    patient, hasty = measured(told), measured(rash)
    assert patient.premature <= 0.7 * patient.premature_modal
    assert patient.loss < patient.loss_modal
    assert patient.skill > 0
    assert patient.delay <= 12
    assert patient.too_high < 0.08
    assert hasty.premature > patient.premature
    fit = fit_score(told)
    assert fit.covers >= 0.75
    assert fit.width <= 2.2


def test_in_the_filters_own_world_long_rises_are_followed_and_the_fit_holds_what_it_claims() -> (
    None
):
    (told,) = outcomes("own", range(6), [RULE])
    found = measured(told)
    assert found.premature <= found.premature_modal / 2
    assert found.skill > 0.3
    assert found.never_long <= 0.2
    assert found.delay <= 6
    assert abs(fit_score(told).covers - fit_score(told).claims) <= 0.08


def test_a_ladder_of_the_wrong_height_matters_more_than_a_filter_of_the_wrong_speed() -> None:
    slow = replace(RULE, down=RULE.down / 2)
    right, other_speed = map(measured, outcomes("stress", range(8), [RULE, slow]))
    (too_high,) = map(measured, outcomes("truth half the ladder", range(8), [RULE]))
    assert too_high.loss - right.loss > abs(other_speed.loss - right.loss)
    assert too_high.skill < other_speed.skill
