"""Recommendations with both voices side by side; neither wins."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from peil.act.recommendations import OVERSEER, OWNER, SIDES, STATES
from peil.act.results import PolicyOnDay, PolicyStatus, RecommendationStatus
from peil.report.links import anchor
from peil.report.model import Figure, Link, Table
from peil.report.tell.citations import known_text
from peil.report.tell.parts import Cells, cut, dated, notes, picked, table, worded
from peil.report.tell.policy.chain import place_of
from peil.report.tell.policy.charts import bars_figure
from peil.report.tell.policy.said import quoted, quoted_all, said, side_told, source_told
from peil.report.tell.policy.view import MOST, View
from peil.report.words import Words

COLUMNS: tuple[str, ...] = (
    "recommendation", "listed_in", "statement", "addressee", "deadline", "owner", "owner_on",
    "overseer", "overseer_on", "disputed", "overdue", "at_risk", "sources",
)  # fmt: skip


def view(found: PolicyOnDay, words: Words) -> View:
    """Show what was recommended, what its owner claims and what an overseer finds; neither wins."""
    listed = _ranked(found)
    return View(
        title=words("views.recommendations"),
        headline=headline(found.status, words),
        answer=notes("recommendations-notes", _against(listed, words)),
        blocks=(*_states(listed, words), *_lists(listed, found, words)),
    )


def _against(listed: Sequence[RecommendationStatus], words: Words) -> Iterator[str]:
    """Say on how many the sides disagree; or that they agree, or that no overseer was heard."""
    heard = [{side for side in SIDES if each.standings[side].latest} for each in listed]
    if disputed := sum(each.disputed for each in listed):
        yield words("views.disputed", n=disputed)
    elif set(SIDES) in heard:
        yield words("views.undisputed")
    elif {OWNER} in heard and {OVERSEER} not in heard:
        yield words("views.unheard")
    yield words("views.recommended_note")


def _lists(
    listed: Sequence[RecommendationStatus], found: PolicyOnDay, words: Words
) -> Iterator[Table]:
    """Give a table for each list or report that recommendations are from."""
    lists: dict[str, list[RecommendationStatus]] = {}
    for each in listed:
        lists.setdefault(each.recommendation.listed_in, []).append(each)
    for i, (name, own) in enumerate(lists.items()):
        n = sum(_is_told(each) for each in own)
        told = words("policy.recommendations")
        if name:
            of = "views.listed" if n else "views.listed_none"
            told = words(of, list=words.told(name), n=n, all=len(own))
        key, rows = f"recommendations-table{f'-{i}' if i else ''}", own[:MOST]
        cells = (_cells(each, found, words) for each in rows)
        looks = {"left_out": cut(MOST, len(own)), "folds": len(lists) > 1, "is_cards": True}
        yield table(key, told, cells, words, group="views", **looks)


def _is_told(each: RecommendationStatus) -> bool:
    """Whether a side told where a recommendation stands."""
    return any(side.latest for side in each.standings.values())


def headline(status: PolicyStatus, words: Words) -> str:
    """Say of how many recommendations a status is public."""
    everyone = len(status.recommendations)
    told = everyone - status.untold["status"]
    if not everyone:
        return words("views.recommended_unknown")
    if not told:
        return words("views.recommended_none", n=everyone)
    return words("views.recommended", n=told, all=everyone)


def _ranked(found: PolicyOnDay) -> list[RecommendationStatus]:
    return sorted(found.status.recommendations, key=_rank)


def _rank(each: RecommendationStatus) -> tuple[int, str]:
    """Put first what calls for attention: disputed, at risk, overdue, stale, then what is told."""
    stale = any(side.is_stale for side in each.standings.values())
    loud = 8 * each.disputed + 4 * bool(each.at_risk) + 2 * bool(each.overdue) + stale
    return -2 * loud - _is_told(each), each.recommendation.id


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


def _sources(each: RecommendationStatus) -> list[str]:
    """Give where it is recommended, and where each side told where it stands."""
    told = [side.latest.source for side in each.standings.values() if side.latest]
    return [each.recommendation.source, *told]


def _cells(
    each: RecommendationStatus, found: PolicyOnDay, words: Words
) -> tuple[Cells, dict[str, Any]]:
    asked, sides = each.recommendation, each.standings
    is_loud = each.disputed or each.at_risk or each.overdue
    return {
        "recommendation": worded(asked.statement, words),
        "addressee": worded(found.body(asked.addressee), words),
        "owner": side_told(sides[OWNER], found.settings.bodies, words),
        "overseer": side_told(sides[OVERSEER], found.settings.bodies, words),
        "remark": said(" ".join(_remarks(each, found, words))),
        "source_head": source_told(_sources(each)),
    }, {
        "anchor": anchor("recommendation", asked.id),
        "to": Link(page="chain", anchor=place_of(("recommendation", asked.id))),
        "mark": "contradicted" if is_loud else "",
    }


def _remarks(each: RecommendationStatus, found: PolicyOnDay, words: Words) -> Iterator[str]:
    if each.disputed:
        yield words("policy.disputed")
    looked_in = known_text(each.recommendation.looked_in, found.day)
    if looked_in and not _is_told(each):
        yield words("policy.looked_in", where=quoted(looked_in, words))
    if each.at_risk:
        ended = quoted_all([found.known.name(id_) for id_ in each.at_risk], words)
        yield words("policy.at_risk", names=ended)
    asked = each.recommendation
    if each.overdue and asked.deadline:
        body = quoted(found.body(asked.addressee), words)
        yield words("policy.overdue", day=words.day(asked.deadline), body=body)
    if each.overdue is None and asked.deadline:
        day = dated(asked.deadline, asked.published_precision, words)
        yield words("views.maybe_overdue", day=day)
        if asked.deadline_of:
            yield words("views.due_of", what=quoted(asked.deadline_of, words))


def rows(found: PolicyOnDay) -> Iterator[dict[str, Any]]:
    """Give a row for each recommendation in codes of no language."""
    for each in _ranked(found):
        asked = each.recommendation
        row: dict[str, Any] = {
            "recommendation": asked.id,
            **picked(asked, "listed_in", "statement"),
            "addressee": found.body(asked.addressee),
            "deadline": asked.deadline,
            "disputed": yes_or_no(each.disputed),
            "overdue": yes_or_no(each.overdue),
            "at_risk": each.at_risk,
        }
        for side, standing in each.standings.items():
            row |= {side: standing.state, f"{side}_on": standing.latest and standing.latest.on}
        yield row | {"sources": "; ".join(dict.fromkeys(_sources(each)))}


def yes_or_no(value: bool | None) -> str:
    """Write an answer as a code."""
    return "cannot_tell" if value is None else "yes" if value else "no"
