"""False discoveries over a whole set: how many there are where the truth is known."""

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, poisson

from peil.observe.watch.discoveries import (
    adjusted_within,
    benjamini_hochberg,
    evidence,
    evidence_over_time,
    with_discoveries,
)
from peil.terms.errors import BadInput

NAN = float("nan")
RATE = 0.1
SERIES, CHANGED = 400, 40


def rows(**columns: Any) -> pa.Table:
    n = len(next(iter(columns.values())))
    usual = {
        "period_start": [date(2021, 1, 4)] * n,
        "period_end": [date(2021, 1, 10)] * n,
        "p_rise": [0.5] * n,
        "p_fall": [0.6] * n,
        "e_rise": [1.0] * n,
        "e_fall": [1.0] * n,
    }
    return pa.table({k: pa.array(v, from_pandas=True) for k, v in (usual | columns).items()})


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=50))
def test_benjamini_hochberg_is_that_of_scipy(p: list[float]) -> None:
    given = np.array(p)
    np.testing.assert_allclose(
        benjamini_hochberg(given), false_discovery_control(given), rtol=1e-14
    )


def test_sets_are_adjusted_apart_and_what_is_missing_takes_no_part() -> None:
    p = np.array([0.01, 0.02, NAN, 0.01, 0.9])
    group = np.array([0, 1, 0, 1, 1])
    np.testing.assert_allclose(adjusted_within(p, group), [0.01, 0.03, NAN, 0.03, 0.9])


def test_a_discovery_says_its_direction_within_its_period() -> None:
    found = with_discoveries(rows(p_rise=[1e-4, 1.0, 0.5, None], p_fall=[1.0, 1e-4, 0.6, None]))
    assert found["discovery"].to_pylist() == ["rising", "waning", None, None]
    assert found["adjusted_p"].to_pylist()[:2] == pytest.approx([3e-4, 3e-4])
    assert found["adjusted_p"].to_pylist()[3] is None


def test_periods_are_sets_of_their_own() -> None:
    days = [date(2021, 1, 4), date(2021, 1, 11)]
    together = with_discoveries(rows(p_rise=[0.06, 0.04], p_fall=[1.0, 1.0]))
    apart = with_discoveries(rows(p_rise=[0.06, 0.04], p_fall=[1.0, 1.0], period_start=days))
    assert together["adjusted_p"].to_pylist() == pytest.approx([0.12, 0.12])
    assert apart["adjusted_p"].to_pylist() == pytest.approx([0.12, 0.08])


def test_evidence_over_time_is_a_discovery_where_e_exceeds_the_set_over_rate_and_place() -> None:
    found = with_discoveries(rows(e_rise=[41.0, 1.0], e_fall=[0.0, 19.0]))
    assert found["discovery_over_time"].to_pylist() == ["rising", None]
    found = with_discoveries(rows(e_rise=[41.0, 1.0], e_fall=[0.0, 21.0]))
    assert found["discovery_over_time"].to_pylist() == ["rising", "waning"]


@pytest.mark.parametrize("rate", [0.0, 0.5, 1.0])
def test_a_rate_that_no_set_can_keep_is_refused(rate: float) -> None:
    with pytest.raises(BadInput, match=r"give a number above 0 and below 0\.5"):
        with_discoveries(rows(p_rise=[0.5]), false_discovery_rate=rate)


def exact(count: Any, mean: Any) -> tuple[Any, Any]:
    """The exact p-values of a Poisson count: as high, as low."""
    return poisson.sf(count - 1, mean), poisson.cdf(count, mean)


@pytest.mark.parametrize("mean", [0.02, 0.5, 3.0, 40.0])
def test_the_mean_of_evidence_without_a_change_is_at_most_one(mean: float) -> None:
    count = np.arange(400)
    chance = poisson.pmf(count, mean)
    for p in exact(count, mean):
        assert 0.5 <= (chance * evidence(p)).sum() <= 1.0


def test_a_uniform_p_value_gives_evidence_of_mean_one() -> None:
    p = (np.arange(10**6) + 0.5) / 10**6
    assert evidence(p).mean() == pytest.approx(1.0, abs=1e-3)


def test_evidence_is_a_number_even_where_the_p_value_is_none() -> None:
    assert np.isfinite(evidence(np.array([0.0, 1.0]))).all()


