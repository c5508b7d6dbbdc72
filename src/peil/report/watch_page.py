"""The watch as one page that stands alone: a table of all series, then a chart for each."""

from peil.report.charts import Chart
from peil.report.page import render
from peil.report.watch_account import tell_watch
from peil.report.watch_chart import watch_chart
from peil.report.watch_course import course
from peil.report.watching import WatchBrief
from peil.report.wording import Words

MOST_CHARTS = 60
"""Series that have a chart of their own; the table has all."""


def render_watch_page(brief: WatchBrief, words: Words) -> str:
    """Render the watch as a page that asks nothing of anyone."""
    told = tell_watch(brief, words)
    return render(
        "watch.html",
        words=words,
        told=told,
        courses=[course(row.course) for row in told.rows],
        figures=list(zip(told.rows, watch_charts(brief, words), strict=False)),
        charts_title=charts_title(brief, words),
    )


def watch_charts(brief: WatchBrief, words: Words, font: str | None = None) -> list[Chart]:
    """Draw the series that changed most, in the order of the table."""
    shown = brief.in_order[:MOST_CHARTS]
    return [watch_chart(one, f"watch-{i}", words, font) for i, one in enumerate(shown)]


def charts_title(brief: WatchBrief, words: Words) -> str:
    """Say which series have a chart."""
    if len(brief.series) <= MOST_CHARTS:
        return words("watch.charts")
    number, all_ = words.number(MOST_CHARTS), words.number(len(brief.series))
    return words("watch.charts_changed", number=number, all=all_)
