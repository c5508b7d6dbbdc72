"""A report as data loses nothing, and a table as CSV reads back as it was."""

import csv
import datetime as dt
import io
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.report.render.planted import DAY, a_report, wide
from tests.unit.report.render.said import parts, rows, sayings

from peil.report.model import Cell, Column, Row, Table, Text
from peil.report.render.data import document_json, flat, plain, report_json, rows_csv, table_csv

FORMULA = "=cmd|' /C calc'!A0"


def texts_of(value: Any) -> set[str]:
    """Every text in data, those in pieces put together."""
    if isinstance(value, dict):
        return {text for each in value.values() for text in texts_of(each)}
    if isinstance(value, list):
        pieces = [each.get("text") for each in value if isinstance(each, dict)]
        together = "".join(piece for piece in pieces if isinstance(piece, str))
        return {together} | {text for each in value for text in texts_of(each)}
    return {value} if isinstance(value, str) else set()


def read(written: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written.decode(), newline="")))


def test_nothing_is_lost_in_json() -> None:
    report = a_report()
    told = json.loads(document_json({"kind": "planted"}, report))["report"]
    texts = texts_of(told)
    referred = {"see annex A.": "see annex the table."}
    assert {referred.get(saying, saying) for saying in sayings(report)} - texts == set()
    shown = {text for row in rows(report) for cell in row.cells for text in parts(cell)}
    assert shown - texts == set()


def test_blocks_say_what_they_are_and_leave_out_what_is_as_usual() -> None:
    text = Text(key="a", lines=("One.",))
    cell = Cell(text="n", value=float("nan"))
    table = Table(key="t", columns=(Column(head="A"),), rows=(Row(cells=(cell,)),), beside=True)
    assert report_json(a_report(blocks=(text, table)))["blocks"] == [
        {"block": "text", "key": "a", "lines": ["One."]},
        {
            "block": "table",
            "key": "t",
            "beside": True,
            "columns": [{"head": "A"}],
            "rows": [{"cells": [{"text": "n", "value": None}]}],
        },
    ]


def test_ranks_links_and_days_are_named() -> None:
    told = report_json(a_report())
    by_key = {block["key"]: block for block in told["blocks"]}
    assert told["day"] == "2018-01-22"
    assert by_key["wide"]["rank"] == "annex"
    assert by_key["wide"]["rows"][1]["to"] == {"page": "watch", "anchor": "row-1"}
    assert by_key["course"]["source"][1]["to"] == {"address": "https://example.org/a"}
    assert "drawing" not in by_key["course"]


def test_the_document_stands_before_its_report_as_it_was() -> None:
    document = {"kind": "k", "n": 1.5, "day": DAY}
    told = json.loads(document_json(document, a_report()))
    assert list(told) == ["kind", "n", "day", "report"]
    assert json.loads(document_json(document)) == {"kind": "k", "n": 1.5, "day": "2018-01-22"}


@dataclass
class Result:
    mean: float
    days: tuple[dt.date, ...]


def test_days_numbers_results_and_no_numbers_are_written() -> None:
    written = document_json(
        {"day": DAY, "n": np.int64(3), "p": np.float64(0.1) + 0.2, "x": float("nan"), "zero": -0.0,
         "flag": True, "none": None, "é": ("a", 1), "result": Result(float("inf"), (DAY,))}
    )  # fmt: skip
    assert json.loads(written) == {
        "day": "2018-01-22", "n": 3, "p": 0.1 + 0.2, "x": None, "zero": 0.0, "flag": True,
        "none": None, "é": ["a", 1], "result": {"mean": None, "days": ["2018-01-22"]},
    }  # fmt: skip
    assert "é" in written
    assert "-0.0" not in written


# CSV


@pytest.mark.parametrize("text", [FORMULA, "+1+2", "-2+3", "@SUM(A1)", "\t=1", "-", "-1e"])
def test_a_text_that_begins_as_a_formula_gets_an_apostrophe(text: str) -> None:
    assert read(rows_csv(("a",), [{"a": text}])) == [["a"], [f"'{text}"]]
    table = Table(key="t", columns=(Column(head=text),), rows=(Row(cells=(Cell(text=text),)),))
    assert read(table_csv(table)) == [[f"'{text}"], [f"'{text}"]]


def test_a_carriage_return_begins_no_row() -> None:
    written = rows_csv(("a", "b"), [{"a": "\r=1", "b": "x\r=2\r\n=3"}])
    assert read(written) == [["a", "b"], ["'\n=1", "x\n=2\n=3"]]


@pytest.mark.parametrize("text", ["-5", "+3", "-0.25", "-1e-05", "a=b", "", "2018-01-22"])
def test_a_number_and_a_plain_text_stay_as_they_are(text: str) -> None:
    assert rows_csv(("a", "b"), [{"a": text, "b": -2.5}]).decode() == f"a,b\n{text},-2.5\n"


harmless = st.text(st.characters(codec="utf-8", exclude_characters="\r")).filter(
    lambda text: not text.startswith(("=", "+", "-", "@", "\t"))
)
values = st.floats(allow_nan=False, allow_infinity=False) | st.dates() | st.none()


@given(st.lists(st.tuples(harmless, values), min_size=1))
def test_a_table_reads_back_equal(given_rows: list[tuple[str, float | dt.date | None]]) -> None:
    columns = (Column(head="Name"), Column(head="Value", unit="per million"))
    cells = [(Cell(text=text), Cell(text="none", value=value)) for text, value in given_rows]
    table = Table(key="t", columns=columns, rows=tuple(Row(cells=pair) for pair in cells))
    head, *back = read(table_csv(table))
    assert head == ["Name", "Value (per million)"]
    for (text, value), (name, written) in zip(given_rows, back, strict=True):
        assert name == text
        if isinstance(value, float):
            assert float(written) == value
        else:
            assert written == ("none" if value is None else value.isoformat())


def test_lines_below_a_cell_get_a_column_of_their_own() -> None:
    heads, (row, *_) = flat(wide())
    assert heads[:3] == ["Indicator", "Direction", "Direction"]
    assert row[1:3] == ["rising (83%)", "since March\nwas steady"]
    assert heads[4:7] == ["Latest", "Latest", "Day"]
    assert row[4:7] == [1200.125, "at most 5", DAY]


def test_plain_knows_mappings_and_lists() -> None:
    assert plain({1: [DAY, (None,)]}) == {"1": ["2018-01-22", [None]]}
    assert plain(Column(head="A", unit="km")) == {"head": "A", "kind": "text", "unit": "km"}
