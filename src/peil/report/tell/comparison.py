"""Tell a comparison per head: who had the highest rate, among whom, and how sure that is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from operator import attrgetter
from typing import Any

from peil.report.chart.figure import Axis, Dot, Line, Look, Note, in_rows
from peil.report.chart.figure import Row as Name
from peil.report.model import Block, Cell, Figure, Point, Points, Rank, Report, Table, linked
from peil.report.tell.parts import Cells, bullets, day_known, notes, report, table, worked_out
from peil.report.words import NO_BREAK, Words
from peil.review.comparison import CountryComparison, CountryRate, Ranking, RatedEstimate
from peil.review.estimates import Estimate
from peil.terms.calendar import whole_period
from peil.terms.regions import read_regions

CAVEATS = ("who_is_counted", "days_differ", "not_samples", "absent_countries", "not_persons")
LEAST = 1e-9
"""Probability that stands in for none: an answer from estimates is never certain."""


def document(comparison: CountryComparison) -> Mapping[str, Any]:
    """Write down a comparison as data, in codes of no language."""
    sets = {region.id: region.source for region in read_regions().values()}
    return {"kind": "comparison_per_head", **asdict(comparison), "caveats": CAVEATS, "sets": sets}


def tell(comparison: CountryComparison, words: Words) -> Report:
    """Say a comparison in one language: the answer within the first set of countries first."""
    first = comparison.rankings[0]
    name = words.name(comparison.names, comparison.indicator)
    return report(
        f"comparison-{comparison.indicator}",
        words,
        title=words("site.comparison", name=name),
        kicker=name,
        day=comparison.as_of,
        headline=answer(comparison, first, words),
        blocks=_blocks(comparison, words),
    )


def _mixture(ranking: Ranking, words: Words) -> str:
    """Say that the figures compared are not of one counter and day, where that is so."""
    figures = [figure.estimate for rate in ranking.rates for figure in rate.figures]
    sources = {(each.publisher, each.period_end) for each in figures}
    return words("compare.mixed") if len(sources) > 1 else ""


def _blocks(comparison: CountryComparison, words: Words) -> Iterator[Block]:
    first, *others = comparison.rankings
    every = (_absent(first, words), _mixture(first, words), _firmness(comparison, words))
    yield from notes("firmness", filter(None, every))
    rates = _rates("rates", comparison.rankings, words)
    if rates.rows:
        yield _chart("chart", comparison, comparison.rankings, rates, words("compare.own"), words)
    wider = (f"{answer(comparison, r, words)} {_absent(r, words)}".strip() for r in others)
    yield from bullets("wider", words("compare.wider"), wider, rank=Rank.FIRST_PAGE)
    yield from [rates] if rates.rows else []
    left_out = _left_out(comparison, words)
    yield from bullets("left_out", words("compare.left_out"), left_out)
    yield from _sources(comparison, words)
    if compared(comparison.rankings):
        yield _figures(comparison.rankings, words)
    error = words.percent(comparison.error)
    caveats = [words.code("compare", code, error=error) for code in CAVEATS]
    method = words("compare.method", factor=words.number(1 + comparison.error, 2))
    yield from bullets("how", words("compare.how"), caveats, note=method)
    named = {words.code("compare", region.id): region for region in read_regions().values()}
    sets = (Point(what=words.sentence(n), says=linked(each.source)) for n, each in named.items())
    yield Points(key="sets", title=words("compare.sets"), items=tuple(sets))


def answer(comparison: CountryComparison, ranking: Ranking, words: Words) -> str:
    """Answer within one set of countries, in one sentence that names the set."""
    subject = comparison.subject
    rival = max(
        (rate for rate in ranking.rates if rate.country != subject),
        key=lambda rate: (rate.probability_first, rate.mid),
        default=None,
    )
    named = {
        "number": len(ranking.rates),
        "members": ranking.members,
        "countries": _countries(ranking, words),
    }
    among = words("compare.among", **named)
    if ranking.publisher is not None:
        among = words("compare.among_source", publisher=ranking.publisher, **named)
    return words(
        f"compare.{ranking.reason}",
        among=among,
        country=words.country(subject),
        chance=chance(ranking.probability_first, words),
        rival=words.country(rival.country) if rival else "",
        rival_chance=chance(rival.probability_first, words) if rival else "",
        day=words.day(comparison.as_of),
        **named,
    )


def chance(probability: float | None, words: Words) -> str:
    """Write a probability, never as certain."""
    said = words.percent(min(max(probability or 0.0, LEAST), 1 - LEAST))
    return said.replace(" ", NO_BREAK)


def _absent(ranking: Ranking, words: Words) -> str:
    if not ranking.absent:
        return ""
    named = {"countries": _countries(ranking, words), "list": words.countries(ranking.absent)}
    return words("compare.absent", n=len(ranking.absent), **named)


def _firmness(comparison: CountryComparison, words: Words) -> str:
    """Say what twice the source error would change, and what an absent country would need."""
    widest = max(comparison.rankings, key=lambda each: (len(each.rates), each.members))
    own = next((r for r in widest.rates if r.country == comparison.subject), None)
    doubled = widest.probability_if_error_doubles
    if own is None or doubled is None:
        return ""
    error = comparison.error
    errors = {"error": words.percent(error), "doubled": words.percent(2 * error)}
    said = words("compare.doubled", chance=chance(doubled, words), **errors)
    if not widest.absent:
        return said
    named = {"country": words.country(own.country), "rate": _rate(own.mid, words)}
    return f"{said} {words('compare.above', **named)}"


def compared(rankings: Sequence[Ranking]) -> list[CountryRate]:
    """Give each country that any set compares, highest rate first."""
    rates = {rate.country: rate for ranking in rankings for rate in ranking.rates}
    return sorted(rates.values(), key=lambda rate: (-rate.mid, rate.country))


def _rates(key: str, rankings: Sequence[Ranking], words: Words) -> Table:
    """List each country's rate, with its rank and probability of being first in each set."""
    columns = {
        words(f"compare.{what}", countries=_countries(ranking, words)): (what, ranking)
        for what in ("rank", "first")
        for ranking in rankings
    }
    rows = (
        {
            "table.country": words.country(rate.country),
            "rate": Cell(text=_rate(rate.mid, words), value=rate.mid),
            "interval": _interval(rate, words),
            **{head: _standing(rate.country, *of, words) for head, of in columns.items()},
        }
        for rate in compared(rankings)
    )
    title, note = words("compare.rates"), words("compare.rates_note")
    return table(key, title, rows, words, group="compare", note=note)


