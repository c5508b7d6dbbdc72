"""The chain from a finding to the level: a picture to follow by clicking, and the same as a list."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from peil.act.chain import ARRANGEMENT, FINDING, INDICATOR, LEVEL, MONEY, RECOMMENDATION, Node
from peil.report.account import Cell, Table
from peil.report.charts import Chart
from peil.report.links import anchor
from peil.report.policy_charts_chain import Key, anchor_of, chain_picture, drawn
from peil.report.policy_page import (
    CHAIN,
    CONTENT,
    KEPT,
    MOST_ROWS,
    MOST_WAYS,
    RECOMMENDATIONS,
    Entry,
    Group,
    Link,
    View,
    common,
    cut_note,
    source_cells,
)
from peil.report.policy_page import MONEY as MONEY_PAGE
from peil.report.policy_views import PolicyViews
from peil.report.words import Words

COLUMNS = ("from_kind", "from", "to_kind", "to", "source")
ORDER = (FINDING, RECOMMENDATION, ARRANGEMENT, MONEY, INDICATOR, LEVEL)
TOP: Key = (LEVEL, LEVEL)


def chain_view(views: PolicyViews, words: Words, font: str | None = None) -> View:
    """Lay the chain out: each thing with what leads to it and where it leads."""
    return _Chain(views, words).view(font)


class _Chain:
    def __init__(self, views: PolicyViews, words: Words) -> None:
        self.views, self.words = views, words
        self.chain = views.status.status.chain
        self.up, self.down = defaultdict(list), defaultdict(list)
        for edge in self.chain.edges:
            self.up[edge.end].append(edge.start)
            self.down[edge.start].append(edge.end)
        held = {(n.kind, n.id): n for n in self.chain.nodes if self._is_linked((n.kind, n.id))}
        self.nodes = held | {TOP: Node(kind=LEVEL, id=LEVEL, label="", source="")}

    def _is_linked(self, key: Key) -> bool:
        return key in self.up or key in self.down

    def view(self, font: str | None) -> View:
        words = self.words
        whole = sum(self._reaches(key) for key in self.nodes if key[0] == FINDING)
        findings = sum(kind == FINDING for kind, _ in self.nodes)
        loose = len(self.chain.nodes) + 1 - len(self.nodes) - (TOP in self.up)
        return View(
            **common(self.views, words),
            key=CHAIN,
            title=words("views.chain"),
            headline=words("views.chain_answer", number=findings, whole=whole),
            notes=(words("views.chain_note", loose=loose), *self._rests_on()),
            charts=(self._chart(font),) if len(self.nodes) > 1 else (),
            groups=tuple(self._groups()),
            columns=COLUMNS,
            data=tuple(self._data()),
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

    def _rests_on(self) -> Iterator[str]:
        """Name what the level rests on without a known sensor: the chain is silent on it."""
        measured = {id_ for kind, id_ in self.nodes if kind == INDICATOR}
        blind = sorted(self.views.rests_on - measured)
        if blind:
            names = [self.words.name(self.views.indicators.get(id_, {}), id_) for id_ in blind]
            yield self.words("views.no_sensor", names=self.words.listed(names))

    def label(self, key: Key) -> str:
        """Name a thing in the reader's language where it has a name in it."""
        kind, id_ = key
        if kind == LEVEL:
            return self.words("views.level")
        if kind == INDICATOR:
            return self.words.name(self.views.indicators.get(id_, {}), id_)
        return self.nodes[key].label.rstrip(".")

    def _lang(self, key: Key) -> str:
        kind, id_ = key
        names = self.views.indicators.get(id_, {})
        is_told = kind == LEVEL or (kind == INDICATOR and self.words.language in names)
        return self.words.language if is_told else CONTENT

    def _chart(self, font: str | None) -> Chart:
        title = self.words("views.chain")
        labels = {key: self.label(key) for key in self.nodes}
        picture = chain_picture(
            list(self.nodes.values()),
            self.chain.edges,
            labels,
            words=self.words,
            title=title,
            font=font,
        )
        head = tuple(
            self.words(f"views.{key}") for key in ("leads_from", "leads_to", "source_head")
        )
        rows = tuple(
            (
                Cell(text=labels[edge.start], lang=self._lang(edge.start)),
                Cell(text=labels[edge.end], lang=self._lang(edge.end)),
                Cell(text=edge.source, lang=CONTENT, has_links=True),
            )
            for edge in self.chain.edges[:MOST_ROWS]
        )
        return Chart(
            key="chain",
            title=title,
            desc=self.words("views.chain_desc"),
            svg=picture,
            table=Table(key="chain-data", title=title, head=head, rows=rows),
            source=self.words("views.source"),
        )

    def _groups(self) -> Iterator[Group]:
        first = drawn(list(self.nodes.values()), self.chain.edges)
        for kind in ORDER:
            held = (key for key in self.nodes if key[0] == kind)
            own = sorted(held, key=lambda key: (key not in first, key))
            if own:
                yield Group(
                    title=self.words.code("policy_chain", kind),
                    entries=tuple(self._entry(key) for key in own[:MOST_ROWS]),
                    note=cut_note(len(own), self.words),
                )

    def _entry(self, key: Key) -> Entry:
        words = self.words
        ways = (
            (words("views.leads_from"), self._links(self.up.get(key, []))),
            (words("views.leads_to"), self._links(self.down.get(key, []))),
            (words("site.read_more"), (self._page(key),)),
        )
        return Entry(
            name=self.label(key),
            lang=self._lang(key),
            anchor=anchor_of(*key),
            lines=tuple(self._more(key)),
            links=tuple((label, links) for label, links in ways if links),
            sources=source_cells([self.nodes[key].source]),
        )

    def _links(self, keys: list[Key]) -> tuple[Link, ...]:
        return tuple(
            Link(text=self.label(key), page=CHAIN, anchor=anchor_of(*key), lang=self._lang(key))
            for key in list(dict.fromkeys(keys))[:MOST_WAYS]
            if key in self.nodes
        )

    def _more(self, key: Key) -> Iterator[str]:
        """Count the ways that the page has no room for."""
        for label, keys in (
            ("leads_from", self.up.get(key, [])),
            ("leads_to", self.down.get(key, [])),
        ):
            number = len(set(keys)) - MOST_WAYS
            if number > 0:
                more = self.words("site.risk_more", number=self.words.number(number))
                yield self.words.labelled(self.words(f"views.{label}"), more)

    def _page(self, key: Key) -> Link:
        """Lead to the page of the site that says more."""
        kind, id_ = key
        page, place, text = {
            FINDING: ("practices", "", self.words("site.practices")),
            RECOMMENDATION: (
                RECOMMENDATIONS,
                anchor("recommendation", id_),
                self.words("views.recommendations"),
            ),
            ARRANGEMENT: (KEPT, anchor("arrangement", id_), self.words("site.kept")),
            MONEY: (MONEY_PAGE, "", self.words("views.money")),
            INDICATOR: ("sources", anchor("figures", id_), self.words("site.sources")),
            LEVEL: ("assessment", "", self.words("site.assessment")),
        }[kind]
        return Link(text=text, page=page, anchor=place)

    def _data(self) -> Iterator[dict[str, Any]]:
        for edge in self.chain.edges:
            yield {
                "from_kind": edge.start[0],
                "from": edge.start[1],
                "to_kind": edge.end[0],
                "to": edge.end[1],
                "source": edge.source,
            }
