"""What every part of an assessment is told with: its levels and steps, and evidence in words."""

from peil.assess.assessment import IndicatorView
from peil.assess.rule import EXPIRED, PROPOSED
from peil.observe.direction import Direction
from peil.observe.figures import DERIVED, FigureGroup, group_of
from peil.observe.indicator import EFFORT_DEPENDENT
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
    now = found.assessment.base.now
    return found.assessment.number(now.level) if now.status == PROPOSED else None


def last_supported(found: Assessed) -> int | None:
    """Give the number of the level that an expired proposal last had; None for any other."""
    now = found.assessment.base.now
    return found.assessment.number(now.supported_level) if now.status == EXPIRED else None


def bounds(found: Assessed) -> tuple[int, int] | None:
    """Give the lowest and the highest level that the figures do not separate, if one is proposed."""
    span = found.assessment.level_range
    return None if span is None else (found.scale.numbers[span[0]], found.scale.numbers[span[1]])


def ends(step: str) -> tuple[int, int]:
    """Give the upper and the lower level of a step, such as "3:2"."""
    upper, lower = step.split(":")
    return int(upper), int(lower)


def concerned_step(found: Assessed) -> str:
    """Give the step between levels that the report is about, such as "3:2".

    The proposed level against the one below; where the figures do not separate it from the
    one above, that step.
    """
    steps, span, level = found.scale.steps, bounds(found), proposed(found)
    upper = last_supported(found) if level is None else level
    if span and upper == span[0] < span[1]:
        upper += 1
    return next((step for step in steps if ends(step)[0] == upper), steps[0])


def concerned_steps(found: Assessed) -> tuple[str, ...]:
    """Give every step within the range that the figures do not separate, the highest first."""
    low, high = bounds(found) or (0, 0)
    return (concerned_step(found),) if low == high else _steps(found, low, high)


def _steps(found: Assessed, low: int, high: int) -> tuple[str, ...]:
    return tuple(s for s in reversed(found.scale.steps) if low < ends(s)[0] <= high)


def told_steps(found: Assessed) -> tuple[str, ...]:
    """Give those steps, and the ones from there to the official level of the day, highest first."""
    span, steps = bounds(found), {*concerned_steps(found)}
    level = found.official.number if found.official else None
    if span and level is not None:
        steps |= {*_steps(found, min(*span, level), max(*span, level))}
    return tuple(step for step in reversed(found.scale.steps) if step in steps)


# Evidence


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


def separates(view: IndicatorView) -> bool:
    """Whether an indicator separates any two levels."""
    return bool((abs(view.weights_db) >= HARDLY).any())


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


def figure(group: FigureGroup, words: Words) -> str:
    """Say a figure with its period."""
    value = amount(group.count, group.derived, group.months, words)
    return words("sides.latest", value=value, period=words.period(group.start, group.end))


def derived(found: Assessed, name: str) -> str | None:
    """Say how an indicator's figures come from what was published; None where they stand."""
    return DERIVED.get(found.indicators[name].kind)


def amount(value: float, derived: str | None, months: float, words: Words) -> str:
    """Say a figure as it was published: a rate a month, or what a total grew by."""
    number = words.number(value, 1)
    if derived == "rate_times_months":
        rate = words.number(value / months, 1) if months else number
        return words("sides.rate", rate=rate, value=number)
    if derived == "difference_of_totals":
        return words("sides.difference", value=number)
    return number


def compared(found: Assessed, view: IndicatorView, words: Words) -> str:
    """Say the latest figure and the one before it."""
    said = [figure(each, words) for each in groups(found, view) if each]
    if len(said) < 2:
        return "".join(said)
    return words("sides.compared", latest=said[0], previous=said[1])


# Directions


def told_direction(word: str, words: Words) -> str:
    """Say a direction with its arrow; the word carries the meaning."""
    return " ".join(filter(None, (ARROWS.get(word), words.code("direction", word))))


def remarks(direction: Direction, words: Words) -> list[str]:
    """Say that a direction rests on two publishers, or is a lasting change and since when."""
    said = [words("sides.publishers")] if direction.reason == ACROSS else []
    if direction.since is not None and direction.word in ARROWS:
        said.append(words("sides.since", day=words.day(direction.since)))
    return said


def last_shown(view: IndicatorView | None, reason: str, words: Words) -> dict[str, str]:
    """Give the day and the direction of figures that are too old to speak; empty otherwise."""
    if view is None or reason != TOO_OLD or view.direction.word not in ARROWS:
        return {}
    past = words(f"past.{view.direction.word}")
    return {"past": past, "day": words.day(view.figures.end[-1].item())}
