"""What was said at a decision is set against the figures while it is fresh, and no longer."""

from datetime import date, timedelta

import pytest

from peil.decide.contradiction import ComparedDecision, compare_decision
from peil.decide.decision import Decision, Reason

DECIDED = date(2018, 1, 22)
SHOWN = {"attacks": "rising", "plots": "cannot tell"}


def compared(day: date = DECIDED, **reason: object) -> ComparedDecision:
    said = {"text": "calmer", "family": "attacks", "direction": "waning", "source": "News"}
    decision = Decision(
        level=2, office="Centre", date=DECIDED, seriousness="low", likelihood="unlikely",
        reasons=(Reason(**{**said, **reason}),),  # type: ignore[arg-type]
        dissent=(), exceptions=(), review_on=None, source="News",
    )  # fmt: skip
    return compare_decision(decision, SHOWN, day)


@pytest.mark.parametrize(
    ("claimed", "family", "shown", "is_contradicted"),
    [
        ("waning", "attacks", "rising", True),
        ("rising", "attacks", "rising", False),
        ("waning", "plots", "cannot tell", False),
        ("waning", "departures", None, False),
        (None, "attacks", None, False),
    ],
)
def test_a_claim_is_contradicted_by_figures_that_tell_otherwise(
    claimed: str | None, family: str, shown: str | None, is_contradicted: bool
) -> None:
    (reason,) = compared(direction=claimed, family=family).reasons
    assert (reason.figures_say, reason.is_contradicted) == (shown, is_contradicted)


def test_an_old_decision_is_not_set_against_the_figures_of_today() -> None:
    assert compared(DECIDED + timedelta(days=31)).is_compared
    old = compared(DECIDED + timedelta(days=32))
    (reason,) = old.reasons
    assert not old.is_compared
    assert (reason.figures_say, reason.is_contradicted) == (None, False)


def test_a_reason_was_said_on_the_day_of_the_decision_unless_it_says_another() -> None:
    (reason,) = compared().reasons
    assert reason.said_on == DECIDED
    (reason,) = compared(said_on=date(2018, 1, 20)).reasons
    assert reason.said_on == date(2018, 1, 20)
