"""The watch of a plain table by the command line: from a CSV to a chart, or to one sentence."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from peil.report.watching import COLUMNS, KEYS

PEIL = Path(sys.executable).with_name("peil")


def peil(*words: object) -> subprocess.CompletedProcess[str]:
    command = [str(PEIL), *(str(word) for word in words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten years of two series by month: one triples in the last year, one stays as it is."""
    months = np.arange("2014-01", "2024-01", dtype="datetime64[M]").astype(str)
    chance = np.random.default_rng(11)
    rows = ["date;series;count"]
    for i, month in enumerate(months):
        rows.append(f"{month};arson;{chance.poisson(12 if i >= 108 else 4)}")
        rows.append(f"{month};theft;{chance.poisson(40)}")
    path = tmp_path_factory.mktemp("counts") / "fires.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_one_command_makes_the_text_the_page_and_the_pdf(table: Path, tmp_path: Path) -> None:
    files = tmp_path / "fires.html", tmp_path / "fires.pdf"
    done = peil("watch", "--counts", table, "--html", files[0], "--pdf", files[1])
    assert done.returncode == 0, done.stderr
    assert "▲ rising" in done.stdout
    assert done.stdout.index("arson") < done.stdout.index("theft")
    assert files[0].read_text(encoding="utf-8").count("<figure") == 2
    assert files[1].read_bytes().startswith(b"%PDF")


def test_a_table_is_watched_without_libraries_that_it_does_not_need(table: Path) -> None:
    """Each would take longer to import than the series to judge."""
    program = f"""
import sys
from peil.cli.main import main
sys.argv = ["peil", "watch", "--counts", {str(table)!r}]
try:
    main()
except SystemExit:
    pass
print(sorted({{"pandas", "ibis", "duckdb", "typst", "xlsxwriter", "statsmodels"}} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_json_and_csv_give_every_judged_period_to_another_program(table: Path) -> None:
    document = json.loads(peil("watch", "--counts", table, "--format", "json").stdout)
    assert {one["series"]: one["direction"] for one in document["series"]} == {
        "arson": "rising", "theft": "steady",
    }  # fmt: skip
    assert len(document["points"]) == 2 * 60
    assert all(tuple(point) == KEYS for point in document["points"])
    text = peil("watch", "--counts", table, "--format", "csv", "--last", "3").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 2 * 3
    assert tuple(rows[0]) == COLUMNS


def test_an_export_of_a_spreadsheet_is_watched_as_it_stands(tmp_path: Path) -> None:
    weeks = np.datetime64("2021-01-04") + 7 * np.arange(120)
    rows = [f"{day.item():%d.%m.%Y};{n}" for day, n in zip(weeks, np.arange(120) % 7, strict=True)]
    path = tmp_path / "Brände.csv"
    path.write_text("\r\n".join(["sep=;", "Datum;Anzahl", *rows, ";", ";", ""]), encoding="utf-8")
    named = ("--date-column", "Datum", "--count-column", "Anzahl")
    done = peil("watch", "--counts", path, *named, "--as-of", "2023-03-01", "--format", "json")
    assert done.returncode == 0, done.stderr
    points = json.loads(done.stdout)["points"]
    assert (points[-1]["period_start"], points[-1]["period_end"]) == ("2023-02-27", "2023-03-01")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--counts", "{tmp}/none.csv"), "none.csv"),
        (("--counts", "{table}", "--as-of", "2013-05-01"), "the first is from 2014-01-01"),
        (("--counts", "{table}", "--date-column", "Datum"), "no column 'Datum' but 'date'"),
        (("--counts", "{table}", "--method", "magic"), "'magic'"),
        (("--counts", "{table}", "--false-signals-per-year", "0"), "0 false signals"),
        (("--counts", "{table}", "--false-signals-per-year", "nan"), "nan false signals"),
        (("--counts", "{table}", "--last", "0"), "0 periods"),
        (("--counts", "{table}", "--format", "xml"), "xml"),
        (("--counts", "{table}", "--language", "it"), "'it'"),
        (("--counts", "{table}", "--html", "{table}"), "fires.csv"),
        (("--counts", "{table}", "--html", "{tmp}/no/folder/a.html"), "a.html"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(
    options: tuple[str, ...], said: str, table: Path, tmp_path: Path
) -> None:
    before = table.read_bytes()
    places = {"tmp": tmp_path, "table": table}
    done = peil("watch", *(option.format(**places) for option in options))
    assert done.returncode == 2, done.stdout
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
    assert table.read_bytes() == before
