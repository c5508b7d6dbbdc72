"""A source of event files, described: its columns, its dates, and the indicators that it makes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from peil.feeds.tables.problems import one_of, quoted
from peil.observe.indicator import EXOGENOUS
from peil.terms.errors import BadInput

RELEASE, ADDED, CHANGED = "release", "added", "changed"
"""What is known of the day on which a row became known: only that of the whole file, the day on
which the row was added, or the day on which it was last changed."""

BY_EVENTS, BY_KNOWLEDGE = "events", "knowledge"
"""What tells the span of a file: the days of its events, or the days on which they were added."""


class Code(NamedTuple):
    """What may stand in a column: a pattern in small letters, and how it is told."""

    pattern: str
    told: str


NUMBER = Code(r"\d+", "a whole number without marks, as in 12")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRows:
    """What the columns of a source say of each row, as Ibis expressions.

    Args:
        country: the country or its code, as the source writes it.
        month: a day in the month to count the event in; NULL where the date cannot be read.
        day: the day of the event; NULL where only the month is known.
        date_in: the columns that hold the date, each with what one holds that can be read.
        known: the day on which the row became known; None where only the file's own is.
        known_in: the same of the columns that hold that day.
        left_out: by reason, as it is told, whether a row is not counted.
        contradicts: by what is told, whether a column of a row contradicts its date.
    """

    country: Any
    month: Any
    day: Any
    date_in: Mapping[str, str]
    known: Any | None = None
    known_in: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, Any] = field(default_factory=dict)
    contradicts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One indicator that a source makes, and what a row adds to its count.

    Args:
        id, name, unit, family, effort, definition, caveat, denominator: as in the dossier.
        amount: from the table, an Ibis expression of whole numbers or truths, where NULL
            adds nothing; or `every_row`.
        never_weighs: whether its figures may be evidence for no level, whoever says so.
        weighs_reason: why they do not weigh as imported.
    """

    id: str
    name: str
    definition: str
    amount: Callable[[Any], Any]
    unit: str = "events"
    family: str = "context"
    effort: str = EXOGENOUS
    caveat: str = ""
    denominator: str = ""
    never_weighs: bool = False
    weighs_reason: str = "counts as imported are shown and watched; write true to let them weigh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source of event files.

    Args:
        name: the word that chooses it.
        title, publisher, licence: as they stand with each observation.
        columns: those that are read; a file without one of them is refused.
        beside: columns that are read where a file has them, to be compared with the others.
        rows: reads a table of words, or of words and days.
        measure: makes a measure from the id of an indicator.
        default: ids that are made where none is chosen.
        always: ids that are made in any case.
        days: columns that hold days as in 2018-01-22 and nothing else in most files; `rows` reads
            them as words and as dates alike. They may be written 22/01/2018 where the file as a
            whole tells the day from the month.
        codes: columns of codes or numbers, with what may stand in them; `rows` and the measures
            read them in small letters, with 3.0 as 3 and yes as 1.
        id: the column that names an event, of which each has one row; empty without any.
        header: names of all columns, for files that have no row of names.
        known: RELEASE, ADDED or CHANGED.
        span: BY_EVENTS or BY_KNOWLEDGE.
        countries: names used in dossiers, by the source's own name or code where they differ.
        absent: months, as in 1993-01, of which the source has lost its events: missing, not zero.
        breaks: rows for the table of breaks.
        is_own: whether people wrote the file by hand, in whatever order and language.
    """

    name: str
    title: str
    publisher: str
    licence: str
    columns: tuple[str, ...]
    rows: Callable[[Any], EventRows]
    measure: Callable[[str], Measure]
    default: tuple[str, ...]
    always: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    codes: Mapping[str, Code] = field(default_factory=dict)
    id: str = ""
    header: tuple[str, ...] = ()
    known: str = RELEASE
    span: str = BY_EVENTS
    countries: Mapping[str, str] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    breaks: tuple[Mapping[str, str], ...] = ()
    is_own: bool = False

    def measures(self, chosen: Sequence[str]) -> tuple[Measure, ...]:
        """Make the chosen measures, or the default ones, and those that are always made."""
        ids = dict.fromkeys((*(chosen or self.default), *self.always))
        return tuple(self.measure(id_) for id_ in ids)


def every_row(_: Any) -> Any:
    """Count every row; it needs no column, and is recognised as such."""
    return True


def among(measures: Sequence[Measure], source: str) -> Callable[[str], Measure]:
    """Choose from a list of measures by id; any other id is refused."""
    by_id = {measure.id: measure for measure in measures}

    def choose(id_: str) -> Measure:
        if id_ not in by_id:
            raise unknown_indicator(id_, tuple(by_id), source)
        return by_id[id_]

    return choose


def unknown_indicator(id_: str, offered: Sequence[str], source: str) -> BadInput:
    """Make the error for an indicator that a source does not make."""
    return BadInput(f"{source} makes no indicator {quoted(id_)}; {one_of(offered, id_)}")
