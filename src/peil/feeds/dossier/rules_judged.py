"""Rules of sense for judgements: probabilities in order, levels of the scale, and rows that agree."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from peil.feeds.dossier.cells import Cells
from peil.feeds.tables.names import are_near
from peil.feeds.tables.problems import quoted, row_number
from peil.feeds.tables.table import neighbours
from peil.terms.calendar import Ints
from peil.terms.errors import Problem
from peil.terms.scale import Scale

OF_THE_QUESTION = ("as_of", "resolution", "resolved")
OF_ONE = ("question", "round", "service", "date")
OF_THE_JUDGEMENT = ("reliability", "credibility")
"""Columns that say the same in all rows of a question, and of a service's judgement on a day."""


def judgement_rules(cells: Cells, scale: Scale | None) -> Iterator[Problem]:
    """Check what services judged."""
    yield from _orders(cells)
    yield from _days(cells)
    yield from must_agree(cells, ("question",), OF_THE_QUESTION)
    yield from must_agree(cells, OF_ONE, OF_THE_JUDGEMENT, "judgement")
    yield from _rounds(cells)
    if scale is not None:
        yield from _on_the_scale(cells, scale)


def must_agree(
    cells: Cells, group: tuple[str, ...], columns: tuple[str, ...], what: str = ""
) -> Iterator[Problem]:
    """Find the rows that say something else than the first row of their group.

    Args:
        group: columns whose words say which rows belong together.
        columns: those that must be the same within a group; one that is not there agrees.
        what: the name of a group; without it that of its last column.
    """
    _, firsts, at = np.unique(cells.alike(*group), return_index=True, return_inverse=True)
    for name in filter(cells.has, columns):
        yield from _differences(cells, name, firsts[at], what or group[-1])


def _differences(cells: Cells, name: str, first: Ints, what: str) -> Iterator[Problem]:
    given = cells.texts(name)
    yield from cells.wrong(
        given != given[first],
        lambda r: (
            f"{name} is {quoted(given[r])} where row {row_number(first[r])} of the same {what} "
            f"has {quoted(given[first[r]])}"
        ),
        "write the same in both rows",
    )


def _orders(cells: Cells) -> Iterator[Problem]:
    low, best, high = (cells.numbers(name) for name in ("low", "best", "high"))
    has_low, has_high = cells.fills("low"), cells.fills("high")
    both = "give both ends, or neither"
    yield from cells.wrong(has_high & ~has_low, "has no low beside its other end", both)
    yield from cells.wrong(has_low & ~has_high, "has no high beside its other end", both)
    yield from cells.wrong(
        (low > best) | (best > high),
        "best is {best}, outside {low} to {high}; put low, best and high in order",
    )
    yield from cells.wrong(
        cells.fills("interval_confidence") & ~has_low & ~has_high,
        "has an interval_confidence and no interval; give low and high, or leave the cell empty",
    )


def _days(cells: Cells) -> Iterator[Problem]:
    there = [name for name in ("resolution", "resolved") if cells.has(name)]
    if len(there) == 1:
        (other,) = {"resolution", "resolved"} - {*there}
        yield from cells.wrong(
            cells.fills(there[0]),
            f"has a {there[0]} and the table no column {other!r}; "
            "add the column: the level that proved right, and the day on which it was known",
        )
        return
    level, is_resolved = cells.fills("resolution"), cells.fills("resolved")
    day, both = cells.days("resolved"), "give both, or neither"
    yield from cells.wrong(level & ~is_resolved, "has a resolution without its day", both)
    yield from cells.wrong(is_resolved & ~level, "is resolved without a level", both)
    yield from cells.wrong(
        day < cells.days("as_of"),
        "resolved is {resolved}, before the day {as_of} that the question is about",
    )
    yield from cells.wrong(
        cells.days("date") >= day,
        "was judged on {date}, when the answer of {resolved} was known; "
        "correct one of the two days; what is known is not judged",
    )


def _rounds(cells: Cells) -> Iterator[Problem]:
    """Find what a service said in private after it had spoken in the discussed round."""
    rounds, days = cells.numbers("round"), cells.days("date")
    spoken = cells.earliest(cells.alike("question", "service"), "date", rounds == 2)
    yield from cells.wrong(
        (rounds == 1) & (days > spoken),
        lambda r: (
            f"is of round 1 and of {days[r]}, after round 2 of the same service on {spoken[r]}"
        ),
        "correct the round or the day; what follows the discussion is no private judgement",
    )


def _on_the_scale(cells: Cells, scale: Scale) -> Iterator[Problem]:
    above = scale.numbers[1:]
    yield from cells.wrong(
        cells.is_none_of("threshold", above),
        "threshold is {threshold}, no level above the lowest of scale.toml; "
        f"write one of {', '.join(map(str, above))}",
    )
    yield from cells.wrong(
        cells.is_none_of("resolution", scale.numbers),
        "resolution is {resolution}, which is no level of scale.toml; "
        f"write one of {', '.join(map(str, scale.numbers))}",
    )


def judged_questions(cells: Cells) -> Iterator[Problem]:
    """Ask about judgements that contradict themselves, lack a threshold or know what came after."""
    yield from _rising(cells)
    yield from _lacking(cells)
    yield from cells.wrong(
        cells.days("date") > cells.days("as_of"),
        "date is {date}, after {as_of}, the day that the question is about; "
        "correct the day: who judges later knows more",
    )
    names = cells.texts("service").tolist()
    pairs = combinations(sorted({*names}), 2)
    near = {names.index(one): other for one, other in pairs if are_near(one, other)}
    yield from cells.wrong(
        near,
        lambda r: f"service is {names[r]!r}, and another is {near[r]!r}",
        "write one name if they are one service: as two it has two voices",
    )


def _rising(cells: Cells) -> Iterator[Problem]:
    """Find levels that are held likelier to be reached than a lower one, which they are part of."""
    best, level = cells.numbers("best"), cells.numbers("threshold")
    pairs = zip(*neighbours(cells.alike(*OF_ONE), by=[level]), strict=True)
    below = {high: low for low, high in pairs if best[high] > best[low]}
    yield from cells.wrong(
        below,
        lambda r: (
            f"best is {best[r]:g} for level {level[r]:g} or higher, more than the "
            f"{best[below[r]]:g} for {level[below[r]]:g} or higher, which holds it"
        ),
        "ask the service again",
    )


def _lacking(cells: Cells) -> Iterator[Problem]:
    """Find services that did not judge a level of a question that others judged."""
    level = cells.numbers("threshold")
    asked = {key: {*level[rows]} for key, rows in together(cells, ("question",)).items()}
    lacks = {
        rows[0]: min(missing)
        for (question, _), rows in together(cells, ("question", "service")).items()
        if (missing := asked[(question,)] - {*level[rows]})
    }
    yield from cells.wrong(
        lacks,
        lambda r: (
            f"is of a service that did not judge level {lacks[r]:g} or higher, and so is not heard"
        ),
        "add the row that is missing",
    )


def together(cells: Cells, columns: tuple[str, ...]) -> dict[tuple[str, ...], list[int]]:
    """Put the rows together that say the same in some columns."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for row, key in enumerate(zip(*(cells.texts(name) for name in columns), strict=True)):
        groups.setdefault(key, []).append(row)
    return groups