def _chart(
    key: str,
    comparison: CountryComparison,
    rankings: Sequence[Ranking],
    data: Table,
    source: str,
    words: Words,
) -> Figure:
    """Draw each country's rate as a point on its interval, the highest first."""
    rates, subject = compared(rankings), comparison.subject
    said = [
        f"{words.country(rate.country)} {_rate(rate.mid, words)} ({_interval(rate, words)})"
        for rate in rates
    ]
    names = (Name(text=words.country(r.country), strong=r.country == subject) for r in rates)
    marks = (mark for i, rate in enumerate(rates) for mark in _marks(i, rate, subject, words))
    is_first = data.key == "rates"
    return Figure(
        key=key,
        title=words("compare.chart"),
        rank=Rank.ANSWER if is_first else Rank.REST,
        beside=True,
        drawing=in_rows(names, marks, Axis(low=0.0, title=words("compare.axis")), size="half"),
        alt=words("compare.chart_desc", n=len(rates), list=words.listed(said)),
        source=words("chart.source", source=source),
        data=data,
        shows_data=not is_first,
    )


def _marks(i: int, rate: CountryRate, subject: str, words: Words) -> Iterator[Line | Dot | Note]:
    is_own = rate.country == subject
    look = Look(colour="vermilion" if is_own else "blue", weight=2.0)
    yield Line(points=((rate.low, i), (rate.high, i)), look=look)
    yield Dot(x=rate.mid, y=i, shape="diamond" if is_own else "circle", look=look)
    yield Note(x=rate.high, y=i, text=_rate(rate.mid, words), dx=1.0, strong=is_own)


def _rate(value: float, words: Words) -> str:
    return words.number(value, 0 if value >= 10 else 1 if value >= 1 else 2)


