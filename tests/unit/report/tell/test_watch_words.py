"""The sentences of the watch: every code has words, and nothing is said that is not known."""

import inspect
import re
from datetime import date
from math import inf, nan
from typing import Any

import numpy as np
import pytest
from tests.watched_builder import DELAYS, a_quiet, a_series

from peil.observe import direction
from peil.observe.watch import delays, effort, engine, indicators, judge, table
from peil.observe.watch.counts import PERHAPS_LATE, PERIODS_A_YEAR
from peil.observe.watch.delays import CHANGES as SIMULATED
from peil.observe.watch.series import Watch, WatchedSeries
from peil.observe.watch.watched import Delay, Level
from peil.report.model import Cell, Figure, Points, Report, Table, plain, walk
from peil.report.tell.watch.delays import CHANGES, delay, halving
from peil.report.tell.watch.report import tell
from peil.report.tell.watch.sentences import bounds, caveats, facts, verdict
from peil.report.tell.watch.summary import headline, method, unknown
from peil.report.words import LANGUAGES, words_in

DAY = date(2024, 1, 20)
ENGLISH = words_in("en")


def codes_of(group: str) -> set[str]:
    """Give the codes of a group that have words in English."""
    return {key.removeprefix(f"{group}.") for key in ENGLISH.terms if key.startswith(f"{group}.")}


REASONS, CAVEATS = codes_of("watch_reason"), codes_of("watch_caveat")
UNTOLD = codes_of("watch_untold") - {"said", "many"}


def brief(*series: WatchedSeries) -> Watch:
    return Watch(title="Exampleland", as_of=DAY, series=series)


def spaced(text: str) -> str:
    return text.replace("\xa0", " ")


def cells(report: Report, place: int = 0) -> dict[str, Cell]:
    """Give a row of the table of all series, by the heads of its columns."""
    (table,) = (block for block in report.blocks if block.key == "series")
    assert isinstance(table, Table)
    heads = (column.head for column in table.columns)
    return dict(zip(heads, table.rows[place].cells, strict=True))


def notes(watch: Watch) -> list[str]:
    """Give what is said below the headline."""
    return [*unknown(watch, ENGLISH), *method(watch, ENGLISH)]


SAID = r'(?:RISING|WANING|STEADY|TELL|word), "(\w+)"'
"""How the judge says a word and its reason."""


def codes_in(function: Any, pattern: str) -> set[str]:
    return set(re.findall(pattern, inspect.getsource(function), re.MULTILINE))


def reasons_given() -> set[str]:
    """Read from the code every reason that can stand beside a direction of the watch."""
    found = (
        codes_in(judge, SAID),
        codes_in(direction.direction_of, r'"(\w+_\w+)"'),
        codes_in(direction.compare, r'reason = "(\w+)"'),
        codes_in(direction._say, r'"(\w+)"'),
        codes_in(indicators.aged, r'"(\w+_\w+)"'),
        {effort.EFFORT_WITHOUT_DENOMINATOR, table.EFFORT_BELOW_COUNTRY},
    )
    assert all(found)
    return set().union(*found)


def caveats_given() -> set[str]:
    """Read from the code every caveat of a whole series."""
    found = (
        codes_in(indicators._compared, r'caveats=\("(\w+)"'),
        codes_in(indicators.aged, r'caveats, "(\w+)"'),
        codes_in(engine._caveats, r'^\s+"(\w+)": '),
        {effort.EFFORT_WITHOUT_DENOMINATOR, effort.EFFORT_IN_DENOMINATOR, PERHAPS_LATE},
        {indicators.WORKED_OUT},
    )
    assert all(found)
    return set().union(*found)


def test_every_code_that_can_be_given_has_words() -> None:
    assert reasons_given() - REASONS == set()
    assert caveats_given() - CAVEATS == set()
    assert set(SIMULATED) == set(CHANGES)


