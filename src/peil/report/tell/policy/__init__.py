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
from peil.report.tell.policy.chain import COLUMNS as CHAIN_COLUMNS
from peil.report.tell.policy.chain import chain, chain_rows
from peil.report.tell.policy.kept import COLUMNS as KEPT_COLUMNS
from peil.report.tell.policy.kept import kept, kept_rows
from peil.report.tell.policy.lowering import COLUMNS as LOWERING_COLUMNS
from peil.report.tell.policy.lowering import lowering, lowering_rows
from peil.report.tell.policy.money import (
    BALANCE_COLUMNS,
    MONEY_COLUMNS,
    balance,
    balance_rows,
    money,
    money_rows,
)
from peil.report.tell.policy.overdue import COLUMNS as OVERDUE_COLUMNS
from peil.report.tell.policy.overdue import overdue, overdue_rows
from peil.report.tell.policy.recommendations import COLUMNS as RECOMMENDATION_COLUMNS
from peil.report.tell.policy.recommendations import recommendation_rows, recommendations
from peil.report.tell.policy.then_and_now import COLUMNS as DIFF_COLUMNS
from peil.report.tell.policy.then_and_now import changed_rows, then_and_now
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
    "policy": Page(view=kept, columns=KEPT_COLUMNS, rows=kept_rows, written=status_document),
    "lowering": Page(
        view=lowering,
        columns=LOWERING_COLUMNS,
        rows=lowering_rows,
        of=attrgetter("lowering"),
        written=whole,
    ),
    "then-and-now": Page(
        view=then_and_now,
        columns=DIFF_COLUMNS,
        rows=changed_rows,
        of=attrgetter("diff"),
        written=whole,
        sources="happenings",
    ),
    "chain": Page(view=chain, columns=CHAIN_COLUMNS, rows=chain_rows, sources="findings"),
    "recommendations": Page(
        view=recommendations,
        columns=RECOMMENDATION_COLUMNS,
        rows=recommendation_rows,
        sources="statuses",
    ),
    "overdue": Page(
        view=overdue, columns=OVERDUE_COLUMNS, rows=overdue_rows, sources="recommendations"
    ),
    "money": Page(view=money, columns=MONEY_COLUMNS, rows=money_rows, sources="funding"),
    "balance": Page(view=balance, columns=BALANCE_COLUMNS, rows=balance_rows),
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
