"""Recommendations with both voices side by side, and what is overdue and whose, as pages."""

from collections.abc import Iterator, Mapping
from typing import Any

from peil.act.arrangements import Arrangement
from peil.act.erosion import MANDATE_EXPIRED, REVIEW_OVERDUE
from peil.act.recommendations import OVERSEER, OWNER, SIDES, STATES, Standing
from peil.act.status import RecommendationStatus
from peil.report.account import Cell
from peil.report.charts import Chart
from peil.report.links import anchor
from peil.report.policy_account import side_told
from peil.report.policy_charts import Bars, bars_chart
from peil.report.policy_charts_chain import anchor_of
from peil.report.policy_page import (
    CHAIN,
    CONTENT,
    KEPT,
    MOST_ROWS,
    OVERDUE,
    RECOMMENDATIONS,
    Link,
    Row,
    Sheet,
    View,
    common,
    cut_note,
    drawing_of,
    source_cell,
)
from peil.report.policy_told import facts_told
from peil.report.policy_views import PolicyViews
from peil.report.words import Words

COLUMNS = (
    "recommendation", "statement", "addressee", "deadline", "owner", "owner_on", "overseer",
    "overseer_on", "disputed", "overdue", "at_risk", "sources",
)  # fmt: skip
OVERDUE_COLUMNS = ("kind", "id", "name", "body", "since", "overdue", "source")
HEADS = ("recommendation", "addressee", "owner", "overseer", "remark", "source_head")


def recommendations_view(views: PolicyViews, words: Words, font: str | None = None) -> View:
    """Show what was recommended, what its owner claims and what an overseer finds; neither wins."""
    listed = sorted(views.status.status.recommendations, key=_rank)
    disputed = sum(each.disputed for each in listed)
    silent = sum(all(s.latest is None for s in each.standings.values()) for each in listed)
    rows = tuple(_row(each, views, words) for each in listed[:MOST_ROWS])
    return View(
        **common(views, words),
        key=RECOMMENDATIONS,
        title=words("views.recommendations"),
        headline=words("views.recommended", number=len(listed), disputed=disputed, silent=silent),
        notes=(words("views.recommended_note"),),
        charts=_states(listed, words, font),
        sheets=(
            Sheet(
                key="recommendations",
                title=words("policy.recommendations"),
                head=tuple(words(f"views.{key}") for key in HEADS),
                rows=rows,
                note=cut_note(len(listed), words),
            ),
        ),
        columns=COLUMNS,
        data=tuple(_data(each, views) for each in listed),
    )


def _rank(each: RecommendationStatus) -> tuple[int, str]:
    """Put first what calls for attention: disputed, at risk, overdue, stale, then what is told."""
    stale = any(side.is_stale for side in each.standings.values())
    told = any(side.latest is not None for side in each.standings.values())
    loud = 8 * each.disputed + 4 * bool(each.at_risk) + 2 * bool(each.overdue) + stale
    return -2 * loud - told, each.recommendation.id


def _states(
    listed: list[RecommendationStatus], words: Words, font: str | None
) -> tuple[Chart, ...]:
    counts = {
        state: [sum(each.standings[side].state == state for each in listed) for side in SIDES]
        for state in STATES
    }
    rows = [
        Bars(label=words.code("policy_state", state), values=tuple(map(float, both)))
        for state, both in counts.items()
        if any(both)
    ]
    if not rows:
        return ()
    drawing = drawing_of("states", words("views.states"), words, font)
    series = tuple(words.code("policy_side", side) for side in SIDES)
    head = words("views.state")
    return (bars_chart(drawing, rows, series, head=head, written=words.number),)


def _row(each: RecommendationStatus, views: PolicyViews, words: Words) -> Row:
    asked, standings = each.recommendation, each.standings
    statuses = (side.latest for side in standings.values())
    sources = (asked.source, *(status.source for status in statuses if status))
    cells = (
        Cell(text=asked.statement, lang=CONTENT),
        Cell(text=views.body(asked.addressee), lang=CONTENT),
        *(Cell(text=_voice(standings[side], views, words)) for side in (OWNER, OVERSEER)),
        Cell(text=" ".join(_remarks(each, views, words))),
        source_cell(sources),
    )
    mark = "contradicted" if each.disputed or each.at_risk or each.overdue else ""
    to = None
    if asked.findings:
        to = Link(text=asked.statement, page=CHAIN, anchor=anchor_of("recommendation", asked.id))
    return Row(cells=cells, anchor=anchor("recommendation", asked.id), to=to, mark=mark)


def _voice(standing: Standing, views: PolicyViews, words: Words) -> str:
    return side_told(standing, views.settings.bodies, words)


