"""The methods that are compared, each as a function from a series to its signals of rises."""

from collections.abc import Callable
from typing import Any

import numpy as np
from benchmarks.detection_worlds import FIRST, WEEKS, YEAR
from numpy.typing import NDArray

from peil import surveillance
from peil.observe.watch.counts import Counts
from peil.observe.watch.expectation import constants_for
from peil.observe.watch.outbreak import outbreak_signals
from peil.observe.watch.predictive import at_least

Signals = NDArray[np.bool_]
Method = Callable[[NDArray[np.float64]], Signals]

AT = np.arange(FIRST, WEEKS)
COMPAT = "surveillance-1.24"
_START = np.datetime64("2010-01-04") + 7 * np.arange(WEEKS)
_ONES = np.ones(WEEKS)
_NOUFAILY = {
    "frequency": YEAR,
    "years_back": 5,
    "half_window": 3,
    "seasons": 10,
    "weeks_left_out": 26,
    "trend_alpha": 1.0,
    "few_cases": (0, 4),
}


def as_counts(count: NDArray[np.float64]) -> Counts:
    """Bring a simulated series into the form that the watch takes."""
    return Counts(
        series="simulated",
        period="week",
        start=_START,
        end=_START + 6,
        count=count,
        exposure=_ones(count),
        complete=_ones(count),
        segment=np.zeros(len(count)),
    )


def _ones(count: NDArray[np.float64]) -> NDArray[np.float64]:
    return _ONES[: len(count)]


def peil(budget: float) -> Method:
    """Run Peil's detector at a budget of false signals a year."""

    def run(count: NDArray[np.float64]) -> Signals:
        found = outbreak_signals(as_counts(count), AT, budget, cycle=YEAR)[0]
        signals: Signals = found.given & (found.rise_since >= 0)
        return signals

    return run


def known_tails(
    count: NDArray[np.float64], mean: NDArray[np.float64], dispersion: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the chance of one week's count and of two weeks' sum, if mean and spread are known.

    Args:
        count: (624,).
        mean: (624,) true mean.
        dispersion: true variance over mean.

    Returns:
        (50,) each, from the week before the first that is evaluated.
    """
    weeks = np.arange(FIRST - 1, WEEKS)
    known = np.full(len(weeks), np.inf)

    def tail(y: Any, m: Any) -> Any:
        return at_least(y, mean=m, variance=dispersion * m, freedom=known)

    single = tail(count[weeks], mean[weeks])
    return single, tail(count[weeks] + count[weeks - 1], mean[weeks] + mean[weeks - 1])


def two_weeks(single: Any, pair: Any, alpha: float) -> Signals:
    """Apply the rule of the detector to known tails."""
    alone = constants_for("week").alone
    by_one = single <= alpha * alone
    either = by_one | ((pair <= alpha * (1 - alone)) & (single < 0.5))
    repeated = np.concatenate([[False], either[:-1]])
    signals: Signals = (either & ~(repeated & ~by_one))[1:]
    return signals


def _call(function: str, /, **settings: Any) -> Method:
    run = getattr(surveillance, function)

    def signals(count: NDArray[np.float64]) -> Signals:
        made: Signals = run(count, at=AT, **settings).rise == 1
        return made

    return signals


def _flexible(threshold: str, **settings: Any) -> Callable[[], Method]:
    def made() -> Method:
        return _call(
            "farrington_flexible", threshold=threshold, alpha=0.005, **_NOUFAILY, **settings
        )

    return made


def _windows(**settings: Any) -> Callable[[], Method]:
    return lambda: _call("farrington", frequency=YEAR, years_back=5, half_window=3, **settings)


def _glr(c: float) -> Method:
    mean = surveillance.MeanModel(trend=True)
    return _call("glr", c=c, mean=mean, direction="increase", compat=COMPAT)


REPRODUCED: dict[str, Callable[[], Method]] = {
    "flexible, muan": _flexible("muan", compat=COMPAT),
    "flexible, nb_plugin": _flexible("nb_plugin", compat=COMPAT),
    "flexible, delta": _flexible("delta", compat=COMPAT),
    "flexible, nb_plugin, mended": _flexible("nb_plugin"),
    "GLR, c = 3": lambda: _glr(3.0),
    "GLR, c = 2": lambda: _glr(2.0),
    "Farrington 1996": _windows(alpha=0.01, few_cases=(0, 4), compat=COMPAT),
    "EARS C2": lambda: _call("ears", method="C2", alpha=0.005, compat=COMPAT),
    "Bayes 3": lambda: _call(
        "bayes", frequency=YEAR, years_back=2, half_window=4, this_year=False, alpha=0.05
    ),
}
"""By name; a method is looked up when it is run, and left out if it does not stand."""


def reproduced() -> dict[str, Method]:
    """Find the reproduced methods; say which are left out."""
    found: dict[str, Method] = {}
    for name, make in REPRODUCED.items():
        try:
            found[name] = make()
        except (ImportError, AttributeError) as missing:
            print(f"left out: {name} ({missing})")
    return found
