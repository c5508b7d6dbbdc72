"""The sentences of a comparison per head, in English."""

from collections.abc import Sequence
from datetime import date

from peil.review.comparison import (
    HIGHEST,
    NOT_HIGHEST,
    Comparison,
    CountryRate,
    Ranking,
    RatedEstimate,
)
from peil.terms.regions import read_regions


def question(comparison: Comparison) -> str:
    """Ask what the comparison answers."""
    return f"Was {possessive(comparison.subject)} ratio per head the highest?"


def answer(comparison: Comparison, ranking: Ranking) -> str:
    """Answer within one set of countries, in one sentence that names the set."""
    named = countries_called(ranking.region)
    subject = comparison.subject
    own = next((rate for rate in ranking.rates if rate.country == subject), None)
    others = [rate for rate in ranking.rates if rate.country != subject]
    if own is None:
        return _no_answer(comparison, ranking, named)
    among = f"among the {len(ranking.rates)} of {ranking.members} {named} {_recorded(ranking)}, "
    highest = f"{possessive(subject)} ratio was the highest"
    if not others:
        return f"Nothing can be compared {among.removesuffix(', ')}: {subject} is the only one"
    rival = max(others, key=lambda rate: (rate.probability_first, rate.mid))
    against = f"{possessive(rival.country)}: {chance(rival.probability_first)}"
    probability = chance(own.probability_first)
    if ranking.word == HIGHEST:
        return f"A{among[1:]}{highest} with probability {probability}"
    if ranking.word == NOT_HIGHEST:
        return (
            f"A{among[1:]}{possessive(subject)} ratio was not the highest: its probability of "
            f"being so is {probability} ({against})"
        )
    return (
        f"A{among[1:]}the figures cannot tell whether {highest}: "
        f"its probability is {probability} ({against})"
    )


def _no_answer(comparison: Comparison, ranking: Ranking, named: str) -> str:
    subject = comparison.subject
    if subject in ranking.absent or any(n.country == subject for n in ranking.not_comparable):
        return (
            f"Among the {named}, the figures cannot tell whether {possessive(subject)} ratio "
            f"was the highest: no rate is known for it"
        )
    return (
        f"{subject} was not one of the {ranking.members} {named} on {day(comparison.as_of)}, "
        f"so it is not compared with them"
    )


def _recorded(ranking: Ranking) -> str:
    """Say where a figure stands; what a publisher has beyond the record is not known here."""
    return (
        f"with a figure by {ranking.publisher} in the record"
        if ranking.publisher
        else "in the record"
    )


def absent(ranking: Ranking) -> str:
    """Name the members of a set that have no figure; empty where there are none."""
    if not ranking.absent:
        return ""
    named, names = countries_called(ranking.region), join(ranking.absent)
    what = f"no figure by {ranking.publisher}" if ranking.publisher else "no figure"
    if len(ranking.absent) == 1:
        return f"of the {named}, {names} has {what} in the record"
    return f"{len(ranking.absent)} {named} have {what} in the record: {names}"


def first_sentence(comparison: Comparison) -> str:
    """Answer within the first set, with the countries that have no figure."""
    ranking = comparison.rankings[0]
    return whole(answer(comparison, ranking), absent(ranking))


def whole(*parts: str) -> str:
    """Make one sentence of its parts."""
    return "; ".join(part for part in parts if part) + "."


def firmness(comparison: Comparison, ranking: Ranking) -> str:
    """Say what twice the source error would change, and what an absent country would need."""
    own = next((r for r in ranking.rates if r.country == comparison.subject), None)
    doubled = ranking.probability_if_error_doubles
    if own is None or doubled is None:
        return ""
    sentence = (
        f"With a source error of {2 * comparison.error:.0%} instead of {comparison.error:.0%} "
        f"the probability would be {chance(doubled)}."
    )
    if ranking.absent:
        sentence += (
            f" Nothing is said of countries without a figure: one with more than "
            f"{number(own.mid)} per million would stand above {possessive(comparison.subject)} "
            f"middle value."
        )
    return sentence


