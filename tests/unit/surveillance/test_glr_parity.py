"""R's glrpois and glrnb, setting by setting, where its results lie beside us."""

from typing import Any

import numpy as np
import pytest
from tests.reference import (
    Setting,
    golden,
    record_parity,
    relative_difference,
    series,
    surveillance_settings,
)

from peil.surveillance.glr import glr
from peil.surveillance.glr_mean import MeanModel

SETTINGS = [*surveillance_settings("glrpois"), *surveillance_settings("glrnb")]


def ours(setting: Setting) -> dict[str, Any]:
    """Translate R's arguments."""
    args, mean = setting.args, setting.args["mu0"]
    if mean == "vector_in_file":
        mean = golden(setting.file)["mu0"]
    elif mean is not None:
        mean = MeanModel(harmonics=mean["S"], trend=mean["trend"], refit=mean["refit"])
    return {
        "at": setting.at,
        "c": args["c.ARL"],
        "mean": mean,
        "frequency": setting.frequency,
        "alpha": args["alpha"],
        "shortest": args["Mtilde"],
        "window": None if args["M"] < 0 else args["M"],
        "change": "epidemic" if args["change"] == "epi" else "intercept",
        "theta": args["theta"],
        "direction": "increase" if args["dir"] == "inc" else "decrease",
        "want_cases": args["ret"] == "cases",
    }


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_charts_are_those_of_r(setting: Setting) -> None:
    args, theirs = setting.args, golden(setting.file)
    count = series(setting.series)["observed"]
    found = glr(count, compat="surveillance-1.24", **ours(setting))
    chart = found.increase if args["dir"] == "inc" else found.decrease
    shown = chart.cases if args["ret"] == "cases" else chart.statistic
    apart = {
        "mean": relative_difference(chart.expected, theirs["mu0"]),
        "value": relative_difference(shown, theirs["value"]),
        "alarm": relative_difference(chart.signal, theirs["alarm"]),
        "alpha": relative_difference(np.array([found.alpha]), np.array([args["alpha_used"]])),
    }
    record_parity("glr", setting=str(setting), points=len(setting.at), differences=apart)
    # Where R estimates the dispersion it stops at 1e-8, and we where nothing changes.
    allowed = 1e-6 if args["alpha"] is None else 1e-9
    assert {name: by for name, by in apart.items() if not by <= allowed} == {}
