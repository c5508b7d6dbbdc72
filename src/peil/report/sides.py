"""What speaks for and against, in words; and what would change the proposal."""

from collections.abc import Iterator, Mapping
from datetime import date
from math import log
from typing import Any

import numpy as np

from peil.observe.figures import DERIVED
from peil.report.account import Point, Side, letter
from peil.report.brief import PROPOSED, Brief
from peil.report.headline import HARDLY, bounds
from peil.report.words import Words
from peil.terms.calendar import months_covered

SHOWN, SHOWN_OF_MANY, CHANGES_SHOWN = 3, 2, 4
"""Points on each side, of one step and of several, and changes: what the first page can hold."""
SHOWN_AS_DECIDED = 1
"""Points on each side of a step that only the official level makes one of interest."""
TOO_OLD = "figures_too_old"
ACROSS = "settled_across_publishers"
"""Why a direction is told though the figures are of different publishers."""
ARROWS = {"rising": "↑", "steady": "→", "waning": "↓"}

Item = Mapping[str, Any]


def concerned_step(brief: Brief) -> str:
    """Give the step between levels that the report is about, such as "3:2".

    The proposed level against the one below; where the figures do not separate it from the
    one above, that step.
    """
    proposal, steps = brief.proposal, brief.scale.steps
    level = proposal["level"]
    if proposal["last_supported"]:
        level = proposal["last_supported"]["level"]
    if level is None:
        return steps[0]
    if proposal["status"] == PROPOSED and level == bounds(brief)[0] < bounds(brief)[1]:
        level += 1
    upper = [step for step in steps if step.split(":")[0] == str(level)]
    return upper[0] if upper else steps[0]


def concerned_steps(brief: Brief) -> tuple[str, ...]:
    """Give every step within the range that the figures do not separate, the highest first."""
    low, high = bounds(brief) if brief.proposal["status"] == PROPOSED else (0, 0)
    return (concerned_step(brief),) if low == high else _steps(brief, low, high)


def _steps(brief: Brief, low: int, high: int) -> tuple[str, ...]:
    return tuple(s for s in reversed(brief.scale.steps) if low < int(s.split(":")[0]) <= high)


def decided_steps(brief: Brief) -> tuple[str, ...]:
    """Give the steps from that range to the official level of the day, where it lies outside."""
    day = brief.document["official"]["day"]
    if not day or brief.proposal["status"] != PROPOSED:
        return ()
    low, high = bounds(brief)
    between = _steps(brief, min(low, day["level"]), max(high, day["level"]))
    own = (*_steps(brief, low, high), *concerned_steps(brief))
    return tuple(step for step in between if step not in own)


def weighing(brief: Brief, step: str) -> list[Item]:
    """List the evidence that has a weight in a step, the strongest first."""
    weighed = [e for e in brief.document["evidence"] if e["weight_db"][step]]
    return sorted(weighed, key=lambda e: -abs(e["weight_db"][step]))


def has_weight(brief: Brief) -> bool:
    """Whether any figure weighs; without one the fit is nothing but where it started."""
    return any(weight for e in brief.document["evidence"] for weight in e["weight_db"].values())


def has_added(brief: Brief) -> bool:
    """Whether any figure weighs in the step that the report is about."""
    return bool(weighing(brief, concerned_step(brief)))


def sides(brief: Brief, words: Words) -> tuple[Side, ...]:
    """Say what speaks for the upper and for the lower level of each step."""
    steps = concerned_steps(brief)
    most = SHOWN if len(steps) == 1 else SHOWN_OF_MANY
    return tuple(
        side
        for step in _told_steps(brief)
        for side in _sides_of(brief, words, step, most if step in steps else SHOWN_AS_DECIDED)
    )


def _sides_of(brief: Brief, words: Words, step: str, most: int) -> tuple[Side, Side]:
    upper, lower = (words.short_level(brief.scale, int(n)) for n in step.split(":"))
    strong = [e for e in weighing(brief, step) if abs(e["weight_db"][step]) >= HARDLY]
    up = [e for e in strong if e["weight_db"][step] > 0]
    down = [e for e in strong if e["weight_db"][step] < 0]
    start = brief.document["prior_db"][step]
    has_start = has_weight(brief) and abs(start) >= HARDLY
    points = [_start(words, step, start)] if has_start else []
    for_up, for_down = (points, []) if start > 0 else ([], points)
    return (
        _side(brief, words, step, for_up, up[:most], up[most:],
              words("sides.for", more=upper, less=lower)),
        _side(brief, words, step, for_down, down[:most], down[most:],
              words("sides.for", more=lower, less=upper)),
    )  # fmt: skip


