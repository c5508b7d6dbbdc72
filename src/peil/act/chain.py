"""The chain from a finding to the level: what answers what, and what it costs and measures."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from peil.act.arrangements import IN_FORCE, Arrangement
from peil.act.policy import Known
from peil.act.recommendations import Finding, Recommendation
from peil.terms.text import filled

FINDING, RECOMMENDATION, ARRANGEMENT = "finding", "recommendation", "arrangement"
Named = Finding | Recommendation | Arrangement
MONEY, INDICATOR, LEVEL = "money", "indicator", "level"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One thing in the chain; `source` is empty for the level, which has one of its own."""

    kind: str
    id: str
    label: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One link, from what asks to what answers; `source` says so."""

    start: tuple[str, str]
    end: tuple[str, str]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Nodes and links; `loose` are arrangements that answer no finding and do not say so."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    loose: tuple[str, ...]


def chain_of(known: Known, rests_on: Iterable[str] = ()) -> Chain:
    """Link findings, recommendations, arrangements, money, indicators and the level.

    Args:
        known: what was known on the day.
        rests_on: ids of the indicators that carry weight in the level of the day.
    """
    edges = tuple(dict.fromkeys(_edges(known, frozenset(rests_on))))
    ends = {end for edge in edges for end in (edge.start, edge.end)}
    nodes = {(node.kind, node.id): node for node in _nodes(known)}
    for kind, id_ in sorted(ends - {*nodes}):
        nodes[kind, id_] = Node(kind=kind, id=id_, label=id_, source="")
    return Chain(
        nodes=tuple(nodes.values()),
        edges=edges,
        loose=tuple(
            a.id for a in known.arrangements.values() if not a.answers and not a.answers_none
        ),
    )


def _nodes(known: Known) -> Iterator[Node]:
    named: tuple[tuple[str, Named, str], ...] = (
        *((FINDING, each, each.statement) for each in known.findings.values()),
        *((RECOMMENDATION, each, each.statement) for each in known.recommendations.values()),
        *((ARRANGEMENT, each, each.name) for each in known.arrangements.values()),
    )
    for kind, each, label in named:
        yield Node(kind=kind, id=each.id, label=label, source=each.source)
    yield from _money(known)


def _money(known: Known) -> Iterator[Node]:
    """Name each budget line by its years and what it pays for; the years first, as long names are cut."""
    funding, rows = known.funding, defaultdict(list)
    for row, line in enumerate(funding.line):
        rows[str(line)].append(row)
    for line, own in rows.items():
        years, paid_for = funding.year[own], str(funding.arrangement[own[-1]])
        purpose = known.arrangements[paid_for].name if paid_for in known.arrangements else line
        label = filled(f"{_spelt(years.min(), years.max())} – {{}}", purpose)
        yield Node(kind=MONEY, id=line, label=label, source=str(funding.source[own[-1]]))


def _spelt(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _edges(known: Known, rests_on: frozenset[str]) -> Iterator[Edge]:
    for recommendation in known.recommendations.values():
        for finding in recommendation.findings:
            yield Edge(
                start=(FINDING, finding),
                end=(RECOMMENDATION, recommendation.id),
                source=recommendation.source,
            )
    for arrangement in known.arrangements.values():
        own, source = (ARRANGEMENT, arrangement.id), arrangement.source
        asked = {FINDING: arrangement.answers, RECOMMENDATION: arrangement.carries_out}
        for kind, ids in asked.items():
            yield from (Edge(start=(kind, id_), end=own, source=source) for id_ in ids)
        for row in known.rows.get(arrangement.id, ()):
            line = str(known.funding.line[row])
            yield Edge(start=own, end=(MONEY, line), source=str(known.funding.source[row]))
        # One that has ended, or has not begun, supplies no figures.
        is_there = known.force(arrangement.id) == IN_FORCE
        for indicator in arrangement.sensor_of if is_there else ():
            yield Edge(start=own, end=(INDICATOR, indicator), source=source)
            if indicator in rests_on:
                yield Edge(start=(INDICATOR, indicator), end=(LEVEL, LEVEL), source=source)
