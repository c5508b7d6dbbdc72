"""Tell who may come back from a conflict zone, in several countries side by side, and what was counted."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from peil.act.return_policy import (
    AGE_LINE,
    BACK,
    NOT_NAMED,
    NOT_PUBLIC,
    THERE,
    ReturnCount,
    ReturnPolicy,
    ReturnRule,
)
from peil.report.chart.figure import Axis, Bar, Look, Mark, Note, in_rows
from peil.report.chart.figure import Row as Name
from peil.report.links import anchor
from peil.report.model import (
    Block,
    Cell,
    Figure,
    Link,
    Piece,
    Point,
    Points,
    Rank,
    Report,
    Saying,
    Section,
    Table,
    joined,
    pieces,
)
from peil.report.tell.parts import (
    Cells,
    Value,
    bullets,
    cited,
    dated,
    notes,
    picked,
    report,
    table,
    worded,
)
from peil.report.words import Words

GROUPED = {
    "who": (AGE_LINE, "repatriation", "mothers"),
    "decides": ("decision",),
    "arrival": ("reception", "prosecution"),
}
"""What is asked of each country, and the rules that answer it."""
CHANGING = (*GROUPED["who"], "court")
"""The rules of the subject that are told as what changed."""
COUNTED = {
    "children_there": ("children", THERE),
    "children_back": ("children", BACK),
    "adults_there": ("adults", THERE),
    "adults_back": ("adults", BACK),
}
ADMITS = {"nobody": 0.0, "single": 0.2, "children": 0.45, "mothers": 0.75}
"""Whom a state takes back, and how strongly that is filled."""
CAVEATS = ("how_known", "how_reading", "how_counts", "how_empty")
COLUMNS = tuple(each.name for each in fields(ReturnRule))


def document(found: ReturnPolicy) -> Mapping[str, Any]:
    """Write down rules and counts as data, in codes of no language."""
    return {
        "kind": "return-policy",
        **picked(found, "country", "day", "left_out", "counts"),
        "rules": [{**picked(each), "holds": each.holds_on(found.day)} for each in found.rules],
        "vintages": found.vintages,
        "caveats": CAVEATS,
    }


def rows(found: ReturnPolicy) -> tuple[Sequence[str], Iterable[Mapping[str, Any]]]:
    """Give every vintage of every rule as one table."""
    several = (each for vintages in found.vintages.values() for each in vintages)
    return COLUMNS, [picked(each) for each in several]


def tell(found: ReturnPolicy, words: Words) -> Report:
    """Say in one language who may come back, who decides, and who was counted."""
    return report(
        "return-policy",
        words,
        title=words("return_policy.title", country=words.country(found.country)),
        day=found.day,
        headline=_headline(found, words),
        blocks=_blocks(found, words),
    )


def _blocks(found: ReturnPolicy, words: Words) -> Iterator[Block]:
    if told := tuple(_line(found, e, words) for e in found.age_lines(found.country)[::-1]):
        yield Points(key="line", items=told, rank=Rank.ANSWER)
    yield from notes("answer", _answer(found, words))
    if drawn := [each for each in found.rules if each.admits and each.valid_from <= found.day]:
        yield _lines(found, drawn, words)
    own = (each for each in found.rules if each.country == found.country)
    if changed := [each for each in own if each.rule in CHANGING]:
        yield _changed(found, changed, words)
    yield from _side_by_side(found, words)
    hidden, title = _not_public(found, words), words("return_policy.closed")
    yield from bullets("closed", title, hidden, rank=Rank.FIRST_PAGE)
    for every in (_every_rule(found, words), _every_count(found, words)):
        if every.rows:
            key, alone = f"all-{every.key}", (replace(every, title=""),)
            yield Section(key=key, title=every.title, is_folded=True, blocks=alone)
    caveats = [words(f"return_policy.{caveat}") for caveat in CAVEATS]
    yield from bullets("how", words("return_policy.how"), caveats, folds=True)


# The age line


def _headline(found: ReturnPolicy, words: Words) -> str:
    """Say the age line of the subject in force on the day, and what it was before."""
    lines, country = found.age_lines(found.country), words.country(found.country)
    if not lines:
        return words("return_policy.no_line", country=country)
    last, before = lines[-1], lines[-2] if len(lines) > 1 else None
    read = _last_read(last, found.day, words)
    named = {"country": country, "age": last.under_age, "since": _from(last, words), "read": read}
    if not last.holds_on(found.day):
        return words("return_policy.line_ended", **named)
    if before is None:
        return words("return_policy.line", **named)
    return words("return_policy.line_changed", **named, before=before.under_age)


def _from(rule: ReturnRule, words: Words, *, is_short: bool = False) -> str:
    return dated(rule.valid_from, rule.valid_from_precision, words, is_short=is_short)


def _until(rule: ReturnRule, words: Words, *, is_short: bool = True) -> str:
    if rule.valid_to is None:
        return words("table.none")
    return dated(rule.valid_to, rule.valid_to_precision, words, is_short=is_short)


def _last_read(rule: ReturnRule, day: dt.date, words: Words, *, is_short: bool = False) -> str:
    """Say of when the last source of a rule is, and of no day after that of the page."""
    return dated(min(rule.last_read, day), rule.last_read_precision, words, is_short=is_short)


def _line(found: ReturnPolicy, rule: ReturnRule, words: Words) -> Point:
    """Give an age line in the dossier's words, with what sets it and where that was read."""
    says: Saying = ""
    if rule.valid_to is None and rule.last_read < found.day:
        says = words("return_policy.no_later", day=_last_read(rule, found.day, words))
    return Point(what=worded(rule.text, words), says=says, detail=_sources(found, rule, words))


