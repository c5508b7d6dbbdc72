"""Many watched series in one picture: a small panel for each, all over the same time."""

from collections.abc import Sequence

from peil.observe.watch.series import WatchedSeries
from peil.report.chart.figure import INK, Axis, Drawing, Panel
from peil.report.model import Figure, Table
from peil.report.tell.parts import table
from peil.report.tell.watch.chart import (
    RIBBONS,
    SIGNALS,
    Scene,
    figures,
    ground,
    period_cells,
    ribbon,
    scene_of,
)
from peil.report.tell.watch.sentences import name_of, verdict
from peil.report.words import Words
from peil.terms.calendar import as_date

PER_ROW, HEIGHT = 3, 76.0
"""Panels in a row, and the height of each."""
KEYS = ("period", "observed", "expected", "direction")


def multiples(every: Sequence[WatchedSeries], key: str, words: Words) -> Figure:
    """Draw each series small, to the height of its own counts, with its directions at the base."""
    scenes = [scene_of(one) for one in every]
    first = min(as_date(scene.start[0]) for scene in scenes)
    days = Axis(scale="day", low=first, high=max(scene.after for scene in scenes))
    told = [
        words("watch_multiples.one", name=name_of(one, words), says=verdict(one, words))
        for one in every
    ]
    return Figure(
        key=key,
        title=words("watch_multiples.title"),
        drawing=Drawing(
            panels=tuple(_panel(scene, days, words) for scene in scenes),
            per_row=PER_ROW,
            has_narrow=True,
        ),
        alt=words("watch_multiples.desc", n=len(every), list=words.listed(told)),
        source=words("watch_multiples.source"),
        data=_data(every, words),
        shows_data=False,
    )


def _panel(scene: Scene, days: Axis, words: Words) -> Panel:
    side = scene.one.side
    return Panel(
        x=days,
        y=Axis(low=0.0, high=scene.high, is_whole=True),
        marks=(*ground(scene, words), *figures(scene, words), *ribbon(scene.points, words)),
        title=name_of(scene.one, words),
        look=RIBBONS[side] if side in SIGNALS else INK,
        height=HEIGHT,
    )


def _data(every: Sequence[WatchedSeries], words: Words) -> Table:
    rows = (
        {"series": name_of(one, words), **{key: cells[key] for key in KEYS}}
        for one in every
        for i in range(len(one.watched.points))
        for cells in (period_cells(one.watched.points, i, words),)
    )
    return table("points", words("watch_multiples.title"), rows, words, group="watch")
