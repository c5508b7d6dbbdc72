"""Counted events per head: rates of places drawn towards the mean of all, ranks and funnel limits.

Events that were counted are not estimates: their noise is that of counting, and it is known.
Estimates of a country's total have another error; `peil.review.comparison` is for these.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import gammainc, gammaln
from scipy.stats import chi2, poisson

from peil.review.comparison import PEOPLE, word_of
from peil.review.evaluation.exact import poisson_interval
from peil.review.evaluation.verdict import LEVEL, check_level
from peil.review.rank import rank_on_grid
from peil.terms.calendar import Floats
from peil.terms.errors import BadInput
from peil.terms.regions import FEWEST_PEOPLE

FEWEST_SHOWN = 5
"""Events below which those of a place below a country are not shown."""
FUNNEL = (0.025, 0.001)
"""Tails of the warning and of the action limits of a funnel plot."""
SPREADS, MEANS = 20, 9
"""Grid points of the spread, and of the mean at each of them."""
REACH = 2.5
"""Standard errors of the mean rate within which it is looked for."""
NEGLIGIBLE = 1e-4
MOST_SPREAD = 2.0
"""Largest standard deviation of true rates that is allowed, relative to their mean."""
CELLS = 1_000
EDGE = 1e-9
"""Probability that may lie above the grid of rates."""
LOWEST = 1e-6
"""Where the grid begins, relative to the mean rate; smaller rates count as lying there."""
WITHIN, ABOVE, BELOW = "within", "above", "below"
"""Where a count lies to the limits of the funnel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedPlace:
    """Events counted in a place, and the inhabitants and years that they came from.

    Args:
        name: of the place.
        count: events.
        population: inhabitants, or inhabitants times years.
        is_below_country: whether it is a region, town or district.
    """

    name: str
    count: int
    population: float | None
    is_below_country: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRate:
    """What the events of a place say of its rate, per million inhabitants.

    Args:
        count: None where it is not shown.
        rate, low, high: as counted, with the exact interval; None where not shown.
        drawn, drawn_low, drawn_high: drawn towards the mean of all places.
        probability_first: that the true rate is the highest.
        rank_low, rank_mid, rank_high: interval of the rank, 1 the highest.
        limits: of the count, by tails of 2.5 % and .1 %: (2, 2) lower and upper.
        funnel: within, above or below the limits of .1 %.
        is_suppressed: whether figures are withheld, because they are of few events or would
            give such figures away.
    """

    name: str
    population: float
    count: int | None = None
    rate: float | None = None
    low: float | None = None
    high: float | None = None
    drawn: float | None = None
    drawn_low: float | None = None
    drawn_high: float | None = None
    probability_first: float | None = None
    rank_low: int | None = None
    rank_mid: int | None = None
    rank_high: int | None = None
    limits: tuple[tuple[float, float], ...]
    funnel: str | None = None
    is_suppressed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PerHead:
    """Places compared by their counted events.

    Args:
        mean: rate of all places together, per million.
        spread: standard deviation of true rates in parts of their mean, as far as counts tell.
        level: coverage of intervals.
        places: highest drawn rate first, those not shown last.
        highest: the place most likely to have the highest rate; None if it is not shown.
        word: highest, not the highest (of no place this can be said) or cannot tell.
        probability: that it is.
    """

    mean: float
    spread: float
    level: float
    places: tuple[PlaceRate, ...]
    highest: str | None
    word: str
    probability: float


def rate_events(places: Sequence[CountedPlace], *, level: float = LEVEL) -> PerHead:
    """Compare places by events per head.

    The true rates of the places are taken to vary about their mean by a gamma distribution, of
    whose spread every value up to `MOST_SPREAD` is as likely as another before the counts are
    seen, as is every mean.

    Args:
        places: at least two, each with a population.
        level: coverage of intervals.

    Raises:
        BadInput: a place has no population, one of less than `FEWEST_PEOPLE`, or no proper count,
            or nothing was counted.

    Source:
        Garwood (1936), Biometrika 28(3/4), 437-442, for the exact interval; Clayton and Kaldor
        (1987), Biometrics 43(3), 671-681, for rates drawn together; Spiegelhalter (2005),
        Statistics in Medicine 24(8), 1185-1202, for funnel plots; Goldstein and Spiegelhalter
        (1996), J. R. Stat. Soc. A 159(3), 385-443, for ranks.
    """
    check_level(level)
    _refuse(places)
    count = np.array([place.count for place in places], dtype=np.float64)
    people = np.array([place.population for place in places], dtype=np.float64) / PEOPLE
    mean = float(count.sum() / people.sum())
    weighed = _weigh(count, people)
    rates, below = _distributions(count, people, weighed)
    standing = rank_on_grid(below, rates)
    hidden = _hidden(places)
    tail = (1 - level) / 2
    made = [
        _rated(place, mean, hidden[i], tail, _drawn(below[i], rates, tail), standing.first[i],
               standing.rank[i])
        for i, place in enumerate(places)
    ]  # fmt: skip
    first = int(np.argmax(standing.first))
    probability = float(standing.first[first])
    return PerHead(
        mean=mean,
        spread=float(weighed[0] @ weighed[2]),
        level=level,
        places=tuple(sorted(made, key=lambda rate: (-(rate.drawn or -1.0), rate.name))),
        highest=None if hidden[first] else places[first].name,
        word=word_of(probability),
        probability=probability,
    )


