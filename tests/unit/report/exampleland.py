"""A made-up country whose brief can take every state that a report must tell."""

from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from tests.unit.report.exampleland_assessed import Made, a_listed_event
from tests.unit.report.exampleland_figures import (
    DIRECTIONS,
    MEASURED,
    NAMES,
    PRIOR,
    RELIABILITY,
    SOURCE,
    YEARLY,
)
from tests.unit.report.exampleland_states import STATES, a_fit

from peil.assess.ladder import FamilyRule, Ladder
from peil.assess.rule import SECOND, rule_of
from peil.observe.figures import Figures
from peil.observe.indicator import Indicator
from peil.review.assessed import PastReview
from peil.terms.scale import Level, Scale


def a_scale(levels: int = 4, *, is_imminent: bool = False) -> Scale:
    return Scale(
        name="Threat levels of Exampleland",
        instrument="Decree of 1 March 2007",
        article="art. 11",
        valid_from=date(2007, 3, 1),
        levels=tuple(
            Level(
                number=n,
                name=NAMES[n],
                meaning={"en": f"meaning of {n}"},
                imminent=is_imminent and n == levels,
            )
            for n in range(1, levels + 1)
        ),
        replay_from=date(2014, 1, 31),
    )


def some_indicators() -> dict[str, Indicator]:
    return {
        name: Indicator(
            id=name, names=names, unit=unit, kind=kind, family=family, effort=effort,
            definition=f"what {name} counts", caveat=f"what {name} leaves out", weighs=weighs,
        )
        for name, (names, unit, kind, family, effort, weighs, _) in MEASURED.items()
    }  # fmt: skip


def a_ladder(**changes: Any) -> Ladder:
    rule = FamilyRule(
        measure="count", per_months=12, values=(0.1, 0.3, 1.0, 3.0), size=2.0,
        reliability=0.9, reason="One attack in ten years is quiet; three a year are a wave.",
    )  # fmt: skip
    ratio = replace(
        rule, measure="ratio", per_months=1, values=(0.8, 1.2, 1.8, 2.7), size=4.0,
        reliability=0.5, reason="Work that doubles is felt by everyone who does it.",
    )  # fmt: skip
    families = {"attacks": rule, "fighters_out": replace(rule, per_months=1, reliability=0.6)}
    ladder = Ladder(
        name="ladder-1", author="Peil", date="2026-11-20", adopted_by="no authority",
        families={**families, "judicial_opened": ratio, "propaganda": ratio},
        totals={"attacks": ratio},
    )  # fmt: skip
    return replace(ladder, **changes)


def some_figures(name: str) -> Figures:
    values = np.array(YEARLY[name], dtype=float)
    years = 2012 + np.arange(len(values))
    is_stock = MEASURED[name][2] == "stock"
    end = np.array([f"{year}-12-31" for year in years], dtype="datetime64[D]")
    start = end if is_stock else np.array([f"{y}-01-01" for y in years], dtype="datetime64[D]")
    return Figures(
        start=start, end=end, period_precision=np.array(["day"] * len(end), dtype=object), months=np.zeros(len(end)) if is_stock else np.full(len(end), 12.0),
        count=values, telling=np.ones(len(end)), worked_out=np.zeros(len(end), bool), published=end + np.timedelta64(15, "D"),
        precision=np.array(["day"] * len(end), dtype=object),
        publisher=np.array(["Ministry"] * len(end), dtype=object),
        source=np.array([SOURCE] * len(end), dtype=object),
    )  # fmt: skip


def _figure(name: str, back: int) -> dict[str, Any]:
    year = 2017 - back
    start = f"{year}-12-31" if MEASURED[name][2] == "stock" else f"{year}-01-01"
    return {
        "period_start": start, "period_end": f"{year}-12-31",
        "months": 0.0 if MEASURED[name][2] == "stock" else 12.0,
        "value": YEARLY[name][-1 - back], "derived": None, "worked_out": False, "published": f"{year + 1}-01-15", "publisher": "Ministry", "source": SOURCE,
    }  # fmt: skip


def _evidence(name: str, steps: list[str]) -> dict[str, Any]:
    _, _, _, family, effort, weighs, decibans = MEASURED[name]
    direction, reason = DIRECTIONS[name]
    waning = direction == "waning"
    return {
        "indicator": name, "family": family, "effort": effort, "direction": direction,
        "probability": {"rising": 0.01, "steady": 0.1 if waning else 0.84,
                        "waning": 0.89 if waning else 0.15},
        "rate_ratio": [0.2, 0.43, 0.77] if waning else [0.81, 0.94, 1.1],
        "power": 0.93, "weight_db": dict(zip(steps, (*decibans, -0.5 if weighs else 0.0), strict=False)),
        "reliability": RELIABILITY.get(family),
        "latest": _figure(name, 0), "previous": _figure(name, 1), "age_days": 22, "reason": reason, "since": None,
    }  # fmt: skip


def _prior(steps: list[str]) -> dict[str, float]:
    return dict(zip(steps, (*PRIOR, -4.9), strict=False))


