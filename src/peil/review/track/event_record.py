"""What happened: the events of a country's complete list, with plots counted in and out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from peil.observe.events import FOILED, UNKNOWN, Event, Window, in_order, is_of
from peil.review.track.courses import ONE_DAY
from peil.review.track.settings import COMPLETED, DEADLY


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecord:
    """The events of one country and ideology that were public by a day, and where their list is complete.

    Args:
        spans: first and last days of the complete stretches, in order, none touching another.
        attacks: those of the severity asked for, inside the spans.
        plots: stopped plots of the ideology inside the spans, of which no list is complete.
        last: the last day of the record.
    """

    country: str
    ideology: str
    spans: tuple[tuple[date, date], ...]
    attacks: tuple[Event, ...]
    plots: tuple[Event, ...]
    last: date

    def events(self, *, plots_in: bool) -> tuple[Event, ...]:
        """Give the events that count."""
        return in_order((*self.attacks, *self.plots)) if plots_in else self.attacks

    def covers(self, first: date, last: date) -> bool:
        """Whether the list is complete, and the record goes on, from a day to another."""
        return last <= self.last and any(a <= first and last <= b for a, b in self.spans)


def record_events(
    events: Iterable[Event],
    windows: Iterable[Window],
    *,
    country: str,
    ideology: str,
    severity: str,
    last: date,
) -> EventRecord:
    """Select the events of a country that were public by the last day."""
    own = [w for w in windows if (w.country, w.ideology) == (country, ideology)]
    spans = _spans(w for w in own if not w.counts_plots)
    known = [
        e
        for e in events
        if e.country == country and is_of(ideology, e) and e.published <= last
        and any(first <= day_of_event(e) <= end for first, end in spans)
    ]  # fmt: skip
    attacks = [e for e in known if e.status != FOILED and any(w.holds(e) for w in own)]
    return EventRecord(
        country=country,
        ideology=ideology,
        spans=spans,
        attacks=in_order(e for e in attacks if is_severe(e, severity)),
        plots=in_order(e for e in known if e.status == FOILED),
        last=last,
    )


def by_year(events: Iterable[Event]) -> tuple[tuple[int, int], ...]:
    """Count events by year, save those to which a later source gives no ideology any more."""
    kept = (e for e in events if e.ideology != UNKNOWN or e.first_ideology in ("", UNKNOWN))
    return tuple(sorted(Counter(event.date.year for event in kept).items()))


def is_severe(event: Event, severity: str) -> bool:
    """Whether an attack is of a severity; an unknown number of dead counts as none."""
    if severity == DEADLY:
        return event.status == COMPLETED and bool(event.killed)
    return severity != COMPLETED or event.status == COMPLETED


def day_of_event(event: Event) -> date:
    """Give the day on which an event counts: when published, where only its year is known."""
    return event.published if event.precision == "year" else event.date


def has_day(event: Event) -> bool:
    """Whether the day of an event is known, not only its month or year."""
    return event.precision not in ("month", "year")


def is_between(events: Sequence[Event], after: date, until: date) -> bool:
    """Whether any event lies after one day and up to another."""
    return any(after < day_of_event(event) <= until for event in events)


def _spans(windows: Iterable[Window]) -> tuple[tuple[date, date], ...]:
    """Join windows that touch or overlap."""
    joined: list[tuple[date, date]] = []
    for first, last in sorted((w.complete_from, w.complete_to) for w in windows):
        if joined and first <= joined[-1][1] + ONE_DAY:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)
