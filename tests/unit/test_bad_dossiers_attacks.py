"""What became known later of an attack: a slip is refused with the file, the row and the remedy."""

from pathlib import Path

import pytest
from tests.unit.feeds.builders import both, cell, with_columns, without_column
from tests.unit.feeds.sentences import Bad, assert_refused, bad

ATT = "attacks.csv"
CASES = {
    "of another ideology before it was public": bad(
        with_columns("attacks", 2, later_ideology="unknown", later_published="2016-03-22"),
        ATT,
        2,
        "later_published is 2016-03-22, which is not after",
        "2016-03-22",
    ),
    "of another ideology nobody knows when": bad(
        with_columns("attacks", 2, later_ideology="unknown", later_published=""),
        ATT,
        2,
        "later_published is '' where later_ideology is 'unknown'",
        "leave all three empty",
    ),
    "many dead later who were few": bad(
        both(
            cell("attacks", 2, "killed", "9"),
            with_columns("attacks", 2, later_killed="12", later_published="2016-04-22"),
        ),
        ATT,
        2,
        "later_killed is 12 where killed is '9'",
        "killed_published",
    ),
    "many dead later where no number is told": bad(
        both(
            without_column("attacks", "killed"),
            with_columns("attacks", 2, killed_published="2016-03-23"),
        ),
        ATT,
        2,
        "killed_published is 2016-03-23 where killed is ''",
        "leave it empty",
    ),
    "of another ideology that is the same": bad(
        with_columns("attacks", 2, later_ideology="jihadist", later_published="2016-04-22"),
        ATT,
        2,
        "later_ideology is 'jihadist', as ideology is",
        "leave it",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_slip_in_what_was_held_later_is_refused(case: Bad, tmp_path: Path) -> None:
    assert_refused(case, tmp_path / "norland")
