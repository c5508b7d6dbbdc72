"""R's farringtonFlexible and farrington, setting by setting, where its results lie beside us."""

from typing import Any

import numpy as np
import pytest
from tests.reference import (
    Columns,
    Setting,
    golden,
    grid_settings,
    record_parity,
    relative_difference,
    series,
    surveillance_settings,
)

from peil.surveillance.farrington import farrington
from peil.surveillance.farrington_flexible import FarringtonFlexible, farrington_flexible
from peil.surveillance.farrington_settings import R_VERSION

EXACT = 1e-9
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


def ours(args: Any) -> dict[str, Any]:
    """Translate R's arguments."""
    named = {NAMES[name]: value for name, value in args.items() if name in NAMES}
    if "limit54" in args:
        named["few_cases"] = tuple(args["limit54"])
    if "thresholdMethod" in args:
        named["threshold"] = THRESHOLDS[args["thresholdMethod"]]
    return named


def of_series(setting: Setting) -> dict[str, Any]:
    """Give the series of a setting, with dates where R was told them."""
    columns = series(setting.series)
    population = columns["population"]
    return {
        "count": columns["observed"],
        "dates": columns["date"] if setting.dated else None,
        "population": None if np.isnan(population).all() else population,
        "frequency": setting.frequency,
        "at": setting.at,
        "compat": R_VERSION,
    }


def differences(pairs: dict[str, tuple[Any, Any]]) -> dict[str, float]:
    """Measure the largest relative difference of each column."""
    return {
        name: relative_difference(mine, theirs, least=LEAST.get(name, 1e-12))
        for name, (mine, theirs) in pairs.items()
    }


def compare(method: str, setting: Setting, pairs: dict[str, tuple[Any, Any]]) -> None:
    """Hold each column to R's, and keep the largest differences for the table of parity."""
    apart = differences(pairs)
    record_parity(method, setting=str(setting), points=len(setting.at), differences=apart)
    assert {name: by for name, by in apart.items() if not by <= EXACT} == {}


def columns_of(found: FarringtonFlexible, theirs: Columns) -> dict[str, tuple[Any, Any]]:
    return {
        "upper": (found.upper, theirs["upperbound"]),
        "alarm": (found.rise, theirs["alarm"]),
        "score": (found.score, theirs["score"]),
        "p_value": (found.p_rise, theirs["pvalue"]),
        "expected": (found.expected, theirs["expected"]),
        "mu0": (found.upper_mean, theirs["mu0"]),
        "dispersion": (found.dispersion, theirs["phi"]),
        "trend": (found.trend, theirs["trend"]),
        "trend_coefficient": (found.trend_coefficient, theirs["trend_coef"]),
    }


@pytest.mark.parametrize("setting", surveillance_settings("farringtonFlexible"), ids=str)
def test_the_flexible_method_is_that_of_r(setting: Setting) -> None:
    found = farrington_flexible(**of_series(setting), **ours(setting.args))
    compare("farrington_flexible", setting, columns_of(found, golden(setting.file)))


@pytest.mark.parametrize("setting", surveillance_settings("algo.farrington"), ids=str)
def test_the_method_of_1996_is_that_of_r(setting: Setting) -> None:
    args = ours(setting.args)
    args["population_offset"] = setting.args["fitFun"].endswith("populationOffset")
    found = farrington(**of_series(setting), **args)
    theirs = golden(setting.file)
    pairs = {
        "upper": (found.upper, theirs["upperbound"]),
        "alarm": (found.rise, theirs["alarm"]),
        "trend": (found.trend, theirs["trend"]),
        "q": (found.p_fall, theirs["q"]),
        "expected": (found.expected, theirs["median"]),
    }
    compare("farrington", setting, pairs)


def of_grid(row: dict[str, str]) -> dict[str, Any]:
    whole = ("b", "w", "noPeriods", "pastWeeksNotIncluded")
    args: dict[str, Any] = {name: int(row[name]) for name in whole}
    args |= {name: float(row[name]) for name in ("alpha", "weightsThreshold")}
    args |= {"trend": row["trend"] == "1", "thresholdMethod": row["thresholdMethod"]}
    return ours(args)


@pytest.mark.parametrize("first", range(0, len(grid_settings()), 100))
def test_the_flexible_method_is_that_of_r_over_crossed_settings(first: int) -> None:
    columns, theirs = series("newport"), golden("ffgrid_newport.csv")
    rows = grid_settings()[first : first + 100]
    worst: dict[str, float] = {}
    for row in rows:
        mine = theirs["setting"] == int(row["setting"])
        found = farrington_flexible(
            columns["observed"],
            dates=columns["date"],
            frequency=52,
            at=theirs["idx"][mine].astype(int) - 1,
            compat=R_VERSION,
            **of_grid(row),
        )
        pairs = {
            "upper": (found.upper, theirs["upperbound"][mine]),
            "alarm": (found.rise, theirs["alarm"][mine]),
            "score": (found.score, theirs["score"][mine]),
            "expected": (found.expected, theirs["expected"][mine]),
            "dispersion": (found.dispersion, theirs["phi"][mine]),
            "trend": (found.trend, theirs["trend"][mine]),
        }
        for name, apart in differences(pairs).items():
            worst[name] = max(worst.get(name, 0.0), apart)
    record_parity(
        "farrington_flexible",
        setting=f"grid from {first}",
        points=10 * len(rows),
        differences=worst,
    )
    assert {name: by for name, by in worst.items() if not by <= EXACT} == {}
