"""What a reassessment answers, and what it refuses to answer."""

from dataclasses import asdict, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import a_series, an_indicator
from tests.reassessment_builder import (
    HOME,
    OTHER,
    PEER,
    a_plan,
    a_question,
    a_reassessment,
    answered,
    attacks_in,
    attacks_question,
    by_year,
    listed,
    some_evidence,
    years,
)

from peil.observe.breaks import Break
from peil.observe.series import Series
from peil.report.render.data import document_json
from peil.report.tell.reassessment import document as reassessment_document
from peil.review.evaluation.exact import Spells, exact_interval, find_power
from peil.review.evaluation.verdict import CANNOT_TELL, FELL, LOW_POWER, NO_CHANGE, ROSE
from peil.review.reassessment.change import (
    BROKEN,
    NONE_KNOWN,
    SPREAD_UNKNOWN,
    TOO_SHORT,
    Spread,
    dispersion,
    years_needed,
)
from peil.review.reassessment.periods import OTHER_PUBLISHER, course_of
from peil.review.reassessment.reassess import last_published, reassess
from peil.terms.errors import BadInput

STEADY = {2011: 100, 2012: 98, 2013: 103, 2014: 99}
LATER = {2018: 50, 2019: 48, 2020: 52, 2021: 51}


def test_a_fall_by_half_among_many_is_told() -> None:
    own = answered({**STEADY, **LATER}).answers[0].after.own
    assert own.verdict is not None
    assert own.verdict.answer == FELL
    assert own.verdict.estimate == pytest.approx(201 / 400)
    assert own.dispersion is not None
    assert own.dispersion.divisor(0.9) == 1.0
    assert (own.verdict.low, own.verdict.high) == exact_interval(
        400, 201, Spells(before=40, after=40)
    )


def test_the_power_is_that_of_the_exact_test_for_each_size_of_fall() -> None:
    own = answered({**STEADY, **LATER}).answers[0].after.own
    assert own.power is not None
    assert own.power == tuple(
        find_power(400, r, Spells(before=40, after=40)) for r in (0.75, 0.5, 0.25)
    )


def test_a_rise_and_no_large_change_are_told_as_well() -> None:
    rose = answered({**STEADY, 2018: 200, 2019: 204}).answers[0].after.own.verdict
    same = answered({**STEADY, 2018: 101, 2019: 99}).answers[0].after.own.verdict
    assert rose is not None
    assert same is not None
    assert (rose.answer, same.answer) == (ROSE, NO_CHANGE)


def test_few_events_cannot_tell_however_large_their_ratio() -> None:
    own = answered({2012: 1, 2013: 1, 2018: 9, 2019: 8}).answers[0].after.own
    assert own.verdict is not None
    assert (own.verdict.answer, own.verdict.reason) == (CANNOT_TELL, LOW_POWER)
    assert own.verdict.low > 1


def test_years_that_differ_more_than_by_chance_widen_the_interval_and_lessen_the_power() -> None:
    even = answered({**STEADY, **LATER}).answers[0].after.own
    uneven = answered({2011: 20, 2012: 40, 2013: 120, 2014: 220, **LATER}).answers[0].after.own
    assert uneven.dispersion is not None
    assert uneven.dispersion.estimate > 20
    assert uneven.counting == even.counting
    assert even.verdict is not None
    assert uneven.verdict is not None
    assert uneven.verdict.low < even.verdict.low < even.verdict.high < uneven.verdict.high
    assert uneven.verdict.answer == CANNOT_TELL


def test_dispersion_is_pearsons_within_the_spells() -> None:
    evidence = some_evidence({(HOME, "files"): by_year({2012: 10, 2013: 30, 2018: 50})})
    course = course_of(evidence, a_plan(), a_question(), HOME)
    spread = dispersion([course.spell("before"), course.spell("after")])
    assert spread == Spread(estimate=pytest.approx(10.0), freedom=1)
    assert dispersion([course.spell("after")]) is None


def test_the_fewer_years_the_more_the_spread_is_enlarged() -> None:
    """The squares of Student's 95th percentile over the normal one, 6.314, 1.833 and 1.645."""
    divisors = [Spread(estimate=2.0, freedom=n).divisor(0.9) for n in (1, 9, 100_000)]
    assert divisors == pytest.approx([29.46, 2.484, 2.0], rel=1e-3)
    assert Spread(estimate=0.01, freedom=9).divisor(0.9) == 1.0
    assert Spread(estimate=0.01, freedom=9).times == 1.0


def test_one_figure_on_each_side_cannot_tell_for_nobody_knows_how_years_differ() -> None:
    own = answered({2013: 100, 2018: 10}).answers[0].after.own
    assert own.verdict is not None
    assert own.verdict.high < 1
    assert (own.verdict.answer, own.verdict.reason) == (CANNOT_TELL, SPREAD_UNKNOWN)


