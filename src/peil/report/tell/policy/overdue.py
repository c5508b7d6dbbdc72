"""What is overdue and whose: deadlines, reviews and mandates."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peil.act.facts import Fact
from peil.act.results import PolicyOnDay
from peil.act.signs import MANDATE_EXPIRED, REVIEW_OVERDUE
from peil.report.links import anchor
from peil.report.model import Figure, Link, Saying, Table
from peil.report.tell.parts import Cells, cut, day_known, notes, picked, table, worded
from peil.report.tell.policy.charts import bars_figure
from peil.report.tell.policy.recommendations import yes_or_no
from peil.report.tell.policy.said import facts_told, quoted, said, source_told
from peil.report.tell.policy.view import MOST, View
from peil.report.words import Words

COLUMNS: tuple[str, ...] = ("kind", "id", "name", "body", "since", "overdue", "source")
SURE, UNSURE = "yes", "cannot_tell"
MOST_DRAWN = 40
"""Bodies that the picture has room for."""
PAGES = {"arrangement": "policy", "recommendation": "recommendations"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """What is overdue or may be, whose it is, and since when.

    Args:
        due: what was due of a recommendation, where that is less than the whole.
        fact: of an arrangement.
    """

    kind: str
    id: str
    name: str
    body: str
    since: date
    overdue: str
    source: str
    precision: str = "day"
    due: str = ""
    fact: Fact | None = None


def view(found: PolicyOnDay, words: Words) -> View:
    """Show what is overdue and whose."""
    late, asked = _late(found), found.status.recommendations
    undated = sum(each.recommendation.deadline is None for each in asked)
    first, *others = _said(late, undated, len(asked), words)
    blocks = (_bodies(late, words), _table(late, words)) if late else ()
    return View(
        title=words("views.overdue"),
        headline=first,
        answer=notes("overdue-notes", others),
        blocks=blocks,
    )


def _said(late: Sequence[Late], undated: int, asked: int, words: Words) -> Iterator[str]:
    """Say what is late, what may be, and how many recommendations have no deadline to miss."""
    sure = sum(each.overdue == SURE for each in late)
    if sure:
        yield words("views.late", n=sure)
    if len(late) > sure:
        yield words("views.late_untold", n=len(late) - sure)
    if not late and (undated < asked or not asked):
        yield words("views.late_none")
    if undated == asked > 0:
        yield words("views.no_deadlines", n=asked)
    elif undated:
        yield words("views.deadlines", n=undated, all=asked)


def rows(found: PolicyOnDay) -> Iterator[dict[str, Any]]:
    """Give a row for each thing that is overdue, or may be, in codes of no language."""
    for each in _late(found):
        yield picked(each, *COLUMNS)


def _late(found: PolicyOnDay) -> list[Late]:
    """Give what is overdue, the longest first; with it what may be, since nobody can tell."""
    late = [*_recommendations(found), *_arrangements(found)]
    return sorted(late, key=lambda each: (each.overdue != SURE, each.since, each.id))


def _recommendations(found: PolicyOnDay) -> Iterator[Late]:
    for each in found.status.recommendations:
        asked = each.recommendation
        if asked.deadline and each.overdue is not False:
            yield Late(
                kind="recommendation",
                id=asked.id,
                name=asked.statement,
                body=found.body(asked.addressee),
                since=asked.deadline,
                precision=asked.published_precision,
                due=asked.deadline_of,
                overdue=yes_or_no(each.overdue),
                source=asked.source,
            )


def _arrangements(found: PolicyOnDay) -> Iterator[Late]:
    for each in found.status.arrangements:
        for fact in each.erosion:
            since = next(iter(fact.figures.values()), None)
            is_late = fact.code in (REVIEW_OVERDUE, MANDATE_EXPIRED) and fact.holds
            if is_late and isinstance(since, date):
                yield Late(
                    kind="arrangement",
                    id=each.arrangement.id,
                    name=each.arrangement.name,
                    body=found.body(each.arrangement.body),
                    since=since,
                    precision=fact.precision,
                    overdue=SURE,
                    source="; ".join(fact.sources),
                    fact=fact,
                )


def _table(late: Sequence[Late], words: Words) -> Table:
    title, rows = words("views.overdue"), (_cells(each, words) for each in late[:MOST])
    looks = {"left_out": cut(MOST, len(late)), "is_cards": True}
    return table("overdue-table", title, rows, words, group="views", **looks)


def _bodies(late: Sequence[Late], words: Words) -> Figure:
    bodies = sorted({each.body for each in late})[:MOST_DRAWN]
    counts = Counter((each.body, each.overdue) for each in late)
    rows = {
        words.told(body): [float(counts[body, said]) for said in (SURE, UNSURE)] for body in bodies
    }
    heads = [words(f"views.{key}") for key in ("whose", "late_sure", "late_unsure")]
    return bars_figure("overdue-bodies", words("views.bodies"), heads, rows, words)


def _cells(each: Late, words: Words) -> tuple[Cells, dict[str, Any]]:
    to = Link(page=PAGES[each.kind], anchor=anchor(each.kind, each.id))
    return {
        "what": worded(each.name, words),
        "whose": worded(each.body, words),
        "due": day_known(each.since, each.precision, words),
        "remark": _remark(each, words),
        "source_head": source_told([each.source]),
    }, {"to": to, "mark": "contradicted" if each.overdue == SURE else ""}


def _remark(each: Late, words: Words) -> Saying:
    if each.fact is not None:
        return facts_told([each.fact], words)[0]
    if each.due:
        return said(words("views.late_unsure_of", what=quoted(each.due, words)))
    return words("views.late_sure" if each.overdue == SURE else "views.late_unsure")
