"""Arrangements that answer a finding, what happened to them, and whether they are in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from peil.act.facts import ById

LEVEL_BOUND, STRUCTURAL = "level_bound", "structural"
ASSESSED, NOT_ASSESSED = "assessed", "not_assessed"

STARTED, ENDED, EVALUATED, MEETING = "started", "ended", "evaluated", "meeting"
PARTNER_LEFT, PARTNER_JOINED, REVIEW_DUE = "partner_left", "partner_joined", "review_due"
WITHOUT_CELL, WITHOUT_PARTNER = "without_cell", "without_social_partner"
ACT, RULED_AGAINST, SAID = "act", "ruled_against", "said"
EVENTS = (
    STARTED,
    ENDED,
    EVALUATED,
    MEETING,
    PARTNER_LEFT,
    PARTNER_JOINED,
    REVIEW_DUE,
    WITHOUT_CELL,
    WITHOUT_PARTNER,
    ACT,
    RULED_AGAINST,
    SAID,
)
NO_EFFECT, UNCLEAR = "no_effect", "unclear"

ROLES = ("government", "authority", "parliament", "overseer", "owner")
"""Who decides and answers: an office in its role, never a person."""

NO_REPLACEMENT = "nothing"
"""What an ending says where nothing takes the place of what ended."""

IN_FORCE, OVER, NOT_BEGUN = "in_force", "ended", "not_begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """How much of an arrangement prevents, represses, and enables both; together 1.

    `doubt` is how far the preventive and the repressive share may each be off, 0 to 1.
    """

    preventive: float
    repressive: float
    enabling: float
    doubt: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement(ById):
    """Something that was set up to prevent or to repress, as described on a day.

    Args:
        type: prevent, pursue, protect or prepare.
        shares: None where nobody classified it.
        staff, vacancies: posts filled and posts empty on `staff_on`; None without information.
        rebuild_months: months to build it up again once gone; None where unknown.
        coupling: whether it may scale with the level, or is structural; empty where nobody
            set it. A person sets it, in the role `coupling_by`, for `coupling_reason`.
        sensor_of: ids of indicators that would be blind without it; `sensor_none` declares
            that it is of none. Neither is no information.
        answers: ids of the findings that it answers; `answers_none` declares that it has none.
        carries_out: ids of recommendations.
        mandate_until, sunset: last days of its protocol and of its legal basis.
        rights: whether its impact on rights was assessed, on `rights_on`; empty without
            information.
    """

    id: str
    name: str
    function: str
    legal_basis: str
    body: str
    type: str
    shares: Shares | None
    staff: float | None
    vacancies: float | None
    staff_on: date | None = None
    rebuild_months: int | None
    coupling: str
    coupling_reason: str
    coupling_by: str
    sensor_of: tuple[str, ...]
    sensor_none: bool
    answers: tuple[str, ...]
    answers_none: bool
    carries_out: tuple[str, ...]
    mandate_until: date | None
    sunset: date | None
    rights: str
    rights_on: date | None
    published: date
    published_precision: str = "day"
    source: str

    @property
    def staffed(self) -> tuple[date, str]:
        """The day that its staff is about, and how exactly it is known; of publication where none was given."""
        return (
            self.staff_on or self.published,
            "day" if self.staff_on else self.published_precision,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangementEvent:
    """Something that happened to an arrangement on a day.

    Args:
        on, on_precision: the day, and how exactly it is known: of a month or a year the last.
        outcome: of an evaluation: an effect, none, or unclear.
        value: how many it is about: municipalities without a cell, or partners that left.
        by: the role that decided an ending; `reason`, `replacement` and `opinions` say why,
            what takes its place, and who was asked.
    """

    arrangement: str
    kind: str
    on: date
    on_precision: str = "day"
    text: str
    outcome: str
    value: float | None
    by: str
    reason: str
    replacement: str
    opinions: str
    published: date
    published_precision: str = "day"
    source: str

    @property
    def key(self) -> tuple[str, str, date, str]:
        """A later vintage tells of the same in the same sentence; another sentence is another event."""
        return self.arrangement, self.kind, self.on, self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangementCount:
    """How many, or how much, of something an arrangement had on a day.

    Args:
        what: what is counted, in the same words at each day.
        of: what the value is a part of; None where none was told.
        unit: what one is, or a currency.
        on, on_precision: the day, and how exactly it is known: of a month or a year the last.
    """

    arrangement: str
    what: str
    value: float
    of: float | None
    unit: str
    on: date
    on_precision: str
    remark: str
    published: date
    published_precision: str = "day"
    source: str

    @property
    def key(self) -> tuple[str, str, date]:
        """A later vintage tells of the same on the same day."""
        return self.arrangement, self.what, self.on


def latest_of(
    events: Sequence[ArrangementEvent], *kinds: str, until: date
) -> ArrangementEvent | None:
    """Give the latest event of some kinds that happened by a day."""
    found = [event for event in events if event.kind in kinds and event.on <= until]
    return max(found, key=lambda event: (event.on, event.published), default=None)


def force_of(events: Sequence[ArrangementEvent], day: date) -> str:
    """Say whether an arrangement is in force, ended or not begun.

    Without any event of a start or an end it is in force: its description was published.
    """
    turn = latest_of(events, STARTED, ENDED, until=day)
    if turn is not None:
        return OVER if turn.kind == ENDED else IN_FORCE
    return NOT_BEGUN if any(event.kind == STARTED for event in events) else IN_FORCE
