"""The chain from a finding to the level: a picture to follow by clicking, and the same as a list."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from peil.act.chain import (
    ARRANGEMENT,
    FINDING,
    INDICATOR,
    LEVEL,
    MONEY,
    RECOMMENDATION,
    Chain,
    Node,
)
from peil.act.results import PolicyOnDay
from peil.report.chart.figure import Drawing, Graph, Look
from peil.report.chart.figure import Node as Drawn
from peil.report.links import anchor
from peil.report.model import Cell, Entries, Entry, Figure, Link, Piece
from peil.report.tell.parts import cut, notes, table
from peil.report.tell.policy.said import source_told, sources_told
from peil.report.tell.policy.view import MOST, View, entries
from peil.report.words import Words
from peil.terms.text import ENGLISH, names_of, without_stop

COLUMNS: tuple[str, ...] = ("from_kind", "from", "to_kind", "to", "source")
ORDER = (FINDING, RECOMMENDATION, ARRANGEMENT, MONEY, INDICATOR, LEVEL)
DRAWN = ((FINDING,), (RECOMMENDATION,), (ARRANGEMENT,), (MONEY, INDICATOR), (LEVEL,))
"""Columns of the picture, from what was found wanting to what the level rests on."""
MOST_DRAWN = 24
"""Boxes of a column; the list below the picture has more."""
MOST_WAYS = 12
"""Ways from one thing to others that a page has room for."""
Key = tuple[str, str]
"""Kind and id of a thing."""
TOP: Key = (LEVEL, LEVEL)
PAGES = {
    FINDING: "practices",
    RECOMMENDATION: "recommendations",
    ARRANGEMENT: "policy",
    MONEY: "money",
    INDICATOR: "sources",
    LEVEL: "assessment",
}


def view(found: PolicyOnDay, words: Words) -> View:
    """Lay the chain out: each thing with what leads to it and where it leads."""
    return _Chain(found, words).view()


def place_of(key: Key) -> str:
    """Name the place of a thing in the list below the picture."""
    return anchor("chain", *key)


def rows(found: PolicyOnDay) -> Iterator[dict[str, Any]]:
    """Give a row for each link in codes of no language."""
    for edge in found.status.chain.edges:
        ends = (*edge.start, *edge.end, edge.source)
        yield dict(zip(COLUMNS, ends, strict=True))


class _Chain:
    def __init__(self, found: PolicyOnDay, words: Words) -> None:
        self.found, self.words = found, words
        self.chain: Chain = found.status.chain
        self.up: dict[Key, list[Key]] = defaultdict(list)
        self.down: dict[Key, list[Key]] = defaultdict(list)
        for edge in self.chain.edges:
            self.up[edge.end].append(edge.start)
            self.down[edge.start].append(edge.end)
        linked = {*self.up, *self.down}
        held = {(n.kind, n.id): n for n in self.chain.nodes if (n.kind, n.id) in linked}
        self.nodes = held | {TOP: Node(kind=LEVEL, id=LEVEL, label="", source="")}

    def view(self) -> View:
        words = self.words
        findings = [node.id for node in self.chain.nodes if node.kind == FINDING]
        whole = sum(self._reaches((FINDING, id_)) for id_ in findings)
        first = boxes(self.nodes, self.up)
        answer = words("views.chain_none", n=len(findings))
        if whole:
            answer = words("views.chain_answer", n=whole, all=len(findings))
        return View(
            title=words("views.chain"),
            headline=answer,
            answer=notes("chain-notes", self._notes()),
            blocks=(*self._figure(first, answer), *self._lists(first)),
        )

    def _reaches(self, key: Key) -> bool:
        """Whether the links lead from a thing to the level."""
        seen, ahead = {key}, [key]
        while ahead:
            for after in self.down.get(ahead.pop(), ()):
                if after not in seen:
                    seen.add(after)
                    ahead.append(after)
        return TOP in seen

    def _notes(self) -> Iterator[str]:
        """Count what is in no chain, and name what the level rests on without a known sensor."""
        yield self.words("views.chain_note")
        if loose := len(self.chain.nodes) + 1 - len(self.nodes) - (TOP in self.up):
            yield self.words("views.chain_loose", n=loose)
        measured = {id_ for kind, id_ in self.nodes if kind == INDICATOR}
        if blind := sorted(self.found.rests_on - measured):
            names = [self.words.name(self.found.indicators.get(id_, {}), id_) for id_ in blind]
            yield self.words("views.no_sensor", names=self.words.listed(names))

    def label(self, key: Key) -> str:
        """Name a thing in the reader's language where it has a name in it."""
        kind, id_ = key
        if kind == LEVEL:
            return self.words("views.level")
        if kind == INDICATOR:
            return self.words.name(self.found.indicators.get(id_, {}), id_)
        return without_stop(self.words.told(self.nodes[key].label))

    def _lang(self, key: Key) -> str:
        kind, id_ = key
        names = self.found.indicators.get(id_, {})
        own = names if kind == INDICATOR else names_of(self.nodes[key].label)
        is_told = kind == LEVEL or self.words.language in own
        return self.words.language if is_told else ENGLISH

    def _figure(self, first: Mapping[Key, int], alt: str) -> Iterator[Figure]:
        """Draw the chain in columns, each box a link to its place in the list below."""
        if len(self.nodes) < 2:
            return
        words, title, edges = self.words, self.words("views.chain"), self.chain.edges
        rows = (
            {
                "leads_from": Cell(text=self.label(edge.start), lang=self._lang(edge.start)),
                "leads_to": Cell(text=self.label(edge.end), lang=self._lang(edge.end)),
                "source_head": source_told([edge.source]),
            }
            for edge in edges[:MOST]
        )
        left_out = cut(MOST, len(edges))
        yield Figure(
            key="chain-picture",
            title=title,
            note=words("views.chain_desc"),
            drawing=self._drawing(first),
            alt=alt,
            source=words("views.source"),
            data=table("chain-data", title, rows, words, group="views", left_out=left_out),
        )

    def _drawing(self, first: Mapping[Key, int]) -> Drawing:
        named = {kind: self.words.code("policy_chain", kind) for kind in ORDER}
        heads = tuple(" · ".join(named[kind] for kind in kinds) for kinds in DRAWN)
        nodes = [
            Drawn(
                key=place_of(key),
                column=next(i for i, kinds in enumerate(DRAWN) if key[0] in kinds),
                text=self.label(key),
                look=Look(colour="sky") if key[0] in (FINDING, LEVEL) else Look(),
                page="chain",
                anchor=place_of(key),
            )
            for key in first
        ]
        edges = tuple(
            (place_of(edge.start), place_of(edge.end))
            for edge in self.chain.edges
            if edge.start in first and edge.end in first
        )
        return Drawing(graph=Graph(heads=heads, nodes=tuple(nodes), edges=edges))

    def _lists(self, first: Mapping[Key, int]) -> Iterator[Entries]:
        """List the things by kind, those of the picture first."""
        for kind in ORDER:
            own = [key for key in self.nodes if key[0] == kind]
            own.sort(key=lambda key: (key not in first, key))
            title = self.words.code("policy_chain", kind)
            yield from entries(f"chain-list-{kind}", title, own, self._entry, folds=True)

    def _entry(self, key: Key) -> Entry:
        words, links, more = self.words, [], []
        ways = {"views.leads_from": self.up.get(key, []), "views.leads_to": self.down.get(key, [])}
        for label, keys in ways.items():
            all_ = list(dict.fromkeys(keys))
            if (left := len(all_) - MOST_WAYS) > 0:
                more.append(words.labelled(words(label), words("site.risk_more", n=left)))
            if led := tuple(self._way(each) for each in all_[:MOST_WAYS] if each in self.nodes):
                links.append((words(label), led))
        return Entry(
            name=(Piece(text=self.label(key), to=_page(key)),),
            lang=self._lang(key),
            anchor=place_of(key),
            lines=tuple(more),
            links=tuple(links),
            sources=sources_told([self.nodes[key].source]),
        )

    def _way(self, key: Key) -> Piece:
        """Lead to the place of a thing in the list."""
        text, to = self.words.small(self.label(key)), Link(page="chain", anchor=place_of(key))
        return Piece(text=text, to=to, lang=self._lang(key))


def boxes(nodes: Mapping[Key, Node], up: Mapping[Key, Sequence[Key]]) -> dict[Key, int]:
    """Choose the things that the picture has room for, each near the middle of what leads to it.

    Returns:
        The place of each in its column, 0 for the uppermost.
    """
    places: dict[Key, int] = {}

    def middle(key: Key) -> tuple[float, str]:
        above = [places[before] for before in up.get(key, ()) if before in places]
        return (sum(above) / len(above) if above else float("inf")), key[1]

    for kinds in DRAWN:
        own = sorted((key for key in nodes if key[0] in kinds), key=middle)[:MOST_DRAWN]
        places |= {key: i for i, key in enumerate(own)}
    return places


def _page(key: Key) -> Link:
    kind, id_ = key
    if kind in (FINDING, MONEY, LEVEL):
        return Link(page=PAGES[kind])
    return Link(page=PAGES[kind], anchor=anchor("figures" if kind == INDICATOR else kind, id_))
