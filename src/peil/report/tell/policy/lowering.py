"""A consequence statement: what to decide and what stays, each arrangement, then how often levels rose again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from peil.act.arrangements import Arrangement
from peil.act.lowering import NOT_AFFECTED, NOT_SET, NOTHING, TO_DECIDE, Consequence
from peil.act.recurrence import Return, ReturnCount, by_step
from peil.act.results import StatedLowering, prices_shown
from peil.report.links import anchor
from peil.report.model import Entries, Entry, Figure, Piece, Rank, Saying, Table, Text
from peil.report.tell.official import said_in_force
from peil.report.tell.parts import row, table, worded
from peil.report.tell.policy import said as say
from peil.report.tell.policy.charts import Drawn, ranged, ranges_figure
from peil.report.tell.policy.view import View, entries, notes
from peil.report.words import Words
from peil.terms.text import ENGLISH, Translated

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
        names = self._named()
        return View(
            title=words("policy.lowering", before=step.before, after=step.after),
            headline=words("policy.not_a_reason"),
            answer=(
                Text(
                    key="lowering-effects", rank=Rank.ANSWER, tone="sum", lines=(*self._effects(),)
                ),
                *notes("lowering-notes", [say.said(line) for line in self._notes()]),
            ),
            blocks=(
                *(block for effect in EFFECTS for block in self._of(effect)),
                *self._asked(),
                self._returns(),
                *self._record(),
                *entries(
                    "lowering-ended",
                    words("policy.endings"),
                    self.found.endings,
                    lambda each: say.ending_told(each, words, names),
                    folds=True,
                ),
            ),
        )

    def _named(self) -> dict[str, str]:
        """Name what arrangements carry out, and what facts are about."""
        return {
            id_: Translated(each.get(ENGLISH, id_), each) for id_, each in self.found.names.items()
        }

    def _effects(self) -> Iterator[Saying]:
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

    def _notes(self) -> Iterator[str]:
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
        pairs = zip(statement.counts, statement.returns, strict=True)
        rows = [self._return(count, stated) for count, stated in pairs]
        figure = ranges_figure(
            "lowering-returns",
            words("views.returns"),
            [words(f"views.{key}") for key in ("within", "low", "high", "record")],
            rows,
            words,
        )
        already = words.percent(statement.returns[0].already)
        return replace(
            figure,
            note=words("policy.already", before=statement.step.before, already=already),
            source=words("views.returns_source"),
        )

    def _return(self, count: ReturnCount, stated: Return) -> Drawn:
        """Draw one; its share in the record is another thing than the range, and stands after it."""
        words = self.words
        drawn = ranged(
            words("views.months", n=count.months),
            (stated.low, stated.high),
            count.returned / count.followed if count.followed else None,
            words,
            words(
                "views.counted" if count.returned else "views.counted_none",
                returned=count.returned,
                followed=count.followed,
            ),
        )
        low, share, high = drawn.cells
        return replace(drawn, cells=[low, high, share])

    def _asked(self) -> list[Table]:
        consequences = self.found.answered.statement.consequences
        asked = [(each.arrangement.name, each.facts) for each in consequences]
        return say.asked_table("lowering-asked", asked, self.words)

    def _record(self) -> Iterator[Table]:
        """Count how often lowered levels rose again, each step of each country apart."""
        words = self.words
        steps = by_step(self.found.answered.statement.lowerings)
        rows = []
        for (country, before, after, highest), own in steps.items():
            step = words("policy.step", before=before, after=after, highest=highest)
            months = [each.months for each in own if each.months is not None]
            rows.append(
                row(
                    words.labelled(words.code("country", country), step),
                    len(own),
                    len(months),
                    words.joined([words.number(each) for each in months]) or None,
                    say.source_told(each.source for each in own),
                    words=words,
                )
            )
        if rows:
            heads = [words(f"policy.{key}") for key in ("step_head", "lowered", "back", "months")]
            yield table(
                "lowering-record",
                words("policy.returns"),
                [*heads, words("views.source_head")],
                rows,
                note=words("policy.not_a_decision"),
                folds=True,
                is_cards=True,
            )

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
        words, own, names = self.words, each.arrangement, self.found.names
        lines = [*say.facts_told(each.test.facts, words, names), self._lost(own)]
        if own.staff:
            posts = {"n": words.number(own.staff), "on": words.day(each.posts_told)}
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
        if each.test.response != NOTHING:
            lines.append(words.code("policy_response", each.test.response))
        return Entry(
            name=worded(own.name, words),
            endings=tuple(say.contrary_told(each.contrary, words, names)),
            lines=(*lines, *self._answers(own.id)),
            links=tuple(self._carried(own)),
            sources=say.sources_of(each.facts, own.source, *_paid_by(each)),
        )

    def _lost(self, own: Arrangement) -> Saying:
        """Say what would be lost with an arrangement."""
        return say.said(self.words("policy.lost", what=say.quoted(own.function, self.words)))

    def _carried(self, own: Arrangement) -> Iterator[tuple[str, tuple[Piece, ...]]]:
        """Lead to the recommendations that an arrangement carries out."""
        names = self._named()
        asked = tuple(
            say.leading(names[id_], "recommendations", anchor("recommendation", id_), self.words)
            for id_ in own.carries_out
            if id_ in names
        )
        if asked:
            yield self.words("views.carries_out"), asked

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


def _paid_by(each: Consequence) -> Iterator[str]:
    return chain.from_iterable(budget.sources for budget in each.money)


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
            given = {
                name: getattr(answer, name) if answer else "" for name in ("choice", "reason", "by")
            }
            needed = "yes" if question.is_needed else "no"
            yield row | {"question": question.id, "needed": needed} | given
        if not asked:
            yield row
