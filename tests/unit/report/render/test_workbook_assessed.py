"""The workbook opens, computes nothing by itself, and is the same every time."""

from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from tests.unit.report.exampleland import MEASURED, STATES, a_brief, a_hostile_brief
from tests.unit.report.exampleland_assessed import Made

from peil.report.model import Table
from peil.report.render.workbook import render_workbook
from peil.report.tell.assessment import tell
from peil.report.words import LANGUAGES, Words, words_in


def render_xlsx(made: Made, words: Words) -> bytes:
    return render_workbook(tell(made.assessed, words), words)


def opened(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


@pytest.mark.parametrize(
    ("state", "language"),
    [*((state, "en") for state in STATES), *(("held", language) for language in LANGUAGES[1:])],
)
def test_every_state_opens_in_every_language(state: str, language: str) -> None:
    book = opened(render_xlsx(a_brief(state), words_in(language)))
    tables = [
        b for b in tell(a_brief(state).assessed, words_in(language)).blocks if isinstance(b, Table)
    ]
    assert len(book.sheetnames) == 1 + len(tables)
    assert all(sheet.max_row > 1 for sheet in book)


def test_the_sheets_are_named() -> None:
    book = opened(render_xlsx(a_brief(), words_in("en")))
    assert book.sheetnames[:5] == ["Report", "Evidence", "Figures", "Reviews", "Sources"]
    assert [name[:3] for name in book.sheetnames[5:]] == [
        f"{letter}. " for letter in "ABCDEFGHIJKL"
    ]
    assert "F. The ladder" in book.sheetnames[10]


def test_numbers_are_numbers_and_days_are_days() -> None:
    book = opened(render_xlsx(a_brief(), words_in("en")))
    row = dict(zip(*list(book["Evidence"].values)[:2], strict=True))
    assert row["dB 3:2"] == 4.6
    assert row["Value, latest"] == 2
    assert row["Published, latest"] == datetime(2018, 1, 15)  # noqa: DTZ001
    assert book["Figures"].max_row == 1 + 6 * len(MEASURED)
    assert book["Reviews"].max_row == 1 + len(a_brief().history)


def test_no_text_is_a_formula_or_a_live_link() -> None:
    book = opened(render_xlsx(a_hostile_brief(), words_in("en")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=") for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells)


def test_a_source_names_its_address_and_what_it_is_used_for() -> None:
    rows = list(opened(render_xlsx(a_brief(), words_in("en")))["Sources"].values)
    used = {row[1]: row[2] for row in rows[1:]}
    assert used["https://example.org/press"] == "What was decided and said"
    assert "Arrests for terrorism" in used["https://example.org/report?y=2017&l=en"]


def test_the_same_brief_gives_the_same_bytes() -> None:
    assert render_xlsx(a_brief(), words_in("de")) == render_xlsx(a_brief(), words_in("de"))
