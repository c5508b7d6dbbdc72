"""GLR: R's charts, quirks and all; by default exact ones, in both directions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import nbinom, poisson
from tests.unit.surveillance.test_ears import INVENTED

from peil.surveillance.glr import Glr, glr
from peil.surveillance.in_control import MeanModel
from peil.terms.errors import BadInput

R = "surveillance-1.24"
LATE = np.arange(24, 40)
QUIET = np.array([4, 6, 5, 5, 6, 4, 5, 5, *[0] * 8], dtype=float)
"""A steady series that stops at position 8."""


def run(count: np.ndarray, **changes: object) -> Glr:
    arguments = {"at": np.arange(len(count)), "mean": 5.0, "alpha": 0.0, "c": 3.0} | changes
    return glr(count, **arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("direction", "changes", "statistic", "alarms"),
    [
        ("increase", {"alpha": 0.0, "window": 10}, [7.48435967256, 0.0], [27, 37]),
        ("decrease", {"alpha": 0.0, "window": 10}, [0.0, 0.0], [30, 33]),
        ("increase", {"alpha": 0.1}, [4.847890532287, 0.0], [27, 37]),
        ("decrease", {"alpha": 0.1}, [0.0, 3.701489147037], [30, 31, 32, 34]),
        (
            "increase",
            {"alpha": 0.0, "change": "epidemic"},
            [7.6516203717307, 0.3108306950047],
            [27],
        ),
        ("increase", {"alpha": 0.1, "theta": -0.7}, [0.0, 4.508542286017], [31, 34]),
        ("increase", {}, [5.57387329928, 0.0], [27, 37]),
    ],
)
def test_charts_of_an_invented_series_are_those_of_r(
    direction: str, changes: dict[str, object], statistic: list[float], alarms: list[int]
) -> None:
    found = glr(INVENTED, at=LATE, c=3, frequency=12, direction=direction, compat=R, **changes)  # type: ignore[arg-type]
    chart = found.increase if direction == "increase" else found.decrease
    np.testing.assert_allclose(chart.statistic[[3, 7]], statistic, rtol=1e-8)
    assert LATE[chart.signal == 1].tolist() == alarms


def test_the_fitted_dispersion_of_an_invented_series_is_that_of_r() -> None:
    found = glr(INVENTED, at=LATE, frequency=12, compat=R)
    assert found.alpha == pytest.approx(0.06266346422908, rel=1e-7)
    assert found.expected[0] == pytest.approx(3.370545759323, rel=1e-8)


def _gain(x: np.ndarray, factor: float, alpha: float) -> float:
    """Log-likelihood ratio of a mean of 5 times a factor against 5, by scipy's distributions."""
    if alpha == 0:
        return float(np.sum(poisson.logpmf(x, 5 * factor) - poisson.logpmf(x, 5)))
    size = 1 / alpha
    changed, kept = (nbinom(size, size / (size + mean)) for mean in (5 * factor, 5))
    return float(np.sum(changed.logpmf(x) - kept.logpmf(x)))


@pytest.mark.parametrize("alpha", [0.0, 0.3])
@pytest.mark.parametrize(("way", "bounds"), [("increase", (0, 5)), ("decrease", (-9, 0))])
def test_the_statistic_is_the_best_of_all_segments(
    alpha: float, way: str, bounds: tuple[int, int]
) -> None:
    count = np.array([7, 2, 9, 4, 8, 3, 3, 1], dtype=float)
    chart = getattr(run(count, alpha=alpha, c=100.0), way)
    best = max(
        -minimize_scalar(
            lambda kappa, k=k: -_gain(count[k:], np.exp(kappa), alpha), bounds=bounds,
            method="bounded", options={"xatol": 1e-10},
        ).fun
        for k in range(8)
    )  # fmt: skip
    assert chart.statistic[-1] == pytest.approx(max(best, 0.0), abs=1e-6)


@pytest.mark.parametrize("alpha", [0.0, 0.2])
def test_a_run_of_zeros_is_a_decrease(alpha: float) -> None:
    found = run(np.zeros(4), alpha=alpha, c=100.0)
    one = 5.0 if alpha == 0 else np.log1p(alpha * 5.0) / alpha
    np.testing.assert_allclose(found.decrease.statistic, one * np.arange(1, 5), rtol=1e-12)
    assert run(QUIET, alpha=alpha, c=4.5).fall[8:10].max() == 1.0


