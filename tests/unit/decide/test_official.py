"""The official level on a day is the national one that was in force and public."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tests.builders import a_scale

from peil.decide.official import InForce, OfficialLevel, in_force_on, level_on, of_places, taken


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


SCALE = replace(a_scale(), valid_from=date(2012, 1, 1), earlier=(a_scale(5),))
"""Of four levels since 2012; before that of five, since 2000."""


def in_force(day: date, *levels: OfficialLevel, said: Sequence[OfficialLevel] = ()) -> InForce:
    found = in_force_on(levels, said, "Norland", day, SCALE)
    assert found is not None
    return found


def test_a_level_that_is_announced_again_holds_since_it_was_first_announced() -> None:
    days = [date(2014, 1, 1), date(2015, 1, 1), date(2016, 1, 1), date(2017, 1, 1)]
    rows = [a_level(n, day) for n, day in zip((3, 2, 3, 3), days, strict=True)]
    found = in_force(date(2018, 1, 1), *rows)
    assert (found.number, found.since, found.row) == (3, date(2016, 1, 1), rows[3])
    other = a_level(3, date(2017, 6, 1), scale_max=5)
    assert in_force(date(2018, 1, 1), *rows, other).since == date(2017, 6, 1)


def test_a_level_that_nobody_confirmed_ends_the_one_before_and_is_unknown() -> None:
    known, rumour = a_level(2, date(2014, 1, 1)), a_level(3, date(2015, 1, 1), verified=False)
    more = a_level(2, date(2015, 2, 1), verified=False)
    found = in_force(date(2016, 1, 1), known, rumour, more)
    assert (found.number, found.since) == (None, date(2015, 1, 1))
    assert in_force(date(2014, 12, 31), known, rumour).number == 2
    counted = taken([known, rumour, more], with_unverified=True)
    found = in_force(date(2016, 1, 1), *counted)
    assert (found.number, found.since) == (2, date(2015, 2, 1))


def test_a_level_of_a_region_or_theme_hides_nothing() -> None:
    known = a_level(2, date(2014, 1, 1))
    later = [a_level(4, date(2015, 1, 1), scope=scope) for scope in ("Capital", "theme: railways")]
    rumour = a_level(4, date(2015, 1, 1), scope="Harbour", verified=False)
    assert in_force(date(2016, 1, 1), known, *later, rumour).row == known


def test_a_level_of_an_earlier_scale_has_no_number_on_this_one() -> None:
    old = a_level(4, date(2011, 1, 1), scale_max=5)
    found = in_force(date(2016, 1, 1), old)
    assert (found.number, found.scale) == (None, SCALE.earlier[0])
    same_ends = a_level(4, date(2011, 1, 1))
    found = in_force(date(2016, 1, 1), same_ends)
    assert (found.number, found.scale) == (None, None)
    assert in_force(date(2016, 1, 1), a_level(4, date(2012, 1, 1))).number == 4


def test_the_last_source_that_confirms_a_level_is_given_as_known_on_the_day() -> None:
    known = a_level(2, date(2014, 1, 1))
    said = [
        a_level(2, date(2015, 1, 1)),
        a_level(2, date(2015, 12, 31), announced=date(2016, 2, 28)),
        a_level(3, date(2015, 6, 1), scope="Capital"),
        a_level(2, date(2015, 7, 1), verified=False),
        a_level(2, date(2013, 7, 1)),
    ]

    def confirmed(day: date) -> date | None:
        last = in_force(day, known, said=said).confirmed
        return last.valid_from if last else None

    days = [date(2014, 12, 31), date(2015, 1, 1), date(2016, 2, 27), date(2016, 2, 28)]
    first, last = date(2015, 1, 1), date(2015, 12, 31)
    assert [confirmed(day) for day in days] == [None, first, first, last]


def test_what_confirms_the_level_before_says_nothing_of_the_next() -> None:
    levels = a_level(2, date(2014, 1, 1)), a_level(3, date(2016, 1, 1))
    said = [a_level(2, date(2015, 1, 1))]
    assert in_force(date(2016, 6, 1), *levels, said=said).confirmed is None


def test_of_an_unknown_level_a_source_still_says_what_it_was_on_its_day() -> None:
    rumour, said = a_level(2, date(2014, 1, 1), verified=False), a_level(2, date(2015, 1, 1))
    found = in_force(date(2016, 1, 1), rumour, said=[said])
    assert (found.number, found.confirmed) == (None, said)


def test_levels_of_places_are_those_that_were_read_and_public_the_newest_first() -> None:
    levels = (
        a_level(2, date(2014, 1, 1)),
        a_level(4, date(2014, 5, 24), scope="theme: temples"),
        a_level(3, date(2015, 5, 24), scope="theme: temples"),
        a_level(4, date(2015, 6, 1), scope="Capital", verified=False),
        a_level(4, date(2015, 7, 1), scope="Capital", country="Südland"),
        a_level(4, date(2015, 8, 1), scope="Capital", announced=date(2018, 1, 23)),
    )
    told = of_places(levels, "Norland", date(2018, 1, 22))
    assert [(each.level, each.scope) for each in told] == [
        (3, "theme: temples"),
        (4, "theme: temples"),
    ]
