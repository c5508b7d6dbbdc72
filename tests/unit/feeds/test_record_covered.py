"""What the list of carried facts names stands in the dossier of Belgium, whether the record is at hand or not."""

from pathlib import Path

import pytest
from benchmarks.record_covered import REASONS, digest_of, listed, unknown_places


@pytest.fixture(scope="module")
def dossier(root: Path) -> Path:
    return root / "dossiers" / "belgium"


def test_everything_that_the_list_names_is_in_the_dossier(dossier: Path) -> None:
    places = [place for own in listed().values() for place in own]
    assert unknown_places(places, dossier) == []


def test_every_fact_stands_somewhere_or_is_left_out_with_a_reason_that_is_used() -> None:
    places = [place for own in listed().values() for place in own]
    assert all(listed().values())
    left = {place.removeprefix("left:") for place in places if place.startswith("left:")}
    assert left == {*REASONS}


def test_a_row_that_went_and_a_reason_that_nobody_knows_are_told(dossier: Path) -> None:
    gone = "events:cells/without_cell/2031-01-15"
    assert unknown_places([gone, "left:memory", "left:haste", "findings"], dossier) == [
        gone, "left:haste",
    ]  # fmt: skip


def test_a_fact_is_known_by_its_day_and_its_words() -> None:
    fact = {"date": "2018-01-22", "what": "level lowered"}
    assert digest_of(fact) != digest_of(fact | {"what": "Level lowered"})
    assert digest_of(fact) == digest_of(fact | {"note": "mended"})