def source_name(ranking: Ranking) -> str:
    """Name the one source of a ranking with the date of its figures."""
    if ranking.publisher is None or ranking.period_end is None:
        return "all publishers"
    return f"{ranking.publisher}, {day(ranking.period_end)}"


def caveats(comparison: Comparison) -> tuple[str, ...]:
    """Say what holds of every comparison of estimates."""
    return (
        "Publishers differ on whom they count: women, minors, attempts, persons known by name. "
        "What one source says of all its countries is therefore answered apart.",
        "The figures of different publishers are about different days, and totals to date only "
        "grow. Each figure's day stands in the table.",
        f"Estimates are not samples, so their size says nothing on their error. A source error "
        f"of {comparison.error:.0%} is assumed, as a convention of Peil; no interval comes from "
        f"counting noise.",
        "A country without a figure is not a country without cases. The highest of those "
        "compared need not be the highest of all.",
        "A ratio describes a country and a time. It says nothing on any person.",
    )


def method(comparison: Comparison) -> str:
    """Say in a few sentences how the answer is computed."""
    return (
        f"Of each publisher the latest estimate known on the day counts, divided by the "
        f"population of its date. The truth is taken to lie evenly, on a logarithmic scale, "
        f"between the low and the high of a source, blurred by a source error: nine in ten "
        f"true values lie within a factor of {1 + comparison.error:g} of a published one. "
        f"Several publishers on one country are mixed with equal weights. The probabilities of "
        f"all ranks follow by integration on a fixed grid; nothing is drawn at random."
    )


def figure_as_published(figure: RatedEstimate) -> str:
    """Write an estimate as its publisher gave it."""
    estimate = figure.estimate
    about = "about " if estimate.approximate and estimate.mid is not None else ""
    return about + _range(estimate.low, estimate.mid, estimate.high)


def rate_as_published(figure: RatedEstimate) -> str:
    """Write an estimate per million, without source error."""
    return _range(figure.low, figure.mid, figure.high)


def _range(low: float | None, mid: float | None, high: float | None) -> str:
    ends = [number(value) for value in (low, high) if value is not None]
    span = " to ".join(dict.fromkeys(ends))
    if mid is None:
        return span
    return f"{number(mid)} ({span})" if span else number(mid)


def rate_with_interval(rate: CountryRate) -> str:
    """Write a rate with its 90% interval."""
    return f"{number(rate.mid)} ({number(rate.low)} to {number(rate.high)})"


def rank_with_interval(rate: CountryRate) -> str:
    """Write a rank with its 90% interval, which may be a single rank."""
    if rate.rank_low == rate.rank_high:
        return str(rate.rank_mid)
    return f"{rate.rank_mid} ({rate.rank_low} to {rate.rank_high})"


def rank_interval(rate: CountryRate) -> str:
    """Write the 90% interval of a rank."""
    if rate.rank_low == rate.rank_high:
        return str(rate.rank_low)
    return f"{rate.rank_low} to {rate.rank_high}"


def region_called(region: str) -> str:
    """Give a set's name."""
    known = read_regions().get(region)
    return known.name if known else region


def countries_called(region: str) -> str:
    """Say what the members of a set are called."""
    known = read_regions().get(region)
    return known.countries if known else f"countries of {region}"


def chance(probability: float) -> str:
    """Write a probability with two digits, and never as certain."""
    if probability > 0.99:
        return "above .99"
    if probability < 0.01:
        return "below .01"
    return f"{probability:.2f}".removeprefix("0")


def number(value: float) -> str:
    """Write a number with as many digits as a reader can use."""
    if value >= 10 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}"


def day(moment: date) -> str:
    """Write a day in full."""
    return f"{moment.day} {moment:%B} {moment.year}"


def possessive(name: str) -> str:
    """Write a country's name as an owner."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def join(names: Sequence[str]) -> str:
    """Write a list of names as text."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
