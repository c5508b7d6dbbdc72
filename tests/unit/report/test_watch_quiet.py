"""The time since the last event is one sentence that a reader understands, in every language."""

import json
import re
from datetime import date
from math import inf, nan
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from tests.watched_builder import a_quiet, a_series, some_counts

from peil.report.watch_account import tell_watch
from peil.report.watch_chart import watch_chart
from peil.report.watch_page import render_watch_page
from peil.report.watch_quiet import quiet
from peil.report.watch_text import render_watch_text
from peil.report.watch_words import caveats
from peil.report.watching import WatchBrief, WatchedSeries, watch_json
from peil.report.words import LANGUAGES, NO_BREAK, Words, words_in

ENGLISH = words_in("en")
DAY = date(2024, 1, 20)
AFTER_A_BREAK = {"since": date(2021, 7, 1), "last_event": None, "chance": nan, "long_from": nan}


def said(words: Words = ENGLISH, periods: float = 14.0, **changes: Any) -> str:
    one = a_series(quiet=a_quiet(periods, **changes))
    return quiet(one, words).replace(NO_BREAK, " ")


def brief(*series: WatchedSeries) -> WatchBrief:
    return WatchBrief(title="Exampleland", as_of=DAY, series=series)


def test_a_quiet_that_is_not_long_is_said_with_from_when_on_it_would_be() -> None:
    assert said() == (
        "14 months without an event, which is not unusual: at the usual rate one quiet spell in 9 "
        "lasts as long, and it would be called long from 27 months on."
    )


def test_a_long_quiet_is_called_long() -> None:
    assert said(periods=33.0, chance=1 / 54, is_long=True) == (
        "33 months without an event, which is long: at the usual rate one quiet spell in 54 lasts "
        "as long, and from 27 months on it is called long."
    )


@pytest.mark.parametrize(
    ("chance", "share"),
    [
        (0.9, "more than half of all quiet spells last"),
        (0.5, "one quiet spell in 2 lasts"),
        (0.001, "one quiet spell in 1,000 lasts"),
        (1e-9, "fewer than one quiet spell in 1,000 last"),
    ],
)
def test_how_many_quiet_spells_last_as_long_is_said_in_whole_numbers(
    chance: float, share: str
) -> None:
    assert f": at the usual rate {share} as long" in said(chance=chance)


def test_nothing_is_said_where_an_event_has_just_come_or_events_are_not_rare() -> None:
    assert said(periods=0.0) == ""
    assert quiet(a_series(), ENGLISH) == ""


def test_what_was_not_reported_is_named_and_not_counted() -> None:
    assert said(unreported=2).startswith(
        "14 months without an event, not counting 2 months without a report, which"
    )
    assert said(periods=13.5).startswith(
        "13.5 months without an event, what is reported in part counted by its share, which"
    )


def test_a_quiet_begins_anew_at_a_break_and_says_so() -> None:
    assert said(periods=30.0, **AFTER_A_BREAK) == (
        "30 months without an event since the break of 1 July 2021: too little is known of the "
        "time before to tell whether that is long."
    )
    from_the_start = AFTER_A_BREAK | {"since": some_counts().start[0].item()}
    assert said(periods=96.0, **from_the_start).startswith(
        "96 months without an event since the counts begin: too little"
    )


def test_where_no_quiet_would_be_long_that_is_said() -> None:
    assert said(long_from=inf).endswith(
        "so few events came before that none would be called long within 20 years."
    )


CASES: list[dict[str, Any]] = [
    {},
    {"is_long": True, "chance": 0.01},
    {"chance": 0.7},
    {"chance": 1e-7},
    {"long_from": inf},
    {"unreported": 1, "periods": 3.5},
    AFTER_A_BREAK,
    AFTER_A_BREAK | {"since": some_counts().start[0].item()},
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("changes", CASES)
def test_every_quiet_is_one_sentence_in_every_language(
    language: str, changes: dict[str, Any]
) -> None:
    text = said(words_in(language), **changes)
    assert text[0].isupper() or text[0].isdigit()
    assert text.endswith(".")
    assert not re.search(r"(?<!\d)\. ", text)
    assert not re.search(r"\b(nan|inf)\b|[{}]", text)


def test_it_stands_on_the_page_in_the_terminal_and_in_the_data() -> None:
    one = a_series("attacks", "cannot tell", reason="too_few_events", quiet=a_quiet())
    sentence = quiet(one, ENGLISH)
    assert tell_watch(brief(one), ENGLISH).rows[0].quiet == sentence
    assert sentence in render_watch_page(brief(one), ENGLISH)
    plain = " ".join(render_watch_text(brief(one), ENGLISH).split())
    assert sentence.replace(NO_BREAK, " ") in plain
    (summary,) = json.loads(watch_json(brief(one)))["series"]
    assert summary["time_since_last_event"] == {
        "periods": 14.0, "unreported": 0, "since": "2022-11-01", "last_event": "2022-10-31",
        "chance": 0.11, "long_from": 27.0, "is_long": False,
    }  # fmt: skip
    (without,) = json.loads(watch_json(brief(a_series())))["series"]
    assert without["time_since_last_event"] is None


def test_the_chart_spans_the_quiet_from_the_last_event_on() -> None:
    counts = some_counts("attacks", mean=0.4)
    counts.count[-14:] = 0.0
    words = words_in("en")
    drawn = watch_chart(a_series(counts=counts, quiet=a_quiet()), "w", words).svg
    root = ET.fromstring(drawn)  # noqa: S314 - our own picture
    texts = [(e.text or "").replace(NO_BREAK, " ") for e in root.iter("text")]
    assert "14 months" in texts
    assert "without an event" in texts
    lines = [e for e in root.iter("line") if e.get("stroke-width") == "1.2"]
    long = max(float(e.get("x2", "0")) - float(e.get("x1", "0")) for e in lines)
    assert long == pytest.approx((720 - 8 - 30) * 14 / 96, abs=5)
    assert "without an event" not in watch_chart(a_series(counts=counts), "w", words).svg


def test_a_language_with_cases_writes_the_length_in_the_chart_with_its_preposition() -> None:
    one = a_series(counts=some_counts("attacks", mean=0.4), quiet=a_quiet())
    drawn = watch_chart(one, "w", words_in("de")).svg
    assert ">seit 14 Monaten<" in drawn.replace(NO_BREAK, " ")


@pytest.mark.parametrize(("is_long", "is_said"), [(True, True), (False, False)])
def test_a_long_quiet_of_counts_that_follow_effort_may_be_lost_effort(
    *, is_long: bool, is_said: bool
) -> None:
    one = a_series(
        "raids", "cannot tell", reason="too_few_events", probability=np.nan,
        caveats=("effort_without_denominator",), quiet=a_quiet(is_long=is_long),
    )  # fmt: skip
    assert ("a fall may be lost effort" in " ".join(caveats(one, ENGLISH))) == is_said


def test_a_long_quiet_of_which_nothing_else_can_be_told_stands_in_the_headline() -> None:
    def head(direction: str = "cannot tell", **changes: Any) -> str:
        one = a_series(direction=direction, reason="too_few_events", quiet=a_quiet(33.0, **changes))
        return tell_watch(brief(one), ENGLISH).headline.replace(NO_BREAK, " ")

    assert head(is_long=True).startswith(
        "arson – 33 months without an event, which is long; cannot tell"
    )
    assert "without an event" not in head(is_long=False) + head("steady", is_long=True)
