"""What was decided and said publicly that day, and where the public figures contradict it."""

from collections.abc import Iterator, Mapping
from typing import Any

from peil.assess.assessment import IndicatorView
from peil.decide.contradiction import (
    BORNE_OUT,
    CONTRADICTED,
    NOT_CHECKABLE,
    ComparedDecision,
    ComparedReason,
)
from peil.decide.decision import Decision, LevelException
from peil.decide.official import InForce
from peil.observe.direction import DIRECTIONS
from peil.report.model import (
    Block,
    Mark,
    Piece,
    Point,
    Points,
    Rank,
    Saying,
    Section,
    Text,
    filled,
    linked,
)
from peil.report.tell.assessment import evidence as say
from peil.report.tell.official import official_level, said_in_force, said_other_scale
from peil.report.tell.parts import bullets, notes, worded
from peil.report.words import Words
from peil.review.assessed import Assessed
from peil.terms.scale import Scale

MARKS: Mapping[str, Mark] = {CONTRADICTED: "contradicted", BORNE_OUT: "agrees"}
ORDER: tuple[Mark, ...] = ("contradicted", "agrees", "")
FIRST = 2
"""Contradictions that the first page has room for."""


def decided(found: Assessed, words: Words) -> Section:
    """Tell the decision of the day, beside where the figures contradict its reasons."""
    made = found.decision
    blocks: list[Block] = [Text(key="decision", lines=tuple(_decision(found, words)))]
    against = [p for p in _measured(found, words) if p.mark == "contradicted"][:FIRST]
    if against:
        title = words("decided.contradictions")
        blocks.append(Points(key="contradictions", title=title, items=tuple(against)))
    aside: dict[str, Any] = {"tone": "note", "rank": Rank.REST}
    places = filled(words, "decided.places", letter=Piece(ref="places"))
    blocks += notes("law", [_law(found.scale, words)] if found.scale.set_by else [], **aside)
    blocks += notes("places-of-level", [places] if found.of_places else [], **aside)
    blocks += notes("after", _after(found, made, words) if made else [], **aside)
    return Section(
        key="decided",
        title=words("title.decided"),
        rank=Rank.FIRST_PAGE,
        beside=True,
        share=2,
        blocks=tuple(blocks),
        sources=() if made and made.reasons else _sources(found),
    )


def _law(scale: Scale, words: Words) -> Saying:
    """Say which law the levels stand in, and who sets the level and may change it."""
    law = words("decided.law", instrument=scale.instrument, article=scale.article)
    return (Piece(text=f"{law} "), *worded(scale.set_by, words))


def reasons(found: Assessed, words: Words) -> Iterator[Section]:
    """List all reasons that were given, beside what the figures say of each."""
    made = found.decision
    if made is None or not made.reasons:
        return
    measured = tuple(sorted(_measured(found, words), key=lambda point: ORDER.index(point.mark)))
    silent = [each for each in made.reasons if each.answer == NOT_CHECKABLE]
    title = words("decided.unmeasured") if made.is_compared else ""
    shown = "reasons" if made.is_compared else "reasons_then"
    yield Section(
        key="reasons",
        title=words(f"decided.{shown}", day=words.day(made.decision.date)),
        blocks=(
            *([Points(key="measured", items=measured, columns=2)] if measured else []),
            *bullets("unmeasured", title, (worded(each.reason.text, words) for each in silent)),
        ),
        sources=_sources(found),
    )


def _sources(found: Assessed) -> tuple[Saying, ...]:
    made, official = found.decision, found.official
    source = (made.decision.source if made else "") or (official.row.source if official else "")
    return (linked(source),) if source else ()


# The decision and the level in force


def _decision(found: Assessed, words: Words) -> Iterator[Saying]:
    """Tell the level in force, then the decision; in one where that decision put it in force."""
    if (made := found.decision) is None:
        yield _official(found, None, words)
        yield words("decided.none")
        return
    decision = made.decision
    scale = found.scale.on(decision.date) or found.scale
    level, day = words.level(scale, decision.level), words.day(decision.date)
    told = {"office": decision.office, "level": level, "day": day}
    if found.official is None or _is_decided(found.official, decision):
        said = words.sentence(words("decided.level", **told))
        yield " ".join(filter(None, (said, _official(found, decision, words))))
    else:
        yield _official(found, None, words)
        if source := found.official.row.source:
            yield linked(source)
        yield " ".join(
            [words("decided.last", **told), *_unreasoned(found.official, decision, words)]
        )
    law = {"seriousness": decision.seriousness, "likelihood": decision.likelihood}
    if laws := [words.labelled(words(f"decided.{key}"), text) for key, text in law.items() if text]:
        yield words.ended(words.listed([*laws, *_dated(found, decision, words)]))
    if not made.is_compared:
        yield words("decided.then", today=words.day(found.as_of))


def _unreasoned(day: InForce, made: Decision, words: Words) -> Iterator[str]:
    """Say of the change after a decision that no reasons of it are held."""
    if made.date < day.row.valid_from:
        yield words("decided.last_unreasoned", day=words.day(day.row.valid_from))


def _dated(found: Assessed, decision: Decision, words: Words) -> Iterator[str]:
    """Say of which day a decision is that was not made today."""
    if decision.date != found.as_of:
        yield words("decided.of_day", day=words.day(decision.date))


def _is_decided(day: InForce, made: Decision | None) -> bool:
    """Whether the level in force is the one that a decision put in force."""
    return made is not None and (made.level, made.date) == (day.row.level, day.row.valid_from)


