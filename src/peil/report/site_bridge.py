"""Pages told anew in the frame of the site that is not: until every page of it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from peil.report.links import anchors_of
from peil.report.model import Report
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