def test_evidence_of_independent_periods_averages_to_one() -> None:
    rng = np.random.default_rng(5)
    single = rng.choice([0.5, 1.5], (20_000, 6))
    gathered = np.apply_along_axis(evidence_over_time, 1, single)
    np.testing.assert_allclose(gathered.mean(0), 1.0, atol=0.03)
    assert evidence_over_time(np.array([NAN, 2.0, NAN])).tolist() == [1.0, 5 / 3, 5 / 3]


def share_false(said: Any, truth: Any) -> float:
    return float((said & ~truth).sum() / max(said.sum(), 1))


def simulated(rng: Any, mean: float, change: float) -> tuple[Any, Any, pa.Table]:
    """Series of which some change, the first half of those up and the rest down."""
    ratio = np.ones(SERIES)
    ratio[: CHANGED // 2], ratio[CHANGED // 2 : CHANGED] = change, 1 / change
    p_rise, p_fall = exact(rng.poisson(mean * ratio), mean)
    return ratio > 1, ratio < 1, rows(p_rise=p_rise, p_fall=p_fall)


@pytest.mark.parametrize(("mean", "least_power"), [(2.0, 0.05), (20.0, 0.9)])
def test_no_more_than_the_rate_of_discoveries_is_false(mean: float, least_power: float) -> None:
    rng, false, power = np.random.default_rng(11), [], []
    for _ in range(100):
        is_up, is_down, table = simulated(rng, mean, 3.0)
        said = np.array(with_discoveries(table, false_discovery_rate=RATE)["discovery"].to_pylist())
        right = ((said == "rising") & is_up) | ((said == "waning") & is_down)
        false.append(share_false(said != None, right))  # noqa: E711 (an array, by element)
        power.append(right.sum() / CHANGED)
    assert np.mean(false) <= RATE
    assert np.mean(power) > least_power


def test_a_test_of_each_series_alone_would_break_the_promise() -> None:
    """The simulation can fail: without control most discoveries are false."""
    rng = np.random.default_rng(11)
    is_up, _, table = simulated(rng, 20.0, 1.2)
    alone = table["p_rise"].to_numpy() < RATE
    assert share_false(alone, is_up) > 3 * RATE


def test_over_time_few_discoveries_are_false_though_the_series_depend() -> None:
    """Two hundred series without a change share their counts: they err all at once.

    Their periods do not depend on each other here.
    """
    rng, false, found = np.random.default_rng(3), [], []
    for _ in range(60):
        count = np.tile(rng.poisson(3.0, 26), (SERIES // 2, 1))
        changed = rng.poisson(9.0, (CHANGED, 26))
        p_rise, p_fall = exact(np.vstack([changed, count]), 3.0)
        e_rise = np.apply_along_axis(evidence_over_time, 1, evidence(p_rise))[:, -1]
        e_fall = np.apply_along_axis(evidence_over_time, 1, evidence(p_fall))[:, -1]
        said = with_discoveries(rows(e_rise=e_rise, e_fall=e_fall), false_discovery_rate=RATE)
        is_found = np.array([word is not None for word in said["discovery_over_time"].to_pylist()])
        truth = np.arange(len(is_found)) < CHANGED
        false.append(share_false(is_found, truth))
        found.append((is_found & truth).sum() / CHANGED)
    assert np.mean(false) <= RATE
    assert np.mean(found) > 0.95


def test_scores_that_share_counts_depend_and_their_product_still_rarely_grows() -> None:
    """One period and the last two, as Peil's own method combines them: no proof, a measurement."""
    count = np.random.default_rng(8).poisson(20.0, (2_000, 53))
    single = poisson.sf(count[:, 1:] - 1, 20.0)
    pair = poisson.sf(count[:, 1:] + count[:, :-1] - 1, 40.0)
    p = np.minimum(2 * np.where(single < 0.5, np.minimum(single, pair), single), 1.0)
    score = evidence(p)
    assert score.mean() <= 1.0
    assert score[:, 1:][p[:, :-1] <= 0.01].mean() > 1.5
    gathered = np.apply_along_axis(evidence_over_time, 1, score)
    assert (gathered.max(axis=1) >= 20.0).mean() <= 0.05
