"""A reassessment as text, as data, as a page and on paper."""

import json
import re
from dataclasses import replace
from functools import cache
from io import BytesIO
from math import inf, nan

import pytest
from pypdf import PdfReader
from tests.reassessment_builder import (
    HOME,
    a_plan,
    a_question,
    a_reassessment,
    answered,
    attacks_in,
    attacks_question,
    listed,
    some_evidence,
)
from tests.unit.report.test_page import LOADING, Page

from peil.report.reassess import render_reassessment, tell_reassessment
from peil.report.reassess_chart import course_charts, forest_chart
from peil.report.reassess_pdf import render_reassessment_pdf
from peil.report.reassess_says import interval_text, rate_text
from peil.report.reassess_tables import HOW, LIMITS, answers_table
from peil.report.words import LANGUAGES, words_in
from peil.review.evaluation import verdict
from peil.review.evaluation.exact import poisson_interval
from peil.review.reassessment import change, periods
from peil.review.reassessment.plan import FALL
from peil.review.reassessment.reassess import Reassessment, reassess
from peil.terms.errors import BadInput

ENGLISH = words_in("en")
STEADY = {2011: 100, 2012: 98, 2013: 103, 2014: 99}
FELL = {**STEADY, 2018: 50, 2019: 48, 2020: 52}
FLAT = {**STEADY, 2018: 100, 2019: 101, 2020: 97}


@cache
def found() -> Reassessment:
    return a_reassessment()


@cache
def page(language: str = "en") -> str:
    return render_reassessment(found(), words_in(language), "html")


