"""Bad rows on returns and local arrangements: each is refused in one sentence."""

from pathlib import Path

import pytest
from tests.unit.feeds.builders import both, cell
from tests.unit.feeds.sentences import Bad, assert_refused, bad

RULES, COUNTS, LOCAL = "returns_rules", "returns_counts", "local_arrangements"


def at(table: str, row: int, column: str, value: str, *said: str, alone: bool = True) -> Bad:
    return bad(cell(table, row, column, value), f"{table}.csv", row, *said, alone=alone)


CASES = {
    "line: no instrument": at(
        RULES, 2, "instrument", "", "'line' is an age line without an instrument", "name the law"
    ),
    "line: no age": at(RULES, 2, "under_age", "", "'line' is an age line without an age"),
    "line: half an age": at(RULES, 2, "under_age", "9.5", "'9.5'", alone=False),
    "rule: an age and no line": at(RULES, 4, "under_age", "12", "has the age 12", "no age line"),
    "rule: of no kind": at(RULES, 4, "rule", "care", "'care'", "reception"),
    "rule: admits without a reason": at(
        RULES, 2, "admits_reason", "", "admits is 'children' without a reason"
    ),
    "rule: ends before it begins": at(
        RULES, 3, "valid_to", "2017-11-01", "ends on 2017-11-01", "begins on 2017-12-01"
    ),
    "rule: a beginning finer than its source": at(
        RULES, 2, "valid_from", "2017-12-05", "2017-12-05", "only the month is known",
        "write the first day of the month",
    ),
    "rule: an end finer than its source": at(
        RULES, 3, "valid_to", "2021-03-04", "valid_to is 2021-03-04", "only the month is known"
    ),
    "rule: public before its month was over": at(
        RULES, 3, "published", "2021-03-04", "published is 2021-03-04", "write the last day"
    ),
    "rule: a source no later than the rule": at(
        RULES, 2, "source_date", "2017-12", "2017-12, which is not after 2017-12-31"
    ),
    "rule: a source of no day": at(RULES, 2, "source_date", "January 2019", "'January 2019'"),
    "rule: of two countries": at(RULES, 3, "country", "Sudland", "same id has 'Norland'"),
    "rule: twice on a day": bad(
        both(
            cell(RULES, 3, "published", "2017-12-31"), cell(RULES, 3, "published_precision", "day")
        ),
        f"{RULES}.csv", 3, "repeats the id, published of row 2",
    ),
    "count: no counter": at(COUNTS, 2, "counter", "", "counter is empty"),
    "count: part of a child": at(COUNTS, 2, "value", "80.5", "'80.5'"),
    "count: of no stage": at(COUNTS, 2, "stage", "camp", "write 'camps'"),
    "count: finer than its source": at(
        COUNTS, 2, "date", "2017-02-10", "date is 2017-02-10", "write the last day of the month"
    ),
    "count: public before its day": at(
        COUNTS, 3, "published", "2018-01-09", "published on 2018-01-09, before its date 2018-01-10"
    ),
    "local: a number by nobody": at(LOCAL, 3, "counter", "", "the number 284 has no counter"),
    "local: a number of nothing": at(LOCAL, 3, "counted", "", "the number 284 has no counted"),
    "local: a number of no day": at(LOCAL, 3, "period_end", "", "the number 284 has no period_end"),
    "local: a period turned round": at(
        LOCAL, 3, "period_start", "2017-07-01", "ends on 2017-06-06, before it begins on 2017-07-01"
    ),
    "local: a number before its day": at(
        LOCAL, 3, "published", "2017-06-05", "2017-06-05, before its period_end 2017-06-06"
    ),
    "local: another name": at(LOCAL, 3, "name", "Cells", "same id has 'Cell'"),
    "local: since finer than its source": at(
        LOCAL, 2, "since_precision", "month", "since is 2015-08-21", "only the month is known"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_bad_row_is_refused(case: Bad, tmp_path: Path) -> None:
    assert_refused(case, tmp_path / "norland")
