"""Evaluations as text, as data and as a page: the answer first, and nothing left unsaid."""

import json
import re
from dataclasses import replace
from datetime import date
from html import unescape

import numpy as np
import pytest
from tests.evaluation_builder import NAME, a_control, an_interrupted, some_differences
from tests.evaluation_data import monthly

from peil.report.model import plain
from peil.report.render.data import document_json
from peil.report.render.html import render_html
from peil.report.render.terminal import render_terminal
from peil.report.tell.evaluation import Found, document, tell
from peil.report.tell.evaluation.said import ANSWERS, REASONS, answer_line
from peil.report.words import LANGUAGES, MINUS, words_in
from peil.review.evaluation import verdict
from peil.review.evaluation.exact import PowerStudied, Spells, compare_spells, study_power
from peil.review.evaluation.interrupted import evaluate_series
from peil.review.evaluation.per_head import CountedPlace, rate_events
from peil.review.evaluation.policy import EvaluatedPolicy

ENGLISH = words_in("en")
CODES = {
    value
    for name, value in vars(verdict).items()
    if name.isupper() and isinstance(value, str) and " " not in value
} - {verdict.FELL, verdict.ROSE}


def page_of(found: Found, language: str = "en") -> str:
    words = words_in(language)
    return render_html(tell(found, words), words)


def text_of(found: Found, language: str = "en", width: int = 200) -> str:
    words = words_in(language)
    return render_terminal(tell(found, words), words, width=width, is_terminal=False, full=True)


def headline_of(found: Found, language: str = "en") -> str:
    return plain(tell(found, words_in(language)).headline)


def test_every_reason_and_answer_has_words() -> None:
    assert set(REASONS) == CODES
    assert set(ANSWERS) == {verdict.FELL, verdict.ROSE, verdict.NO_CHANGE, verdict.CANNOT_TELL}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_the_answer_first_and_escapes_names(language: str) -> None:
    words = words_in(language)
    for found in (an_interrupted(), a_control()):
        html = page_of(found, language)
        assert "<b>&" not in html
        assert "thefts &lt;b&gt;&amp; more" in html
        headline = html.split("<h1>")[1].split("</h1>")[0]
        assert words("evaluate.fell") in headline


def test_the_page_holds_all_figures_of_its_chart() -> None:
    found = a_control()
    html = page_of(found)
    assert all(f">{year}<" in html for year in found.times)
    bare = page_of(an_interrupted(is_bare=True))
    assert "Displacement was not tested" in bare
    assert "No control was given" in bare


def test_a_poor_fit_or_a_likely_total_is_said() -> None:
    found = a_control(looks_total=True)
    assert ("looks_like_total", "unit 11") in found.caveats
    for text in (text_of(found), page_of(found)):
        assert "unit 11 looks like a total" in text
    poor = replace(found, caveats=(("poor_fit", NAME),))
    assert "are not like thefts" in text_of(poor)


def test_the_headline_has_the_size_and_its_interval() -> None:
    found = an_interrupted()
    headline = headline_of(found)
    assert re.search(r"fell, ratio 0\.\d+ \(0\.\d+ to 0\.\d+\)$", headline)
    open_ = replace(found, verdict=replace(found.verdict, answer=verdict.CANNOT_TELL))
    assert "ratio" not in headline_of(open_)


def test_a_poor_fit_stands_before_every_figure_of_the_page() -> None:
    html = page_of(replace(a_control(), caveats=(("poor_fit", NAME),)))
    assert html.index("The donors are not like thefts") < html.index("<svg")


def test_errors_have_three_digits_and_words_are_explained() -> None:
    found = a_control()
    large = replace(found, fit=replace(found.fit, mspe=1208.59215))
    html = page_of(large)
    assert ">1,209<" in html
    assert "Ratio to what would have been" in html
    series = page_of(an_interrupted())
    assert "Control: a series that the policy could not reach." in series
    assert "over 99%" in series


def test_the_text_shows_a_range_and_not_one_line() -> None:
    found = a_control()
    lines = text_of(found).splitlines()
    year = next(line for line in lines if line.startswith("2019"))
    low, high = year.split("  ")[-1].strip().replace(MINUS, "-").split(" to ")
    assert float(low) == pytest.approx(found.near.low[-1], rel=0.01)
    assert float(high) == pytest.approx(found.near.high[-1], rel=0.01)


