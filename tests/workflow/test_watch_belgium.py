"""The Belgian record under the watch: each month a direction, or why nobody can tell."""

from datetime import date
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfReader
from tests.documents import document_of

from peil.feeds.dossier.read import read_dossier
from peil.observe.direction import CANNOT_TELL, DIRECTIONS, STEADY, WANING
from peil.observe.lists import FAMILIES
from peil.observe.record import Record
from peil.observe.watch.delays import COMPARED_ONCE
from peil.observe.watch.engine import watch_counts
from peil.observe.watch.indicators import watch_indicator
from peil.observe.watch.series import Watch
from peil.report.render.paper import render_paper
from peil.report.tell.watch.report import tell
from peil.report.words import words_in
from peil.workflow.assessing import assess_dossier, record_of
from peil.workflow.watching import watch_dossier

ENGLISH = words_in("en")
REPLAYED = date(2018, 1, 22)
MONTHS = [date(year, month, 28) for year in range(2012, 2021) for month in range(1, 13)]


@pytest.fixture(scope="module")
def record(root: Path) -> Record:
    return record_of(read_dossier(root / "dossiers" / "belgium"), with_unverified=False)


def test_every_month_each_series_says_a_direction_or_why_not(record: Record) -> None:
    said = 0
    for day in MONTHS:
        for name in record.observed():
            if not len(record.figures(name, day)):
                continue
            points = watch_indicator(
                record, name, day, chart=lambda counts: watch_counts(counts, last=1)
            ).watched.points
            direction, reason = points.direction[-1], points.reason[-1]
            assert f"watch_reason.{reason}" in ENGLISH.terms, (day, name)
            assert (direction in DIRECTIONS) != (direction == CANNOT_TELL)
            if direction in (STEADY, CANNOT_TELL):
                assert np.isnan(points.probability[-1]) == (direction == CANNOT_TELL), (day, name)
            said += direction != CANNOT_TELL
    assert said > 200


@pytest.fixture(scope="module")
def replayed(root: Path) -> Watch:
    return watch_dossier(root / "dossiers" / "belgium", REPLAYED)


def test_a_series_has_the_unit_of_its_indicator(replayed: Watch) -> None:
    units = {one.watched.series: one.unit for one in replayed.series}
    assert units["ftf_returned_share"] == "percent of departed"
    assert units["ftf_returned_cumulative"] == "persons"


def test_the_watch_and_the_assessment_say_the_same_of_22_january_2018(
    root: Path, replayed: Watch
) -> None:
    dossier = root / "dossiers" / "belgium"
    watched = {one.watched.series: one.direction for one in replayed.series}
    evidence = document_of(assess_dossier(dossier, REPLAYED))["evidence"]
    said = {item["indicator"]: item["direction"] for item in evidence}
    # The level counts attacks of every list together, with many killed apart; the watch by list.
    pooled = {name for name in FAMILIES if said.pop(name, None)}
    assert pooled == {"attacks_other", "attacks_mass_casualty"}
    assert said == watched
    assert watched["ftf_departures_per_month"] == WANING
    # 2 in six months after 4 in fifteen.
    assert watched["ftf_returned_cumulative"] == CANNOT_TELL
    assert watched["investigations_opened_federal_prosecutor"] == STEADY
    assert watched["attacks_dated_jihadist"] == CANNOT_TELL


def test_without_a_day_the_dossier_is_watched_as_of_its_latest_figure(root: Path) -> None:
    folder = root / "dossiers" / "belgium"
    brief = watch_dossier(folder)
    published = max(series.published.max() for series in read_dossier(folder).series.values())
    assert brief.as_of <= date.fromisoformat(str(published))
    later = watch_dossier(folder, date(2100, 1, 1))
    assert {one.watched.series for one in brief.series} == {
        one.watched.series for one in later.series
    }


def test_two_figures_are_told_with_what_they_are_compared_with(root: Path) -> None:
    brief = watch_dossier(root / "dossiers" / "belgium", REPLAYED)
    told = {one.watched.series: one.compared for one in brief.series}
    latest, before = told["ftf_returned_cumulative"] or (None, None)
    assert latest is not None
    assert before is not None
    assert before.stretches[-1][1] < latest.stretches[-1][1] <= REPLAYED
    assert latest.count < before.count
    assert told["attacks_dated_jihadist"] is None
    once = {one.watched.untold for one in brief.series if one.counts is None}
    assert once == {COMPARED_ONCE}


def test_series_without_a_course_take_no_room_on_paper(root: Path) -> None:
    brief = watch_dossier(root / "dossiers" / "belgium", REPLAYED)
    paper = PdfReader(BytesIO(render_paper(tell(brief, ENGLISH), ENGLISH)))
    # One page for 26 series, and two for what is said of them all.
    assert len(paper.pages) <= 2 + len(brief.series) / 26
