"""Pictures say what their values say: places, gaps, names, legends, links, and nothing else."""

import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.report.chart.reading import (
    ENGLISH,
    FILLS,
    a_drawing,
    named_rows,
    picture,
    places,
    shapes,
    size,
    texts,
    told_by_hue_alone,
)

from peil.report.chart import svg
from peil.report.chart.draw import NARROW, draw
from peil.report.chart.figure import (
    Axis,
    Band,
    Bar,
    Dot,
    Drawing,
    Guide,
    Line,
    Look,
    Mark,
    Note,
    Panel,
    Row,
)
from peil.report.words import words_in

BLUE, SLATE = Look(colour="blue"), Look(colour="slate")
NAN = float("nan")


def axis_at(root: ET.Element, *names: str) -> list[float]:
    """Give where named values of x lie."""
    return [places(root)[name][0] for name in names]


# Values lie where their axis says


def test_a_bar_reaches_from_its_low_to_its_high_value() -> None:
    bar = Bar(x=(1.0, 3.0), y=(-0.3, 0.3), look=BLUE)
    ticks = tuple((float(n), str(n)) for n in range(5))
    root = picture(
        a_drawing(bar, x=Axis(low=0.0, high=4.0, ticks=ticks), y=named_rows("a row", "another"))
    )
    left, right, top, bottom = shapes(root, fill=FILLS["blue"])[0].box
    assert [left, right] == pytest.approx(axis_at(root, "1", "3"), abs=0.1)
    assert top < places(root)["a row"][1] - 4.2 < bottom < places(root)["another"][1] - 4.2


def test_a_bar_of_days_lies_over_its_days() -> None:
    year = Bar(x=(dt.date(2013, 1, 1), dt.date(2015, 1, 1)), y=(0.0, 10.0), look=BLUE)
    x = Axis(scale="day", low=dt.date(2010, 1, 1), high=dt.date(2018, 1, 1))
    root = picture(a_drawing(year, x=x))
    left, right, *_ = shapes(root, fill=FILLS["blue"])[0].box
    assert [left, right] == pytest.approx(axis_at(root, "2013", "2015"), abs=0.1)


def test_twice_the_value_is_twice_the_length() -> None:
    bars = [Bar(x=(0.0, v), y=(i - 0.3, i + 0.3)) for i, v in enumerate((2.0, 4.0))]
    root = picture(a_drawing(*bars, y=named_rows("a", "b")))
    first, second = shapes(root, fill=FILLS["ink"])[0].stretches
    assert second[2][0] - second[0][0] == pytest.approx(2 * (first[2][0] - first[0][0]), abs=0.2)


def test_panels_beside_each_other_share_the_ends_that_none_of_them_names() -> None:
    panels = tuple(
        Panel(x=Axis(), y=Axis(), marks=(Bar(x=(0.0, 1.0), y=(0.0, v), look=BLUE),))
        for v in (10.0, 5.0)
    )
    first, second = shapes(picture(Drawing(panels=panels, per_row=2)), fill=FILLS["blue"])
    heights = [box[3] - box[2] for box in (first.box, second.box)]
    assert heights[0] == pytest.approx(2 * heights[1], abs=0.2)


def test_a_stepped_line_stays_level_until_the_next_point_and_ends_where_told() -> None:
    line = Line(points=((0.0, 1.0), (2.0, 3.0), (4.0, None)), stepped=True, look=BLUE)
    stretch = shapes(picture(a_drawing(line)), stroke=FILLS["blue"])[0].stretches[0]
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = stretch
    assert (y0, x1, y2) == (y1, x2, y3)
    assert x3 - x2 == pytest.approx(x1 - x0, abs=0.2)
    assert y2 < y1


# Gaps and what is not known


