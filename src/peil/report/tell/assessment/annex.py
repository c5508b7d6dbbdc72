"""The annex: the full tables, and the only place where decibans stand."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from peil.assess.assessment import IndicatorView
from peil.assess.ladder import COUNT, RATIO, FamilyRule
from peil.assess.reviews import Replay
from peil.assess.rule import PROPOSED
from peil.assess.sensitivity import SwitchingValue
from peil.observe.events import NO_EVENT, Event, ListedEvent
from peil.observe.figures import FigureGroup
from peil.report.model import Cell, Piece, Rank, Row, Saying, Table, linked
from peil.report.tell.assessment.balance import changed
from peil.report.tell.assessment.evidence import (
    ARROWS,
    effort,
    groups,
    marked,
    named,
    of_group,
    proposed,
    remarks,
    told_direction,
)
from peil.report.tell.assessment.headline import adopted, caveat, fits, is_from_start, signed_by
from peil.report.tell.citations import known_text
from peil.report.tell.official import official_level
from peil.report.tell.parts import (
    Value,
    cell,
    day_known,
    heads,
    row,
    said_with,
    share,
    table,
    worded,
)
from peil.report.words import Words, words_in
from peil.review.assessed import Assessed
from peil.terms.text import ENGLISH, without_stop

WAYS = ("rising", "steady", "waning")
LADDER_DIGITS = 3
"""Of the values of a ladder, whose lowest is an event in a thousand years."""
USUAL = {12.0: "year", 1.0: "month"}
"""How rates are usually given, by their months."""


def annex(found: Assessed, words: Words) -> Iterator[Table]:
    """Make the tables of the annex in their order; one without rows is left out."""
    makers: tuple[Callable[[Assessed, Words], Table], ...] = (
        weights, directions, compared, sensitivity, leave_out, ladder, rule, caveats, events,
        would_change, indicators, scale, places,
    )  # fmt: skip
    yield from (made for make in makers if (made := make(found, words)).rows)


def _sheet(
    key: str, head: Iterable[str], rows: Iterable[Row], words: Words, note: Saying = ""
) -> Table:
    title = words(f"table.{key}")
    return table(key, title, tuple(head), rows, note=note, rank=Rank.ANNEX)


def weights(found: Assessed, words: Words) -> Table:
    """List what each indicator weighs in each step, and how that adds up."""
    explained = found.assessment.explanation
    head = (*heads(words, "indicator", "family", "effort", "reliability"), *found.scale.steps)

    def weighed(name: str, db: Iterable[float], *cells: Value) -> Row:
        each = (Cell(text=words.decibans(value), value=value) for value in map(float, db))
        return row(name, *(cells or ("", "", "")), *each, words=words)

    rows = (
        weighed(words("table.start"), explained.prior_db),
        *(
            weighed(
                named(found, view.indicator, words),
                view.weights_db,
                words.code("family", view.family),
                effort(found, view.indicator, words),
                cell(view.reliability, words, 2),
            )
            for view in found.assessment.indicators
            if view.reliability
        ),
        weighed(words("table.result"), explained.posterior_db),
    )
    return _sheet("weights", head, rows, words, words("table.weights_note"))


def directions(found: Assessed, words: Words) -> Table:
    """List the direction of each indicator with its probabilities."""
    head = heads(words, "indicator", "effort", "direction", *WAYS, "ratio", "power", "why")
    rows = (_direction(found, view, words) for view in found.assessment.indicators)
    return _sheet("directions", head, rows, words, words("table.directions_note"))


def _direction(found: Assessed, view: IndicatorView, words: Words) -> Row:
    told = view.direction
    return row(
        named(found, view.indicator, words),
        effort(found, view.indicator, words),
        told_direction(told.word, words),
        *(share(chance, words) for chance in told.probability or (None,) * len(WAYS)),
        _ratio(told.rate_ratio, words),
        share(told.power, words),
        words.listed(remarks(told, words))
        if told.word in ARROWS
        else words.code("reason", told.reason),
        words=words,
    )


def _ratio(interval: tuple[float, float, float] | None, words: Words) -> Cell | None:
    if not interval:
        return None
    low, middle, high = (words.fixed(value, 2) for value in interval)
    return Cell(text=f"{middle} [{low}–{high}]", value=interval[1])


def compared(found: Assessed, words: Words) -> Table:
    """List the figures that were compared, with who published them, when and where."""
    head = heads(words, "indicator", "which", "period", "value", "published", "publisher", "source")
    rows = (
        _figure(found, view, which, told, words)
        for view in found.assessment.indicators
        for which, told in zip(("latest", "previous"), groups(found, view), strict=True)
        if told
    )
    return _sheet("compared", head, rows, words, words("table.compared_note"))


def _figure(
    found: Assessed, view: IndicatorView, which: str, told: FigureGroup, words: Words
) -> Row:
    unit = found.indicators[view.indicator].unit
    return row(
        marked(found, view.indicator, words),
        words.code("table", which),
        words.periods(told.stretches),
        Cell(text=of_group(told, words, unit), value=told.count),
        day_known(told.published, told.precision, words),
        words.listed(told.publishers),
        _read_in(told, words),
        words=words,
    )


def _read_in(told: FigureGroup, words: Words) -> Saying:
    is_none = told.sources == (NO_EVENT,)
    return words("table.no_event") if is_none else linked("; ".join(told.sources))


# What else would be proposed


def sensitivity(found: Assessed, words: Words) -> Table:
    """List every change of the method and what it leads to."""
    broken = found.assessment.broken_by
    head = (*heads(words, "change", "answer", "since"), *fit_heads(found, words))
    rows = (
        _change(found, words.sentence(words.code("change", name)), broken.get(name), words)
        for name in (_tried(found) if proposed(found) is not None else ())
    )
    note = said_with(words, "table.sensitivity_note", letter=Piece(ref="ladder"))
    return _sheet("sensitivity", head, rows, words, note)


def fit_heads(found: Assessed, words: Words) -> list[str]:
    """Name the columns of the fit of each level."""
    return [f"{words('table.fit')} {number}" for number in found.scale.numbers]


def _change(found: Assessed, name: str, run: Replay | None, words: Words) -> Row:
    if run is None:
        empty = [""] * (1 + len(found.scale.levels))
        return row(name, words("table.same"), *empty, words=words)
    is_first = is_from_start(found, run)
    since = Cell(text=words("table.first_review")) if is_first else run.now.since
    return row(name, _answer(found, run, words), since, *_fits(found, run, words), words=words)


def _answer(found: Assessed, run: Replay, words: Words) -> str:
    """Say what a changed run proposes."""
    level = found.assessment.number(run.now.level)
    if run.now.status != PROPOSED or level is None:
        return words.code("answer", run.now.status)
    return words.short_level(found.scale, level)


def _fits(found: Assessed, run: Replay, words: Words) -> list[Cell]:
    return [share(fit, words) for _, fit in fits(found, run)]


def leave_out(found: Assessed, words: Words) -> Table:
    """List what is proposed when one kind of indicator is left out."""
    head = (*heads(words, "family", "answer"), *fit_heads(found, words))
    rows = (
        row(
            words.code("family", family),
            _answer(found, run, words),
            *_fits(found, run, words),
            words=words,
        )
        for family, run in found.assessment.left_out.items()
    )
    return _sheet("leave_out", head, rows, words)


def would_change(found: Assessed, words: Words) -> Table:
    """List the smallest change of each indicator that would move the proposal."""
    head = heads(words, "indicator", "period", "value", "needed", "effect", "level")
    rows = (_switch(found, change, words) for change in found.assessment.would_change)
    return _sheet("would", head, rows, words, words("table.would_note"))


def _switch(found: Assessed, change: SwitchingValue, words: Words) -> Row:
    figures = (change.count, change.needed)
    return row(
        marked(found, change.indicator, words),
        words.period(*change.period),
        *(Cell(text=changed(found, change, f, words), value=f) for f in figures),
        words.code("effect", change.effect),
        words.short_level(found.scale, found.scale.numbers[change.level]),
        words=words,
    )


# What it rests on


def ladder(found: Assessed, words: Words) -> Table:
    """List what each level would look like in each family, and why."""
    signed, numbers = found.ladder, found.scale.numbers
    rules = [
        (f"ladder_reason.{name}", words.code("family", name), rule)
        for name, rule in signed.families.items()
    ]
    for name, each in signed.totals.items():
        label = words("measure.totals", family=words.code("family", name))
        rules.append((f"ladder_totals.{name}", label, each))
    head = (
        *heads(words, "family", "measure"),
        *(words("level.plain", n=n) for n in numbers),
        *heads(words, "size", "reliability", "reason"),
    )
    rows = (_family(*each, len(numbers), words) for each in rules)
    who = adopted(found, words)
    note = words(
        "table.ladder_note",
        name=signed.name,
        date=words.day(signed.date),
        author=signed_by(found, words),
        adopted=who,
    )
    return _sheet("ladder", head, rows, words, note)


def _family(key: str, name: str, rule: FamilyRule, levels: int, words: Words) -> Row:
    values = (rule.monthly(levels) * rule.per_months).tolist()
    return row(
        name,
        _measure(rule, words),
        *(cell(value, words, LADDER_DIGITS) for value in values),
        cell(rule.size, words, 1),
        cell(rule.reliability, words, 2),
        Cell(text=_reason(key, rule.reason, words)),
        words=words,
    )


def _reason(key: str, reason: str, words: Words) -> Saying:
    """Give why a family is read as it is; of Peil's own ladder the catalogues say it."""
    return words(key) if words_in(ENGLISH).terms.get(key) == reason else worded(reason, words)