def _posterior(steps: list[str], evidence: list[dict[str, Any]]) -> dict[str, float]:
    return {s: _prior(steps)[s] + sum(e["weight_db"].get(s, 0) for e in evidence) for s in steps}


def an_event(
    day: str, status: str, *, precision: str = "day", counts: bool = True
) -> dict[str, Any]:
    return {
        "date": day, "precision": precision, "country": "Exampleland", "place": "the capital",
        "status": status, "published": day, "counts": counts, "source": SOURCE,
    }  # fmt: skip


def a_reason(text: str, family: str | None, direction: str | None, **more: Any) -> dict[str, Any]:
    """Give a reason of the day that can be checked against nothing, or what `more` makes of it."""
    return {
        "text": text, "family": family, "direction": direction, "source": SOURCE,
        "said_on": "2018-01-22", "indicator": None, "value": None, "period_end": None,
        "figures_say": None, "contradicted": False, "answer": "not_checkable", "why": "",
        "same_source": False, "figure": None,
    } | more  # fmt: skip


def a_checked_figure(name: str) -> dict[str, Any]:
    """Give the latest figure of an indicator, as a reason is checked against it."""
    latest = _figure(name, 0)
    known = {"end": latest["period_end"], "published": latest["published"]}
    return {"indicator": name, "value": float(latest["value"]), **known, "source": ""}


def a_decision() -> dict[str, Any]:
    return {
        "compared": True, "level": 2, "office": "the Coordination Unit", "date": "2018-01-22",
        "seriousness": "serious", "likelihood": "unlikely",
        "reasons": [
            a_reason("fewer people leave for the conflict zone", "fighters_out", "waning",
                     figures_say="waning", answer="borne_out", figure=a_checked_figure("departures")),
            a_reason("more people come back", "fighters_back", "rising", figures_say="waning",
                     contradicted=True, answer="contradicted", figure=a_checked_figure("returns")),
            a_reason("attacks have become rarer", "attacks", "waning", figures_say="cannot tell",
                     answer="cannot_tell", why="too_few_events",
                     figure=a_checked_figure("attacks_dated")),
            a_reason("the breeding ground has not disappeared", None, None),
        ],
        "dissent": [{"office": "one service", "text": "the fall is too recent"}],
        "exceptions": [{"place": "stations", "level": 3, "text": "crowds", "until": None}],
        "review_on": "2018-04-22", "source": "Press release, https://example.org/press",
    }  # fmt: skip


FITS = {4: (2, 1, 3), 5: (2, 1, 3)}
"""By the number of levels: the one that fits best, and the run that holds .80 in every state."""


def some_families() -> list[dict[str, Any]]:
    return [
            {"family": "fighters_out", "direction": "waning", "because": "departures",
             "reason": "settled"},
            {"family": "fighters_back", "direction": "waning", "because": "returns",
             "reason": "settled"},
            {"family": "attacks", "direction": "cannot tell", "because": "attacks_dated",
             "reason": "too_few_events"},
            {"family": "plots", "direction": "cannot tell", "because": None,
             "reason": "no_figures"},
            {"family": "judicial_opened", "direction": "steady", "because": "investigations",
             "reason": "settled"},
            {"family": "propaganda", "direction": "waning", "because": "propaganda_items",
             "reason": "settled"},
        ]  # fmt: skip


def an_official_level(level: int, name: str, day: str, levels: int) -> dict[str, Any]:
    """Give a level in force since a day, on today's scale, which nobody has confirmed since."""
    return {
        "level": level, "name": name, "scale": [1, levels], "on_todays_scale": True,
        "valid_from": day, "source": SOURCE, "confirmed": None,
    }  # fmt: skip


def a_document(levels: int = 4) -> dict[str, Any]:
    """Give a document that proposes level 2, robustly, with a decision of the day."""
    scale = a_scale(levels)
    steps = list(scale.steps)
    evidence = [_evidence(name, steps) for name in MEASURED]
    spread = [0.21, 0.54, 0.2, 0.05] if levels == 4 else [0.2, 0.5, 0.2, 0.07, 0.03]
    probabilities = {str(n): p for n, p in zip(scale.numbers, spread, strict=True)}
    return {
        "as_of": "2018-01-22", "country": "Exampleland",
        "scale": {"name": scale.name, "levels": list(scale.numbers)},
        "proposal": {
            "status": "proposed", "level": 2, "last_supported": None, "range": [2, 2],
            "broken_by": [], "is_robust": True, "held_by_hysteresis": False, "since": "2017-09-30",
            "reason": "", "held": 2, "held_since": "2017-09-30", "or_higher": False, "signs": [],
            "true_when_proposed": None,
            "probabilities": probabilities, "method": SECOND,
            "rule": {**rule_of(SECOND).constants, "hold_time_months": 37},
            "coverage": 0.83, "evidence_until": "2017-12-31", "median_age_days": 387,
            "median_delay_days": 50,
        },
        "families": some_families(),
        "evidence": evidence,
        "prior_db": _prior(steps), "posterior_db": _posterior(steps, evidence),
        "would_change": [
            {"indicator": "attacks_dated", "value": 2, "needed": 5, "effect": "raise", "level": 3,
             "period_start": "2017-01-01", "period_end": "2017-12-31"},
            {"indicator": "investigations", "value": 298, "needed": 95, "effect": "start_lowering",
             "level": 2, "period_start": "2017-01-01", "period_end": "2017-12-31"},
        ],
        "leave_out": [
            {"family": "attacks", "status": "proposed", "level": 1, "since": "2014-01-31",
             "probabilities": probabilities},
            {"family": "propaganda", "status": "proposed", "level": 2, "since": "2017-09-30",
             "probabilities": probabilities},
            {"family": "fighters_out", "status": "cannot tell", "level": None,
             "since": "2016-01-31", "probabilities": probabilities},
        ],
        "caveats": [
            {"code": code, "values": {}}
            for code in ("public_figures_only", "lists_leave_out_ideologies", "ladder_is_own",
                         "effort_loop", "ladder_height_matters_most")
        ],
        "events": [an_event("2016-03-22", "completed"), an_event("2017-06-20", "failed"),
                   an_event("2017-11-01", "foiled", precision="month", counts=False)],
        "decision": a_decision(),
        "official": {
            "day": an_official_level(2, "medium", "2018-01-22", levels),
            "day_before": an_official_level(3, "serious", "2016-03-25", levels),
        },
    }  # fmt: skip


