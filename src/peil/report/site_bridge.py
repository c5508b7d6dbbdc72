"""Pages told anew in the frame of the site that is not: until every page of it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from peil.report.account import Cell, Table
from peil.report.chart.draw import draw
from peil.report.charts import Chart
from peil.report.links import anchors_of
from peil.report.model import Figure, Report, letters, plain
from peil.report.render.html import render_html
from peil.report.site.frame import Frame
from peil.report.site.places import DATA, UP, Place, SiteLinks, page_file
from peil.report.site_frame import Frame as OldFrame
from peil.report.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Links(SiteLinks):
    def place(self, page: str, anchor: str) -> str | None:
        if page != self.page and page in self.anchors and not self.anchors[page]:
            return f"{page_file(page)}#{anchor}" if anchor else page_file(page)
        return SiteLinks.place(self, page, anchor)


def page_in(
    report: Report,
    words: Words,
    old: OldFrame,
    beside: Mapping[str, frozenset[str]] | None = None,
) -> str:
    """Lay a report out in the frame of the old site; `beside` are places of its other pages."""
    places = [
        Place(
            key=each.key,
            section=each.section,
            title=each.title,
            data={name: f"{UP}/{DATA}/{name}" for name in each.data},
            sources=each.sources,
        )
        for each in old.places
    ]
    here = next(place for place in places if place.key == old.place.key)
    frame = Frame(
        words=words,
        places=places,
        place=here,
        languages=old.languages,
        title=old.title,
        as_known=old.as_known,
        citation=old.citation,
        papers=[(name, name) for name in old.papers],
        taken=old.taken,
    )
    anchors = {place.key: frozenset[str]() for place in places} | dict(beside or {})
    anchors[here.key] = anchors_of(report)[report.kind]
    return render_html(report, words, links=_Links(page=here.key, anchors=anchors), frame=frame)


def chart_in(report: Report, key: str, words: Words) -> Chart | None:
    """Give a picture of a report as pages of the old site show it; None where it has none."""
    found = (b for b in report.blocks if b.key == key and isinstance(b, Figure))
    for figure in found:
        cells = [row.cells for row in figure.data.rows]
        table = Table(
            key=figure.data.key,
            title=figure.title,
            head=tuple(column.head for column in figure.data.columns),
            rows=tuple(tuple(Cell(text=plain(cell.text)) for cell in row) for row in cells),
        )
        return Chart(
            key=key,
            title=figure.title,
            desc=figure.alt,
            svg=draw(figure.drawing, words, key=key, title=figure.title, alt=figure.alt),
            table=table,
            source=plain(figure.source, letters(report)),
        )
    return None
