"""A dossier is read from a folder, a zip archive or contents by name, and says the same of each."""

import hashlib
import io
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
from tests.unit.feeds.builders import DECISION, Files, a_dossier, written

from peil.feeds.dossier.archive import MOST_BYTES, MOST_FILES
from peil.feeds.dossier.check import check_dossier
from peil.feeds.dossier.read import read_dossier
from peil.terms.errors import BadDossier


def contents(files: Files) -> dict[str, bytes]:
    return {name: d if isinstance(d, bytes) else d.encode() for name, d in files.items()}


def packed(files: Files, path: Path, top: str = "", how: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, data in contents(files).items():
            archive.writestr(f"{top}{name}", data)
    return path


def refusal(path: Path) -> str:
    (problem,) = check_dossier(path)
    with pytest.raises(BadDossier) as refused:
        read_dossier(path)
    said = str(refused.value)
    assert said == str(problem)
    assert said.isprintable()
    return said


@pytest.mark.parametrize("top", ["", "norland/"])
def test_folder_archive_and_contents_are_one_dossier(tmp_path: Path, top: str) -> None:
    files = a_dossier()
    folder = read_dossier(written(files, tmp_path / "norland"))
    archive = read_dossier(packed(files, tmp_path / "norland.zip", top))
    held = read_dossier(contents(files))
    assert folder.digest == archive.digest == held.digest
    for other in (archive, held):
        assert (other.indicators, other.decisions) == (folder.indicators, folder.decisions)
        assert other.policy.recommendations == folder.policy.recommendations
        assert {k: s.value.tolist() for k, s in other.series.items()} == {
            k: s.value.tolist() for k, s in folder.series.items()
        }


def test_the_check_of_an_archive_asks_the_standard_as_well(tmp_path: Path) -> None:
    files = a_dossier()
    assert check_dossier(contents(files)) == ()
    assert check_dossier(packed(files, tmp_path / "norland.zip")) == ()
    files["datapackage.json"] = str(files["datapackage.json"]).replace('"string"', '"words"', 1)
    found = [check_dossier(given) for given in (contents(files), written(files, tmp_path / "n"))]
    assert found[0] == found[1] != ()


def test_the_digest_is_what_two_common_commands_make_of_the_files(tmp_path: Path) -> None:
    folder = written(a_dossier(), tmp_path / "norland")
    names = sorted(path.name for path in folder.iterdir())
    command = ["/usr/bin/env", "sha256sum", *names]
    sums = subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout
    assert read_dossier(folder).digest == hashlib.sha256(sums).hexdigest()


def test_the_digest_is_of_what_is_read_and_of_nothing_else() -> None:
    files = a_dossier()
    digest = read_dossier(contents(files)).digest
    assert read_dossier(contents({**files, "README.md": "Read me."})).digest == digest
    for name in files:
        changed = contents(files)
        end = b" \n" if name.endswith(".json") else b"\n"
        changed[name] = changed[name] + end
        assert read_dossier(changed).digest != digest
    files["population_2.csv"] = files.pop("population.csv")
    files["datapackage.json"] = str(files["datapackage.json"]).replace(
        "population.csv", "population_2.csv"
    )
    assert read_dossier(contents(files)).digest != digest


@pytest.mark.parametrize("name", ["../x.csv", "/x.csv", "a/../../x.csv", "a\\..\\..\\x.csv", "C:x"])
def test_an_archive_whose_files_lead_out_of_it_is_refused(tmp_path: Path, name: str) -> None:
    path = packed({**a_dossier(), name: "x"}, tmp_path / "norland.zip")
    assert "which leads out of it; pack the folder" in refusal(path)
    assert {each.name for each in tmp_path.iterdir()} == {"norland.zip"}


def test_an_archive_with_a_link_is_refused(tmp_path: Path) -> None:
    path = packed(a_dossier(), tmp_path / "norland.zip")
    link = zipfile.ZipInfo("observations_2.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "holds 'observations_2.csv', which leads out of it" in refusal(path)


def test_an_archive_that_would_swell_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "norland.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("observations.csv", "w") as member,
    ):
        for _ in range(MOST_BYTES // 2**20 + 1):
            member.write(bytes(2**20))
    assert path.stat().st_size < MOST_BYTES / 100
    assert "more than 1,000 files or" in refusal(path)


def test_an_archive_of_very_many_files_is_refused(tmp_path: Path) -> None:
    files: Files = {f"{n}.csv": "" for n in range(MOST_FILES + 1)}
    assert "holds 1,001 files" in refusal(packed(files, tmp_path / "norland.zip"))


def test_an_archive_that_says_less_than_it_holds_is_refused(tmp_path: Path) -> None:
    path = packed(a_dossier(), tmp_path / "norland.zip", how=zipfile.ZIP_DEFLATED)
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (5).to_bytes(4, "little")
    path.write_bytes(data)
    assert "zip archive that cannot be unpacked" in refusal(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_with_a_name_twice_is_refused(tmp_path: Path) -> None:
    path = packed(a_dossier(), tmp_path / "norland.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("scale.toml", "other")
    assert "holds 'scale.toml' twice" in refusal(path)


@pytest.mark.parametrize("cut", [2, 30, 500])
def test_an_archive_that_is_damaged_is_refused(tmp_path: Path, cut: int) -> None:
    path = packed(a_dossier(), tmp_path / "norland.zip")
    path.write_bytes(path.read_bytes()[:cut])
    assert "zip archive that cannot be unpacked" in refusal(path)


def test_an_archive_without_a_descriptor_says_so(tmp_path: Path) -> None:
    text = io.BytesIO()
    with zipfile.ZipFile(text, "w") as archive:
        archive.writestr("x.csv", "a,b")
    (tmp_path / "x.zip").write_bytes(text.getvalue())
    assert "datapackage.json: is missing" in refusal(tmp_path / "x.zip")


@pytest.mark.parametrize("path", ["../observations.csv", "/etc/passwd", "http://x/y.csv"])
def test_contents_that_name_a_file_outside_are_refused(path: str) -> None:
    files = a_dossier()
    files["datapackage.json"] = str(files["datapackage.json"]).replace("observations.csv", path)
    with pytest.raises(BadDossier) as refused:
        read_dossier(contents(files))
    assert any("which is not in the folder" in each.what for each in refused.value.problems)


def of_day(day: str, level: int) -> str:
    text = DECISION.replace("2018-01-22", day).replace("level = 2", f"level = {level}", 1)
    return text.replace("2018-01-20", day)


def with_decisions(**days: str) -> Files:
    files = a_dossier()
    del files["decision.toml"]
    return {**files, **{f"decisions/{name}.toml": text for name, text in days.items()}}


def test_of_many_decisions_the_newest_of_the_day_or_before_holds() -> None:
    days = {"2018-01-22": of_day("2018-01-22", 2), "2017-05-01": of_day("2017-05-01", 3)}
    dossier = read_dossier(contents(with_decisions(**days)))
    assert [str(each.date) for each in dossier.decisions] == ["2017-05-01", "2018-01-22"]
    levels = [
        (found := dossier.decision_on(day)) and found.level
        for day in (date(2017, 4, 30), date(2017, 5, 1), date(2018, 1, 21), date(2018, 1, 22))
    ]
    assert levels == [None, 3, 3, 2]


def test_decisions_in_a_folder_are_read_from_the_disk_too(tmp_path: Path) -> None:
    files = with_decisions(**{"2018-01-22": of_day("2018-01-22", 2)})
    (tmp_path / "norland" / "decisions").mkdir(parents=True)
    folder = written(files, tmp_path / "norland")
    (folder / "decisions" / "README.md").write_text("These are ours.", encoding="utf-8")
    assert read_dossier(folder).digest == read_dossier(contents(files)).digest


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {**with_decisions(**{"2018-01-22": DECISION}), "decision.toml": DECISION},
            "decision.toml: lies beside the folder decisions; move it there",
        ),
        (
            with_decisions(**{"2018-01-23": DECISION}),
            "decisions/2018-01-23.toml: holds the decision of 2018-01-22; call it "
            "decisions/2018-01-22.toml",
        ),
        (with_decisions(january=DECISION), "call it decisions/2018-01-22.toml"),
        (
            with_decisions(**{"2018-01-22": DECISION.replace("level = 2", "level = 7", 1)}),
            "decisions/2018-01-22.toml: the decision has the level 7",
        ),
    ],
)
def test_decisions_that_do_not_fit_are_refused(files: Files, said: str) -> None:
    problems = check_dossier(contents(files))
    assert any(str(problem).startswith(said) or said in str(problem) for problem in problems)
    with pytest.raises(BadDossier):
        read_dossier(contents(files))