def _start(words: Words, step: str, decibans: float) -> Point:
    """Say which level counts for more before any figure."""
    return Point(what=words("sides.start"), says=words.count(decibans, step))


def _side(
    brief: Brief, words: Words, step: str, start: list[Point], shown: list[Item],
    hidden: list[Item], title: str,
) -> Side:  # fmt: skip
    points = (*start, *(_point(brief, words, step, item) for item in shown))
    rest = ""
    if not shown:
        rest = words("sides.none")
    elif hidden:
        rest = words("sides.more", letter=letter("weights"), names=names_of(brief, words, hidden))
    return Side(title=title, points=points, rest=rest)


def _point(brief: Brief, words: Words, step: str, item: Item) -> Point:
    way = words.labelled(words("table.direction"), words.code("direction", item["direction"]))
    detail = [compared(item, words), way]
    if item["effort"] == "effort_dependent":
        detail.append(words("sides.effort"))
    detail += remarks(item, words)
    return Point(
        what=indicator_name(brief, words, item["indicator"]),
        says=words.odds(item["weight_db"][step], step),
        detail=" · ".join(detail),
    )


def remarks(item: Item, words: Words) -> list[str]:
    """Say that a direction rests on two publishers, or is a lasting change and since when."""
    said = [words("sides.publishers")] if item["reason"] == ACROSS else []
    if item["since"] is not None and item["direction"] in ARROWS:
        said.append(words("sides.since", day=words.day(date.fromisoformat(item["since"]))))
    return said


def sums(brief: Brief, words: Words) -> tuple[str, ...]:
    """Say what the start and all figures add up to in each step."""
    ends = brief.document["posterior_db"]
    return tuple(
        words("sides.total", odds=words.count(ends[step], step))
        for step in _told_steps(brief)
        if weighing(brief, step)
    )


def _told_steps(brief: Brief) -> tuple[str, ...]:
    steps = {*concerned_steps(brief), *decided_steps(brief)}
    return tuple(step for step in reversed(brief.scale.steps) if step in steps)


def neutral(brief: Brief, words: Words) -> tuple[str, ...]:
    """Name the indicators that hardly separate the two levels of each step."""
    return tuple(line for step in concerned_steps(brief) for line in _neutral(brief, words, step))


def _neutral(brief: Brief, words: Words, step: str) -> Iterator[str]:
    weak = [e for e in weighing(brief, step) if abs(e["weight_db"][step]) < HARDLY]
    upper, lower = step.split(":")
    if weak:
        names = names_of(brief, words, weak)
        yield words("sides.neutral", upper=upper, lower=lower, names=names)


def names_of(brief: Brief, words: Words, items: list[Item]) -> str:
    """Name the indicators of some evidence, one after another."""
    return words.listed([indicator_name(brief, words, item["indicator"]) for item in items])


def indicator_name(brief: Brief, words: Words, name: str) -> str:
    """Name an indicator in the reader's language; one without any name keeps its id."""
    return words.name(brief.indicators[name].names, otherwise=name)


def marked_name(brief: Brief, words: Words, name: str) -> str:
    """Name an indicator, and say so where its figures follow the services' own effort."""
    called = indicator_name(brief, words, name)
    indicator = brief.indicators[name]
    if indicator.effort != "effort_dependent":
        return called
    return f"{called} ({words.code('effort', indicator.effort)})"


def compared(item: Item, words: Words) -> str:
    """Say the latest figure and the one before it."""
    latest = figure(item["latest"], words)
    if not item["previous"]:
        return latest
    return words("sides.compared", latest=latest, previous=figure(item["previous"], words))


def figure(item: Item, words: Words) -> str:
    """Say a figure with its period."""
    period = words.period(item["period_start"], item["period_end"])
    value = amount(item["value"], item["derived"], item["months"], words)
    return words("sides.latest", value=value, period=period)


def derived(brief: Brief, name: str) -> str | None:
    """Say how an indicator's figures come from what was published; None where they stand."""
    return DERIVED.get(brief.indicators[name].kind)


