"""The watch tells one thing: headline, sentence, chart, the bar under it, JSON and CSV."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from benchmarks.watch_shapes import SHAPES, Shape

from peil.observe.direction import CANNOT_TELL, RISING, WANING
from peil.observe.watch.effort import may_tell_waning
from peil.observe.watch.series import Watch, WatchedSeries
from peil.report.chart.figure import Line
from peil.report.model import Figure, Report, plain, walk
from peil.report.tell.watch.data import document, rows
from peil.report.tell.watch.report import tell
from peil.report.tell.watch.sentences import short_verdict, verdict
from peil.report.words import words_in
from peil.workflow.watching import watch_dossier, watch_file, watch_given

ROOT = Path(__file__).parents[2]
ENGLISH = words_in("en")
DAYS = [
    date(2012, 6, 30),
    date(2015, 11, 30),
    date(2018, 1, 22),
    date(2022, 3, 31),
    date(2026, 3, 1),
]
EXAMPLES = ["weekly.csv"]
SERIES_OF_A_SHAPE = 3


def shaped(shape: Shape) -> Iterator[Watch]:
    chance, moment = np.random.default_rng(3), shape.moment or 12
    days = shape.days(moment).astype(str).tolist()
    for count in shape.draw(chance, SERIES_OF_A_SHAPE, moment):
        yield watch_given({"date": days, "count": count.tolist()})


def last_ribbon(report: Report, place: int) -> str:
    """Give what the bar under a chart says at its end, by its legend."""
    figure = next(
        block
        for block in walk(report.blocks)
        if isinstance(block, Figure) and block.key == f"watch-{place}"
    )
    assert figure.drawing is not None
    marks = figure.drawing.panels[1].marks
    return [mark.key for mark in marks if isinstance(mark, Line)][-1]


def agrees(watch: Watch) -> None:
    told, report = document(watch), tell(watch, ENGLISH)
    names, flat = rows(watch)
    table = list(flat)
    for place, one in enumerate(watch.in_order):
        summary = told["series"][place]
        point = [each for each in told["points"] if each["series"] == one.watched.series][-1]
        row = [each for each in table if each["series"] == one.watched.series][-1]
        for key in ("direction", "level_changed"):
            assert summary[key] == point[key] == row[key], key
        assert set(names) <= set(row)
        said = ENGLISH.code("direction", one.direction)
        assert said in plain(short_verdict(one, ENGLISH))
        if one.counts is not None:
            assert last_ribbon(report, place) == ENGLISH(f"watch.legend_{_told(one)}")
        does_not_contradict(one)
    if len(watch.series) == 1:
        assert plain(verdict(watch.series[0], ENGLISH)) in plain(report.headline)


def _told(one: WatchedSeries) -> str:
    """Give what moves, or else the level that changed, or else the word."""
    if one.is_settled:
        return {RISING: "higher", WANING: "lower"}[one.watched.level_changed]
    return one.direction.replace(" ", "_")


def does_not_contradict(one: WatchedSeries) -> None:
    """No word stands against an open signal, and none is steady beside one."""
    points, counts = one.watched.points, one.counts
    if counts is None or np.isnat(points.signal_opened[-1]) or one.watched.method[0] != "p":
        return
    is_new = points.start[-1] - points.signal_opened[-1] < np.timedelta64(360, "D")
    is_fall_of_work = not may_tell_waning(counts) and one.direction == CANNOT_TELL
    stale = one.reason in ("figures_too_old", "no_report")
    if is_new and not (is_fall_of_work or stale):
        assert one.direction in (RISING, WANING)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_each_form_says_the_same_of_the_dossier(day: date) -> None:
    agrees(watch_dossier(ROOT / "dossiers" / "belgium", day))


@pytest.mark.parametrize("file", EXAMPLES)
def test_each_form_says_the_same_of_the_examples(file: str) -> None:
    agrees(watch_file(ROOT / "docs" / "guide" / file))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_each_form_says_the_same_of_every_shape(shape: Shape) -> None:
    for watch in shaped(shape):
        agrees(watch)