def test_rough_figures_tell_half_as_much() -> None:
    series = by_year({**STEADY, **LATER}, approximate=True)
    evidence = some_evidence({(HOME, "files"): series})
    own = reassess(a_plan(), evidence, HOME).answers[0].after.own
    assert own.verdict is not None
    assert own.verdict.low == exact_interval(200, 100.5, Spells(before=20, after=20))[0]
    assert own.before is not None
    assert (own.before.count, own.before.effective, own.before.is_rough) == (400, (200, 20), True)


def test_rough_figures_beside_exact_ones_leave_the_ratio_as_it_was_counted() -> None:
    """400 in four rough years before, 201 in four exact ones after: 50.25 a year for 100."""
    series = by_year({**STEADY, **LATER}, approximate=[True] * 4 + [False] * 4)
    own = reassess(a_plan(), some_evidence({(HOME, "files"): series}), HOME).answers[0].after.own
    assert own.verdict is not None
    assert own.verdict.estimate == pytest.approx(201 / 400)
    assert own.verdict.answer == FELL
    assert (own.verdict.low, own.verdict.high) == exact_interval(
        200, 201, Spells(before=20, after=40)
    )


def test_a_peer_with_rough_figures_before_leaves_the_ratio_of_ratios_as_it_was_counted() -> None:
    """Both fell from 400 to 201; the peer's years before are rough."""
    rough = by_year({**STEADY, **LATER}, approximate=[True] * 4 + [False] * 4)
    series = {(HOME, "files"): by_year({**STEADY, **LATER}), (PEER, "files"): rough}
    found = reassess(a_plan(a_question(peers=(PEER,))), some_evidence(series), HOME)
    (against,) = found.answers[0].after.against
    assert against.verdict is not None
    assert against.verdict.estimate == pytest.approx(1.0)
    assert against.ratio == pytest.approx(201 / 400)


def test_spells_without_figures_or_with_too_few_months_are_refused_with_the_reason() -> None:
    nothing = answered(STEADY).answers[0].after.own
    assert nothing.refusal is not None
    assert (nothing.refusal.reason, nothing.refusal.spell) == (NONE_KNOWN, "after")
    short = a_series([*years(STEADY), ("2018-01-01", "2018-06-30", 40, "2018-12-31")])
    own = reassess(a_plan(), some_evidence({(HOME, "files"): short}), HOME).answers[0].after.own
    assert own.refusal is not None
    assert own.refusal.reason == TOO_SHORT
    assert own.verdict is None


def test_another_publisher_after_the_policy_is_no_after() -> None:
    series = a_series(
        [*years(STEADY), *years({2018: 40})], publisher=["Bureau"] * 4 + ["Institute"]
    )
    own = reassess(a_plan(), some_evidence({(HOME, "files"): series}), HOME).answers[0].after.own
    assert own.refusal is not None
    assert own.refusal.reason == OTHER_PUBLISHER


def a_break(day: date, **changes: object) -> Break:
    told: dict[str, object] = {
        "indicator": "files",
        "date": day,
        "country": HOME,
        "kind": "definition",
        "description": "counted otherwise",
        "publisher": "Bureau",
        "source": "report",
        "published": date(2019, 1, 1),
        "verified": True,
    }
    return Break(**{**told, **changes})  # type: ignore[arg-type]


def test_a_break_between_the_spells_is_never_crossed_but_one_outside_does_not_matter() -> None:
    counts = {**STEADY, **LATER}
    inside = answered(counts, breaks=(a_break(date(2016, 1, 1)),)).answers[0].after.own
    assert inside.refusal is not None
    assert (inside.refusal.reason, inside.refusal.detail) == (BROKEN, "counted otherwise")
    for one in (
        a_break(date(2010, 1, 1)),
        a_break(date(2016, 1, 1), country=PEER),
        a_break(date(2016, 1, 1), published=date(2030, 1, 1)),
    ):
        assert answered(counts, breaks=(one,)).answers[0].after.own.refusal is None


def test_a_peers_break_refuses_the_comparison_with_it() -> None:
    counts = {**STEADY, **LATER}
    found = answered(counts, [counts], breaks=(a_break(date(2016, 1, 1), country=PEER),))
    compared = found.answers[0].after
    assert compared.own.refusal is None
    assert compared.against[0].refusal is not None
    assert compared.against[0].refusal.reason == BROKEN


def test_the_same_course_as_the_peers_is_no_difference() -> None:
    counts = {**STEADY, **LATER}
    found = answered(counts, [counts, counts])
    beside = found.answers[0].after.widest
    assert beside is not None
    assert beside.peers == (PEER, OTHER)
    assert beside.verdict is not None
    assert beside.verdict.estimate == pytest.approx(1.0)
    assert beside.verdict.answer == NO_CHANGE


