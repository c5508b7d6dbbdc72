"""The published standard is asked as well, and never sends anything anywhere."""

import socket
import time
from pathlib import Path
from typing import Any

import pytest
from tests.unit.feeds.builders import (
    Change,
    Files,
    a_dossier,
    both,
    cell,
    descriptor,
    put_rows,
    resource,
    rows_of,
    written,
)
from tests.unit.feeds.sentences import is_a_sentence

from peil.feeds.dossier.check import check_dossier
from peil.feeds.dossier.layout import schema_of
from peil.feeds.dossier.read import read_dossier


def problems_of(folder: Path, change: Change) -> list[str]:
    files = a_dossier()
    change(files)
    found = check_dossier(written(files, folder))
    assert all(is_a_sentence(problem) for problem in found)
    assert read_dossier(folder).country == "Norland"
    return [str(problem) for problem in found]


def stricter(constraints: dict[str, Any]) -> Change:
    schema = schema_of("population")
    next(f for f in schema["fields"] if f["name"] == "population")["constraints"] = constraints
    return resource("population", schema=schema)


def test_a_rule_of_the_dossiers_own_schema(tmp_path: Path) -> None:
    (said,) = problems_of(tmp_path, stricter({"maximum": 11_050_000}))
    assert said.startswith("population.csv, row 3: departs from the Data Package standard")


@pytest.mark.parametrize("word", ["W" * 3000, 'the words "a";"b"', '"a";"b"', "a|b|c|d|e|f|g"])
def test_a_sound_table_is_sound_whatever_its_words(word: str, tmp_path: Path) -> None:
    def change(files: Files) -> None:
        head, *rows = rows_of(files, "events")
        place = head.index("note")
        put_rows(files, "events", [head, *[[*r[:place], word, *r[place + 1 :]] for r in rows]])

    assert problems_of(tmp_path, change) == []


def test_a_type_that_no_field_has(tmp_path: Path) -> None:
    schema = schema_of("population")
    schema["fields"][0]["type"] = "land"
    assert problems_of(tmp_path, resource("population", schema=schema))


@pytest.mark.parametrize("pattern", ["(B+)+", "(B|B)*", "B?" * 40 + "B" * 40, "(.*B){20}"])
def test_a_pattern_that_could_take_forever_is_tried_in_no_time(
    tmp_path: Path, pattern: str
) -> None:
    schema = schema_of("population")
    next(f for f in schema["fields"] if f["name"] == "source")["constraints"]["pattern"] = pattern
    change = both(
        resource("population", schema=schema), cell("population", 3, "source", "B" * 39 + "!")
    )
    begun = time.process_time()
    (said,) = problems_of(tmp_path, change)
    assert time.process_time() - begun < 10
    assert said.startswith("population.csv, row 2: source is 'Bureau', which is not like '")
    assert said.endswith("; correct it, or the pattern in datapackage.json")


def test_a_pattern_that_all_cells_are_like_is_sound(tmp_path: Path) -> None:
    schema = schema_of("population")
    next(f for f in schema["fields"] if f["name"] == "source")["constraints"]["pattern"] = "B.*"
    assert problems_of(tmp_path, resource("population", schema=schema)) == []


def test_a_pattern_that_is_none(tmp_path: Path) -> None:
    schema = schema_of("population")
    schema["fields"][0]["constraints"]["pattern"] = "("
    assert problems_of(tmp_path, resource("population", schema=schema))


def test_a_name_that_is_none(tmp_path: Path) -> None:
    (said,) = problems_of(tmp_path, descriptor(lambda d: d.update(name="Not A Name!")))
    assert said.startswith("datapackage.json: departs")


def test_a_missing_extra_table(tmp_path: Path) -> None:
    extra = {"name": "more", "path": "more.csv", "type": "table", "format": "csv"}
    assert problems_of(tmp_path, descriptor(lambda d: d["resources"].append(extra)))


def test_no_address_in_a_descriptor_is_visited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    address = "http://example.org/profile.json"

    def everywhere(data: dict[str, Any]) -> None:
        data.update({"$schema": address, "profile": address, "licenses": [{"path": address}]})
        for entry in data["resources"]:
            entry.update({"$schema": address, "profile": address, "homepage": address})
            entry["schema"]["$schema"] = address

    assert problems_of(tmp_path, descriptor(everywhere)) == []
