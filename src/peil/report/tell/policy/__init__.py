"""Tell policy: a page for each view, and all views of a day one below another."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from peil.act.answers import ANSWERED
from peil.act.lowering import Statement
from peil.act.results import PolicyOnDay
from peil.report.model import Report
from peil.report.render.data import rows_csv
from peil.report.tell.policy import (
    chain,
    kept,
    lowering,
    money,
    overdue,
    recommendations,
    then_and_now,
)
from peil.report.tell.policy.view import View, alone, together
from peil.report.words import Words

Coded = tuple[Sequence[str], Iterable[Mapping[str, Any]]]
"""Columns and rows of a table in codes of no language."""


def whole(found: Any) -> Mapping[str, Any]:
    """Write down a lowering or two days compared as data, field by field."""
    return {each.name: getattr(found, each.name) for each in fields(found)}


def status_document(found: PolicyOnDay) -> Mapping[str, Any]:
    """Write down where policy stands on a day as data, in codes of no language."""
    return {"country": found.country, "status": found.status, "settings": found.settings}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of policy.

    Args:
        view: says what was found in the words of one language.
        columns, rows: the same as a table in codes of no language.
        of: gives what the page shows of a day; None where there is none.
        written: gives what was found as data, where it is more than the rows.
        sources: the list of sources that it rests on.
    """

    view: Callable[[Any, Words], View]
    columns: Sequence[str]
    rows: Callable[[Any], Iterable[Mapping[str, Any]]]
    of: Callable[[PolicyOnDay], Any] = lambda found: found
    written: Callable[[Any], Mapping[str, Any]] | None = None
    sources: str = "arrangements"

    def tell(self, found: Any, words: Words) -> Report:
        """Say what was found in one language."""
        return alone(self.view(found, words), found, words)

    def coded(self, found: Any) -> Coded:
        """Give what was found as one table."""
        return self.columns, self.rows(found)

    def document(self, found: Any) -> Mapping[str, Any]:
        """Give what was found as data, in codes of no language."""
        if self.written is not None:
            return self.written(found)
        return {"country": found.country, "day": found.day, "rows": list(self.rows(found))}


PAGES: Mapping[str, Page] = {
    "policy": Page(view=kept.view, columns=kept.COLUMNS, rows=kept.rows, written=status_document),
    "lowering": Page(
        view=lowering.view,
        columns=lowering.COLUMNS,
        rows=lowering.rows,
        of=attrgetter("lowering"),
        written=whole,
    ),
    "then-and-now": Page(
        view=then_and_now.view,
        columns=then_and_now.COLUMNS,
        rows=then_and_now.rows,
        of=attrgetter("diff"),
        written=whole,
        sources="happenings",
    ),
    "chain": Page(view=chain.view, columns=chain.COLUMNS, rows=chain.rows, sources="findings"),
    "recommendations": Page(
        view=recommendations.view,
        columns=recommendations.COLUMNS,
        rows=recommendations.rows,
        sources="statuses",
    ),
    "overdue": Page(
        view=overdue.view, columns=overdue.COLUMNS, rows=overdue.rows, sources="recommendations"
    ),
    "money": Page(
        view=money.money, columns=money.MONEY_COLUMNS, rows=money.money_rows, sources="funding"
    ),
    "balance": Page(view=money.balance, columns=money.BALANCE_COLUMNS, rows=money.balance_rows),
}
"""The pages by key, in the order of reading."""


def tell_status(found: PolicyOnDay, words: Words) -> Report:
    """Say policy as known on a day from every side, each under the key of its page."""
    shown = ((page, page.of(found)) for page in PAGES.values())
    views = [page.view(part, words) for page, part in shown if part is not None]
    return together(views, found, words)


def questions_csv(statement: Statement) -> bytes:
    """Write the questions of a statement as a table with room for the answers."""
    rows = (
        {
            "question": each.id,
            "arrangement": each.arrangement,
            "needed": "yes" if each.is_needed else "no",
            "choices": each.choices,
        }
        for each in statement.questions
    )
    return rows_csv(ANSWERED, rows)
