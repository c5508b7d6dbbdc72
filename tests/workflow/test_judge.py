"""What the services of a dossier judged is pooled and scored, as it was known on a day."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.unit.feeds.builders import a_dossier, written
from typer.testing import CliRunner

from peil.cli.main import app
from peil.decide.judgement import DISCUSSED, PRIVATE
from peil.feeds.dossier.read import read_dossier
from peil.review.judged import MODEL
from peil.terms.errors import BadInput, PeilError
from peil.workflow.assessing import replay_dossier
from peil.workflow.judging import judge_dossier


@pytest.fixture(scope="module")
def norland(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(a_dossier(), tmp_path_factory.mktemp("norland"))


def test_before_its_answer_is_known_a_question_is_pooled_and_scores_nobody(norland: Path) -> None:
    judged = judge_dossier(norland, date(2018, 3, 1))
    (account,) = judged.questions
    (first,) = account.rounds
    assert [voice.name for voice in first.voices] == ["Army", "Police", MODEL]
    assert account.question.unfinished[DISCUSSED] == ("Army",)
    assert all(each.scores.own == () for each in judged.rounds)


def test_once_the_answer_is_known_services_and_the_model_are_scored(norland: Path) -> None:
    judged = judge_dossier(norland)
    assert judged.as_of == date(2018, 7, 31)
    private = next(each for each in judged.rounds if each.round == PRIVATE)
    assert {score.name for score in private.scores.own} >= {"Army", "Police", MODEL}


def test_the_model_speaks_by_the_last_review_before_the_day_of_the_question(norland: Path) -> None:
    day = date(2018, 1, 31)
    review = replay_dossier(norland, day, day).reviews[-1]
    model = judge_dossier(norland).questions[0].rounds[0].voices[-1]
    assert model.best[-1] == pytest.approx(review.probabilities[-1])
    assert model.best[0] == pytest.approx(1 - review.probabilities[0])


def test_days_and_weights_that_ask_for_nothing_are_refused(norland: Path) -> None:
    with pytest.raises(BadInput, match="no service had judged anything by 2018-01-01"):
        judge_dossier(norland, date(2018, 1, 1))
    with pytest.raises(BadInput, match="give 0 or more"):
        judge_dossier(norland, model_weight=-1)
    silent = replace(read_dossier(norland), judgements=())
    with pytest.raises(BadInput, match=r"holds no judgement; fill judgements\.csv"):
        judge_dossier(silent)


def peil(*words: object) -> str:
    found = CliRunner().invoke(app, ["judge", *map(str, words)])
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found.output


def test_the_command_prints_the_answer_first_and_writes_every_form(
    norland: Path, tmp_path: Path
) -> None:
    files = [tmp_path / name for name in ("a.html", "a.pdf", "a.xlsx")]
    wanted = [word for file in files for word in (f"--{file.suffix[1:]}", file)]
    text = peil(norland, "--language", "nl", *wanted)
    assert "Niveau waartoe de stemmen samen leiden voor 31 januari 2018" in text
    assert len(text.splitlines()) <= 40
    assert all(file.stat().st_size > 3_000 for file in files)


def test_the_data_of_the_command_are_those_of_the_day_asked_for(norland: Path) -> None:
    early, late = (
        json.loads(peil(norland, "--as-of", day, "--format", "json", "--model-weight", 0))
        for day in ("2018-03-01", "2018-07-31")
    )
    assert early["questions"][0]["question"]["resolution"] is None
    assert late["questions"][0]["question"]["resolution"] == 2
    assert [len(each["scores"]["own"]) for each in early["rounds"]] == [0, 0]
    first = late["questions"][0]["rounds"][0]
    assert dict(first["pool"]["weights"]) == {"Army": 0.5, "Police": 0.5}
    assert [voice["name"] for voice in first["voices"]] == ["Army", "Police", MODEL]


def test_bad_input_of_the_command_is_refused_in_a_sentence(norland: Path, tmp_path: Path) -> None:
    for words, said in (
        (("--model-weight", "-1"), "give 0 or more"),
        (("--as-of", "2018-02-30"), "2018-02-30"),
        (("--html", tmp_path / "a.png"), "does not end in .html"),
        (("--html", norland / "a.html"), "outside"),
    ):
        with pytest.raises(PeilError, match=said):
            peil(norland, *words)
    assert list(tmp_path.iterdir()) == []