def test_no_words_wait_for_a_code_that_nothing_gives() -> None:
    assert REASONS - reasons_given() == set()
    assert CAVEATS - caveats_given() == set()
    assert set(delays.UNTOLD) == UNTOLD


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_sentence_in_every_language(language: str) -> None:
    terms = words_in(language).terms
    wanted = {
        *(f"watch_reason.{code}" for code in REASONS),
        *(f"watch_caveat.{code}" for code in CAVEATS),
        *(f"watch_change.{code}" for code in CHANGES.values()),
        *(f"watch_unit.{period}" for period in PERIODS_A_YEAR),
    }
    assert wanted - terms.keys() == set()
    assert all(terms[f"watch_caveat.{code}"].endswith(".") for code in CAVEATS)
    assert not any(terms[f"watch_reason.{code}"].endswith(".") for code in REASONS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_series_can_be_told_in_every_language(language: str) -> None:
    series = [
        a_series(f"{word} {reason}", word, reason=reason, caveats=tuple(CAVEATS))
        for word in (*direction.DIRECTIONS, direction.CANNOT_TELL)
        for reason in sorted(REASONS)
    ]
    report = tell(brief(*series), words_in(language))
    verdicts = [b for b in walk(report.blocks) if isinstance(b, Points) and "verdict" in b.key]
    said = [plain(block.items[0].what) for block in verdicts]
    assert len(said) == len(series)
    assert all(text.endswith(".") and ".." not in text for text in said)


def test_the_delay_is_the_sentence_that_a_reader_needs() -> None:
    assert spaced(delay(DELAYS[2], "month", ENGLISH)) == (
        "A halving at 0.5 a month is seen after 20 months in half of the cases and after 55 months "
        "in nine of ten; nobody could see it sooner than after 20 months."
    )


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ((20.0, inf, 18.0), "only after longer than was simulated"),
        ((inf, inf, 200.0), "is not seen in half of the cases"),
        ((inf, inf, inf), "cannot be seen by anybody"),
        ((1.0, 2.0, 1.0), "after one week in half"),
        ((9.0, 28.0, 8.0), "sooner than after 8 weeks"),
        ((1.0, 1.0, 1.0), "is seen after one week in nine of ten cases"),
    ],
)
def test_a_delay_beyond_what_was_simulated_is_said_as_that(
    figures: tuple[float, float, float], said: str
) -> None:
    median, late, bound = figures
    one = Delay(change=0.5, rate=0.5, median=median, late=late, bound=bound)
    text = spaced(delay(one, "week", ENGLISH))
    assert said in text
    assert "at 0.5 a week" in text
    assert "inf" not in text


def test_the_table_has_the_halving_in_figures() -> None:
    one = a_series(delays=(Delay(change=0.5, rate=0.5, median=20, late=inf, bound=18),))
    assert halving(one, ENGLISH) == "20/∞/18"
    assert halving(a_series(delays=()), ENGLISH) == "–"


@pytest.mark.parametrize(
    ("lower", "upper", "said"),
    [
        (2.0, 14.0, "2 to 14"),
        (nan, 14.0, "at most 14"),
        (2.0, nan, "at least 2"),
        (nan, nan, "–"),
        (93.6, 33.3, "–"),
    ],
)
def test_a_bound_that_is_none_is_not_said(lower: float, upper: float, said: str) -> None:
    assert spaced(bounds(lower, upper, ENGLISH)) == said


def test_the_headline_counts_and_begins_with_what_cannot_be_told() -> None:
    many = brief(
        a_series("a", "rising", months=2), a_series("b", "cannot tell", reason="too_few_events"),
        a_series("c", "cannot tell", reason="too_few_events"), a_series("d"),
    )  # fmt: skip
    told = "Of 4 series, 2 show no settled trend, one is rising and one is steady."
    assert headline(many, ENGLISH) == told
    said = notes(many)
    assert said[0] == "The counts cannot tell: too few events to see a change (b, c)."
    assert "chance alone gives about 0.8 a year" in said[2]


def test_many_that_cannot_be_told_are_counted_by_their_reason() -> None:
    silent = [a_series(name, "cannot tell", reason="no_report") for name in "abcdef"]
    said = notes(brief(*silent))[0]
    assert said.endswith("no report for the latest period (a, b, c and 3 more).")


