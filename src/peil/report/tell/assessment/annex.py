"""The annex: the full tables, and the only place where decibans stand."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from peil.assess.ladder import COUNT, RATIO, FamilyRule
from peil.assess.reviews import Replay
from peil.assess.rule import PROPOSED, default_rule
from peil.observe.events import NO_EVENT
from peil.observe.figures import FigureGroup
from peil.report.model import Cell, Piece, Rank, Saying, Table, filled, joined, linked
from peil.report.tell.assessment import evidence as say
from peil.report.tell.assessment.balance import changed
from peil.report.tell.assessment.headline import adopted, caveat, fits, signed_by
from peil.report.tell.citations import known_text
from peil.report.tell.official import official_level
from peil.report.tell.parts import Cells, Value, cell, day_known, share, table, worded
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
    for key, tell in SHEETS.items():
        title, rows, plain = words(f"table.{key}"), tell(found, words), f"table.{key}_note"
        note: Saying = ""
        if key in NOTES:
            note = NOTES[key](found, words)
        elif plain in words.terms:
            note = words(plain)
        made = table(key, title, rows, words, note=note, rank=Rank.ANNEX)
        yield from [made] if made.rows else []


def _weights(found: Assessed, words: Words) -> Iterator[Cells]:
    """List what each indicator weighs in each step, and how that adds up."""
    explained, steps = found.assessment.explanation, found.scale.steps

    def weighed(name: str, db: Iterable[float], **of: Value) -> Cells:
        each = (Cell(text=words.decibans(value), value=value) for value in map(float, db))
        apart = dict.fromkeys(("family", "effort", "reliability"), "")
        return {"indicator": name, **apart, **of, **dict(zip(steps, each, strict=True))}

    yield weighed(words("table.start"), explained.prior_db)
    for view in found.assessment.indicators:
        if view.reliability:
            yield weighed(
                say.named(found, view.indicator, words),
                view.weights_db,
                family=words.code("family", view.family),
                effort=say.effort(found, view.indicator, words),
                reliability=cell(view.reliability, words, 2),
            )
    yield weighed(words("table.result"), explained.posterior_db)


def _counted_again(found: Assessed, words: Words) -> str:
    """Say what a deciban is, and why an indicator may be believed less than its kind."""
    part = found.assessment.settings.rule.further_figures
    told = words("table.weights_from", part=words.number(part, 2)) if part else ""
    return " ".join(filter(None, (words("table.weights_note"), told)))


def _directions(found: Assessed, words: Words) -> Iterator[Cells]:
    for view in found.assessment.indicators:
        told = view.direction
        chances = (share(chance, words) for chance in told.probability or (None,) * len(WAYS))
        why = words.code("reason", told.reason)
        if told.word in say.ARROWS:
            why = words.listed(say.remarks(told, words))
        yield {
            "indicator": say.named(found, view.indicator, words),
            "effort": say.effort(found, view.indicator, words),
            "direction": say.told_direction(told.word, words),
            **dict(zip(WAYS, chances, strict=True)),
            "ratio": _ratio(told.rate_ratio, words),
            "power": share(told.power, words),
            "why": why,
        }


def _ratio(interval: tuple[float, float, float] | None, words: Words) -> Cell | None:
    if not interval:
        return None
    low, middle, high = (words.fixed(value, 2) for value in interval)
    return Cell(text=f"{middle} [{low}–{high}]", value=interval[1])


def _compared(found: Assessed, words: Words) -> Iterator[Cells]:
    """List the figures that were compared, with who published them, when and where."""
    for view in found.assessment.indicators:
        unit = found.indicators[view.indicator].unit
        for which, told in zip(("latest", "previous"), say.groups(found, view), strict=True):
            if told:
                yield {
                    "indicator": say.marked(found, view.indicator, words),
                    "which": words.code("table", which),
                    "period": words.periods(told.stretches),
                    "value": Cell(text=say.of_group(told, words, unit), value=told.count),
                    "published": day_known(told.published, told.precision, words),
                    "publisher": words.listed(told.publishers),
                    "source": _read_in(told, words),
                }


def _read_in(told: FigureGroup, words: Words) -> Saying:
    is_none = told.sources == (NO_EVENT,)
    return words("table.no_event") if is_none else linked("; ".join(told.sources))


# What else would be proposed


def _sensitivity(found: Assessed, words: Words) -> Iterator[Cells]:
    """List every change of the method and what it leads to."""
    tried = found.assessment.tried if say.proposed(found) is not None else ()
    for name in tried:
        run = found.assessment.broken_by.get(name)
        answer, since = words("table.same"), Cell()
        if run is not None:
            # No step led to the answer of the first review.
            is_first = run.now.since in [review.day for review in found.history[:1]]
            since = cell(words("table.first_review") if is_first else run.now.since, words)
            answer = _answer(found, run, words)
        change = words.sentence(words.code("change", name))
        fit = _fits(found, run, words)
        yield {"change": change, "answer": answer, "since": since, **fit}


def fit_heads(found: Assessed, words: Words) -> list[str]:
    """Name the columns of the fit of each level."""
    return [f"{words('table.fit')} {number}" for number in found.scale.numbers]


def _answer(found: Assessed, run: Replay, words: Words) -> str:
    level = found.assessment.number(run.now.level)
    if run.now.status != PROPOSED or level is None:
        return words.code("answer", run.now.status)
    return words.short_level(found.scale, level)


def _fits(found: Assessed, run: Replay | None, words: Words) -> Cells:
    told = (
        [share(fit, words) for _, fit in fits(found, run)]
        if run
        else [Cell()] * len(found.scale.levels)
    )
    return dict(zip(fit_heads(found, words), told, strict=True))


def _leave_out(found: Assessed, words: Words) -> Iterator[Cells]:
    for family, run in found.assessment.left_out.items():
        answer, fit = _answer(found, run, words), _fits(found, run, words)
        yield {"family": words.code("family", family), "answer": answer, **fit}


def _would(found: Assessed, words: Words) -> Iterator[Cells]:
    for change in found.assessment.would_change:
        value, needed = (
            Cell(text=changed(found, change, figure, words), value=figure)
            for figure in (change.count, change.needed)
        )
        yield {
            "indicator": say.marked(found, change.indicator, words),
            "period": words.period(*change.period),
            "value": value,
            "needed": needed,
            "effect": words.code("effect", change.effect),
            "level": words.short_level(found.scale, found.scale.numbers[change.level]),
        }


# What it rests on


def _ladder(found: Assessed, words: Words) -> Iterator[Cells]:
    """List what each level would look like in each family, and why."""
    for name, rule in found.ladder.families.items():
        label = words.code("family", name)
        yield _family(f"ladder_reason.{name}", label, rule, found, words)
    for name, rule in found.ladder.totals.items():
        label = words("measure.totals", family=words.code("family", name))
        yield _family(f"ladder_totals.{name}", label, rule, found, words)


def _family(key: str, name: str, rule: FamilyRule, found: Assessed, words: Words) -> Cells:
    levels = [words("level.plain", n=n) for n in found.scale.numbers]
    values = (rule.monthly(len(levels)) * rule.per_months).tolist()
    # Of Peil's own ladder the catalogues say why a family is read as it is.
    is_own = words_in(ENGLISH).terms.get(key) == rule.reason
    return {
        "family": name,
        "measure": _measure(rule, words),
        **{level: cell(v, words, LADDER_DIGITS) for level, v in zip(levels, values, strict=True)},
        "size": cell(rule.size, words, 1),
        "reliability": cell(rule.reliability, words, 2),
        "reason": words(key) if is_own else worded(rule.reason, words),
    }


def _measure(rule: FamilyRule, words: Words) -> str:
    if rule.measure == RATIO:
        return words("measure.ratio")
    group = "count" if rule.measure == COUNT else "per_head"
    how_long = USUAL.get(rule.per_months, "months")
    return words(f"measure.{group}_{how_long}", months=words.number(rule.per_months))


def _signed(found: Assessed, words: Words) -> str:
    return words(
        "table.ladder_note",
        name=found.ladder.name,
        date=words.day(found.ladder.date),
        author=signed_by(found, words),
        adopted=adopted(found, words),
    )


def _rule(found: Assessed, words: Words) -> Iterator[Cells]:
    made = found.assessment
    constants = {**made.settings.rule.constants, "hold_time_months": made.hold_time_months}
    for name, value in constants.items():
        yield {"constant": words.code("rule", name), "value": _constant(value, words)}


def _chosen(found: Assessed, words: Words) -> str:
    """Say of the rule that Peil ships how its constants were chosen."""
    own = found.assessment.settings.rule
    if own != default_rule():
        return ""
    times = words.number(1 / own.p_up - 1, 1)
    return words("table.rule_note", bound=words.number(own.p_up, 2), times=times)


def _constant(value: Any, words: Words) -> Cell:
    """Write a constant of the rule; of those that differ by level, one after another."""
    if isinstance(value, list):
        return Cell(text=words.listed([words.number(each, 3) for each in value]))
    return cell(value, words, 3)


def _caveats(found: Assessed, words: Words) -> Iterator[Cells]:
    yield from ({"caveats": caveat(each, words)} for each in found.caveats)


def _events(found: Assessed, words: Words) -> Iterator[Cells]:
    """List the dated events of the last two years, beside the figures."""
    for listed in found.events:
        event = listed.event
        yield {
            "day": day_known(event.date, event.precision, words),
            "country": words.country(event.country),
            "place": event.place,
            "status": words.code("event", event.status),
            "counts": words("table.yes" if listed.counts else "table.no"),
            "published": event.published,
            "source_then": linked(event.source),
        }


def _indicators(found: Assessed, words: Words) -> Iterator[Cells]:
    """List what each indicator counts, what its reader must know, and from when to when it tells."""
    day = found.as_of
    for view in found.assessment.indicators:
        told = found.indicators[view.indicator]
        bounds = [
            each if each and each <= day else None
            for each in (told.relevant_from, told.relevant_until)
        ]
        reason, source = worded(told.relevance_reason, words), linked(told.relevance_source)
        if reason and source:
            reason = (replace(reason[0], text=without_stop(reason[0].text)),)
            reason = joined([reason, source], words("format.semicolon", left="", right=""))
        yield {
            "indicator": say.marked(found, view.indicator, words),
            "definition": worded(known_text(told.definition, day), words),
            "caveat": worded(known_text(told.caveat, day), words),
            "relevant_from": bounds[0],
            "relevant_until": bounds[1],
            "why": reason if any(bounds) else None,
        }


def _scale(found: Assessed, words: Words) -> Iterator[Cells]:
    for level in found.scale.levels:
        short = words.short_level(found.scale, level.number)
        yield {"level": short, "meaning": words.name(level.meaning)}


def _law(found: Assessed, words: Words) -> str:
    law = found.scale
    basis = f"{words.told(law.instrument)}, {words.told(law.article)}"
    return words.ended(words.listed([law.name, basis]))


def _places(found: Assessed, words: Words) -> Iterator[Cells]:
    for each in found.of_places:
        yield {
            "place": worded(each.scope, words),
            "level": official_level(each, each.scale_in(found.scale), words, "short"),
            "since": words.known(each.valid_from, each.announced_precision),
            "source": linked(each.source),
        }


SHEETS: dict[str, Callable[[Assessed, Words], Iterator[Cells]]] = {
    "weights": _weights,
    "directions": _directions,
    "compared": _compared,
    "sensitivity": _sensitivity,
    "leave_out": _leave_out,
    "ladder": _ladder,
    "rule": _rule,
    "caveats": _caveats,
    "events": _events,
    "would": _would,
    "indicators": _indicators,
    "scale": _scale,
    "places": _places,
}
NOTES: dict[str, Callable[[Assessed, Words], Saying]] = {
    "weights": _counted_again,
    "sensitivity": lambda _, w: filled(w, "table.sensitivity_note", letter=Piece(ref="ladder")),
    "ladder": _signed,
    "rule": _chosen,
    "scale": _law,
}
"""What is said below a table whose note is no plain message."""
