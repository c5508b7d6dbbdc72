"""The annex has every table, with its letter, its labels and what it rests on."""

from dataclasses import fields

import pytest
from tests.unit.report.exampleland import a_brief
from tests.unit.report.test_account import told

from peil.assess.rule import Rule
from peil.assess.sensitivity import CHANGES
from peil.report.account import ANNEX
from peil.report.told_brief import tell
from peil.report.words import words_in


def test_every_table_of_the_annex_keeps_its_letter() -> None:
    full, short = told("not_robust").annex, told("cannot_tell", events=[]).annex
    letters = {table.key: table.title.split(". ")[0] for table in full}
    assert list(letters.values()) == sorted(letters.values())
    assert list(letters) == list(ANNEX)
    assert len(short) < len(full)
    assert all(table.title.startswith(f"{letters[table.key]}. ") for table in short)


def test_the_annex_says_what_each_indicator_counts_and_the_law_of_the_scale() -> None:
    tables = {table.key: table for table in told().annex}
    row = next(row for row in tables["indicators"].rows if row[0].text.startswith("Departures"))
    assert [cell.text for cell in row[1:]] == [
        "what departures counts",
        "what departures leaves out",
    ]
    assert tables["scale"].note == (
        "Threat levels of Exampleland; Decree of 1 March 2007; art. 11."
    )
    assert [cell.text for cell in tables["scale"].rows[0]] == ["1 (low)", "meaning of 1"]


def test_every_constant_of_the_rule_is_in_the_annex() -> None:
    table = next(table for table in told().annex if table.key == "rule")
    assert len(table.rows) == len(fields(Rule)) + 1


def test_the_sources_of_events_say_when_they_were_read() -> None:
    table = next(table for table in told().annex if table.key == "events")
    assert table.head[-1] == "Source (read when the list was made)"
    assert "may be later than the day" in table.note


def test_weights_add_up_to_the_result() -> None:
    weights = next(table for table in told().annex if table.key == "weights")
    sums = [sum(row[i].value or 0 for row in weights.rows[:-1]) for i in (4, 5, 6)]
    assert sums == pytest.approx([weights.rows[-1][i].value for i in (4, 5, 6)])


def test_sensitivity_lists_every_change_whether_or_not_it_matters() -> None:
    sensitivity = next(table for table in told("not_robust").annex if table.key == "sensitivity")
    answers = {row[0].text: row[1].text for row in sensitivity.rows}
    assert len(answers) == len(CHANGES)
    assert sorted(answers.values()).count("same level") == len(CHANGES) - 2
    assert answers["If each level were set half as high"] == "3 (serious)"


def test_the_ladder_is_shown_for_the_levels_of_the_scale() -> None:
    account = tell(a_brief(levels=5), words_in("en"))
    ladder = next(table for table in account.annex if table.key == "ladder")
    assert [cell.text for cell in ladder.rows[0][2:7]] == ["0.1", "0.23", "0.55", "1.32", "3"]


def test_an_indicator_that_carries_no_weight_is_not_among_the_weights() -> None:
    weights = next(table for table in told().annex if table.key == "weights")
    assert "Fighters in the conflict zone" not in [row[0].text for row in weights.rows]


def test_effort_dependent_figures_carry_their_label_in_every_table_that_names_them() -> None:
    tables = {table.key: table for table in told().annex}
    for key in ("weights", "directions", "compared", "would"):
        rows = [row for row in tables[key].rows if "investigations" in row[0].text]
        assert rows
        assert all("effort-dependent" in " ".join(cell.text for cell in row) for row in rows)
