"""A comparison per head, as text, as data and as a page."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from unicodedata import normalize

from peil.report.account import Cell, Table
from peil.report.annex import heads
from peil.report.charts import Chart
from peil.report.comparison_chart import interval, rate_chart, rate_text
from peil.report.data import document_json
from peil.report.wording import Words
from peil.review.comparison import Comparison, CountryRate, NotComparable, Ranking, RatedEstimate
from peil.terms.errors import BadInput
from peil.terms.regions import read_regions

FORMATS = ("text", "json", "html")
CAVEATS = ("who_is_counted", "days_differ", "not_samples", "absent_countries", "not_persons")
LEAST = 1e-9
"""Probability that stands in for none: an answer from estimates is never certain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What one source says of all its countries, and which of those compared it lacks."""

    name: str
    answers: tuple[str, ...]
    without: str
    chart: Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything that the report of a comparison says, in one language.

    Args:
        headline: the answer within the first set of countries.
        notes: the countries that it says nothing of, and how firm it is.
        answers: within the other sets, each with the countries without a figure.
        left_out: what is known but not compared.
    """

    title: str
    as_known: str
    question: str
    headline: str
    notes: tuple[str, ...]
    answers: tuple[str, ...]
    chart: Chart | None
    rates: Table
    sources: tuple[Source, ...]
    left_out: tuple[str, ...]
    figures: Table
    method: str
    caveats: tuple[str, ...]
    sets: Table


def render_comparison(
    comparison: Comparison,
    words: Words,
    output: str = "text",
    *,
    width: int = 100,
    is_terminal: bool = False,
) -> str:
    """Render a comparison.

    Args:
        comparison: the answers.
        words: the language.
        output: text, json or html.
        width, is_terminal: of the terminal, for text.

    Raises:
        BadInput: there is no such format.
    """
    if output == "text":
        return _text(comparison, words, width, is_terminal=is_terminal)
    if output == "json":
        return document_json(comparison_document(comparison))
    if output == "html":
        from peil.report.page import render

        return render("comparison.html", words=words, told=tell_comparison(comparison, words))
    raise BadInput(f"there is no comparison as {output!r}; use {', '.join(FORMATS)}")


def comparison_document(comparison: Comparison) -> dict[str, object]:
    """Write down a comparison as data, in codes of no language."""
    sets = {region.id: region.source for region in read_regions().values()}
    return {"kind": "comparison_per_head", **asdict(comparison), "caveats": CAVEATS, "sets": sets}


def _text(comparison: Comparison, words: Words, width: int, *, is_terminal: bool) -> str:
    from peil.report.text import GLUE, NARROWEST, print_parts, sheet_of

    words = words.marked(GLUE)
    told = tell_comparison(comparison, words)
    above = filter(None, (f"{told.title} · {told.as_known}", words("meta.not_checked")))
    parts = [
        *above,
        *(line for note in (told.headline, *told.notes, *told.answers) for line in ("", note)),
    ]
    table = _rates(comparison, words, is_short=True)
    alone = [line for s in told.sources for line in ("", s.name, *s.answers)]
    rest = [line for left in told.left_out for line in ("", left)]
    how = ["", words.labelled(words("compare.how"), told.method), *map("• {}".format, told.caveats)]
    shown = [*parts, sheet_of(table, words, max(width, NARROWEST))] if told.chart else parts
    shown += ["", words.labelled(words("compare.alone"), "").rstrip(), *alone] if alone else []
    below = [*rest, *how, "", words("compare.elsewhere")]
    return print_parts([*shown, *below], width=width, is_terminal=is_terminal)


