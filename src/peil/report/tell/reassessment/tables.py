"""The tables of a reassessment."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import nan
from typing import Any

from peil.report.model import Block, Cell, Table, linked
from peil.report.tell.citations import known_text
from peil.report.tell.parts import Cells, Value, bullets, cell, day_known, table, worded, worked_out
from peil.report.tell.reassessment import said as say
from peil.report.words import Words
from peil.review.reassessment.change import Against, CountedSpell, RateChange
from peil.review.reassessment.periods import AFTER, Period
from peil.review.reassessment.plan import FALL, NO_CLAIM, RISE
from peil.review.reassessment.reassess import Reassessment, SeriesAnswer, SpellComparison

CLAIMS = {FALL: "reassess.fall", RISE: "reassess.rise", NO_CLAIM: "reassess.no_claim"}
HOW = ("rate", "exact", "spread", "power", "against", "known", "shortest")


def answers_table(found: Reassessment, spell: str, words: Words) -> Table:
    """Answer every question for one later spell."""
    rows = (
        _answer(found, answer, answer.after if spell == AFTER else answer.during, words)
        for answer in found.answers
    )
    title = words("reassess.after_table" if spell == AFTER else "reassess.while_table")
    note = words("reassess.answers_note")
    return _sheet(f"answers-{spell}", rows, words, title=title, note=note)


def other_tables(found: Reassessment, words: Words) -> Iterator[Block]:
    """Give the peers, the intervals, what was asked, the rules, the measures, and all figures."""
    every = (_peers, _counting, _claims, _rules, _steps, _unused)
    made = (tell(found, words) for tell in every)
    yield from (replace(each, folds=True) for each in made if each.rows)
    months = words.number(found.plan.least_months, 0)
    lines = (words.code("reassess_how", code, months=months) for code in HOW)
    yield from bullets("how", words("reassess.how_table"), lines)
    if (figures := _figures(found, words)).rows:
        yield replace(figures, folds=True)


def _sheet(key: str, rows: Iterable[Cells], words: Words, *, title: str = "", **more: Any) -> Table:
    title = title or words(f"reassess.{key}_table")
    return table(key, title, rows, words, group="reassess", **more)


def _answer(
    found: Reassessment, answer: SeriesAnswer, compared: SpellComparison, words: Words
) -> Cells:
    own, beside = compared.own, compared.widest
    return {
        "question": say.named(answer, words),
        "answer": say.sided_answer(own.verdict, words),
        "before": _rated(own.before, words),
        own.spell: _rated(own.later, words),
        "ratio": say.rate_cell(own.verdict.estimate, words) if own.verdict else None,
        "interval": _interval(own, words),
        "power": _powers(own, words),
        "peers": None if beside is None else _beside(found, beside, words),
        "against": say.against_text(beside, words),
        "against_power": _power(beside, words),
    }


def _beside(found: Reassessment, beside: Against, words: Words) -> str | None:
    """Give the ratio of the peers, and the country's own over the periods that all have."""
    if beside.own is None:
        return None
    before, later = beside.own
    own = later.rate / before.rate if before.rate else nan
    return words(
        "reassess.within_peers",
        peers=words.countries(beside.peers),
        ratio=say.rate_text(beside.ratio, words),
        country=words.country(found.country),
        own=say.rate_text(own, words),
    )


def _rated(spell: CountedSpell | None, words: Words) -> str | None:
    if spell is None:
        return None
    rate = say.rate_text(spell.rate, words)
    rated = words("reassess.rated", counted=say.count_text(spell, words), rate=rate)
    return worked_out(rated, words, by_us=spell.is_worked_out)


def _interval(own: RateChange, words: Words) -> str | None:
    verdict = own.verdict
    return say.interval_text(verdict.low, verdict.high, words) if verdict else None


def _powers(own: RateChange, words: Words) -> str | None:
    if own.power is None:
        return None
    shown = (words.percent(power) for power in own.power)
    return words("reassess.powers", **dict(zip("abc", shown, strict=True)))


def _power(against: Against | None, words: Words) -> str:
    verdict = None if against is None else against.verdict
    return say.power_text(None if verdict is None else verdict.power, words)


