"""A comparison per head, as text, as data and as a page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import attrgetter
from unicodedata import normalize

from peil.report.account import Cell, Table
from peil.report.cells import heads
from peil.report.charts import Chart
from peil.report.comparison_chart import interval, ranged, rate_chart, rate_text
from peil.report.data import document_json, in_form
from peil.report.site_frame import Frame
from peil.report.words import Words
from peil.review.comparison import CountryComparison, CountryRate, Ranking, RatedEstimate
from peil.terms.regions import read_regions

CAVEATS = ("who_is_counted", "days_differ", "not_samples", "absent_countries", "not_persons")
LEAST = 1e-9
"""Probability that stands in for none: an answer from estimates is never certain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything that the report of a comparison says, in one language.

    Args:
        headline: the answer within the first set of countries.
        notes: the countries that it says nothing of, and how firm it is.
        tables: of one column where they are lists, such as the answers within other sets.
        charts: by the key of the table that holds their data.
    """

    title: str
    as_known: str
    question: str
    headline: str
    notes: tuple[str, ...]
    tables: tuple[Table, ...]
    charts: Mapping[str, Chart | None]


def render_comparison(
    comparison: CountryComparison,
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
    return in_form(
        output,
        of="comparison",
        text=lambda: _text(comparison, words, width, is_terminal=is_terminal),
        json=lambda: document_json(comparison_document(comparison)),
        html=lambda: comparison_page(comparison, words),
    )


def comparison_page(comparison: CountryComparison, words: Words, frame: Frame | None = None) -> str:
    """Render a comparison as a page that stands alone, or in the frame of a site."""
    from peil.report.page import render

    return render(
        "comparison.html", words=words, frame=frame, told=tell_comparison(comparison, words)
    )


def comparison_document(comparison: CountryComparison) -> dict[str, object]:
    """Write down a comparison as data, in codes of no language."""
    sets = {region.id: region.source for region in read_regions().values()}
    return {"kind": "comparison_per_head", **asdict(comparison), "caveats": CAVEATS, "sets": sets}


def _text(comparison: CountryComparison, words: Words, width: int, *, is_terminal: bool) -> str:
    from peil.report.text import GLUE, NARROWEST, print_parts, sheet_of

    words = words.marked(GLUE)
    told = tell_comparison(comparison, words, is_short=True)
    above = filter(None, (f"{told.title} · {told.as_known}", words("meta.not_checked")))
    said = (part for line in (told.headline, *told.notes) for part in ("", line))
    tables = (sheet_of(table, words, max(width, NARROWEST)) for table in told.tables)
    parts = [*above, *said, *tables, "", words("compare.elsewhere")]
    return print_parts(parts, width=width, is_terminal=is_terminal)


def tell_comparison(comparison: CountryComparison, words: Words, *, is_short: bool = False) -> Told:
    """Say a comparison in one language; shortly, with the widest set's ranks and no figures."""
    first, *others = comparison.rankings
    shown = [_widest(comparison.rankings)] if is_short else comparison.rankings
    rates = _rates("rates", shown, words)
    sources = list(_sources(comparison, words))
    how = _how(comparison.error, words)
    last = (how,) if is_short else (_figures(shown, words), how, _sets(words))
    own = rate_chart(compared(shown), comparison.subject, words, rates, words("compare.own"))
    wider = [f"{answer(comparison, r, words)} {_absent(r, words)}".strip() for r in others]
    tables = (
        _list("wider", words("compare.wider"), wider),
        rates,
        _list("left_out", words("compare.left_out"), _left_out(comparison, words)),
    )
    return Told(
        title=words.name(comparison.names, comparison.indicator),
        as_known=words("title.as_known", day=words.day(comparison.as_of)),
        question=words("compare.question", country=_country(comparison.subject, words)),
        headline=answer(comparison, first, words),
        notes=tuple(filter(None, (_absent(first, words), _firmness(comparison, words)))),
        tables=tuple(t for t in (*tables, *(t for t, _ in sources), *last) if t.rows),
        charts={"rates": own, **{table.key: chart for table, chart in sources}},
    )


def _list(key: str, title: str, lines: Iterable[str], note: str = "") -> Table:
    rows = tuple((Cell(text=line),) for line in lines)
    return Table(key=key, title=title, note=note, head=(title,), rows=rows)


def _how(error: float, words: Words) -> Table:
    caveats = [words.code("compare", code, error=words.percent(error)) for code in CAVEATS]
    method = words("compare.method", factor=words.number(1 + error, 2))
    return _list("how", words("compare.how"), caveats, method)


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
        country=_country(subject, words),
        chance=chance(ranking.probability_first, words),
        rival=_country(rival.country, words) if rival else "",
        rival_chance=chance(rival.probability_first, words) if rival else "",
        day=words.day(comparison.as_of),
        **named,
    )


