"""The chart of a watched series shows what is known, and says it to those who cannot see it."""

import re
from datetime import date
from itertools import pairwise
from unicodedata import combining, normalize
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.watched_builder import a_series, some_counts

from peil.report import svg
from peil.report.watch_chart import NARROW, _frame, watch_chart
from peil.report.watch_course import course, course_text
from peil.report.watch_legend import BAND, OUTBREAK, width_of
from peil.report.watching import WatchedSeries
from peil.report.words import LANGUAGES, words_in

ENGLISH = words_in("en")


def picture(one: WatchedSeries) -> str:
    return watch_chart(one, "watch-0", ENGLISH).svg


def shapes(text: str, name: str, **wanted: str) -> list[ET.Element]:
    root = ET.fromstring(text)  # noqa: S314 - our own picture
    return [e for e in root.iter(name) if all(e.get(k) == v for k, v in wanted.items())]


def test_the_picture_has_a_title_a_description_its_data_and_its_source() -> None:
    chart = watch_chart(a_series("arson", "rising", months=3, probability=0.97), "w", ENGLISH)
    assert "60 periods from 1 Jan 2019 to 31 Dec 2023" in chart.desc.replace("\xa0", " ")
    assert "rising (97%): higher since 1 October 2023" in chart.desc
    assert chart.desc in chart.svg
    assert "Exampleland Bureau of Counts" in chart.source
    assert "peil-watch-1" in chart.source
    assert len(chart.table.rows) == 60


def test_counts_beyond_a_bound_are_marked_by_shape_and_colour() -> None:
    one = a_series("arson")
    p = one.watched.points
    p.observed[:] = 5
    p.lower[:], p.upper[:] = 2, 8
    assert "above its bound" not in picture(one)
    p.observed[3], p.observed[7], p.observed[8] = 9, 1, 0
    drawn = picture(one)
    assert len(shapes(drawn, "polygon", fill=svg.VERMILION)) == 1 + 1
    assert len(shapes(drawn, "polygon", fill=svg.BLUE)) == 2 + 1
    assert "above its bound" in drawn
    assert "below its bound" in drawn


def test_breaks_outbreaks_gaps_and_late_reports_are_shown_and_explained() -> None:
    counts = some_counts()
    counts.count[60:63] = np.nan
    counts.segment[40:] = 1
    one = a_series(counts=counts, outbreaks=((date(2018, 7, 1), date(2018, 12, 31)),))
    one.watched.points.nowcast[-1] = [2, 4, 9]
    drawn = picture(one)
    for said in ("break", "left out of the baseline", "no report", "once all reports are in"):
        assert f">{said}<" in drawn
        assert f">{said}<" not in picture(a_series())
    assert len(shapes(drawn, "circle")) == 2


def test_an_outbreak_before_what_is_drawn_is_not_explained() -> None:
    one = a_series(outbreaks=((date(1998, 7, 1), date(1998, 12, 31)),))
    assert "left out" not in picture(one)


def test_an_outbreak_that_is_left_out_is_seen_where_the_bounds_are_drawn_too() -> None:
    drawn = picture(a_series(outbreaks=((date(2021, 7, 1), date(2021, 12, 31)),)))
    assert drawn.index(f'fill="{BAND}"') < drawn.index(f'fill="{OUTBREAK}"')


def test_what_a_person_keeps_has_an_edge_and_no_ground() -> None:
    days = ((date(2018, 7, 1), date(2018, 12, 31)),)
    drawn = picture(a_series(kept=days))
    assert ">kept in by a person<" in drawn
    assert "left out" not in drawn
    assert len(shapes(drawn, "rect", fill="none")) == 1 + 1
    assert not shapes(picture(a_series(outbreaks=days)), "rect", fill="none")


