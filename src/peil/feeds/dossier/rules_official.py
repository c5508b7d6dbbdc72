"""Rules of sense for official levels: each on the scale of its day, and confirmations that agree."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from peil.decide.official import is_national
from peil.feeds.dossier.build import is_verified
from peil.feeds.dossier.cells import Cells
from peil.feeds.dossier.texts import ENDING, SCALES, scale_file
from peil.feeds.tables.problems import row_number
from peil.terms.calendar import Flags, as_day
from peil.terms.errors import Problem
from peil.terms.scale import LAST_DAY, Scale


def official_rules(
    levels: Cells | None, confirmed: Cells | None, subject: str, scale: Scale | None
) -> Iterator[Problem]:
    """Check the official levels, and the days on which one was in force still.

    Args:
        levels, confirmed: the tables that could be read.
        subject: the dossier's own country.
        scale: today's with those before it, if it could be read.
    """
    for cells in filter(None, (levels, confirmed)):
        yield from _on_scales(cells, subject, scale)
    if levels and scale:
        yield from _names(levels, subject, scale)
    if levels and confirmed:
        yield from _confirmations(confirmed, levels)


def _on_scales(cells: Cells, subject: str, scale: Scale | None) -> Iterator[Problem]:
    """Check that levels lie on their scale, and the subject's on the one that the dossier describes."""
    level = cells.numbers("level")
    yield from cells.wrong(
        (level < cells.numbers("scale_min")) | (level > cells.numbers("scale_max")),
        "level is {level} on a scale from {scale_min} to {scale_max}; "
        "correct the level or the scale",
    )
    if scale is None:
        return
    held, day = (*scale.earlier, scale), cells.days("valid_from")
    untils = [*(later.valid_from for _, later in pairwise(held)), LAST_DAY]
    for each, until in zip(held, untils, strict=True):
        own = cells.among("country", (subject,))
        own &= (day >= as_day(each.valid_from)) & (day < as_day(until))
        yield from _on_scale(cells, own, each, scale_file(each, scale))


def _on_scale(cells: Cells, own: Flags, scale: Scale, file: str) -> Iterator[Problem]:
    """Check the rows of the subject that a scale of its law is about."""
    numbers = scale.numbers
    is_none = cells.is_none_of("level", numbers)
    yield from cells.wrong(
        own & is_none,
        f"level is {{level}}, which is no level of {file}; "
        f"write one of {', '.join(map(str, numbers))}, or correct the scale",
    )
    national = [scope for scope in cells.words("scope") if is_national(scope)]
    yield from cells.wrong(
        own
        & ~is_none
        & cells.among("scope", national)
        & (
            cells.is_none_of("scale_min", numbers[:1]) | cells.is_none_of("scale_max", numbers[-1:])
        ),
        f"the scale is from {{scale_min}} to {{scale_max}}, and that of {file} from "
        f"{numbers[0]} to {numbers[-1]}",
        f"correct it, or describe the scale of that day in {SCALES}/DAY{ENDING}",
    )


def _names(levels: Cells, subject: str, scale: Scale) -> Iterator[Problem]:
    """Check that no row calls a level of today's scale by the name of another."""
    named = {name.casefold(): each for each in scale.levels for name in each.name.values()}
    meant = [named.get(word.strip().casefold()) for word in levels.texts("level_name")]
    number = levels.numbers("level")
    is_other = (
        each is not None and each.number != n for each, n in zip(meant, number, strict=True)
    )
    yield from levels.wrong(
        levels.among("country", (subject,))
        & (levels.days("valid_from") >= as_day(scale.valid_from))
        & np.isin(number, scale.numbers)
        & np.fromiter(is_other, np.bool_, len(meant)),
        f"level is {{level}} and level_name {{level_name!r}}, by which {scale_file(scale, scale)} "
        "calls another",
    )


def _confirmations(said: Cells, levels: Cells) -> Iterator[Problem]:
    """Check that what was in force still is the level that the official levels have for the day.

    A level that nobody confirmed, of those or of these, is compared with nothing.
    """
    held = [_held(said, levels, row) for row in range(said.table.rows)]
    yield from said.wrong(
        [row is None for row in held],
        "is about {country}, {scope}, for which no level holds on {valid_from}; "
        f"add that level to {levels.table.file}, or delete the row",
    )
    level, in_force = said.numbers("level"), levels.numbers("level")
    is_sure, known = is_verified(said), is_verified(levels)
    differs = {
        i: row
        for i, row in enumerate(held)
        # A cell that is no number is refused by itself.
        if row is not None and is_sure[i] and known[row] and abs(in_force[row] - level[i]) > 0
    }
    yield from said.wrong(
        differs,
        lambda i: (
            f"level is {said.text('level', i)}, and {levels.text('level', differs[i])} in row "
            f"{row_number(differs[i])} of {levels.table.file}"
        ),
    )


def _held(said: Cells, levels: Cells, row: int) -> int | None:
    """Find the row of the level that holds on the day of a confirmation, for its place."""
    here = levels.days("valid_from") <= said.days("valid_from")[row]
    for name in ("country", "scope"):
        here &= levels.among(name, (said.text(name, row),))
    rows = np.flatnonzero(here)
    return int(rows[np.argmax(levels.days("valid_from")[rows])]) if len(rows) else None
