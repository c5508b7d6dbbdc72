"""Findings and recommendations, and what owner and overseer say of these, side by side."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from peil.act.facts import ById, all_of
from peil.terms.calendar import months_after

OWNER, OVERSEER = SIDES = ("owner", "overseer")
NOT_STARTED, IN_PROGRESS, BLOCKED = "not_started", "in_progress", "blocked"
DONE, PARTLY, REJECTED, OVERTAKEN = "done", "partly", "rejected", "overtaken"
NO_INFORMATION = "no_information"
STATES = (
    NOT_STARTED,
    IN_PROGRESS,
    BLOCKED,
    DONE,
    PARTLY,
    REJECTED,
    OVERTAKEN,
    NO_INFORMATION,
)
SETTLED = (DONE, OVERTAKEN)
"""States that close a recommendation; a rejected one leaves its finding open."""
STALE_AFTER = 12
"""Months in progress without evidence after which a status is stale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation(ById):
    """What a report asked of a body.

    Args:
        findings: ids of the findings that it answers.
        addressee: the body that is asked.
        deadline: day by which it should be done; None where none was set. Where the day on which it
            was published is known only roughly, so is the deadline, which runs from it.
        deadline_of: what is due by the deadline, where that is less than the whole, such as a bill.
        evidence_required: what would show that it is done.
        after: ids of recommendations that must be done first.
        looked_in: where a status was looked for and not found.
        listed_in: the report or list that it is from.
    """

    id: str
    findings: tuple[str, ...]
    statement: str
    addressee: str
    deadline: date | None
    deadline_of: str = ""
    evidence_required: str
    after: tuple[str, ...]
    looked_in: str = ""
    listed_in: str = ""
    published: date
    published_precision: str = "day"
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What one side said of a recommendation's state on a day.

    Args:
        side: its owner, who claims, or an overseer, who gives an opinion.
        on, on_precision: the day that it is about, and how exactly it is known.
        evidence: what shows it.
        reason: why it is rejected, blocked or overtaken.
        blocked_by, blocked_since: the body that it waits for, and since when.
    """

    recommendation: str
    side: str
    state: str
    on: date
    on_precision: str = "day"
    evidence: str
    reason: str
    blocked_by: str
    blocked_since: date | None
    published: date
    published_precision: str = "day"
    source: str

    @property
    def key(self) -> tuple[str, str, date]:
        """A later vintage speaks of the same day for the same side."""
        return self.recommendation, self.side, self.on


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a recommendation stands in the words of one side.

    Args:
        state: the latest that was said; "no information" where nothing was.
        since: the first day of the run of that state; None without information.
        latest: the status that says so.
        is_stale: in progress for twelve months, and no evidence in them.
    """

    side: str
    state: str
    since: date | None
    latest: Status | None
    is_stale: bool

    @property
    def has_unproven_news(self) -> bool:
        """Whether the state was said anew, the last time without evidence."""
        latest = self.latest
        return latest is not None and latest.on != self.since and not latest.evidence

    @property
    def is_settled(self) -> bool | None:
        """Whether this side says that nothing is left to do; None without information."""
        return None if self.state == NO_INFORMATION else self.state in SETTLED


def standing(statuses: Sequence[Status], side: str, day: date) -> Standing:
    """Say where a recommendation stands for one side on a day.

    Args:
        statuses: what was known on the day of this recommendation, both sides.
        side: owner or overseer; what the other says plays no part.
        day: the day.
    """
    said = sorted((s for s in statuses if s.side == side and s.on <= day), key=lambda s: s.on)
    if not said:
        return Standing(side=side, state=NO_INFORMATION, since=None, latest=None, is_stale=False)
    latest = said[-1]
    run = _run_of(said, latest.state)
    evidence = [status.on for status in run if status.evidence]
    quiet_since = evidence[-1] if evidence else run[0].on
    return Standing(
        side=side,
        state=latest.state,
        since=run[0].on,
        latest=latest,
        is_stale=latest.state == IN_PROGRESS and months_after(quiet_since, STALE_AFTER) <= day,
    )


def _run_of(said: Sequence[Status], state: str) -> list[Status]:
    """The latest statuses in a row that say the same, oldest first."""
    run: list[Status] = []
    for status in reversed(said):
        if status.state != state:
            break
        run.insert(0, status)
    return run


Standings = Mapping[str, Standing]
"""Both sides' standing of one recommendation, by side."""


def is_settled(standings: Standings) -> bool | None:
    """Say whether nothing is left to do: neither side wins, so a dispute cannot tell."""
    said = {each.is_settled for each in standings.values()} - {None}
    return said.pop() if len(said) == 1 else None


def is_disputed(standings: Standings) -> bool:
    """Whether one side says that it is settled and the other that it is not."""
    return {True, False} <= {each.is_settled for each in standings.values()}


def is_overdue(recommendation: Recommendation, standings: Standings, day: date) -> bool | None:
    """Whether its deadline has passed and it is not settled; None where nobody can tell.

    Without a deadline that is public nobody can tell either, unless it is settled. Where the
    deadline is that of a part, such as a bill, a state of the whole does not tell of it.
    """
    settled = is_settled(standings)
    if recommendation.deadline is None:
        return False if settled else None
    if day <= recommendation.deadline:
        return False
    if settled is None or (recommendation.deadline_of and not settled):
        return None
    return not settled


def is_closed(answering: Sequence[Standings]) -> bool | None:
    """Whether a finding is closed: every recommendation that answers it is settled.

    Returns:
        False where one is open; None where none is known, or where the sides disagree.
    """
    return all_of(is_settled(standings) for standings in answering)


OTHER = "other"
THEMES = (
    "capacity",
    "regulatory_fragmentation",
    "information_flow",
    "prevention_repression_balance",
    OTHER,
)
ASKED = THEMES[:-1]
"""The themes of the question: those of the Belgian commission; whatever else was found is apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(ById):
    """What an inquiry found, in one theme.

    Args:
        id: short name; a later wording repeats it with a later day of publication.
        country: in which the inquiry looked.
        inquiry: who looked, or the place that it was about.
        theme: one of `THEMES`.
        statement: in the words of whoever made the dossier.
        date: of the report or decision that holds it.
        published, published_precision: the day on which it became public, and how exactly that is known.
        verified: whether it was read in its source.
    """

    id: str
    country: str
    inquiry: str
    theme: str
    statement: str
    date: dt.date
    published: dt.date
    published_precision: str
    source: str
    verified: bool
    note: str = ""
