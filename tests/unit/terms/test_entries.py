"""What a person wrote into a file is refused in one sentence that names its place."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from peil.terms import entries
from peil.terms.errors import BadInput

WHERE = "number 2 of the plan's steps"


@pytest.mark.parametrize(
    ("read", "value", "said"),
    [
        (entries.text, " ", "has the a ' '; write some words between quotes"),
        (entries.whole, True, "has the a True; write a whole number"),
        (entries.day, dt.datetime(2018, 1, 22), "has the a 2018-01-22 00:00:00; write a day"),  # noqa: DTZ001
        (entries.day, "2018-01-22", "has the a '2018-01-22'; write a day such as 2018-01-22"),
        (entries.names, ["x", ""], "has the a ['x', '']; write a list of names in quotes"),
        (entries.by_language, {"fr": "x"}, 'has no a in English; write a = { en = "..." }'),
        (entries.text, "x" * 0, "has the a ''; write some words between quotes"),
    ],
)
def test_a_wrong_value_is_named_with_its_place(
    read: Callable[..., Any], value: object, said: str
) -> None:
    with pytest.raises(BadInput) as refused:
        read({"a": value}, "a", WHERE)
    assert str(refused.value).startswith(f"{WHERE} {said}")


@pytest.mark.parametrize("value", [0.4, 1.6, float("nan"), "1", True])
def test_a_number_stays_within_its_bounds(value: object) -> None:
    with pytest.raises(BadInput, match=r"write a number from 0\.5 to 1\.5"):
        entries.number({"a": value}, "a", WHERE, 0.5, 1.5)
    assert entries.number({"a": 1}, "a", WHERE, 0.5, 1.5) == 1.0


def test_what_need_not_be_there_may_be_absent_and_what_must_may_not() -> None:
    assert entries.text_or_none({}, "a", WHERE) is None
    assert entries.day_or_none({}, "a", WHERE) is None
    with pytest.raises(BadInput, match="has no 'a'; add it"):
        entries.text({}, "a", WHERE)


def test_a_key_that_nobody_reads_is_refused() -> None:
    with pytest.raises(BadInput, match="has the unknown key 'b'; use only a"):
        entries.refuse_unknown({"a": 1, "b": 2}, ("a",), WHERE)


def test_entries_of_a_list_are_named_by_their_number() -> None:
    assert entries.listed({"steps": [{"a": 1}]}, "steps", "plan") == [
        ("number 1 of the plan's steps", {"a": 1})
    ]
    with pytest.raises(BadInput, match=r"write each under \[\[steps\]\]"):
        entries.listed({"steps": {"a": 1}}, "steps", "plan")


def test_a_long_value_is_cut() -> None:
    assert len(entries.shown("x" * 1000)) == entries.LONGEST
