"""What happened to each arrangement and what was counted of it, each with its day and source."""

from collections.abc import Iterator

from peil.act.policy import Known
from peil.report.model import Cell, Table
from peil.report.tell.parts import cut, row, table, worded
from peil.report.tell.policy.said import count_told, source_told
from peil.report.tell.policy.view import MOST
from peil.report.words import Words


def history(known: Known, words: Words) -> Iterator[Table]:
    """List the events and the counts that were known on a day, the newest first."""
    told = [(e, worded(e.text, words)) for own in known.events.values() for e in own if e.text]
    counted = [(c, count_told(c, words)) for own in known.counts.values() for c in own]
    for key, rows in (("events", told), ("counts", counted)):
        rows.sort(key=lambda each: each[0].on, reverse=True)
        if rows:
            heads = ("views.day", "views.arrangement", f"policy.{key}_head", "views.source_head")
            yield table(
                f"kept-{key}",
                words(f"policy.{key}"),
                [words(head) for head in heads],
                [
                    row(
                        words.known(each.on, each.on_precision),
                        Cell(text=worded(known.name(each.arrangement), words)),
                        said,
                        source_told([each.source]),
                        words=words,
                    )
                    for each, said in rows[:MOST]
                ],
                left_out=cut(MOST, len(rows)),
                is_cards=True,
                folds=True,
            )
