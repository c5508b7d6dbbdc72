"""The watch of a plain table by the command line: from a CSV to a chart, or to one sentence."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest
from pypdf import PdfReader
from tests.command import peil

from peil.cli.watch import say_compiling
from peil.observe.watch import shift_kernel
from peil.observe.watch.shift_kernel import run_chart
from peil.report.tell.watch.data import COLUMNS, KEYS
from peil.surveillance import compiled


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
    assert files[0].read_text(encoding="utf-8").count("<figure") == 3
    assert files[1].read_bytes().startswith(b"%PDF")


def test_a_table_in_the_place_of_a_dossier_is_read_as_counts(table: Path) -> None:
    for output in ("text", "json", "csv"):
        given, named = (
            ("watch", *words, table, "--format", output) for words in ((), ("--counts",))
        )
        assert peil(*given).stdout == peil(*named).stdout != ""


def test_the_report_stands_beside_the_data_and_in_every_form(table: Path, tmp_path: Path) -> None:
    places = {form: tmp_path / f"fires.{form}" for form in ("html", "pdf", "xlsx")}
    options = [word for form, file in places.items() for word in (f"--{form}", file)]
    done = peil("watch", table, *options, "--png", tmp_path / "png", "--format", "json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)["report"]
    assert report["headline"] == "Of 2 series, one is rising and one is steady."
    assert all(file.stat().st_size for file in places.values())
    names = {path.name for path in (tmp_path / "png").iterdir()}
    assert names == {f"watch-watch-{i}.{form}" for i in (0, 1, "all") for form in ("csv", "png")}


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
    ("method", "is_terminal", "is_compiled", "said"),
    [
        ("peil", True, False, "Compiling the inner loops, once; this takes half a minute\n"),
        ("peil", True, True, ""),
        ("peil", False, False, ""),
        ("farrington", True, False, "Compiling the inner loops, once; this takes half a minute\n"),
        ("farrington_flexible", True, True, ""),
        ("ears", True, False, ""),
    ],
)
def test_a_terminal_is_told_why_the_first_run_takes_long(
    method: str,
    *,
    is_terminal: bool,
    is_compiled: bool,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(compiled, "is_kept", lambda _: is_compiled)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal, raising=False)
    say_compiling(method)
    assert capsys.readouterr().err == said


def test_where_nothing_can_be_kept_a_terminal_is_told_that_each_run_compiles(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shift_kernel, "run_chart", in_memory)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    say_compiling("peil")
    assert capsys.readouterr().err == (
        "Compiling the inner loops in memory, as nothing can be kept beside them; "
        "each run takes half a minute longer\n"
    )


@numba.njit
def in_memory(x: float) -> float:
    """Stand for a loop that numba finds no place to keep."""
    return x


def test_loops_that_have_run_are_known_to_be_compiled(table: Path) -> None:
    assert peil("watch", table).returncode == 0
    assert compiled.is_kept(run_chart)
    assert not compiled.is_kept(len)


OUTBREAK = "2018-03-01:2018-07-31"


@pytest.fixture(scope="module")
def rare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten years of a rare event by month: five months with many, and none in the last fourteen."""
    months = np.arange("2014-01", "2024-01", dtype="datetime64[M]").astype(str)
    counts = np.resize([1, 0, 0, 1, 0, 0, 0], 120)
    counts[50:55], counts[-14:] = [4, 3, 5, 3, 4], 0
    rows = [f"{month},{n}" for month, n in zip(months, counts, strict=True)]
    path = tmp_path_factory.mktemp("rare") / "attacks.csv"
    path.write_text("\n".join(["date,count", *rows]) + "\n", encoding="utf-8")
    return path


def summary(*words: object) -> dict[str, Any]:
    done = peil("watch", *words, "--format", "json")
    assert done.returncode == 0, done.stderr
    (one,) = json.loads(done.stdout)["series"]
    return dict(one)


def test_the_time_since_the_last_event_is_told_everywhere(rare: Path, tmp_path: Path) -> None:
    files = tmp_path / "attacks.html", tmp_path / "attacks.pdf"
    done = peil("watch", "--counts", rare, "--html", files[0], "--pdf", files[1])
    paper = " ".join(page.extract_text() for page in PdfReader(files[1]).pages)
    for text in (done.stdout, files[0].read_text(encoding="utf-8"), paper):
        plain = " ".join(text.split())
        assert "14 months without an event, which is" in plain
        assert "Left out of the baseline as an old outbreak: March to July 2018." in plain
    quiet = summary("--counts", rare)["time_since_last_event"]
    assert (quiet["periods"], quiet["last_event"]) == (14.0, "2022-10-31")


def test_a_person_keeps_an_old_outbreak_and_the_answer_says_so(rare: Path, tmp_path: Path) -> None:
    left_out, kept = summary("--counts", rare), summary("--counts", rare, "--keep", OUTBREAK)
    days = [OUTBREAK.split(":")]
    assert (left_out["outbreaks_left_out"], left_out["outbreaks_kept"]) == (days, [])
    assert (kept["outbreaks_left_out"], kept["outbreaks_kept"]) == ([], days)
    assert "outbreak_kept" in kept["caveats"]
    page = tmp_path / "kept.html"
    done = peil("watch", "--counts", rare, "--keep", OUTBREAK, "--html", page)
    for text in (done.stdout, page.read_text(encoding="utf-8")):
        plain = " ".join(text.split())
        assert "Kept in the baseline by a person" in plain
        assert "Left out of the baseline" not in plain


