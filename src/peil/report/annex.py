"""The annex: the full tables, and the only place where decibans stand."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from peil.assess.ladder import PER_HEAD, FamilyRule
from peil.assess.sensitivity import CHANGES
from peil.report.account import ANNEX, Cell, Table, letter
from peil.report.brief import PROPOSED, Brief
from peil.report.headline import adopted, caveat, from_start
from peil.report.sides import (
    ACROSS,
    ARROWS,
    amount,
    arrow,
    changed,
    indicator_name,
    marked_name,
)
from peil.report.wording import Words

Item = Mapping[str, Any]


def annex(brief: Brief, words: Words) -> tuple[Table, ...]:
    """Make the tables of the annex with their letters; one without rows is left out."""
    makers = (
        weights, directions, compared, sensitivity, leave_out, ladder, rule, all_caveats, events,
        changes, indicators, scale,
    )  # fmt: skip
    tables = {table.key: table for table in (make(brief, words) for make in makers)}
    return tuple(_lettered(tables[key], words) for key in ANNEX if tables[key].rows)


def _lettered(table: Table, words: Words) -> Table:
    title = words("table.lettered", letter=letter(table.key), title=table.title)
    return replace(table, title=title)


def heads(words: Words, *keys: str) -> tuple[str, ...]:
    """Name columns."""
    return tuple(words(f"table.{key}") for key in keys)


def weights(brief: Brief, words: Words) -> Table:
    """List what each indicator weighs in each step, and how that adds up."""
    steps = brief.scale.steps
    start, end = brief.document["prior_db"], brief.document["posterior_db"]
    weighed = [item for item in brief.document["evidence"] if item["reliability"]]
    rows = [
        _sum_row(words("table.start"), start, steps, words),
        *(_weight_row(brief, item, words) for item in weighed),
        _sum_row(words("table.result"), end, steps, words),
    ]
    return Table(
        key="weights",
        title=words("table.weights"),
        note=words("table.weights_note"),
        head=(*heads(words, "indicator", "family", "effort", "reliability"), *steps),
        rows=tuple(rows),
        numeric=frozenset(range(3, 4 + len(steps))),
    )


def _sum_row(name: str, db: Item, steps: Iterable[str], words: Words) -> tuple[Cell, ...]:
    return (*_texts(name, "", "", ""), *(_db(db[step], words) for step in steps))


def _weight_row(brief: Brief, item: Item, words: Words) -> tuple[Cell, ...]:
    return (
        *_texts(
            indicator_name(brief, words, item["indicator"]),
            words.code("family", item["family"]),
            words.code("effort", item["effort"]),
        ),
        number(item["reliability"], words, 2),
        *(_db(item["weight_db"][step], words) for step in brief.scale.steps),
    )


def _db(value: float, words: Words) -> Cell:
    return Cell(text=words.decibans(value), value=value)


def directions(brief: Brief, words: Words) -> Table:
    """List the direction of each indicator with its probabilities."""
    head = heads(
        words, "indicator", "effort", "direction", "rising", "steady", "waning", "ratio", "power",
        "why",
    )  # fmt: skip
    return Table(
        key="directions",
        title=words("table.directions"),
        note=words("table.directions_note"),
        head=head,
        rows=tuple(_direction_row(brief, item, words) for item in brief.document["evidence"]),
        numeric=frozenset(range(3, 8)),
    )


def _direction_row(brief: Brief, item: Item, words: Words) -> tuple[Cell, ...]:
    chances = item["probability"] or {}
    name = indicator_name(brief, words, item["indicator"])
    effort = words.code("effort", item["effort"])
    return (
        *_texts(name, effort, arrow(item, words)),
        *(share(chances.get(way), words) for way in ("rising", "steady", "waning")),
        _ratio(item["rate_ratio"], words),
        share(item["power"], words),
        Cell(text=_reason(item, words)),
    )


def _reason(item: Item, words: Words) -> str:
    """Say why no direction is told, or that the figures are of different publishers."""
    if item["reason"] == ACROSS:
        return words("sides.publishers")
    return "" if item["direction"] in ARROWS else words.code("reason", item["reason"])


def _ratio(interval: list[float] | None, words: Words) -> Cell:
    if not interval:
        return Cell(text=words("table.none"))
    low, middle, high = (words.fixed(value, 2) for value in interval)
    return Cell(text=f"{middle} [{low}–{high}]", value=interval[1])


def compared(brief: Brief, words: Words) -> Table:
    """List the figures that were compared, with who published them, when and where."""
    rows = [
        _figure_row(brief, item, which, words)
        for item in brief.document["evidence"]
        for which in ("latest", "previous")
        if item[which]
    ]
    head = heads(words, "indicator", "which", "period", "value", "published", "publisher", "source")
    return Table(
        key="compared",
        title=words("table.compared"),
        note=words("table.compared_note"),
        head=head,
        rows=tuple(rows),
        numeric=frozenset({3}),
    )


def _figure_row(brief: Brief, item: Item, which: str, words: Words) -> tuple[Cell, ...]:
    figure = item[which]
    return (
        *_texts(
            marked_name(brief, words, item["indicator"]),
            words(f"table.{which}"),
            words.period(figure["period_start"], figure["period_end"]),
        ),
        Cell(
            text=amount(figure["value"], figure["derived"], figure["months"], words),
            value=figure["value"],
        ),
        *_texts(words.short_day(figure["published"]), figure["publisher"]),
        source(figure["source"]),
    )


def source(text: str) -> Cell:
    """Make a cell of a source, whose web addresses become links."""
    return Cell(text=text, has_links=True)


def sensitivity(brief: Brief, words: Words) -> Table:
    """List every change in method and what it leads to."""
    listed = {item["change"]: item for item in brief.proposal["broken_by"]}
    rows = [
        _answer_row(brief, words.sentence(words.code("change", name)), listed.get(name), words)
        for name in CHANGES
    ]
    return Table(
        key="sensitivity",
        title=words("table.sensitivity"),
        note=words("table.sensitivity_note", letter=letter("ladder")),
        head=(*heads(words, "change", "answer", "since"), *_level_heads(brief, words)),
        rows=tuple(rows) if brief.proposal["status"] == PROPOSED else (),
        numeric=frozenset(range(3, 3 + len(brief.scale.levels))),
    )


def _level_heads(brief: Brief, words: Words) -> tuple[str, ...]:
    return tuple(f"{words('table.fit')} {n}" for n in brief.scale.numbers)


def _answer_row(brief: Brief, name: str, item: Item | None, words: Words) -> tuple[Cell, ...]:
    if item is None:
        empty = [""] * (1 + len(brief.scale.levels))
        return _texts(name, words("table.same"), *empty)
    since = words.short_day(item["since"])
    if from_start(brief, item):
        since = words("table.first_review")
    return (*_texts(name, answer(brief, item, words), since), *_fits(brief, item, words))


def answer(brief: Brief, item: Item, words: Words) -> str:
    """Say what a changed run proposes."""
    if item["status"] == PROPOSED:
        return words.short_level(brief.scale, item["level"])
    return words.code("status", item["status"])


def _fits(brief: Brief, item: Item, words: Words) -> tuple[Cell, ...]:
    return tuple(share(item["probabilities"][str(n)], words) for n in brief.scale.numbers)


def leave_out(brief: Brief, words: Words) -> Table:
    """List what is proposed when one kind of indicator is left out."""
    rows = [
        (
            *_texts(words.code("family", item["family"]), answer(brief, item, words)),
            *_fits(brief, item, words),
        )
        for item in brief.document["leave_out"]
    ]
    return Table(
        key="leave_out",
        title=words("table.leave_out"),
        head=(*heads(words, "family", "answer"), *_level_heads(brief, words)),
        rows=tuple(rows),
        numeric=frozenset(range(2, 2 + len(brief.scale.levels))),
    )


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
        *_texts(name, _measure(rule, words)),
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


def all_caveats(brief: Brief, words: Words) -> Table:
    """List every caveat."""
    rows = [_texts(caveat(item, words)) for item in brief.document["caveats"]]
    title = words("table.caveats")
    return Table(key="caveats", title=title, head=(title,), rows=tuple(rows))


def events(brief: Brief, words: Words) -> Table:
    """List the dated events of the last two years, beside the figures."""
    return Table(
        key="events",
        title=words("table.events"),
        note=words("table.events_note"),
        head=heads(
            words, "day", "country", "place", "status", "counts", "published", "source_then"
        ),
        rows=tuple(_event_row(item, words) for item in brief.document["events"]),
    )


def _event_row(item: Item, words: Words) -> tuple[Cell, ...]:
    return (
        *_texts(
            event_day(item, words),
            words.code("country", item["country"]),
            item["place"],
            words.code("event", item["status"]),
            words("table.yes" if item["counts"] else "table.no"),
            words.short_day(item["published"]),
        ),
        source(item["source"]),
    )


def event_day(item: Item, words: Words) -> str:
    """Say when an event was, as precisely as is known."""
    if item["precision"] == "year":
        return str(item["date"])[:4]
    if item["precision"] == "month":
        return words.month(item["date"])
    return words.short_day(item["date"])


def changes(brief: Brief, words: Words) -> Table:
    """List the smallest change of each indicator that would move the proposal."""
    return Table(
        key="would",
        title=words("table.would"),
        note=words("table.would_note"),
        head=heads(words, "indicator", "period", "value", "needed", "effect", "level"),
        rows=tuple(_change_row(brief, item, words) for item in brief.document["would_change"]),
        numeric=frozenset({2, 3}),
    )


def _change_row(brief: Brief, item: Item, words: Words) -> tuple[Cell, ...]:
    return _texts(
        marked_name(brief, words, item["indicator"]),
        words.period(item["period_start"], item["period_end"]),
        changed(brief, item, "value", words),
        changed(brief, item, "needed", words),
        words.code("effect", item["effect"]),
        words.short_level(brief.scale, item["level"]),
    )


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
        _texts(words.short_level(law, level.number), words.name(level.meaning))
        for level in law.levels
    ]
    return Table(
        key="scale",
        title=words("table.scale"),
        note=words.ended(words.listed([law.name, law.instrument, law.article])),
        head=heads(words, "level", "meaning"),
        rows=tuple(rows),
    )


def _texts(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text=text) for text in texts)


def number(value: float | None, words: Words, digits: int) -> Cell:
    """Make a cell of a number."""
    if value is None:
        return Cell(text=words("table.none"))
    return Cell(text=words.number(value, digits), value=float(value))


def share(value: float | None, words: Words) -> Cell:
    """Make a cell of a share of one."""
    if value is None:
        return Cell(text=words("table.none"))
    return Cell(text=words.percent(value), value=float(value))
