"""`peil watch-quality`: a table in which known outbreaks are marked, judged and told."""

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from peil.cli.main import main
from peil.report.render.html import render_html
from peil.report.words import words_in
from peil.workflow.reports import REPORTS
from peil.workflow.watch_quality import watch_quality

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make two series of four years by week, with one outbreak in each that nobody could miss."""
    chance = np.random.default_rng(7)
    weeks = np.datetime64("2018-01-01") + 7 * np.arange(208)
    rows = ["series,date,count,events"]
    for name, begin in (("north", 150), ("south", 170)):
        for i, count in enumerate(chance.poisson(5.0, 208)):
            cases = 40 if begin <= i < begin + 5 else 0
            rows.append(f"{name},{weeks[i]},{count + cases},{cases}")
    path = tmp_path_factory.mktemp("marked") / "marked.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["peil", "watch-quality", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), *capsys.readouterr()

    return command


def test_what_is_known_is_found_and_told(marked: Path, run: Run) -> None:
    code, out, err = run(marked, "--method", "ears", "--method", "ears:alpha=0.01")
    assert (code, err) == (0, "")
    assert "Known outbreaks found: 2 of 2" in out
    assert "ears:alpha=0.01" in out


def test_the_data_have_each_method_on_all_series_and_on_each(marked: Path, run: Run) -> None:
    _, out, _ = run(marked, "--method", "ears", "--format", "json")
    told = json.loads(out)
    assert [each["series"] for each in told["methods"]] == [None, None]
    assert [each["series"] for each in told["series"]] == ["north", "north", "south", "south"]
    assert {each["found"] for each in told["series"]} == {1}
    known = [point["period_start"] for point in told["points"] if point["is_outbreak"]]
    assert known[0] == "2020-11-16"
    assert len(known) == 10
    _, out, _ = run(marked, "--method", "ears", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["method"] for row in rows] == [each["method"] for each in told["methods"]] * 3
    assert rows[0]["delays"] == " ".join(map(str, told["methods"][0]["delays"]))


def test_each_series_is_drawn_with_what_is_known_and_what_is_signalled(marked: Path) -> None:
    found = watch_quality(marked, ["ears"])
    page = render_html(REPORTS["watch-quality"]().tell(found, words_in("en")), words_in("en"))
    assert page.count("<figure") == 2
    for legend in ("known outbreak", "true signal", "observed"):
        assert legend in page
    french = words_in("fr")
    page = render_html(REPORTS["watch-quality"]().tell(found, french), french)
    assert "ears : 1 sur 1" in page.replace("\N{NO-BREAK SPACE}", " ")


FAULTS = {
    "no column 'events'": ("date,count\n2020-01,1\n2020-02,2\n", []),
    "no column 'count'": ("date,events\n2020-01,1\n2020-02,2\n", []),
    "marks no outbreak": (None, ["--last", "20"]),
    "'earz' is not known": (None, ["--method", "earz"]),
    "'beta' is no parameter of ears": (None, ["--method", "ears:beta=2"]),
}


@pytest.mark.parametrize("said", FAULTS)
def test_what_is_wrong_is_one_sentence(marked: Path, tmp_path: Path, run: Run, said: str) -> None:
    text, options = FAULTS[said]
    if text is not None:
        marked = tmp_path / "table.csv"
        marked.write_text(text, encoding="utf-8")
    code, out, err = run(marked, *options)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_delays_of_weeks_and_months_are_not_taken_together(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "mixed.csv"
    weeks = [f"w,{np.datetime64('2020-01-06') + 7 * i},1,0" for i in range(60)]
    months = [f"m,{month}-01,1,1" for month in np.arange("2015-01", "2020-01", dtype="M8[M]")]
    path.write_text("\n".join(["series,date,count,events", *weeks, *months]) + "\n")
    code, _, err = run(path)
    assert (code, "counts by month and by week" in err) == (2, True)


def test_marks_the_wrong_way_round_are_refused(run: Run, tmp_path: Path) -> None:
    weeks = np.arange("2016-01-04", "2020-01-06", 7, dtype="datetime64[D]")
    rows = [f"{day},{5 + n % 3},{int(n % 50 > 3)}" for n, day in enumerate(weeks)]
    path = tmp_path / "marks.csv"
    path.write_text("\n".join(["date,count,events", *rows]) + "\n", encoding="utf-8")
    assert run(path) == (
        2,
        "",
        "marks.csv: marks 189 of 209 periods as outbreaks; write 1 in the column 'events' for those of "
        "an outbreak alone, and 0 for the others\n",
    )