@pytest.mark.parametrize("gap", [None, NAN])
@pytest.mark.parametrize("stepped", [False, True])
def test_a_gap_breaks_a_line(gap: float | None, stepped: bool) -> None:
    points = ((0.0, 1.0), (1.0, 2.0), (2.0, gap), (3.0, 2.0), (4.0, 1.0))
    line = Line(points=points, look=BLUE, stepped=stepped)
    assert len(shapes(picture(a_drawing(line)), stroke=FILLS["blue"])[0].stretches) == 2


@pytest.mark.parametrize("stepped", [False, True])
def test_a_gap_in_either_end_breaks_a_band(stepped: bool) -> None:
    points = ((0.0, 1.0, 2.0), (1.0, 1.0, 2.0), (2.0, None, 3.0), (3.0, 1.0, NAN), (4.0, 1.0, 2.0))
    band = Band(points=(*points, (5.0, 1.0, 2.0)), look=BLUE, stepped=stepped)
    root = picture(a_drawing(band, x=Axis(ticks=((4.0, "after the gap"),))))
    _, after = shapes(root, fill=FILLS["blue"])[0].stretches
    assert min(x for x, _ in after) == pytest.approx(places(root)["after the gap"][0], abs=0.1)


def test_a_point_between_two_gaps_is_seen() -> None:
    line = Line(points=((0.0, None), (1.0, 2.0), (2.0, None)), look=BLUE)
    left, right, *_ = shapes(picture(a_drawing(line)), stroke=FILLS["blue"])[0].box
    assert right > left


def test_what_has_no_value_is_not_drawn() -> None:
    marks = (Bar(x=(0.0, NAN), y=(0.0, 1.0), look=BLUE), Dot(x=NAN, y=1.0, look=BLUE))
    assert not shapes(picture(a_drawing(*marks)), fill=FILLS["blue"])


@pytest.mark.parametrize("drawing", [Drawing(), a_drawing(), a_drawing(y=named_rows("only"))])
def test_a_picture_of_nothing_is_still_a_picture(drawing: Drawing) -> None:
    assert size(picture(drawing))[1] > 0


def test_a_straight_line_beyond_its_axis_ends_in_an_arrow_and_no_other_does() -> None:
    x = Axis(low=0.0, high=10.0)
    inside, beyond = (
        picture(a_drawing(Line(points=((1.0, 0.0), (end, 0.0)), look=BLUE), x=x, y=named_rows("a")))
        for end in (9.0, 30.0)
    )
    assert not shapes(inside, fill=FILLS["blue"])
    assert len(shapes(beyond, fill=FILLS["blue"])) == 1


# Legend


def test_the_legend_names_each_key_once_in_the_order_in_which_they_come() -> None:
    marks = [
        Dot(x=1.0, y=1.0, key="counts"),
        Line(points=((0.0, 1.0), (1.0, 1.0)), key="expected"),
        Dot(x=2.0, y=2.0, key="counts"),
        Dot(x=3.0, y=2.0),
    ]
    named = [text for text in texts(picture(a_drawing(*marks))) if text in ("counts", "expected")]
    assert named == ["counts", "expected"]


def test_a_sample_looks_like_what_it_explains() -> None:
    look = Look(colour="vermilion", hollow=True)
    marks = [
        Line(points=((0.0, 0.0), (1.0, 0.0)), look=look, key="rate"),
        Dot(x=0.5, y=0.0, look=look, shape="diamond", key="rate"),
    ]
    drawn = shapes(picture(a_drawing(*marks, y=named_rows("a"))), stroke=FILLS["vermilion"])
    assert len(drawn) == 4
    corners = [[len(stretch) for stretch in shape.stretches] for shape in drawn]
    assert corners[:2] == corners[2:]
    assert [s.look for s in drawn[:2]] == [
        {**s.look, "d": drawn[i].look["d"]} for i, s in enumerate(drawn[2:])
    ]


def test_a_key_of_many_marks_has_one_sample_of_them() -> None:
    dots = [Dot(x=float(i), y=1.0, look=BLUE, key="counts") for i in range(20)]
    drawn = shapes(picture(a_drawing(*dots)), fill=FILLS["blue"])
    assert [len(shape.stretches) for shape in drawn] == [20, 1]


