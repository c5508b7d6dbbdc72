"""Read places with their counted events and inhabitants."""

from pathlib import Path

import numpy as np

from peil.feeds.tables.columns import COUNTS, Columns
from peil.feeds.tables.slips import refuse_sum
from peil.feeds.tables.table import Table
from peil.review.evaluation.per_head import CountedPlace
from peil.terms.errors import BadInput

PLACES = ("place", "country", "region", "state", "unit")


def read_places(path: Path | Table, *, are_below_country: bool) -> tuple[CountedPlace, ...]:
    """Read places with the columns place, count and population.

    Args:
        are_below_country: whether they are regions, towns or districts.

    Raises:
        BadInput: the table cannot be read as it stands; the sentence names file, row and value.
    """
    table = Columns(path, "place, count and population", "one row for each place")
    names = table.names_of(table.need("", None, *PLACES))
    counts = table.counts(table.need("", None, *COUNTS))
    people = table.populations(table.need("", None, "population"))
    for i, name in enumerate(names):
        if np.isnan(counts[i]):
            raise BadInput(f"{table.file}, row {i + 2}: has no count; write it, or delete the row")
        if name in names[:i]:
            raise BadInput(f"{table.file}, row {i + 2}: has {name!r} twice; add its rows up")
        if counts[i] > people[i]:
            raise BadInput(
                f"{table.file}, row {i + 2}: has {counts[i]:.0f} events in {people[i]:.0f} inhabitants; "
                "write the inhabitants in full, not in thousands"
            )
    of_one = np.zeros(len(names), dtype="datetime64[D]")
    refuse_sum(table.file, [(name, "") for name in names], np.arange(len(names)), of_one, counts)
    return tuple(
        CountedPlace(
            name=name,
            count=int(count),
            population=None if np.isnan(population) else float(population),
            is_below_country=are_below_country,
        )
        for name, count, population in zip(names, counts, people, strict=True)
    )
