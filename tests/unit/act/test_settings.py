"""Thresholds are agreed on: a dossier's take the place of Peil's, and nonsense is refused."""

from datetime import date
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


def test_a_period_may_be_a_century() -> None:
    assert parse_settings({"no_meeting_for_months": 1200}).no_meeting_for_months == 1200


def test_an_index_of_prices_is_known_from_the_day_of_its_publication() -> None:
    days = [date(2017, 2, 1), date(2018, 1, 22), date(2018, 1, 23)]
    prices = [{"year": 2016, "index": 99, "published": day, "source": "Bureau"} for day in days]
    known = parse_settings({"deflator": prices}).known_on(date(2018, 1, 22))
    assert [price.published for price in known.deflator] == days[:2]


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
        ({"no_meeting_for_months": 999_999_999}, "999999999; write a whole number from 1 to 1200"),
        ({"funding_ends_within_months": 1201}, "1201; write a whole number from 1 to 1200"),
        ({"partners_left_within_months": 10**30}, "write a whole number from 1 to 1200"),
        ({"level_low_for_years": 101}, "101; write a whole number from 1 to 100"),
        ({"prices_of": 10**30}, "write a whole number from 1 to 9999"),
        ({"municipalities_without_from": 10**30}, "write a whole number from 1 to 1000000000"),
        ({"sensor_needs_answer": 1}, "sensor_needs_answer 1; write true or false"),
        ({"balance_by": "people"}, "balance_by 'people'; write count or staff or money"),
        ({"currency": "euro"}, "currency 'euro'; write EUR"),
        (
            {"currency": "ZZZ"},
            "currency 'ZZZ'; write EUR or another currency's three letters of ISO",
        ),
        ({"cannot_be_told": "All."}, "no list of texts; write cannot_be_told"),
        ({"cannot_be_told": [" "]}, "no list of texts; write cannot_be_told"),
        ({"inform_from": 3}, "let these numbers rise"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(data: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        parse_settings(data)
