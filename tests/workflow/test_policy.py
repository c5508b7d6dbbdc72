"""`peil policy` from a folder of files to what a parliament reads, and back with its answers."""

import csv
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from tests.unit.feeds.builders import a_dossier, add_row, both, cell, written
from typer.testing import CliRunner

from peil.act.answers import ANSWERED, Answer
from peil.act.lowering import LevelStep
from peil.cli.main import app
from peil.feeds.answers.read import read_answers
from peil.feeds.dossier.read import read_dossier
from peil.report.render.data import document_json
from peil.report.tell.parts import picked
from peil.report.words import LANGUAGES
from peil.terms.errors import BadInput, BadOutput, PeilError
from peil.workflow.policy import latest_lowering, state_lowering

DAY = "2018-03-01"
STEP = LevelStep(before=3, after=2, on=date(2018, 3, 1))
LOWERING = ("lowering", "--from", "3", "--to", "2", "--on", DAY)


@pytest.fixture(scope="module")
def norland(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = a_dossier()
    add_row("statuses", "share,overseer,in_progress,2017-01-01,,Under study.,,,2017-02-01,Audit,")(
        files
    )
    return written(files, tmp_path_factory.mktemp("norland"))


def test_the_latest_lowering_is_from_the_level_that_was_known_on_its_day(norland: Path) -> None:
    """A level 4 of 2016 that became public in 2019, when level 2 held, was lowered by nobody."""
    dossier, today = read_dossier(norland), date(2020, 1, 1)
    row = next(each for each in dossier.official if (each.country, each.level) == ("Norland", 3))
    late = replace(row, level=4, valid_from=date(2016, 1, 1), announced=date(2019, 1, 1))
    lower = replace(row, level=2, valid_from=date(2018, 3, 1), announced=date(2018, 3, 1))
    told = replace(dossier, official=(*dossier.official, late, lower))
    assert latest_lowering(told, today) == STEP


def peil(dossier: Path, command: str, *options: str) -> str:
    found = CliRunner().invoke(app, ["policy", command, str(dossier), *options])
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    assert found.exit_code == 0, found.output
    return found.output


def lowered(dossier: Path, *options: str) -> Any:
    return json.loads(peil(dossier, *LOWERING, "--format", "json", *options))


def test_a_lowering_asks_what_is_bound_and_leaves_what_is_structural(norland: Path) -> None:
    statement = lowered(norland)["answered"]["statement"]
    effects = {each["arrangement"]["id"]: each["effect"] for each in statement["consequences"]}
    assert effects == {"cells": "not_affected", "guards": "to_decide"}
    cells = statement["consequences"][0]["test"]
    facts = {fact["code"]: fact["holds"] for fact in cells["facts"]}
    assert facts == {
        "open_finding": True,
        "budget_falls": None,
        "sensor": False,
        "balance_floor": None,
        "likely_back": None,
    }
    assert (cells["response"], cells["returns"][0]["months"]) == ("inform", 18)
    assert [question["id"] for question in statement["questions"]] == [
        "2018-03-01:3-2:guards:coupling",
    ]


def test_every_figure_of_a_statement_has_its_source(norland: Path) -> None:
    statement = lowered(norland)["answered"]["statement"]
    for each in statement["consequences"]:
        assert each["arrangement"]["source"]
        held = [fact for fact in (*each["test"]["facts"], *each["contrary"]) if fact["holds"]]
        assert held
        assert all(fact["sources"] for fact in held)
    assert all(lowering["source"] for lowering in statement["lowerings"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("command", "options"),
    [
        (LOWERING[0], LOWERING[1:]),
        ("status", ("--as-of", "2018-12-31")),
        ("diff", ("--from", "2017-01-31", "--to", "2018-12-31")),
    ],
)
def test_every_view_is_told_in_every_language(
    norland: Path, command: str, options: tuple[str, ...], language: str
) -> None:
    text = peil(norland, command, *options, "--all", "--language", language)
    assert not re.search(r"[{}]|\bNone\b(?! of)|\bnan\b", text)
    assert {"en": "Source: ", "fr": "Source : ", "nl": "Bron: ", "de": "Quelle: "}[
        language
    ] in text.replace("\xa0", " ")


def spoken(saying: Any) -> str:
    parts = [saying] if isinstance(saying, str) else [piece["text"] for piece in saying]
    return "".join(parts).replace("\xa0", " ")


def test_a_status_shows_both_voices_and_what_is_at_risk(norland: Path) -> None:
    found = json.loads(peil(norland, "status", "--as-of", "2018-12-31", "--format", "json"))
    blocks = {block["key"]: block for block in found["report"]["blocks"]}
    (table,) = (b for b in blocks["recommendations"]["blocks"] if b["block"] == "table")
    assert [column["head"] for column in table["columns"][2:4]] == [
        "Its owner claims",
        "An overseer finds",
    ]
    rows = [
        " | ".join(spoken(cell.get("text", "")) for cell in row["cells"]) for row in table["rows"]
    ]
    for said in (
        "done (as of 1 May 2018): Payroll | partly done (as of 1 May 2018): Half of the posts. | The two give different states, perhaps of different days or parts; neither wins.",
        "blocked (as of 1 May 2018), waits for Ministry since 1 Sep 2017: No law.",
        "At risk, as what carried it out has ended: Desk.",
    ):
        assert sum(said in row for row in rows) == 1, said


def test_a_status_says_what_ended_and_what_wears_away(norland: Path) -> None:
    text = peil(norland, "status", "--as-of", "2018-12-31", "--all")
    for said in (
        "All 2 findings were open when last reported on.",
        "Ended on 1 September 2017.",
        "Its evaluation of 1 March 2017 shows no effect.",
        "On 1 March 2017, 12 municipalities in the country had no cell.",
        "No information on the coupling",
    ):
        said_of_desk = said != "No information on the coupling"
        assert (said in " ".join(text.replace("\xa0", " ").split())) is said_of_desk, said


def test_where_facts_are_not_known_no_fact_against_an_ending_is_no_leave(norland: Path) -> None:
    text = " ".join(peil(norland, *LOWERING, "--all").split())
    assert "A lower level is not a reason to stop what was built." in text
    assert "No recent public answer" in text
    assert "speaks against taking it apart" not in text


def test_the_chance_of_a_return_names_the_level_and_what_is_so_already(norland: Path) -> None:
    text = " ".join(peil(norland, *LOWERING, "--all").replace("\xa0", " ").split())
    assert re.search(r"On the day itself, \S+ of the fit .* lies at level 3 or above\.", text)


@pytest.mark.parametrize(
    "command",
    [
        LOWERING,
        ("status", "--as-of", "2018-12-31"),
        ("diff", "--from", "2017-01-31", "--to", "2018-12-31"),
    ],
)
def test_what_an_ending_puts_at_risk_is_named(norland: Path, command: tuple[str, ...]) -> None:
    text = peil(norland, *command, "--all")
    assert "Nothing is known to carry out these recommendations now: Hire many more." in text
    assert "now: hire" not in text


def test_an_ending_without_a_decision_is_the_first_line_of_every_view(tmp_path: Path) -> None:
    files = a_dossier()
    both(
        cell("arrangements", 5, "coupling", "structural"),
        cell("arrangements", 5, "coupling_reason", "It answers."),
        cell("arrangements", 5, "coupling_by", "overseer"),
        cell("events", 5, "opinions", ""),
    )(files)
    folder = written(files, tmp_path)
    for command, *options in (
        LOWERING,
        ("status", "--as-of", "2018-12-31"),
        ("diff", "--from", "2017-01-31", "--to", "2018-12-31"),
    ):
        first = peil(folder, command, *options).split("\n\n")[1].splitlines()[0]
        wanted = "One structural arrangement ended, and no reasoned decision is known: Desk."
        assert first == wanted
    text = peil(folder, "status", "--as-of", "2018-12-31", "--all")
    assert "Not known of the decision: who was asked." in text


def test_a_difference_names_what_ended_and_what_was_learned(norland: Path) -> None:
    found = json.loads(
        peil(norland, "diff", "--from", "2017-01-31", "--to", "2018-12-31", "--format", "json")
    )
    changes = {each["id"]: each for each in found["arrangements"]}
    assert {id_: each["change"] for id_, each in changes.items()} == {
        "desk": "ended",
        "cells": "changed",
        "guards": "kept",
    }
    assert [(each["day"], each["weighed"]) for each in found["balances"]] == [
        ("2017-01-31", 3),
        ("2018-12-31", 2),
    ]
    told = [(d["what"], d["before"], d["after"]) for d in changes["cells"]["differences"]]
    assert told == [("staff", 15, 17), ("vacancies", 2, None)]


def test_questions_come_back_as_answers(norland: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.csv"
    peil(norland, *LOWERING, "--questions", str(file))
    blank = lowered(norland, "--answers", str(file))["answered"]
    assert len(blank["unanswered"]) == 1
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    rows[0] |= {"choice": "scale", "reason": "Fewer posts.", "by": "government"}
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, ANSWERED)
        writer.writeheader()
        writer.writerows(rows)
    answered = lowered(norland, "--answers", str(file))["answered"]
    assert answered["unanswered"] == []
    text = peil(norland, *LOWERING, "--answers", str(file), "--all")
    assert "The government: scale. Fewer posts." in text
    with pytest.raises(BadInput, match="not to the statement 2018-03-02:3-2"):
        peil(norland, *LOWERING[:-1], "2018-03-02", "--answers", str(file))
    held = file.read_bytes()
    for option in ("--questions", "--html", "--pdf"):
        with pytest.raises(BadOutput, match="is read, and would be lost"):
            peil(norland, *LOWERING, "--answers", str(file), option, str(file))
    assert file.read_bytes() == held


def test_a_page_that_cannot_be_written_keeps_the_questions_back_too(
    norland: Path, tmp_path: Path
) -> None:
    questions, page = tmp_path / "questions.csv", tmp_path / "none" / "page.html"
    with pytest.raises(BadOutput, match=r"page\.html cannot be written .*; choose another place"):
        peil(norland, *LOWERING, "--questions", str(questions), "--html", str(page))
    assert [*tmp_path.iterdir()] == []


def test_answers_are_given_as_values_too(norland: Path) -> None:
    asked = state_lowering(norland, STEP).answered.statement.questions
    said = {"choice": "scale", "reason": "Fewer posts.", "by": "government"}
    by_id = {asked[0].id: said}
    values = [Answer(question=asked[0].id, **said)]
    for answers in (by_id, values):
        answered = state_lowering(norland, STEP, answers).answered
        assert (answered.unanswered, answered.answers[asked[0].id].reason) == ((), "Fewer posts.")
    for wrong, sentence in (
        ({**said, "reson": "x"}, "unknown key 'reson'; write 'reason'"),
        ({**said, "by": 3}, "has the by 3; give it as text"),
        ({}, ""),
    ):
        if sentence:
            with pytest.raises(BadInput, match=sentence):
                state_lowering(norland, STEP, {asked[0].id: wrong})
        else:
            assert state_lowering(norland, STEP, {asked[0].id: wrong}).answered.answers == {}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"question,choice\nx,keep\n", "row 2 does not have the columns question, arrangement"),
        (b"", "answers.csv is empty; fill in the file that --questions wrote"),
        (b"question,foo\n", "row 1 does not have the columns question, arrangement"),
        (b"\xff\xfe", "answers.csv: is written in UTF-16; save it as CSV in UTF-8$"),
        (b'question\n"x', "answers.csv, row 2: cannot be split into cells"),
        (f"{','.join(ANSWERED)}\nq,a,yes,keep,keep,\0,owner\n".encode(), "holds a NUL byte"),
        (f"{','.join(ANSWERED)},choice\n".encode(), "has the column 'choice' twice; rename"),
        (
            f"{','.join(ANSWERED)}, Choice\n".encode(),
            "row 1 has the column 'choice' twice, in other letters or with blanks; keep one",
        ),
    ],
)
def test_answers_that_are_no_table_are_refused(
    content: bytes, sentence: str, tmp_path: Path
) -> None:
    file = tmp_path / "answers.csv"
    file.write_bytes(content)
    with pytest.raises(BadInput, match=sentence):
        read_answers(file)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_answers_are_read_whatever_stands_between_the_cells(sign: str, tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    head = sign.join(ANSWERED)
    file.write_text(f"{head}\n", encoding="utf-8")
    assert all(answer.is_blank for answer in read_answers(file))
    cells = sign.join(("q", "a", "yes", "keep stop", "keep", '"They, we; all."', "owner"))
    for blanks in ("", sign * 3):
        file.write_text(f"{head}{blanks}\n{cells}{blanks}\n", encoding="utf-8")
        (answer,) = read_answers(file)
        assert (answer.choice, answer.reason, answer.by) == ("keep", "They, we; all.", "owner")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("lowering", "--from", "3", "--to", "2", "--on", "2009-01-01"), "reviews begin"),
        (("lowering", "--from", "2", "--to", "3", "--on", DAY), "lowers nothing"),
        (("lowering", "--from", "9", "--to", "3", "--on", DAY), "9 is no level of the scale"),
        (
            ("lowering", *LOWERING[1:], "--answers", "/no/where.csv"),
            "does not exist; give the file that",
        ),
        (("diff", "--from", DAY, "--to", DAY), "is not after"),
        (("status", "--as-of", "yesterday"), "no day"),
        (("status", "--as-of", DAY, "--format", "html"), "--format"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    norland: Path, options: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(PeilError, match=sentence):
        peil(norland, *options)


LATER = st.dates(date(2018, 3, 2), date(2030, 1, 1)).map(date.isoformat)
ROWS = st.one_of(
    LATER.map(lambda d: ("statuses", f"hire,owner,rejected,2018-01-01,,No.,,,{d},Later,")),
    LATER.map(lambda d: ("events", f"guards,ended,2017-01-01,,,,,,,,{d},Later,")),
    LATER.map(lambda d: ("funding", f"grant,cells,committed,2018,1,EUR,,,{d},Later,")),
    LATER.map(lambda d: ("recommendations", f"new,north_files,Do.,police,,,,{d},Later,")),
    LATER.map(
        lambda d: (
            "arrangements",
            f"guards,G,g,,police,protect,,,,,,,3,structural,R.,owner,,,true,,,,,,{d},Later,",
        )
    ),
)


@pytest.fixture(scope="module")
def statement(norland: Path) -> str:
    return document_json(picked(state_lowering(norland, STEP)))


@how(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROWS, min_size=1, max_size=3, unique=True))
def test_facts_published_later_change_no_byte(
    rows: list[tuple[str, str]], statement: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    files = a_dossier()
    add_row("statuses", "share,overseer,in_progress,2017-01-01,,Under study.,,,2017-02-01,Audit,")(
        files
    )
    both(*(add_row(table, line) for table, line in rows))(files)
    folder = written(files, tmp_path_factory.mktemp("later"))
    assert document_json(picked(state_lowering(folder, STEP))) == statement


@pytest.mark.parametrize("command", [LOWERING, ("status", "--as-of", DAY)])
def test_an_index_of_prices_published_later_changes_no_byte(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    files, price = (
        a_dossier(),
        "[[deflator]]\nyear = {}\nindex = {}\npublished = {}\nsource = 'B'\n",
    )
    known = f"prices_of = 2018\n{files['policy.toml']}{price.format(2018, 102, '2018-01-15')}"
    later = known + price.format(2018, 250, "2018-03-02") + price.format(2019, 104, "2019-02-01")
    told = [
        peil(
            written({**files, "policy.toml": text}, tmp_path / "norland"),
            *command,
            "--format",
            "json",
        )
        for text in (known, later)
    ]
    assert told[0] == told[1]
    assert '"index": 102' in told[0]