def _measure(rule: FamilyRule, words: Words) -> str:
    if rule.measure == RATIO:
        return words("measure.ratio")
    group = "count" if rule.measure == COUNT else "per_head"
    how_long = USUAL.get(rule.per_months, "months")
    return words(f"measure.{group}_{how_long}", months=words.number(rule.per_months))


def rule(found: Assessed, words: Words) -> Table:
    """List the constants of the rule."""
    made = found.assessment
    constants = {**made.settings.rule.constants, "hold_time_months": made.hold_time_months}
    rows = (
        row(words.code("rule", name), _constant(value, words), words=words)
        for name, value in constants.items()
    )
    return _sheet("rule", heads(words, "constant", "value"), rows, words)


def _constant(value: Any, words: Words) -> Cell:
    """Write a constant of the rule; of those that differ by level, one after another."""
    if isinstance(value, list):
        return Cell(text=words.listed([words.number(each, 3) for each in value]))
    return cell(value, words, 3)


def caveats(found: Assessed, words: Words) -> Table:
    """List every caveat."""
    rows = (row(caveat(each, words), words=words) for each in found.caveats)
    return _sheet("caveats", [words("table.caveats")], rows, words)


def events(found: Assessed, words: Words) -> Table:
    """List the dated events of the last two years, beside the figures."""
    head = heads(words, "day", "country", "place", "status", "counts", "published", "source_then")
    rows = (_event(each, words) for each in found.events)
    return _sheet("events", head, rows, words, words("table.events_note"))