def text(reassessment: Reassessment, width: int = 100, language: str = "en") -> str:
    said = render_reassessment(reassessment, words_in(language), width=width)
    return " ".join(said.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_line_says_what_cannot_be_told(language: str) -> None:
    words = words_in(language)
    first = words("reassess.headline", policy=words.name(found().plan.name))
    told = tell_reassessment(found(), words)
    assert told.headline == first
    assert page(language).index(first) < page(language).index(told.cannot[0].what)
    above = [told.kicker, told.as_known, told.not_checked]
    said = text(found(), language=language)
    assert said.index(first[:30]) <= len(" · ".join(above))


def test_in_english_it_says_neither_worked_nor_failed() -> None:
    assert tell_reassessment(found(), ENGLISH).headline == (
        "The public counts cannot tell whether the measures worked or failed."
    )


def test_a_different_course_is_said_but_never_as_an_effect() -> None:
    told = tell_reassessment(answered(FELL, [FLAT]), ENGLISH)
    assert told.headline == (
        "The public counts cannot tell whether the measures worked or failed; they do show a "
        "course unlike that of the other countries."
    )
    (point,) = told.can
    assert point.says == (
        "Fell afterwards: from 10 to 5 per million a year, 0.5 times as many per head "
        "(0.42\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}0.59)."
    )
    assert point.detail.startswith("Set beside France: fell, ratio of ratios 0.5 (")


def test_how_little_the_aim_can_show_stands_below_the_headline() -> None:
    first = tell_reassessment(found(), ENGLISH).notes[0]
    assert re.fullmatch(
        r"The attacks: 2 in 9 years before, 1 in 5.1 years afterwards\. Had the measures halved "
        r"them, such counts would show it in (under )?\d+% of cases\. At the rate before, it would "
        r"take about \d+ years on either side to see a halving in every other case\.",
        first,
    )


def test_each_count_is_told_or_not_with_its_reason() -> None:
    told = tell_reassessment(found(), ENGLISH)
    names = {point.what for point in (*told.can, *told.cannot)}
    assert names == {"The attacks", "The gone", "The files (work of the services)"}
    gone = next(point for point in told.cannot if point.what == "The gone")
    assert gone.says == "Only another publisher has figures for the time while they were made."


def test_a_rise_without_an_answer_is_not_hidden() -> None:
    events = attacks_in(HOME, {2010: 1, 2015: 2, 2016: 3, 2017: 2})
    plan, held = a_plan(attacks_question()), some_evidence(events=events, windows=listed(HOME))
    risen = reassess(plan, held, HOME)
    own = risen.answers[0].during.own.verdict
    assert own is not None
    assert (own.answer, own.low > 1) == ("cannot tell", True)
    (point,) = tell_reassessment(risen, ENGLISH).cannot
    assert "More were counted, " in f"{point.says} {point.detail}"
    (row,) = answers_table(risen, "while", ENGLISH).rows
    assert row[1].text == "cannot tell (interval above 1)"
    (after,) = answers_table(risen, "after", ENGLISH).rows
    assert after[1].text == "cannot tell"


def test_the_ratio_over_common_periods_lets_the_ratio_of_ratios_be_checked() -> None:
    answer = next(a for a in found().answers if a.after.widest and a.after.widest.own)
    beside = answer.after.widest
    assert beside is not None
    assert beside.own is not None
    assert beside.verdict is not None
    own = beside.own[1].rate / beside.own[0].rate
    assert own / beside.ratio == pytest.approx(beside.verdict.estimate)
    row = next(
        row
        for row in answers_table(found(), "after", ENGLISH).rows
        if row[0].text.startswith(answer.question.name["en"])
    )
    assert f"Belgium over the same periods: {rate_text(own, ENGLISH)}" in row[7].text


def test_a_rise_of_work_is_no_success_and_no_threat() -> None:
    told = tell_reassessment(found(), ENGLISH)
    point = next(point for point in told.can if point.what.startswith("The files"))
    assert point.says.startswith("Rose afterwards")
    assert ENGLISH("reassess_said.effort") in point.detail


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words(language: str) -> None:
    terms = words_in(language).terms
    refused = {change.NONE_KNOWN, change.TOO_SHORT, change.BROKEN, change.SPREAD_UNKNOWN}
    unused = {
        periods.PARTIAL, periods.OTHER_PUBLISHER, periods.UNVERIFIED, periods.MIXED,
        periods.NO_POPULATION, periods.DAY_UNKNOWN,
    }  # fmt: skip
    reasons = {verdict.LOW_POWER, verdict.TOO_WIDE, verdict.NO_INTERVAL, verdict.NO_POWER}
    answers = {verdict.FELL, verdict.ROSE, verdict.NO_CHANGE, verdict.CANNOT_TELL}
    wanted = {f"reassess_why.{code}" for code in refused | unused | reasons}
    wanted |= {f"reassess_unused.{code}" for code in unused}
    wanted |= {f"reassess_answer.{code.replace(' ', '_')}" for code in answers}
    wanted |= {f"reassess_when.{code}" for code in periods.SPELLS}
    wanted |= {f"reassess_limit.{code}" for code in LIMITS}
    wanted |= {f"reassess_how.{code}" for code in HOW}
    said = answers - {verdict.CANNOT_TELL}
    wanted |= {f"reassess_said.{code.replace(' ', '_')}" for code in said}
    assert wanted - terms.keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_and_loads_nothing(language: str) -> None:
    read = Page(page(language))
    assert read.open == []
    assert ("html", {"lang": language}) in read.tags
    assert {tag for tag, _ in read.tags} & {"script", "img", "iframe", "object"} == set()
    loading = {name for _, attributes in read.tags for name in attributes if name in LOADING}
    assert loading == set()


def test_no_text_of_the_dossier_is_read_as_markup() -> None:
    assert "Institute [sic] &lt;b&gt;" in page()
    assert "<b>" not in page()
    assert "Institute [sic] <b>" in Page(page()).text


def test_every_chart_has_its_data_its_source_and_a_text() -> None:
    charts = [*course_charts(found(), ENGLISH).values(), forest_chart(found(), ENGLISH)]
    assert all(chart is not None for chart in charts)
    for chart in charts:
        assert chart is not None
        assert chart.source
        assert chart.desc
        assert len(chart.table.rows) > 0
        assert f'id="{chart.key}-desc"' in chart.svg


def test_every_country_has_a_panel_with_all_its_years() -> None:
    chart = course_charts(found(), ENGLISH)["attacks"]
    assert chart is not None
    countries = {row[0].text for row in chart.table.rows}
    assert countries == {"Belgium", "France", "Denmark"}
    own = [row for row in chart.table.rows if row[0].text == "Belgium"]
    assert [row[1].text for row in own] == [str(year) for year in range(2006, 2023)]
    assert sum(row[2].value or 0 for row in own) == 6
    assert chart.narrow != ""
    assert chart.svg.count("<circle") == len(chart.table.rows)


def test_approximate_figures_are_hollow() -> None:
    chart = course_charts(found(), ENGLISH)["gone"]
    assert chart is not None
    assert chart.svg.count("<circle") == 3
    assert len(re.findall(r'<circle[^>]*fill="#ffffff"', chart.svg)) == 2


def test_the_interval_of_a_count_is_the_exact_one() -> None:
    """Garwood's bounds of no event and of five, as printed in tables of the 90 % interval."""
    assert poisson_interval(0, 0.9) == pytest.approx((0.0, 2.9957), abs=5e-5)
    assert poisson_interval(5, 0.9) == pytest.approx((1.9701, 10.5130), abs=5e-5)


def test_the_ratios_are_drawn_beside_those_of_the_peers() -> None:
    chart = forest_chart(found(), ENGLISH)
    assert chart is not None
    names = [(row[0].text, row[1].text) for row in chart.table.rows]
    assert names.count(("The files", "After")) == 2
    assert forest_chart(answered(STEADY), ENGLISH) is None


def test_the_json_holds_counts_intervals_and_no_words() -> None:
    data = json.loads(render_reassessment(found(), ENGLISH, "json"))
    assert data["kind"] == "policy_reassessment"
    assert data["effect_told"] is False
    files = next(a for a in data["answers"] if a["question"] == "files")
    assert files["effort"] == "effort_dependent"
    assert files["after"]["own"]["before"]["count"] == 163
    assert files["after"]["own"]["verdict"]["answer"] == "rose"
    assert files["after"]["beside"] == ["France"]
    assert data == json.loads(render_reassessment(found(), words_in("de"), "json"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_says_the_same_and_is_accessible(language: str) -> None:
    content = render_reassessment_pdf(found(), words_in(language))
    reader = PdfReader(BytesIO(content))
    pages = [" ".join(p.extract_text().split()) for p in reader.pages]
    words = words_in(language)
    assert words("reassess.cannot") in pages[0]
    assert words("reassess.limits") in pages[0]
    assert words("reassess.steps_table") in pages[0] + pages[1]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == language
    assert content == render_reassessment_pdf(found(), words_in(language))


def test_a_short_table_on_paper_is_not_split() -> None:
    reader = PdfReader(BytesIO(render_reassessment_pdf(found(), ENGLISH)))
    pages = [" ".join(p.extract_text().split()) for p in reader.pages]
    for spell in ("after", "while"):
        table = answers_table(found(), spell, ENGLISH)
        (begins,) = [page for page in pages if table.title in page]
        rest = begins[begins.index(table.title) :]
        assert all(row[0].text.split()[1] in rest for row in table.rows)


@pytest.mark.parametrize("width", [40, 72, 120])
def test_no_line_of_the_text_is_wider_than_the_terminal(width: int) -> None:
    said = render_reassessment(found(), ENGLISH, width=width)
    assert max(map(len, said.splitlines())) <= max(width, 60)
    assert "Read this first".upper() in said


def test_a_policy_without_an_aim_or_an_answer_is_told_too() -> None:
    told = tell_reassessment(answered(STEADY), ENGLISH)
    assert told.can == ()
    assert len(told.notes) == 1
    assert ENGLISH("reassess.can_none") in text(answered(STEADY))
    aim = replace(answered(STEADY), plan=a_plan(a_question(expects=FALL)))
    answer = replace(aim.answers[0], question=a_question(expects=FALL))
    first = tell_reassessment(replace(aim, answers=(answer,)), ENGLISH).notes[0]
    assert first == "The files: no figure for the time after them."


def test_numbers_have_as_many_digits_as_a_reader_can_use() -> None:
    values = (nan, 0.0, 0.004, 0.014, 6.389, 12.53, 162.2, 4598999.9)
    said = ["–", "0", "<0.01", "0.01", "6.39", "12.5", "162", ">1,000"]
    assert [rate_text(value, ENGLISH) for value in values] == said
    assert interval_text(0.5, inf, ENGLISH) == "0.5 or more"
    assert interval_text(nan, nan, ENGLISH) == "–"


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(BadInput, match="no reassessment as 'xml'; use text, json, html"):
        render_reassessment(found(), ENGLISH, "xml")
    assert found().country == HOME
