"""The picture of a watched series shows what is known, and says it to those who cannot see it."""

import re
from datetime import date
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.report.chart.reading import told_by_hue_alone
from tests.watched_builder import a_quiet, a_series, some_counts

from peil.observe.watch.series import WatchedSeries
from peil.report.chart.draw import NARROW, draw
from peil.report.chart.figure import Axis, Band, Bar, Dot, Line, Mark
from peil.report.model import Figure, plain
from peil.report.render.characters import course as course_text
from peil.report.tell.watch.chart import LONGEST, course, figure
from peil.report.words import words_in

ENGLISH = words_in("en")
DAYS = ((date(2018, 7, 1), date(2018, 12, 31)),)


def shown(one: WatchedSeries) -> Figure:
    return figure(one, "watch-0", ENGLISH)


def marks(one: WatchedSeries, key: str = "") -> list[Mark]:
    """Give all marks of the picture, or those of one meaning."""
    every = [mark for panel in shown(one).drawing.panels for mark in panel.marks]
    return [mark for mark in every if key in ("", mark.key)]


def days_of(one: WatchedSeries) -> Axis:
    return shown(one).drawing.panels[0].x


def drawn(one: WatchedSeries, width: float | None = None) -> str:
    picture = shown(one)
    text = draw(
        picture.drawing, ENGLISH, key="w", title=picture.title, alt=picture.alt, width=width
    )
    ET.fromstring(text)  # noqa: S314 - our own picture
    return text


def test_the_picture_has_a_title_a_description_its_data_and_its_source() -> None:
    picture = shown(a_series("arson", "rising", months=3, probability=0.97))
    assert picture.title.startswith("arson")
    assert "60 periods from 1 Jan 2019 to 31 Dec 2023" in picture.alt.replace("\xa0", " ")
    assert "rising (97%): higher since 1 October 2023" in picture.alt
    assert "Exampleland Bureau of Counts" in plain(picture.source)
    assert "peil-watch-3" in plain(picture.source)
    assert len(picture.data.rows) == 60


def test_the_description_sets_the_latest_count_beside_what_was_expected_of_its_own_period() -> None:
    counts = some_counts()
    counts.count[-2:] = 5.0, np.nan
    one = a_series(counts=counts)
    one.watched.points.expected[-2:] = 4.0, 9.0
    one.watched.points.upper[-2:] = 12.0, 17.0
    said = shown(one).alt.replace("\xa0", " ")
    assert "Latest count 5, expected 4, bounds at most 12;" in said


def test_counts_beyond_a_bound_are_marked_by_shape_and_colour() -> None:
    one = a_series("arson")
    p = one.watched.points
    p.observed[:] = 5
    p.lower[:], p.upper[:] = 2, 8
    assert marks(one, "above its bound") == marks(one, "below its bound") == []
    p.observed[3], p.observed[7], p.observed[8] = 9, 1, 0
    for key, shape, colour, places in (
        ("above its bound", "up", "vermilion", (3,)),
        ("below its bound", "down", "blue", (7, 8)),
    ):
        dots = [mark for mark in marks(one, key) if isinstance(mark, Dot)]
        assert [dot.y for dot in dots] == [float(p.observed[i]) for i in places]
        assert {(dot.shape, dot.look.colour) for dot in dots} == {(shape, colour)}
        for dot, i in zip(dots, places, strict=True):
            assert p.start[i] <= np.datetime64(dot.x) <= p.end[i]


def test_breaks_outbreaks_gaps_and_late_reports_are_shown_and_explained() -> None:
    counts = some_counts()
    counts.count[60:63] = np.nan
    counts.segment[40:] = 1
    one = a_series(counts=counts, outbreaks=DAYS)
    one.watched.points.nowcast[-1] = [2, 4, 9]
    for said in ("break", "left out of the baseline", "no report", "once all reports are in"):
        assert marks(one, said)
        assert marks(a_series(), said) == []
        assert f">{said}<" in drawn(one)
    (gap,) = marks(one, "no report")
    assert isinstance(gap, Line)
    assert [day for day, _ in gap.points] == [date(2021, 1, 1), date(2021, 4, 1)]
    late = [mark for mark in marks(one, "once all reports are in") if isinstance(mark, Line)]
    assert [[count for _, count in mark.points] for mark in late] == [[2, 9]]


def test_an_outbreak_before_what_is_drawn_is_not_explained() -> None:
    one = a_series(outbreaks=((date(1998, 7, 1), date(1998, 12, 31)),))
    assert marks(one, "left out of the baseline") == []


def test_an_outbreak_that_is_left_out_is_seen_where_the_bounds_are_drawn_too() -> None:
    every = marks(a_series(outbreaks=((date(2021, 7, 1), date(2021, 12, 31)),)))
    (bounds,) = (i for i, mark in enumerate(every) if mark.look.colour == "sky")
    (outbreak,) = (i for i, mark in enumerate(every) if mark.look.colour == "shade")
    assert bounds < outbreak
    assert isinstance(every[bounds], Band)


