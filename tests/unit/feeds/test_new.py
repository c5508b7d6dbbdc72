"""A new dossier is whole or not there, and says honestly that it is empty."""

from pathlib import Path

import pytest
from tests.unit.feeds.builders import SCALE, as_json, written

from peil.feeds.dossier import new
from peil.feeds.dossier.check import check_dossier
from peil.feeds.dossier.layout import TABLES, layout_of
from peil.feeds.dossier.new import describe, example_lines, new_dossier
from peil.feeds.dossier.read import read_dossier
from peil.terms.errors import BadInput, BadOutput


@pytest.mark.parametrize("country", ["Norland", "Česko", 'A "B" \\ C', "日本", "Côte d'Ivoire"])
def test_a_new_dossier_lacks_nothing_but_observations(country: str, tmp_path: Path) -> None:
    new_dossier(country, tmp_path / "new")
    (problem,) = check_dossier(tmp_path / "new")
    assert problem.file == "observations.csv"
    assert f"no observation of {country!r} yet" in problem.what


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    new_dossier("Norland", folder)
    assert (folder / "datapackage.json").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


def test_a_folder_in_use_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(BadOutput, match="holds something already"):
        new_dossier("Norland", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("name", ["file", "nul\0", "no/parent", "x" * 5000, "", "link"])
def test_a_folder_that_cannot_be_made(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "link")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(BadOutput):
        new_dossier("Norland", tmp_path / name)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("country", ["", "  ", "Nor\nland", "\x1b[2J"])
def test_a_country_without_a_name(country: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="name in plain letters"):
        new_dossier(country, tmp_path / "new")


def test_nothing_is_left_of_a_dossier_that_fails_half_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(new, "_files", lambda _: {"a.csv": "a", "no/b.csv": "b"})
    with pytest.raises(BadOutput, match="cannot be written"):
        new_dossier("Norland", tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_the_examples_make_a_dossier(tmp_path: Path) -> None:
    tables = {f"{name}.csv": "\n".join(example_lines(layout_of(name))) + "\n" for name in TABLES}
    descriptor = as_json(describe("Belgium", tables=TABLES, title="Examples"))
    bodies = '[bodies]\nministry = "Ministry"\ntowns = "Towns"\n'
    files = {"datapackage.json": descriptor, "scale.toml": SCALE, "policy.toml": bodies, **tables}
    assert check_dossier(written(files, tmp_path)) == ()
    assert read_dossier(tmp_path).series["Belgium", "files_opened"].value.tolist() == [250]


def test_every_column_stands_in_the_examples(tmp_path: Path) -> None:
    new_dossier("Norland", tmp_path / "new")
    text = (tmp_path / "new" / "EXAMPLES.md").read_text(encoding="utf-8")
    columns = {name for table in TABLES for name in layout_of(table).fields}
    assert {name for name in columns if f"`{name}`" not in text} == set()
