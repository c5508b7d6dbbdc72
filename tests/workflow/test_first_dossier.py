"""A newcomer follows the guide: an empty dossier, the rows of the guide, an assessment."""

import re
from datetime import date
from pathlib import Path

from tests.documents import document_of

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
