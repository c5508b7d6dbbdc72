"""Figures that are compared: said with their periods, and whose work they are."""

from dataclasses import replace
from datetime import date

from tests.watched_builder import a_group, a_series

from peil.observe.watch.series import Watch, WatchedSeries
from peil.report.model import Table, plain, walk
from peil.report.tell.watch.report import tell
from peil.report.tell.watch.sentences import caveats, compared
from peil.report.words import words_in

DAY = date(2024, 1, 20)
ENGLISH = words_in("en")


def test_two_figures_that_are_compared_are_said_with_their_periods() -> None:
    spans = a_group(2016, 200.0), a_group(2015, 1313.0)
    assert (
        compared(replace(a_series(), compared=spans), ENGLISH) == "200 (2016), after 1,313 (2015)"
    )
    assert compared(a_series(), ENGLISH) == ""
    parts = tuple((date(year, 7, 1), date(year, 12, 31)) for year in (2017, 2018))
    late = replace(a_series(), compared=(a_group(2017, 30.0, stretches=parts), spans[1]))
    assert compared(late, ENGLISH) == (
        "30 (July to December 2017; July to December 2018), after 1,313 (2015)"
    )


def test_a_figure_that_we_worked_out_says_so_once_where_it_is_compared() -> None:
    spans = a_group(2016, 275.0, is_worked_out=True), a_group(2015, 313.0)
    marked = ("worked_out",)
    two = replace(a_series(caveats=marked), counts=None, compared=spans, latest=spans[0])
    said = "275, worked out by us (2016), after 313 (2015)"
    assert compared(two, ENGLISH) == said
    assert "worked out" not in " ".join(caveats(two, ENGLISH))
    assert "worked out" not in last_cell(two)
    alone = replace(two, compared=None)
    assert "worked out by us" in last_cell(alone)
    assert "worked out" not in last_cell(replace(alone, latest=spans[1]))


def test_a_series_with_a_chart_says_that_figures_of_it_were_worked_out() -> None:
    charted = a_series(caveats=("worked_out",))
    said = "At least one of the figures was worked out by us from other figures."
    assert said in caveats(charted, ENGLISH)
    assert said not in caveats(a_series(), ENGLISH)


def last_cell(one: WatchedSeries) -> str:
    (table,) = (
        each
        for each in walk(tell(Watch(title="Exampleland", as_of=DAY, series=(one,)), ENGLISH).blocks)
        if isinstance(each, Table)
    )
    heads = [column.head for column in table.columns]
    return plain(table.rows[0].cells[heads.index(ENGLISH("watch.last"))].text)
