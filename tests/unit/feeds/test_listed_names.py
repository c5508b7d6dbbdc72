"""Where a dossier lists its names, no other stands in their columns; without a list all is as before."""

import csv
from pathlib import Path

import pytest
from tests.unit.feeds.builders import (
    TABLES,
    Change,
    a_dossier,
    add_row,
    both,
    cell,
    content,
    descriptor,
    no_file,
    swap,
    without_column,
    written,
)
from tests.unit.feeds.test_names import said_of

from peil.feeds.dossier.check import examine
from peil.feeds.dossier.layout import TABLES as ALL_TABLES
from peil.feeds.dossier.layout import layout_of
from peil.feeds.dossier.new import describe

HELD = {
    "observations": {"publisher"}, "breaks": {"publisher"}, "attacks": {"place", "target"}, "plots": {"place"},
    "signs": {"office"}, "judgements": {"service"}, "findings": {"inquiry"}, "returns_counts": {"counter"},
    "local_arrangements": {"counter"}, "official_levels": {"scope"}, "official_levels_confirmed": {"scope"},
}  # fmt: skip
"""Columns of names, by table."""
PROSE = {
    "age_band", "caveat", "counted", "counter_evidence", "coupling_reason", "definition", "description",
    "admits_reason", "deadline_of", "evaluation", "evidence", "evidence_reason", "evidence_required", "function", "instrument",
    "legal_basis", "licence", "listed_in", "looked_in", "may_say", "may_write", "members", "note", "opinions", "reason",
    "relevance_reason", "relevance_source", "remark", "replacement", "source", "statement", "text", "transfer",
    "weighs_reason", "what",
}  # fmt: skip
"""Columns of running text, in which nobody but a reader finds a person."""
TITLES = {"name", "name_en", "name_fr", "name_nl", "name_de", "name_local", "level_name"}
"""What something is called, which has an id or a number of its own."""
CODES = {"country", "denominator", "family", "indicator", "iso3", "unit"}
"""Columns with rules of their own."""


def listing(*rows: str) -> Change:
    """Give a dossier a list of names."""

    def describe_it(data: dict) -> None:
        data["resources"] += describe("", tables=("names",), title="")["resources"]

    text = "\n".join(["kind,name,source", *rows]) + "\n"
    return both(descriptor(describe_it), content("names.csv", text))


PUBLISHERS = [f"publisher,{name}," for name in ("Prosecutor", "Institute", "Police", "Centre")]
PLACES = [f"place,{name}," for name in ("Harbour", "Hill", "Field")]


def test_every_free_column_is_one_of_names_or_is_said_to_be_text() -> None:
    kinds = {*layout_of("names").fields["kind"].enum}
    assert {kind for held in HELD.values() for kind in held} == kinds
    for table in (each for each in ALL_TABLES if each not in ("names", "texts")):
        free = {
            field.name
            for field in layout_of(table).fields.values()
            if field.type == "string" and not field.enum and field.pattern in ("", r"^\S(.*\S)?$")
        }
        assert free & kinds == HELD.get(table, set())
        assert free - kinds <= PROSE | TITLES | CODES


def test_a_name_that_is_not_listed_is_refused_with_the_nearest(tmp_path: Path) -> None:
    said = said_of(tmp_path, listing(*PLACES), cell("attacks", 3, "place", "Hil"))
    assert said == [
        "attacks.csv, row 3: place is 'Hil', which is not among the names of names.csv; write 'Hill', "
        "or declare it there with the kind place"
    ]


def test_a_name_unlike_all_others_may_be_a_person(tmp_path: Path) -> None:
    said = said_of(tmp_path, listing(*PUBLISHERS), cell("breaks", 3, "publisher", "Jan Peeters"))
    assert said == [
        "breaks.csv, row 3: publisher is 'Jan Peeters', which is not among the names of names.csv; "
        "declare it there with the kind publisher if it is no person"
    ]


