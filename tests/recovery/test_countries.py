"""Each part of the method that the comparison of countries turns back is there under its name."""

import pkgutil

import pytest
from tests.recovery.countries import POINTS


@pytest.mark.parametrize("name", [name for point in POINTS for name, _ in point.patches])
def test_what_a_point_turns_back_is_a_part_of_the_method(name: str) -> None:
    assert callable(pkgutil.resolve_name(name))