def _answer(found: ReturnPolicy, words: Words) -> Iterator[str]:
    others = found.countries[1:]
    having = [country for country in others if found.age_lines(country)]
    if having:
        yield words("return_policy.other_lines", countries=words.countries(having))
    elif others:
        yield words("return_policy.no_other_line", n=len(others))


def _sources(found: ReturnPolicy, rule: ReturnRule, words: Words) -> tuple[Piece, ...]:
    """Name what sets a rule and the sources of its vintages, each once."""
    read = {each.source: cited(each, words) for each in found.vintages[rule.id]}
    said = filter(None, [worded(rule.instrument, words), *read.values()])
    return joined(said, words("format.semicolon", left="", right=""))


def _lines(found: ReturnPolicy, drawn: Sequence[ReturnRule], words: Words) -> Figure:
    """Draw whom each country takes back through time; a bar fades after its last source."""
    title = words("return_policy.picture")
    countries = [c for c in found.countries if any(each.country == c for each in drawn)]
    names = (Name(text=words.country(c), strong=c == found.country) for c in countries)
    marks = (
        mark
        for i, country in enumerate(countries)
        for rule in drawn
        if rule.country == country
        for mark in _bars(found, rule, i, words)
    )
    first = min(each.valid_from for each in drawn)
    time = Axis(scale="day", low=dt.date(first.year, 1, 1), high=found.day)
    told: Iterator[Cells] = (
        {
            "table.country": words.country(each.country),
            "admits": words.code("return_admits", each.admits),
            **_bounds(each, words),
            "last_read": _last_read(each, found.day, words, is_short=True),
            "reason": worded(each.admits_reason, words),
        }
        for each in drawn
    )
    return Figure(
        key="lines",
        title=title,
        note=words("return_policy.picture_note"),
        rank=Rank.FIRST_PAGE,
        drawing=in_rows(names, marks, time),
        alt=words.listed([_described(each, words) for each in drawn]),
        source=words("return_policy.picture_source"),
        data=table("lines-data", title, told, words, group="return_policy"),
    )