def test_of_one_series_the_headline_is_the_answer() -> None:
    one = a_series("arson", "waning", months=8, probability=0.97)
    assert headline(brief(one), ENGLISH) == "arson – waning (97%): lower since 1 May 2023."
    silent = a_series("arson", "cannot tell", reason="too_few_events", probability=np.nan)
    assert verdict(silent, ENGLISH) == "cannot tell: too few events to see a change"


@pytest.mark.parametrize(
    ("direction", "level", "said"),
    [
        ("cannot tell", "waning", "lower since {}; whether it moved again since cannot be told"),
        ("steady", "rising", "higher since {}; since then steady (86%)"),
        ("waning", "rising", "waning (86%); the level has been higher since {}"),
    ],
)
def test_a_level_that_changed_over_a_year_ago_is_told_with_its_side(
    direction: str, level: str, said: str
) -> None:
    probability = nan if direction == "cannot tell" else 0.86
    one = a_series("arson", direction, months=20, probability=probability, level_changed=level)
    one.watched.points.reason[-1] = "too_few_events" if direction == "cannot tell" else "no_signal"
    assert spaced(verdict(one, ENGLISH)) == said.format("1 May 2022")
    report = tell(brief(one), ENGLISH)
    (picture,) = (block for block in walk(report.blocks) if isinstance(block, Figure))
    for cell in (cells(report)["Since"], picture.data.rows[-1].cells[-1]):
        assert (spaced(plain(cell.text)), cell.mark) == ("1 May 2022", level)
        assert cell.value == date(2022, 5, 1)


def test_no_level_is_told_where_the_direction_tells_it_or_nothing_bears_it_out() -> None:
    moving = a_series("arson", "waning", months=8)
    assert "level" not in verdict(moving, ENGLISH)
    unborne = a_series("arson", "steady", months=8)
    assert verdict(unborne, ENGLISH) == "steady (86%)"
    assert "Since" not in cells(tell(brief(unborne), ENGLISH))


def test_a_direction_against_an_older_change_of_the_level_is_not_dated_by_it() -> None:
    one = a_series("arson", "waning", months=20, probability=nan, level_changed="rising")
    assert verdict(one, ENGLISH) == "waning; the level has been higher since 1 May 2022"


def test_a_changed_level_is_told_with_its_size_and_an_older_one_beside_it() -> None:
    levels = (
        Level(since=date(2019, 1, 1), before=10.1, after=0.0),
        Level(since=date(2022, 5, 1), before=0.0, after=1.0),
    )
    one = a_series("arson", "rising", months=5, probability=nan, levels=levels)
    for name, value in (("level_before", 0.0), ("level_since", 1.0)):
        getattr(one.watched.points, name)[-1] = value
    said = spaced(verdict(one, ENGLISH))
    assert said == "rising: higher since 1 August 2023, from 0 to 1 a month"
    older = (
        "An older change stands beside it: lower between 1 January 2019 and 30 April 2022, from "
        "10.1 to 0 a month."
    )
    assert older in [spaced(fact) for fact in facts(one, DAY, ENGLISH)]


def test_a_stop_says_for_how_long_no_event_has_come() -> None:
    quiet = a_quiet(36.0, is_long=True)
    one = a_series(
        "a", "cannot tell", months=40, probability=nan, level_changed="waning", quiet=quiet
    )
    for name, value in (("level_before", 10.1), ("level_since", 0.0)):
        getattr(one.watched.points, name)[-1] = value
    said = spaced(verdict(one, ENGLISH))
    assert (
        said == "lower since 1 September 2020, from 10.1 to 0 a month; 36 months without an event"
    )


@pytest.mark.parametrize(
    ("within", "said"),
    [
        (1.25, "steady: changed by less than a quarter"),
        (1.5, "steady: changed by less than half"),
        (2.0, "steady: neither doubled nor halved"),
    ],
)
def test_steady_says_within_what(within: float, said: str) -> None:
    one = a_series(probability=nan)
    one.watched.points.steady_within[-1] = within
    assert verdict(one, ENGLISH) == said
    assert any(f"factor of {within:g} of" in fact for fact in facts(one, DAY, ENGLISH))


