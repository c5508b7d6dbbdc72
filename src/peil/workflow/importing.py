"""Import an event file into a dossier: count it, make vintages, and add what is new."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, fields, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from peil.feeds.acled.parser import SOURCE as ACLED
from peil.feeds.dossier.load import Loaded, load
from peil.feeds.events_csv.parser import NAME as EVENTS_CSV
from peil.feeds.events_csv.parser import make_source
from peil.feeds.gdelt.parser import SOURCE as GDELT
from peil.feeds.gtd.parser import SOURCE as GTD
from peil.feeds.importing.counting import EventCounts, count_events
from peil.feeds.importing.dates import NEVER
from peil.feeds.importing.reading import columns_of, open_events
from peil.feeds.importing.source import RELEASE, Measure, Source
from peil.feeds.importing.vintages import complete_months, new_vintages, vintages
from peil.feeds.importing.writing import Addition, recorded, write_additions
from peil.feeds.tables.days import SPOKEN
from peil.feeds.tables.names import told_rows
from peil.feeds.tables.problems import one_of, quoted
from peil.feeds.ucdp.parser import SOURCE as UCDP
from peil.terms.calendar import Ints, as_date, as_day, last_day, month_of
from peil.terms.errors import BadDossier, BadInput

SOURCES = {source.name: source for source in (GTD, ACLED, UCDP, GDELT)}
NAMES = (*SOURCES, EVENTS_CSV)
PUBLISHED, ID = "published", "id"
MISSED = 15
"""Events expected in a stretch without any, from which on it is told: by chance none in three million."""
LONG_QUIET = 120
"""Months without an event from which on a first one is asked about."""
MOST_NAMED, MOST_COMPARED = 3, 60
"""Countries of a file that are named, and letters of a name that are compared with theirs."""

Progress = Callable[[Callable[[], float]], AbstractContextManager[object]]
"""Shows how far the count is while it lasts, given a function that tells it in per cent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to import, and how.

    Args:
        source: one of NAMES.
        file: the event file.
        dossier: the folder.
        published: the day on which the whole file became known; None where its rows say it.
        countries: those that are imported; none for the dossier's own.
        all_countries: whether all countries of the file are imported.
        indicators: ids; none for those that the source makes by default.
        first, last: days between which the file is complete; None where the file tells it.
        date_column, country_column, published_column: names in a plain list of events.
    """

    source: str
    file: Path
    dossier: Path
    published: date | None = None
    countries: Sequence[str] = ()
    all_countries: bool = False
    indicators: Sequence[str] = ()
    first: date | None = None
    last: date | None = None
    date_column: str = "date"
    country_column: str = "country"
    published_column: str = PUBLISHED


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did.

    Args:
        source, file: where the counts come from.
        rows: rows of the file.
        left_out: rows that were not counted, by reason.
        first, last: first and last month that the file covers, as in 2018-01.
        added: observations added, by country and indicator.
        same: series of which the dossier held everything already.
        days_read_as: order in which days as in 15/01/2024 were read; None without any.
        repeats: rows that have every cell of an earlier one but the id; each counts.
        quiet: first and last month of a stretch without any event, where many were to be expected.
    """

    source: str
    file: str
    rows: int
    left_out: Mapping[str, int]
    first: str
    last: str
    added: Mapping[tuple[str, str], int]
    same: int
    days_read_as: str | None = None
    repeats: int = 0
    quiet: tuple[str, str] | None = None


def import_events(
    request: Request,
    *,
    today: date,
    watched: Progress = lambda _: nullcontext(),
    on_wait: Callable[[], None] = lambda: None,
) -> Imported:
    """Import an event file into a dossier.

    Args:
        request: what to import.
        today: the day of the import; nothing later can have become known.
        watched: shows how far the count is.
        on_wait: called where another import is writing into the dossier, which is waited for.

    Raises:
        BadDossier: the dossier cannot be read, or would not be sound afterwards.
        BadInput: the file, or what was asked for, cannot be used as it stands.
        BadOutput: the dossier cannot be written.
    """
    source = _source(request)
    _check_days(request, source, today)
    measures = source.measures(request.indicators)
    loaded = _loaded(request.dossier)
    counts = _counted(request, source, measures, today, watched)
    day = _day_of(request, counts, today)
    months = _months(request, source, counts, day)
    held = recorded(loaded, source, [measure.id for measure in measures])
    additions = [
        Addition(
            country=country,
            measure=measure,
            vintages=new_vintages(
                vintages(
                    counts, source, country=country, indicator=measure.id, months=months, day=day
                ),
                held.get((country, measure.id), {}),
                source,
                day,
            ),
        )
        for country in _countries(request, loaded, counts)
        for measure in measures
    ]
    new = [addition for addition in additions if addition.vintages]
    write_additions(loaded, source, new, _cited(request.file), on_wait)
    return Imported(
        source=source.name,
        file=_cited(request.file),
        rows=counts.rows,
        left_out=counts.left_out,
        first=str(np.datetime64(int(months[0]), "M")),
        last=str(np.datetime64(int(months[-1]), "M")),
        added={(a.country, a.measure.id): len(a.vintages) for a in new},
        same=len(additions) - len(new),
        days_read_as=None if counts.order is None else SPOKEN[counts.order],
        repeats=counts.repeats,
        quiet=_quiet(counts),
    )