def test_no_legend_stands_where_nothing_has_a_key() -> None:
    with_key, without = (picture(a_drawing(Dot(x=1.0, y=1.0, key=key))) for key in ("a", ""))
    assert size(without)[1] < size(with_key)[1]


def a_mark(kind: str, look: Look, key: str) -> Mark:
    if kind == "dot":
        return Dot(x=1.0, y=0.0, look=look, key=key)
    if kind == "line":
        return Line(points=((0.0, 0.0), (1.0, 0.0)), look=look, key=key)
    return Bar(x=(0.0, 1.0), y=(-0.3, 0.3), look=look, key=key)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("bar", ["plain", "hollow", "faded", "vermilion", "slate"]),
        ("dot", ["plain", "hollow", "faded", "slate"]),
        ("line", ["plain", "dashed", "faded", "broad", "slate"]),
    ],
)
def test_looks_that_mean_different_things_differ_in_more_than_hue(
    kind: str, names: list[str]
) -> None:
    looks = {
        "plain": Look(colour="blue"),
        "hollow": Look(colour="blue", hollow=True),
        "dashed": Look(colour="blue", dashed=True),
        "faded": Look(colour="blue", faded=True),
        "broad": Look(colour="blue", weight=3.0),
        "vermilion": Look(colour="vermilion"),
        "slate": Look(colour="slate"),
    }
    drawing = a_drawing(*(a_mark(kind, looks[name], name) for name in names), y=named_rows("a"))
    assert told_by_hue_alone(drawing) == []


def test_two_lines_of_blue_and_vermilion_are_told_by_hue_alone() -> None:
    marks = [a_mark("line", look, look.colour) for look in (BLUE, Look(colour="vermilion"))]
    assert told_by_hue_alone(a_drawing(*marks)) == [("blue", "vermilion")]


# Names


def test_a_long_name_wraps_and_loses_nothing() -> None:
    name = "Coordination unit for threat analysis, with everything that belongs to its long name"
    for width in (720.0, NARROW):
        root = picture(a_drawing(Bar(x=(0.0, 1.0), y=(-0.3, 0.3)), y=named_rows(name)), width=width)
        (text,) = [e for e in root.iter("text") if "Coordination" in "".join(e.itertext())]
        assert len(list(text.iter("tspan"))) > 1
        assert "".join(text.itertext()).strip() == name
        assert "…" not in "".join(root.itertext())


@settings(deadline=None)
@given(text=st.text(min_size=1, max_size=80))
def test_no_name_loses_a_letter(text: str) -> None:
    dot = Dot(x=0.0, y=0.0)
    root = picture(a_drawing(dot, x=Axis(ticks=()), y=named_rows(text)), width=60.0)
    drawn = "".join("".join(e.itertext()) for e in root.iter("text"))
    assert "".join(drawn.split()) == "".join(svg.UNWRITABLE.sub("", text).split())


def test_rows_are_as_high_as_their_names() -> None:
    long = "a name that goes on and on " * 8
    short, tall = (
        picture(a_drawing(Dot(x=0.0, y=1.0), y=named_rows(name, "next"))) for name in ("a", long)
    )
    assert places(tall)["next"][1] > places(short)["next"][1] + 20


def test_a_note_beside_the_plot_has_room_in_the_picture() -> None:
    note = Note(x=1.0, y=0.0, text="120.5 million euro", dx=1.0)
    bar = Bar(x=(0.0, 1.0), y=(-0.3, 0.3), look=BLUE)
    root = picture(a_drawing(bar, note, x=Axis(high=1.0), y=named_rows("a")))
    x = places(root)["120.5 million euro"][0]
    assert shapes(root, fill=FILLS["blue"])[0].box[1] < x < size(root)[0] - 90


