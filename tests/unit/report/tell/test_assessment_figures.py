"""The pictures of an assessment show what they say: lengths, places and levels."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TypeVar

import numpy as np
import pytest
from tests.unit.report.chart.reading import told_by_hue_alone
from tests.unit.report.exampleland import (
    STATES,
    a_brief,
    a_hostile_brief,
    a_scale,
    some_history,
)
from tests.unit.report.exampleland_assessed import Made

from peil.report.chart.draw import NARROW, draw
from peil.report.chart.figure import Bar, Dot, Line, Mark, Note, Panel
from peil.report.model import Figure, walk
from peil.report.tell.assessment import tell
from peil.report.tell.replay import tell as tell_replay
from peil.report.words import NO_BREAK, words_in
from peil.review.assessed import PastReview, Replayed

ENGLISH = words_in("en")
A_MARK = TypeVar("A_MARK", bound=Mark)


def figures(made: Made) -> dict[str, Figure]:
    blocks = walk(tell(made.assessed, ENGLISH).blocks)
    return {block.key: block for block in blocks if isinstance(block, Figure)}


def panel(figure: Figure) -> Panel:
    (only,) = figure.drawing.panels
    return only


def marks(figure: Figure, kind: type[A_MARK]) -> list[A_MARK]:
    return [mark for mark in panel(figure).marks if isinstance(mark, kind)]


def keys(figure: Figure) -> set[str]:
    return {mark.key for mark in panel(figure).marks if mark.key}


def history_of(reviews: Sequence[PastReview]) -> Figure:
    found = Replayed(
        title="Exampleland", country="Exampleland", scale=a_scale(), reviews=tuple(reviews)
    )
    return next(b for b in tell_replay(found, ENGLISH).blocks if isinstance(b, Figure))


@pytest.mark.parametrize("state", STATES)
def test_every_picture_stands_alone_with_name_description_source_and_data(state: str) -> None:
    for key, figure in figures(a_brief(state)).items():
        drawn = draw(figure.drawing, ENGLISH, key=key, title=figure.title, alt=figure.alt)
        root = ET.fromstring(drawn)  # noqa: S314
        assert root.tag == "svg"
        assert [child.tag for child in root[:2]] == ["title", "desc"]
        assert root[1].text == figure.alt
        assert figure.source
        assert figure.data.rows
        assert told_by_hue_alone(figure.drawing) == []


def test_the_bars_of_the_fit_are_as_long_as_the_fit() -> None:
    figure = figures(a_brief())["fit"]
    bars = [bar for bar in marks(figure, Bar) if bar.look.colour != "pale"]
    assert [bar.x for bar in bars] == [(0.0, fit) for fit in (0.05, 0.2, 0.54, 0.21)]
    assert (panel(figure).x.low, panel(figure).x.high) == (0.0, 1.0)
    assert figure.title.endswith("not the probability of an attack")


def test_the_run_that_holds_most_is_marked_and_so_are_the_rules_level_and_the_decided_one() -> None:
    figure = figures(a_brief("outside"))["fit"]
    assert keys(figure) == {"together 88 in 100"}
    notes = [(note.text, note.strong) for note in marks(figure, Note)]
    assert notes == [
        ("4%", False), ("8% · rule", False), ("38% · official", True), ("50%", True),
    ]  # fmt: skip
    both = [note.text for note in marks(figures(a_brief("robust"))["fit"], Note)]
    assert both == ["5%", "20%", "54% · rule · official", "21%"]


def test_a_level_that_the_rule_does_not_give_today_is_not_marked_as_its_own() -> None:
    for state in ("expired", "stale"):
        notes = [str(note.text) for note in marks(figures(a_brief(state))["fit"], Note)]
        assert not any("rule" in note for note in notes)
        assert any("official" in note for note in notes)


def test_a_level_or_higher_says_so_where_it_is_marked() -> None:
    brief = a_brief("held")
    brief.document["proposal"] |= {"or_higher": True}
    notes = [str(note.text) for note in marks(figures(brief)["fit"], Note)]
    assert "20% · rule, or higher" in notes


def test_bars_for_the_upper_level_go_right_and_effort_is_hollow() -> None:
    figure = figures(a_brief("held"))["added"]
    bars = marks(figure, Bar)
    assert [bar.x[1] > 0 for bar in bars] == [True, True, True, False, False, False]
    assert [bar.look.hollow for bar in bars] == [True, False, True, False, False, False]
    assert keys(figure) == {"effort-dependent"}
    assert [end.text for end in panel(figure).x.ends] == ["2 (medium)", "3 (serious)"]


def test_the_history_says_when_the_proposal_changed() -> None:
    history = some_history()
    figure = history_of(history)
    told = figure.alt.replace(NO_BREAK, " ")
    assert "April 2014, level 2 (medium); February 2015, level 3 (serious); September 2017" in told
    assert [dot.look.hollow for dot in marks(figure, Dot)] == [False] * 3
    assert "no proposal" in [row.text for row in panel(figure).y.rows]
    assert "no proposal" not in [row.text for row in panel(history_of(history[12:])).y.rows]


def test_where_no_official_level_is_known_none_is_drawn() -> None:
    history = [replace(review, official=None) for review in some_history()]
    assert keys(history_of(some_history())) == {"proposed by Peil", "official"}
    assert keys(history_of(history)) == {"proposed by Peil"}


def test_attacks_abroad_are_hollow_and_stand_in_a_row_of_their_own() -> None:
    history = list(some_history())
    with_events = next(i for i, review in enumerate(history) if review.events)
    events = tuple(replace(each, counts=False) for each in history[with_events].events)
    history[with_events] = replace(history[with_events], events=events)
    dots = marks(history_of(history), Dot)
    assert [dot.look.hollow for dot in dots] == [True, False, False]
    assert dots[0].y == dots[1].y + 1


def test_figures_are_drawn_as_rates_so_that_parts_of_a_year_compare() -> None:
    made = a_brief("not_robust")
    known = made.figures["departures"]
    half = replace(
        known,
        end=np.append(known.end[:-1], np.datetime64("2017-06-30")),
        months=np.append(known.months[:-1], 6.0),
        count=np.append(known.count[:-1], 64.0),
    )
    made.figures = {**made.figures, "departures": half}
    figure = figures(made)["figures-departures"]
    heights = [bar.y[1] for bar in marks(figure, Bar)]
    assert heights[-1] == 128.0
    assert heights[-1] == max(heights)
    assert panel(figure).y.title == "a year"


def test_hostile_texts_are_escaped_in_pictures() -> None:
    allowed = {"svg", "title", "desc", "text", "tspan", "rect", "line", "path", "g"}
    for key, figure in figures(a_hostile_brief()).items():
        drawn = draw(figure.drawing, ENGLISH, key=key, title=figure.title, alt=figure.alt)
        tags = {e.tag for e in ET.fromstring(drawn).iter()}  # noqa: S314
        assert tags <= allowed


def test_a_history_of_one_review_can_be_drawn() -> None:
    last = some_history()[-1]
    figure = history_of([last])
    assert draw(figure.drawing, ENGLISH, key="one", title="", alt="")
    assert last.day == date(2018, 1, 22)


@pytest.mark.parametrize("width", [None, NARROW])
def test_many_years_are_named_only_where_there_is_room(width: float | None) -> None:
    last = some_history()[-1]
    history = [replace(last, day=date(year, 12, 31)) for year in range(2000, 2019)]
    drawing = history_of(history).drawing
    assert drawing.has_narrow
    drawn = draw(drawing, ENGLISH, key="many", title="", alt="", width=width)
    labels = [e for e in ET.fromstring(drawn).iter() if e.tag == "text"]  # noqa: S314
    named = [float(e.get("x", "0")) for e in labels if re.fullmatch(r"20\d\d", e.text or "")]
    assert len(named) > 2
    assert min(b - a for a, b in pairwise(named)) > 30


def test_a_step_of_the_last_month_can_be_seen() -> None:
    *before, last = some_history()
    figure = history_of([*before, replace(last, level=4)])
    own = next(line for line in marks(figure, Line) if line.key == "proposed by Peil")
    (begin, row), (end, nothing) = own.points[-2:]
    assert (begin, row, nothing) == (last.day, 0.0, None)
    whole = last.day - before[0].day
    assert isinstance(begin, date)
    assert isinstance(end, date)
    assert whole / 100 < end - begin < whole / 50
