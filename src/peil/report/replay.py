"""Proposals through time, as text, as data and as a page."""

from collections.abc import Sequence

from peil.report.account import Cell, Table
from peil.report.annex import event_day, heads
from peil.report.brief import Review
from peil.report.data import document_json
from peil.report.timelines import history_chart, said_level
from peil.report.wording import Words
from peil.terms.errors import BadInput
from peil.terms.scale import Scale

FORMATS = ("text", "json", "html")


def render_replay(
    history: Sequence[Review],
    scale: Scale,
    words: Words,
    output: str = "text",
    *,
    title: str = "",
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
        width, is_terminal: of the terminal, for text.

    Raises:
        BadInput: there is no review, or no such format.
    """
    if not history:
        raise BadInput("the replay holds no review; choose days that a month's end lies between")
    if output == "text":
        return _text(history, scale, words, title, width, is_terminal=is_terminal)
    if output == "json":
        return document_json(replay_document(history, scale))
    if output == "html":
        return _page(history, scale, words, title)
    raise BadInput(f"there is no replay as {output!r}; use {', '.join(FORMATS)}")


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


def replay_table(history: Sequence[Review], scale: Scale, words: Words) -> Table:
    """List each review with the official level of its day and the attacks of its month."""
    return Table(
        key="replay",
        title=words("chart.history"),
        head=heads(words, "day", "proposed", "official", "attacks"),
        rows=tuple(_row(review, scale, words) for review in history),
    )


def _row(review: Review, scale: Scale, words: Words) -> tuple[Cell, ...]:
    official = words("table.none")
    if review.official is not None:
        official = words.short_level(scale, review.official)
    return (
        Cell(text=words.short_day(review.day)),
        Cell(text=said_level(review, scale, words)),
        Cell(text=official),
        Cell(text=words.listed([_attack(event, words) for event in review.events])),
    )


def _attack(event: object, words: Words) -> str:
    if not isinstance(event, dict):
        return ""
    country = words.code("country", event["country"])
    place = ", ".join(part for part in (str(event.get("place") or ""), country) if part)
    status = words.code("event", event["status"])
    return f"{event_day(event, words)} {place} ({status})"


def _text(
    history: Sequence[Review],
    scale: Scale,
    words: Words,
    title: str,
    width: int,
    *,
    is_terminal: bool,
) -> str:
    from peil.report.text import GLUE, grid_of, print_parts

    words = words.marked(GLUE)
    above = [line for line in (title, words("title.replay"), words("meta.not_checked")) if line]
    table = grid_of(replay_table(history, scale, words))
    parts = [*above, "", table, words("decided.never_input")]
    return print_parts(parts, width=width, is_terminal=is_terminal)


def _page(history: Sequence[Review], scale: Scale, words: Words, title: str) -> str:
    from peil.report.page import render

    table = replay_table(history, scale, words)
    return render(
        "replay.html",
        words=words,
        title=title or scale.name,
        chart=history_chart(history, scale, words),
        table=table,
    )
