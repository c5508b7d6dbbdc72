"""The annex has every table, with its letter, its labels and what it rests on."""

from dataclasses import replace
from datetime import date

import pytest
from tests.track_builder import a_level
from tests.unit.report.exampleland import a_brief, a_ladder
from tests.unit.report.tell.told import Told, told

from peil.assess.rule import SECOND, rule_of
from peil.assess.sensitivity import changes_tried
from peil.report.model import plain

ANNEX = (
    "weights", "directions", "compared", "sensitivity", "leave_out", "ladder", "rule", "caveats",
    "events", "would", "indicators", "scale",
)  # fmt: skip


def test_the_annex_has_every_table_in_its_order_and_none_without_rows() -> None:
    full, short = told("not_robust"), told("cannot_tell", events=[])
    assert tuple(full.annex) == tuple(full.letters) == ANNEX
    assert list(full.letters.values()) == sorted(full.letters.values())
    left_out = {key for key in ANNEX if key not in short.annex}
    assert left_out == {"sensitivity", "events", "would"}
    assert all(table.rows for table in short.annex.values())


def test_every_reference_leads_to_the_table_that_it_is_about() -> None:
    account = told("not_robust")
    letters = account.letters
    assert f"annex {letters['compared']}" in account.say(account.figure("fit").source)
    assert f"(annex {letters['ladder']})" in account.annex["sensitivity"].note


def test_the_annex_says_what_each_indicator_counts_and_the_law_of_the_scale() -> None:
    tables = told().annex
    row = next(row for row in tables["indicators"].rows if row[0].text.startswith("Departures"))
    assert [cell.text for cell in row[1:3]] == [
        "what departures counts",
        "what departures leaves out",
    ]
    assert tables["scale"].note == "Threat levels of Exampleland; Decree of 1 March 2007, art. 11."
    assert [cell.text for cell in tables["scale"].rows[0]] == ["1 (low)", "meaning of 1"]


def test_the_annex_says_until_when_an_indicator_tells_anything_and_why() -> None:
    brief = a_brief()
    ended = replace(
        brief.indicators["departures"],
        relevant_until=date(2017, 3, 23),
        relevance_reason="The war ended",
        relevance_source="Press release",
    )
    brief.indicators = {**brief.indicators, "departures": ended}
    rows = Told(brief).annex["indicators"].rows
    told_of = {row[0].text.split(" ")[0]: [cell.text for cell in row[3:]] for row in rows}
    departures = told_of.pop("Departures")
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in departures] == [
        "–", "23 Mar 2017", "The war ended; Press release",
    ]  # fmt: skip
    assert all(cells == ["–"] * 3 for cells in told_of.values())


def test_every_constant_of_the_rule_is_in_the_annex() -> None:
    table = told().annex["rule"]
    assert len(table.rows) == len(rule_of(SECOND).constants) + 1
    # The rule itself lowers on the mean of six month ends, and so up to three months later.
    held = next(str(row[0].text) for row in table.rows if str(row[0].text).startswith("hold time"))
    assert held.endswith("until the bound for lowering is reached")


def test_the_sources_of_events_say_when_they_were_read() -> None:
    table = told().annex["events"]
    assert table.head[-1] == "Source (read when the list was made)"
    assert "may be later than the day" in table.note


def test_weights_add_up_to_the_result() -> None:
    weights = told().annex["weights"]
    sums = [sum(row[i].value or 0 for row in weights.rows[:-1]) for i in (4, 5, 6)]
    assert sums == pytest.approx([weights.rows[-1][i].value for i in (4, 5, 6)])


def test_sensitivity_lists_every_change_whether_or_not_it_matters() -> None:
    sensitivity = told("not_robust").annex["sensitivity"]
    answers = {row[0].text: row[1].text for row in sensitivity.rows}
    assert len(answers) == len(changes_tried(SECOND))
    assert sorted(answers.values()).count("same level") == len(changes_tried(SECOND)) - 2
    assert answers["If each level were set half as high"] == "3 (serious)"


def test_the_ladder_is_shown_for_the_levels_of_the_scale() -> None:
    account = Told(a_brief(levels=5))
    ladder = account.annex["ladder"]
    assert [cell.text for cell in ladder.rows[0][2:7]] == ["0.1", "0.228", "0.548", "1.316", "3"]


@pytest.mark.parametrize(
    ("author", "language", "told"),
    [
        ("The Peil project", "en", "by the Peil project;"),
        ("The Peil project", "fr", "par le projet Peil ;"),
        ("The Peil project", "nl", "(auteur: het Peil-project);"),
        ("The Peil project", "de", "(Verfasser: Projekt Peil);"),
        ("Ruritania", "de", "(Verfasser: Ruritania);"),
    ],
)
def test_whose_the_ladder_is_is_told_in_the_language_of_the_page(
    author: str, language: str, told: str
) -> None:
    brief = a_brief()
    brief.ladder = a_ladder(author=author)
    note = plain(Told(brief, language).annex["ladder"].note)
    assert told in note.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_what_is_counted_in_the_country_is_not_told_per_head() -> None:
    ladder = Told(a_brief()).annex["ladder"]
    assert [row[1].text for row in ladder.rows[:3]] == [
        "events a year in the country",
        "events a month in the country",
        "ratio to its own past",
    ]


def test_no_value_of_the_ladder_is_told_as_a_false_zero() -> None:
    brief = a_brief()
    rare = replace(brief.ladder.families["attacks"], values=(0.001, 0.01, 0.1, 0.3))
    brief.ladder = a_ladder(families={"attacks": rare})
    assert Told(brief).annex["ladder"].rows[0][2].text == "0.001"


def test_an_indicator_that_carries_no_weight_is_not_among_the_weights() -> None:
    weights = told().annex["weights"]
    assert "Fighters in the conflict zone" not in [row[0].text for row in weights.rows]


def test_effort_dependent_figures_carry_their_label_in_every_table_that_names_them() -> None:
    tables = told().annex
    for key in ("weights", "directions", "compared", "would"):
        rows = [row for row in tables[key].rows if "investigations" in row[0].text]
        assert rows
        assert all("effort-dependent" in " ".join(cell.text for cell in row) for row in rows)


def test_levels_of_places_stand_in_the_last_table_and_the_decision_leads_to_it() -> None:
    brief = a_brief()
    assert not Told(brief).lines("places-of-level")
    brief.of_places = (
        a_level(
            3,
            "2016-05-24",
            country="Exampleland",
            scope="theme: harbours",
            announced_precision="month",
            source="Harbour News",
        ),
    )
    account = Told(brief)
    assert [*account.annex][-1] == "places"
    (row,) = account.annex["places"].rows
    assert [each.text.replace("\N{NO-BREAK SPACE}", " ") for each in row] == [
        "theme: harbours",
        "3 (serious)",
        "May 2016",
        "Harbour News",
    ]
    (line,) = account.lines("places-of-level")
    assert f"annex {account.letters['places']} lists" in line