def test_a_slope_and_a_memory_are_said() -> None:
    text = text_of(an_interrupted(is_bare=True, slope=True, trend=True))
    assert "Change of the trend, ratio in a year" in text
    # Without its step in the model, a series that halves has a long memory.
    begins = np.datetime64("2011-01-01").item()
    memory = text_of(an_interrupted(is_bare=True, begins=begins))
    assert re.search(r"Neighbouring periods are alike \(correlation 0\.\d+\)", memory)


def test_the_answer_names_what_was_asked_about() -> None:
    found = replace(an_interrupted().verdict, answer=verdict.NO_CHANGE, reason=verdict.WITHIN)
    assert answer_line(found, ENGLISH).startswith("No change beyond a fall by 30%. The interval")


def every_text(language: str) -> list[str]:
    """Say an evaluation of each kind, and what had to be left open, in a language."""
    spells = Spells(before=1.0, after=1.0)
    some, few = (study_power(events, 0.5, spells) for events in (40.0, 2.0))
    outcome = compare_spells(40, 12, spells, asked=0.5)
    crowd, plain_place = (
        CountedPlace(name="Aa", count=2000, population=1e6),
        CountedPlace(name="Cc", count=40, population=2e6),
    )
    town = CountedPlace(name="Bb", count=3, population=5e4, is_below_country=True)
    found: list[Found] = [
        PowerStudied(power=some, outcome=outcome, is_observed=True, is_asked=True),
        PowerStudied(power=few, outcome=outcome, is_observed=False, is_asked=False),
        an_interrupted(),
        an_interrupted(is_bare=True, slope=True, trend=True),
        a_control(),
        a_control(units=6),
        some_differences(),
        rate_events([crowd, plain_place, town]),
    ]
    return [text_of(each, language, width=2000) for each in found]


def worded(text: str) -> set[str]:
    """Give the longer words of a text that no table of data holds."""
    return {word.lower() for word in re.findall(r"[^\W\d_]{5,}", text.replace(NAME, ""))}


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_every_text_is_said_in_the_language_asked_for(language: str) -> None:
    alike = {"begin", "donor", "effect", "exact", "factor", "interval", "million", "trend"}
    alike |= {"model", "source"}
    names = {
        "burglaries",
        "robberies",
        "total",
        "quasi",
        "poisson",
        "jackknife",
        "placebos",
        "ratio",
    }
    for english, other in zip(every_text("en"), every_text(language), strict=True):
        assert worded(english) & worded(other) <= alike | names
        unchecked = 1  # a line says that no native speaker has checked the language
        assert english.count("\n") + unchecked == other.count("\n")


def test_a_number_is_written_as_the_language_does() -> None:
    english, german = (text_of(a_control(), name) for name in ("en", "de"))
    share = re.search(r"\((.\d+\.\d)% of the synthetic outcome\)", english)
    assert share is not None
    assert f"({share[1].replace('.', ',')}\xa0% des synthetischen Ergebnisses)" in german


def test_what_is_unknown_is_null_in_the_data() -> None:
    few = a_control(units=6)
    data = json.loads(document_json(document(few)))
    assert data["placebos"]["low"] is None
    assert data["verdict"]["low"] is None
    assert data["verdict"]["answer"] == "cannot tell"
    assert data["judged"].count(True) == 10
    assert "unknown" in page_of(few)
    assert "none: too few units" in text_of(few)


def test_what_an_exact_comparison_leaves_out_is_said_in_every_form() -> None:
    count = np.concatenate([np.full(12, 5.0), np.tile([1.0, 2.0], 6), np.zeros(24)])
    asked = EvaluatedPolicy(
        begins=date(2012, 1, 1), harmonics=1, break_terms=frozenset({date(2011, 1, 1)})
    )
    found = evaluate_series(monthly(count), asked)
    for language in LANGUAGES:
        words = words_in(language)
        terms = ", ".join(words(f"evaluate.{term}") for term in ("trend", "season"))
        for said in (unescape(page_of(found, language)), text_of(found, language)):
            assert words("evaluate.apart", name="thefts", n=12) in said
            assert words("evaluate.unheeded", name="thefts", terms=terms) in said
