"""The divestment test warns and stays silent where it should, in both directions."""

from datetime import date
from typing import Any

import pytest
from tests.unit.act.builders import (
    DAY,
    STEP,
    a_basis,
    a_recommendation,
    a_status,
    an_arrangement,
    an_event,
    holds,
    known,
    settings,
    shares,
    some_funding,
)

from peil.act.facts import Fact
from peil.act.lowering import (
    ANSWER,
    ASK,
    INFORM,
    NOTHING,
    DivestmentTest,
    discriminates,
    divestment_tests,
    response_to,
)
from peil.act.recurrence import LowLevel
from peil.act.signs import contrary_facts

HELP = {"shares": shares(1.0, 0.0)}
GUARDS = an_arrangement("guards", shares=shares(0.0, 1.0))
OPEN = {"answers": ("silos",)}


def one_test(
    *rests_on: str, agreed: dict[str, Any] | None = None, other: object = None, **given: Any
) -> DivestmentTest:
    """Test one arrangement, described by what is given, beside another one if named."""
    tables = {k: given.pop(k) for k in ("statuses", "funding", "events") if k in given}
    arrangements = [an_arrangement(**given), *([other] if other else [])]
    found = known(
        arrangements=arrangements,
        recommendations=[a_recommendation()],
        **tables,
    )
    tests = divestment_tests(found, STEP, a_basis(*rests_on), settings(**(agreed or {})))
    return tests[0]


def budget(*rows: tuple[str, int, float], **changes: Any) -> dict[str, Any]:
    return {"funding": some_funding(rows, **changes)}


CASES: list[tuple[str, bool | None, dict[str, Any]]] = [
    ("open_finding", True, {**OPEN, "statuses": [a_status("in_progress", "2017-01-01")]}),
    ("open_finding", False, {**OPEN, "statuses": [a_status("done", "2017-01-01")]}),
    ("open_finding", None, OPEN),
    ("open_finding", None, {"answers": ("silos", "unknown"), "statuses": [a_status("done", "2017-01-01")]}),
    ("open_finding", None, {}),
    ("open_finding", False, {"answers_none": True}),
    ("budget_falls", True, budget(("committed", 2018, 10.0), ("committed", 2019, 8.9))),
    ("budget_falls", False, budget(("committed", 2018, 10.0), ("committed", 2019, 9.0))),
    ("budget_falls", False, budget(("committed", 2018, 10.0), ("committed", 2019, 12.0))),
    ("budget_falls", True, budget(("paid", 2017, 10.0), ("paid", 2018, 5.0))),
    ("budget_falls", True, budget(("paid", 2018, 10.0), ("paid", 2019, 0.0))),
    ("budget_falls", None, budget(("paid", 2016, 10.0), ("paid", 2017, 5.0))),
    ("budget_falls", None, budget(("paid", 2018, 10.0), ("committed", 2019, 5.0))),
    ("budget_falls", None, budget(("paid", 2018, 10.0))),
    ("budget_falls", None, budget(("paid", 2018, 10.0), ("paid", 2019, 5.0), line=["a", "b"])),
    ("sensor", True, {"sensor_of": ("departures",)}),
    ("sensor", False, {"sensor_of": ("returns",)}),
    ("sensor", False, {"sensor_none": True}),
    ("sensor", None, {}),
    ("balance_floor", None, HELP),
    ("balance_floor", True, {**HELP, "agreed": {"balance_floor": 0.3}, "other": GUARDS}),
    (
        "balance_floor",
        False,
        {"shares": shares(0.0, 1.0), "agreed": {"balance_floor": 0.9}, "other": GUARDS},
    ),
    (
        "balance_floor",
        False,
        {
            **HELP,
            "agreed": {"balance_floor": 0.3},
            "other": an_arrangement("zone", shares=shares(0.5, 0.5)),
        },
    ),
    (
        "balance_floor",
        None,
        {
            **HELP,
            "agreed": {"balance_floor": 0.3},
            "other": an_arrangement("zone", shares=shares(0.4, 0.6, doubt=0.3)),
        },
    ),
    ("likely_back", None, {"rebuild_months": 6}),
    ("likely_back", True, {"rebuild_months": 6, "agreed": {"return_above": 0.1}}),
    ("likely_back", False, {"rebuild_months": 6, "agreed": {"return_above": 0.9}}),
    ("likely_back", None, {"rebuild_months": 24, "agreed": {"return_above": 0.25}}),
    ("likely_back", True, {"agreed": {"return_above": 0.05}}),
    ("likely_back", False, {"agreed": {"return_above": 0.9}}),
    ("likely_back", None, {"agreed": {"return_above": 0.15}}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "wanted", "given"), CASES)
def test_fact(code: str, wanted: bool | None, given: dict[str, Any]) -> None:
    found = one_test("departures", **given).facts
    assert holds(found)[code] is wanted


def test_every_fact_has_a_case_that_warns_one_that_is_silent_and_one_that_cannot_tell() -> None:
    codes = {fact.code for fact in one_test().facts}
    for wanted in (True, False, None):
        assert {code for code, w, _ in CASES if w is wanted} == codes


