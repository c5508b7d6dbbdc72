"""What publishers said of a country, put together from series as known on a day."""

from datetime import date

import numpy as np
import pytest

from peil.observe.series import Series
from peil.review.estimates import Estimate, estimates_known, latest_by_publisher
from peil.terms.errors import BadInput

STEM = "departed"
AS_OF = date(2018, 1, 22)
Row = tuple[str, float, str, str]


def a_series(*rows: Row, verified: bool = True) -> Series:
    """Make a series of rows: day that a total is about, value, day published, publisher."""
    days = np.array([row[0] for row in rows], dtype="datetime64[D]")
    return Series(
        start=days,
        end=days,
        period_precision=np.array(["day"] * len(rows), dtype=object),
        value=np.array([row[1] for row in rows]),
        published=np.array([row[2] for row in rows], dtype="datetime64[D]"),
        precision=np.array(["day"] * len(rows), dtype=object),
        partial=np.zeros(len(rows), dtype=bool),
        approximate=np.array([row[1] % 10 == 0 for row in rows]),
        verified=np.full(len(rows), verified),
        worked_out=np.zeros(len(rows), dtype=bool),
        publisher=np.array([row[3] for row in rows], dtype=object),
        source=np.array([f"{row[3]}, {row[2]}" for row in rows], dtype=object),
    )


def an_estimate(**changes: object) -> Estimate:
    values: dict[str, object] = {
        "country": "Belgium",
        "low": None,
        "mid": 440.0,
        "high": None,
        "published": date(2015, 1, 26),
        "period_end": date(2015, 1, 26),
        "publisher": "A",
        "source": "A report",
    }
    return Estimate(**{**values, **changes})  # type: ignore[arg-type]


def test_the_ends_of_a_range_join_their_middle_by_publisher_and_day() -> None:
    series = {
        ("Belgium", STEM): a_series(("2015-01-26", 441, "2015-01-27", "A")),
        ("Belgium", f"{STEM}_low"): a_series(("2015-01-26", 401, "2015-01-27", "A")),
        ("Belgium", f"{STEM}_high"): a_series(
            ("2015-01-26", 480, "2015-02-01", "A"), ("2015-01-26", 501, "2015-02-01", "B")
        ),
        ("Belgium", "other"): a_series(("2015-01-26", 7, "2015-01-27", "A")),
    }
    by_a, by_b = estimates_known(series, STEM, AS_OF)
    assert (by_a.low, by_a.mid, by_a.high) == (401, 441, 480)
    assert by_a.published == date(2015, 2, 1)
    assert by_a.source == "A, 2015-01-27; A, 2015-02-01"
    assert by_a.approximate
    assert by_a.pieces == ((401, 441), (441, 480))
    assert by_b.is_bound
    assert by_b.pieces == ()


def test_what_was_published_later_is_not_known() -> None:
    early = ("2015-01-26", 441.0, "2015-01-27", "A")
    later = ("2015-01-26", 900.0, "2018-01-23", "A")
    whole = {("Belgium", STEM): a_series(early, later)}
    assert estimates_known(whole, STEM, AS_OF) == estimates_known(
        {("Belgium", STEM): a_series(early)}, STEM, AS_OF
    )
    (revised,) = estimates_known(whole, STEM, date(2018, 1, 23))
    assert revised.mid == 900


def test_two_publishers_on_one_day_do_not_replace_each_other() -> None:
    rows = ("2015-01-26", 441.0, "2015-01-27", "A"), ("2015-01-26", 380.0, "2015-03-01", "B")
    forward = estimates_known({("Belgium", STEM): a_series(*rows)}, STEM, AS_OF)
    assert [e.mid for e in forward] == [441, 380]
    assert estimates_known({("Belgium", STEM): a_series(*rows[::-1])}, STEM, AS_OF) == forward


def test_unconfirmed_figures_are_left_out() -> None:
    series = {("Belgium", STEM): a_series(("2015-01-26", 441, "2015-01-27", "A"), verified=False)}
    assert estimates_known(series, STEM, AS_OF) == ()


def test_the_latest_estimate_of_a_publisher_counts_and_a_bound_never_replaces_one() -> None:
    old = an_estimate(mid=300.0, period_end=date(2014, 1, 1))
    new = an_estimate()
    bound = an_estimate(mid=None, high=900.0, period_end=date(2017, 1, 1))
    assert latest_by_publisher([new, bound, old]) == [new]
    assert latest_by_publisher([bound]) == [bound]


@pytest.mark.parametrize("values", [{"low": 500.0}, {"high": 1.0}, {"mid": -1.0}, {"mid": None}])
def test_an_estimate_that_does_not_rise_is_refused(values: dict[str, float | None]) -> None:
    with pytest.raises(BadInput, match="an estimate must rise"):
        an_estimate(**values)
