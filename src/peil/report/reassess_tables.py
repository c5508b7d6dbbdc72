"""The tables of a reassessment."""

from collections.abc import Iterable, Iterator
from math import nan

from peil.report.account import Cell, Table
from peil.report.cells import heads
from peil.report.cells import source as source_cell
from peil.report.reassess_says import (
    SPELL_WORDS,
    against_text,
    answer_text,
    count_text,
    country_text,
    interval_text,
    listed_countries,
    named,
    power_text,
    rate_text,
    refusal_text,
    sided_answer,
)
from peil.report.words import Words
from peil.review.reassessment.change import Against, CountedSpell, RateChange
from peil.review.reassessment.periods import AFTER, WHILE, Period
from peil.review.reassessment.plan import FALL, NO_CLAIM, RISE
from peil.review.reassessment.reassess import Reassessment, SeriesAnswer, SpellComparison

ENGLISH = "en"
LIMITS = ("no_effect", "peers_acted", "effort", "rough", "attacks_later", "persons")
TITLES = {AFTER: "reassess.after_table", WHILE: "reassess.while_table"}
CLAIMS = {FALL: "reassess.fall", RISE: "reassess.rise", NO_CLAIM: "reassess.no_claim"}
HOW = ("rate", "exact", "spread", "power", "against", "known", "shortest")


def answers_table(found: Reassessment, spell: str, words: Words) -> Table:
    """Answer every question for one later spell."""
    names = (
        "question", "answer", "before", spell, "ratio", "interval", "power", "peers", "against",
        "against_power",
    )  # fmt: skip
    return Table(
        key=f"answers-{spell}",
        title=words(TITLES[spell]),
        note=words("reassess.answers_note"),
        head=tuple(words(f"reassess.{name}") for name in names),
        rows=tuple(
            _answer_row(found, answer, _of(answer, spell), words) for answer in found.answers
        ),
        numeric=frozenset({4, 5, 9}),
    )


def _of(answer: SeriesAnswer, spell: str) -> SpellComparison:
    return answer.after if spell == AFTER else answer.during


def _answer_row(
    found: Reassessment, answer: SeriesAnswer, compared: SpellComparison, words: Words
) -> tuple[Cell, ...]:
    own, beside = compared.own, compared.widest
    verdict = own.verdict
    peers = words("table.none")
    if beside is not None:
        peers = _beside(found, beside, words)
    power = None if beside is None or beside.verdict is None else beside.verdict.power
    return (
        Cell(text=named(answer, words)),
        Cell(text=sided_answer(verdict, words)),
        Cell(text=_rated(own.before, words)),
        Cell(text=_rated(own.later, words)),
        Cell(text=rate_text(verdict.estimate, words) if verdict else words("table.none")),
        Cell(text=_interval(own, words)),
        Cell(text=_powers(own, words)),
        Cell(text=peers),
        Cell(text=against_text(beside, words)),
        Cell(text=power_text(power, words)),
    )


def _beside(found: Reassessment, beside: Against, words: Words) -> str:
    """Give the ratio of the peers, and the country's own over the periods that all have."""
    if beside.own is None:
        return words("table.none")
    before, later = beside.own
    own = later.rate / before.rate if before.rate else nan
    return words(
        "reassess.within_peers",
        peers=listed_countries(beside.peers, words),
        ratio=rate_text(beside.ratio, words),
        country=country_text(found.country, words),
        own=rate_text(own, words),
    )


def _rated(spell: CountedSpell | None, words: Words) -> str:
    if spell is None:
        return words("table.none")
    counted = count_text(spell, words)
    return words("reassess.rated", counted=counted, rate=rate_text(spell.rate, words))


def _interval(own: RateChange, words: Words) -> str:
    if own.verdict is None:
        return words("table.none")
    return interval_text(own.verdict.low, own.verdict.high, words)


def _powers(own: RateChange, words: Words) -> str:
    if own.power is None:
        return words("table.none")
    shown = (words.percent(power) for power in own.power)
    return words("reassess.powers", **dict(zip("abc", shown, strict=True)))


