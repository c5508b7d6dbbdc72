"""The parameters of each method by name, here and in R, and how they are read from text."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from inspect import signature
from types import NoneType
from typing import Any, get_args

from peil.surveillance.bayes import bayes
from peil.surveillance.cusum import cusum
from peil.surveillance.ears import ears
from peil.surveillance.farrington_settings import FarringtonSettings, FlexibleSettings
from peil.surveillance.glr import glr
from peil.surveillance.in_control import MeanModel
from peil.surveillance.rki import rki
from peil.terms.errors import BadInput

TOLD_BY: dict[str, tuple[Callable[..., Any], ...]] = {
    "farrington_flexible": (FlexibleSettings,),
    "farrington": (FarringtonSettings,),
    "ears": (ears,),
    "bayes": (bayes,),
    "rki": (rki,),
    "cusum": (cusum,),
    "glr": (glr, MeanModel),
}
"""What takes the parameters of each method."""
OF_THE_SERIES = {"count", "at", "frequency"}
"""What a series brings along itself."""
NAMES_IN_R = {
    "b": "years_back",
    "w": "half_window",
    "actY": "this_year",
    "weightsThreshold": "weights_threshold",
    "pThresholdTrend": "trend_alpha",
    "limit54": "few_cases",
    "powertrans": "power",
    "populationOffset": "population_offset",
    "noPeriods": "seasons",
    "pastWeeksNotIncluded": "weeks_left_out",
    "thresholdMethod": "threshold",
    "minSigma": "min_sigma",
    "m": "mean",
    "trans": "transform",
    "c.ARL": "c",
    "mu0": "mean",
    "Mtilde": "shortest",
    "M": "window",
    "dir": "direction",
    "S": "harmonics",
}
TRUTHS = {"true": True, "false": False}


def parameters_of(method: str) -> dict[str, Any]:
    """Give the parameters of a method, each with the type of what it takes."""
    return {
        name: told.annotation
        for source in TOLD_BY[method]
        for name, told in signature(source).parameters.items()
        if name not in OF_THE_SERIES
    }


def read_parameters(method: str, text: str) -> dict[str, Any]:
    """Read parameters of a method, as in `alpha=0.01,b=5`, by their names here or in R.

    Two numbers are joined by a colon (`few_cases=5:4`); `none` stands for nothing.

    Raises:
        BadInput: one of them is unknown, given twice, or has a value that it cannot have.
    """
    if method not in TOLD_BY:
        raise BadInput(f"the method {method} has no parameter to set; {_choices(method)}")
    known = parameters_of(method)
    found: dict[str, Any] = {}
    for part in text.split(","):
        told, equals, value = (piece.strip() for piece in part.partition("="))
        name = told if told in known else NAMES_IN_R.get(told, told)
        if name not in known:
            raise BadInput(f"{told!r} is no parameter of {method}; {_choices(method)}")
        if not equals or name in found:
            fault = "is given twice" if name in found else "has no value"
            raise BadInput(f"{name} {fault}; write {name}=VALUE once; {_choices(method)}")
        try:
            found[name] = _value(value, get_args(known[name]) or (known[name],))
        except ValueError:
            raise BadInput(f"{name} cannot be {value!r}; {_choices(method)}") from None
    return found


def check_parameters(method: str, given: Mapping[str, Any]) -> None:
    """Refuse parameters that a method does not have.

    Raises:
        BadInput: there is one.
    """
    for name in given:
        if method not in TOLD_BY or name not in parameters_of(method):
            raise BadInput(f"{name!r} is no parameter of the method {method}; {_choices(method)}")


def _choices(method: str) -> str:
    if method not in TOLD_BY:
        return f"set nothing, or use the method {' or '.join(TOLD_BY)}"
    return f"{method} has {', '.join(parameters_of(method))}"


def _value(text: str, kinds: tuple[Any, ...]) -> Any:
    """Read a value as one of the kinds that a parameter takes; ValueError where it is none."""
    if NoneType in kinds and text.lower() == "none":
        return None
    if bool in kinds:
        if text.lower() not in TRUTHS:
            raise ValueError(text)
        return TRUTHS[text.lower()]
    if ":" in text and str not in kinds:
        first, second = (float(part) for part in text.split(":"))
        return first, second
    for number in (int, float):
        if number in kinds or (number is int and float in kinds):
            with suppress(ValueError):
                return number(text)
    if str in kinds and text:
        return text
    raise ValueError(text)
