"""A text in a CSV is never read as a formula, and a number stays a number."""

import csv
import io

import pytest
from tests.practices_builder import a_catalogue, a_finding
from tests.unit.report.tell.test_watch_data import brief, rows, watch_csv
from tests.watched_builder import a_series

from peil.report.model import Cell, Column, Row, Table
from peil.report.render.data import rows_csv, table_csv
from peil.report.tell import practices

FORMULA = "=cmd|' /C calc'!A0"


@pytest.mark.parametrize("text", [FORMULA, "+1+2", "-2+3", "@SUM(A1)", "\t=1", "-", "-1e"])
def test_a_text_that_begins_as_a_formula_gets_an_apostrophe(text: str) -> None:
    listed = list(csv.reader(io.StringIO(rows_csv(("a",), [{"a": text}]).decode(), newline="")))
    assert listed == [["a"], [f"'{text}"]]
    rows = (Row(cells=(Cell(text=text),)),)
    table = Table(key="t", title="T", columns=(Column(head=text),), rows=rows)
    told = list(csv.reader(io.StringIO(table_csv(table).decode(), newline="")))
    assert told == [[f"'{text}"], [f"'{text}"]]


def test_a_carriage_return_begins_no_row() -> None:
    written = rows_csv(("a", "b"), [{"a": "\r=1", "b": "x\r=2\r\n=3"}]).decode()
    listed = list(csv.reader(io.StringIO(written, newline="")))
    assert listed == [["a", "b"], ["'\n=1", "x\n=2\n=3"]]


@pytest.mark.parametrize("text", ["-5", "+3", "-0.25", "-1e-05", "a=b", "", "2018-01-22"])
def test_a_number_and_a_plain_text_stay_as_they_are(text: str) -> None:
    assert rows_csv(("a", "b"), [{"a": text, "b": -2.5}]).decode() == f"a,b\n{text},-2.5\n"


def test_practices_and_watch_are_written_by_it() -> None:
    found = a_catalogue(a_finding("staff", statement=FORMULA))
    (row,) = csv.DictReader(io.StringIO(rows_csv(*practices.rows(found)).decode()))
    assert row["statement"] == f"'{FORMULA}"
    assert rows(watch_csv(brief(a_series(FORMULA))))[0]["series"] == f"'{FORMULA}"
