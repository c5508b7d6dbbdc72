"""A report that holds a block of every kind, and texts that try to break out of them."""

from datetime import date
from typing import Any

from peil.report.chart.figure import (
    Axis,
    Bar,
    Dot,
    Drawing,
    Graph,
    Guide,
    Line,
    Look,
    Mark,
    Node,
    Panel,
)
from peil.report.chart.figure import Row as Named
from peil.report.model import (
    Cell,
    Column,
    Entries,
    Entry,
    Figure,
    LeftOut,
    Link,
    Piece,
    Point,
    Points,
    Rank,
    Report,
    Row,
    Section,
    Table,
    Text,
    linked,
)

HOSTILE = "<script>alert(1)</script>\"'&<b>"
"""What no form may let through as more than a text."""
LONG = "https://example.org/" + "a-very-long-name-of-a-page-" * 6
DAY = date(2026, 11, 25)


def a_report(**changes: Any) -> Report:
    """Make a report of every block, rank and tone."""
    given: dict[str, Any] = {
        "kind": "planted",
        "language": "en",
        "title": "Norland",
        "kicker": f"Norland {HOSTILE}",
        "headline": (Piece(text="One stays; "), Piece(text="l’autre part", lang="fr")),
        "as_known": "As known on 25 November 2026",
        "day": DAY,
        "method": "planted 1",
        "citation": f"Norland, cited {HOSTILE}",
        "not_checked": "No native speaker has checked this.",
        "blocks": (*the_lead(), *the_cards(), *the_rest(), *the_annex()),
    }
    return Report(**(given | changes))


def the_lead() -> tuple[Any, ...]:
    """Make the blocks that answer."""
    names = (
        Piece(text="See "),
        Piece(text="the ladder", ref="ladder"),
        Piece(text=", "),
        Piece(text="a row", to=Link(anchor="row-desk")),
        Piece(text=", "),
        Piece(text="a page that is not here", to=Link(page="elsewhere", anchor="nowhere")),
        Piece(text=" and "),
        Piece(text="a trap", to=Link(address="javascript:alert(1)")),
    )
    return (
        Text(key="loud", tone="loud", rank=Rank.ANSWER, lines=(f"An ending lacks {HOSTILE}.",)),
        Text(key="notes", rank=Rank.ANSWER, lines=("The figures reach far.", names)),
        Text(key="small", tone="note", rank=Rank.ANSWER, lines=("Small print.",)),
        a_figure("fit", "half", rank=Rank.ANSWER, beside=True),
    )


def the_cards() -> tuple[Any, ...]:
    """Make the blocks of the first page: a card in two parts, and one beside it."""
    points = (
        Point(what="Staff", says="contradicted", detail="Three figures", mark="contradicted"),
        Point(what=HOSTILE, says=HOSTILE, mark="agrees", anchor="point-files"),
    )
    return (
        Section(
            key="sides",
            title="For and against",
            rank=Rank.FIRST_PAGE,
            share=3,
            blocks=(
                Points(key="for", title="For", items=points),
                Points(key="against", title="Against", items=points[:1], beside=True),
                Text(key="sum", tone="sum", lines=("In all: three to two.",)),
            ),
        ),
        Points(
            key="would",
            title="What would change it",
            rank=Rank.FIRST_PAGE,
            beside=True,
            share=2,
            note=(Piece(text="a note in English", lang="en"), Piece(text=" et un mot", lang="fr")),
            items=(Point(what="A rise."), Point(what="A fall.")),
        ),
    )


def the_rest() -> tuple[Any, ...]:
    """Make the other blocks, one inside another."""
    return (
        Text(key="doubt", title="Not read", tone="unchecked", lines=("Nobody read this.",)),
        Points(
            key="families",
            title="Families",
            columns=3,
            items=tuple(Point(what=f"Family {i}", says="rising", mark="rising") for i in range(4)),
        ),
        Section(
            key="series",
            title="The series",
            blocks=(
                a_table(),
                Section(
                    key="one",
                    title="One series",
                    blocks=(
                        a_figure("course", has_narrow=True),
                        Points(key="facts", beside=True, items=(Point(what="A fact."),)),
                    ),
                ),
            ),
        ),
        a_graph(),
        Section(
            key="many",
            title="Many",
            blocks=tuple(a_figure(f"small-{i}", "small") for i in range(3)),
        ),
        some_entries(),
        Entries(
            key="changes",
            title="Changes",
            items=(
                Entry(name="It began.", day=DAY, anchor="c-1", sources=(linked(LONG, "en"),)),
                Entry(name="It ended.", day=DAY, anchor="c-2", lines=("At once.",)),
            ),
        ),
        Section(
            key="folded",
            title="More",
            is_folded=True,
            blocks=(Text(key="inner", title="Within", lines=("Inside.",)),),
        ),
    )


def the_annex() -> tuple[Any, ...]:
    """Make two blocks with letters."""
    ladder = Table(
        key="ladder",
        title="The ladder",
        rank=Rank.ANNEX,
        columns=(Column(head="Level"), Column(head="Number", kind="number")),
        rows=(Row(cells=(Cell(text="High"), Cell(text="1.5", value=1.5))),),
    )
    listed = Table(
        key="listed",
        title="What is meant",
        rank=Rank.ANNEX,
        columns=(Column(head="Meaning"),),
        rows=(Row(cells=(Cell(text=HOSTILE),)),),
    )
    return ladder, listed


