"""The annex: the full tables, and the only place where decibans stand."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from peil.assess.sensitivity import CHANGES
from peil.report.account import ANNEX, Cell, Table, letter
from peil.report.brief import PROPOSED, Brief
from peil.report.cells import heads, number, share, source, texts
from peil.report.grounds import indicators, ladder, rule, scale
from peil.report.headline import caveat, from_start
from peil.report.sides import (
    ARROWS,
    amount,
    arrow,
    changed,
    indicator_name,
    marked_name,
    remarks,
)
from peil.report.words import Words

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
    return (*texts(name, "", "", ""), *(_db(db[step], words) for step in steps))


def _weight_row(brief: Brief, item: Item, words: Words) -> tuple[Cell, ...]:
    return (
        *texts(
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
        *texts(name, effort, arrow(item, words)),
        *(share(chances.get(way), words) for way in ("rising", "steady", "waning")),
        _ratio(item["rate_ratio"], words),
        share(item["power"], words),
        Cell(text=_reason(item, words)),
    )


def _reason(item: Item, words: Words) -> str:
    """Say why no direction is told, or what a reader must know of one that is."""
    if item["direction"] in ARROWS:
        return words.listed(remarks(item, words))
    return words.code("reason", item["reason"])


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
        *texts(
            marked_name(brief, words, item["indicator"]),
            words(f"table.{which}"),
            words.period(figure["period_start"], figure["period_end"]),
        ),
        Cell(
            text=amount(figure["value"], figure["derived"], figure["months"], words),
            value=figure["value"],
        ),
        *texts(words.short_day(figure["published"]), figure["publisher"]),
        source(figure["source"]),
    )


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
        return texts(name, words("table.same"), *empty)
    since = words.short_day(item["since"])
    if from_start(brief, item):
        since = words("table.first_review")
    return (*texts(name, answer(brief, item, words), since), *_fits(brief, item, words))


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
            *texts(words.code("family", item["family"]), answer(brief, item, words)),
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


def all_caveats(brief: Brief, words: Words) -> Table:
    """List every caveat."""
    rows = [texts(caveat(item, words)) for item in brief.document["caveats"]]
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
        *texts(
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
    return texts(
        marked_name(brief, words, item["indicator"]),
        words.period(item["period_start"], item["period_end"]),
        changed(brief, item, "value", words),
        changed(brief, item, "needed", words),
        words.code("effect", item["effect"]),
        words.short_level(brief.scale, item["level"]),
    )
