"""A report with every kind of block, and with texts that would do harm if they were read as more."""

import datetime as dt
from dataclasses import replace

from peil.report.chart.figure import Axis, Bar, Drawing, Line, Look, Panel
from peil.report.chart.figure import Row as Name
from peil.report.model import (
    Block,
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
)

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "#panic(1) *bold* _it_ $x$ @ref <label> \\ `raw` // no",
    "[bold red]markup[/] :smile:",
    "<script>alert(1)</script>&amp;",
    "steer\x1b[2J\x07\x9b\x08\rend",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2,
    "مرحبا بالعالم و123",
    "back\u202ewards",
    "https://example.org/alone",
)
DAY = dt.date(2018, 1, 22)


def spark(*counts: float | None) -> Drawing:
    """A small picture of counts; None is missing."""
    bars = tuple(
        Bar(x=(i, i + 0.8), y=(0, count)) for i, count in enumerate(counts) if count is not None
    )
    panel = Panel(x=Axis(ticks=()), y=Axis(ticks=()), marks=bars)
    return Drawing(panels=(panel,), size="spark")


def bars() -> Figure:
    """A picture of one bar a row, before a pale background."""
    rows, shares = ("4 (very serious)", "3 (serious)", "2 (medium)"), (0.25, 1.0, 0.0)
    marks = [
        mark
        for i, share in enumerate(shares)
        for mark in (
            Bar(x=(0, 1), y=(i - 0.3, i + 0.3), look=Look(colour="pale")),
            Bar(x=(0, share), y=(i - 0.3, i + 0.3), look=Look(colour="blue")),
        )
    ]
    axis = Axis(scale="rows", rows=tuple(Name(text=row) for row in rows))
    data = Table(
        key="fit-data",
        columns=(Column(head="Level"), Column(head="Share", kind="number", unit="%")),
        rows=tuple(
            Row(cells=(Cell(text=row), Cell(text=f"{share:.0%}", value=share)))
            for row, share in zip(rows, shares, strict=True)
        ),
    )
    return Figure(
        key="fit",
        title="How well the figures fit each level",
        drawing=Drawing(panels=(Panel(x=Axis(low=0, high=1), y=axis, marks=tuple(marks)),)),
        alt="Bars of the fit: 25% for 4, all for 3.",
        source="Source: Peil",
        data=data,
        rank=Rank.ANSWER,
        beside=True,
    )


def course() -> Figure:
    """A picture over time, which characters cannot show."""
    line = Line(points=((dt.date(2016, 1, 1), 3.0), (dt.date(2017, 1, 1), None), (DAY, 7.0)))
    data = Table(
        key="course-data",
        columns=(Column(head="Day", kind="day"), Column(head="Count", kind="number")),
        rows=(Row(cells=(Cell(text="22 Jan 2018", value=DAY), Cell(text="7", value=7.0))),),
    )
    return Figure(
        key="course",
        title="Attacks by year",
        drawing=Drawing(panels=(Panel(x=Axis(scale="day"), y=Axis(), marks=(line,)),)),
        alt="Attacks rose from three to seven.",
        source=(
            Piece(text="Source: "),
            Piece(text="Europol", to=Link(address="https://example.org/a")),
        ),
        data=data,
    )


def wide(rows: int = 3, *, key: str = "wide", rank: Rank = Rank.ANNEX) -> Table:
    """A table with more columns than a terminal has room for."""
    heads = ("Indicator", "Direction", "Course", "Latest", "Day", "Why it cannot be told", "Source")
    kinds = ("text", "text", "figure", "number", "day", "text", "source")
    columns = tuple(Column(head=head, kind=kind) for head, kind in zip(heads, kinds, strict=True))
    return Table(
        key=key,
        title="All series, those that changed first",
        note="A row for each series.",
        columns=columns,
        rows=tuple(_wide_row(i) for i in range(rows)),
        rank=rank,
    )


