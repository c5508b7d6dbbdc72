"""Scales keep order and their ends; ticks are round, inside, and in the reader's language."""

import datetime as dt
from itertools import pairwise
from math import log10

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from peil.report.chart import svg
from peil.report.chart.figure import Axis
from peil.report.chart.scale import RowScale, Scale, ends, measure, ticks
from peil.report.words import words_in

ENGLISH = words_in("en")
NUMBERS = st.floats(min_value=-1e9, max_value=1e9)
DAYS = st.dates(min_value=dt.date(1, 1, 1), max_value=dt.date(9999, 12, 31))
ROOMS = st.floats(min_value=60.0, max_value=900.0)


@settings(deadline=None)
@given(low=NUMBERS, span=st.floats(min_value=1e-3, max_value=1e9), a=NUMBERS, b=NUMBERS)
def test_a_scale_keeps_the_order_of_values_and_stays_between_its_ends(
    low: float, span: float, a: float, b: float
) -> None:
    scale = Scale(low=low, high=low + span, begin=10.0, end=110.0)
    first, last = (scale.place(v) for v in sorted((a, b)))
    assert 10.0 <= first <= last <= 110.0
    assert scale.place(low) == 10.0
    assert scale.place(low + span) == pytest.approx(110.0)


@settings(deadline=None)
@given(values=st.lists(NUMBERS, min_size=1))
def test_the_ends_of_numbers_hold_all_values_and_zero(values: list[float]) -> None:
    low, high = ends(Axis(), values)
    assert low < high
    slack = 1e-9 * (high - low)
    assert low - slack <= min(0.0, *values)
    assert max(0.0, *values) <= high + slack


@settings(deadline=None)
@given(values=st.lists(NUMBERS, min_size=1), room=ROOMS)
def test_ticks_of_numbers_are_evenly_spaced_inside_and_have_room(
    values: list[float], room: float
) -> None:
    low, high = ends(Axis(), values)
    found = ticks(Axis(), low, high, room, ENGLISH)
    steps = [b[0] - a[0] for a, b in pairwise(found)]
    assert all(low - 1e-6 * (high - low) <= at <= high + 1e-6 * (high - low) for at, _ in found)
    assert all(step == pytest.approx(steps[0], rel=1e-6) for step in steps)
    assert sum(svg.width_of(text) for _, text in found) <= room
    assert len({text for _, text in found}) == len(found)


@settings(deadline=None)
@given(first=DAYS, length=st.integers(min_value=0, max_value=400_000), room=ROOMS)
@example(first=dt.date(9, 1, 1), length=54110, room=60.0)
def test_ticks_of_days_lie_inside_do_not_meet_and_are_never_missing(
    first: dt.date, length: int, room: float
) -> None:
    last = dt.date.fromordinal(min(first.toordinal() + length, dt.date.max.toordinal()))
    low, high = ends(Axis(scale="day"), [float(day.toordinal()) for day in (first, last)])
    found = ticks(Axis(scale="day"), low, high, room, ENGLISH)
    scale = Scale(low=low, high=high, begin=0.0, end=room)
    assert found
    assert all(low <= at <= high for at, _ in found)
    for (a, name), (b, _) in pairwise(found):
        assert scale.place(b) - scale.place(a) > 0.9 * svg.width_of(name)


@pytest.mark.parametrize(
    ("first", "last", "room", "expected"),
    [
        (dt.date(2012, 3, 1), dt.date(2018, 1, 1), 600.0, ["2013", "2014", "2015", "2016", "2017", "2018"]),
        (dt.date(2012, 3, 1), dt.date(2018, 1, 1), 150.0, ["2014", "2016", "2018"]),
        (dt.date(2017, 1, 1), dt.date(2017, 12, 31), 330.0, ["Jan 2017", "Apr 2017", "Jul 2017", "Oct 2017"]),
        (dt.date(2018, 1, 5), dt.date(2018, 1, 19), 250.0, ["5 Jan 2018", "12 Jan 2018", "19 Jan 2018"]),
    ],
)  # fmt: skip
def test_years_months_and_days_are_named_by_the_room_there_is(
    first: dt.date, last: dt.date, room: float, expected: list[str]
) -> None:
    found = ticks(
        Axis(scale="day"), float(first.toordinal()), float(last.toordinal()), room, ENGLISH
    )
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for _, text in found] == expected


def test_a_single_day_has_an_axis_of_its_own() -> None:
    day = float(dt.date(2018, 1, 22).toordinal())
    low, high = ends(Axis(scale="day"), [day])
    assert (low, high) == (day, day + 1.0)
    assert ticks(Axis(scale="day"), low, high, 100.0, ENGLISH)[0][0] == day


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "1,000.6"), ("fr", "1 000,6"), ("nl", "1.000,6"), ("de", "1.000,6")],
)
def test_numbers_are_written_in_the_language(language: str, expected: str) -> None:
    found = ticks(Axis(), 1000.0, 1001.0, 400.0, words_in(language))
    named = next(text for at, text in found if at == pytest.approx(1000.6))
    assert " ".join(named.split()) == expected


def test_months_are_named_in_the_language() -> None:
    first, last = (float(dt.date(2018, month, 1).toordinal()) for month in (1, 6))
    french = ticks(Axis(scale="day"), first, last, 1000.0, words_in("fr"))
    assert [text for _, text in french][2] == words_in("fr").short_month(dt.date(2018, 3, 1))
    assert french[2][1] != ticks(Axis(scale="day"), first, last, 1000.0, ENGLISH)[2][1]


def test_only_whole_numbers_are_named_where_only_these_can_be() -> None:
    assert [t for _, t in ticks(Axis(is_whole=True), 0.0, 2.0, 400.0, ENGLISH)] == ["0", "1", "2"]


def test_a_log_axis_puts_equal_ratios_at_equal_distances_and_nothing_at_its_low_end() -> None:
    axis = Axis(scale="log")
    low, high = ends(axis, [log10(0.02), log10(30.0)])
    assert (low, high) == (-2.0, 2.0)
    scale = Scale(low=low, high=high, begin=0.0, end=400.0)
    place = [scale.place(measure(axis, v) or 0.0) for v in (0.1, 1.0, 10.0)]
    assert place == pytest.approx([100.0, 200.0, 300.0])
    none = measure(axis, 0.0)
    assert none is not None
    assert scale.place(none) == 0.0
    assert [t for _, t in ticks(axis, low, high, 400.0, ENGLISH)] == [
        "0.01",
        "0.1",
        "1",
        "10",
        "100",
    ]


def test_rows_lie_below_each_other_whatever_their_height() -> None:
    rows = RowScale(middles=(10.0, 50.0, 70.0), unit=20.0)
    assert [rows.place(v) for v in (-0.5, 0.0, 0.25, 1.0, 2.0, 2.5)] == [0, 10, 15, 50, 70, 80]


@pytest.mark.parametrize("value", [None, float("nan")])
def test_what_has_no_value_has_no_place(value: float | None) -> None:
    assert measure(Axis(), value) is None


@pytest.mark.parametrize("scale", ["number", "log", "day"])
def test_an_axis_without_any_value_has_ends(scale: str) -> None:
    low, high = ends(Axis(scale=scale), [])  # type: ignore[arg-type]  # each of the three is one
    assert low < high
