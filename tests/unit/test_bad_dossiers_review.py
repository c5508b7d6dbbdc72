"""Bad rows of judgements, findings and practices: each is refused in one sentence."""

from pathlib import Path
from typing import Any

import pytest
from tests.unit.feeds.builders import add_row, both, cell, descriptor, no_file, without_column
from tests.unit.feeds.sentences import Bad, assert_refused, bad

JUD, FIN, PRA = "judgements.csv", "findings.csv", "practices.csv"


def judgement(row: int, column: str, value: str, *said: str, alone: bool = True) -> Bad:
    return bad(cell("judgements", row, column, value), JUD, row, *said, alone=alone)


def finding(row: int, column: str, value: str, *said: str, alone: bool = True) -> Bad:
    return bad(cell("findings", row, column, value), FIN, row, *said, alone=alone)


def practice(row: int, column: str, value: str, *said: str, alone: bool = True) -> Bad:
    return bad(cell("practices", row, column, value), PRA, row, *said, alone=alone)


def without_findings(data: dict[str, Any]) -> None:
    data["resources"] = [entry for entry in data["resources"] if entry["name"] != "findings"]


CASES = {
    "judgement: above one": judgement(2, "best", "1.1", "'1.1'", "above 1", alone=False),
    "judgement: per cent": judgement(2, "best", "90%", "'90%'", "no number"),
    "judgement: best below low": judgement(
        2, "best", "0.7", "0.7, outside 0.8 to 0.95", "in order"
    ),
    "judgement: one end": judgement(2, "low", "", "has no low beside its other end"),
    "judgement: the other end": judgement(2, "high", "", "has no high beside"),
    "judgement: a third round": judgement(8, "round", "3", "'3'", "above 2"),
    "judgement: the lowest level": judgement(
        2, "threshold", "1", "no level above the lowest", "2, 3, 4"
    ),
    "judgement: a level of another law": judgement(2, "threshold", "5", "threshold is 5"),
    "judgement: no service": judgement(8, "service", "", "service is empty"),
    "judgement: no reason": judgement(5, "reason", "", "reason is empty"),
    "judgement: surer than sure": judgement(2, "interval_confidence", "80", "'80'", "above 1"),
    "judgement: half sure": judgement(2, "interval_confidence", "0.2", "'0.2'", "below"),
    "judgement: a grade of no scale": judgement(8, "reliability", "G", "'G'", "A, B, C, D, E, F"),
    "judgement: the same twice": judgement(
        4, "threshold", "3", "repeats the question, round, service, threshold, date of row 3"
    ),
    "judgement: another day asked about": judgement(
        5, "as_of", "2018-02-28", "as_of is '2018-02-28'", "row 2 of the same question"
    ),
    "judgement: another resolution": judgement(
        5, "resolution", "3", "resolution is '3'", "same question has '2'"
    ),
    "judgement: grades that differ": judgement(
        3, "reliability", "A", "reliability is 'A'", "same judgement has 'B'"
    ),
    "judgement: a resolution without its day": bad(
        both(*(cell("judgements", row, "resolved", "") for row in range(2, 9))),
        JUD,
        2,
        "has a resolution without its day",
        alone=False,
    ),
    "judgement: a resolution of no level": bad(
        both(*(cell("judgements", row, "resolution", "9") for row in range(2, 9))),
        JUD,
        2,
        "resolution is 9, which is no level",
        alone=False,
    ),
    "judgement: after the answer": judgement(
        8, "date", "2018-07-31", "when the answer of 2018-07-31 was known"
    ),
    "judgement: private after the discussion": bad(
        both(*(cell("judgements", row, "date", "2018-01-21") for row in (2, 3, 4))),
        JUD,
        2,
        "is of round 1 and of 2018-01-21, after round 2",
        alone=False,
    ),
    "judgement: no column of days of resolution": bad(
        without_column("judgements", "resolved"), JUD, 2, "no column 'resolved'", alone=False
    ),
    "finding: no theme of ours": finding(
        2, "theme", "capcity", "'capcity'", "write 'capacity'", alone=False
    ),
    "finding: public before it was found": finding(
        2, "published", "2017-06-14", "2017-06-14, before its date 2017-06-15"
    ),
    "finding: the same id twice on a day": finding(
        3, "published", "2017-06-16", "repeats the id, published of row 2"
    ),
    "finding: another country under the same id": finding(
        3, "country", "Sudland", "country is 'Sudland'", "same id has 'Norland'"
    ),
    "finding: another theme under the same id": finding(
        3, "theme", "other", "theme is 'other'", "same id has 'capacity'"
    ),
    "finding: no statement": finding(4, "statement", "", "statement is empty"),
    "finding: no source": finding(4, "source", "", "source is empty"),
    "finding: an id in words": finding(6, "id", "No law", "'No law'", "one lower-case word"),
    "finding: hearsay": finding(4, "confidence", "heard", "'heard'"),
    "practice: an unknown finding": practice(
        2, "findings", "north_file", "'north_file'", "in no row of the findings", "'north_files'"
    ),
    "practice: an unknown theme": practice(
        2, "themes", "capacity+law", "themes has 'law'", "no theme", "capacity"
    ),
    "practice: themes by comma": practice(
        2, "themes", "capacity, other", "'capacity, other'", "by a +", alone=False
    ),
    "practice: a grade of no scale": practice(2, "evidence", "good", "'good'", "experimental"),
    "practice: a grade without reason": practice(
        2, "evidence_reason", "", "evidence_reason is empty"
    ),
    "practice: the same twice": practice(
        3, "id", "desk", "country is 'World'", "same id has 'Sudland'"
    ),
    "practice: no findings in the dossier": bad(
        both(no_file(FIN), descriptor(without_findings)),
        PRA,
        2,
        "'north_files'",
        "add it to findings.csv",
        alone=False,
    ),
    "practice: a row cut short": bad(add_row("practices", "x,y"), PRA, 4, "has 2 cells"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_bad_row_is_refused(case: Bad, tmp_path: Path) -> None:
    assert_refused(case, tmp_path / "norland")
