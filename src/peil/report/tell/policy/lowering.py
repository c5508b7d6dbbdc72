"""A consequence statement: the record's own count first, then each arrangement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from peil.act.facts import Fact
from peil.act.lowering import NOT_AFFECTED, NOT_SET, NOTHING, TO_DECIDE, Consequence
from peil.act.results import StatedLowering
from peil.report.model import Entries, Entry, Figure, Rank, Saying, Text, linked
from peil.report.tell.official import said_in_force
from peil.report.tell.policy import said as say
from peil.report.tell.policy.charts import ranged, ranges_figure
from peil.report.tell.policy.view import View, entries, notes
from peil.report.words import Words

COLUMNS: tuple[str, ...] = (
    "arrangement", "name", "coupling", "effect", "response", "against_taking_apart", "for_ending",
    "cannot_tell", "question", "needed", "choice", "reason", "by", "sources",
)  # fmt: skip
EFFECTS = (TO_DECIDE, NOT_AFFECTED, NOT_SET)


def view(found: StatedLowering, words: Words) -> View:
    """Say what a lowering means for each arrangement, and what is asked."""
    return _Lowering(found, words).view()


@dataclass(frozen=True, slots=True)
class _Lowering:
    found: StatedLowering
    words: Words

    def view(self) -> View:
        words, step = self.words, self.found.answered.statement.step
        lines = [*self._discriminates(), self._effects(), *self._notes()]
        names = {id_: words.name(each, id_) for id_, each in self.found.names.items()}
        return View(
            title=words("policy.lowering", before=step.before, after=step.after),
            headline=lines[0],
            answer=notes("lowering-notes", lines[1:]),
            blocks=(
                self._returns(),
                Text(
                    key="lowering-record",
                    title=words("policy.returns"),
                    lines=tuple(self._record()),
                ),
                *(block for effect in EFFECTS for block in self._of(effect)),
                *entries(
                    "lowering-ended",
                    words("policy.endings"),
                    self.found.endings,
                    lambda each: say.ending_told(each, words, names),
                ),
            ),
        )

    def _discriminates(self) -> Iterator[str]:
        statement = self.found.answered.statement
        if not statement.discriminates:
            needed = sum(each.test.response == "answer" for each in statement.consequences)
            everyone = len(statement.consequences)
            yield self.words("policy.does_not_discriminate", number=needed, all=everyone)

    def _effects(self) -> str:
        effects = [each.effect for each in self.found.answered.statement.consequences]
        if not effects:
            return self.words("policy.nothing_known")
        return self.words(
            "policy.effects",
            bound=effects.count(TO_DECIDE),
            structural=effects.count(NOT_AFFECTED),
            unset=effects.count(NOT_SET),
        )

    def _notes(self) -> Iterator[str]:
        answered, settings = self.found.answered, self.found.settings
        if self.found.official is not None:
            official = said_in_force(self.found.official, self.found.day, self.words)
            yield " ".join(official)
        if self.found.untold:
            why = self.words.code("why", self.found.untold)
            yield self.words("policy.level_untold", why=why)
        questions = answered.statement.questions
        yield self.words(
            "policy.questions",
            number=len(questions),
            needed=sum(question.is_needed for question in questions),
            unanswered=len(answered.unanswered),
        )
        if settings.balance_floor is None:
            yield self.words("policy.no_floor")
        if settings.return_above is None:
            yield self.words("policy.no_agreed_return")

    def _returns(self) -> Figure:
        """Draw the range of a return, and the record's own share as a point beside it."""
        words, statement = self.words, self.found.answered.statement
        rows = [
            ranged(
                words("views.months", n=count.months),
                (stated.low, stated.high),
                count.returned / count.followed if count.followed else None,
                words,
                words("views.counted", returned=count.returned, followed=count.followed),
            )
            for count, stated in zip(statement.counts, statement.returns, strict=True)
        ]
        figure = ranges_figure(
            "lowering-returns",
            words("views.returns"),
            [words(f"views.{key}") for key in ("within", "low", "record", "high")],
            rows,
            words,
        )
        return replace(figure, source=words("views.returns_source"), rank=Rank.FIRST_PAGE)

    def _record(self) -> Iterator[Saying]:
        """Say the record's own count first, then the range of Peil's state."""
        statement, words = self.found.answered.statement, self.words
        for count, stated in zip(statement.counts, statement.returns, strict=True):
            yield words(
                "policy.record",
                months=count.months,
                returned=count.returned,
                followed=count.followed,
                short=count.too_short,
                before=statement.step.before,
                low=words.percent(stated.low),
                high=words.percent(stated.high),
                already=words.percent(stated.already),
            )
        yield words("policy.not_a_decision")
        for each in statement.lowerings:
            back = words("policy.not_back")
            if each.returned is not None:
                back = words("policy.back_on", day=words.short_day(each.returned))
            line = words(
                "policy.lowered",
                country=words.code("country", each.country),
                day=words.short_day(each.on),
                before=each.before,
                after=each.after,
                back=back,
                source=each.source,
            )
            yield linked(line)

    def _of(self, effect: str) -> list[Entries]:
        """List the arrangements on which the lowering has one effect, the loudest first."""
        statement = self.found.answered.statement
        own = [each for each in statement.consequences if each.effect == effect]
        own.sort(key=lambda each: -say.loudness(_facts(each)))
        title = self.words.code("policy_effect", effect)
        key, rank = f"lowering-{effect}", Rank.FIRST_PAGE
        return entries(key, title, own, self._consequence, rank=rank)

    def _consequence(self, each: Consequence) -> Entry:
        words, own, names = self.words, each.arrangement, self.found.names
        facts = _facts(each)
        lines: list[Saying] = [self._response(each, facts)]
        if own.coupling:
            role = words.code("policy_role", own.coupling_by)
            reason = say.quoted(own.coupling_reason)
            lines.append(say.said(words("policy.set_by", role=role, reason=reason)))
        lines += say.facts_told(each.test.facts, words, names)
        lines += say.contrary_told(each.contrary, words, names)
        if not _is_untold(each, facts):
            lines.append(say.untold(facts, words))
        return Entry(
            name=own.name,
            lang=say.CONTENT,
            lines=(*lines, *self._answers(own.id)),
            sources=say.sources_of(facts, own.source),
        )

    def _response(self, each: Consequence, facts: Sequence[Fact]) -> str:
        """Say what the facts ask for; where none does, how many of them nobody knows."""
        if _is_untold(each, facts):
            number = sum(fact.holds is None for fact in facts)
            return self.words("policy.nothing_untold", number=number, all=len(facts))
        return self.words.code("policy_response", each.test.response)

    def _answers(self, arrangement: str) -> Iterator[Saying]:
        words, answered = self.words, self.found.answered
        for question in answered.statement.questions:
            if question.arrangement != arrangement:
                continue
            answer = answered.answers.get(question.id)
            if answer is None:
                yield words.code("policy_question", question.kind)
            else:
                choice = words.code("policy_choice", answer.choice or "reason")
                by = words.sentence(words.code("policy_role", answer.by))
                yield words("policy.answer", by=by, choice=choice, reason=answer.reason)