@pytest.mark.parametrize(("table", "kind"), [(t, k) for t, held in HELD.items() for k in held])
def test_each_column_is_held(tmp_path: Path, table: str, kind: str) -> None:
    held = listing(f"{kind},Somebody else,")
    names = {row[list_of(table).index(kind)] for row in csv.reader(TABLES[table][1:])} - {""}
    assert names
    found = [line for line in said_of(tmp_path, held) if line.startswith(f"{table}.csv")]
    assert {name for name in names if any(f"{kind} is '{name}'" in line for line in found)} == names


def list_of(table: str) -> list[str]:
    """Give the columns of a table of the small dossier."""
    return TABLES[table][0].split(",")


def test_a_kind_without_a_name_is_open_and_so_is_all_without_a_list(tmp_path: Path) -> None:
    new = both(cell("attacks", 2, "place", "Quay"), cell("observations", 7, "publisher", "Office"))
    assert said_of(tmp_path / "without", new) == []
    other = [*PUBLISHERS, "publisher,Office,"]
    assert said_of(tmp_path / "with", listing(*other), new) == []


def test_an_empty_cell_is_no_name_and_a_missing_column_has_none(tmp_path: Path) -> None:
    targets = listing("target,metro,")
    assert said_of(tmp_path / "empty", targets) == []
    assert said_of(tmp_path / "gone", targets, without_column("attacks", "target")) == []


def test_a_listed_name_is_meant_though_it_is_nearly_another(tmp_path: Path) -> None:
    names = [
        f"2010-0{i}-01,2010-0{i}-28,{i},files,2011-01-31,month,false,false,effort_dependent,"
        "Prosecutor,Report,facts,read," for i in range(1, 7)
    ]  # fmt: skip
    rows = [add_row("observations", f"Norland,files,judicial_opened,flow_count,{r}") for r in names]
    near = both(*rows, cell("observations", 7, "publisher", "Prosecuter"))
    (said,) = said_of(tmp_path / "without", near)
    assert said.startswith("observations.csv, row 7: publisher is 'Prosecuter' in 1 row")
    assert said_of(tmp_path / "with", near, listing(*PUBLISHERS, "publisher,Prosecuter,")) == []


def test_offices_and_places_of_decisions_are_held(tmp_path: Path) -> None:
    offices = ["office,Centre,", "office,Police,"]
    assert said_of(tmp_path / "held", listing(*offices, *PLACES)) == []
    other = swap("decision.toml", 'office = "Police"', 'office = "Polise"')
    elsewhere = swap("decision.toml", 'place = "Harbour"', 'place = "Quay"')
    assert said_of(tmp_path / "not", listing(*offices, *PLACES), other, elsewhere) == [
        "decision.toml: office is 'Polise', which is not among the names of names.csv; write 'Police', "
        "or declare it there with the kind office",
        "decision.toml: place is 'Quay', which is not among the names of names.csv; declare it there "
        "with the kind place if it is no person",
    ]


def test_a_name_stands_in_the_list_once(tmp_path: Path) -> None:
    assert said_of(
        tmp_path, listing(*PLACES, "place,Hill,", "place,harbour,", "target,metro,")
    ) == [
        "names.csv, row 5: repeats the kind, name of row 3; delete one of the two, or correct what "
        "makes them differ",
        "names.csv, row 6: name is 'harbour', which looks like 'Harbour' of row 2 and is another word; "
        "keep the one that the rows have",
    ]


def test_a_kind_that_no_column_is_called_by_is_refused(tmp_path: Path) -> None:
    (said,) = said_of(tmp_path, listing("body,Police,"))
    assert said.startswith("names.csv, row 2: kind is 'body'")


def test_a_name_that_no_row_has_is_asked_about(tmp_path: Path) -> None:
    files = a_dossier()
    both(listing(*PLACES, "place,Quay,"), no_file("decision.toml"))(files)
    checked = examine(written(files, tmp_path))
    assert checked.problems == ()
    assert [str(each) for each in checked.questions if each.file == "names.csv"] == [
        "names.csv, row 5: 'Quay' is the place of no row; delete it, unless rows with it are to come"
    ]
