"""The document: one language-neutral account of an assessment, from which all reports are made.

It holds no clock, path or version, so that the same figures always give the same bytes.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from peil.assess.assessment import Assessment, FamilyView, IndicatorView
from peil.assess.caveats import Caveat
from peil.assess.reviews import Replay
from peil.assess.rule import EXPIRED
from peil.decide.contradiction import ComparedDecision
from peil.decide.official import OfficialLevel
from peil.observe.direction import DIRECTIONS, Direction
from peil.observe.events import ListedEvent
from peil.observe.figures import Figures, group_of
from peil.observe.indicator import Indicator
from peil.review.assessed import Assessed
from peil.terms.calendar import Floats

Document = dict[str, Any]


def make_document(assessed: Assessed) -> Document:
    """Write down an assessment, with what people decided and the official level beside it."""
    a = assessed.assessment
    steps = a.scale.steps
    return {
        "as_of": a.as_of.isoformat(),
        "country": a.record.country,
        "scale": {"name": a.scale.name, "levels": list(a.scale.numbers)},
        "proposal": _proposal(a),
        "families": [_family(view) for view in a.families],
        "evidence": [_evidence(a, view) for view in a.indicators],
        "prior_db": _by_step(steps, a.explanation.prior_db),
        "posterior_db": _by_step(steps, a.explanation.posterior_db),
        "would_change": [
            {
                "indicator": change.indicator,
                "period_start": change.start.isoformat(),
                "period_end": change.end.isoformat(),
                "value": change.count,
                "needed": change.needed,
                "effect": change.effect,
                "level": a.scale.numbers[change.level],
            }
            for change in a.would_change
        ],
        "leave_out": [{"family": name, **_run(a, run)} for name, run in a.left_out.items()],
        "events": [event_row(each) for each in assessed.events],
        "caveats": [_caveat(caveat) for caveat in assessed.caveats],
        "decision": _decision(assessed.decision) if assessed.decision else None,
        "official": {
            "day": _official(assessed.official),
            "day_before": _official(assessed.official_before),
        },
    }


def _by_level(a: Assessment, probabilities: Floats) -> dict[str, float]:
    return {str(number): float(p) for number, p in zip(a.scale.numbers, probabilities, strict=True)}


def _by_step(steps: Sequence[str], values: Floats) -> dict[str, float]:
    return {step: float(value) for step, value in zip(steps, values, strict=True)}


def _run(a: Assessment, run: Replay) -> Document:
    return {
        "status": run.now.status,
        "level": a.number(run.now.level),
        "since": run.now.since.isoformat(),
        "probabilities": _by_level(a, run.posterior),
    }


def _proposal(a: Assessment) -> Document:
    span, rule = a.level_range, a.settings.rule
    return {
        **_run(a, a.base),
        "last_supported": _last_supported(a),
        "range": None if span is None else [a.number(level) for level in span],
        "broken_by": [{"change": name, **_run(a, run)} for name, run in a.broken_by.items()],
        "is_robust": a.is_robust,
        "held_by_hysteresis": a.is_held,
        "method": rule.method,
        "rule": {**asdict(rule), "hold_time_months": a.hold_time_months},
        "coverage": a.coverage,
        "evidence_until": a.evidence_until.isoformat() if a.evidence_until else None,
        "median_age_days": a.median_age_days,
    }


def _last_supported(a: Assessment) -> Document | None:
    now = a.base.now
    if now.status != EXPIRED or now.supported_until is None:
        return None
    return {
        "level": a.number(now.supported_level),
        "until": now.supported_until.isoformat(),
    }


def _family(view: FamilyView) -> Document:
    return {
        "family": view.family,
        "direction": view.direction,
        "because": view.because,
        "reason": view.reason,
    }


def _evidence(a: Assessment, view: IndicatorView) -> Document:
    indicator, direction = a.record.indicators[view.indicator], view.direction
    return {
        "indicator": view.indicator,
        "family": indicator.family,
        "effort": indicator.effort,
        "direction": direction.word,
        "probability": _probability(direction),
        "rate_ratio": None if direction.rate_ratio is None else list(direction.rate_ratio),
        "power": direction.power,
        "weight_db": _by_step(a.scale.steps, view.weights_db),
        "reliability": view.reliability,
        "latest": _group(direction.latest, indicator),
        "previous": _group(direction.previous, indicator),
        "age_days": view.age_days(a.as_of),
        "reason": direction.reason,
        "since": direction.since.isoformat() if direction.since else None,
    }


def _probability(direction: Direction) -> dict[str, float] | None:
    if direction.probability is None:
        return None
    return dict(zip(DIRECTIONS, direction.probability, strict=True))


def _group(figures: Figures | None, indicator: Indicator) -> Document | None:
    if figures is None:
        return None
    group = group_of(figures, indicator)
    return {
        "period_start": group.start.isoformat(),
        "period_end": group.end.isoformat(),
        "months": group.months,
        "value": group.count,
        "derived": group.derived,
        "published": group.published.isoformat(),
        "publisher": "; ".join(group.publishers),
        "source": "; ".join(group.sources),
    }


def event_row(listed: ListedEvent) -> Document:
    """Describe an event by what was known on its day; ideology and deaths came later."""
    event = listed.event
    return {
        "date": event.date.isoformat(),
        "precision": event.precision,
        "country": event.country,
        "place": event.place,
        "status": event.status,
        "published": event.published.isoformat(),
        "counts": listed.counts,
        "source": event.source,
    }


def _caveat(caveat: Caveat) -> Document:
    values = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in caveat.values.items()
    }
    return {"code": caveat.code, "values": values}


def _decision(compared: ComparedDecision) -> Document:
    decision = compared.decision
    return {
        "compared": compared.is_compared,
        "level": decision.level,
        "office": decision.office,
        "date": decision.date.isoformat(),
        "seriousness": decision.seriousness,
        "likelihood": decision.likelihood,
        "reasons": [
            {
                "text": each.reason.text,
                "family": each.reason.family,
                "direction": each.reason.direction,
                "source": each.reason.source,
                "said_on": each.said_on.isoformat(),
                "figures_say": each.figures_say,
                "contradicted": each.is_contradicted,
            }
            for each in compared.reasons
        ],
        "dissent": [{"office": d.office, "text": d.text} for d in decision.dissent],
        "exceptions": [
            {
                "place": e.place,
                "level": e.level,
                "text": e.text,
                "until": e.until.isoformat() if e.until else None,
            }
            for e in decision.exceptions
        ],
        "review_on": decision.review_on.isoformat() if decision.review_on else None,
        "source": decision.source,
    }


def _official(level: OfficialLevel | None) -> Document | None:
    if level is None:
        return None
    return {
        "level": level.level,
        "name": level.level_name,
        "valid_from": level.valid_from.isoformat(),
        "source": level.source,
    }
