"""Shapes of series whose truth is known, each with the words that are right for it.

A shape is data: how the mean runs, when it changed and what it is now, and what the watch may say.
The words were written down before any method was run on these series, each with its reason.
Period 0 is the first one after the change; the last one is the one that is judged.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]

PERIODS_A_YEAR = {"day": 365.25, "week": 365.25 / 7, "month": 12.0}
FULL = float("inf")
"""Size of counts that spread no wider than Poisson's."""
LATE = (0.70, 0.56, 0.33)
"""Shares of the last three periods that are in."""
CHRISTMAS = (12, 25), (1, 1)
WEEKEND = 5

Said = tuple[str, ...]
ROSE: Said = ("waning", "level waning", "slope down")
FELL: Said = ("rising", "level rising", "slope up")
STAYED: Said = (*ROSE, *FELL)
"""What is wrong where it rose, fell, and stayed."""
RISES: tuple[Said, ...] = (("rising",), ("level rising",))
WANES: tuple[Said, ...] = (("waning",), ("level waning",))
STEADY: tuple[Said, ...] = (("steady",),)
FEW: tuple[Said, ...] = (("steady",), ("cannot tell",))
"""Right where so few events come that no estimate could keep inside a doubling and a halving."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One shape.

    Args:
        name: what a reader calls it.
        period: day, week or month.
        mean: events of a period in the middle of a season, before anything changed.
        history: periods before period 0.
        accepted: each a set of words that must all be said for the series to be judged rightly.
        wrong: words of the wrong direction.
        reason: why these words.
        ratio: the rate that is judged over the one that it is compared with.
        steps: first period and factor of the mean from there on.
        moment: periods from period 0 to the one that is judged; nothing where it is twice the
            time by which a chart that knows the truth has signalled in 95 % of series.
        season: amplitude of the log mean over the year, highest in the middle of January.
        begins: day of period 0.
        size: of the negative binomial counts.
        slope: growth of the mean a year, over the whole series.
        weekend: factor of Saturdays and Sundays.
        holiday: factor of the weeks with Christmas and New Year's Day.
        growth: of the population a year, which the counts follow.
        added: counts in period 0 on top of chance.
        late: shares of the last periods that are in.
        declared: columns that tell the watch of all this.
    """

    name: str
    period: str
    mean: float
    history: int
    accepted: tuple[Said, ...]
    wrong: Said
    reason: str
    ratio: float = 1.0
    steps: tuple[tuple[int, float], ...] = ()
    moment: int | None = 1
    season: float = 0.0
    begins: str = "2020-01-06"
    size: float = FULL
    slope: float = 1.0
    weekend: float = 1.0
    holiday: float = 1.0
    growth: float = 1.0
    added: int = 0
    late: tuple[float, ...] = ()
    declared: tuple[str, ...] = ()

    def days(self, moment: int) -> Days:
        """Give the first day of each period, (history + moment,)."""
        t = np.arange(-self.history, moment)
        if self.period == "month":
            return (np.datetime64(self.begins[:7], "M") + t).astype("datetime64[D]")
        return np.datetime64(self.begins, "D") + t * (7 if self.period == "week" else 1)

    def means(self, moment: int, *, changed: bool = True) -> Floats:
        """Give the mean of each period, or what it would have been had nothing changed at 0."""
        t, days = np.arange(-self.history, moment), self.days(moment)
        years = t / PERIODS_A_YEAR[self.period]
        mean = self.mean * (self.slope * self.growth) ** years * self._calendar(days)
        for (first, factor), (end, _) in pairwise([(-self.history, 1.0), *self.steps, (moment, 1)]):
            if first < 0 or changed:
                reaches = end if changed or end != 0 else moment
                mean[(t >= first) & (t < reaches)] *= factor
        return mean * self.shares(moment)

    def shares(self, moment: int) -> Floats:
        """Give the share of the reports of each period that is in."""
        share = np.ones(self.history + moment)
        if self.late:
            share[-len(self.late) :] = self.late
        return share

    def population(self, moment: int) -> Floats:
        """Give the inhabitants in each period."""
        years = np.arange(-self.history, moment) / PERIODS_A_YEAR[self.period]
        return np.round(1e6 * self.growth**years)

    def holidays(self, moment: int) -> NDArray[np.bool_]:
        """Say of each week whether Christmas or New Year's Day lies in it."""
        days = self.days(moment)
        inside = (days[:, None] + np.arange(7)).astype(object)
        return np.array([[(d.month, d.day) in CHRISTMAS for d in week] for week in inside]).any(1)

    def draw(self, chance: np.random.Generator, series: int, moment: int) -> Floats:
        """Draw counts, (series, history + moment)."""
        counts = drawn(chance, self.means(moment), self.size, series)
        counts[:, self.history] += self.added
        return counts

    def _calendar(self, days: Days) -> Floats:
        of_year = (days - days.astype("datetime64[Y]")).astype(int) - 14
        factor = np.exp(self.season * np.cos(2 * np.pi * of_year / 365.25))
        weekday = (days.astype(int) + 3) % 7
        factor[weekday >= WEEKEND] *= self.weekend if self.period == "day" else 1.0
        if self.holiday != 1.0:
            factor[self.holidays(len(days) - self.history)] *= self.holiday
        return factor


