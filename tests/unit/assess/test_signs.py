"""A sign of an imminent attack holds from the day it was public, for thirty days from its own."""

from datetime import date

import pytest
from tests.builders import a_record, a_scale

from peil.assess.reviews import Declared
from peil.assess.second_method import days_with_news
from peil.assess.signs import Sign

SIGN = Sign(
    day=date(2015, 11, 21), published=date(2015, 11, 23), office="Centre", source="Communique"
)


@pytest.mark.parametrize(
    ("day", "declared"),
    [
        (date(2015, 11, 21), False),
        (date(2015, 11, 22), False),
        (date(2015, 11, 23), True),
        (date(2015, 12, 20), True),
        (date(2015, 12, 21), False),
    ],
)
def test_it_holds_from_its_publication_until_it_lapses(day: date, declared: bool) -> None:
    assert SIGN.is_declared(day) == declared


@pytest.mark.parametrize(("as_of", "is_known"), [(22, False), (23, True)])
def test_its_own_day_is_no_day_of_a_review_before_it_was_public(as_of: int, is_known: bool) -> None:
    scale = a_scale(4, date(2015, 1, 1))
    days = days_with_news(a_record(), scale, date(2015, 11, as_of), Declared(signs=[SIGN]))
    assert (SIGN.day in days) is is_known
