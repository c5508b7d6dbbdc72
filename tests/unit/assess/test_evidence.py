"""Figures weigh by an exact count model, once each, and only where they may."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom
from tests.builders import a_population, a_record, a_series, a_window, an_event, an_indicator

from peil.assess.evidence import AssessmentSettings, Weighed, Weigher, weight_of_evidence
from peil.assess.ladder import FamilyRule, ladder_of
from peil.assess.overlap import FigureCache, usual_spacing
from peil.assess.rule import FIRST, rule_of
from peil.observe.record import Record

DAY = date(2018, 1, 22)
RULES = {
    "fighters_out": FamilyRule(
        measure="per_head",
        per_months=1,
        values=(0.3, 1.0, 3.0, 9.0),
        size=1.5,
        reliability=0.6,
        reason="a test",
    ),
    "judicial_opened": FamilyRule(
        measure="ratio",
        per_months=1,
        values=(0.8, 1.2, 1.8, 2.7),
        size=4.0,
        reliability=0.5,
        reason="a test",
    ),
    "attacks": FamilyRule(
        measure="per_head",
        per_months=12,
        values=(0.1, 0.3, 1.0, 3.0),
        size=2.0,
        reliability=0.9,
        reason="a test",
    ),
}
LADDER = replace(ladder_of(FIRST), families=RULES, totals={"attacks": RULES["judicial_opened"]})
SETTINGS = AssessmentSettings(ladder=LADDER, rule=replace(rule_of(FIRST), clip_db=6.0), levels=4)
YEAR = ("2016-01-01", "2016-12-31", 24.0, "2017-02-01")


def weighed(
    record: Record, day: date = DAY, settings: AssessmentSettings = SETTINGS
) -> tuple[Weighed, ...]:
    families = Weigher(cache=FigureCache(record), settings=settings).weigh(day)
    return tuple(one for family in families for one in family.split())


def by_month(counts: list[float], year: int = 2016) -> list[Any]:
    ends = [31, 29 if year % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return [
        (f"{year}-{m:02}-01", f"{year}-{m:02}-{end}", count, f"{year}-{m:02}-{end}")
        for m, (end, count) in enumerate(zip(ends, counts, strict=True), start=1)
    ]


@settings(deadline=None)
@given(
    count=st.integers(0, 500),
    means=st.lists(st.floats(0.01, 300.0), min_size=2, max_size=6),
    size=st.floats(0.05, 20.0),
)
def test_a_weight_is_the_difference_of_exact_negative_binomials(
    count: int, means: list[float], size: float
) -> None:
    expected = np.array([means])
    exact = nbinom.logpmf(count, size, size / (size + expected[0]))
    found = weight_of_evidence(np.array([float(count)]), expected, np.array([size]), np.inf)
    assert found[0] == pytest.approx(np.diff(exact) * 10 / np.log(10), rel=1e-6, abs=1e-6)


def test_a_figure_says_no_more_than_the_clip() -> None:
    found = weight_of_evidence(
        np.array([0.0, 500.0]), np.array([[1.0, 50.0]] * 2), np.array([5.0, 5.0]), 6.0
    )
    assert found.tolist() == [[-6.0], [6.0]]


def test_twelve_monthly_figures_weigh_as_much_as_their_year_where_the_rate_is_even() -> None:
    months = np.full(12, 12.0)
    monthly = weight_of_evidence(months, np.array([[10.0, 12.0]] * 12), np.full(12, 1 / 3), np.inf)
    yearly = weight_of_evidence(
        np.array([144.0]), np.array([[120.0, 144.0]]), np.array([4.0]), np.inf
    )
    assert monthly.sum() == pytest.approx(yearly.sum(), abs=1e-9)


def test_twelve_monthly_figures_and_a_yearly_one_weigh_the_same_in_a_record() -> None:
    free = replace(SETTINGS, rule=replace(SETTINGS.rule, clip_db=np.inf))
    (year,) = weighed(a_record({"departures": a_series([YEAR])}), settings=free)
    (each,) = weighed(a_record({"departures": a_series(by_month([2.0] * 12))}), settings=free)
    assert len(each.figures) == 12
    assert each.weight.sum(axis=0) == pytest.approx(year.weight.sum(axis=0), abs=1e-9)


def test_months_may_carry_twelve_times_a_years_cap() -> None:
    (year,) = weighed(a_record({"departures": a_series([(*YEAR[:2], 1e6, YEAR[3])])}))
    (each,) = weighed(a_record({"departures": a_series(by_month([1e5] * 12))}))
    assert year.db.tolist() == [[pytest.approx(6.0)] * 3] or (year.db <= 6.0).all()
    assert each.db.sum(axis=0) == pytest.approx(12 * each.db[0])


def test_a_count_is_expected_by_people_and_months() -> None:
    record = a_record({"departures": a_series([YEAR])}, population=a_population(5_000_000.0))
    (found,) = weighed(record)
    assert found.expected[0] == pytest.approx(np.array([0.3, 1.0, 3.0, 9.0]) * 12 * 0.5)
    assert found.size[0] == pytest.approx(1.5)
    fixed = replace(SETTINGS, people=20_000_000.0)
    (changed,) = weighed(record, settings=fixed)
    assert changed.expected[0] == pytest.approx(4 * found.expected[0])


def test_a_figure_enters_at_the_last_month_of_its_period() -> None:
    (found,) = weighed(a_record({"departures": a_series([YEAR])}))
    assert found.month.tolist() == [(2016 - 1970) * 12 + 11]


def test_part_of_a_period_counts_with_its_exposure() -> None:
    row = ("2016-01-01", "2016-12-31", 8.0, "2016-06-30")
    (found,) = weighed(a_record({"departures": a_series([row])}))
    assert found.figures.months.tolist() == [pytest.approx(6.0)]
    assert found.size[0] == pytest.approx(0.75)
    assert found.month.tolist() == [(2016 - 1970) * 12 + 5]


@pytest.mark.parametrize(
    "changes",
    [
        {"weighs": False},
        {"kind": "stock"},
        {"kind": "share"},
        {"effort": "level_caused"},
        {"family": "foiled"},
        {"family": "plots"},
    ],
)
def test_what_may_not_weigh_does_not(changes: dict[str, Any]) -> None:
    record = a_record({"departures": a_series([YEAR])}, [an_indicator(**changes)])
    assert weighed(record) == ()


def test_effort_can_be_left_out() -> None:
    record = a_record({"departures": a_series([YEAR])}, [an_indicator(effort="effort_dependent")])
    assert len(weighed(record)) == 1
    assert (
        weighed(record, settings=replace(SETTINGS, without=frozenset({"effort_dependent"}))) == ()
    )


def test_without_a_population_a_rate_per_head_cannot_weigh() -> None:
    record = a_record({"departures": a_series([YEAR])}, population=a_population(first=2019))
    assert [len(w.figures) for w in weighed(record)] == []


def a_ratio_record(values: list[float], **changes: Any) -> Record:
    rows = [
        (f"{2010 + i}-01-01", f"{2010 + i}-12-31", v, f"{2011 + i}-02-01")
        for i, v in enumerate(values)
    ]
    return a_record(
        {"files": a_series(rows, **changes)}, [an_indicator("files", family="judicial_opened")]
    )


def test_a_ratio_compares_with_the_mean_of_the_two_years_or_more_before() -> None:
    (found,) = weighed(a_ratio_record([100.0, 200.0, 300.0, 90.0]))
    assert found.figures.count.tolist() == [300.0, 90.0]
    assert found.expected[0] == pytest.approx(150.0 * np.array([0.8, 1.2, 1.8, 2.7]))
    assert found.expected[1] == pytest.approx(200.0 * np.array([0.8, 1.2, 1.8, 2.7]))


def test_a_ratio_has_a_base_of_its_own_publisher() -> None:
    (found,) = weighed(a_ratio_record([100.0, 100.0, 400.0, 100.0], publisher=list("AABA")))
    assert found.figures.count.tolist() == [100.0]
    assert found.figures.publisher.tolist() == ["A"]


def test_a_base_of_nothing_is_no_base() -> None:
    assert weighed(a_ratio_record([0.0, 0.0, 5.0])) == ()


def test_a_monthly_ratio_needs_a_year_of_its_past() -> None:
    rows = [*by_month([5.0] * 12, 2015), *by_month([5.0] * 12, 2016)]
    record = a_record({"files": a_series(rows)}, [an_indicator("files", family="judicial_opened")])
    (found,) = weighed(record)
    assert len(found.figures) == 12
    assert found.figures.start[0] == np.datetime64("2016-01-01")


def two_indicators(first: str, second: str, **changes: Any) -> Record:
    """Two indicators of departures; the second about `changes` of the first one's year."""
    row = (changes.get("start", YEAR[0]), *YEAR[1:])
    return a_record(
        {
            "first": a_series([YEAR], publisher=first),
            "second": a_series([row], publisher=second),
        },
        [an_indicator("first"), an_indicator("second")],
    )


