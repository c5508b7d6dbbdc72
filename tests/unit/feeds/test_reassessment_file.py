"""What a dossier asks of a policy is read, and checked against its tables."""

from pathlib import Path

import pytest
from tests.unit.feeds.builders import a_dossier, written
from tests.unit.review.reassessment.test_plan import GOOD

from peil.feeds.dossier.check import check_dossier
from peil.feeds.dossier.read import read_dossier

FILE = "reassessment.toml"
PLAN = GOOD.replace('"Bureau"', '"Prosecutor"').replace('peers = ["France"]', "peers = []")
ATTACKS = PLAN.replace('indicator = "files"', 'indicator = "attacks_dated_jihadist"').replace(
    'publisher = "Prosecutor"\n', ""
)


def problems(text: str, folder: Path) -> list[str]:
    files = a_dossier()
    files[FILE] = text
    return [str(problem) for problem in check_dossier(written(files, folder))]


def test_a_plan_is_read_with_its_dossier(tmp_path: Path) -> None:
    files = a_dossier()
    files[FILE] = PLAN
    plan = read_dossier(written(files, tmp_path)).plan
    assert plan is not None
    assert plan.questions[0].publisher == "Prosecutor"


def test_a_dossier_need_not_ask_anything(tmp_path: Path) -> None:
    assert read_dossier(written(a_dossier(), tmp_path)).plan is None


@pytest.mark.parametrize("text", [PLAN, ATTACKS])
def test_a_sound_plan_has_no_problem(text: str, tmp_path: Path) -> None:
    assert problems(text, tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('indicator = "files"', 'indicator = "filse"',
         "the question 'files' is about 'filse', which is in no table; write 'files'"),
        ('indicator = "files"', 'indicator = "listed"',
         "the question 'files' is about 'listed', a stock without a period; ask about a flow"),
        ('"Prosecutor"', '"Prosecutors"',
         "has the publisher 'Prosecutors', who gave no figure of it; write 'Prosecutor'"),
        ("peers = []", 'peers = ["Norland"]', "has 'Norland' as a peer of itself; leave it out"),
        ("peers = []", 'peers = ["Sudland"]',
         "has the peer 'Sudland', of which nothing of it was observed; "),
        ("asked = 0.5", "asked = 2", "has the asked 2; write a number from 0.01 to 0.99"),
        ("asked = 0.5", "asked = = 2", "is not TOML"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_one_sentence(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    assert old in PLAN
    (problem,) = problems(PLAN.replace(old, new, 1), tmp_path)
    assert problem.startswith(FILE)
    assert said in problem


def test_a_list_of_events_has_no_publisher(tmp_path: Path) -> None:
    text = PLAN.replace('indicator = "files"', 'indicator = "attacks_dated_jihadist"')
    (problem,) = problems(text, tmp_path)
    assert "'Prosecutor' of a list of dated events; leave the publisher out" in problem
