"""Vintages: what a file says was known when, and what of it is new to a dossier."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peil.feeds.acled.parser import SOURCE as CHANGED
from peil.feeds.events_csv.parser import make_source
from peil.feeds.gtd.parser import SOURCE as RELEASE
from peil.feeds.importing.counting import EventCounts
from peil.feeds.importing.vintages import Vintage, complete_months, new_vintages, vintages
from peil.terms.calendar import as_day, month_of
from peil.terms.errors import BadInput

ADDED = make_source(date="date", country="country", published="published")
JANUARY = int(month_of("2022-01"))


def counts_of(cells: list[tuple[int, int, int]]) -> EventCounts:
    """Counts of one country from cells of month, month of knowledge and events."""
    month, known, n = (np.array([cell[i] for cell in cells], dtype=np.int64) for i in range(3))
    return EventCounts(
        country=np.array(["Belgium"] * len(cells), dtype=object),
        month=month + JANUARY,
        known=known + JANUARY,
        amounts={"x": n},
        rows=int(n.sum()),
        left_out={},
        first=np.datetime64("NaT", "D"),
        last=np.datetime64("NaT", "D"),
        last_known=np.datetime64("NaT", "D"),
    )


def made(cells, source, months=(0,), day=date(2022, 6, 20)) -> list[Vintage]:
    return vintages(
        counts_of(cells),
        source,
        country="Belgium",
        indicator="x",
        months=np.array(months) + JANUARY,
        day=day,
    )


def told(found: list[Vintage]) -> list[tuple[int, int, str]]:
    return [(v.month - JANUARY, v.value, str(v.published)) for v in found]


def held(found: list[Vintage]) -> dict[int, list[tuple[date, float]]]:
    series: dict[int, list[tuple[date, float]]] = {}
    for v in found:
        series.setdefault(v.month, []).append((v.published, float(v.value)))
    return series


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2022-01-01", "2022-03-31", ["2022-01", "2022-02", "2022-03"]),
        ("2022-01-02", "2022-03-30", ["2022-02"]),
        ("2022-01-01", "2022-01-30", []),
        ("2020-02-01", "2020-02-28", []),
        ("2020-02-01", "2020-02-29", ["2020-02"]),
    ],
)
def test_a_month_is_complete_only_with_all_its_days(first, last, months) -> None:
    found = complete_months(np.datetime64(first, "D"), np.datetime64(last, "D"))
    assert [str(np.datetime64(int(m), "M")) for m in found] == months


def test_a_release_gives_one_vintage_with_zeros_between() -> None:
    found = made([(0, 0, 2), (2, 0, 1)], RELEASE, months=(0, 1, 2))
    assert told(found) == [(0, 2, "2022-06-20"), (1, 0, "2022-06-20"), (2, 1, "2022-06-20")]


def test_rows_with_their_day_give_the_count_at_the_end_of_each_month_of_knowledge() -> None:
    found = made([(0, 0, 2), (0, 2, 1), (0, 5, 4)], ADDED)
    assert told(found) == [(0, 2, "2022-01-31"), (0, 3, "2022-03-31"), (0, 7, "2022-06-20")]
    assert [v.precision for v in found] == ["month", "month", "day"]


def test_no_zero_is_known_before_the_file_knows_anything() -> None:
    found = made([(0, 3, 1)], ADDED, months=(0, 1))
    assert told(found) == [(0, 1, "2022-04-30"), (1, 0, "2022-04-30")]


def test_rows_with_a_day_of_change_give_bounds_and_one_exact_count() -> None:
    found = made([(0, 0, 2), (0, 2, 1)], CHANGED, months=(0, 1))
    assert told(found) == [
        (0, 2, "2022-01-31"),
        (0, 3, "2022-03-31"),
        (0, 3, "2022-06-20"),
        (1, 0, "2022-06-20"),
    ]
    assert [v.is_bound for v in found] == [True, True, False, False]


CELLS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(1, 5)).map(
        lambda c: (c[0], c[0] + c[1], c[2])
    ),
    min_size=1,
    max_size=12,
)


@given(cells=CELLS, source=st.sampled_from([RELEASE, ADDED, CHANGED]))
def test_the_same_file_again_says_nothing_new(cells, source) -> None:
    found = made(cells, source, months=(0, 1, 2, 3), day=date(2022, 8, 31))
    assert new_vintages(found, held(found), source, date(2022, 8, 31)) == []


@given(cells=CELLS, later=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3)), max_size=5))
def test_on_every_day_the_dossier_tells_what_the_rows_of_that_day_tell(cells, later) -> None:
    """Two files one after the other tell of each month end what was known, as one file does."""
    until, day = date(2022, 8, 31), date(2022, 12, 31)
    first = made(cells, ADDED, months=(0, 1, 2, 3), day=until)
    longer = [*cells, *((month, 9, n) for month, n in later)]
    second = made(longer, ADDED, months=(0, 1, 2, 3), day=day)
    series = held([*first, *new_vintages(second, held(first), ADDED, day)])
    since = min(known for _, known, _ in cells)
    for month in range(4):
        for end in range(max(month, since), 12):
            on = date(2022, end + 1, 28 if end == 1 else 30 if end in (3, 5, 8, 10) else 31)
            known = sorted(value for value in series[JANUARY + month] if value[0] <= on)
            assert known[-1][1] == sum(n for m, k, n in longer if m == month and k <= end)


def test_a_later_release_adds_only_what_changed() -> None:
    old = made([(0, 0, 2), (1, 0, 5)], RELEASE, months=(0, 1))
    new = made([(0, 0, 2), (1, 0, 6)], RELEASE, months=(0, 1), day=date(2023, 6, 20))
    found = new_vintages(new, held(old), RELEASE, date(2023, 6, 20))
    assert told(found) == [(1, 6, "2023-06-20")]


@pytest.mark.parametrize(
    ("day", "said"), [(date(2022, 6, 20), "another count of"), (date(2022, 6, 1), "in the order")]
)
def test_another_count_of_a_day_or_an_older_one_is_refused(day, said) -> None:
    old = made([(0, 0, 2)], RELEASE)
    new = made([(0, 0, 3)], RELEASE, day=day)
    with pytest.raises(BadInput, match=said):
        new_vintages(new, held(old), RELEASE, day)


def test_months_of_which_nothing_is_held_are_added_even_before_the_last_day() -> None:
    old = made([(1, 1, 2)], ADDED, months=(1,))
    new = made([(0, 0, 1), (1, 1, 2)], ADDED, months=(0, 1))
    found = new_vintages(new, held(old), ADDED, date(2022, 6, 20))
    assert told(found) == [(0, 1, "2022-01-31")]


def test_a_day_is_no_vintage_before_its_month_is_over() -> None:
    found = made([(0, 0, 1)], ADDED)
    assert all(as_day(v.published) >= np.datetime64("2022-01-31") for v in found)
