"""The time since the last event is one sentence that a reader understands, in every language."""

import re
from datetime import date
from math import inf, nan
from typing import Any

import numpy as np
import pytest
from tests.watched_builder import a_quiet, a_series, some_counts

from peil.observe.watch.series import Watch, WatchedSeries
from peil.report.chart.figure import Line, Mark, Note
from peil.report.model import Points, walk
from peil.report.render.html import render_html
from peil.report.render.terminal import render_terminal
from peil.report.tell.watch.chart import figure
from peil.report.tell.watch.data import document
from peil.report.tell.watch.report import tell
from peil.report.tell.watch.sentences import caveats, quiet
from peil.report.tell.watch.summary import headline
from peil.report.words import LANGUAGES, NO_BREAK, Words, words_in

ENGLISH = words_in("en")
DAY = date(2024, 1, 20)
AFTER_A_BREAK = {"since": date(2021, 7, 1), "last_event": None, "chance": nan, "long_from": nan}


def said(words: Words = ENGLISH, periods: float = 14.0, **changes: Any) -> str:
    one = a_series(quiet=a_quiet(periods, **changes))
    return quiet(one, words).replace(NO_BREAK, " ")


def brief(*series: WatchedSeries) -> Watch:
    return Watch(title="Exampleland", as_of=DAY, series=series)


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
        (1e-9, "fewer than one quiet spell in 1,000 lasts"),
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
    report = tell(brief(one), ENGLISH)
    (verdict,) = (block for block in walk(report.blocks) if block.key == "series-1-verdict")
    assert isinstance(verdict, Points)
    assert verdict.items[1].what == sentence
    assert sentence in render_html(report, ENGLISH)
    plain = " ".join(render_terminal(report, ENGLISH, width=100, is_terminal=False).split())
    assert sentence.replace(NO_BREAK, " ") in plain
    (summary,) = document(brief(one))["series"]
    assert summary["time_since_last_event"] == {
        "periods": 14.0, "unreported": 0, "since": date(2022, 11, 1), "last_event": date(2022, 10, 31),
        "chance": 0.11, "long_from": 27.0, "is_long": False,
    }  # fmt: skip
    (without,) = document(brief(a_series()))["series"]
    assert without["time_since_last_event"] is None


def drawn(one: WatchedSeries, words: Words = ENGLISH) -> tuple[Mark, ...]:
    return figure(one, "w", words).drawing.panels[0].marks


def test_the_chart_spans_the_quiet_from_the_last_event_on() -> None:
    counts = some_counts("attacks", mean=0.4)
    counts.count[-14:] = 0.0
    marks = drawn(a_series(counts=counts, quiet=a_quiet()))
    (span,) = (mark for mark in marks if mark.key == "without an event")
    assert isinstance(span, Line)
    assert [day for day, _ in span.points] == [date(2022, 11, 1), date(2024, 1, 1)]
    assert [mark.text for mark in marks if isinstance(mark, Note)] == [f"14{NO_BREAK}months"]
    assert not [m for m in drawn(a_series(counts=counts)) if m.key == "without an event"]


def test_a_language_with_cases_writes_the_length_in_the_chart_with_its_preposition() -> None:
    one = a_series(counts=some_counts("attacks", mean=0.4), quiet=a_quiet())
    notes = [mark.text for mark in drawn(one, words_in("de")) if isinstance(mark, Note)]
    assert notes == [f"seit 14{NO_BREAK}Monaten"]


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
        return headline(brief(one), ENGLISH).replace(NO_BREAK, " ")

    assert head(is_long=True).startswith(
        "arson – 33 months without an event, which is long; cannot tell"
    )
    assert "without an event" not in head(is_long=False) + head("steady", is_long=True)
