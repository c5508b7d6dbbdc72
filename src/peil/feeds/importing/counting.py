"""Count the events of a file by country, month and the month in which each became known.

A pass over the file computes every count, the span of the file and the rows that are not
counted; what is left is small, whatever the size of the file. A second pass follows where the
days that the reader of CSV sees may not be those that the words say.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Any

import numpy as np

from peil.feeds.importing import codes
from peil.feeds.importing.dates import NEVER, month_number
from peil.feeds.importing.impossible_dates import has_impossible, has_unreadable, refuse_impossible
from peil.feeds.importing.order import in_one_order
from peil.feeds.importing.reading import OpenEvents
from peil.feeds.importing.source import BY_KNOWLEDGE, EventRows, Measure, Source, every_row
from peil.feeds.tables.days import order_in
from peil.feeds.tables.names import is_one_country, refuse_likely, shown, told_rows
from peil.feeds.tables.problems import UNSEEN, UNSEEN_REMEDY, told_of
from peil.terms.calendar import Days, Ints, Labels
from peil.terms.errors import BadInput

NO_PLACE = "without a country"
MONTHS = ("month", "known_month")
MONTH_OF_EPOCH = 0
"""January 1970, in which the reader of CSV sees the word "epoch"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCounts:
    """What a file holds.

    Args:
        country: (N,) name as in dossiers.
        month: (N,) month of the events, counted since January 1970.
        known: (N,) month in which they became known; NEVER where the file has one day
            for all.
        amounts: by indicator, (N,) counts.
        rows: rows of the file.
        left_out: rows that are not counted, by reason.
        first, last: first and last day that tell the span of the file; NaT where none does.
        last_known: last day on which a row became known; NaT where the file has one day for all.
        order: DAY_FIRST or MONTH_FIRST, in which days as in 15/01/2024 were read; None without any.
        repeats: rows that have every cell of an earlier one but the id; not looked for in large files.
    """

    country: Labels
    month: Ints
    known: Ints
    amounts: Mapping[str, Ints]
    rows: int
    left_out: Mapping[str, int]
    first: np.datetime64
    last: np.datetime64
    last_known: np.datetime64
    order: str | None = None
    repeats: int = 0


def count_events(
    opened: OpenEvents, source: Source, measures: Sequence[Measure], *, name: str, today: date
) -> EventCounts:
    """Count the events of an open file.

    Args:
        today: no event lies, or became known, in a later month.

    Raises:
        BadInput: it holds no event, one twice, or dates or codes that cannot be read or cannot be.
    """
    written = opened
    opened = replace(opened, table=codes.in_plain_codes(opened.table, source.codes))
    found, order = _by_days_of_reader(opened, measures, source, today), order_in(opened.form)
    dated = opened.with_days
    if found is None:
        opened, found = _by_words(opened, measures, source)
        order, dated = opened.order, opened.table
    rows = source.rows(opened.table)
    if not len(found["n"]):
        raise BadInput(f"{name} holds no event; give a file with at least one")
    refuse_impossible(opened, rows, found, name=name, today=today)
    if found["wrong"][found["reason"] == 0].any():
        codes.refuse_wrong(written, source, name)
    codes.refuse_repeated(written, source, name)
    codes.refuse_contradicted(opened, rows, name)
    if source.is_own:
        codes.refuse_swapped(opened, dated, source, name)
    repeats = 0 if source.header else codes.repeated_rows(written)
    counts = replace(_counts(found, source, measures, rows), order=order, repeats=repeats)
    _refuse_mistaken(counts.country, found["n"][found["reason"] == 0], name, is_own=source.is_own)
    return counts


def _refuse_mistaken(given: Labels, n: Ints, name: str, *, is_own: bool) -> None:
    """Refuse a country of few rows that is likely to be meant for another, and one in two spellings."""
    rows: Counter[str] = Counter()
    for country, each in zip(given.tolist(), n.tolist(), strict=True):
        rows[country] += each
    with told_of(name):
        refuse_likely("country", rows, are_countries=True)
    for one, other in combinations(sorted(rows), 2):
        if is_one_country(one, other, in_any_language=is_own):
            raise BadInput(
                f"{name}: the country {shown(one)} stands in {told_rows(rows[one])}, and "
                f"{shown(other)} in {rows[other]:,}; write one name for one country"
            )


def _by_days_of_reader(
    opened: OpenEvents, measures: Sequence[Measure], source: Source, today: date
) -> dict[str, Any] | None:
    """Sum up what the reader itself takes for days, which is faster; None where it must not.

    Its days are those of the words but for a time of day, at which it stops, for years of other
    than four digits, which are impossible, and for "epoch", which is in January 1970: then the words tell.
    """
    import duckdb

    if opened.with_days is None:
        return None
    try:
        found = _aggregate(opened, opened.with_days, measures, source)
    except (duckdb.ConversionException, duckdb.InvalidInputException):
        return None
    may_be_a_word = any((found[name] == MONTH_OF_EPOCH).any() for name in MONTHS)
    if may_be_a_word or has_impossible(source.rows(opened.table), found, today):
        return None
    return found