def _wide_row(i: int) -> Row:
    return Row(
        anchor=f"row-{i}",
        to=Link(page="watch", anchor=f"row-{i}"),
        cells=(
            Cell(text=f"Arrests for jihadist terrorism, row {i}", lang="fr"),
            Cell(text="rising (83%)", mark="rising", lines=("since March", "was steady")),
            Cell(text="up from 1 to 9", drawing=spark(1, 2, None, 9)),
            Cell(text=f"1,2{i:02}", value=1200.125 + i, lines=(f"at most {i + 5}",)),
            Cell(text="22 January 2018", value=DAY),
            Cell(text="The latest report is old; what has happened since is not known to anybody."),
            Cell(text=(Piece(text="RTBF, "), _address(f"https://example.org/a/long/way/{i}"))),
        ),
    )


def _address(address: str) -> Piece:
    return Piece(text=address, to=Link(address=address))


def entry(i: int = 0) -> Entry:
    """An entry with everything that one can have."""
    return Entry(
        name=f"Opération {i}",
        anchor=f"entry-{i}",
        lang="fr",
        day=DAY,
        above="protects · bound to the level",
        alarms=("Tells against taking it apart.",),
        endings=("Tells for ending it.",),
        lines=("Nobody asked yet.", HOSTILE[1]),
        facts=(("Money", "12 million"), ("Staff", HOSTILE[0])),
        links=(("Answers", (Piece(text="Finding A"), Piece(text="Bevinding B", lang="nl"))),),
        sources=((Piece(text="DH, "), _address("https://example.org/dh")),),
        files=(("CSV", "entries.csv"),),
        mark="unmeasured",
    )


def blocks() -> tuple[Block, ...]:
    """Every kind of block, in every rank and tone."""
    seeing = (Piece(text="see annex "), Piece(text="the table", ref="wide"), Piece(text="."))
    return (
        Text(key="alarm", lines=("The lists of attacks are old.",), tone="loud", rank=Rank.ANSWER),
        Text(key="notes", lines=("The figures fit level 3.", seeing), rank=Rank.ANSWER),
        bars(),
        Section(
            key="sides",
            title="What speaks for and against",
            rank=Rank.FIRST_PAGE,
            blocks=(
                Points(
                    key="for",
                    title="For 3 rather than 2",
                    items=(
                        Point(what="Attacks", says="three times as likely", detail="2 in 2017"),
                        Point(what="Arrests", says="contradict this", mark="contradicted"),
                    ),
                ),
                Points(key="against", title="For 2 rather than 3", items=(), beside=True),
            ),
        ),
        Points(
            key="limits",
            title="Read this first",
            items=tuple(Point(what=text) for text in HOSTILE),
            rank=Rank.FIRST_PAGE,
            columns=2,
        ),
        Text(key="sum", lines=("All together, twice as much.",), tone="sum"),
        Text(key="aside", title="Aside", lines=("An aside.",), tone="note", beside=True, share=2),
        Text(key="unchecked", lines=("Not checked.",), tone="unchecked", beside=True),
        course(),
        Entries(
            key="kept",
            title="To be decided",
            note="Each is asked.",
            items=(entry(0), entry(1)),
            sources=("Law of 2006",),
            left_out=LeftOut(shown=2, of=70),
        ),
        Table(
            key="list",
            title="A list",
            columns=(Column(head="Reason"),),
            rows=tuple(Row(cells=(Cell(text=text),)) for text in HOSTILE),
        ),
        wide(),
        Section(
            key="more",
            title="More",
            rank=Rank.ANNEX,
            is_folded=True,
            blocks=(replace(wide(2), key="wide-2", rank=Rank.REST),),
        ),
    )


def a_report(**changes: object) -> Report:
    """The planted report, with changes."""
    given: dict[str, object] = {
        "kind": "planted",
        "language": "en",
        "title": "Exampleland",
        "kicker": "Exampleland · Planted",
        "headline": "Proposed: level 3 (serious).",
        "as_known": "As known on 22 January 2018",
        "day": DAY,
        "method": "planted-1",
        "citation": "Peil, “Exampleland”, as known on 22 January 2018.",
        "not_checked": "No native speaker has checked this.",
        "blocks": blocks(),
    }
    return Report(**(given | changes))
