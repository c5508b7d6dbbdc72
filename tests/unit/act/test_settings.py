"""Thresholds are agreed on: a dossier's take the place of Peil's, and nonsense is refused."""

from typing import Any

import pytest

from peil.act.settings import default_settings, parse_settings
from peil.terms.errors import BadInput


def test_a_key_that_is_left_out_is_peils_own() -> None:
    assert parse_settings({}) == default_settings()
    changed = parse_settings({"vacant_share": 0.5})
    assert (changed.vacant_share, changed.ask_from) == (0.5, default_settings().ask_from)


def test_nobody_agreed_on_a_floor_or_a_chance_yet() -> None:
    assert default_settings().balance_floor is None
    assert default_settings().return_above is None


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"floor": 1}, "unknown key 'floor'"),
        ({"vacant_share": 1.1}, "vacant_share 1.1; write a part"),
        ({"vacant_share": float("nan")}, "vacant_share nan; write a part"),
        ({"balance_floor": "0.3"}, "balance_floor '0.3'; write a part"),
        ({"return_above": True}, "return_above True; write a part"),
        ({"ask_from": 0}, "ask_from 0; write a whole number"),
        ({"ask_from": True}, "ask_from True; write a whole number"),
        ({"sensor_needs_answer": 1}, "sensor_needs_answer 1; write true or false"),
        ({"balance_by": "people"}, "balance_by 'people'; write count or staff or money"),
        ({"currency": "euro"}, "currency 'euro'; write EUR"),
        ({"cannot_be_told": "All."}, "no list of sentences; write"),
        ({"cannot_be_told": [" "]}, "no list of sentences; write"),
        ({"inform_from": 3}, "let these numbers rise"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(data: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        parse_settings(data)