def _remarks(each: RecommendationStatus, views: PolicyViews, words: Words) -> Iterator[str]:
    if each.disputed:
        yield words("policy.disputed")
    if each.at_risk:
        names: Mapping[str, Arrangement] = views.known.arrangements
        ended = words.listed([names[id_].name for id_ in each.at_risk])
        yield words("policy.at_risk", names=ended)
    deadline = each.recommendation.deadline
    if each.overdue and deadline:
        body = views.body(each.recommendation.addressee)
        yield words("policy.overdue", day=words.day(deadline), body=body)
    if each.overdue is None and deadline:
        yield words("views.maybe_overdue", day=words.day(deadline))


def _data(each: RecommendationStatus, views: PolicyViews) -> dict[str, Any]:
    asked = each.recommendation
    row: dict[str, Any] = {
        "recommendation": asked.id,
        "statement": asked.statement,
        "addressee": views.body(asked.addressee),
        "deadline": asked.deadline,
        "disputed": _yes(each.disputed),
        "overdue": _yes(each.overdue),
        "at_risk": each.at_risk,
    }
    sources = [asked.source]
    for side, standing in each.standings.items():
        row |= {side: standing.state, f"{side}_on": standing.latest and standing.latest.on}
        sources += [standing.latest.source] if standing.latest else []
    return row | {"sources": "; ".join(dict.fromkeys(sources))}


def _yes(value: bool | None) -> str:
    return "cannot_tell" if value is None else "yes" if value else "no"


def overdue_view(views: PolicyViews, words: Words, font: str | None = None) -> View:
    """Show what is overdue and whose: deadlines, reviews and mandates."""
    late = list(_late(views, words))
    undated = sum(e.recommendation.deadline is None for e in views.status.status.recommendations)
    sure = sum(each["overdue"] == "yes" for each in late)
    head = tuple(
        words(f"views.{key}") for key in ("what", "whose", "since", "remark", "source_head")
    )
    return View(
        **common(views, words),
        key=OVERDUE,
        title=words("views.overdue"),
        headline=words("views.late", number=sure, untold=len(late) - sure, undated=undated),
        notes=(
            words(
                "views.deadlines",
                n=undated,
                all=len(views.status.status.recommendations),
            ),
        ),
        charts=_bodies(late, words, font),
        sheets=(
            Sheet(
                key="overdue",
                title=words("views.overdue"),
                head=head,
                rows=tuple(_late_row(each, words) for each in late[:MOST_ROWS]),
                note=cut_note(len(late), words),
            ),
        )
        if late
        else (),
        columns=OVERDUE_COLUMNS,
        data=tuple(late),
    )


def _late(views: PolicyViews, words: Words) -> Iterator[dict[str, Any]]:
    """Give what is overdue, the longest first; with it what may be, since nobody can tell."""
    found = []
    for each in views.status.status.recommendations:
        asked = each.recommendation
        if asked.deadline and each.overdue is not False:
            found.append(
                {
                    "kind": "recommendation",
                    "id": asked.id,
                    "name": asked.statement,
                    "body": views.body(asked.addressee),
                    "since": asked.deadline,
                    "overdue": _yes(each.overdue),
                    "source": asked.source,
                    "said": "",
                }
            )
    found += (
        {
            "kind": "arrangement",
            "id": one.arrangement.id,
            "name": one.arrangement.name,
            "body": views.body(one.arrangement.body),
            "since": next(iter(fact.figures.values())),
            "overdue": "yes",
            "source": "; ".join(fact.sources),
            "said": " ".join(facts_told([fact], words)),
        }
        for one in views.status.status.arrangements
        for fact in one.erosion
        if fact.code in (REVIEW_OVERDUE, MANDATE_EXPIRED) and fact.holds
    )
    yield from sorted(found, key=lambda row: (row["overdue"] != "yes", row["since"], row["id"]))


def _late_row(row: Mapping[str, Any], words: Words) -> Row:
    page = KEPT if row["kind"] == "arrangement" else RECOMMENDATIONS
    remark = row["said"]
    if not remark:
        key = "views.late_sure" if row["overdue"] == "yes" else "views.late_unsure"
        remark = words(key)
    return Row(
        cells=(
            Cell(text=row["name"], lang=CONTENT),
            Cell(text=row["body"], lang=CONTENT),
            Cell(text=words.short_day(row["since"])),
            Cell(text=remark),
            source_cell([row["source"]]),
        ),
        to=Link(text=row["name"], page=page, anchor=anchor(row["kind"], row["id"])),
        mark="contradicted" if row["overdue"] == "yes" else "",
    )


def _bodies(late: list[dict[str, Any]], words: Words, font: str | None) -> tuple[Chart, ...]:
    """Count by body what is overdue and what may be."""
    bodies = sorted({row["body"] for row in late})
    rows = [
        Bars(
            label=body,
            values=tuple(
                float(sum(r["body"] == body and r["overdue"] == said for r in late))
                for said in ("yes", "cannot_tell")
            ),
        )
        for body in bodies
    ]
    if not rows:
        return ()
    drawing = drawing_of("bodies", words("views.bodies"), words, font)
    series = (words("views.late_sure"), words("views.late_unsure"))
    head = words("views.whose")
    return (bars_chart(drawing, rows[:40], series, head=head, written=words.number),)
