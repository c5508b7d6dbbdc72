"""Comparison per head: was a country's rate the highest of a set of countries?

Estimates are not samples: their number says nothing on their error. So the range that a
source gives, and a further error of the source, are carried to the rate and to the rank, and
no interval comes from counting noise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from peil.observe.population import Population
from peil.review.estimates import Estimate, latest_by_publisher
from peil.review.rank import Piece, RateRanks, chance_of_first, rank_countries
from peil.terms.calendar import as_day

SOURCE_ERROR = 0.25
"""Source error: nine in ten true values lie within a factor of 1.25 of the published one."""
SURE = 0.8
"""Probability from which the answer is yes; at one minus it or less the answer is no."""
PEOPLE = 1_000_000.0
"""Inhabitants that a rate is about."""
FEWEST = 0.5
"""Persons that stand in for a published zero, which has no logarithm."""

HIGHEST, NOT_HIGHEST, CANNOT_TELL = "highest", "not the highest", "cannot tell"

PROBABLE, IMPROBABLE, UNDECIDED = "probable", "improbable", "undecided"
NOT_A_MEMBER, NO_RATE, ONLY_ONE = "not_a_member", "no_rate", "only_one"
"""Reasons of an answer: how probable it is, or what is missing."""
NO_POPULATION, ONLY_LOW, ONLY_HIGH = "no_population", "only_low", "only_high"
"""Reasons why a country has no rate: its population is not known, or only one end of a range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedEstimate:
    """An estimate with the population that it is divided by and the rates that follow.

    `low`, `mid` and `high` are per million inhabitants, as published, without source error.
    """

    estimate: Estimate
    population: float
    low: float | None
    mid: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryRate:
    """A country's rate per million with its 90 % interval, and where it stands in a set."""

    country: str
    low: float
    mid: float
    high: float
    probability_first: float
    rank_low: int
    rank_mid: int
    rank_high: int
    figures: tuple[RatedEstimate, ...]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class NotComparable:
    """A country of which something is known, but no rate: why, and who gave one end alone."""

    country: str
    reason: str
    publisher: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The answer within one set of countries, from all publishers or from one.

    Args:
        region: id of the set.
        publisher, period_end: the one source of all figures; None where publishers are mixed.
        members: countries that belong to the set on the as-of day.
        rates: the countries compared, highest middle rate first.
        absent: members without any figure.
        not_comparable: members with a figure that gives no rate, and why.
        word: highest, not the highest, or cannot tell.
        reason: why, as a code.
        probability_first: that the subject's rate is the highest of those compared.
        probability_if_error_doubles: the same with twice the source error.
    """

    region: str
    publisher: str | None
    period_end: date | None
    members: int
    rates: tuple[CountryRate, ...]
    absent: tuple[str, ...]
    not_comparable: tuple[NotComparable, ...]
    word: str
    reason: str
    probability_first: float | None
    probability_if_error_doubles: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryComparison:
    """A subject compared per head on a day.

    Args:
        names: of the indicator, by language code.
        rankings: one for each set of countries, all publishers together.
        same_source: one for each source that has the subject and others, and each set.
        alone: the subject's estimates by sources that have no other country.
        outside: places with a figure that belong to no set, such as unions of states.
        error: source error assumed, as a share.
    """

    indicator: str
    names: Mapping[str, str]
    subject: str
    as_of: date
    error: float
    rankings: tuple[Ranking, ...]
    same_source: tuple[Ranking, ...]
    alone: tuple[Estimate, ...]
    outside: tuple[str, ...]


def compare_per_head(
    *,
    indicator: str,
    estimates: Sequence[Estimate],
    populations: Mapping[str, Population],
    regions: Mapping[str, frozenset[str]],
    as_of: date,
    subject: str,
    names: Mapping[str, str] | None = None,
) -> CountryComparison:
    """Rank a country's rate per head among others, as it was known on a day.

    Of each publisher the latest estimate counts. Several publishers on one country are
    mixed with equal weights; what each says alone, for all its countries, stands apart.

    Args:
        indicator: what is estimated: a total at a date.
        estimates: of all countries and dates; those published later are not used.
        populations: inhabitants by country.
        regions: countries of each set on the as-of day, by the set's id.
        as_of: the day whose knowledge is used.
        subject: the country asked about.
        names: the indicator's names for readers, by language code.
    """
    published = [e for e in estimates if e.published <= as_of]
    inside = frozenset[str]().union(*regions.values())
    known = [e for e in published if e.country in inside]
    question = _RankingQuestion(subject=subject, as_of=as_of, populations=populations)
    sources = _shared_sources(known, question)
    latest = _rated(known, question)
    return CountryComparison(
        indicator=indicator,
        names=dict(names or {}),
        subject=subject,
        as_of=as_of,
        error=SOURCE_ERROR,
        rankings=tuple(
            _rank_region(question, name, members, latest) for name, members in regions.items()
        ),
        same_source=tuple(
            _rank_region(question, name, members, rated, source)
            for source, rated in sources
            for name, members in regions.items()
            if subject in members
        ),
        alone=tuple(_alone(known, subject, [source for source, _ in sources])),
        outside=tuple(sorted({e.country for e in published} - inside)),
    )


_Source = tuple[str, date]
_Rated = Mapping[str, Sequence[RatedEstimate | NotComparable]]
"""By country: estimates with a rate, or the reason why one has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _RankingQuestion:
    subject: str
    as_of: date
    populations: Mapping[str, Population]


