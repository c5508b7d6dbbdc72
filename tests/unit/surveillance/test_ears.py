"""EARS: R's bounds where asked for, the documented form otherwise, falls as well as rises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference import Setting, hold_to_r, series, settings_of

from peil.surveillance.ears import ears
from peil.terms.errors import BadInput

R = "surveillance-1.24"
INVENTED = np.array(
    [
        "3",
        "1",
        "4",
        "1",
        "5",
        "2",
        "6",
        "5",
        "3",
        "5",
        "2",
        "0",
        "7",
        "9",
        "3",
        "2",
        "3",
        "8",
        "4",
        "6",
        "2",
        "6",
        "4",
        "3",
        "0",
        "3",
        "8",
        "12",
        "9",
        "1",
        "0",
        "0",
        "0",
        "1",
        "0",
        "2",
        "8",
        "8",
        "4",
        "1",
    ],
    dtype=float,
)
POSITIONS = np.array([27, 32, 36])


@pytest.mark.parametrize("setting", settings_of("ears"), ids=str)
def test_bounds_are_those_of_r(setting: Setting) -> None:
    args = setting.args
    found = ears(
        series(setting.series)["count"],
        at=setting.at,
        method=args["method"],
        baseline=args["baseline"],
        alpha=args["alpha"],
        min_sigma=args["minSigma"],
        compat=R,
    )
    hold_to_r(setting, {"upper": found.upper, "alarm": found.rise})


@pytest.mark.parametrize(
    ("method", "upper", "rise"),
    [
        ("C1", [11.834462458146, 19.823202861287, 3.002810347675], [1, 0, 1]),
        ("C2", [10.21294648273, 19.12635141564, 18.81027842226], [1, 0, 0]),
        ("C3", [14.931336015095, 8.868959494719, 17.846375148749], [0, 0, 0]),
    ],
)
def test_bounds_of_an_invented_series_are_those_of_r(
    method: str, upper: list[float], rise: list[int]
) -> None:
    found = ears(INVENTED, at=POSITIONS, method=method, compat=R)
    np.testing.assert_allclose(found.upper, upper, rtol=1e-11)
    assert found.rise.tolist() == rise


def test_todays_count_matters_in_c3_unless_r_is_asked_for() -> None:
    quiet, loud = INVENTED.copy(), INVENTED.copy()
    quiet[27], loud[27] = 4, 400
    for compat, expected in ((None, 1.0), (R, 0.0)):
        answers = [ears(x, at=[27], method="C3", compat=compat).rise[0] for x in (quiet, loud)]
        assert answers == [0.0, expected]


def test_c3_adds_what_the_two_periods_before_exceeded_one_deviation_by() -> None:
    count = np.array([4, 6, 4, 6, 4, 6, 5, 4, 6, 4, 9, 8, 7], dtype=float)

    def window(k: int) -> tuple[float, float]:
        return count[k - 9 : k - 2].mean(), count[k - 9 : k - 2].std(ddof=1)

    before = sum((count[k] - window(k)[0]) / window(k)[1] - 1 for k in (10, 11))
    assert before > 0
    mean, sd = window(12)
    upper = mean + sd * (1.959963984540054 - before)
    assert ears(count, at=[12], method="C3").upper[0] == pytest.approx(max(0.0, upper), rel=1e-12)
    first = ears(count, at=[11], method="C3").upper[0]
    late = (count[10] - window(10)[0]) / window(10)[1] - 1
    mean, sd = window(11)
    assert first == pytest.approx(max(0.0, mean + sd * (1.959963984540054 - late)), rel=1e-12)


def test_falls_are_seen_by_every_chart() -> None:
    count = np.array([40, 44, 38, 41, 43, 39, 42, 40, 41, 42, 40, 43, 39, 3], dtype=float)
    for method in ("C1", "C2", "C3"):
        found = ears(count, at=[12, 13], method=method)
        assert found.fall.tolist() == [0.0, 1.0]
        assert found.lower[1] > 3
        assert found.rise[1] == 0.0


def test_charts_are_mirror_images() -> None:
    count = 50 + INVENTED
    for method in ("C1", "C2", "C3"):
        one = ears(count, at=np.arange(12, 40), method=method, alpha=0.2)
        other = ears(100 - count, at=np.arange(12, 40), method=method, alpha=0.2)
        np.testing.assert_array_equal(one.rise, other.fall)
        assert one.rise.any()
        assert one.fall.any()


def test_where_no_count_could_be_a_fall_nothing_is_said_of_falls() -> None:
    found = ears(np.array([1, 0, 2, 1, 0, 1, 0, 0.0]), at=[7], method="C1")
    assert np.isnan([found.lower[0], found.fall[0]]).all()
    assert found.rise[0] == 0.0


def test_a_missing_report_leaves_the_window_unless_r_is_asked_for() -> None:
    count = INVENTED.copy()
    count[25] = np.nan
    ours, theirs = (ears(count, at=[25, 28], method="C1", compat=compat) for compat in (None, R))
    assert ours.expected[1] == pytest.approx(np.nanmean(count[21:28]))
    assert np.isnan(ours.rise[0])
    assert np.isnan(theirs.upper[1])


def test_a_constant_window_gives_c3_no_answer_in_r_and_the_mean_here() -> None:
    count = np.array([2.0] * 13 + [3.0])
    assert np.isnan(ears(count, at=[13], compat=R).upper[0])
    found = ears(count, at=[12, 13])
    assert found.upper.tolist() == [2.0, 2.0]
    assert found.rise.tolist() == [0.0, 1.0]


def test_a_window_of_two_reports_has_no_mean() -> None:
    count = np.array([np.nan] * 5 + [3, 4, 100.0])
    found = ears(count, at=[7], method="C1")
    assert np.isnan([found.expected[0], found.upper[0], found.rise[0]]).all()


@pytest.mark.parametrize(
    ("count", "at", "changes", "message"),
    [
        ([1, -2, 3.0], [2], {}, "count -2 at position 1"),
        ([1, 2.5, 3.0], [2], {}, "count 2.5 at position 1"),
        ([1, np.inf, 3.0], [2], {}, "count inf at position 1"),
        ([1.0] * 9, [6], {"method": "C1"}, "baseline of 6 periods, but 7 are needed"),
        ([1.0] * 9, [9], {}, "position 9 lies outside a series of 9 counts"),
        ([1.0] * 9, [8, 8], {"method": "C1"}, "do not increase"),
        ([1.0] * 9, [], {}, "give at least one"),
        ([1.0] * 9, [8], {"method": "C4"}, "method 'C4' is unknown"),
        ([1.0] * 9, [8], {"alpha": 0.0}, "alpha is 0.0"),
        ([1.0] * 9, [8], {"baseline": 2}, "baseline of 2 periods"),
        ([1.0] * 9, [8], {"compat": "surveillance-9"}, "compat 'surveillance-9' is unknown"),
        ([[1.0] * 9], [0], {}, "2 dimensions"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(
    count: list[float], at: list[int], changes: dict[str, object], message: str
) -> None:
    with pytest.raises(BadInput, match=message) as refused:
        ears(count, at=at, **changes)  # type: ignore[arg-type]
    assert str(refused.value).count(";") == 1


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.one_of(st.integers(0, 4), st.integers(0, 10_000_000), st.just(float("nan"))),
        min_size=13,
        max_size=40,
    ),
    st.sampled_from(["C1", "C2", "C3"]),
)
def test_any_counts_get_an_answer_that_agrees_with_its_bounds(
    count: list[float], method: str
) -> None:
    observed = np.array(count, dtype=float)
    at = np.arange(11, len(observed))
    found = ears(observed, at=at, method=method)
    known = ~np.isnan(found.rise)
    np.testing.assert_array_equal(found.rise[known], (observed[at] > found.upper)[known])
    if method != "C3":  # there one of the two periods before may be high and the other low
        assert not ((found.rise == 1) & (found.fall == 1)).any()
    assert (found.lower[~np.isnan(found.lower)] > 0).all()
