"""The dossiers of other countries are sound, each on the scale of its own country."""

from datetime import date

import pytest
from tests.countries import LATER, TRIED, UNSEEN, WORKING, dossier_of

from peil import check_dossier, read_dossier

LEVELS = {"Belgium": 4, **dict.fromkeys(WORKING, 4)}
"""The others have five."""


@pytest.mark.parametrize("country", [*TRIED, *UNSEEN, *LATER])
def test_a_country_has_its_own_scale_whose_highest_level_is_imminent(country):
    files = dossier_of(country)
    assert check_dossier(files) == ()
    dossier = read_dossier(files)
    assert dossier.country == country
    assert dossier.scale.numbers == tuple(range(1, LEVELS.get(country, 5) + 1))
    assert dossier.scale.is_imminent
    assert any(of == country for of, _ in dossier.series)


def test_nobody_is_asked_about_a_country_without_a_scale():
    with pytest.raises(FileNotFoundError, match=r"atlantis/scale\.toml"):
        dossier_of("Atlantis")


def test_ten_dead_were_known_on_the_day_but_in_berlin_and_manchester():
    events = read_dossier(dossier_of("Germany")).events
    later = {(e.country, e.date): e.killed_published for e in events if e.killed_published}
    assert later == {
        ("Germany", date(2016, 12, 19)): date(2016, 12, 20),
        ("United Kingdom", date(2017, 5, 22)): date(2017, 5, 23),
    }
    assert sum((e.killed or 0) >= 10 for e in events) == 10
