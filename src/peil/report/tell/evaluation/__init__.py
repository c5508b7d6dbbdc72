"""Tell whether a policy worked: the answer first, then its figures and what was assumed."""

from collections.abc import Iterable, Mapping
from typing import Any

from peil.report.model import Block, Report
from peil.report.tell.evaluation.counts import (
    highest_place,
    places_blocks,
    power_answer,
    power_blocks,
    series_blocks,
)
from peil.report.tell.evaluation.said import answer_line, sized_answer
from peil.report.tell.evaluation.synthetic import control_blocks, differences_blocks
from peil.report.tell.parts import picked, report
from peil.report.words import Words
from peil.review.evaluation.exact import PowerStudied
from peil.review.evaluation.interrupted import Interrupted
from peil.review.evaluation.per_head import PerHead
from peil.review.evaluation.synthetic_control import SyntheticControl
from peil.review.evaluation.synthetic_did import SyntheticDid

Found = PowerStudied | Interrupted | SyntheticControl | SyntheticDid | PerHead


def document(found: Found) -> Mapping[str, Any]:
    """Write down an evaluation as data: every field of the result."""
    if isinstance(found, PowerStudied):
        key = "observed" if found.is_observed else "if_as_asked"
        return {"power": found.power, key: found.outcome}
    return picked(found)


def tell(found: Found, words: Words) -> Report:
    """Say an evaluation in one language: its answer, why, its figures, and what was assumed."""
    if isinstance(found, PowerStudied):
        return _report("power", power_answer(found, words), power_blocks(found, words), words)
    if isinstance(found, Interrupted):
        answer = sized_answer(found.own.series, found.verdict, words)
        return _report("series", answer, series_blocks(found, words), words)
    if isinstance(found, SyntheticControl):
        answer = sized_answer(found.unit, found.verdict, words)
        return _report("control", answer, control_blocks(found, words), words)
    if isinstance(found, SyntheticDid):
        return _report(
            "did", answer_line(found.verdict, words), differences_blocks(found, words), words
        )
    return _report("events", highest_place(found, words), places_blocks(found, words), words)


def _report(key: str, headline: str, blocks: Iterable[Block], words: Words) -> Report:
    question = words("evaluate.question")
    return report(f"evaluation-{key}", words, title=question, headline=headline, blocks=blocks)
