"""What a picture says to those who cannot see it, where it leads, and what it lets nobody do."""

import xml.etree.ElementTree as ET

import pytest
from tests.unit.report.chart.reading import (
    ENGLISH,
    a_drawing,
    picture,
    places,
    shapes,
)

from peil.report.chart.draw import draw
from peil.report.chart.figure import (
    Axis,
    Dot,
    Drawing,
    Graph,
    Guide,
    Look,
    Mark,
    Node,
    Note,
    Panel,
    Row,
)

BLUE, SLATE = Look(colour="blue"), Look(colour="slate")
HOSTILE = "</title><script>alert(1)</script>\x00\"'&"


def test_a_picture_has_a_title_and_a_description_with_its_own_names() -> None:
    root = picture(a_drawing(Dot(x=1.0, y=1.0)))
    assert root.get("aria-labelledby") == "some-title some-desc"
    assert [(e.get("id"), e.text) for e in list(root)[:2]] == [
        ("some-title", "A title"),
        ("some-desc", "What it shows"),
    ]


def links(page: str, anchor: str) -> str | None:
    return f"{page}.html#{anchor}" if page != "absent" else None


def test_marks_rows_and_boxes_lead_where_their_place_is() -> None:
    rows = Axis(scale="rows", rows=(Row(text="here", page="policy", anchor="a"),))
    drawing = a_drawing(
        Dot(x=0.0, y=0.0, page="track", anchor="b", title="seen"),
        Dot(x=1.0, y=0.0, page="absent", anchor="c"),
        y=rows,
    )
    text = draw(drawing, ENGLISH, key="a", title="t", alt="d", links=links)
    root = ET.fromstring(text)  # noqa: S314
    assert {e.get("href") for e in root.iter("a")} == {"policy.html#a", "track.html#b"}
    assert root.get("role") == "group"
    assert "seen" in [e.text for e in root.iter("title")]


def hostile_drawing() -> Drawing:
    look = Look(colour="blue")
    marks: tuple[Mark, ...] = (
        Dot(x=0.0, y=0.0, title=HOSTILE, key=HOSTILE, page="p", anchor='"><script>', look=look),
        Note(x=0.0, y=0.0, text=HOSTILE),
        Guide(at=0.0, text=HOSTILE),
    )
    x = Axis(title=HOSTILE, ends=(Row(text=HOSTILE),), ticks=((0.0, HOSTILE),))
    y = Axis(scale="rows", rows=(Row(text=HOSTILE, page="p", anchor="<"),))
    return Drawing(panels=(Panel(x=x, y=y, marks=marks, title=HOSTILE),))


def hostile_graph() -> Drawing:
    node = Node(key="a", column=0, text=HOSTILE, page="p", anchor="'\"<")
    return Drawing(graph=Graph(heads=(HOSTILE,), nodes=(node,), edges=(("a", "b"),)))


@pytest.mark.parametrize("drawing", [hostile_drawing(), hostile_graph()])
def test_no_text_can_become_part_of_the_picture(drawing: Drawing) -> None:
    text = draw(drawing, ENGLISH, key="a", title=HOSTILE, alt=HOSTILE, links=links)
    root = ET.fromstring(text)  # noqa: S314
    assert not list(root.iter("script"))
    assert "alert(1)" in "".join(root.itertext())


def test_the_same_picture_is_the_same_bytes() -> None:
    first, second = (
        draw(hostile_drawing(), ENGLISH, key="a", title="t", alt="d", links=links) for _ in range(2)
    )
    assert first == second


def test_what_was_last_seen_long_ago_fades() -> None:
    now, before = (
        shapes(picture(a_drawing(Dot(x=1.0, y=1.0, look=Look(colour="blue", faded=faded)))))
        for faded in (False, True)
    )
    assert "opacity" not in now[-1].look
    assert float(before[-1].look["opacity"]) < 0.6


def test_faded_text_can_still_be_read() -> None:
    note = Note(x=0.0, y=0.0, text="no information", look=Look(colour="pale", faded=True))
    root = picture(a_drawing(note))
    (text,) = [e for e in root.iter("text") if e.text == "no information"]
    assert contrast(text.attrib["fill"]) >= 4.5


def contrast(colour: str) -> float:
    """Compare a colour with white, as WCAG 2.2 does."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


# Graphs


def test_boxes_stand_in_their_columns_and_lines_join_them() -> None:
    nodes = [Node(key=key, column=i, text=f"box {key}") for i, key in enumerate("abc")]
    edges = (("a", "b"), ("b", "c"), ("c", "nowhere"))
    graph = Graph(heads=("one", "two", "three"), nodes=tuple(nodes), edges=edges)
    root = picture(Drawing(graph=graph))
    found = places(root)
    assert found["box a"][0] < found["box b"][0] < found["box c"][0]
    assert found["one"][0] < found["box a"][0] < found["two"][0]
    (lines,) = shapes(root)
    assert len(lines.stretches) == 2


def test_a_box_grows_with_its_text() -> None:
    nodes = (
        Node(key="a", column=0, text="short"),
        Node(key="b", column=0, text="information that was not shared between services " * 3),
        Node(key="c", column=0, text="last"),
    )
    root = picture(Drawing(graph=Graph(heads=("x",), nodes=nodes, edges=())), width=200.0)
    boxes = [(float(e.attrib["y"]), float(e.attrib["height"])) for e in root.iter("rect")]
    assert boxes[1][1] > boxes[0][1]
    assert boxes[1][0] + boxes[1][1] < boxes[2][0]