def _refuse(places: Sequence[CountedPlace]) -> None:
    if len(places) < 2:
        raise BadInput(f"{len(places)} places are given; give at least two to compare")
    for place in places:
        if place.count < 0:
            raise BadInput(f"{place.name!r} has {place.count} events; give a number from 0 on")
        if place.population is None or not 0 < place.population < np.inf:
            raise BadInput(
                f"{place.name!r} has no population; give its inhabitants, for events without "
                "them are no rate"
            )
        if place.population < FEWEST_PEOPLE:
            raise BadInput(
                f"{place.name!r} has {place.population:g} inhabitants, and a rate of so few is one "
                f"of persons, who are never compared; give places of {FEWEST_PEOPLE:,} or more"
            )
    if not any(place.count for place in places):
        raise BadInput("no place has any event; there is nothing to compare")


def _weigh(count: Floats, people: Floats) -> tuple[Floats, Floats, Floats]:
    """Weigh spreads and means of the true rates by how likely each makes the counts.

    Returns:
        (G,) spreads, means and weights, each spread with means about the rate of all places.
    """
    pooled = float(count.sum() / people.sum())
    spreads = np.repeat((np.arange(SPREADS) + 0.5) / SPREADS * MOST_SPREAD, MEANS)
    error = np.sqrt(1 / count.sum() + spreads**2 * (people**2).sum() / people.sum() ** 2)
    steps = np.tile(np.linspace(-REACH, REACH, MEANS), SPREADS)
    means = pooled * np.exp(steps * error)
    shape, expected = spreads[:, None] ** -2, means[:, None] * people
    log = (
        gammaln(count + shape)
        - gammaln(shape)
        + shape * np.log(shape / (shape + expected))
        + count * np.log(expected / (shape + expected))
    ).sum(axis=1)
    # The prior is flat in the log mean, whose grid points lie further apart where the error is larger.
    weight = np.exp(log - log.max()) * error
    return spreads, means, weight / weight.sum()


def _distributions(
    count: Floats, people: Floats, weighed: tuple[Floats, Floats, Floats]
) -> tuple[Floats, Floats]:
    """Lay a grid over all rates, and give the distribution of each place's true rate on it."""
    mean = float(count.sum() / people.sum())
    highest = chi2.isf(EDGE, 2 * (count + 1)) / (2 * people)
    lowest = chi2.ppf(EDGE, 2 * np.maximum(count, 0.5)) / (2 * people)
    first = min(max(LOWEST * mean, lowest.min()), mean / 2)
    ends = np.log(first), np.log(max(highest.max(), 2 * mean))
    rates = np.exp(np.linspace(*ends, 2 * CELLS + 1))
    below = np.zeros((len(count), len(rates)))
    for spread, middle, share in zip(*weighed, strict=True):
        if share > NEGLIGIBLE:
            shape = spread**-2
            scaled = (shape / middle + people)[:, None] * rates
            below += share * gammainc((shape + count)[:, None], scaled)
    below /= below[:, [-1]]
    below[:, 0] = 0.0
    return rates, below


def _drawn(below: Floats, rates: Floats, tail: float) -> tuple[float, float, float]:
    low, mid, high = np.interp((tail, 0.5, 1 - tail), below, rates).tolist()
    return low, mid, high


def _hidden(places: Sequence[CountedPlace]) -> list[bool]:
    """Find places whose figures are withheld, so many that their sum gives none away.

    The mean and the places shown tell the sum of those withheld. One place alone, less than five
    events together, or nothing but fours would follow from it.
    """
    hidden = [place.is_below_country and place.count < FEWEST_SHOWN for place in places]
    others = [i for i, place in enumerate(places) if place.is_below_country and not hidden[i]]
    for i in sorted(others, key=lambda i: places[i].count):
        if any(hidden) and _are_told(places, hidden):
            hidden[i] = True
    return hidden


def _are_told(places: Sequence[CountedPlace], hidden: Sequence[bool]) -> bool:
    counts = [place.count for place, is_hidden in zip(places, hidden, strict=True) if is_hidden]
    are_fours = min(counts) == max(counts) == FEWEST_SHOWN - 1
    return len(counts) == 1 or sum(counts) < FEWEST_SHOWN or are_fours


def funnel_limits(expected: float) -> tuple[tuple[float, float], ...]:
    """Give the exact Poisson limits of a count about what the mean rate makes one expect.

    Returns:
        For each of the tails of 2.5 % and .1 % the least and the greatest count that is not
        beyond it.
    """
    return tuple(
        (float(poisson.ppf(tail, expected)), float(poisson.isf(tail, expected))) for tail in FUNNEL
    )


def _funnel(count: int, limits: tuple[tuple[float, float], ...]) -> str:
    low, high = limits[-1]
    if count > high:
        return ABOVE
    return BELOW if count < low else WITHIN


def _rated(
    place: CountedPlace,
    mean: float,
    is_hidden: bool,
    tail: float,
    drawn: tuple[float, float, float],
    first: float,
    rank: Floats,
) -> PlaceRate:
    people = float(place.population or 0.0) / PEOPLE
    limits = funnel_limits(mean * people)
    known = PlaceRate(
        name=place.name, population=people * PEOPLE, limits=limits, is_suppressed=is_hidden
    )
    if is_hidden:
        return known
    low, high = (end / people for end in poisson_interval(place.count, 1 - 2 * tail))
    return replace(
        known,
        count=place.count,
        rate=place.count / people,
        low=low,
        high=high,
        drawn=drawn[1],
        drawn_low=drawn[0],
        drawn_high=drawn[2],
        probability_first=float(first),
        rank_low=int(rank[0]),
        rank_mid=int(rank[1]),
        rank_high=int(rank[2]),
        funnel=_funnel(place.count, limits),
    )
