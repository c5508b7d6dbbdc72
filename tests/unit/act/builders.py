"""Builders of a policy, with only what a test cares about spelled out."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np

from peil.act.arrangements import Arrangement, ArrangementEvent, Shares
from peil.act.facts import Fact
from peil.act.funding import Funding, no_funding
from peil.act.lowering import Basis, LevelStep
from peil.act.policy import Known, Policy, known_on
from peil.act.recommendations import Finding, Recommendation, Status
from peil.act.settings import PolicySettings, parse_settings
from peil.assess.reviews import ageing
from peil.assess.rule import default_rule

EARLY, DAY = date(2016, 1, 1), date(2018, 1, 22)
STEP = LevelStep(before=3, after=2, on=DAY)


def a_finding(id_: str = "silos", published: date = EARLY) -> Finding:
    return Finding(
        id=id_,
        country="Norland",
        inquiry="Commission",
        theme="information_flow",
        statement="Services did not share what they knew.",
        date=published,
        published=published,
        published_precision="day",
        source="Report, page 1",
        verified=True,
    )


def a_recommendation(id_: str = "one_chain", **changes: Any) -> Recommendation:
    described: dict[str, Any] = {
        "id": id_,
        "findings": ("silos",),
        "statement": "Let services share one base.",
        "addressee": "ministry",
        "deadline": None,
        "evidence_required": "a base in use",
        "after": (),
        "published": EARLY,
        "source": "Report, page 2",
    }
    return Recommendation(**{**described, **changes})


def a_status(state: str, on: str, **changes: Any) -> Status:
    described: dict[str, Any] = {
        "recommendation": "one_chain",
        "side": "owner",
        "state": state,
        "on": date.fromisoformat(on),
        "evidence": "",
        "reason": "",
        "blocked_by": "",
        "blocked_since": None,
        "published": date.fromisoformat(on),
        "source": f"Statement of {on}",
    }
    return Status(**{**described, **changes})


def an_arrangement(id_: str = "cells", **changes: Any) -> Arrangement:
    described: dict[str, Any] = {
        "id": id_,
        "name": "Local cells",
        "function": "case work in the town",
        "legal_basis": "law",
        "body": "towns",
        "type": "prevent",
        "shares": None,
        "staff": None,
        "vacancies": None,
        "rebuild_months": None,
        "coupling": "structural",
        "coupling_reason": "it is about people and not about the level",
        "coupling_by": "government",
        "sensor_of": (),
        "sensor_none": False,
        "answers": (),
        "answers_none": False,
        "carries_out": (),
        "mandate_until": None,
        "sunset": None,
        "rights": "",
        "rights_on": None,
        "published": EARLY,
        "source": f"Decree on {id_}",
    }
    return Arrangement(**{**described, **changes})


def an_event(kind: str, on: str, **changes: Any) -> ArrangementEvent:
    described: dict[str, Any] = {
        "arrangement": "cells",
        "kind": kind,
        "on": date.fromisoformat(on),
        "text": "",
        "outcome": "",
        "value": None,
        "by": "",
        "reason": "",
        "replacement": "",
        "opinions": "",
        "published": date.fromisoformat(on),
        "source": f"News of {on}",
    }
    return ArrangementEvent(**{**described, **changes})


Money = tuple[str, int, float]
"""Stage, year, amount."""


def some_funding(
    rows: Iterable[Money],
    *,
    line: str | list[str] = "grant",
    arrangement: str | list[str] = "cells",
    currency: str = "EUR",
    price_year: int = 0,
    ends: str = "NaT",
    published: str | list[str] = "2016-01-01",
    precision: str | list[str] = "day",
) -> Funding:
    listed = list(rows)

    def spread(value: Any, kind: Any) -> Any:
        return np.array(value if isinstance(value, list) else [value] * len(listed), dtype=kind)

    return Funding(
        line=spread(line, object),
        arrangement=spread(arrangement, object),
        stage=np.array([row[0] for row in listed], dtype=object),
        year=np.array([row[1] for row in listed], dtype=np.int64),
        amount=np.array([row[2] for row in listed], dtype=float),
        currency=spread(currency, object),
        price_year=spread(price_year, np.int64),
        ends=spread(ends, "datetime64[D]"),
        published=spread(published, "datetime64[D]"),
        precision=spread(precision, object),
        source=spread("Budget", object),
    )


def a_policy(**tables: Any) -> Policy:
    empty: dict[str, Any] = {
        "findings": (),
        "recommendations": (),
        "statuses": (),
        "arrangements": (),
        "events": (),
        "funding": no_funding(),
    }
    return Policy(**{**empty, **tables})


def known(day: date = DAY, **tables: Any) -> Known:
    return known_on(a_policy(**tables), day)


def settings(**changes: Any) -> PolicySettings:
    return parse_settings(changes)


def shares(preventive: float, repressive: float, doubt: float = 0.0) -> Shares:
    return Shares(
        preventive=preventive,
        repressive=repressive,
        enabling=1.0 - preventive - repressive,
        doubt=doubt,
    )


def a_basis(*rests_on: str, posterior: Iterable[float] = (0.6, 0.3, 0.1, 0.0)) -> Basis:
    matrix, _ = ageing(default_rule(), 4)
    return Basis(
        numbers=(1, 2, 3, 4),
        posterior=np.array(list(posterior)),
        matrix=matrix,
        rests_on=frozenset(rests_on),
    )


def holds(facts: Iterable[Fact]) -> dict[str, bool | None]:
    return {fact.code: fact.holds for fact in facts}