def _quiet(counts: EventCounts) -> tuple[str, str] | None:
    """Find the longest stretch of months without any event, where many would be expected in it."""
    months = np.unique(counts.month[counts.month > NEVER])
    if len(months) < 2:
        return None
    at = int(np.argmax(np.diff(months)))
    first, last = int(months[at]) + 1, int(months[at + 1]) - 1
    expected = counts.rows / int(months[-1] - months[0] + 1) * (last - first + 1)
    if expected < MISSED:
        return None
    return str(np.datetime64(first, "M")), str(np.datetime64(last, "M"))


def _source(request: Request) -> Source:
    if request.source in SOURCES:
        return SOURCES[request.source]
    if request.source != EVENTS_CSV:
        raise BadInput(f"the source is {quoted(request.source)}; {one_of(NAMES, request.source)}")
    source = make_source(
        date=request.date_column,
        country=request.country_column,
        published=None if request.published else request.published_column,
    )
    columns = columns_of(request.file)
    if {*source.columns} - {*columns} == {PUBLISHED}:
        raise BadInput(
            f"{_cited(request.file)} has no column {quoted(PUBLISHED)} with the day on which "
            "each event became known; name it with --published-column, or give the day of the "
            "whole list with --published"
        )
    if ID not in columns:
        return source
    return replace(source, id=ID, columns=tuple(dict.fromkeys((*source.columns, ID))))


def _check_days(request: Request, source: Source, today: date) -> None:
    if source.known == RELEASE and request.published is None:
        raise BadInput(
            f"the rows of {source.name} do not say when they became known; "
            "give the day on which the file was published with --published"
        )
    if source.known != RELEASE and request.published is not None:
        raise BadInput(
            f"the rows of {source.name} say themselves when they became known; "
            "leave --published out"
        )
    given = {"--published": request.published, "--from": request.first, "--to": request.last}
    for option, day in given.items():
        if day is not None and day > today:
            raise BadInput(f"{option} is {day}, after today ({today}); correct the day")
    if request.first and request.last and request.last < request.first:
        raise BadInput(f"--to is {request.last}, before --from on {request.first}; swap the days")
    if request.published and request.last and request.last > request.published:
        raise BadInput(
            f"--to is {request.last}, after --published on {request.published}; correct one of them"
        )
    if request.all_countries and request.countries:
        raise BadInput("--country and --all-countries were both given; leave one out")


def _loaded(dossier: Path) -> Loaded:
    loaded = load(dossier)
    if not {"indicators", "observations"} <= {*loaded.tables}:
        raise BadDossier(loaded.problems)
    return loaded


def _counted(
    request: Request, source: Source, measures: Sequence[Measure], today: date, watched: Progress
) -> EventCounts:
    file = _cited(request.file)
    with open_events(request.file, source) as events, watched(events.progress):
        counts = count_events(events, source, measures, name=file, today=today)
    if not len(counts.month):
        why = ", ".join(f"{n:,} {reason}" for reason, n in counts.left_out.items())
        raise BadInput(f"{file} has no row that counts: {why}; bring a file with others")
    return counts


def _day_of(request: Request, counts: EventCounts, today: date) -> date:
    """Give the last day whose knowledge the file holds."""
    if request.published is None:
        known = as_date(counts.last_known)
        if known > today:
            raise BadInput(
                f"{_cited(request.file)} holds rows that became known on {known}, after today "
                f"({today}); correct their days"
            )
        return max(known, request.last) if request.last else known
    latest = int(counts.month.max())
    if latest > month_of(as_day(request.published)) or counts.last > as_day(request.published):
        raise BadInput(
            f"{_cited(request.file)} holds events up to "
            f"{np.datetime64(latest, 'M') if np.isnat(counts.last) else counts.last}, after "
            f"--published on {request.published}; give the day on which this file was published"
        )
    return request.published


