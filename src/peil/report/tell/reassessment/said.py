"""The sentences of a reassessment: what cannot be told, what can, and why."""

from collections.abc import Iterator
from math import isfinite, isnan

from peil.report.model import Cell, Point
from peil.report.tell.parts import events_named
from peil.report.words import NO_BREAK, Words
from peil.review.evaluation.verdict import CANNOT_TELL, LOW_POWER, Verdict
from peil.review.reassessment.change import Against, CountedSpell, RateChange, Refusal
from peil.review.reassessment.periods import AFTER, WHILE
from peil.review.reassessment.plan import FALL, Plan
from peil.review.reassessment.reassess import Reassessment, SeriesAnswer, SpellComparison

YEAR, SHORT = 12.0, 11.9
LEAST, MOST = 0.01, 1000.0
"""Rates and ratios below and above which only that is said."""
WIDE = 1.5
"""Spread between years from which a sentence names it."""
SIDED_ANSWERS = {"above": "reassess.answer_above", "below": "reassess.answer_below"}
COUNTED_SO = {"above": "reassess.counted_above", "below": "reassess.counted_below"}
SPELL_WORDS = {WHILE: "reassess.during_word", AFTER: "reassess.after_word"}


# Numbers


def rate_text(value: float, words: Words) -> str:
    """Write a rate or ratio with as many digits as a reader can use."""
    if isnan(value):
        return words("table.none")
    if 0 < value < LEAST:
        return f"<{words.number(LEAST, 2)}"
    if value > MOST:
        return f">{words.number(MOST)}"
    return words.number(value, 0 if value >= 100 else 1 if value >= 10 else 2)


def rate_cell(value: float, words: Words) -> Cell:
    """Make a cell of a rate or ratio."""
    return Cell(text=rate_text(value, words), value=value if isfinite(value) else None)


def interval_text(low: float, high: float, words: Words) -> str:
    """Write an interval, open where it has no upper end."""
    if isnan(low) or isnan(high):
        return words("table.none")
    if not isfinite(high):
        return words("reassess.or_more", low=rate_text(low, words))
    ends = {"low": rate_text(low, words), "high": rate_text(high, words)}
    return words("reassess.to", **ends).replace(" ", NO_BREAK)


def times_text(verdict: Verdict, words: Words) -> str:
    """Write a ratio with its interval."""
    interval = interval_text(verdict.low, verdict.high, words)
    return words("reassess.times", ratio=rate_text(verdict.estimate, words), interval=interval)


def length_text(months: float, words: Words) -> str:
    """Write a length in years, or in months where it is shorter than one."""
    if months < SHORT:
        return words("reassess.months", n=round(months))
    return words("reassess.years", n=round(months / YEAR, 1))


def count_text(spell: CountedSpell, words: Words) -> str:
    """Write what was counted in a spell, and how long that was."""
    count = words.number(spell.count)
    if spell.is_rough:
        count = words("reassess.approximate", number=count)
    return words("reassess.counted", count=count, length=length_text(spell.months, words))


def power_text(power: float | None, words: Words) -> str:
    """Write a power; nothing where it is not known."""
    return words("table.none") if power is None else words.percent(power)


def answer_text(verdict: Verdict | None, words: Words) -> str:
    """Write an answer in its own words."""
    return words.code("reassess_answer", CANNOT_TELL if verdict is None else verdict.answer)


def side_of(verdict: Verdict | None) -> str:
    """Say on which side of no change an interval lies that gives no answer; empty if on none.

    Where a fall would seldom be seen no answer is given, not even of a rise; a reader must see
    that there is one in the counts.
    """
    if verdict is None or verdict.answer != CANNOT_TELL or verdict.reason != LOW_POWER:
        return ""
    return "above" if verdict.low > 1 else "below" if verdict.high < 1 else ""


def sided_answer(verdict: Verdict | None, words: Words) -> str:
    """Write an answer, and where its interval lies although no answer is given."""
    answer, side = answer_text(verdict, words), side_of(verdict)
    return words(SIDED_ANSWERS[side], answer=answer) if side else answer


# Sentences


def headline(found: Reassessment, words: Words) -> str:
    """Say first what cannot be told."""
    policy = words.name(found.plan.name)
    key = "headline_course" if found.can_tell_of_aim else "headline"
    return words(f"reassess.{key}", policy=policy)


def notes(found: Reassessment, words: Words) -> Iterator[str]:
    """Say how little counts of what the policy was for can show, and by which rule they count."""
    for answer in found.answers:
        if answer.question.expects == FALL and not answer.follows_effort:
            yield " ".join(_aim(answer, found.plan, words))
            break
    days = {"begins": words.day(found.plan.begins), "ends": words.day(found.plan.ends)}
    yield words("reassess.window", **days)


def retold(found: Reassessment, words: Words) -> Iterator[str]:
    """Name the attacks that are not counted since their ideology was told anew."""
    own = {event: None for answer in found.answers for event in answer.own.retold}
    if own:
        country = words.country(found.country)
        yield words("reassess.retold", country=country, **events_named(tuple(own), words))


