"""Dated events: attacks and plots, counted by month where the list is declared complete."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from peil.observe.figures import EXACT, EXACT_DAY, Figures, join
from peil.observe.indicator import EFFORT_DEPENDENT, EXOGENOUS, Indicator
from peil.terms.calendar import as_day, first_day, last_day, month_of, months_covered
from peil.terms.packaged import packaged
from peil.terms.text import Translated

TEXTS = {key: Translated(said["en"], said) for key, said in packaged("terms", "dated.toml").items()}
"""What is said of series that lists make; of those that several lists make as `pooled`."""
PUBLISHER = TEXTS["publisher"]
FOILED = "foiled"
MASS_CASUALTY = 10
"""From so many killed on an attack is one with mass casualties."""
NO_EVENT = "no event in the list"
"""The source of a month without one."""
ANY = "any"
"""The ideology of a window that holds events of every one."""
UNKNOWN = "unknown"
IDEOLOGIES = {
    "jihadist": {
        "en": "jihadist",
        "fr": "djihadiste",
        "nl": "jihadistisch",
        "de": "dschihadistisch",
    },
    "right_wing": {
        "en": "right-wing",
        "fr": "extrême droite",
        "nl": "extreemrechts",
        "de": "rechtsextrem",
    },
    "left_wing": {
        "en": "left-wing",
        "fr": "extrême gauche",
        "nl": "extreemlinks",
        "de": "linksextrem",
    },
    "separatist": {
        "en": "separatist",
        "fr": "séparatiste",
        "nl": "separatistisch",
        "de": "separatistisch",
    },
    UNKNOWN: {"en": "unknown", "fr": "inconnue", "nl": "onbekend", "de": "unbekannt"},
    "other": {"en": "other", "fr": "autre", "nl": "andere", "de": "andere"},
    ANY: {
        "en": "any ideology",
        "fr": "toutes",
        "nl": "elke ideologie",
        "de": "jede Ideologie",
    },
}
"""Names of ideologies by language; one that is not listed goes by its code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One attack or plot, with how many it killed and its ideology as first told.

    With month or year precision `date` is the first day of that month or year. A toll of ten or
    more became known on `killed_published`, or with the event where that is None. From
    `later_published` on, such as after a verdict, `later_ideology` and `later_killed` hold, where
    they are given; `first_ideology` then keeps the one told before.
    """

    country: str
    date: dt.date
    published: dt.date
    published_precision: str = "day"
    precision: str
    place: str
    status: str
    ideology: str
    killed: int | None
    verified: bool
    source: str
    killed_published: dt.date | None = None
    later_ideology: str = ""
    later_killed: int | None = None
    later_published: dt.date | None = None
    first_ideology: str = ""

    def known_on(self, day: dt.date) -> "Event":
        """Give what was told on a day, without a toll of ten or more that became known after it."""
        event = self.told_on(day)
        is_later = self.killed_published is not None and self.killed_published > day
        return replace(event, killed=None) if is_later else event

    def told_on(self, day: dt.date) -> "Event":
        """Give the event with the ideology and the number killed that were told on a day."""
        if self.later_published is None or self.later_published > day:
            return self
        killed = self.killed if self.later_killed is None else self.later_killed
        first, now = self.first_ideology or self.ideology, self.later_ideology or self.ideology
        return replace(self, ideology=now, first_ideology=first, killed=killed)

    def spells(self) -> "tuple[tuple[Event, dt.date, dt.date | None], ...]":
        """Give the event by ideology, with the first day of each and that of the next one."""
        if self.later_published is None or not self.later_ideology:
            return ((self, self.published, None),)
        later = self.told_on(self.later_published)
        return (
            (self, self.published, self.later_published),
            (later, self.later_published, None),
        )


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Window:
    """Where a month without an event is zero: a country, an ideology and some statuses."""

    country: str
    ideology: str
    statuses: tuple[str, ...]
    complete_from: dt.date
    complete_to: dt.date

    @property
    def counts_plots(self) -> bool:
        """Whether the window is about plots that were stopped, not about attacks."""
        return self.statuses == (FOILED,)

    @property
    def indicator(self) -> str:
        """Name the indicator that the events of this window are counted under."""
        return f"{'plots' if self.counts_plots else 'attacks'}_dated_{self.ideology}"

    def holds(self, event: Event) -> bool:
        """Whether an event is one of those that this window counts."""
        return (
            event.country == self.country
            and is_of(self.ideology, event)
            and event.status in self.statuses
            and self.complete_from <= event.date <= self.complete_to
        )


def is_of(ideology: str, event: Event) -> bool:
    """Whether an event is of the ideology of a list; that of a list may be any."""
    return ideology in (ANY, event.ideology)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEvent:
    """An event, and whether a list that is declared complete counts it."""

    event: Event
    counts: bool


def listed(events: Iterable[Event], windows: Sequence[Window]) -> tuple[ListedEvent, ...]:
    """Say of each event whether one of the windows counts it."""
    return tuple(ListedEvent(event=e, counts=any(w.holds(e) for w in windows)) for e in events)


def dated_indicator(window: Window) -> Indicator:
    """Describe the indicator that a window's events make."""
    kind = "plots" if window.counts_plots else "attacks"
    said = IDEOLOGIES.get(window.ideology, {})
    en, fr, nl, de = (said.get(key, window.ideology) for key in ("en", "fr", "nl", "de"))
    names = {
        "attacks": {
            "en": f"Attacks completed or failed, by date ({en})",
            "fr": f"Attentats commis ou manqués, par date (idéologie : {fr})",
            "nl": f"Gepleegde of mislukte aanslagen, op datum ({nl})",
            "de": f"Verübte oder gescheiterte Anschläge, nach Datum ({de})",
        },
        "plots": {
            "en": f"Plots stopped, by date ({en})",
            "fr": f"Projets d’attentat déjoués, par date (idéologie : {fr})",
            "nl": f"Verijdelde plannen, op datum ({nl})",
            "de": f"Vereitelte Anschlagspläne, nach Datum ({de})",
        },
    }[kind]
    return Indicator(
        id=window.indicator,
        names=names,
        unit=kind,
        kind="flow_count",
        family=kind,
        effort=EFFORT_DEPENDENT if window.counts_plots else EXOGENOUS,
        definition=TEXTS[kind],
        caveat=TEXTS["caveat"],
        weighs=True,
    )


