"""Which figures and events count before, while and after, and which do not."""

from dataclasses import replace
from datetime import date

import pytest
from tests.builders import a_series, an_event, an_indicator
from tests.reassessment_builder import (
    HOME,
    PEER,
    a_plan,
    a_question,
    attacks_in,
    attacks_question,
    by_year,
    listed,
    some_evidence,
    years,
)

from peil.observe.events import Event
from peil.observe.population import Population
from peil.observe.series import Series
from peil.review.reassessment.periods import (
    AFTER,
    BEFORE,
    DAY_UNKNOWN,
    MIXED,
    NO_POPULATION,
    OTHER_PUBLISHER,
    PARTIAL,
    UNVERIFIED,
    WHILE,
    CountryPeriods,
    Evidence,
    course_of,
    shared,
)

PLAN = a_plan()


def course(series: Series, **changes: object) -> CountryPeriods:
    return course_of(some_evidence({(HOME, "files"): series}, **changes), PLAN, a_question(), HOME)


def attacks(
    *events: Event, first: str = "2006-01-01", last: str = "2022-12-31", **changes: object
) -> CountryPeriods:
    windows = listed(HOME, first=first, last=last)
    evidence = some_evidence(events=events, windows=windows, **changes)
    return course_of(evidence, PLAN, attacks_question(), HOME)


def spells(found: CountryPeriods) -> list[tuple[str, str, float]]:
    return [(str(p.start)[:4], p.spell, p.count) for p in found.periods]


def test_a_year_belongs_to_the_spell_in_which_it_lies() -> None:
    found = course(by_year({2013: 5, 2014: 6, 2015: 7, 2017: 8, 2018: 9}))
    assert spells(found) == [
        ("2013", BEFORE, 5),
        ("2014", BEFORE, 6),
        ("2015", WHILE, 7),
        ("2017", WHILE, 8),
        ("2018", AFTER, 9),
    ]
    assert [p.exposure for p in found.periods] == pytest.approx([10.0] * 5)


def test_a_period_that_lies_half_outside_the_window_is_left_out() -> None:
    rows = [("2014-04-01", "2015-03-31", 5, "2015-06-01"), *years({2013: 5})]
    found = course(a_series(rows))
    assert spells(found) == [("2013", BEFORE, 5)]
    assert [(str(u.start), u.reason) for u in found.unused] == [("2014-04-01", MIXED)]
    assert found.unused[0].is_about(PLAN, BEFORE)
    assert found.unused[0].is_about(PLAN, WHILE)
    assert not found.unused[0].is_about(PLAN, AFTER)
    assert len(found.drawn) == 2, "it is drawn, for it is known"


def test_what_is_known_and_not_used_is_named_with_its_reason() -> None:
    series = a_series(
        years({2011: 1, 2012: 2, 2013: 3, 2014: 4}),
        publisher=["Bureau", "Institute", "Bureau", "Bureau"],
        verified=[True, True, False, True],
    )
    partial = series.partial.copy()
    partial[3] = True
    found = course(replace(series, partial=partial))
    assert spells(found) == [("2011", BEFORE, 1)]
    assert [(u.reason, u.value) for u in found.unused] == [
        (OTHER_PUBLISHER, 2.0),
        (UNVERIFIED, 3.0),
        (PARTIAL, 4.0),
    ]


def test_rates_become_counts_and_totals_differences_and_both_are_rough() -> None:
    rate = course(by_year({2013: 5}), indicators={"files": an_indicator("files", kind="flow_rate")})
    assert [(p.count, p.telling) for p in rate.periods] == [(60.0, 0.5)]
    days = [("2013-01-01", 10.0), ("2014-01-01", 25.0), ("2014-12-31", 31.0)]
    totals = a_series([(day, day, n, day) for day, n in days])
    made = course(totals, indicators={"files": an_indicator("files", kind="cumulative")})
    assert [(p.count, p.telling) for p in made.periods] == [(15.0, 0.5), (6.0, 0.5)]


def test_only_what_was_public_on_the_day_is_used() -> None:
    rows = [*years({2013: 5}), ("2013-01-01", "2013-12-31", 9.0, "2019-01-01")]
    early, late = (course(a_series(rows), as_of=date(y, 1, 1)) for y in (2018, 2020))
    assert [p.count for p in early.periods] == [5.0]
    assert [p.count for p in late.periods] == [9.0]