def test_what_a_person_keeps_has_an_edge_and_no_ground() -> None:
    one = a_series(kept=DAYS)
    (kept,) = marks(one, "kept in by a person")
    assert isinstance(kept, Bar)
    assert (kept.x, kept.look.hollow) == ((date(2018, 7, 1), date(2019, 1, 1)), True)
    assert marks(one, "left out of the baseline") == []
    (left_out,) = marks(a_series(outbreaks=DAYS), "left out of the baseline")
    assert not left_out.look.hollow


def test_the_data_has_no_column_of_nowcasts_where_all_reports_are_in() -> None:
    assert len(shown(a_series()).data.columns) == 6
    late = a_series()
    late.watched.points.nowcast[-1] = [2, 4, 9]
    last = shown(late).data.rows[-1]
    assert "4 (2 to 9)" in [cell.text for cell in last.cells]


def test_the_direction_of_each_period_stands_below_in_stretches() -> None:
    ribbon = shown(a_series("arson", "waning", months=3)).drawing.panels[1].marks
    lines = [mark for mark in ribbon if isinstance(mark, Line)]
    told = {mark.key: [day for day, _ in mark.points] for mark in lines}
    assert told == {
        "steady": [date(2019, 1, 1), date(2023, 10, 1)],
        "waning": [date(2023, 10, 1), date(2024, 1, 1)],
    }
    assert [mark.shape for mark in ribbon if isinstance(mark, Dot)] == ["down"]


def test_nothing_in_the_picture_is_told_by_its_hue_alone() -> None:
    counts = some_counts()
    counts.count[60:63] = np.nan
    counts.segment[40:] = 1
    one = a_series(
        "arson", "rising", months=3, counts=counts, outbreaks=DAYS, quiet=a_quiet(),
        kept=((date(2021, 7, 1), date(2021, 12, 31)),),
    )  # fmt: skip
    p = one.watched.points
    p.nowcast[-1], p.direction[5], p.direction[9] = [2, 4, 9], "waning", "cannot tell"
    p.lower[:], p.observed[7], p.observed[8] = 2, 40, 0
    assert told_by_hue_alone(shown(one).drawing) == []


def test_hostile_names_and_sources_stay_text() -> None:
    one = WatchedSeries(watched=a_series("<script>&\x00").watched, source="<img src=x>")
    assert "<script" not in drawn(one)


@given(
    values=st.lists(
        st.one_of(st.just(np.nan), st.integers(0, 10**9).map(float)), min_size=2, max_size=30
    ),
    bound=st.one_of(st.just(np.nan), st.integers(0, 10**6).map(float)),
)
@settings(max_examples=60, deadline=None)
def test_whatever_was_counted_can_be_drawn(values: list[float], bound: float) -> None:
    counts = some_counts(n=len(values), mean=1.0)
    counts.count[:] = values
    one = a_series(counts=counts, last=len(values))
    p = one.watched.points
    p.upper[:], p.expected[: len(values) // 2] = bound, np.nan
    top = shown(one).drawing.panels[0].y.high
    assert isinstance(top, float)
    assert top >= max([1.0, *(value for value in values if value == value)])
    for width in (None, NARROW):
        assert not re.search(r'"(nan|inf)|[ ,](nan|inf)', drawn(one, width))


def test_the_course_is_as_high_as_its_largest_count_and_shows_gaps() -> None:
    def told(*values: float) -> str:
        counts = some_counts(n=len(values), count=np.array(values))
        cell = course(a_series(counts=counts, last=2), ENGLISH)
        assert cell.drawing is not None
        return course_text(cell.drawing)

    assert told(0, 4, 8, np.nan) == "▁▅█·"
    assert told(np.nan, 4, 8) == "·▅█"
    assert told(0, 0) == "▁▁"


def test_the_course_says_its_counts_to_those_who_cannot_see_it() -> None:
    counts = some_counts(n=3, count=np.array([1.0, np.nan, 2.0]))
    assert course(a_series(counts=counts, last=2), ENGLISH).text == "1; –; 2"


@pytest.mark.parametrize(("weeks", "bars"), [(3, 20), (23, 20), (60, 20), (200, 20)])
def test_the_course_shows_what_was_before_the_change(weeks: int, bars: int) -> None:
    counts = some_counts("arson", n=400)
    counts.count[:] = 9
    counts.count[-weeks:] = 1
    one = a_series("arson", "waning", months=weeks, counts=counts, last=300)
    drawing = course(one, ENGLISH).drawing
    assert drawing is not None
    heights = [mark.y[1] for mark in drawing.panels[0].marks if isinstance(mark, Bar)]
    assert len(heights) == bars
    assert (heights[0], heights[-1]) == (9, 1)


@pytest.mark.parametrize(("months", "drawn_months"), [(12, LONGEST), (240, 320)])
def test_the_picture_begins_before_the_change(months: int, drawn_months: int) -> None:
    counts = some_counts("arson", n=400)
    one = a_series("arson", "waning", months=months, counts=counts, last=250)
    first = days_of(one).low
    assert np.datetime64(first) == counts.start[-drawn_months]
    assert one.changed_since is not None
    assert np.datetime64(first) < np.datetime64(one.changed_since)