def _facts(each: Consequence) -> tuple[Fact, ...]:
    return (*each.test.facts, *each.contrary)


def _is_untold(each: Consequence, facts: Sequence[Fact]) -> bool:
    """Whether nothing speaks against taking it apart, but not all is known."""
    return each.test.response == NOTHING and any(fact.holds is None for fact in facts)


def rows(found: StatedLowering) -> Iterator[dict[str, Any]]:
    """Give a row for each arrangement and question, with the columns that people fill in."""
    answered = found.answered
    for each in answered.statement.consequences:
        own, facts = each.arrangement, _facts(each)
        sources = dict.fromkeys((own.source, *(s for fact in facts for s in fact.sources)))
        row = {
            "arrangement": own.id,
            "name": own.name,
            "coupling": own.coupling or "no_information",
            "effect": each.effect,
            "response": each.test.response,
            "against_taking_apart": [fact.code for fact in each.test.facts if fact.holds],
            "for_ending": [fact.code for fact in each.contrary if fact.holds],
            "cannot_tell": sum(fact.holds is None for fact in facts),
            "sources": "; ".join(sources),
        }
        asked = [q for q in answered.statement.questions if q.arrangement == own.id]
        for question in asked:
            answer = answered.answers.get(question.id)
            given = {
                name: getattr(answer, name) if answer else "" for name in ("choice", "reason", "by")
            }
            needed = "yes" if question.is_needed else "no"
            yield row | {"question": question.id, "needed": needed} | given
        if not asked:
            yield row