def test_a_second_indicator_of_the_same_publisher_halves_both() -> None:
    assert [w.reliability[0] for w in weighed(two_indicators("A", "A"))] == [0.3, 0.3]


def test_a_second_publisher_takes_a_third() -> None:
    found = [w.reliability[0] for w in weighed(two_indicators("A", "B"))]
    assert found == [pytest.approx(0.4), pytest.approx(0.4)]
    once = replace(SETTINGS, rule=replace(SETTINGS.rule, other_publishers=1.0))
    found = [w.reliability[0] for w in weighed(two_indicators("A", "B"), settings=once)]
    assert found == [pytest.approx(0.3), pytest.approx(0.3)]


def test_the_share_is_that_of_the_figures_own_period() -> None:
    whole, part = weighed(two_indicators("A", "A", start="2016-07-02"))
    share = 183 / 366
    assert whole.reliability[0] == pytest.approx(0.6 / (1 + share))
    assert part.reliability[0] == pytest.approx(0.6 / 2)


ATTACKS = an_indicator("totals", family="attacks")


def attacks_record(first: str = "2010-01-01", last: str = "2029-12-31") -> Record:
    rows = [(f"{y}-01-01", f"{y}-12-31", 10.0, f"{y + 1}-06-01") for y in range(2008, 2017)]
    return a_record(
        {"totals": a_series(rows)},
        [ATTACKS],
        events=[an_event("2015-06-15")],
        windows=[a_window(first, last)],
    )