def _aim(answer: SeriesAnswer, plan: Plan, words: Words) -> Iterator[str]:
    name, own = words.name(answer.question.name), answer.after.own
    if own.verdict is None or own.before is None or own.later is None:
        yield words("reassess.aim_none", name=name, reason=_why(own, plan, words))
        return
    yield words(
        "reassess.aim",
        name=name,
        before=count_text(own.before, words),
        later=count_text(own.later, words),
        spell=words(SPELL_WORDS[own.spell]),
        power=power_text(own.verdict.power, words),
    )
    if own.years_needed is not None and own.verdict.reason == LOW_POWER:
        yield words("reassess.needed", years=words.number(own.years_needed, 0))


def can_tell(found: Reassessment, words: Words) -> Iterator[Point]:
    """Say which counts changed, one point for each later spell."""
    for answer in found.answers:
        for compared in answer.comparisons:
            verdict = compared.own.verdict
            if verdict is not None and verdict.answer != CANNOT_TELL:
                yield Point(
                    what=named(answer, words),
                    says=_changed(compared.own, verdict, words),
                    detail=" ".join(_beyond(answer, compared, words)),
                )


def named(answer: SeriesAnswer, words: Words) -> str:
    """Name what is counted, and say so where it follows the work of the services."""
    name = words.name(answer.question.name)
    if not answer.follows_effort:
        return name
    return words("reassess.effort_named", name=name)


def _changed(own: RateChange, verdict: Verdict, words: Words) -> str:
    before, later = own.before, own.later
    if before is None or later is None:
        return ""
    return words.code(
        "reassess_said",
        verdict.answer,
        spell=words(SPELL_WORDS[own.spell]),
        before=rate_text(before.rate, words),
        later=rate_text(later.rate, words),
        ratio=rate_text(verdict.estimate, words),
        interval=interval_text(verdict.low, verdict.high, words),
    )


def _beyond(answer: SeriesAnswer, compared: SpellComparison, words: Words) -> Iterator[str]:
    """Say what stands beside it, and what weakens it."""
    beside = compared.widest
    if beside is not None and beside.verdict is not None:
        yield words(
            "reassess_said.beside",
            peers=words.countries(beside.peers),
            answer=answer_text(beside.verdict, words),
            times=times_text(beside.verdict, words),
        )
    else:
        yield words("reassess_said.alone")
    if answer.follows_effort:
        yield words("reassess_said.effort")
    if compared.own.before is not None and compared.own.before.is_rough:
        yield words("reassess_said.rough")
    yield from _ours(compared.own, words)


def _ours(own: RateChange, words: Words) -> Iterator[str]:
    """Say of counts that are told that we worked one of them out, where we did."""
    if any(spell is not None and spell.is_worked_out for spell in (own.before, own.later)):
        yield words("reassess_said.worked_out")


def cannot_tell(found: Reassessment, words: Words) -> Iterator[Point]:
    """Say of which counts nothing can be told, and why."""
    for answer in found.answers:
        reasons = [
            " ".join(_untold(compared.own, found.plan, words))
            for compared in answer.comparisons
            if compared.own.verdict is None or compared.own.verdict.answer == CANNOT_TELL
        ]
        if reasons:
            said, *more = dict.fromkeys(reasons)
            yield Point(what=named(answer, words), says=said, detail=" ".join(more))


def _untold(own: RateChange, plan: Plan, words: Words) -> Iterator[str]:
    """Say why nothing can be told, and that more or fewer were counted if the interval says so."""
    yield words.ended(words.sentence(_why(own, plan, words)))
    side = side_of(own.verdict)
    if own.verdict is not None and side:
        interval = interval_text(own.verdict.low, own.verdict.high, words)
        yield words(COUNTED_SO[side], interval=interval)
    if own.refusal is None:
        yield from _ours(own, words)


def _why(own: RateChange, plan: Plan, words: Words) -> str:
    """Give the reason for an answer that cannot be given, without its full stop."""
    verdict = own.verdict
    if own.refusal is not None:
        return refusal_text(own.refusal, plan, words)
    if verdict is None or own.before is None or own.later is None:
        return ""
    reason = verdict.reason
    if reason == LOW_POWER and own.dispersion and own.dispersion.times >= WIDE:
        reason = "low_power_spread"
    return words.code(
        "reassess_why",
        reason,
        before=count_text(own.before, words),
        later=count_text(own.later, words),
        spell=words(SPELL_WORDS[own.spell]),
        power=power_text(verdict.power, words),
        spread=words.number(own.dispersion.times if own.dispersion else 1.0, 0),
        low=rate_text(verdict.low, words),
        high=rate_text(verdict.high, words),
    )


def refusal_text(refusal: Refusal, plan: Plan, words: Words) -> str:
    """Say why two spells are not compared."""
    return words.code(
        "reassess_why",
        refusal.reason,
        when=words.code("reassess_when", refusal.spell),
        months=words.number(plan.least_months, 0),
        detail=refusal.detail,
    )


def against_text(found: Against | None, words: Words) -> str:
    """Write a ratio of ratios with its interval."""
    if found is None or found.verdict is None:
        return words("table.none")
    return times_text(found.verdict, words)