def test_a_table_has_no_column_of_nowcasts_where_all_reports_are_in() -> None:
    assert len(watch_chart(a_series(), "w", ENGLISH).table.head) == 6
    late = a_series()
    late.watched.points.nowcast[-1] = [2, 4, 9]
    table = watch_chart(late, "w", ENGLISH).table
    assert "4 (2 to 9)" in [cell.text for cell in table.rows[-1]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_legend_stays_inside_the_narrow_picture(language: str) -> None:
    counts = some_counts()
    counts.count[60:63] = np.nan
    chart = watch_chart(a_series(counts=counts), "w", words_in(language))
    root = ET.fromstring(chart.narrow)  # noqa: S314 - our own picture
    ends = [
        float(e.get("x", "0")) + 6.4 * len(e.text or "")
        for e in root.iter("text")
        if e.get("text-anchor") is None
    ]
    assert max(ends) <= 360


DEJAVU = {
    **dict.fromkeys("bdgpq", 0.635), **dict.fromkeys("hnu", 0.634), **dict.fromkeys("ijl", 0.278),
    **dict.fromkeys("vxy", 0.592), "a": 0.613, "c": 0.55, "e": 0.615, "f": 0.352, "k": 0.579,
    "m": 0.974, "o": 0.612, "r": 0.411, "s": 0.521, "t": 0.392, "w": 0.818, "z": 0.525,
    " ": 0.318, "’": 0.318, "S": 0.635, "G": 0.775, "E": 0.632, "B": 0.686, "Z": 0.685, "P": 0.603, "M": 0.863, "-": 0.361,
}  # fmt: skip
"""Widths of letters in DejaVu Sans, as a share of its size: a wide font, and a common one."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_legend_has_room_for_its_texts_in_a_wide_font(language: str) -> None:
    terms = words_in(language).terms
    texts = [text for key, text in terms.items() if re.match(r"watch(_\w+)?\.legend", key)]
    assert len(texts) > 10
    for text in texts:
        letters = [c for c in normalize("NFD", text.replace("\xa0", " ")) if not combining(c)]
        drawn = svg.TEXT * sum(DEJAVU[letter] for letter in letters)
        assert drawn <= width_of(text) <= 1.25 * drawn


def test_hostile_names_and_sources_stay_text() -> None:
    one = WatchedSeries(watched=a_series("<script>&\x00").watched, source="<img src=x>")
    drawn = picture(one)
    assert "<script" not in drawn
    ET.fromstring(drawn)  # noqa: S314 - our own picture


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
    drawn = picture(one)
    assert not re.search(r'"(nan|inf)|[ ,](nan|inf)', drawn)
    corners = " ".join(e.get("points", "") for e in ET.fromstring(drawn).iter())  # noqa: S314
    places = [float(corner.split(",")[1]) for corner in corners.split()]
    assert places
    assert all(-8 <= y <= 300 for y in places)


@pytest.mark.parametrize(("period", "step"), [("D", 1), ("D", 7), ("M", 3), ("Y", 1)])
@pytest.mark.parametrize("n", [2, 9, 30, 200])
def test_the_axis_of_days_has_room_for_its_labels(period: str, step: int, n: int) -> None:
    if period == "Y" and n == 200:
        n = 100
    edges = np.arange(0, (n + 1) * step, step).astype(f"datetime64[{period}]")
    days = edges.astype("datetime64[D]")
    counts = some_counts(
        n=n, start=days[:-1], end=days[1:] - np.timedelta64(1, "D"), period="month"
    )
    drawn = picture(a_series(counts=counts, last=n))
    labels = [
        (float(e.get("x", "0")), e.text or "")
        for e in shapes(drawn, "text", **{"text-anchor": "middle"})
    ]
    is_within_one_month = ">January 1970<" in drawn.replace("\xa0", " ")
    assert bool(labels) != is_within_one_month
    for (x, text), (after, _) in pairwise(labels):
        assert after - x >= 6.0 * len(text)


def test_the_course_is_as_high_as_its_largest_count_and_shows_gaps() -> None:
    assert course_text([0, 4, 8, np.nan]) == "▁▅█·"
    assert course_text([0, 0]) == "▁▁"
    assert course([1, np.nan, 2]).count("<rect") == 2


@pytest.mark.parametrize(("months", "drawn"), [(12, 130), (150, 200)])
def test_the_narrow_picture_begins_before_the_change(months: int, drawn: int) -> None:
    counts = some_counts("arson", n=300)
    one = a_series("arson", "waning", months=months, counts=counts, last=160)
    frame = _frame(one, NARROW)
    assert len(frame.start) == drawn
    assert frame.start[0] < np.datetime64(one.changed_since)