def _interval(rate: CountryRate, words: Words) -> str:
    return _ranged([_rate(rate.low, words), _rate(rate.high, words)], words)


def _ranged(ends: Sequence[str], words: Words) -> str:
    """Write a range on one line, or its one end where there are no two."""
    if len(set(ends)) < 2:
        return "".join(ends[:1])
    return words("compare.range", low=ends[0], high=ends[1]).replace(" ", NO_BREAK)


def _standing(country: str, what: str, ranking: Ranking, words: Words) -> Cell | None:
    own = next((rate for rate in ranking.rates if rate.country == country), None)
    if own is None:
        return None
    if what == "first":
        return Cell(text=chance(own.probability_first, words), value=own.probability_first)
    return Cell(text=_ranged([str(own.rank_low), str(own.rank_high)], words))


def _sources(comparison: CountryComparison, words: Words) -> Iterator[Block]:
    """Give what each source says of all its countries, and name those compared that it lacks."""
    groups = groupby(comparison.same_source, key=attrgetter("publisher", "period_end"))
    for i, ((publisher, end), group) in enumerate(groups):
        rankings, key = list(group), f"source-{i}"
        told = [f.estimate for rate in compared(rankings) for f in rate.figures]
        is_rough = told and told[0].precision != "day"
        day = _day(told[0], words) if is_rough else words.day(end)
        name = words("compare.alone", publisher=publisher, day=day)
        covered = {rate.country for rate in compared(rankings)}
        lacked = [r.country for r in compared(comparison.rankings) if r.country not in covered]
        without = words("compare.without", list=words.countries(lacked)) if lacked else ""
        answers = [answer(comparison, ranking, words) for ranking in rankings]
        yield from bullets(f"{key}-answers", name, answers, note=without)
        rates = _rates(f"{key}-data", rankings, words)
        if rates.rows:
            yield _chart(key, comparison, rankings, rates, publisher, words)


def _left_out(comparison: CountryComparison, words: Words) -> Iterator[str]:
    items = {item for ranking in comparison.rankings for item in ranking.not_comparable}
    why = attrgetter("reason", "publisher")
    for (reason, publisher), group in groupby(sorted(items, key=why), key=why):
        listed = words.countries([item.country for item in group])
        yield words(f"compare.{reason}", publisher=publisher, list=listed)
    for own in comparison.alone:
        named = {"publisher": own.publisher, "country": words.country(own.country)}
        yield words("compare.only_subject", **named)
    if comparison.outside:
        yield words("compare.outside", list=words.countries(comparison.outside))


def _figures(rankings: Sequence[Ranking], words: Words) -> Table:
    rows = (_figure(f, words) for own in compared(rankings) for f in own.figures)
    title, note = words("compare.figures"), words("compare.figures_note")
    return table("figures", title, rows, words, group="compare", note=note)


def _figure(figure: RatedEstimate, words: Words) -> Cells:
    said = figure.estimate
    value = _estimate(said.low, said.mid, said.high, words)
    if said.approximate and said.mid is not None:
        value = words("compare.about", number=value)
    value = worked_out(value, words, by_us=said.worked_out)
    rate = _estimate(figure.low, figure.mid, figure.high, words)
    return {
        "table.country": words.country(said.country),
        "table.publisher": said.publisher,
        "table.value": Cell(text=value, value=said.mid),
        "day": said.period_end if said.precision == "day" else _day(said, words),
        "table.published": day_known(said.published, said.published_precision, words),
        "population": figure.population,
        "rate": Cell(text=rate, value=figure.mid),
        "table.source": linked(said.source),
    }


def _day(said: Estimate, words: Words) -> str:
    """Say of when a figure is; of a month or a year of which no day is known, the whole."""
    return words.period(*whole_period(said.period_end, said.period_end, said.precision))


def _estimate(low: float | None, mid: float | None, high: float | None, words: Words) -> str:
    """Write a middle value with its range, or either alone."""
    span = _ranged([_rate(value, words) for value in (low, high) if value is not None], words)
    if mid is None:
        return span
    return f"{_rate(mid, words)} ({span})" if span else _rate(mid, words)


def _countries(ranking: Ranking, words: Words) -> str:
    return words.code("compare", ranking.region)
