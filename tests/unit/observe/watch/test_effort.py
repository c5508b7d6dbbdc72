"""A fall that lost work explains is never told as a fall of the threat."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from peil.observe.direction import CANNOT_TELL, RISING, WANING
from peil.observe.watch.counts import Counts
from peil.observe.watch.effort import effort_caveats, without_lost_effort
from peil.observe.watch.watched import Points


def some_counts(count: Any, **changes: Any) -> Counts:
    n = len(count)
    months = np.arange(n).astype("datetime64[M]")
    return replace(
        Counts(
            series="x",
            period="month",
            start=months.astype("datetime64[D]"),
            end=(months + 1).astype("datetime64[D]") - np.timedelta64(1, "D"),
            count=np.asarray(count, dtype=float),
            exposure=np.ones(n),
            complete=np.ones(n),
            segment=np.zeros(n),
        ),
        **changes,
    )


@pytest.mark.parametrize(
    ("changes", "caveats"),
    [
        ({}, ()),
        ({"effort_dependent": True}, ("effort_without_denominator",)),
        ({"effort_dependent": True, "has_denominator": True}, ("effort_in_denominator",)),
    ],
)
def test_a_series_that_follows_effort_says_whether_the_effort_is_measured(
    changes: dict[str, Any], caveats: tuple[str, ...]
) -> None:
    assert effort_caveats(some_counts([1.0, 2.0], **changes)) == caveats


def test_waning_is_taken_back_from_every_period_and_nothing_else() -> None:
    words = np.array([WANING, RISING, CANNOT_TELL], dtype=object)
    day, reasons = np.arange(3).astype("datetime64[D]"), ["signal", "signal", "too_few_events"]
    unjudged = Points.unjudged(
        start=day, end=day, observed=np.zeros(3), direction=CANNOT_TELL, reason=""
    )
    points = replace(
        unjudged,
        direction=words,
        reason=np.array(reasons, dtype=object),
        probability=np.array([0.9, 0.8, np.nan]),
    )
    followed = some_counts(np.zeros(3), effort_dependent=True)
    found = without_lost_effort(points, followed)
    assert found.direction.tolist() == [CANNOT_TELL, RISING, CANNOT_TELL]
    assert found.reason.tolist() == ["effort_without_denominator", "signal", "too_few_events"]
    np.testing.assert_array_equal(found.probability, [np.nan, 0.8, np.nan])
    assert without_lost_effort(points, replace(followed, has_denominator=True)) is points
    assert without_lost_effort(points, some_counts(np.zeros(3))) is points
