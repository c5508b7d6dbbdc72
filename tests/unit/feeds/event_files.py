"""Count small event files, and write them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from peil.feeds.importing.counting import EventCounts, count_events
from peil.feeds.importing.reading import open_events
from peil.feeds.importing.source import Source

TODAY = date(2026, 11, 24)
FEEDS = Path(__file__).parents[3] / "src" / "peil" / "feeds"

Cells = dict[tuple[str, str, str], int]


def count(path: Path, source: Source, *indicators: str, today: date = TODAY) -> EventCounts:
    """Count the events of a file."""
    with open_events(path, source) as events:
        return count_events(
            events, source, source.measures(indicators), name=path.name, today=today
        )


def by_month(counts: EventCounts, indicator: str) -> dict[tuple[str, str], int]:
    """Give the counts by country and month, those of nothing left out."""
    found: dict[tuple[str, str], int] = {}
    for country, month, n in zip(
        counts.country, counts.month, counts.amounts[indicator], strict=True
    ):
        key = (str(country), str(np.datetime64(int(month), "M")))
        found[key] = found.get(key, 0) + int(n)
    return {key: n for key, n in found.items() if n}


def by_knowledge(counts: EventCounts, indicator: str) -> Cells:
    """Give the counts by country, month and month of knowledge, those of nothing left out."""
    cells = zip(counts.country, counts.month, counts.known, counts.amounts[indicator], strict=True)
    return {
        (str(c), str(np.datetime64(int(m), "M")), str(np.datetime64(int(k), "M"))): int(n)
        for c, m, k, n in cells
        if n
    }


def a_list(
    path: Path, rows: Sequence[Sequence[str]], header: str = "date,country,published"
) -> Path:
    """Write a plain list of events."""
    path.write_text("\n".join([header, *(",".join(row) for row in rows)]) + "\n", encoding="utf-8")
    return path


def list_publishers(folder: Path) -> None:
    """Let a dossier that lists its names have figures counted from lists of events."""
    with (folder / "names.csv").open("a", encoding="utf-8") as names:
        names.write('publisher,own list of events\npublisher,"START, University of Maryland"\n')
