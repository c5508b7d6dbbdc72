"""Tell an assessment: how the figures fit, what the rule would do, what was decided, all behind it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from peil.report.model import Block, Rank, Report, Text
from peil.report.tell.assessment import figures
from peil.report.tell.assessment.annex import annex
from peil.report.tell.assessment.balance import families, sides, would_change
from peil.report.tell.assessment.decided import decided, reasons
from peil.report.tell.assessment.document import document as document
from peil.report.tell.assessment.headline import answer, citation, firmness, headline, limits
from peil.report.tell.assessment.sheets import sheets
from peil.report.tell.parts import bullets, report
from peil.report.words import Words
from peil.review.assessed import Assessed


def tell(found: Assessed, words: Words, *, with_sheets: bool = True) -> Report:
    """Say an assessment in one language: a first page, what lies behind it, and an annex.

    Args:
        with_sheets: also all numbers as flat tables, which no page and no terminal shows.
    """
    made = report(
        "assessment",
        words,
        title=found.title,
        kicker=f"{words.country(found.country)} · {words('title.kicker')}",
        day=found.as_of,
        headline=headline(found, words),
        blocks=_blocks(found, words, with_sheets=with_sheets),
    )
    method = found.assessment.settings.rule.method
    return replace(made, method=method, citation=citation(found, words))


def _blocks(found: Assessed, words: Words, *, with_sheets: bool) -> Iterator[Block]:
    yield Text(key="answer", rank=Rank.ANSWER, lines=answer(found, words))
    yield figures.fit(found, words)
    yield from (sides(found, words), decided(found, words))
    yield from _card_of_texts(found, words)
    yield from reasons(found, words)
    yield families(found, words)
    yield from figures.added(found, words)
    yield from figures.history(found, words)
    yield from figures.figures(found, words)
    if with_sheets:
        yield from sheets(found, words)
    yield from annex(found, words)


def _card_of_texts(found: Assessed, words: Words) -> Iterator[Block]:
    yield would_change(found, words)
    first: dict[str, Any] = {"rank": Rank.FIRST_PAGE, "beside": True}
    firm = (firmness(found, words),)
    yield Text(key="firmness", title=words("title.firmness"), lines=firm, **first)
    yield from bullets("limits", words("title.limits"), limits(found, words), **first)