def _bars(found: ReturnPolicy, rule: ReturnRule, i: int, words: Words) -> Iterator[Mark]:
    """Draw a rule up to its end, or up to its last source and faintly from there on."""
    end = min(rule.valid_to or found.day, found.day)
    read = end if rule.valid_to else min(max(rule.last_read, rule.valid_from), end)
    admits, title = words.code("return_admits", rule.admits), _described(rule, words)
    strength = ADMITS[rule.admits]
    for (start, stop), is_faded in (((rule.valid_from, read), False), ((read, end), True)):
        if start < stop:
            look = Look(colour="blue", strength=strength, hollow=not strength, faded=is_faded)
            key = words("return_policy.faded") if is_faded else admits
            yield Bar(x=(start, stop), y=(i - 0.3, i + 0.3), look=look, key=key, title=title)
    if rule.under_age is not None:
        text = words("return_policy.under", age=rule.under_age)
        yield Note(x=rule.valid_from, y=float(i), text=text, dx=0.5, strong=True)


def _described(rule: ReturnRule, words: Words) -> str:
    admits = words.code("return_admits", rule.admits)
    if rule.under_age is not None:
        admits = f"{admits}, {words('return_policy.under', age=rule.under_age)}"
    return words(
        f"return_policy.bar{'' if rule.valid_to is None else '_ended'}",
        country=words.country(rule.country),
        admits=admits,
        since=_from(rule, words),
        until=_until(rule, words, is_short=False),
    )


def _bounds(rule: ReturnRule, words: Words) -> dict[str, Value]:
    return {"from": _from(rule, words, is_short=True), "until": _until(rule, words)}


def _changed(found: ReturnPolicy, rules: Sequence[ReturnRule], words: Words) -> Table:
    """List what changed in the subject's own rules; each row leads to its sources."""
    rules = sorted(rules, key=lambda rule: (rule.valid_from, CHANGING.index(rule.rule)))
    told = (
        (
            {**_bounds(each, words), "changed_what": worded(each.text, words)},
            {"to": Link(anchor=anchor("rule", each.id))},
        )
        for each in rules
    )
    title = words("return_policy.changed", country=words.country(found.country))
    looks = {"rank": Rank.FIRST_PAGE, "is_cards": True, "folds": True}
    return table("changed", title, told, words, group="return_policy", **looks)


# Side by side


def _side_by_side(found: ReturnPolicy, words: Words) -> Iterator[Table]:
    """Set what holds on the day in each country, and its latest counts, beside those of others."""
    if found.rules:
        rules = {
            key: [_holding(found.in_force(c, *kinds), found.day, words) for c in found.countries]
            for key, kinds in GROUPED.items()
        }
        note = words("return_policy.countries_note", day=words.day(found.day))
        yield _compared("countries", rules, note, found, words)
    if found.counts:
        counts = {
            key: [_latest(found.latest(c, *of), of[0], words) for c in found.countries]
            for key, of in COUNTED.items()
        }
        yield _compared("counts", counts, words("return_policy.counts_note"), found, words)


def _compared(
    key: str, asked: Mapping[str, Sequence[Cell]], note: str, found: ReturnPolicy, words: Words
) -> Table:
    told: Iterator[Cells] = (
        {
            "table.country": words.country(country),
            **{key: cells[i] for key, cells in asked.items()},
        }
        for i, country in enumerate(found.countries)
    )
    looks = {"note": note, "rank": Rank.FIRST_PAGE, "is_cards": True}
    return table(key, words(f"return_policy.{key}"), told, words, group="return_policy", **looks)


def _holding(rules: Sequence[ReturnRule], day: dt.date, words: Words) -> Cell:
    """Give the rules that answer one question, each with its beginning and its last source."""
    if not rules:
        return Cell(text=words("return_policy.not_read"))
    said = []
    for each in rules:
        since = _from(each, words, is_short=True)
        read = _last_read(each, day, words, is_short=True)
        held = words("return_policy.held", since=since, read=read)
        said.append((*worded(each.text, words), Piece(text=f" {held}")))
    return Cell(text=said[0], lines=tuple(said[1:]))


