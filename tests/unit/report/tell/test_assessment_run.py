"""What a run of levels holds together is told as its bars add up, and never as more than all."""

from types import SimpleNamespace
from typing import Any

import pytest

from peil.report.tell.assessment.ruled import run_held
from peil.report.words import words_in


@pytest.mark.parametrize(
    ("run", "said"),
    [((0.19, 0.37, 0.32), "88"), ((0.346, 0.346, 0.306), "over 99"), ((0.5, 0.5), "100")],
)
def test_bars_that_are_rounded_up_do_not_add_up_to_more_than_all(
    run: tuple[float, ...], said: str
) -> None:
    found: Any = SimpleNamespace(assessment=SimpleNamespace(fit=SimpleNamespace(run=run)))
    assert run_held(found, words_in("en")) == said
