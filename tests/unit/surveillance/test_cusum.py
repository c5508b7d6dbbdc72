"""CUSUM: R's charts and bounds, mended bounds, and the mirrored chart of falls."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from tests.reference import Setting, hold_to_r, series, settings_of
from tests.unit.surveillance.test_ears import INVENTED

from peil.surveillance.cusum import Cusum, cusum
from peil.surveillance.cusum_transforms import TRANSFORMS
from peil.terms.errors import BadInput

R = "surveillance-1.24"
LATE = np.arange(24, 40)
STANDARDISED = tuple(name for name in TRANSFORMS if name != "none")


@pytest.mark.parametrize("setting", settings_of("cusum"), ids=str)
def test_charts_are_those_of_r(setting: Setting) -> None:
    args, own = setting.args, series(setting.series)
    found = cusum(
        own["count"],
        at=setting.at,
        k=args["k"],
        h=args["h"],
        mean=None if args["m"] == "mean" else args["m"],
        frequency=own["frequency"],
        transform=args["trans"],
        alpha=args["alpha"],
        compat=R,
    )
    columns = {
        "mean": found.expected,
        "cusum": found.statistic_rise,
        "upper": found.upper,
        "alarm": found.rise,
    }
    # R's table of the hypergeometric function holds ten digits of each score, whatever is left
    # of their sum.
    from_table = args["trans"] == "anscombeNegBin"
    least = {"cusum": 0.1} if from_table else None
    hold_to_r(setting, columns, least=least, allowed=1e-8 if from_table else 1e-9)


@pytest.mark.parametrize(
    ("transform", "chart", "upper", "alarms"),
    [
        ("rossi", [4.408269222764, 2.762012427093], [8.558076757025] * 2, [27, 28, 29]),
        ("standard", [5.147709023786, 3.126544413226], [8.0] * 2, [27, 28, 29, 37]),
        ("anscombe", [4.103957923990, 2.620714174941], [8.97104677513] * 2, [27, 28, 29]),
        ("anscombe2nd", [4.272388308204, 2.789144559155], [8.216458241595] * 2, [27, 28, 29]),
        ("pearsonNegBin", [4.211295395027, 2.497992799402], [9.17202227296] * 2, [27, 28, 29]),
        ("anscombeNegBin", [3.055718343088, 1.939894236308], [0.0, 1.060105763692], [27, 28]),
    ],
)
def test_charts_of_an_invented_series_are_those_of_r(
    transform: str, chart: list[float], upper: list[float], alarms: list[int]
) -> None:
    found = cusum(INVENTED, at=LATE, k=0.5, h=3, transform=transform, compat=R)
    np.testing.assert_allclose(found.statistic_rise[[3, 13]], chart, rtol=1e-8)
    np.testing.assert_allclose(found.upper[[3, 13]], upper, rtol=1e-8)
    assert LATE[found.rise == 1].tolist() == alarms


def test_the_fitted_mean_of_an_invented_series_is_that_of_r() -> None:
    found = cusum(INVENTED, at=LATE, k=0.5, h=3, mean="glm", frequency=12, compat=R)
    means = [3.359145132536, 3.768755753592]
    np.testing.assert_allclose(found.expected[[0, 3]], means, rtol=1e-11)
    assert found.statistic_rise[3] == pytest.approx(4.792029620579, rel=1e-11)


def agrees_with_its_bounds(found: Cusum, observed: np.ndarray) -> None:
    """A count at or beyond a bound signals, and no other does."""
    up, down = found.rise == 1, found.fall == 1
    slack = 1e-7 * (1.0 + observed)
    assert (observed[up] >= (found.upper - slack)[up]).all()
    assert (observed[found.rise == 0] <= (found.upper + slack)[found.rise == 0]).all()
    assert (observed[down] <= (found.lower + slack)[down]).all()
    assert (observed[found.fall == 0] >= (found.lower - slack)[found.fall == 0]).all()


@pytest.mark.parametrize("transform", STANDARDISED)
def test_a_count_at_or_beyond_a_bound_signals_and_no_other(transform: str) -> None:
    draw = np.random.default_rng(5).negative_binomial(4, 4 / 13, size=400).astype(float)
    draw[200:240] *= 3
    draw[300:340] = np.floor(draw[300:340] / 4)
    found = cusum(draw, at=np.arange(50, 400), k=0.5, h=3, transform=transform)
    agrees_with_its_bounds(found, draw[50:])
    assert (found.rise == 1).any()
    assert (found.fall == 1).any()


def test_the_bound_of_the_second_anscombe_transform_has_its_sign_mended() -> None:
    quiet = np.append(INVENTED[:24], 12.0)
    found, theirs = (
        cusum(quiet, at=[24], k=0.5, h=3, transform="anscombe2nd", compat=compat)
        for compat in (None, R)
    )
    assert found.rise[0] == theirs.rise[0] == 0.0
    assert theirs.upper[0] < 12.0 < found.upper[0]


def test_the_negative_binomial_transform_is_an_integral() -> None:
    alpha, x, m = 0.3, 400.0, 7.0

    def stabilised(to: float) -> float:
        return float(quad(lambda u: 3 * u * (1 + alpha * u**3) ** (-1 / 3), 0, to ** (1 / 3))[0])

    score = TRANSFORMS["anscombeNegBin"].score(np.array([x]), np.array([m]), alpha, False)
    expected = (stabilised(x) - stabilised(m)) / (m + alpha * m**2) ** (1 / 6)
    assert score[0] == pytest.approx(expected, rel=1e-9)


def test_a_stop_is_seen_by_the_waning_chart() -> None:
    count = np.array([6, 5, 7, 6, 5, 7, 6, 6, *[0] * 6], dtype=float)
    found = cusum(count, at=np.arange(8, 14))
    assert found.fall[-1] == 1.0
    assert not (found.rise == 1).any()
    assert found.why_no_fall == ""


def test_counts_as_they_are_have_no_chart_of_falls() -> None:
    found = cusum(INVENTED, at=LATE, transform="none")
    assert found.why_no_fall == "not-standardised"
    assert np.isnan(np.r_[found.fall, found.lower, found.statistic_fall]).all()


def test_a_missing_report_holds_both_charts_still() -> None:
    count = INVENTED.copy()
    count[28] = np.nan
    found = cusum(count, at=LATE)
    assert np.isnan(found.rise[4])
    assert found.statistic_rise[4] == found.statistic_rise[3]
    assert found.statistic_fall[4] == found.statistic_fall[3]


@pytest.mark.parametrize(
    ("count", "at", "changes", "message"),
    [
        (INVENTED, [0], {}, "baseline of 0 periods, but 1 are needed"),
        (np.zeros(9), [8], {}, "the 8 periods before hold no event"),
        (np.zeros(9), [8], {"mean": "glm"}, "0 events, too few to fit 3 terms"),
        (INVENTED, [3], {"mean": "glm"}, "3 reports and 8 events, too few to fit 3 terms"),
        (INVENTED, [8], {"mean": 0.0}, "the mean is no number above 0"),
        (INVENTED, [8], {"mean": [1.0, 2.0]}, "nor 1 of them"),
        (INVENTED, [8], {"mean": "median"}, "mean 'median' is unknown"),
        (INVENTED, [8], {"transform": "log"}, "transform 'log' is unknown"),
        (INVENTED, [8], {"h": 0.0}, "h = 0.0"),
        (-INVENTED, [8], {}, "count -3 at position 0"),
        (INVENTED / 2, [8], {}, "count 1.5 at position 0"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(
    count: np.ndarray, at: list[int], changes: dict[str, object], message: str
) -> None:
    with pytest.raises(BadInput, match=message) as refused:
        cusum(count, at=at, **changes)  # type: ignore[arg-type]
    assert str(refused.value).count(";") == 1


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.one_of(st.integers(0, 5), st.integers(0, 10_000_000), st.just(float("nan"))),
        min_size=4,
        max_size=30,
    ),
    st.sampled_from(STANDARDISED),
)
def test_any_counts_get_an_answer_that_agrees_with_its_bounds(
    count: list[float], transform: str
) -> None:
    observed = np.array([3.0, *count])
    at = np.arange(1, len(observed))
    agrees_with_its_bounds(cusum(observed, at=at, transform=transform), observed[at])