def _latest(count: ReturnCount | None, group: str, words: Words) -> Cell:
    """Give a count of a group, or of all together there and that the group was not counted."""
    if count is None:
        return Cell(text=words("return_policy.not_read"))
    day = dated(count.date, count.date_precision, words, is_short=True)
    about = (*_what(count, words), Piece(text=f", {day} · "), *pieces(_counter(count, words)))
    number = _number(count, words)
    if count.group != group:
        number = words("return_policy.together", number=number)
    return Cell(text=number, lines=(about,))


def _what(count: ReturnCount, words: Words) -> tuple[Piece, ...]:
    """Say what was counted, with what a reader must know of it in brackets."""
    remark = (Piece(text=" ("), *pieces(worded(count.remark, words)), Piece(text=")"))
    return pieces(worded(count.what, words)) + (remark if count.remark else ())


def _number(count: ReturnCount, words: Words) -> str:
    number = words.number(count.value)
    return words("return_policy.about", number=number) if count.approximate else number


def _counter(count: ReturnCount, words: Words) -> Saying:
    if count.counter == NOT_NAMED:
        return words("return_policy.not_named")
    return worded(count.counter, words)


# What is not public


def _not_public(found: ReturnPolicy, words: Words) -> Iterator[Saying]:
    """Say what authorities keep to themselves, and what was not found."""
    for country in found.countries:
        for rule in found.in_force(country, NOT_PUBLIC):
            name = Piece(text=f" ({words.labelled(words.country(country), '')}")
            yield *worded(rule.text, words), name, *_sources(found, rule, words), Piece(text=")")
    for key, of in COUNTED.items():
        if lacking := [c for c in found.countries if found.latest(c, *of) is None]:
            countries, named = words.countries(lacking), words(f"return_policy.{key}")
            yield words("return_policy.closed_count", what=named, countries=countries)
    if unnamed := sum(each.counter == NOT_NAMED for each in found.counts):
        all_ = words.number(len(found.counts))
        yield words("return_policy.closed_counter", n=unnamed, all=all_)
    yield from (worded(line, words) for line in found.cannot_be_told)
    if found.left_out:
        yield words("table.unread", n=found.left_out)


# Every rule and count


def _every_rule(found: ReturnPolicy, words: Words) -> Table:
    """List the rules by country, the latest first, with what sets them and their sources."""
    told: Iterator[tuple[Cells, dict[str, str]]] = (
        (
            {
                "table.country": words.country(country),
                **_bounds(each, words),
                "kind": words.code("return_rule", each.rule),
                "rule": Cell(text=worded(each.text, words), lines=(_sources(found, each, words),)),
            },
            {"anchor": anchor("rule", each.id)},
        )
        for country in found.countries
        for each in reversed(found.rules)
        if each.country == country
    )
    title = words("return_policy.every_rule")
    return table("every-rule", title, told, words, group="return_policy", is_cards=True)


def _every_count(found: ReturnPolicy, words: Words) -> Table:
    told: Iterator[Cells] = (
        {
            "table.country": words.country(each.country),
            "stage": Cell(text=words.code("return_stage", each.stage), lines=(_what(each, words),)),
            "group": Cell(
                text=words.code("return_group", each.group),
                lines=(worded(each.age_band, words),) if each.age_band else (),
            ),
            "number": Cell(text=_number(each, words), value=each.value),
            "of_day": dated(each.date, each.date_precision, words, is_short=True),
            "counter": _counter(each, words),
            "table.source": cited(each, words),
        }
        for each in found.counts
    )
    title = words("return_policy.every_count")
    return table("every-count", title, told, words, group="return_policy", is_cards=True)
