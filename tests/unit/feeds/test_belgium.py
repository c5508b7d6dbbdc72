"""The dossier of Belgium is sound, and says of each indicator whether and why it weighs."""

import csv
import json
import re
from datetime import date
from pathlib import Path

import pytest
from tests.unit.feeds.test_reading import assert_equal, assert_same

from peil.decide.official import level_on
from peil.feeds.dossier.check import check_dossier
from peil.feeds.dossier.layout import schema_of
from peil.feeds.dossier.read import Dossier, read_dossier
from peil.feeds.tables.table import Dialect, read_table
from peil.observe.indicator import FLOWS
from peil.report.tell.site.facts import AUTHORITY, FIGURES, LOCAL, NO_LINK, OTHERS
from peil.terms.text import names_of
from peil.workflow.site_facts import facts_known

WEIGHING = {"fighters_out", "fighters_back", "attacks", "judicial_opened", "propaganda"}
FLOWS_THAT_DO_NOT_WEIGH = {
    "ftf_departed_cumulative_low",
    "ftf_departed_cumulative_high",
    "ftf_departed_per_million",
    "ftf_departed_per_million_upper",
    "ftf_departures_prevented_cumulative",
    "deaths_jihadist_attacks",
    "deaths_other_terrorist_attacks",
    "ftf_belgian_total_van_ostaeyen",
    "cat_incidents_europe",
    "information_files_federal_prosecutor",
    "minors_charged_terrorism",
    "telegram_isis_watch_bans",
    "telegram_terrorist_communities_blocked",
    "twitter_accounts_suspended_terrorism",
    "ctiru_items_removed",
    "ctiru_items_removed_cumulative",
    "eu_iru_items_assessed",
    "facebook_terrorist_content_actioned",
}


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "dossiers" / "belgium"


@pytest.fixture(scope="module")
def belgium(folder: Path) -> Dossier:
    return read_dossier(folder)


def test_it_has_no_problem(folder: Path) -> None:
    assert check_dossier(folder) == ()


def test_its_description_counts_what_its_tables_hold(folder: Path) -> None:
    text = (folder / "README.md").read_text(encoding="utf-8")
    held = {
        path.name: list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        for path in folder.glob("*.csv")
    }
    told = re.findall(r"^\| `(\w+\.csv)` \| (\d+) \|", text, re.MULTILINE)
    assert dict(told) == {name: str(len(rows)) for name, rows in held.items()}
    official = sum(row["kind"] == "official" for row in held["texts.csv"])
    assert f"; {official} are official names" in text
    figures = held["observations.csv"]
    assumed = sum(row["published_precision"] == "assumed" for row in figures)
    assert f" {assumed} days of publication of figures were set by a rule" in text
    assert (
        f"{sum(row['confidence'] == 'worked_out' for row in figures)} figures were worked" in text
    )


def test_its_descriptor_has_the_schemas_that_are_checked(folder: Path) -> None:
    data = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for entry in data["resources"]:
        assert entry["schema"] == {
            k: v for k, v in schema_of(entry["name"]).items() if k != "title"
        }


def test_every_figure_is_there_and_unconfirmed_ones_are_marked(belgium: Dossier) -> None:
    # The 976 of the record but for one total with two starts, two counts of preachers who were not
    # in the database, two of men alone among adults held; six of the Netherlands and Sweden in the same table of ICSR, one of January 2016
    # and four of September 2018.
    assert sum(len(series) for series in belgium.series.values()) == 976 - 1 - 2 - 2 + 6 + 5
    assert sum(int((~series.verified).sum()) for series in belgium.series.values()) == 20
    assert len(belgium.events) == 177
    assert sum(not event.verified for event in belgium.events) == 4


def test_every_series_is_in_canonical_order(belgium: Dossier) -> None:
    for series in belgium.series.values():
        assert_equal(series, series.in_order())


def test_flows_of_five_families_weigh_and_nothing_else(belgium: Dossier) -> None:
    flows = {
        name
        for name, indicator in belgium.indicators.items()
        if indicator.kind in FLOWS and indicator.family in WEIGHING
    }
    weighing = {name for name, indicator in belgium.indicators.items() if indicator.weighs}
    assert weighing == flows - FLOWS_THAT_DO_NOT_WEIGH
    assert flows >= FLOWS_THAT_DO_NOT_WEIGH


