"""Regions within regions: sums up the tree, and which parts carry the change of a whole.

A region is a path such as Belgium/Flanders/Antwerp. Counts add up the tree. Directions do not:
a sum can change where no part of it does, and parts can change so that no sum does. So every
level is watched as a series of its own, and what its children say explains it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from peil.observe.indicator import EFFORT_DEPENDENT
from peil.observe.watch.declared import COLUMNS
from peil.observe.watch.discoveries import floats, parted
from peil.observe.watch.regular import carried
from peil.observe.watch.table import SEPARATOR, checked, coded
from peil.terms.calendar import Days, Floats
from peil.terms.errors import BadInput

MISSING, ZERO = "missing", "zero"
"""What a row that is not there means: no report, or a count of zero."""

OWN, CARRIED, SPREAD = "own", "carried_by_children", "spread_over_all"
CARRIER_FIELDS = (
    pa.field("explanation", pa.string()),
    pa.field("carried_by", pa.list_(pa.string())),
    pa.field("carried_share", pa.float64()),
    pa.field("explains", pa.string()),
)


def parent_of(region: str) -> str | None:
    """Give the region that a region lies in; None for the top of a tree."""
    return region.rpartition(SEPARATOR)[0] or None


def children_of(regions: list[str]) -> dict[str, list[str]]:
    """List the parts of every whole, the deepest whole first; wholes need no rows themselves."""
    parts: dict[str, set[str]] = defaultdict(set)
    for region in regions:
        part, whole = region, parent_of(region)
        while whole is not None:
            parts[whole].add(part)
            part, whole = whole, parent_of(whole)
    deepest_first = sorted(parts, key=lambda whole: (-whole.count(SEPARATOR), whole))
    return {whole: sorted(parts[whole]) for whole in deepest_first}


def with_parents(table: pa.Table, *, absent: str = MISSING) -> pa.Table:
    """Add to the counts of regions those of every region that they lie in.

    A parent's count is the exact sum of its children's. Where one of them has no report, the
    parent has none; a row that is not there is no report either, unless `absent` says that it
    is a zero. A parent that has rows of its own keeps them, and they must be the sum.

    Args:
        table: rows as `watch_table` takes them, with regions as paths.
        absent: missing or zero.

    Raises:
        BadInput: a parent's own count is not the sum of its children's, two rows are of one
            series, region and date, or a column says more of the rows than can be added up.
    """
    if absent not in (MISSING, ZERO):
        raise BadInput(f"an absent row cannot mean {absent!r}; use {MISSING} or {ZERO}")
    kept = checked(table)
    said = [name for name in COLUMNS if name in kept.column_names]
    if said:
        raise BadInput(
            f"the regions lie in each other, and the column {said[0]!r} cannot be added up; leave "
            "it out, or watch the regions of one level alone"
        )
    names, series = coded(kept, "series")
    regions, region = coded(kept, "region")
    efforts, effort = coded(kept, "effort")
    date = np.asarray(kept.column("date").to_numpy(), dtype="datetime64[D]")
    count, people = floats(kept, "count"), np.full(len(kept), np.nan)
    if "population" in kept.column_names:
        people = floats(kept, "population")
    added = [kept]
    for rows in parted(np.argsort(series, kind="stable"), series):
        grid = _laid_out(
            str(names[series[rows[0]]]),
            [regions[code] for code in region[rows]],
            date[rows],
            count[rows],
            people[rows],
            otherwise=0.0 if absent == ZERO else np.nan,
        )
        added += _parents(grid, kept.schema, _effort_of({efforts[code] for code in effort[rows]}))
    return pa.concat_tables(added).combine_chunks()


def _effort_of(efforts: set[str | None]) -> str | None:
    """Give the effort of a sum: it depends on effort as soon as one part does."""
    if EFFORT_DEPENDENT in efforts:
        return EFFORT_DEPENDENT
    return min((effort for effort in efforts if effort is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """The counts of one series: (D,) by date for each region."""

    series: str
    dates: Days
    count: dict[str, Floats]
    people: dict[str, Floats]
    given: dict[str, Any]


def _laid_out(
    series: str,
    regions: list[str | None],
    date: Days,
    count: Floats,
    people: Floats,
    *,
    otherwise: float,
) -> _Grid:
    """Lay out rows by region and date; what is not there counts as said."""
    dates, at = np.unique(date, return_inverse=True)
    place = {name: i for i, name in enumerate(sorted({r for r in regions if r is not None}))}
    placed = np.array([name is not None for name in regions], dtype=np.bool_)
    row, at = np.array([place[r] for r in regions if r is not None], dtype=np.int64), at[placed]
    given = np.zeros((len(place), len(dates)), dtype=np.int64)
    np.add.at(given, (row, at), 1)
    if (given > 1).any():
        i, j = np.argwhere(given > 1)[0]
        raise BadInput(
            f"series {series!r} in {list(place)[i]!r} has the date {dates[j]} twice; "
            "keep one row for each period"
        )
    counts, population = np.full(given.shape, otherwise), np.full(given.shape, np.nan)
    counts[row, at], population[row, at] = count[placed], people[placed]
    return _Grid(
        series=series,
        dates=dates,
        count=dict(zip(place, counts, strict=True)),
        people=dict(zip(place, carried(population), strict=True)),
        given=dict(zip(place, given > 0, strict=True)),
    )


def _parents(grid: _Grid, schema: pa.Schema, effort: str | None) -> Iterator[pa.Table]:
    """Sum up the tree of one series, the deepest first, and give the rows that it lacked."""
    for whole, parts in children_of(list(grid.count)).items():
        total = np.sum([grid.count[part] for part in parts], axis=0)
        people = np.sum([grid.people[part] for part in parts], axis=0)
        has_part = np.any([grid.given[part] for part in parts], axis=0)
        own = grid.given.get(whole, np.zeros(len(grid.dates), dtype=np.bool_))
        told = np.where(own, grid.count.get(whole, total), total)
        _refuse_other_sum(grid, whole, told, total)
        grid.count[whole], grid.given[whole] = told, own | has_part
        grid.people[whole] = np.where(own, grid.people.get(whole, people), people)
        rows = has_part & ~own
        columns = {
            "series": pa.repeat(grid.series, int(rows.sum())),
            "date": grid.dates[rows],
            "count": pa.array(told[rows], from_pandas=True),
            "population": pa.array(grid.people[whole][rows], from_pandas=True),
            "region": pa.repeat(whole, int(rows.sum())),
            "effort": pa.repeat(pa.scalar(effort, pa.string()), int(rows.sum())),
        }
        yield pa.table([columns[name] for name in schema.names], schema=schema)


def _refuse_other_sum(grid: _Grid, whole: str, told: Floats, total: Floats) -> None:
    other = np.flatnonzero(np.isfinite(told) & np.isfinite(total) & (told != total))
    if len(other):
        t = other[0]
        raise BadInput(
            f"series {grid.series!r} has {told[t]:.15g} in {whole!r} on {grid.dates[t]}, but its "
            f"parts sum to {total[t]:.15g}; leave out the rows of the whole, or add a part that "
            "holds the rest"
        )


def with_carriers(watched: pa.Table) -> pa.Table:
    """Say of each signal which parts carry it, and of each part which signal it explains.

    A part carries the signal of the whole that it lies in if it signals the same direction in
    the same period. `explanation` is own (nothing lies below), carried by children, or spread
    over all (no part signals it, so it is a change that only the sum can show).
    `carried_share` is how much of what the parts counted beyond what was expected of them, since
    the whole's signal began among the rows at hand, lies in `carried_by`; it passes 1 where the
    other parts moved the other way.

    Args:
        watched: rows as `watch_table` gives them, of one or more trees.

    Returns:
        The rows, with explanation, carried_by, carried_share and explains (the whole whose
        signal this row carries); null where there is nothing to explain.
    """
    found = _Carriers(watched)
    columns = (
        pa.array(found.explanation, pa.string()),
        pa.array(found.carried_by, pa.list_(pa.string())),
        pa.array(found.share, from_pandas=True, type=pa.float64()),
        pa.array(found.explains, pa.string()),
    )
    for field, column in zip(CARRIER_FIELDS, columns, strict=True):
        watched = watched.append_column(field, column)
    return watched


class _Carriers:
    """The columns of an attribution, filled signal by signal."""

    def __init__(self, watched: pa.Table) -> None:
        n = len(watched)
        self.start = watched.column("period_start").to_numpy()
        self.since = watched.column("signal_since").to_numpy()
        has_none = np.isnat(self.since)
        self.direction = watched.column("direction").to_numpy().astype(object)
        self.direction[has_none] = None
        self.excess = floats(watched, "observed") - floats(watched, "expected")
        self.explanation = np.full(n, OWN, dtype=object)
        self.explanation[has_none] = None
        self.share = np.full(n, np.nan)
        self.explains = np.full(n, None, dtype=object)
        self.carried_by: list[list[str] | None] = [None] * n
        _, series = coded(watched, "series")
        self.regions, region = coded(watched, "region")
        for rows in parted(np.lexsort((self.start, region, series)), series):
            self._explain_tree(rows, region)

    def _explain_tree(self, rows: Any, region: Any) -> None:
        """Explain one series, whose rows are sorted by region and period."""
        each = ((self.regions[region[own[0]]], own) for own in parted(rows, region))
        of_region = {where: own for where, own in each if where is not None}
        for whole, parts in children_of(list(of_region)).items():
            at_hand = {part: of_region[part] for part in parts if part in of_region}
            for row in of_region.get(whole, ()):
                if self.direction[row] is not None and at_hand:
                    self._explain(whole, row, at_hand)

    def _explain(self, whole: str, row: int, parts: dict[str, Any]) -> None:
        beyond, carriers = {}, []
        for part, rows in parts.items():
            first, after = np.searchsorted(
                self.start[rows], [self.since[row], self.start[row] + np.timedelta64(1, "D")]
            )
            beyond[part] = float(np.nansum(self.excess[rows[first:after]]))
            now = rows[after - 1] if after else -1
            is_now = after > 0 and self.start[now] == self.start[row]
            if is_now and self.direction[now] == self.direction[row]:
                carriers.append(part)
                self.explains[now] = whole
        carriers.sort(key=lambda part: (-abs(beyond[part]), part))
        self.explanation[row] = CARRIED if carriers else SPREAD
        self.carried_by[row] = carriers
        total = sum(beyond.values())
        if carriers and total:
            self.share[row] = sum(beyond[part] for part in carriers) / total
