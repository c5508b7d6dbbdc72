"""Synthetic difference-in-differences: California's tobacco programme as published."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from tests.evaluation_data import california

from peil.review.evaluation import verdict
from peil.review.evaluation.fit_donors import Search
from peil.review.evaluation.panel import Panel
from peil.review.evaluation.synthetic_did import (
    DID,
    SC,
    SDID,
    Differences,
    SyntheticDid,
    difference_synthetically,
)
from peil.terms.calendar import Floats
from peil.terms.errors import BadInput

BEFORE = 19
PLACEBO_STEPS = 10_000


@pytest.fixture(scope="module")
def answer() -> SyntheticDid:
    question = Differences(treated=("California",), begins=1989, asked=0.75)
    return difference_synthetically(california(), question)


def effect(answer: SyntheticDid, method: str) -> float:
    return next(e.effect for e in answer.estimates if e.method == method)


def test_differences_are_the_published_ones(answer: SyntheticDid) -> None:
    assert f"{effect(answer, DID):.1f}" == "-27.3"
    assert f"{effect(answer, SDID):.1f}" == "-15.6"


def frank_wolfe(donors: Floats, target: Floats, weights: Floats, steps: int) -> Floats:
    """Go towards one donor after another, as the paper's program does."""
    for _ in range(steps):
        error = weights @ donors - target
        best = int(np.argmin(donors @ error))
        way = -weights
        way[best] += 1
        move = way @ donors
        if not move.any():
            break
        weights = weights + np.clip(-(error @ move) / (move @ move), 0, 1) * way
    return weights


def test_the_published_synthetic_control_is_a_search_that_stopped_early(
    answer: SyntheticDid,
) -> None:
    """The paper's program takes 100 steps, drops small weights, and takes 10,000 more."""
    panel = california()
    own = panel.place("California")
    donors, target = np.delete(panel.outcome, own, axis=0), panel.outcome[own]

    def gap(weights: Floats) -> float:
        return float((target - weights @ donors)[BEFORE:].mean())

    def error(weights: Floats) -> float:
        return float(((target - weights @ donors)[:BEFORE] ** 2).mean())

    early = frank_wolfe(donors[:, :BEFORE], target[:BEFORE], np.full(38, 1 / 38), 100)
    early[early <= early.max() / 4] = 0
    published = frank_wolfe(donors[:, :BEFORE], target[:BEFORE], early / early.sum(), PLACEBO_STEPS)
    assert f"{gap(published):.1f}" == "-19.6"
    longer = frank_wolfe(donors[:, :BEFORE], target[:BEFORE], published, 10 * PLACEBO_STEPS)
    ours = effect(answer, SC)
    assert error(longer) < error(published)
    assert gap(published) < gap(longer) < ours
    assert ours == pytest.approx(-19.51, abs=0.005)


def test_weights_are_shares_and_the_line_meets_california_before(answer: SyntheticDid) -> None:
    assert answer.weights.sum() == pytest.approx(1.0)
    assert answer.time_weights.sum() == pytest.approx(1.0)
    assert answer.weights.min() >= 0
    gap = answer.observed - answer.synthetic
    assert answer.time_weights @ gap[:BEFORE] == pytest.approx(0.0, abs=1e-9)
    assert gap[BEFORE:].mean() == pytest.approx(effect(answer, SDID))


def test_the_error_is_near_the_published_one(answer: SyntheticDid) -> None:
    # Published: 8.4 and 17.7, from placebos drawn at random; here every state is one.
    errors = {e.method: e.error for e in answer.estimates}
    assert errors[SDID] == pytest.approx(8.4, abs=1.5)
    assert errors[DID] == pytest.approx(17.7, abs=1.5)
    assert all(e.jackknife is None for e in answer.estimates)
    assert len(answer.placebos) == 38


def panel(change: float, *, units: int = 24, seed: int = 1) -> Panel:
    rng = np.random.default_rng(seed)
    outcome = 100 + rng.normal(0, 10, (units, 1)) + rng.normal(0, 2, 20).cumsum()
    outcome = outcome + rng.normal(0, 2, (units, 20))
    outcome[:3, 12:] += change
    return Panel(
        units=tuple(f"u{i}" for i in range(units)), times=np.arange(20) + 2000, outcome=outcome
    )


def ask(made: Panel, **changes: Any) -> SyntheticDid:
    settled: dict[str, Any] = {"treated": ("u0", "u1", "u2"), "begins": 2012, "asked": 0.9}
    return difference_synthetically(made, Differences(**{**settled, **changes}))


def test_several_treated_units_have_a_jackknife_too() -> None:
    found = ask(panel(-20.0))
    assert found.verdict.answer == verdict.FELL
    assert effect(found, SDID) == pytest.approx(-20.0, abs=2.0)
    own = found.estimates[0]
    assert own.error is not None
    assert own.jackknife is not None
    assert 0.3 < own.jackknife / own.error < 3


def test_no_change_is_not_called_one() -> None:
    assert ask(panel(0.0)).verdict.answer == verdict.NO_CHANGE


def test_the_same_seed_draws_the_same_placebos() -> None:
    made = panel(0.0)
    assert (ask(made, seed=4).placebos == ask(made, seed=4).placebos).all()
    assert (ask(made, seed=4).placebos != ask(made, seed=5).placebos).any()


def test_a_total_among_the_donors_is_named_and_a_copy_refused() -> None:
    made = panel(-20.0, units=12)

    def with_union(values: Floats) -> Panel:
        outcome = np.vstack([made.outcome, values])
        return Panel(units=(*made.units, "Union"), times=made.times, outcome=outcome)

    assert ask(with_union(made.outcome.mean(axis=0))).caveats == (("looks_like_total", "Union"),)
    assert ask(made).caveats == ()
    with pytest.raises(BadInput, match="'Union' has the values of 'u1' throughout"):
        ask(with_union(made.outcome[1]))


def test_with_few_donors_nobody_can_tell() -> None:
    found = ask(panel(-20.0, units=7))
    assert (found.verdict.answer, found.verdict.reason) == (
        verdict.CANNOT_TELL, verdict.NO_INTERVAL,
    )  # fmt: skip


def test_a_unit_named_twice_would_narrow_the_error_and_is_refused() -> None:
    with pytest.raises(BadInput, match="'u0' is named twice"):
        Differences(treated=("u0", "u1", "u0"), begins=2012)


@pytest.mark.parametrize("made", [Search, partial(Differences, treated=("u0",), begins=2012)])
def test_a_seed_below_zero_is_refused(made: Callable[..., object]) -> None:
    with pytest.raises(BadInput, match="seed of the draws is -4"):
        made(seed=-4)
    made(seed=0)


def test_a_unit_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadInput, match="no unit 'nowhere'"):
        ask(panel(0.0), treated=("nowhere",))
