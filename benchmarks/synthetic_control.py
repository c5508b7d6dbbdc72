"""Time the synthetic control of the Basque Country beside pysyncon's; prints both and their errors.

`python -m benchmarks.synthetic_control basque.csv`, the file of the R package Synth.
"""

import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
from pysyncon import Dataprep, Synth
from tests.evaluation_data import BASQUES, SECTORS, SPAIN, basque

from peil.review.evaluation.fit_donors import Search, fit_donors
from peil.review.evaluation.synthetic_control import DonorQuestion, control_synthetically

SEARCH = Search(first=1960, last=1969, starts=300)
WANTED = 60.0
"""Seconds for the placebos of all regions."""


def main() -> None:
    """Fit with both, then ask every region."""
    path = Path(sys.argv[1])
    panel = basque(path)
    start, ours = seconds(lambda: fit_donors(panel, BASQUES, 1970, Search(starts=1)))
    print(f"compiling, or loading what was compiled: {start:.2f} s")
    taken, ours = seconds(lambda: fit_donors(panel, BASQUES, 1970, SEARCH))
    print(f"ours, {SEARCH.starts} starts: {taken:.2f} s, squared error {ours.mspe:.5f}")
    beside, theirs = seconds(lambda: pysyncon_fit(path))
    print(f"pysyncon, one default run: {beside:.2f} s, squared error {theirs:.5f}")
    print(f"ours takes {taken / beside:.2f} of its time")
    question = DonorQuestion(unit=BASQUES, begins=1970, search=SEARCH)
    all_, _ = seconds(lambda: control_synthetically(panel, question))
    print(f"all regions as placebos: {all_:.1f} s, {all_ / WANTED:.2f} of what is allowed")


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """Measure one run."""
    begin = time.perf_counter()
    made = work()
    return time.perf_counter() - begin, made


def pysyncon_fit(path: Path) -> float:
    """Fit with pysyncon as its documentation does; give the mean squared error before."""
    frame = pd.read_csv(path)
    controls = [name for name in frame["regionname"].unique() if name not in (BASQUES, SPAIN)]
    prepared = Dataprep(
        foo=frame,
        predictors=["school.illit", "school.prim", "school.med", "school.high", "school.post.high",
                    "invest"],
        predictors_op="mean",
        time_predictors_prior=range(1964, 1970),
        special_predictors=[
            ("gdpcap", range(1960, 1970), "mean"),
            ("popdens", [1969], "mean"),
            *((f"sec.{sector}", range(1961, 1970, 2), "mean") for sector in SECTORS),
        ],
        dependent="gdpcap",
        unit_variable="regionname",
        time_variable="year",
        treatment_identifier=BASQUES,
        controls_identifier=controls,
        time_optimize_ssr=range(1960, 1970),
    )  # fmt: skip
    fitted = Synth()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted.fit(dataprep=prepared)
    return float(fitted.mspe())


if __name__ == "__main__":
    main()
