"""Rules of sense for policy: links that lead somewhere, and statuses with days, reasons and bodies."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter

from peil.act.recommendations import BLOCKED, DONE, IN_PROGRESS, OVERTAKEN, PARTLY, REJECTED, STATES
from peil.feeds.dossier.cells import Cells
from peil.feeds.dossier.links import links_of, unknown_links
from peil.feeds.dossier.rules import dated_lists
from peil.feeds.tables.problems import quoted
from peil.terms.errors import Problem

LINKS: Mapping[str, Mapping[str, str]] = {
    "recommendations": {"findings": "findings", "after": "recommendations", "addressee": "bodies"},
    "statuses": {"recommendation": "recommendations", "blocked_by": "bodies"},
    "arrangements": {
        "answers": "findings",
        "carries_out": "recommendations",
        "sensor_of": "indicators",
        "body": "bodies",
    },
    "funding": {"arrangement": "arrangements"},
    "events": {"arrangement": "arrangements"},
    "arrangement_counts": {"arrangement": "arrangements"},
}
"""Columns that name ids, by table, and where these ids stand."""
BODIES = "bodies"
WAY = 4
"""Recommendations of a cycle that are told."""


def link_rules(
    tables: Mapping[str, Cells], named: frozenset[str], bodies: Sequence[str] | None
) -> Iterator[Problem]:
    """Check that what the tables of policy name is there.

    Args:
        named: tables that the descriptor names; one that could not be read is not asked.
        bodies: ids in policy.toml; None where it could not be read.
    """
    made = dated_lists(tables.get("attacks_complete"))
    for table, links in LINKS.items():
        for column, target in links.items() if table in tables else ():
            if target == BODIES:
                known, file = bodies, "the bodies of policy.toml"
            else:
                known, file = _ids(tables, target), f"{target}.csv"
                known = None if known is None and target in named else known or []
            if known is not None:
                yield from unknown_links(
                    tables[table],
                    column,
                    known,
                    f"which is not in {file}",
                    also=made if target == "indicators" else (),
                )


def _ids(tables: Mapping[str, Cells], table: str) -> list[str] | None:
    return sorted(set(tables[table].words("id")) - {""}) if table in tables else None


def recommendation_rules(cells: Cells) -> Iterator[Problem]:
    """Find recommendations that wait for themselves, through others or not."""
    after: dict[str, set[str]] = {}
    for id_, text in zip(cells.texts("id"), cells.texts("after"), strict=True):
        after.setdefault(id_, set()).update(links_of(text))
    waiting = _waiting_for_themselves(after)
    ids = cells.texts("id")
    yield from cells.wrong(
        cells.among("id", waiting) & cells.fills("after"),
        lambda r: f"{quoted(ids[r])} must wait for itself: {_told(*waiting[ids[r]])}",
        "take one of them out of its column after",
    )


def _told(way: Sequence[str], start: int) -> str:
    """Tell the way round a cycle from one place on it; of a long one only how it begins."""
    told = [way[(start + n) % len(way)] for n in range(min(len(way), WAY))]
    more = [f"{len(way) - WAY} more"] if len(way) > WAY else []
    return " after ".join([*told, *more, way[start]])


def _waiting_for_themselves(after: Mapping[str, set[str]]) -> dict[str, tuple[list[str], int]]:
    """Give for each id that lies on a cycle the way round it, and its place on the way.

    What waits for nothing is taken away until only cycles and what waits for them are left.
    """
    known = {id_: {a for a in others if a in after} for id_, others in after.items()}
    sorter, free = TopologicalSorter(known), set[str]()
    with suppress(CycleError):
        sorter.prepare()
    while ready := sorter.get_ready():
        free.update(ready)
        sorter.done(*ready)
    left = {id_: others - free for id_, others in known.items()}
    found: dict[str, tuple[list[str], int]] = {}
    for id_ in sorted(id_ for id_, others in left.items() if others):
        way = _way_round(id_, left) if id_ not in found else None
        if way is not None:
            found |= {each: (way, n) for n, each in enumerate(way)}
    return found


def _way_round(start: str, left: Mapping[str, set[str]]) -> list[str] | None:
    """Follow what waits from one id until an id comes again; None where that is not the start."""
    way, seen = [start], {start}
    while True:
        following = min(left[way[-1]])
        if following in seen:
            return way if following == start else None
        way.append(following)
        seen.add(following)


def status_rules(cells: Cells) -> Iterator[Problem]:
    """Check the days of statuses, and that they say what their state needs."""
    is_blocked = cells.among("state", (BLOCKED,))
    yield from cells.wrong(
        cells.among("state", (DONE,)) & ~cells.fills("evidence"),
        "is done without evidence; name what shows it, or write partly or in_progress",
    )
    yield from cells.wrong(
        cells.among("state", (BLOCKED, REJECTED, OVERTAKEN)) & ~cells.fills("reason"),
        "is {state} without a reason; write the reason that was given",
    )
    yield from cells.wrong(
        cells.among("state", (IN_PROGRESS, PARTLY))
        & ~cells.fills("evidence")
        & ~cells.fills("reason"),
        "is {state} without an act or a reason; "
        "name the act that shows it as evidence, or say why; write no_information if nobody did",
    )
    yield from cells.wrong(
        is_blocked & ~cells.fills("blocked_by"),
        "is blocked and does not say by whom; name the body that it waits for",
    )
    for name in ("blocked_by", "blocked_since"):
        yield from cells.wrong(
            cells.fills(name) & cells.among("state", {*STATES} - {BLOCKED}),
            f"has a {name} and is {{state}}; write blocked, or leave the cell empty",
        )
    yield from cells.wrong(
        is_blocked & (cells.days("blocked_since") > cells.days("on")),
        "blocked_since is {blocked_since}, after the day {on} that it is about",
    )
    yield from cells.wrong(
        cells.days("published") < cells.days("on"),
        "was published on {published}, before the day {on} that it is about",
    )
