"""Tell proposals through time, beside the official level and the attacks of each month."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from peil.observe.events import Event, ListedEvent
from peil.report.chart.figure import Axis, Dot, Drawing, Line, Look, Mark, in_rows
from peil.report.chart.figure import Row as Lane
from peil.report.model import Block, Figure, Rank, Report, Table, Text
from peil.report.tell.parts import Value, picked, report, table
from peil.report.words import Words
from peil.review.assessed import ONE_DAY, PastReview, Replayed
from peil.terms.errors import BadInput
from peil.terms.scale import Scale

ABROAD = 3
"""Attacks abroad that are named in a month; the others are counted."""
SEEN = 80
"""Part of the time that the answer of the last review is drawn for, as one in so many."""
OWN, OFFICIAL = Look(colour="blue", weight=3.5), Look(dashed=True, weight=1.3)
SILENT = Look(colour="grey", dashed=True, weight=3.0)
HERE, ELSEWHERE = Look(colour="vermilion"), Look(colour="grey", hollow=True)


def document(replayed: Replayed) -> Mapping[str, Any]:
    """Write down a replay as data, in codes of no language."""
    scale = replayed.scale
    return {
        "scale": {"name": scale.name, "levels": scale.numbers},
        "reviews": [
            {
                **picked(review, "day", "status", "reason", "level", "held"),
                "probabilities": dict(zip(scale.numbers, review.probabilities, strict=True)),
                "official": review.official,
                "events": [event_row(each) for each in review.events],
            }
            for review in replayed.reviews
        ],
    }


def event_row(listed: ListedEvent) -> Mapping[str, Any]:
    """Describe an event by what was known on its day; ideology and deaths came later."""
    known = picked(listed.event, "date", "precision", "country", "place", "status", "published")
    return {**known, "counts": listed.counts, "source": listed.event.source}


def tell(replayed: Replayed, words: Words) -> Report:
    """Say a replay in one language: the picture first, then each review.

    Raises:
        BadInput: there is no review.
    """
    if not replayed.reviews:
        raise BadInput("the replay holds no review; choose days that a month's end lies between")
    headline, listed, first = words("title.replay"), _table(replayed, words), Rank.ANSWER
    blocks: tuple[Block, ...] = (
        history_figure(replayed.reviews, replayed.scale, listed, words, rank=first),
        Text(key="rule", tone="note", lines=(words("table.replay_rule"),), rank=first),
        listed,
    )
    return report("replay", words, title=replayed.title, headline=headline, blocks=blocks)


def _table(replayed: Replayed, words: Words) -> Table:
    """List each review with the official level of its day and the attacks of its month.

    Attacks in the subject's own country stand in a column of their own; those abroad beside it.
    """
    country, rows = words.country(replayed.country), []
    for review in replayed.reviews:
        own = [each for each in review.events if each.event.country == replayed.country]
        abroad = [each.event for each in review.events if each.event.country != replayed.country]
        attacks = words.listed([_attack(each, words) for each in own])
        told: dict[str, Value] = {
            words("table.attacks", country=country): attacks,
            words("table.abroad", country=country): _abroad(abroad, words),
        }
        rows.append(levels_of(review, replayed.scale, words) | told)
    note, rank = words("table.replay_note", country=country), Rank.FIRST_PAGE
    return table("reviews", words("table.history"), rows, words, note=note, rank=rank)


def _attack(listed: ListedEvent, words: Words) -> str:
    status = words.code("event", listed.event.status)
    if not listed.counts:
        status = words("table.not_counted", event=status)
    parts = (_near_day(listed.event, words), listed.event.place, f"({status})")
    return " ".join(part for part in parts if part)


def _abroad(events: Sequence[Event], words: Words) -> str:
    """Name countries and days only: these attacks weigh nothing."""
    named = [
        f"{_near_day(event, words)} {words.country(event.country)}".strip()
        for event in events[:ABROAD]
    ]
    if events[ABROAD:]:
        named.append(words("table.and_more", n=len(events) - ABROAD))
    return words.listed(named)


def _near_day(event: Event, words: Words) -> str:
    """Say the day within the month of the review; nothing where only the month is known."""
    return "" if event.precision in ("month", "year") else words.near_day(event.date)


def levels_of(review: PastReview, scale: Scale, words: Words) -> dict[str, Value]:
    """Give the day of a review, what was proposed, and the official level."""
    official = None if review.official is None else words.short_level(scale, review.official)
    proposed = _proposed(review, scale, words)
    return {"day": review.day, "proposed": proposed, "official": official}


def _proposed(review: PastReview, scale: Scale, words: Words, *, is_short: bool = True) -> str:
    """Say what a review proposed, or that it could not tell."""
    if review.level is None:
        return words.code("status", review.status)
    named = words.short_level if is_short else words.level
    return named(scale, review.level)


def counted(review: PastReview) -> int:
    """Count the attacks of a review's month that count."""
    return sum(each.counts for each in review.events)


