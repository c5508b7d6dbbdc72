"""Reviews see what was public on their day, and silence never raises a level."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import a_record, a_scale, a_series, a_window, an_event, an_indicator

from peil.assess.evidence import AssessmentSettings, Weigher, weight_of_evidence
from peil.assess.first_method import coverage, find, review_days
from peil.assess.forward_filter import forward_filter
from peil.assess.ladder import ladder_of
from peil.assess.methods import replay_all
from peil.assess.overlap import FigureCache
from peil.assess.reviews import (
    Declared,
    Replay,
    Variation,
    ageing,
    log_weights,
)
from peil.assess.rule import CANNOT_TELL, EXPIRED, FIRST, ONLY_ATTACKS, PROPOSED, rule_of
from peil.observe.record import Record

SETTINGS = AssessmentSettings(ladder=ladder_of(FIRST), rule=rule_of(FIRST), levels=4)
BASE = Variation(name="base", settings=SETTINGS)
SCALE = a_scale(replay_from=date(2012, 1, 1))
MANY, FEW = 100.0, 1.0


def yearly(*values: float, first: int = 2012) -> list[tuple[str, str, float, str]]:
    return [
        (f"{first + i}-01-01", f"{first + i}-12-31", value, f"{first + i + 1}-04-15")
        for i, value in enumerate(values)
    ]


def run(record: Record, as_of: date = date(2018, 1, 22), **changes: Any) -> Replay:
    return replay_all(record, SCALE, [BASE], as_of, **changes)["base"]


def levels(replayed: Replay) -> dict[date, int | None]:
    return {p.day: p.held for p in replayed.proposals}


def test_reviews_stand_on_the_last_days_of_months_and_on_the_day_itself() -> None:
    days = review_days(a_scale(replay_from=date(2017, 11, 15)), date(2018, 1, 22))
    assert days == [date(2017, 11, 30), date(2017, 12, 31), date(2018, 1, 22)]
    assert review_days(SCALE, date(2012, 1, 31)) == [date(2012, 1, 31)]


def test_a_level_rises_at_the_first_review_after_publication() -> None:
    found = levels(run(a_record({"departures": a_series(yearly(FEW, FEW, MANY))})))
    assert found[date(2015, 3, 31)] == 0
    assert found[date(2015, 4, 30)] in (1, 2, 3)


def test_an_attack_counts_on_its_day() -> None:
    events = [an_event("2015-06-10"), an_event("2015-06-11"), an_event("2015-06-12")]
    record = a_record(events=events, windows=[a_window()])
    assert run(record, date(2015, 6, 9)).now.held == 0
    found = run(record, date(2015, 6, 12))
    assert found.now.held
    assert not found.reviews[-1].is_regular


def test_attacks_alone_tell_no_level_a_year_after_the_last_figure_and_the_rule_goes_on() -> None:
    figures = {"departures": a_series(yearly(MANY, MANY))}
    ended = date(2013, 12, 31)
    found = run(a_record(figures, windows=[a_window()]), date(2015, 3, 15))
    told = {p.day: p for p in found.proposals}
    assert told[date(2014, 12, 31)].status == PROPOSED
    for day in (date(2015, 1, 31), date(2015, 2, 28), date(2015, 3, 15)):
        assert (day - ended).days > 366
        assert (told[day].status, told[day].reason) == (CANNOT_TELL, ONLY_ATTACKS)
        assert (told[day].level, told[day].since) == (None, date(2015, 1, 31))
        assert told[day].held == told[date(2014, 12, 31)].level


def test_figures_that_return_tell_the_level_that_the_rule_stands_at() -> None:
    known = yearly(MANY, MANY)
    again = ("2014-01-01", "2014-12-31", MANY, "2015-03-31")
    found = run(a_record({"departures": a_series([*known, again])}), date(2015, 4, 30))
    told = {p.day: p for p in found.proposals}
    assert told[date(2015, 2, 28)].status == CANNOT_TELL
    returned, before = told[date(2015, 3, 31)], told[date(2015, 2, 28)]
    assert returned.status == PROPOSED
    assert returned.level == returned.held
    assert (returned.level or 0) >= (before.held or 0), "many departures again lower nothing"


def test_without_figures_nobody_can_tell() -> None:
    found = run(a_record())
    assert {p.status for p in found.proposals} == {CANNOT_TELL}
    assert found.posterior == pytest.approx(ageing(rule_of(FIRST), 4)[1])


def test_series_that_end_let_the_proposal_expire() -> None:
    found = run(a_record({"departures": a_series(yearly(MANY, MANY))}), date(2019, 1, 22))
    assert found.now.status == EXPIRED
    assert found.now.supported_level is not None


def test_what_is_published_later_changes_no_review() -> None:
    rows = yearly(FEW, MANY, MANY, FEW)
    later = ("2013-01-01", "2013-12-31", 0.0, "2018-01-23")
    before = run(a_record({"departures": a_series(rows)}))
    after = run(a_record({"departures": a_series([*rows, later])}))
    assert levels(after) == levels(before)
    assert after.posterior.tolist() == before.posterior.tolist()


def test_each_review_is_the_last_review_of_its_own_day() -> None:
    record = a_record(
        {"departures": a_series(yearly(FEW, MANY, MANY, FEW))},
        events=[an_event("2015-06-10")],
        windows=[a_window()],
    )
    whole = run(record)
    for day in (date(2014, 5, 31), date(2016, 8, 31)):
        alone = run(record, day)
        i = [review.day for review in whole.reviews].index(day)
        assert alone.posterior == pytest.approx(whole.reviews[i].posterior, abs=1e-12)
        assert alone.now == whole.proposals[i]


def test_a_single_review_keeps_the_weights_of_its_figures() -> None:
    day = date(2012, 1, 31)
    record = a_record({"departures": a_series(yearly(MANY, first=2010))})
    found = run(record, day)
    fresh = log_weights(sum(family.entering(found.months) for family in found.weighed))
    assert found.log_weights == pytest.approx(fresh)
    assert (found.log_weights[:, 0] == 0).all()


def test_the_last_posterior_is_the_filter_of_the_weights_shown() -> None:
    record = a_record({"departures": a_series(yearly(FEW, MANY, MANY, FEW))})
    found = run(record)
    matrix, prior = ageing(rule_of(FIRST), 4)
    assert found.posterior == pytest.approx(
        forward_filter(found.log_weights, matrix, prior)[-1], abs=1e-12
    )


def test_a_weight_in_the_filter_is_that_of_its_figure() -> None:
    found = run(a_record({"departures": a_series(yearly(MANY))}))
    (one,) = found.weighed
    direct = weight_of_evidence(
        np.array([MANY]), np.array([[3.6, 12.0, 36.0, 108.0]]), np.array([1.5]), 6.0
    )
    if SETTINGS.rule.clip_db == 6.0:
        assert one.db == pytest.approx(direct)
    assert found.log_weights[one.month[0] - found.first_month, 1:] == pytest.approx(
        one.weight[0].cumsum() * np.log(10) / 10
    )


def test_a_family_left_out_says_nothing() -> None:
    record = a_record(
        {"departures": a_series(yearly(MANY, MANY))},
        events=[an_event("2015-06-10")],
        windows=[a_window()],
    )
    left = Variation(name="left", settings=SETTINGS, left_out=frozenset({"fighters_out"}))
    found = replay_all(record, SCALE, [BASE, left], date(2018, 1, 22))
    assert {w.indicator.family for w in found["left"].weighed} == {"attacks"}
    alone = run(replace(record, series={}))
    assert found["left"].posterior == pytest.approx(alone.posterior, abs=1e-12)
    assert found["base"].posterior == pytest.approx(run(record).posterior, abs=1e-12)


def test_an_open_plot_holds_a_level() -> None:
    record = a_record({"departures": a_series(yearly(MANY, MANY, 0.0, 0.0, 0.0))})
    free = run(record)
    held = run(record, declared=Declared(plot_is_open=lambda _day: True))
    assert held.now.held is not None
    assert free.now.held is not None
    assert held.now.held > free.now.held


def is_current(rows: Any, day: date) -> bool:
    cache = FigureCache(a_record({"departures": a_series(rows)}))
    (weighed,) = Weigher(cache=cache, settings=SETTINGS).weigh(day)
    return weighed.are_current(day, rule_of(FIRST)).tolist() == [True]


def test_yearly_figures_are_current_for_a_year_and_a_half() -> None:
    rows = yearly(MANY, MANY, first=2014)
    assert is_current(rows, date(2017, 6, 30))
    assert not is_current(rows, date(2017, 7, 1))


def test_figures_are_current_by_their_own_spacing_and_never_beyond_the_longest() -> None:
    ends = ("2015-10-31", "2015-11-30", "2015-12-31")
    monthly = [(f"{end[:7]}-01", end, MANY, end) for end in ends]
    assert is_current(monthly, date(2016, 2, 14))
    assert not is_current(monthly, date(2016, 3, 1))
    slow = [*yearly(MANY, first=2011), *yearly(MANY, first=2015)]
    assert is_current(slow, date(2017, 6, 30))
    assert not is_current(slow, date(2017, 7, 31))


def test_coverage_is_by_the_reliability_of_families() -> None:
    record = a_record(
        {
            "departures": a_series(yearly(MANY, MANY)),
            "others": a_series(yearly(MANY, MANY)),
        },
        [an_indicator("departures"), an_indicator("others")],
        windows=[a_window()],
    )
    found = run(record)
    day = date(2018, 1, 22)
    told = [find(family, day, rule_of(FIRST)) for family in found.weighed]
    assert coverage(told) == pytest.approx(0.9 / 1.5)
    assert coverage([]) == 0.0


COUNTS = st.lists(st.integers(0, 300), min_size=1, max_size=5)


@settings(deadline=None, max_examples=15)
@given(departures=COUNTS, files=COUNTS)
def test_a_level_rises_only_at_a_review_with_new_figures(
    departures: list[int], files: list[int]
) -> None:
    record = a_record(
        {
            "departures": a_series(yearly(*map(float, departures))),
            "files": a_series(yearly(*map(float, files), first=2011)),
        },
        [an_indicator("departures"), an_indicator("files", family="judicial_opened")],
    )
    found = run(record, date(2021, 12, 31))
    published = {
        (int(str(day)[:4]), int(str(day)[5:7]))
        for one in record.series.values()
        for day in one.published
    }
    for before, after in pairwise(found.proposals):
        is_raised = after.status == PROPOSED and (after.level or 0) > (before.level or 0)
        is_new = (after.day.year, after.day.month) in published
        assert is_new or not is_raised
        assert is_new or before.status != EXPIRED or after.status == EXPIRED
