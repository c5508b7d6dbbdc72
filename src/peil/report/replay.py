"""Proposals through time, as text, as data and as a page."""

from collections.abc import Mapping, Sequence
from typing import Any

from peil.report.account import Cell, Table
from peil.report.brief import Review
from peil.report.cells import heads
from peil.report.data import document_json, in_form
from peil.report.timelines import history_chart, said_level
from peil.report.words import Words
from peil.terms.errors import BadInput
from peil.terms.scale import Scale

Event = Mapping[str, Any]
ABROAD = 3
"""Attacks abroad that are named in a month; the others are counted."""
ROOMY = 100
"""Characters from which a terminal has room for the names of levels."""


def render_replay(
    history: Sequence[Review],
    scale: Scale,
    words: Words,
    output: str = "text",
    *,
    title: str = "",
    country: str = "",
    width: int = 100,
    is_terminal: bool = False,
) -> str:
    """Render a replay.

    Args:
        history: the reviews, oldest first; at least one.
        scale: the levels.
        words: the language.
        output: text, json or html.
        title: what the replay is of.
        country: the subject, as the dossier names it; attacks elsewhere are no evidence for it.
        width, is_terminal: of the terminal, for text.

    Raises:
        BadInput: there is no review, or no such format.
    """
    if not history:
        raise BadInput("the replay holds no review; choose days that a month's end lies between")

    def on_terminal() -> str:
        from peil.report.text import GLUE

        marked = words.marked(GLUE)
        table = replay_table(history, scale, marked, country, with_names=width >= ROOMY)
        return _text(table, marked, title, width, is_terminal=is_terminal)

    return in_form(
        output,
        of="replay",
        text=on_terminal,
        json=lambda: document_json(replay_document(history, scale)),
        html=lambda: _page(history, scale, words, title, country),
    )


def replay_document(history: Sequence[Review], scale: Scale) -> dict[str, object]:
    """Write down a replay as data, in codes of no language."""
    return {
        "scale": {"name": scale.name, "levels": list(scale.numbers)},
        "reviews": [
            {
                "day": review.day,
                "status": review.status,
                "level": review.level,
                "probabilities": {
                    str(n): p for n, p in zip(scale.numbers, review.probabilities, strict=True)
                },
                "official": review.official,
                "events": list(review.events),
            }
            for review in history
        ],
    }


def replay_table(
    history: Sequence[Review],
    scale: Scale,
    words: Words,
    country: str = "",
    *,
    with_names: bool = True,
) -> Table:
    """List each review with the official level of its day and the attacks of its month.

    Attacks in the subject's own country stand in a column of their own; those abroad beside it.
    """
    named = words.code("country", country)
    attacks = (
        words("table.attacks", country=named),
        words("table.abroad", country=named),
    )
    return Table(
        key="replay",
        title=words("chart.history"),
        note=words("table.replay_note", country=named),
        head=(*heads(words, "day", "proposed", "official"), *attacks),
        rows=tuple(_row(r, scale, words, country, with_names=with_names) for r in history),
    )


def _row(
    review: Review, scale: Scale, words: Words, country: str, *, with_names: bool
) -> tuple[Cell, ...]:
    proposed, official = said_level(review, scale, words), words("table.none")
    if review.official is not None:
        official = words.short_level(scale, review.official)
    if not with_names:
        proposed = proposed if review.level is None else str(review.level)
        official = official if review.official is None else str(review.official)
    own = [event for event in review.events if event["country"] == country]
    abroad = [event for event in review.events if event["country"] != country]
    return (
        Cell(text=words.short_day(review.day)),
        Cell(text=proposed),
        Cell(text=official),
        Cell(text=words.listed([_attack(event, words) for event in own])),
        Cell(text=_abroad(abroad, words)),
    )


def _attack(event: Event, words: Words) -> str:
    status = words.code("event", event["status"])
    if not event["counts"]:
        status = words("table.not_counted", event=status)
    parts = (_near_day(event, words), event["place"], f"({status})")
    return " ".join(part for part in parts if part)


def _abroad(events: Sequence[Event], words: Words) -> str:
    """Name countries and days only: these attacks weigh nothing."""
    named = [
        f"{_near_day(event, words)} {words.code('country', event['country'])}".strip()
        for event in events[:ABROAD]
    ]
    if events[ABROAD:]:
        named.append(words("table.and_more", number=len(events) - ABROAD))
    return words.listed(named)


def _near_day(event: Event, words: Words) -> str:
    """Say the day within the month of the review; nothing where only the month is known."""
    is_day = event["precision"] not in ("month", "year")
    return words.near_day(event["date"]) if is_day else ""


def _text(table: Table, words: Words, title: str, width: int, *, is_terminal: bool) -> str:
    from peil.report.text import grid_of, print_parts

    above = [line for line in (title, words("title.replay"), words("meta.not_checked")) if line]
    below = [table.note, words("table.replay_rule"), words("decided.never_input")]
    parts = [*above, "", grid_of(table), "", *below]
    return print_parts(parts, width=width, is_terminal=is_terminal)


def _page(history: Sequence[Review], scale: Scale, words: Words, title: str, country: str) -> str:
    from peil.report.page import render

    return render(
        "replay.html",
        words=words,
        title=title or scale.name,
        chart=history_chart(history, scale, words),
        table=replay_table(history, scale, words, country),
    )
