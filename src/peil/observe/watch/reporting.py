"""Late reports: how much of the final count of a period is in, learnt from its own history.

Source: delays by reverse hazards with Dirichlet priors as in Höhle and an der Heiden (2014),
Biometrics 70(4), 993-1002; reverse hazards: Kalbfleisch and Lawless (1991), Statistica Sinica 1,
19-32.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from peil.observe.periods import Grid
from peil.observe.series import Series
from peil.observe.watch.constants import CONSTANTS
from peil.terms.calendar import Days, Floats, Ints

LONGEST_DELAY = int(CONSTANTS["late"]["longest_delay"])
PRIOR = float(CONSTANTS["late"]["imagined_reports"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Triangle:
    """The reporting triangle: reports by period and delay, as known on a day.

    Args:
        new: (T, D + 1) reports that came with each delay, in periods; the last delay holds
            all later ones. What lies beyond a period's age is not known yet and not used.
        age: (T,) the longest delay that is over for each period.
    """

    new: Floats
    age: Ints

    @property
    def is_known(self) -> Any:
        """(T, D + 1) whether each cell is over."""
        return np.arange(self.new.shape[1]) <= self.age[:, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """How late reports come: Beta posteriors of P(delay = d | delay <= d).

    Args:
        alpha, beta: (D + 1,) their parameters; the first is certain and not used.
    """

    alpha: Floats
    beta: Floats

    def __len__(self) -> int:
        return len(self.alpha)


def reporting_triangle(period: Ints, delay: Ints, count: Floats, *, age: Ints) -> Triangle:
    """Arrange reports by the period that they are about and by their delay.

    The last delay holds all later ones too; it is the longest observed one, 24 at most.

    Args:
        period: (N,) row of the period that each report is about.
        delay: (N,) whole periods from there until it came.
        count: (N,) how many came.
        age: (T,) whole periods that are over since each period.
    """
    is_over = delay <= age[period]
    period, delay, count = period[is_over], delay[is_over], count[is_over]
    last = min(LONGEST_DELAY, int(delay[count > 0].max(initial=0)))
    new = np.zeros((len(age), last + 1))
    np.add.at(new, (period, np.minimum(delay, last)), count)
    return Triangle(new=new, age=np.asarray(age, dtype=np.int64))


def triangle_of_events(
    happened: Days,
    published: Days,
    *,
    grid: Grid,
    numbers: Ints,
    day: np.datetime64,
    count: Floats | None = None,
) -> Triangle:
    """Arrange dated events by period and by the periods until they were published.

    A period that is not over on the day is no delay that is over either.

    Args:
        happened, published: (N,) of each event that was known on the day.
        grid: the periods.
        numbers: (T,) numbers of the periods, without holes.
        day: the as-of day.
        count: (N,) how many events each is; one without it.
    """
    count = np.ones(len(happened)) if count is None else count
    period, told = grid.number(happened), grid.number(published)
    inside = (period >= numbers[0]) & (period <= numbers[-1]) & (published <= day)
    period, told = period[inside], told[inside]
    return reporting_triangle(
        period - numbers[0], told - period, count[inside], age=_over(grid, day) - numbers
    )


def triangle_of_vintages(series: Series, *, grid: Grid, day: np.datetime64) -> Triangle:
    """Arrange the growth of published counts by period and by delay since the first publication.

    The first publication of a period is its delay 0, since before it no count of the period is
    shown at all. A count that goes down takes back what was told before: what the latest
    vintage still holds counts as told then.

    Args:
        series: in canonical order; the whole periods of the grid, of one publisher.
        grid: the periods.
        day: the as-of day; nothing published later is used.
    """
    known = series.take(series.published <= day)
    if not len(known):
        return Triangle(new=np.zeros((0, 1)), age=np.zeros(0, dtype=np.int64))
    _, row = np.unique(grid.number(known.start), return_inverse=True)
    is_first = np.append(True, row[1:] != row[:-1])
    told = grid.number(known.published)
    since = told[is_first][row]
    still = _still_told(known.value, row)
    before = np.where(is_first, 0.0, np.append(0.0, still[:-1]))
    return reporting_triangle(
        row, told - since, still - before, age=_over(grid, day) - told[is_first]
    )


def _still_told(value: Floats, row: Ints) -> Floats:
    """Lower each vintage to the lowest of the later ones of its period."""
    still = value.copy()
    for i in range(len(still) - 2, -1, -1):
        if row[i] == row[i + 1]:
            still[i] = min(still[i], still[i + 1])
    return still


def _over(grid: Grid, day: np.datetime64) -> int:
    """Number the latest period that is over on a day."""
    return int(grid.number(np.asarray(day) + np.timedelta64(1, "D"))) - 1


def reporting_delays(triangle: Triangle) -> Delays:
    """Estimate from a triangle how late reports come.

    Each reverse hazard is learnt from the periods that are old enough to have shown it, so
    that what is not in yet is not taken for never.
    """
    new, known = np.where(triangle.is_known, triangle.new, 0.0), triangle.is_known
    so_far = np.where(known, np.cumsum(new, axis=1), 0.0)
    here, until = new.sum(axis=0), so_far.sum(axis=0)
    shorter = np.arange(new.shape[1])
    each = PRIOR / new.shape[1]
    return Delays(alpha=here + each, beta=until - here + each * shorter)


def completeness(delays: Delays, age: Any) -> Floats:
    """Give the share of the final count that is in by an age.

    Args:
        delays: as estimated.
        age: (N,) whole periods; below 0 counts as 0.

    Returns:
        (N,) its mean over the posteriors of the delays.
    """
    later = delays.beta[1:] / (delays.alpha[1:] + delays.beta[1:])
    mean = np.append(np.cumprod(later[::-1])[::-1], 1.0)
    return np.asarray(mean[np.clip(np.asarray(age, dtype=np.int64), 0, len(delays) - 1)])


def completeness_on(delays: Delays, *, grid: Grid, numbers: Ints, day: np.datetime64) -> Floats:
    """Give the share that is in on a day of each period, between two delays in proportion.

    Of a period that is not over the share is that of the part that has passed; it is taken to
    be what a whole period has when it ends.
    """
    over = _over(grid, day)
    begun = grid.first(np.array([over + 1]))
    passed = max(float(grid.share(begun, np.array([day]))[0]), 0.0)
    younger, older = (completeness(delays, over - numbers + n) for n in (0, 1))
    share: Floats = younger + passed * (older - younger)
    return share
