"""The watch as one page that stands alone: a table of all series, then a chart for each."""

from peil.report.charts import Chart
from peil.report.page import render
from peil.report.site_frame import Frame
from peil.report.watch_account import tell_watch
from peil.report.watch_chart import watch_chart
from peil.report.watch_course import course
from peil.report.watching import WatchBrief, WatchedSeries
from peil.report.words import Words

MOST_CHARTS = 60
"""Series that have a chart of their own; the table has all."""


def render_watch_page(brief: WatchBrief, words: Words, frame: Frame | None = None) -> str:
    """Render the watch as a page that asks nothing of anyone, or in the frame of a site."""
    told = tell_watch(brief, words)
    figures = watch_charts(brief, words)
    return render(
        "watch.html",
        words=words,
        frame=frame,
        told=told,
        courses=[course(row.course) for row in told.rows],
        figures=[(place, told.rows[place], chart) for place, chart in figures],
        charted={place for place, _ in figures},
        charts_title=charts_title(brief, words),
    )


def watch_charts(
    brief: WatchBrief, words: Words, font: str | None = None
) -> list[tuple[int, Chart]]:
    """Draw the series that changed most, each with its place in the table."""
    return [
        (place, watch_chart(one, f"watch-{place}", words, font))
        for place, one in _drawable(brief)[:MOST_CHARTS]
    ]


def _drawable(brief: WatchBrief) -> list[tuple[int, WatchedSeries]]:
    """Leave out the series of which two periods are compared and nothing else is known."""
    return [
        (place, one)
        for place, one in enumerate(brief.in_order)
        if one.counts is not None or len(one.watched.points) > 1
    ]


def charts_title(brief: WatchBrief, words: Words) -> str:
    """Say which series have a chart; nothing where none has."""
    drawable, all_ = len(_drawable(brief)), len(brief.series)
    if not drawable:
        return ""
    if drawable > MOST_CHARTS:
        return words("watch.charts_changed", number=MOST_CHARTS, all=words.number(all_))
    if drawable < all_:
        return words("watch.charts_regular", n=drawable)
    return words("watch.charts")
