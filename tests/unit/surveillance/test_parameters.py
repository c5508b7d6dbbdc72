"""Every parameter of a method is known by its name here or in R, and read from text."""

from typing import Any

import pytest

from peil.surveillance.parameters import TOLD_BY, check_parameters, parameters_of, read_parameters
from peil.terms.errors import BadInput


@pytest.mark.parametrize(
    ("method", "text", "found"),
    [
        ("ears", "alpha=0.01,baseline=9", {"alpha": 0.01, "baseline": 9}),
        ("ears", "method = C1, minSigma = 1", {"method": "C1", "min_sigma": 1}),
        ("farrington", "b=3,w=2,reweight=false", {"years_back": 3, "half_window": 2, "reweight": False}),
        ("farrington", "limit54=5:4,power=none", {"few_cases": (5.0, 4.0), "power": "none"}),
        ("farrington_flexible", "weeks_left_out=none", {"weeks_left_out": None}),
        ("farrington_flexible", "compat=surveillance-1.24", {"compat": "surveillance-1.24"}),
        ("cusum", "mean=glm,k=0.5", {"mean": "glm", "k": 0.5}),
        ("cusum", "m=2.5", {"mean": 2.5}),
        ("glr", "theta=-0.7,M=10,refit=TRUE", {"theta": -0.7, "window": 10, "refit": True}),
    ],
)  # fmt: skip
def test_parameters_are_read_by_either_name(method: str, text: str, found: dict[str, Any]) -> None:
    assert read_parameters(method, text) == found


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("gamma=1", "'gamma' is no parameter of ears"),
        ("alpha", "alpha has no value"),
        ("", "'' is no parameter of ears"),
        ("alpha=0.1,alpha=0.2", "alpha is given twice"),
        ("alpha=low", "alpha cannot be 'low'"),
        ("baseline=7.5", "baseline cannot be '7.5'"),
        ("method=", "method cannot be ''"),
        ("count=1", "'count' is no parameter of ears"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence_that_names_the_known(
    text: str, fault: str
) -> None:
    with pytest.raises(BadInput) as refused:
        read_parameters("ears", text)
    told = str(refused.value)
    assert told.startswith(fault)
    assert told.endswith("ears has method, baseline, alpha, min_sigma, compat")
    assert "\n" not in told


def test_a_method_without_parameters_names_those_that_have_some() -> None:
    with pytest.raises(BadInput, match=r"method peil has no parameter.*farrington_flexible or"):
        read_parameters("peil", "alpha=0.1")
    with pytest.raises(BadInput, match="no parameter of the method peil"):
        check_parameters("peil", {"alpha": 0.1})


@pytest.mark.parametrize("method", TOLD_BY)
def test_every_parameter_can_be_read_from_text(method: str) -> None:
    texts = ("1", "true", "C1", "none", "5:4")
    for name in parameters_of(method):
        assert any(_reads(method, f"{name}={text}") for text in texts), name


def _reads(method: str, text: str) -> bool:
    try:
        return len(read_parameters(method, text)) == 1
    except BadInput:
        return False