def test_r_does_not_see_a_run_of_zeros_under_poisson() -> None:
    assert run(np.zeros(40), compat=R).decrease.statistic.max() == 0.0
    assert run(np.zeros(40)).fall.any()


def test_a_given_change_respects_the_direction() -> None:
    theirs = run(QUIET, theta=0.7, compat=R)
    np.testing.assert_array_equal(theirs.rise, theirs.fall)
    found = run(QUIET, theta=0.7)
    assert not found.rise.any()
    assert found.fall[8:].any()
    np.testing.assert_array_equal(found.fall, run(QUIET, theta=-0.7).fall)


@pytest.mark.parametrize("alpha", [0.0, 0.2])
def test_an_epidemic_chart_respects_the_direction(alpha: float) -> None:
    rising = np.array([5, 9, 15, 22, 30], dtype=float)
    found = run(rising, change="epidemic", alpha=alpha, c=4.0)
    assert found.rise.any()
    assert not found.fall.any()
    count = np.array([20, 1, 20, 0, 20, 0.0])
    found = run(count, change="epidemic", alpha=alpha, mean=10.0, c=2.0)
    assert found.fall[1] == 1.0
    assert run(count, change="epidemic", alpha=alpha, mean=10.0, c=2.0, compat=R).fall[1] == 0.0


def test_the_epidemic_chart_maximises_its_own_likelihood() -> None:
    count, alpha = np.array([5, 9, 4, 12, 16.0]), 0.3
    before = np.array([0, 5, 9, 4, 12.0])
    size = 1 / alpha

    def gain(share: float, k: int) -> float:
        mean = 5 + share * before[k:]
        changed = nbinom.logpmf(count[k:], size, size / (size + mean))
        return float(np.sum(changed - nbinom.logpmf(count[k:], size, size / (size + 5))))

    best = max(gain(share, k) for share in np.arange(0, 4, 0.01) for k in range(5))
    ours, theirs = (
        run(count, change="epidemic", alpha=alpha, c=100.0, compat=compat) for compat in (None, R)
    )
    assert ours.increase.statistic[-1] == pytest.approx(best, abs=1e-4)
    assert theirs.increase.statistic[-1] < best - 0.01


def test_windows_hold_the_segments_that_were_asked_for() -> None:
    count = np.array([5, 5, 5, 5, 20, 0.0])
    short = run(count, c=100.0, shortest=2, window=3)
    segments = [count[k:] for k in (2, 3, 4)]
    best = max(_gain(x, max(x.mean() / 5, 1.0), 0.0) for x in segments)
    assert short.increase.statistic[-1] == pytest.approx(best)
    theirs = run(count[:2], c=100.0, shortest=2, window=3, compat=R)
    assert theirs.increase.statistic.tolist() == [0.0, 0.0]


def test_a_chart_starts_afresh_after_a_signal_and_says_since_when() -> None:
    count = np.array([5, 5, 5, 9, 12, 14, 5, 5], dtype=float)
    chart = run(count).increase
    first = int(np.flatnonzero(chart.signal == 1)[0])
    assert first in (4, 5)
    assert chart.since[first] == 3
    alone = run(count[first + 1 :]).increase
    np.testing.assert_array_equal(chart.statistic[first + 1 :], alone.statistic)


def test_the_mean_is_fitted_again_after_a_signal() -> None:
    count = np.array([5, 6, 4, 5, 5, 6, 4, 5, 20, 22, 19, 21, 20, 22], dtype=float)
    at = np.arange(8, 14)
    once, again = (
        glr(count, at=at, alpha=0.0, c=4, mean=MeanModel(harmonics=0, refit=refit))
        for refit in (False, True)
    )
    assert once.increase.expected == pytest.approx(np.full(6, 5.0))
    assert again.increase.expected[1] == pytest.approx(count[:9].mean())
    assert again.decrease.expected == pytest.approx(np.full(6, 5.0))