def test_a_fall_that_the_peers_do_not_have_is_told_as_a_difference_in_course() -> None:
    flat = {**STEADY, 2018: 100, 2019: 101, 2020: 97, 2021: 99}
    found = answered({**STEADY, **LATER}, [flat])
    beside = found.answers[0].after.widest
    assert beside is not None
    assert beside.verdict is not None
    assert beside.verdict.answer == FELL
    assert found.can_tell_of_aim


def test_work_of_the_services_never_tells_of_the_aim() -> None:
    flat = {**STEADY, 2018: 100, 2019: 101, 2020: 97, 2021: 99}
    found = answered(
        {**STEADY, **LATER},
        [flat],
        indicators={"files": an_indicator("files", effort="effort_dependent")},
    )
    assert found.answers[0].follows_effort
    assert not found.can_tell_of_aim


def test_a_peer_without_figures_on_both_sides_is_not_among_those_compared_together() -> None:
    counts = {**STEADY, **LATER}
    compared = answered(counts, [counts, {2018: 5}]).answers[0].after
    assert compared.together is None
    assert compared.widest is not None
    assert compared.widest.peers == (PEER,)
    assert compared.against[1].refusal is not None


def test_attacks_are_set_beside_the_countries_with_a_complete_list() -> None:
    answer = a_reassessment().answers[0]
    assert [found.peers for found in answer.after.against] == [(PEER,), (OTHER,)]
    refused = answer.after.against[1].refusal
    assert refused is not None
    assert (refused.reason, refused.spell) == (TOO_SHORT, "before")
    assert answer.after.own.verdict is not None
    assert answer.after.own.verdict.answer == CANNOT_TELL


def test_as_many_years_are_needed_as_the_rate_before_gives_the_events_for() -> None:
    needed = years_needed(2.0, 10.0, 0.5, 0.05)
    assert needed is not None
    events = round(needed * 0.2)
    assert find_power(events, 0.5) >= 0.5 > find_power(events - 1, 0.5)
    assert years_needed(0.0, 10.0, 0.5, 0.05) is None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (a_question("other"), "'other', which the dossier does not have; use an id"),
        (a_question("listed"), "'listed', a stock, which has no count over a period; ask"),
        (a_question(peers=(HOME,)), "Belgium as a peer of itself; leave it out"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(question: object, said: str) -> None:
    evidence = some_evidence(
        {(HOME, "files"): by_year(STEADY)},
        indicators={
            "files": an_indicator("files"),
            "listed": an_indicator("listed", kind="stock"),
        },
    )
    with pytest.raises(BadInput, match=said):
        reassess(a_plan(question), evidence, HOME)  # type: ignore[arg-type]


def test_without_a_day_the_last_figure_of_the_questions_gives_it() -> None:
    evidence = some_evidence({(HOME, "files"): by_year(STEADY)}, as_of=date.max)
    assert last_published(a_plan(), evidence, HOME) == date(2015, 6, 30)
    assert last_published(a_plan(a_question("none")), evidence, HOME) is None
    lists = replace(evidence, windows=listed(HOME))
    assert last_published(a_plan(attacks_question()), lists, HOME) == date(2022, 12, 31)


def both(some: Series, more: Series) -> Series:
    joined = {
        name: np.concatenate([getattr(some, name), getattr(more, name)])
        for name in Series.__slots__
    }
    return Series(**joined).in_order()


@settings(max_examples=25, deadline=None)
@given(
    day=st.dates(date(2015, 2, 1), date(2021, 12, 31)),
    year=st.integers(2008, 2020),
    value=st.integers(0, 900),
    late=st.integers(1, 900),
    publisher=st.sampled_from(("Bureau", "Institute")),
)
def test_what_becomes_public_later_changes_no_byte(
    day: date, year: int, value: int, late: int, publisher: str
) -> None:
    series = by_year({**STEADY, 2015: 90, 2016: 80, **LATER})
    published = str(np.datetime64(day) + late)
    row = (f"{year}-01-01", f"{year}-12-31", float(value), published)
    more = both(series, a_series([row], publisher=publisher))
    events = (*attacks_in(HOME, {2012: 1}), *attacks_in(HOME, {2016: 1}))
    later = tuple(
        replace(event, published=date.fromisoformat(published))
        for event in attacks_in(HOME, {2013: 2})
    )
    plan = a_plan(attacks_question(), a_question())
    told = []
    for own, known in ((series, events), (more, (*events, *later))):
        evidence = some_evidence(
            {(HOME, "files"): own}, events=known, windows=listed(HOME), as_of=day
        )
        told.append(document_json(reassessment_document(reassess(plan, evidence, HOME))))
    assert told[0] == told[1]


def test_the_order_of_rows_is_no_input() -> None:
    series = by_year({**STEADY, **LATER})
    turned = series.take(np.arange(len(series))[::-1])
    first, second = (
        reassess(a_plan(), some_evidence({(HOME, "files"): one}), HOME) for one in (series, turned)
    )
    assert asdict(first) == asdict(second)
