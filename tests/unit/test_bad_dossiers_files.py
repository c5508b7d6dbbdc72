"""Bad files and descriptors: wrong encodings, broken rows, missing parts, strange folders."""

import json
import os
from pathlib import Path

import pytest
from tests.unit.feeds.builders import (
    TABLES,
    Files,
    a_dossier,
    add_row,
    both,
    cell,
    content,
    descriptor,
    no_file,
    resource,
    rows_of,
    swap,
    text_of,
    without_column,
    written,
)
from tests.unit.feeds.sentences import Bad, assert_refused, bad, is_a_sentence

from peil.feeds.dossier.check import check_dossier
from peil.feeds.dossier.read import read_dossier
from peil.terms.errors import BadDossier

OBS, IND, PACKAGE = "observations.csv", "indicators.csv", "datapackage.json"
LINES = TABLES["observations"]


def encoded(files: Files, encoding: str) -> None:
    text = text_of(files, OBS).replace("Report 2019", "Rapport de février")
    files[OBS] = text.encode(encoding)


def with_spare_row(files: Files) -> None:
    lines = text_of(files, OBS).splitlines()
    files[OBS] = "\n".join([*lines[:3], "," * 17, *lines[3:]]) + "\n"


def with_blank_line(files: Files) -> None:
    lines = text_of(files, OBS).splitlines()
    files[OBS] = "\n".join([*lines[:3], "", *lines[3:]]) + "\n"


def with_comment(files: Files) -> None:
    files[OBS] = "# a comment\n" + text_of(files, OBS)


def of_another_country(files: Files) -> None:
    rows = rows_of(files, "observations")
    assert rows[0][0] == "country"
    files[OBS] = text_of(files, OBS).replace("Norland,", "Norlund,")
    files["attacks_complete.csv"] = TABLES["attacks_complete"][0] + "\n"


