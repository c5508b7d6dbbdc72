"""What speaks for and against, in words; what each kind shows; and what would change it all."""

from collections.abc import Iterator, Sequence
from math import log

import numpy as np

from peil.assess.assessment import PLOTS, FamilyView, IndicatorView
from peil.assess.sensitivity import SwitchingValue
from peil.observe.events import FOILED
from peil.report.model import (
    Block,
    Piece,
    Point,
    Points,
    Rank,
    Saying,
    Section,
    Text,
    filled,
    joined,
)
from peil.report.tell.assessment import evidence as say
from peil.report.tell.assessment.headline import otherwise
from peil.report.tell.assessment.ruled import gives
from peil.report.tell.parts import bullets
from peil.report.words import Words
from peil.review.assessed import Assessed
from peil.terms.calendar import months_covered

SHOWN, SHOWN_OF_MANY, CHANGES_SHOWN = 3, 2, 4
"""Points on each side, of one step and of several, and changes: what the first page can hold."""
METHODS_SHOWN = 2
"""Changes of the method that the first page names; the annex lists all."""
SHOWN_AS_DECIDED = 1
"""Points on each side of a step that only the official level makes one of interest."""
UNLISTED = "no_complete_list"


def sides(found: Assessed, words: Words) -> Section:
    """Say what speaks for the upper and for the lower level of each step."""
    steps = say.concerned_steps(found)
    most = SHOWN if len(steps) == 1 else SHOWN_OF_MANY
    held: list[Block] = []
    for step in say.told_steps(found):
        held += _sides(found, step, most if step in steps else SHOWN_AS_DECIDED, words)
    how = " ".join([words("sides.how"), *_neutral(found, words)])
    if said := tuple(_sums(found, words)):
        held.append(Text(key="sums", tone="sum", rank=Rank.FIRST_PAGE, lines=said))
    return Section(
        key="sides",
        title=words("title.sides"),
        rank=Rank.FIRST_PAGE,
        share=3,
        blocks=(*held, Text(key="how", tone="note", lines=(how,))),
    )


def _sides(found: Assessed, step: str, most: int, words: Words) -> Iterator[Section]:
    """Give both sides of a step; where it started stands on the side that it speaks for."""
    strong = [v for v in say.weighing(found, step) if abs(say.weight(found, v, step)) >= say.HARDLY]
    start = float(found.assessment.explanation.prior_db[found.scale.steps.index(step)])
    has_start = say.has_weight(found) and abs(start) >= say.HARDLY
    first = Point(what=words("sides.start"), says=words.count(start, step))
    upper, lower = (words.short_level(found.scale, level) for level in say.ends(step))
    for sign, more, less in ((1, upper, lower), (-1, lower, upper)):
        own = [view for view in strong if sign * say.weight(found, view, step) > 0]
        begin = [first] if has_start and (start > 0) == (sign > 0) else []
        points = (*begin, *(_point(found, view, step, words) for view in own[:most]))
        key = f"side-{step.replace(':', '-')}-{'upper' if sign > 0 else 'lower'}"
        rest = _more(found, own[most:], "weights", words) if own else words("sides.none")
        yield Section(
            key=key,
            title=words("sides.for", more=more, less=less),
            beside=sign < 0,
            blocks=(
                *([Points(key=f"{key}-points", items=points)] if points else []),
                *([Text(key=f"{key}-rest", tone="note", lines=(rest,))] if rest else []),
            ),
        )


def _more(found: Assessed, views: list[IndicatorView], table: str, words: Words) -> Saying:
    """Name the indicators that only the annex has room for."""
    if not views:
        return ""
    names = say.all_named(found, views, words)
    return filled(words, "sides.more", letter=Piece(ref=table), names=names)


def _point(found: Assessed, view: IndicatorView, step: str, words: Words) -> Point:
    name, told = view.indicator, view.direction
    directions = say.since(told, words) or [words.code("direction", told.word)]
    detail = [
        say.compared(found, view, words),
        words.labelled(words("table.direction"), *directions),
        *([words("sides.effort")] if say.follows_effort(found, name) else []),
        *say.across(told, words),
    ]
    return Point(
        what=say.named(found, name, words),
        says=words.odds(say.weight(found, view, step), step),
        detail=" · ".join(detail),
    )


def _sums(found: Assessed, words: Words) -> Iterator[str]:
    sums = dict(zip(found.scale.steps, found.assessment.explanation.posterior_db, strict=True))
    for step in say.told_steps(found):
        if say.weighing(found, step):
            yield words("sides.total", odds=words.count(float(sums[step]), step))