def amount(value: float, derived: str | None, months: float, words: Words) -> str:
    """Say a figure as it was published: a rate a month, or what a total grew by."""
    number = words.number(value, 1)
    if derived == "rate_times_months":
        rate = words.number(value / months, 1) if months else number
        return words("sides.rate", rate=rate, value=number)
    if derived == "difference_of_totals":
        return words("sides.difference", value=number)
    return number


def families(brief: Brief, words: Words) -> tuple[Point, ...]:
    """Say which way each kind of indicator goes, and by which figures."""
    evidence = {item["indicator"]: item for item in brief.document["evidence"]}
    return tuple(
        Point(
            what=words.sentence(words.code("family", item["family"])),
            says=arrow(item, words),
            detail=_shown_by(brief, words, item, evidence.get(item["because"])),
        )
        for item in brief.document["families"]
    )


def _shown_by(brief: Brief, words: Words, item: Item, shown: Item | None) -> str:
    """Name the indicator that speaks for a family with its figures; or why none does."""
    if _only_lists_plots(item):
        return _listed_plots(brief, words)
    parts = []
    if item["direction"] not in ARROWS:
        parts.append(_why(words, item, shown))
    if shown is not None:
        name = marked_name(brief, words, shown["indicator"])
        parts.append(words.labelled(name, compared(shown, words)))
    if shown is not None and item["direction"] in ARROWS:
        parts += map(words.sentence, remarks(shown, words))
    return " · ".join(parts)


def _only_lists_plots(item: Item) -> bool:
    return bool(item["reason"] == "no_complete_list")


def _listed_plots(brief: Brief, words: Words) -> str:
    """Say how many stopped plots are listed, and that they compare with nothing."""
    own = brief.document["country"]
    listed = brief.document["events"]
    stopped = [e for e in listed if e["status"] == "foiled" and e["country"] == own]
    return words("kind.plots", number=len(stopped), letter=letter("events"))


def _why(words: Words, item: Item, shown: Item | None) -> str:
    """Say why a direction cannot be told; of figures that are too old, what they last showed."""
    last = last_shown(words, item, shown)
    if last:
        return words("kind.old", **last)
    return words.sentence(words.code("reason", item["reason"]))


def last_shown(words: Words, item: Item, shown: Item | None) -> dict[str, str]:
    """Give the day and the direction of figures that are too old to speak; empty otherwise."""
    if item["reason"] != TOO_OLD or shown is None or shown["direction"] not in ARROWS:
        return {}
    past = words(f"past.{shown['direction']}")
    return {"past": past, "day": words.day(shown["latest"]["period_end"])}


def arrow(item: Item, words: Words) -> str:
    """Say a direction with its arrow; the word carries the meaning."""
    word = words.code("direction", item["direction"])
    return f"{ARROWS[item['direction']]} {word}" if item["direction"] in ARROWS else word


def would_change(brief: Brief, words: Words) -> tuple[str, ...]:
    """Say the smallest changes of single indicators that would move the proposal."""
    if brief.proposal["status"] != PROPOSED:
        return (words("would.no_level"),)
    moving = sorted(brief.document["would_change"], key=_distance)
    said = [_change(brief, words, item) for item in moving[:CHANGES_SHOWN]]
    if moving[CHANGES_SHOWN:]:
        names = names_of(brief, words, moving[CHANGES_SHOWN:])
        said.append(words("sides.more", letter=letter("would"), names=names))
    return tuple(said or [words("would.nothing")])


def _distance(item: Item) -> float:
    """How far a figure would have to move, as a ratio."""
    return abs(log((item["needed"] + 0.5) / (item["value"] + 0.5)))


def _change(brief: Brief, words: Words, item: Item) -> str:
    return words(
        f"would.{item['effect']}",
        name=indicator_name(brief, words, item["indicator"]),
        needed=changed(brief, item, "needed", words),
        value=changed(brief, item, "value", words),
        period=words.period(item["period_start"], item["period_end"]),
        level=words.level(brief.scale, item["level"]),
    )


def changed(brief: Brief, item: Item, which: str, words: Words) -> str:
    """Say the figure of a change as it is, or as it would have to be."""
    start, end = np.datetime64(item["period_start"]), np.datetime64(item["period_end"])
    months = float(months_covered(start, end))
    return amount(item[which], derived(brief, item["indicator"]), months, words)
