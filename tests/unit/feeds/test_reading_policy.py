"""What policy did is read as it stands, every vintage of it; no table has a place for a person."""

from datetime import date
from pathlib import Path

import pytest
from tests.unit.feeds.builders import a_dossier, cell, descriptor, without_column, written

from peil.act import arrangements, recommendations
from peil.act.arrangements import Shares
from peil.act.funding import STAGES
from peil.act.policy import known_on
from peil.feeds.dossier.layout import layout_of
from peil.feeds.dossier.read import Dossier, read_dossier

POLICY_TABLES = ("recommendations", "statuses", "arrangements", "funding", "events")
COUNTS = "arrangement_counts"
FREE_TEXT = {
    "statement", "evidence_required", "evidence", "reason", "source", "note", "name", "function",
    "legal_basis", "coupling_reason", "text", "replacement", "opinions", "looked_in", "listed_in", "deadline_of",
}  # fmt: skip
"""Columns in words: of a statement, a reason or a source, and what a thing is called."""


@pytest.fixture
def norland(tmp_path: Path) -> Dossier:
    return read_dossier(written(a_dossier(), tmp_path))


def test_a_policy_is_known_at_its_vintage(norland: Dossier) -> None:
    early = known_on(norland.policy, date(2017, 1, 31))
    assert early.arrangements["cells"].staff == 15
    assert (len(early.funding), early.events, early.findings) == (0, {}, {})
    late = known_on(norland.policy, date(2018, 3, 1))
    cells = late.arrangements["cells"]
    assert (cells.staff, cells.vacancies, cells.rebuild_months) == (17, None, 18)
    assert cells.shares == Shares(preventive=0.7, repressive=0.1, enabling=0.2, doubt=0.1)
    assert late.recommendations["hire"].deadline == date(2019, 6, 30)
    assert late.recommendations["share"].findings == ("north_files", "north_staff")
    assert [b.amount for b in late.money("cells")] == [900_000, 2_000_000]
    assert [b.price_year for b in late.money("cells")] == [None, 2018]
    assert [a.id for a in late.in_force] == ["cells", "guards"]


def test_owner_and_overseer_are_read_side_by_side(norland: Dossier) -> None:
    found = known_on(norland.policy, date(2018, 12, 31)).standings
    assert {side: each.state for side, each in found["hire"].items()} == {
        "owner": "done",
        "overseer": "partly",
    }
    assert found["share"]["overseer"].state == "no_information"
    blocked = found["share"]["owner"].latest
    assert blocked is not None
    assert (blocked.blocked_by, blocked.blocked_since) == ("ministry", date(2017, 9, 1))


def test_findings_of_other_countries_are_left_out(norland: Dossier) -> None:
    assert {finding.id for finding in norland.policy.findings} == {"north_staff", "north_files"}


def test_a_list_of_dated_events_may_have_a_sensor(tmp_path: Path) -> None:
    files = a_dossier()
    cell("arrangements", 4, "sensor_of", "attacks_dated_jihadist")(files)
    known = known_on(read_dossier(written(files, tmp_path)).policy, date(2018, 1, 22))
    assert known.arrangements["guards"].sensor_of == ("attacks_dated_jihadist",)


def test_own_settings_and_bodies_are_read(norland: Dossier) -> None:
    assert norland.settings.vacant_share == 0.25
    assert norland.settings.bodies == {"ministry": "Ministry", "police": "Police"}


def test_a_dossier_without_policy_has_an_empty_one(tmp_path: Path) -> None:
    files = a_dossier()
    descriptor(
        lambda data: data.update(
            resources=[r for r in data["resources"] if r["name"] not in (*POLICY_TABLES, COUNTS)]
        )
    )(files)
    for name in (*(f"{table}.csv" for table in (*POLICY_TABLES, COUNTS)), "policy.toml"):
        del files[name]
    found = known_on(read_dossier(written(files, tmp_path)).policy, date(2020, 1, 1))
    assert (found.recommendations, found.arrangements, len(found.funding)) == ({}, {}, 0)


@pytest.mark.parametrize("table", POLICY_TABLES)
def test_no_table_has_a_place_for_a_person(table: str) -> None:
    """Roles are closed lists, bodies and ids are names in data; words are free only where meant."""
    for field in layout_of(table).fields.values():
        is_closed = bool(field.enum or field.pattern) or field.type != "string"
        assert is_closed or field.name in FREE_TEXT, field.name


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("statuses", "side", recommendations.SIDES),
        ("statuses", "state", recommendations.STATES),
        ("arrangements", "coupling", (arrangements.LEVEL_BOUND, arrangements.STRUCTURAL)),
        ("arrangements", "rights", (arrangements.ASSESSED, arrangements.NOT_ASSESSED)),
        ("events", "kind", arrangements.EVENTS),
        ("events", "outcome", ("effect", arrangements.NO_EFFECT, arrangements.UNCLEAR)),
        ("funding", "stage", STAGES),
        ("events", "by", arrangements.ROLES),
        ("arrangements", "coupling_by", (*arrangements.ROLES, "dossier_author")),
    ],
)
def test_the_words_of_the_schemas_are_those_of_the_code(
    table: str, column: str, words: tuple[str, ...]
) -> None:
    assert layout_of(table).fields[column].enum == words


def test_an_arrangement_of_a_table_without_shares_has_none(tmp_path: Path) -> None:
    files = a_dossier()
    for share in ("preventive", "repressive", "enabling", "doubt"):
        without_column("arrangements", f"share_{share}")(files)
    policy = read_dossier(written(files, tmp_path)).policy
    assert {each.shares for each in policy.arrangements} == {None}
