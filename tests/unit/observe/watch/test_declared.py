"""What a person says of the rows of a plain table is heeded, and refused where it cannot be so."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from peil.observe.watch.counts import Counts
from peil.observe.watch.declared import Declared
from peil.observe.watch.engine import watch_counts
from peil.observe.watch.regular import counts_from_table
from peil.observe.watch.series import WatchedSeries
from peil.terms.calendar import Days
from peil.terms.errors import BadInput

NAN = float("nan")
NAT = np.datetime64("NaT", "D")
N = 60


def months(n: int = N) -> Days:
    return (np.datetime64("2018-01", "M") + np.arange(n)).astype("datetime64[D]")


def steady(n: int = N) -> Any:
    return np.random.default_rng(3).poisson(8.0, n).astype(float)


def counts_of(
    count: Any = None, dates: Any = None, as_of: date | None = None, **said: Any
) -> Counts:
    count = steady() if count is None else count
    dates = months(len(count)) if dates is None else dates
    return counts_from_table("calls", dates, count, as_of=as_of, declared=Declared(**said))


def flags(*at: int, n: int = N) -> Any:
    return np.isin(np.arange(n), at)


def batches() -> dict[str, Any]:
    """Give a hundred reports of each of 24 months: 50 in it, 30 in the next, 20 in the one after."""
    rows = [
        (month, (month.astype("datetime64[M]") + late).astype("datetime64[D]") + 9, number)
        for month in months(24)
        for late, number in enumerate((50.0, 30.0, 20.0))
    ]
    dates, reported, count = (np.array(each) for each in zip(*rows, strict=True))
    known = reported <= np.datetime64("2019-12-31")
    return {"dates": dates[known], "reported": reported[known], "count": count[known]}


def test_a_share_of_reports_thins_what_is_expected_and_an_empty_one_is_all() -> None:
    share = np.full(N, NAN)
    share[-1] = 0.4
    counts = counts_of(completeness=share)
    assert counts.complete.tolist() == [1.0] * (N - 1) + [0.4]
    whole, late = (watch_counts(each, last=1).points for each in (counts_of(), counts))
    assert late.expected[0] == pytest.approx(0.4 * whole.expected[0])
    assert late.nowcast[0, 2] > late.nowcast[0, 0]


def test_reports_of_a_period_add_up_and_their_days_tell_how_late_they_are() -> None:
    given = batches()
    counts = counts_of(**given, as_of=date(2019, 12, 31))
    assert counts.count.tolist() == [100.0] * 22 + [80.0, 50.0]
    np.testing.assert_allclose(counts.complete[-3:], [1.0, 0.8, 0.5], atol=0.01)
    low, _, high = watch_counts(counts, last=1).points.nowcast[0]
    assert low < 100 < high


def test_months_that_are_published_together_are_not_taken_for_late() -> None:
    """A year of months comes each March: the December of it is as whole as the January."""
    published = (months().astype("M8[Y]") + 1).astype("M8[D]") + 63
    counts = counts_of(reported=published)
    assert counts.complete.tolist() == [1.0] * N
    assert watch_counts(counts, last=1).points.direction[0] == "steady"


def test_reports_that_come_one_by_one_are_late_however_rare() -> None:
    """One report a month says nothing of whether others of it are to come."""
    late = months() + np.array([20, 50, 80], dtype="m8[D]")[np.arange(N) % 3]
    counts = counts_of(np.ones(N), reported=late, as_of=date(2022, 12, 31))
    assert counts.complete[-1] < 1.0


def test_the_order_of_reports_is_no_input_and_what_came_last_is_the_day() -> None:
    given = batches()
    order = np.random.default_rng(1).permutation(len(given["count"]))
    one, other = counts_of(**given), counts_of(**{k: v[order] for k, v in given.items()})
    assert one.complete.tolist() == other.complete.tolist()
    assert one.count.tolist() == other.count.tolist()
    # The last report is of 10 December: a third of that month has passed.
    assert str(one.end[-1]) == "2019-12-10"
    assert one.exposure[-1] == pytest.approx(10 / 31)


def test_a_period_of_which_no_report_came_has_no_count() -> None:
    count, reported = np.array([3.0, NAN, 5.0]), months(3) + 3
    reported[1] = NAT
    np.testing.assert_array_equal(counts_of(count, reported=reported).count, [3.0, NAN, 5.0])


def test_a_break_begins_with_its_period_and_no_baseline_crosses_it() -> None:
    said = np.where(flags(40), "new law", "").astype(object)
    counts = counts_of(changed=said)
    assert [str(day) for day in counts.breaks] == ["2021-05-01"]
    assert counts.changed is not None
    assert counts.changed[40] == "new law"
    doubled = np.where(np.arange(N) < 40, 1.0, 3.0) * steady()
    crossed, parted = (
        watch_counts(each, last=15).points
        for each in (counts_of(doubled), counts_of(doubled, changed=said))
    )
    assert not np.isnat(crossed.signal_since).all()
    assert np.isnat(parted.signal_since).all()


def test_a_closed_period_is_neither_missing_nor_a_zero() -> None:
    count = steady()
    count[[50, 58]] = 0.0, NAN
    counts = counts_of(count, closed=flags(50, 58))
    assert np.isnan(counts.count[[50, 58]]).all()
    found = watch_counts(counts, last=N)
    assert np.isnan(found.points.expected[[50, 58]]).all()
    assert WatchedSeries(watched=found, counts=counts).missing == 0
    assert "closed" in found.caveats
    open_ = watch_counts(counts_of(np.where(flags(50, 58), NAN, count)), last=1)
    assert found.points.expected[-1] == open_.points.expected[0]


@pytest.mark.parametrize("method", ["farrington_flexible", "ears", "glr"])
def test_a_closed_period_is_a_missing_report_to_the_methods_of_the_field(method: str) -> None:
    count = steady(120)
    closed = flags(60, 90, n=120)
    gaps = watch_counts(counts_of(np.where(closed, NAN, count)), method=method, last=12)
    found = watch_counts(
        counts_of(np.where(closed, 0, count), closed=closed), method=method, last=12
    )
    np.testing.assert_array_equal(found.points.expected, gaps.points.expected)
    assert "exposure_ignored" not in found.caveats


def test_a_known_outbreak_is_left_out_of_both_baselines_and_still_judged() -> None:
    count, known = steady(), flags(*range(20, 34), N - 1)
    high = np.where(known, 60.0, count)
    found = watch_counts(counts_of(high, outbreak=known.astype(float)))
    gaps = watch_counts(counts_of(np.where(known, NAN, count)))
    np.testing.assert_array_equal(found.points.expected, gaps.points.expected)
    assert "outbreak_known" in found.caveats
    assert found.points.p_rise[-1] < 1e-6
    assert counts_of(high, outbreak=known.astype(float)).is_outbreak.tolist() == known.tolist()


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a share of nothing": (
        {"completeness": np.where(flags(3), 0.0, NAN)},
        "the completeness 0 on 2018-04-01; write a share above 0 up to 1",
    ),
    "more than all": ({"completeness": np.where(flags(3), 1.2, NAN)}, "the completeness 1.2 on"),
    "a break twice": (
        {"changed": np.where(flags(3, 4), "new law", "").astype(object)},
        "has the break 'new law' on 2018-04-01 and again on 2018-05-01; write what changed",
    ),
    "a count of a closed period": ({"closed": flags(3)}, "counts .* on 2018-04-01, in a closed"),
    "a report before its time": (
        {"reported": np.where(flags(3), months() - 1, months() + 40)},
        "has reports of 2018-03-31 about the month from 2018-04-01, which had not begun",
    ),
    "a report at no time": (
        {"reported": np.where(flags(3), NAT, months() + 40)},
        "of 2018-04-01 without a day in 'reported'",
    ),
    "two of one thing": (
        {"reported": months() + 40, "completeness": np.ones(N)},
        "'completeness' and 'reported', which say the same; leave one of them out",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_so_is_refused(case: str) -> None:
    said, sentence = REFUSED[case]
    with pytest.raises(BadInput, match=sentence):
        counts_of(**said)
