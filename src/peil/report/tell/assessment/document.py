"""An assessment as data, in codes of no language.

It holds no clock, path or version, so that the same figures always give the same bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from peil.assess.assessment import Assessment, IndicatorView
from peil.assess.reviews import Replay
from peil.assess.rule import EXPIRED
from peil.decide.contradiction import ComparedDecision
from peil.observe.direction import DIRECTIONS
from peil.observe.figures import Figures, group_of
from peil.observe.indicator import Indicator
from peil.report.tell.assessment.ruled import true_when_proposed
from peil.report.tell.official import official_document
from peil.report.tell.parts import picked
from peil.report.tell.replay import event_row
from peil.review.assessed import Assessed
from peil.terms.calendar import Floats

Document = Mapping[str, Any]


def document(assessed: Assessed) -> Document:
    """Write down an assessment, with what people decided and the official level beside it."""
    a = assessed.assessment
    steps = a.scale.steps
    return {
        "as_of": a.as_of,
        "country": a.record.country,
        "scale": {"name": a.scale.name, "levels": a.scale.numbers},
        "fit": _fit(a),
        "proposal": {**_proposal(a), "true_when_proposed": true_when_proposed(assessed)},
        "families": [asdict(view) for view in a.families],
        "evidence": [_evidence(a, view) for view in a.indicators],
        "prior_db": _by_step(steps, a.explanation.prior_db),
        "posterior_db": _by_step(steps, a.explanation.posterior_db),
        "would_change": [
            {
                "indicator": change.indicator,
                "period_start": change.start,
                "period_end": change.end,
                "value": change.count,
                **picked(change, "needed", "effect"),
                "level": a.number(change.level),
            }
            for change in a.would_change
        ],
        "leave_out": [{"family": name, **_run(a, run)} for name, run in a.left_out.items()],
        "events": [event_row(each) for each in assessed.events],
        "caveats": [picked(each, "code", "values") for each in assessed.caveats],
        "decision": _decision(assessed.decision) if assessed.decision else None,
        "official": {
            "day": official_document(assessed.official),
            "day_before": official_document(assessed.official_before),
        },
    }


def _by_step(steps: Sequence[str], values: Floats) -> dict[str, float]:
    return dict(zip(steps, values.tolist(), strict=True))


def _fit(a: Assessment) -> Document:
    """Write down how well each level fits, and the fewest neighbouring ones that hold most."""
    best, low, high = map(a.number, (a.fit.best, a.fit.low, a.fit.high))
    each = dict(zip(a.scale.numbers, a.fit.each, strict=True))
    alone = dict(zip(a.scale.numbers, a.figures_alone.tolist(), strict=True))
    favoured = {"favoured": a.number(a.favoured), "figures_alone": alone}
    return {"best": best, "low": low, "high": high, "held": a.fit.held, "each": each, **favoured}


def _run(a: Assessment, run: Replay) -> Document:
    return {
        "status": run.now.status,
        "level": a.number(run.now.level),
        "since": run.now.since,
        "probabilities": dict(zip(a.scale.numbers, run.posterior.tolist(), strict=True)),
    }


def _proposal(a: Assessment) -> Document:
    span, rule = a.level_range, a.settings.rule
    return {
        **_run(a, a.base),
        "reason": a.base.now.reason,
        "held": a.number(a.base.now.held),
        "held_since": a.base.held_since,
        "or_higher": a.base.now.or_higher,
        "signs": [{**asdict(sign), "lapses": sign.lapses} for sign in a.signs],
        "last_supported": _last_supported(a),
        "range": None if span is None else [a.number(level) for level in span],
        "broken_by": [{"change": name, **_run(a, run)} for name, run in a.broken_by.items()],
        "is_robust": a.is_robust,
        "held_by_hysteresis": a.is_held,
        "method": rule.method,
        "rule": {**rule.constants, "hold_time_months": a.hold_time_months},
        **picked(a, "coverage", "evidence_until"),
        "median_age_days": a.median_age_days,
        "median_delay_days": a.median_delay_days,
    }


def _last_supported(a: Assessment) -> Document | None:
    now = a.base.now
    if now.status != EXPIRED or now.supported_until is None:
        return None
    return {"level": a.number(now.supported_level), "until": now.supported_until}


def _evidence(a: Assessment, view: IndicatorView) -> Document:
    indicator, direction = a.record.indicators[view.indicator], view.direction
    chances = direction.probability
    return {
        "indicator": view.indicator,
        **picked(indicator, "family", "effort"),
        "direction": direction.word,
        "probability": None if chances is None else dict(zip(DIRECTIONS, chances, strict=True)),
        **picked(direction, "rate_ratio", "power"),
        "weight_db": _by_step(a.scale.steps, view.weights_db),
        "reliability": view.reliability,
        "latest": _group(direction.latest, indicator),
        "previous": _group(direction.previous, indicator),
        "age_days": view.age_days(a.as_of),
        **picked(direction, "reason", "since"),
    }


def _group(figures: Figures | None, indicator: Indicator) -> Document | None:
    if figures is None:
        return None
    group = group_of(figures, indicator)
    return {
        "period_start": group.start,
        "period_end": group.end,
        "months": group.months,
        "value": group.count,
        "derived": group.derived,
        "worked_out": group.is_worked_out,
        "published": group.published,
        "publisher": "; ".join(group.publishers),
        "source": "; ".join(group.sources),
    }


def _decision(compared: ComparedDecision) -> Document:
    return {
        "compared": compared.is_compared,
        **asdict(compared.decision),
        "reasons": [
            {
                **asdict(each.reason),
                **picked(each, "said_on", "figures_say"),
                "contradicted": each.is_contradicted,
                **picked(each, "answer", "why"),
                "same_source": each.is_of_same_source,
                "figure": each.figure and asdict(each.figure),
            }
            for each in compared.reasons
        ],
    }
