"""The exact comparison of two counts, and the gate before its answer."""

import pytest
from scipy.stats import binom

from peil.review.evaluation import verdict
from peil.review.evaluation.exact import Spells, compare_spells, exact_interval
from peil.terms.errors import BadInput


def test_at_each_end_of_the_interval_so_few_or_so_many_events_have_five_percent() -> None:
    spells = Spells(before=36, after=12)
    low, high = exact_interval(30, 6, spells)
    for ratio, tail in ((high, binom.cdf), (low, lambda x, n, p: binom.sf(x - 1, n, p))):
        share = ratio * 12 / (36 + ratio * 12)
        assert tail(6, 36, share) == pytest.approx(0.05)


@pytest.mark.parametrize(("before", "after"), [(20, 10), (20, 11), (8, 2), (50, 35)])
def test_the_interval_leaves_out_one_where_the_test_rejects(before: int, after: int) -> None:
    rejects = binom.cdf(after, before + after, 0.5) <= 0.05
    assert (exact_interval(before, after, Spells())[1] < 1) == rejects


def test_a_fall_is_found_where_the_counts_can_carry_it() -> None:
    found = compare_spells(40, 15, Spells())
    assert (found.answer, found.reason) == (verdict.FELL, verdict.EXCLUDES_NONE)
    assert found.estimate == pytest.approx(0.375)


def test_little_power_comes_before_an_interval_that_leaves_out_one() -> None:
    found = compare_spells(8, 1, Spells())
    assert found.high < 1
    assert (found.answer, found.reason) == (verdict.CANNOT_TELL, verdict.LOW_POWER)


def test_a_rise_and_no_change_are_answers_as_well() -> None:
    assert compare_spells(40, 80, Spells()).answer == verdict.ROSE
    found = compare_spells(200, 198, Spells())
    assert (found.answer, found.asked) == (verdict.NO_CHANGE, 0.5)


def test_an_interval_that_holds_one_and_what_was_asked_cannot_tell() -> None:
    found = compare_spells(25, 17, Spells())
    assert (found.answer, found.reason) == (verdict.CANNOT_TELL, verdict.TOO_WIDE)


def test_no_event_at_all_has_no_interval() -> None:
    found = compare_spells(0, 0, Spells())
    assert (found.answer, found.reason) == (verdict.CANNOT_TELL, verdict.NO_INTERVAL)


def test_no_event_on_one_side_has_one_open_end() -> None:
    assert exact_interval(0, 5, Spells())[1] == float("inf")
    assert exact_interval(5, 0, Spells())[0] == 0.0


def test_negative_counts_are_refused() -> None:
    with pytest.raises(BadInput, match="-1 and 3"):
        compare_spells(-1, 3, Spells())


@pytest.mark.parametrize(("before", "after", "asked"), [(8, 1, 4.0), (6, 0, 5.0)])
def test_the_power_to_see_a_rise_does_not_bear_out_a_fall(
    before: int, after: int, asked: float
) -> None:
    found, turned = (compare_spells(before, after, Spells(), asked=a) for a in (asked, 1 / asked))
    assert found.high < 1
    assert (found.answer, found.reason) == (verdict.CANNOT_TELL, verdict.LOW_POWER)
    assert (found.asked, found.power) == (turned.asked, turned.power)


def test_a_fall_that_counts_can_carry_is_found_whichever_way_was_asked_about() -> None:
    assert compare_spells(40, 15, Spells(), asked=2.0).answer == verdict.FELL


def test_counts_beyond_all_reason_are_refused() -> None:
    with pytest.raises(BadInput, match=r"give numbers up to 1e\+07"):
        compare_spells(10, 10**20, Spells())
    with pytest.raises(BadInput, match="events are expected in both spells"):
        compare_spells(10, 10, Spells(after=1e300))
