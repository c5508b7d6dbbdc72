"""Levels fall into courses and spells: scales and scopes are never mixed, days are exact."""

from datetime import date

import pytest
from tests.builders import a_scale
from tests.track_builder import LAST, RURITANIA, a_course, a_level

from peil.review.track.courses import found_on, official_courses, proposed_courses
from peil.review.track.settings import TrackSettings
from peil.terms.errors import BadInput


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"horizons": ()}, "none"),
        ({"horizons": (6, 6)}, "6, 6"),
        ({"horizons": (0,)}, "are 0"),
        ({"horizons": (121,)}, "121"),
        ({"severity": "terrible"}, "'terrible'"),
    ],
)
def test_settings_that_mean_nothing_are_refused(changes: dict[str, object], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        TrackSettings(**changes)  # type: ignore[arg-type]


def test_a_new_scale_or_scope_begins_a_new_course() -> None:
    levels = [
        a_level(3, "2012-01-01"),
        a_level(3, "2014-01-01", scale_max=5),
        a_level(4, "2016-01-01", scale_max=5),
        a_level(4, "2018-01-01", scale_max=5, scope="national (all)"),
    ]
    courses = official_courses(levels, RURITANIA, LAST)
    assert [(c.scope, c.scale_max, len(c.spells)) for c in courses] == [
        ("national", 4, 1), ("national", 5, 2), ("national (all)", 5, 1),
    ]  # fmt: skip
    assert courses[0].spells[-1].end == date(2014, 1, 1)
    assert courses[1].spells[-1].end == date(2018, 1, 1)
    assert [len(list(course.changes())) for course in courses] == [0, 1, 0]


def test_a_level_holds_from_the_day_on_which_it_was_public() -> None:
    late = a_level(3, "2015-01-01", announced=date(2015, 1, 5))
    (course,) = official_courses([a_level(2, "2014-01-01"), late], RURITANIA, LAST)
    assert found_on((course,), date(2015, 1, 4))[1].level == 2  # type: ignore[index]
    assert found_on((course,), date(2015, 1, 5))[1].level == 3  # type: ignore[index]


def test_what_is_announced_after_the_last_day_is_not_known() -> None:
    levels = [a_level(2, "2014-01-01"), a_level(3, "2015-01-01")]
    (course,) = official_courses(levels, RURITANIA, date(2014, 12, 31))
    assert [spell.level for spell in course.spells] == [2]
    assert course.spells[0].end == date(2015, 1, 1)


def test_a_confirmed_level_is_no_new_spell_and_regions_do_not_count() -> None:
    levels = [
        a_level(2, "2014-01-01"), a_level(2, "2015-01-01"), a_level(4, "2015-06-01", scope="Capital"),
    ]  # fmt: skip
    (course,) = official_courses(levels, RURITANIA, LAST)
    assert len(course.spells) == 1


def test_a_country_without_levels_has_no_course() -> None:
    assert official_courses([a_level(2, "2014-01-01")], "Norland", LAST) == ()


@pytest.mark.parametrize(
    ("scale", "raised"),
    [((1, 4), {3, 4}), ((1, 5), {4, 5}), ((1, 3), {3}), ((0, 4), {3, 4})],
)
def test_raised_is_above_the_middle_of_the_scale(scale: tuple[int, int], raised: set[int]) -> None:
    course = a_course(("2014-01-01", scale[0]), scale=scale)
    assert {n for n in range(scale[0], scale[1] + 1) if course.is_raised(n)} == raised


def test_a_stretch_is_raised_since_its_first_day_above_the_middle() -> None:
    course = a_course(("2014-01-01", 2), ("2015-01-01", 3), ("2015-03-01", 4), ("2015-04-01", 3))
    assert course.raised_since(date(2015, 5, 1)) == (date(2015, 1, 1), True)
    assert course.raised_since(date(2014, 12, 31)) is None
    assert [raised.start for raised in course.raises()] == [date(2015, 1, 1)]
    assert course.steps_up() == (date(2015, 1, 1), date(2015, 3, 1))


def test_the_raise_of_a_course_that_begins_raised_is_not_known() -> None:
    course = a_course(("2014-01-01", 3), ("2015-01-01", 4))
    assert course.raised_since(date(2015, 5, 1)) == (date(2014, 1, 1), False)
    assert course.raises() == ()


def test_a_review_without_a_proposal_leaves_a_gap_and_is_no_change() -> None:
    days = [date(2015, 1, 31), date(2015, 2, 28), date(2015, 3, 31), date(2015, 4, 30)]
    (course,) = proposed_courses(days, [3, None, 2, 2], a_scale(), date(2015, 5, 31))
    assert [(s.start, s.end, s.level) for s in course.spells] == [
        (days[0], days[1], 3), (days[2], date(2015, 6, 1), 2),
    ]  # fmt: skip
    assert list(course.changes()) == []
    assert found_on((course,), date(2015, 3, 1)) is None


def test_without_any_proposal_there_is_no_course() -> None:
    assert proposed_courses([date(2015, 1, 31)], [None], a_scale(), date(2015, 5, 31)) == ()
    assert proposed_courses([], [], a_scale(), date(2015, 5, 31)) == ()


def test_a_level_that_nobody_confirmed_leaves_a_gap() -> None:
    levels = [
        a_level(2, "2014-01-01"),
        a_level(3, "2015-01-01", verified=False),
        a_level(2, "2016-01-01"),
    ]
    (course,) = official_courses(levels, RURITANIA, LAST)
    assert [(s.start, s.end) for s in course.spells] == [
        (date(2014, 1, 1), date(2015, 1, 1)), (date(2016, 1, 1), date(2020, 1, 1)),
    ]  # fmt: skip
    assert list(course.changes()) == []
    assert course.is_known(date(2014, 6, 1), date(2014, 12, 31))
    assert not course.is_known(date(2014, 6, 1), date(2015, 1, 1))
    assert not course.is_known(date(2014, 6, 1), date(2016, 6, 1))


def test_a_scale_that_is_as_long_but_new_begins_a_new_course() -> None:
    new = date(2016, 1, 1)
    levels = [a_level(2, "2014-01-01"), a_level(2, "2016-01-01", scale_from=new)]
    older, newer = official_courses(levels, RURITANIA, LAST)
    assert (older.spells[-1].end, newer.begins) == (new, new)
    assert not older.shares_scale(newer)
