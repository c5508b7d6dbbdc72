"""What the watch says of a series: for each period what was expected, and the direction."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from peil.terms.calendar import Days, Floats, Labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """What the watch says of each period that it evaluated, oldest first.

    Each period is judged by those before it alone, as they are known on the as-of day.

    Args:
        start, end: (T,) first and last day.
        observed: (T,) counts so far; NaN where no report came.
        nowcast: (T, 3) low, middle and high of the count once all reports are in; equal to
            the count where it is complete; NaN without report.
        expected: (T,) the count that the baseline leads to, thinned where reports are late.
        lower, upper: (T,) how far a single count goes by chance: one outside is a signal by itself.
            NaN where no single count could lie outside.
        p_rise, p_fall: (T,) chance of a count as high, or as low, under the baseline; NaN where
            the method has none.
        direction: (T,) rising, steady, waning or cannot tell.
        reason: (T,) code that the reports put into words.
        probability: (T,) of a direction of figures that were compared once; NaN where one is looked
            for in every period, of which the budget of false signals says how often it is wrong.
        signal_since: (T,) first day of the period in which the change is thought to have
            begun, of the signal that stands or else of the changed level; NaT without either.
        signal_opened: (T,) first day of the period in which the signal that stands was first given,
            or of one so long ago that nobody looks further back; NaT without a signal.
        steady_within: (T,) smallest factor within which the rate has stayed, such as 1.25; NaN
            where it is not called steady.
        slope: (T, 3) new rate over old one a year, low and high of an interval of 95 %: .9 is a
            tenth less; NaN where no slow trend is said.
        level_changed: (T,) rising or waning where the level has changed and the word is about
            something else, since the change was signalled over a year ago or its signal has
            closed; empty elsewhere.
        level_changed_since: (T,) first day of the level that holds; NaT where none is known to
            have changed.
        level_before, level_since: (T,) counts of a period such as this one before that change, and
            since; NaN likewise.
        ratio: (T, 2) low and high of an interval of 95 % of since over before; NaN likewise.
    """

    start: Days
    end: Days
    observed: Floats
    nowcast: Floats
    expected: Floats
    lower: Floats
    upper: Floats
    p_rise: Floats
    p_fall: Floats
    direction: Labels
    reason: Labels
    probability: Floats
    signal_since: Days
    signal_opened: Days
    steady_within: Floats
    slope: Floats
    level_changed: Labels
    level_changed_since: Days
    level_before: Floats
    level_since: Floats
    ratio: Floats

    def __len__(self) -> int:
        return len(self.observed)

    @classmethod
    def unjudged(
        cls, *, start: Days, end: Days, observed: Floats, direction: str, reason: str
    ) -> "Points":
        """Give points of which nothing but the counts is known, and one direction and reason."""
        n, nothing = len(observed), np.full(len(observed), np.nan)
        never = np.full(n, np.datetime64("NaT", "D"))
        return cls(
            start=start,
            end=end,
            observed=observed,
            nowcast=np.full((n, 3), np.nan),
            expected=nothing,
            lower=nothing,
            upper=nothing,
            p_rise=nothing,
            p_fall=nothing,
            direction=np.full(n, direction, dtype=object),
            reason=np.full(n, reason, dtype=object),
            probability=nothing,
            signal_since=never,
            signal_opened=never,
            steady_within=nothing,
            slope=np.full((n, 3), np.nan),
            level_changed=np.full(n, "", dtype=object),
            level_changed_since=never,
            level_before=nothing,
            level_since=nothing,
            ratio=np.full((n, 2), np.nan),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """How many periods a change of the mean takes to be seen, at this mean and spread.

    Args:
        change: new mean over old one: 4, 2, 0.5, 0.25 or 0.
        rate: the old one, in events a period: of the baseline, which is that before a change while
            this is signalled; the largest that was simulated, where it is larger.
        median, late: periods until half, and until nine tenths, of such changes are signalled;
            infinity beyond what was simulated.
        bound: median of a chart that knows mean, spread and change: nobody could beat it.
    """

    change: float
    rate: float
    median: float
    late: float
    bound: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """Why no delay is told: the series lies outside what was simulated, or is judged otherwise.

    Args:
        reason: code of what lies outside, as in `delays.UNTOLD`.
        value, limit: what the series has, and how far was simulated: events a period, periods
            per false signal, periods of baseline, or the variance beyond the mean over its
            square; NaN where there is no baseline, another method, or one comparison alone.
    """

    reason: str
    value: float
    limit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """The time since the last event, as known in the latest period.

    It stands beside what is said of the series: it is no signal and opens no direction. No
    quiet crosses a break.

    Args:
        periods: without an event, each by the share of it that is reported.
        unreported: periods among them without any report, which count for nothing.
        since: first day of the quiet: after the last event, or where its segment begins.
        last_event: last day of the period that had the last event; None where the segment has
            had none.
        chance: that a quiet lasts as long at the usual rate; NaN where too little is known of
            the time before the last event.
        long_from: whole periods from which it is called long; infinity where no quiet would
            be within 20 years, NaN where nothing is known.
        is_long: whether it is.
    """

    periods: float
    unreported: int
    since: date
    last_event: date | None
    chance: float
    long_from: float
    is_long: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level that changed and is remembered.

    Args:
        since: first day of the period from which it is thought to hold.
        before, after: counts of a period before it and in it.
    """

    since: date
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What the watch says of one series.

    Args:
        series, period: as in the counts.
        method: name and number of the method, such as peil-watch-3.
        false_signals_per_year: the budget in each direction, in expected signals a year.
        points: (T,) what it says of each period.
        delays: how long changes would take to be seen; empty where no table tells.
        untold: why not; None where there are delays, or where nobody asked for them.
        quiet: the time since the last event, where events are rare; None elsewhere.
        without_latest: direction without the latest periods, where a fall would not be said without
            them and nobody knows how late reports come; empty elsewhere.
        levels: those that are remembered in the latest period, oldest first.
        outbreaks: first and last day of each old outbreak that was left out of the baseline.
        kept: first and last day of what would be left out too, had a person not kept it.
        caveats: codes that hold for the whole series.
    """

    series: str
    period: str
    method: str
    false_signals_per_year: float
    points: Points
    delays: tuple[Delay, ...] = ()
    untold: Untold | None = None
    quiet: Quiet | None = None
    without_latest: str = ""
    levels: tuple[Level, ...] = ()
    outbreaks: tuple[tuple[date, date], ...] = ()
    kept: tuple[tuple[date, date], ...] = ()
    caveats: tuple[str, ...] = ()

    @property
    def level_changed(self) -> str:
        """Rising or waning where the level changed and the latest word is about something else."""
        return str(self.points.level_changed[-1])
