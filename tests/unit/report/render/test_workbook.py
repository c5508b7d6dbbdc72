"""The workbook holds every text and value, computes nothing by itself, and is always the same."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from tests.unit.report.render.planted import DAY, HOSTILE, a_report, course, wide
from tests.unit.report.render.said import parts, rows, sayings

from peil.report.model import Rank, Report
from peil.report.render.parts import clean
from peil.report.render.workbook import render_workbook
from peil.report.words import LANGUAGES, words_in


def opened(report: Report, language: str = "en") -> Workbook:
    return load_workbook(BytesIO(render_workbook(report, words_in(language))))


def all_values(book: Workbook) -> list[object]:
    return [cell for sheet in book for row in sheet.values for cell in row if cell is not None]


def test_nothing_is_lost() -> None:
    report = a_report()
    found = all_values(opened(report))
    told = "\n".join(str(value) for value in found)
    missing = [saying for saying in sayings(report) if clean(saying) not in told]
    assert missing == []
    for row in rows(report):
        for cell in row.cells:
            value = datetime.combine(DAY, datetime.min.time()) if cell.value == DAY else cell.value
            shown = [value] if value is not None else [clean(part) for part in parts(cell)]
            assert all(each in found or str(each) in told for each in shown)


def test_values_are_unrounded_and_days_are_days() -> None:
    head, row = list(opened(a_report(blocks=(wide(1),)))["A. All series, those that chang"].values)
    told = dict(zip(reversed(head), reversed(row), strict=True))
    assert told["Latest"] == 1200.125
    assert told["Day"] == datetime(2018, 1, 22)  # noqa: DTZ001  a day of a workbook has no zone


def test_each_table_and_the_data_of_each_picture_have_a_sheet() -> None:
    names = opened(a_report()).sheetnames
    assert names[0] == "Report"
    assert "How well the figures fit each l" in names
    assert "Attacks by year" in names
    assert "A list" in names
    assert len(names) == 1 + 2 + 3


def test_data_that_a_table_has_is_not_written_twice() -> None:
    blocks = (replace(course(), shows_data=False), wide(1))
    assert opened(a_report(blocks=blocks)).sheetnames == [
        "Report",
        "A. All series, those that chang",
    ]


def test_names_of_sheets_are_short_single_and_allowed() -> None:
    titles = ("", "'", "[a]:*?/\\b", "x" * 50, "X" * 50, "history", "Report", "a\nb", "\x07")
    blocks = tuple(
        replace(wide(1), key=f"t{i}", title=title, rank=Rank.REST) for i, title in enumerate(titles)
    )
    names = opened(a_report(blocks=blocks)).sheetnames
    assert len(names) == len({name.casefold() for name in names}) == 1 + len(titles)
    assert max(map(len, names)) <= 31
    assert not any(set(name) & set("[]:*?/\\\n") or name != name.strip("' ") for name in names)


def test_no_text_is_a_formula_or_a_live_link() -> None:
    book = opened(a_report())
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == HOSTILE[0] for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_report_gives_the_same_bytes_dated_by_its_day(language: str) -> None:
    words = words_in(language)
    assert render_workbook(a_report(), words) == render_workbook(a_report(), words)
    created = opened(a_report(), language).properties.created
    assert created == datetime(2018, 1, 22)  # noqa: DTZ001  a day of a workbook has no zone


def test_what_is_no_number_stays_empty() -> None:
    figure = course()
    (row,) = figure.data.rows
    cells = (row.cells[0], replace(row.cells[1], value=float("nan")))
    data = replace(figure.data, rows=(replace(row, cells=cells),))
    sheet = opened(a_report(blocks=(replace(figure, data=data),)))["Attacks by year"]
    assert list(sheet.values)[1][1] is None
