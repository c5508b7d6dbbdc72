"""A country is treated as what is held of it allows, and nothing later changes an earlier record."""

from dataclasses import replace
from datetime import date

import pytest
from tests.builders import a_window, an_event
from tests.track_builder import SOME_EVENTS, SOME_LEVELS, SOME_WINDOWS, a_level, a_record, a_review

from peil.observe.events import ANY
from peil.review.track.courses import found_on
from peil.review.track.record import TrackRecord
from peil.review.track.settings import TrackSettings


def treatments(record: TrackRecord) -> dict[str, str]:
    return {each.country: each.treatment for each in record.records}


def test_the_treatment_follows_from_what_is_held() -> None:
    assert treatments(a_record()) == {
        "Ruritania": "scored",
        "Estland": "scored",
        "Norland": "levels_only",
        "Sudland": "events_only",
        "Westland": "never_overlap",
    }


def test_the_subject_comes_first_whatever_its_name() -> None:
    assert a_record().records[0].country == "Ruritania"
    assert a_record(subject="Westland").records[0].country == "Westland"


def test_a_declared_list_makes_a_country_scored() -> None:
    windows = (*SOME_WINDOWS, a_window("2012-01-01", "2019-12-31", country="Norland"))
    levels = [level for level in SOME_LEVELS if level.scale_min == 1]
    assert treatments(a_record(windows=windows, official=levels))["Norland"] == "scored"


def test_a_list_of_plots_alone_is_no_list_of_attacks() -> None:
    plots = a_window("2012-01-01", "2019-12-31", country="Norland", statuses=("foiled",))
    assert treatments(a_record(windows=(*SOME_WINDOWS, plots)))["Norland"] == "levels_only"


def test_five_years_of_one_scale_and_scope_inside_the_list_are_the_least_for_a_score() -> None:
    for until, treatment in (("2017-06-24", "too_short"), ("2017-06-25", "scored")):
        windows = (SOME_WINDOWS[0], a_window("2012-01-01", until, country="Estland"))
        assert treatments(a_record(windows=windows))["Estland"] == treatment


def test_stretches_on_two_scales_are_not_added_to_reach_a_score() -> None:
    levels = (
        a_level(3, "2011-12-31", country="Norland", scale_max=4),
        a_level(3, "2015-12-31", country="Norland", scale_max=5),
    )
    windows = (*SOME_WINDOWS, a_window("2012-01-01", "2019-12-31", country="Norland"))
    (norland,) = [
        r for r in a_record(windows=windows, official=levels).records if r.country == "Norland"
    ]
    assert (norland.treatment, norland.voices) == ("too_short", ())
    assert norland.overlap_days == 4 * 365 + 1
    lower = TrackSettings(fewest_years=4)
    scored = a_record(windows=windows, official=levels, settings=lower)
    assert treatments(scored)["Norland"] == "scored"


def test_a_short_official_record_leaves_the_proposals_their_score() -> None:
    own = a_record(official=[a_level(2, "2016-01-01")]).records[0]
    assert (own.treatment, own.of_official) == ("scored", "too_short")
    assert [voice.who for voice in own.voices] == ["proposal", "held"]


def test_only_the_subject_has_proposals() -> None:
    voices = {r.country: [voice.who for voice in r.voices] for r in a_record().records}
    assert voices["Ruritania"] == ["official", "proposal", "held"]
    assert voices["Estland"] == ["official"]
    assert voices["Norland"] == voices["Sudland"] == voices["Westland"] == []


def test_a_subject_without_official_levels_is_scored_on_its_proposals() -> None:
    levels = [level for level in SOME_LEVELS if level.country != "Ruritania"]
    own = a_record(official=levels).records[0]
    assert [voice.who for voice in own.voices] == ["proposal", "held"]
    assert (own.agreement, own.beside) == (None, ())


def test_days_without_a_proposal_are_scored_by_the_level_that_the_rule_stood_at() -> None:
    own = a_record().records[0]
    _, proposed, held = own.voices
    silent = date(2018, 6, 1)
    assert found_on(proposed.courses, silent) is None
    found = found_on(held.courses, silent)
    assert found is not None
    assert found[1].level == 3
    days = (date(2019, 12, 31) - date(2010, 1, 31)).days + 1
    silent_days = (date(2019, 1, 31) - date(2018, 1, 31)).days
    assert own.told == pytest.approx(1 - silent_days / days)