CASES = {
    "Latin-1": bad(lambda f: encoded(f, "latin-1"), OBS, 3, "0xe9", "not UTF-8", "at byte 475"),
    "UTF-16": bad(lambda f: encoded(f, "utf-16"), OBS, None, "UTF-16", "save it as CSV in UTF-8"),
    "a letter that steers a terminal": bad(
        swap(OBS, "Police", "Pol\x1b[31mice"), OBS, 6, "x1b", "hidden letter"
    ),
    "a letter that turns the line": bad(
        swap(OBS, "Police", "Pol\u202eice"), OBS, 6, "u202e", "hidden letter"
    ),
    "a NUL byte": bad(swap(OBS, "Police", "Pol\0ice"), OBS, 6, "NUL byte", "at byte"),
    "a picture": bad(content(OBS, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(99)), OBS, 3, "NUL"),
    "a random binary": bad(content(OBS, bytes(range(128, 256))), OBS, 1, "0x80"),
    "an empty file": bad(content(OBS, ""), OBS, None, "is empty", "column names"),
    "a file of line ends": bad(content(OBS, "\n\r\n\n"), OBS, None, "is empty"),
    "a mark of byte order alone": bad(content(OBS, b"\xef\xbb\xbf"), OBS, None, "is empty"),
    "a missing table": bad(no_file("population.csv"), "population.csv", None, "is missing"),
    "a missing required table": bad(no_file(OBS), OBS, None, "is missing"),
    "no column names": bad(
        content(OBS, "\n".join(LINES[1:]) + "\n"), OBS, 1, "no plain name of column"
    ),
    "a missing column": bad(
        without_column("observations", "published"), OBS, 1, "no column 'published'", "add it"
    ),
    "an unknown column": bad(
        swap(OBS, "note\n", "nota\n"), OBS, 1, "unknown column 'nota'", "write 'note'"
    ),
    "a column twice": bad(swap(OBS, "note\n", "source\n"), OBS, 1, "'source' twice"),
    "a column without a name": bad(swap(OBS, ",note\n", ",\n"), OBS, 1, "no plain name of column"),
    "a comment line": bad(with_comment, OBS, 1, "single column", "delimiter"),
    "a row too short": bad(add_row("observations", "Norland,files"), OBS, 8, "2 cells", "18"),
    "a row too long": bad(
        add_row("observations", LINES[1] + ",,,"), OBS, 8, "21 cells", "quotes", "','"
    ),
    "an unquoted comma": bad(
        swap(OBS, '"Report 2016, page 3"', "Report 2016, page 3"), OBS, 2, "19 cells"
    ),
    "a quote left open": bad(
        swap(OBS, "Report 2019", '"Report 2019'), OBS, 3, "cannot be split", "mend the quotes"
    ),
    "a row of nothing": bad(with_spare_row, OBS, 4, "only empty cells", "delete the row"),
    "a blank line": bad(with_blank_line, OBS, 4, "0 cells", "delete the row"),
    "another delimiter": bad(
        content(OBS, "\n".join(LINES).replace(",", ";") + "\n"),
        OBS,
        1,
        "single column",
        "delimiter",
    ),
    "a dialect that does not fit": bad(
        resource("observations", dialect={"delimiter": ";"}), OBS, 1, "single column", "';'"
    ),
    "nothing of the subject": bad(of_another_country, OBS, None, "'Norland'", "'Norlund'"),
    "no descriptor": bad(no_file(PACKAGE), PACKAGE, None, "is missing"),
    "an empty descriptor": bad(content(PACKAGE, ""), PACKAGE, 1, "is not JSON"),
    "a comma too many": bad(
        swap(PACKAGE, '"resources": [', '"resources": [,'), PACKAGE, 9, "is not JSON", "mend"
    ),
    "a list for a descriptor": bad(content(PACKAGE, "[]"), PACKAGE, None, "no JSON object"),
    "a descriptor in Latin-1": bad(content(PACKAGE, b'{"a": "\xe9"}'), PACKAGE, None, "UTF-8"),
    "a descriptor without bottom": bad(content(PACKAGE, "[" * 99_999), PACKAGE, None, "not JSON"),
    "an endless number": bad(content(PACKAGE, "9" * 5000), PACKAGE, None, "not JSON"),
    "no subject": bad(descriptor(lambda d: d.pop("peil")), PACKAGE, None, "no subject", "peil"),
    "a number for a subject": bad(
        descriptor(lambda d: d.update(peil={"subject": 7})), PACKAGE, None, "the subject 7"
    ),
    "a blank subject": bad(
        descriptor(lambda d: d.update(peil={"subject": " "})), PACKAGE, None, "the subject ' '"
    ),
    "no resources": bad(
        descriptor(lambda d: d.pop("resources")), PACKAGE, None, "list of resources", alone=False
    ),
    "a resource of words": bad(
        descriptor(lambda d: d["resources"].append("more")),
        PACKAGE,
        None,
        f"resource {len(TABLES) + 1}",
    ),
    "a resource without a path": bad(
        resource("population", path=None), PACKAGE, None, "path None", alone=False
    ),
    "a resource of two files": bad(
        resource("population", path=["a.csv", "b.csv"]), PACKAGE, None, "give one path", alone=False
    ),
    "a table named twice": bad(
        descriptor(lambda d: d["resources"].append(d["resources"][0])), PACKAGE, None, "twice"
    ),
    "a table not named": bad(
        descriptor(lambda d: d["resources"].pop()),
        PACKAGE,
        None,
        "local_arrangements.csv",
        "lies in",
    ),
    "a required table not named": bad(
        both(resource("observations", name="observation"), resource("observation", path=IND)),
        PACKAGE,
        None,
        "does not name observations.csv",
    ),
    "a path out of the folder": bad(
        resource("population", path="../population.csv"),
        PACKAGE,
        None,
        "not in the folder",
        alone=False,
    ),
    "an absolute path": bad(
        resource("population", path="/etc/hostname"),
        PACKAGE,
        None,
        "not in the folder",
        alone=False,
    ),
    "an address": bad(
        resource("population", path="https://example.org/p.csv"),
        PACKAGE,
        None,
        "not in the folder",
        alone=False,
    ),
    "a path with a NUL": bad(
        resource("population", path="a\0.csv"), PACKAGE, None, r"path 'a\x00.csv'", alone=False
    ),
    "a blank path": bad(
        resource("population", path=" "), PACKAGE, None, "the path ' '", alone=False
    ),
    "a compressed table": bad(
        resource("population", compression="zip"), PACKAGE, None, "compressed", alone=False
    ),
    "another encoding": bad(
        resource("population", encoding="cp1252"), PACKAGE, None, "'cp1252'", alone=False
    ),
    "a schema elsewhere": bad(
        resource("population", schema="schema.json"),
        PACKAGE,
        None,
        "write the schema out",
        alone=False,
    ),
    "a schema without fields": bad(
        resource("population", schema={"fields": "all"}),
        PACKAGE,
        None,
        "list its columns",
        alone=False,
    ),
    "missing values of one word": bad(
        resource("population", schema={"missingValues": "NA"}), PACKAGE, None, "'NA'", alone=False
    ),
    "a decimal sign of letters": bad(
        resource("population", schema={"fields": [{"name": "population", "decimalChar": "x"}]}),
        PACKAGE,
        None,
        "'x' as decimal sign",
        alone=False,
    ),
    "a delimiter of two signs": bad(
        resource("population", dialect={"delimiter": "::"}), PACKAGE, None, "'::'", alone=False
    ),
    "a delimiter that quotes": bad(
        resource("population", dialect={"delimiter": '"'}),
        PACKAGE,
        None,
        "two different",
        alone=False,
    ),
    "a dialect of comments": bad(
        resource("population", dialect={"commentChar": "#"}),
        PACKAGE,
        None,
        "'commentChar'",
        alone=False,
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_bad_file_is_refused(case: Bad, tmp_path: Path) -> None:
    assert_refused(case, tmp_path / "norland")


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    (problem,) = check_dossier(tmp_path / "nowhere")
    assert is_a_sentence(problem)
    assert "no folder that exists" in problem.what


def test_a_file_for_a_folder(tmp_path: Path) -> None:
    path = written(a_dossier(), tmp_path / "norland") / PACKAGE
    (problem,) = check_dossier(path)
    assert is_a_sentence(problem)
    assert "a file, not a folder" in problem.what


@pytest.mark.parametrize("name", ["nul\0byte", "x" * 5000, "line\nend"])
def test_a_name_that_no_folder_can_have(name: str, tmp_path: Path) -> None:
    (problem,) = check_dossier(tmp_path / name)
    assert is_a_sentence(problem)


def test_a_folder_that_links_to_itself(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (problem,) = check_dossier(tmp_path / "loop")
    assert is_a_sentence(problem)


@pytest.mark.parametrize("file", [PACKAGE, OBS, "scale.toml", "ladder.toml", "decision.toml"])
def test_a_file_that_links_to_itself(file: str, tmp_path: Path) -> None:
    path = written(a_dossier(), tmp_path / "norland")
    (path / file).unlink()
    (path / file).symlink_to(path / file)
    problems = check_dossier(path)
    assert problems
    assert all(is_a_sentence(problem) for problem in problems)
    assert any(file in str(problem) for problem in problems)


def test_a_table_that_links_out_of_the_folder(tmp_path: Path) -> None:
    path = written(a_dossier(), tmp_path / "norland")
    secret = tmp_path / "secret.csv"
    (path / OBS).rename(secret)
    (path / OBS).symlink_to(secret)
    assert any("not in the folder" in problem.what for problem in check_dossier(path))


@pytest.mark.parametrize("file", [PACKAGE, OBS, "scale.toml", "decision.toml"])
def test_a_folder_for_a_file(file: str, tmp_path: Path) -> None:
    path = written(a_dossier(), tmp_path / "norland")
    (path / file).unlink()
    (path / file).mkdir()
    (problem,) = check_dossier(path)
    assert is_a_sentence(problem)
    assert (problem.file, problem.what) == (file, "is not a regular file")


def test_a_pipe_for_a_table_is_not_waited_for(tmp_path: Path) -> None:
    path = written(a_dossier(), tmp_path / "norland")
    (path / OBS).unlink()
    os.mkfifo(path / OBS)
    (problem,) = check_dossier(path)
    assert problem.what == "is not a regular file"


def test_thousands_of_rows_with_one_fault_are_counted(tmp_path: Path) -> None:
    files = a_dossier()
    for n in range(1000):
        line = LINES[1].replace("2017-01-31", f"{2017 + n % 80}-13-{1 + n // 80:02d}")
        add_row("observations", line)(files)
    problems = check_dossier(written(files, tmp_path / "norland"))
    assert [problem.row for problem in problems] == list(range(8, 29))
    assert "(and 979 more rows of this kind)" in problems[-1].what


def test_the_error_of_reading_holds_every_problem(tmp_path: Path) -> None:
    files = a_dossier()
    both(cell("observations", 2, "value", "x"), cell("population", 2, "year", "x"))(files)
    with pytest.raises(BadDossier, match=r"observations.csv, row 2: .* \(and 1 more") as caught:
        read_dossier(written(files, tmp_path / "norland"))
    assert [problem.file for problem in caught.value.problems] == [OBS, "population.csv"]


def test_a_value_that_would_steer_a_terminal_is_escaped(tmp_path: Path) -> None:
    files = a_dossier()
    cell("observations", 2, "value", "\x1b[2J\u202e" + "9" * 5000)(files)
    (problem,) = check_dossier(written(files, tmp_path / "norland"))
    assert is_a_sentence(problem)
    assert len(str(problem)) < 300


def test_the_descriptor_of_the_builder_is_json() -> None:
    assert json.loads(text_of(a_dossier(), PACKAGE))["peil"] == {
        "subject": "Norland", "fictional": True,
    }  # fmt: skip
