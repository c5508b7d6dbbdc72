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
from peil.report.chart.figure import Axis, Bar, Drawing, Look, Mark, Note, Panel
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
    Row,
    Saying,
    Section,
    Table,
    Text,
    pieces,
)
from peil.report.tell.parts import bullets, cell, cited, dated, picked, report, row, table, worded
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
        title=words("return_policy.title", country=words.code("country", found.country)),
        day=found.day,
        headline=_headline(found, words),
        blocks=_blocks(found, words),
    )


def _blocks(found: ReturnPolicy, words: Words) -> Iterator[Block]:
    if lines := found.age_lines(found.country)[::-1]:
        told = tuple(_line(found, each, words) for each in lines)
        yield Points(key="line", items=told, rank=Rank.ANSWER)
    if answer := tuple(_answer(found, words)):
        yield Text(key="answer", lines=answer, rank=Rank.ANSWER)
    if drawn := [each for each in found.rules if each.admits and each.valid_from <= found.day]:
        yield _lines(found, drawn, words)
    own = (each for each in found.rules if each.country == found.country)
    if changed := [each for each in own if each.rule in CHANGING]:
        yield replace(_changed(found, changed, words), folds=True)
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
    lines, country = found.age_lines(found.country), words.code("country", found.country)
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
    """Say which of the other countries has an age line too."""
    others = found.countries[1:]
    having = [country for country in others if found.age_lines(country)]
    if having:
        yield words("return_policy.other_lines", countries=words.countries(having))
    elif others:
        yield words("return_policy.no_other_line", n=len(others))


def _sources(found: ReturnPolicy, rule: ReturnRule, words: Words) -> tuple[Piece, ...]:
    """Name what sets a rule and the sources of its vintages, each once."""
    read = {each.source: cited(each, words) for each in found.vintages[rule.id]}
    said = [worded(rule.instrument, words), *read.values()] if rule.instrument else [*read.values()]
    apart = Piece(text=words("format.semicolon", left="", right=""))
    inside = (piece for each in said for piece in (apart, *each))
    return tuple(inside)[1:]