def test_where_every_review_proposed_the_rule_has_no_record_beside() -> None:
    reviews = [a_review(date(y, 12, 31), 2, 2) for y in range(2010, 2019)]
    own = a_record(proposals=reviews).records[0]
    assert ([voice.who for voice in own.voices], own.told) == (["official", "proposal"], 1.0)
    assert a_record(proposals=[]).records[0].told is None


def test_attacks_outside_the_list_are_shown_and_not_counted() -> None:
    own = a_record().records[0]
    assert [e.ideology for e in own.uncounted] == ["unknown"]
    assert len(own.attacks) == 7
    assert len(own.plots) == 2


def test_stopped_plots_are_counted_by_year_save_those_to_which_a_verdict_gives_no_ideology() -> (
    None
):
    later = {"later_published": date(2017, 5, 2), "status": "foiled"}
    plots = [
        an_event("2014-05-02", status="foiled"),
        an_event("2014-07-01", status="foiled", ideology="right_wing"),
        an_event("2016-01-01", status="foiled", precision="year", published=date(2017, 9, 1)),
        an_event("2015-05-02", later_ideology="unknown", **later),
        an_event("2012-05-02", later_ideology="right_wing", **later),
        an_event("2013-05-02"),
        an_event("2013-05-02", status="foiled", country="Norland"),
    ]
    other = a_window("2010-01-01", "2017-12-31", ideology="right_wing")
    for windows in (SOME_WINDOWS, (*SOME_WINDOWS, other)):
        record = a_record(events=plots, windows=windows)
        assert record.plots_by_year == ((2012, 1), (2014, 2), (2016, 1))


def test_a_list_of_any_ideology_is_scored_on_the_attacks_of_each() -> None:
    whole = a_window("2010-01-01", "2017-12-31", ideology=ANY)
    events = (an_event("2015-01-15", ideology="unknown"), an_event("2016-03-22"))
    plot = an_event("2017-06-20", ideology="other", status="foiled")
    own = a_record(events=(*events, plot), windows=(whole,)).records[0]
    assert (own.ideology, own.attacks, own.plots, own.left_out) == (ANY, events, (plot,), ())


