"""A consequence statement in words: the record's own count first, then each arrangement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from peil.act.divestment import NOTHING, LevelStep
from peil.act.facts import Fact
from peil.act.lowering import NOT_AFFECTED, NOT_SET, TO_DECIDE, Consequence
from peil.act.recurrence import Return, ReturnCount
from peil.report.policy_brief import LoweringBrief
from peil.report.policy_told import (
    Item,
    PolicyAccount,
    Section,
    account_of,
    endings_told,
    facts_told,
    sources_told,
    untold,
)
from peil.report.words import Words


def tell_lowering(brief: LoweringBrief, words: Words) -> PolicyAccount:
    """Put a consequence statement into words."""
    return _Lowering(brief=brief, words=words).account()


def return_told(count: ReturnCount, stated: Return, step: LevelStep, words: Words) -> str:
    """Say how often the record's lowered levels were back, and the chance from public figures."""
    return words(
        "policy.record",
        months=count.months,
        returned=count.returned,
        followed=count.followed,
        short=count.too_short,
        before=step.before,
        low=words.percent(stated.low),
        high=words.percent(stated.high),
        already=words.percent(stated.already),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lowering:
    brief: LoweringBrief
    words: Words

    def account(self) -> PolicyAccount:
        statement, words = self.brief.answered.statement, self.words
        names = {id_: words.name(each, id_) for id_, each in self.brief.names.items()}
        loud, endings = endings_told(self.brief.endings, words, names)
        step = statement.step
        title = words("policy.lowering", before=step.before, after=step.after)
        groups = (
            Section(title=words.code("policy_effect", effect), items=tuple(self._of(effect)))
            for effect in (TO_DECIDE, NOT_AFFECTED, NOT_SET)
        )
        record = Section(title=words("policy.returns"), lines=tuple(self._returns()))
        return account_of(
            words,
            self.brief.country,
            title,
            step.on,
            (*loud, *self._discriminates(), self._effects()),
            self._notes(),
            (record, *groups, endings),
        )

    def _discriminates(self) -> Iterator[str]:
        statement = self.brief.answered.statement
        if not statement.discriminates:
            needed = sum(each.test.response == "answer" for each in statement.consequences)
            everyone = len(statement.consequences)
            yield self.words("policy.does_not_discriminate", number=needed, all=everyone)

    def _effects(self) -> str:
        effects = [each.effect for each in self.brief.answered.statement.consequences]
        if not effects:
            return self.words("policy.nothing_known")
        return self.words(
            "policy.effects",
            bound=effects.count(TO_DECIDE),
            structural=effects.count(NOT_AFFECTED),
            unset=effects.count(NOT_SET),
        )

    def _notes(self) -> Iterator[str]:
        answered, settings = self.brief.answered, self.brief.settings
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

    def _returns(self) -> Iterator[str]:
        """Say the record's own count first, then the range of Peil's state."""
        statement, words = self.brief.answered.statement, self.words
        for count, stated in zip(statement.counts, statement.returns, strict=True):
            yield return_told(count, stated, statement.step, words)
        yield words("policy.not_a_decision")
        for each in statement.lowerings:
            back = words("policy.not_back")
            if each.returned is not None:
                back = words("policy.back_on", day=words.short_day(each.returned))
            yield words(
                "policy.lowered",
                country=words.code("country", each.country),
                day=words.short_day(each.on),
                before=each.before,
                after=each.after,
                back=back,
                source=each.source,
            )

    def _of(self, effect: str) -> Iterator[Item]:
        for each in self.brief.answered.statement.consequences:
            if each.effect == effect:
                yield self._consequence(each)

    def _consequence(self, each: Consequence) -> Item:
        words, arrangement = self.words, each.arrangement
        facts = (*each.test.facts, *each.contrary)
        lines = [self._response(each, facts)]
        if arrangement.coupling:
            role = words.code("policy_role", arrangement.coupling_by)
            lines.append(words("policy.set_by", role=role, reason=arrangement.coupling_reason))
        lines += facts_told(each.test.facts, words, self.brief.names)
        lines += (
            words("policy.contrary", fact=told)
            for told in facts_told(each.contrary, words, self.brief.names)
        )
        lines += (*self._untold(each, facts), *self._answers(arrangement.id))
        sources = sources_told(facts, arrangement.source)
        loudness = sum(fact.holds is True for fact in facts)
        return Item(name=arrangement.name, lines=tuple(lines), sources=sources, loudness=loudness)

    def _response(self, each: Consequence, facts: Sequence[Fact]) -> str:
        """Say what the facts ask for; where none does, how many of them nobody knows."""
        number = sum(fact.holds is None for fact in facts)
        if each.test.response == NOTHING and number:
            return self.words("policy.nothing_untold", number=number, all=len(facts))
        return self.words.code("policy_response", each.test.response)

    def _untold(self, each: Consequence, facts: Sequence[Fact]) -> tuple[str, ...]:
        """Count what cannot be told, unless the first line has."""
        has_said = each.test.response == NOTHING and any(fact.holds is None for fact in facts)
        return () if has_said else (untold(facts, self.words),)

    def _answers(self, arrangement: str) -> Iterator[str]:
        words, answered = self.words, self.brief.answered
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