def test_a_slow_trend_is_told_by_its_slope() -> None:
    one = a_series("arson", "waning", probability=nan, reason="slope")
    one.watched.points.slope[-1] = 0.9, 0.87, 0.93
    assert verdict(one, ENGLISH) == "waning slowly: by 10% a year (7% to 13%)"


def test_a_fall_that_the_latest_periods_alone_show_says_what_it_is_without_them() -> None:
    one = a_series("arson", "waning", caveats=(PERHAPS_LATE,), without_latest="steady")
    assert caveats(one, ENGLISH) == (
        "If reports for the last 3\xa0months are still to come, this may be no fall: without them "
        "the answer is “steady”.",
    )


def test_a_method_with_a_threshold_of_its_own_promises_no_budget() -> None:
    said = " ".join(notes(brief(a_series(caveats=("own_threshold",)))))
    assert "threshold of its own" in said
    assert "0.1" not in said


def test_no_direction_is_certain_and_no_budget_is_said_of_what_is_asked_once() -> None:
    one = a_series(probability=1.0, false_signals_per_year=nan)
    assert verdict(one, ENGLISH) == "steady (over 99%)"
    assert not any("false signal" in note for note in notes(brief(one)))


def test_an_outbreak_is_named_by_its_days_and_not_twice() -> None:
    one = a_series(
        caveats=("outbreak_left_out",), outbreaks=((date(2018, 7, 1), date(2018, 12, 31)),)
    )
    said = caveats(one, ENGLISH)
    assert said == ("Left out of the baseline as an old outbreak: July to December 2018.",)


def test_what_a_person_keeps_is_named_by_its_days_and_as_a_persons_choice() -> None:
    one = a_series(caveats=("outbreak_kept",), kept=((date(2018, 7, 1), date(2018, 12, 31)),))
    assert caveats(one, ENGLISH) == (
        "Kept in the baseline by a person, though it looks like an old outbreak: "
        "July to December 2018.",
    )


def test_a_name_of_a_dossier_is_given_in_the_readers_language() -> None:
    one = WatchedSeries(watched=a_series().watched, names={"en": "Arson", "fr": "Incendies"})
    assert spaced(headline(brief(one), words_in("fr"))).startswith("Incendies – stable")
    assert headline(brief(one), words_in("de")).startswith("Arson – gleichbleibend")


@pytest.mark.parametrize(
    ("direction", "reason", "said"),
    [
        ("waning", "settled", "a fall may be lost effort"),
        ("cannot tell", "effort_without_denominator", "a fall may be lost effort"),
        ("rising", "settled", "a rise may be more effort"),
        ("steady", "no_signal", ""),
        ("cannot tell", "too_few_events", ""),
    ],
)
def test_unmeasured_effort_is_told_where_it_may_be_what_moves(
    direction: str, reason: str, said: str
) -> None:
    one = a_series("raids", direction, reason=reason, caveats=("effort_without_denominator",))
    told = " ".join(caveats(one, ENGLISH))
    assert said in told
    assert bool(told) == bool(said)


def test_a_change_is_dated_only_where_it_is_the_direction() -> None:
    moved = a_series("arson", "waning", months=8)
    assert "lower since 1 May 2023" in verdict(moved, ENGLISH)
    silent = a_series("arson", "cannot tell", months=8, probability=np.nan)
    assert silent.since is not None
    assert silent.changed_since is None
    assert "2023" not in verdict(silent, ENGLISH)


def test_a_level_that_changed_long_ago_stands_first_in_its_row_and_is_counted_on_its_own() -> None:
    stopped = a_series(
        "b", "cannot tell", months=20, probability=nan, level_changed="waning",
    )  # fmt: skip
    stopped.watched.points.reason[-1] = "too_few_events"
    told = tell(brief(a_series("a"), a_series("c", "cannot tell"), stopped), ENGLISH)
    assert spaced(told.headline) == (
        "Of 3 series, one has a lower level than before, one shows no settled trend and one is steady."
    )
    row = cells(told)
    assert (row["Series"].text, row["Direction"].mark) == ("b", "waning")
    assert plain(row["Direction"].text) == "lower; since then cannot tell"
    assert facts(stopped, DAY, ENGLISH)[0] == "Too few events to see a change."