def chance(probability: float | None, words: Words) -> str:
    """Write a probability, never as certain."""
    said = words.percent(min(max(probability or 0.0, LEAST), 1 - LEAST))
    return said.replace(" ", words.no_break)


def _absent(ranking: Ranking, words: Words) -> str:
    if not ranking.absent:
        return ""
    named = {"countries": _countries(ranking, words), "list": _names(ranking.absent, words)}
    return words("compare.absent", n=len(ranking.absent), **named)


def _firmness(comparison: CountryComparison, words: Words) -> str:
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


def _rates(key: str, rankings: Sequence[Ranking], words: Words) -> Table:
    """List each country's rate, and its rank and probability of being first in each set."""
    columns = [(what, ranking) for what in ("rank", "first") for ranking in rankings]
    named = [words(f"compare.{what}", countries=_countries(r, words)) for what, r in columns]
    head = (words("table.country"), words("compare.rate"), words("compare.interval"), *named)
    return Table(
        key=key,
        title=words("compare.rates"),
        note=words("compare.rates_note"),
        head=head,
        rows=tuple(
            (
                Cell(text=_country(rate.country, words)),
                Cell(text=rate_text(rate.mid, words), value=rate.mid),
                Cell(text=interval(rate, words)),
                *(_standing(rate.country, what, ranking, words) for what, ranking in columns),
            )
            for rate in compared(rankings)
        ),
        numeric=frozenset({1}),
    )


def _standing(country: str, what: str, ranking: Ranking, words: Words) -> Cell:
    own = next((rate for rate in ranking.rates if rate.country == country), None)
    if own is None:
        return Cell(text=words("table.none"))
    if what == "first":
        return Cell(text=chance(own.probability_first, words), value=own.probability_first)
    return Cell(text=ranged([str(own.rank_low), str(own.rank_high)], words))


def _sources(comparison: CountryComparison, words: Words) -> Iterator[tuple[Table, Chart | None]]:
    """Give what each source says of all its countries, and name those compared that it lacks."""
    groups = groupby(comparison.same_source, key=attrgetter("publisher", "period_end"))
    for i, ((publisher, end), group) in enumerate(groups):
        rankings, day = list(group), words.day(end)
        rates, name = compared(rankings), words("compare.alone", publisher=publisher, day=day)
        covered = {rate.country for rate in rates}
        lacked = [r.country for r in compared(comparison.rankings) if r.country not in covered]
        without = words("compare.without", list=_names(lacked, words)) if lacked else ""
        table = _rates(f"source-{i}", rankings, words)
        chart = rate_chart(rates, comparison.subject, words, table, publisher)
        answers = [answer(comparison, ranking, words) for ranking in rankings]
        yield _list(table.key, name, answers, without), chart


def _left_out(comparison: CountryComparison, words: Words) -> Iterator[str]:
    """Name what is known but not compared."""
    items = {item for ranking in comparison.rankings for item in ranking.not_comparable}
    why = attrgetter("reason", "publisher")
    for (reason, publisher), group in groupby(sorted(items, key=why), key=why):
        listed = _names([item.country for item in group], words)
        yield words(f"compare.{reason}", publisher=publisher, list=listed)
    for own in comparison.alone:
        named = {"publisher": own.publisher, "country": _country(own.country, words)}
        yield words("compare.only_subject", **named)
    if comparison.outside:
        yield words("compare.outside", list=_names(comparison.outside, words))


def _figures(rankings: Sequence[Ranking], words: Words) -> Table:
    """List the figures as published, and divided by the population."""
    country, publisher, value, published, source = heads(
        words, "country", "publisher", "value", "published", "source"
    )
    day, population, rate = (words(f"compare.{key}") for key in ("day", "population", "rate"))
    return Table(
        key="figures",
        title=words("compare.figures"),
        note=words("compare.figures_note"),
        head=(country, publisher, value, day, published, population, rate, source),
        rows=tuple(_figure(f, words) for own in compared(rankings) for f in own.figures),
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
    span = ranged([rate_text(value, words) for value in (low, high) if value is not None], words)
    if mid is None:
        return span
    return f"{rate_text(mid, words)} ({span})" if span else rate_text(mid, words)


def _sets(words: Words) -> Table:
    named = {words.code("compare", region.id): region for region in read_regions().values()}
    lines = [words.labelled(words.sentence(name), set_.source) for name, set_ in named.items()]
    return _list("sets", words("compare.sets"), lines)


def _countries(ranking: Ranking, words: Words) -> str:
    return words.code("compare", ranking.region)


def _country(name: str, words: Words) -> str:
    return words.code("country", name)


def _names(countries: Sequence[str], words: Words) -> str:
    """List countries by name, in the order of the language's letters."""
    named = (_country(c, words) for c in countries)
    return words.joined(sorted(named, key=lambda name: normalize("NFKD", name)))
