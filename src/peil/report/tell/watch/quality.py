"""Tell how well methods find known outbreaks: a table of all methods, and each series drawn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import numpy as np

from peil.observe.watch.quality import SeriesQuality, Tally, WatchQuality
from peil.observe.watch.signals import stretches_of
from peil.report.chart.figure import Axis, Bar, Drawing, Look, Mark, Panel
from peil.report.chart.figure import Row as Named
from peil.report.model import Block, Cell, Figure, Rank, Report, Table, Text
from peil.report.tell.parts import Cells, Value, cell, picked, report, share, table
from peil.report.tell.watch.chart import counts_band
from peil.report.words import Words
from peil.terms.calendar import as_date

ONE_DAY = timedelta(days=1)
MOST_CHARTS = 12
"""Series that are drawn; the table has all."""
TALL, HALF_ROW, TOP = 120.0, 0.32, 1.04
"""Height of the picture of the counts, half of that of a signal in its row, and the picture's top over
the largest count."""
SHADE = Look(colour="shade")
TRUE, FALSE = Look(), Look(colour="vermilion", hollow=True)


def document(found: WatchQuality) -> Mapping[str, Any]:
    """Write down in codes of no language how each method fared, and what it signalled when."""
    return {
        **picked(found, "title", "as_of", "false_signals_per_year"),
        "methods": [_summary(None, *each) for each in found.tallies.items()],
        "series": [
            _summary(one.counts.series, *each)
            for one in found.series
            for each in one.tallies.items()
        ],
        "points": [
            {
                "series": one.counts.series,
                "period_start": as_date(one.counts.start[i]),
                "period_end": as_date(one.counts.end[i]),
                "observed": count,
                "is_outbreak": bool(one.counts.is_outbreak[i]),
                "signalled": [label for label, rises in one.rises.items() if rises.stands[i]],
            }
            for one in found.series
            for i, count in enumerate(one.counts.count)
        ],
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


def tell(found: WatchQuality, words: Words) -> Report:
    """Say in one language how well the methods found what is known."""
    method, fared = next(iter(found.tallies.items()))
    rate = fared.false_a_year
    return report(
        "watch-quality",
        words,
        title=f"{found.title} · {words('watch_quality.kicker')}",
        day=found.as_of,
        headline=words(
            "watch_quality.headline",
            method=method,
            found=_of(fared, words),
            false=words("table.none") if rate is None else words.number(rate, 2),
        ),
        blocks=_blocks(found, words),
    )


def _of(fared: Tally, words: Words) -> str:
    return words("watch_quality.of", number=fared.found, all=fared.outbreaks)


def _blocks(found: WatchQuality, words: Words) -> Iterator[Block]:
    together = [_cells(*each, words) for each in found.tallies.items()]
    looks = {"rank": Rank.ANSWER, "is_cards": True}
    yield table("methods", "", together, words, group="watch_quality", **looks)
    judged = sum(len(one.counts) for one in found.series)
    meant = words("watch_quality.meaning")
    budget = words.number(found.false_signals_per_year, 3)
    how = words("watch_quality.judged", number=words.number(judged), budget=budget)
    yield Text(key="judged", lines=(meant, how), tone="note", rank=Rank.FIRST_PAGE)
    if len(found.series) > 1:
        each = [
            {"series": one.counts.series, **_cells(*fared, words)}
            for one in found.series
            for fared in one.tallies.items()
        ]
        title = words("watch_quality.each")
        yield table("series", title, each, words, group="watch_quality", is_cards=True)
    for place, one in enumerate(found.series[:MOST_CHARTS]):
        rank = Rank.FIRST_PAGE if len(found.series) == 1 else Rank.REST
        yield _figure(one, f"quality-{place}", rank, words)


def _cells(method: str, fared: Tally, words: Words) -> dict[str, Value]:
    low, high = map(words.percent, fared.found_within)
    within = words("watch_quality.within", low=low, high=high)
    signals = fared.true_signals + fared.false_signals
    true = words("watch_quality.of", number=fared.true_signals, all=signals)
    return {
        "method": method,
        "found": Cell(text=_of(fared, words), lines=(within,) if fared.outbreaks else ()),
        "delay": cell(fared.delay, words, 1),
        "false": cell(fared.false_a_year, words, 2),
        "quiet": share(fared.quiet_signalled, words),
        "true": Cell(text=true, value=fared.true_share),
    }


# The picture of a series


def _figure(one: SeriesQuality, key: str, rank: Rank, words: Words) -> Figure:
    name, counts = one.counts.series, one.counts
    fared = [
        words("watch_multiples.one", name=label, says=_of(each, words))
        for label, each in one.tallies.items()
    ]
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
    course = counts_band(counts.start, counts.count, after, words)
    days = Axis(scale="day", low=first, high=after)
    lanes = Axis(scale="rows", rows=tuple(Named(text=label) for label in one.rises))
    above, key = Axis(low=0.0, high=high, is_whole=True), words("watch_quality.known")
    known = (
        Bar(x=_span(one, *ends), y=(0.0, high), look=SHADE, key=key)
        for ends in stretches_of(counts.is_outbreak)
    )
    return Drawing(
        panels=(
            Panel(x=days, y=above, marks=(*known, course), height=TALL),
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


def _span(one: SeriesQuality, first: int, last: int) -> tuple[date, date]:
    return as_date(one.counts.start[first]), as_date(one.counts.end[last]) + ONE_DAY


def _data(one: SeriesQuality, words: Words) -> Table:
    flags = {"watch_quality.known": one.counts.is_outbreak}
    flags |= {label: rises.stands for label, rises in one.rises.items()}
    said = words("watch_quality.yes")
    every: Iterator[Cells] = (
        {
            "period": words.period(as_date(one.counts.start[i]), as_date(one.counts.end[i])),
            "observed": None if np.isnan(count) else float(count),
            **{head: said if flag[i] else "" for head, flag in flags.items()},
        }
        for i, count in enumerate(one.counts.count)
    )
    return table("points", one.counts.series, every, words, group="watch")
