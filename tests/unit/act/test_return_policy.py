"""Rules and counts on returns, and local arrangements, as they were known on a day."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.unit.feeds.builders import a_dossier, written

from peil.act.local_arrangements import local_known
from peil.act.return_policy import BACK, THERE, returns_known
from peil.feeds.dossier.read import Dossier, read_dossier


@pytest.fixture
def norland(tmp_path: Path) -> Dossier:
    return read_dossier(written(a_dossier(), tmp_path))


def returns(norland: Dossier, day: date):  # type: ignore[no-untyped-def]  # what it gives is tried
    return returns_known(
        norland.return_rules, norland.return_counts, country=norland.country, day=day
    )


def test_a_rule_is_known_from_its_month_on_and_its_end_not_before_it_was_public(
    norland: Dossier,
) -> None:
    assert returns(norland, date(2017, 12, 30)).rules == ()
    (line,) = returns(norland, date(2018, 1, 22)).age_lines("Norland")
    assert (line.under_age, line.valid_to, line.source_date) == (10, None, "2019-01")
    (line,) = returns(norland, date(2021, 3, 30)).age_lines("Norland")
    assert line.holds_on(date(2021, 3, 30))
    (line,) = returns(norland, date(2021, 3, 31)).age_lines("Norland")
    assert not line.holds_on(date(2021, 3, 31))
    assert line.holds_on(date(2021, 2, 28))


def test_a_source_later_than_the_rule_shows_that_it_held_till_then(norland: Dossier) -> None:
    (line,) = returns(norland, date(2018, 1, 22)).age_lines("Norland")
    assert line.last_read == date(2019, 1, 1)


def test_what_nobody_read_is_left_out_and_counted_from_its_day_on(norland: Dossier) -> None:
    before, after = (returns(norland, date(2018, 2, day)) for day in (3, 4))
    assert (before.left_out, after.left_out) == (0, 1)
    assert [each.id for each in after.rules] == ["line", "camp"]


def test_the_subject_stands_first_and_the_latest_count_is_of_one_of_the_stages(
    norland: Dossier,
) -> None:
    found = returns(norland, date(2018, 2, 4))
    assert found.countries == ("Norland", "Sudland")
    count = found.latest("Norland", "children", ("abroad", "camps"))
    assert count is not None
    assert (count.value, count.counter, count.approximate) == (80, "Centre", True)
    assert found.latest("Norland", "children", ("returned",)) is None


def test_where_a_group_was_not_counted_the_count_of_all_together_stands_in(
    norland: Dossier,
) -> None:
    found = returns(norland, date(2018, 2, 4))
    (children,) = (each for each in found.counts if each.country == "Norland")
    whole = replace(children, group="all", value=19, date=date(2018, 1, 31))
    both = replace(found, counts=(children, whole))
    assert both.latest("Norland", "children", ("camps",)) == children
    assert both.latest("Norland", "adults", ("camps",)) == whole
    assert both.latest("Norland", "adults", ("returned",)) is None


def test_of_those_back_the_largest_count_stands_and_not_that_of_a_later_operation(
    norland: Dossier,
) -> None:
    found = returns(norland, date(2018, 2, 4))
    (children,) = (each for each in found.counts if each.country == "Norland")
    whole = replace(children, stage="returned", value=123, date=date(2017, 10, 17))
    flight = replace(children, stage="repatriated", value=6, date=date(2018, 1, 31))
    there = replace(children, value=5, date=date(2018, 1, 31))
    known = replace(found, counts=(children, whole, flight, there))
    assert known.latest("Norland", "children", BACK) == whole
    assert known.latest("Norland", "children", THERE) == there


def test_later_rows_of_a_local_arrangement_say_what_is_new_and_leave_the_rest(
    norland: Dossier,
) -> None:
    def known(day: date):  # type: ignore[no-untyped-def]  # what it gives is tried
        return local_known(norland.local_arrangements, country="Norland", day=day)

    (cell,) = known(date(2018, 1, 22)).described
    assert (cell.legal_basis, cell.since, cell.may_write) == ("Circular", date(2015, 8, 21), "")
    (cell,) = known(date(2018, 9, 14)).described
    assert (cell.legal_basis, cell.since) == ("Law", date(2018, 9, 24))
    assert (cell.name_local, cell.may_write) == ("Zelle", "A list.")
    (number,) = known(date(2018, 9, 14)).latest_numbers("cell")
    assert (number.number, number.counter) == (284, "Minister")
    assert known(date(2017, 6, 5)).latest_numbers("cell") == ()
