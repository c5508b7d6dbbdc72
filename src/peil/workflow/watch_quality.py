"""Judge methods of the watch by outbreaks that are known: read a table, and ask each method."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from peil.feeds.counts.read import read_counts
from peil.feeds.tables.columns import COUNTS, Columns
from peil.feeds.tables.opening import open_table
from peil.feeds.tables.table import Table
from peil.observe.watch.counts import Counts
from peil.observe.watch.engine import NAMES
from peil.observe.watch.methods import PEIL, checked_method
from peil.observe.watch.peil_method import BUDGET
from peil.observe.watch.quality import Asked, SeriesQuality, WatchQuality, series_quality
from peil.terms.calendar import as_date
from peil.terms.errors import BadInput

EVENTS = "events"
"""The column that marks known outbreaks."""
UNMARKED = tuple(name for name in COUNTS if name != EVENTS)
Progress = Callable[[Sequence[Counts]], Iterable[Counts]]


def asked_for(methods: Iterable[str]) -> list[Asked]:
    """Read which methods are judged beside Peil's own, as in `ears` or `ears:alpha=0.01`.

    Raises:
        BadInput: a method or a parameter is not known.
    """
    others = [text for text in dict.fromkeys(methods) if text != PEIL]
    return [Asked(label=NAMES[PEIL], method=PEIL), *map(_asked, others)]


def _asked(text: str) -> Asked:
    from peil.surveillance.parameters import read_parameters

    name, _, parameters = text.partition(":")
    checked_method(name)
    return Asked(
        label=text,
        method=name,
        parameters=read_parameters(name, parameters) if parameters else {},
    )


def watch_quality(
    path: Path,
    methods: Sequence[str] = (),
    *,
    as_of: date | None = None,
    false_signals_per_year: float = BUDGET,
    last: int | None = None,
    date_column: str | None = None,
    count_column: str | None = None,
    watched: Progress = iter,
) -> WatchQuality:
    """Judge Peil's method, and others, by the known outbreaks of a plain table.

    Args:
        path: a table as `peil watch` takes it, with a column `events`: above 0 in each period
            that belongs to a known outbreak.
        methods: others, as in `asked_for`.
        as_of, date_column, count_column: as of `read_counts`.
        false_signals_per_year: budget of each series.
        last: how many of the latest periods are judged at most.
        watched: hands the series on, so that a caller can show how far it is.

    Raises:
        BadInput: the table cannot be read, marks no outbreak that could be found, or mixes
            lengths of period; or a method cannot be used.
    """
    asked = asked_for(methods)
    table = open_table(path, "date, count and events")
    Columns(table).need("", EVENTS)
    column = Columns(table).need("--count-column", count_column, *UNMARKED)
    every = read_counts(table, as_of=as_of, date_column=date_column, count_column=column)
    _refuse_mixed(every)
    _refuse_most_marked(path, table)
    series = tuple(
        series_quality(own, asked, false_signals_per_year=false_signals_per_year, last=last)
        for own in watched(every)
    )
    _refuse_unmarked(path, series)
    return WatchQuality(
        title=path.stem,
        as_of=max(as_date(one.counts.end[-1]) for one in series),
        false_signals_per_year=false_signals_per_year,
        series=series,
    )


def _refuse_mixed(every: Sequence[Counts]) -> None:
    periods = sorted({one.period for one in every})
    if len(periods) > 1:
        raise BadInput(
            f"the series have counts by {' and by '.join(periods)}, so that their delays cannot "
            "be taken together; give those of each in a file of its own"
        )


def _refuse_most_marked(path: Path, table: Table) -> None:
    marked = Columns(table).flags(EVENTS) > 0
    if 2 * marked.sum() > len(marked):
        raise BadInput(
            f"{path.name}: marks {marked.sum()} of {len(marked)} periods as outbreaks; write 1 in the "
            f"column {EVENTS!r} for those of an outbreak alone, and 0 for the others"
        )


def _refuse_unmarked(path: Path, series: Sequence[SeriesQuality]) -> None:
    if any(tally.outbreaks for one in series for tally in one.tallies.values()):
        return
    first = min(as_date(one.counts.start[0]) for one in series)
    raise BadInput(
        f"{path.name}: marks no outbreak that begins in the judged periods, from {first} on; write "
        f"1 in the column {EVENTS!r} for each period of a known outbreak, or give a longer series"
    )
