"""Rules of sense for judgements: probabilities in order, levels of the scale, and rows that agree."""

from collections.abc import Iterator

import numpy as np

from peil.feeds.dossier.cells import Cells, wrong_rows
from peil.feeds.dossier.problems import quoted, row_number
from peil.terms.errors import Problem
from peil.terms.scale import Scale

OF_THE_QUESTION = ("as_of", "resolution", "resolved")
OF_THE_JUDGEMENT = ("reliability", "credibility")
"""Columns that say the same in all rows of a question, and of a service's judgement on a day."""


def judgement_rules(cells: Cells, scale: Scale | None) -> Iterator[Problem]:
    """Check what services judged.

    Args:
        cells: the table of judgements.
        scale: of the dossier, if it could be read.
    """
    yield from _orders(cells)
    yield from _days(cells)
    yield from must_agree(cells, ("question",), OF_THE_QUESTION)
    yield from must_agree(cells, ("question", "round", "service", "date"), OF_THE_JUDGEMENT)
    yield from _rounds(cells)
    if scale is not None:
        yield from _on_the_scale(cells, scale)


def must_agree(cells: Cells, group: tuple[str, ...], columns: tuple[str, ...]) -> Iterator[Problem]:
    """Find the rows that say something else than the first row of their group.

    Args:
        cells: a table.
        group: columns whose words say which rows belong together.
        columns: those that must be the same within a group; one that is not there agrees.
    """
    keys = list(zip(*(cells.texts(name) for name in group), strict=True))
    firsts: dict[tuple[str, ...], int] = {}
    for row, key in enumerate(keys):
        firsts.setdefault(key, row)
    for name in (name for name in columns if cells.has(name)):
        given = cells.texts(name)
        wrong = [given[row] != given[firsts[key]] for row, key in enumerate(keys)]
        yield from wrong_rows(
            cells,
            wrong,
            lambda r, n=name, g=given: (  # type: ignore[misc]
                f"{n} is {quoted(g[r])} where row {row_number(firsts[keys[r]])} of the same "
                f"{group[-1] if len(group) == 1 else 'judgement'} has {quoted(g[firsts[keys[r]]])}"
            ),
            "write the same in both rows",
        )


def _orders(cells: Cells) -> Iterator[Problem]:
    best = cells.numbers("best")
    ends = [
        cells.numbers(n) if cells.has(n) else np.full(len(best), np.nan) for n in ("low", "high")
    ]
    low, high = ends
    yield from wrong_rows(
        cells,
        np.isnan(low) != np.isnan(high),
        lambda r: f"has {'no low' if np.isnan(low[r]) else 'no high'} beside its other end",
        "give both ends, or neither",
    )
    yield from wrong_rows(
        cells,
        (low > best) | (best > high),
        lambda r: f"best is {best[r]:g}, outside {low[r]:g} to {high[r]:g}",
        "put low, best and high in order",
    )
    yield from wrong_rows(
        cells,
        cells.fills("interval_confidence") & ~cells.fills("low") & ~cells.fills("high"),
        "has an interval_confidence and no interval",
        "give low and high, or leave the cell empty",
    )


def _days(cells: Cells) -> Iterator[Problem]:
    if not (cells.has("resolution") and cells.has("resolved")):
        one = next((n for n in ("resolution", "resolved") if cells.has(n)), None)
        if one is None:
            return
        other = "resolved" if one == "resolution" else "resolution"
        yield from wrong_rows(
            cells,
            cells.filled[one],
            f"has a {one} and the table no column {other!r}",
            "add the column: the level that proved right, and the day on which it was known",
        )
        return
    level, day, judged = cells.filled["resolution"], cells.days("resolved"), cells.days("date")
    yield from wrong_rows(
        cells,
        level != cells.filled["resolved"],
        lambda r: "has a resolution without its day" if level[r] else "is resolved without a level",
        "give both, or neither",
    )
    asked = cells.days("as_of")
    yield from wrong_rows(
        cells,
        day < asked,
        lambda r: f"resolved is {day[r]}, before the day {asked[r]} that the question is about",
        "correct one of the two",
    )
    yield from wrong_rows(
        cells,
        judged >= day,
        lambda r: f"was judged on {judged[r]}, when the answer of {day[r]} was known",
        "correct one of the two days; what is known is not judged",
    )


def _rounds(cells: Cells) -> Iterator[Problem]:
    """Find what a service said in private after it had spoken in the discussed round."""
    rounds, days = cells.numbers("round"), cells.days("date")
    both = list(zip(cells.texts("question"), cells.texts("service"), strict=True))
    discussed: dict[tuple[str, str], np.datetime64] = {}
    for row in np.flatnonzero((rounds == 2) & ~np.isnat(days)).tolist():
        day = days[row]
        discussed[both[row]] = min(discussed.get(both[row], day), day)
    late = [
        n == 1 and key in discussed and day > discussed[key]
        for n, key, day in zip(rounds, both, days, strict=True)
    ]
    yield from wrong_rows(
        cells,
        late,
        lambda r: (
            f"is of round 1 and of {days[r]}, after round 2 of the same service on "
            f"{discussed[both[r]]}"
        ),
        "correct the round or the day; what follows the discussion is no private judgement",
    )


def _on_the_scale(cells: Cells, scale: Scale) -> Iterator[Problem]:
    threshold, above = cells.numbers("threshold"), scale.numbers[1:]
    yield from wrong_rows(
        cells,
        ~np.isnan(threshold) & ~np.isin(threshold, above),
        lambda r: f"threshold is {threshold[r]:.0f}, no level above the lowest of scale.toml",
        f"write one of {', '.join(map(str, above))}",
    )
    if cells.has("resolution"):
        level = cells.numbers("resolution")
        yield from wrong_rows(
            cells,
            ~np.isnan(level) & ~np.isin(level, scale.numbers),
            lambda r: f"resolution is {level[r]:.0f}, which is no level of scale.toml",
            f"write one of {', '.join(map(str, scale.numbers))}",
        )
