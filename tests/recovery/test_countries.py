"""The comparison of countries runs, and its page says what both methods say now."""

import pkgutil
from pathlib import Path

import pytest
from tests.countries import TRIED
from tests.recovery.countries import POINTS, Country, evenings, summary, table


@pytest.mark.parametrize("name", [name for point in POINTS for name, _ in point.patches])
def test_what_a_point_turns_back_is_a_part_of_the_method(name: str) -> None:
    assert callable(pkgutil.resolve_name(name))


@pytest.mark.parametrize("name", TRIED)
def test_the_page_says_of_a_country_what_both_methods_say(
    name: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (root / "docs" / "methods" / "level-countries.md").read_text(encoding="utf-8")
    # What moved an answer takes a replay for each pair of points; the answers are held here.
    monkeypatch.setattr(Country, "moved_by", lambda *_: "")
    country = Country(name)
    lines = [line.removesuffix("|  |") for line in table(country)]
    lines += [*summary(country), *evenings(country)]
    assert [line for line in lines if line not in page] == []