def test_a_country_without_population_has_no_rate() -> None:
    found = course(by_year({2013: 5}), population={HOME: Population(by_year={})})
    assert found.periods == ()
    assert [u.reason for u in found.unused] == [NO_POPULATION]


def test_dated_events_count_on_their_own_days() -> None:
    """The day before the window is before, its first and last day are in it."""
    days = ("2015-01-15", "2015-01-16", "2017-12-01", "2017-12-02")
    found = attacks(*(an_event(day, country=HOME) for day in days))
    assert [sum(p.count for p in found.spell(s)) for s in (BEFORE, WHILE, AFTER)] == [1, 2, 1]
    assert sum(p.months for p in found.periods) == pytest.approx(17 * 12)


def test_the_years_of_a_spell_begin_or_end_with_the_window() -> None:
    found = attacks()
    before = found.spell(BEFORE)
    assert (str(before[0].start), str(before[0].end)) == ("2006-01-01", "2007-01-15")
    assert (str(before[-1].start), str(before[-1].end)) == ("2014-01-16", "2015-01-15")
    assert [str(p.start) for p in found.spell(WHILE)] == ["2015-01-16", "2016-01-16"]
    assert min(p.months for p in found.periods) >= 11.9


def test_events_outside_the_list_or_unconfirmed_are_no_events_and_stopped_plots_never() -> None:
    found = attacks(
        an_event("2012-05-01", country=HOME, status="foiled"),
        an_event("2012-05-02", country=HOME, ideology="right_wing"),
        an_event("2012-05-03", country=HOME, verified=False),
        an_event("2012-05-04", country=PEER),
        an_event("2023-05-05", country=HOME),
    )
    assert sum(p.count for p in found.periods) == 0


def test_an_event_known_by_its_month_counts_where_the_month_lies_in_one_spell() -> None:
    sure = an_event("2012-03-01", country=HOME, precision="month")
    torn = an_event("2015-01-01", country=HOME, precision="month")
    found = attacks(sure, torn)
    assert sum(p.count for p in found.periods) == 1
    assert [(str(u.start), u.reason) for u in found.unused] == [("2015-01-01", DAY_UNKNOWN)]


def test_a_month_cut_by_a_year_of_its_spell_counts_in_the_year_that_holds_most_of_it() -> None:
    """The years of the while run from 16 January: 16 of the days of January 2016 lie in the second."""
    found = attacks(an_event("2016-01-01", country=HOME, precision="month"))
    assert [p.count for p in found.spell(WHILE)] == [0, 1]
    assert found.unused == ()


def test_a_list_ends_on_the_as_of_day() -> None:
    found = attacks(*attacks_in(HOME, {2016: 2, 2019: 1}), as_of=date(2016, 12, 31))
    assert found.spell(AFTER) == ()
    assert str(found.spell(WHILE)[-1].end) == "2016-12-31"


def evidence_of_two() -> Evidence:
    events = (*attacks_in(HOME, {2007: 1, 2013: 1}), *attacks_in(PEER, {2013: 2}))
    windows = (*listed(HOME), *listed(PEER, first="2012-01-01", last="2019-12-31"))
    return some_evidence(events=events, windows=windows)


def test_two_lists_are_compared_over_the_days_that_both_hold() -> None:
    evidence, question = evidence_of_two(), attacks_question()
    courses = [course_of(evidence, PLAN, question, place) for place in (HOME, PEER)]
    own, peer = shared(evidence, PLAN, courses)
    assert [(p.start, p.end) for p in own.periods] == [(p.start, p.end) for p in peer.periods]
    assert str(own.periods[0].start) == "2012-01-01"
    assert str(own.periods[-1].end) == "2019-12-31"
    assert sum(p.count for p in own.periods) == 1


def test_two_series_are_compared_over_the_periods_that_both_have() -> None:
    series = {
        (HOME, "files"): by_year({2012: 1, 2013: 2, 2018: 3}),
        (PEER, "files"): by_year({2013: 5, 2018: 6, 2019: 7}),
    }
    evidence = some_evidence(series)
    courses = [course_of(evidence, PLAN, a_question(), place) for place in (HOME, PEER)]
    own, peer = shared(evidence, PLAN, courses)
    assert [p.count for p in own.periods] == [2, 3]
    assert [p.count for p in peer.periods] == [5, 6]
