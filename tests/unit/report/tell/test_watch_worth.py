"""What a signal is worth, beside the signal: in the sentences, in the data and in the list of many."""

from datetime import date
from typing import Any

import pytest
from tests.unit.report.tell.test_watch_many import a_period, said, summed, tables, texts
from tests.watched_builder import a_series

from peil.observe.watch import worth
from peil.observe.watch.series import Watch, WatchedSeries
from peil.report.tell.watch.data import document
from peil.report.tell.watch.sentences import facts, in_a_hundred
from peil.report.words import LANGUAGES, words_in

DAY = date(2024, 1, 20)


@pytest.fixture(autouse=True)
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let 62 of a hundred signals of every kind be changes."""
    table = dict.fromkeys(worth.worth_table(), (200, 124))
    monkeypatch.setattr(worth, "worth_table", lambda: table)


def a_signal(**changes: Any) -> WatchedSeries:
    """Give a series that has been rising for the latest three periods."""
    return a_series(direction="rising", months=3, **changes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_beside_a_signal_stands_how_many_such_were_changes(language: str) -> None:
    words = words_in(language)
    told = words("watch.worth", number=60)
    assert "60" in told
    assert told in facts(a_signal(), DAY, words)
    assert told not in facts(a_series(), DAY, words)


def test_nothing_is_told_of_a_method_that_was_not_simulated() -> None:
    assert not any("100" in line for line in facts(a_signal(method="ears"), DAY, words_in("en")))


def test_the_data_have_the_share_itself() -> None:
    signal, steady = a_signal(), a_series()
    for one, share in ((signal, 0.62), (steady, None)):
        written = document(Watch(title="a", as_of=DAY, series=(one,)))
        assert written["series"][0]["signal_worth"] == share


def test_the_list_of_many_has_it_too_with_a_note_that_explains_it() -> None:
    since = date(2024, 1, 8)
    signal = {"reason": "signal_shift", "signal_since": since, "signal_opened": since}
    brief = summed(a_period("a", 0), a_period("a", 1, direction="rising", **signal))
    (table,) = tables(brief)
    assert texts(table)[0][-1] == "60"
    assert "Of 100 such signals" not in said(a_period("a"))
    assert "of 100 such signals" in str(table.note)


def test_a_series_that_no_signal_calls_rising_has_none_and_the_list_no_column() -> None:
    (table,) = tables(summed(a_period("a", direction="rising", reason="settled")))
    assert "of 100 such signals" not in str(table.note)
    assert len(table.columns) == 5


@pytest.mark.parametrize(("share", "number"), [(0.0, 5), (0.62, 60), (0.63, 65), (1.0, 95)])
def test_no_signal_is_called_certain_or_worthless(share: float, number: int) -> None:
    assert in_a_hundred(share) == number