@pytest.mark.parametrize("alpha", [0.0, 0.2])
@pytest.mark.parametrize("changes", [{}, {"theta": 0.5}, {"change": "epidemic"}])
def test_cases_are_the_counts_that_just_signal(alpha: float, changes: dict[str, object]) -> None:
    count = np.array([6, 4, 7, 5, 3, 2, 2, 4], dtype=float)
    found = run(count, alpha=alpha, want_cases=True, **changes)
    for n in range(8):
        if found.rise[:n].any() or np.isnan(found.upper[n]):
            continue
        for more, signal in ((0, 0.0), (1, 1.0)):
            changed = np.append(count[:n], found.upper[n] + more)
            assert run(changed, alpha=alpha, **changes).rise[n] == signal
    for n in np.flatnonzero(~np.isnan(found.lower)):
        if found.fall[:n].any():
            continue
        for less, signal in ((0, 0.0), (1, 1.0)):
            changed = np.append(count[:n], found.lower[n] - less)
            assert run(changed, alpha=alpha, **changes).fall[n] == signal


def test_a_direction_that_was_not_asked_for_says_nothing() -> None:
    found = run(QUIET, direction="increase")
    assert found.why_no_fall == "not-asked"
    assert np.isnan(found.fall).all()
    assert (found.expected == 5.0).all()
    assert (run(QUIET, direction="decrease").expected == 5.0).all()


def test_a_missing_report_is_left_out_of_the_charts() -> None:
    count = np.insert(QUIET, 4, np.nan)
    for alpha in (0.0, 0.2):
        found, whole = run(count, alpha=alpha), run(QUIET, alpha=alpha)
        assert np.isnan(found.rise[4])
        np.testing.assert_array_equal(np.delete(found.fall, 4), whole.fall)
        assert np.isnan(found.increase.statistic[4])


def test_without_excess_variance_the_dispersion_is_none() -> None:
    found = glr(np.array([5, 6, 5, 4, 5, 6, 5, 4, 5, 9.0]), at=[9], frequency=4)
    assert found.alpha == 0.0


def test_one_observation_is_enough_where_the_mean_is_given() -> None:
    found = run(np.array([40.0]))
    assert (found.rise.tolist(), found.fall.tolist()) == ([1.0], [0.0])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"mean": 0.0}, "the mean is no number above 0"),
        ({"mean": None, "at": [0]}, "baseline of 0 periods, but 1 are needed"),
        ({"mean": None, "at": [2]}, "2 reports and 10 events, too few to fit 3 terms"),
        ({"c": 0.0}, "c = 0.0"),
        ({"alpha": -1.0}, "alpha = -1.0"),
        ({"theta": 0.0}, "theta = 0.0 names no change"),
        ({"theta": 1.0, "change": "epidemic"}, "names a multiple of the mean"),
        ({"shortest": 0}, "at least 0 counts"),
        ({"window": -1}, "window of -1"),
        ({"change": "step"}, "change 'step' is unknown"),
        ({"direction": "up"}, "direction 'up' is unknown"),
        ({"change": "epidemic", "want_cases": True, "compat": R}, "no cases of an epidemic"),
    ],
)
def test_bad_settings_are_refused_in_one_sentence(changes: dict[str, object], message: str) -> None:
    with pytest.raises(BadInput, match=message) as refused:
        run(QUIET, **changes)
    assert str(refused.value).count(";") == 1


def test_a_baseline_of_zeros_or_of_one_event_is_refused_in_one_sentence() -> None:
    for events, message in ((0, "0 events, too few"), (1, "do not determine 3 terms")):
        count = np.zeros(40)
        count[7] = events
        with pytest.raises(BadInput, match=message) as refused:
            glr(count, at=[39], frequency=12, alpha=0.0)
        assert str(refused.value).count(";") == 1


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.one_of(st.integers(0, 5), st.integers(0, 10_000_000), st.just(float("nan"))),
        min_size=1,
        max_size=25,
    ),
    st.sampled_from([0.0, 0.3]),
    st.sampled_from([{}, {"theta": 0.6}, {"change": "epidemic"}]),
    st.sampled_from([0.2, 5.0, 1000.0]),
)
def test_any_counts_get_a_finite_statistic_in_both_directions(
    count: list[float], alpha: float, changes: dict[str, object], mean: float
) -> None:
    observed = np.array(count, dtype=float)
    found = run(observed, alpha=alpha, mean=mean, **changes)
    known = ~np.isnan(observed)
    for chart in (found.increase, found.decrease):
        assert np.isfinite(chart.statistic[known]).all()
        assert (chart.statistic[known] >= 0).all()
        np.testing.assert_array_equal(chart.signal[known] == 1, chart.statistic[known] >= 3.0)
