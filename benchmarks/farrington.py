"""Time both Farrington methods per evaluated point, beside R in the same run where R is found.

Processor time is compared, so that other work on the machine disturbs the ratio less.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from peil.surveillance.checks import R_VERSION
from peil.surveillance.farrington import farrington_flexible

WEEKS, POINTS, TIMES = 528, 241, 7
RECORDED = {"delta": 6.05, "nb_plugin": 8.51, "muan": 8.71}
"""Milliseconds a point that R took on a quiet machine."""
TEN: dict[str, Any] = {"seasons": 10, "weeks_left_out": 26, "alpha": 0.01}
OURS: dict[str, dict[str, Any]] = {"delta": {}, "nb_plugin": TEN, "muan": TEN}
TEN_IN_R = "noPeriods = 10, pastWeeksNotIncluded = 26, alpha = .01"
THEIRS = {
    "delta": "thresholdMethod = 'delta'",
    "nb_plugin": f"thresholdMethod = 'nbPlugin', {TEN_IN_R}",
    "muan": f"thresholdMethod = 'muan', {TEN_IN_R}",
}
SCRIPT = """
suppressMessages(library(surveillance))
y <- scan('{file}', quiet = TRUE)
s <- sts(observed = matrix(y), frequency = 52, start = c(2000, 1))
f <- function() farringtonFlexible(s, list(range = {first}:{last}, glmWarnings = FALSE,
  verbose = FALSE, weightsThreshold = 2.58, {control}))
invisible(f())
t <- system.time(r <- f())
cat(t[1] + t[2])
"""


def weekly(weeks: int) -> Any:
    """Simulate weekly counts with a season, a trend and four outbreaks."""
    chance = np.random.default_rng(7)
    week = np.arange(weeks)
    mean = np.exp(1.2 + 0.001 * (week % 1000) + 0.6 * np.cos(2 * np.pi * week / 52))
    count = chance.negative_binomial(mean / 0.5, 1 / 1.5).astype(float)
    for begin in chance.integers(0, weeks, 4):
        count[begin : begin + 5] += chance.poisson(6.0, len(count[begin : begin + 5]))
    return count


def seconds(run: Callable[[], object]) -> float:
    """Measure the processor time of the fastest of several runs."""
    run()
    best = float("inf")
    for _ in range(TIMES):
        begin = time.process_time()
        run()
        best = min(best, time.process_time() - begin)
    return best


def seconds_of_r(rscript: str, count: Any, control: str) -> float | None:
    """Measure R's processor time; None where it has no surveillance."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "counts.txt"
        np.savetxt(file, count, fmt="%d")
        first = WEEKS - POINTS + 1
        script = SCRIPT.format(file=file, first=first, last=WEEKS, control=control)
        done = subprocess.run([rscript, "-e", script], capture_output=True, text=True, check=False)
    return float(done.stdout) if done.returncode == 0 else None


def main() -> None:
    """Print microseconds a point, the ratio to R, and how time grows with the series."""
    count, rscript = weekly(WEEKS), shutil.which("Rscript")
    at = np.arange(WEEKS - POINTS, WEEKS)
    for name, settings in OURS.items():
        theirs = seconds_of_r(rscript, count, THEIRS[name]) if rscript else None
        source = "R in this run" if theirs else "R as recorded"
        r = theirs / POINTS if theirs else RECORDED[name] / 1e3
        for compat in (R_VERSION, None):
            chosen = {"threshold": name, "compat": compat, **settings}
            run = lambda c=chosen: farrington_flexible(count, at=at, frequency=52, **c)  # noqa: E731
            ours = seconds(run) / POINTS
            sys.stdout.write(
                f"{name:10} {compat or 'default':18} {ours * 1e6:7.1f} us a point, "
                f"{r / ours:6.0f} times as fast as {source} ({r * 1e3:.1f} ms)\n"
            )
    one = seconds(lambda: farrington_flexible(count, at=at[-1:], frequency=52))
    sys.stdout.write(f"one call for one point: {one * 1e6:.0f} us\n")
    for weeks in (1_000, 4_000, 16_000):
        long, rows = weekly(weeks), np.arange(300, weeks)
        run = lambda c=long, a=rows: farrington_flexible(c, at=a, frequency=52, **TEN)  # noqa: E731
        per = seconds(run) / len(rows)
        sys.stdout.write(f"{weeks:6} weeks: {per * 1e6:.1f} us a point\n")


if __name__ == "__main__":
    main()
