"""Tell policy: a page for each view, and all views of a day one below another."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Any, Protocol

from peil.act.answers import ANSWERED
from peil.act.lowering import Statement
from peil.act.recommendations import Recommendation
from peil.act.results import PolicyOnDay, StatedLowering
from peil.report.model import Report
from peil.report.render.data import rows_csv
from peil.report.tell.citations import known_text
from peil.report.tell.official import official_document
from peil.report.tell.parts import picked
from peil.report.tell.policy import (
    balance,
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


def lowering_document(found: StatedLowering) -> Mapping[str, Any]:
    """Write down a lowering as data, with the official level of its day in short."""
    return {**picked(found), "official": official_document(found.official)}


def status_document(found: PolicyOnDay) -> Mapping[str, Any]:
    """Write down where policy stands on a day as data, in codes of no language."""
    asked = tuple(
        replace(each, recommendation=_as_looked_for(each.recommendation, found.day))
        for each in found.status.recommendations
    )
    status = replace(found.status, recommendations=asked)
    return {"country": found.country, "status": status, "settings": found.settings}


def _as_looked_for(asked: Recommendation, day: date) -> Recommendation:
    """Name where a status was looked for only as far as those sources existed on the day."""
    return replace(asked, looked_in=known_text(asked.looked_in, day))


class Shown(Protocol):
    """A module with what one page shows, in words and as a table in codes of no language."""

    COLUMNS: tuple[str, ...]

    def view(self, found: Any, words: Words) -> View:
        """Say what was found in the words of one language."""

    def rows(self, found: Any) -> Iterable[Mapping[str, Any]]:
        """Give what was found as rows of the columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of policy.

    Args:
        key: of the page.
        shown: what it says.
        of: gives what the page shows of a day; None where there is none.
        written: gives what was found as data, where it is more than the rows.
        sources: the list of sources that it rests on.
    """

    key: str
    shown: Shown
    of: Callable[[PolicyOnDay], Any] = lambda found: found
    written: Callable[[Any], Mapping[str, Any]] | None = None
    sources: str = "arrangements"

    def tell(self, found: Any, words: Words) -> Report:
        """Say what was found in one language."""
        return alone(self.key, self.shown.view(found, words), found, words)

    def coded(self, found: Any) -> Coded:
        """Give what was found as one table."""
        return self.shown.COLUMNS, self.shown.rows(found)

    def document(self, found: Any) -> Mapping[str, Any]:
        """Give what was found as data, in codes of no language."""
        if self.written is not None:
            return self.written(found)
        return {**picked(found, "country", "day"), "rows": list(self.shown.rows(found))}


OF_LOWERING, OF_DIFF = attrgetter("lowering"), attrgetter("diff")
EVERY = (
    Page(key="policy", shown=kept, written=status_document),
    Page(key="lowering", shown=lowering, of=OF_LOWERING, written=lowering_document),
    Page(key="then-and-now", shown=then_and_now, of=OF_DIFF, written=picked, sources="happenings"),
    Page(key="chain", shown=chain, sources="findings"),
    Page(key="recommendations", shown=recommendations, sources="statuses"),
    Page(key="overdue", shown=overdue, sources="recommendations"),
    Page(key="money", shown=money, sources="funding"),
    Page(key="balance", shown=balance),
)
PAGES: Mapping[str, Page] = {page.key: page for page in EVERY}
"""The pages by key, in the order of reading."""


def tell_status(found: PolicyOnDay, words: Words) -> Report:
    """Say policy as known on a day from every side, each under the key of its page."""
    shown = ((page, page.of(found)) for page in PAGES.values())
    views = {page.key: page.shown.view(part, words) for page, part in shown if part is not None}
    return together(views, found, words)


def questions_csv(statement: Statement) -> bytes:
    """Write the questions of a statement as a table with room for the answers."""
    rows = (
        {
            **picked(each, "arrangement", "choices"),
            "question": each.id,
            "needed": recommendations.yes_or_no(each.is_needed),
        }
        for each in statement.questions
    )
    return rows_csv(ANSWERED, rows)
