"""What a reader must know of a series: missing periods, one that is not over, breaks, and levels."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from tests.watched_builder import a_series, some_counts

from peil.observe.watch.series import Watch, WatchedSeries
from peil.observe.watch.watched import Level, Untold
from peil.report.model import Text
from peil.report.tell.watch import sentences
from peil.report.tell.watch.delays import delays
from peil.report.tell.watch.report import tell
from peil.report.words import LANGUAGES, Words, words_in

DAY = date(2024, 1, 20)
ENGLISH = words_in("en")


def facts(one: WatchedSeries, day: date = DAY, language: str = "en") -> list[str]:
    told = sentences.facts(one, day, words_in(language))
    return [text.replace("\xa0", " ") for text in told]


def first_said(words: Words, *series: WatchedSeries) -> object:
    """Give what stands first below the headline."""
    block = tell(Watch(title="x", as_of=DAY, series=series), words).blocks[0]
    assert isinstance(block, Text)
    return block.lines[0]


def with_gaps(missing: int, **changes: Any) -> WatchedSeries:
    counts = some_counts(**changes)
    counts.count[len(counts) - missing :] = np.nan
    return a_series(counts=counts)


def test_many_periods_without_a_count_are_said_before_all_else() -> None:
    said = "For 33 of 96 months no count came; if nothing happened then, write 0."
    assert facts(with_gaps(33))[0] == said


def test_few_periods_without_a_count_are_said_among_the_facts() -> None:
    said = facts(with_gaps(32))
    assert "For 32 of 96 months no count came; if nothing happened then, write 0." in said[1:]


@pytest.mark.parametrize(
    "one", [with_gaps(0), with_gaps(96, n=96), with_gaps(33, has_denominator=True)]
)
def test_nothing_is_said_of_zeros_where_no_zero_is_missing(one: WatchedSeries) -> None:
    assert not any("write 0" in text for text in facts(one))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_latest_period_that_is_not_over_is_said_in_every_language(language: str) -> None:
    counts = some_counts()
    whole, half = counts.end.copy(), counts.end.copy()
    half[-1] = np.datetime64("2023-12-11")
    said = words_in(language)("watch_gaps.not_over")
    assert said in facts(a_series(counts=some_counts(end=half)), date(2023, 12, 11), language)
    assert said not in facts(a_series(counts=some_counts(end=half)), DAY, language)
    assert said not in facts(a_series(counts=some_counts(end=whole)), DAY, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_several_series_those_with_many_periods_without_a_count_are_named_first(
    language: str,
) -> None:
    words = words_in(language)
    bare = replace(with_gaps(60), names={"en": "Bare"})
    few = replace(with_gaps(32), names={"en": "Few"})
    note = words("watch_gaps.many", names="Bare")
    assert "Bare" in note
    assert first_said(words, few, bare) == note
    assert first_said(words, bare) != note


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_break_is_said_with_its_day_and_what_changed(language: str) -> None:
    changed = np.full(96, "", dtype=object)
    changed[[0, 84]] = "first law", "new law"
    counts = some_counts(changed=changed, segment=np.cumsum(changed != "").astype(float))
    one = a_series(counts=counts, caveats=("break",))
    day = words_in(language).day("2023-01-01").replace("\xa0", " ")
    (said,) = (text for text in facts(one, language=language) if "law" in text)
    assert f"{day} (new law)" in said
    assert "first law" not in said


def test_two_breaks_are_told_as_two() -> None:
    changed = np.full(96, "", dtype=object)
    changed[[60, 84]] = "new law", "new source"
    counts = some_counts(changed=changed, segment=np.cumsum(changed != "").astype(float))
    said = sentences.caveats(a_series(counts=counts, caveats=("break",)), ENGLISH)
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in said] == [
        "2 breaks of definition or source, on 1 January 2021 (new law) and 1 January 2023 "
        "(new source): no baseline crosses them."
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_much_of_the_latest_period_is_in_and_what_is_to_come_is_said(language: str) -> None:
    complete = np.ones(96)
    complete[-1] = 0.4
    made = a_series(counts=some_counts(complete=complete), caveats=("incomplete_reports",))
    made.watched.points.nowcast[-1] = 6.0, 9.0, 14.0
    said = facts(made, language=language)[-1]
    assert "40" in said
    assert said.index(" 6 ") < said.index(" 14")


def test_a_stretch_of_high_counts_in_the_judged_periods_is_not_called_old() -> None:
    old, recent = (date(2018, 7, 1), date(2018, 12, 31)), (date(2022, 7, 1), date(2022, 8, 31))
    one = a_series(caveats=("outbreak_left_out",), outbreaks=(old, recent))
    assert sentences.caveats(one, ENGLISH) == (
        "Left out of the baseline as an old outbreak: July to December 2018. "
        "A stretch of high counts is left out of the baseline: July to August 2022.",
    )


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        ((0.12, 0.4), "12% to 40%"),
        ((0.001, 0.24), "at most 24%"),
        ((0.0, 0.002), "at most 1%"),
        ((4.57, 12.71), "457% to 1,271%"),
    ],
)
def test_how_sure_the_size_is_ends_in_shares_that_are_above_nothing(
    ratio: tuple[float, float], said: str
) -> None:
    one = a_series(levels=(Level(since=date(2022, 5, 1), before=9.0, after=1.0),))
    one.watched.points.ratio[-1] = ratio
    told = f"The level since is {said} of the level before, with 95% confidence."
    assert told in facts(one)


@pytest.mark.parametrize(("before", "size"), [(4.5, ", from 10 to 4 a month"), (9.5, "")])
def test_an_older_level_has_its_size_where_the_next_change_begins_at_its_end(
    before: float, size: str
) -> None:
    older = Level(since=date(2019, 1, 1), before=10.0, after=4.0)
    one = a_series(levels=(older, Level(since=date(2022, 5, 1), before=before, after=2.0)))
    said = f"lower between 1 January 2019 and 30 April 2022{size}."
    assert f"An older change stands beside it: {said}" in facts(one)


def test_a_series_that_is_judged_is_not_said_to_be_without_a_baseline() -> None:
    untold = Untold(reason="no_baseline", value=np.nan, limit=np.nan)
    (said,) = delays(a_series("a", "rising", months=3, untold=untold), ENGLISH)
    assert said.endswith("was not simulated for such a series: too few earlier periods.")


def test_levels_of_a_population_that_changes_say_at_which_one_they_are() -> None:
    said = "The levels before and since are given for the population of the latest period."
    levels = (Level(since=date(2022, 5, 1), before=9.0, after=3.0),)
    grown, whole = np.linspace(4e5, 7e5, 96), np.full(96, 4e5)
    for exposure, is_told in ((grown, True), (whole, False), (np.r_[whole[1:], 2e5], False)):
        one = a_series(counts=some_counts(exposure=exposure), levels=levels)
        assert (said in facts(one)) == is_told
    assert said not in facts(a_series(counts=some_counts(exposure=grown)))
