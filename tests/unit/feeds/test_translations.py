"""Translations of a dossier's texts: found by their English, refused where they are of nothing, and counted."""

from hashlib import sha256
from pathlib import Path

import pytest
from tests.unit.feeds.builders import TABLES, Change, Files, a_dossier, both, cell, swap, written
from tests.unit.feeds.sentences import assert_refused, bad

from peil.feeds.dossier.check import examine
from peil.feeds.dossier.new import as_json, describe
from peil.feeds.dossier.read import read_dossier
from peil.terms.text import names_of

HEADER = "table,id,column,digest,language,text,kind,source"
STAFF = ("findings", "north_staff", "statement", "Too few people.")
BODY = ("policy", "police", "bodies", "Police")
REASON = ("decision", "1", "reasons.text", "Fewer attacks.")
PUBLISHER = ("observations", "Norland", "publisher", "Police")


def line(of: tuple[str, str, str, str], text: str, language: str = "fr", kind: str = "ours") -> str:
    table, id_, column, english = of
    digest = sha256(english.encode()).hexdigest()[:12]
    return f"{table},{id_},{column},{digest},{language},{text},{kind},"


def with_texts(*lines: str) -> Change:
    def change(files: Files) -> None:
        told = describe("Norland", tables=(*TABLES, "texts"), title="Norland and peers")
        files["datapackage.json"] = as_json(told)
        files["texts.csv"] = "\n".join((HEADER, *lines)) + "\n"

    return change


def a_translated(*lines: str) -> Files:
    files = a_dossier()
    with_texts(*lines)(files)
    return files


def encoded(files: Files) -> dict[str, bytes]:
    return {
        name: each if isinstance(each, bytes) else each.encode() for name, each in files.items()
    }


def test_a_text_is_translated_where_its_english_stands_and_a_later_wording_is_not() -> None:
    dossier = read_dossier(encoded(a_translated(line(STAFF, "Trop peu de personnel."))))
    said = {each.statement: names_of(each.statement) for each in dossier.findings}
    assert said["Too few people."] == {"en": "Too few people.", "fr": "Trop peu de personnel."}
    assert said["Far too few."] == {"en": "Far too few."}


def test_the_texts_of_toml_files_are_translated_by_their_keys() -> None:
    files = a_translated(line(BODY, "Politie", "nl"), line(REASON, "Weniger Anschläge.", "de"))
    dossier = read_dossier(encoded(files))
    assert names_of(dossier.settings.bodies["police"])["nl"] == "Politie"
    assert names_of(dossier.decisions[0].reasons[0].text)["de"] == "Weniger Anschläge."


def test_a_publisher_is_translated_and_stays_the_publisher_that_it_is() -> None:
    files = a_translated(line(PUBLISHER, "Politie", "nl"))
    dossier, plain = read_dossier(encoded(files)), read_dossier(encoded(a_dossier()))
    series, before = (each.series["Norland", "listed"].publisher for each in (dossier, plain))
    assert names_of(series[0]) == {"en": "Police", "nl": "Politie"}
    assert series.tolist() == before.tolist() == ["Police"]


CASES = {
    "of no table": (("finding", *STAFF[1:]), "a text of 'finding', which has none", "'findings'"),
    "of what is not shown": (("findings", "north_staff", "note", "x"), "column 'note'", "inquiry"),
    "of no row": (("findings", "south", *STAFF[2:]), "'south', which findings does not have"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_translation_of_nothing_is_refused(
    case: tuple[tuple[str, str, str, str], str], tmp_path: Path
) -> None:
    of, *said = case
    assert_refused(bad(with_texts(line(of, "Rien.")), "texts.csv", 2, *said), tmp_path / "norland")


REFUSED = {
    "official without a source": (line(STAFF, "Trop peu.", kind="official"), "without a source"),
    "in no language": (line(STAFF, "Demasiado pocos.", "es"), "'es'"),
    "of neither kind": (line(STAFF, "Trop peu.", kind="mine"), "'mine'"),
    "empty": (line(STAFF, ""), "text is empty"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED.keys())
def test_a_bad_translation_is_refused(case: tuple[str, str], tmp_path: Path) -> None:
    assert_refused(bad(with_texts(case[0]), "texts.csv", 2, case[1]), tmp_path / "norland")


def test_two_translations_of_one_text_are_refused(tmp_path: Path) -> None:
    twice = with_texts(line(STAFF, "Trop peu."), line(STAFF, "Pas assez."))
    assert_refused(bad(twice, "texts.csv", 3, "repeats the table"), tmp_path / "norland")


def asked(change: Change, folder: Path) -> list[str]:
    files = a_dossier()
    change(files)
    found = examine(written(files, folder))
    assert found.problems == ()
    return [each.what for each in found.questions if each.file == "texts.csv"]


def test_texts_that_lack_a_language_are_counted_in_one_line(tmp_path: Path) -> None:
    lines = (line(STAFF, "Trop peu."), line(STAFF, "Te weinig.", "nl"), line(BODY, "Politie", "nl"))
    (said,) = asked(with_texts(*lines), tmp_path / "norland")
    everything = int(said.rsplit(" ", 1)[1])
    assert said == f"lacks texts: {everything - 1} in fr, {everything - 2} in nl of {everything}"


def test_a_translation_of_words_that_changed_since_is_counted(tmp_path: Path) -> None:
    changed = both(
        with_texts(line(STAFF, "Trop peu.")),
        cell("findings", 2, "statement", "Too few people and means."),
    )
    stale, _ = asked(changed, tmp_path / "norland")
    assert stale == "is older than the English in 1 of 1 rows"


def test_a_dossier_without_the_table_is_asked_nothing(tmp_path: Path) -> None:
    assert asked(swap("policy.toml", "Police", "The police"), tmp_path / "norland") == []
