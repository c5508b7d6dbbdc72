"""Where links lead: within a report that stands alone, or between the pages that show reports."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from peil.report.model import (
    ADDRESS,
    Block,
    Entries,
    Link,
    Points,
    Report,
    Section,
    Table,
    walk,
)


def anchor(*parts: str) -> str:
    """Name a place; what an address cannot hold becomes a hyphen."""
    return "-".join("".join(c if c.isalnum() else "-" for c in part) for part in parts)


def anchors_of(report: Report) -> dict[str, frozenset[str]]:
    """Give the places of a report, and those of each of its sections, by the section's key.

    The report's own stand under its kind. What was cut from a long list has no place.
    """
    held = {b.key: _places((b,)) for b in walk(report.blocks) if isinstance(b, Section)}
    return held | {report.kind: _places(report.blocks)}


def _places(blocks: tuple[Block, ...]) -> frozenset[str]:
    return frozenset(place for block in walk(blocks) for place in _places_of(block) if place)


def _places_of(block: Block) -> Iterator[str]:
    yield block.key
    match block:
        case Table():
            yield from (row.anchor for row in block.rows)
        case Points() | Entries():
            yield from (item.anchor for item in block.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Leads within one page, and to addresses of the web; the site and the servers know more.

    Args:
        anchors: the places on the page, by the key of the page or section that they stand on.
    """

    anchors: dict[str, frozenset[str]] = field(default_factory=dict)

    def href(self, link: Link) -> str | None:
        """Give the address that a link leads to, or nothing where that is absent or no web page."""
        if link.address:
            return link.address if ADDRESS.match(link.address) else None
        return self.place(link.page, link.anchor)

    def place(self, page: str, anchor: str) -> str | None:
        """Give the address of a place on a page; without a page it is on this one."""
        held = [self.anchors.get(page, frozenset())] if page else self.anchors.values()
        place = anchor or page
        return f"#{place}" if any(place in places for places in held) else None
