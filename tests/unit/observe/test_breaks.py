"""A break parts a series from the day on which it was known, and never before."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from peil.observe.breaks import Break, breaks_known, segments

MONTHS = np.arange("2020-01", "2021-01", dtype="datetime64[M]")
START = MONTHS.astype("datetime64[D]")
END = (MONTHS + 1).astype("datetime64[D]") - np.timedelta64(1, "D")


def a_break(day: str = "2020-04-01", **changes: Any) -> Break:
    return replace(
        Break(
            indicator="files",
            date=date.fromisoformat(day),
            country="",
            kind="definition",
            description="Counted otherwise.",
            publisher="Bureau",
            source="Report",
            published=date(2020, 6, 15),
            verified=True,
        ),
        **changes,
    )


def parted(*days: str) -> list[float]:
    return segments(START, END, [np.datetime64(day, "D") for day in days]).tolist()


def test_a_break_on_a_first_day_parts_two_stretches() -> None:
    assert parted("2020-04-01") == [0] * 3 + [1] * 9


def test_a_period_with_a_break_inside_stands_by_itself() -> None:
    assert parted("2020-04-02") == [0] * 3 + [1] + [2] * 8
    assert parted("2020-04-30") == [0] * 3 + [1] + [2] * 8


def test_numbers_go_up_by_one_whatever_the_breaks() -> None:
    days = ["2010-01-01", "2020-04-01", "2020-04-01", "2020-04-15", "2030-01-01"]
    found = parted(*days)
    assert found[0] == 0
    assert set(np.diff(found)) == {0, 1}
    assert parted(*days[::-1]) == found
    assert parted() == [0] * 12


@pytest.mark.parametrize(
    ("changes", "is_known"),
    [
        ({}, True),
        ({"published": date(2020, 7, 1)}, True),
        ({"published": date(2020, 7, 2)}, False),
        ({"indicator": "arrests"}, False),
        ({"country": "Norland"}, True),
        ({"country": "Sudland"}, False),
        ({"verified": False}, False),
    ],
)
def test_a_break_counts_for_its_series_once_it_is_known(
    changes: dict[str, Any], is_known: bool
) -> None:
    one = a_break(**changes)
    asked: dict[str, Any] = {"indicator": "files", "countries": ["Norland"]}
    found = breaks_known([one], **asked, day=date(2020, 7, 1))
    assert found == ((one,) if is_known else ())


def test_one_that_nobody_read_counts_if_asked_for() -> None:
    one = a_break(verified=False)
    found = breaks_known(
        [one], indicator="files", countries=[], day=date(2021, 1, 1), with_unverified=True
    )
    assert found == (one,)
