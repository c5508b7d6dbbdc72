"""Breaks and denominators are read, and refused in one sentence where they make no sense."""

from datetime import date
from pathlib import Path

import pytest
from tests.unit.feeds.builders import (
    Change,
    Files,
    a_dossier,
    both,
    cell,
    no_file,
    text_of,
    without_column,
    written,
)
from tests.unit.feeds.sentences import Bad, assert_refused, bad
from tests.unit.feeds.test_reading import no_table, read

from peil.feeds.dossier.check import check_dossier
from peil.observe.breaks import Break

BREAKS, IND = "breaks.csv", "indicators.csv"


def of(row: int, column: str, value: str, *said: str, alone: bool = True) -> Bad:
    return bad(cell("breaks", row, column, value), BREAKS, row, *said, alone=alone)


CASES = {
    "unknown indicator": of(2, "indicator", "filez", "'filez'", "in no row", "write 'files'"),
    "a list that is not there": of(4, "indicator", "plots_dated_other", "in no row"),
    "no indicator": of(2, "indicator", "", "indicator is empty"),
    "unknown country": of(2, "country", "Norlan", "'Norlan'", "write 'Norland'", "for all"),
    "no date": of(2, "date", "", "date is empty"),
    "a day in no calendar": of(2, "date", "2017-02-29", "in no calendar"),
    "a day of another form": of(2, "date", "1/1/2017", "as in 2018-01-22"),
    "no day of publication": of(2, "published", "", "published is empty"),
    "a kind of its own": of(2, "kind", "law", "'law'", "definition, source, coverage, method"),
    "no description": of(2, "description", "", "description is empty"),
    "no publisher": of(3, "publisher", "", "publisher is empty"),
    "no source": of(3, "source", "", "source is empty"),
    "confidence": of(2, "confidence", "reed", "'reed'", "write 'read'"),
    "no column of days": bad(
        without_column("breaks", "published"), BREAKS, 1, "no column 'published'", "add it"
    ),
    "the same break twice": bad(
        both(
            cell("breaks", 3, "indicator", "files"),
            cell("breaks", 3, "country", "Norland"),
            cell("breaks", 3, "date", "2017-01-01"),
        ),
        BREAKS,
        3,
        "repeats the indicator, country, date of row 2",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_bad_break_is_refused_in_one_sentence(case: str, tmp_path: Path) -> None:
    assert_refused(CASES[case], tmp_path)


def test_breaks_are_read_sorted(tmp_path: Path) -> None:
    dossier = read(tmp_path)
    assert [b.indicator for b in dossier.breaks] == ["attacks_dated_jihadist", "files", "gone"]
    assert dossier.breaks[1] == Break(
        indicator="files",
        date=date(2017, 1, 1),
        country="Norland",
        kind="definition",
        description="Local files too.",
        publisher="Prosecutor",
        source="Report 2017",
        published=date(2018, 1, 31),
        verified=True,
    )
    assert (dossier.breaks[2].country, dossier.breaks[2].verified) == ("", False)


def test_a_dossier_without_breaks_has_none(tmp_path: Path) -> None:
    assert read(tmp_path, no_file("breaks.csv"), no_table("breaks")).breaks == ()


def with_denominator(word: str) -> Change:
    def change(files: Files) -> None:
        header, *rows = text_of(files, "indicators.csv").splitlines()
        lines = [f"{header},denominator", f"{rows[0]},{word}", *(f"{row}," for row in rows[1:])]
        files["indicators.csv"] = "\n".join(lines) + "\n"

    return change


def test_a_denominator_is_read(tmp_path: Path) -> None:
    dossier = read(tmp_path / "a", with_denominator("gone"))
    assert dossier.indicators["files"].denominator == "gone"
    assert dossier.indicators["gone"].denominator == ""
    assert check_dossier(tmp_path / "a") == ()
    assert read(tmp_path / "b").indicators["files"].denominator == ""


DENOMINATORS = {
    "itself": bad(with_denominator("files"), IND, 2, "'files'", "the indicator itself"),
    "unknown": bad(with_denominator("goner"), IND, 2, "no id of this table", "write 'gone'"),
    "far": bad(with_denominator("zzz"), IND, 2, "'zzz'", "leave the cell empty"),
}


@pytest.mark.parametrize("case", DENOMINATORS)
def test_a_bad_denominator_is_refused_in_one_sentence(case: str, tmp_path: Path) -> None:
    assert_refused(DENOMINATORS[case], tmp_path)


def test_the_order_of_columns_does_not_matter(tmp_path: Path) -> None:
    files = a_dossier()
    lines = [line.split(",") for line in text_of(files, "breaks.csv").splitlines()]
    files["breaks.csv"] = "\n".join(",".join(line[::-1]) for line in lines) + "\n"
    assert check_dossier(written(files, tmp_path / "b")) == ()
    assert read(tmp_path / "a").breaks == read(tmp_path / "c", lambda f: f.update(files)).breaks
