"""The lowering's consequences, and what was there on its day against now, as pages."""

from collections.abc import Iterator
from typing import Any

from peil.act.changes import CHANGES
from peil.report.charts import Chart
from peil.report.policy_account import tell_policy
from peil.report.policy_brief import DiffBrief, LoweringBrief
from peil.report.policy_charts import Bars, Drawing, Range, bars_chart, ranges_chart
from peil.report.policy_lowering import return_told
from peil.report.policy_page import DIFF, LOWERING, View, group_of, loud_lines
from peil.report.policy_told import PolicyAccount
from peil.report.words import Words

LOWERING_COLUMNS = (
    "arrangement", "name", "coupling", "effect", "response", "against_taking_apart", "for_ending",
    "cannot_tell", "question", "needed", "choice", "reason", "by", "sources",
)  # fmt: skip
DIFF_COLUMNS = ("kind", "id", "name", "change", "what", "before", "after", "sources")


def lowering_view(brief: LoweringBrief, words: Words, font: str | None = None) -> View:
    """Lay a consequence statement out as a page."""
    told = tell_policy(brief, words)
    loud = loud_lines(brief.endings, words)
    return _view(
        LOWERING, told, loud, _returns(brief, words, font), LOWERING_COLUMNS, _asked(brief), words
    )


def _view(
    key: str,
    told: PolicyAccount,
    loud: tuple[str, ...],
    chart: Chart,
    columns: tuple[str, ...],
    data: Iterator[dict[str, Any]],
    words: Words,
) -> View:
    first, *more = (line for line in (told.headline, *told.notes) if line not in loud)
    return View(
        key=key,
        title=told.kicker.rpartition(" · ")[2],
        kicker=told.kicker.partition(" · ")[0] + f" · {words('views.kicker')}",
        as_known=told.as_known,
        not_checked=told.not_checked,
        loud=loud,
        headline=first,
        notes=tuple(more),
        charts=(chart,),
        groups=tuple(group_of(section, words) for section in told.sections),
        columns=columns,
        data=tuple(data),
    )


def _returns(brief: LoweringBrief, words: Words, font: str | None) -> Chart:
    """Draw the range of a return, and the record's own share as a point beside it."""
    statement = brief.answered.statement
    rows = [
        Range(
            label=words("views.months", n=count.months),
            low=stated.low,
            high=stated.high,
            mark=count.returned / count.followed if count.followed else None,
            counted=words("views.counted", returned=count.returned, followed=count.followed),
            said=return_told(count, stated, statement.step, words),
        )
        for count, stated in zip(statement.counts, statement.returns, strict=True)
    ]
    head = tuple(words(f"views.{key}") for key in ("within", "low", "record", "high"))
    drawing = Drawing(
        key="returns",
        title=words("views.returns"),
        source=words("views.returns_source"),
        words=words,
        font=font,
    )
    return ranges_chart(drawing, rows, head=head)  # type: ignore[arg-type]


def _asked(brief: LoweringBrief) -> Iterator[dict[str, Any]]:
    """Give a row for each arrangement and question, with the columns that people fill in."""
    answered = brief.answered
    for each in answered.statement.consequences:
        facts = (*each.test.facts, *each.contrary)
        row = {
            "arrangement": each.arrangement.id,
            "name": each.arrangement.name,
            "coupling": each.arrangement.coupling or "no_information",
            "effect": each.effect,
            "response": each.test.response,
            "against_taking_apart": [fact.code for fact in each.test.facts if fact.holds],
            "for_ending": [fact.code for fact in each.contrary if fact.holds],
            "cannot_tell": sum(fact.holds is None for fact in facts),
            "sources": "; ".join(
                dict.fromkeys((each.arrangement.source, *(s for f in facts for s in f.sources)))
            ),
        }
        own = [q for q in answered.statement.questions if q.arrangement == each.arrangement.id]
        for question in own:
            answer = answered.answers.get(question.id)
            given = {
                name: getattr(answer, name) if answer else "" for name in ("choice", "reason", "by")
            }
            needed = "yes" if question.is_needed else "no"
            yield row | {"question": question.id, "needed": needed} | given
        if not own:
            yield row


def diff_view(brief: DiffBrief, words: Words, font: str | None = None) -> View:
    """Lay two days out as a page."""
    told = tell_policy(brief, words)
    loud = loud_lines(brief.endings, words)
    return _view(
        DIFF, told, loud, _changes(brief, words, font), DIFF_COLUMNS, _changed(brief), words
    )


def _changes(brief: DiffBrief, words: Words, font: str | None) -> Chart:
    kinds = [
        [change.change for change in changes]
        for changes in (brief.arrangements, brief.recommendations)
    ]
    rows = [
        Bars(
            label=words.code("policy_change", change).rstrip("."),
            values=tuple(float(kind.count(change)) for kind in kinds),
        )
        for change in CHANGES
    ]
    drawing = Drawing(
        key="changes",
        title=words(
            "views.changes", earlier=words.day(brief.earlier), later=words.day(brief.later)
        ),
        source=words("views.source"),
        words=words,
        font=font,
    )
    series = (words("policy.arrangements"), words("policy.recommendations"))
    return bars_chart(drawing, rows, series, head=words("views.change"), written=words.number)


def _changed(brief: DiffBrief) -> Iterator[dict[str, Any]]:
    for kind, changes in (
        ("arrangement", brief.arrangements),
        ("recommendation", brief.recommendations),
    ):
        for change in changes:
            row = {
                "kind": kind,
                "id": change.id,
                "name": brief.names[change.id],
                "change": change.change,
                "sources": "; ".join(dict.fromkeys(change.sources)),
            }
            for each in change.differences:
                yield row | {
                    "what": each.what,
                    "before": _told(each.before),
                    "after": _told(each.after),
                }
            if not change.differences:
                yield row


def _told(value: object) -> object:
    """What is not known is said to be so, and is no empty field."""
    return "no_information" if value is None else value
