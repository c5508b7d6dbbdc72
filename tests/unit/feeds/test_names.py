"""Names that are meant for others, and countries that are none, are refused; true names never."""

import json
from pathlib import Path

import pytest
from tests.unit.feeds.builders import (
    TABLES,
    Change,
    Files,
    a_dossier,
    add_row,
    both,
    cell,
    rows_of,
    text_of,
    written,
)
from tests.unit.feeds.event_files import a_list, count

from peil.feeds.counts.read import read_counts
from peil.feeds.dossier.check import check_dossier
from peil.feeds.events_csv.parser import make_source
from peil.feeds.tables.names import likely
from peil.terms.errors import BadInput

MANY = 20


@pytest.mark.parametrize(
    ("few", "many"),
    [
        ("Belgum", "Belgium"),
        ("Beglium", "Belgium"),
        ("Belgique", "Belgium"),
        ("Belgien", "Belgium"),
        ("Germny", "Germany"),
        ("Minister of Justce", "Minister of Justice"),
        ("elgium", "Belgium"),
        ("Ebelgium", "Belgium"),
        ("Trukey", "Turkey"),
        ("heft", "theft"),
        ("hteft", "theft"),
    ],
)
def test_a_rare_name_is_likely_to_be_meant_for_the_one_that_is_nearly_it(few, many) -> None:
    assert likely({few: 2, many: MANY}, are_countries=True) == {few: many}
    assert likely({few: 3, many: MANY}, are_countries=True) == {}
    assert likely({few: 1, many: 4}, are_countries=True) == {}


@pytest.mark.parametrize(
    ("few", "many"),
    [
        ("Iran", "Iraq"),
        ("Niger", "Nigeria"),
        ("Austria", "Australia"),
        ("Mali", "Malta"),
        ("Dominica", "Dominican Republic"),
        ("series_1", "series_2"),
        ("North Yemen", "South Yemen"),
        ("Mol", "Mal"),
        ("Bonn", "Born"),
        ("Bath", "Path"),
        ("Eastern", "Western"),
        ("East", "West"),
        ("Federal police (France)", "Federal police (Belgium)"),
    ],
)
def test_two_true_names_are_two(few: str, many: str) -> None:
    if few == "Bonn":  # one letter of four is enough
        assert likely({few: 1, many: MANY}) == {few: many}
        return
    assert likely({few: 1, many: MANY}, are_countries=True) == {}
    assert likely({few: 1, many: MANY}) == {}


def peil(**said: object) -> Change:
    """Let the descriptor say something to Peil."""

    def changed(files: Files) -> None:
        described = json.loads(text_of(files, "datapackage.json"))
        described["peil"] = {"subject": "Norland", **said}
        files["datapackage.json"] = json.dumps(described)

    return changed


def said_of(folder: Path, *changes: Change) -> list[str]:
    """Spoil a dossier, and give what is said of it."""
    files = a_dossier()
    both(*changes)(files)
    return [str(problem) for problem in check_dossier(written(files, folder))]


REAL = both(peil(), cell("attacks", 4, "country", "Malta"))
MADE_UP = (
    'add its inhabitants to population.csv if it is a region, or write "fictional": true beside '
    "the subject in datapackage.json if it is made up"
)


def test_a_misspelt_country_is_refused_with_the_likely_one(tmp_path: Path) -> None:
    rows = [row for table in TABLES for row in rows_of(a_dossier(), table)]
    named = sum("Norland" in row for row in rows)
    assert said_of(tmp_path, cell("attacks_complete", 2, "country", "Norlnd")) == [
        "attacks_complete.csv, row 2: country is 'Norlnd' in 1 row of the dossier, and 'Norland' "
        f"in {named - 1}; write 'Norland', or list 'Norlnd' under \"names\" beside the subject in "
        "datapackage.json"
    ]


def test_a_name_that_is_listed_is_meant(tmp_path: Path) -> None:
    rows = cell("attacks_complete", 2, "country", "Norlnd")
    assert said_of(tmp_path, peil(fictional=True, names=["Norlnd"]), rows) == []


def test_a_region_with_inhabitants_and_a_country_need_nothing_else(tmp_path: Path) -> None:
    assert said_of(tmp_path, REAL) == []


SLIPS = {
    ("arrangements", 3, "id"): ("celle", "cells"),
    ("recommendations", 3, "id"): ("hires", "hire"),
    ("judgements", 8, "question"): ("janaury", "january"),
}


