"""Counted events per head: intervals, ranks, the funnel, and what is not shown."""

import numpy as np
import pytest
from scipy.stats import gamma, poisson

from peil.review.comparison import CANNOT_TELL, HIGHEST
from peil.review.evaluation.per_head import (
    ABOVE,
    WITHIN,
    CountedPlace,
    funnel_limits,
    rate_events,
)
from peil.terms.errors import BadInput


def a_place(name: str, count: int, population: float | None = 1e6, **changes: bool) -> CountedPlace:
    return CountedPlace(name=name, count=count, population=population, **changes)


def test_at_each_end_of_the_exact_interval_the_count_has_five_percent() -> None:
    seven, none = rate_events([a_place("seven", 7, 2e6), a_place("none", 0, 2e6)]).places
    assert poisson.sf(6, 2 * (seven.low or 0.0)) == pytest.approx(0.05)
    assert poisson.cdf(7, 2 * (seven.high or 0.0)) == pytest.approx(0.05)
    assert none.low == 0.0


def test_a_small_place_is_drawn_further_towards_the_mean_than_a_large_one() -> None:
    rates = rate_events([
        a_place("large", 300, 20e6), a_place("small", 6, 0.2e6), a_place("other", 90, 10e6),
        a_place("fourth", 200, 15e6),
    ])  # fmt: skip
    found = {place.name: place for place in rates.places}
    assert found["large"].drawn == pytest.approx(found["large"].rate, rel=0.02)
    assert found["small"].rate == pytest.approx(30.0)
    assert found["small"].drawn is not None
    assert rates.mean == pytest.approx(596 / 45.2)
    assert rates.mean < found["small"].drawn < 22.0


def test_with_a_known_spread_the_drawn_rate_is_that_of_gamma_and_poisson() -> None:
    rng = np.random.default_rng(1)
    spread = 0.5
    true = rng.gamma(spread**-2, 100.0 * spread**2, 60)
    rates = rate_events([a_place(f"p{i}", int(rng.poisson(rate))) for i, rate in enumerate(true)])
    assert rates.spread == pytest.approx(spread, abs=0.15)
    place = rates.places[0]
    assert place.count is not None
    posterior = gamma(place.count + rates.spread**-2, scale=1 / (1 + rates.spread**-2 / rates.mean))
    assert place.drawn_low == pytest.approx(posterior.ppf(0.05), rel=0.01)
    assert place.drawn_high == pytest.approx(posterior.ppf(0.95), rel=0.01)


def test_a_place_far_above_is_the_highest_and_two_alike_cannot_be_told_apart() -> None:
    sure = rate_events([a_place("a", 200), a_place("b", 40), a_place("c", 30)])
    assert (sure.word, sure.highest) == (HIGHEST, "a")
    assert sure.places[0].rank_high == 1
    unsure = rate_events([a_place("a", 42), a_place("b", 40), a_place("c", 10)])
    assert unsure.word == CANNOT_TELL
    assert (unsure.places[0].rank_low, unsure.places[0].rank_high) == (1, 2)


def test_the_chances_of_being_first_sum_to_one() -> None:
    rates = rate_events([a_place(f"p{i}", 5 + i) for i in range(8)])
    assert sum(p.probability_first or 0 for p in rates.places) == pytest.approx(1.0, abs=1e-3)


def test_beyond_the_limits_of_the_funnel_lies_one_in_a_thousand() -> None:
    (_, warn), (low, high) = funnel_limits(30.0)
    assert warn < high
    assert poisson.sf(high, 30.0) <= 0.001 < poisson.sf(high - 1, 30.0)
    assert poisson.cdf(low - 1, 30.0) < 0.001 <= poisson.cdf(low, 30.0)
    rates = rate_events([a_place("a", 90), a_place("b", 30), a_place("c", 32), a_place("d", 28)])
    assert {place.name: place.funnel for place in rates.places}["a"] == ABOVE
    assert {place.name: place.funnel for place in rates.places}["c"] == WITHIN


def test_few_events_of_a_place_below_a_country_are_not_shown() -> None:
    towns = [
        a_place(f"t{i}", count, is_below_country=True) for i, count in enumerate((3, 2, 9, 12))
    ]
    found = {place.name: place for place in rate_events(towns).places}
    assert [found[f"t{i}"].is_suppressed for i in range(4)] == [True, True, False, False]
    assert (found["t0"].count, found["t0"].rate, found["t0"].drawn, found["t0"].rank_mid) == (
        None, None, None, None,
    )  # fmt: skip


def test_one_place_is_never_withheld_alone() -> None:
    towns = [
        a_place(f"t{i}", count, is_below_country=True) for i, count in enumerate((3, 7, 9, 12))
    ]
    found = {place.name: place for place in rate_events(towns).places}
    assert [found[f"t{i}"].is_suppressed for i in range(4)] == [True, True, False, False]


@pytest.mark.parametrize(
    ("counts", "withheld"),
    [
        ((12, 0, 0, 40), [True, True, True, False]),
        ((4, 4, 9, 12), [True, True, True, False]),
        ((3, 2, 9, 12), [True, True, False, False]),
    ],
)
def test_the_sum_of_what_is_withheld_tells_no_count(
    counts: tuple[int, ...], withheld: list[bool]
) -> None:
    towns = [a_place(f"t{i}", count, is_below_country=True) for i, count in enumerate(counts)]
    found = {place.name: place for place in rate_events(towns).places}
    assert [found[f"t{i}"].is_suppressed for i in range(4)] == withheld


def test_few_events_of_a_country_are_shown() -> None:
    rates = rate_events([a_place("a", 1), a_place("b", 2)])
    assert not any(place.is_suppressed for place in rates.places)


@pytest.mark.parametrize("population", [None, 0.0, -1.0, float("nan"), float("inf")])
def test_events_without_inhabitants_are_no_rate(population: float | None) -> None:
    with pytest.raises(BadInput, match="'b' has no population"):
        rate_events([a_place("a", 3), a_place("b", 3, population)])


@pytest.mark.parametrize("population", [1.0, 40.0, 999.0])
def test_so_few_inhabitants_are_persons_and_no_place(population: float) -> None:
    with pytest.raises(BadInput, match=r"'b' has .* one of persons, who are never compared"):
        rate_events([a_place("a", 3), a_place("b", 3, population)])
    assert rate_events([a_place("a", 3), a_place("b", 3, 1000.0)]).places


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(BadInput, match="at least two"):
        rate_events([a_place("a", 3)])
    with pytest.raises(BadInput, match="nothing to compare"):
        rate_events([a_place("a", 0), a_place("b", 0)])
    with pytest.raises(BadInput, match="'a' has -1 events"):
        rate_events([a_place("a", -1), a_place("b", 0)])
