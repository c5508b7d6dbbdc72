"""A figure that no other of its series is like is asked about, before it changes a level without a word."""

from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from peil.feeds.dossier.check import examine

TODAY = date(2026, 11, 30)
ROW = "2017-01-01,2017-12-31,day,250,files,2018-01-15,day,false,false,"
"""Of the investigations that the federal prosecutor opened, by year."""
ASKED = {
    "2017-01-01,2017-12-31,day,1.234,files,2018-01-15,day,false,false,": (
        "value is 1.234, 10 times more or less than any other of its series; "
        "correct it, unless it is meant so",
        "value is 1.234, where the series counts in whole numbers; "
        "write it without a mark between thousands, or as it was published",
    ),
    "2017-01-01,2017-12-31,day,250.5,files,2018-01-15,day,false,false,": (
        "value is 250.5, where the series counts in whole numbers; "
        "write it without a mark between thousands, or as it was published",
    ),
    "2017-01-01,2017-12-31,day,1E+05,files,2018-01-15,day,false,false,": (
        "value is 1E+05, 10 times more or less than any other of its series; "
        "correct it, unless it is meant so",
    ),
    "2017-01-01,2017-12-31,day,250,files,2081-01-15,day,false,false,": (
        "published is 2081-01-15, ten years or more after 2017-12-31; "
        "correct the year, unless it was told so late",
        "published is 2081-01-15, which is yet to come; correct the day",
    ),
    "2017-01-01,2017-12-31,day,250,files,2027-01-15,day,false,false,": (
        "published is 2027-01-15, which is yet to come; correct the day",
    ),
    "2017-12-31,2017-12-31,day,250,files,2018-01-15,day,false,false,": (
        "is of 2017-12-31 to 2017-12-31, longer or shorter than any other period of its series; "
        "correct the days, or write partial = true if it is a part, approximate = true if derived",
    ),
    "2016-01-01,2017-12-31,day,250,files,2018-01-15,day,false,false,": (
        "is of 2016-01-01 to 2017-12-31, longer or shorter than any other period of its series; "
        "correct the days, or write partial = true if it is a part, approximate = true if derived",
    ),
    "2017-02-01,2017-12-31,day,250,files,2018-01-15,day,false,false,": (
        "is of 2017-02-01 to 2017-12-31, longer or shorter than any other period of its series; "
        "correct the days, or write partial = true if it is a part, approximate = true if derived",
    ),
    "2017-02-01,2017-12-31,day,250,files,2018-01-15,day,true,false,": (),
    "2017-01-01,2017-12-31,day,700,files,2018-01-15,day,false,false,": (),
}


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, bytes]:
    folder = root / "dossiers" / "belgium"
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("row", ASKED)
def test_a_figure_unlike_its_series_is_asked_about(files: dict[str, bytes], row: str) -> None:
    given, changed = files["observations.csv"], f"files,{row}"
    text = given.decode()
    assert text.count(f"judicial_opened,flow_count,{ROW}") == 1
    changed = text.replace(f"flow_count,{ROW}", f"flow_count,{row}").encode()
    problems, questions = examine({**files, "observations.csv": changed}, TODAY)
    assert problems == ()
    assert {str(each).partition(": ")[2] for each in questions} == {*ASKED[row]}
    assert all(each.file == "observations.csv" for each in questions)


def test_nothing_is_asked_of_the_record_as_it_is(files: dict[str, bytes]) -> None:
    assert examine(files, TODAY).questions == ()