def test_names_of_lines_that_lie_close_stand_above_each_other() -> None:
    days = (dt.date(2016, 3, 1), dt.date(2016, 4, 1))
    guides = [Guide(at=day, text=f"something of {day}") for day in days]
    x = Axis(scale="day", low=dt.date(2010, 1, 1), high=dt.date(2020, 1, 1))
    found = places(picture(a_drawing(*guides, x=x)))
    ys = [found[guide.text][1] for guide in guides]
    assert abs(ys[0] - ys[1]) >= 14


def test_the_axis_is_named_in_the_readers_language() -> None:
    drawing = a_drawing(Dot(x=0.0, y=12_000.0))
    assert "10.000" in texts(picture(drawing, words_in("de")))
    assert "10,000" in texts(picture(drawing))


def test_what_the_ends_of_an_axis_stand_for_is_said() -> None:
    x = Axis(low=-1.0, high=1.0, ends=(Row(text="less"), Row(text="more")))
    found = places(picture(a_drawing(x=x, y=named_rows("a"))))
    assert found["← less"][0] < found["more →"][0]


# Narrow


def test_the_narrow_form_has_the_same_marks_and_names_in_less_room() -> None:
    names = ("Security and public order of the whole country", "Justice")
    bars = [Bar(x=(0.0, 1.0 + i), y=(i - 0.3, i + 0.3), look=BLUE) for i in range(2)]
    drawing = a_drawing(*bars, y=named_rows(*names))
    wide, narrow = picture(drawing), picture(drawing, width=NARROW)
    assert size(narrow)[0] == NARROW
    assert set(names) <= set(texts(wide)) & set(texts(narrow))
    assert len(shapes(narrow, fill=FILLS["blue"])[0].stretches) == 2
    assert places(narrow)[names[1]][1] < shapes(narrow, fill=FILLS["blue"])[0].stretches[1][1][1]
    assert places(narrow)[names[0]][1] > svg.LINE


def test_panels_stand_below_each_other_where_there_is_no_room_beside() -> None:
    panels = tuple(
        Panel(x=Axis(), y=Axis(), title=name, marks=(Dot(x=1.0, y=1.0),)) for name in "abc"
    )
    drawing = Drawing(panels=panels, per_row=3)
    assert size(picture(drawing, width=NARROW))[1] > 2 * size(picture(drawing))[1]


def test_a_long_title_wraps_above_its_own_panel_and_reaches_into_no_other() -> None:
    long = "threats to staff at town halls and other public counters"
    panels = tuple(
        Panel(x=Axis(), y=Axis(), title=name, marks=(Dot(x=1.0, y=1.0),)) for name in (long, "zz")
    )
    root = picture(Drawing(panels=panels, per_row=2))
    lines = [text for text in texts(root) if text in long]
    assert " ".join(lines) == long
    assert len(lines) > 1
    assert all(svg.width_of(line) < size(root)[0] / 2 for line in lines)


# Small


def test_a_small_course_has_no_axis_and_is_hidden_since_the_text_beside_it_says_the_same() -> None:
    bars = tuple(Bar(x=(float(i), i + 0.8), y=(0.0, v)) for i, v in enumerate((1.0, 2.0, 4.0)))
    panel = Panel(x=Axis(low=0.0, high=3.0), y=Axis(low=0.0), marks=bars)
    drawing = Drawing(size="spark", panels=(panel,))
    root = ET.fromstring(draw(drawing, ENGLISH, key="a", title="", alt=""))  # noqa: S314
    heights = [s[0][1] - s[1][1] for s in shapes(root)[0].stretches]
    assert heights[2] == pytest.approx(2 * heights[1], abs=0.2)
    assert not texts(root)
    assert root.get("aria-hidden") == "true"


def test_bars_of_one_look_are_one_path() -> None:
    bars = [Bar(x=(float(i), i + 0.8), y=(0.0, 1.0), look=BLUE) for i in range(500)]
    text = draw(a_drawing(*bars), ENGLISH, key="a", title="t", alt="d")
    assert len(text) < 500 * 28
    assert text.count(FILLS["blue"]) == 1


# Alternatives, links, and what others wrote
