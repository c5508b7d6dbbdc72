"""Declared: what a person says of the rows of a plain table, beside their dates and counts."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from peil.observe.periods import Grid
from peil.observe.watch.counts import Counts
from peil.observe.watch.reporting import completeness_on, reporting_delays, triangle_of_events
from peil.terms.calendar import Days, Flags, Floats, Ints, Labels
from peil.terms.errors import BadInput

FEWEST_WHOLE = 12
"""Periods of two reports or more that must each have come on one day to have come whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What is said of each row; None for what a table has no column of.

    Args:
        completeness: (N,) share of the reports that is in, above 0 and at most 1; NaN for all.
        reported: (N,) day on which the row's reports came, NaT where none did; the rows of one
            period add up.
        changed: (N,) what changed with the row's period, where a break begins; empty elsewhere.
        closed: (N,) whether the period does not count.
        outbreak: (N,) above 0 in a known outbreak; NaN is 0.
    """

    completeness: Floats | None = None
    reported: Days | None = None
    changed: Labels | None = None
    closed: Flags | None = None
    outbreak: Floats | None = None

    def take(self, rows: Any) -> "Declared":
        """Keep some rows, in their order."""
        each = ((f.name, getattr(self, f.name)) for f in fields(self))
        return Declared(**{name: values[rows] for name, values in each if values is not None})


NOTHING = Declared()
COLUMNS = {
    "completeness": "completeness",
    "reported": "reported",
    "break": "changed",
    "closed": "closed",
    "events": "outbreak",
}
"""The columns of a table in which each of these stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows of one series in the order of their periods.

    Args:
        cells: (N,) number of each row's period.
        count, exposure: (N,).
        declared: what is said of them.
    """

    cells: Ints
    count: Floats
    exposure: Floats
    declared: Declared


def check_declared(name: str, days: Days, count: Floats, declared: Declared) -> None:
    """Refuse what cannot be so.

    Args:
        name: the series, for sentences.
        days: (N,) the date of each row.
        count: (N,).
        declared: of the same rows.

    Raises:
        BadInput: a share is not above 0 and at most 1, it is given beside days of report, a
            closed period has events, or two breaks have the same text.
    """
    if declared.completeness is not None and declared.reported is not None:
        raise BadInput(
            f"{name} has the columns 'completeness' and 'reported', which say the same; "
            "leave one of them out"
        )
    for is_wrong, values, what in _faults(count, declared):
        rows = np.flatnonzero(is_wrong)
        if len(rows):
            raise BadInput(f"{name} {what.format(values[rows[0]], days[rows[0]])}")
    _refuse_same_break(name, days, declared)


def _faults(count: Floats, declared: Declared) -> Iterator[tuple[Flags, Any, str]]:
    share, came = declared.completeness, declared.reported
    if share is not None:
        is_wrong = ~np.isnan(share) & ~((share > 0) & (share <= 1))
        yield is_wrong, share, "has the completeness {:g} on {}; write a share above 0 up to 1"
    if declared.closed is not None:
        is_wrong = declared.closed & (count > 0)
        yield (
            is_wrong,
            count,
            "counts {:g} on {}, in a closed period; take out the count or 'closed'",
        )
    if came is not None:
        is_wrong = np.isnat(came) & ~np.isnan(count)
        yield is_wrong, count, "counts {:g} of {} without a day in 'reported'; write when they came"


def _refuse_same_break(name: str, days: Days, declared: Declared) -> None:
    """Refuse two breaks of one text: filled down a column it would part every period."""
    first: dict[str, Any] = {}
    if declared.changed is None or declared.reported is not None:
        return
    for day, text in zip(days, declared.changed, strict=True):
        if text and first.setdefault(text, day) != day:
            raise BadInput(
                f"{name} has the break {text!r} on {first[text]} and again on {day}; write what "
                "changed in the first period after it alone"
            )


def added_up(
    name: str, rows: Rows, *, came: Days, grid: Grid, day: np.datetime64
) -> tuple[Rows, Floats]:
    """Add up the rows of each period, and tell from their days how much of each is in.

    Args:
        name: the series, for sentences.
        rows: any number a period.
        came: (N,) day on which each row's reports came; NaT where none did.
        grid: the periods.
        day: the day as known on which; at least the last day of report.

    Returns:
        One row a period, and (P,) the share that is in of every period
        from the first to the last.

    Raises:
        BadInput: something was reported before its period began.
    """
    begins, told = grid.first(rows.cells), ~np.isnat(came)
    early = np.flatnonzero(told & (came < begins))
    if len(early):
        raise BadInput(
            f"{name} has reports of {came[early[0]]} about the {grid.period} from "
            f"{begins[early[0]]}, which had not begun; correct one of the days"
        )
    every = np.arange(rows.cells[0], rows.cells[-1] + 1)
    number = np.where(told, np.nan_to_num(rows.count), 0.0)
    triangle = triangle_of_events(
        begins[told], came[told], grid=grid, numbers=every, day=day, count=number[told]
    )
    if _comes_whole(rows.cells, came, number):
        return _one_a_period(rows), np.ones(len(every))
    complete = completeness_on(reporting_delays(triangle), grid=grid, numbers=every, day=day)
    return _one_a_period(rows), complete


def _comes_whole(cells: Ints, came: Days, number: Floats) -> bool:
    """Whether each period comes on one day, as counts that are published and not reported one by one.

    Its day then tells when the count was published, and nothing of what is still to come: the weeks
    of a month that come together would else look the more unfinished the later in it they lie.
    """
    batches = np.unique(np.stack([cells, came.astype(np.int64)])[:, number > 0.0], axis=1)[0]
    several = np.unique(cells)[np.bincount(np.unique(cells, return_inverse=True)[1], number) > 1.0]
    days = np.bincount(np.searchsorted(several, batches[np.isin(batches, several)]))
    return len(several) >= FEWEST_WHOLE and bool((days == 1).all())


def _one_a_period(rows: Rows) -> Rows:
    """Sum the counts of each period; of what else is said, what any of its rows says holds."""
    cells, first = np.unique(rows.cells, return_index=True)
    has_count = np.add.reduceat(~np.isnan(rows.count), first) > 0
    summed = np.add.reduceat(np.nan_to_num(rows.count), first)
    said = rows.declared
    return Rows(
        cells=cells,
        count=np.where(has_count, summed, np.nan),
        exposure=rows.exposure[np.append(first[1:], len(rows.cells)) - 1],
        declared=Declared(
            changed=None if said.changed is None else np.maximum.reduceat(said.changed, first),
            closed=None if said.closed is None else np.maximum.reduceat(said.closed, first),
            outbreak=None if said.outbreak is None else np.fmax.reduceat(said.outbreak, first),
        ),
    )


def as_declared(counts: Counts, at: Ints, declared: Declared) -> Counts:
    """Take into counts what is said of their periods.

    Args:
        counts: the series.
        at: (N,) position of each row's period in it.
        declared: what is said of the rows, one a period.
    """
    changed: dict[str, Any] = {}
    if declared.completeness is not None:
        share = np.where(np.isnan(declared.completeness), 1.0, declared.completeness)
        changed["complete"] = _spread(counts.complete, at, share)
    if declared.changed is not None:
        said = _spread(np.full(len(counts), "", dtype=object), at, declared.changed)
        changed |= {"changed": said, "segment": np.cumsum(said != "").astype(np.float64)}
    if declared.closed is not None:
        # Without exposure nothing is expected of a period, and no method misses its report.
        closed = at[declared.closed]
        changed["count"] = _spread(counts.count, closed, np.nan)
        changed["exposure"] = _spread(counts.exposure, closed, 0.0)
    if declared.outbreak is not None:
        changed["outbreak"] = _spread(np.zeros(len(counts)), at, np.nan_to_num(declared.outbreak))
    return replace(counts, **changed)


def _spread(values: Any, at: Ints, new: Any) -> Any:
    spread = values.copy()
    spread[at] = new
    return spread
