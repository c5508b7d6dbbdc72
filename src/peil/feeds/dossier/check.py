"""Check a dossier: say everything that is wrong with it, what to ask about it, and what to do."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from peil.assess.ladder import default_ladder
from peil.feeds.dossier.files import Given
from peil.feeds.dossier.form import form_problems
from peil.feeds.dossier.load import RULE, Loaded, load
from peil.feeds.dossier.rules_asked import (
    announcement_questions,
    attack_questions,
    day_questions,
    growth_questions,
    ladder_questions,
    list_questions,
    lone_questions,
    name_questions,
    population_questions,
    rule_questions,
    scale_questions,
    source_questions,
    stray_questions,
    told_questions,
    toll_questions,
)
from peil.feeds.dossier.rules_figures import figure_questions
from peil.feeds.dossier.rules_judged import judged_questions
from peil.feeds.dossier.rules_listed import listed_questions
from peil.feeds.dossier.rules_texts import text_questions
from peil.feeds.dossier.translations import TEXTS
from peil.feeds.tables.problems import in_order
from peil.terms.errors import BadDossier, Problem


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
        given: the dossier.
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
    yield from figure_questions(tables["observations"])
    yield from day_questions(tables, today)
    for cells in tables.values():
        yield from told_questions(cells)
    listed = [resource.file for resource in loaded.package.resources.values()]
    yield from stray_questions(loaded.files.names(), listed)
    if "attacks" in tables:
        yield from attack_questions(tables["attacks"])
        yield from toll_questions(tables["attacks"])
        yield from lone_questions(tables)
    if "attacks_complete" in tables:
        yield from list_questions(tables["attacks_complete"], tables.get("attacks"))
    if loaded.scale is not None:
        yield from scale_questions(loaded.scale)
        yield from ladder_questions(loaded.ladder, ladder, loaded.scale, tables["indicators"])
    if "population" in tables:
        yield from growth_questions(tables["population"])
    if "official_levels" in tables:
        yield from announcement_questions(tables["official_levels"])
    if "judgements" in tables:
        yield from judged_questions(tables["judgements"])
    yield from name_questions(tables)
    yield from source_questions(tables)
    yield from listed_questions(tables, loaded.decisions)
    if TEXTS in tables:
        yield from text_questions(tables[TEXTS], loaded.texts)
    yield from population_questions(loaded.package.subject, tables, ladder)
    if loaded.files.has(RULE):
        yield from rule_questions()
