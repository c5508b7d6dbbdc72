"""Watch a dossier, or the counts of a plain table: read, and judge each series."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peil.feeds.counts.holidays import Asked, read_holidays
from peil.feeds.counts.read import read_counts
from peil.feeds.counts.wide import long_form, wide_table
from peil.feeds.dossier.archive import is_archive
from peil.feeds.tables.table import Table
from peil.feeds.tables.values import AnyTable, given_table
from peil.observe.figures import FigureGroup, group_of
from peil.observe.indicator import Indicator
from peil.observe.record import Record
from peil.observe.watch.counts import Counts
from peil.observe.watch.engine import watch_counts
from peil.observe.watch.holidays import with_holidays
from peil.observe.watch.indicators import Chart, WatchedIndicator, aged, watch_indicator
from peil.observe.watch.methods import PEIL, checked_method
from peil.observe.watch.peil_method import BUDGET
from peil.observe.watch.series import Watch, WatchedSeries
from peil.observe.watch.watched import Watched
from peil.terms.calendar import as_date
from peil.terms.errors import BadInput

if TYPE_CHECKING:
    from peil.feeds.dossier.read import AnyDossier

Kept = tuple[date, date]
Progress = Callable[[Sequence[Counts]], Iterable[Counts]]
JUDGED = {"day": 365, "week": 52, "month": 60, "quarter": 20, "year": 5}
"""Periods that are judged unless told otherwise: a year of days or weeks, else five years."""
MOST_NAMED = 3
"""Old outbreaks that are offered where another was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchSettings:
    """How each series is watched.

    Args:
        method: its name, as in `peil.observe.watch.methods`.
        false_signals_per_year: budget of each series in each direction.
        last: how many of the latest periods are judged.
        keep: first and last day of old outbreaks that a person keeps in the baseline of each
            series in which they would be left out.
        parameters: of a method of the field, as in `alpha=0.01,half_window=2`, where they shall
            not be what its authors advise.
    """

    method: str = PEIL
    false_signals_per_year: float = BUDGET
    last: int | None = None
    keep: Sequence[Kept] = ()
    parameters: str = ""

    def chart(self) -> Chart:
        """Give what judges one series.

        Raises:
            BadInput: the method or its parameters are not known.
        """
        parameters = self._read()

        def judged(counts: Counts) -> Watched:
            return watch_counts(
                counts,
                method=self.method,
                false_signals_per_year=self.false_signals_per_year,
                last=JUDGED[counts.period] if self.last is None else self.last,
                keep=self.keep,
                parameters=parameters,
            )

        return judged

    def _read(self) -> dict[str, Any]:
        """Read what is set by hand; without that the methods of the field need not be loaded."""
        if not self.parameters:
            return {}
        from peil.surveillance.parameters import read_parameters

        checked_method(self.method)
        return read_parameters(self.method, self.parameters)


USUAL = WatchSettings()


def watch_file(
    path: Path | Table,
    settings: WatchSettings = USUAL,
    *,
    as_of: date | None = None,
    date_column: str | None = None,
    count_column: str | None = None,
    wide: bool = False,
    holidays: Asked | None = None,
    watched: Progress = iter,
) -> Watch:
    """Watch every series of a plain table of counts.

    Args:
        path: a CSV with the columns date and count, or such a table; see `peil.feeds.counts.read`.
        as_of: the last day that is looked at; periods that begin later are left out. Without
            it, the last day that the table is about.
        date_column, count_column: names of the columns, where they have others.
        wide: whether each column but the first is a series.
        holidays: what has a term of its own; see `peil.feeds.counts.holidays`.
        watched: hands the series on, so that a caller can show how far it is.

    Raises:
        BadInput: the table, the method or a number cannot be used as it stands.
    """
    chart = settings.chart()
    name = Path(path.file) if isinstance(path, Table) else path
    if wide:
        path, date_column = wide_table(path, date_column), None
    every = read_counts(path, as_of=as_of, date_column=date_column, count_column=count_column)
    if holidays is not None:
        every = _with_holidays(every, holidays)
    day = as_of or max(as_date(counts.end[-1]) for counts in every)
    series = tuple(
        WatchedSeries(watched=aged(chart(counts), day), counts=counts, source=name.name)
        for counts in watched(every)
    )
    _refuse_idle(settings.keep, series)
    return Watch(title=name.stem, as_of=day, series=series)


def _with_holidays(every: Sequence[Counts], asked: Asked) -> tuple[Counts, ...]:
    first = min(as_date(counts.start[0]) for counts in every)
    days = read_holidays(asked, first, max(as_date(counts.end[-1]) for counts in every))
    return tuple(with_holidays(counts, days) for counts in every)


