"""Recommendations with both voices side by side; neither wins."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from peil.act.recommendations import OVERSEER, OWNER, SIDES, STATES
from peil.act.results import PolicyOnDay, PolicyStatus, RecommendationStatus
from peil.report.links import anchor
from peil.report.model import Cell, Figure, Link, Row, Table
from peil.report.tell.citations import known_text
from peil.report.tell.parts import cut, row, table, worded
from peil.report.tell.policy.chain import place_of
from peil.report.tell.policy.charts import bars_figure
from peil.report.tell.policy.said import quoted, quoted_all, said, side_told, source_told
from peil.report.tell.policy.view import MOST, View, notes
from peil.report.words import Words

COLUMNS: tuple[str, ...] = (
    "recommendation", "listed_in", "statement", "addressee", "deadline", "owner", "owner_on",
    "overseer", "overseer_on", "disputed", "overdue", "at_risk", "sources",
)  # fmt: skip
HEADS = ("recommendation", "addressee", "owner", "overseer", "remark", "source_head")


def view(found: PolicyOnDay, words: Words) -> View:
    """Show what was recommended, what its owner claims and what an overseer finds; neither wins."""
    listed = _ranked(found)
    return View(
        title=words("views.recommendations"),
        headline=headline(found.status, words),
        answer=notes(
            "recommendations-notes", [*_against(listed, words), words("views.recommended_note")]
        ),
        blocks=(*_states(listed, words), *_lists(listed, found, words)),
    )


def _against(listed: Sequence[RecommendationStatus], words: Words) -> Iterator[str]:
    """Say on how many the sides disagree; or that they agree, or that no overseer was heard."""
    if disputed := sum(each.disputed for each in listed):
        yield words("views.disputed", n=disputed)
        return
    heard = [{side for side in SIDES if each.standings[side].latest} for each in listed]
    if set(SIDES) in heard:
        yield words("views.undisputed")
    elif {OWNER} in heard and {OVERSEER} not in heard:
        yield words("views.unheard")


def _lists(
    listed: Sequence[RecommendationStatus], found: PolicyOnDay, words: Words
) -> Iterator[Table]:
    """Give a table for each list or report that recommendations are from."""
    lists: dict[str, list[RecommendationStatus]] = {}
    for each in listed:
        lists.setdefault(each.recommendation.listed_in, []).append(each)
    for i, (name, own) in enumerate(lists.items()):
        n = _told(own)
        key = "views.listed" if n else "views.listed_none"
        told = words(key, list=words.told(name), n=n, all=len(own))
        yield table(
            f"recommendations-table{f'-{i}' if i else ''}",
            told if name else words("policy.recommendations"),
            [words(f"views.{key}") for key in HEADS],
            [_row(each, found, words) for each in own[:MOST]],
            left_out=cut(MOST, len(own)),
            folds=len(lists) > 1,
            is_cards=True,
        )


def _told(listed: Sequence[RecommendationStatus]) -> int:
    """Count those of which a side told where they stand."""
    return sum(any(side.latest for side in each.standings.values()) for each in listed)


def headline(status: PolicyStatus, words: Words) -> str:
    """Say of how many recommendations a status is public."""
    everyone = len(status.recommendations)
    told = everyone - status.untold["status"]
    if not told:
        return words("views.recommended_none", n=everyone)
    return words("views.recommended", n=told, all=everyone)


def _ranked(found: PolicyOnDay) -> list[RecommendationStatus]:
    return sorted(found.status.recommendations, key=_rank)


def _rank(each: RecommendationStatus) -> tuple[int, str]:
    """Put first what calls for attention: disputed, at risk, overdue, stale, then what is told."""
    stale = any(side.is_stale for side in each.standings.values())
    told = any(side.latest is not None for side in each.standings.values())
    loud = 8 * each.disputed + 4 * bool(each.at_risk) + 2 * bool(each.overdue) + stale
    return -2 * loud - told, each.recommendation.id


def _states(listed: Sequence[RecommendationStatus], words: Words) -> Iterator[Figure]:
    counts = Counter((side, each.standings[side].state) for each in listed for side in SIDES)
    rows = {
        words.code("policy_state", state): [float(counts[side, state]) for side in SIDES]
        for state in STATES
        if any(counts[side, state] for side in SIDES)
    }
    heads = [words("views.state"), *(words.code("policy_side", side) for side in SIDES)]
    if rows:
        yield bars_figure("recommendations-states", words("views.states"), heads, rows, words)


def _row(each: RecommendationStatus, found: PolicyOnDay, words: Words) -> Row:
    asked, standings = each.recommendation, each.standings
    statuses = (side.latest for side in standings.values())
    sources = (asked.source, *(status.source for status in statuses if status))
    return row(
        Cell(text=worded(asked.statement, words)),
        Cell(text=worded(found.body(asked.addressee), words)),
        *(side_told(standings[side], found.settings.bodies, words) for side in (OWNER, OVERSEER)),
        said(" ".join(_remarks(each, found, words))),
        source_told(sources),
        words=words,
        anchor=anchor("recommendation", asked.id),
        to=Link(page="chain", anchor=place_of(("recommendation", asked.id))),
        mark="contradicted" if each.disputed or each.at_risk or each.overdue else "",
    )


def _remarks(each: RecommendationStatus, found: PolicyOnDay, words: Words) -> Iterator[str]:
    if each.disputed:
        yield words("policy.disputed")
    looked_in = known_text(each.recommendation.looked_in, found.day)
    if looked_in and not any(s.latest for s in each.standings.values()):
        yield words("policy.looked_in", where=quoted(looked_in, words))
    if each.at_risk:
        ended = quoted_all([found.known.name(id_) for id_ in each.at_risk], words)
        yield words("policy.at_risk", names=ended)
    asked = each.recommendation
    if each.overdue and asked.deadline:
        body = quoted(found.body(asked.addressee), words)
        yield words("policy.overdue", day=words.day(asked.deadline), body=body)
    if each.overdue is None and asked.deadline:
        is_day = asked.published_precision == "day"
        day = words.day if is_day else words.month
        yield words("views.maybe_overdue", day=day(asked.deadline))
        if asked.deadline_of:
            yield words("views.due_of", what=quoted(asked.deadline_of, words))


def rows(found: PolicyOnDay) -> Iterator[dict[str, Any]]:
    """Give a row for each recommendation in codes of no language."""
    for each in _ranked(found):
        asked = each.recommendation
        row: dict[str, Any] = {
            "recommendation": asked.id,
            "listed_in": asked.listed_in,
            "statement": asked.statement,
            "addressee": found.body(asked.addressee),
            "deadline": asked.deadline,
            "disputed": yes_or_no(each.disputed),
            "overdue": yes_or_no(each.overdue),
            "at_risk": each.at_risk,
        }
        sources = [asked.source]
        for side, standing in each.standings.items():
            row |= {side: standing.state, f"{side}_on": standing.latest and standing.latest.on}
            sources += [standing.latest.source] if standing.latest else []
        yield row | {"sources": "; ".join(dict.fromkeys(sources))}


def yes_or_no(value: bool | None) -> str:
    """Write an answer as a code."""
    return "cannot_tell" if value is None else "yes" if value else "no"