def tell_comparison(comparison: Comparison, words: Words) -> Told:
    """Say a comparison in one language."""
    first, *others = comparison.rankings
    rates, error = compared(comparison.rankings), comparison.error
    source = words("compare.source_chart")
    return Told(
        title=words.name(comparison.names, comparison.indicator),
        as_known=words("title.as_known", day=words.day(comparison.as_of)),
        question=words("compare.question", country=_country(comparison.subject, words)),
        headline=answer(comparison, first, words),
        notes=tuple(filter(None, (_absent(first, words), _firmness(comparison, words)))),
        answers=tuple(
            f"{answer(comparison, other, words)} {_absent(other, words)}".strip()
            for other in others
        ),
        chart=rate_chart(rates, comparison.subject, words, key="rates", source=source)
        if rates
        else None,
        rates=_rates(comparison, words),
        sources=tuple(_sources(comparison, words)),
        left_out=tuple(_left_out(comparison, words)),
        figures=_figures(rates, words),
        method=words("compare.method", factor=words.number(1 + error, 2)),
        caveats=tuple(words.code("compare", c, error=words.percent(error)) for c in CAVEATS),
        sets=_sets(comparison, words),
    )


def answer(comparison: Comparison, ranking: Ranking, words: Words) -> str:
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
        country=_country(subject, words),
        chance=chance(ranking.probability_first, words),
        rival=_country(rival.country, words) if rival else "",
        rival_chance=chance(rival.probability_first, words) if rival else "",
        day=words.day(comparison.as_of),
        **named,
    )


def chance(probability: float | None, words: Words) -> str:
    """Write a probability, never as certain."""
    if probability is None:
        return words("table.none")
    return words.percent(min(max(probability, LEAST), 1 - LEAST))


def _absent(ranking: Ranking, words: Words) -> str:
    if not ranking.absent:
        return ""
    key = "compare.absent_one" if len(ranking.absent) == 1 else "compare.absent"
    named = {"countries": _countries(ranking, words), "list": _names(ranking.absent, words)}
    return words(key, number=len(ranking.absent), **named)


def _firmness(comparison: Comparison, words: Words) -> str:
    """Say what twice the source error would change, and what an absent country would need."""
    widest, error = _widest(comparison.rankings), comparison.error
    own = next((r for r in widest.rates if r.country == comparison.subject), None)
    doubled = widest.probability_if_error_doubles
    if own is None or doubled is None:
        return ""
    errors = {"error": words.percent(error), "doubled": words.percent(2 * error)}
    said = words("compare.doubled", chance=chance(doubled, words), **errors)
    if not widest.absent:
        return said
    named = {"country": _country(own.country, words), "rate": rate_text(own.mid, words)}
    return f"{said} {words('compare.above', **named)}"


def compared(rankings: Sequence[Ranking]) -> list[CountryRate]:
    """Give each country that any set compares, highest rate first."""
    rates = {rate.country: rate for ranking in rankings for rate in ranking.rates}
    return sorted(rates.values(), key=lambda rate: (-rate.mid, rate.country))


def _widest(rankings: Sequence[Ranking]) -> Ranking:
    return max(rankings, key=lambda ranking: (len(ranking.rates), ranking.members))


def _rates(comparison: Comparison, words: Words, *, is_short: bool = False) -> Table:
    """List rates and ranks; a short table has the widest set alone."""
    rankings = [_widest(comparison.rankings)] if is_short else comparison.rankings
    columns = [(key, ranking) for key in ("rank", "first") for ranking in rankings]
    named = [words(f"compare.{key}", countries=_countries(r, words)) for key, r in columns]
    head = (words("table.country"), words("compare.rate"), words("compare.interval"), *named)
    return Table(
        key="comparison",
        title=words("compare.rates"),
        note=words("compare.rates_note"),
        head=head,
        rows=tuple(
            (
                Cell(text=_country(rate.country, words)),
                Cell(text=rate_text(rate.mid, words), value=rate.mid),
                Cell(text=interval(rate, words)),
                *(_standing(rate.country, key, ranking, words) for key, ranking in columns),
            )
            for rate in compared(rankings)
        ),
        numeric=frozenset({1}),
    )


def _standing(country: str, key: str, ranking: Ranking, words: Words) -> Cell:
    own = next((rate for rate in ranking.rates if rate.country == country), None)
    if own is None:
        return Cell(text=words("table.none"))
    if key == "first":
        return Cell(text=chance(own.probability_first, words), value=own.probability_first)
    return Cell(text=_range([str(own.rank_low), str(own.rank_high)], words))


