"""`peil watch-many`: the tables, what is said of them, and one sentence for whatever is wrong."""

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.regions_builder import COMMAND, FELL, FILE, GUIDE, ROSE, SHOWN, WEEKS, regions_csv

from peil.cli.main import main
from peil.report.folder_lock import folder_lock
from peil.report.words import LANGUAGES
from peil.workflow import watching_many

PEIL = Path(sys.executable).with_name("peil")
QUICK = ("--last", "2", "--workers", "1")


class Done(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


Peil = Callable[..., Done]


@pytest.fixture
def peil(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Peil:
    """Run `peil watch-many` in this process, as its entry point does, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def run(*words: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["peil", "watch-many", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        written = capsys.readouterr()
        return Done(int(ended.value.code or 0), written.out, written.err)

    return run


def table(name: str, *rows: str, head: str = "series,region,date,count") -> Path:
    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def weeks(series: str, region: str = "X/Y", *, count: int = 3, number: int = 30) -> list[str]:
    return [f"{series},{region},2022-W{week:02d},{count}" for week in range(1, number + 1)]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example of the guide, watched once for every test that looks at it."""
    folder = tmp_path_factory.mktemp("example")
    ended = subprocess.run(
        [PEIL, "watch-many", FILE, folder / "made", "--csv", "--format", "json"],
        capture_output=True,
        check=True,
    )
    (folder / "summary.json").write_bytes(ended.stdout)
    return folder


def test_the_example_is_made_as_the_guide_says() -> None:
    assert FILE.read_text(encoding="utf-8") == regions_csv()
    assert FILE.stat().st_size < 300_000


def test_the_guide_shows_what_is_printed(peil: Peil, tmp_path: Path) -> None:
    """Where the method of the watch changed, `python -m tests.regions_builder` mends the guide."""
    (shown,) = SHOWN.findall(GUIDE.read_text(encoding="utf-8"))
    assert peil(FILE, COMMAND[-1]).out == shown
    assert (tmp_path / COMMAND[-1] / "watched.parquet").exists()


def test_what_was_planted_is_found_and_nothing_else(example: Path) -> None:
    summary = json.loads((example / "summary.json").read_text(encoding="utf-8"))
    found = {(one["series"], one["region"], one["direction"]) for one in summary["changed_most"]}
    kind, region, place = ROSE
    fell = f"Land/{FELL[1]}"
    assert (kind, f"Land/{region}/{place}", "rising") in found
    assert (FELL[0], fell, "waning") in found
    own = {(FELL[0], "waning"): fell, (kind, "rising"): f"Land/{region}/{place}"}
    for series, where, direction in found:
        planted = own[series, direction]
        assert where.startswith(planted) or planted.startswith(f"{where}/")
    (whole,) = (one for one in summary["explained"] if one["region"] == fell)
    assert whole["carried_by"]
    assert all(part.startswith(fell) for part in whole["carried_by"])
    assert summary["series"] == 48 == sum(summary["directions"].values())
    assert summary["changed"] == len(found)


def test_the_tables_hold_every_period_and_the_latest(example: Path) -> None:
    whole = pq.read_table(example / "made" / "watched.parquet")
    with (example / "made" / "watched.csv").open(encoding="utf-8") as file:
        every = list(csv.DictReader(file))
    with (example / "made" / "latest.csv").open(encoding="utf-8") as file:
        latest = list(csv.DictReader(file))
    assert len(whole) == len(every) == 48 * 52
    assert [row["observed"] for row in every] == [str(n) for n in whole["observed"].to_pylist()]
    assert len(latest) == 48
    assert {row["period_start"] for row in latest} == {"2024-06-24"}
    assert latest == [row for row in every if row["period_start"] == "2024-06-24"]
    carried = [row["carried_by"] for row in latest if "; " in row["carried_by"]]
    assert all(name.startswith("Land/South/") for name in carried[0].split("; "))
    assert WEEKS > 52


def test_a_run_with_every_part_there_makes_none_and_says_the_same(
    peil: Peil, monkeypatch: pytest.MonkeyPatch
) -> None:
    table("a.csv", *weeks("a"), *weeks("b", "X/Z"))
    first = peil("a.csv", "made", *QUICK)
    tables = {path: path.read_bytes() for path in Path("made").glob("*.*")}

    def refuse(*_: object) -> None:
        raise AssertionError("a part is made again")

    monkeypatch.setattr(watching_many, "_make_part", refuse)
    assert peil("a.csv", "made", *QUICK) == first
    assert {path: path.read_bytes() for path in tables} == tables
    assert set(map(str, tables)) == {"made/watched.parquet", "made/latest.csv"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_it_and_the_page_too(peil: Peil, language: str) -> None:
    done = peil(FILE, "made", "--language", language, "--html", "page.html", "--last", "26")
    assert done.code == 0, done.err
    assert "Land/South/Maple" in done.out
    page = Path("page.html").read_text(encoding="utf-8")
    assert f'lang="{language}"' in page
    assert "Land/South/Maple" in page
    assert "<script" not in page


def test_the_words_of_a_plain_table_are_read(peil: Peil) -> None:
    table(
        "a.csv", *(line.replace(",", ";") for line in weeks("007")), head="Series;Region;Date;Count"
    )
    done = peil("a.csv", "made", "--format", "json", *QUICK)
    assert done.code == 0, done.err
    assert set(pq.read_table("made/watched.parquet")["series"].to_pylist()) == {"007"}


def test_files_of_another_kind_in_a_folder_are_left_alone(peil: Peil) -> None:
    table("in/a.csv", *weeks("a"))
    table("in/_SUCCESS", "nothing")
    table("in/README.txt", "some words")
    assert peil("in", "made", *QUICK).code == 0


def test_effort_below_a_country_is_not_watched(peil: Peil) -> None:
    rows = [f"{row},effort_dependent" for row in weeks("a", number=60)[:50]]
    table("a.csv", *rows, head="series,region,date,count,effort")
    done = peil("a.csv", "made", "--format", "json", *QUICK)
    assert json.loads(done.out)["unknown"]["effort_below_country"] == 1


def test_a_name_is_no_formula_in_a_spreadsheet(peil: Peil) -> None:
    table("a.csv", *weeks("=1+1"))
    peil("a.csv", "made", "--csv", *QUICK)
    for name in ("latest.csv", "watched.csv"):
        assert "\n'=1+1," in Path("made", name).read_text(encoding="utf-8")
        assert "\n=" not in Path("made", name).read_text(encoding="utf-8")


def test_series_that_end_early_and_periods_of_two_lengths_are_told_apart(peil: Peil) -> None:
    days = [f"d,X,2022-01-{day:02d},3" for day in range(1, 29)]
    months = [f"m,X,2022-{month:02d}-01,3" for month in range(1, 13)]
    early = [f"n,X,2022-{month:02d}-01,3" for month in range(1, 9)]
    table("a.csv", *days, *months, *early)
    summary = json.loads(peil("a.csv", "made", "--format", "json", *QUICK).out)
    assert [one["period_end"] for one in summary["newest"]] == ["2022-01-28", "2022-12-31"]
    assert summary["behind"] == 1


GOOD, ROWS = "good.csv", weeks("a")


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        ([], (), "has column names and no row"),
        ([*ROWS, "b,X/Y,2022-W01,many"], (), "row 32: has the count 'many'"),
        ([*ROWS, "b,X/Y,2022-W01,-4"], (), "row 32: has the count '-4'"),
        ([*ROWS, ROWS[3]], (), "row 32: a · X/Y has 2022-01-24 a second time, after row 5"),
        ([*ROWS, "b,X/Y,2022-01,4"], (), "write all periods in one form"),
        (
            [*ROWS, *weeks("a", "X", count=9)],
            (),
            "has 9 in 'X' on 2022-01-03, but its parts sum to",
        ),
        (weeks("a", "X//Y"), (), "the region 'X//Y' has a part without a name"),
        (["a,X,2022-01-03,4"], (), "has a single date"),
        (ROWS, ("--method", "magic"), "the method 'magic' is not known"),
        (ROWS, ("--false-discovery-rate", "2"), "the false discovery rate 2.0 cannot be kept"),
        (ROWS, ("--false-signals-per-year", "-1"), "-1 false signals a year cannot be kept"),
        (ROWS, ("--last", "0"), "--last has the value 0"),
        (ROWS, ("--workers", "0"), "--workers has the value 0"),
        (ROWS, ("--period", "fortnight"), "--period has the value 'fortnight'"),
        (ROWS, ("--absent", "maybe"), "--absent has the value 'maybe'"),
        (ROWS, ("--format", "xml"), "--format has the value 'xml'"),
        (ROWS, ("--language", "xx"), "--language has the value 'xx'"),
        (ROWS, ("--html", "made/latest.csv"), "named for two outputs"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_leaves_the_tables(
    peil: Peil, rows: list[str], options: tuple[str, ...], said: str
) -> None:
    table(GOOD, *ROWS)
    peil(GOOD, "made", *QUICK)
    before = {path: path.read_bytes() for path in Path("made").glob("*.*")}
    table("bad.csv", *rows)
    quick = () if {*options} & {*QUICK} else QUICK
    done = peil("bad.csv", "made", *quick, *options)
    assert done.code == 2
    assert said in done.err
    assert done.err.count("\n") == 1
    assert {path: path.read_bytes() for path in Path("made").glob("*.*")} == before


@pytest.mark.parametrize(
    ("source", "folder", "said"),
    [
        ("none.csv", "made", "none.csv does not exist"),
        ("in/notes.txt", "made", "is no CSV or Parquet file"),
        ("bad.parquet", "made", "bad.parquet cannot be read"),
        (GOOD, GOOD, "is read, and would be lost"),
        (GOOD, "in/notes.txt", "parts cannot be kept in in/notes.txt/parts"),
        (GOOD, "/proc/none", "parts cannot be kept in /proc/none/parts"),
        (GOOD, "mine", "mine holds latest.csv, and no run of watch-many wrote there; choose a new"),
        (GOOD, "dossier", "dossier holds datapackage.json, and no run of watch-many wrote there"),
        ("in", "in", "would be written into in"),
        ("in", "in/made", "would be written into in"),
    ],
)
def test_a_place_that_will_not_do_is_one_sentence(
    peil: Peil, source: str, folder: str, said: str
) -> None:
    table(GOOD, *ROWS)
    table("in/notes.txt", "words")
    table("in/a.csv", *ROWS)
    table("bad.parquet", "words")
    table("mine/latest.csv", "my own")
    table("dossier/datapackage.json", "{}")
    done = peil(source, folder, *QUICK)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert said in done.err
    assert Path(GOOD).read_text(encoding="utf-8").endswith(f"{ROWS[-1]}\n")
    assert not Path("made").exists()


def test_one_bad_row_among_two_thousand_series_is_named(peil: Peil) -> None:
    rows = [f"s{i},X/Y,2022-W{week:02d},1" for i in range(2000) for week in (1, 2, 3)]
    rows[4567] = "s1522,X/Y,2022-W02,1.5"
    table("a.csv", *rows)
    assert "a.csv, row 4569: has the count '1.5', which is not whole" in peil("a.csv", "made").err


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("series", " ", "a series is called ' '; give it a name"),
        ("series", "a\x1b[31m", r"a series is called 'a\x1b[31m'; write it again"),
        ("region", "A/\u202eB", r"a region is called 'A/\u202eB'; write it again"),
        ("region", "A\nB", r"a region is called 'A\nB'; write it again"),
        ("count", 1e308, "a count is 1e+308; write one up to 9007199254740992"),
        ("date", date(9999, 12, 27), "a date is of the year 9999"),
        ("date", date(1, 1, 1), "a date is of the year 1;"),
    ],
)
def test_what_no_table_may_hold_is_one_sentence(
    peil: Peil, column: str, value: object, said: str
) -> None:
    days = [date(2022, 1, 3) + timedelta(weeks=week) for week in range(30)]
    columns: dict[str, list[object]] = {
        "series": ["a"] * 30,
        "region": ["A/B"] * 30,
        "date": [*days],
        "count": [3.0] * 30,
    }
    columns[column][-1] = value
    pq.write_table(pa.table(columns), "a.parquet")
    done = peil("a.parquet", "made", *QUICK)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert said in done.err
    assert not list(Path("made").glob("*.*"))


def test_an_empty_parquet_file_is_refused(peil: Peil) -> None:
    table(GOOD, *ROWS)
    peil(GOOD, "made", *QUICK)
    counts = pq.read_table("made/watched.parquet").select(["series", "period_start", "observed"])
    pq.write_table(counts.rename_columns(["series", "date", "count"]).slice(0, 0), "a.parquet")
    assert "a.parquet has no row" in peil("a.parquet", "other").err


def test_a_changed_row_makes_its_part_again_and_keeps_the_others(
    peil: Peil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching_many, "SERIES_IN_A_PART", 1)
    rows = [*weeks("a", "X"), *weeks("b", "X"), *weeks("c", "X")]
    table("a.csv", *rows)
    peil("a.csv", "made", *QUICK)
    before = set(Path("made/parts").iterdir())
    table("a.csv", *rows[:-1], f"{rows[-1]}0")
    assert peil("a.csv", "made", *QUICK).code == 0
    assert len(before & set(Path("made/parts").iterdir())) == 2


def test_two_runs_at_once_in_one_folder_are_refused(peil: Peil) -> None:
    table(GOOD, *ROWS)
    Path("made/parts").mkdir(parents=True)
    with folder_lock(Path("made/parts"), refusal="never said"):
        done = peil(GOOD, "made", *QUICK)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "another run is at work in made/parts" in done.err
    assert peil(GOOD, "made", *QUICK).code == 0


def test_a_terminal_sees_how_long_it_takes_and_a_pipe_nothing(
    peil: Peil, monkeypatch: pytest.MonkeyPatch
) -> None:
    table(GOOD, *ROWS)
    assert peil(GOOD, "pipe", *QUICK).err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    shown = peil(GOOD, "terminal", *QUICK).err
    assert "Watching the series" in shown
    assert re.search(r"2/2.*\d:\d\d:\d\d", shown)
