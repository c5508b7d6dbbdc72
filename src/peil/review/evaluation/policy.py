"""Policy: when it began, and the columns by which a model of a series looks for its effect."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from peil.observe.breaks import Break
from peil.observe.watch.counts import Counts
from peil.review.evaluation.count_model import FAMILIES, QUASI
from peil.review.evaluation.verdict import HALF, LEVEL, check_asked, check_level
from peil.terms.calendar import Days, Flags, Floats, as_day
from peil.terms.errors import BadInput

SPARE = 3
"""How many more periods than terms a model needs."""
MOST_HARMONICS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluatedPolicy:
    """What is asked of a series, fixed before looking.

    Args:
        begins: first day of the policy.
        slope: whether the trend may change too, besides the level.
        harmonics: pairs of sine and cosine of the year.
        trend: whether there is a trend through the whole series.
        family: poisson, quasi_poisson or negative_binomial.
        memory: whether intervals widen by the correlation of neighbouring residuals.
        lags: where given, periods over which errors are robust to correlation, instead.
        asked: ratio after to before that is asked about.
        level: coverage of intervals.
        break_terms: first days of breaks for which the model has a term of its own.
    """

    begins: date
    slope: bool = False
    harmonics: int = 0
    trend: bool = True
    family: str = QUASI
    memory: bool = True
    lags: int | None = None
    asked: float = HALF
    level: float = LEVEL
    break_terms: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        check_asked(self.asked)
        check_level(self.level)
        if self.family not in FAMILIES:
            raise BadInput(f"the family {self.family!r} is not known; use {', '.join(FAMILIES)}")
        if not 0 <= self.harmonics <= MOST_HARMONICS:
            raise BadInput(
                f"{self.harmonics} harmonics are asked for; give a number from 0 to "
                f"{MOST_HARMONICS}"
            )
        if self.lags is not None and self.lags < 0:
            raise BadInput(f"{self.lags} lags are asked for; give a number from 0 on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """The periods of a series that are used, and the columns of its model.

    Args:
        used: (N,) whether each period of the series is used: it has a count and an exposure, and
            neither the policy nor a break begins inside it.
        after: (M,) whether each used period is after the policy began.
        alike: (M,) whether each is counted as on the day of the policy: no break lies between.
        columns: (M, K) constant, step, slope where asked, and the rest.
        effect: (K,) weights of the coefficients in the mean log effect over the time after.
        step, slope: places of the columns; slope is None without one.
    """

    used: Flags
    after: Flags
    alike: Flags
    columns: Floats
    effect: Floats
    step: int
    slope: int | None

    @property
    def effects(self) -> list[int]:
        """Places of the columns that belong to the policy."""
        return [self.step] if self.slope is None else [self.step, self.slope]


def design_of(counts: Counts, policy: EvaluatedPolicy, breaks: Iterable[Break] = ()) -> Design:
    """Lay out the model of a series.

    Args:
        counts: the series.
        policy: what is asked.
        breaks: known breaks of this series; each needs a term in the model.

    Raises:
        BadInput: a break has no term, or begins with the policy; there are too few periods; or
            the terms cannot be told apart.
    """
    cuts = _break_days(counts, policy, breaks)
    used = _usable(counts) & ~_cut(counts, [as_day(policy.begins), *cuts])
    start = counts.start[used]
    after = start >= as_day(policy.begins)
    _refuse_one_side(counts, policy, after)
    columns = [np.ones(len(start)), after.astype(np.float64)]
    time = _years(counts, policy)[used]
    slope = len(columns) if policy.slope else None
    if policy.slope:
        columns.append(np.where(after, time, 0.0))
    if policy.trend:
        columns.append(time)
    columns += _season(counts, policy, time)
    columns += [(start >= day).astype(np.float64) for day in cuts]
    made = np.column_stack(columns)
    _refuse_indistinct(counts, made)
    effect = np.zeros(made.shape[1])
    effect[1:] = np.where(np.arange(1, len(effect)) <= (slope or 1), made[after, 1:].mean(0), 0)
    return Design(
        used=used,
        after=after,
        alike=_alike(start, policy, cuts),
        columns=made,
        effect=effect,
        step=1,
        slope=slope,
    )


def _alike(start: Days, policy: EvaluatedPolicy, cuts: Iterable[np.datetime64]) -> Flags:
    """Find the periods from the last break before the policy up to the first one after it."""
    begins = as_day(policy.begins)
    found = np.ones(len(start), dtype=np.bool_)
    for day in cuts:
        found &= start >= day if day <= begins else start < day
    return found


def _usable(counts: Counts) -> Flags:
    return np.isfinite(counts.count) & (counts.exposure * counts.complete > 0)


def _cut(counts: Counts, days: Iterable[np.datetime64]) -> Flags:
    """Find periods that are counted partly before and partly after a day."""
    cut = np.zeros(len(counts), dtype=np.bool_)
    for day in days:
        cut |= (counts.start < day) & (day <= counts.end)
    return cut


def _years(counts: Counts, policy: EvaluatedPolicy) -> Floats:
    """Give the years from the first period after the policy began."""
    first = int(np.searchsorted(counts.start, as_day(policy.begins)))
    return (np.arange(len(counts)) - first) / counts.periods_a_year


def _season(counts: Counts, policy: EvaluatedPolicy, time: Floats) -> list[Floats]:
    if policy.harmonics >= counts.periods_a_year / 2:
        raise BadInput(
            f"{policy.harmonics} harmonics are asked of a series by {counts.period}, which shows "
            f"fewer; ask for fewer"
        )
    angle = 2 * np.pi * time
    each = range(1, policy.harmonics + 1)
    return [wave(k * angle) for k in each for wave in (np.sin, np.cos)]


def _break_days(
    counts: Counts, policy: EvaluatedPolicy, breaks: Iterable[Break]
) -> list[np.datetime64]:
    """Give the first days of the breaks inside the series, each of which has a term."""
    inside = [b for b in breaks if counts.start[0] < as_day(b.date) <= counts.end[-1]]
    for found in sorted(inside, key=lambda b: b.date):
        if found.date == policy.begins:
            raise BadInput(
                f"{counts.series} is counted in another way from {found.date}, the very day of "
                f"the policy ({found.description}); use a series without that break, for no "
                f"model can tell the two apart"
            )
        if found.date not in policy.break_terms:
            raise BadInput(
                f"{counts.series} is counted in another way from {found.date} "
                f"({found.description}), and the model has no term for it; give it one, or end "
                f"the series before"
            )
    days = {b.date for b in inside} | {
        day for day in policy.break_terms if counts.start[0] < as_day(day) <= counts.end[-1]
    }
    return [as_day(day) for day in sorted(days)]


def _refuse_one_side(counts: Counts, policy: EvaluatedPolicy, after: Flags) -> None:
    if not after.any() or after.all():
        side = "after" if not after.any() else "before"
        raise BadInput(
            f"{counts.series} has no whole period with a count {side} {policy.begins}; give a day "
            f"inside the series, which runs from {counts.start[0]} to {counts.end[-1]}"
        )


def _refuse_indistinct(counts: Counts, columns: Floats) -> None:
    periods, terms = columns.shape
    if periods < terms + SPARE:
        raise BadInput(
            f"{counts.series} has {periods} usable periods for {terms} terms of the model; give "
            f"at least {terms + SPARE}, or ask for fewer terms"
        )
    if np.linalg.matrix_rank(columns / np.abs(columns).max(axis=0)) < terms:
        raise BadInput(
            f"the {terms} terms of the model of {counts.series} cannot be told apart; leave out "
            f"the slope, the trend, harmonics or a break"
        )