def peers_table(found: Reassessment, words: Words) -> Table:
    """Set the country beside each peer alone, over the periods that both have."""
    country = country_text(found.country, words)
    head = (
        words("reassess.question"),
        words("reassess.peer"),
        words("reassess.spell"),
        words("reassess.own_counts", country=country),
        words("reassess.peer_counts"),
        words("reassess.against"),
        words("reassess.against_power"),
        words("reassess.answer"),
    )
    return Table(
        key="peers",
        title=words("reassess.peers_table"),
        note=words("reassess.peers_note"),
        head=head,
        rows=tuple(
            _peer_row(found, answer, compared, against, words)
            for answer in found.answers
            for compared in answer.comparisons
            for against in compared.against
        ),
        numeric=frozenset({6}),
    )


def _peer_row(
    found: Reassessment,
    answer: SeriesAnswer,
    compared: SpellComparison,
    against: Against,
    words: Words,
) -> tuple[Cell, ...]:
    said = answer_text(against.verdict, words)
    if against.refusal is not None:
        said = f"{said}: {refusal_text(against.refusal, found.plan, words)}"
    power = None if against.verdict is None else against.verdict.power
    return (
        Cell(text=words.name(answer.question.name)),
        Cell(text=listed_countries(against.peers, words)),
        Cell(text=words(SPELL_WORDS[compared.own.spell])),
        Cell(text=_pair(against.own, words)),
        Cell(text=_pair(against.other, words)),
        Cell(text=against_text(against, words)),
        Cell(text=power_text(power, words)),
        Cell(text=said),
    )


def _pair(spells: tuple[CountedSpell, CountedSpell] | None, words: Words) -> str:
    if spells is None:
        return words("table.none")
    before, later = (count_text(spell, words) for spell in spells)
    return words("reassess.pair", before=before, later=later)


def counting_table(found: Reassessment, words: Words) -> Table:
    """Set the interval that was used beside that of counting noise alone."""
    names = ("question", "spell", "counting", "spread", "rough", "used")
    return Table(
        key="counting",
        title=words("reassess.counting_table"),
        note=words("reassess.counting_note"),
        head=tuple(words(f"reassess.{name}") for name in names),
        rows=tuple(_counting_rows(found, words)),
        numeric=frozenset({2, 3, 5}),
    )


def _counting_rows(found: Reassessment, words: Words) -> Iterator[tuple[Cell, ...]]:
    for answer in found.answers:
        for compared in answer.comparisons:
            own = compared.own
            if own.counting is None or own.before is None or own.later is None:
                continue
            spread = words("reassess.unknown")
            if own.dispersion is not None:
                spread = words.number(own.dispersion.times, 1)
            rough = own.before.is_rough or own.later.is_rough
            yield (
                Cell(text=words.name(answer.question.name)),
                Cell(text=words(SPELL_WORDS[own.spell])),
                Cell(text=interval_text(*own.counting, words)),
                Cell(text=spread),
                Cell(text=words("reassess.yes" if rough else "reassess.no")),
                Cell(text=_interval(own, words)),
            )


def claims_table(found: Reassessment, words: Words) -> Table:
    """Say what was asked of which series, with which peers, and why."""
    names = ("question", "claim", "reason", "peers_reason", "displacement", "caveat")
    rows = [
        (
            Cell(text=words.name(answer.question.name)),
            Cell(text=words(CLAIMS[answer.question.expects])),
            _english(answer.question.reason),
            _english(answer.question.peers_reason),
            _english(answer.question.displacement),
            _english(answer.indicator.caveat),
        )
        for answer in found.answers
    ]
    return Table(
        key="claims",
        title=words("reassess.claims_table"),
        note=words("reassess.claims_note"),
        head=tuple(words(f"reassess.{name}") for name in names),
        rows=tuple(rows),
    )


def _english(text: str) -> Cell:
    return Cell(text=text, lang=ENGLISH)