LEFT_OUT = {
    "of a status that the list does not declare": (
        an_event("2015-03-01", status="failed"),
        "status",
    ),
    "of a year, and public after the list ended": (
        an_event("2017-01-01", precision="year", published=date(2018, 6, 1)),
        "late",
    ),
    "a plot of a year, and public after the list ended": (
        an_event("2017-01-01", precision="year", published=date(2018, 6, 1), status="foiled"),
        "late",
    ),
    "after the list ended": (an_event("2018-03-01"), "outside"),
    "of another ideology": (an_event("2015-03-01", ideology="unknown"), "outside"),
    "of nobody who died": (an_event("2015-03-01", killed=0), "mild"),
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_what_is_not_counted_is_kept_with_the_reason(case: str) -> None:
    event, why = LEFT_OUT[case]
    counted = (an_event("2016-03-22", killed=35), an_event("2015-01-15", status="foiled"))
    own = a_record(
        events=(*counted, event),
        windows=(a_window("2010-01-01", "2017-12-31", statuses=("completed",)),),
        settings=TrackSettings(severity="deadly"),
    ).records[0]
    assert [(each.event, each.why) for each in own.left_out] == [(event, why)]
    assert own.uncounted == (event,)
    assert (*own.attacks, *own.plots) == counted


def test_every_event_of_a_country_is_counted_or_left_out_for_a_reason() -> None:
    events = (*SOME_EVENTS, *(event for event, _ in LEFT_OUT.values()))
    windows = (*SOME_WINDOWS, a_window("2010-01-01", "2019-12-31", ideology="unknown"))
    records = a_record(
        events=events, windows=windows, settings=TrackSettings(severity="deadly")
    ).records
    own = [record for record in records if record.country == "Ruritania"]
    told = [e for r in own for e in (*r.attacks, *r.plots, *r.uncounted)]
    assert {id(event) for event in told} == {id(e) for e in events if e.country == "Ruritania"}


def test_stopped_plots_are_counted_out_and_in() -> None:
    official = a_record().records[0].voices[0]
    assert [(c.plots_in, len(c.found)) for c in official.counted] == [(False, 7), (True, 9)]


def test_scopes_have_rates_of_their_own() -> None:
    (estland,) = [r for r in a_record().records if r.country == "Estland"]
    assert [course.scope for course, _ in estland.voices[0].rates] == ["national", "national (all)"]


def test_days_before_the_first_do_not_count() -> None:
    own = a_record(first=date(2014, 1, 1)).records[0]
    assert own.spans == ((date(2014, 1, 1), date(2019, 12, 31)),)
    assert min(e.date for e in own.attacks) == date(2014, 5, 24)


def test_nothing_published_after_the_last_day_changes_the_record() -> None:
    last = date(2017, 6, 15)
    later = (
        an_event("2017-06-10", published=date(2017, 6, 16)),
        an_event("2018-06-10"),
        an_event("2016-06-10", country="Norland", published=date(2018, 1, 1)),
    )
    levels = (a_level(1, "2017-06-16"), a_level(4, "2017-06-01", announced=date(2017, 7, 1)))
    whole = a_record(last=last)
    assert whole == a_record(
        last=last, events=(*SOME_EVENTS, *later), official=(*SOME_LEVELS, *levels)
    )
    assert whole != a_record(last=last, events=(*SOME_EVENTS, an_event("2017-06-10")))


@pytest.mark.parametrize(("last", "killed"), [(date(2017, 6, 15), None), (date(2017, 6, 16), 30)])
def test_a_toll_of_ten_or_more_is_not_told_before_it_was_known(
    last: date, killed: int | None
) -> None:
    event = an_event("2017-06-10", killed=30, killed_published=date(2017, 6, 16))
    (told,) = a_record(last=last, events=[event]).records[0].attacks
    assert told.killed == killed


@pytest.mark.parametrize(("last", "count"), [(date(2017, 6, 15), 1), (date(2017, 6, 16), 0)])
def test_an_attack_in_which_a_court_found_no_such_ideology_counts_until_then(
    last: date, count: int
) -> None:
    event = an_event("2017-06-10", later_ideology="unknown", later_published=date(2017, 6, 16))
    record = a_record(last=last, events=[event]).records[0]
    assert (len(record.attacks), len(record.left_out)) == (count, 1 - count)


@pytest.mark.parametrize(("last", "killed"), [(date(2018, 6, 15), 32), (date(2018, 6, 16), 35)])
def test_a_later_count_of_the_dead_is_not_told_before_its_day(last: date, killed: int) -> None:
    event = an_event("2017-06-10", killed=32, later_killed=35, later_published=date(2018, 6, 16))
    (told,) = a_record(last=last, events=[event]).records[0].attacks
    assert told.killed == killed


def test_how_many_died_is_the_later_state_and_changes_only_what_asks_for_it() -> None:
    told = tuple(
        replace(event, killed=3) if event.date == date(2019, 12, 20) else event
        for event in SOME_EVENTS
    )
    before, after = (a_record(events=e).records[0].voices[0] for e in (SOME_EVENTS, told))
    assert before.rates == after.rates
    assert [c.scored for c in before.counted] == [c.scored for c in after.counted]
    deadly = TrackSettings(severity="deadly")
    counts = [
        len(a_record(events=e, settings=deadly).records[0].attacks) for e in (SOME_EVENTS, told)
    ]
    assert counts == [3, 4]


def test_proposals_agree_with_official_levels_on_their_own_scale_alone() -> None:
    old = date(1990, 1, 1)
    levels = [a_level(1, "2010-01-01", scale_from=old), a_level(3, "2014-01-01")]
    own = a_record(official=levels).records[0]
    assert own.agreement is not None
    # The months of 2014 to 2019 without those of 2018, when nothing was proposed.
    assert (own.agreement.reviews, own.agreement.same) == (60, 1.0)


def test_a_country_with_a_level_of_a_region_alone_has_no_record() -> None:
    levels = [*SOME_LEVELS, a_level(4, "2015-01-01", country="Zenda", scope="Capital")]
    assert a_record(official=levels) == a_record()


def test_a_level_that_nobody_confirmed_ends_the_one_before() -> None:
    rumour = a_level(3, "2017-01-01", verified=False)
    own = a_record(official=[*SOME_LEVELS, rumour]).records[0]
    (course,) = own.courses
    assert not course.is_known(date(2016, 12, 31), date(2017, 1, 1))
    lowered = {each.day for c in own.voices[0].counted for each in c.lowerings}
    assert date(2018, 1, 22) not in lowered