def _lines(found: ReturnPolicy, drawn: Sequence[ReturnRule], words: Words) -> Figure:
    """Draw whom each country takes back through time; a bar fades after its last source."""
    title = words("return_policy.picture")
    countries = [c for c in found.countries if any(each.country == c for each in drawn)]
    names = tuple(Name(text=words.code("country", c), strong=c == found.country) for c in countries)
    marks = [
        mark
        for i, country in enumerate(countries)
        for rule in drawn
        if rule.country == country
        for mark in _bars(found, rule, i, words)
    ]
    first = min(each.valid_from for each in drawn)
    time = Axis(scale="day", low=dt.date(first.year, 1, 1), high=found.day)
    panel = Panel(x=time, y=Axis(scale="rows", rows=names), marks=tuple(marks))
    asked = ("admits", "from", "until", "last_read", "reason")
    heads = ("table.country", *(f"return_policy.{key}" for key in asked))
    told = [_drawn(found, each, words) for each in drawn]
    return Figure(
        key="lines",
        title=title,
        note=words("return_policy.picture_note"),
        rank=Rank.FIRST_PAGE,
        drawing=Drawing(panels=(panel,), has_narrow=True),
        alt=words.listed([_described(each, words) for each in drawn]),
        source=words("return_policy.picture_source"),
        data=table("lines-data", title, [words(head) for head in heads], told),
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
    """Say whom a country takes back and from when to when."""
    admits = words.code("return_admits", rule.admits)
    if rule.under_age is not None:
        admits = f"{admits}, {words('return_policy.under', age=rule.under_age)}"
    return words(
        f"return_policy.bar{'' if rule.valid_to is None else '_ended'}",
        country=words.code("country", rule.country),
        admits=admits,
        since=_from(rule, words),
        until=_until(rule, words, is_short=False),
    )


def _drawn(found: ReturnPolicy, rule: ReturnRule, words: Words) -> Row:
    return row(
        words.code("country", rule.country),
        words.code("return_admits", rule.admits),
        _from(rule, words, is_short=True),
        _until(rule, words),
        _last_read(rule, found.day, words, is_short=True),
        Cell(text=worded(rule.admits_reason, words)),
        words=words,
    )


def _changed(found: ReturnPolicy, rules: Sequence[ReturnRule], words: Words) -> Table:
    """List what changed in the subject's own rules; each row leads to its sources."""
    heads = [words(f"return_policy.{each}") for each in ("from", "until", "changed_what")]
    told = (
        row(
            _from(each, words, is_short=True),
            _until(each, words),
            Cell(text=worded(each.text, words)),
            words=words,
            to=Link(anchor=anchor("rule", each.id)),
        )
        for each in sorted(rules, key=lambda r: (r.valid_from, CHANGING.index(r.rule)))
    )
    title = words("return_policy.changed", country=words.code("country", found.country))
    return table("changed", title, heads, told, rank=Rank.FIRST_PAGE, is_cards=True)


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
    """Make a table of a row for each country and a column for each thing that is asked."""
    heads = [words("table.country"), *(words(f"return_policy.{each}") for each in asked)]
    several = zip(found.countries, *asked.values(), strict=True)
    told = [row(words.code("country", c), *cells, words=words) for c, *cells in several]
    title, rank = words(f"return_policy.{key}"), Rank.FIRST_PAGE
    return table(key, title, heads, told, note=note, rank=rank, is_cards=True)


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
    about = (*worded(count.what, words), Piece(text=f", {day} · "), *pieces(_counter(count, words)))
    number = _number(count, words)
    if count.group != group:
        number = words("return_policy.together", number=number)
    return Cell(text=number, lines=(about,))


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
            name = Piece(text=f" ({words.labelled(words.code('country', country), '')}")
            yield *worded(rule.text, words), name, *_sources(found, rule, words), Piece(text=")")
    for key, of in COUNTED.items():
        if lacking := [c for c in found.countries if found.latest(c, *of) is None]:
            named = words(f"return_policy.{key}")
            yield words(
                "return_policy.closed_count", what=named, countries=words.countries(lacking)
            )
    if unnamed := sum(each.counter == NOT_NAMED for each in found.counts):
        all_ = words.number(len(found.counts))
        yield words("return_policy.closed_counter", n=unnamed, all=all_)
    yield from (worded(line, words) for line in found.cannot_be_told)
    if found.left_out:
        yield words("table.unread", n=found.left_out)


# Every rule and count


def _every_rule(found: ReturnPolicy, words: Words) -> Table:
    """List the rules by country, the latest first, with what sets them and their sources."""
    asked = ("from", "until", "kind", "rule")
    heads = ("table.country", *(f"return_policy.{key}" for key in asked))
    listed = (
        (country, each)
        for country in found.countries
        for each in reversed(found.rules)
        if each.country == country
    )
    told = (
        row(
            words.code("country", country),
            _from(each, words, is_short=True),
            _until(each, words),
            words.code("return_rule", each.rule),
            Cell(text=worded(each.text, words), lines=(_sources(found, each, words),)),
            words=words,
            anchor=anchor("rule", each.id),
        )
        for country, each in listed
    )
    title = words("return_policy.every_rule")
    return table("every-rule", title, [words(head) for head in heads], told, is_cards=True)


def _every_count(found: ReturnPolicy, words: Words) -> Table:
    asked = ("stage", "group", "number", "of_day", "counter")
    heads = ("table.country", *(f"return_policy.{key}" for key in asked), "table.source")
    told = (
        row(
            words.code("country", each.country),
            Cell(text=words.code("return_stage", each.stage), lines=(worded(each.what, words),)),
            Cell(
                text=words.code("return_group", each.group),
                lines=(worded(each.age_band, words),) if each.age_band else (),
            ),
            Cell(text=_number(each, words), value=each.value),
            dated(each.date, each.date_precision, words, is_short=True),
            Cell(text=_counter(each, words)),
            cell(cited(each, words), words),
            words=words,
        )
        for each in found.counts
    )
    title = words("return_policy.every_count")
    return table("every-count", title, [words(head) for head in heads], told, is_cards=True)
