"""Tell what counts say: two spells, a series before and after, and places per head."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from peil.report.chart.figure import Axis, Dot, Guide, Look, Mark, Panel
from peil.report.model import Block, Figure
from peil.report.tell.evaluation import said as say
from peil.report.tell.parts import Value, notes
from peil.report.words import Words
from peil.review.evaluation.exact import PowerFound, PowerStudied
from peil.review.evaluation.interrupted import SEASON, SLOPE, TREND, Interrupted, Modelled
from peil.review.evaluation.per_head import PerHead, PlaceRate
from peil.review.evaluation.verdict import Verdict

TERMS = {TREND: "evaluate.trend", SLOPE: "evaluate.slope", SEASON: "evaluate.season"}
"""Names of what an exact comparison does not heed."""
OBSERVED, EXPECTED = Look(colour="blue", weight=2.0), Look(colour="vermilion", dashed=True)


def power_answer(found: PowerStudied, words: Words) -> str:
    """Say what the counts tell, or in how many cases a change would be found."""
    if found.is_observed:
        return say.answer_line(found.outcome, words)
    power = found.power
    told = words("evaluate.cases", number=words.of_hundred(power.power))
    change = say.change_of(power.asked, words)
    if power.can_tell:
        return words.sentence(words("evaluate.would_be_found", change=change, cases=told))
    return words("evaluate.would_be_missed", change=change, cases=told)


def power_blocks(found: PowerStudied, words: Words) -> Iterator[Block]:
    """Give what two spells could tell, and what was asked."""
    power, outcome = found.power, found.outcome
    before, after = (say.sized(each, words) for each in (power.spells.before, power.spells.after))
    ratio, in_sight = words.number(power.asked, 3), ""
    if outcome.asked != power.asked and outcome.power is not None:
        in_sight = say.power_for(outcome, words)
    test = {"power": words.percent(power.power), "share": words.percent(power.alpha)}
    ratio_found = say.interval_of(outcome, words)
    if not found.is_asked:
        yield from notes("not-given", [words("evaluate.not_given", ratio=ratio)])
    rows = {
        "expected": say.sized(power.expected, words),
        "lengths": words("evaluate.both", first=before, second=after),
        "ratio_asked": words("evaluate.named", name=ratio, role=say.change_of(power.asked, words)),
        "power": words("evaluate.power_test", **test),
        "power_found": in_sight,
        "smallest_fall": _falls(power, words),
        "ratio_observed" if found.is_observed else "ratio_as_asked": ratio_found,
    }
    yield say.named_table(rows, words)
    change, level = say.change_of(power.asked, words), words.percent(outcome.level)
    yield from say.assumed(words, words("evaluate.asked_note", asked=change, level=level))


def _falls(found: PowerFound, words: Words) -> str:
    even, well = found.fall_even, found.fall_well
    if even is None:
        return words("evaluate.falls_none")
    in_most = words("evaluate.none") if well is None else words.percent(well)
    return words("evaluate.falls", even=words.percent(even), well=in_most)


def series_blocks(found: Interrupted, words: Words) -> Iterator[Block]:
    """Give why, the counts as a picture, each series with its figures, and what was assumed."""
    rows = [_modelled(found.own, "asked_about", words)]
    if found.control:
        rows.append(_modelled(found.control, "control", words))
        rows.append([words("evaluate.both_ratios"), "", "", "", *_figures(found.verdict, words)])
    rows += [_modelled(other, "elsewhere", words) for other in found.displaced]
    if found.total:
        rows.append(_modelled(found.total, "together", words))
    heads = (
        "series", "method", "events_before", "events_after", "ratio", "interval", "power", "answer",
    )  # fmt: skip
    yield from notes("reason", [words(say.REASONS[found.verdict.reason])])
    yield _counts(found.own, found.begins, words)
    yield say.evaluated("evaluated", heads, rows, words, note=words("evaluate.series_note"))
    yield from say.assumed(
        words,
        words("evaluate.begins", day=words.day(found.begins)),
        say.asked_note(found.own.verdict, words),
        *_series_notes(found, words),
    )


def _modelled(model: Modelled, role: str, words: Words) -> list[Value]:
    name = words("evaluate.named", name=model.series, role=words(f"evaluate.{role}"))
    method = words.code("evaluate_method", model.method)
    return [name, method, *map(float, model.events), *_figures(model.verdict, words)]


def _figures(verdict: Verdict, words: Words) -> list[Value]:
    interval = say.span_of(verdict.low, verdict.high, words)
    power, answer = say.share_of(verdict.power, words), say.answer_of(verdict, words)
    return [say.sized_cell(verdict.estimate, words), interval, power, answer]


def _series_notes(found: Interrupted, words: Words) -> Iterator[str]:
    """Say what was assumed of a series, and what was not tested."""
    own = found.own
    if own.slope is not None:
        yield words("evaluate.step", ratio=say.interval_of(own.step, words))
        yield words("evaluate.slope_ratio", ratio=say.interval_of(own.slope, words))
        yield words("evaluate.slope_mean")
    if own.widening > 1:
        correlation = words.number(own.autocorrelation, 2)
        factor = words.number(float(np.sqrt(own.widening)), 2)
        yield words("evaluate.widened", correlation=correlation, factor=factor)
    if own.left_out:
        yield words("evaluate.left_out", n=own.left_out)
    for model in (own, found.control, *found.displaced, found.total):
        if model is not None:
            yield from _exact_notes(model, words)
    if not found.control:
        yield words("evaluate.no_control")
    if not found.displaced:
        yield words("evaluate.no_displacement")


def _exact_notes(model: Modelled, words: Words) -> Iterator[str]:
    if model.apart:
        yield words("evaluate.apart", name=model.series, n=model.apart)
    if model.unheeded:
        terms = ", ".join(words(TERMS[term]) for term in model.unheeded)
        yield words("evaluate.unheeded", name=model.series, terms=terms)


def _counts(model: Modelled, begins: date, words: Words) -> Figure:
    """Draw counts, the model, and the model had nothing changed."""
    days = [day.item() for day in model.start]
    title = words("evaluate.series_chart", name=model.series)
    after = [(day, value) for day, value in zip(days, model.expected, strict=True) if day >= begins]
    marks: list[Mark] = [
        say.course(zip(days, model.fitted, strict=True), OBSERVED, words("evaluate.legend_model")),
        say.course(after, EXPECTED, words("evaluate.legend_without")),
        *(Dot(x=day, y=float(n), key=words("evaluate.legend_counts"))
          for day, n in zip(days, model.count, strict=True)),
        Guide(at=begins, look=Look(dashed=True)),
    ]  # fmt: skip
    heads = ("period_from", "legend_counts", "legend_model", "legend_without")
    values = zip(model.start, model.count, model.fitted, model.expected, strict=True)
    return say.outcome_figure(
        Panel(x=Axis(scale="day"), y=Axis(low=0.0), marks=tuple(marks), height=220.0),
        title,
        words(
            "evaluate.series_desc",
            number=len(days),
            name=model.series,
            before=words.number(float(model.events[0])),
            after=words.number(float(model.events[1])),
        ),
        (heads, [(day.item(), *(say.sized_cell(v, words) for v in row)) for day, *row in values]),
        words,
    )


def highest_place(found: PerHead, words: Words) -> str:
    """Say which place has the highest rate, and how sure that is."""
    return words(
        "evaluate.highest_rate",
        place=found.highest or words("evaluate.place_not_shown"),
        answer=words.code("evaluate_highest", found.word),
        chance=words.percent(found.probability),
    )


def places_blocks(found: PerHead, words: Words) -> Iterator[Block]:
    """Give each place with its rate and rank, and what is not shown."""
    heads = (
        "place", "events", "rate", "interval", "drawn", "drawn_interval", "place_rank",
        "chance_highest", "funnel",
    )  # fmt: skip
    rows = [_place(place, words) for place in found.places]
    yield say.evaluated("places", heads, rows, words)
    hidden = sum(place.is_suppressed for place in found.places)
    level, mean = words.percent(found.level), say.sized(found.mean, words)
    yield from say.assumed(
        words,
        words("evaluate.per_million", mean=mean, level=level),
        words("evaluate.funnel_note"),
        *([words("evaluate.hidden", n=hidden)] if hidden else []),
    )


def _place(place: PlaceRate, words: Words) -> list[Value]:
    if place.is_suppressed:
        return [place.name, words("evaluate.not_shown"), *[""] * 7]
    return [
        place.name,
        place.count,
        say.sized_cell(place.rate, words),
        say.span_of(place.low, place.high, words),
        say.sized_cell(place.drawn, words),
        say.span_of(place.drawn_low, place.drawn_high, words),
        words("evaluate.range", low=place.rank_low, high=place.rank_high),
        say.share_of(place.probability_first, words),
        words.code("evaluate_funnel", place.funnel),
    ]