def test_a_mended_budget_that_falls_is_named_with_its_figures() -> None:
    funding = budget(("committed", 2018, 10.0), ("committed", 2019, 5.0))
    (fact,) = [fact for fact in one_test(**funding).facts if fact.code == "budget_falls"]
    assert fact.figures == {"year": 2019, "before": 10.0, "after": 5.0, "falls_by": 0.5}
    assert fact.sources == ("Budget",)


def some(*answers: bool | None, sensor: bool = False) -> list[Fact]:
    return [
        *(Fact(code=str(n), holds=answer) for n, answer in enumerate(answers)),
        Fact(code="sensor", holds=sensor),
    ]


@pytest.mark.parametrize(
    ("facts", "response"),
    [
        (some(), NOTHING),
        (some(None, None, None, None), NOTHING),
        (some(True, None, False), INFORM),
        (some(True, True), ASK),
        (some(True, True, True), ANSWER),
        (some(sensor=True), ANSWER),
    ],
)
def test_what_the_facts_ask_for(facts: list[Fact], response: str) -> None:
    assert response_to(facts, settings()) == response


def test_what_the_facts_ask_for_is_a_setting() -> None:
    assert response_to(some(sensor=True), settings(sensor_needs_answer=False)) == INFORM
    assert response_to(some(True, True), settings(answer_from=2)) == ANSWER


def test_more_than_a_third_that_need_an_answer_do_not_discriminate() -> None:
    assert discriminates([ANSWER, ASK, INFORM], settings())
    assert not discriminates([ANSWER, ANSWER, INFORM, INFORM], settings())
    assert discriminates([], settings())


def test_an_unknown_rebuild_time_gives_the_chance_for_four() -> None:
    assert [each.months for each in one_test().returns] == [3, 6, 12, 24]
    assert [each.months for each in one_test(rebuild_months=18).returns] == [18]


def test_what_is_over_is_not_tested() -> None:
    over = known(arrangements=[an_arrangement()], events=[an_event("ended", "2017-01-01")])
    assert divestment_tests(over, STEP, a_basis(), settings()) == ()


BOUND = {"coupling": "level_bound"}

CONTRARY: list[tuple[str, bool | None, dict[str, Any]]] = [
    ("findings_closed", True, {**OPEN, "statuses": [a_status("done", "2017-01-01")]}),
    ("findings_closed", False, {**OPEN, "statuses": [a_status("partly", "2017-01-01")]}),
    ("findings_closed", None, {}),
    ("no_effect", True, {"events": [an_event("evaluated", "2017-01-01", outcome="no_effect")]}),
    (
        "no_effect",
        False,
        {
            "events": [
                an_event("evaluated", "2016-06-01", outcome="no_effect"),
                an_event("evaluated", "2017-01-01", outcome="effect"),
            ]
        },
    ),
    ("no_effect", None, {"events": [an_event("evaluated", "2017-01-01", outcome="unclear")]}),
    ("level_low", True, {**BOUND, "low": date(2015, 1, 22)}),
    ("level_low", False, {**BOUND, "low": date(2015, 1, 23)}),
    ("level_low", False, {"low": date(2010, 1, 1)}),
    ("level_low", False, {**BOUND, "low": None}),
    ("level_low", None, BOUND),
    ("level_low", None, {"coupling": "", "low": date(2010, 1, 1)}),
    ("sunset_passed", True, {"sunset": date(2018, 1, 21)}),
    ("sunset_passed", False, {"sunset": date(2018, 1, 22)}),
    ("sunset_passed", None, {}),
    ("rights_unassessed", True, {"rights": "not_assessed"}),
    ("rights_unassessed", False, {"rights": "assessed", "rights_on": date(2016, 5, 1)}),
    ("rights_unassessed", None, {}),
    ("ruled_against", True, {"events": [an_event("ruled_against", "2017-01-01")]}),
    (
        "ruled_against",
        False,
        {"events": [an_event("ruled_against", "2017-01-01"), an_event("act", "2017-06-01")]},
    ),
    ("ruled_against", None, {"events": [an_event("act", "2017-06-01")]}),
]


@pytest.mark.parametrize(("code", "wanted", "given"), CONTRARY)
def test_contrary_fact(code: str, wanted: bool | None, given: dict[str, Any]) -> None:
    given = dict(given)
    tables = {k: given.pop(k) for k in ("statuses", "events") if k in given}
    low = LowLevel(since=given.pop("low")) if "low" in given else None
    found = known(
        DAY,
        arrangements=[an_arrangement(**given)],
        recommendations=[a_recommendation()],
        **tables,
    )
    assert holds(contrary_facts(found, settings(), low)["cells"])[code] is wanted


def test_every_contrary_fact_has_a_case_in_each_direction() -> None:
    codes = {fact.code for fact in contrary_facts(known(arrangements=[an_arrangement()]), settings(), None)["cells"]}  # fmt: skip
    for wanted in (True, False, None):
        assert {code for code, w, _ in CONTRARY if w is wanted} == codes