def _peers(found: Reassessment, words: Words) -> Table:
    """Set the country beside each peer alone, over the periods that both have."""
    country = words.country(found.country)
    rows: Iterator[Cells] = (
        {
            "question": words.name(answer.question.name),
            "peer": words.countries(against.peers),
            "spell": words(say.SPELL_WORDS[compared.own.spell]),
            words("reassess.own_counts", country=country): _pair(against.own, words),
            "peer_counts": _pair(against.other, words),
            "against": say.against_text(against, words),
            "against_power": _power(against, words),
            "answer": _peer_answer(against, found, words),
        }
        for answer in found.answers
        for compared in answer.comparisons
        for against in compared.against
    )
    return _sheet("peers", rows, words, note=words("reassess.peers_note"))


def _peer_answer(against: Against, found: Reassessment, words: Words) -> str:
    said = say.answer_text(against.verdict, words)
    if against.refusal is None:
        return said
    return words.labelled(said, say.refusal_text(against.refusal, found.plan, words))


def _pair(spells: tuple[CountedSpell, CountedSpell] | None, words: Words) -> str | None:
    if spells is None:
        return None
    before, later = (
        worked_out(say.count_text(spell, words), words, by_us=spell.is_worked_out)
        for spell in spells
    )
    return words("reassess.pair", before=before, later=later)


def _counting(found: Reassessment, words: Words) -> Table:
    """Set the interval that was used beside that of counting noise alone."""
    rows: Iterator[Cells] = (
        {
            "question": words.name(answer.question.name),
            "spell": words(say.SPELL_WORDS[own.spell]),
            "counting": say.interval_text(*own.counting, words),
            "spread": _spread(own, words),
            "rough": words(f"reassess.{'yes' if is_rough else 'no'}"),
            "used": _interval(own, words),
        }
        for answer in found.answers
        for own in (compared.own for compared in answer.comparisons)
        for is_rough in [any(each and each.is_rough for each in (own.before, own.later))]
        if own.counting is not None
    )
    return _sheet("counting", rows, words, note=words("reassess.counting_note"))


def _spread(own: RateChange, words: Words) -> Cell:
    if own.dispersion is None:
        return Cell(text=words("reassess.unknown"))
    return cell(own.dispersion.times, words, 1)


def _claims(found: Reassessment, words: Words) -> Table:
    rows: Iterator[Cells] = (
        {
            "question": words.name(answer.question.name),
            "claim": words(CLAIMS[answer.question.expects]),
            "reason": worded(answer.question.reason, words),
            "peers_reason": worded(answer.question.peers_reason, words),
            "displacement": worded(answer.question.displacement, words),
            "caveat": worded(known_text(answer.indicator.caveat, found.as_of), words),
        }
        for answer in found.answers
    )
    return _sheet("claims", rows, words, note=words("reassess.claims_note"))


def _rules(found: Reassessment, words: Words) -> Table:
    plan, rules = found.plan, words("reassess.rules")
    listed: list[tuple[Value, str]] = [
        *((rules, reason) for reason in (plan.window_reason, plan.spells_reason)),
        *((worded(left.what, words), left.reason) for left in plan.left_out),
    ]
    rows = ({"what": what, "why": worded(why, words)} for what, why in listed)
    return _sheet("rules", rows, words, title=words("reassess.left_table"))


def _steps(found: Reassessment, words: Words) -> Table:
    rows: Iterator[Cells] = (
        {"day": step.date, "what": worded(step.what, words), "table.source": linked(step.source)}
        for step in found.plan.steps
    )
    return _sheet("steps", rows, words)


def _unused(found: Reassessment, words: Words) -> Table:
    """List what was known of the country and does not enter."""
    rows: Iterator[Cells] = (
        {
            "question": words.name(answer.question.name),
            "period": words.period(unused.start, unused.end),
            "table.value": cell(unused.value, words, 2),
            "table.publisher": unused.publisher,
            "why": words.code("reassess_unused", unused.reason),
        }
        for answer in found.answers
        for unused in answer.own.unused
    )
    note = words("reassess.unused_note", country=words.country(found.country))
    return _sheet("unused", rows, words, note=note)


def _count(period: Period, words: Words) -> Cell:
    said = worked_out(words.number(period.count), words, by_us=period.is_worked_out)
    return Cell(text=said, value=period.count)


def _figures(found: Reassessment, words: Words) -> Table:
    rows: Iterator[Cells] = (
        {
            "question": words.name(answer.question.name),
            "country": words.country(course.country),
            "period": words.period(period.start, period.end),
            "count": _count(period, words),
            "table.published": day_known(period.published, period.precision, words),
            "table.source": linked(period.source),
        }
        for answer in found.answers
        for course in (answer.own, *answer.peers)
        if course.days is None
        for period in course.periods
    )
    return _sheet("figures", rows, words)
