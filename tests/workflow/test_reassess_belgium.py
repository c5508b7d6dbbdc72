"""The reassessment of the Belgian measures of 2015-2017, by the command and in its files."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from peil.cli.main import app
from peil.feeds.dossier.read import read_dossier
from peil.review.reassessment.reassess import Reassessment
from peil.terms.errors import BadInput
from peil.workflow.reassessing import reassess_dossier


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, ["reassess", *map(str, arguments)], catch_exceptions=True)


@pytest.fixture(scope="module")
def found(belgium: Path) -> Reassessment:
    return reassess_dossier(belgium)


def own(found: Reassessment, question: str, spell: str = "after") -> Any:
    answer = next(a for a in found.answers if a.question.id == question)
    return (answer.after if spell == "after" else answer.during).own


def test_the_counts_of_attacks_cannot_tell_of_the_measures(found: Reassessment) -> None:
    after = own(found, "attacks")
    assert (after.before.count, after.later.count) == (2, 3)
    assert after.verdict.answer == "cannot tell"
    # Worked out by hand: of Poisson counts with mean 2 in 98.57 million person-years and with three
    # quarters, a half or a quarter of that rate in 82.28, the exact test sees so many at 5 %.
    assert after.power == pytest.approx((0.0155, 0.0233, 0.0350), abs=0.002)
    assert not found.can_tell_of_aim


def test_departures_and_attempts_halved_while_the_measures_were_made(found: Reassessment) -> None:
    during = own(found, "attempts", "while")
    assert during.before.is_rough
    assert during.verdict.answer == "fell"
    assert during.verdict.estimate == pytest.approx(0.51, abs=0.01)
    assert own(found, "attempts").refusal.reason == "none_known"


def test_one_figure_on_each_side_is_no_answer(found: Reassessment) -> None:
    during = own(found, "departures", "while")
    assert during.verdict.reason == "spread_unknown"
    answer = next(a for a in found.answers if a.question.id == "departures")
    assert {(u.publisher, u.reason) for u in answer.own.unused} == {
        ("CUTA/OCAM", "other_publisher"),
        ("Minister of the Interior (Belgium)", "other_publisher"),
    }


def test_work_of_the_services_cannot_tell_for_its_years_differ_too_much(
    found: Reassessment,
) -> None:
    for question in ("investigations", "police_reports", "arrests", "arrests_jihadist"):
        answer = next(a for a in found.answers if a.question.id == question)
        assert answer.follows_effort
        for compared in answer.comparisons:
            assert compared.own.verdict is None or compared.own.verdict.answer == "cannot tell"
        assert answer.during.own.dispersion.times > 10


def test_attacks_are_set_beside_the_countries_with_a_complete_list(found: Reassessment) -> None:
    attacks = found.answers[0]
    assert attacks.after.widest is not None
    assert attacks.after.widest.peers == ("France", "United Kingdom", "Germany")
    assert attacks.during.widest is not None
    assert attacks.during.widest.peers == ("France", "United Kingdom", "Germany")


def test_on_22_january_2018_nobody_could_have_told_of_a_time_after(belgium: Path) -> None:
    then = reassess_dossier(belgium, date(2018, 1, 22))
    assert all(answer.after.own.verdict is None for answer in then.answers)
    files = next(a for a in then.answers if a.question.id == "investigations")
    assert [p.count for p in files.own.periods][-2:] == [275, 250], "the vintages of that day"


def test_the_command_writes_the_same_in_every_form(belgium: Path, tmp_path: Path) -> None:
    html, pdf = tmp_path / "page.html", tmp_path / "paper.pdf"
    result = run(belgium, "--format", "json", "--html", html, "--pdf", pdf, "--language", "nl")
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert data["country"] == "Belgium"
    assert len(data["answers"]) == 8
    assert "geven geen uitsluitsel" in html.read_text(encoding="utf-8")
    assert pdf.read_bytes().startswith(b"%PDF")


def test_the_first_line_of_the_text_says_what_cannot_be_told(belgium: Path) -> None:
    lines = [line for line in run(belgium).stdout.splitlines() if line]
    assert lines[1].startswith("The public counts cannot tell whether the measures of 2015")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--as-of", "2014-12-31"),
            "nothing can be asked on 2014-12-31 of a policy that had not begun",
        ),
        (("--as-of", "2017-06-20"), "were not all taken by 2017-06-20"),
        (("--as-of", "soon"), "--as-of has 'soon', which is no day"),
        (("--language", "xx"), "--language has the value 'xx'"),
    ],
)
def test_bad_input_is_one_sentence(arguments: tuple[str, ...], said: str, belgium: Path) -> None:
    result = run(belgium, *arguments)
    assert isinstance(result.exception, BadInput)
    assert said in str(result.exception)


def test_a_dossier_that_asks_nothing_is_told_so(belgium: Path, tmp_path: Path) -> None:
    folder = tmp_path / "belgium"
    folder.mkdir()
    for file in belgium.iterdir():
        if file.is_file() and file.name != "reassessment.toml":
            (folder / file.name).write_bytes(file.read_bytes())
    with pytest.raises(BadInput, match=r"asks nothing of a policy; add a reassessment\.toml"):
        reassess_dossier(folder)


def test_the_choices_stand_in_the_dossier_with_their_reasons(belgium: Path) -> None:
    plan = read_dossier(belgium).plan
    assert plan is not None
    assert {q.id for q in plan.questions} >= {"attacks", "departures", "returns", "arrests"}
    assert all(q.reason and q.peers_reason and q.displacement for q in plan.questions)
    assert plan.steps[0].date == plan.begins
    assert plan.steps[-1].date == plan.ends
