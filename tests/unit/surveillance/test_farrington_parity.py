"""R's farringtonFlexible and farrington, setting by setting, on series of our own."""

from typing import Any

import pytest
from tests.reference import Setting, hold_to_r, series, settings_of

from peil.surveillance import farrington, farrington_flexible

R = "surveillance-1.24"
LEAST = {"score": 1e-3, "trend_coefficient": 1e-6}
"""Where the expectation is met or the trend is none, what is left is R's rounding."""
NAMES = {
    "b": "years_back",
    "w": "half_window",
    "reweight": "reweight",
    "weightsThreshold": "weights_threshold",
    "alpha": "alpha",
    "trend": "trend",
    "pThresholdTrend": "trend_alpha",
    "powertrans": "power",
    "populationOffset": "population_offset",
    "noPeriods": "seasons",
    "pastWeeksNotIncluded": "weeks_left_out",
}
THRESHOLDS = {"delta": "delta", "nbPlugin": "nb_plugin", "muan": "muan"}


def ours(setting: Setting) -> dict[str, Any]:
    """Translate R's arguments."""
    args = setting.args
    named = {NAMES[name]: value for name, value in args.items() if name in NAMES}
    if "thresholdMethod" in args:
        named["threshold"] = THRESHOLDS[args["thresholdMethod"]]
    few = {"few_cases": tuple(args["limit54"]), "compat": R, "at": setting.at}
    return {**series(setting.series), **named, **few}


@pytest.mark.parametrize("setting", settings_of("farrington_flexible"), ids=str)
def test_the_flexible_method_is_that_of_r(setting: Setting) -> None:
    found = farrington_flexible(**ours(setting))
    columns = {
        "upper": found.upper,
        "alarm": found.rise,
        "score": found.score,
        "p_value": found.p_rise,
        "expected": found.expected,
        "mu0": found.upper_mean,
        "dispersion": found.dispersion,
        "trend": found.trend,
        "trend_coefficient": found.trend_coefficient,
    }
    hold_to_r(setting, columns, least=LEAST)


@pytest.mark.parametrize("setting", settings_of("farrington"), ids=str)
def test_the_method_of_1996_is_that_of_r(setting: Setting) -> None:
    found = farrington(**ours(setting))
    columns = {
        "upper": found.upper,
        "alarm": found.rise,
        "trend": found.trend,
        "q": found.p_fall,
        "expected": found.expected,
    }
    hold_to_r(setting, columns)