def _event(listed: ListedEvent, words: Words) -> Row:
    event = listed.event
    return row(
        _day(event, words),
        words.code("country", event.country),
        event.place,
        words.code("event", event.status),
        words("table.yes" if listed.counts else "table.no"),
        event.published,
        linked(event.source),
        words=words,
    )


def _day(event: Event, words: Words) -> Value:
    """Say when an event was, as precisely as is known."""
    if event.precision == "year":
        return str(event.date.year)
    return words.month(event.date) if event.precision == "month" else event.date


def indicators(found: Assessed, words: Words) -> Table:
    """List what each indicator counts, what its reader must know, and from when to when it tells."""
    columns = ("indicator", "definition", "caveat", "relevant_from", "relevant_until", "why")
    rows = (_indicator(found, view.indicator, words) for view in found.assessment.indicators)
    return _sheet("indicators", heads(words, *columns), rows, words)


def _indicator(found: Assessed, name: str, words: Words) -> Row:
    told, day = found.indicators[name], found.as_of
    bounds = [
        each if each and each <= day else None for each in (told.relevant_from, told.relevant_until)
    ]
    reason, source = worded(told.relevance_reason, words), linked(told.relevance_source)
    apart: tuple[Piece, ...] = ()
    if reason and source:
        reason = (replace(reason[0], text=without_stop(reason[0].text)),)
        apart = (Piece(text=words("format.semicolon", left="", right="")),)
    return row(
        marked(found, name, words),
        Cell(text=worded(known_text(told.definition, day), words)),
        Cell(text=worded(known_text(told.caveat, day), words)),
        *bounds,
        (*reason, *apart, *source) if any(bounds) else None,
        words=words,
    )


def scale(found: Assessed, words: Words) -> Table:
    """List the levels with their meaning, and the law that sets them."""
    law = found.scale
    rows = (
        row(words.short_level(law, level.number), words.name(level.meaning), words=words)
        for level in law.levels
    )
    basis = f"{words.told(law.instrument)}, {words.told(law.article)}"
    note = words.ended(words.listed([law.name, basis]))
    return _sheet("scale", heads(words, "level", "meaning"), rows, words, note)


def places(found: Assessed, words: Words) -> Table:
    """List the levels of places and themes, each with its first day and its source."""
    rows = (
        row(
            Cell(text=worded(each.scope, words)),
            official_level(each, each.scale_in(found.scale), words, "short"),
            words.known(each.valid_from, each.announced_precision),
            linked(each.source),
            words=words,
        )
        for each in found.of_places
    )
    head = heads(words, "place", "level", "since", "source")
    return _sheet("places", head, rows, words, words("table.places_note"))


def _tried(found: Assessed) -> tuple[str, ...]:
    return found.assessment.tried
