"""Rights: what a role may do with a kind of record on a day, by which article; the law is data."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from peil.terms.errors import BadInput
from peil.terms.scale import Scale

EVERYONE = "everyone"
"""The role of any account of a server."""
ANY, NEW = "any", "new"
"""States of rights: every one of the kind save that of a record that does not exist yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A row of law that holds between two days, both included; None where no day is known."""

    first_day: dt.date | None
    last_day: dt.date | None

    def holds_on(self, day: dt.date) -> bool:
        """Say whether it holds on a day."""
        begins = self.first_day is None or self.first_day <= day
        return begins and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient(Dated):
    """An office to which a product goes, by who started it."""

    product: str
    started_by: str
    office: str
    instrument: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Right(Dated):
    """One row of the table of rights.

    Args:
        states: of the record, or `any`.
        conditions: all of which must hold.
        verified: whether the article was read in its wording of that time.
    """

    server: str
    role: str
    action: str
    kind: str
    states: frozenset[str]
    conditions: frozenset[str]
    instrument: str
    article: str
    verified: bool

    def covers(self, state: str) -> bool:
        """Say whether it covers a record in a state."""
        return state in self.states or (ANY in self.states and state != NEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """The rights of one server; what no row allows is refused."""

    rows: tuple[Right, ...]

    @property
    def all_roles(self) -> frozenset[str]:
        """Every role that it names."""
        return frozenset(row.role for row in self.rows) - {EVERYONE}

    def of(self, roles: Iterable[str], action: str, kind: str, day: dt.date) -> tuple[Right, ...]:
        """Find the rows by which some roles may do an action on a kind on a day."""
        held = {*roles, EVERYONE} if roles else set()
        return tuple(
            row
            for row in self.rows
            if (row.action, row.kind) == (action, kind) and row.role in held and row.holds_on(day)
        )

    def roles(self, action: str, kind: str, day: dt.date) -> set[str]:
        """Find the roles that may do an action on some record of a kind on a day."""
        return {
            row.role
            for row in self.rows
            if (row.action, row.kind) == (action, kind) and row.holds_on(day)
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """What the law of a country says to those who act on a server.

    Args:
        rights: what each role may do.
        recipients: to which offices it sends things.
        scale: the levels.
        country: by whose public holidays working days are counted.
    """

    rights: Rights
    recipients: tuple[Recipient, ...]
    scale: Scale
    country: str


class RuleError(BadInput):
    """A rule speaks against an act; `key` names the sentence that says so, in every language."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values
