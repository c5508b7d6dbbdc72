"""First passage back to the old level, and the record's own count of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pytest
from tests.builders import a_scale

from peil.act.recurrence import (
    LowLevel,
    OfficialLowering,
    at_speed,
    by_step,
    chance_of_return,
    count_returns,
    low_level,
    lowerings_known,
    returns_within,
)
from peil.assess.forward_filter import settled, transition
from peil.assess.reviews import ageing
from peil.assess.rule import default_rule
from peil.decide.official import OfficialLevel
from peil.terms.errors import BadInput

MATRIX, _ = ageing(default_rule(), 4)
TODAY = np.array([0.6, 0.3, 0.08, 0.02])


def test_mass_that_is_already_there_counts_at_once() -> None:
    assert chance_of_return(TODAY, MATRIX, 2, 0) == pytest.approx(0.1)
    (found,) = returns_within(TODAY, MATRIX, 2, [6])
    assert found.already == pytest.approx(0.1)
    assert found.already < found.low < found.middle < found.high < 1


def test_one_step_up_is_the_chance_of_a_geometric_wait() -> None:
    up = 0.1
    matrix = np.array([[1 - up, up], [0.3, 0.7]])
    for months in (1, 3, 12):
        wanted = 1 - (1 - up) ** months
        assert chance_of_return(np.array([1.0, 0.0]), matrix, 1, months) == pytest.approx(wanted)


def test_a_fall_after_the_return_does_not_take_it_back() -> None:
    matrix = np.array([[0.5, 0.5], [0.9, 0.1]])
    later = [chance_of_return(np.array([1.0, 0.0]), matrix, 1, m) for m in range(8)]
    assert later == sorted(later)
    assert later[-1] > 0.99


@pytest.mark.parametrize("speed", [0.5, 2.0])
def test_half_and_twice_the_speed_settle_in_the_same_place(speed: float) -> None:
    rule = default_rule()
    prior = settled(4, rule.settles_at_least_2, rule.settles_next)
    assert at_speed(MATRIX, speed) == pytest.approx(transition(prior, rule.down * speed))
    assert prior @ at_speed(MATRIX, speed) == pytest.approx(prior)


def test_a_transition_that_cannot_be_twice_as_fast_is_refused() -> None:
    with pytest.raises(BadInput, match=r"0\.60 a month, which cannot be 2 times"):
        at_speed(np.array([[0.4, 0.6], [0.1, 0.9]]), 2.0)


@pytest.mark.parametrize(("agreed", "above"), [(0.0, True), (0.2, None), (1.0, False)])
def test_an_agreed_value_inside_the_range_cannot_be_told(agreed: float, above: bool | None) -> None:
    (found,) = returns_within(TODAY, MATRIX, 2, [12])
    assert found.low < 0.2 < found.high
    assert found.is_above(agreed) is above


@dataclass(frozen=True, slots=True, kw_only=True)
class ALevel(OfficialLevel):
    country: str = "Here"
    announced: date = date(2000, 1, 1)
    scale_min: int = 1
    scale_max: int = 4
    level_name: str = ""
    scope: str = "national"
    verified: bool = True
    source: str = "Centre"


def history(*levels: tuple[str, int], **changes: object) -> list[ALevel]:
    return [ALevel(valid_from=date.fromisoformat(d), level=n, **changes) for d, n in levels]  # type: ignore[arg-type]


HERE = history(("2010-01-01", 2), ("2015-01-15", 3), ("2015-03-09", 2), ("2015-11-16", 3))
DAY = date(2018, 1, 22)


def lowered(levels: Iterable[ALevel], day: date = DAY) -> list[tuple[str, date | None, date]]:
    found = lowerings_known(levels, day)
    return [(str(each.on), each.returned, each.followed_to) for each in found]


def test_a_lowering_is_found_with_its_return() -> None:
    assert lowered(HERE) == [("2015-03-09", date(2015, 11, 16), DAY)]
    assert lowered(HERE, date(2015, 11, 15)) == [("2015-03-09", None, date(2015, 11, 15))]


def test_a_jump_above_the_old_level_is_a_return_and_a_step_below_it_is_none() -> None:
    assert lowered(history(("2010-01-01", 3), ("2011-01-01", 2), ("2012-01-01", 4)))[0][1] == date(2012, 1, 1)  # fmt: skip
    assert lowered(history(("2010-01-01", 4), ("2011-01-01", 2), ("2012-01-01", 3)))[0][1] is None


def test_what_was_announced_later_or_not_confirmed_or_is_no_country_is_left_out() -> None:
    assert lowered(history(("2010-01-01", 3), ("2011-01-01", 2), announced=date(2019, 1, 1))) == []
    assert lowered(history(("2010-01-01", 3), ("2011-01-01", 2), verified=False)) == []
    assert lowered(history(("2010-01-01", 3), ("2011-01-01", 2), scope="Capital")) == []


def test_the_lowering_of_the_day_itself_is_not_its_own_record() -> None:
    assert lowered([*HERE, *history(("2018-01-22", 2))]) == lowered(HERE)


def test_another_scale_is_another_record_and_ends_the_following() -> None:
    five = history(("2016-01-01", 3), ("2017-01-01", 2), scale_max=5)
    four = history(("2014-01-01", 3), ("2015-01-01", 2))
    assert lowered([*four, *five]) == [
        ("2015-01-01", None, date(2016, 1, 1)),
        ("2017-01-01", None, DAY),
    ]


def test_lowerings_of_every_country_are_grouped_by_their_step() -> None:
    there = history(
        ("2009-01-01", 5), ("2009-02-01", 4), ("2009-07-20", 3), ("2010-01-22", 4), ("2011-07-11", 3),
        ("2014-08-29", 4), country="There", scale_max=5,
    )  # fmt: skip
    found = by_step(lowerings_known([*HERE, *there], DAY))
    assert {key: [each.months for each in own] for key, own in found.items()} == {
        ("Here", 3, 2, 4): [8],
        ("There", 5, 4, 5): [None],
        ("There", 4, 3, 5): [6, 37],
    }
    assert [own[0].is_from_top for own in found.values()] == [False, False, True]


def test_a_level_that_nobody_confirmed_ends_the_following_and_begins_nothing() -> None:
    levels = history(("2014-01-01", 3), ("2015-01-01", 2), ("2017-06-01", 3))
    unconfirmed = history(("2016-01-01", 3), verified=False)
    assert lowered([*levels, *unconfirmed]) == [("2015-01-01", None, date(2016, 1, 1))]


def test_a_level_that_nobody_confirmed_is_neither_low_nor_high() -> None:
    unconfirmed = history(("2016-01-01", 1), verified=False)
    assert low_level([*HERE, *unconfirmed], "Here", a_scale(), DAY) is None
    again = history(("2017-01-01", 2))
    found = low_level([*HERE, *unconfirmed, *again], "Here", a_scale(), DAY)
    assert found == LowLevel(since=date(2017, 1, 1))


def test_a_level_of_an_earlier_scale_as_long_is_not_low_on_this_one() -> None:
    scale = replace(a_scale(), valid_from=date(2016, 1, 1))
    assert low_level(history(("2010-01-01", 1)), "Here", scale, DAY) is None


def test_a_region_that_is_raised_later_leaves_the_countrys_level_low() -> None:
    levels = [*history(("2010-01-01", 2)), *history(("2016-01-01", 4), scope="Capital")]
    assert low_level(levels, "Here", a_scale(), DAY) == LowLevel(since=date(2010, 1, 1))
    assert lowered(levels) == []


def test_another_national_scope_ends_the_following_too() -> None:
    other = history(("2016-01-01", 3), scope="national (all)")
    four = history(("2014-01-01", 3), ("2015-01-01", 2))
    assert lowered([*four, *other]) == [("2015-01-01", None, date(2016, 1, 1))]


def test_countries_do_not_mix() -> None:
    there = history(("2012-01-01", 4), country="There")
    assert lowered([*HERE, *there]) == lowered(HERE)


@pytest.mark.parametrize(
    ("day", "since"),
    [
        (date(2015, 1, 14), date(2010, 1, 1)),
        (date(2015, 1, 15), None),
        (date(2015, 6, 1), date(2015, 3, 9)),
        (date(2018, 1, 22), None),
    ],
)
def test_since_when_a_level_lies_in_the_lower_half(day: date, since: date | None) -> None:
    others = history(("2010-01-01", 4), country="There")
    found = low_level([*others, *HERE], "Here", a_scale(), day)
    assert found is not None
    assert found.since == since


def test_an_unknown_level_or_one_of_another_scale_is_neither_low_nor_high() -> None:
    assert low_level(HERE, "Here", a_scale(), date(2009, 12, 31)) is None
    assert low_level(HERE, "Here", a_scale(5), DAY) is None


def test_a_low_level_that_falls_further_is_low_since_the_first_day() -> None:
    levels = history(("2010-01-01", 2), ("2012-01-01", 1))
    found = low_level(levels, "Here", a_scale(), DAY)
    assert found == LowLevel(since=date(2010, 1, 1))


def a_lowering(on: str, returned: str | None, followed_to: str = "2018-01-22") -> OfficialLowering:
    return OfficialLowering(
        country="Here",
        on=date.fromisoformat(on),
        before=3,
        after=2,
        highest=4,
        returned=date.fromisoformat(returned) if returned else None,
        followed_to=date.fromisoformat(followed_to),
        source="Centre",
    )


@pytest.mark.parametrize(
    ("months", "counts"), [(3, (1, 4)), (6, (0, 3)), (12, (1, 3)), (36, (1, 1))]
)
def test_only_what_was_followed_so_long_counts(months: int, counts: tuple[int, int]) -> None:
    lowerings = [
        a_lowering("2015-03-09", "2015-11-16", "2016-06-01"),
        a_lowering("2014-01-01", "2017-01-01"),
        a_lowering("2016-03-24", None),
        a_lowering("2017-10-01", "2017-10-08"),
    ]
    found = count_returns(lowerings, months)
    assert (found.returned, found.followed) == counts