def watch_dossier(
    folder: "AnyDossier",
    as_of: date | None = None,
    settings: WatchSettings = USUAL,
    *,
    watched: Callable[[Sequence[str]], Iterable[str]] = iter,
) -> Watch:
    """Watch every indicator of a dossier's country, as it was known on a day.

    Args:
        as_of: the day; nothing published later is used. Without it, the day on which the
            latest figure became known.
        settings: how, where counts allow a chart.
        watched: hands the indicators on, so that a caller can show how far it is.

    Raises:
        BadDossier: the dossier has problems.
        BadInput: nothing was known on the day, or the method or a number cannot be used.
    """
    # A table needs none of what reads a dossier.
    from peil.feeds.dossier.read import opened
    from peil.workflow.assessing import record_of

    dossier = opened(folder)
    record = record_of(dossier, with_unverified=False)
    day, chart = as_of or _latest(record), settings.chart()
    known = [name for name in record.observed() if len(record.figures(name, day))]
    if not known:
        when = f"was known on {as_of}; ask for a later day" if as_of else "is there; add some"
        raise BadInput(f"no figure of {dossier.title} {when}")
    series = tuple(_indicator(record, name, day, chart) for name in watched(known))
    _refuse_idle(settings.keep, series)
    return Watch(title=dossier.title, as_of=day, series=series)


def watch_given(
    given: AnyTable,
    as_of: date | None = None,
    *,
    method: str = PEIL,
    false_signals_per_year: float = BUDGET,
    last: int | None = None,
    keep: Sequence[Kept] = (),
    parameters: str = "",
    wide: bool = False,
    holidays: Asked | None = None,
) -> Watch:
    """Say which counts rise, which wane, and when nobody could know.

    A table has a row for each period: a date, which may be a week such as 2024-W05, and a count;
    perhaps series, region and population too. Or it is wide, with a column for each series;
    of a file that must be said.

    Args:
        given: a dossier, or a table: pandas, Arrow, columns by name, or a file.
        as_of: nothing later is used.
        method: peil, or a method of the field by its name.
        false_signals_per_year, last, keep, parameters: as in `WatchSettings`.
        wide: whether each column of a table but the first is a series.
        holidays: of a table, what has a term of its own: a country such as BE, a CSV with a column
            date, days, or names by day.

    Raises:
        BadInput: the table, the method or a number cannot be used as it stands.

    Example:
        >>> peil.watch({"date": ["2024-W05", "2024-W06"], "count": [3, 5]})
    """
    settings = WatchSettings(
        method=method,
        false_signals_per_year=false_signals_per_year,
        last=last,
        keep=keep,
        parameters=parameters,
    )
    if _is_dossier(given):
        return watch_dossier(given, as_of, settings)
    table = given_table(given)
    return watch_file(
        table if wide else long_form(table), settings, as_of=as_of, wide=wide, holidays=holidays
    )


def _is_dossier(given: AnyTable) -> bool:
    if isinstance(given, Mapping):
        return all(isinstance(each, bytes) for each in given.values())
    if isinstance(given, str | Path):
        return Path(given).is_dir() or is_archive(Path(given))
    from peil.feeds.dossier.read import Dossier

    return isinstance(given, Dossier)


def _refuse_idle(keep: Sequence[Kept], series: Sequence[WatchedSeries]) -> None:
    """Refuse to keep what nothing leaves out: a day mistyped would pass for a choice heeded."""
    kept = [days for one in series for days in one.watched.kept]
    for first, last in keep:
        if any(begin <= last and first <= end for begin, end in kept):
            continue
        cut = sorted(
            {days for one in series for days in (*one.watched.outbreaks, *one.watched.kept)}
        )
        named = " or ".join(f"{begin}:{end}" for begin, end in cut[:MOST_NAMED])
        raise BadInput(
            f"from {first} to {last} nothing is left out as an old outbreak, so that nothing can "
            f"be kept; {f'give {named}' if named else 'keep nothing'}"
        )


def _latest(record: Record) -> date:
    every = (record.figures(name, date.max) for name in record.observed())
    return max(
        (as_date(figures.published.max()) for figures in every if len(figures)), default=date.max
    )


def _indicator(record: Record, name: str, as_of: date, chart: Chart) -> WatchedSeries:
    found = watch_indicator(record, name, as_of, chart=chart)
    spans = _spans(found, record.indicators[name])
    publishers = [each for each in dict.fromkeys(record.figures(name, as_of).publisher) if each]
    return WatchedSeries(
        watched=found.watched,
        counts=found.counts,
        names=record.indicators[name].names,
        source=publishers[0] if len(publishers) == 1 else "; ".join(publishers),
        compared=(spans[0], spans[1]) if len(spans) > 1 else None,
        latest=spans[0] if spans else None,
        unit=record.indicators[name].unit,
    )


def _spans(found: WatchedIndicator, indicator: Indicator) -> list[FigureGroup]:
    """Give the latest figures and those before, as far as known; none where a chart was drawn."""
    known = () if found.counts is not None else (found.direction.latest, found.direction.previous)
    return [group_of(each, indicator) for each in known if each is not None]
