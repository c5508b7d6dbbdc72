"""Rules of sense for policy: links that lead somewhere, and statuses with days, reasons and bodies."""

from collections.abc import Iterator, Mapping, Sequence

from peil.act.recommendations import BLOCKED, DONE, OVERTAKEN, REJECTED, STATES
from peil.feeds.dossier.cells import Cells, wrong_rows
from peil.feeds.dossier.links import links_of, unknown_links
from peil.feeds.dossier.problems import quoted
from peil.feeds.dossier.rules import dated_lists
from peil.feeds.dossier.rules_arranged import arrangement_rules, event_rules, funding_rules
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
}
"""Columns that name ids, by table, and where these ids stand."""
BODIES = "bodies"
WAY = 4
"""Recommendations of a cycle that are told."""


def policy_rules(
    tables: Mapping[str, Cells], named: frozenset[str], bodies: Sequence[str] | None
) -> Iterator[Problem]:
    """Check what the tables of policy say, and that they agree.

    Args:
        tables: every table that could be read.
        named: tables that the descriptor names; one that could not be read is not asked.
        bodies: ids in policy.toml; None where it could not be read.
    """
    yield from _links(tables, named, bodies)
    if "recommendations" in tables:
        yield from _cycles(tables["recommendations"])
    if "statuses" in tables:
        yield from _statuses(tables["statuses"])
    if "arrangements" in tables:
        yield from arrangement_rules(tables["arrangements"])
    if "funding" in tables:
        yield from funding_rules(tables["funding"])
    if "events" in tables:
        yield from event_rules(tables["events"])


def _links(
    tables: Mapping[str, Cells], named: frozenset[str], bodies: Sequence[str] | None
) -> Iterator[Problem]:
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


def _cycles(cells: Cells) -> Iterator[Problem]:
    """Find recommendations that wait for themselves, through others or not."""
    after: dict[str, set[str]] = {}
    for id_, text in zip(cells.texts("id"), cells.texts("after"), strict=True):
        after.setdefault(id_, set()).update(links_of(text))
    waiting = _waiting_for_themselves(after)
    ids = cells.texts("id")
    yield from wrong_rows(
        cells,
        [
            id_ in waiting and bool(text)
            for id_, text in zip(ids, cells.texts("after"), strict=True)
        ],
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
    left = {id_: {a for a in others if a in after} for id_, others in after.items()}
    free = [id_ for id_, others in left.items() if not others]
    behind: dict[str, list[str]] = {}
    for id_, others in left.items():
        for other in others:
            behind.setdefault(other, []).append(id_)
    while free:
        done = free.pop()
        for id_ in behind.get(done, ()):
            left[id_].discard(done)
            if not left[id_]:
                free.append(id_)
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


def _statuses(cells: Cells) -> Iterator[Problem]:
    state, on, published = cells.texts("state"), cells.days("on"), cells.days("published")
    since = cells.dates("blocked_since")
    is_blocked = cells.equal("state", BLOCKED, without=False)
    yield from wrong_rows(
        cells,
        cells.equal("state", DONE, without=False) & ~cells.fills("evidence"),
        "is done without evidence",
        "name what shows it, or write partly or in_progress",
    )
    yield from wrong_rows(
        cells,
        cells.among("state", (BLOCKED, REJECTED, OVERTAKEN)) & ~cells.fills("reason"),
        lambda r: f"is {state[r]} without a reason",
        "write the reason that was given",
    )
    yield from wrong_rows(
        cells,
        is_blocked & ~cells.fills("blocked_by"),
        "is blocked and does not say by whom",
        "name the body that it waits for",
    )
    for name in ("blocked_by", "blocked_since"):
        yield from wrong_rows(
            cells,
            cells.fills(name) & ~is_blocked & cells.among("state", STATES),
            lambda r, n=name: f"has a {n} and is {state[r]}",  # type: ignore[misc]
            "write blocked, or leave the cell empty",
        )
    yield from wrong_rows(
        cells,
        is_blocked & (since > on),
        lambda r: f"blocked_since is {since[r]}, after the day {on[r]} that it is about",
        "correct one of the two",
    )
    yield from wrong_rows(
        cells,
        published < on,
        lambda r: f"was published on {published[r]}, before the day {on[r]} that it is about",
        "correct one of the two",
    )
