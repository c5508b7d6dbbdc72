"""Policy told from every side: one report, whose views say the same alone and one below another."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.builders import a_scale
from tests.track_builder import a_level
from tests.unit.act.builders import (
    DAY,
    EARLY,
    STEP,
    a_basis,
    a_finding,
    a_recommendation,
    a_status,
    an_arrangement,
    an_event,
    known,
    settings,
    shares,
    some_funding,
)
from tests.unit.report.chart.reading import told_by_hue_alone

from peil.act.answers import match_answers
from peil.act.balance import balance_on
from peil.act.changes import arrangement_changes, recommendation_changes
from peil.act.lowering import make_statement
from peil.act.policy import endings_known
from peil.act.results import ComparedDays, PolicyOnDay, StatedLowering, status_of
from peil.assess.rule import (
    BEARING_MISSING,
    LOW_COVERAGE,
    LOW_INFORMATION,
    NO_EVIDENCE,
    ONLY_ATTACKS,
)
from peil.decide.official import in_force_on
from peil.report.chart.figure import Bar, Note
from peil.report.model import (
    Block,
    Entries,
    Entry,
    Figure,
    Piece,
    Report,
    Section,
    Table,
    Text,
    pieces,
    plain,
    walk,
)
from peil.report.render.data import document_json
from peil.report.render.html import render_html
from peil.report.tell.policy import PAGES, status_document, tell_status
from peil.report.tell.policy.chain import MOST_DRAWN
from peil.report.tell.policy.said import quoted, quoted_all, said
from peil.report.tell.policy.view import MOST
from peil.report.words import LANGUAGES, NO_BREAK, words_in

ENGLISH = words_in("en")
NAMED = {"ministry": "Ministry", "towns": "Towns"}
UNTOLD = (NO_EVIDENCE, ONLY_ATTACKS, LOW_INFORMATION, LOW_COVERAGE, BEARING_MISSING)
TABLES: dict[str, Any] = {
    "findings": (a_finding(),),
    "recommendations": (
        a_recommendation(deadline=date(2017, 6, 1)),
        a_recommendation("one_map", statement="Draw one map.", findings=()),
    ),
    "statuses": (
        a_status("done", "2017-09-01"),
        a_status("partly", "2017-10-01", side="overseer"),
    ),
    "arrangements": (
        an_arrangement(answers=("silos",), sensor_of=("files",), vacancies=3, staff=4),
        an_arrangement("desk", name="Desk", carries_out=("one_chain",)),
        an_arrangement("guards", name="Guards", coupling="level_bound", type="protect"),
    ),
    "events": (an_event("ended", "2017-12-01", arrangement="desk", by="government"),),
    "funding": some_funding([("promised", 2016, 5.0), ("paid", 2017, 3.0)]),
}


def found(day: date = DAY, **changes: Any) -> PolicyOnDay:
    """Policy of Norland with an ending without a reasoned decision, and everything beside it."""
    tables = {**TABLES, **changes}
    now, was, then = (known(each, **tables) for each in (day, EARLY, STEP.on))
    agreed = settings(bodies=NAMED, cannot_be_told=["The report was not read."])
    lowering = StatedLowering(
        country="Norland",
        official=None,
        answered=match_answers(make_statement(then, STEP, a_basis("files"), (), agreed), ()),
        endings=endings_known(now),
        settings=agreed,
        names={"silos": {"en": "Not shared."}}
        | {each.id: {"en": each.statement} for each in now.recommendations.values()},
    )
    diff = ComparedDays(
        country="Norland",
        earlier=EARLY,
        later=day,
        arrangements=arrangement_changes(was, now, agreed.legal_ranks),
        recommendations=recommendation_changes(was, now),
        endings=endings_known(now),
        balances=(balance_on(was, agreed), balance_on(now, agreed)),
        names={each.id: each.name for each in now.arrangements.values()}
        | {each.id: each.statement for each in now.recommendations.values()},
    )
    return PolicyOnDay(
        country="Norland",
        known=now,
        status=status_of(now, agreed, rests_on=("files",)),
        settings=agreed,
        indicators={"files": {"en": "Files opened", "fr": "Dossiers ouverts"}},
        rests_on=frozenset({"files"}),
        lowering=lowering,
        diff=diff,
        balances=(balance_on(was, agreed), balance_on(now, agreed)),
    )


def told(key: str, language: str = "en", **changes: Any) -> Report:
    page, all_ = PAGES[key], found(**changes)
    return page.tell(page.of(all_), words_in(language))


def block(report: Report, key: str) -> Any:
    (one,) = (each for each in walk(report.blocks) if each.key == key)
    return one


def entry(report: Report, anchor: str) -> Entry:
    lists = (each for each in walk(report.blocks) if isinstance(each, Entries))
    (one,) = (item for each in lists for item in each.items if item.anchor == anchor)
    return one


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_view_says_alone_what_it_says_below_the_others(language: str) -> None:
    together = tell_status(found(), words_in(language))
    for key in PAGES:
        alone = told(key, language)
        part = block(together, key)
        assert isinstance(part, Section)
        own = {each.key: each for each in walk(together.blocks)}
        for each in walk(alone.blocks):
            assert inside(own[each.key]) == inside(each)
        assert plain(alone.headline) in document_json({}, together)


def inside(each: Block) -> object:
    """Give what a block holds, whatever stands above it."""
    match each:
        case Text():
            return each.lines
        case Table():
            return each.rows
        case Entries():
            return each.items
        case Figure():
            return each.drawing, each.alt, each.data
    raise AssertionError(each)


@pytest.mark.parametrize("key", PAGES)
def test_the_loudest_line_is_told_before_all_else(key: str) -> None:
    first, *_ = told(key).blocks
    assert isinstance(first, Text)
    assert first.tone == "loud"
    assert plain(first.lines[0]) == (
        "One structural arrangement ended, and no reasoned decision is known: Desk."
    )
    silent = told(key, events=())
    assert not [each for each in silent.blocks if each.tone == "loud"]


def test_what_cannot_be_told_comes_right_after_the_answer() -> None:
    report = told("policy")
    _, answer, cannot, *_ = report.blocks
    assert isinstance(cannot, Text)
    assert isinstance(answer, Text)
    first = plain(cannot.lines[0])
    assert first.startswith("What could not be found. The report was not read.")
    assert (
        "The dossier says of none of the 2 arrangements how long it would take to build it up again."
        in first
    )
    assert [plain(line) for line in answer.lines] == [
        "Of 3 arrangements known, no end is known for 2; one has ended: Desk.",
        "One of them was in force when the level was lowered on 1 January 2016, and ended later.",
    ]
    assert plain(report.headline) == "Dismantled or kept?"


def test_both_voices_stand_beside_each_other_and_what_is_at_risk_is_said() -> None:
    table = block(told("recommendations"), "recommendations-table")
    heads = [column.head for column in table.columns]
    rows = {row.anchor: row for row in table.rows}
    first = rows["recommendation-one-chain"]
    texts = [plain(cell.text).replace(NO_BREAK, " ") for cell in first.cells]
    cells = dict(zip(heads, texts, strict=True))
    assert cells["Its owner claims"] == "done (as of 1 Sep 2017)"
    assert cells["An overseer finds"] == "partly done (as of 1 Oct 2017)"
    assert cells["Remark"].startswith(
        "The two give different states, perhaps of different days or parts; neither wins. At risk, as what carried it"
    )
    assert (first.mark, table.rows[0]) == ("contradicted", first)
    other = rows["recommendation-one-map"]
    assert [plain(cell.text) for cell in other.cells[2:4]] == ["no information"] * 2
    assert other.mark == ""


def test_what_is_not_known_is_said_and_no_bar() -> None:
    figure = block(told("money"), "money-years")
    panel = figure.drawing.panels[0]
    bars = [mark.x[1] for mark in panel.marks if isinstance(mark, Bar)]
    notes = [mark.text for mark in panel.marks if isinstance(mark, Note)]
    assert bars == [5.0, 3.0]
    assert notes.count("no information") == 4
    assert {row.text for row in panel.y.rows} == {"Local cells: 2016", "Local cells: 2017"}
    said = [[plain(cell.text) for cell in row.cells] for row in figure.data.rows]
    assert said == [
        ["Local cells: 2016", "5", "no information", "no information"],
        ["Local cells: 2017", "no information", "no information", "3"],
    ]


def test_money_of_different_arrangements_is_never_added_up() -> None:
    money = some_funding(
        [("promised", 2016, 400.0), ("promised", 2016, 2.0), ("committed", 2016, 1.0)],
        arrangement=["desk", "cells", "cells"],
        line=["provision", "grant", "grant"],
    )
    figure = block(told("money", funding=money), "money-years")
    said = [[plain(cell.text) for cell in row.cells] for row in figure.data.rows]
    assert said == [
        ["Local cells: 2016", "2", "1", "no information"],
        ["Desk: 2016", "400", "no information", "no information"],
    ]


def test_each_list_of_recommendations_has_its_own_table_and_count() -> None:
    asked = (
        a_recommendation(listed_in="Inquiry"),
        a_recommendation("one_map", listed_in="Ministry's list"),
        a_recommendation("one_desk", listed_in="Inquiry"),
    )
    report = told("recommendations", recommendations=asked)
    tables = [each for each in report.blocks if isinstance(each, Table)]
    assert [(each.title, len(each.rows), each.folds) for each in tables] == [
        ("Inquiry: a public status for 1 of the 2 known", 2, True),
        ("Ministry's list: no public status found", 1, True),
    ]


def test_what_cannot_be_told_of_money_stands_before_its_note() -> None:
    agreed = settings(cannot_be_told_of_money=["No report of an audit office was read."])
    page = PAGES["money"].tell(replace(found(), settings=agreed), ENGLISH)
    (line,) = block(page, "money-notes").lines
    assert plain(line).startswith("No report of an audit office was read. A promise is not")


def test_a_finding_leads_by_links_to_the_level_and_every_link_to_a_place() -> None:
    report = tell_status(found(), ENGLISH)
    page = render_html(report, ENGLISH)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r' id="([^"]+)"', page))
    here = entry(report, "chain-finding-silos")
    seen = {here.anchor}
    ahead = [here]
    while ahead:
        for label, leads in ahead.pop().links:
            if label == "Leads to":
                new = {way.to.anchor for way in leads if way.to} - seen
                ahead += [entry(report, anchor) for anchor in new]
                seen |= new
    assert "chain-level-level" in seen


def test_a_finding_without_a_link_counts_among_those_that_lead_nowhere() -> None:
    headline = plain(told("chain", findings=(a_finding(), a_finding("alone"))).headline)
    assert headline == "One of the 2 findings can be traced to an indicator behind the level."


def test_an_indicator_is_named_in_the_language_of_the_reader_and_a_statement_marked() -> None:
    french = told("chain", "fr")
    indicator = entry(french, "chain-indicator-files")
    assert (plain(indicator.name), indicator.lang) == ("Dossiers ouverts", "fr")
    finding = entry(french, "chain-finding-silos")
    assert (plain(finding.name), finding.lang) == ("Services did not share what they knew", "en")


def test_the_text_of_a_dossier_keeps_its_language_within_a_sentence() -> None:
    line = words_in("de")("policy.at_risk", names=quoted("Desk; Guards.", words_in("de")))
    assert plain(said(line)).endswith(": Desk; Guards.")
    assert Piece(text="Desk; Guards", lang="en") in pieces(said(line))
    page = render_html(told("recommendations", "nl"), words_in("nl"))
    assert '<span lang="en">Desk</span>.' in page


def test_an_abbreviation_keeps_its_stop_where_a_sentence_loses_its_own() -> None:
    words = words_in("en")
    names = quoted_all(["Strategy T.E.R.", "Guards."], words)
    assert plain(said(f"Began: {names}.")) == "Began: Strategy T.E.R.; Guards."
    names = quoted_all(["Guards.", "Strategy T.E.R."], words)
    assert plain(said(f"Began: {names}.")) == "Began: Guards; Strategy T.E.R."


def test_of_all_findings_it_is_said_that_they_are_all() -> None:
    page = render_html(told("policy", "nl"), words_in("nl"))
    assert (
        "Over de enige vaststelling zegt geen van de gelezen bronnen of ze is afgesloten." in page
    )


def test_a_column_of_the_chain_is_cut_in_the_picture_and_names_are_whole() -> None:
    name = "2015–2017: Federal provision for security and against terrorism"
    many = tuple(a_recommendation(f"r{i:03}", statement=f"{name} {i}") for i in range(MOST + 20))
    report = told("chain", recommendations=many, statuses=(), arrangements=(), events=())
    graph = block(report, "chain-picture").drawing.graph
    drawn = [node for node in graph.nodes if node.column == 1]
    assert len(drawn) == MOST_DRAWN
    assert all(node.text.startswith(name) for node in drawn)
    listed = block(report, "chain-list-recommendation")
    assert (len(listed.items), listed.left_out.of) == (MOST, MOST + 20)
    assert {node.anchor for node in drawn} <= {item.anchor for item in listed.items}
    (first,) = (item for item in block(report, "chain-list-finding").items)
    assert f"{MOST + 20 - 12} more" in " ".join(map(plain, first.lines))


def test_a_long_list_says_how_much_of_it_is_shown() -> None:
    many = tuple(a_recommendation(f"r{i:03}") for i in range(MOST + 1))
    table = block(
        told("recommendations", recommendations=many, statuses=()), "recommendations-table"
    )
    assert (len(table.rows), table.left_out.shown, table.left_out.of) == (MOST, MOST, MOST + 1)


def test_no_picture_tells_two_things_apart_by_hue_alone() -> None:
    figures = [
        each for each in walk(tell_status(found(), ENGLISH).blocks) if isinstance(each, Figure)
    ]
    assert len(figures) >= 6
    for each in figures:
        assert told_by_hue_alone(each.drawing) == []
        assert each.alt
        assert each.data.rows


def test_the_balance_is_one_sentence_on_its_page_and_between_two_days() -> None:
    lines = [plain(line) for line in block(told("then-and-now"), "then-and-now-balance").lines]
    assert any(line.endswith(plain(told("balance").headline)) for line in lines)
    classed = (an_arrangement(shares=shares(0.75, 0.25)),)
    headline = plain(told("balance", arrangements=classed, events=()).headline)
    assert headline == (
        "By number of arrangements, prevention makes up 75% of prevention and repression together."
    )


def test_the_data_holds_the_chain_that_the_page_shows() -> None:
    text = document_json(status_document(found()), tell_status(found(), ENGLISH))
    assert '"ministry": "Ministry"' in text
    page = PAGES["chain"]
    ends = [(row["from_kind"], row["to_kind"]) for row in page.shown.rows(found())]
    assert ends.count(("indicator", "level")) == 1
    assert len(ends) == len(found().status.chain.edges)
    assert not re.search(r"\ue001|\ue002", text)


def test_a_lowering_says_what_was_in_force_on_its_day_and_when_that_was_confirmed() -> None:
    scale, levels = a_scale(), [a_level(2, "2018-01-22"), a_level(3, "2016-01-01")]
    said = [a_level(2, "2018-01-22")]
    known = in_force_on(levels, said, "Ruritania", date(2018, 1, 22), scale)
    lowering = replace(found().lowering, official=known)  # type: ignore[type-var]
    lines = block(PAGES["lowering"].tell(lowering, words_in("en")), "lowering-notes").lines
    assert any("last confirmed on 22 January 2018" in plain(line) for line in lines)
    written = PAGES["lowering"].document(lowering)["official"]
    assert (written["level"], written["confirmed"]["on"]) == (2, date(2018, 1, 22))


@pytest.mark.parametrize("reason", ["", *UNTOLD])
def test_a_lowering_on_a_day_without_a_proposal_says_so_and_why(reason: str) -> None:
    stated = found().lowering
    assert stated is not None
    lowering = replace(stated, untold=reason)
    lines = block(PAGES["lowering"].tell(lowering, words_in("en")), "lowering-notes").lines
    said = [plain(line) for line in lines if "no level on that day" in plain(line)]
    assert len(said) == bool(reason)
    assert PAGES["lowering"].document(lowering)["untold"] == reason


def test_what_cannot_be_told_of_a_lowering_stands_first_among_its_notes() -> None:
    stated = found().lowering
    assert stated is not None
    agreed = settings(cannot_be_told_of_lowering=["No rule on events was read."])
    page = PAGES["lowering"].tell(replace(stated, settings=agreed), ENGLISH)
    assert plain(block(page, "lowering-notes").lines[0]) == "No rule on events was read."
