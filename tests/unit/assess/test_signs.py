"""A sign of an imminent attack holds from the day it was public, for thirty days from its own."""

from datetime import date

import pytest

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
