"""Tell how many boats passed under bridges: a subject with every means that a report has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from peil.report.chart.figure import Axis, Bar, Drawing, Look, Panel
from peil.report.chart.figure import Row as Name
from peil.report.model import (
    Cell,
    Figure,
    Link,
    Point,
    Points,
    Rank,
    Report,
    Section,
    Table,
    Text,
)
from peil.report.tell.parts import Cells, table
from peil.report.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """Boats by bridge and month."""

    boats: Mapping[str, tuple[int, ...]]


def document(found: Passed) -> Mapping[str, Any]:
    """Write it down as data."""
    return {"kind": "bridges", "boats": found.boats}


def tell(found: Passed, words: Words) -> Report:
    """Say it in one language."""
    total = sum(map(sum, found.boats.values()))
    return Report(
        kind="bridges",
        language=words.language,
        title=words("planted.title"),
        kicker=words("planted.title"),
        headline=words("planted.passed", n=total),
        blocks=(
            Text(key="least", lines=(words("planted.least"),), rank=Rank.ANSWER),
            _figure(found, words),
            _counts(found, words),
            _side("north", words),
            _side("south", words, beside=True),
            Section(
                key="folded",
                title=words("planted.method"),
                is_folded=True,
                rank=Rank.ANNEX,
                blocks=(Text(key="method", lines=(words("planted.how"),)),),
            ),
        ),
    )


def _side(bank: str, words: Words, *, beside: bool = False) -> Points:
    item = Point(what=words(f"planted.{bank}"))
    return Points(key=bank, title=words(f"planted.{bank}_bank"), items=(item,), beside=beside)


def _counts(found: Passed, words: Words) -> Table:
    rows = (_counted(name, boats, words) for name, boats in found.boats.items())
    title, rank = words("planted.counts"), Rank.FIRST_PAGE
    return table("counts", title, rows, words, group="planted", rank=rank)


def _counted(name: str, boats: tuple[int, ...], words: Words) -> tuple[Cells, dict[str, Any]]:
    bars = tuple(Bar(x=(i, i + 0.8), y=(0, n)) for i, n in enumerate(boats))
    panel = Panel(x=Axis(ticks=()), y=Axis(low=0, ticks=()), marks=bars)
    course = ", ".join(words.number(n) for n in boats)
    return {
        "bridge": name,
        "boats": sum(boats),
        "course": Cell(text=course, drawing=Drawing(panels=(panel,), size="spark")),
    }, {
        "anchor": f"bridge-{name.lower()}",
        "to": Link(page="bridges", anchor="north"),
        "mark": "rising" if boats[-1] > boats[0] else "",
    }


def _figure(found: Passed, words: Words) -> Figure:
    names = tuple(Name(text=n, page="bridges", anchor=f"bridge-{n.lower()}") for n in found.boats)
    marks = tuple(
        Bar(x=(0, sum(boats)), y=(i - 0.3, i + 0.3), look=Look(colour="blue"))
        for i, boats in enumerate(found.boats.values())
    )
    title = words("planted.figure")
    panel = Panel(x=Axis(low=0), y=Axis(scale="rows", rows=names), marks=marks)
    rows = ({"bridge": name, "boats": sum(boats)} for name, boats in found.boats.items())
    return Figure(
        key="figure",
        title=title,
        rank=Rank.FIRST_PAGE,
        drawing=Drawing(panels=(panel,)),
        alt=words("planted.alt"),
        source=words("planted.source"),
        data=table("figure-data", title, rows, words, group="planted"),
        to=Link(page="bridges", anchor="counts"),
    )
