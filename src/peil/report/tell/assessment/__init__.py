"""Tell an assessment: how the figures fit, what the rule would do, what was decided, all behind it."""

from collections.abc import Iterator

from peil.report.model import Block, Rank, Report, Text
from peil.report.tell.assessment import figures
from peil.report.tell.assessment.annex import annex
from peil.report.tell.assessment.balance import families, sides, would_change
from peil.report.tell.assessment.decided import decided, reasons
from peil.report.tell.assessment.document import document as document
from peil.report.tell.assessment.headline import (
    answer,
    citation,
    firmness,
    headline,
    limits,
)
from peil.report.tell.assessment.sheets import sheets
from peil.report.tell.citations import as_known
from peil.report.tell.parts import bullets
from peil.report.words import Words
from peil.review.assessed import Assessed


def tell(found: Assessed, words: Words, *, with_sheets: bool = True) -> Report:
    """Say an assessment in one language: a first page, what lies behind it, and an annex.

    Args:
        with_sheets: also all numbers as flat tables, which no page and no terminal shows.
    """
    country = words.code("country", found.country)
    return Report(
        kind="assessment",
        language=words.language,
        title=words.told(found.title),
        kicker=f"{country} · {words('title.kicker')}",
        as_known=words("title.as_known", day=words.day(found.as_of)),
        day=found.as_of,
        headline=headline(found, words),
        method=found.assessment.settings.rule.method,
        citation=citation(found, words),
        not_checked=words("meta.not_checked"),
        blocks=as_known(tuple(_blocks(found, words, with_sheets=with_sheets)), found.as_of, words),
    )


def _blocks(found: Assessed, words: Words, *, with_sheets: bool) -> Iterator[Block]:
    yield from _answer(found, words)
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


def _answer(found: Assessed, words: Words) -> Iterator[Block]:
    """Say what the rule would do and what was decided, beside how well each level fits."""
    yield Text(key="answer", rank=Rank.ANSWER, lines=answer(found, words))
    yield figures.fit(found, words)


def _card_of_texts(found: Assessed, words: Words) -> Iterator[Block]:
    yield would_change(found, words)
    yield Text(
        key="firmness",
        title=words("title.firmness"),
        rank=Rank.FIRST_PAGE,
        beside=True,
        lines=(firmness(found, words),),
    )
    title, first = words("title.limits"), Rank.FIRST_PAGE
    yield from bullets("limits", title, limits(found, words), rank=first, beside=True)
