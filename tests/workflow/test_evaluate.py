"""`peil evaluate`: each command on a table, as text and as JSON, and on what is wrong."""

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from tests.evaluation_data import CALIFORNIA

from peil.cli.main import main
from peil.report.words import LANGUAGES, MINUS


class Done(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


Peil = Callable[..., Done]


@pytest.fixture
def peil(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Peil:
    """Run `peil evaluate` in this process, as its entry point does."""

    def run(*words: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["peil", "evaluate", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        written = capsys.readouterr()
        return Done(int(ended.value.code or 0), written.out, written.err)

    return run


def data_of(done: Done) -> dict[str, Any]:
    assert done.code == 0, done.err
    loaded: dict[str, Any] = json.loads(done.out)
    return loaded


@pytest.fixture
def thefts(tmp_path: Path) -> Path:
    """Months of thefts that halve in 2012, of robberies that do not, and of burglaries that rise."""
    rng = np.random.default_rng(1)
    rows = ["date,count,robberies,burglaries"]
    for i in range(48):
        means = (60 if i < 24 else 30, 50, 40 if i < 24 else 70)
        counts = ",".join(str(n) for n in rng.poisson(means))
        rows.append(f"{2010 + i // 12}-{i % 12 + 1:02d},{counts}")
    path = tmp_path / "thefts.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def answer(text: str) -> str:
    """Leave out what stands above the headline."""
    return text.split("\n\n", 1)[1]


def test_power_says_what_counts_can_tell(peil: Peil) -> None:
    assert "Power" in peil("power", "--before", 40).out
    kicker, empty, *many = peil("power", "--before", 40).out.splitlines()
    assert (kicker, empty) == ("Did a policy work?", "")
    assert many[0] == "A fall by 50% would be found in 80 of 100 cases."
    assert many[1] == "The ratio was not given, 0.5 used; give --ratio."
    asked = peil("power", "--before", 20, "--ratio", 0.4).out
    assert answer(asked).startswith("A fall by 60% would be found in ")
    assert "not given" not in asked
    for before, cases in ((10, "28"), (31, "70"), (120, "over 99"), (1, "under 1")):
        told = " ".join(peil("power", "--before", before, "--ratio", 0.5).out.split())
        assert f"a fall by 50% would be found in {cases} of 100 cases" in told.lower()
        assert f"{cases}% (one-sided exact test at 5%)" in told
    few = peil("power", "--before", 10)
    assert answer(few.out).startswith("Cannot tell from counts: a fall by 50% would be found in ")
    assert "Intervals cover 90%" in few.out


def test_power_with_counts_after_gives_the_answer(peil: Peil) -> None:
    found = data_of(peil("power", "--before", 40, "--after", 12, "--format", "json"))
    assert found["observed"]["answer"] == "fell"
    assert found["power"]["power"] == pytest.approx(0.80, abs=0.005)
    assert answer(peil("power", "--before", 40, "--after", 12).out).startswith("Fell. ")


def test_a_series_is_set_beside_its_control_and_where_events_may_have_gone(
    peil: Peil, thefts: Path
) -> None:
    words = ("series", thefts, "--from", "2012-01-01", "--no-trend", "--ratio", "0.7")
    words += ("--control", "robberies", "--displacement", "burglaries")
    text = peil(*words, "--all").out
    assert answer(text).startswith("count: fell, ratio 0.5")
    for said in ("robberies", "control", "ratio of both", "burglaries", "elsewhere", "all"):
        assert said in text
    found = data_of(peil(*words, "--format", "json"))
    assert found["verdict"]["estimate"] == pytest.approx(0.5, abs=0.08)
    assert [other["verdict"]["answer"] for other in found["displaced"]] == ["rose"]
    assert found["total"]["verdict"]["answer"] == "no change beyond"


def test_what_was_not_tested_is_said(peil: Peil, thefts: Path) -> None:
    text = peil("series", thefts, "--from", "2012-01-01").out
    assert "No control was given" in text
    assert "Displacement was not tested" in text


def test_a_break_of_the_register_needs_its_term(peil: Peil, thefts: Path, tmp_path: Path) -> None:
    register = tmp_path / "breaks.csv"
    register.write_text("date,description\n2011-01-01,attempts too\n", encoding="utf-8")
    words = ("series", thefts, "--from", "2012-01-01", "--breaks", register)
    refused = peil(*words)
    assert refused.code == 2
    assert "2011-01-01 (attempts too), and the model has no term for it" in refused.err
    assert peil(*words, "--break-term", "2011-01-01").code == 0


def test_no_file_that_is_read_is_written_to(peil: Peil, thefts: Path, tmp_path: Path) -> None:
    register, link = tmp_path / "breaks.csv", tmp_path / "link.csv"
    register.write_text("date,description\n2011-01-01,attempts too\n", encoding="utf-8")
    link.hardlink_to(register)
    words = ("series", thefts, "--from", "2012-01-01", "--break-term", "2011-01-01")
    for page in (thefts, register, link, tmp_path / "." / "breaks.csv"):
        held = page.read_bytes()
        refused = peil(*words, "--breaks", register, "--html", page)
        assert refused.code != 0
        assert f"{page} is read, and would be lost" in refused.err
        assert page.read_bytes() == held


def test_california_is_told_apart_by_three_estimators(peil: Peil) -> None:
    words = ("did", CALIFORNIA, "--unit", "California", "--from", 1989, "--ratio", 0.75)
    effects = {e["method"]: e["effect"] for e in
               data_of(peil(*words, "--format", "json"))["estimates"]}  # fmt: skip
    assert f"{effects['synthetic_did']:.1f}" == "-15.6"
    assert f"{effects['difference_in_differences']:.1f}" == "-27.3"
    assert f"{MINUS}15.6" in peil(*words).out


def test_a_synthetic_control_shows_the_range_over_nearly_optimal_weights(peil: Peil) -> None:
    words = ("control", CALIFORNIA, "--unit", "California", "--from", 1989, "--ratio", 0.75)
    text = peil(*words).out
    assert "Over nearly optimal weights" in text
    assert "Rank among placebos" in text
    found = data_of(peil(*words, "--format", "json"))
    assert found["near"]["mean_low"] < found["mean_gap"] < found["near"]["mean_high"]
    assert found["mean_gap"] == pytest.approx(-19.5, abs=0.05)
    assert len(found["placebos"]["gap"]) == 38


def test_a_unit_that_contains_the_others_is_refused_until_it_is_left_out(peil: Peil) -> None:
    words = ("control", CALIFORNIA, "--unit", "California", "--from", 1989, "--aggregate", "Utah")
    refused = peil(*words)
    assert refused.code == 2
    assert "'Utah' contains 'California'" in refused.err
    assert peil(*words, "--without", "Utah").code == 0


def test_pages_are_written_beside_and_never_over_the_table(
    peil: Peil, thefts: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    words = ("series", thefts, "--from", "2012-01-01", "--html")
    assert peil(*words, page, "--language", "nl").code == 0
    assert '<html lang="nl">' in page.read_text(encoding="utf-8")
    assert peil(*words, thefts).code == 2
    assert thefts.read_text(encoding="utf-8").startswith("date,count")
    control = ("control", CALIFORNIA, "--unit", "California", "--from", 1989, "--html", page)
    assert peil(*control).code == 0
    assert "California: " in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_columns_of_places_have_one_name(peil: Peil, tmp_path: Path, language: str) -> None:
    path = tmp_path / "towns.csv"
    path.write_text("place,count,population\na,30,50000\nb,40,40000\n", encoding="utf-8")
    head = peil("events", path, "--format", "csv", "--language", language).out.splitlines()[0]
    (names,) = csv.reader([head])
    assert len({*names}) == len(names) == 9


def test_places_below_a_country_hide_small_numbers(peil: Peil, tmp_path: Path) -> None:
    path = tmp_path / "towns.csv"
    path.write_text(
        "place,count,population\na,3,50000\nb,0,40000\nc,30,60000\nd,9,55000\n", encoding="utf-8"
    )
    text = peil("events", path, "--below-country").out
    assert "not shown" in text
    assert "a      3" not in text
    shown = data_of(peil("events", path, "--format", "json"))
    assert {p["name"]: p["count"] for p in shown["places"]} == {"a": 3, "b": 0, "c": 30, "d": 9}
    hidden = data_of(peil("events", path, "--below-country", "--format", "json"))
    assert [p["name"] for p in hidden["places"] if p["is_suppressed"]] == ["a", "b", "d"]
    assert all(p["rate"] is None for p in hidden["places"] if p["is_suppressed"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["power", "--before", "-1"], "-1 events"),
        (["power", "--before", "10", "--ratio", "1"], "no change"),
        (["power", "--before", "10.5", "--after", "3"], "give whole numbers"),
        (["power", "--before", "10", "--length-after", "0"], "lengths above 0"),
        (["power", "--before", "10", "--format", "xml"], "--format has the value 'xml'"),
        (["power", "--before", "10", "--level", "1.5"], "shall cover 1.5"),
        (["power", "--before", "10", "--language", "xx"], "--language has the value 'xx'"),
        (["series", "none.csv", "--from", "2012-01-01"], "does not exist"),
        (["series", "none.csv", "--from", "soon"], "no day"),
        (["series", "none.csv", "--from", "2012-01-01", "--family", "normal"], "--family"),
        (["control", CALIFORNIA, "--unit", "Bavaria", "--from", "1989"], "no unit 'Bavaria'"),
        (["control", CALIFORNIA, "--unit", "Utah", "--from", "1971"], "1 periods before 1971"),
        (["control", CALIFORNIA, "--unit", "Utah", "--from", "1989", "--fit", "x"], "no stretch"),
        (["control", CALIFORNIA, "--unit", "Utah", "--from", "1989", "--within", "0"], "0 times"),
        (["did", CALIFORNIA, "--unit", "Utah", "--from", "2005"], "ends with 2000"),
        (["did", CALIFORNIA, "--unit", "Utah", "--from", "1989", "--without", "x"], "no unit 'x'"),
        (["events", CALIFORNIA], "no column 'place'"),
    ],
)
def test_bad_input_is_one_sentence_and_no_traceback(
    peil: Peil, words: list[object], said: str
) -> None:
    done = peil(*words)
    assert done.code == 2
    assert said in done.err
    assert done.err.count("\n") == 1
    assert done.out == ""


def test_the_panel_of_the_guide_falls_by_a_quarter_as_it_was_made_to(peil: Peil) -> None:
    panel = Path(__file__).parents[2] / "docs" / "guide" / "panel.csv"
    found = data_of(peil("control", panel, "--unit", "North", "--from", 2016, "--format", "json"))
    assert found["verdict"]["low"] < 0.75 < found["verdict"]["high"]
    assert found["caveats"] == []


@pytest.mark.parametrize(
    "words",
    [("control", "--unit", "North", "--from", "2016", "--starts", "2"),
     ("did", "--unit", "North", "--from", "2016")],
    ids=lambda words: words[0],
)  # fmt: skip
def test_the_order_of_rows_or_columns_of_a_panel_changes_no_byte(
    peil: Peil, tmp_path: Path, words: tuple[str, ...]
) -> None:
    header, *rows = Path("docs/guide/panel.csv").read_text(encoding="utf-8").splitlines()
    cells = {(unit, year): value for unit, year, value in (row.split(",") for row in rows)}
    units, years = ([*dict.fromkeys(key)] for key in zip(*cells, strict=True))

    def told(name: str, lines: list[str]) -> str:
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        done = peil(words[0], tmp_path / name, *words[1:], "--format", "json")
        assert done.code == 0, done.err
        return done.out

    for seed in (1, 2):
        mixed = np.random.default_rng(seed).permutation(rows).tolist()
        assert told("long.csv", [header, *mixed]) == told("long.csv", [header, *rows])
    wide = [
        told("wide.csv", [",".join(["year", *order]), *_years(cells, order, years)])
        for order in (units, units[::-1])
    ]
    assert wide[0] == wide[1]


def _years(cells: dict[tuple[str, str], str], units: list[str], years: list[str]) -> list[str]:
    return [",".join([year, *(cells[unit, year] for unit in units)]) for year in years]


def test_a_file_of_another_ending_is_refused(peil: Peil, tmp_path: Path) -> None:
    refused = peil("power", "--before", 20, "--html", tmp_path / "x.png")
    assert refused.code == 2
    assert refused.err == f"--html has {tmp_path}/x.png, which does not end in .html; name it so\n"
    assert list(tmp_path.iterdir()) == []