def a_table() -> Table:
    """Make a table with a cell of every kind."""
    spark = a_drawing("spark")
    said = (Piece(text="rising", strong=True),)
    return Table(
        key="table",
        title="Each in a row",
        note="How to read it.",
        sources=(linked(f"Office, {LONG}", "en"), "Peil"),
        left_out=LeftOut(shown=2, of=340),
        is_cards=True,
        columns=(
            Column(head="Series"),
            Column(head="Answer"),
            Column(head="Number", kind="number", unit="a month"),
            Column(head="Since", kind="day"),
            Column(head="Course", kind="figure"),
            Column(head="Between", kind="bounds"),
            Column(head="Source", kind="source"),
        ),
        rows=(
            Row(
                anchor="row-desk",
                to=Link(anchor="one"),
                mark="contradicted",
                cells=(
                    Cell(text="Bureau", lang="fr"),
                    Cell(text=said, mark="rising", lines=("since May", HOSTILE)),
                    Cell(text="12,345.7", value=12345.678),
                    Cell(text="25 Nov 2026", value=DAY),
                    Cell(text="It rose.", drawing=spark),
                    Cell(text="1 to 2"),
                    Cell(text=linked(LONG), lang="en"),
                ),
            ),
            Row(
                to=Link(page="elsewhere"),
                cells=(
                    Cell(text=HOSTILE),
                    Cell(text="a text so long that it wants room " * 4),
                    *(Cell() for _ in range(5)),
                ),
            ),
        ),
    )


def some_entries() -> Entries:
    """Make a list of what is kept and what should end."""
    return Entries(
        key="kept",
        title="Kept or not",
        items=(
            Entry(
                name="Bureau commun",
                lang="fr",
                anchor="arrangement-desk",
                above="a desk, since 2016",
                alarms=("Its money ends.",),
                endings=(f"Nobody asked for it {HOSTILE}.",),
                lines=("It answers.",),
                facts=(("Against", "Meetings grew."), ("Against", "Costs grew."), ("For", "Work.")),
                links=(
                    ("Answers", (Piece(text="a row", to=Link(anchor="row-desk")),)),
                    ("Money", (Piece(text="none here", to=Link(page="money")),)),
                ),
                sources=(linked(LONG, "en"), HOSTILE),
                files=(("desk.csv", "data/desk.csv"),),
                mark="contradicted",
            ),
            Entry(name=HOSTILE, lines=("Nothing else.",)),
        ),
    )


def a_drawing(size: str = "full", **changes: Any) -> Drawing:
    """Make a small picture of one panel."""
    points = tuple((date(2026, month, 1), float(month)) for month in range(1, 12))
    marks: tuple[Mark, ...] = (
        Bar(x=(date(2026, 2, 1), date(2026, 3, 1)), y=(0.0, 4.0), look=Look(colour="shade")),
        Line(points=points, key="counts", title=HOSTILE),
        Dot(x=date(2026, 5, 1), y=5.0, look=Look(colour="vermilion"), key="alarm", anchor="one"),
        Guide(at=6.0, along="y", text="usual"),
    )
    if size == "spark":
        marks = marks[1:2]
    panel = Panel(x=Axis(scale="day"), y=Axis(title="a month"), marks=marks)
    return Drawing(panels=(panel,), size=size, **changes)  # type: ignore[arg-type]


def a_figure(key: str, size: str = "full", *, has_narrow: bool = False, **changes: Any) -> Figure:
    """Make a picture with its data."""
    given: dict[str, Any] = {
        "key": key,
        "title": f"Counts of {key} {HOSTILE}",
        "drawing": a_drawing(size, has_narrow=has_narrow),
        "alt": f"They rise {HOSTILE}.",
        "source": linked(f"Source: office, {LONG}"),
        "data": Table(
            key=f"{key}-data",
            columns=(Column(head="Month"), Column(head="Count", kind="number")),
            rows=(Row(cells=(Cell(text="May"), Cell(text="5", value=5.0))),),
        ),
    }
    return Figure(**(given | changes))


def a_graph() -> Figure:
    """Make a picture of boxes, and lead from it to a row."""
    graph = Graph(
        heads=("Finding", "Desk"),
        nodes=(
            Node(key="a", column=0, text=HOSTILE, anchor="row-desk"),
            Node(key="b", column=1, text="A desk with a long name that wraps", page="elsewhere"),
        ),
        edges=(("a", "b"),),
    )
    return a_figure("chain", drawing=Drawing(graph=graph), to=None)


def a_chart_of_rows() -> Drawing:
    """Make a picture whose upright axis names rows."""
    rows = (Named(text="First", strong=True), Named(text="Second"))
    marks = (Bar(x=(0.0, 2.0), y=(0.2, 0.8)), Bar(x=(0.0, 1.0), y=(1.2, 1.8)))
    panel = Panel(x=Axis(), y=Axis(scale="rows", rows=rows), marks=marks)
    return Drawing(panels=(panel,), size="half")
