"""False discoveries over a whole set of series: within a period, and over time.

Sources: Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57(1), 289-300, within a period; Vovk
and Wang (2021), Annals of Statistics 49(3), 1736-1754, for the score of a period; Wang and Ramdas
(2022), J. R. Stat. Soc. B 84(3), 822-852, for the rule that picks scores.
"""

from typing import Any

import numpy as np
import pyarrow as pa

from peil.observe.direction import RISING, WANING
from peil.observe.watch.constants import CONSTANTS
from peil.surveillance.compiled import compiled
from peil.terms.calendar import Floats, Ints
from peil.terms.errors import BadInput

FALSE_DISCOVERY_RATE = float(CONSTANTS["budget"]["false_discovery_rate"])
TINY = 1e-300
"""Least p-value, so that evidence stays a number."""

DISCOVERY_FIELDS = (
    pa.field("adjusted_p", pa.float64()),
    pa.field("discovery", pa.string()),
    pa.field("adjusted_over_time", pa.float64()),
    pa.field("discovery_over_time", pa.string()),
)


def with_discoveries(
    watched: pa.Table, *, false_discovery_rate: float = FALSE_DISCOVERY_RATE
) -> pa.Table:
    """Say of each row of a watched table whether it stands out from the whole set of its period.

    `discovery` is rising or waning where Benjamini-Hochberg finds the count of this period too
    high or too low: one test a series, its p-value twice the smaller of its two.
    `discovery_over_time` picks by the scores since the first evaluated period, over both
    directions, with the rule of e-BH. The scores are not proven to be e-values over time, so
    its rate has no proof; docs/methods/watch-many.md says what was measured. Both are null
    elsewhere.

    Args:
        watched: rows as `watch_table` gives them, of all series.
        false_discovery_rate: share of false ones among the discoveries that is aimed at.

    Returns:
        The rows with `adjusted_p` and `adjusted_over_time`, the smallest rates at which each
        would be a discovery, and both discoveries.

    Raises:
        BadInput: the rate does not lie between 0 and a half.
    """
    if not 0 < false_discovery_rate < 0.5:
        raise BadInput(
            f"the false discovery rate {false_discovery_rate} cannot be kept; give a number "
            "above 0 and below 0.5"
        )
    p_rise, p_fall, e_rise, e_fall = (
        floats(watched, name) for name in ("p_rise", "p_fall", "e_rise", "e_fall")
    )
    period = _periods(watched)
    both = np.minimum(1.0, 2 * np.fmin(p_rise, p_fall))
    adjusted = adjusted_within(both, period)
    inverse = 1 / np.maximum(np.concatenate([e_rise, e_fall]), TINY)
    over_time = adjusted_within(inverse, np.tile(period, 2)).reshape(2, -1)
    columns = (
        _nullable(adjusted),
        _says(adjusted <= false_discovery_rate, p_rise < p_fall),
        _nullable(np.fmin(*over_time)),
        _says(np.fmin(*over_time) <= false_discovery_rate, e_rise > e_fall),
    )
    for field, column in zip(DISCOVERY_FIELDS, columns, strict=True):
        watched = watched.append_column(field, column)
    return watched


def adjusted_within(p: Floats, group: Ints) -> Floats:
    """Adjust p-values by Benjamini-Hochberg within each group; NaN takes no part in the set."""
    adjusted = np.full(len(p), np.nan)
    kept = np.flatnonzero(~np.isnan(p))
    for rows in parted(kept[np.argsort(group[kept], kind="stable")], group):
        adjusted[rows] = benjamini_hochberg(p[rows])
    return adjusted


def benjamini_hochberg(p: Floats) -> Floats:
    """Give the smallest false discovery rate at which each p-value is a discovery.

    With 1/e in place of p it is the rule of e-BH.
    """
    order = np.argsort(p, kind="stable")
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return adjusted


def evidence(p: Floats) -> Floats:
    """Turn the p-value of one period into a score, whose mean without a change is at most 1.

    The calibrator is 1/(2 sqrt(p)). It needs only that the p-value is not too small too often;
    of several periods together it says nothing.
    """
    return 1 / (2 * np.sqrt(np.maximum(p, TINY)))


@compiled
def evidence_over_time(e: Floats) -> Floats:
    """Multiply scores of single periods into one for a change that has begun and lasts.

    The change may begin at any of the T evaluated periods, each as probable as another. A period
    without a score changes nothing. Without a change the mean is at most 1 if the scores do not
    depend on each other. Those of the watch do: neighbours share a count, and all of a series
    share a baseline. It is a score whose errors were measured, without a proof.

    Args:
        e: (T,) scores of single periods, in order; NaN where there is none.
    """
    total, gathered = 0.0, np.empty(len(e))
    for t in range(len(e)):
        now = 1.0 if np.isnan(e[t]) else e[t]
        total = min(now * (total + 1), 1 / TINY)
        gathered[t] = (total + len(e) - t - 1) / len(e)
    return gathered


def parted(order: Ints, *codes: Ints) -> list[Ints]:
    """Part rows, in an order that brings those of the same codes together, by their codes."""
    is_other = np.any([np.diff(code[order]) != 0 for code in codes], axis=0)
    return np.split(order, np.flatnonzero(is_other) + 1) if len(order) else []


def floats(table: pa.Table, name: str) -> Floats:
    """Give a column of numbers as an array, with NaN for null."""
    column = table.column(name).cast(pa.float64())
    return np.asarray(column.to_numpy(), dtype=np.float64)


def _periods(watched: pa.Table) -> Ints:
    """Number the periods; those of other length are other periods."""
    days = [watched.column(name).cast(pa.int32()) for name in ("period_start", "period_end")]
    pairs = np.stack([day.to_numpy() for day in days])
    return np.asarray(np.unique(pairs, axis=1, return_inverse=True)[1]).ravel()


def _nullable(values: Floats) -> pa.Array:
    missing = np.isnan(values)
    return pa.array(np.where(missing, 0.0, values), mask=missing)


def _says(is_discovery: Any, is_rise: Any) -> pa.Array:
    words = np.where(is_rise, RISING, WANING).astype(object)
    words[~is_discovery] = None
    return pa.array(words, pa.string())