def _refuse_lone_event(request: Request, counts: EventCounts) -> None:
    """Refuse a first event decades before the next: all months between would count as quiet."""
    months = np.unique(counts.month[counts.month > NEVER])
    if len(months) > 2 and months[1] - months[0] > max(LONG_QUIET, months[-1] - months[1]):
        one, other = (np.datetime64(int(month), "M") for month in months[:2])
        raise BadInput(
            f"{_cited(request.file)} holds events of {one} and then none before {other}; correct the "
            "date, or say with --from from which day on the file is complete"
        )


def _months(request: Request, source: Source, counts: EventCounts, day: date) -> Ints:
    """List the months that the file covers: whole, over by that day, and not lost."""
    if not request.first:
        _refuse_lone_event(request, counts)
    first = as_day(request.first) if request.first else counts.first
    last = as_day(request.last) if request.last else counts.last
    if np.isnat(first) or np.isnat(last):
        raise BadInput(
            f"{_cited(request.file)} holds no event whose day is known; "
            "give the days between which it is complete with --from and --to"
        )
    months: Ints = complete_months(first, last)
    is_over = last_day(months) <= as_day(day)
    is_lost = np.isin(months, [month_of(month) for month in source.absent])
    months = months[is_over & ~is_lost]
    if not len(months):
        raise BadInput(
            f"{_cited(request.file)} covers no whole month, from {first} to {last}; bring a "
            "longer file, or say where it is complete with --from and --to"
        )
    return months


def _countries(request: Request, loaded: Loaded, counts: EventCounts) -> list[str]:
    inside = sorted(set(counts.country))
    if request.all_countries:
        return inside
    chosen = list(dict.fromkeys(request.countries or [loaded.package.subject]))
    for country in chosen:
        if country not in inside:
            raise BadInput(_absent(request, country, inside))
    return chosen


def _absent(request: Request, country: str, inside: Sequence[str]) -> str:
    """Say that a file holds no event of a country, which it may hold by another name."""
    file = _cited(request.file)
    whose = "" if request.countries else ", the country of the dossier,"
    near = get_close_matches(country[:MOST_COMPARED], inside, n=1)
    held = [quoted(name) for name in near or inside[:MOST_NAMED]]
    more = len(inside) - len(held)
    others = "" if near or not more else f" and {more} more"
    begin = (
        f"{file} holds no event of {quoted(country)}{whose} but some of {', '.join(held)}{others}"
    )
    if not near:
        return f"{begin}; name one that {file} holds with --country"
    if request.countries:
        return f"{begin}; give --country {held[0]}"
    return (
        f"{begin}; if that is the same country, write {quoted(country)} in its place in {file}, "
        f"or else give --country {held[0]} to import it by that name"
    )


def _cited(file: Path) -> str:
    """Name a file as it is cited with each observation."""
    return file.name if file.name.isprintable() else ascii(file.name)[1:-1]


def import_text(imported: Imported, output: str) -> str:
    """Say what an import did, as text or JSON."""
    if output == "json":
        return _json(imported)
    lines = [
        f"{imported.file}: {told_rows(imported.rows)}, whole months {imported.first} to {imported.last}"
    ]
    if imported.days_read_as is not None:
        lines.append(f"  days read as {imported.days_read_as}")
    if imported.repeats:
        lines.append(
            f"  {told_rows(imported.repeats)} with every cell of an earlier one"
            + (
                ", each counted; if an event stands twice, delete one, and give each an id in a "
                "column `id`"
                if imported.source == EVENTS_CSV
                else " but the id, each counted; import a single export, if two were merged"
            )
        )
    if imported.quiet:
        first, last = imported.quiet
        lines.append(
            f"  no event of any country from {first} to {last}, which counts as quiet; import the "
            "whole file if these months were lost"
        )
    lines += [f"  left out: {n:,} {why}" for why, n in imported.left_out.items()]
    lines += [
        f"  {country}, {indicator}: {n:,} {'observation' if n == 1 else 'observations'} added"
        for (country, indicator), n in imported.added.items()
    ]
    if not imported.added:
        lines.append("  nothing new: the dossier is unchanged")
    elif imported.same:
        lines.append(f"  nothing new in {imported.same:,} other series")
    return "\n".join(lines)


def _json(imported: Imported) -> str:
    added = [
        {"country": country, "indicator": indicator, "observations": n}
        for (country, indicator), n in imported.added.items()
    ]
    said = {**{f.name: getattr(imported, f.name) for f in fields(imported)}, "added": added}
    return json.dumps(said, indent=2, ensure_ascii=False)
