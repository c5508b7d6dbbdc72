"""Evaluations for tests of text and page."""

from datetime import date
from functools import cache
from typing import Any

import numpy as np
from tests.evaluation_data import monthly

from peil.review.evaluation.interrupted import Interrupted, evaluate_series
from peil.review.evaluation.panel import Panel
from peil.review.evaluation.policy import EvaluatedPolicy
from peil.review.evaluation.synthetic_control import (
    DonorQuestion,
    SyntheticControl,
    control_synthetically,
)
from peil.review.evaluation.synthetic_did import (
    Differences,
    SyntheticDid,
    difference_synthetically,
)

NAME = "thefts <b>& more</b> of a name that is rather long for a narrow screen"


def an_interrupted(*, is_bare: bool = False, **changes: Any) -> Interrupted:
    """Evaluate a series that halves, with a control and with what moved elsewhere unless bare."""
    rng = np.random.default_rng(1)

    def series(after: float, name: str) -> Any:
        return monthly(rng.poisson(np.repeat([60.0, 60.0 * after], 24)), name=name)

    own, control, other = series(0.5, NAME), series(1.0, "robberies"), series(1.5, "burglaries")
    asked = EvaluatedPolicy(**{"begins": date(2012, 1, 1), "asked": 0.7, "trend": False, **changes})
    if is_bare:
        return evaluate_series(own, asked)
    return evaluate_series(own, asked, control=control, displaced=[other])


def a_panel(units: int = 12, *, looks_total: bool = False) -> Panel:
    """Make a panel whose first unit falls by 30 % in 2010."""
    rng = np.random.default_rng(2)
    years = 40
    outcome = 50 + rng.uniform(0, 2, (units, 1)) * rng.normal(size=(1, years)).cumsum()
    outcome = outcome + rng.normal(0, 0.5, (units, years))
    outcome[0, 30:] *= 0.7
    if looks_total:
        outcome[-1] = outcome[:-1].mean(axis=0)
    return Panel(
        units=(NAME, *(f"unit {i}" for i in range(1, units))),
        times=np.arange(years) + 1980,
        outcome=outcome,
    )


@cache
def a_control(units: int = 12, *, looks_total: bool = False) -> SyntheticControl:
    """Evaluate that panel by a synthetic control."""
    panel = a_panel(units, looks_total=looks_total)
    return control_synthetically(panel, DonorQuestion(unit=NAME, begins=2010, asked=0.8))


@cache
def some_differences() -> SyntheticDid:
    """Evaluate that panel by differences."""
    question = Differences(treated=(NAME,), begins=2010, asked=0.8)
    return difference_synthetically(a_panel(), question)