# The picture of a history, which assessments show as well


def history_figure(
    history: Sequence[PastReview], scale: Scale, data: Table, words: Words, **more: Any
) -> Figure:
    """Draw the proposals by month with the official level and the attacks below them.

    Args:
        history: oldest first; at least one.
        scale: the levels.
        data: what is drawn, as a table; where it is a block of the report, it is not shown twice.
        words: the language.
        more: other fields of the figure.
    """
    has_attacks = any(review.events for review in history)
    proposed = [_proposed(review, scale, words, is_short=False) for review in history]
    changes = [
        f"{words.month(review.day)}, {after}"
        for review, (before, after) in zip(history[1:], pairwise(proposed), strict=True)
        if before != after
    ]
    told = words(
        "chart.history_desc",
        start=words.month(history[0].day),
        end=words.month(history[-1].day),
        list=words.listed(changes) or words("chart.no_change"),
    )
    return Figure(
        key="history",
        title=words("chart.history"),
        note=words("decided.never_input"),
        drawing=_drawing(history, scale, words),
        alt=f"{told} {words('chart.attacks_desc')}" if has_attacks else told,
        source=words("chart.source_levels"),
        data=data,
        shows_data=data.key == "history-data",
        **more,
    )


def _drawing(history: Sequence[PastReview], scale: Scale, words: Words) -> Drawing:
    """Give each level a row, the highest first, then what cannot be told, and attacks."""
    quiet = Look(colour="grey")
    lanes = [Lane(text=words.short_level(scale, n)) for n in reversed(scale.numbers)]
    row_of: dict[int | None, float] = {n: float(i) for i, n in enumerate(reversed(scale.numbers))}
    if any(review.level is None for review in history):
        row_of[None] = float(len(lanes))
        lanes.append(Lane(text=words("chart.unknown_line"), look=quiet))
    attacks = list(_attacks(history, float(len(lanes))))
    if any(review.events for review in history):
        said = ("chart.attacks_line", "chart.abroad_line")
        lanes += [Lane(text=words(key), look=quiet) for key in said]
    return in_rows(lanes, (*_lines(history, row_of, words), *attacks), Axis(scale="day"))


def _lines(
    history: Sequence[PastReview], row_of: Mapping[int | None, float], words: Words
) -> Iterator[Mark]:
    """Draw the proposal and the official level; of what cannot be told there is no official one."""
    told = [None if review.level is None else row_of[review.level] for review in history]
    silent = [row_of[None] if review.level is None else None for review in history]
    official = [None if r.official is None else row_of[r.official] for r in history]
    yield _stepped(history, told, OWN, words("chart.proposal_line"))
    if any(place is not None for place in silent):
        yield _stepped(history, silent, SILENT, "")
    if any(place is not None for place in official):
        yield _stepped(history, official, OFFICIAL, words("chart.official_line"))


def _stepped(
    history: Sequence[PastReview], places: Sequence[float | None], look: Look, key: str
) -> Line:
    """Draw a stretch for each review; the last one, which has no next, gets a width to be seen."""
    first, last = history[0].day, history[-1].day
    after = last + max((last - first) / SEEN, ONE_DAY)
    points = ((r.day, place) for r, place in zip(history, places, strict=True))
    turns = (next(run) for _, run in groupby(points, key=lambda point: point[1]))
    return Line(points=(*turns, (after, None)), stepped=True, look=look, key=key)


def _attacks(history: Sequence[PastReview], below: float) -> Iterator[Dot]:
    """Mark the months with attacks: filled where one counts, hollow where all were elsewhere."""
    for review in history:
        if counted(review):
            yield Dot(x=review.day, y=below, shape="up", look=HERE)
        elif review.events:
            yield Dot(x=review.day, y=below + 1, shape="up", look=ELSEWHERE)