def _sources(comparison: Comparison, words: Words) -> Iterator[Source]:
    groups = groupby(comparison.same_source, key=lambda r: (r.publisher or "", r.period_end))
    for i, ((publisher, end), group) in enumerate(groups):
        rankings = list(group)
        rates = compared(rankings)
        name = words(
            "compare.source_day", publisher=publisher, day=words.day(end or comparison.as_of)
        )
        covered = {rate.country for rate in rates}
        lacked = [r.country for r in compared(comparison.rankings) if r.country not in covered]
        yield Source(
            name=name,
            answers=tuple(answer(comparison, ranking, words) for ranking in rankings),
            without=words("compare.without", list=_names(lacked, words)) if lacked else "",
            chart=rate_chart(rates, comparison.subject, words, key=f"source-{i}", source=name),
        )


def _left_out(comparison: Comparison, words: Words) -> Iterator[str]:
    """Name what is known but not compared."""
    items = {item for ranking in comparison.rankings for item in ranking.not_comparable}
    reasons = groupby(sorted(items, key=_by_reason), key=_by_reason)
    for (reason, publisher), group in reasons:
        listed = _names([item.country for item in group], words)
        yield words(f"compare.{reason}", publisher=publisher, list=listed)
    for own in comparison.alone:
        named = {"publisher": own.publisher, "country": _country(own.country, words)}
        yield words("compare.only_subject", **named)
    if comparison.outside:
        yield words("compare.outside", list=_names(comparison.outside, words))


def _by_reason(item: NotComparable) -> tuple[str, str]:
    return item.reason, item.publisher


def _figures(rates: Sequence[CountryRate], words: Words) -> Table:
    """List the figures as published, and divided by the population."""
    own = [words(f"compare.{key}") for key in ("day", "population", "rate")]
    country, publisher, value, published, source = heads(
        words, "country", "publisher", "value", "published", "source"
    )
    return Table(
        key="compared-figures",
        title=words("compare.figures"),
        note=words("compare.figures_note"),
        head=(country, publisher, value, own[0], published, *own[1:], source),
        rows=tuple(_figure(figure, words) for rate in rates for figure in rate.figures),
        numeric=frozenset({2, 5, 6}),
    )


def _figure(figure: RatedEstimate, words: Words) -> tuple[Cell, ...]:
    said = figure.estimate
    value = _estimate(said.low, said.mid, said.high, words)
    if said.approximate and said.mid is not None:
        value = words("compare.about", number=value)
    return (
        Cell(text=_country(said.country, words)),
        Cell(text=said.publisher),
        Cell(text=value),
        Cell(text=words.short_day(said.period_end)),
        Cell(text=words.short_day(said.published)),
        Cell(text=words.number(figure.population), value=figure.population),
        Cell(text=_estimate(figure.low, figure.mid, figure.high, words)),
        Cell(text=said.source, has_links=True),
    )


def _estimate(low: float | None, mid: float | None, high: float | None, words: Words) -> str:
    """Write a middle value with its range, or either alone."""
    span = _range([rate_text(value, words) for value in (low, high) if value is not None], words)
    if mid is None:
        return span
    return f"{rate_text(mid, words)} ({span})" if span else rate_text(mid, words)


def _range(ends: Sequence[str], words: Words) -> str:
    """Write a range, or its one end where there are no two."""
    if len(set(ends)) < 2:
        return "".join(ends[:1])
    return words("compare.range", low=ends[0], high=ends[1])


def _sets(comparison: Comparison, words: Words) -> Table:
    known = read_regions()
    return Table(
        key="sets",
        title=words("compare.sets"),
        head=(words("compare.set"), words("table.source")),
        rows=tuple(
            (Cell(text=_countries(r, words)), Cell(text=known[r.region].source, lang="en"))
            for r in comparison.rankings
            if r.region in known
        ),
    )


def _countries(ranking: Ranking, words: Words) -> str:
    return words.code("compare", ranking.region)


def _country(name: str, words: Words) -> str:
    return words.code("country", name)


def _names(countries: Sequence[str], words: Words) -> str:
    """List countries by name, in the order of the language's letters."""
    *most, last = sorted(
        (_country(c, words) for c in countries), key=lambda n: normalize("NFKD", n)
    )
    return words("compare.and", left=", ".join(most), right=last) if most else last
