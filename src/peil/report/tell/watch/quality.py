"""Tell how well methods find known outbreaks: a table of all methods, and each series drawn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import numpy as np

from peil.observe.watch.quality import SeriesQuality, Tally, WatchQuality
from peil.observe.watch.signals import stretches_of
from peil.report.chart.figure import Axis, Band, Bar, Drawing, Look, Mark, Panel
from peil.report.chart.figure import Row as Named
from peil.report.model import Block, Cell, Figure, Rank, Report, Table, Text
from peil.report.tell.parts import Value, cell, listing, report, row, share, table
from peil.report.words import Words
from peil.terms.calendar import as_date

ONE_DAY = timedelta(days=1)
MOST_CHARTS = 12
"""Series that are drawn; the table has all."""
TALL, HALF_ROW, TOP = 120.0, 0.32, 1.04
"""Height of the picture of the counts, half of that of a signal in its row, and the picture's top over
the largest count."""
SHADE, COUNTS = Look(colour="shade"), Look(colour="slate", strength=0.55)
TRUE, FALSE = Look(), Look(colour="vermilion", hollow=True)


def document(found: WatchQuality) -> Mapping[str, Any]:
    """Write down in codes of no language how each method fared, and what it signalled when."""
    return {
        "title": found.title,
        "as_of": found.as_of,
        "false_signals_per_year": found.false_signals_per_year,
        "methods": [_summary(None, *each) for each in found.tallies.items()],
        "series": [
            _summary(one.counts.series, *each)
            for one in found.series
            for each in one.tallies.items()
        ],
        "points": [point for one in found.series for point in _points(one)],
    }


def rows(found: WatchQuality) -> tuple[Sequence[str], Sequence[Mapping[str, Any]]]:
    """Give a row for each method on all series together, then one for it on each series."""
    written = document(found)
    every = [*written["methods"], *written["series"]]
    return tuple(every[0]), [one | {"delays": " ".join(map(str, one["delays"]))} for one in every]


def _summary(series: str | None, method: str, fared: Tally) -> dict[str, Any]:
    return {
        "series": series,
        "method": method,
        "found": fared.found,
        **asdict(fared),
        "median_delay": fared.delay,
        "periods_found": fared.periods_found,
        "false_signals_a_year": fared.false_a_year,
        "quiet_signalled": fared.quiet_signalled,
        "true_share": fared.true_share,
    }


def _points(one: SeriesQuality) -> Iterator[dict[str, Any]]:
    for i, count in enumerate(one.counts.count):
        yield {
            "series": one.counts.series,
            "period_start": as_date(one.counts.start[i]),
            "period_end": as_date(one.counts.end[i]),
            "observed": count,
            "is_outbreak": bool(one.counts.is_outbreak[i]),
            "signalled": [label for label, rises in one.rises.items() if rises.stands[i]],
        }


def tell(found: WatchQuality, words: Words) -> Report:
    """Say in one language how well the methods found what is known."""
    method, fared = next(iter(found.tallies.items()))
    return report(
        "watch-quality",
        words,
        title=f"{found.title} · {words('watch_quality.kicker')}",
        day=found.as_of,
        headline=words(
            "watch_quality.headline",
            method=method,
            found=_of(fared, words),
            false=_false(fared, words),
        ),
        blocks=_blocks(found, words),
    )


def _of(fared: Tally, words: Words) -> str:
    return words("watch_quality.of", number=fared.found, all=fared.outbreaks)


def _false(fared: Tally, words: Words) -> str:
    rate = fared.false_a_year
    return words("table.none") if rate is None else words.number(rate, 2)


def _blocks(found: WatchQuality, words: Words) -> Iterator[Block]:
    together = [_cells(*each, words) for each in found.tallies.items()]
    looks: dict[str, Any] = {"group": "watch_quality", "is_cards": True}
    yield listing("methods", "", together, words, rank=Rank.ANSWER, **looks)
    judged = sum(len(one.counts) for one in found.series)
    meant = words("watch_quality.meaning")
    budget = words.number(found.false_signals_per_year, 3)
    how = words("watch_quality.judged", number=words.number(judged), budget=budget)
    yield Text(key="judged", lines=(meant, how), tone="note", rank=Rank.FIRST_PAGE)
    if len(found.series) > 1:
        each = [
            {"watch_quality.series": one.counts.series, **_cells(*fared, words)}
            for one in found.series
            for fared in one.tallies.items()
        ]
        yield listing("series", words("watch_quality.each"), each, words, **looks)
    for place, one in enumerate(found.series[:MOST_CHARTS]):
        rank = Rank.FIRST_PAGE if len(found.series) == 1 else Rank.REST
        yield _figure(one, f"quality-{place}", rank, words)


def _cells(method: str, fared: Tally, words: Words) -> dict[str, Value]:
    low, high = map(words.percent, fared.found_within)
    within = words("watch_quality.within", low=low, high=high)
    signals = fared.true_signals + fared.false_signals
    true = words("watch_quality.of", number=fared.true_signals, all=signals)
    return {
        "watch_quality.method": method,
        "watch_quality.found": Cell(
            text=_of(fared, words), lines=(within,) if fared.outbreaks else ()
        ),
        "watch_quality.delay": cell(fared.delay, words, 1),
        "watch_quality.false": cell(fared.false_a_year, words, 2),
        "watch_quality.quiet": share(fared.quiet_signalled, words),
        "watch_quality.true": Cell(text=true, value=fared.true_share),
    }


# The picture of a series


def _figure(one: SeriesQuality, key: str, rank: Rank, words: Words) -> Figure:
    """Draw the counts with what is known, and below them a row of signals for each method."""
    name, counts = one.counts.series, one.counts
    fared = [f"{label}: {_of(each, words)}" for label, each in one.tallies.items()]
    return Figure(
        key=key,
        title=words("watch_quality.chart", name=name),
        rank=rank,
        drawing=_drawing(one, words),
        alt=words(
            "watch_quality.chart_desc",
            start=words.short_day(as_date(counts.start[0])),
            end=words.short_day(as_date(counts.end[-1])),
            list=words.listed(fared),
        ),
        source=words("watch_quality.source", name=name),
        data=_data(one, words),
    )


def _drawing(one: SeriesQuality, words: Words) -> Drawing:
    counts = one.counts
    first, after = as_date(counts.start[0]), as_date(counts.end[-1]) + ONE_DAY
    high = max(float(np.nanmax(counts.count, initial=1.0)), 1.0) * TOP
    low = np.where(np.isnan(counts.count), np.nan, 0.0)
    steps = zip(counts.start.tolist(), low.tolist(), counts.count.tolist(), strict=True)
    course = Band(
        points=(*steps, (after, None, None)),
        stepped=True,
        look=COUNTS,
        key=words("watch.legend_observed"),
    )
    days = Axis(scale="day", low=first, high=after)
    lanes = Axis(scale="rows", rows=tuple(Named(text=label) for label in one.rises))
    above = Axis(low=0.0, high=high, is_whole=True)
    return Drawing(
        panels=(
            Panel(x=days, y=above, marks=(*_known(one, (0.0, high), words), course), height=TALL),
            Panel(x=days, y=lanes, marks=tuple(_signals(one, words))),
        ),
        has_narrow=True,
    )


def _signals(one: SeriesQuality, words: Words) -> Iterator[Mark]:
    looks = {True: (TRUE, "true_signal"), False: (FALSE, "false_signal")}
    for lane, rises in enumerate(one.rises.values()):
        for a, b, is_true in rises.stretches(one.counts.is_outbreak):
            look, key = looks[is_true]
            y = (lane - HALF_ROW, lane + HALF_ROW)
            yield Bar(x=_span(one, a, b), y=y, look=look, key=words(f"watch_quality.{key}"))


def _known(one: SeriesQuality, y: tuple[float, float], words: Words) -> Iterator[Mark]:
    for a, b in stretches_of(one.counts.is_outbreak):
        yield Bar(x=_span(one, a, b), y=y, look=SHADE, key=words("watch_quality.known"))


def _span(one: SeriesQuality, first: int, last: int) -> tuple[date, date]:
    return as_date(one.counts.start[first]), as_date(one.counts.end[last]) + ONE_DAY


def _data(one: SeriesQuality, words: Words) -> Table:
    """List every judged period with what is known of it and what each method signals."""
    heads = [words(f"watch.{key}") for key in ("period", "observed")]
    flags = (one.counts.is_outbreak, *(rises.stands for rises in one.rises.values()))
    said = words("watch_quality.yes")
    every = (
        row(
            words.period(as_date(one.counts.start[i]), as_date(one.counts.end[i])),
            None if np.isnan(count) else float(count),
            *(said if flag[i] else "" for flag in flags),
            words=words,
        )
        for i, count in enumerate(one.counts.count)
    )
    heads += [words("watch_quality.known"), *one.rises]
    return table("points", one.counts.series, heads, every)
