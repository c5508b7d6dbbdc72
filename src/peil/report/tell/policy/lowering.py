"""A consequence statement: what to decide and what stays, each arrangement, then how often levels rose again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from peil.act.lowering import NOT_AFFECTED, NOT_SET, NOTHING, TO_DECIDE, Consequence
from peil.act.recurrence import Return, ReturnCount, by_step
from peil.act.results import StatedLowering, prices_shown
from peil.report.model import Block, Entries, Entry, Figure, Rank, Saying, Table, Text
from peil.report.tell.official import said_in_force
from peil.report.tell.parts import Cells, as_written, dated, notes, picked, table, worded
from peil.report.tell.policy import said as say
from peil.report.tell.policy.charts import Drawn, ranged, ranges_figure
from peil.report.tell.policy.view import View, entries
from peil.report.words import Words

COLUMNS: tuple[str, ...] = (
    "arrangement", "name", "coupling", "effect", "response", "against_taking_apart", "for_ending",
    "cannot_tell", "question", "needed", "choice", "reason", "by", "sources",
)  # fmt: skip
EFFECTS = (TO_DECIDE, NOT_AFFECTED, NOT_SET)


def view(found: StatedLowering, words: Words) -> View:
    """Say what a lowering means for each arrangement, and what is asked."""
    told, step = _Lowering(found, words), found.answered.statement.step
    effects = tuple(told.effects())
    return View(
        title=words("policy.lowering", before=step.before, after=step.after),
        headline=words("policy.not_a_reason"),
        answer=(
            Text(key="lowering-effects", rank=Rank.ANSWER, tone="sum", lines=effects),
            *notes("lowering-notes", map(say.said, told.notes())),
        ),
        blocks=tuple(told.blocks()),
    )


@dataclass(frozen=True, slots=True)
class _Lowering:
    found: StatedLowering
    words: Words

    def blocks(self) -> Iterator[Block]:
        """List each arrangement by the effect on it, then how often levels rose again."""
        words, names = self.words, say.texts_of(self.found.names)
        asked = self.found.answered.statement.consequences
        yield from (block for effect in EFFECTS for block in self._of(effect))
        facts = [(each.arrangement.name, each.facts) for each in asked]
        yield from say.asked_table("lowering-asked", facts, words)
        yield self._returns()
        yield from self._record()
        title, told = words("policy.endings"), partial(say.ending_told, words=words, names=names)
        yield from entries("lowering-ended", title, self.found.endings, told, folds=True)

    def effects(self) -> Iterator[Saying]:
        """Name what needs a decision and what stays."""
        statement = self.found.answered.statement
        if not statement.consequences:
            yield self.words("policy.nothing_known")
        for effect in EFFECTS:
            names = [each.arrangement.name for each in statement.of(effect)]
            if names:
                listed = say.quoted_all(names, self.words)
                yield say.said(
                    self.words.code("policy_effects", effect, n=len(names), names=listed)
                )
        if any(fact.holds is None for each in statement.consequences for fact in each.facts):
            yield self.words("policy.nothing_is_safe")

    def notes(self) -> Iterator[str]:
        """Say what is not told, and what stands in the way of an answer."""
        answered, settings = self.found.answered, self.found.settings
        yield from (say.quoted(line, self.words) for line in settings.cannot_be_told_of_lowering)
        if not answered.statement.discriminates:
            everyone = answered.statement.consequences
            needed = sum(each.test.response == "answer" for each in everyone)
            yield self.words("policy.does_not_discriminate", number=needed, all=len(everyone))
        if self.found.official is not None:
            official = said_in_force(self.found.official, self.found.day, self.words)
            yield " ".join(official)
        if self.found.untold:
            why = self.words.code("why", self.found.untold)
            yield self.words("policy.level_untold", why=why)
        if answered.unanswered:
            yield self.words("policy.unanswered", n=len(answered.unanswered))
        if settings.balance_floor is None:
            yield self.words("policy.no_floor")
        if settings.return_above is None:
            yield self.words("policy.no_agreed_return")

    def _returns(self) -> Figure:
        """Draw the range of a return, and the record's own share as a point beside it."""
        words, statement = self.words, self.found.answered.statement
        rows = list(map(self._return, statement.counts, statement.returns))
        figure = ranges_figure(
            "lowering-returns",
            words("views.returns"),
            [words(f"views.{key}") for key in ("within", "low", "high", "record")],
            rows,
            words,
        )
        already = words.percent(as_written(statement.fit))
        return replace(
            figure,
            note=words("policy.already", before=statement.step.before, already=already),
            source=words("views.returns_source"),
        )

    def _return(self, count: ReturnCount, stated: Return) -> Drawn:
        """Draw one; its share in the record is another thing than the range, and stands after it."""
        words, counted = self.words, ""
        if count.followed:
            counted = words(
                "views.counted" if count.returned else "views.counted_none",
                returned=count.returned,
                followed=count.followed,
            )
        drawn = ranged(
            words("views.months", n=count.months),
            (stated.low, stated.high),
            count.returned / count.followed if count.followed else None,
            words,
            counted,
        )
        low, share, high = drawn.cells
        return replace(drawn, cells=[low, high, share])

    def _record(self) -> Iterator[Table]:
        """Count how often lowered levels rose again, each step of each country apart."""
        words = self.words
        steps = by_step(self.found.answered.statement.lowerings)
        rows: list[Cells] = []
        for (country, before, after, highest), own in steps.items():
            step = words("policy.step", before=before, after=after, highest=highest)
            months = [each.months for each in own if each.months is not None]
            rows.append(
                {
                    "step_head": words.labelled(words.country(country), step),
                    "lowered": len(own),
                    "back": len(months),
                    "months": words.joined([words.number(each) for each in months]) or None,
                    "views.source_head": say.source_told(each.source for each in own),
                }
            )
        if rows:
            title, note = words("policy.returns"), words("policy.not_a_decision")
            more: dict[str, Any] = {"note": note, "folds": True, "is_cards": True}
            yield table("lowering-record", title, rows, words, group="policy", **more)

    def _of(self, effect: str) -> list[Entries]:
        """List the arrangements on which the lowering has one effect, the loudest first."""
        own = sorted(
            self.found.answered.statement.of(effect), key=lambda each: -say.loudness(each.facts)
        )
        title = self.words.code("policy_effect", effect)
        key, rank = f"lowering-{effect}", Rank.FIRST_PAGE
        quiet = effect == NOT_SET and not any(say.loudness(each.facts) for each in own)
        return entries(key, title, own, self._consequence, rank=rank, folds=quiet)

    def _consequence(self, each: Consequence) -> Entry:
        words, own, names = self.words, each.arrangement, say.texts_of(self.found.names)
        lines = [*say.facts_told(each.test.facts, words, names)]
        lines.append(say.said(words("policy.lost", what=say.quoted(own.function, words))))
        if own.staff:
            posts = {"n": words.number(own.staff), "on": dated(*each.posts_told, words)}
            lines.append(words("policy.posts", **posts))
        prices = (
            (budget, prices_shown(budget, self.found.settings, self.found.day))
            for budget in each.money
        )
        lines += [say.money_told(budget, shown, words) for budget, shown in prices]
        lines += say.counts_told(each.counts, words)
        if own.coupling:
            role = words.code("policy_role", own.coupling_by)
            reason = say.quoted(own.coupling_reason, words)
            lines.append(say.said(words("policy.set_by", role=role, reason=reason)))
        paid_by = (source for budget in each.money for source in budget.sources)
        if each.test.response != NOTHING:
            lines.append(words.code("policy_response", each.test.response))
        return Entry(
            name=worded(own.name, words),
            endings=tuple(say.contrary_told(each.contrary, words, names)),
            lines=(*lines, *self._answers(own.id)),
            links=say.carried_out(own, names, words),
            sources=say.sources_of(each.facts, own.source, *paid_by),
        )

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


def rows(found: StatedLowering) -> Iterator[dict[str, Any]]:
    """Give a row for each arrangement and question, with the columns that people fill in."""
    answered = found.answered
    for each in answered.statement.consequences:
        own, facts = each.arrangement, each.facts
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
            given = picked(answer, "choice", "reason", "by") if answer else {}
            needed = "yes" if question.is_needed else "no"
            yield row | {"question": question.id, "needed": needed} | given
        if not asked:
            yield row
