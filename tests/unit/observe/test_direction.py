"""A direction is said where it is probable and could have been seen, and not otherwise."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import beta, binom, f, gamma
from tests.builders import an_indicator, some_figures

from peil.observe.direction import (
    CANNOT_TELL,
    ENOUGH_POWER,
    RISING,
    STEADY,
    STEADY_WITHIN,
    SURE,
    WANING,
    Direction,
    compare,
    direction_of,
)
from peil.observe.figures import no_figures

NOW, BEFORE = ("2016-01-01", "2016-12-31"), ("2015-01-01", "2015-12-31")
FLOW = an_indicator()


def pair(latest: float, previous: float, **changes: float) -> Direction:
    return compare(
        some_figures([(*NOW, latest, "2017-01-31")], **changes),
        some_figures([(*BEFORE, previous, "2016-01-31")], **changes),
    )


def exact_probabilities(
    y1: float, y0: float, m1: float = 12.0, m0: float = 12.0
) -> tuple[float, float, float]:
    """P(rising), P(steady), P(waning) by integrating over the earlier rate."""

    def below(ratio: float) -> float:
        found, _ = quad(
            lambda x: gamma.pdf(x, y0 + 0.5) * gamma.cdf(ratio * x * m1 / m0, y1 + 0.5),
            0,
            gamma.ppf(1 - 1e-12, y0 + 0.5),
            epsabs=1e-12,
            limit=200,
        )
        return float(found)

    waning, not_rising = below(1 / STEADY_WITHIN), below(STEADY_WITHIN)
    return 1 - not_rising, not_rising - waning, waning


@pytest.mark.parametrize(("y1", "y0"), [(30, 10), (10, 30), (20, 20), (3, 1), (0, 8), (400, 410)])
def test_probabilities_are_those_of_two_gamma_rates(y1: float, y0: float) -> None:
    found = pair(y1, y0)
    assert found.probability == pytest.approx(exact_probabilities(y1, y0), abs=1e-7)
    assert sum(found.probability) == pytest.approx(1.0)


def test_the_interval_is_that_of_a_ratio_of_two_gammas() -> None:
    found = pair(30, 10)
    ratio = f.ppf([0.05, 0.5, 0.95], 2 * 30.5, 2 * 10.5) * 30.5 / 10.5
    assert found.rate_ratio == pytest.approx(ratio)
    assert found.word == RISING


def test_power_is_the_harder_of_a_doubling_and_a_halving() -> None:
    n = 40
    y = np.arange(n + 1)
    rising = beta.sf(STEADY_WITHIN / (STEADY_WITHIN + 1), y + 0.5, n - y + 0.5) >= SURE
    waning = beta.cdf(1 / (STEADY_WITHIN + 1), y + 0.5, n - y + 0.5) >= SURE
    doubled, halved = binom.pmf(y, n, 2 / 3)[rising].sum(), binom.pmf(y, n, 1 / 3)[waning].sum()
    assert pair(20, 20).power == pytest.approx(min(doubled, halved), abs=1e-9)


@pytest.mark.parametrize(
    ("latest", "previous", "word", "reason"),
    [
        (60, 20, RISING, "settled"),
        (20, 60, WANING, "settled"),
        (500, 500, STEADY, "settled"),
        (3, 0, CANNOT_TELL, "too_few_events"),
        (0, 0, CANNOT_TELL, "too_few_events"),
        (32, 25, CANNOT_TELL, "no_direction_probable"),
        (90_000, 30_000, RISING, "settled"),
    ],
)
def test_the_word_follows_the_counts(
    latest: float, previous: float, word: str, reason: str
) -> None:
    found = pair(latest, previous)
    assert (found.word, found.reason) == (word, reason)


def test_too_few_events_have_too_little_power() -> None:
    assert pair(3, 0).power < ENOUGH_POWER


def test_rough_counts_tell_half_as_much() -> None:
    assert pair(60, 20, telling=0.5).probability == pytest.approx(pair(30, 10).probability)


def half_and_whole(y1: float, y0: float) -> Direction:
    half = some_figures([("2016-01-01", "2016-06-30", y1, "2016-07-31")])
    return compare(half, some_figures([(*BEFORE, y0, "2016-01-31")]))


@pytest.mark.parametrize(("y1", "y0"), [(30, 60), (20, 20), (5, 30)])
def test_exposure_is_taken_into_account(y1: float, y0: float) -> None:
    found = half_and_whole(y1, y0)
    ratio = f.ppf([0.05, 0.5, 0.95], 2 * y1 + 1, 2 * y0 + 1) * (y1 + 0.5) / (y0 + 0.5) * 2
    assert found.rate_ratio == pytest.approx(ratio)
    assert found.probability == pytest.approx(exact_probabilities(y1, y0, 6.0, 12.0), abs=1e-7)


def test_power_with_unequal_exposure_is_the_lower_of_the_two() -> None:
    n, months = 12, 0.5
    y = np.arange(n + 1)

    def share(ratio: float) -> float:
        return ratio * months / (ratio * months + 1)

    rising = beta.sf(share(STEADY_WITHIN), y + 0.5, n - y + 0.5) >= SURE
    waning = beta.cdf(share(1 / STEADY_WITHIN), y + 0.5, n - y + 0.5) >= SURE
    doubled, halved = (
        binom.pmf(y, n, share(2))[rising].sum(),
        binom.pmf(y, n, share(0.5))[waning].sum(),
    )
    assert abs(doubled - halved) > 0.01
    assert half_and_whole(4, 8).power == pytest.approx(min(doubled, halved), abs=1e-9)


def months_of(year: int, count: float) -> list[tuple[str, str, float, str]]:
    starts = np.arange(f"{year}-01", f"{year + 1}-01", dtype="datetime64[M]")
    return [
        (
            str(m.astype("datetime64[D]")),
            str((m + 1).astype("datetime64[D]") - np.timedelta64(1, "D")),
            count,
            f"{year + 1}-01-31",
        )
        for m in starts
    ]


def test_twelve_months_are_compared_with_the_twelve_before() -> None:
    rows = [*months_of(2014, 9.0), *months_of(2015, 2.0), *months_of(2016, 6.0)]
    found = direction_of(some_figures(rows), FLOW)
    assert found.latest is not None
    assert found.previous is not None
    assert (len(found.latest), found.latest.count.sum()) == (12, 72.0)
    assert (len(found.previous), found.previous.count.sum()) == (12, 24.0)
    assert found.word == RISING


def test_whole_periods_nearest_to_a_year_are_compared() -> None:
    rows = [
        ("2013-01-01", "2014-06-30", 30.0, "2015-01-31"),
        ("2014-07-01", "2015-06-30", 20.0, "2015-10-31"),
        ("2015-07-01", "2015-12-31", 20.0, "2016-03-31"),
        ("2016-01-01", "2016-06-30", 20.0, "2016-10-31"),
    ]
    found = direction_of(some_figures(rows), FLOW)
    assert found.latest is not None
    assert found.previous is not None
    assert found.latest.count.tolist() == [20.0, 20.0]
    assert found.previous.count.tolist() == [20.0]


def test_two_short_figures_are_compared_with_each_other() -> None:
    rows = [
        ("2016-01-01", "2016-03-31", 20.0, "2016-05-01"),
        ("2016-04-01", "2016-06-30", 60.0, "2016-08-01"),
    ]
    assert direction_of(some_figures(rows), FLOW).word == RISING


def test_without_an_earlier_figure_nobody_can_tell() -> None:
    for figures in (no_figures(), some_figures([(*NOW, 20.0, "2017-01-31")])):
        found = direction_of(figures, FLOW)
        assert (found.word, found.reason) == (CANNOT_TELL, "no_earlier_figure")
        assert found.probability is None


def test_a_share_without_its_denominator_is_not_compared() -> None:
    rows = [(*BEFORE, 20.0, "2016-01-31"), (*NOW, 60.0, "2017-01-31")]
    found = direction_of(some_figures(rows), an_indicator(kind="share"))
    assert (found.word, found.reason) == (CANNOT_TELL, "share_without_denominator")


def test_a_stock_is_compared_with_its_publishers_value_nearest_to_a_year_before() -> None:
    days = ["2014-12-31", "2015-11-30", "2016-10-31", "2016-12-31"]
    rows = [(day, day, 100.0 * i, day) for i, day in enumerate(days, start=1)]
    found = direction_of(some_figures(rows), an_indicator(kind="stock"))
    assert found.previous is not None
    assert found.previous.count.tolist() == [200.0]
    assert found.word == RISING


def test_stocks_less_than_three_months_apart_are_not_compared() -> None:
    rows = [(day, day, 100.0, day) for day in ("2016-11-30", "2016-12-31")]
    assert (
        direction_of(some_figures(rows), an_indicator(kind="stock")).reason == "no_earlier_figure"
    )
