"""What is said of counts and of days that are known only by their month or year."""

from datetime import date
from typing import Any

import pytest
from tests.unit.act.builders import an_arrangement, an_event, known
from tests.unit.report.tell.test_policy import block, told

from peil.act.arrangements import ArrangementCount
from peil.report import model
from peil.report.tell.policy.history import evaluated, history
from peil.report.tell.policy.said import count_told
from peil.report.words import NO_BREAK, words_in

ENGLISH = words_in("en")


def plain(saying: model.Saying) -> str:
    return model.plain(saying).replace(NO_BREAK, " ")


def a_count(**changes: Any) -> ArrangementCount:
    told: dict[str, Any] = {
        "arrangement": "cells",
        "what": "towns with a cell",
        "value": 213.0,
        "of": 308.0,
        "unit": "towns",
        "on": date(2017, 6, 6),
        "on_precision": "day",
        "remark": "",
        "published": date(2017, 6, 6),
        "source": "Minister",
    }
    return ArrangementCount(**{**told, **changes})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "towns with a cell: 213 of 308 (6 Jun 2017)"),
        ({"of": None, "on_precision": "month"}, "towns with a cell: 213 (June 2017)"),
        (
            {"of": None, "unit": "EUR", "value": 140e6, "remark": "almost"},
            "towns with a cell: EUR 140,000,000 (6 Jun 2017; almost)",
        ),
        (
            {"of": None, "unit": "percent", "value": 71.0, "on_precision": "year"},
            "towns with a cell: 71% (2017)",
        ),
    ],
)
def test_a_count_is_said_with_its_day_as_exactly_as_it_is_known(
    changes: dict[str, Any], said: str
) -> None:
    assert plain(count_told(a_count(**changes), ENGLISH)) == said


def test_the_latest_of_each_thing_that_is_counted_stands_first() -> None:
    counts = (
        a_count(),
        a_count(value=255.0, on=date(2019, 6, 15), published=date(2019, 8, 26)),
        a_count(
            what="cells", value=236.0, of=None, on=date(2019, 1, 15), published=date(2019, 1, 15)
        ),
    )
    found = known(date(2020, 1, 1), arrangements=[an_arrangement()], counts=counts)
    assert [(each.what, each.value) for each in found.latest_counts("cells")] == [
        ("towns with a cell", 255.0),
        ("cells", 236.0),
    ]
    before = known(date(2019, 8, 25), arrangements=[an_arrangement()], counts=counts)
    assert {each.value for each in before.latest_counts("cells")} == {213.0, 236.0}


def test_events_and_counts_stand_in_tables_with_rough_days_as_they_are_known() -> None:
    opened = an_event("started", "2016-04-30", text="Opened.", on_precision="month")
    found = known(
        date(2020, 1, 1), arrangements=[an_arrangement()], events=[opened], counts=[a_count()]
    )
    events, counts = history(found, ENGLISH)
    assert [plain(cell.text) for cell in events.rows[0].cells] == [
        "April 2016", "Local cells", "Opened.", "News of 2016-04-30",
    ]  # fmt: skip
    assert plain(counts.rows[0].cells[2].text) == "towns with a cell: 213 of 308 (6 Jun 2017)"


def test_a_cost_of_several_years_stands_with_the_money_and_the_legal_basis() -> None:
    guards = an_arrangement(
        "guards",
        name="Guards",
        coupling="level_bound",
        coupling_reason="A protocol asks for level 3.",
        legal_basis="",
    )
    cost = a_count(arrangement="guards", what="Cost since 2015", value=140e6, unit="EUR", of=None)
    report = told("money", arrangements=(an_arrangement(), guards), counts=(cost,))
    cells, own = block(report, "money-table").rows
    assert [plain(line) for line in own.cells[1].lines] == ["A protocol asks for level 3."]
    assert plain(own.cells[1].text) == "Cost since 2015: EUR 140,000,000 (6 Jun 2017)"
    assert plain(cells.cells[1].text) == "Promised for 2016: EUR 5 (nominal)"
    assert [plain(line) for line in cells.cells[1].lines][1:] == ["Legal basis: law"]


def test_evaluations_stand_in_a_table_of_their_own_with_what_came_of_them() -> None:
    events = [
        an_event("evaluated", "2017-05-02", text="A university looked.", outcome="no_effect"),
        an_event("meeting", "2018-01-01", text="It met."),
        an_event("evaluated", "2019-12-31", text="An office looked.", on_precision="year"),
    ]
    day = date(2020, 1, 1)
    (table,) = evaluated(known(day, arrangements=[an_arrangement()], events=events), ENGLISH)
    assert [[plain(cell.text) for cell in row.cells] for row in table.rows] == [
        ["2019", "Local cells", "An office looked.", "unclear, or not read", "News of 2019-12-31"],
        ["2 May 2017", "Local cells", "A university looked.", "none was found",
         "News of 2017-05-02"],
    ]  # fmt: skip
    early = known(date(2017, 5, 1), arrangements=[an_arrangement()], events=events)
    assert [*evaluated(early, ENGLISH)] == []


def test_the_first_lines_name_what_was_evaluated_and_lead_to_it() -> None:
    events = [an_event("evaluated", f"201{year}-05-02", text="Looked.") for year in (5, 6)]
    first, *_ = block(told("policy", events=events), "kept-notes").lines
    assert plain(first) == (
        "An evaluation is known of one arrangement: Local cells. "
        "What was evaluated, by whom, and what came of it"
    )
    assert [each.to for each in first if each.to] == [model.Link(anchor="kept-evaluated")]
    none, *_ = block(told("policy", events=[]), "kept-notes").lines
    assert plain(none) == "No evaluation of an arrangement was found."
