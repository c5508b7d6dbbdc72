"""Stops and returns in full: since when, from what to what, for how long, and how soon again."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
from benchmarks.watch_shapes import FELL, RISES, WANES, Floats, Shape, monthly

import peil
from peil.observe.watch.delays import delay_table, delays_at
from peil.observe.watch.peil_method import budget_of_chart

SERIES, BEFORE, ZEROS = 100, 84, 36
MEANS = (10.0, 3.0, 1.0, 0.5)
AGAIN = 1.0
"""Events a month after the return."""
BUDGET_IN_MONTHS = 12 / budget_of_chart(0.1, "month")
FOURFOLD = 0
"""The largest rise of which a delay is told; the first of the changes."""
ERRORS = 3.0
"""How many standard errors a level may lie beside the truth, and how many events long the
silence before the stop may have been."""
Map = Callable[..., Iterable["Remembered"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """Of how many stops in a hundred each part is said."""

    mean: float
    fallen: int
    since: int
    before: int
    to: int
    sentence: int
    again: int
    within: int


def stops(seed: int, over: Map) -> str:
    """Table what is said of stops three years old, and of a return after them."""
    head = "| a month | level waning | since when | from what | to what | in the sentence | rising again | within months |"
    found = over(partial(remembered, seed=seed), MEANS)
    rows = [
        f"| {each.mean:g} | {each.fallen} | {each.since} | {each.before} | {each.to} | "
        f"{each.sentence} | {each.again} | {each.within} |"
        for each in found
    ]
    return "\n".join(
        [
            f"Of {SERIES} series of {BEFORE} months at a mean and {ZEROS} zeros after them; and of as many "
            f"that then have {AGAIN:g} a month, those called rising by the 90th percentile of the delay:",
            "",
            head,
            "|" + "---|" * (head.count("|") - 1),
            *rows,
        ]
    )


def remembered(mean: float, *, seed: int) -> Remembered:
    """Watch a hundred stops of one mean, and then a return."""
    chance = np.random.default_rng([seed, int(1000 * mean)])
    within = _delay()
    shape = monthly(
        "stop", mean, steps=((0, 0.0), (ZEROS, AGAIN / mean)), accepted=(*WANES, *RISES),
        wrong=FELL, reason="",
    )  # fmt: skip
    counts = shape.draw(chance, SERIES, ZEROS + within)
    until = BEFORE + ZEROS
    stopped = _rows(shape, counts[:, :until])
    tests = (_is_since, _is_before, _is_to)
    since, before, to = (sum(test(row, mean) for row in stopped) for test in tests)
    return Remembered(
        mean=mean,
        fallen=sum(row["level_changed"] == "waning" for row in stopped),
        since=since,
        before=before,
        to=to,
        sentence=sum(_is_told(shape, each[:until], mean) for each in counts),
        again=_risen(shape, counts, until),
        within=within,
    )


def _delay() -> int:
    """Give the 90th percentile of the delay of four times the least mean of which one is told."""
    least = float(delay_table().grids[0][0])
    return int(delays_at(least, 1.0, BUDGET_IN_MONTHS, ZEROS)[FOURFOLD].late)


def _rows(shape: Shape, counts: Floats, last: int = 1) -> list[dict[str, Any]]:
    series, periods = counts.shape
    given = pa.table(
        {
            "series": np.repeat([f"{i:03d}" for i in range(series)], periods),
            "date": np.tile(shape.days(periods - BEFORE), series),
            "count": counts.ravel(),
        }
    )
    rows: list[dict[str, Any]] = peil.watch_table(given, last=last, period="month").to_pylist()
    return rows


def _risen(shape: Shape, counts: Floats, until: int) -> int:
    """Count the series of which rising is said in any month since the return."""
    rows = _rows(shape, counts, counts.shape[1] - until)
    return len({row["series"] for row in rows if row["direction"] == "rising"})


def _months_off(day: Any) -> float:
    """Give how many months a day lies beside the first one without events."""
    return float((day.year - 2020) * 12 + day.month - 1)


def _is_since(row: dict[str, Any], mean: float) -> bool:
    """Whether the day is that of the stop, or lies in the silence before it."""
    day = row.get("level_changed_since") or row["signal_since"]
    return day is not None and -1 - ERRORS * 2 / mean <= _months_off(day) <= 1


def _is_before(row: dict[str, Any], mean: float) -> bool:
    level = row.get("level_before")
    return level is not None and abs(level - mean) <= ERRORS * np.sqrt(mean / BEFORE)


def _is_to(row: dict[str, Any], mean: float) -> bool:
    level = row.get("level_since")
    return level is not None and level <= 0.05 * mean


def _is_told(shape: Shape, counts: Floats, mean: float) -> bool:
    """Whether the headline has the level before and since, the month, and how long no event came."""
    days = shape.days(len(counts) - BEFORE)
    told = repr(peil.watch({"date": days.astype(str).tolist(), "count": counts.tolist()}))
    told = told.replace("\N{NO-BREAK SPACE}", " ")
    levels = re.search(r"from (about )?([\d.]+) to (0|0\.0)\b", told)
    quiet = re.search(r"(\d+) months without an event", told)
    since = re.search(r"since \d+ \w+ (\d{4})", told)
    if not (levels and quiet and since):
        return False
    is_level = abs(float(levels[2]) - mean) <= ERRORS * np.sqrt(mean / BEFORE) + 0.05
    return is_level and int(quiet[1]) >= ZEROS and int(since[1]) <= 2020