def drawn(chance: np.random.Generator, mean: Floats, size: float, series: int) -> Floats:
    """Draw (series, N) counts of a mean (N,): Poisson, or negative binomial of a size."""
    rate = np.broadcast_to(mean, (series, len(mean)))
    if size < FULL:
        rate = rate * chance.gamma(size, 1 / size, rate.shape)
    return chance.poisson(rate).astype(np.float64)


def monthly(name: str, mean: float, **other: Any) -> Shape:
    """Make a shape of months, seven years of them before the change unless told."""
    return Shape(name=name, period="month", mean=mean, **{"history": 84, **other})


def weekly(name: str, mean: float, **other: Any) -> Shape:
    """Make a shape of weeks, five years of them before the change unless told."""
    return Shape(name=name, period="week", mean=mean, **{"history": 260, **other})


def daily(name: str, mean: float, **other: Any) -> Shape:
    """Make a shape of days, three years of them before the change unless told."""
    return Shape(name=name, period="day", mean=mean, **{"history": 1095, **other})


def changed(ratio: float, **other: Any) -> dict[str, Any]:
    """Change the mean for good in period 0."""
    words = (RISES, ROSE) if ratio > 1 else (WANES, FELL)
    own = dict(zip(("accepted", "wrong"), words, strict=True))
    return {"steps": ((0, ratio),), "ratio": ratio, "moment": None, **own, **other}


def steady(reason: str, accepted: tuple[Said, ...] = STEADY, **other: Any) -> dict[str, Any]:
    """Change nothing of late."""
    return {"accepted": accepted, "wrong": STAYED, "reason": reason, **other}


FIFTEEN_YEARS = {"month": 179, "week": 781}
_OUTBREAK = "the counts are well above what the season leads to"
_FELL, _ROSE = "the mean has fallen for good", "the mean has risen for good"
_STOPPED = "three years without an event: what was before is still to be said"
_OLD = "what moved years ago is the level now, and that it moved is still to be said"
_AGAIN = "events come again, compared with the lull; the older fall may be said beside it"
_NOTHING = "nothing changed"
_TOO_FEW = "nothing changed; so few events that no interval of a year over five is inside × 2"
_PAST = "one odd time years ago is no change of what is usual"
_SLOW = "a slope is a change too, even if no year stands out"
_LATE_KNOWN = "the last months are low as their reports come late, and the table says so"

