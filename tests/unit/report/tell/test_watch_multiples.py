"""Several watched series side by side: one time, each its own height, its directions at the base."""

from datetime import date

import numpy as np
from tests.watched_builder import a_series, some_counts

from peil.observe.watch.series import Watch, WatchedSeries
from peil.report.chart.figure import Dot, Line
from peil.report.model import Figure, Section
from peil.report.tell.watch.report import MOST_MULTIPLES, tell
from peil.report.words import words_in

EN = words_in("en")


def shown(*series: WatchedSeries) -> Figure | None:
    """Give the picture of all series, which stands above the single ones."""
    blocks = tell(Watch(title="Made", as_of=date(2024, 1, 1), series=series), EN).blocks
    found = [place for place, block in enumerate(blocks) if isinstance(block, Figure)]
    if not found:
        return None
    assert isinstance(blocks[found[0] + 1], Section)
    picture = blocks[found[0]]
    assert isinstance(picture, Figure)
    return picture


def three() -> Figure:
    found = shown(
        a_series("arson", "rising", months=6),
        a_series("theft", counts=some_counts("theft", mean=40.0)),
        a_series("bombs", counts=some_counts("bombs", n=72), last=36),
    )
    assert found is not None
    return found


def test_each_series_has_a_panel_over_the_same_time_to_its_own_height() -> None:
    panels = three().drawing.panels
    assert [panel.title for panel in panels] == ["arson", "bombs", "theft"]
    assert {(panel.x.low, panel.x.high) for panel in panels} == {
        (date(2016, 1, 1), date(2024, 1, 1))
    }
    heights = [panel.y.high for panel in panels]
    assert heights[2] > 40.0 > max(heights[:2])


def test_what_changed_is_marked_by_a_shape_along_the_base() -> None:
    rising, steady, _ = three().drawing.panels
    shapes = [mark.shape for mark in rising.marks if isinstance(mark, Dot) and mark.y == 0.0]
    assert shapes == ["up"]
    lines = [mark for mark in steady.marks if isinstance(mark, Line) and mark.points[0][1] == 0.0]
    assert [line.key for line in lines] == ["steady"]
    assert rising.look.colour != steady.look.colour


def test_its_data_are_every_evaluated_period_of_all() -> None:
    picture = three()
    assert len(picture.data.rows) == 60 + 60 + 36
    assert not picture.shows_data
    assert "arson: rising" in picture.alt


def test_one_series_alone_is_not_drawn_twice_and_of_many_the_first_are() -> None:
    assert shown(a_series("arson")) is None
    many = shown(*(a_series(f"series {number}") for number in range(MOST_MULTIPLES + 3)))
    assert many is not None
    assert len(many.drawing.panels) == MOST_MULTIPLES


def test_a_series_without_any_report_leaves_its_panel_empty() -> None:
    silent = some_counts("silent", count=np.full(96, np.nan))
    found = shown(a_series("arson"), a_series("silent", counts=silent))
    assert found is not None
    assert len(found.drawing.panels) == 2
