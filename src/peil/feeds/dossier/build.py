"""Build the objects of a dossier from tables without problems."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from peil.decide.decision import OpenPlot
from peil.decide.official import OfficialLevel
from peil.feeds.dossier.cells import Cells
from peil.observe.breaks import Break
from peil.observe.events import Event, Window
from peil.observe.indicator import Indicator
from peil.observe.population import Population
from peil.observe.series import Series


def make_indicators(cells: Cells) -> dict[str, Indicator]:
    """Make the indicators, by id."""
    languages = ("en", "fr", "nl", "de")
    names = {language: cells.texts(f"name_{language}") for language in languages}
    made = {}
    for row in rows_of(cells):
        made[row["id"]] = Indicator(
            id=row["id"],
            names={code: text[row["row"]] for code, text in names.items() if text[row["row"]]},
            unit=row["unit"],
            kind=row["measure_kind"],
            family=row["family"],
            effort=row["effort"],
            definition=row["definition"],
            caveat=row.get("caveat", ""),
            weighs=bool(row["weighs"]),
            denominator=row.get("denominator", ""),
        )
    return made


def make_series(cells: Cells) -> dict[tuple[str, str], Series]:
    """Make one series in canonical order for each country and indicator.

    One sort puts all rows in the canonical order of a series within each group, so that each
    series is a slice.
    """
    country, indicator = ranks_of(cells, "country"), ranks_of(cells, "indicator")
    order = np.lexsort(
        (
            ranks_of(cells, "source"),
            ranks_of(cells, "publisher"),
            cells.numbers("value"),
            cells.days("published"),
            cells.days("period_end"),
            cells.days("period_start"),
            indicator,
            country,
        )
    )
    whole = Series(
        start=cells.days("period_start")[order],
        end=cells.days("period_end")[order],
        value=cells.numbers("value")[order],
        published=cells.days("published")[order],
        partial=cells.flags("partial")[order],
        approximate=cells.flags("approximate")[order],
        verified=cells.equal("confidence", "read", without=True)[order],
        publisher=cells.texts("publisher")[order],
        source=cells.texts("source")[order],
    )
    places, names = cells.codes("country")[order], cells.codes("indicator")[order]
    changes = (places[1:] != places[:-1]) | (names[1:] != names[:-1])
    edges = [0, *(np.flatnonzero(changes) + 1).tolist(), len(whole)] if len(whole) else []
    return {
        (
            cells.words("country")[places[a]],
            cells.words("indicator")[names[a]],
        ): whole.take(slice(a, b))
        for a, b in pairwise(edges)
    }


def ranks_of(cells: Cells, name: str) -> Any:
    """Rank the rows by a column's words, in the order of the words."""
    words = cells.words(name)
    order = sorted(range(len(words)), key=words.__getitem__)
    rank = np.empty(len(words), dtype=np.int32)
    rank[order] = np.arange(len(words), dtype=np.int32)
    return rank[cells.codes(name)]


def make_events(cells: Cells) -> tuple[Event, ...]:
    """Make the dated events, in the order of their table."""
    return tuple(
        Event(
            country=row["country"],
            date=row["date"],
            published=row["published"],
            precision=row.get("date_precision", "day"),
            place=row["place"],
            status=row["status"],
            ideology=row["ideology"],
            killed=row.get("killed"),
            verified=row.get("confidence", "read") == "read",
            source=row["source"],
        )
        for row in rows_of(cells)
    )


def make_windows(cells: Cells) -> tuple[Window, ...]:
    """Make the windows in which the list of events is complete, sorted."""
    return tuple(
        sorted(
            Window(
                country=row["country"],
                ideology=row["ideology"],
                statuses=tuple(row["status"].split("+")),
                complete_from=row["complete_from"],
                complete_to=row["complete_to"],
            )
            for row in rows_of(cells)
        )
    )


def make_population(cells: Cells) -> dict[str, Population]:
    """Make the population of each country, by year."""
    by_country: dict[str, dict[int, float]] = {}
    for row in rows_of(cells):
        by_country.setdefault(row["country"], {})[row["year"]] = row["population"]
    return {country: Population(by_year=years) for country, years in sorted(by_country.items())}


def make_official(cells: Cells) -> tuple[OfficialLevel, ...]:
    """Make the official levels, sorted by country, scope and day."""
    levels = [
        OfficialLevel(
            country=row["country"],
            valid_from=row["valid_from"],
            announced=row["announced"],
            level=row["level"],
            scale_min=row["scale_min"],
            scale_max=row["scale_max"],
            level_name=row.get("level_name", ""),
            scope=row["scope"],
            verified=row.get("confidence", "read") == "read",
            source=row["source"],
        )
        for row in rows_of(cells)
    ]
    return tuple(sorted(levels, key=lambda level: (level.country, level.scope, level.valid_from)))


def make_plots(cells: Cells) -> tuple[OpenPlot, ...]:
    """Make the declared plots, in the order of their table."""
    return tuple(
        OpenPlot(
            opened=row["opened"],
            closed=row.get("closed"),
            closed_published=row.get("closed_published"),
            place=row["place"],
            published=row["published"],
            source=row["source"],
        )
        for row in rows_of(cells)
    )


def make_breaks(cells: Cells) -> tuple[Break, ...]:
    """Make the breaks, sorted by indicator, day and country."""
    return tuple(
        sorted(
            Break(
                indicator=row["indicator"],
                date=row["date"],
                country=row["country"],
                kind=row["kind"],
                description=row["description"],
                publisher=row["publisher"],
                source=row["source"],
                published=row["published"],
                verified=row.get("confidence", "read") == "read",
            )
            for row in rows_of(cells)
        )
    )


def rows_of(cells: Cells) -> Iterator[dict[str, Any]]:
    """Go through small tables row by row; an empty cell is None in columns that are not text."""
    for row in range(cells.table.rows):
        yield {"row": row, **{name: _cell(cells, name, row) for name in cells.filled}}


def _cell(cells: Cells, name: str, row: int) -> Any:
    if name not in cells.typed:
        return cells.text(name, row)
    if not cells.filled[name][row]:
        return None
    value = cells.typed[name][row].item()
    return int(value) if cells.layout.fields[name].type in ("integer", "year") else value
