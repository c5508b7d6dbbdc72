"""Known outbreaks: what counts as found, how soon, and what as a false signal."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from peil.observe.watch.counts import Counts
from peil.observe.watch.methods import PEIL
from peil.observe.watch.quality import (
    Asked,
    Rises,
    Tally,
    WatchQuality,
    pooled,
    series_quality,
    tally,
)
from peil.observe.watch.regular import counts_from_table
from peil.terms.errors import BadInput

KNOWN = [0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0]
SAID = [0, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 1, 0]
IN_R, SENS_IN_R = {"tp": 3, "fp": 5, "tn": 8, "fn": 4}, 0.4285714
"""What algo.quality of R's surveillance 1.24.1 gives of these two."""
OURS, EARS = Asked(label="ours", method=PEIL), Asked(label="ears", method="ears")


def weekly(count: Any) -> Counts:
    days = np.datetime64("2015-01-05") + 7 * np.arange(len(count))
    return counts_from_table("made", days, np.asarray(count, dtype=float))


def flags(values: Any) -> Any:
    return np.array(values, dtype=bool)


def alarms(values: Any) -> Rises:
    """Give the alarms of a method that judges every period by itself."""
    return Rises(stands=flags(values), opens=flags(values))


def fared(count: Any = None, **changes: Any) -> Tally:
    counts = weekly([3.0] * len(KNOWN) if count is None else count)
    known = replace(counts, outbreak=np.array(KNOWN, dtype=float))
    return tally(known, alarms(SAID), **changes)


def test_periods_are_counted_as_in_r() -> None:
    assert {name: getattr(fared(), name) for name in IN_R} == IN_R
    assert fared().periods_found == pytest.approx(SENS_IN_R, abs=1e-7)


def test_an_outbreak_is_found_while_it_lasts_and_a_signal_is_one_stretch() -> None:
    found = fared()
    assert (found.outbreaks, found.delays) == (3, (1, 0))
    assert (found.true_signals, found.false_signals) == (2, 3)
    assert found.delay == 0.5
    assert found.true_share == 2 / 5
    assert found.quiet_signalled == 5 / 13
    assert found.false_a_year == pytest.approx(3 / (13 / 52.18), rel=1e-3)


def test_a_signal_that_already_stood_found_nothing() -> None:
    known = replace(weekly([3.0] * 12), outbreak=np.array([0] * 4 + [1] * 4 + [0] * 4, dtype=float))
    stands = flags([0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0])
    old = tally(known, Rises(stands=stands, opens=flags([0, 0, 1] + [0] * 9)))
    assert (old.delays, old.true_signals, old.false_signals, old.tp) == ((), 0, 1, 3)
    anew = tally(known, Rises(stands=stands, opens=flags([0, 0, 1, 0, 0, 1] + [0] * 6)))
    assert (anew.delays, anew.true_signals, anew.false_signals) == ((1,), 1, 0)


def test_our_own_signal_that_stands_when_an_outbreak_begins_did_not_find_it() -> None:
    """The counts rise fourfold for good; what is marked begins half a year later."""
    count = np.random.default_rng(5).poisson(np.where(np.arange(208) < 130, 5.0, 20.0))
    marks = np.arange(208)
    late = replace(weekly(count), outbreak=np.where((marks >= 156) & (marks < 162), 20.0, 0.0))
    found = series_quality(late, [OURS], false_signals_per_year=0.1)
    assert found.rises["ours"].stands[-52:-46].all()
    assert (found.tallies["ours"].outbreaks, found.tallies["ours"].found) == (1, 0)
    soon = replace(weekly(count), outbreak=np.where((marks >= 130) & (marks < 136), 20.0, 0.0))
    assert series_quality(soon, [OURS], false_signals_per_year=0.1).tallies["ours"].found == 1


def test_an_outbreak_that_began_before_is_neither_found_nor_missed() -> None:
    found = fared(begin=3)
    assert (found.outbreaks, found.delays) == (2, (0,))
    assert (found.tp, found.fn, found.fp, found.tn) == (3, 3, 4, 7)


def test_a_period_without_report_counts_for_nothing() -> None:
    count = [3.0] * len(KNOWN)
    count[1] = count[7] = np.nan
    assert (fared(count).fp, fared(count).tn) == (4, 7)


def test_several_series_add_up() -> None:
    both = pooled([fared(), fared(begin=3)])
    assert (both.outbreaks, both.delays, both.tp) == (5, (1, 0, 0), 6)
    assert both.quiet_years == fared().quiet_years + fared(begin=3).quiet_years


@pytest.mark.parametrize(
    ("found", "of", "low", "high"),
    [(0, 10, 0.0, 0.3085), (5, 10, 0.1871, 0.8129), (10, 10, 0.6915, 1.0)],
)
def test_the_interval_of_the_share_that_is_found(
    found: int, of: int, low: float, high: float
) -> None:
    """Compare with the figures of the usual tables (Clopper and Pearson 1934)."""
    made = Tally(
        outbreaks=of,
        delays=(0,) * found,
        **dict.fromkeys(("true_signals", "false_signals", "tp", "fp", "tn", "fn"), 0),
        quiet_years=0.0,
    )
    assert made.found_within == pytest.approx((low, high), abs=5e-5)
    assert made.false_a_year is made.true_share is made.quiet_signalled is None


def with_outbreak() -> Counts:
    """Give four years at five a week, and six weeks at forty, which every method sees."""
    count = np.random.default_rng(3).poisson(5.0, 208).astype(float)
    cases = np.zeros(208)
    cases[160:166] = 40.0
    return replace(weekly(np.where(cases > 0, cases, count)), outbreak=cases)


def a_quality() -> WatchQuality:
    """Judge two methods by the outbreak of this series, and of the same once more."""
    counts = with_outbreak()
    one = series_quality(counts, [OURS, EARS], false_signals_per_year=0.1)
    return WatchQuality(
        title="made", as_of=date(2018, 12, 30), false_signals_per_year=0.1, series=(one, one)
    )


def test_methods_are_judged_on_the_same_periods_and_find_what_all_can_see() -> None:
    counts = with_outbreak()
    flexible = Asked(label="flexible", method="farrington_flexible")
    found = series_quality(counts, [OURS, EARS, flexible], false_signals_per_year=0.1)
    assert {label: each.delays for label, each in found.tallies.items()} == dict.fromkeys(
        ("ours", "ears", "flexible"), (0,)
    )
    assert len({each.quiet_years for each in found.tallies.values()}) == 1
    assert len(found.counts) <= 208 - 52


def test_no_method_is_told_what_is_marked() -> None:
    counts = with_outbreak()
    with_marks, without = (
        series_quality(own, [OURS], false_signals_per_year=0.1).rises["ours"].stands
        for own in (replace(counts, outbreak=np.arange(208) < 150), replace(counts, outbreak=None))
    )
    assert with_marks.any()
    assert with_marks.tolist() == without.tolist()


def test_the_latest_periods_alone() -> None:
    counts = with_outbreak()
    found = series_quality(counts, [OURS], false_signals_per_year=0.1, last=20)
    assert len(found.counts) == 20
    assert found.tallies["ours"].outbreaks == 0


def test_a_method_without_a_baseline_is_refused() -> None:
    with pytest.raises(BadInput, match="ours has no baseline for any period of 'made'; give a"):
        series_quality(weekly([1.0] * 5), [OURS], false_signals_per_year=0.1)
