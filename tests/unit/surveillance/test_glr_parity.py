"""R's charts of the likelihood ratio, setting by setting, on series of our own."""

from typing import Any

import numpy as np
import pytest
from tests.reference import Setting, golden, hold_to_r, series, settings_of

from peil.surveillance import MeanModel, glr


def ours(setting: Setting) -> dict[str, Any]:
    """Translate R's arguments."""
    args = setting.args
    means = {"wave": None, "refitted": MeanModel(refit=True), "given": golden(setting)["mean"]}
    return {
        "at": setting.at,
        "c": args["c.ARL"],
        "mean": means[args["mean"]],
        "alpha": None if args["alpha"] == "estimated" else args["alpha"],
        "shortest": args["Mtilde"],
        "window": None if args["M"] < 0 else args["M"],
        "change": "epidemic" if args["change"] == "epi" else "intercept",
        "theta": None if args["theta"] == "best" else args["theta"],
        "direction": "increase" if args["dir"] == "inc" else "decrease",
        "want_cases": args["ret"] == "cases",
    }


@pytest.mark.parametrize("setting", settings_of("glr"), ids=str)
def test_charts_are_those_of_r(setting: Setting) -> None:
    args, own = setting.args, series(setting.series)
    found = glr(
        own["count"], frequency=own["frequency"], compat="surveillance-1.24", **ours(setting)
    )
    chart = found.increase if args["dir"] == "inc" else found.decrease
    columns = {
        "mean": chart.expected,
        "value": chart.cases if args["ret"] == "cases" else chart.statistic,
        "alarm": chart.signal,
    }
    # Where R estimates the dispersion it stops at 1e-8, and we where nothing changes.
    allowed = 1e-6 if args["alpha"] == "estimated" else 1e-9
    np.testing.assert_allclose(found.alpha, args["alpha_used"], rtol=allowed)
    hold_to_r(setting, columns, allowed=allowed)