def _official(found: Assessed, decision: Decision | None, words: Words) -> str:
    """Say the level in force, unless it is the one just decided, and compare it."""
    day, before = found.official, found.official_before
    if day is None:
        return words("decided.no_official")
    said = [*_in_force(found, day, decision, words)]
    if before and before.row != day.row:
        said += _before(before, day, words)
    return " ".join(filter(None, [*said, _comparison(found, day.number, words)]))


def _in_force(found: Assessed, day: InForce, made: Decision | None, words: Words) -> Iterator[str]:
    """Say the level in force, and when it was confirmed; of the one just decided only that."""
    if not day.row.verified or not _is_decided(day, made):
        yield from said_in_force(day, found.as_of, words)
        return
    if day.confirmed is not None:
        yield words("decided.confirmed", day=words.day(day.confirmed.valid_from))
    yield from said_other_scale(day, words)


def _before(before: InForce, day: InForce, words: Words) -> Iterator[str]:
    """Say what held the day before, where that is another level or was not known."""
    was, is_now = (
        (each.row.kind, each.row.level) if each.row.verified else None for each in (before, day)
    )
    if was is None and is_now is not None:
        yield words("decided.before_unknown")
    elif was is not None and was != is_now:
        level = official_level(before.row, before.scale, words)
        yield words("decided.before", level=level)


def _comparison(found: Assessed, official: int | None, words: Words) -> str:
    level = say.proposed(found)
    if level is None or official is None:
        return ""
    if found.assessment.base.now.or_higher and level <= official:
        return words("decided.or_higher", n=level)
    if level == official:
        return words("decided.same")
    return words("decided.above" if level > official else "decided.below", n=level)


# Reasons


def _measured(found: Assessed, words: Words) -> list[Point]:
    given = found.decision.reasons if found.decision else ()
    return [_point(found, each, words) for each in given if each.answer != NOT_CHECKABLE]


def _point(found: Assessed, reason: ComparedReason, words: Words) -> Point:
    mark = "" if reason.is_of_same_source else MARKS.get(reason.answer, "")
    says = _valued if reason.reason.value is not None else _directed
    return Point(what=worded(reason.reason.text, words), says=says(found, reason, words), mark=mark)


def _valued(found: Assessed, reason: ComparedReason, words: Words) -> str:
    """Say what figure was published for the period of one that a reason gives."""
    figure = reason.figure
    if figure is None:
        return words("decided.no_figure")
    name = say.named(found, figure.indicator, words)
    days = {"end": words.day(figure.end), "day": words.day(figure.published)}
    said = words("decided.figure", name=name, value=words.number(figure.value, 1), **days)
    if reason.is_of_same_source:
        return words("decided.same_source", direction=said)
    return words.code("decided", reason.why or reason.answer, direction=said)


def _directed(found: Assessed, reason: ComparedReason, words: Words) -> str:
    """Say which way the figures go, and whether that is what the reason says; or why none can tell."""
    if reason.figures_say in DIRECTIONS:
        direction = _verdict(found, reason, reason.figures_say, words)
        return words.code("decided", reason.why or reason.answer, direction=direction)
    if last := say.last_shown(_view(found, reason), reason.why, words):
        return words("decided.old", **last)
    return words("decided.unknown", reason=words.code("reason", reason.why))


def _view(found: Assessed, reason: ComparedReason) -> IndicatorView | None:
    return say.view_of(found, reason.figure.indicator) if reason.figure else None


def _verdict(found: Assessed, reason: ComparedReason, figures_say: str, words: Words) -> str:
    """Say which figures confirm or contradict a reason, and which way they go."""
    shown, kind = _view(found, reason), reason.reason.family
    said = words.code("direction", figures_say)
    if kind is not None:
        said = f"{said} ({words.code('family', kind)})"
    if shown is None or reason.figure is None:
        return said
    latest, previous = say.groups(found, shown)
    if latest and previous:
        counts = {"latest": say.figure(latest, words), "previous": say.figure(previous, words)}
        day = words.day(reason.figure.published)
        said = words("decided.by", direction=said, day=day, **counts)
    return words.listed([said, *say.remarks(shown.direction, words)])


# What follows the decision


def _after(found: Assessed, made: ComparedDecision, words: Words) -> Iterator[Saying]:
    """Tell dissent, exceptions and the day of the review, and how many reasons there are."""
    decision = made.decision
    for voice in decision.dissent:
        label = words("decided.dissent", office=voice.office)
        (text,) = worded(voice.text, words)
        yield filled(words, "format.colon", label=label, text=text)
    for each in decision.exceptions:
        if not _is_overtaken(found, decision, each):
            yield _exception(found, decision, each, words)
    if decision.review_on:
        yield words("decided.review", day=words.day(decision.review_on))
    if made.reasons and made.is_compared:
        yield words("decided.more", n=len(made.reasons))


def _is_overtaken(found: Assessed, made: Decision, each: LevelException) -> bool:
    """Whether a later general level is that of an exception or above, so that it excepts nothing."""
    day = found.official
    is_later = day is not None and day.row.valid_from > made.date
    is_same_scale = found.scale.on(made.date) in (None, found.scale)
    return bool(day and is_later and is_same_scale and (day.number or 0) >= each.level)


def _exception(found: Assessed, made: Decision, each: LevelException, words: Words) -> str:
    level = words.level(found.scale.on(made.date) or found.scale, each.level)
    until = words("decided.until", day=words.day(each.until)) if each.until else ""
    place = words("decided.exception", place=each.place, level=level)
    said = words.listed([part for part in (place, until, *_dated(found, made, words)) if part])
    return " ".join(words.ended(part) for part in (said, words.sentence(each.text)) if part)