def events_known(events: Iterable[Event], window: Window, day: dt.date) -> list[Event]:
    """Select a window's events that were public by `day`, in order of date."""
    known = (e.told_on(day) for e in events if e.published <= day)
    return list(in_order(e for e in known if window.holds(e)))


def events_retold(events: Iterable[Event], window: Window, day: dt.date) -> list[Event]:
    """Select what a window held as first told and no longer holds on `day`, in order of date."""
    held = in_order(e for e in events if e.published <= day and window.holds(e))
    return [e for e in held if not window.holds(e.told_on(day))]


def attacks_of_the_month(events: Iterable[Event], day: dt.date) -> tuple[Event, ...]:
    """Select the attacks, of any country, of a day's month that were public by the day.

    Stopped plots, events known only by their year and unconfirmed ones are left out.
    """
    return in_order(
        e
        for e in events
        if (e.date.year, e.date.month) == (day.year, day.month)
        and e.published <= day
        and e.precision != "year"
        and e.status != FOILED
        and e.verified
    )


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Sort events by date and place, so that the order of rows in a file is no input."""
    return tuple(
        sorted(events, key=lambda e: (e.date, e.country, e.place, e.published, e.status, e.source))
    )


def monthly_figures(events: Sequence[Event], windows: Sequence[Window], day: dt.date) -> Figures:
    """Count the events of one country, ideology and kind by month, up to `day`.

    The months of a window without an event are zero; months outside are missing. The last
    month counts with the part of it that has passed. An event whose day is known only by
    year enters in the month in which it was published.
    """
    parts = [_window_figures(events_known(events, w, day), w, day) for w in windows]
    return join([part for part in parts if part is not None])


def _window_figures(known: Sequence[Event], window: Window, day: dt.date) -> Figures | None:
    until = min(window.complete_to, day)
    if until < window.complete_from:
        return None
    begin, end = as_day(window.complete_from), as_day(until)
    months = np.arange(month_of(begin), month_of(end) + 1)
    start, last = np.maximum(first_day(months), begin), np.minimum(last_day(months), end)
    count, published = np.zeros(len(months)), last.copy()
    source = np.full(len(months), NO_EVENT, dtype=object)
    for event in known:
        i = int(np.clip(month_of(_enters(event)) - months[0], 0, len(months) - 1))
        count[i] += 1
        published[i] = max(published[i], as_day(event.published))
        source[i] = event.source if count[i] == 1 else f"{source[i]}; {event.source}"
    return Figures(
        start=start,
        end=last,
        period_precision=np.full(len(months), EXACT_DAY, dtype=object),
        months=months_covered(start, last),
        count=count,
        telling=np.full(len(months), EXACT),
        worked_out=np.zeros(len(months), bool),
        published=published,
        precision=np.full(len(months), EXACT_DAY, dtype=object),
        publisher=np.array([PUBLISHER] * len(months), dtype=object),
        source=source,
    )


def _enters(event: Event) -> np.datetime64:
    return as_day(event.published if event.precision == "year" else event.date)
