"""The tables of a reassessment."""

from collections.abc import Iterable, Iterator
from math import nan

from peil.report.model import Block, Cell, Rank, Row, Table, linked
from peil.report.tell.parts import bullets, cell, row, table
from peil.report.tell.reassessment.said import (
    SPELL_WORDS,
    against_text,
    answer_text,
    count_text,
    country_text,
    interval_text,
    listed_countries,
    named,
    power_text,
    rate_cell,
    rate_text,
    refusal_text,
    sided_answer,
)
from peil.report.words import Words
from peil.review.reassessment.change import Against, CountedSpell, RateChange
from peil.review.reassessment.periods import AFTER
from peil.review.reassessment.plan import FALL, NO_CLAIM, RISE
from peil.review.reassessment.reassess import Reassessment, SeriesAnswer, SpellComparison

ENGLISH = "en"
CLAIMS = {FALL: "reassess.fall", RISE: "reassess.rise", NO_CLAIM: "reassess.no_claim"}
HOW = ("rate", "exact", "spread", "power", "against", "known", "shortest")


def answers_table(found: Reassessment, spell: str, words: Words) -> Table:
    """Answer every question for one later spell."""
    heads = (
        "question", "answer", "before", spell, "ratio", "interval", "power", "peers", "against",
        "against_power",
    )  # fmt: skip
    made = (
        _answer(found, each, each.after if spell == AFTER else each.during, words)
        for each in found.answers
    )
    title = words("reassess.after_table" if spell == AFTER else "reassess.while_table")
    return _sheet(f"answers-{spell}", title, heads, made, words, note="answers_note")


def other_tables(found: Reassessment, words: Words) -> Iterator[Block]:
    """Give the peers, the intervals, what was asked, the rules, the measures, and all figures."""
    made = (
        _peers(found, words), _counting(found, words), _claims(found, words), _rules(found, words),
        _steps(found, words), _unused(found, words),
    )  # fmt: skip
    yield from (each for each in made if each.rows)
    months = words.number(found.plan.least_months, 0)
    lines = (words.code("reassess_how", code, months=months) for code in HOW)
    yield from bullets("how", words("reassess.how_table"), lines)
    if (figures := _figures(found, words)).rows:
        yield figures


def _sheet(
    key: str, title: str, heads: Iterable[str], rows: Iterable[Row], words: Words, note: str = ""
) -> Table:
    """Make a table whose heads are messages of reassessments, or of any table."""
    named_ = [words(head if "." in head else f"reassess.{head}") for head in heads]
    said = words(f"reassess.{note}") if note else ""
    return table(key, title, named_, rows, note=said, rank=Rank.REST)


def _answer(
    found: Reassessment, answer: SeriesAnswer, compared: SpellComparison, words: Words
) -> Row:
    own, beside = compared.own, compared.widest
    power = None if beside is None or beside.verdict is None else beside.verdict.power
    return row(
        named(answer, words),
        sided_answer(own.verdict, words),
        _rated(own.before, words),
        _rated(own.later, words),
        rate_cell(own.verdict.estimate, words) if own.verdict else None,
        _interval(own, words),
        _powers(own, words),
        None if beside is None else _beside(found, beside, words),
        against_text(beside, words),
        power_text(power, words),
        words=words,
    )


def _beside(found: Reassessment, beside: Against, words: Words) -> str | None:
    """Give the ratio of the peers, and the country's own over the periods that all have."""
    if beside.own is None:
        return None
    before, later = beside.own
    own = later.rate / before.rate if before.rate else nan
    return words(
        "reassess.within_peers",
        peers=listed_countries(beside.peers, words),
        ratio=rate_text(beside.ratio, words),
        country=country_text(found.country, words),
        own=rate_text(own, words),
    )


def _rated(spell: CountedSpell | None, words: Words) -> str | None:
    if spell is None:
        return None
    rate = rate_text(spell.rate, words)
    return words("reassess.rated", counted=count_text(spell, words), rate=rate)


def _interval(own: RateChange, words: Words) -> str | None:
    verdict = own.verdict
    return interval_text(verdict.low, verdict.high, words) if verdict else None


def _powers(own: RateChange, words: Words) -> str | None:
    if own.power is None:
        return None
    shown = (words.percent(power) for power in own.power)
    return words("reassess.powers", **dict(zip("abc", shown, strict=True)))


def _peers(found: Reassessment, words: Words) -> Table:
    """Set the country beside each peer alone, over the periods that both have."""
    rows = (
        _peer(found, answer, compared, against, words)
        for answer in found.answers
        for compared in answer.comparisons
        for against in compared.against
    )
    heads = [
        words(f"reassess.{key}", country=country_text(found.country, words))
        for key in (
            "question", "peer", "spell", "own_counts", "peer_counts", "against", "against_power",
            "answer",
        )
    ]  # fmt: skip
    title, note = words("reassess.peers_table"), words("reassess.peers_note")
    return table("peers", title, heads, rows, note=note)


