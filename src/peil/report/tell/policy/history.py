"""What happened to each arrangement and what was counted of it, each with its day and source."""

from collections.abc import Iterator, Sequence

from peil.act.arrangements import EVALUATED, UNCLEAR, ArrangementCount, ArrangementEvent
from peil.act.policy import Known
from peil.report.model import Table
from peil.report.tell.parts import Cells, cut, table, worded
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
    told = []
    for each in evaluations(known):
        outcome = words.code("policy_outcome", each.outcome or UNCLEAR)
        by: Cells = {"policy.evaluated_head": worded(each.text, words)}
        told.append(_cells(each, {**by, "policy.outcome_head": outcome}, known, words))
    if told:
        yield _table(EVALUATIONS, words("policy.evaluated"), told, words)


def history(known: Known, words: Words) -> Iterator[Table]:
    """List the events and the counts that were known on a day, the newest first."""
    told = [(e, worded(e.text, words)) for own in known.events.values() for e in own if e.text]
    counted = [(c, count_told(c, words)) for own in known.counts.values() for c in own]
    for key, rows in (("events", told), ("counts", counted)):
        rows.sort(key=lambda each: each[0].on, reverse=True)
        if rows:
            made = [_cells(e, {f"policy.{key}_head": said}, known, words) for e, said in rows]
            yield _table(f"kept-{key}", words(f"policy.{key}"), made, words)


def _table(key: str, title: str, told: Sequence[Cells], words: Words) -> Table:
    left_out, looks = cut(MOST, len(told)), {"is_cards": True, "folds": True}
    return table(key, title, told[:MOST], words, group="views", left_out=left_out, **looks)


def _cells(
    each: ArrangementEvent | ArrangementCount, told: Cells, known: Known, words: Words
) -> Cells:
    return {
        "day": words.known(each.on, each.on_precision),
        "arrangement": worded(known.name(each.arrangement), words),
        **told,
        "source_head": source_told([each.source]),
    }