def _rated(estimates: Iterable[Estimate], question: _RankingQuestion) -> _Rated:
    """Rate the latest estimate of each country and publisher."""
    rated: dict[str, list[RatedEstimate | NotComparable]] = {}
    for estimate in latest_by_publisher(estimates):
        rated.setdefault(estimate.country, []).append(_rate(estimate, question))
    return rated


def _rate(estimate: Estimate, question: _RankingQuestion) -> RatedEstimate | NotComparable:
    """Divide an estimate by the population at its date, as known on the as-of day."""
    if estimate.is_bound:
        return NotComparable(
            country=estimate.country,
            reason=ONLY_HIGH if estimate.low is None else ONLY_LOW,
            publisher=estimate.publisher,
        )
    population = question.populations.get(estimate.country, Population(by_year={}))
    day = np.array([as_day(estimate.period_end)])
    people = float(population.during(day, question.as_of)[0])
    if not people > 0:
        return NotComparable(country=estimate.country, reason=NO_POPULATION)
    values = (estimate.low, estimate.mid, estimate.high)
    low, mid, high = (None if v is None else v / people * PEOPLE for v in values)
    return RatedEstimate(estimate=estimate, population=people, low=low, mid=mid, high=high)


def _shared_sources(
    known: Sequence[Estimate], question: _RankingQuestion
) -> list[tuple[_Source, _Rated]]:
    """Find what one publisher said at one date of the subject and of others.

    Of each publisher the latest date counts at which it has a rate for both.
    """
    found: dict[str, tuple[_Source, _Rated]] = {}
    for source in sorted({(e.publisher, e.period_end) for e in known}):
        same = [e for e in known if (e.publisher, e.period_end) == source]
        rated = _rated(same, question)
        countries = [country for country in rated if _usable(rated[country])]
        if question.subject in countries and len(countries) > 1:
            found[source[0]] = (source, rated)
    return list(found.values())


def _alone(known: Sequence[Estimate], subject: str, shared: Sequence[_Source]) -> list[Estimate]:
    publishers = {publisher for publisher, _ in shared}
    own = latest_by_publisher(e for e in known if e.country == subject)
    return [e for e in own if e.publisher not in publishers and not e.is_bound]