def _by_words(
    opened: OpenEvents, measures: Sequence[Measure], source: Source
) -> tuple[OpenEvents, dict[str, Any]]:
    """Sum up by the words of a file; once more where it tells in which order its days are."""
    found = _aggregate(opened, opened.table, measures, source)
    if source.days and has_unreadable(source.rows(opened.table), found):
        ordered = in_one_order(opened, source.days)
        if ordered is not None:
            return ordered, _aggregate(ordered, ordered.table, measures, source)
    return opened, found


def _aggregate(
    opened: OpenEvents, table: Any, measures: Sequence[Measure], source: Source
) -> dict[str, Any]:
    """Sum up in one pass; `reason` is that for which rows are not counted, 0 without one."""
    import ibis

    rows = source.rows(table)
    known = ibis.literal(None, "date") if rows.known is None else rows.known
    reasons = [(holds.fill_null(False), n) for n, holds in enumerate(rows.left_out.values(), 1)]
    prepared = table.select(
        country=rows.country,
        month=month_number(rows.month),
        known_month=month_number(known),
        span=known if source.span == BY_KNOWLEDGE else rows.day,
        known=known,
        reason=ibis.cases(*reasons, else_=0) if reasons else ibis.literal(0),
        **({"wrong": codes.is_wrong(table, source.codes)} if source.codes else {}),
        **{m.id: m.amount(table).cast("int64") for m in measures if m.amount is not every_row},
    )
    keys = ("country", *MONTHS, *(("reason",) if reasons else ()))
    found = prepared.group_by(*keys).aggregate(
        n=prepared.count(),
        first=prepared.span.min(),
        last=prepared.span.max(),
        last_known=prepared.known.max(),
        wrong=prepared.wrong.sum().cast("int64") if source.codes else ibis.literal(0),
        **{
            f"sum_{m.id}": (
                prepared.count() if m.amount is every_row else prepared[m.id].sum().cast("int64")
            )
            for m in measures
        },
    )
    arrays = {name: _filled(name, column) for name, column in opened.arrays(found).items()}
    return arrays | _placeless(arrays, rows)


def _filled(name: str, values: Any) -> Any:
    """Put NEVER for a missing month, 0 for a missing sum: one over rows that add nothing."""
    of_kind = {"O": None, "M": np.datetime64("NaT")}.get(values.dtype.kind, 0)
    missing: Any = NEVER if name in MONTHS else of_kind
    return np.where(np.ma.getmaskarray(values), missing, np.ma.getdata(values))


def _placeless(found: Mapping[str, Any], rows: EventRows) -> dict[str, Any]:
    """Leave out what has no country, unless it is left out already."""
    reason = found.get("reason", np.zeros(len(found["n"]), dtype=np.int64))
    none = {word for word in set(found["country"]) if not (word or "").strip()}
    has_none = np.array([word in none for word in found["country"]], dtype=np.bool_)
    return {"reason": np.where((reason == 0) & has_none, len(rows.left_out) + 1, reason)}


def _counts(
    found: Mapping[str, Any], source: Source, measures: Sequence[Measure], rows: EventRows
) -> EventCounts:
    reason, n = found["reason"], found["n"]
    kept = reason == 0
    return EventCounts(
        country=_names(found["country"][kept], source),
        month=found["month"][kept].astype(np.int64),
        known=found["known_month"][kept].astype(np.int64),
        amounts={m.id: found[f"sum_{m.id}"][kept].astype(np.int64) for m in measures},
        rows=int(n.sum()),
        left_out={
            why: int(n[reason == i].sum())
            for i, why in enumerate((*rows.left_out, NO_PLACE), start=1)
            if (reason == i).any()
        },
        first=_extreme(found["first"][kept], np.min),
        last=_extreme(found["last"][kept], np.max),
        last_known=_extreme(found["last_known"][kept], np.max),
    )


def _extreme(days: Days, choose: Any) -> np.datetime64:
    known = days[~np.isnat(days)]
    return np.datetime64(choose(known) if len(known) else "NaT", "D")


def _names(given: Sequence[str], source: Source) -> Labels:
    """Name countries as dossiers do."""
    called = {word: source.countries.get(word.strip(), word.strip()) for word in set(given)}
    names = np.empty(len(given), dtype=object)
    names[:] = [called[word] for word in given]
    for name in set(called.values()):
        if UNSEEN.search(name):
            raise BadInput(f"a country is called {ascii(name)[:60]}; {UNSEEN_REMEDY}")
    return names
