"""What is known on a day, and what follows from it: yes, no or cannot tell."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar


class Dated(Protocol):
    """A row of a table of which later vintages may be published under the same key."""

    @property
    def key(self) -> Hashable:
        """What a later vintage shares with an earlier one."""

    @property
    def published(self) -> date:
        """Day on which the row became public."""


class ById:
    """A row whose later vintages have the same id."""

    __slots__ = ()
    id: str

    @property
    def key(self) -> str:
        """What a later vintage shares with an earlier one."""
        return self.id


Row = TypeVar("Row", bound=Dated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that was looked for in an arrangement, as known on a day.

    Args:
        code: what was looked for.
        holds: whether it is so; None where the facts known do not tell.
        about: ids of what it is about, such as the findings that are open.
        figures: the numbers and days that were compared, by name.
        sources: where they stand.
        precision: how exactly the day is known on which it was told or found so.
    """

    code: str
    holds: bool | None
    about: tuple[str, ...] = ()
    figures: Mapping[str, float | date] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    precision: str = "day"

    @property
    def is_past(self) -> bool:
        """Whether it held on the day that its figures name, too long ago to say so of today."""
        return self.holds is None and any(isinstance(each, date) for each in self.figures.values())


def fact(
    code: str,
    holds: bool | None,
    *sources: str,
    about: tuple[str, ...] = (),
    precision: str = "day",
    **figures: float | date | None,
) -> Fact:
    """Say of one thing whether it holds; sources are named once, and figures that are not known left out."""
    return Fact(
        code=code,
        holds=holds,
        about=about,
        figures={name: value for name, value in figures.items() if value is not None},
        sources=tuple(dict.fromkeys(filter(None, sources))),
        precision=precision,
    )


def latest_known(rows: Iterable[Row], day: date) -> list[Row]:
    """Keep the latest vintage of each row that was published by a day, in the order of the keys."""
    latest: dict[Any, Row] = {}
    for row in rows:
        if row.published > day:
            continue
        held = latest.get(row.key)
        if held is None or held.published < row.published:
            latest[row.key] = row
    return [latest[key] for key in sorted(latest)]


def vintages_known(rows: Iterable[Row], day: date) -> dict[Any, tuple[Row, ...]]:
    """Give what was published by a day of each thing, the oldest first, in the order of the keys."""
    known: dict[Any, tuple[Row, ...]] = {}
    for row in sorted(rows, key=lambda each: each.published):
        if row.published <= day:
            known[row.key] = (*known.get(row.key, ()), row)
    return {key: known[key] for key in sorted(known)}


def day_of_source(text: str) -> date | None:
    """Give the first day that a source may be of, as in `2019-01-31`, `2019-01` or `2019`; None if empty."""
    return date.fromisoformat(f"{text}-01-01"[:10]) if text else None


def public_later(rows: Sequence[Dated], day: date) -> frozenset[Hashable]:
    """Give the ids of which no vintage was public on a day: a link to one is no link yet."""
    return frozenset(row.key for row in rows) - {row.key for row in rows if row.published <= day}


def without(ids: tuple[str, ...], later: frozenset[Hashable]) -> tuple[str, ...]:
    """Leave out of a row's links what was not public yet."""
    return tuple(id_ for id_ in ids if id_ not in later)


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """Say whether all are true: False where one is not, None where one cannot be told or none is given."""
    given = list(answers)
    if False in given:
        return False
    return None if None in given or not given else True
