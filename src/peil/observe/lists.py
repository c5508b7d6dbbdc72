"""Lists of dated events of one country, whatever their ideology, counted as one process.

Attacks in which ten or more people were killed are counted beside the others, so that no event
counts twice. A day that any declared list covers is observed; a day that none covers is missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from peil.observe.events import MASS_CASUALTY as MANY
from peil.observe.events import NO_EVENT, PUBLISHER, TEXTS, Event, Window
from peil.observe.figures import EXACT, EXACT_DAY, Figures, no_figures
from peil.observe.indicator import EFFORT_DEPENDENT, EXOGENOUS, Indicator
from peil.terms.calendar import Days, Flags, Floats, Ints, as_day, first_day, last_day, month_of

ATTACKS, MASS_CASUALTY, PLOTS = "attacks", "mass_casualty", "plots"
ALL_ATTACKS, OTHER_ATTACKS = "attacks_all", "attacks_other"
PLOTS_ALL = "plots_all"
FAMILIES = {
    ALL_ATTACKS: ATTACKS,
    OTHER_ATTACKS: ATTACKS,
    "attacks_mass_casualty": MASS_CASUALTY,
    PLOTS_ALL: PLOTS,
}
"""The family of each indicator that pooled lists make."""
NAMES = {
    ALL_ATTACKS: {
        "en": "Attacks completed or failed",
        "fr": "Attentats commis ou manqués",
        "nl": "Gepleegde of mislukte aanslagen",
        "de": "Verübte oder gescheiterte Anschläge",
    },
    OTHER_ATTACKS: {
        "en": f"Attacks completed or failed, fewer than {MANY} killed",
        "fr": f"Attentats commis ou manqués, moins de {MANY} morts",
        "nl": f"Gepleegde of mislukte aanslagen, minder dan {MANY} doden",
        "de": f"Verübte oder gescheiterte Anschläge, weniger als {MANY} Tote",
    },
    "attacks_mass_casualty": {
        "en": f"Attacks with {MANY} or more killed",
        "fr": f"Attentats ayant fait {MANY} morts ou plus",
        "nl": f"Aanslagen met {MANY} of meer doden",
        "de": f"Anschläge mit {MANY} oder mehr Toten",
    },
    PLOTS_ALL: {
        "en": "Plots stopped",
        "fr": "Projets d’attentat déjoués",
        "nl": "Verijdelde plannen",
        "de": "Vereitelte Anschlagspläne",
    },
}


def pooled_indicator(name: str) -> Indicator:
    """Describe an indicator that pooled lists make."""
    kind = PLOTS if FAMILIES[name] == PLOTS else ATTACKS
    return Indicator(
        id=name,
        names=NAMES[name],
        unit=kind,
        kind="flow_count",
        family=FAMILIES[name],
        effort=EFFORT_DEPENDENT if kind == PLOTS else EXOGENOUS,
        definition=TEXTS[f"{kind}_pooled"],
        caveat=TEXTS["caveat_pooled"],
        weighs=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Events by review day and month.

    Args:
        first: the first month, counted since January 1970.
        count: (R, T) events that were public by each day.
        months: (R, T) part of each month that was observed by each day, 0 to 1.
    """

    first: int
    count: Floats
    months: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event that a list counts from a day on, in a month counted since January 1970.

    It counts no longer from `until` on, when it was held to be of another ideology.
    """

    event: Event
    month: int
    since: date
    until: date | None


@dataclass(slots=True)
class DatedLists:
    """The declared lists of one country, ready to be counted as of any day.

    Args:
        name: the indicator that they make.
        windows: the declared lists of the country; those of another kind are left out.
        events: of the country, of any list.
    """

    name: str
    windows: Sequence[Window]
    events: Sequence[Event]
    _observed: Flags = field(init=False)
    _begin: np.datetime64 = field(init=False)
    _listed: list[Entry] = field(init=False)

    def __post_init__(self) -> None:
        """Lay the days that a list covers, and find the month in which each event enters."""
        self.windows = [w for w in self.windows if w.counts_plots == (FAMILIES[self.name] == PLOTS)]
        self._listed = []
        if not self.windows:
            return
        first = min(w.complete_from for w in self.windows)
        self._begin = as_day(first.replace(day=1))
        last = as_day(max(w.complete_to for w in self.windows))
        self._observed = np.zeros(int((last - self._begin).astype(int)) + 1, dtype=bool)
        for window in self.windows:
            self._observed[self._at(window.complete_from) : self._at(window.complete_to) + 1] = True
        self._listed = [entry for event in self.events for entry in self._entries(event)]

    def _entries(self, event: Event) -> list[Entry]:
        """Enter an event for as long as a list holds it; once where lists hold all its states."""
        held = []
        for state, since, until in event.spells():
            own = next((w for w in self.windows if w.holds(state)), None)
            if own is not None:
                month = _month_of_entry(event, own)
                held.append(Entry(event=event, month=month, since=since, until=until))
        return [replace(held[0], until=None)] if len(held) > 1 else held

    def _at(self, day: date) -> int:
        return int((as_day(day) - self._begin).astype(int))

    def news(self) -> set[date]:
        """Give the days on which an event became public, or its toll, or was classed anew."""
        days = {day for each in self._listed for day in (each.since, each.until) if day}
        return days | {_toll_known(e.event) for e in self._listed if _killed_many(e.event)}

    def counted(self, days: Days) -> Counted:
        """Count the events by month as they were known on each day.

        Args:
            days: (R,) rising.
        """
        first = int(month_of(self._begin)) if self.windows else int(month_of(days[-1]))
        months = np.arange(first, max(int(month_of(days[-1])), first) + 1)
        shape = (len(days), len(months))
        if not self.windows:
            return Counted(first=first, count=np.zeros(shape), months=np.zeros(shape))
        return Counted(
            first=first,
            count=self._counts(days, months),
            months=self._exposure(days, months),
        )

    def _counts(self, days: Days, months: Ints) -> Floats:
        count = np.zeros((len(days), len(months)))
        for entry in self._listed:
            if entry.month <= months[-1]:
                count[self._counts_on(entry, days), entry.month - months[0]] += 1.0
        return count

    def _counts_on(self, entry: Entry, days: Days) -> Flags:
        """(R,) whether an event is public, listed, and of the kind that is counted, on each day."""
        event, public = entry.event, days >= as_day(entry.since)
        if entry.until is not None:
            public &= days < as_day(entry.until)
        if self.name in (ALL_ATTACKS, PLOTS_ALL):
            return public
        is_mass = _killed_many(event) & (days >= as_day(_toll_known(event)))
        counts: Flags = public & (is_mass == (FAMILIES[self.name] == MASS_CASUALTY))
        return counts

    def observed_until(self, days: Days) -> Days:
        """(R,) last day up to each day that a list covers; the day before the first for none."""
        covered = np.flatnonzero(self._observed)
        at = (days - self._begin).astype(np.int64)
        last = np.searchsorted(covered, at, side="right") - 1
        until: Days = self._begin + np.where(last >= 0, covered[last], covered[0] - 1)
        return until

    def _exposure(self, days: Days, months: Ints) -> Floats:
        before = np.concatenate([[0], np.cumsum(self._observed)])

        def observed_before(day: Days) -> Ints:
            at = np.clip((day - self._begin).astype(np.int64), 0, len(before) - 1)
            found: Ints = before[at]
            return found

        begin, after = first_day(months), first_day(months + 1)
        until = np.minimum(after[None, :], (days + 1)[:, None])
        seen = observed_before(np.maximum(until, begin)) - observed_before(begin)[None, :]
        exposure: Floats = seen / (after - begin).astype(np.int64)
        return exposure

    def figures(self, day: date) -> Figures:
        """Give the figures by month as known on a day; a month that no list covers is missing."""
        counted = self.counted(np.array([as_day(day)]))
        rows = np.flatnonzero(counted.months[0] > 0)
        if not len(rows):
            return no_figures()
        months = rows + counted.first
        end = np.minimum(last_day(months), as_day(day))
        published, source = end.copy(), np.full(len(rows), NO_EVENT, dtype=object)
        for entry in self._listed:
            i = int(np.searchsorted(months, entry.month))
            if (
                self._counts_on(entry, np.array([as_day(day)]))[0]
                and i < len(rows)
                and months[i] == entry.month
            ):
                published[i] = max(published[i], as_day(entry.since))
                source[i] = _joined(source[i], entry.event.source)
        return Figures(
            start=first_day(months),
            end=end,
            period_precision=np.full(len(rows), EXACT_DAY, dtype=object),
            months=counted.months[0, rows],
            count=counted.count[0, rows],
            telling=np.full(len(rows), EXACT),
            worked_out=np.zeros(len(rows), bool),
            published=published,
            precision=np.full(len(rows), EXACT_DAY, dtype=object),
            publisher=np.array([PUBLISHER] * len(rows), dtype=object),
            source=source,
        )


def _joined(sources: str, source: str) -> str:
    return source if sources == NO_EVENT else f"{sources}; {source}"


def _killed_many(event: Event) -> bool:
    return event.killed is not None and event.killed >= MANY


def _toll_known(event: Event) -> date:
    return event.killed_published or event.published


def _month_of_entry(event: Event, window: Window) -> int:
    """An event whose day is known only by year enters in the month in which it was published."""
    day = event.published if event.precision == "year" else event.date
    first, last = month_of(as_day(window.complete_from)), month_of(as_day(window.complete_to))
    return int(np.clip(month_of(as_day(day)), first, last))
