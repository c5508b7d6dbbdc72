"""Interrupted time series: as R has them, breaks, controls and displacement."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from tests.evaluation_data import golden, golden_series, monthly

from peil.observe.breaks import Break
from peil.observe.watch.counts import Counts
from peil.review.evaluation import verdict
from peil.review.evaluation.interrupted import (
    EXACT,
    SEASON,
    SLOPE,
    TREND,
    Modelled,
    evaluate_series,
    model_series,
)
from peil.review.evaluation.policy import EvaluatedPolicy
from peil.terms.errors import BadInput

CHANGE = date(2012, 1, 1)


def counts(after: float = 1.0, *, mean: float = 40.0, seed: int = 1, name: str = "a") -> Counts:
    rng = np.random.default_rng(seed)
    return monthly(rng.poisson(np.repeat([mean, mean * after], 24)), name=name)


def policy(**changes: Any) -> EvaluatedPolicy:
    return EvaluatedPolicy(**{"begins": CHANGE, **changes})


def a_break(**changes: Any) -> Break:
    settled: dict[str, Any] = {
        "indicator": "a",
        "date": date(2011, 1, 1),
        "country": "",
        "kind": "definition",
        "description": "attempts are counted too",
        "publisher": "an office",
        "source": "a note",
        "published": date(2011, 1, 1),
        "verified": True,
    }
    return Break(**{**settled, **changes})


def r_model(row: dict[str, str], **changes: Any) -> Modelled:
    """Fit the model of a row of golden/models.csv."""
    another = {_first(row["another_count"])} if row["another_count"] else set()
    settled: dict[str, Any] = {
        "begins": _first(row["begins"]),
        "family": row["family"],
        "trend": row["trend"] == "TRUE",
        "slope": row["slope"] == "TRUE",
        "harmonics": int(row["harmonics"]),
        "lags": int(row["lags"]) if row["lags"] else None,
        "level": float(row["level"]),
        "break_terms": frozenset(another),
        "memory": False,
    }
    return model_series(golden_series(row["series"]), EvaluatedPolicy(**{**settled, **changes}))


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


R_MODELS = golden("models.csv")
R_FIGURES = {row["model"]: row for row in golden("interrupted.csv")}


@pytest.mark.parametrize("row", R_MODELS, ids=lambda row: row["model"])
def test_a_model_gives_the_figures_of_r(row: dict[str, str]) -> None:
    found, figures = r_model(row), R_FIGURES[row["model"]]
    ours = {
        "step": found.step.estimate,
        "low": found.step.low,
        "high": found.step.high,
        "mean_effect": found.verdict.estimate,
        "variance": found.variance,
        "dispersion": found.dispersion,
        "autocorrelation": found.autocorrelation,
    }
    if found.slope is not None:
        ours |= {
            "slope": found.slope.estimate,
            "slope_low": found.slope.low,
            "slope_high": found.slope.high,
        }
    theirs = {name: float(figures[name]) for name in ours}
    # Both stop where another step would hardly change the likelihood.
    assert ours == pytest.approx(theirs, rel=1e-6)
    assert (found.slope is None) == (figures["slope"] == "")


def test_the_answer_about_a_modelled_series_is_about_its_mean_effect() -> None:
    row = next(row for row in R_MODELS if row["model"] == "memory")
    found = r_model(row)
    log, reach = np.log(found.verdict.estimate), 1.6448536269514722 * np.sqrt(found.variance)
    assert np.log([found.verdict.low, found.verdict.high]) == pytest.approx(
        [log - reach, log + reach]
    )
    assert found.verdict.answer == verdict.FELL


@pytest.mark.parametrize("model", ["memory", "season", "slope"])
def test_an_interval_widens_where_neighbouring_residuals_are_alike(model: str) -> None:
    row = next(row for row in R_MODELS if row["model"] == model)
    plain, wide = (r_model(row, memory=memory) for memory in (False, True))
    figures = {
        name: float(R_FIGURES[model][name]) for name in ("terms", "periods", "autocorrelation")
    }
    found = figures["autocorrelation"]
    corrected = found + figures["terms"] / figures["periods"] * (1 + found)
    widening = max(1.0, (1 + corrected) / (1 - corrected))
    assert wide.widening == pytest.approx(widening, rel=1e-6)
    assert (widening > 1.2) == (model != "slope")
    assert wide.variance == pytest.approx(widening * plain.variance, rel=1e-6)
    assert wide.variance_if == pytest.approx(widening * plain.variance_if, rel=1e-6)


def test_errors_that_are_robust_are_not_widened_again() -> None:
    row = next(row for row in R_MODELS if row["model"] == "robust")
    found = r_model(row, memory=True)
    assert found.widening == 1.0
    assert found.variance == pytest.approx(float(R_FIGURES["robust"]["variance"]), rel=1e-8)


def test_an_interval_never_narrows_where_neighbours_are_unlike() -> None:
    found = model_series(monthly(np.tile([30.0, 60.0], 24)), policy())
    assert found.autocorrelation < -0.9
    assert found.widening == 1.0


def test_without_trend_the_step_is_the_ratio_of_the_rates() -> None:
    series = counts(0.5)
    found = model_series(series, policy(trend=False, family="poisson", memory=False))
    before, after = series.count[:24].sum(), series.count[24:].sum()
    assert found.step.estimate == pytest.approx(after / before)
    assert found.verdict.estimate == pytest.approx(after / before)
    assert found.variance == pytest.approx(1 / before + 1 / after)
    assert found.events == (before, after)


def test_exposure_divides_the_counts() -> None:
    series = monthly(np.repeat([40.0, 80.0], 24) + np.tile([0, 1], 24),
                     exposure=np.repeat([1.0, 2.0], 24))  # fmt: skip
    found = model_series(series, policy(trend=False))
    assert found.step.estimate == pytest.approx(1.0, abs=0.02)
    assert found.verdict.answer == verdict.NO_CHANGE


def test_a_slope_is_judged_over_the_whole_time_after() -> None:
    time = np.arange(48)
    mean = 200 * np.exp(-0.3 * np.maximum(0, time - 24) / 12)
    found = model_series(monthly(np.round(mean)), policy(slope=True, asked=0.8))
    assert found.slope is not None
    assert found.slope.estimate == pytest.approx(np.exp(-0.3), abs=0.01)
    assert found.step.estimate == pytest.approx(1.0, abs=0.02)
    assert found.verdict.estimate == pytest.approx(np.exp(-0.3 * 11.5 / 12), abs=0.02)


def test_the_negative_binomial_is_wider_where_counts_vary_more() -> None:
    rng = np.random.default_rng(4)
    series = monthly(rng.poisson(rng.gamma(4.0, 10.0, 48)))
    plain = model_series(series, policy(family="poisson"))
    wide = model_series(series, policy(family="negative_binomial"))
    assert wide.dispersion == pytest.approx(0.25, abs=0.12)
    assert wide.variance > 4 * plain.variance


def test_the_negative_binomial_is_poisson_where_counts_vary_less() -> None:
    series = monthly(np.tile([40.0, 41.0], 24))
    plain = model_series(series, policy(family="poisson"))
    same = model_series(series, policy(family="negative_binomial"))
    assert same.variance == pytest.approx(plain.variance)


def test_few_events_are_compared_exactly() -> None:
    found = model_series(monthly(np.array([1, 0, 2, 0, 1, 1] * 4 + [0] * 24)), policy())
    assert found.method == EXACT
    assert found.step.estimate == 0.0
    assert found.verdict.high > 0
    assert found.verdict.answer == verdict.FELL


def test_few_events_are_compared_since_the_last_break_alone() -> None:
    # 300 events, one a year once they are counted otherwise, none after the policy.
    count = np.concatenate([np.full(60, 5.0), np.tile(np.eye(12)[0], 3), np.zeros(24)])
    series = monthly(count, first="2004-01", name="a")
    asked = policy(break_terms=frozenset({date(2009, 1, 1)}))
    found = model_series(series, asked, [a_break(date=date(2009, 1, 1))])
    assert (found.method, found.events, found.apart) == (EXACT, (3, 0), 60)
    assert found.start[0] == np.datetime64("2009-01-01")
    assert (found.verdict.answer, found.verdict.reason) == (
        verdict.CANNOT_TELL, verdict.LOW_POWER,
    )  # fmt: skip


def test_few_events_are_compared_up_to_the_next_break() -> None:
    count = np.concatenate([np.full(24, 5.0), np.zeros(12), np.full(12, 5.0)])
    asked = policy(break_terms=frozenset({date(2013, 1, 1)}))
    found = model_series(monthly(count), asked)
    assert (found.method, found.events, found.apart) == (EXACT, (120, 0), 12)


def test_few_events_between_the_break_and_the_policy_carry_no_model() -> None:
    count = np.concatenate([np.full(12, 5.0), np.zeros(10), [1, 1], np.full(24, 5.0)])
    asked = policy(trend=False, break_terms=frozenset({date(2011, 1, 1)}))
    found = model_series(monthly(count), asked)
    assert (found.method, found.events) == (EXACT, (2, 120))


def test_the_terms_that_few_events_cannot_carry_are_named() -> None:
    few = monthly(np.array([1, 0, 2, 0, 1, 1] * 4 + [0] * 24))
    found = model_series(few, policy(slope=True, harmonics=1))
    assert (found.method, found.unheeded) == (EXACT, (TREND, SLOPE, SEASON))
    assert model_series(few, policy(trend=False)).unheeded == ()
    assert model_series(counts(), policy()).unheeded == ()


def test_so_few_events_that_nobody_can_tell() -> None:
    found = model_series(monthly(np.array([1.0] * 4 + [0.0] * 44)), policy())
    assert found.verdict.answer == verdict.CANNOT_TELL
    assert found.verdict.reason == verdict.LOW_POWER


def test_the_power_is_that_with_which_simulated_changes_are_found() -> None:
    asked = policy(asked=0.8, family="poisson", trend=False, memory=False)
    truth = [counts(0.8, mean=6.0, seed=seed) for seed in range(200)]
    found = [model_series(series, asked).verdict for series in truth]
    share = np.mean([v.high < 1 for v in found])
    # Within three standard errors of 200 draws.
    assert share == pytest.approx(np.mean([v.power for v in found]), abs=0.1)


def test_a_break_without_its_term_is_refused() -> None:
    with pytest.raises(BadInput, match=r"a is counted in another way from 2011-01-01 \(attempts"):
        model_series(counts(), policy(), [a_break()])


def test_a_break_with_its_term_is_no_effect_of_the_policy() -> None:
    mean = np.repeat([20.0, 40.0], [12, 36])
    series = monthly(np.random.default_rng(3).poisson(mean), name="a")
    asked = policy(trend=False, break_terms=frozenset({date(2011, 1, 1)}))
    found = model_series(series, asked, [a_break()])
    assert found.step.low < 1 < found.step.high
    assert model_series(series, policy(trend=False, memory=False)).step.low > 1


def test_a_break_on_the_day_of_the_policy_is_refused_even_with_a_term() -> None:
    asked = policy(break_terms=frozenset({CHANGE}))
    with pytest.raises(BadInput, match="the very day of the policy"):
        model_series(counts(), asked, [a_break(date=CHANGE)])


def test_a_break_outside_the_series_is_none_of_its() -> None:
    assert model_series(counts(), policy(), [a_break(date=date(2009, 1, 1))]).left_out == 0


def test_a_period_that_the_policy_cuts_is_left_out() -> None:
    assert model_series(counts(), policy(begins=date(2012, 1, 15))).left_out == 1


def test_a_period_without_report_is_left_out() -> None:
    series = counts()
    series.count[3] = np.nan
    assert model_series(series, policy()).left_out == 1


def test_a_change_that_the_control_shares_is_not_the_policys() -> None:
    alone = evaluate_series(counts(0.6), policy(trend=False))
    beside = evaluate_series(
        counts(0.6), policy(trend=False), control=counts(0.6, seed=2, name="other")
    )
    assert alone.verdict.answer == verdict.FELL
    assert beside.own.verdict.answer == verdict.FELL
    assert beside.verdict.answer == verdict.NO_CHANGE
    assert beside.verdict.estimate == pytest.approx(1.0, abs=0.1)


def test_a_control_that_is_too_small_answers_nothing() -> None:
    small = monthly(np.eye(48)[0], name="other")
    found = evaluate_series(counts(0.6), policy(), control=small)
    assert (found.verdict.answer, found.verdict.reason) == (
        verdict.CANNOT_TELL, verdict.CONTROL_MISSING,
    )  # fmt: skip
    assert np.isnan([found.verdict.estimate, found.verdict.low, found.verdict.high]).all()
    assert found.verdict.power is None
    turned = evaluate_series(small, policy(), control=counts(0.6))
    assert turned.verdict.reason == verdict.CONTROL_MISSING


def test_what_only_moved_elsewhere_shows_in_the_other_series_and_in_the_sum() -> None:
    found = evaluate_series(
        counts(0.5), policy(trend=False), displaced=[counts(1.5, seed=2, name="other mode")]
    )
    assert found.verdict.answer == verdict.FELL
    assert [m.verdict.answer for m in found.displaced] == [verdict.ROSE]
    assert found.total is not None
    assert found.total.verdict.answer == verdict.NO_CHANGE


def test_a_mode_over_other_periods_is_refused() -> None:
    with pytest.raises(BadInput, match="not about the same periods"):
        evaluate_series(counts(), policy(), displaced=[monthly(np.full(48, 20.0), first="2010-02")])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"begins": date(2009, 1, 1)}, "no whole period with a count before"),
        ({"begins": date(2030, 1, 1)}, "no whole period with a count after"),
        ({"harmonics": 6}, "shows fewer"),
    ],
)
def test_a_policy_that_the_series_cannot_show_is_refused(
    changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        model_series(counts(), policy(**changes))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"family": "normal"}, "'normal' is not known"),
        ({"harmonics": -1}, "-1 harmonics"),
        ({"lags": -1}, "-1 lags"),
        ({"asked": 1.0}, "no change"),
        ({"level": 90.0}, "cover 90"),
    ],
)
def test_a_model_that_is_none_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        policy(**changes)


def test_too_few_periods_are_refused() -> None:
    with pytest.raises(BadInput, match="6 usable periods for 5 terms"):
        model_series(monthly(np.full(6, 30.0)), policy(begins=date(2010, 4, 1), harmonics=1))


def test_terms_that_cannot_be_told_apart_are_refused() -> None:
    series = counts()
    with pytest.raises(BadInput, match="cannot be told apart"):
        model_series(series, policy(break_terms=frozenset({CHANGE})))


def test_the_power_to_see_a_rise_does_not_bear_out_a_modelled_fall() -> None:
    series = counts(0.4, mean=2, seed=5)
    fall, rise = (
        evaluate_series(series, policy(asked=a, trend=False)).own.verdict for a in (0.25, 4.0)
    )
    assert fall.high < 1
    assert (rise.answer, rise.power) == (fall.answer, pytest.approx(fall.power))


def test_a_series_without_any_event_is_refused() -> None:
    with pytest.raises(BadInput, match="a is 0 throughout, so that nothing could fall"):
        evaluate_series(monthly(np.zeros(48), name="a"), policy())


@pytest.mark.parametrize(
    "given",
    [
        {"control": counts(name="a")},
        {"displaced": [counts(name="a")]},
        {"displaced": [counts(name="b"), counts(name="b")]},
        {"control": counts(name="b"), "displaced": [counts(name="b")]},
    ],
)
def test_a_series_that_is_given_twice_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="is given twice, as if it were two series"):
        evaluate_series(counts(), policy(), **given)
