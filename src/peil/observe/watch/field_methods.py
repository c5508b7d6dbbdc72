"""The methods of the field, each brought to the one form of the watch's signals.

Each works within a segment, so that no baseline crosses a break, and judges a period by those
before it alone, so that neither what is evaluated beside it nor what comes later changes it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import Counts
from peil.observe.watch.signals import NO_SIGNAL, Method, Signals, no_signals
from peil.surveillance import bayes, cusum, ears, farrington, farrington_flexible, glr, rki
from peil.surveillance.in_control import NoMean
from peil.terms.calendar import Ints
from peil.terms.errors import BadInput

Parameters = Mapping[str, Any]
Judged = Iterable[tuple[Any, Any, Any]]
"""Results, each with the evaluated periods that it answers and its rows for them."""
Run = Callable[[Counts, Ints], Judged]

ADVISED = CONSTANTS["field"]
FREQUENCY: dict[str, int] = ADVISED["frequency"]
EARS_GAP = {"C1": 0, "C2": 2, "C3": 4}
"""Periods between the window of a chart and the period, and what C3 remembers besides."""
ALL = slice(None)


def _in_segments(
    counts: Counts, at: Ints, first: int, run: Run, *, is_lasting: bool = False
) -> Signals:
    """Run a method on the periods that have at least `first` before them in their segment."""
    signals = no_signals(at, is_lasting=is_lasting)
    for number in np.unique(counts.segment[at]):
        begin = int(np.searchsorted(counts.segment, number))
        rows = np.flatnonzero((counts.segment[at] == number) & (at - begin >= first))
        if len(rows):
            part = counts.take(slice(begin, int(at[rows].max()) + 1))
            for asked, found, take in run(part, at[rows] - begin):
                _fill(signals, rows[asked], found, take)
    crossed = signals.lower > signals.upper  # a chart that is far beyond its threshold
    signals.lower[crossed] = signals.upper[crossed] = np.nan
    return signals


def _fill(signals: Signals, rows: Ints, found: Any, take: Any) -> None:
    for name in ("expected", "lower", "upper", "p_rise", "p_fall"):
        if (values := getattr(found, name, None)) is not None:
            getattr(signals, name)[rows] = values[take]
    for side, signal in ((signals.rise_since, found.rise), (signals.fall_since, found.fall)):
        side[rows] = np.where(signal[take] == 1.0, signals.at[rows], NO_SIGNAL)
        signals.opened[rows] = np.maximum(signals.opened[rows], side[rows])
        signals.given[rows] |= side[rows] != NO_SIGNAL


def _frequency(counts: Counts) -> int:
    if counts.period not in FREQUENCY:
        raise BadInput(
            f"series {counts.series!r} has one count a {counts.period}, which this method does "
            f"not take; use method peil, or counts by {' or '.join(FREQUENCY)}"
        )
    return FREQUENCY[counts.period]


def _seasonal(run: Callable[..., Any], *, sides: int, advised: Parameters) -> Method:
    """Make a method of one that looks at the same season of earlier years."""

    def signals(counts: Counts, at: Ints, budget: float, given: Parameters) -> Signals:
        frequency, period = _frequency(counts), counts.period
        chosen = {
            "years_back": ADVISED["years_back"],
            "half_window": ADVISED["half_window"][period],
            "alpha": sides * budget / counts.periods_a_year,
            **{name: of[period] if isinstance(of, dict) else of for name, of in advised.items()},
            **given,
        }
        first = frequency + chosen["half_window"] + 1
        return _in_segments(
            counts, at, first, lambda part, local: _by_years(run, part, local, frequency, **chosen)
        )

    return signals


def _by_years(
    run: Callable[..., Any], part: Counts, at: Ints, frequency: int, **chosen: Any
) -> Iterator[tuple[Any, Any, Any]]:
    """Go back as many years as each period has before it, at most those that are wanted."""
    years = np.minimum((at - chosen["half_window"] - 1) // frequency, chosen["years_back"])
    effort = np.where(part.is_closed, part.exposure.max(), part.exposure) * part.complete
    for back in np.unique(years):
        given = {"population_offset": bool(np.ptp(effort) > 0), **chosen, "years_back": int(back)}
        found = run(
            part.count,
            at=at[years == back],
            frequency=frequency,
            dates=None if part.period == "quarter" else part.start,
            population=effort,
            **given,
        )
        yield years == back, found, ALL


def _ears(counts: Counts, at: Ints, budget: float, given: Parameters) -> Signals:
    """Compare with the seven periods before the last two (C2)."""
    chosen = {**ADVISED["ears"], "alpha": budget / counts.periods_a_year, **given}
    first = chosen["baseline"] + EARS_GAP.get(chosen["method"], 0)
    return _in_segments(
        counts, at, first, lambda part, local: [(ALL, ears(part.count, at=local, **chosen), ALL)]
    )


def _by_reference(run: Callable[..., Any], advised: Parameters) -> Method:
    """Make a method of one that compares with a few counts before, and those of years before."""

    def signals(counts: Counts, at: Ints, budget: float, given: Parameters) -> Signals:
        chosen = {**advised, **given}
        if run is bayes:
            chosen = {"alpha": budget / counts.periods_a_year, **chosen}
        first = chosen["half_window"]
        if chosen["years_back"] > 0:
            chosen["frequency"] = _frequency(counts)
            first += chosen["years_back"] * chosen["frequency"]
        return _in_segments(
            counts, at, first, lambda part, local: [(ALL, run(part.count, at=local, **chosen), ALL)]
        )

    return signals


def _first_mean(counts: Counts) -> int:
    return max(int(ADVISED["first_mean"]), round(2 * counts.periods_a_year))


def _chart(run: Callable[..., Any], counts: Counts, at: Ints, chosen: Parameters) -> Signals:
    """Run charts from the mean of the first two years, if these determine one."""
    first = _first_mean(counts)

    def judged(part: Counts, local: Ints) -> Judged:
        try:
            found = run(part.count, at=np.arange(first, len(part)), **chosen)
        except NoMean:
            return []
        return [(ALL, found, local - first)]

    return _in_segments(counts, at, first, judged, is_lasting=True)


def _cusum(counts: Counts, at: Ints, _budget: float, given: Parameters) -> Signals:
    return _chart(cusum, counts, at, {"frequency": FREQUENCY.get(counts.period, 1), **given})


def _glr(counts: Counts, at: Ints, _budget: float, given: Parameters) -> Signals:
    """Run charts of the likelihood ratio, with the season of the first two years."""
    window = max(2, round(counts.periods_a_year))
    return _chart(glr, counts, at, {"frequency": _frequency(counts), "window": window, **given})


FIELD_METHODS: Mapping[str, Method] = {
    "farrington_flexible": _seasonal(
        farrington_flexible, sides=1, advised=ADVISED["farrington_flexible"]
    ),
    "farrington": _seasonal(farrington, sides=2, advised={}),
    "ears": _ears,
    "bayes": _by_reference(bayes, ADVISED["bayes"]),
    "rki": _by_reference(rki, ADVISED["rki"]),
    "cusum": _cusum,
    "glr": _glr,
}