NO_LEVEL = {"day": None, "day_before": None}

EVENTS = {
    (2014, 5): (an_event("2014-05-24", "completed"),),
    (2016, 3): (an_event("2016-03-22", "completed"), an_event("2016-03-23", "completed")),
    (2017, 6): (an_event("2017-06-20", "failed"),),
}


def some_history(levels: int = 4) -> tuple[PastReview, ...]:
    day, reviews = date(2014, 1, 31), []
    while day < date(2018, 1, 22):
        level = 2 if day < date(2015, 2, 1) or day > date(2017, 9, 1) else 3
        official = 3 if date(2015, 11, 16) <= day else 2
        told = day > date(2014, 4, 1)
        reviews.append(
            PastReview(
                day=day,
                status="proposed" if told else "cannot tell",
                reason="" if told else "no_evidence",
                level=level if told else None,
                held=level if told else None,
                probabilities=tuple([1 / levels] * levels),
                official=official,
                events=tuple(map(a_listed_event, EVENTS.get((day.year, day.month), ()))),
            )
        )
        day = _month_end_after(day)
    last = PastReview(
        day=date(2018, 1, 22), status="proposed", reason="", level=2, held=2,
        probabilities=tuple([1 / levels] * levels), official=2, events=(),
    )  # fmt: skip
    return (*reviews, last)


def _month_end_after(day: date) -> date:
    first = (day + timedelta(days=1)).replace(day=1)
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def a_brief(state: str = "robust", *, levels: int = 4, **document: Any) -> Made:
    """Build a brief of Exampleland in one of the states; `document` replaces its keys."""
    made = deepcopy(a_document(levels))
    STATES[state](made)
    made |= document
    for run in (made["proposal"], *made["proposal"]["broken_by"]):
        run["probabilities"] = (
            dict.fromkeys(map(str, a_scale(levels).numbers), 0.0) | (run["probabilities"])
        )
    made.setdefault("fit", a_fit(made["proposal"]["probabilities"], *FITS[levels]))
    return Made(
        document=made,
        title="Exampleland, 22 January 2018",
        scale=a_scale(levels),
        indicators=some_indicators(),
        ladder=a_ladder(),
        figures={name: some_figures(name) for name in MEASURED},
        history=some_history(levels),
    )


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "#panic(1) $x$ \\end @here *b* `c` <label>",
    "=cmd|'/c calc'!A1",
    "{{ 7 * 7 }} {headline} %s",
    "[link](javascript:alert(1)) javascript:alert(1)",
)


def a_hostile_brief() -> Made:
    """Build a brief whose names, sources and words try to be more than text."""
    text = " ".join(HOSTILE)
    brief = a_brief("not_robust")
    indicators = {
        name: replace(
            indicator,
            names={"en": f"{HOSTILE[i % len(HOSTILE)]} {name}"},
            definition=text,
            caveat=text,
        )
        for i, (name, indicator) in enumerate(brief.indicators.items())
    }
    document: Any = deepcopy(brief.document)
    document["country"] = text
    for item in document["evidence"]:
        for which in ("latest", "previous"):
            item[which] |= {"source": f"={text} https://example.org/{text}", "publisher": text}
    for event in document["events"]:
        event |= {"place": text, "country": text}
    document["decision"] |= {"office": text, "source": text, "seriousness": text}
    document["decision"]["reasons"][0] |= {"text": text}
    return replace(
        brief,
        document=document,
        title=text,
        indicators=indicators,
        ladder=a_ladder(name=text, author=text, adopted_by=text),
        figures={
            name: replace(figures, publisher=np.array([text] * len(figures), dtype=object))
            for name, figures in brief.figures.items()
        },
    )
