"""A reassessment as text, as data, as a page and on paper."""

import json
import re
from dataclasses import replace
from functools import cache
from io import BytesIO
from math import inf, nan
from typing import Any

import numpy as np
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
    by_year,
    listed,
    some_evidence,
)
from tests.unit.report.render.test_html_assessed import LOADING, Page

from peil.report.chart.figure import Dot
from peil.report.model import Figure, Point, Points, Report, Table, Text, plain, walk
from peil.report.render.data import document_json
from peil.report.render.html import render_html
from peil.report.render.paper import render_paper
from peil.report.render.terminal import render_terminal
from peil.report.tell.reassessment import LIMITS, document, tell
from peil.report.tell.reassessment.said import interval_text, rate_text
from peil.report.tell.reassessment.tables import HOW
from peil.report.words import LANGUAGES, words_in
from peil.review.evaluation import verdict
from peil.review.evaluation.exact import poisson_interval
from peil.review.reassessment import change, periods
from peil.review.reassessment.plan import FALL
from peil.review.reassessment.reassess import Reassessment, reassess

ENGLISH = words_in("en")
STEADY = {2011: 100, 2012: 98, 2013: 103, 2014: 99}
FELL = {**STEADY, 2018: 50, 2019: 48, 2020: 52}
FLAT = {**STEADY, 2018: 100, 2019: 101, 2020: 97}


@cache
def found() -> Reassessment:
    return a_reassessment()


@cache
def page(language: str = "en") -> str:
    words = words_in(language)
    return render_html(tell(found(), words), words)


def lines(reassessment: Reassessment, width: int = 100, language: str = "en") -> list[str]:
    words = words_in(language)
    told = tell(reassessment, words)
    said = render_terminal(told, words, width=width, is_terminal=False, full=True)
    return said.splitlines()


def text(reassessment: Reassessment, width: int = 100, language: str = "en") -> str:
    return " ".join(" ".join(lines(reassessment, width, language)).split())


def block(told: Report, key: str) -> Any:
    return next((each for each in walk(told.blocks) if each.key == key), None)


def points(told: Report, key: str) -> tuple[Point, ...]:
    found = block(told, key)
    return found.items if isinstance(found, Points) else ()


def notes(told: Report) -> list[str]:
    held: Text = block(told, "notes")
    return [plain(line) for line in held.lines]


def rows_of(table: Table) -> list[list[str]]:
    return [[plain(cell.text) for cell in row.cells] for row in table.rows]


def answers(reassessment: Reassessment, spell: str) -> list[list[str]]:
    return rows_of(block(tell(reassessment, ENGLISH), f"answers-{spell}"))


def figure(reassessment: Reassessment, key: str) -> Figure | None:
    found: Figure | None = block(tell(reassessment, ENGLISH), key)
    return found


