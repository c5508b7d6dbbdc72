"""Synthetic control: as R and pysyncon have it and better, and what is refused."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.evaluation_data import golden, golden_panel

from peil.review.evaluation import verdict
from peil.review.evaluation.fit_donors import Search, fit_donors, near_optimal
from peil.review.evaluation.panel import Panel, average_over, check_panel, looks_like_total
from peil.review.evaluation.synthetic_control import (
    POOR_FIT,
    DonorQuestion,
    SyntheticControl,
    control_synthetically,
)
from peil.terms.calendar import Floats
from peil.terms.errors import BadInput

OWN, BEGINS = "Ahn", 1994
SEEDS = range(20)
STARTS = 40
"""A start ends at the best optimum in about one of three; forty all miss it once in ten million
times."""


def without_predictors() -> Panel:
    return replace(golden_panel(), predictors={})


@pytest.fixture(scope="module")
def answer() -> SyntheticControl:
    return control_synthetically(without_predictors(), DonorQuestion(unit=OWN, begins=BEGINS))


def pysyncon(start: str) -> tuple[float, list[float]]:
    """Give the least error, and its weights, at which searches of pysyncon from a start end."""
    rows = [row for row in golden("predictors.csv") if row["start"] == start]
    best = min(rows, key=lambda row: float(row["mspe"]))
    donors = golden_panel().without([OWN]).units
    return float(best["mspe"]), [float(best[name]) for name in donors]


def test_from_equal_weights_the_fit_is_that_of_pysyncon() -> None:
    fit = fit_donors(golden_panel(), OWN, BEGINS, Search(starts=1))
    error, weights = pysyncon("equal")
    assert fit.mspe == pytest.approx(error, rel=1e-4)
    assert fit.weights == pytest.approx(weights, abs=1e-3)


@pytest.mark.parametrize("seed", SEEDS)
def test_from_every_seed_a_better_optimum_is_found(seed: int) -> None:
    fit = fit_donors(golden_panel(), OWN, BEGINS, Search(starts=STARTS, seed=seed))
    common, weights = pysyncon("equal")
    same = [o for o in fit.optima if o.mspe == pytest.approx(common, rel=1e-4)]
    # Only the five best are kept.
    assert same or fit.optima[4].mspe < common
    assert all(o.weights == pytest.approx(weights, abs=1e-3) for o in same)
    assert fit.mspe <= pysyncon("drawn")[0] < 0.7 * common


def test_the_best_optimum_is_one_of_weighted_predictors() -> None:
    made = golden_panel()
    fit = fit_donors(made, OWN, BEGINS, Search(starts=STARTS))
    gap = made.outcome[0] - fit.weights @ made.outcome[1:]
    assert fit.mspe == pytest.approx((gap[made.times < BEGINS] ** 2).mean(), rel=1e-9)
    table = np.array(list(made.predictors.values()))
    apart = (table[:, 1:] - table[:, :1]) / table.std(axis=1, ddof=1, keepdims=True)
    # Where no donor that takes weight from the others lessens the error, none is less.
    error = apart @ fit.weights * np.array(list(fit.predictor_weights.values()))
    slope = error @ apart
    assert slope.min() >= slope @ fit.weights - 1e-9


def test_no_weights_at_all_fit_better_than_the_best_that_was_found() -> None:
    free = fit_donors(without_predictors(), OWN, BEGINS, Search())
    found = fit_donors(golden_panel(), OWN, BEGINS, Search(starts=300, seed=1))
    assert found.mspe >= free.mspe * (1 - 1e-6)


def test_the_fit_is_the_best_of_all_sets_of_donors(answer: SyntheticControl) -> None:
    (figures,) = golden("control.csv")
    rows = golden("donors.csv")
    assert answer.fit.donors == tuple(row["donor"] for row in rows)
    assert answer.fit.weights == pytest.approx([float(row["weight"]) for row in rows], abs=1e-8)
    assert answer.fit.mspe == pytest.approx(float(figures["mspe"]), rel=1e-8)
    assert answer.mean_gap == pytest.approx(float(figures["mean_gap"]), rel=1e-8)


def test_each_placebo_is_the_best_fit_of_its_own(answer: SyntheticControl) -> None:
    rows, found = golden("donors.csv"), answer.placebos
    (figures,) = golden("control.csv")
    late, early = answer.times >= BEGINS, answer.times < BEGINS
    ratios = [float(row["placebo_ratio"]) for row in rows]
    assert found.own_ratio == pytest.approx(float(figures["ratio"]), rel=1e-7)
    assert found.ratio == pytest.approx(ratios, rel=1e-7)
    assert found.gap[:, late].mean(axis=1) == pytest.approx(
        [float(row["placebo_gap"]) for row in rows], rel=1e-7
    )
    assert (found.gap[:, early] ** 2).mean(axis=1) == pytest.approx(
        [float(row["placebo_mspe"]) for row in rows], rel=1e-7
    )
    assert (found.rank, found.probability) == (1, 1 / 12)


def test_without_a_donor_the_fit_is_the_best_of_the_others(answer: SyntheticControl) -> None:
    rows = {row["donor"]: row for row in golden("donors.csv") if row["without_mspe"]}
    assert [left.donor for left in answer.left_out] == list(rows)
    for left in answer.left_out:
        theirs = [float(rows[left.donor][name]) for name in ("without_mspe", "without_gap")]
        assert [left.mspe, left.mean_gap] == pytest.approx(theirs, rel=1e-7)


@pytest.mark.parametrize("factor", [1.25, 2.0, 4.0])
def test_the_band_is_exactly_that_of_all_weights_that_fit_nearly_as_well(factor: float) -> None:
    made = without_predictors()
    fit = fit_donors(made, OWN, BEGINS, Search())
    found = near_optimal(
        made, OWN, BEGINS, Search(), fit=fit, years=made.times >= BEGINS, factor=factor
    )
    rows = [row for row in golden("band.csv") if float(row["factor"]) == factor]
    low, high = ([float(row[end]) for row in rows] for end in ("low", "high"))
    assert [row["year"] for row in rows] == [*(str(year) for year in made.times), "mean"]
    assert [*found.low, found.mean_low] == pytest.approx(low, abs=1e-6)
    assert [*found.high, found.mean_high] == pytest.approx(high, abs=1e-6)


def test_a_total_that_contains_the_unit_is_refused() -> None:
    made = without_predictors()
    whole = with_another(made, made.outcome.mean(axis=0))
    named = replace(whole, contains={"another": frozenset(made.units)})
    with pytest.raises(BadInput, match=f"'another' contains '{OWN}'"):
        control_synthetically(named, DonorQuestion(unit=OWN, begins=BEGINS))


def test_a_total_is_named_even_if_nobody_says_so() -> None:
    made = without_predictors()
    whole = with_another(made, made.outcome.mean(axis=0))
    assert looks_like_total(whole, [OWN]) == ("another",)
    assert looks_like_total(made, [OWN]) == ()


@pytest.mark.parametrize("seed", range(3))
def test_a_weighted_average_is_named_where_there_are_many_years(seed: int) -> None:
    made = without_predictors()
    people = np.random.default_rng(seed).dirichlet(np.full(len(made.units), 5.0))
    assert looks_like_total(with_another(made, people @ made.outcome), [OWN]) == ("another",)


def panel(effect: float = 0.0, *, units: int = 20, years: int = 30, seed: int = 1) -> Panel:
    """Make units that follow two common factors; the first falls by an effect in the last ten."""
    rng = np.random.default_rng(seed)
    factors = rng.normal(size=(2, years)).cumsum(axis=1)
    outcome = 50 + rng.uniform(0, 2, (units, 2)) @ factors + rng.normal(0, 0.5, (units, years))
    outcome[0, -10:] *= 1 - effect
    return Panel(
        units=tuple(f"u{i}" for i in range(units)),
        times=np.arange(years) + 1990,
        outcome=outcome,
    )


def ask(made: Panel, **changes: Any) -> SyntheticControl:
    settled: dict[str, Any] = {"unit": "u0", "begins": 2010, "asked": 0.8}
    return control_synthetically(made, DonorQuestion(**{**settled, **changes}))


def with_another(made: Panel, values: Floats) -> Panel:
    return replace(made, units=(*made.units, "another"), outcome=np.vstack([made.outcome, values]))


@pytest.mark.parametrize("of", [np.sum, np.mean])
def test_a_sum_or_average_is_named_however_many_units_there_are(of: Any) -> None:
    made = panel(0.3, years=20)
    rounded_off = np.round(of(made.outcome, axis=0), 1)
    assert looks_like_total(with_another(made, rounded_off), ["u0"]) == ("another",)
    assert looks_like_total(made, ["u0"]) == ()


def test_fewer_than_five_years_are_not_fitted() -> None:
    with pytest.raises(BadInput, match="1 years before 2010 are fitted; fit at least 5"):
        ask(panel(0.3), search=Search(first=1990, last=1990))
    assert ask(panel(0.3), search=Search(first=1990, last=1994)).fit.donors


def test_a_copy_of_the_unit_is_refused() -> None:
    made = panel(0.3)
    with pytest.raises(BadInput, match="'another' has the values of 'u0' throughout"):
        ask(with_another(made, made.outcome[0] * (1 + 1e-12)))
    check_panel(with_another(made, made.outcome[0] * 1.001), ["u0"], 2010)


def test_a_fall_is_found_with_its_size() -> None:
    found = ask(panel(0.3))
    assert found.verdict.answer == verdict.FELL
    assert found.verdict.estimate == pytest.approx(0.7, abs=0.03)
    assert found.share == pytest.approx(-0.3, abs=0.03)
    assert found.placebos.rank == 1
    assert found.placebos.probability == pytest.approx(0.05)


def test_no_fall_is_no_change_beyond_what_was_asked() -> None:
    found = ask(panel(0.0))
    assert found.verdict.answer == verdict.NO_CHANGE
    assert found.verdict.low < 1 < found.verdict.high


def test_the_band_holds_the_fit_and_grows_with_the_factor() -> None:
    made = panel(0.3)
    narrow, wide = (ask(made, factor=factor) for factor in (1.0, 4.0))
    for found in (narrow, wide):
        assert (found.near.low <= found.fit.gap + 1e-6).all()
        assert (found.fit.gap <= found.near.high + 1e-6).all()
        assert found.near.mean_low <= found.mean_gap + 1e-6
        observed = found.observed[-10:].mean()
        assert found.verdict.low <= observed / (observed - found.near.mean_low)
    assert wide.near.mean_high - wide.near.mean_low > narrow.near.mean_high - narrow.near.mean_low


def test_weights_drawn_inside_the_near_optimal_set_lie_in_the_band() -> None:
    made = panel(0.3)
    found = ask(made)
    donors = made.without(["u0"]).outcome
    rng = np.random.default_rng(2)
    before, inside = made.times < 2010, 0
    for _ in range(500):
        weights = 0.9 * found.fit.weights + 0.1 * rng.dirichlet(np.full(19, 0.2))
        gap = made.outcome[0] - weights @ donors
        if (gap[before] ** 2).mean() <= 2 * found.fit.mspe:
            inside += 1
            assert (found.near.low <= gap + 1e-6).all()
            assert (gap <= found.near.high + 1e-6).all()
    assert inside > 20


def test_each_donor_with_weight_is_left_out_once() -> None:
    found = ask(panel(0.3))
    weighted = {name for name, w in zip(found.fit.donors, found.fit.weights, strict=True) if w > 0}
    assert {left.donor for left in found.left_out} == weighted
    assert all(left.mspe >= found.fit.mspe * (1 - 1e-9) for left in found.left_out)


def test_with_fewer_than_ten_units_nobody_can_tell() -> None:
    found = ask(panel(0.3, units=9))
    assert found.placebos.low is None
    assert (found.verdict.answer, found.verdict.reason) == (
        verdict.CANNOT_TELL, verdict.NO_INTERVAL,
    )  # fmt: skip


def test_a_unit_that_no_donor_is_like_is_said_to_fit_poorly() -> None:
    made = panel()
    made.outcome[0] *= 3
    assert (POOR_FIT, "u0") in ask(made).caveats


def test_the_caller_sees_each_placebo() -> None:
    seen: list[str] = []

    def watched(names: Any) -> Any:
        for name in names:
            seen.append(name)
            yield name

    control_synthetically(panel(), DonorQuestion(unit="u0", begins=2010), watched=watched)
    assert seen == [f"u{i}" for i in range(1, 20)]


def test_years_to_judge_may_be_chosen() -> None:
    made = panel()
    made.outcome[0, -2:] -= 20
    assert ask(made, last=2016).mean_gap == pytest.approx(0.0, abs=1.0)
    assert ask(made, first=2018).mean_gap == pytest.approx(-20.0, abs=1.0)


def test_predictors_are_averaged_over_the_years_in_which_they_were_measured() -> None:
    values = np.array([[1.0, np.nan, 3.0], [np.nan, np.nan, np.nan]])
    found = average_over(np.arange(3), values, 0, 2)
    assert found[0] == 2.0
    assert np.isnan(found[1])


def broken(**changes: Any) -> Panel:
    made = panel(units=6)
    return replace(made, **changes)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (np.nan, "'u2' has no value in 1993; complete it"),
        (0.0, "'u2' is 0 throughout"),
        (7.0, "'u2' is 7 throughout"),
    ],
)
def test_values_that_show_nothing_are_refused(value: float, said: str) -> None:
    made = panel(units=6)
    made.outcome[2, 3 if np.isnan(value) else slice(None)] = value
    with pytest.raises(BadInput, match=said):
        check_panel(made, ["u0"], 2010)


@pytest.mark.parametrize("factor", [1e-300, 1e300])
def test_values_whose_squares_are_no_numbers_are_refused(factor: float) -> None:
    made = panel(units=6)
    made.outcome[:] *= factor
    with pytest.raises(BadInput, match="give the outcome in another unit"):
        check_panel(made, ["u0"], 2010)


def test_units_that_are_almost_alike_show_almost_no_gap() -> None:
    made = panel(units=12)
    made.outcome[:] = made.outcome[0] * (1 + 1e-6 * np.arange(12)[:, np.newaxis])
    assert abs(ask(made).mean_gap) < 1e-4 * made.outcome.mean()


@pytest.mark.parametrize(
    ("made", "begins", "said"),
    [
        (panel(units=6), 1993, "3 periods before 1993; give at least 5"),
        (panel(units=6), 2040, "ends with 2019, before 2040"),
        (panel(units=2), 2010, "1 units to compare with"),
        (broken(predictors={"jobs": np.array([1, 2, np.nan, 4, 5, 6])}), 2010, "'u2' has no value"),
        (broken(predictors={"jobs": np.ones(6)}), 2010, "'jobs' is 1 for every unit"),
        (broken(contains={"u3": frozenset({"u0", "u1"})}), 2010, "'u3' contains 'u0'"),
    ],
)
def test_a_panel_that_cannot_answer_is_refused(made: Panel, begins: int, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        check_panel(made, ["u0"], begins)


@pytest.mark.parametrize("units", [3, 30])
def test_a_unit_that_is_not_there_is_refused_with_those_that_are(units: int) -> None:
    with pytest.raises(BadInput, match=r"no unit 'nowhere'.*'u0', 'u1', 'u2'"):
        panel(units=units).place("nowhere")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"factor": 0.5}, "0.5 times the least"),
        ({"first": 2018, "last": 2015}, "no year from 2018 to 2015"),
        ({"search": Search(first=2015)}, "no year before 2010 lies between"),
    ],
)
def test_a_question_without_answer_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        ask(panel(units=6), **changes)


def test_no_start_is_no_search() -> None:
    with pytest.raises(BadInput, match="0 starts"):
        Search(starts=0)


def test_a_perfect_fit_has_a_band_without_width() -> None:
    made = panel(units=6)
    made.outcome[0] = (made.outcome[1] + made.outcome[2]) / 2
    search = Search()
    fit = fit_donors(made, "u0", 2010, search)
    near = near_optimal(made, "u0", 2010, search, fit=fit, years=made.times >= 2010, factor=2.0)
    assert near.mean_high - near.mean_low < 1e-3
