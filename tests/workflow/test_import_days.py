"""An import says in which order it read the days of a file that tells day from month."""

import json
from datetime import date
from pathlib import Path

import pytest
from tests.unit.feeds.event_files import a_list

from peil.feeds.dossier.new import new_dossier
from peil.workflow.importing import Request, import_events, import_text

READ = {
    "13/02/2022": "day/month/year",
    "13-02-2022": "day/month/year",
    "02/13/2022": "month/day/year",
    "13.02.2022": None,
    "2022-02-13": None,
}


@pytest.mark.parametrize("word", READ)
def test_the_order_of_days_with_slashes_or_hyphens_is_told(word: str, tmp_path: Path) -> None:
    new_dossier("Belgium", tmp_path / "dossier")
    rows = [(word, "Belgium", word)]
    request = Request(
        source="events_csv",
        file=a_list(tmp_path / "a.csv", rows),
        dossier=tmp_path / "dossier",
        first=date(2022, 2, 1),
        last=date(2022, 2, 28),
    )
    imported = import_events(request, today=date(2026, 11, 24))
    assert json.loads(import_text(imported, "json"))["days_read_as"] == READ[word]
    said = [line for line in import_text(imported, "text").splitlines() if "days read as" in line]
    assert said == ([f"  days read as {READ[word]}"] if READ[word] else [])