def test_every_indicator_has_names_in_four_languages_and_a_reason(
    belgium: Dossier, folder: Path
) -> None:
    assert all(set(i.names) == {"en", "fr", "nl", "de"} for i in belgium.indicators.values())
    content = (folder / "indicators.csv").read_bytes()
    table = read_table(content, "indicators.csv", Dialect())
    assert "" not in table.columns["weighs_reason"].words


def test_its_scale_has_four_levels_in_four_languages(belgium: Dossier) -> None:
    assert belgium.scale.numbers == (1, 2, 3, 4)
    for level in belgium.scale.levels:
        assert set(level.name) == set(level.meaning) == {"en", "fr", "nl", "de"}
    assert belgium.scale.replay_from == date(2006, 12, 31)


def test_where_a_figure_was_read_goes_by_the_hosts_of_authorities(belgium: Dossier) -> None:
    """One on the unit's own page, one of a newspaper alone, one of a report named without a link."""
    figures = [fact for fact in facts_known(belgium, date(2026, 11, 30)) if fact.kind == FIGURES]
    read_at = {(fact.id, fact.published): fact.read_at for fact in figures}
    assert read_at["common_database_added", date(2024, 3, 26)] == AUTHORITY
    assert read_at["terrorism_detainees_released_cumulative", date(2019, 1, 31)] == OTHERS
    assert read_at["arrests_terrorism", date(2019, 6, 27)] == NO_LINK


def test_a_source_later_than_its_fact_says_so_in_the_language_of_the_page(belgium: Dossier) -> None:
    facts = facts_known(belgium, date(2026, 11, 30))
    told = [f.source for f in facts if f.kind == LOCAL and f.id == "dk_info_house"]
    (source,) = (each for each in told if "11 May 2021" in each)
    assert source.startswith("read in a source of 11 May 2021: Minister of Justice")
    french = names_of(source)["fr"].replace("\xa0", " ")
    assert french.startswith("lu dans une source (11 mai 2021) : Minister of Justice")


def test_nobody_has_said_which_plots_are_open(belgium: Dossier) -> None:
    assert belgium.open_plots is None


def test_the_decision_was_said_by_its_day_and_matches_the_official_level(
    belgium: Dossier,
) -> None:
    (decision,) = belgium.decisions
    assert all((reason.said_on or decision.date) <= decision.date for reason in decision.reasons)
    official = level_on(belgium.official, "Belgium", decision.date)
    assert official is not None
    assert (official.level, official.valid_from) == (decision.level, decision.date)


def test_files_opened_in_2016_as_they_were_known(belgium: Dossier) -> None:
    files = belgium.series["Belgium", "investigations_opened_federal_prosecutor"]
    year = files.take((files.start.astype(str) == "2016-01-01") & ~files.partial)
    assert year.value.tolist() == [226, 264, 275, 273]


def test_the_breaks_that_its_notes_document(belgium: Dossier) -> None:
    assert [(b.indicator, b.country, b.date) for b in belgium.breaks] == [
        ("arrests_terrorism", "European Union", date(2019, 1, 1)),
        ("arrests_terrorism_home_office", "United Kingdom", date(2025, 7, 5)),
        ("attacks_completed_failed_foiled", "European Union", date(2020, 1, 1)),
        ("ftf_list_total", "Belgium", date(2016, 1, 15)),
        ("ftf_returned_cumulative", "Belgium", date(2016, 1, 28)),
    ]
    assert all(b.verified and b.source and b.published > b.date for b in belgium.breaks)


def test_a_copy_with_its_rows_reversed_reads_the_same(
    belgium: Dossier, folder: Path, tmp_path: Path
) -> None:
    for path in (each for each in folder.iterdir() if each.is_file()):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    lines = (folder / "observations.csv").read_text(encoding="utf-8").splitlines()
    reversed_ = "\n".join([lines[0], *lines[:0:-1]]) + "\n"
    (tmp_path / "observations.csv").write_text(reversed_, encoding="utf-8")
    assert_same(belgium, read_dossier(tmp_path))
