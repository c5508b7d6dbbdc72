"""GDELT: known counts of the fixture, codes and all below them, and attention as denominator."""

import zipfile

import pytest
from tests.unit.feeds.event_files import FEEDS, by_knowledge, by_month, count

from peil.feeds.gdelt.parser import HEADER, OFFERED, SOURCE, measure
from peil.feeds.importing.source import BY_KNOWLEDGE
from peil.observe.indicator import EFFORT_DEPENDENT
from peil.terms.errors import BadInput

FIXTURE = FEEDS / "gdelt" / "fixture.CSV"


def test_the_source_has_61_columns_and_so_has_the_fixture() -> None:
    assert len(HEADER) == len({*HEADER}) == 61
    lines = FIXTURE.read_text(encoding="utf-8").splitlines()
    assert {line.count("\t") for line in lines} == {60}


def test_events_are_counted_by_the_month_in_which_they_were_added() -> None:
    counts = count(FIXTURE, SOURCE)
    assert by_knowledge(counts, "gdelt_events") == {
        ("Belgium", "2019-03", "2020-03"): 1,
        ("Belgium", "2020-02", "2020-02"): 3,
        ("Belgium", "2020-02", "2020-03"): 1,
        ("Belgium", "2020-03", "2020-03"): 2,
        ("France", "2020-02", "2020-02"): 1,
        ("France", "2020-03", "2020-03"): 1,
    }
    assert counts.left_out == {
        "dated after the day on which they were added": 1,
        "without a country": 1,
    }


def test_the_span_is_that_of_what_was_added_not_of_old_events() -> None:
    counts = count(FIXTURE, SOURCE)
    assert SOURCE.span == BY_KNOWLEDGE
    assert (str(counts.first), str(counts.last)) == ("2020-02-01", "2020-03-31")


@pytest.mark.parametrize(
    ("indicator", "found"),
    [
        ("gdelt_code_14", {("Belgium", "2020-03"): 1}),
        ("gdelt_code_18", {("Belgium", "2020-02"): 2}),
        ("gdelt_code_183", {("Belgium", "2020-02"): 1}),
        ("gdelt_code_1832", {}),
        ("gdelt_code_04", {("Belgium", "2020-03"): 1}),
    ],
)
def test_a_code_counts_itself_and_all_below_it(indicator, found) -> None:
    assert by_month(count(FIXTURE, SOURCE, indicator), indicator) == found


@pytest.mark.parametrize("indicator", OFFERED)
def test_attention_never_weighs_and_its_total_is_the_denominator(indicator) -> None:
    made = measure(indicator)
    assert made.never_weighs
    assert made.effort == EFFORT_DEPENDENT
    assert made.denominator == ("" if indicator == "gdelt_events" else "gdelt_events")
    assert "gdelt_events" in {m.id for m in SOURCE.measures([indicator])}


@pytest.mark.parametrize("indicator", ["gdelt_code_1", "gdelt_code_18x", "gdelt", "gdelt_code_"])
def test_what_is_no_code_is_refused(indicator) -> None:
    with pytest.raises(BadInput, match="gdelt makes no indicator"):
        measure(indicator)


def test_an_archive_is_read_as_the_file_in_it(tmp_path) -> None:
    packed = tmp_path / "20200201.export.CSV.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(FIXTURE, "20200201.export.CSV")
    of_both = [by_knowledge(count(path, SOURCE), "gdelt_events") for path in (FIXTURE, packed)]
    assert of_both[0] == of_both[1]


def test_a_file_of_another_width_is_refused(tmp_path) -> None:
    other = tmp_path / "other.CSV"
    other.write_text("a\tb\n", encoding="utf-8")
    with pytest.raises(BadInput, match="has 2 columns divided by tabs"):
        count(other, SOURCE)
