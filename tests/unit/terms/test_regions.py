"""Sets of countries as they were on a day."""

from datetime import date

import pytest

from peil.terms.regions import read_regions, regions_on

TODAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("day", "members"),
    [
        ("1958-01-01", 6),
        ("1972-12-31", 6),
        ("1973-01-01", 9),
        ("1981-01-01", 10),
        ("1986-01-01", 12),
        ("1995-01-01", 15),
        ("2004-05-01", 25),
        ("2007-01-01", 27),
        ("2013-07-01", 28),
        ("2020-01-31", 28),
        ("2020-02-01", 27),
    ],
)
def test_the_union_had_as_many_members_as_its_treaties_say(day: str, members: int) -> None:
    assert len(regions_on(date.fromisoformat(day))["eu"]) == members


def test_the_united_kingdom_left_the_union_and_not_europe() -> None:
    after = regions_on(date(2020, 2, 1))
    assert "United Kingdom" in regions_on(date(2020, 1, 31))["eu"]
    assert "United Kingdom" not in after["eu"]
    assert "United Kingdom" in after["western_europe"] & after["europe"]


def test_each_set_lies_inside_europe() -> None:
    regions = regions_on(TODAY)
    assert regions["eu"] < regions["europe"]
    assert regions["western_europe"] < regions["europe"]
    assert len(regions["western_europe"]) == 23
    assert len(regions["europe"]) == 46


def test_each_region_says_who_decides_on_its_members() -> None:
    assert list(read_regions()) == ["eu", "western_europe", "europe"]
    for region in read_regions().values():
        assert region.source
        assert set(region.until) <= set(region.since)
