"""The document: one language-neutral account of an assessment, from which all reports are made.

It holds no clock, path or version, so that the same figures always give the same bytes.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from peil.assess.assessment import (
    Assessment,
    FamilyView,
    IndicatorView,
    is_held,
    is_robust,
    level_range,
)
from peil.assess.forward_filter import hold_time
from peil.assess.ladder import PER_HEAD, RATIO
from peil.assess.reviews import Replay, ageing
from peil.assess.rule import EXPIRED, PROPOSED
from peil.decide.decision import Decision
from peil.observe.direction import DIRECTIONS, Direction
from peil.observe.events import Event
from peil.observe.figures import Figures
from peil.observe.indicator import EFFORT_DEPENDENT, Indicator
from peil.review.official import OfficialLevel
from peil.terms.calendar import Floats, as_day

Document = dict[str, Any]

DERIVED = {"flow_rate": "rate_times_months", "cumulative": "difference_of_totals"}
"""How a figure comes from what was published, by the kind of its indicator."""
FRESH = dt.timedelta(days=31)
"""How long what was said at a decision is set against the figures."""
RECENT = dt.timedelta(days=730)
"""How far back dated events are listed beside the figures."""


def make_document(
    assessment: Assessment,
    *,
    decision: Decision | None,
    official: Mapping[str, OfficialLevel | None],
    open_plots: int | None,
    with_unverified: bool,
) -> Document:
    """Write down an assessment, with what people decided and the official level beside it.

    Args:
        assessment: what the figures support.
        decision: what people had decided by the day, or None.
        official: the official level on the "day" and on the "day_before"; comparison only.
        open_plots: how many open plots are declared, None where nobody said.
        with_unverified: whether figures that nobody has confirmed were let in.
    """
    a = assessment
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
        "events": _events(a),
        "caveats": _caveats(a, open_plots, with_unverified=with_unverified),
        "decision": _decision(decision, a) if decision else None,
        "official": {day: _official(level) for day, level in official.items()},
    }


def _number(a: Assessment, level: int | None) -> int | None:
    return None if level is None else a.scale.numbers[level]


def _by_level(a: Assessment, probabilities: Floats) -> dict[str, float]:
    return {str(number): float(p) for number, p in zip(a.scale.numbers, probabilities, strict=True)}


def _by_step(steps: Sequence[str], values: Floats) -> dict[str, float]:
    return {step: float(value) for step, value in zip(steps, values, strict=True)}


def _run(a: Assessment, run: Replay) -> Document:
    return {
        "status": run.now.status,
        "level": _number(a, run.now.level),
        "since": run.now.since.isoformat(),
        "probabilities": _by_level(a, run.posterior),
    }


def _proposal(a: Assessment) -> Document:
    now, span, rule = a.base.now, level_range(a), a.settings.rule
    matrix, _ = ageing(rule, a.settings.levels)
    third = min(2, a.settings.levels - 1)
    return {
        **_run(a, a.base),
        "last_supported": _last_supported(a),
        "range": None if span is None else [_number(a, level) for level in span],
        "broken_by": [
            {"change": name, **_run(a, run)}
            for name, run in a.changed.items()
            if (run.now.status, run.now.level) != (now.status, now.level)
        ],
        "is_robust": is_robust(a),
        "held_by_hysteresis": is_held(a),
        "method": rule.method,
        "rule": {**asdict(rule), "hold_time_months": hold_time(matrix, third, rule.p_dn)},
        "coverage": a.base.reviews[-1].coverage,
        "evidence_until": a.evidence_until.isoformat() if a.evidence_until else None,
        "median_age_days": a.median_age_days,
    }


def _last_supported(a: Assessment) -> Document | None:
    now = a.base.now
    if now.status != EXPIRED or now.supported_until is None:
        return None
    return {
        "level": _number(a, now.supported_level),
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
        "reliability": float(view.weighed.reliability[-1]) if view.weighed else None,
        "latest": _group(direction.latest, indicator),
        "previous": _group(direction.previous, indicator),
        "age_days": int((as_day(a.as_of) - view.figures.end[-1]).astype(int)),
        "reason": direction.reason,
        "since": direction.since.isoformat() if direction.since else None,
    }


def _probability(direction: Direction) -> dict[str, float] | None:
    if direction.probability is None:
        return None
    return dict(zip(DIRECTIONS, direction.probability, strict=True))


def _group(figures: Figures | None, indicator: Indicator) -> Document | None:
    """Describe figures that are compared as one: their span, sum, and where they stand.

    The value of a rate or a total to date is computed from what was published; `derived`
    says how.
    """
    if figures is None:
        return None
    return {
        "period_start": str(figures.start[0]),
        "period_end": str(figures.end[-1]),
        "months": float(figures.months.sum()),
        "value": float(figures.count.sum()),
        "derived": DERIVED.get(indicator.kind),
        "published": str(figures.published.max()),
        "publisher": "; ".join(dict.fromkeys(figures.publisher)),
        "source": "; ".join(_sources(figures)),
    }


def _sources(figures: Figures) -> list[str]:
    """Sources without repetition; where months without an event are many, those with one."""
    told = figures.take(figures.count > 0)
    return list(dict.fromkeys((told if len(told) else figures).source))


def _events(a: Assessment) -> list[Document]:
    """Dated events of the last two years; foiled plots stand apart and compare with nothing."""
    recent = [e for e in a.record.events if a.as_of - RECENT <= e.date and e.published <= a.as_of]
    counted = {id(e) for e in recent if any(w.holds(e) for w in a.record.windows)}
    return [event_row(e, counts=id(e) in counted) for e in recent]


def event_row(event: Event, *, counts: bool) -> Document:
    """Describe an event by what was known on its day; ideology and deaths came later."""
    return {
        "date": event.date.isoformat(),
        "precision": event.precision,
        "country": event.country,
        "place": event.place,
        "status": event.status,
        "published": event.published.isoformat(),
        "counts": counts,
        "source": event.source,
    }


def _caveats(a: Assessment, open_plots: int | None, *, with_unverified: bool) -> list[Document]:
    weighed = a.base.weighed
    measures = {rule.measure for family in weighed for rule in family.rules}
    found = {
        "public_figures_only": True,
        "families_are_jihadist": True,
        "ladder_is_own": True,
        "ladder_was_written_with_hindsight": True,
        "ladder_height_matters_most": True,
        "rule_matters_more_than_model": True,
        "slow_figures_miss_rises": True,
        "low_coverage": a.base.reviews[-1].coverage < a.settings.rule.c_min,
        "scale_interpolated": any(
            len(r.values) != a.settings.levels for w in weighed for r in w.rules
        ),
        "stale_evidence": a.is_stale,
        "no_level_without_figures": a.base.now.status != PROPOSED,
        "effort_loop": any(i.effort == EFFORT_DEPENDENT for w in weighed for i in w.indicators),
        "ideology_is_later_knowledge": bool(a.record.windows),
        "population_revised": PER_HEAD in measures,
        "no_population": not a.record.population.by_year,
        "plateau_turns_normal": RATIO in measures,
        "series_born_at_peak": RATIO in measures,
        "late_quiet_year": RATIO in measures,
        "open_plots_unknown": open_plots is None,
        "open_plots_block_lowering": bool(open_plots),
        "unverified_used": with_unverified,
    }
    values: dict[str, Document] = {
        "stale_evidence": {"until": a.evidence_until.isoformat() if a.evidence_until else None},
        "open_plots_block_lowering": {"count": open_plots},
    }
    return [
        {"code": code, "values": values.get(code, {})} for code, holds in found.items() if holds
    ]


def _decision(decision: Decision, a: Assessment) -> Document:
    """Write down a decision; what was said is set against figures only while it is fresh."""
    is_fresh = a.as_of - decision.date <= FRESH
    shown = {view.family: view.direction for view in a.families if is_fresh}
    return {
        "compared": is_fresh,
        "level": decision.level,
        "office": decision.office,
        "date": decision.date.isoformat(),
        "seriousness": decision.seriousness,
        "likelihood": decision.likelihood,
        "reasons": [
            {
                "text": reason.text,
                "family": reason.family,
                "direction": reason.direction,
                "source": reason.source,
                "said_on": (reason.said_on or decision.date).isoformat(),
                "figures_say": shown.get(reason.family or "") if reason.direction else None,
                "contradicted": reason.is_contradicted_by(shown.get(reason.family or "")),
            }
            for reason in decision.reasons
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
