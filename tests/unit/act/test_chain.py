"""The chain can be walked from a finding to the level and back, each link with its source."""

from datetime import date
from typing import Any

from tests.unit.act.builders import (
    DAY,
    a_finding,
    a_recommendation,
    an_arrangement,
    an_event,
    known,
    some_funding,
)

from peil.act.chain import ARRANGEMENT, FINDING, INDICATOR, LEVEL, MONEY, RECOMMENDATION, chain_of

CELLS = an_arrangement(
    answers=("silos",), carries_out=("one_chain",), sensor_of=("departures", "returns")
)
FOUND = known(
    findings=[a_finding()],
    recommendations=[a_recommendation()],
    arrangements=[CELLS, an_arrangement("loose"), an_arrangement("declared", answers_none=True)],
    funding=some_funding([("paid", 2017, 1.0), ("paid", 2018, 1.0)]),
)
CHAIN = chain_of(FOUND, rests_on=["departures"])


def test_every_link_leads_on() -> None:
    own = (ARRANGEMENT, "cells")
    assert {(edge.start, edge.end) for edge in CHAIN.edges} == {
        ((FINDING, "silos"), (RECOMMENDATION, "one_chain")),
        ((FINDING, "silos"), own),
        ((RECOMMENDATION, "one_chain"), own),
        (own, (MONEY, "grant")),
        (own, (INDICATOR, "departures")),
        (own, (INDICATOR, "returns")),
        ((INDICATOR, "departures"), (LEVEL, LEVEL)),
    }
    assert len(CHAIN.edges) == 7
    assert all(edge.source for edge in CHAIN.edges)


def test_an_arrangement_that_has_ended_supplies_no_figure_any_more() -> None:
    ended = an_event("ended", "2017-12-01")
    nodes = chain_of(known(arrangements=[CELLS], events=[ended]), rests_on=["departures"]).nodes
    assert {node.kind for node in nodes}.isdisjoint({INDICATOR, LEVEL})


def test_every_end_of_a_link_is_a_node_and_no_node_stands_twice() -> None:
    nodes = [(node.kind, node.id) for node in CHAIN.nodes]
    assert len(nodes) == len(set(nodes))
    assert {end for edge in CHAIN.edges for end in (edge.start, edge.end)} <= set(nodes)


def test_nothing_that_became_public_later_is_named() -> None:
    later = date(2018, 1, 23)
    tables: dict[str, Any] = {
        "findings": [a_finding(), a_finding("later_found", later)],
        "recommendations": [
            a_recommendation(findings=("silos", "later_found"), after=("later_asked",)),
            a_recommendation("later_asked", published=later),
        ],
        "arrangements": [
            an_arrangement(
                answers=("silos", "later_found", "of_elsewhere"),
                carries_out=("one_chain", "later_asked"),
            )
        ],
    }
    before, after = known(DAY, **tables), known(later, **tables)
    named = {node.id for node in chain_of(before).nodes}
    assert named == {"silos", "one_chain", "cells", "of_elsewhere"}
    assert before.recommendations["one_chain"].after == ()
    assert "later_found" not in before.closed_findings()
    assert {node.id for node in chain_of(after).nodes} == {*named, "later_found", "later_asked"}
    assert after.arrangements["cells"] == tables["arrangements"][0]


def test_money_goes_by_its_years_and_what_it_pays_for() -> None:
    lines = ["grant", "grant", "once", "elsewhere"]
    of = ["cells", "cells", "cells", "not_known_yet"]
    funding = some_funding(
        [("paid", 2018, 1.0), ("promised", 2016, 1.0), ("paid", 2017, 1.0), ("paid", 2017, 1.0)],
        line=lines,
        arrangement=of,
    )
    chain = chain_of(known(arrangements=[an_arrangement(name="Local cells")], funding=funding))
    assert {node.id: node.label for node in chain.nodes if node.kind == MONEY} == {
        "grant": "2016–2018 – Local cells",
        "once": "2017 – Local cells",
        "elsewhere": "2017 – elsewhere",
    }


def test_an_arrangement_that_answers_nothing_and_does_not_say_so_is_loose() -> None:
    assert CHAIN.loose == ("loose",)


def test_without_weight_no_indicator_reaches_the_level() -> None:
    assert all(edge.end[0] != LEVEL for edge in chain_of(FOUND).edges)