AGAIN = "Belgium,2016-03-22,day,Brussels,completed,32,,340,jihadist,,35,2023-09-16,airport; metro,2016-03-22,assumed"
ZAVENTEM = "completed,32,,340,jihadist,,35,2023-09-16,airport; metro,2016-03-22"
ELSEWHERE = {
    "an attack under another name of its place": (
        "attacks.csv", "\nBelgium,2016-03-22,", f"\n{AGAIN},A newspaper,facts cited,read,\nBelgium,2016-03-22,",
        "row 27: is of the day of row 26 with as many killed and injured; "
        "make one row of the two if they are one event",
    ),
    "an attack of another century": (
        "attacks.csv", f"2016-03-22,day,Zaventem (airport) and Brussels (Maelbeek metro),{ZAVENTEM}",
        f"2062-03-22,day,Zaventem (airport) and Brussels (Maelbeek metro),{ZAVENTEM.replace('2016', '2062').replace(',35,2023-09-16,', ',,,')}",
        "row 26: published is 2062-03-22, which is yet to come; correct the day",
    ),
    "a toll": (
        "attacks.csv", ZAVENTEM, ZAVENTEM.replace("completed,32", "completed,3200"),
        "row 26: killed is 3200, 10 times more than in any other row; "
        "correct it, unless it is meant so",
    ),
    "a list to the end of the century": (
        "attacks_complete.csv", "2006-01-01,2024-12-31,true", "2006-01-01,2099-12-31,true",
        "row 2: complete_to is 2099-12-31, which is yet to come; correct the day",
    ),
    "inhabitants in thousands": (
        "population.csv", "BEL,2018,11427054", "BEL,2018,11427",
        "row 160: population is 11427, half or twice that of the year before or more; "
        "write all years in one unit",
    ),
    "a level announced a year early": (
        "official_levels.csv", "Belgium,2018-01-22,2018-01-22", "Belgium,2018-01-22,2017-01-22",
        "row 21: announced is 2017-01-22, long before 2018-01-22, from which on it holds; "
        "correct one of the two, unless it is meant so",
    ),
    "an end of another decade": (
        "events.csv", "ended,2021-08-31", "ended,2031-08-31",
        "on is 2031-08-31, and it was published on 2021-08-31; "
        "correct the year, unless it is meant so",
    ),
    "a status of another century": (
        "statuses.csv", ",2015-08-05,", ",1915-08-05,", "on is 1915-08-05, and it was published on",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ELSEWHERE)
def test_what_is_unlike_the_rest_of_its_table_is_asked_about(
    files: dict[str, bytes], case: str
) -> None:
    file, old, new, said = ELSEWHERE[case]
    text = files[file].decode()
    assert text.count(old)
    questions = examine({**files, file: text.replace(old, new, 1).encode()}, TODAY).questions
    assert any(said in str(each) and each.file == file for each in questions)


def test_a_level_by_the_name_of_another_is_refused(files: dict[str, bytes]) -> None:
    text = files["official_levels.csv"].decode()
    wrong = text.replace(
        "2018-01-22,2018-01-22,day,2,1,4,medium", "2018-01-22,2018-01-22,day,2,1,4,Serious"
    )
    (problem,) = examine({**files, "official_levels.csv": wrong.encode()}).problems
    assert str(problem) == (
        "official_levels.csv, row 21: level is 2 and level_name 'Serious', by which scale.toml "
        "calls another; correct one of the two"
    )


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ladder.toml.txt", "ladder.toml"),
        ("Decision.toml", "decision.toml"),
        ("reassesment.toml", "reassessment.toml"),
        ("Decisions/2018-01-22.toml", "decisions"),
    ],
)
def test_a_file_by_nearly_the_name_of_one_that_is_read_is_asked_about(
    files: dict[str, bytes], name: str, meant: str
) -> None:
    (asked,) = examine({**files, name: b"x = 1"}, TODAY).questions
    assert (
        str(asked) == f"{name.partition('/')[0]}: is not read; call it {meant}, if it is meant so"
    )


@pytest.mark.parametrize("ending", [".TOML", ".toml.txt"])
def test_a_decision_or_scale_whose_ending_is_not_read_is_asked_about(
    files: dict[str, bytes], ending: str
) -> None:
    for folder in ("decisions", "scales"):
        name = f"{folder}/2018-01-22{ending}"
        (asked,) = examine({**files, name: b"x = 1"}, TODAY).questions
        assert str(asked) == f"{name}: is not read; let it end in .toml, if it is meant so"


def test_an_archive_of_two_dossiers_is_refused(files: dict[str, bytes], tmp_path: Path) -> None:
    with ZipFile(tmp_path / "two.zip", "w") as archive:
        for name, data in files.items():
            archive.writestr(f"2017/{name}", data)
            archive.writestr(f"2018/{name}", data)
    (problem,) = examine(tmp_path / "two.zip").problems
    assert str(problem) == "two.zip: holds 2 dossiers, in '2017' and '2018'; pack one alone"


def test_contents_that_are_no_bytes_are_refused(files: dict[str, bytes]) -> None:
    (problem,) = examine({**files, "scale.toml": "text"}).problems  # type: ignore[dict-item]
    assert str(problem) == "scale.toml: is given as str; give the contents of each file as bytes"