def test_a_part_of_an_old_outbreak_is_kept_and_the_rest_still_left_out(
    rare: Path, tmp_path: Path
) -> None:
    """Up to where events still came: a level that is new has a baseline of its own."""
    busy = tmp_path / "busy.csv"
    busy.write_text(
        "\n".join(rare.read_text(encoding="utf-8").splitlines()[:-14]), encoding="utf-8"
    )
    part = summary("--counts", busy, "--keep", "2018-06-15:2018-07-31")
    assert part["outbreaks_kept"] == [["2018-06-01", "2018-07-31"]]
    assert part["outbreaks_left_out"] == [["2018-03-01", "2018-05-31"]]


def test_two_options_keep_two_stretches(rare: Path) -> None:
    halves = ("--keep", "2018-03-01:2018-05-31", "--keep", "2018-06-01:2018-07-31")
    assert summary("--counts", rare, *halves)["outbreaks_kept"] == [OUTBREAK.split(":")]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("2018-07-31:2018-03-01",), "'2018-07-31:2018-03-01', which ends before it begins"),
        (("2018-03-01",), "'2018-03-01', which is no first and last day; write them as"),
        (("2018-03-01:2018-02-30",), "'2018-02-30', which is no day; write it as"),
        (("2018-03:2018-07",), "'2018-03', which is no day; write it as"),
        (("",), "'', which is no first and last day"),
        (("2020-01-01:2020-06-30",), f"nothing can be kept; give {OUTBREAK}"),
        ((OUTBREAK, "2020-01-01:2020-06-30"), "from 2020-01-01 to 2020-06-30 nothing is left out"),
    ],
)
def test_days_that_cannot_be_kept_get_one_sentence(
    days: tuple[str, ...], said: str, rare: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    options = [word for one in days for word in ("--keep", one)]
    done = peil("watch", "--counts", rare, *options, "--html", page)
    assert done.returncode == 2, done.stdout
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not page.exists()


def test_a_method_without_outbreaks_and_a_dossier_without_any_refuse_to_keep(rare: Path) -> None:
    done = peil("watch", "--counts", rare, "--method", "ears", "--keep", OUTBREAK)
    assert (done.returncode, "'ears' leaves no old outbreak out" in done.stderr) == (2, True)
    done = peil("watch", "dossiers/belgium", "--keep", OUTBREAK)
    assert (done.returncode, "nothing can be kept; keep nothing" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--counts", "{tmp}/none.csv"), "none.csv"),
        (("--counts", "{table}", "--as-of", "2013-05-01"), "the first is from 2014-01-01"),
        (("--counts", "{table}", "--date-column", "Datum"), "no column 'Datum' but 'date'"),
        (("--counts", "{table}", "--method", "magic"), "'magic'"),
        (
            ("--counts", "{table}", "--method", "ears", "--set", "b=5"),
            "'b' is no parameter of ears",
        ),
        (("--counts", "{table}", "--set", "alpha=0.01"), "the method peil has no parameter"),
        (("--counts", "{table}", "--method", "ears", "--set", "alpha=2"), "alpha is 2"),
        (("--counts", "{table}", "--false-signals-per-year", "0"), "0 false signals"),
        (("--counts", "{table}", "--false-signals-per-year", "nan"), "nan false signals"),
        (("--counts", "{table}", "--last", "0"), "0 periods"),
        (("--counts", "{table}", "--format", "xml"), "xml"),
        (("--counts", "{table}", "--language", "xx"), "'xx'"),
        (("--counts", "{table}", "--html", "{table}"), "fires.csv"),
        (("{table}", "--html", "{table}"), "fires.csv"),
        (("{table}", "--counts", "{table}"), "are both given; give one of them"),
        ((), "nothing is given to watch"),
        (("{table}", "--html", "{tmp}/a.png"), "a.png, which does not end in .html"),
        (("dossiers/belgium", "--date-column", "Datum"), "are for a table of counts"),
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


def test_a_series_that_stopped_long_ago_is_not_called_steady(tmp_path: Path) -> None:
    months = np.arange("2015-01", "2020-01", dtype="datetime64[M]")
    now = np.arange("2015-01", "2024-01", dtype="datetime64[M]")
    rows = [f"old,{month},{5 + n % 3}" for n, month in enumerate(months)]
    rows += [f"new,{month},{5 + n % 3}" for n, month in enumerate(now)]
    path = tmp_path / "reports.csv"
    path.write_text("\n".join(["series,date,count", *rows]) + "\n", encoding="utf-8")
    for as_of in ((), ("--as-of", "2023-12-31")):
        done = peil("watch", path, "--format", "json", *as_of)
        told = {each["series"]: each for each in json.loads(done.stdout)["series"]}
        assert (told["old"]["direction"], told["new"]["direction"]) == ("cannot tell", "steady")
        text = peil("watch", path, *as_of).stdout
        assert "cannot tell: the latest figures are too old to say (old)" in text
    alone = tmp_path / "alone.csv"
    alone.write_text("\n".join(["series,date,count", *rows[:60]]) + "\n", encoding="utf-8")
    (one,) = json.loads(peil("watch", alone, "--format", "json").stdout)["series"]
    assert one["direction"] == "steady"
