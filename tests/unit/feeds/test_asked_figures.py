"""A figure that no other of its series is like is asked about, before it changes a level without a word."""

from datetime import date
from pathlib import Path

import pytest

from peil.feeds.dossier.check import examine

TODAY = date(2026, 11, 30)
ROW = "2017-01-01,2017-12-31,250,files,2018-01-15,day,false,false,"
"""Of the investigations that the federal prosecutor opened, by year."""
ASKED = {
    "2017-01-01,2017-12-31,1.234,files,2018-01-15,day,false,false,": (
        "value is 1.234, 10 times more or less than any other of its series; "
        "correct it, unless it is meant so",
        "value is 1.234, where the series counts in whole numbers; "
        "write it without a mark between thousands, or as it was published",
    ),
    "2017-01-01,2017-12-31,250.5,files,2018-01-15,day,false,false,": (
        "value is 250.5, where the series counts in whole numbers; "
        "write it without a mark between thousands, or as it was published",
    ),
    "2017-01-01,2017-12-31,1E+05,files,2018-01-15,day,false,false,": (
        "value is 1E+05, 10 times more or less than any other of its series; "
        "correct it, unless it is meant so",
    ),
    "2017-01-01,2017-12-31,250,files,2081-01-15,day,false,false,": (
        "published is 2081-01-15, ten years or more after 2017-12-31; "
        "correct the year, unless it was told so late",
        "published is 2081-01-15, which is not yet, so that it counts for nothing; correct the day",
    ),
    "2017-01-01,2017-12-31,250,files,2027-01-15,day,false,false,": (
        "published is 2027-01-15, which is not yet, so that it counts for nothing; correct the day",
    ),
    "2017-12-31,2017-12-31,250,files,2018-01-15,day,false,false,": (
        "is of 2017-12-31 to 2017-12-31, longer or shorter than any other period of its series; "
        "correct the days, or write partial = true if it is a part, approximate = true if derived",
    ),
    "2016-01-01,2017-12-31,250,files,2018-01-15,day,false,false,": (
        "is of 2016-01-01 to 2017-12-31, longer or shorter than any other period of its series; "
        "correct the days, or write partial = true if it is a part, approximate = true if derived",
    ),
    "2017-02-01,2017-12-31,250,files,2018-01-15,day,false,false,": (
        "is of 2017-02-01 to 2017-12-31, longer or shorter than any other period of its series; "
        "correct the days, or write partial = true if it is a part, approximate = true if derived",
    ),
    "2017-02-01,2017-12-31,250,files,2018-01-15,day,true,false,": (),
    "2017-01-01,2017-12-31,700,files,2018-01-15,day,false,false,": (),
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
