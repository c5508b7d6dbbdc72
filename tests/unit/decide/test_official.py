"""The official level on a day is the national one that was in force and public."""

from datetime import date
from typing import Any

from peil.decide.official import OfficialLevel, level_on


def a_level(level: int, valid_from: date, **changes: Any) -> OfficialLevel:
    described: dict[str, Any] = {
        "country": "Norland",
        "valid_from": valid_from,
        "announced": valid_from,
        "level": level,
        "scale_min": 1,
        "scale_max": 4,
        "level_name": "",
        "scope": "national",
        "verified": True,
        "source": "News",
    }
    return OfficialLevel(**{**described, **changes})


LEVELS = (
    a_level(3, date(2015, 11, 16)),
    a_level(2, date(2010, 1, 1)),
    a_level(4, date(2015, 11, 21), scope="Capital"),
    a_level(4, date(2015, 11, 22), country="Sudland"),
    a_level(2, date(2018, 1, 22), scope="national (all terrorism)"),
)


def level(day: date, *more: OfficialLevel) -> int | None:
    found = level_on((*LEVELS, *more), "Norland", day)
    return found.level if found else None


def test_a_level_holds_until_the_next() -> None:
    days = [date(2010, 1, 1), date(2015, 11, 15), date(2015, 11, 16), date(2018, 1, 21)]
    assert [level(day) for day in days] == [2, 2, 3, 3]


def test_before_the_first_level_there_is_none() -> None:
    assert level(date(2009, 12, 31)) is None


def test_a_wider_national_scope_is_national() -> None:
    assert level(date(2018, 1, 22)) == 2


def test_a_level_counts_from_the_day_on_which_it_is_public() -> None:
    late = a_level(4, date(2016, 3, 22), announced=date(2016, 3, 24))
    assert [level(date(2016, 3, day), late) for day in (22, 23, 24)] == [3, 3, 4]
