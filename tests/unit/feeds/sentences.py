"""What every problem must look like, and how a spoilt dossier is tried."""

from pathlib import Path
from typing import NamedTuple

import pytest
from tests.unit.feeds.builders import Change, a_dossier, written

from peil.feeds.dossier.check import check_dossier
from peil.feeds.dossier.read import read_dossier
from peil.terms.errors import BadDossier, Problem


class Bad(NamedTuple):
    """One way to spoil a dossier, and the problem that must be said of it.

    `alone` is False where the change has further problems as its consequence.
    """

    change: Change
    file: str
    row: int | None
    said: tuple[str, ...]
    alone: bool = True


def bad(change: Change, file: str, row: int | None, *said: str, alone: bool = True) -> Bad:
    """Name a case in the order in which it is read."""
    return Bad(change, file, row, said, alone)


def is_a_sentence(problem: Problem) -> bool:
    """Whether a problem is one line that names its file, what is wrong and the remedy."""
    text = str(problem)
    parts = (problem.file, problem.what, problem.remedy)
    return "\n" not in text and text.isprintable() and all(part.strip() for part in parts)


def assert_refused(case: Bad, folder: Path) -> None:
    """Check that check and read say the same, and what the case expects."""
    files = a_dossier()
    case.change(files)
    path = written(files, folder)
    problems = check_dossier(path)
    assert all(is_a_sentence(problem) for problem in problems), problems
    assert [p for p in problems if _fits(p, case)], problems
    assert not case.alone or len(problems) == 1, problems
    with pytest.raises(BadDossier) as caught:
        read_dossier(path)
    assert caught.value.problems == problems


def _fits(problem: Problem, case: Bad) -> bool:
    text = f"{problem.what}; {problem.remedy}"
    is_there = (problem.file, problem.row) == (case.file, case.row)
    return is_there and all(word in text for word in case.said)
