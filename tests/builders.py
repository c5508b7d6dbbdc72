"""Builders of records, series and scales, with only what a test cares about spelled out."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np

from peil.observe.events import Event, Window
from peil.observe.figures import EXACT, Figures
from peil.observe.indicator import Indicator
from peil.observe.population import Population
from peil.observe.record import Record, build_record
from peil.observe.series import Series
from peil.terms.calendar import months_covered
from peil.terms.scale import Level, Scale

LANGUAGES = ("en", "fr", "nl", "de")
TEN_MILLION = 10_000_000.0

Row = tuple[str, str, float, str]
"""First day, last day, value, day of publication."""


def an_indicator(name: str = "departures", **changes: Any) -> Indicator:
    """Describe an exogenous flow of departures that weighs, or what the changes make of it."""
    described: dict[str, Any] = {
        "id": name,
        "names": dict.fromkeys(LANGUAGES, name),
        "unit": "persons",
        "kind": "flow_count",
        "family": "fighters_out",
        "effort": "exogenous",
        "definition": "what a test counts",
        "caveat": "synthetic",
        "weighs": True,
    }
    return Indicator(**{**described, **changes})


def a_series(
    rows: Iterable[Row],
    *,
    publisher: str | Iterable[str] = "Bureau",
    approximate: bool | Iterable[bool] = False,
    verified: bool | Iterable[bool] = True,
    source: str | Iterable[str] = "https://example.org/report",
    period_precision: str | Iterable[str] = "day",
    worked_out: bool | Iterable[bool] = False,
) -> Series:
    """Make a series of (first day, last day, value, day of publication)."""
    listed = list(rows)

    def column(value: Any, kind: Any) -> Any:
        wanted = [value] * len(listed) if isinstance(value, str | bool) else list(value)
        return np.array(wanted, dtype=kind)

    return Series(
        start=np.array([row[0] for row in listed], "datetime64[D]"),
        end=np.array([row[1] for row in listed], "datetime64[D]"),
        period_precision=column(period_precision, object),
        value=np.array([row[2] for row in listed], float),
        published=np.array([row[3] for row in listed], "datetime64[D]"),
        precision=column("day", object),
        partial=np.zeros(len(listed), bool),
        approximate=column(approximate, bool),
        verified=column(verified, bool),
        worked_out=column(worked_out, bool),
        publisher=column(publisher, object),
        source=column(source, object),
    )


def some_figures(rows: Iterable[Row], *, telling: float = EXACT, publisher: str = "B") -> Figures:
    """Make figures of (first day, last day, count, day of publication)."""
    series = a_series(rows, publisher=publisher)
    return Figures(
        start=series.start,
        end=series.end,
        period_precision=series.period_precision,
        months=months_covered(series.start, series.end),
        count=series.value,
        telling=np.full(len(series), telling),
        worked_out=series.worked_out,
        published=series.published,
        precision=series.precision,
        publisher=series.publisher,
        source=series.source,
    )


def a_population(people: float = TEN_MILLION, first: int = 1960, last: int = 2040) -> Population:
    """Let as many people live in a country in every year."""
    return Population(by_year=dict.fromkeys(range(first, last + 1), people))


def a_record(
    series: Mapping[str, Series] | None = None,
    indicators: Iterable[Indicator] = (),
    *,
    events: Iterable[Event] = (),
    windows: Iterable[Window] = (),
    population: Population | None = None,
    country: str = "Ruritania",
    **changes: Any,
) -> Record:
    """Build one country's record; a series without its indicator counts departures."""
    series = series or {}
    known = {name: an_indicator(name) for name in series} | {i.id: i for i in indicators}
    return build_record(
        country=country,
        indicators=known,
        series={(country, name): one for name, one in series.items()},
        events=tuple(events),
        windows=tuple(windows),
        population={country: population or a_population()},
        **changes,
    )


def an_event(day: str = "2015-06-15", **changes: Any) -> Event:
    """Tell of a completed attack, public on its day."""
    happened = date.fromisoformat(day)
    told: dict[str, Any] = {
        "country": "Ruritania",
        "date": happened,
        "published": happened,
        "precision": "day",
        "place": "Strelsau",
        "status": "completed",
        "ideology": "jihadist",
        "killed": None,
        "verified": True,
        "source": "https://example.org/attack",
    }
    return Event(**{**told, **changes})


def a_window(first: str = "2010-01-01", last: str = "2029-12-31", **changes: Any) -> Window:
    """Declare the list of attacks complete between two days."""
    declared: dict[str, Any] = {
        "country": "Ruritania",
        "ideology": "jihadist",
        "statuses": ("completed", "failed"),
        "complete_from": date.fromisoformat(first),
        "complete_to": date.fromisoformat(last),
    }
    return Window(**{**declared, **changes})


def a_scale(levels: int = 4, replay_from: date = date(2010, 1, 1)) -> Scale:
    """Make a scale of as many levels as wanted, with reviews from a day on."""
    named = tuple(
        Level(number=n, name={"en": f"level {n}"}, meaning={"en": f"meaning {n}"})
        for n in range(1, levels + 1)
    )
    return Scale(
        name="test scale",
        instrument="Act of Ruritania",
        article="1",
        valid_from=date(2000, 1, 1),
        levels=named,
        replay_from=replay_from,
    )