def dots(drawn: Figure) -> list[Dot]:
    marks = [mark for panel in drawn.drawing.panels for mark in panel.marks]
    return [mark for mark in marks if isinstance(mark, Dot)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_line_says_what_cannot_be_told(language: str) -> None:
    words = words_in(language)
    first = words("reassess.headline", policy=words.name(found().plan.name))
    told = tell(found(), words)
    assert told.headline == first
    assert page(language).index(first) < page(language).index(plain(points(told, "cannot")[0].what))
    above = [told.kicker, told.as_known, told.not_checked]
    said = text(found(), language=language)
    assert said.index(first[:30]) <= len(" · ".join(above))


def test_in_english_it_says_neither_worked_nor_failed() -> None:
    assert tell(found(), ENGLISH).headline == (
        "The public counts cannot tell whether the measures worked or failed."
    )


def test_a_different_course_is_said_but_never_as_an_effect() -> None:
    told = tell(answered(FELL, [FLAT]), ENGLISH)
    assert told.headline == (
        "The public counts cannot tell whether the measures worked or failed; they do show a "
        "course unlike that of the other countries."
    )
    (point,) = points(told, "can")
    assert plain(point.says) == (
        "Fell afterwards: from 10 to 5 per million a year, 0.5 times as many per head "
        "(0.42\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}0.59)."
    )
    assert plain(point.detail).startswith("Set beside France: fell, ratio of ratios 0.5 (")


def test_how_little_the_aim_can_show_stands_below_the_headline() -> None:
    first = notes(tell(found(), ENGLISH))[0]
    assert re.fullmatch(
        r"The attacks: 2 in 9 years before, 1 in 5.1 years afterwards\. Had the measures halved "
        r"them, such counts would show it in (under )?\d+% of cases\. At the rate before, it would "
        r"take about \d+ years on either side to see a halving in every other case\.",
        first,
    )


def test_each_count_is_told_or_not_with_its_reason() -> None:
    told = tell(found(), ENGLISH)
    names = {plain(p.what) for p in (*points(told, "can"), *points(told, "cannot"))}
    assert names == {"The attacks", "The gone", "The files (work of the services)"}
    gone = next(p for p in points(told, "cannot") if p.what == "The gone")
    assert gone.says == "Only another publisher has figures for the time while they were made."


def test_a_rise_without_an_answer_is_not_hidden() -> None:
    events = attacks_in(HOME, {2010: 1, 2015: 2, 2016: 3, 2017: 2})
    plan, held = a_plan(attacks_question()), some_evidence(events=events, windows=listed(HOME))
    risen = reassess(plan, held, HOME)
    own = risen.answers[0].during.own.verdict
    assert own is not None
    assert (own.answer, own.low > 1) == ("cannot tell", True)
    (point,) = points(tell(risen, ENGLISH), "cannot")
    assert "More were counted per head, " in f"{point.says} {point.detail}"
    (row,) = answers(risen, "while")
    assert row[1] == "cannot tell (interval above 1)"
    (after,) = answers(risen, "after")
    assert after[1] == "cannot tell"


def test_the_ratio_over_common_periods_lets_the_ratio_of_ratios_be_checked() -> None:
    answer = next(a for a in found().answers if a.after.widest and a.after.widest.own)
    beside = answer.after.widest
    assert beside is not None
    assert beside.own is not None
    assert beside.verdict is not None
    own = beside.own[1].rate / beside.own[0].rate
    assert own / beside.ratio == pytest.approx(beside.verdict.estimate)
    row = next(
        row for row in answers(found(), "after") if row[0].startswith(answer.question.name["en"])
    )
    assert f"Belgium over the same periods: {rate_text(own, ENGLISH)}" in row[7]


def test_a_rise_of_work_is_no_success_and_no_threat() -> None:
    told = tell(found(), ENGLISH)
    point = next(p for p in points(told, "can") if plain(p.what).startswith("The files"))
    assert plain(point.says).startswith("Rose afterwards")
    assert ENGLISH("reassess_said.effort") in plain(point.detail)


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
    drawn = [each for each in walk(tell(found(), ENGLISH).blocks) if isinstance(each, Figure)]
    assert {each.key for each in drawn} == {
        "course-attacks", "course-gone", "course-files", "forest",
    }  # fmt: skip
    for each in drawn:
        assert plain(each.source)
        assert each.alt
        assert len(each.data.rows) > 0


def test_every_country_has_a_panel_with_all_its_years() -> None:
    drawn = figure(found(), "course-attacks")
    assert drawn is not None
    rows = rows_of(drawn.data)
    assert [panel.title for panel in drawn.drawing.panels] == list(
        dict.fromkeys(row[0] for row in rows)
    )
    assert {row[0] for row in rows} == {"Belgium", "France", "Denmark"}
    own = [row for row in drawn.data.rows if row.cells[0].text == "Belgium"]
    assert [row.cells[1].text for row in own] == [str(year) for year in range(2006, 2023)]
    assert sum(float(str(row.cells[2].value or 0)) for row in own) == 6
    assert drawn.drawing.has_narrow
    assert len(dots(drawn)) == len(rows)


def test_approximate_figures_are_hollow() -> None:
    drawn = figure(found(), "course-gone")
    assert drawn is not None
    assert [dot.look.hollow for dot in dots(drawn)].count(True) == 2
    assert len(dots(drawn)) == 3


def test_the_interval_of_a_count_is_the_exact_one() -> None:
    """Garwood's bounds of no event and of five, as printed in tables of the 90 % interval."""
    assert poisson_interval(0, 0.9) == pytest.approx((0.0, 2.9957), abs=5e-5)
    assert poisson_interval(5, 0.9) == pytest.approx((1.9701, 10.5130), abs=5e-5)


def test_the_ratios_are_drawn_beside_those_of_the_peers() -> None:
    drawn = figure(found(), "forest")
    assert drawn is not None
    names = [(row[0], row[1]) for row in rows_of(drawn.data)]
    assert names.count(("The files", "After")) == 2
    assert figure(answered(STEADY), "forest") is None


def test_the_json_holds_counts_intervals_and_no_words() -> None:
    data = json.loads(document_json(document(found())))
    assert data["kind"] == "policy_reassessment"
    assert data["effect_told"] is False
    files = next(a for a in data["answers"] if a["question"] == "files")
    assert files["effort"] == "effort_dependent"
    assert files["after"]["own"]["before"]["count"] == 163
    assert files["after"]["own"]["verdict"]["answer"] == "rose"
    assert files["after"]["beside"] == ["France"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_says_the_same_and_is_accessible(language: str) -> None:
    words = words_in(language)
    content = render_paper(tell(found(), words), words)
    reader = PdfReader(BytesIO(content))
    pages = [" ".join(p.extract_text().split()) for p in reader.pages]
    assert words("reassess.cannot") in pages[0]
    assert words("reassess.limits") in pages[0]
    assert any(words("reassess.steps_table") in page for page in pages)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == language
    assert content == render_paper(tell(found(), words), words)


@pytest.mark.parametrize("width", [40, 72, 120])
def test_no_line_of_the_text_is_wider_than_the_terminal(width: int) -> None:
    said = lines(found(), width)
    assert max(map(len, said)) <= max(width, 60)
    assert "Read this first" in said


def test_a_policy_without_an_aim_or_an_answer_is_told_too() -> None:
    told = tell(answered(STEADY), ENGLISH)
    assert points(told, "can") == ()
    assert len(notes(told)) == 1
    assert ENGLISH("reassess.can_none") in text(answered(STEADY))
    aim = replace(answered(STEADY), plan=a_plan(a_question(expects=FALL)))
    answer = replace(aim.answers[0], question=a_question(expects=FALL))
    first = notes(tell(replace(aim, answers=(answer,)), ENGLISH))[0]
    assert first == "The files: no figure of this series for the time after them."


def test_numbers_have_as_many_digits_as_a_reader_can_use() -> None:
    values = (nan, 0.0, 0.004, 0.014, 6.389, 12.53, 162.2, 4598999.9)
    said = ["–", "0", "<0.01", "0.01", "6.39", "12.5", "162", ">1,000"]
    assert [rate_text(value, ENGLISH) for value in values] == said
    assert interval_text(0.5, inf, ENGLISH) == "0.5 or more"
    assert interval_text(nan, nan, ENGLISH) == "–"


def test_counts_that_we_worked_out_say_so_in_their_tables_and_after_their_sentence() -> None:
    own = by_year(FELL)
    ours = replace(own, worked_out=own.start == np.datetime64("2019-01-01"))
    said = "At least one of these figures was worked out by us from other figures."
    for series, is_marked in ((ours, True), (own, False)):
        made = reassess(a_plan(a_question()), some_evidence({(HOME, "files"): series}), HOME)
        report = tell(made, ENGLISH)
        marked = [
            text
            for table in walk(report.blocks)
            if isinstance(table, Table)
            for row in table.rows
            for text in (plain(each.text) for each in row.cells)
            if "worked out" in text
        ]
        after = "150 in 3 years (5), worked out by us"
        assert marked == ([after, "48, worked out by us"] if is_marked else [])
        points = [e for b in walk(report.blocks) if isinstance(b, Points) for e in b.items]
        told = " ".join(f"{plain(e.says)} {plain(e.detail)}" for e in points)
        assert (said in told) is is_marked


def test_an_interval_that_is_too_wide_upwards_is_not_said_to_hold_a_halving() -> None:
    """20 in two years, then 28 in two: the interval ends below 1 and above 2, far from a half."""
    told = answered({2013: 10, 2014: 10, 2018: 14, 2019: 14})
    found = told.answers[0].after.own.verdict
    assert found is not None
    assert 0.5 < found.low < 1 < 2 < found.high
    (point,) = points(tell(told, ENGLISH), "cannot")
    assert plain(point.says).endswith(
        "holds both no change and a change as large as what was asked, up or down."
    )
