"""Rules of sense for policy: links that lead somewhere, shares that add up, reasons that are given."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from peil.act.arrangements import ENDED, STARTED
from peil.act.recommendations import BLOCKED, DONE, OVERTAKEN, REJECTED
from peil.feeds.dossier.build_policy import SHARES
from peil.feeds.dossier.cells import Cells
from peil.feeds.dossier.problems import in_rows, nearest, quoted
from peil.feeds.dossier.rules import DATED
from peil.feeds.dossier.rules_judged import must_agree
from peil.feeds.dossier.rules_learned import BETWEEN
from peil.observe.series import Flags
from peil.terms.calendar import Floats
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
        yield from _shares(tables["arrangements"])
        yield from _couplings(tables["arrangements"])
        yield from _answers(tables["arrangements"])
    if "funding" in tables:
        yield from must_agree(tables["funding"], ("line",), ("arrangement",))
    if "events" in tables:
        yield from _endings(tables["events"])


def _links(
    tables: Mapping[str, Cells], named: frozenset[str], bodies: Sequence[str] | None
) -> Iterator[Problem]:
    for table, links in LINKS.items():
        for column, target in links.items() if table in tables else ():
            if target == BODIES:
                known, file = bodies, "the bodies of policy.toml"
            else:
                known, file = _ids(tables, target), f"{target}.csv"
                known = None if known is None and target in named else known or []
            if known is not None:
                yield from _unknown(tables[table], column, known, file)


def _ids(tables: Mapping[str, Cells], table: str) -> list[str] | None:
    return sorted(set(tables[table].words("id")) - {""}) if table in tables else None


def _unknown(cells: Cells, column: str, known: Sequence[str], file: str) -> Iterator[Problem]:
    """Find the cells that name an id which is nowhere, each distinct cell looked at once."""
    if not cells.has(column):
        return
    there = frozenset(known)
    wrong = {
        text: next(
            (w for w in text.split(BETWEEN) if w not in there and not _is_made(column, w)), ""
        )
        for text in cells.words(column)
        if text
    }
    texts = cells.texts(column)
    yield from _said(
        cells,
        [bool(wrong.get(text)) for text in texts],
        lambda r: f"{column} has {quoted(wrong[texts[r]])}, which is not in {file}",
        lambda r: f"{nearest(list(known), wrong[texts[r]])}, or add it there",
    )


def _is_made(column: str, word: str) -> bool:
    """Whether a word names what a list of dated events makes, and no table of indicators holds."""
    return column == "sensor_of" and word.startswith(tuple(f"{kind}_" for kind in DATED))


def _cycles(cells: Cells) -> Iterator[Problem]:
    """Find recommendations that wait for themselves, through others or not."""
    after: dict[str, set[str]] = {}
    for id_, text in zip(cells.texts("id"), cells.texts("after"), strict=True):
        after.setdefault(id_, set()).update(text.split(BETWEEN) if text else ())
    waiting = _waiting_for_themselves(after)
    ids = cells.texts("id")
    yield from _said(
        cells,
        [
            id_ in waiting and bool(text)
            for id_, text in zip(ids, cells.texts("after"), strict=True)
        ],
        lambda r: f"{quoted(ids[r])} must wait for itself: {' after '.join(waiting[ids[r]])}",
        "take one of them out of its column after",
    )


def _waiting_for_themselves(after: Mapping[str, set[str]]) -> dict[str, list[str]]:
    """Give for each id that lies on a cycle the way round it.

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
    found: dict[str, list[str]] = {}
    for id_ in sorted(id_ for id_, others in left.items() if others):
        way = _way_round(id_, left) if id_ not in found else None
        if way is not None:
            found |= {each: [*way[n:], *way[: n + 1]] for n, each in enumerate(way)}
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
    yield from _said(
        cells,
        cells.equal("state", DONE, without=False) & ~_filled(cells, "evidence"),
        "is done without evidence",
        "name what shows it, or write partly or in_progress",
    )
    needs_reason = np.isin(state.astype(str), (BLOCKED, REJECTED, OVERTAKEN))
    yield from _said(
        cells,
        needs_reason & ~_filled(cells, "reason"),
        lambda r: f"is {state[r]} without a reason",
        "write the reason that was given",
    )
    yield from _said(
        cells,
        cells.equal("state", BLOCKED, without=False) & ~_filled(cells, "blocked_by"),
        "is blocked and does not say by whom",
        "name the body that it waits for",
    )
    yield from _said(
        cells,
        np.asarray(published < on),
        lambda r: f"was published on {published[r]}, before the day {on[r]} that it is about",
        "correct one of the two",
    )


def _shares(cells: Cells) -> Iterator[Problem]:
    given = np.array([_filled(cells, name) for name in SHARES])
    some, whole = np.asarray(given.any(axis=0)), np.asarray(given.all(axis=0))
    yield from _said(
        cells,
        some & ~whole,
        lambda r: f"has no {SHARES[int(np.argmin(given[:, r]))]} beside the other shares",
        "give all four, or none",
    )
    if all(cells.has(name) for name in SHARES):
        total: Floats = np.sum([cells.numbers(name) for name in SHARES[:3]], axis=0)
        yield from _said(
            cells,
            whole & (np.abs(total - 1.0) > 1e-6),
            lambda r: f"has shares that add up to {total[r]:g}",
            "let the preventive, repressive and enabling share add up to 1",
        )


def _couplings(cells: Cells) -> Iterator[Problem]:
    is_coupled = _filled(cells, "coupling")
    coupling = cells.texts("coupling")
    for name, remedy in (
        ("coupling_reason", "write why it may scale with the level, or may not"),
        ("coupling_by", "write the role of whoever set it"),
    ):
        yield from _said(
            cells,
            is_coupled & ~_filled(cells, name),
            lambda r, n=name: f"is {coupling[r]} without a {n}",  # type: ignore[misc]
            remedy,
        )


def _answers(cells: Cells) -> Iterator[Problem]:
    answers, declared = _filled(cells, "answers"), cells.flags("answers_none")
    yield from _said(
        cells,
        ~answers & ~declared,
        "answers no finding",
        "name the finding, or declare with answers_none = true that there is none",
    )
    yield from _said(
        cells,
        answers & declared,
        "answers a finding and declares that it answers none",
        "take one of the two away",
    )


def _endings(cells: Cells) -> Iterator[Problem]:
    """Find ends before every start of their arrangement, which no view would ever show."""
    of, kind, on = cells.texts("arrangement"), cells.texts("kind"), cells.days("on")
    first: dict[str, np.datetime64] = {}
    for row in np.flatnonzero((kind == STARTED) & ~np.isnat(on)):
        first[of[row]] = min(on[row], first.get(of[row], on[row]))
    yield from _said(
        cells,
        [
            k == ENDED and bool(day < first.get(id_, day))
            for id_, k, day in zip(of, kind, on, strict=True)
        ],
        lambda r: f"ended on {on[r]}, before {quoted(of[r])} started on {first[of[r]]}",
        "correct one of the two days, or add the start that came before",
    )


def _filled(cells: Cells, name: str) -> Flags:
    """Say which rows hold anything in a column; without the column none does."""
    return cells.filled.get(name, np.zeros(cells.table.rows, dtype=np.bool_))


def _said(
    cells: Cells,
    wrong: Sequence[bool] | Flags,
    what: str | Callable[[int], str],
    remedy: str | Callable[[int], str],
) -> Iterator[Problem]:
    say = what if callable(what) else lambda _: what
    rows = np.flatnonzero(np.array(wrong, dtype=np.bool_))
    yield from in_rows(cells.table.file, rows, say, remedy)
