"""JSON is the document, in its own order, and the same on every machine."""

import json
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.report.exampleland import STATES, a_brief

from peil.report.render.data import document_json


@pytest.mark.parametrize("state", STATES)
def test_the_document_comes_back_as_it_was(state: str) -> None:
    document = a_brief(state).document
    back = json.loads(document_json(document))
    assert list(back) == list(document)
    assert back["proposal"] == json.loads(json.dumps(document["proposal"]))


def test_days_numpy_numbers_and_no_numbers_are_written() -> None:
    written = document_json(
        {"day": date(2018, 1, 22), "n": np.int64(3), "p": np.float64(0.1) + 0.2, "x": float("nan"),
         "zero": -0.0, "flag": True, "none": None, "é": ("a", 1)}
    )  # fmt: skip
    assert json.loads(written) == {
        "day": "2018-01-22", "n": 3, "p": 0.1 + 0.2, "x": None, "zero": 0.0, "flag": True, "none": None,
        "é": ["a", 1],
    }  # fmt: skip
    assert "é" in written
    assert "-0.0" not in written
    assert written.endswith("}\n")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_nine_digits(value: float) -> None:
    assert json.loads(document_json({"x": value}))["x"] == pytest.approx(value, rel=1e-8)
