"""Codes in event files: read as programs write them, or refused; and each event has one row."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.feeds.event_files import FEEDS, by_month, count

from peil.feeds.acled.parser import SOURCE as ACLED
from peil.feeds.gdelt.parser import SOURCE as GDELT
from peil.feeds.gtd.parser import SOURCE as GTD
from peil.feeds.importing.source import Source
from peil.feeds.ucdp.parser import SOURCE as UCDP
from peil.terms.errors import BadInput

Write = Callable[[str], str]
BY_NAME = {source.name: source for source in (ACLED, GTD, UCDP)}


def changed(folder: Path, source: Source, column: str, write: Write) -> Path:
    """Write the fixture of a source with a column written otherwise."""
    with (FEEDS / source.name / "fixture.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row[column] = write(row[column])
    path = folder / "events.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0]])
        writer.writeheader()
        writer.writerows(rows)
    return path


READ: dict[str, tuple[str, str, Write]] = {
    "ucdp_one_sided": ("ucdp", "type_of_violence", lambda word: f"{word}.0"),
    "ucdp_events": ("ucdp", "date_prec", lambda word: f"{word}.0"),
    "ucdp_deaths": ("ucdp", "best", lambda word: f" {word}.00"),
    "gtd_attacks": ("gtd", "doubtterr", lambda word: {"1": "Yes", "0": "no"}.get(word, word)),
    "gtd_attacks_with_doubtful": ("gtd", "doubtterr", lambda word: f"{word}.0"),
    "gtd_attacks_completed": ("gtd", "success", lambda word: {"1": "1.0"}.get(word, "False")),
    "gtd_attacks_deadly": ("gtd", "nkill", lambda word: f"{word}.0" if word else word),
    "acled_battles": ("acled", "event_type", str.upper),
    "acled_political_violence": ("acled", "disorder_type", lambda word: f" {word.lower()}"),
}


@pytest.mark.parametrize("indicator", READ)
def test_codes_are_read_as_programs_write_them(tmp_path: Path, indicator: str) -> None:
    name, column, write = READ[indicator]
    source = BY_NAME[name]
    found = count(changed(tmp_path, source, column, write), source, indicator)
    meant = count(FEEDS / name / "fixture.csv", source, indicator)
    assert by_month(found, indicator) == by_month(meant, indicator) != {}
    assert found.left_out == meant.left_out


REFUSED: dict[str, tuple[str, str, str, str, str]] = {
    "deaths in words": (
        "ucdp", "best", "32", "many",
        "events.csv has what is no best (row 3: 'many'); "
        "write a whole number without marks, as in 12, or delete the rows",
    ),
    "deaths with a mark": ("ucdp", "best", "32", "1,000", "(row 3: '1,000')"),
    "no deaths": ("ucdp", "best", "32", "", "no best (row 3: '')"),
    "another type": (
        "ucdp", "type_of_violence", "2", "4",
        "events.csv has what is no type_of_violence (row 5: '4'); "
        "write 1, 2 or 3, or delete the rows",
    ),
    "another precision": ("ucdp", "date_prec", "2", "day", "no date_prec (row 5: 'day')"),
    "a doubt in words": (
        "gtd", "doubtterr", "1", "perhaps",
        "events.csv has what is no doubtterr (row 9: 'perhaps'); "
        "write 1, 0 or -9, or delete the rows",
    ),
    "no success": ("gtd", "success", "0", "", "no success (row 4: '')"),
    "killed in words": ("gtd", "nkill", "2", "two", "no nkill (row 3: 'two')"),
    "another event": (
        "acled", "event_type", "Battles", "Batles",
        "events.csv has what is no event_type (row 8: 'Batles'); write one of battles, "
        "explosions/remote violence, protests, riots, strategic developments, "
        "violence against civilians, or delete the rows",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_code_is_refused(tmp_path: Path, case: str) -> None:
    name, column, old, new, said = REFUSED[case]
    path = changed(tmp_path, BY_NAME[name], column, lambda word: new if word == old else word)
    with pytest.raises(BadInput) as refused:
        count(path, BY_NAME[name])
    assert said in str(refused.value)


@pytest.mark.parametrize("code", ["", "null", "1831x"])
def test_what_is_no_code_of_cameo_is_refused(tmp_path: Path, code: str) -> None:
    text = (FEEDS / "gdelt" / "fixture.CSV").read_text(encoding="utf-8")
    path = tmp_path / "events.csv"
    path.write_text(text.replace("\t1831\t", f"\t{code}\t", 1), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        count(path, GDELT)
    assert str(refused.value) == (
        f"events.csv has what is no EventCode (row 3: {code!r}); "
        "write a CAMEO code, as in 183, or --- for none, or delete the rows"
    )


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (GTD, "events.csv has the eventid '199412310011' in more than one row; "
         "keep one row for each event"),
        (UCDP, "has the id '1006' in"),
        (ACLED, "has the event_id_cnty 'FRA8' in"),
        (GDELT, "has the GlobalEventID '"),
    ],
)  # fmt: skip
def test_an_event_that_is_there_twice_is_refused(tmp_path: Path, source: Source, said: str) -> None:
    fixture = next((FEEDS / source.name).glob("fixture.*"))
    sign = "\t" if source.header else ","
    with fixture.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=sign))
    path = tmp_path / "events.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=sign).writerows([*rows, rows[-1]])
    with pytest.raises(BadInput) as refused:
        count(path, source)
    assert said in str(refused.value)
