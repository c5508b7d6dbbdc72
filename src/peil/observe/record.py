"""The record: all that a dossier holds of what was observed, and figures as of a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from peil.observe.breaks import Break
from peil.observe.events import Event, Window, dated_indicator, in_order, monthly_figures
from peil.observe.figures import Figures, figures_known, streams_known
from peil.observe.indicator import WORLD, Indicator
from peil.observe.lists import FAMILIES, DatedLists, pooled_indicator
from peil.observe.population import Population
from peil.observe.series import Series
from peil.terms.calendar import as_day

PROPAGANDA = "propaganda"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What was observed of one country, all vintages, with the world's propaganda.

    Args:
        country: the subject.
        indicators: by id, those of dated events included.
        series: by indicator id, the subject's own; for propaganda the world's as well.
        events, windows: dated attacks and plots, and where their list is complete.
        population: inhabitants by year.
        breaks: where its series are no longer counted as before.
        lists: its declared lists of events, pooled over ideologies, by indicator id.
    """

    country: str
    indicators: Mapping[str, Indicator]
    series: Mapping[str, Series]
    events: tuple[Event, ...]
    windows: tuple[Window, ...]
    population: Population
    breaks: tuple[Break, ...] = ()
    lists: Mapping[str, DatedLists] = field(default_factory=dict)
    _figures: dict[tuple[str, int], Figures] = field(default_factory=dict, repr=False)
    _streams: dict[tuple[str, int], tuple[Figures, ...]] = field(default_factory=dict, repr=False)

    def figures(self, indicator: str, day: date) -> Figures:
        """Give an indicator's figures as known on a day; the same vintage is the same object."""
        asked = (indicator, self.vintage(indicator, day))
        if asked not in self._figures:
            self._figures[asked] = self._make(indicator, day)
        return self._figures[asked]

    def vintage(self, indicator: str, day: date) -> int:
        """Number the vintages of an indicator up to a day; that of dated events changes every day."""
        if self.is_dated(indicator):
            return day.toordinal()
        return int((self.series[indicator].published <= as_day(day)).sum())

    def _make(self, indicator: str, day: date) -> Figures:
        if indicator in self.lists:
            return self.lists[indicator].figures(day)
        if self.is_dated(indicator):
            windows = [w for w in self.windows if w.indicator == indicator]
            return monthly_figures(self.events, windows, day)
        return figures_known(self.series[indicator], self.indicators[indicator], as_day(day))

    def is_dated(self, indicator: str) -> bool:
        """Whether an indicator counts dated events, not published totals."""
        return indicator in self.lists or any(w.indicator == indicator for w in self.windows)

    def streams(self, indicator: str, day: date) -> tuple[Figures, ...]:
        """Give the figures of an indicator by publisher, as known on a day; periods may overlap."""
        asked = (indicator, self.vintage(indicator, day))
        if asked not in self._streams:
            series, kind = self.series[indicator], self.indicators[indicator]
            self._streams[asked] = streams_known(series, kind, as_day(day))
        return self._streams[asked]

    def observed(self) -> list[str]:
        """Name the indicators that have any series or window, in a fixed order."""
        return sorted({*self.series, *(w.indicator for w in self.windows)})


def build_record(
    *,
    country: str,
    indicators: Mapping[str, Indicator],
    series: Mapping[tuple[str, str], Series],
    events: tuple[Event, ...],
    windows: tuple[Window, ...],
    population: Mapping[str, Population],
    breaks: tuple[Break, ...] = (),
    with_unverified: bool = False,
) -> Record:
    """Select from all countries what may speak about one of them.

    The subject's own figures, and the world's where they are about propaganda; figures of
    peers and of unions of states never are evidence for a country. Figures that nobody has
    confirmed in a source are left out unless `with_unverified`.
    """
    own_windows = tuple(sorted(w for w in windows if w.country == country))
    chosen: dict[str, Series] = {}
    for (place, name), whole in series.items():
        is_world = place == WORLD and indicators[name].family == PROPAGANDA
        if place == country or (is_world and (country, name) not in series):
            kept = whole if with_unverified else whole.take(whole.verified)
            if len(kept):
                chosen[name] = kept.in_order()
    own_events = in_order(
        e for e in events if e.country == country and (e.verified or with_unverified)
    )
    lists = [DatedLists(name=name, windows=own_windows, events=own_events) for name in FAMILIES]
    pooled = {each.name: each for each in lists if each.windows}
    return Record(
        country=country,
        indicators={
            **indicators,
            **{w.indicator: dated_indicator(w) for w in own_windows},
            **{name: pooled_indicator(name) for name in pooled},
        },
        series=chosen,
        events=own_events,
        lists=pooled,
        windows=own_windows,
        population=population.get(country, Population(by_year={})),
        breaks=tuple(b for b in breaks if b.verified or with_unverified),
    )
