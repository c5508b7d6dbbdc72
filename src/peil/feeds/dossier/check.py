"""Check a dossier: say everything that is wrong with it, what to ask about it, and what to do."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from peil.assess.ladder import default_ladder
from peil.feeds.dossier import (
    rules_arranged,
    rules_asked,
    rules_figures,
    rules_judged,
    rules_listed,
    rules_order,
    rules_returned,
    rules_texts,
)
from peil.feeds.dossier.cells import Cells
from peil.feeds.dossier.files import Given
from peil.feeds.dossier.form import form_problems
from peil.feeds.dossier.load import RULE, Loaded, load
from peil.feeds.dossier.texts import DECISIONS, SCALES
from peil.feeds.dossier.translations import TEXTS
from peil.feeds.tables.problems import in_order
from peil.terms.errors import BadDossier, Problem

OBSERVATIONS = "observations"
OF_ONE_TABLE: Mapping[str, tuple[Callable[[Cells], Iterator[Problem]], ...]] = {
    OBSERVATIONS: (rules_figures.figure_questions,),
    "attacks": (rules_asked.attack_questions, rules_asked.toll_questions),
    "population": (rules_asked.growth_questions,),
    "official_levels": (rules_asked.announcement_questions,),
    "judgements": (rules_judged.judged_questions,),
    "events": (rules_arranged.event_questions,),
    "returns_counts": (rules_returned.return_count_questions,),
}
"""Questions that need no other table."""


class Checked(NamedTuple):
    """What is wrong with a dossier, for which it is refused, and what it is asked about."""

    problems: tuple[Problem, ...]
    questions: tuple[Problem, ...]


def check_dossier(given: Given) -> tuple[Problem, ...]:
    """List the problems of a dossier, in order of files and rows; none if all is well.

    The rules are those of reading, so that both say the same. Only where they find nothing is
    the published standard of Data Packages and Table Schemas asked as well, so that other tools
    can read the dossier too.

    Example:
        >>> peil.check_dossier("dossiers/belgium")
    """
    return examine(given).problems


def examine(given: Given, today: date | None = None) -> Checked:
    """List the problems of a dossier, and the questions about one that has none.

    What is asked about is used as it stands: it may be meant so.

    Args:
        today: after which nothing can have been published; None where nobody says.
    """
    try:
        loaded = load(given)
    except BadDossier as error:
        return Checked(error.problems, ())
    read = {cells.table.file: cells.table for cells in loaded.tables.values()}
    problems = loaded.problems or in_order(form_problems(loaded.files, loaded.package, read))
    return Checked(problems, () if problems else in_order(_questions(loaded, today)))


def _questions(loaded: Loaded, today: date | None) -> Iterator[Problem]:
    tables, ladder = loaded.tables, loaded.ladder or default_ladder()
    yield from rules_asked.day_questions(tables, today)
    for name, cells in tables.items():
        for questions in OF_ONE_TABLE.get(name, ()):
            yield from questions(cells)
        if name != OBSERVATIONS:
            yield from rules_asked.told_questions(cells)
            yield from rules_figures.policy_figure_questions(name, cells)
    listed = [resource.file for resource in loaded.package.resources.values()]
    yield from rules_asked.stray_questions(loaded.files.names(), listed)
    for place in (DECISIONS, SCALES):
        yield from rules_asked.ending_questions(loaded.files.inside(place, ""))
    if "attacks" in tables:
        yield from rules_asked.lone_questions(tables)
    if "attacks_complete" in tables:
        yield from rules_asked.list_questions(tables["attacks_complete"], tables.get("attacks"))
    if loaded.scale is not None:
        yield from rules_asked.scale_questions(loaded.scale)
        yield from rules_asked.ladder_questions(
            loaded.ladder, ladder, loaded.scale, tables["indicators"], today
        )
    yield from rules_figures.crowd_questions(tables, loaded.package.subject)
    yield from rules_order.order_questions(tables)
    yield from rules_order.document_questions(loaded.decisions, loaded.plan)
    yield from rules_asked.name_questions(tables)
    yield from rules_asked.source_questions(tables)
    yield from rules_listed.listed_questions(tables, loaded.decisions)
    if TEXTS in tables:
        yield from rules_texts.text_questions(tables[TEXTS], loaded.texts)
    yield from rules_asked.population_questions(loaded.package.subject, tables, ladder)
    if loaded.files.has(RULE):
        yield from rules_asked.rule_questions()
