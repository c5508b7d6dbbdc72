"""What happened to each arrangement and what was counted of it, each with its day and source."""

from collections.abc import Iterator

from peil.act.arrangements import EVALUATED, UNCLEAR, ArrangementCount, ArrangementEvent
from peil.act.policy import Known
from peil.report.model import Cell, Row, Saying, Table
from peil.report.tell.parts import cut, row, table, worded
from peil.report.tell.policy.said import count_told, source_told
from peil.report.tell.policy.view import MOST
from peil.report.words import Words

EVALUATIONS = "kept-evaluated"
"""The table that the page's first lines lead to."""


def evaluations(known: Known) -> list[ArrangementEvent]:
    """Give the evaluations that were known on a day, the newest first."""
    told = (each for own in known.events.values() for each in own if each.kind == EVALUATED)
    return sorted(told, key=lambda each: each.on, reverse=True)


def evaluated(known: Known, words: Words) -> Iterator[Table]:
    """List who evaluated an arrangement and what came of it, the newest first."""
    rows = [
        _row(
            each,
            words,
            known,
            worded(each.text, words),
            words.code("policy_outcome", each.outcome or UNCLEAR),
        )
        for each in evaluations(known)
    ]
    if rows:
        heads = words("policy.evaluated_head"), words("policy.outcome_head")
        yield _table(EVALUATIONS, words("policy.evaluated"), heads, rows, words)


def history(known: Known, words: Words) -> Iterator[Table]:
    """List the events and the counts that were known on a day, the newest first."""
    told = [(e, worded(e.text, words)) for own in known.events.values() for e in own if e.text]
    counted = [(c, count_told(c, words)) for own in known.counts.values() for c in own]
    for key, rows in (("events", told), ("counts", counted)):
        rows.sort(key=lambda each: each[0].on, reverse=True)
        if rows:
            made = [_row(each, words, known, said) for each, said in rows]
            head = (words(f"policy.{key}_head"),)
            yield _table(f"kept-{key}", words(f"policy.{key}"), head, made, words)


def _table(key: str, title: str, own: tuple[str, ...], rows: list[Row], words: Words) -> Table:
    return table(
        key,
        title,
        [words("views.day"), words("views.arrangement"), *own, words("views.source_head")],
        rows[:MOST],
        left_out=cut(MOST, len(rows)),
        is_cards=True,
        folds=True,
    )


def _row(
    each: ArrangementEvent | ArrangementCount, words: Words, known: Known, *told: Saying
) -> Row:
    return row(
        words.known(each.on, each.on_precision),
        Cell(text=worded(known.name(each.arrangement), words)),
        *told,
        source_told([each.source]),
        words=words,
    )
