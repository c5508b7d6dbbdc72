"""What every part of an assessment is told with: its levels and steps, and evidence in words."""

from collections.abc import Sequence

from peil.assess.assessment import IndicatorView
from peil.observe.direction import Direction
from peil.observe.figures import DERIVED, FigureGroup, group_of
from peil.observe.indicator import EFFORT_DEPENDENT
from peil.report.tell.parts import worked_out
from peil.report.words import Words
from peil.review.assessed import Assessed

HARDLY = 0.6
"""Decibans below which an indicator hardly separates two levels: a ratio of 1.15."""
ACROSS = "settled_across_publishers"
"""Why a direction is told though the figures are of different publishers."""
TOO_OLD = "figures_too_old"
ARROWS = {"rising": "↑", "steady": "→", "waning": "↓"}


# Levels and steps


def proposed(found: Assessed) -> int | None:
    """Give the number of the proposed level; None where none is."""
    return found.assessment.number(found.assessment.base.now.level)


def standing(found: Assessed) -> int | None:
    """Give the index of the level that the rule stands at, proposed or not; None before any."""
    now = found.assessment.base.now
    return now.held if now.level is None else now.level


def ends(step: str) -> tuple[int, int]:
    """Give the upper and the lower level of a step, such as "3:2"."""
    upper, lower = step.split(":")
    return int(upper), int(lower)


def concerned_steps(found: Assessed) -> tuple[str, ...]:
    """Give the steps between levels that the report is about, such as "3:2", the highest first.

    Those from the level that fits best to the one that the rule stands at; where both are the
    same level, the one below it.
    """
    best = found.assessment.fit.best
    low, high = sorted((best, best if (held := standing(found)) is None else held))
    low = low if low < high else max(low - 1, 0)
    return _steps(found, low, max(high, 1))


def concerned_step(found: Assessed) -> str:
    """Give the highest of those steps."""
    return concerned_steps(found)[0]


def _steps(found: Assessed, low: int, high: int) -> tuple[str, ...]:
    return tuple(reversed(found.scale.steps[low:high]))


def told_steps(found: Assessed) -> tuple[str, ...]:
    """Give those steps, and the ones from there to the official level of the day, highest first."""
    steps, level = {*concerned_steps(found)}, found.official.number if found.official else None
    if level is not None and proposed(found) is not None:
        ends_ = (found.assessment.fit.best, found.scale.numbers.index(level))
        steps |= {*_steps(found, min(ends_), max(ends_))}
    return tuple(step for step in reversed(found.scale.steps) if step in steps)


# Evidence


def view_of(found: Assessed, name: str | None) -> IndicatorView | None:
    """Give what the assessment has of an indicator, if anything."""
    return next((view for view in found.assessment.indicators if view.indicator == name), None)


def weight(found: Assessed, view: IndicatorView, step: str) -> float:
    """Give the decibans that an indicator adds in a step."""
    return float(view.weights_db[found.scale.steps.index(step)])


def weighing(found: Assessed, step: str) -> list[IndicatorView]:
    """List the indicators that have a weight in a step, the strongest first."""
    weighed = [view for view in found.assessment.indicators if weight(found, view, step)]
    return sorted(weighed, key=lambda view: -abs(weight(found, view, step)))


def has_weight(found: Assessed) -> bool:
    """Whether any figure weighs; without one the fit is nothing but where it started."""
    return any(view.weights_db.any() for view in found.assessment.indicators)


def follows_effort(found: Assessed, name: str) -> bool:
    """Whether an indicator's figures follow the services' own effort."""
    return found.indicators[name].effort == EFFORT_DEPENDENT


def named(found: Assessed, name: str, words: Words) -> str:
    """Name an indicator in the reader's language; one without any name keeps its id."""
    return words.name(found.indicators[name].names, otherwise=name)


def marked(found: Assessed, name: str, words: Words) -> str:
    """Name an indicator, and say so where its figures follow the services' own effort."""
    called = named(found, name, words)
    if not follows_effort(found, name):
        return called
    return f"{called} ({effort(found, name, words)})"


def effort(found: Assessed, name: str, words: Words) -> str:
    """Say what an indicator's figures depend on."""
    return words.code("effort", found.indicators[name].effort)


def all_named(found: Assessed, views: list[IndicatorView], words: Words) -> str:
    """Name some indicators, one after another."""
    return words.listed([named(found, view.indicator, words) for view in views])


def groups(found: Assessed, view: IndicatorView) -> tuple[FigureGroup | None, FigureGroup | None]:
    """Sum up the figures that are compared: the latest, and those before."""
    indicator, pair = found.indicators[view.indicator], view.direction
    latest, previous = (
        None if figures is None else group_of(figures, indicator)
        for figures in (pair.latest, pair.previous)
    )
    return latest, previous


def figure(group: FigureGroup, words: Words, unit: str = "") -> str:
    """Say a figure with its period."""
    value, period = of_group(group, words, unit), words.periods(group.stretches)
    return words("sides.latest", value=value, period=period)


def of_group(group: FigureGroup, words: Words, unit: str = "") -> str:
    """Say figures as they were published, or that we worked them out."""
    said = amount(group.count, group.derived, group.months, words, is_rough=group.is_rough)
    return worked_out(words.in_unit(said, unit), words, by_us=group.is_worked_out)


def derived(found: Assessed, name: str) -> str | None:
    """Say how an indicator's figures come from what was published; None where they stand."""
    return DERIVED.get(found.indicators[name].kind)


def amount(
    value: float, derived: str | None, months: float, words: Words, *, is_rough: bool = False
) -> str:
    """Say a figure as it was published: a rate a month, how far apart two totals are, or about how many."""
    number = words.number(value, 1)
    if derived == "difference_of_totals":
        return words("sides.difference", value=number)
    if derived == "rate_times_months":
        rate = words.number(value / months, 1) if months else number
        number = words("sides.rate", rate=rate)
    return words("compare.about", number=number) if is_rough and value else number


def compared(found: Assessed, view: IndicatorView, words: Words) -> str:
    """Say the latest figure and the one before it."""
    unit = found.indicators[view.indicator].unit
    said = [figure(each, words, unit) for each in groups(found, view) if each]
    if len(said) < 2:
        return "".join(said)
    return words("sides.compared", latest=said[0], previous=said[1])


# Directions


def told_direction(word: str, words: Words, lasting: Sequence[str] = ()) -> str:
    """Say a direction with its arrow; the word carries the meaning.

    A lasting change says since when instead, as the latest figures may be those of before.
    """
    return " ".join(filter(None, (ARROWS.get(word), *(lasting or [words.code("direction", word)]))))


def remarks(direction: Direction, words: Words) -> list[str]:
    """Say that a direction rests on two publishers, or is a lasting change and since when."""
    return [*across(direction, words), *since(direction, words)]


def across(direction: Direction, words: Words) -> list[str]:
    """Say that a direction rests on two publishers."""
    return [words("sides.publishers")] if direction.reason == ACROSS else []


def since(direction: Direction, words: Words) -> list[str]:
    """Say of a lasting change since when the level is another."""
    if direction.since is None or direction.word not in ARROWS:
        return []
    return [words.code("since", direction.word, month=words.month(direction.since))]


def last_shown(view: IndicatorView | None, reason: str, words: Words) -> dict[str, str]:
    """Give the day and the direction of figures that are too old to speak; empty otherwise."""
    if view is None or reason != TOO_OLD or view.direction.word not in ARROWS:
        return {}
    past = words(f"past.{view.direction.word}")
    return {"past": past, "day": words.day(view.figures.end[-1].item())}
