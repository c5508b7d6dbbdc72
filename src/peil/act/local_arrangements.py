"""Who sits in a local arrangement, what may be said and written down there, and how many there are."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from peil.act.facts import ById, vintages_known

ASKED = ("members", "may_say", "may_write")
"""What is asked of every arrangement."""
DESCRIBED = (
    "name_local", "legal_basis", "since", "since_precision", *ASKED, "evaluation",
)  # fmt: skip
"""What a later row leaves as it was where it is empty there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalArrangement(ById):
    """What one row says of a local arrangement, or all that was known of it on a day.

    Args:
        id: later rows repeat it with a later day of publication and say what is new.
        name, name_local: what it is called in English, and there.
        legal_basis, since: on what it rests, and from which day that applies.
        members, may_say, may_write: who sits, what may be said, and what may be written down.
        evaluation: who examined it, and what was found.
        counted, number, counter: what is counted, how many, and by whom.
        period_start, period_end: what the number is about; without a start the state on a day.
        source_date: day, month or year of the source, where that is later than `published`.
    """

    id: str
    country: str
    name: str
    name_local: str
    legal_basis: str
    since: dt.date | None
    since_precision: str
    members: str
    may_say: str
    may_write: str
    evaluation: str
    counted: str
    number: float | None
    period_start: dt.date | None
    period_end: dt.date | None
    period_end_precision: str
    counter: str
    published: dt.date
    published_precision: str = "day"
    source: str
    source_date: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalArrangements:
    """Local arrangements as known on a day.

    Args:
        country: the subject.
        day: nothing published later is used.
        rows: by arrangement, what was known of it, the oldest first.
        left_out: how many rows nobody read in their source.
        cannot_be_told: sentences of the dossier's authors on what it cannot tell.
    """

    country: str
    day: dt.date
    rows: Mapping[str, tuple[LocalArrangement, ...]]
    left_out: int
    cannot_be_told: tuple[str, ...] = ()

    @property
    def described(self) -> tuple[LocalArrangement, ...]:
        """What was known of each: the subject's first, then those of others by country."""
        whole = (reduce(_with_news, rows) for rows in self.rows.values())
        return tuple(sorted(whole, key=lambda each: (each.country != self.country, each.country)))

    def numbers(self, id_: str) -> tuple[LocalArrangement, ...]:
        """Give the rows of an arrangement that have a number, the oldest first."""
        counted = [each for each in self.rows[id_] if each.number is not None]
        return tuple(sorted(counted, key=lambda each: (each.period_end, each.published)))

    def latest_numbers(self, id_: str) -> tuple[LocalArrangement, ...]:
        """Give the latest number of each thing that is counted, what was counted first before others."""
        return tuple({each.counted: each for each in self.numbers(id_)}.values())


def _with_news(known: LocalArrangement, row: LocalArrangement) -> LocalArrangement:
    return replace(known, **{name: got for name in DESCRIBED if (got := getattr(row, name))})


def local_known(
    rows: Sequence[LocalArrangement], *, country: str, day: dt.date
) -> LocalArrangements:
    """Give what was public on a day of each local arrangement; rows that nobody read are left out.

    Args:
        rows: every row.
        country: the subject.
        day: nothing published later is used.
    """
    unread = [each for each in rows if not each.verified and each.published <= day]
    return LocalArrangements(
        country=country,
        day=day,
        rows=vintages_known([each for each in rows if each.verified], day),
        left_out=len(unread),
    )
