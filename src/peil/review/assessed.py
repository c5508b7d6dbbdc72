"""A proposal, and the reviews that led to it, beside what people decided and announced."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from peil.assess.assessment import Assessment
from peil.assess.caveats import Caveat, caveats_of
from peil.assess.ladder import Ladder
from peil.assess.reviews import Replay
from peil.decide.contradiction import ComparedDecision, compare_decision
from peil.decide.decision import Decision
from peil.decide.official import InForce, OfficialLevel, in_force_on, level_on, of_places
from peil.observe.events import Event, ListedEvent, Window, attacks_of_the_month, listed
from peil.observe.indicator import Indicator
from peil.observe.record import Record
from peil.review.reasons import shown_of
from peil.terms.scale import Scale

ONE_DAY = timedelta(days=1)
RECENT = timedelta(days=730)
"""How far back dated events are listed beside the figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastReview:
    """What was proposed at one review, beside the official level of that day.

    Args:
        status: proposed, cannot tell, or expired.
        reason: why no level is proposed; empty where one is.
        level: the proposed level's number; None unless proposed.
        held: the number of the level that the rule stands at, whether it is proposed or not; None
            before it first began.
        probabilities: (K,) how well the figures fitted each level, lowest first.
        official: the official level's number, for comparison only; None where unknown or of
            another scale.
        events: attacks of the month, at home and abroad, that were public by the day and by that of
            no earlier review of the month.
    """

    day: date
    status: str
    reason: str
    level: int | None
    held: int | None
    probabilities: tuple[float, ...]
    official: int | None
    events: tuple[ListedEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """The reviews of a dossier between two days, oldest first."""

    title: str
    country: str
    scale: Scale
    reviews: tuple[PastReview, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """An assessment with all that a reader may ask for.

    Args:
        title: what the dossier calls itself.
        assessment: what the figures support.
        decision: what people had decided by the day, beside the figures; None without any.
        official, official_before: what is known of the official level on the day, and of that
            on the day before; comparison only.
        of_places: the levels of places and themes that were known by the day, the newest first.
        open_plots: how many open plots are declared; None where nobody said.
        with_unverified: whether figures that nobody has confirmed were let in.
        caveats: what must be known before the proposal is used.
        events: dated events of the last two years; foiled plots compare with nothing.
        history: the reviews up to the day, oldest first.
    """

    title: str
    assessment: Assessment
    decision: ComparedDecision | None
    official: InForce | None
    official_before: InForce | None
    of_places: tuple[OfficialLevel, ...]
    open_plots: int | None
    with_unverified: bool
    caveats: tuple[Caveat, ...]
    events: tuple[ListedEvent, ...]
    history: tuple[PastReview, ...]

    @property
    def as_of(self) -> date:
        """The day of which the knowledge is reported."""
        return self.assessment.as_of

    @property
    def country(self) -> str:
        """The subject."""
        return self.assessment.record.country

    @property
    def scale(self) -> Scale:
        """The levels, with their names by language."""
        return self.assessment.scale

    @property
    def ladder(self) -> Ladder:
        """What each level would look like."""
        return self.assessment.settings.ladder

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """All indicators by id, with their names by language."""
        return self.assessment.record.indicators


def set_beside(
    assessment: Assessment,
    *,
    title: str,
    decision: Decision | None,
    official: Sequence[OfficialLevel],
    confirmed: Sequence[OfficialLevel] = (),
    open_plots: int | None,
    with_unverified: bool,
    history: tuple[PastReview, ...] = (),
) -> Assessed:
    """Set what people decided and announced beside an assessment; none of it is an input.

    Args:
        assessment: what the figures support.
        title: what the dossier calls itself.
        decision: one of a later day is left out.
        official, confirmed: official levels, and days on which one was in force still; of any
            day and country.
        open_plots: how many open plots are declared; None where nobody said.
        with_unverified: whether figures that nobody has confirmed were let in.
        history: the reviews up to the day.
    """
    day, record = assessment.as_of, assessment.record
    is_known = decision is not None and decision.date <= day
    official_now, official_before = (
        in_force_on(official, confirmed, record.country, each, assessment.scale)
        for each in (day, day - ONE_DAY)
    )
    return Assessed(
        title=title,
        assessment=assessment,
        decision=compare_decision(decision, partial(shown_of, assessment), day)
        if decision and is_known
        else None,
        official=official_now,
        official_before=official_before,
        of_places=of_places(official, record.country, day),
        open_plots=open_plots,
        with_unverified=with_unverified,
        caveats=caveats_of(assessment, open_plots=open_plots, with_unverified=with_unverified),
        events=recent_events(record, day),
        history=history,
    )


def recent_events(record: Record, day: date) -> tuple[ListedEvent, ...]:
    """List the events of the last two years that were public by a day."""
    recent = [e for e in record.events if day - RECENT <= e.date and e.published <= day]
    return listed([event.told_on(day) for event in recent], record.windows)


def past_reviews(
    run: Replay,
    scale: Scale,
    *,
    country: str,
    official: Sequence[OfficialLevel],
    events: Iterable[Event],
    windows: Iterable[Window],
) -> tuple[PastReview, ...]:
    """Set the official level of its day, and the attacks that became known, beside each review.

    Args:
        run: the replay.
        scale: the levels.
        country: the subject.
        official: official levels of any day and country.
        events: of all countries.
        windows: those of the subject say which events count.
    """
    events = tuple(events)
    own = [window for window in windows if window.country == country]
    reviews, told = [], set[Event]()
    for found, proposal in zip(run.reviews, run.proposals, strict=True):
        attacks = [e for e in attacks_of_the_month(events, found.day) if e not in told]
        told |= set(attacks)
        in_force = level_on(official, country, found.day)
        reviews.append(
            PastReview(
                day=found.day,
                status=proposal.status,
                reason=proposal.reason,
                level=None if proposal.level is None else scale.numbers[proposal.level],
                held=None if proposal.held is None else scale.numbers[proposal.held],
                probabilities=tuple(found.posterior.tolist()),
                official=in_force.number_on(scale) if in_force else None,
                events=listed([event.told_on(found.day) for event in attacks], own),
            )
        )
    return tuple(reviews)