def _usable(rated: Sequence[RatedEstimate | NotComparable]) -> list[RatedEstimate]:
    return [r for r in rated if isinstance(r, RatedEstimate)]


def _rank_region(
    question: _RankingQuestion,
    region: str,
    members: frozenset[str],
    rated: _Rated,
    source: _Source | None = None,
) -> Ranking:
    """Answer within one set of countries."""
    usable = {c: _usable(rated[c]) for c in sorted(members & rated.keys())}
    compared = [country for country, figures in usable.items() if figures]
    rates, doubled = _rates(compared, usable, question)
    first = next((r.probability_first for r in rates if r.country == question.subject), None)
    word, reason = _say(question, members, rates, first)
    return Ranking(
        region=region,
        publisher=source[0] if source else None,
        period_end=source[1] if source else None,
        members=len(members),
        rates=tuple(sorted(rates, key=lambda r: (-r.mid, r.country))),
        absent=tuple(sorted(members - rated.keys())),
        not_comparable=tuple(
            _first_reason(rated[c]) for c, figures in usable.items() if not figures
        ),
        word=word,
        reason=reason,
        probability_first=first if len(rates) > 1 else None,
        probability_if_error_doubles=doubled if len(rates) > 1 else None,
    )


def _first_reason(rated: Sequence[RatedEstimate | NotComparable]) -> NotComparable:
    return next(item for item in rated if isinstance(item, NotComparable))


def _rates(
    compared: Sequence[str],
    usable: Mapping[str, Sequence[RatedEstimate]],
    question: _RankingQuestion,
) -> tuple[list[CountryRate], float | None]:
    if not compared:
        return [], None
    pieces = [mix_publishers(usable[country]) for country in compared]
    standing = rank_countries(pieces, SOURCE_ERROR)
    rates = [
        _country_rate(country, i, standing, usable[country]) for i, country in enumerate(compared)
    ]
    if question.subject not in compared:
        return rates, None
    own = compared.index(question.subject)
    return rates, chance_of_first(pieces, 2 * SOURCE_ERROR, own)


def mix_publishers(figures: Sequence[RatedEstimate]) -> list[Piece]:
    """Give each publisher the same weight, and each piece of its range the same part of it."""
    mixed: list[Piece] = []
    for figure in figures:
        pieces = figure.estimate.pieces
        scale = PEOPLE / figure.population
        for low, high in pieces:
            ends = (float(np.log(max(end, FEWEST) * scale)) for end in (low, high))
            mixed.append((1 / len(figures) / len(pieces), *ends))  # type: ignore[arg-type]
    return mixed


def _country_rate(
    country: str, i: int, standing: RateRanks, figures: Sequence[RatedEstimate]
) -> CountryRate:
    low, mid, high = standing.rate[i].tolist()
    rank_low, rank_mid, rank_high = standing.rank[i].tolist()
    return CountryRate(
        country=country,
        low=low,
        mid=mid,
        high=high,
        probability_first=float(standing.first[i]),
        rank_low=rank_low,
        rank_mid=rank_mid,
        rank_high=rank_high,
        figures=tuple(figures),
    )


def _say(
    question: _RankingQuestion,
    members: frozenset[str],
    rates: Sequence[CountryRate],
    first: float | None,
) -> tuple[str, str]:
    if question.subject not in members:
        return CANNOT_TELL, NOT_A_MEMBER
    if first is None:
        return CANNOT_TELL, NO_RATE
    if len(rates) == 1:
        return CANNOT_TELL, ONLY_ONE
    word = word_of(first)
    return word, {HIGHEST: PROBABLE, NOT_HIGHEST: IMPROBABLE}.get(word, UNDECIDED)


def word_of(probability: float) -> str:
    """Say whether a rate is the highest, given the probability that it is."""
    if probability >= SURE:
        return HIGHEST
    return NOT_HIGHEST if probability <= 1 - SURE else CANNOT_TELL
