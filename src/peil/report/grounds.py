"""The part of the annex that is the same on every day: ladder, rule, indicators and scale."""

from peil.assess.ladder import PER_HEAD, FamilyRule
from peil.report.account import Cell, Table
from peil.report.brief import Brief
from peil.report.cells import heads, number, texts
from peil.report.headline import adopted
from peil.report.sides import marked_name
from peil.report.words import Words


def ladder(brief: Brief, words: Words) -> Table:
    """List what each level would look like in each family, and why."""
    signed = brief.ladder
    named = [(words.code("family", name), rule) for name, rule in signed.families.items()]
    named += [
        (words("measure.totals", family=words.code("family", name)), rule)
        for name, rule in signed.totals.items()
    ]
    numbers = brief.scale.numbers
    return Table(
        key="ladder",
        title=words("table.ladder"),
        note=words(
            "table.ladder_note", name=signed.name, date=signed.date, author=signed.author,
            adopted=adopted(brief, words),
        ),
        head=(
            *heads(words, "family", "measure"),
            *(words("level.plain", n=n) for n in numbers),
            *heads(words, "size", "reliability", "reason"),
        ),
        rows=tuple(_rule_row(name, rule, len(numbers), words) for name, rule in named),
        numeric=frozenset(range(2, 4 + len(numbers))),
    )  # fmt: skip


def _rule_row(name: str, rule: FamilyRule, levels: int, words: Words) -> tuple[Cell, ...]:
    values = rule.monthly(levels) * rule.per_months
    return (
        *texts(name, _measure(rule, words)),
        *(number(float(value), words, 2) for value in values),
        number(rule.size, words, 1),
        number(rule.reliability, words, 2),
        Cell(text=rule.reason, lang="en"),
    )


def _measure(rule: FamilyRule, words: Words) -> str:
    if rule.measure != PER_HEAD:
        return words("measure.ratio")
    usual = {12.0: "measure.per_year", 1.0: "measure.per_month"}
    key = usual.get(rule.per_months, "measure.per_head")
    return words(key, months=words.number(rule.per_months))


def rule(brief: Brief, words: Words) -> Table:
    """List the constants of the rule."""
    rows = [
        (Cell(text=words.code("rule", name)), _constant(value, words))
        for name, value in brief.proposal["rule"].items()
    ]
    head = heads(words, "constant", "value")
    return Table(
        key="rule", title=words("table.rule"), head=head, rows=tuple(rows), numeric=frozenset({1})
    )


def _constant(value: object, words: Words) -> Cell:
    if not isinstance(value, int | float):
        return Cell(text=str(value))
    return number(float(value), words, 3)


def indicators(brief: Brief, words: Words) -> Table:
    """List what each indicator counts, and what its reader must know."""
    return Table(
        key="indicators",
        title=words("table.indicators"),
        head=heads(words, "indicator", "definition", "caveat"),
        rows=tuple(
            _indicator_row(brief, item["indicator"], words) for item in brief.document["evidence"]
        ),
    )


def _indicator_row(brief: Brief, name: str, words: Words) -> tuple[Cell, ...]:
    indicator = brief.indicators[name]
    return (
        Cell(text=marked_name(brief, words, name)),
        Cell(text=indicator.definition, lang="en"),
        Cell(text=indicator.caveat, lang="en"),
    )


def scale(brief: Brief, words: Words) -> Table:
    """List the levels with their meaning, and the law that sets them."""
    law = brief.scale
    rows = [
        texts(words.short_level(law, level.number), words.name(level.meaning))
        for level in law.levels
    ]
    return Table(
        key="scale",
        title=words("table.scale"),
        note=words.ended(words.listed([law.name, law.instrument, law.article])),
        head=heads(words, "level", "meaning"),
        rows=tuple(rows),
    )
