"""A table with nothing in it is refused in one sentence, which says what is to be added."""

from pathlib import Path

import pytest
from tests.command import peil

from peil.act.answers import ANSWERED
from peil.feeds.dossier.new import new_dossier

LOWERING = ("policy", "lowering", "BELGIUM", "--from", "3", "--to", "2", "--on", "2018-01-22")
WEEKLY = ("watch", "--counts", "WEEKLY")
PERIOD, EVENTS = "add one row for each period", "give a file with at least one"
TABLES = {
    "watch": (("watch", "--counts", "TABLE"), "date,count", PERIOD),
    "watch, wide": (("watch", "--counts", "TABLE", "--wide"), "date,North,South", PERIOD),
    "holidays": ((*WEEKLY, "--holidays", "TABLE"), "date,name", "add one day"),
    "watch-many": (("watch-many", "TABLE", "made"), "series,date,count", PERIOD),
    "watch-quality": (("watch-quality", "TABLE"), "date,count,events", PERIOD),
    "evaluate series": (
        ("evaluate", "series", "TABLE", "--from", "2019-06-01"),
        "date,count",
        PERIOD,
    ),
    "breaks": (
        ("evaluate", "series", "WEEKLY", "--from", "2020-06-01", "--breaks", "TABLE"),
        "date,description",
        "add one row for each break, or leave it out",
    ),
    "evaluate control": (
        ("evaluate", "control", "TABLE", "--unit", "North", "--from", "2010"),
        "unit,year,value",
        "add one row for each unit and year",
    ),
    "evaluate did": (
        ("evaluate", "did", "TABLE", "--unit", "North", "--from", "2010"),
        "unit,year,value",
        "add one row for each unit and year",
    ),
    "evaluate events": (
        ("evaluate", "events", "TABLE"),
        "place,count,population",
        "add one row for each place",
    ),
    "answers": (
        (*LOWERING, "--answers", "TABLE"),
        ",".join(ANSWERED),
        "fill in the file that --questions wrote",
    ),
    "import": (("import", "events_csv", "TABLE", "NEW"), "date,country,published", EVENTS),
}
"""By what is read: the command, the column names, and what is to be done where no row follows."""


@pytest.fixture(params=TABLES)
def given(
    request: pytest.FixtureRequest,
    root: Path,
    belgium: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[Path, list[object], str, str]:
    """The table, the command that reads it, its column names, and the remedy."""
    monkeypatch.chdir(tmp_path)
    words, header, remedy = TABLES[request.param]
    table = tmp_path / "table.csv"
    weekly = root / "docs" / "guide" / "weekly.csv"
    places = {"TABLE": table, "BELGIUM": belgium, "WEEKLY": weekly, "NEW": tmp_path / "new"}
    new_dossier("Belgium", tmp_path / "new")
    return table, [places.get(word, word) for word in words], header, remedy


def refusal(words: list[object]) -> str:
    ran = peil(*words)
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1), ran
    return ran.stderr


@pytest.mark.parametrize("content", ["", "\n\n", " \n", "\ufeff"])
def test_an_empty_file_is_called_empty(
    given: tuple[Path, list[object], str, str], content: str
) -> None:
    table, words, *_ = given
    table.write_text(content, encoding="utf-8")
    said = refusal(words)
    assert "table.csv" in said
    assert "is empty; " in said


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_a_table_of_column_names_alone_says_which_rows_it_lacks(
    given: tuple[Path, list[object], str, str], end: str
) -> None:
    table, words, header, remedy = given
    table.write_text(f"{header}{end}", encoding="utf-8")
    said = refusal(words)
    assert "table.csv" in said
    assert said.endswith(f"; {remedy}\n")
