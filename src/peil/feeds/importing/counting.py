"""Count the events of a file by country, month and the month in which each became known.

One pass over the file computes every count, the span of the file and the rows that are not
counted; what is left is small, whatever the size of the file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

import numpy as np
from numpy.typing import NDArray

from peil.feeds.dossier.problems import UNSEEN, UNSEEN_REMEDY
from peil.feeds.importing.reading import Opened
from peil.feeds.importing.source import BY_KNOWLEDGE, Measure, Rows, Source
from peil.observe.series import Labels
from peil.terms.calendar import Days, Ints, as_date, as_day, first_day, month_of
from peil.terms.errors import BadInput

EARLIEST = np.datetime64("1900-01", "M")
NEVER = -(10**6)
"""The month in which a row became known, where the file has one day for all."""
NO_PLACE = "without a country"
SHOWN = 3
"""Rows of one kind that are named before the rest is only counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
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

    def of(self, country: str) -> NDArray[np.bool_]:
        """Select the cells of a country."""
        return np.asarray(self.country == country, dtype=np.bool_)


def count_events(
    opened: Opened, source: Source, measures: Sequence[Measure], *, name: str, today: date
) -> Counts:
    """Count the events of an open file.

    Args:
        opened: the file.
        source: what its columns mean.
        measures: what is counted.
        name: what messages call the file.
        today: no event lies, or became known, in a later month.

    Raises:
        BadInput: it holds no event, or dates that cannot be read or cannot be.
    """
    rows = source.rows(opened.table)
    found = _aggregate(opened.table, rows, measures, source).to_pyarrow().to_pydict()
    if not found["n"]:
        raise BadInput(f"{name} holds no event; give a file with at least one")
    _refuse_odd(opened, rows, found, name, today)
    return _counts(found, source, measures, rows)


def _reasons(rows: Rows) -> dict[str, Any]:
    """Say of each row why it is not counted, if it is not."""
    reasons = {**rows.left_out, NO_PLACE: rows.country.isnull() | (rows.country == "")}
    return {why: holds.fill_null(False) for why, holds in reasons.items()}


def _aggregate(table: Any, rows: Rows, measures: Sequence[Measure], source: Source) -> Any:
    """Sum up in one pass; rows that are not counted stand apart by their reason, from 1 on."""
    import ibis

    known = ibis.literal(None, "date") if rows.known is None else rows.known
    reasons = [(holds, n) for n, holds in enumerate(_reasons(rows).values(), start=1)]
    prepared = table.select(
        country=rows.country,
        month=rows.month.truncate("M"),
        known_month=known.truncate("M"),
        span=known if source.span == BY_KNOWLEDGE else rows.day,
        known=known,
        reason=ibis.cases(*reasons, else_=0),
        **{_column(m): _number(m.amount(table)) for m in measures},
    )
    return prepared.group_by("country", "month", "known_month", "reason").aggregate(
        n=prepared.count(),
        first=prepared.span.min(),
        last=prepared.span.max(),
        last_known=prepared.known.max(),
        **{_column(m): prepared[_column(m)].sum() for m in measures},
    )


def _column(measure: Measure) -> str:
    return f"sum_{measure.id}"


def _number(amount: Any) -> Any:
    import ibis

    return ibis.literal(1) if amount is True else amount.cast("int64").fill_null(0)


def _days(values: Sequence[Any], unit: str = "D") -> Any:
    return np.array(values, dtype="datetime64[D]").astype(f"datetime64[{unit}]")


def _refuse_odd(
    opened: Opened, rows: Rows, found: Mapping[str, Any], name: str, today: date
) -> None:
    """Refuse a file with dates that cannot be."""
    is_kept = np.array(found["reason"]) == 0
    month, known = _days(found["month"], "M"), _days(found["known_month"], "M")
    now = as_day(today).astype("datetime64[M]")
    odd = {
        "date that cannot be read": np.isnat(month),
        "date before 1900": month < EARLIEST,
        "date in the future": month > now,
    }
    if rows.known is not None:
        odd |= {
            "day of publication that cannot be read": np.isnat(known),
            "day of publication in the future": known > now,
            "date after the day of publication": month > known,
        }
    for what, is_odd in odd.items():
        if (is_odd & is_kept).any():
            count = int(np.array(found["n"])[is_odd & is_kept].sum())
            where = _where(opened, rows, what, today)
            raise BadInput(
                f"{name} has {count} {'row' if count == 1 else 'rows'} with a {what}{where}; "
                "correct the dates or delete the rows"
            )


def _where(opened: Opened, rows: Rows, what: str, today: date) -> str:
    """Name the first rows of a kind, by a second look at the file."""
    import ibis

    known = ibis.literal(None, "date") if rows.known is None else rows.known
    next_month = ibis.literal(as_date(first_day(month_of(as_day(today)) + 1)))
    month, known_month = rows.month.truncate("M"), known.truncate("M")
    is_odd = {
        "date that cannot be read": month.isnull(),
        "date before 1900": month < ibis.literal(date(1900, 1, 1)),
        "date in the future": month >= next_month,
        "day of publication that cannot be read": known.isnull(),
        "day of publication in the future": known >= next_month,
        "date after the day of publication": month > known_month,
    }[what]
    is_counted = ~reduce(or_, _reasons(rows).values())
    numbered = opened.table.mutate(
        row=ibis.row_number() + opened.first_row, is_odd=is_odd & is_counted
    )
    shown = numbered.filter(numbered.is_odd).select("row").limit(SHOWN).to_pyarrow()
    numbers = ", ".join(str(n) for n in sorted(shown["row"].to_pylist()))
    return f" (row {numbers})" if numbers else ""


def _counts(
    found: Mapping[str, Any], source: Source, measures: Sequence[Measure], rows: Rows
) -> Counts:
    reason, n = np.array(found["reason"]), np.array(found["n"], dtype=np.int64)
    kept = np.flatnonzero(reason == 0)
    month, known = _days(found["month"])[kept], _days(found["known_month"])[kept]
    span = {name: _days(found[name])[kept] for name in ("first", "last", "last_known")}
    return Counts(
        country=_names([found["country"][i] for i in kept], source),
        month=month_of(month),
        known=np.full(len(kept), NEVER) if rows.known is None else month_of(known),
        amounts={
            m.id: np.array([found[_column(m)][i] for i in kept], dtype=np.int64) for m in measures
        },
        rows=int(n.sum()),
        left_out={
            why: int(n[reason == i].sum())
            for i, why in enumerate(_reasons(rows), start=1)
            if (reason == i).any()
        },
        first=_extreme(span["first"], np.min),
        last=_extreme(span["last"], np.max),
        last_known=_extreme(span["last_known"], np.max),
    )


def _extreme(days: Days, choose: Any) -> np.datetime64:
    known = days[~np.isnat(days)]
    return np.datetime64(choose(known) if len(known) else "NaT", "D")


def _names(given: Sequence[str], source: Source) -> Labels:
    names = np.empty(len(given), dtype=object)
    names[:] = [source.countries.get(word, word) for word in given]
    for name in set(names):
        if UNSEEN.search(name) or name != name.strip():
            raise BadInput(f"a country is called {ascii(name)[:60]}; {UNSEEN_REMEDY}")
    return names
