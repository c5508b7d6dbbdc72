"""The figures of a stream, written again from docs/methods/level.md alone; nothing of Peil is imported."""

from collections import defaultdict
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

Day = np.datetime64


class Figure(NamedTuple):
    start: Day
    end: Day
    count: float
    published: Day
    telling: float = 1.0


def month(day: Day) -> int:
    return int(day.astype("M8[M]").astype(int))


@cache
def position(day: Day) -> float:
    first, after = (Day(month(day) + i, "M").astype("M8[D]") for i in (0, 1))
    return month(day) + (day - first) / (after - first)


def months(first: Day, last: Day) -> float:
    return position(last + 1) - position(first)


def without_overlap(figures) -> list[Figure]:
    chosen = []
    for figure in sorted(figures, key=lambda f: (f.end, f.end - f.start, f.published))[::-1]:
        if not chosen or figure.end < chosen[-1].start:
            chosen.append(figure)
    return chosen[::-1]


def spacing(figures) -> float:
    return np.median([months(a.end + 1, b.end) for a, b in pairwise(figures)] or [12])


def latest(rows) -> list[Figure]:
    ordered = sorted(rows, key=lambda row: (row.published, row.count))
    return list({(row.start, row.end): row for row in ordered}.values())


def differences(totals) -> list[Figure]:
    rising, marks = [], []
    for total in sorted(totals, key=lambda t: t.end):
        if not rising or total.count >= rising[-1].count:
            rising.append(total)
            if not marks or months(marks[-1].end + 1, total.end) >= 3:
                marks.append(total)
    marks[1:] = [*marks[1:-1], rising[-1]] if marks[1:] else []
    return [
        Figure(a.end + 1, b.end, b.count - a.count, max(a.published, b.published), 0.5)
        for a, b in pairwise(marks)
    ]


def figures_of(kind: str, rows) -> list[Figure]:
    if kind == "cumulative":
        groups = defaultdict(list)
        for row in rows:
            groups[row.start if row.start < row.end else None].append(row)
        return [figure for group in groups.values() for figure in differences(latest(group))]
    cut = [row._replace(end=min(row.end, row.published)) for row in latest(rows)]
    if kind == "flow_count":
        return cut
    return [f._replace(count=f.count * months(f.start, f.end), telling=0.5) for f in cut]
