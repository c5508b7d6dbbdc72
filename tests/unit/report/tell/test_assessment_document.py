"""The made-up documents that reports are tried on have the shape of real ones."""

from datetime import date
from typing import Any

import pytest
from tests.builders import (
    a_record,
    a_scale,
    a_series,
    a_window,
    an_event,
    an_indicator,
)
from tests.unit.report.exampleland import STATES, a_brief

from peil.assess.assessment import assess
from peil.assess.ladder import ladder_of
from peil.assess.rule import SECOND, rule_of
from peil.decide.decision import Decision, Dissent, LevelException, Reason
from peil.decide.official import OfficialLevel
from peil.report.render.data import plain
from peil.report.tell.assessment.document import document
from peil.review.assessed import set_beside

AS_OF = date(2018, 1, 22)
NAMED_BY_DATA = {
    "probabilities",
    "weight_db",
    "prior_db",
    "posterior_db",
    "values",
    "probability",
    "each",
}
"""Keys whose own keys are levels, steps or values, which differ between scales."""


def a_decision() -> Decision:
    source = "https://example.org/press"
    return Decision(
        level=2, office="the unit", date=AS_OF, seriousness="medium", likelihood="unlikely",
        reasons=(Reason(text="fewer leave", family="fighters_out", direction="waning",
                        source=source),),
        dissent=(Dissent(office="one service", text="too soon"),),
        exceptions=(LevelException(place="stations", level=3, text="crowds", until=None),),
        review_on=date(2018, 4, 22), source=source,
    )  # fmt: skip


@pytest.fixture(scope="module")
def real() -> dict[str, Any]:
    """Make the document of a country with departures, attacks and a decision."""
    rows = [
        (f"{year}-01-01", f"{year}-12-31", count, f"{year + 1}-01-15")
        for year, count in ((2014, 90), (2015, 60), (2016, 12), (2017, 400))
    ]
    record = a_record(
        {"departures": a_series(rows)},
        [an_indicator()],
        events=[an_event("2016-03-22"), an_event("2017-06-20")],
        windows=[a_window()],
    )
    scale = a_scale(replay_from=date(2014, 1, 31))
    assessment = assess(
        record=record, scale=scale, ladder=ladder_of(SECOND), rule=rule_of(SECOND), as_of=AS_OF
    )
    official = OfficialLevel(
        country="Ruritania", valid_from=AS_OF, announced=AS_OF, level=2, scale_min=1, scale_max=4,
        level_name="medium", scope="national", verified=True, source="https://example.org/level",
    )  # fmt: skip
    assessed = set_beside(
        assessment,
        title="Ruritania",
        decision=a_decision(),
        official=[official],
        open_plots=None,
        with_unverified=False,
    )
    made: dict[str, Any] = plain(document(assessed))
    return made


def shape(value: Any) -> Any:
    """Give the keys of a document, with those of the items of its lists taken together."""
    if isinstance(value, dict):
        return {key: None if key in NAMED_BY_DATA else shape(each) for key, each in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [shape(value[0])]
    return None


def differences(made: Any, real: Any, where: str = "") -> list[str]:
    """List where two shapes differ; what is empty on one side cannot be compared."""
    if isinstance(made, dict) and isinstance(real, dict):
        own = [f"{where}.{key}" for key in made.keys() ^ real.keys()]
        both = sorted(made.keys() & real.keys())
        return own + [d for k in both for d in differences(made[k], real[k], f"{where}.{k}")]
    if isinstance(made, list) and isinstance(real, list):
        return differences(made[0], real[0], f"{where}[]")
    return []


@pytest.mark.parametrize("state", STATES)
def test_the_made_up_document_has_the_keys_of_a_real_one(state: str, real: dict[str, Any]) -> None:
    assert differences(shape(a_brief(state).document), shape(real)) == []


def test_a_key_too_many_or_too_few_is_seen(real: dict[str, Any]) -> None:
    made = a_brief("not_robust").document
    del made["evidence"][0]["latest"]["derived"]
    made["proposal"]["new"] = 1
    assert differences(shape(made), shape(real)) == [
        ".evidence[].latest.derived",
        ".proposal.new",
    ]


def test_the_real_document_is_compared_wherever_it_can_be(real: dict[str, Any]) -> None:
    listed = ("families", "evidence", "would_change", "leave_out", "events", "caveats")
    assert all(real[key] for key in listed)
    assert real["proposal"]["broken_by"]
    assert all(real["decision"][key] for key in ("reasons", "dissent", "exceptions"))


@pytest.mark.parametrize("state", STATES)
def test_the_document_of_what_a_made_up_one_tells_of_is_that_document(state: str) -> None:
    made = a_brief(state)
    proposal = made.document["proposal"]
    proposal["is_robust"] = not proposal["broken_by"]
    if proposal["status"] != "expired":
        proposal["last_supported"] = None
    assert plain(document(made.assessed)) == made.document