def rules_table(found: Reassessment, words: Words) -> Table:
    """Give the rules of the plan, and what it does not ask about."""
    plan = found.plan
    rows = [
        (Cell(text=words("reassess.rules")), _english(plan.window_reason)),
        (Cell(text=words("reassess.rules")), _english(plan.spells_reason)),
        *((_english(left.what), _english(left.reason)) for left in plan.left_out),
    ]
    return Table(
        key="rules",
        title=words("reassess.left_table"),
        head=(words("reassess.what"), words("reassess.why")),
        rows=tuple(rows),
    )


def steps_table(found: Reassessment, words: Words) -> Table:
    """List the dated steps of the policy."""
    rows = tuple(
        (
            Cell(text=words.short_day(step.date)),
            _english(step.what),
            Cell(text=step.source, has_links=True),
        )
        for step in found.plan.steps
    )
    return Table(
        key="steps",
        title=words("reassess.steps_table"),
        head=(words("reassess.day"), words("reassess.what"), *heads(words, "source")),
        rows=rows,
    )


def unused_table(found: Reassessment, words: Words) -> Table:
    """List what was known of the country and does not enter."""
    rows = tuple(
        (
            Cell(text=words.name(answer.question.name)),
            Cell(text=words.period(unused.start, unused.end)),
            _value(unused.value, words),
            Cell(text=unused.publisher),
            Cell(text=words.code("reassess_unused", unused.reason)),
        )
        for answer in found.answers
        for unused in answer.own.unused
    )
    names = (words("reassess.question"), words("reassess.period"))
    return Table(
        key="unused",
        title=words("reassess.unused_table"),
        note=words("reassess.unused_note", country=country_text(found.country, words)),
        head=(*names, *heads(words, "value", "publisher"), words("reassess.why")),
        rows=rows,
        numeric=frozenset({2}),
    )


def _value(value: float | None, words: Words) -> Cell:
    text = words("table.none") if value is None else words.number(value, 2)
    return Cell(text=text, value=value)


def figures_table(found: Reassessment, words: Words) -> Table:
    """List every published figure that enters, with its source."""
    rows = tuple(
        (
            Cell(text=words.name(answer.question.name)),
            Cell(text=country_text(course.country, words)),
            Cell(text=words.period(period.start, period.end)),
            Cell(text=words.number(period.count), value=period.count),
            Cell(text=words.short_day(period.published)),
            source_cell(period.source),
        )
        for answer in found.answers
        for course in (answer.own, *answer.peers)
        if course.days is None
        for period in course.periods
    )
    names = (words(f"reassess.{name}") for name in ("question", "country", "period", "count"))
    return Table(
        key="figures",
        title=words("reassess.figures_table"),
        head=(*names, *heads(words, "published", "source")),
        rows=rows,
        numeric=frozenset({3}),
    )


def list_table(key: str, title: str, lines: Iterable[str]) -> Table:
    """Make a list of sentences."""
    rows = tuple((Cell(text=line),) for line in lines)
    return Table(key=key, title=title, head=(title,), rows=rows)


def how_table(found: Reassessment, words: Words) -> Table:
    """Say how it is computed."""
    months = words.number(found.plan.least_months, 0)
    lines = (words.code("reassess_how", code, months=months) for code in HOW)
    return list_table("how", words("reassess.how_table"), lines)


def drawn_rows(
    courses: Iterable[tuple[str, tuple[Period, ...], list[tuple[float, float]]]], words: Words
) -> Iterator[tuple[Cell, ...]]:
    """List what a chart shows: country, period, count, rate and its interval."""
    for country, periods, intervals in courses:
        for period, (low, high) in zip(periods, intervals, strict=True):
            rate = period.count / period.exposure
            yield (
                Cell(text=country_text(country, words)),
                Cell(text=words.period(period.start, period.end)),
                Cell(text=words.number(period.count), value=period.count),
                Cell(text=rate_text(rate, words), value=rate),
                Cell(text=interval_text(low, high, words)),
            )