SHAPES = (
    weekly("season, winter outbreak × 2", 10, season=0.7, reason=_OUTBREAK, **changed(2.0)),
    weekly(
        "season, spring outbreak × 2.5", 10, season=0.7, begins="2020-04-13", reason=_OUTBREAK,
        **changed(2.5),
    ),
    weekly(
        "season, summer outbreak × 3", 10, season=0.7, begins="2020-07-13", reason=_OUTBREAK,
        **changed(3.0),
    ),
    weekly(
        "season, autumn outbreak × 2.5", 10, season=0.7, begins="2020-10-12", reason=_OUTBREAK,
        **changed(2.5),
    ),
    weekly(
        "season, winter peak halved", 10, season=0.7, begins="2020-12-07",
        reason="half of what the season leads to, though more than in summer", **changed(0.5),
    ),
    weekly("season, steady at the peak", 10, season=0.7, begins="2020-01-13", **steady(_NOTHING)),
    monthly("stop at 10", 10, reason=_FELL, **changed(0.0)),
    monthly("stop at 1", 1, reason=_FELL, **changed(0.0)),
    *(
        monthly(
            f"stop at {mean:g}, three years ago", mean, steps=((0, 0.0),), moment=36,
            accepted=(("level waning",),), wrong=FELL, reason=_STOPPED,
        )
        for mean in (10, 3, 1, 0.5)
    ),
    monthly(
        "10, a stop of three years, then 1", 10, history=120, ratio=FULL,
        steps=((-36, 0.0), (0, 0.1)), moment=None, accepted=(("rising",),),
        wrong=("waning", "slope down"), reason=_AGAIN,
    ),
    monthly(
        "3, a stop of two years, then 3", 3, history=108, ratio=FULL,
        steps=((-24, 0.0), (0, 1.0)), moment=None, accepted=(("rising",),),
        wrong=("waning", "slope down"), reason=_AGAIN,
    ),
    monthly("halving at 10", 10, reason=_FELL, **changed(0.5)),
    weekly("halving at 5 a week", 5, reason=_FELL, **changed(0.5)),
    monthly("doubling at 10", 10, reason=_ROSE, **changed(2.0)),
    monthly("doubling at 1", 1, reason=_ROSE, **changed(2.0)),
    monthly("four times .2", 0.2, reason=_ROSE, **changed(4.0)),
    monthly("four times .5", 0.5, reason=_ROSE, **changed(4.0)),
    monthly(
        "doubling at 10, five years ago", 10, steps=((0, 2.0),), moment=60,
        accepted=(("steady", "level rising"),), wrong=ROSE, reason=_OLD,
    ),
    monthly(
        "halving at 10, five years ago", 10, steps=((0, 0.5),), moment=60,
        accepted=(("steady", "level waning"),), wrong=FELL, reason=_OLD,
    ),
    monthly(
        "10, then 20 seven years ago, then 5 three years ago", 10, history=168,
        steps=((-84, 2.0), (-36, 0.5)), accepted=(("steady", "level waning"),), wrong=FELL,
        reason="the latest of two changes is what the level is compared with",
    ),
    monthly(
        "a tenth less each year for eight years", 10, history=95, slope=0.9, ratio=0.72,
        accepted=(("slope down",), *WANES), wrong=FELL, reason=_SLOW,
    ),
    monthly(
        "a tenth more each year for eight years", 10, history=95, slope=1.1, ratio=1.32,
        accepted=(("slope up",), *RISES), wrong=ROSE, reason=_SLOW,
    ),
    monthly(
        "one month × 10, four years ago", 10, history=120, steps=((-48, 10.0), (-47, 1.0)),
        **steady(_PAST),
    ),
    monthly(
        "six months × 5, four years ago", 10, history=120, steps=((-48, 5.0), (-42, 1.0)),
        **steady(_PAST),
    ),
    monthly(
        "six months × 5, four years ago, then a doubling", 10, history=120, reason=_ROSE,
        **changed(2.0, steps=((-48, 5.0), (-42, 1.0), (0, 2.0))),
    ),
    weekly(
        "Christmas at .4, not declared", 20, history=312, begins="2019-12-30", holiday=0.4,
        **steady("each of six years had the same two low weeks"),
    ),
    weekly(
        "Christmas at .4, declared", 20, history=312, begins="2019-12-30", holiday=0.4,
        declared=("holidays",), **steady("each of six years had the same two low weeks"),
    ),
    daily(
        "weekends at .4", 20, begins="2020-01-12", weekend=0.4,
        **steady("each week had the same two low days"),
    ),
    daily("× 1.5 for 28 days at 10 a day", 10, reason=_ROSE, **changed(1.5, moment=28)),
    monthly(
        "late reports, not declared", 10, late=LATE,
        accepted=(*FEW, ("waning, or late",)), wrong=STAYED,
        reason="counts alone cannot tell late reports from a fall, so a fall needs a caveat",
    ),
    monthly(
        "late reports, declared", 10, late=LATE, declared=("completeness",), **steady(_LATE_KNOWN)
    ),
    monthly(
        "late reports, declared, halving a year ago", 10, late=LATE, declared=("completeness",),
        reason="what is in by now bears the fall out", **changed(0.5, moment=12),
    ),
    monthly(
        "half since a break three years ago, not declared", 10, history=120, steps=((-36, 0.5),),
        accepted=(("steady", "level waning"),), wrong=FELL,
        reason="nobody said that it is another count now",
    ),
    monthly(
        "half since a break three years ago, declared", 10, history=120, steps=((-36, 0.5),),
        declared=("break",), **steady("before and after a break are not compared"),
    ),
    monthly(
        "three more in one month at .2", 0.2, history=120, added=3, ratio=FULL,
        accepted=RISES, wrong=ROSE, reason="a month as this comes by chance once in 70 years",
    ),
    monthly("doubling at 10, size 2", 10, size=2, reason=_ROSE, **changed(2.0)),
    *(
        monthly(f"steady, {mean:g} a month, 15 years", mean, history=179, **steady(_TOO_FEW, FEW))
        for mean in (0.2, 0.5, 1)
    ),
    *(
        monthly(f"steady, {mean:g} a month, 15 years", mean, history=179, **steady(_NOTHING))
        for mean in (3, 10, 50)
    ),
    monthly("steady, 10 a month, size 10, 15 years", 10, history=179, size=10, **steady(_NOTHING)),
    monthly(
        "steady, 10 a month, size 2, 15 years", 10, history=179, size=2, **steady(_TOO_FEW, FEW)
    ),
    *(
        weekly(f"steady, {mean:g} a week, 15 years", mean, history=781, **steady(_NOTHING))
        for mean in (1, 5, 20)
    ),
    *(daily(f"steady, {mean:g} a day", mean, **steady(_NOTHING)) for mean in (1, 10)),
    monthly(
        "population grows by 4 % a year, declared", 10, history=119, growth=1.04,
        declared=("population",), **steady("counts grow as people do"),
    ),
)  # fmt: skip


def can_be_steady(events: float, years: float, dispersion: float) -> bool:
    """Say whether a year over some before is known to a doubling in nine of ten steady series.

    Args:
        events: of a year.
        years: before it, at most five.
        dispersion: variance over mean of the counts.
    """
    error = np.sqrt(dispersion * (1 + 1 / min(years, 5.0)) / events)
    return bool((1.645 + 1.645) * error < np.log(2))
