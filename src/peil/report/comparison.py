"""A comparison per head as text, as data and as a page."""

from collections.abc import Iterator, Sequence
from functools import cache
from io import StringIO
from itertools import groupby
from re import compile as pattern
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from peil.report import comparison_words as words
from peil.report.comparison_chart import rate_chart
from peil.review.comparison import (
    Comparison,
    CountryRate,
    NotComparable,
    Ranking,
    RatedEstimate,
)
from peil.review.estimates import Estimate
from peil.terms.regions import read_regions

DIGITS = 6
ADDRESS = pattern(r"https?://[^\s,;<>\"']+[^\s,;<>\"'.)]")
NOT_IN_SET = "not in this set"


def render_comparison_text(comparison: Comparison, console_width: int = 80) -> str:
    """Write a comparison for a terminal or a mail, without colours."""
    console = Console(
        file=StringIO(), width=console_width, color_system=None, force_terminal=False, emoji=False
    )
    say = _Speaker(console)
    say.line(comparison.label)
    say.line(f"As known on {words.day(comparison.as_of)}")
    say.paragraph(words.first_sentence(comparison))
    for ranking in comparison.rankings[1:]:
        say.paragraph(words.whole(words.answer(comparison, ranking), words.absent(ranking)))
    widest = _widest(comparison.rankings)
    say.paragraph(words.firmness(comparison, widest))
    if widest.rates:
        console.print()
        console.print(_text_table(comparison))
    for name, group in _by_source(comparison):
        say.paragraph(f"One source alone: {name}")
        for ranking in group:
            say.line(words.whole(words.answer(comparison, ranking)))
    for line in _remarks(comparison):
        say.paragraph(line)
    say.paragraph("How it is computed: " + words.method(comparison))
    for caveat in words.caveats(comparison):
        say.line("- " + caveat)
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


