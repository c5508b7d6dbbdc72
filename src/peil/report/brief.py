"""The brief: everything that a report of one proposal is made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from peil.assess.ladder import Ladder
from peil.observe.figures import Figures
from peil.observe.indicator import Indicator
from peil.report.document import event_row, make_document
from peil.review.assessed import Assessed, PastReview
from peil.terms.scale import Scale

PROPOSED, CANNOT_TELL, EXPIRED = "proposed", "cannot tell", "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What was proposed at one review, beside the official level of that day.

    Args:
        status: proposed, cannot tell, or expired.
        level: the proposed level's number; None unless proposed.
        probabilities: (K,) how well the figures fitted each level, lowest first.
        official: the official level's number, for comparison only; None where unknown.
        events: attacks of the month that were public by the day, as rows of data.
    """

    day: date
    status: str
    level: int | None
    probabilities: tuple[float, ...]
    official: int | None = None
    events: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One proposal with all that its reader may ask for.

    Args:
        document: the assessment as data, in codes of no language (`peil assess --format json`).
        title: what the report is called, in the reader's language.
        scale: the levels, with their names by language.
        indicators: by id, with their names by language.
        ladder: what each level would look like, signed.
        figures: by indicator id, as known on the day; for the charts.
        history: the reviews up to the day, oldest first.
    """

    document: Mapping[str, Any]
    title: str
    scale: Scale
    indicators: Mapping[str, Indicator]
    ladder: Ladder
    figures: Mapping[str, Figures] = field(default_factory=dict)
    history: tuple[Review, ...] = ()

    @property
    def proposal(self) -> Mapping[str, Any]:
        """What is proposed."""
        proposal: Mapping[str, Any] = self.document["proposal"]
        return proposal

    @property
    def as_of(self) -> date:
        """The day of which the knowledge is reported."""
        return date.fromisoformat(str(self.document["as_of"]))


def brief_of(assessed: Assessed) -> Brief:
    """Write an assessment down as a brief."""
    return Brief(
        document=make_document(assessed),
        title=assessed.title,
        scale=assessed.scale,
        indicators=assessed.indicators,
        ladder=assessed.ladder,
        figures=assessed.figures,
        history=history_of(assessed.history),
    )


def history_of(reviews: Sequence[PastReview]) -> tuple[Review, ...]:
    """Write reviews down, the attacks of each month as rows of data."""
    return tuple(
        Review(
            day=past.day,
            status=past.status,
            level=past.level,
            probabilities=past.probabilities,
            official=past.official,
            events=tuple(event_row(each) for each in past.events),
        )
        for past in reviews
    )
