"""A newcomer follows the guide: an empty dossier, the rows of the guide, an assessment."""

import re
from datetime import date
from pathlib import Path

from openpyxl import load_workbook
from tests.documents import document_of
from tests.hostile.oracle import run

from peil import assess_dossier, check_dossier
from peil.feeds.dossier.new import new_dossier


def test_the_smallest_dossier_of_the_guide_is_sound_and_assesses(root: Path, tmp_path) -> None:
    guide = (root / "docs" / "guide" / "dossier.md").read_text(encoding="utf-8")
    section = guide.split("## The smallest dossier that assesses")[1].split("\n## ")[0]
    indicators, observations = re.findall(r"```csv\n(.*?)```", section, re.DOTALL)
    folder = tmp_path / "testland"
    new_dossier("Testland", folder)
    (folder / "indicators.csv").write_text(indicators, encoding="utf-8")
    (folder / "observations.csv").write_text(observations, encoding="utf-8")
    assert check_dossier(folder) == ()
    proposal = document_of(assess_dossier(folder, date(2017, 3, 1)))["proposal"]
    assert proposal["status"] == "proposed"
    assert proposal["level"] > 1
    assert {*forms_of(folder, tmp_path)} == {True}
    assert {*forms_of(root / "dossiers" / "belgium", tmp_path)} == {False}


def forms_of(folder: Path, tmp_path: Path) -> list[bool]:
    """Tell of each form of an assessment whether it says that its country is made up."""
    made = {form: tmp_path / f"made.{form}" for form in ("html", "xlsx")}
    words = ["assess", folder, "--as-of", "2017-03-01", "--language", "nl"]
    written = [word for form, file in made.items() for word in (f"--{form}", file)]
    printed = [run(*words, "--format", form) for form in ("text", "json")]
    assert [ran.code for ran in (*printed, run(*words, *written))] == [0, 0, 0]
    cells = load_workbook(made["xlsx"]).worksheets[0].iter_rows(values_only=True)
    texts = [*(ran.out for ran in printed), made["html"].read_text(), str([*cells])]
    return ["Verzonnen: niets hiervan is echt." in " ".join(text.split()) for text in texts]