def test_dated_events_stand_in_for_yearly_totals() -> None:
    (dated,) = weighed(attacks_record("2008-01-01"))
    assert dated.indicator.id == "attacks_dated_jihadist"


def test_totals_outside_the_window_still_weigh() -> None:
    found = {w.indicator.id: w for w in weighed(attacks_record("2013-01-01"))}
    years = found["totals"].figures.start.astype("datetime64[Y]").astype(int) + 1970
    assert years.tolist() == [2010, 2011, 2012]


def test_a_month_without_an_attack_speaks_for_the_lower_level() -> None:
    record = a_record(windows=[a_window()], events=[an_event("2015-06-15")])
    (dated,) = weighed(record, date(2015, 6, 30))
    assert (dated.db[-1] > 0).all()
    assert (dated.db[:-1] < 0).all()


def test_two_attacks_speak_more_strongly_than_one() -> None:
    one = a_record(windows=[a_window()], events=[an_event("2015-06-15")])
    two = a_record(windows=[a_window()], events=[an_event("2015-06-15"), an_event("2015-06-16")])
    (once,), (twice,) = weighed(one, date(2015, 6, 30)), weighed(two, date(2015, 6, 30))
    assert (twice.db[-1] >= once.db[-1]).all()
    assert (twice.db[-1] > once.db[-1]).any()


def test_what_is_published_later_changes_nothing() -> None:
    later = ("2016-01-01", "2016-12-31", 240.0, "2018-01-23")
    (before,) = weighed(a_record({"departures": a_series([YEAR])}))
    (after,) = weighed(a_record({"departures": a_series([YEAR, later])}))
    assert after.weight.tolist() == before.weight.tolist()
    (revised,) = weighed(a_record({"departures": a_series([YEAR, later])}), date(2018, 1, 23))
    assert revised.figures.count.tolist() == [240.0]


def test_the_usual_spacing_is_the_median_and_a_year_for_a_single_figure() -> None:
    assert usual_spacing(np.array(["2016-12-31"], "datetime64[D]")) == 12.0
    ends = np.array(["2015-03-31", "2015-06-30", "2015-09-30", "2017-09-30"], "datetime64[D]")
    assert usual_spacing(ends) == pytest.approx(3.0)
