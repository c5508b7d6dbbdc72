"""Forecasts of the next event: learned from what had ended and was public, and from nothing else."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import a_window, an_event
from tests.track_builder import LAST, a_course, an_event_record

from peil.observe.events import Event
from peil.review.track.courses import LevelCourse
from peil.review.track.event_record import EventRecord
from peil.review.track.forward import Forecasts, forecast, gather, score_beside, score_levels
from peil.review.track.settings import TrackSettings

SETTINGS = TrackSettings(horizons=(6,), past_months=6, prior_months=2)
COURSE = a_course(
    ("2010-01-01", 2), ("2011-01-01", 3), ("2012-01-01", 2), ("2013-01-01", 3), ("2014-01-01", 2)
)


def made(
    *events: Event, course: LevelCourse = COURSE, horizon: int = 6, last: date = LAST
) -> Forecasts:
    happened = an_event_record(*events, last=last)
    return forecast(gather((course,), happened, happened.attacks, horizon), SETTINGS)


def at(forecasts: Forecasts, day: str) -> dict[str, float]:
    i = forecasts.days.index(date.fromisoformat(day))
    return {
        name: float(getattr(forecasts, name)[i])
        for name in ("level", "no_change", "climatology", "happened")
    }


def test_climatology_is_the_frequency_of_the_reviews_that_had_ended() -> None:
    # Reviews of January 2010 to January 2011 have ended by July 2011; the event of 10 March 2011
    # lies within six months of those of September 2010 to January 2011.
    told = at(made(an_event("2011-03-10")), "2011-07-31")
    assert told["climatology"] == pytest.approx((5 + 0.5) / (13 + 1))
    assert told["happened"] == 0.0


def test_an_outcome_is_an_event_after_the_review_up_to_its_horizon() -> None:
    forecasts = made(an_event("2013-03-31"))
    happened = {day: at(forecasts, day)["happened"] for day in (
        "2012-08-31", "2012-09-30", "2013-02-28", "2013-03-31",
    )}  # fmt: skip
    assert list(happened.values()) == [0.0, 1.0, 1.0, 0.0]


def test_leap_years_move_no_border() -> None:
    forecasts = made(an_event("2012-02-29"), horizon=6)
    assert at(forecasts, "2011-08-31")["happened"] == 1.0
    assert at(forecasts, "2012-02-29")["happened"] == 0.0


def test_a_level_is_learned_from_earlier_spells_and_never_from_its_own() -> None:
    events = [an_event(f"2011-{month:02}-15") for month in range(1, 13)]
    forecasts = made(*events)
    own = at(forecasts, "2011-11-30")
    assert own["level"] == pytest.approx(own["climatology"])
    later = at(forecasts, "2013-06-30")
    # The twelve reviews of 2011 at level 3: all but that of December saw an event.
    assert later["level"] == pytest.approx((11 + 2 * later["climatology"]) / (12 + 2))


def test_no_change_is_learned_from_reviews_whose_past_was_alike() -> None:
    events = [an_event("2011-03-10"), an_event("2011-08-10")]
    forecasts = made(*events)
    told = at(forecasts, "2012-01-31")
    # An event was seen in the six months before; so it was after March to July 2011.
    like = [1, 1, 1, 1, 1]
    expected = (sum(like) + 2 * told["climatology"]) / (len(like) + 2)
    assert told["no_change"] == pytest.approx(expected)


def test_a_review_without_a_level_or_a_complete_list_is_not_scored() -> None:
    gap = a_course(("2011-01-01", 2), last=date(2012, 6, 30))
    days = made(course=gap).days
    assert min(days) >= date(2011, 1, 31)
    assert max(days) == date(2012, 6, 30)
    assert max(made().days) == date(2019, 6, 30)
    assert made(last=date(2010, 12, 31)).days == ()


def test_gaps_in_the_list_are_missing_and_not_zero() -> None:
    windows = [a_window("2010-01-01", "2012-12-31"), a_window("2014-01-01", "2016-12-31")]
    happened = an_event_record(an_event("2013-02-01"), windows=windows)
    days = forecast(gather((COURSE,), happened, happened.attacks, 6), SETTINGS).days
    assert date(2012, 6, 30) in days
    assert date(2012, 7, 31) not in days
    assert date(2014, 5, 31) not in days
    assert date(2014, 6, 30) in days


def test_levels_on_another_scale_teach_nothing() -> None:
    old = a_course(("2010-01-01", 3), ("2011-01-01", 2), last=date(2012, 12, 31))
    new = a_course(("2013-01-01", 3), ("2014-01-01", 2), scale=(1, 5))
    happened = an_event_record(*[an_event(f"2010-{month:02}-15") for month in range(1, 13)])
    forecasts = forecast(gather((old, new), happened, happened.attacks, 6), SETTINGS)
    told = at(forecasts, "2013-06-30")
    assert told["level"] == pytest.approx(told["climatology"])


@given(st.integers(0, 2000), st.integers(0, 400), st.integers(500, 3000))
@settings(max_examples=25, deadline=None)
def test_nothing_published_later_changes_an_earlier_forecast(
    happened_after: int, late: int, known_after: int
) -> None:
    first = date(2010, 1, 10)
    known = [an_event("2011-03-10"), an_event("2013-08-10")]
    day = date.fromordinal(first.toordinal() + happened_after)
    new = an_event(day.isoformat(), published=date.fromordinal(day.toordinal() + late))
    without, with_it = made(*known), made(*known, new)
    assert without.days == with_it.days
    before = np.array([d < new.published for d in without.days])
    for name in ("level", "no_change", "climatology"):
        same = getattr(without, name)[before] == getattr(with_it, name)[before]
        assert same.all(), name
    until = date.fromordinal(first.toordinal() + known_after)
    cut = made(*known, last=until)
    for d in cut.days:
        full, short = at(without, d.isoformat()), at(cut, d.isoformat())
        assert {**full, "happened": 0} == {**short, "happened": 0}


def test_a_planted_look_ahead_is_seen() -> None:
    late = an_event("2011-03-10", published=date(2012, 6, 1))
    honest, early = made(late), made(replace(late, published=date(2011, 3, 10)))
    assert at(honest, "2011-12-31")["climatology"] != at(early, "2011-12-31")["climatology"]
    assert at(honest, "2012-06-30")["climatology"] == at(early, "2012-06-30")["climatology"]


def scored(happened: EventRecord, *, plots_in: bool) -> tuple[int, int]:
    found = score_levels((COURSE,), happened, 6, SETTINGS, plots_in=plots_in)
    return found.reviews, found.happened


def test_plots_count_in_and_out() -> None:
    happened = an_event_record(an_event("2015-06-15", status="foiled"))
    assert [scored(happened, plots_in=p)[1] for p in (False, True)] == [0, 6]


def test_scores_are_those_of_the_forecasts_on_the_same_reviews() -> None:
    happened = an_event_record(an_event("2012-06-15"), an_event("2015-06-15"))
    forecasts = forecast(gather((COURSE,), happened, happened.attacks, 6), SETTINGS)
    found = score_levels((COURSE,), happened, 6, SETTINGS, plots_in=False)
    for name, value in (
        ("level", found.brier), ("no_change", found.no_change), ("climatology", found.climatology),
    ):  # fmt: skip
        mean = np.mean((getattr(forecasts, name) - forecasts.happened) ** 2)
        assert value == pytest.approx(mean)
    gain = (found.climatology or 0.0) - (found.brier or 0.0)
    assert found.over_climatology.mean == pytest.approx(gain)


def test_without_a_review_there_is_no_score() -> None:
    found = score_levels((), an_event_record(), 6, SETTINGS, plots_in=False)
    assert (found.reviews, found.brier, found.over_climatology.reason) == (0, None, "nothing")


def test_two_voices_are_compared_where_both_have_a_level() -> None:
    other = a_course(("2012-03-01", 1), ("2015-01-01", 4), last=date(2016, 6, 30))
    happened = an_event_record(an_event("2013-06-15"), an_event("2015-06-15"))
    both = score_beside((COURSE,), (other,), happened, 6, SETTINGS, plots_in=False)
    assert both.reviews == len(made(course=other).days)
    again = score_beside((other,), (COURSE,), happened, 6, SETTINGS, plots_in=False)
    assert (both.first, both.second) == (again.second, again.first)
    assert both.over.mean == pytest.approx(-(again.over.mean or 0.0))
    none = score_beside((COURSE,), (), happened, 6, SETTINGS, plots_in=False)
    assert (none.reviews, none.first, none.over.word) == (0, None, "undecided")