class _Speaker:
    """Prints plain text, so that no bracket in a name is taken for markup."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def line(self, text: str) -> None:
        self._console.print(Text(text))

    def paragraph(self, text: str) -> None:
        if text:
            self._console.print()
            self.line(text)


def _text_table(comparison: Comparison) -> Table:
    table = Table(box=SIMPLE, title="Per million inhabitants, highest first", title_justify="left")
    table.add_column("Country", no_wrap=True)
    table.add_column("Rate", justify="right", no_wrap=True)
    table.add_column("90% interval", justify="right")
    for ranking in comparison.rankings:
        table.add_column(f"Rank in {words.region_called(ranking.region)}", justify="right")
    widest = _widest(comparison.rankings)
    table.add_column(f"First in {words.region_called(widest.region)}", justify="right")
    at = comparison.rankings.index(widest)
    for country, rate, standings in _rows(comparison.rankings):
        table.add_row(
            Text(country),
            words.number(rate.mid),
            f"{words.number(rate.low)} to {words.number(rate.high)}",
            *(words.rank_interval(own) if own else "–" for own in standings),
            words.chance(own.probability_first) if (own := standings[at]) else "–",
        )
    return table


_Row = tuple[str, CountryRate, list[CountryRate | None]]


def _rows(rankings: Sequence[Ranking]) -> list[_Row]:
    """Give each country its rate and its standing in each set, highest rate first."""
    found: dict[str, CountryRate] = {}
    for ranking in rankings:
        for rate in ranking.rates:
            found.setdefault(rate.country, rate)
    standings = [{rate.country: rate for rate in ranking.rates} for ranking in rankings]
    ordered = sorted(found.values(), key=lambda rate: (-rate.mid, rate.country))
    return [(r.country, r, [own.get(r.country) for own in standings]) for r in ordered]


def _widest(rankings: Sequence[Ranking]) -> Ranking:
    return max(rankings, key=lambda ranking: (len(ranking.rates), ranking.members))


def _by_source(comparison: Comparison) -> Iterator[tuple[str, list[Ranking]]]:
    for name, group in groupby(comparison.same_source, key=words.source_name):
        yield name, list(group)


def _not_comparable(comparison: Comparison) -> list[NotComparable]:
    return sorted({item for ranking in comparison.rankings for item in ranking.not_comparable})


def _remarks(comparison: Comparison) -> Iterator[str]:
    """Name what is known but not compared."""
    left_out: dict[str, list[str]] = {}
    for item in _not_comparable(comparison):
        left_out.setdefault(item.reason, []).append(item.country)
    for reason, countries in left_out.items():
        yield f"Not comparable, because {reason}: {words.join(countries)}."
    for own in comparison.alone:
        yield (
            f"{own.publisher} has a figure for {own.country} and for no other country of the "
            f"same day, so it cannot be compared alone."
        )
    if comparison.outside:
        yield f"Figures about other places are not compared: {words.join(comparison.outside)}."


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """Give a comparison as plain data, the same for the same comparison."""
    return {
        "kind": "comparison_per_head",
        "indicator": comparison.indicator,
        "label": comparison.label,
        "subject": comparison.subject,
        "as_of": comparison.as_of.isoformat(),
        "source_error": comparison.error,
        "answer": words.first_sentence(comparison),
        "rankings": [_ranking_document(comparison, r) for r in comparison.rankings],
        "same_source": [_ranking_document(comparison, r) for r in comparison.same_source],
        "only_the_subject": [_estimate_document(own) for own in comparison.alone],
        "other_places": list(comparison.outside),
        "method": words.method(comparison),
        "caveats": list(words.caveats(comparison)),
    }


def _ranking_document(comparison: Comparison, ranking: Ranking) -> dict[str, Any]:
    region = read_regions().get(ranking.region)
    return {
        "region": ranking.region,
        "region_source": region.source if region else None,
        "publisher": ranking.publisher,
        "period_end": ranking.period_end.isoformat() if ranking.period_end else None,
        "members": ranking.members,
        "answer": ranking.word,
        "reason": ranking.reason,
        "sentence": words.whole(words.answer(comparison, ranking), words.absent(ranking)),
        "probability_first": _rounded(ranking.probability_first),
        "probability_if_error_doubles": _rounded(ranking.probability_if_error_doubles),
        "rates": [_rate_document(rate) for rate in ranking.rates],
        "absent": list(ranking.absent),
        "not_comparable": [
            {"country": item.country, "reason": item.reason} for item in ranking.not_comparable
        ],
    }


def _rate_document(rate: CountryRate) -> dict[str, Any]:
    return {
        "country": rate.country,
        "per_million": {
            "low": _rounded(rate.low),
            "mid": _rounded(rate.mid),
            "high": _rounded(rate.high),
        },
        "probability_first": _rounded(rate.probability_first),
        "rank": {"low": rate.rank_low, "mid": rate.rank_mid, "high": rate.rank_high},
        "figures": [_figure_document(figure) for figure in rate.figures],
    }


def _figure_document(figure: RatedEstimate) -> dict[str, Any]:
    return {
        **_estimate_document(figure.estimate),
        "population": figure.population,
        "per_million": {
            "low": _rounded(figure.low),
            "mid": _rounded(figure.mid),
            "high": _rounded(figure.high),
        },
    }


def _estimate_document(estimate: Estimate) -> dict[str, Any]:
    return {
        "country": estimate.country,
        "low": estimate.low,
        "mid": estimate.mid,
        "high": estimate.high,
        "approximate": estimate.approximate,
        "period_end": estimate.period_end.isoformat(),
        "published": estimate.published.isoformat(),
        "publisher": estimate.publisher,
        "source": estimate.source,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def comparison_page(comparison: Comparison) -> str:
    """Write a comparison as one page that asks nothing of any other place."""
    widest = _widest(comparison.rankings)
    rows = _rows(comparison.rankings)
    figures = [figure for _, rate, _ in rows for figure in rate.figures]
    page = _environment().get_template("comparison.html")
    return page.render(
        comparison=comparison,
        words=words,
        widest=widest,
        chart=rate_chart(widest.rates, comparison.subject, "all") if rows else None,
        rows=rows,
        not_in_set=NOT_IN_SET,
        sources=list(_sources(comparison, [country for country, _, _ in rows])),
        figures=figures,
        cited=sorted({figure.estimate.source for figure in figures}),
        regions=[
            read_regions()[ranking.region]
            for ranking in comparison.rankings
            if ranking.region in read_regions()
        ],
        remarks=list(_remarks(comparison)),
        linked=linked,
    )


def _sources(comparison: Comparison, compared: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Show for each source its answers, and which of the countries compared it lacks."""
    for i, (name, rankings) in enumerate(_by_source(comparison)):
        rates = _widest(rankings).rates
        covered = {rate.country for rate in rates}
        yield {
            "name": name,
            "rankings": rankings,
            "without": [country for country in compared if country not in covered],
            "chart": rate_chart(rates, comparison.subject, f"source-{i}"),
        }


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("peil.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def linked(text: str) -> Markup:
    """Turn the web addresses in a source into links, and escape the rest."""
    parts, end = [], 0
    for found in ADDRESS.finditer(text):
        parts += [escape(text[end : found.start()])]
        parts += [Markup('<a href="{0}">{0}</a>').format(found.group())]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])
