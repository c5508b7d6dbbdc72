"""Dismantled or kept? First what cannot be told, then what was there, what ended, and what should."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from peil.act.arrangements import STARTED, STRUCTURAL, Arrangement
from peil.act.endings import Ending
from peil.act.facts import Fact
from peil.act.status import ArrangementStatus
from peil.report.account import Cell
from peil.report.charts import Chart
from peil.report.links import anchor
from peil.report.policy_account import money_told
from peil.report.policy_charts_chain import anchor_of
from peil.report.policy_charts_spans import Span, spans_chart
from peil.report.policy_page import (
    CHAIN,
    CONTENT,
    KEPT,
    MOST_ROWS,
    Entry,
    Group,
    Link,
    View,
    common,
    cut_note,
    drawing_of,
    source_cells,
)
from peil.report.policy_told import endings_told, facts_told, sources_told, untold
from peil.report.policy_views import PolicyViews
from peil.report.words import Words

COLUMNS = (
    "arrangement", "name", "type", "body", "coupling", "known_since", "ended", "reasoned", "erosion",
    "should_end", "cannot_tell", "staff", "rights", "source",
)  # fmt: skip


def kept_view(views: PolicyViews, words: Words, font: str | None = None) -> View:
    """Answer as far as public facts carry whether what was built still stands."""
    return _Kept(views, words).view(font)


class _Kept:
    def __init__(self, views: PolicyViews, words: Words) -> None:
        self.views, self.words = views, words
        self.status = views.status.status

    def view(self, font: str | None) -> View:
        words = self.words
        chart = self._chart(font)
        return View(
            key=KEPT,
            title=words("site.kept"),
            **common(self.views, words),
            lead=tuple(self._lead()),
            headline=self._answer(),
            notes=(words("views.kept_note"),),
            charts=(chart,) if chart else (),
            groups=(self._ended(), self._in_force()),
            columns=COLUMNS,
            data=tuple(self._data()),
        )

    def _lead(self) -> Iterator[Cell]:
        """Say what cannot be told, before anything that can."""
        yield Cell(text=self.words("views.cannot"))
        for said in self.views.settings.cannot_be_told:
            yield Cell(text=said, lang=CONTENT)
        for what, number in self.status.untold.items():
            if number:
                named = self.words.code("policy_untold", what)
                yield Cell(text=self.words("policy.no_information", number=number, what=named))

    def _answer(self) -> str:
        endings, words = self.status.endings, self.words
        counts = {
            "number": len(self.status.arrangements) + len(endings),
            "ended": len(endings),
            "silent": sum(ending.is_unreasoned for ending in endings),
            "quiet": len(self.status.arrangements),
        }
        if self.views.diff is None:
            return words("views.kept_answer", **counts)
        kinds = [change.change for change in self.views.diff.arrangements]
        since = words.day(self.views.diff.earlier)
        gone, learned = kinds.count("ended"), kinds.count("learned")
        return words("views.kept_since", **counts, day=since, gone=gone, learned=learned)

    def _chart(self, font: str | None) -> Chart | None:
        spans = [self._span(each.arrangement, None) for each in self.status.arrangements]
        spans = [*(self._span(e.arrangement, e) for e in self.status.endings), *spans]
        if not spans:
            return None
        words, days = self.words, []
        if self.views.lowering is not None:
            on = self.views.lowering.answered.statement.step.on
            days.append((on, words("views.lowered_on", day=words.short_day(on))))
        days.append((self.views.day, words.short_day(self.views.day)))
        head = [words(f"views.{key}") for key in ("arrangement", "since", "ended", "state")]
        drawing = drawing_of("spans", words("views.spans"), words, font)
        return spans_chart(drawing, spans, days if days[0][0] < days[-1][0] else days[-1:], head)

    def _span(self, arrangement: Arrangement, ending: Ending | None) -> Span:
        state = "no_ending" if ending is None else "silent" if ending.is_unreasoned else "over"
        ended = None if ending is None else ending.event.on
        said = self.words.code("policy_kept", state)
        if ended is not None:
            said = f"{said} ({self.words.short_day(ended)})"
        return Span(
            label=arrangement.name,
            began=self._began(arrangement),
            ended=ended,
            is_loud=state == "silent",
            said=said,
        )

    def _began(self, arrangement: Arrangement) -> date:
        """Give the day of its start, or that on which it became known where none is known."""
        events = self.views.known.events.get(arrangement.id, ())
        starts = [event.on for event in events if event.kind == STARTED]
        return min([*starts, self.views.first_known.get(arrangement.id, arrangement.published)])

    def _ended(self) -> Group:
        asked = {each.id: each.statement for each in self.views.known.recommendations.values()}
        _, section = endings_told(self.status.endings, self.words, asked)
        entries = [
            Entry(
                name=item.name,
                anchor=anchor("arrangement", ending.arrangement.id),
                above=self._above(ending.arrangement),
                alarms=item.lines[:1] if ending.is_unreasoned else (),
                lines=item.lines[1:] if ending.is_unreasoned else item.lines,
                links=self._links(ending.arrangement),
                sources=source_cells((*item.sources, ending.arrangement.source)),
            )
            for ending, item in zip(self.status.endings, section.items, strict=True)
        ]
        note = cut_note(len(entries), self.words)
        return Group(title=section.title, entries=tuple(entries[:MOST_ROWS]), note=note)

    def _in_force(self) -> Group:
        """List what no ending is known of, the loudest first."""
        each = sorted(self.status.arrangements, key=lambda a: (-_loudness(a), a.arrangement.id))
        return Group(
            title=self.words("views.in_force"),
            entries=tuple(self._entry(one) for one in each[:MOST_ROWS]),
            note=cut_note(len(each), self.words),
        )

    def _entry(self, each: ArrangementStatus) -> Entry:
        words, facts = self.words, (*each.erosion, *each.contrary)
        money = (source for budget, _ in each.money for source in budget.sources)
        return Entry(
            name=each.arrangement.name,
            anchor=anchor("arrangement", each.arrangement.id),
            above=self._above(each.arrangement),
            alarms=tuple(facts_told(each.erosion, words, self._names())),
            ends=tuple(facts_told(each.contrary, words, self._names())),
            lines=(
                *(money_told(budget, prices, words) for budget, prices in each.money),
                untold(facts, words),
            ),
            links=self._links(each.arrangement),
            sources=source_cells(sources_told(facts, each.arrangement.source, *money)),
        )

    def _names(self) -> dict[str, dict[str, str]]:
        named = {id_: dict(names) for id_, names in self.views.indicators.items()}
        findings = self.views.known.findings.items()
        return named | {id_: {"en": each.statement} for id_, each in findings}

    def _above(self, arrangement: Arrangement) -> str:
        words = self.words
        coupling = arrangement.coupling or "no_information"
        return " · ".join(
            (
                words.code("policy_type", arrangement.type),
                words.labelled(
                    words.code("policy_what", "coupling"), words.code("policy_state", coupling)
                ),
                self.views.body(arrangement.body),
            )
        )

    def _links(self, arrangement: Arrangement) -> tuple[tuple[str, tuple[Link, ...]], ...]:
        """Lead to what it answers, and to its place in the chain."""
        findings = self.views.known.findings
        answered = tuple(
            Link(
                text=findings[id_].statement if id_ in findings else id_,
                page=CHAIN,
                anchor=anchor_of("finding", id_),
                lang=CONTENT,
            )
            for id_ in arrangement.answers
        )
        asked = tuple(
            Link(
                text=self.views.known.recommendations[id_].statement,
                page="recommendations",
                anchor=anchor("recommendation", id_),
                lang=CONTENT,
            )
            for id_ in arrangement.carries_out
            if id_ in self.views.known.recommendations
        )
        labelled = ((self.words("views.answers"), answered),
                    (self.words("views.carries_out"), asked))  # fmt: skip
        return tuple((label, links) for label, links in labelled if links)

    def _data(self) -> Iterator[dict[str, Any]]:
        for ending in self.status.endings:
            yield self._row(ending.arrangement) | {
                "ended": ending.event.on,
                "reasoned": _reasoned(ending),
            }
        for each in self.status.arrangements:
            facts = (*each.erosion, *each.contrary)
            yield self._row(each.arrangement) | {
                "erosion": _codes(each.erosion),
                "should_end": _codes(each.contrary),
                "cannot_tell": sum(fact.holds is None for fact in facts),
            }

    def _row(self, arrangement: Arrangement) -> dict[str, Any]:
        return {
            "arrangement": arrangement.id,
            "name": arrangement.name,
            "type": arrangement.type,
            "body": self.views.body(arrangement.body),
            "coupling": arrangement.coupling or "no_information",
            "known_since": self._began(arrangement),
            "staff": arrangement.staff,
            "rights": arrangement.rights or "no_information",
            "source": arrangement.source,
        }


def _reasoned(ending: Ending) -> str:
    """Say whether a reasoned decision is known; only a structural arrangement needs one."""
    coupling = ending.arrangement.coupling
    if coupling != STRUCTURAL:
        return "not_needed" if coupling else "cannot_tell"
    return "none_known" if ending.is_unreasoned else "yes"


def _codes(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.code for fact in facts if fact.holds]


def _loudness(each: ArrangementStatus) -> int:
    return sum(fact.holds is True for fact in (*each.erosion, *each.contrary))
