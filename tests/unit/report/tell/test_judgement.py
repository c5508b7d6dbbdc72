"""The report of judgements says where voices lead together, who differs, and how each judged before."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from tests.builders import a_scale
from tests.judgement_builder import a_question, a_voice

from peil.decide.judgement import ElicitedQuestion
from peil.report.model import Points, Report, Section, Table, Text, plain, walk
from peil.report.render.data import document_json
from peil.report.render.html import render_html
from peil.report.render.paper import render_paper
from peil.report.tell.judgement import CAVEATS, document, tell
from peil.report.words import LANGUAGES, words_in
from peil.review.judged import MODEL, Judged, Posteriors, accounts_of, rounds_scored
from peil.terms.admiralty import Grade

ENGLISH = words_in("en")
ARMY = a_voice("Army", 0.9, 0.6, 0.1, reasons=("Calm.", "Calm.", "Calm."))
POLICE = a_voice("Police", 0.9, 0.2, 0.1, reasons=("No.", "<b>Arrests</b>.", "No."))
POSTERIOR = {1: 0.1, 2: 0.2, 3: 0.6, 4: 0.1}


def some_questions() -> list[ElicitedQuestion]:
    return [
        a_question({1: [ARMY, POLICE], 2: [ARMY]}, 3, "first"),
        a_question({1: [POLICE], 2: [ARMY, POLICE]}, 2, "second"),
    ]


def judged(
    questions: Sequence[ElicitedQuestion], posteriors: Posteriors | None = None, **changes: Any
) -> Judged:
    """Judge questions as the command does."""
    given = posteriors or {}
    return Judged(
        title="Ruritania, made up",
        country="Ruritania",
        scale=a_scale(),
        as_of=date(2024, 9, 1),
        model_weight=1.0,
        questions=accounts_of(questions, given, **changes),
        rounds=rounds_scored(questions, given),
    )


def told(*questions: ElicitedQuestion, posteriors: Posteriors | None = None) -> Report:
    return tell(judged(questions, posteriors), ENGLISH)


def block(report: Report, key: str) -> Any:
    return next((each for each in walk(report.blocks) if each.key == key), None)


def cells(table: Table) -> list[list[str]]:
    return [[plain(c.text).replace("\xa0", " ") for c in row.cells] for row in table.rows]


def notes(report: Report) -> list[str]:
    text: Text = block(report, "notes")
    return [plain(line) for line in text.lines]


def test_the_level_to_which_the_voices_lead_is_the_headline() -> None:
    report = told(a_question({2: [ARMY, POLICE]}))
    headline = plain(report.headline).replace("\xa0", " ")
    assert headline == (
        "Level that the voices together lead to for 31 January 2024: level 2 (level 2)"
    )
    assert "No question is resolved yet, so that nobody is scored." in notes(report)


def test_where_no_voice_weighs_nothing_is_told_and_nobody_is_hidden() -> None:
    unknown = a_voice("Army", 0.9, 0.6, 0.1, grade=Grade(reliability="F", credibility="6"))
    report = told(a_question({1: [unknown]}))
    assert "cannot be told" in plain(report.headline)
    table: Table = block(report, "voices-0-1")
    assert cells(table) == [["Army", "90%", "60%", "10%", "0%"]]
    assert "No voice of this round weighs anything" in plain(table.note)


def test_all_together_stand_above_each_voice_with_the_word_for_what_they_hold() -> None:
    table: Table = block(told(a_question({1: [ARMY, POLICE]})), "voices-0-1")
    assert [row[0] for row in cells(table)] == ["All together", "Army", "Police"]
    assert table.rows[0].cells[1].value == pytest.approx(0.9)
    assert table.rows[0].cells[1].lines == ("very likely",)
    assert cells(table)[1][1:] == ["90%", "60%", "10%", "50%"]


def test_who_differs_is_named_with_where_and_why() -> None:
    report = told(a_question({1: [ARMY, POLICE]}))
    points: Points = block(report, "dissent-0-1")
    (army,) = points.items
    assert (army.what, army.detail) == ("Army", "Calm.")
    assert plain(army.says).replace("\xa0", " ").startswith("Holds 3 (level 3) or more likelier")
    assert notes(report)[0] == "One voice differs from this: Army."
    alike = told(a_question({1: [ARMY, a_voice("Police", 0.9, 0.6, 0.1)]}))
    assert notes(alike)[0] == "No voice differs from this."


def test_rounds_stand_apart_the_last_first_with_who_moved() -> None:
    before = a_voice("Army", 0.4, 0.2, 0.1)
    report = told(a_question({1: [before, POLICE], 2: [ARMY]}))
    section: Section = block(report, "question-0")
    keys = [each.key for each in section.blocks]
    assert keys.index("voices-0-2") < keys.index("voices-0-1") < keys.index("moved-0")
    moved: Table = block(report, "moved-0")
    assert cells(moved) == [["Army", "1 (level 1)", "3 (level 3)"]]


def test_what_was_mended_is_said_beside_the_table() -> None:
    rising = a_voice("Army", 0.2, 0.6, 0.999)
    note = plain(block(told(a_question({1: [rising]})), "voices-0-1").note)
    for said in ("should be asked again: Army", "read as 1% or 99%: Army", "made one value"):
        assert said in note


def test_a_factor_that_was_used_and_one_that_is_offered_are_said() -> None:
    many = [a_question({1: [ARMY], 2: [ARMY]}, 3, f"q{i}") for i in range(30)]
    report = tell(judged(many, is_extremised=True), ENGLISH)
    assert "made more extreme by the factor" in plain(block(report, "voices-0-2").note)
    line = plain(block(report, "offered-2").lines[0])
    assert line.startswith("30 resolved questions support")
    few = told(*some_questions())
    assert "Too few questions" in plain(block(few, "offered-2").lines[0])


def test_scores_over_common_questions_stand_before_each_ones_own() -> None:
    report = told(*some_questions(), posteriors={"first": POSTERIOR})
    alike, own = block(report, "scores-1-0"), block(report, "scores-1-1")
    assert alike.title == "Over the one question that all answered"
    assert {row[1] for row in cells(alike)} == {"1"}
    assert {row[0]: row[1] for row in cells(own)} == {
        "Army": "1", "Police": "2", "All together": "2", "Peil’s posterior": "1",
    }  # fmt: skip
    discussed = [each for each in (block(report, f"scores-2-{i}") for i in (0, 1)) if each]
    assert [each.title for each in discussed] == ["Each over all that it answered"]
    curves = cells(block(report, "curves-2"))
    assert [row[:3] for row in curves] == [["Army", "logistic", "2"], ["Army", "isotonic", "2"]]


def test_scores_are_told_once_where_all_answered_the_same() -> None:
    report = told(a_question({1: [ARMY, POLICE]}, 3))
    assert block(report, "scores-1-0") is not None
    assert block(report, "scores-1-1") is None


def test_the_data_hold_every_probability_unrounded_and_the_report_beside() -> None:
    found = judged(some_questions(), {"first": POSTERIOR})
    held = json.loads(document_json(document(found), tell(found, ENGLISH)))
    assert (held["kind"], held["caveats"]) == ("judgement", list(CAVEATS))
    voices = held["questions"][0]["rounds"][0]["voices"]
    assert [voice["name"] for voice in voices] == ["Army", "Police", MODEL]
    assert voices[0]["best"] == [0.9, 0.6, 0.1]
    assert held["report"]["kind"] == "judgement"


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_and_paper_are_whole_in_every_language_and_texts_stay_texts(language: str) -> None:
    words = words_in(language)
    report = tell(judged(some_questions(), {"first": POSTERIOR}), words)
    page = render_html(report, words)
    assert "&lt;b&gt;Arrests" in page
    assert "<b>Arrests" not in page
    for table in (each for each in walk(report.blocks) if isinstance(each, Table)):
        assert {len(row.cells) for row in table.rows} == {len(table.columns)}
    assert render_paper(report, words).startswith(b"%PDF")
