"""What `watch_table` itself says of the scenarios: its words, and the days on which signals open."""

from typing import Any

import numpy as np
import pyarrow as pa
from benchmarks.detection_methods import AT
from benchmarks.detection_worlds import WEEKS, YEAR, World
from numpy.typing import NDArray

import peil

RISING, WANING = "rising", "waning"
OF_ONE_PERIOD, RISEN = "signal_period", 1.05
"""The reason of a signal of single weeks; and how far the mean of the latest year is above that of five
years before where it has truly risen."""
START = np.datetime64("2010-01-04") + 7 * np.arange(WEEKS)
Flags = NDArray[np.bool_]


def product_counts(world: World, budget: float) -> NDArray[np.float64]:
    """Watch every series of a scenario, and count what `Result` holds of the product.

    An outbreak is found where a rise opens in one of its weeks, or where rising is said in one but
    was not said in the week before it.

    Args:
        budget: false signals a year, in each direction.
    """
    rows = _watched(world.count, budget)
    rising, opens, stands = _said(rows)
    is_true = _is_true(rows, rising)[0] & _has_risen(world)
    inside = world.is_outbreak
    says = (rising | opens)[1:]
    first = inside & ~np.concatenate([np.zeros_like(inside[..., :1]), inside[..., :-1]], axis=-1)
    hit = says & inside
    anew = inside & (opens[1:] | (rising[1:] & ~_before(inside, rising[1:])))
    after = inside & np.logical_or.accumulate(anew, axis=-1)
    word = rows["direction"][0, :, 1:]
    return np.array(
        [
            opens[0].size,
            opens[0].sum(),
            inside.shape[0] * inside.shape[1],
            anew.any(axis=-1).sum(),
            (anew & first).any(axis=-1).sum(),
            hit.sum(),
            (says & ~inside).sum(),
            (~says & inside).sum(),
            hit.any(axis=-1).sum(),
            stands[0].sum(),
            np.isin(word, (RISING, WANING)).sum(),
            after.sum(),
            (rising[1:] & after).sum(),
            (opens[0] & ~is_true).sum(),
            (stands[0] & ~is_true).sum(),
        ],
        dtype=np.float64,
    )


def _is_true(rows: dict[str, NDArray[Any]], rising: Flags) -> Flags:
    """Say in which weeks a lasting rise is what is said, (5, R, 49)."""
    word, level = rows["direction"][..., 1:], rows["level_changed"][..., 1:]
    lasting = rising & (rows["reason"][..., 1:] != OF_ONE_PERIOD)
    older: Flags = (level == RISING) & ~np.isin(word, (RISING, WANING))
    return lasting | older


def _has_risen(world: World) -> bool:
    """Whether the mean of the latest year is above that of the five years before."""
    year, before = world.mean[-YEAR:], world.mean[-6 * YEAR : -YEAR]
    return bool(len(before) and year.mean() > RISEN * before.mean())


def _before(inside: Flags, says: Flags) -> Flags:
    """Whether it was said in the week before the outbreak, (4, R, 1)."""
    begins = inside.argmax(axis=-1)[..., None]
    was: Flags = np.take_along_axis(says, np.maximum(begins - 1, 0), axis=-1) & (begins > 0)
    return was


def _watched(count: NDArray[np.float64], budget: float) -> dict[str, NDArray[Any]]:
    """Give columns of the watch, (5, R, 50) each, from the week before the first evaluated one."""
    series = count.reshape(-1, WEEKS)
    given = pa.table(
        {
            "series": np.repeat([f"{i:05d}" for i in range(len(series))], WEEKS),
            "date": np.tile(START, len(series)),
            "count": series.ravel(),
        }
    )
    rows = peil.watch_table(
        given, false_signals_per_year=budget, last=len(AT) + 1, period="week"
    ).to_pandas(date_as_object=False)
    shape = *count.shape[:2], len(AT) + 1
    return {name: rows[name].to_numpy().reshape(shape) for name in rows.columns}


def _said(rows: dict[str, NDArray[Any]]) -> tuple[Flags, Flags, Flags]:
    """Say of each evaluated week whether rising is said, a rise opens, and anything stands."""
    word, level = rows["direction"][..., 1:], rows["level_changed"][..., 1:]
    if "signal_opened" in rows:
        opened = rows["signal_opened"][..., 1:]
        is_new = opened == rows["period_start"][..., 1:]
    else:
        opened = rows["signal_since"][..., 1:]
        is_new = ~np.isnat(opened) & (opened != rows["signal_since"][..., :-1])
    rising = word == RISING
    stands = ~np.isnat(opened) | np.isin(word, (RISING, WANING))
    return rising, is_new & (rising | (level == RISING)), stands
