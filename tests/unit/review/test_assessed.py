"""An assessment stands beside what was decided and announced by its day, and with its caveats."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.builders import a_record, a_scale, a_series, a_window, an_event

from peil.assess.assessment import Assessment, assess
from peil.assess.ladder import Ladder, default_ladder, ladder_of
from peil.assess.rule import FIRST, default_rule, rule_of
from peil.decide.decision import Decision
from peil.decide.official import OfficialLevel
from peil.observe.events import ANY
from peil.review.assessed import Assessed, past_reviews, set_beside

AS_OF = date(2018, 1, 22)
ATTACKS = [an_event("2016-03-22"), an_event("2017-06-20", status="foiled"), an_event("2015-01-15")]


def announced(level: int, day: date, country: str = "Ruritania") -> OfficialLevel:
    return OfficialLevel(
        country=country, valid_from=day, announced=day, level=level, scale_min=1, scale_max=4,
        level_name="", scope="national", verified=True, source="News",
    )  # fmt: skip


def decided(day: date) -> Decision:
    return Decision(
        level=2, office="Centre", date=day, seriousness="low", likelihood="unlikely", reasons=(),
        dissent=(), exceptions=(), review_on=None, source="News",
    )  # fmt: skip


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    record = a_record(events=ATTACKS, windows=[a_window()])
    return assess(
        record=record,
        scale=a_scale(replay_from=date(2017, 12, 31)),
        ladder=default_ladder(),
        rule=default_rule(),
        as_of=AS_OF,
    )


def beside(assessment: Assessment, **changes: Any) -> Assessed:
    given: dict[str, Any] = {
        "title": "Ruritania", "decision": None, "official": (), "open_plots": None,
        "with_unverified": False,
    }  # fmt: skip
    return set_beside(assessment, **{**given, **changes})


def codes(assessed: Assessed) -> set[str]:
    return {caveat.code for caveat in assessed.caveats}


def test_how_late_figures_come_out_is_told_of_the_first_publication_of_a_closed_period() -> None:
    """Of 2016: on 14 April, 104 days after its end, on 9 February, 40, and on 1 March, 60.

    The second was revised in December, the third told first while its year was open. A count of half
    a year, told on its last day, was open still.
    """
    before = [
        (f"{year}-01-01", f"{year}-12-31", 30.0, f"{year + 1}-06-30") for year in (2013, 2014)
    ]
    last = {"one": "2017-04-14", "two": "2017-02-09", "three": "2017-03-01"}
    rows = {n: [*before, ("2016-01-01", "2016-12-31", 30.0, day)] for n, day in last.items()}
    rows["two"].append(("2016-01-01", "2016-12-31", 31.0, "2017-12-20"))
    rows["three"].insert(-1, ("2016-01-01", "2016-12-31", 29.0, "2016-12-31"))
    rows["four"] = [*before, ("2017-01-01", "2017-06-30", 15.0, "2017-06-30")]
    found = assess(
        record=a_record(
            {name: a_series(own) for name, own in rows.items()},
            events=ATTACKS, windows=[a_window()],
        ),
        scale=a_scale(replay_from=date(2017, 12, 31)),
        ladder=default_ladder(),
        rule=default_rule(),
        as_of=AS_OF,
    )  # fmt: skip
    assert found.median_delay_days == 60


def test_a_decision_of_a_later_day_is_not_known_yet(assessment: Assessment) -> None:
    known = beside(assessment, decision=decided(AS_OF)).decision
    assert known is not None
    assert known.decision.date == AS_OF
    assert beside(assessment, decision=decided(date(2018, 1, 23))).decision is None


def test_the_official_level_of_the_day_stands_beside_that_of_the_day_before(
    assessment: Assessment,
) -> None:
    levels = [announced(3, date(2017, 1, 1)), announced(2, AS_OF), announced(4, AS_OF, "Zenda")]
    found = beside(assessment, official=levels)
    assert found.official is not None
    assert found.official_before is not None
    assert (found.official.number, found.official_before.number) == (2, 3)


def test_events_of_two_years_are_listed_and_stopped_plots_do_not_count(
    assessment: Assessment,
) -> None:
    listed = beside(assessment).events
    assert [(each.event.date, each.counts) for each in listed] == [
        (date(2016, 3, 22), True),
        (date(2017, 6, 20), False),
    ]


@pytest.mark.parametrize(
    ("plots", "told"),
    [(None, "open_plots_unknown"), (0, None), (2, "open_plots_block_lowering")],
)
def test_open_plots_are_told_and_so_is_that_nobody_told(
    assessment: Assessment, plots: int | None, told: str | None
) -> None:
    of_plots = {
        c.code: c for c in beside(assessment, open_plots=plots).caveats if "plots" in c.code
    }
    assert set(of_plots) == ({told} if told else set())
    if plots:
        assert of_plots["open_plots_block_lowering"].values == {"count": plots}


def test_caveats_follow_from_the_figures(assessment: Assessment) -> None:
    found = codes(beside(assessment))
    assert {"public_figures_only", "ideology_is_later_knowledge"} <= found
    assert (
        not {"population_revised", "plateau_turns_normal", "unverified_used", "no_population"}
        & found
    )
    assert "unverified_used" in codes(beside(assessment, with_unverified=True))


def test_revisions_of_the_population_matter_where_rates_are_per_head() -> None:
    made = assess(
        record=a_record(events=ATTACKS, windows=[a_window()]),
        scale=a_scale(replay_from=date(2017, 12, 31)),
        ladder=ladder_of(FIRST),
        rule=rule_of(FIRST),
        as_of=AS_OF,
    )
    assert "population_revised" in codes(beside(made))


def test_caveats_are_those_of_the_country_and_of_its_ladder() -> None:
    def found(ladder: Ladder, **changes: Any) -> set[str]:
        made = assess(
            record=a_record(events=ATTACKS, windows=[a_window(**changes)]),
            scale=a_scale(replay_from=date(2017, 12, 31)),
            ladder=ladder,
            rule=default_rule(),
            as_of=AS_OF,
        )
        return codes(beside(made))

    of_peil = {"ladder_is_own", "ladder_was_written_with_hindsight"}
    elicited = replace(default_ladder(), author="The council", date="2017-12-31")
    assert {"lists_leave_out_ideologies", *of_peil} <= found(default_ladder())
    assert not {"lists_leave_out_ideologies", *of_peil} & found(elicited, ideology=ANY)
    assert found(replace(elicited, date="2018-01-01")) & of_peil == {
        "ladder_was_written_with_hindsight"
    }


def test_each_review_stands_beside_the_level_and_the_attacks_of_its_own_day(
    assessment: Assessment,
) -> None:
    abroad = an_event("2018-01-05", country="Zenda")
    reviews = past_reviews(
        assessment.base,
        assessment.scale,
        country="Ruritania",
        official=[announced(3, date(2018, 1, 10))],
        events=[*ATTACKS, abroad],
        windows=[a_window(), a_window(country="Zenda")],
    )
    assert [(past.day, past.official) for past in reviews] == [
        (date(2017, 12, 31), None),
        (AS_OF, 3),
    ]
    assert [[e.event for e in past.events] for past in reviews] == [[], [abroad]]
    assert not reviews[1].events[0].counts
    assert reviews[1].level == assessment.number(assessment.base.now.level)