def _peer(
    found: Reassessment,
    answer: SeriesAnswer,
    compared: SpellComparison,
    against: Against,
    words: Words,
) -> Row:
    said = answer_text(against.verdict, words)
    if against.refusal is not None:
        said = words.labelled(said, refusal_text(against.refusal, found.plan, words))
    return row(
        words.name(answer.question.name),
        listed_countries(against.peers, words),
        words(SPELL_WORDS[compared.own.spell]),
        _pair(against.own, words),
        _pair(against.other, words),
        against_text(against, words),
        power_text(None if against.verdict is None else against.verdict.power, words),
        said,
        words=words,
    )


def _pair(spells: tuple[CountedSpell, CountedSpell] | None, words: Words) -> str | None:
    if spells is None:
        return None
    before, later = (count_text(spell, words) for spell in spells)
    return words("reassess.pair", before=before, later=later)


def _counting(found: Reassessment, words: Words) -> Table:
    """Set the interval that was used beside that of counting noise alone."""
    rows = (
        _counted(answer, compared.own, words)
        for answer in found.answers
        for compared in answer.comparisons
        if compared.own.counting is not None
    )
    heads = ("question", "spell", "counting", "spread", "rough", "used")
    title = words("reassess.counting_table")
    return _sheet("counting", title, heads, rows, words, note="counting_note")


def _counted(answer: SeriesAnswer, own: RateChange, words: Words) -> Row:
    is_rough = any(spell is not None and spell.is_rough for spell in (own.before, own.later))
    spread: Cell = Cell(text=words("reassess.unknown"))
    if own.dispersion is not None:
        spread = cell(own.dispersion.times, words, 1)
    return row(
        words.name(answer.question.name),
        words(SPELL_WORDS[own.spell]),
        own.counting and interval_text(*own.counting, words),
        spread,
        words("reassess.yes" if is_rough else "reassess.no"),
        _interval(own, words),
        words=words,
    )


def _claims(found: Reassessment, words: Words) -> Table:
    """Say what was asked of which series, with which peers, and why."""
    rows = (
        row(
            words.name(answer.question.name),
            words(CLAIMS[answer.question.expects]),
            _english(answer.question.reason),
            _english(answer.question.peers_reason),
            _english(answer.question.displacement),
            _english(answer.indicator.caveat),
            words=words,
        )
        for answer in found.answers
    )
    heads = ("question", "claim", "reason", "peers_reason", "displacement", "caveat")
    title = words("reassess.claims_table")
    return _sheet("claims", title, heads, rows, words, note="claims_note")


def _english(text: str) -> Cell:
    return Cell(text=text, lang=ENGLISH)


def _rules(found: Reassessment, words: Words) -> Table:
    """Give the rules of the plan, and what it does not ask about."""
    plan, rules = found.plan, words("reassess.rules")
    listed: list[tuple[str | Cell, str]] = [
        *((rules, reason) for reason in (plan.window_reason, plan.spells_reason)),
        *((_english(left.what), left.reason) for left in plan.left_out),
    ]
    rows = (row(what, _english(why), words=words) for what, why in listed)
    return _sheet("rules", words("reassess.left_table"), ("what", "why"), rows, words)


def _steps(found: Reassessment, words: Words) -> Table:
    """List the dated steps of the policy."""
    rows = (
        row(step.date, _english(step.what), linked(step.source), words=words)
        for step in found.plan.steps
    )
    heads = ("day", "what", "table.source")
    return _sheet("steps", words("reassess.steps_table"), heads, rows, words)


def _unused(found: Reassessment, words: Words) -> Table:
    """List what was known of the country and does not enter."""
    rows = (
        row(
            words.name(answer.question.name),
            words.period(unused.start, unused.end),
            cell(unused.value, words, 2),
            unused.publisher,
            words.code("reassess_unused", unused.reason),
            words=words,
        )
        for answer in found.answers
        for unused in answer.own.unused
    )
    heads = (
        "reassess.question",
        "reassess.period",
        "table.value",
        "table.publisher",
        "reassess.why",
    )
    note = words("reassess.unused_note", country=country_text(found.country, words))
    named_ = [words(head) for head in heads]
    return table("unused", words("reassess.unused_table"), named_, rows, note=note)


def _figures(found: Reassessment, words: Words) -> Table:
    """List every published figure that enters, with its source."""
    rows = (
        row(
            words.name(answer.question.name),
            country_text(course.country, words),
            words.period(period.start, period.end),
            period.count,
            period.published,
            linked(period.source),
            words=words,
        )
        for answer in found.answers
        for course in (answer.own, *answer.peers)
        if course.days is None
        for period in course.periods
    )
    heads = ("question", "country", "period", "count", "table.published", "table.source")
    return _sheet("figures", words("reassess.figures_table"), heads, rows, words)
