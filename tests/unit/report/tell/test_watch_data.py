"""What the watch hands to other programs, and the order in which people read it."""

import csv
import io
import json
from datetime import date

import numpy as np
from tests.watched_builder import a_series, some_counts

from peil.observe.watch.series import Watch, WatchedSeries
from peil.report.render.data import document_json, rows_csv
from peil.report.tell.watch import data
from peil.report.tell.watch.data import COLUMNS, KEYS

DAY = date(2024, 1, 20)


def watch_json(watch: Watch) -> str:
    return document_json(data.document(watch))


def watch_csv(watch: Watch) -> str:
    return rows_csv(*data.rows(watch)).decode()


def brief(*series: WatchedSeries) -> Watch:
    return Watch(title="Exampleland", as_of=DAY, series=series or (a_series(),))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_what_changed_comes_first() -> None:
    wanted = [
        a_series("new and sure", "waning", months=2, probability=0.99),
        a_series("new", "rising", months=2, probability=0.9),
        a_series("old", "rising", months=9, probability=0.99),
        a_series("changed since last year", "waning", probability=0.97, reason="settled"),
        a_series("silent", "cannot tell", probability=np.nan, reason="too_few_events"),
        a_series("hardly steady", "steady", probability=0.81),
        a_series("steady", "steady", probability=0.95),
    ]
    names = [one.watched.series for one in wanted]
    shuffled = brief(*(wanted[i] for i in (3, 6, 0, 5, 2, 4, 1)))
    assert [one.watched.series for one in shuffled.in_order] == names
    assert list(dict.fromkeys(row["series"] for row in rows(watch_csv(shuffled)))) == names


def test_a_signal_whose_direction_cannot_be_told_stands_with_what_cannot_be_told() -> None:
    lost = a_series("lost effort", "cannot tell", months=3, probability=np.nan)
    changed = a_series("changed", "rising", probability=0.96, reason="settled")
    assert [one.watched.series for one in brief(lost, changed).in_order] == [
        "changed", "lost effort",
    ]  # fmt: skip


def test_an_older_change_to_the_other_side_does_not_lift_a_series() -> None:
    other = a_series("a", "waning", months=20, probability=0.96, level_changed="rising")
    signalled = a_series("b", "rising", months=30, probability=0.9)
    assert [one.watched.series for one in brief(other, signalled).in_order] == ["b", "a"]


def test_each_point_of_the_json_has_the_keys_that_are_promised() -> None:
    document = json.loads(watch_json(brief(a_series("arson"), a_series("theft"))))
    assert len(document["points"]) == 120
    assert all(tuple(point) == KEYS for point in document["points"])
    assert document["as_of"] == "2024-01-20"
    assert [one["series"] for one in document["series"]] == ["arson", "theft"]


def test_numbers_are_unrounded_and_what_is_no_number_is_null() -> None:
    one = a_series("arson", "cannot tell", probability=np.nan, reason="too_few_events")
    one.watched.points.expected[-1] = 1 / 3
    one.watched.points.observed[-1] = np.nan
    one.watched.points.nowcast[-1] = np.nan
    point = json.loads(watch_json(brief(one)))["points"][-1]
    assert point["expected"] == 1 / 3
    assert point["observed"] is None
    assert point["nowcast"] == [None, None, None]
    assert point["probability"] is None
    assert point["signal_since"] is None
    row = rows(watch_csv(brief(one)))[-1]
    assert (row["observed"], row["nowcast_mid"], row["expected"]) == ("", "", repr(1 / 3))


def test_why_a_direction_cannot_be_told_is_a_caveat_of_its_points_alone() -> None:
    one = a_series("arson", "cannot tell", reason="too_few_events", caveats=("stale", "break"))
    points = json.loads(watch_json(brief(one)))["points"]
    assert points[-1]["caveats"] == ["stale", "break", "too_few_events"]
    assert points[-2]["caveats"] == ["stale", "break"]
    assert rows(watch_csv(brief(one)))[-1]["caveats"] == "stale break too_few_events"


def test_old_outbreaks_stand_in_the_json_whether_left_out_or_kept() -> None:
    one, other = (date(2018, 7, 1), date(2018, 12, 31)), (date(2020, 1, 1), date(2020, 3, 31))
    made = a_series(outbreaks=(one,), kept=(other,), caveats=("outbreak_kept",))
    document = json.loads(watch_json(brief(made)))
    assert document["series"][0]["outbreaks_left_out"] == [["2018-07-01", "2018-12-31"]]
    assert document["series"][0]["outbreaks_kept"] == [["2020-01-01", "2020-03-31"]]
    assert all("outbreak_kept" in point["caveats"] for point in document["points"])


def test_csv_and_json_say_the_same() -> None:
    both = brief(
        a_series("arson", "rising", months=3),
        a_series("theft; x\n", "steady", months=20, level_changed="waning"),
    )
    points = json.loads(watch_json(both))["points"]
    listed = rows(watch_csv(both))
    assert tuple(listed[0]) == COLUMNS
    assert [row["level_changed"] for row in listed[-2:]] == ["", "waning"]
    for point, row in zip(points, listed, strict=True):
        nowcast = (float(row[f"nowcast_{name}"]) for name in ("low", "mid", "high"))
        assert point["nowcast"] == list(nowcast)
        assert point["series"] == row["series"]
        assert str(point["signal_since"] or "") == row["signal_since"]
        assert (point["level_changed"] or "") == row["level_changed"]
        for key in ("observed", "expected", "upper", "probability"):
            assert point[key] == float(row[key])


def test_the_same_figures_give_the_same_bytes() -> None:
    one, other = brief(a_series("a"), a_series("b")), brief(a_series("b"), a_series("a"))
    assert watch_json(one) == watch_json(other)
    assert watch_csv(one) == watch_csv(other)


def test_the_age_counts_from_the_last_period_with_a_report() -> None:
    counts = some_counts()
    counts.count[-2:] = np.nan
    assert a_series(counts=counts).age(DAY) == (DAY - date(2023, 10, 31)).days
    counts.count[:] = np.nan
    assert WatchedSeries(watched=a_series(counts=some_counts()).watched).age(DAY) == 20


def test_a_series_without_any_report_has_no_age() -> None:
    one = a_series()
    one.watched.points.observed[:] = np.nan
    assert one.age(DAY) is None
