"""Dismantled or kept? First what cannot be told, then what was there, what ended, and what should."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from peil.act.arrangements import STARTED, STRUCTURAL, Arrangement
from peil.act.changes import GONE
from peil.act.policy import Ending
from peil.act.results import ArrangementStatus, PolicyOnDay
from peil.report.chart.figure import Axis, Bar, Dot, Guide, Look, Mark, in_rows
from peil.report.chart.figure import Row as Name
from peil.report.links import anchor
from peil.report.model import Block, Entry, Figure, Link, Piece, Rank, Saying, Text, pieces
from peil.report.tell.parts import Cells, cut, notes, picked, table, worded
from peil.report.tell.policy import said as say
from peil.report.tell.policy.chain import place_of
from peil.report.tell.policy.history import EVALUATIONS, evaluated, evaluations, history
from peil.report.tell.policy.view import MOST, View, entries
from peil.report.words import Words
from peil.terms.calendar import whole_period

COLUMNS: tuple[str, ...] = (
    "arrangement", "name", "type", "body", "coupling", "known_since", "ended", "reasoned", "erosion",
    "should_end", "cannot_tell", "staff", "legal_basis", "rights", "last_told", "source",
)  # fmt: skip
MOST_DRAWN = 40
"""Arrangements that the picture has room for; its table has more, the CSV all."""
LOOKS = {
    "no_ending": Look(colour="blue", strength=0.4),
    "over": Look(colour="slate"),
    "silent": Look(colour="vermilion"),
    "unconfirmed": Look(colour="grey", strength=0.15, faded=True),
}


def view(found: PolicyOnDay, words: Words) -> View:
    """Answer as far as public facts carry whether what was built still stands."""
    kept = _Kept(found, words)
    answer = tuple(kept.answer())
    return View(
        title=words("site.kept"),
        kicker=words("views.kicker"),
        headline=words("site.kept"),
        answer=(
            Text(key="kept-answer", rank=Rank.ANSWER, tone="sum", lines=answer),
            *notes("kept-cannot", [kept.cannot()]),
            *notes("kept-notes", kept.notes()),
        ),
        blocks=tuple(kept.blocks()),
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    found: PolicyOnDay
    words: Words

    def blocks(self) -> Iterator[Block]:
        """List what ended and what is in force, the loudest first, and what was asked of all."""
        words, own = self.words, self.found.status.arrangements
        loudest = sorted(own, key=lambda each: (-say.loudness(each.facts), each.arrangement.id))
        yield from self._spans()
        title, ended = words("policy.endings"), self.found.status.endings
        yield from entries("kept-ended", title, ended, self._ended, folds=True)
        title, first = words("views.in_force"), Rank.FIRST_PAGE
        yield from entries("kept-in-force", title, loudest, self._in_force, rank=first)
        yield from evaluated(self.found.known, words)
        yield from history(self.found.known, words)
        asked = [(each.arrangement.name, each.facts) for each in own]
        yield from say.asked_table("kept-asked", asked, words)

    def cannot(self) -> Saying:
        """Say what is not public, right after what is."""
        words = self.words
        told = (say.quoted(line, words) for line in self.found.settings.cannot_be_told)
        untold = say.untold(self.found.status, words)
        return say.said(" ".join([words("views.cannot"), *told, *untold]))

    def answer(self) -> Iterator[Saying]:
        """Say what ended, and what of it since the level was lowered."""
        status, words, diff = self.found.status, self.words, self.found.diff
        everyone = len(status.arrangements) + len(status.endings)
        if not status.endings:
            yield words("views.kept_none", n=everyone)
            return
        names = say.quoted_all([each.arrangement.name for each in status.endings], words)
        yield say.said(self._ended_of(everyone, names))
        gone = sum(change.change == GONE for change in diff.arrangements) if diff else 0
        if diff and gone:
            yield words("views.kept_since", n=gone, day=words.day(diff.earlier))

    def _ended_of(self, everyone: int, names: str) -> str:
        """Say of how many arrangements no end is known, and which have ended."""
        rest, ended = len(self.found.status.arrangements), len(self.found.status.endings)
        if not rest:
            return self.words("views.kept_all_ended", n=ended, names=names)
        return self.words("views.kept_some", n=ended, all=everyone, rest=rest, names=names)

    def notes(self) -> Iterator[Saying]:
        """Say what was evaluated, and how many findings are closed."""
        yield self._evaluated()
        yield from self._findings()
        yield self.words("views.kept_note")

    def _evaluated(self) -> Saying:
        """Name what was evaluated, and lead to who did it and what came of it."""
        known, words = self.found.known, self.words
        names = dict.fromkeys(known.name(each.arrangement) for each in evaluations(known))
        if not names:
            return words("policy.evaluated_none")
        told = words("policy.evaluated_some", n=len(names), names=say.quoted_all(names, words))
        way = Piece(text=words("policy.evaluated"), to=Link(anchor=EVALUATIONS))
        return (*pieces(say.said(told)), Piece(text=" "), way)

    def _findings(self) -> Iterator[str]:
        """Say how many findings are closed, are open, and cannot be told."""
        closed = list(self.found.status.findings.values())
        for key, value in (("closed", True), ("open", False), ("untold", None)):
            number = closed.count(value)
            if number == len(closed) > 0:
                yield self.words.code("policy_findings", f"{key}_all", n=number)
            elif number:
                yield self.words.code("policy_findings", key, n=number, all=len(closed))

    def _spans(self) -> Iterator[Block]:
        """Draw when each arrangement was there, those that ended first."""
        words, status = self.words, self.found.status
        spans: list[tuple[Arrangement, Ending | None]] = [
            *((each.arrangement, each) for each in status.endings),
            *((each.arrangement, None) for each in status.arrangements),
        ]
        if not spans:
            return
        drawn, title = spans[:MOST_DRAWN], words("views.spans")
        told, left_out = map(self._span, spans[:MOST]), cut(MOST, len(spans))
        names = (Name(text=words.told(own.name)) for own, _ in drawn)
        marks = (mark for i, span in enumerate(drawn) for mark in self._marks(i, *span))
        data = table("kept-spans-data", title, told, words, group="views", left_out=left_out)
        yield Figure(
            key="kept-spans",
            title=title,
            drawing=in_rows(names, (*marks, *self._days()), Axis(scale="day")),
            alt=words.listed([words.labelled(own.name, self._state(end)) for own, end in drawn]),
            source=words("views.source"),
            data=data,
        )

    def _span(self, span: tuple[Arrangement, Ending | None]) -> Cells:
        (own, ending), words = span, self.words
        ended = words.known(ending.event.on, ending.event.on_precision) if ending else None
        return {
            "arrangement": worded(own.name, words),
            "since": words.known(*_began(own, self.found)),
            "ended": ended,
            "state": self._state(ending),
        }

    def _state(self, ending: Ending | None) -> str:
        told = self.words.code("policy_kept", _state(ending))
        if ending is None:
            return told
        return f"{told} ({self.words.known(ending.event.on, ending.event.on_precision)})"

    def _marks(self, i: int, own: Arrangement, ending: Ending | None) -> Iterator[Mark]:
        """Draw a bar; a cross stands where it ended."""
        state, y = _state(ending), (i - 0.25, i + 0.25)
        key, look = self.words.code("policy_kept", state), LOOKS[state]
        began, precision = _began(own, self.found)
        told = max(began, self.found.known.last_told(own.id)[0])
        end = told if ending is None else ending.event.on
        yield Bar(x=(began, end), y=y, look=look, key=key)
        # A rough day may be the first of its month, or of its year.
        if (first := whole_period(began, began, precision)[0]) < began:
            yield Bar(x=(first, began), y=y, look=LOOKS["unconfirmed"])
        if ending is not None:
            yield Dot(x=end, y=float(i), shape="cross", key=key)
        elif end < self.found.day:
            silence = self.words.code("policy_kept", "unconfirmed")
            yield Bar(x=(end, self.found.day), y=y, look=LOOKS["unconfirmed"], key=silence)

    def _days(self) -> Iterator[Guide]:
        """Draw a line on the day of the latest lowering, and one on that of knowledge."""
        day, words = self.found.day, self.words
        if self.found.lowering is not None and (on := self.found.lowering.day) < day:
            yield Guide(at=on, text=words("views.lowered_on", day=words.short_day(on)))
        yield Guide(at=day, text=words.short_day(day))

    def _ended(self, ending: Ending) -> Entry:
        own, told = ending.arrangement, say.ending_told(ending, self.words, self._asked())
        loud = 1 if ending.is_unreasoned else 0
        return replace(
            told,
            anchor=anchor("arrangement", own.id),
            above=self._above(own),
            alarms=told.lines[:loud],
            lines=(
                *told.lines[loud:],
                *say.counts_told(self.found.known.latest_counts(own.id), self.words),
                say.basis_told(own, self.words),
            ),
            links=self._links(own),
            sources=say.sources_told((ending.event.source, own.source)),
        )

    def _in_force(self, each: ArrangementStatus) -> Entry:
        words, own = self.words, each.arrangement
        money = (source for budget, _ in each.money for source in budget.sources)
        return Entry(
            name=worded(own.name, words),
            anchor=anchor("arrangement", own.id),
            above=self._above(own),
            alarms=tuple(say.facts_told(each.erosion, words, self._names())),
            endings=tuple(say.contrary_told(each.contrary, words, self._names())),
            lines=(
                *say.past_told(each.erosion, words),
                *(say.money_told(budget, prices, words) for budget, prices in each.money),
                *say.counts_told(self.found.known.latest_counts(own.id), words),
                *([say.basis_told(own, words)] if own.legal_basis else []),
                say.dated("policy.last_told", *self.found.known.last_told(own.id), words),
            ),
            links=self._links(own),
            sources=say.sources_of(each.facts, own.source, *money),
        )

    def _statements(self) -> dict[str, str]:
        return {id_: each.statement for id_, each in self.found.known.findings.items()}

    def _names(self) -> say.Names:
        return say.texts_of(self.found.indicators) | self._statements()

    def _above(self, own: Arrangement) -> Saying:
        words = self.words
        coupling = words.labelled(
            words.code("policy_what", "coupling"),
            words.code("policy_state", own.coupling or "no_information"),
        )
        body = say.quoted(self.found.body(own.body), words)
        return say.said(" · ".join((words.code("policy_type", own.type), coupling, body)))

    def _links(self, own: Arrangement) -> say.Links:
        """Lead to what it answers, and to its place in the chain."""
        words, names = self.words, self._statements()
        answered = tuple(
            say.leading(names.get(id_, id_), "chain", place_of(("finding", id_)), words)
            for id_ in own.answers
        )
        labelled = ((words("views.answers"), answered), *say.carried_out(own, self._asked(), words))
        return tuple((label, pieces) for label, pieces in labelled if pieces)

    def _asked(self) -> say.Names:
        return {id_: each.statement for id_, each in self.found.known.recommendations.items()}


def _state(ending: Ending | None) -> str:
    if ending is None:
        return "no_ending"
    return "silent" if ending.is_unreasoned else "over"


def _began(arrangement: Arrangement, found: PolicyOnDay) -> tuple[date, str]:
    """Give the day of its start, or if none is known that on which it became known, and how exactly."""
    events = found.known.events.get(arrangement.id, ())
    starts = [(event.on, event.on_precision) for event in events if event.kind == STARTED]
    first = found.first_known.get(arrangement.id, arrangement)
    told = starts or [(first.published, first.published_precision)]
    return min(told, key=lambda each: (each[0], each[1] == "day"))


def rows(found: PolicyOnDay) -> Iterator[dict[str, Any]]:
    """Give a row for each arrangement in codes of no language."""
    for ending in found.status.endings:
        told = {"ended": ending.event.on, "reasoned": _reasoned(ending)}
        yield _coded(ending.arrangement, found) | told
    for each in found.status.arrangements:
        yield _coded(each.arrangement, found) | {
            "erosion": [fact.code for fact in each.erosion if fact.holds],
            "should_end": [fact.code for fact in each.contrary if fact.holds],
            "cannot_tell": sum(fact.holds is None for fact in each.facts),
        }


def _coded(own: Arrangement, found: PolicyOnDay) -> dict[str, Any]:
    return {
        **picked(own, "name", "type", "staff", "source"),
        "arrangement": own.id,
        "body": found.body(own.body),
        "coupling": own.coupling or "no_information",
        "known_since": _began(own, found)[0],
        "legal_basis": own.legal_basis or "no_information",
        "rights": own.rights or "no_information",
        "last_told": found.known.last_told(own.id)[0],
    }


def _reasoned(ending: Ending) -> str:
    """Say whether a reasoned decision is known; only a structural arrangement needs one."""
    coupling = ending.arrangement.coupling
    if coupling != STRUCTURAL:
        return "not_needed" if coupling else "cannot_tell"
    return "none_known" if ending.is_unreasoned else "yes"
