"""Another country is another folder: the same columns, no constant of its own, no change of code."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from tests.documents import document_of

from peil import assess_dossier, check_dossier
from peil.assess.rule import FIRST, rule_of

FIVE = ("low", "moderate", "substantial", "severe", "critical")


def dossier_of(country: str, belgium: Path, folder: Path, levels: tuple[str, ...]) -> Path:
    """Turn the shipped record's rows about a peer into that peer's own dossier."""
    shutil.copytree(belgium, folder)
    announced = "official_levels.csv", "official_levels_confirmed.csv"
    for name in ("decision.toml", "scale.toml", "reassessment.toml", *announced):
        (folder / name).unlink()
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    tables = descriptor["resources"]
    descriptor["resources"] = [t for t in tables if t["path"] not in announced]
    changed = json.dumps(descriptor).replace('"Belgium"', f'"{country}"')
    (folder / "datapackage.json").write_text(changed, encoding="utf-8")
    head = (
        f'name = "Made-up scale ({country})"\ninstrument = "none"\narticle = "none"\n'
        "valid_from = 2012-01-01\nreplay_from = 2012-01-31\n"
    )
    steps = [
        f'[[levels]]\nnumber = {n}\nname = {{ en = "{name}" }}\nmeaning = {{ en = "{name}" }}\n'
        for n, name in enumerate(levels, start=1)
    ]
    (folder / "scale.toml").write_text(head + "\n".join(steps), encoding="utf-8")
    return folder


@pytest.mark.parametrize("country", ["France", "United Kingdom", "Germany", "Denmark"])
@pytest.mark.parametrize("levels", [FIVE, FIVE[:3]])
def test_a_peer_is_checked_and_assessed(country, levels, belgium, tmp_path):
    folder = dossier_of(country, belgium, tmp_path / "dossier", levels)
    assert check_dossier(folder) == ()
    document = document_of(assess_dossier(folder, date(2016, 12, 31)))
    assert document["country"] == country
    assert document["scale"]["levels"] == list(range(1, len(levels) + 1))
    assert sum(document["proposal"]["probabilities"].values()) == pytest.approx(1)


def test_a_country_without_figures_of_its_own_cannot_tell_its_families(belgium, tmp_path):
    folder = dossier_of("Malta", belgium, tmp_path / "dossier", FIVE)
    document = document_of(assess_dossier(folder, date(2012, 6, 30)))
    assert document["proposal"]["status"] == "cannot tell"
    assert document["proposal"]["level"] is None


def test_without_a_population_the_page_says_what_carries_no_weight(belgium, tmp_path):
    folder = dossier_of("France", belgium, tmp_path / "dossier", FIVE)
    rows = (folder / "population.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in rows if not row.startswith("France,")]
    (folder / "population.csv").write_text("".join(kept), encoding="utf-8")
    document = document_of(assess_dossier(folder, date(2016, 12, 31), rule=rule_of(FIRST)))
    assert "no_population" in {caveat["code"] for caveat in document["caveats"]}
