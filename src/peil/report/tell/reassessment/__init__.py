"""Tell what the record can carry of the question whether a policy worked: first what it cannot."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from peil.report.model import Block, Point, Points, Rank, Report, Section, Text
from peil.report.tell.parts import bullets, picked, report
from peil.report.tell.reassessment import said as say
from peil.report.tell.reassessment.charts import course_figures, forest_figures
from peil.report.tell.reassessment.tables import answers_table, other_tables
from peil.report.words import Words
from peil.review.reassessment.periods import AFTER, WHILE
from peil.review.reassessment.reassess import Reassessment, SpellComparison

LIMITS = ("no_effect", "peers_acted", "effort", "rough", "attacks_later", "persons")


def document(found: Reassessment) -> Mapping[str, Any]:
    """Write down a reassessment as data, in codes of no language."""
    return {
        "kind": "policy_reassessment",
        **picked(found, "country", "as_of"),
        "effect_told": False,
        "course_differs_from_peers": found.can_tell_of_aim,
        "plan": found.plan,
        "answers": [
            {
                "question": answer.question.id,
                "effort": answer.indicator.effort,
                **picked(answer, "own", "peers"),
                "after": _compared(answer.after),
                "while": _compared(answer.during),
            }
            for answer in found.answers
        ],
        "limits": LIMITS,
    }


def _compared(compared: SpellComparison) -> Mapping[str, Any]:
    """Write down a later spell, with the peers that the answer sets the country beside."""
    widest = compared.widest
    return {**asdict(compared), "beside": None if widest is None else widest.peers}


def tell(found: Reassessment, words: Words) -> Report:
    """Say a reassessment in one language."""
    country = words.country(found.country)
    return report(
        "reassessment",
        words,
        title=words.sentence(words.name(found.plan.name)),
        kicker=f"{country} · {words('reassess.kicker')}",
        day=found.as_of,
        headline=say.headline(found, words),
        blocks=_blocks(found, words),
    )


def _blocks(found: Reassessment, words: Words) -> Iterator[Block]:
    yield Text(key="notes", lines=tuple(say.notes(found, words)), rank=Rank.ANSWER)
    untold, told = tuple(say.cannot_tell(found, words)), tuple(say.can_tell(found, words))
    limits = (words.code("reassess_limit", code) for code in LIMITS)
    yield _points("cannot", untold, words, rank=Rank.FIRST_PAGE, columns=2, share=2)
    yield Section(
        key="beside",
        rank=Rank.FIRST_PAGE,
        beside=True,
        blocks=(
            _points("can", told, words, note=words("reassess.can_note")),
            *bullets("limits", words("reassess.limits"), limits),
        ),
    )
    if courses := tuple(course_figures(found, words)):
        title = words("reassess.charts")
        note = " ".join((words("reassess.charts_note"), *say.retold(found, words)))
        yield Section(key="courses", title=title, note=note, blocks=courses, folds=True)
    yield from forest_figures(found, words)
    yield from (answers_table(found, spell, words) for spell in (AFTER, WHILE))
    yield from other_tables(found, words)


def _points(key: str, items: tuple[Point, ...], words: Words, **more: Any) -> Block:
    """Make a list of points; or say that there is none."""
    title = words(f"reassess.{key}")
    if items:
        return Points(key=key, title=title, items=items, **more)
    line = words(f"reassess.{key}_none")
    return Text(key=key, title=title, lines=(line,), rank=Rank.FIRST_PAGE)
