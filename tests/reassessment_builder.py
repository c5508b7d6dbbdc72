"""Builders of plans, questions and evidence for reassessments of a policy that never was."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tests.builders import Row, a_population, a_series, a_window, an_event, an_indicator

from peil.observe.events import Event, Window
from peil.observe.series import Series
from peil.review.reassessment.periods import Evidence
from peil.review.reassessment.plan import Plan, PolicyStep, SeriesLeftOut, SeriesQuestion
from peil.review.reassessment.reassess import Reassessment, reassess

HOME, PEER, OTHER = "Belgium", "France", "Denmark"
"""Names of real countries, which the words know in every language; the figures are made up."""
AS_OF = date(2022, 12, 31)
BEGINS, ENDS = date(2015, 1, 16), date(2017, 12, 1)


def a_question(word: str = "files", **changes: Any) -> SeriesQuestion:
    asked: dict[str, Any] = {
        "id": word,
        "name": {"en": f"The {word}", "fr": f"Les {word}", "nl": f"De {word}", "de": f"Die {word}"},
        "indicator": word,
        "publisher": "Bureau",
        "expects": "",
        "reason": "It is the longest series.",
        "peers": (),
        "peers_reason": "No other country has it.",
        "displacement": "None can be tested.",
    }
    return SeriesQuestion(**{**asked, **changes})


def attacks_question(**changes: Any) -> SeriesQuestion:
    asked = {"indicator": "attacks_dated_jihadist", "publisher": "", "expects": "fall", **changes}
    return a_question("attacks", **asked)


def a_plan(*questions: SeriesQuestion, **changes: Any) -> Plan:
    planned: dict[str, Any] = {
        "name": {"en": "measures", "fr": "mesures", "nl": "maatregelen", "de": "Maßnahmen"},
        "begins": BEGINS,
        "ends": ENDS,
        "window_reason": "From the first measure to the last.",
        "spells_reason": "All whole periods.",
        "least_months": 12.0,
        "asked": 0.5,
        "level": 0.9,
        "steps": (
            PolicyStep(date=BEGINS, what="Twelve measures.", source="https://example.org/12"),
        ),
        "questions": questions or (a_question(),),
        "left_out": (SeriesLeftOut(what="Stocks", reason="They have no period."),),
    }
    return Plan(**{**planned, **changes})


def years(counts: Mapping[int, float]) -> list[Row]:
    """Give one figure for each year, public half a year after its end."""
    return [(f"{y}-01-01", f"{y}-12-31", n, f"{y + 1}-06-30") for y, n in counts.items()]


def some_evidence(
    series: Mapping[tuple[str, str], Series] | None = None, **changes: Any
) -> Evidence:
    """Hold some series, each of an exogenous flow unless told otherwise."""
    series = series or {}
    held: dict[str, Any] = {
        "indicators": {name: an_indicator(name) for _, name in series},
        "series": series,
        "events": (),
        "windows": (),
        "population": {place: a_population() for place in (HOME, PEER, OTHER)},
        "breaks": (),
        "as_of": AS_OF,
    }
    return Evidence(**{**held, **changes})


def attacks_in(place: str, by_year: Mapping[int, int]) -> list[Event]:
    """Let some attacks happen in the middle of each year."""
    return [
        an_event(f"{year}-06-{day + 1:02}", country=place)
        for year, number in by_year.items()
        for day in range(number)
    ]


def listed(*places: str, first: str = "2006-01-01", last: str = "2022-12-31") -> tuple[Window, ...]:
    return tuple(a_window(first, last, country=place) for place in places)


def by_year(counts: Mapping[int, float], **changes: Any) -> Series:
    return a_series(years(counts), **changes)


def answered(
    counts: Mapping[int, float], peers: Iterable[Mapping[int, float]] = (), **changes: Any
) -> Reassessment:
    """Reassess one series of yearly counts, beside as many peers as are given."""
    names = (PEER, OTHER)
    given = dict(zip(names, peers, strict=False))
    series = {(HOME, "files"): by_year(counts)}
    series |= {(place, "files"): by_year(own) for place, own in given.items()}
    plan = a_plan(a_question(peers=tuple(given)))
    return reassess(plan, some_evidence(series, **changes), HOME)


def a_reassessment() -> Reassessment:
    """Reassess attacks, departures by another publisher, and work, with a peer and without."""
    files = {2010: 40, 2011: 44, 2012: 38, 2013: 41, 2016: 88, 2017: 92, 2018: 90, 2019: 86}
    theirs = {2010: 60, 2011: 58, 2012: 66, 2013: 61, 2016: 60, 2017: 63, 2018: 64, 2019: 57}
    gone = a_series(
        [*years({2012: 200, 2013: 210}), *years({2016: 3, 2018: 1})],
        publisher=["Bureau", "Bureau", "Institute [sic] <b>", "Bureau"],
        approximate=[True, True, True, False],
    )
    series = {
        (HOME, "files"): by_year(files),
        (PEER, "files"): by_year(theirs),
        (HOME, "gone"): gone,
    }
    indicators = {
        "files": an_indicator("files", effort="effort_dependent"),
        "gone": an_indicator("gone"),
    }
    events = [
        *attacks_in(HOME, {2012: 1, 2014: 1, 2016: 3, 2019: 1}),
        *attacks_in(PEER, {2012: 2, 2015: 3, 2018: 2}),
    ]
    plan = a_plan(
        attacks_question(peers=(PEER, OTHER)),
        a_question("gone", expects="fall"),
        a_question("files", peers=(PEER,)),
    )
    evidence = some_evidence(
        series,
        indicators=indicators,
        events=tuple(events),
        windows=(*listed(HOME, PEER), *listed(OTHER, first="2014-06-01")),
    )
    return reassess(plan, evidence, HOME)