def _neutral(found: Assessed, words: Words) -> Iterator[str]:
    """Name the indicators that hardly separate the two levels of each step."""
    for step in say.concerned_steps(found):
        weak = [
            v for v in say.weighing(found, step) if abs(say.weight(found, v, step)) < say.HARDLY
        ]
        if weak:
            upper, lower = say.ends(step)
            names = say.all_named(found, weak, words)
            yield words("sides.neutral", upper=upper, lower=lower, names=names)


# Kinds


def families(found: Assessed, words: Words) -> Points:
    """Say which way each kind of indicator goes, and by which figures."""
    return Points(
        key="families",
        title=words("title.families"),
        note=words("kind.how"),
        columns=3,
        items=tuple(
            Point(
                what=words.sentence(words.code("family", view.family)),
                says=say.told_direction(view.direction, words, _lasting(found, view, words)),
                detail=_shown_by(found, view, words),
            )
            for view in found.assessment.families
        ),
    )


def _lasting(found: Assessed, family: FamilyView, words: Words) -> list[str]:
    shown = say.view_of(found, family.because)
    return say.since(shown.direction, words) if shown and family.direction in say.ARROWS else []


def _shown_by(found: Assessed, family: FamilyView, words: Words) -> Saying:
    """Name the indicator that speaks for a kind with its figures; or why none does."""
    plots = _listed_plots(found, words) if family.family == PLOTS else ""
    if family.reason == UNLISTED:
        return joined(filter(None, [plots, words("kind.no_reports")]), " · ")
    shown, tells = say.view_of(found, family.because), family.direction in say.ARROWS
    parts = [] if tells else [_why(family, shown, words)]
    if shown is not None:
        name = say.marked(found, shown.indicator, words)
        parts.append(words.labelled(name, say.compared(found, shown, words)))
        parts += [] if tells else _publishers(found, shown, words)
        parts += map(words.sentence, say.across(shown.direction, words) if tells else [])
    return joined(filter(None, [" · ".join(parts), plots]), " · ")


def _publishers(found: Assessed, shown: IndicatorView, words: Words) -> list[str]:
    """Name whose the figures are, and whose those before where that was another."""
    by = [words.listed(each.publishers) for each in say.groups(found, shown) if each]
    if len(set(by)) > 1:
        by = [words("sides.compared", latest=by[0], previous=by[1])]
    return [words.labelled(words("table.publisher"), each) for each in by[:1]]


def _listed_plots(found: Assessed, words: Words) -> Saying:
    """Say how many stopped plots are listed, and that they compare with nothing; nothing of none."""
    own = [e.event for e in found.events if e.event.country == found.country]
    stopped = sum(event.status == FOILED for event in own)
    page, letter = words("site.track"), Piece(ref="events")
    return filled(words, "kind.plots", letter=letter, page=page, n=stopped) if stopped else ""


def _why(family: FamilyView, shown: IndicatorView | None, words: Words) -> str:
    """Say why a direction cannot be told; of figures that are too old, what they last showed."""
    if last := say.last_shown(shown, family.reason, words):
        return words("kind.old", **last)
    return words.sentence(words.code("reason", family.reason))


# Changes


def would_change(found: Assessed, words: Words) -> Points:
    """Say the smallest changes of single indicators that would move the proposal."""
    (points,) = bullets(
        "would-change", words("title.would"), _changes(found, words), rank=Rank.FIRST_PAGE
    )
    return points


def _changes(found: Assessed, words: Words) -> Sequence[Saying]:
    if say.proposed(found) is None:
        return [*gives(found, words), words("would.no_level")]
    moving = sorted(found.assessment.would_change, key=_distance)
    said: list[Saying] = []
    for change in moving[:CHANGES_SHOWN]:
        figures = {"needed": change.needed, "value": change.count}
        told = {key: changed(found, change, figure, words) for key, figure in figures.items()}
        told["level"] = words.level(found.scale, found.scale.numbers[change.level])
        name, period = say.named(found, change.indicator, words), words.period(*change.period)
        said.append(words(f"would.{change.effect}", name=name, period=period, **told))
    views = {view.indicator: view for view in found.assessment.indicators}
    hidden = [views[change.indicator] for change in moving[CHANGES_SHOWN:]]
    said += filter(None, [_more(found, hidden, "would", words)])
    said += list(otherwise(found, words))[:METHODS_SHOWN]
    return said or [words("would.nothing")]


def _distance(change: SwitchingValue) -> float:
    """How far a figure would have to move, as a ratio."""
    return abs(log((change.needed + 0.5) / (change.count + 0.5)))


def changed(found: Assessed, change: SwitchingValue, value: float, words: Words) -> str:
    """Say the figure of a change as it is, or as it would have to be."""
    months = float(months_covered(np.datetime64(change.start), np.datetime64(change.end)))
    return say.amount(value, say.derived(found, change.indicator), months, words)