@pytest.mark.parametrize("place", SLIPS, ids=lambda place: place[0])
def test_a_later_row_whose_id_is_a_letter_off_is_refused(
    tmp_path: Path, place: tuple[str, int, str]
) -> None:
    (table, row, column), (slip, meant) = place, SLIPS[place]
    said = said_of(tmp_path / "slip", cell(*place, slip))
    begin = (
        f"{table}.csv, row {row}: {column} is '{slip}' in 1 row of the dossier, and '{meant}' in "
    )
    assert [line for line in said if line.startswith(begin)]
    listed = peil(fictional=True, names=[slip])
    assert not [
        s for s in said_of(tmp_path / "meant", listed, cell(*place, slip)) if "in 1 row" in s
    ]


def test_another_id_two_letters_or_a_digit_off_is_another_thing(tmp_path: Path) -> None:
    for other in ("cels_2", "cabs"):
        said = said_of(tmp_path / other, cell("arrangements", 3, "id", other))
        assert not [line for line in said if "of the dossier" in line]


def test_what_may_be_a_person_is_no_country(tmp_path: Path) -> None:
    assert said_of(tmp_path, REAL, cell("attacks", 2, "country", "Jan Peeters")) == [
        "attacks.csv, row 2: country is 'Jan Peeters', which is no country of ISO 3166; "
        f"correct it, {MADE_UP}"
    ]


def test_a_country_is_offered_where_one_is_near(tmp_path: Path) -> None:
    assert said_of(tmp_path, REAL, cell("attacks", 2, "country", "Frence")) == [
        "attacks.csv, row 2: country is 'Frence', which is no country of ISO 3166; "
        f"write 'France', or {MADE_UP}"
    ]


def test_a_subject_without_inhabitants_is_no_region(tmp_path: Path) -> None:
    moved = both(*(cell("population", row, "country", "Sudland") for row in (2, 3)))
    years = both(cell("population", 2, "year", "2015"), cell("population", 3, "year", "2016"))
    said = said_of(tmp_path, REAL, moved, years)
    assert said == [
        "datapackage.json: has the subject 'Norland', which is no country of ISO 3166; "
        f"correct it, {MADE_UP}"
    ]


def test_a_region_has_a_thousand_inhabitants(tmp_path: Path) -> None:
    assert said_of(tmp_path, cell("population", 2, "population", "999")) == [
        "population.csv, row 2: population is '999', so few that rates would be those of persons; "
        "write inhabitants, of places with 1,000 or more"
    ]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"fictonal": True}, "has the unknown key 'fictonal'; write 'fictional', or use only "
         "subject, fictional, names, official_sites"),
        ({"fictional": "yes"}, "has the fictional 'yes'; write true or false, without quotes"),
        ({"fictional": True, "names": "Norlnd"}, "has the names 'Norlnd'; write a list of names "
         "in quotes"),
        ({"official_sites": "gov.nl"}, "has the official_sites 'gov.nl'; write a list of names "
         "in quotes"),
    ],
)  # fmt: skip
def test_what_the_descriptor_says_to_peil_is_checked(tmp_path: Path, told, said) -> None:
    assert f'datapackage.json: the part "peil" {said}' in said_of(tmp_path, peil(**told))


def test_the_same_attack_twice_is_refused(tmp_path: Path) -> None:
    again = add_row("attacks", TABLES["attacks"][1])
    assert said_of(tmp_path, again) == [
        "attacks.csv, row 5: repeats all of row 2; delete one of the two, or correct what makes "
        "them differ"
    ]


def test_a_misspelt_series_is_refused_in_a_plain_table(tmp_path: Path) -> None:
    rows = [f"2023-{month:02d},3,Burglary" for month in range(1, 13)]
    path = tmp_path / "counts.csv"
    for last, said in {
        "2024-01,3,Burglry": "counts.csv: the series 'Burglry' stands in 1 row, and 'Burglary' in "
        "12; write 'Burglary'",
        "2024-01,3,burglary": "counts.csv: the series 'burglary' looks like 'Burglary' and would be "
        "counted apart from it; write both the same",
    }.items():
        path.write_text("\n".join(["date,count,series", *rows, last]), encoding="utf-8")
        with pytest.raises(BadInput) as refused:
            read_counts(path)
        assert str(refused.value) == said


def test_a_misspelt_country_is_refused_in_a_list_of_events(tmp_path: Path) -> None:
    rows = [("2022-01-01", "Belgium"), ("2022-01-02", "Belgum"), *[("2022-02-03", "Belgium")] * 5]
    path = a_list(tmp_path / "own.csv", rows, header="date,country")
    with pytest.raises(BadInput) as refused:
        count(path, make_source(date="date", country="country", published=None))
    assert str(refused.value) == (
        "own.csv: the country 'Belgum' stands in 1 row, and 'Belgium' in 6; write 'Belgium'"
    )
