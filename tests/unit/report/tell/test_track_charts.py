"""The pictures of a track record: levels and attacks through time, and rates by level, told without colour."""

from datetime import date

import pytest
from tests.unit.report.chart.reading import told_by_hue_alone
from tests.unit.report.tell.test_track import OTHER_SCALE, beside, block, chart_of, scored, told

from peil.report.chart.draw import draw
from peil.report.chart.figure import Dot, Line, Note
from peil.report.model import Figure, Table, plain, walk
from peil.report.words import LANGUAGES, words_in


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_is_whole_and_every_chart_is_well_formed(language: str) -> None:
    words = words_in(language)
    blocks = list(walk(told(language).blocks))
    charts = [each for each in blocks if isinstance(each, Figure)]
    assert len(charts) == 5
    for table in (*(b for b in blocks if isinstance(b, Table)), *(c.data for c in charts)):
        assert table.rows
        assert {len(row.cells) for row in table.rows} == {len(table.columns)}
    for chart in charts:
        for width in (None, 360.0):
            svg = draw(chart.drawing, words, key="a", title=chart.title, alt=chart.alt, width=width)
            assert svg.startswith("<svg")
            assert svg.endswith("</svg>")
            assert "nan" not in svg
        assert told_by_hue_alone(chart.drawing) == []
        assert chart.drawing.has_narrow
        assert chart.alt
        assert chart.source


def dots(chart: Figure) -> list[Dot]:
    return [mark for mark in chart.drawing.panels[0].marks if isinstance(mark, Dot)]


def test_marks_tell_severity_without_colour() -> None:
    marks = dots(chart_of(scored(told())[0]))
    attacks = [mark for mark in marks if mark.shape == "up"]
    sizes = {(mark.look.weight, mark.look.hollow) for mark in attacks}
    deadly, killed, none = sorted(sizes, reverse=True)
    assert (deadly[1], killed[1], none[1]) == (False, False, True)
    assert len({mark.y for mark in attacks}) == 2
    assert sum(mark.shape == "cross" for mark in marks) == 2


def test_an_event_without_a_day_is_drawn_over_its_month_or_year() -> None:
    chart = chart_of(scored(told())[0])
    lines = [mark for mark in chart.drawing.panels[0].marks if isinstance(mark, Line)]
    spans = [(line.points[0][0], line.points[1][0]) for line in lines]
    month, year = (date(2017, 6, 1), date(2017, 7, 1)), (date(2017, 1, 1), date(2018, 1, 1))
    assert {month, year} <= set(spans)
    for first, after in (month, year):
        assert [dot for dot in dots(chart) if dot.x == first + (after - first) / 2]


def test_levels_hold_from_their_first_day_and_the_line_is_broken_where_none_was_proposed() -> None:
    chart = chart_of(scored(told())[0])
    panel = chart.drawing.panels[0]
    rows = [row.text for row in panel.y.rows]
    proposed, official = (mark for mark in panel.marks if isinstance(mark, Line) and mark.stepped)
    assert [(day, y if y is None else rows[int(y)][0]) for day, y in official.points][:3] == [
        (date(2010, 1, 1), "2"), (date(2015, 11, 16), "3"), (date(2016, 3, 22), "4"),
    ]  # fmt: skip
    gap, *_ = [i for i, (_, y) in enumerate(proposed.points) if y is None]
    begins, ends = proposed.points[gap][0], proposed.points[gap + 1][0]
    assert isinstance(begins, date)
    assert (begins.year, ends) == (2018, date(2019, 1, 31))


def test_a_rate_over_a_few_days_is_thin_and_does_not_set_the_axis() -> None:
    panel = block(told(), "rates_chart").drawing.panels[0]
    names = [row.text.replace("\xa0", " ") for row in panel.y.rows]
    assert names[0] == "Ruritania · Official level, scale 1 to 4"
    assert names[1:4] == ["Level 4", "Level 3", "Level 2"]
    (short,) = (m for m in panel.marks if isinstance(m, Note) and m.text == "0 in 2 days")
    spans = {m.points[0][1]: m for m in panel.marks if isinstance(m, Line)}
    assert spans[short.y].look.weight < spans[short.y + 1].look.weight
    assert spans[short.y].points[1][0] > 100 > panel.x.high


def test_a_new_scale_is_marked_and_explained() -> None:
    (norland,) = [s for s in beside(told()) if s.title == "Norland"]
    chart = chart_of(norland)
    assert "new scale or scope" in plain(chart.source)
    assert "Levels on an earlier scale are in the table" in plain(chart.source)
    (line,) = (m for m in chart.drawing.panels[0].marks if isinstance(m, Line) and m.stepped)
    assert line.points[0][0] == date(2015, 6, 26)
    assert [row.text for row in chart.drawing.panels[0].y.rows][:5] == ["4", "3", "2", "1", "0"]
    upright = [m.points for m in chart.drawing.panels[0].marks if isinstance(m, Line)]
    assert [p for p in upright if p[0][0] == p[1][0] == date(2015, 6, 26)]


def test_a_level_on_an_earlier_scale_is_not_drawn_on_the_rows_of_todays() -> None:
    chart = chart_of(scored(told(official=OTHER_SCALE))[0])
    stepped = [m for m in chart.drawing.panels[0].marks if isinstance(m, Line) and m.stepped]
    (official,) = (line for line in stepped if line.look.dashed)
    assert official.points[0][0] == date(2015, 1, 1)
    assert chart.data is not None
    whose = [plain(row.cells[0].text) for row in chart.data.rows]
    assert "Official level, scale 1 to 4 of 1 Jan 1990" in [w.replace("\xa0", " ") for w in whose]
