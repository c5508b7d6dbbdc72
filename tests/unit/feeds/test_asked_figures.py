"""A figure that no other of its series is like is asked about, before it changes a level without a word."""

from datetime import date
from pathlib import Path

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


AGAIN = (
    "Belgium,2016-03-22,day,Brussel,completed,35,,340,jihadist,airport; metro,2016-03-22,assumed"
)
ZAVENTEM = "completed,35,,340,jihadist,airport; metro,2016-03-22"
ELSEWHERE = {
    "an attack under another name of its place": (
        "attacks.csv", "\nBelgium,2016-03-22,", f"\n{AGAIN},A newspaper,facts cited,read,\nBelgium,2016-03-22,",
        "row 29: is of the day of row 28 with as many killed and injured; "
        "make one row of the two if they are one event",
    ),
    "an attack of another century": (
        "attacks.csv", f"2016-03-22,day,Zaventem (airport) and Brussels (Maelbeek metro),{ZAVENTEM}",
        f"2062-03-22,day,Zaventem (airport) and Brussels (Maelbeek metro),{ZAVENTEM.replace('2016', '2062')}",
        "row 28: published is 2062-03-22, which is yet to come; correct the day",
    ),
    "a toll": (
        "attacks.csv", ZAVENTEM, ZAVENTEM.replace("35", "3200"),
        "row 28: killed is 3200, 10 times more than in any other row; "
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
}  # fmt: skip


@pytest.mark.parametrize("case", ELSEWHERE)
def test_what_is_unlike_the_rest_of_its_table_is_asked_about(
    files: dict[str, bytes], case: str
) -> None:
    file, old, new, said = ELSEWHERE[case]
    text = files[file].decode()
    assert text.count(old) == 1
    questions = examine({**files, file: text.replace(old, new).encode()}, TODAY).questions
    assert f"{file}, {said}" in {*map(str, questions)}


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
