"""The assessment that a document of Exampleland tells of, as the values that a report is told from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from tests.builders import a_record

from peil.assess.assessment import Assessment, FamilyView, IndicatorView
from peil.assess.caveats import Caveat
from peil.assess.evidence import AssessmentSettings, Weighed
from peil.assess.explanation import Explanation
from peil.assess.ladder import Ladder
from peil.assess.reviews import Replay
from peil.assess.rule import SECOND, Proposal, Review, rule_of
from peil.assess.sensitivity import SwitchingValue
from peil.assess.signs import Sign
from peil.decide.contradiction import CheckedFigure, ComparedDecision, ComparedReason
from peil.decide.decision import Decision, Dissent, LevelException, Reason
from peil.decide.official import InForce, OfficialLevel
from peil.observe.direction import DIRECTIONS, Direction
from peil.observe.events import Event, ListedEvent
from peil.observe.figures import Figures
from peil.observe.indicator import Indicator
from peil.review.assessed import Assessed, PastReview
from peil.terms.scale import Scale

Document = dict[str, Any]
NOTHING = np.zeros(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated(Assessment):
    """An assessment whose sums over its replays are stated, not computed."""

    proposal: Document

    @property
    def broken_by(self) -> Mapping[str, Replay]:
        return self.changed

    @property
    def level_range(self) -> tuple[int, int] | None:
        if self.proposal["range"] is None:
            return None
        low, high = map(self.scale.numbers.index, self.proposal["range"])
        return low, high

    @property
    def is_held(self) -> bool:
        return bool(self.proposal["held_by_hysteresis"])

    @property
    def hold_time_months(self) -> int | None:
        months: int | None = self.proposal["rule"]["hold_time_months"]
        return months


@dataclass(kw_only=True)
class Made:
    """What a test may still change before a report is told: a document, and what it leaves out."""

    document: Document
    title: str
    scale: Scale
    indicators: Mapping[str, Indicator]
    ladder: Ladder
    figures: Mapping[str, Figures]
    history: tuple[PastReview, ...]
    before: int | None = None
    open_plots: int | None = None
    of_places: tuple[OfficialLevel, ...] = ()

    @property
    def assessed(self) -> Assessed:
        """Give the values that the document tells of."""
        told = self.document
        official = told["official"]
        return Assessed(
            title=self.title,
            assessment=_assessment(self),
            decision=_decision(told["decision"]) if told["decision"] else None,
            official=_official(official["day"], self.scale),
            official_before=_official(official["day_before"], self.scale),
            of_places=self.of_places,
            open_plots=self.open_plots,
            with_unverified=False,
            caveats=tuple(Caveat(**each) for each in told["caveats"]),
            events=tuple(map(a_listed_event, told["events"])),
            history=self.history,
        )


def _assessment(made: Made) -> Stated:
    told, numbers = made.document, made.scale.numbers
    proposal = told["proposal"]
    return Stated(
        proposal=proposal,
        as_of=_day(told["as_of"]),
        record=a_record(indicators=made.indicators.values(), country=told["country"]),
        scale=made.scale,
        settings=AssessmentSettings(ladder=made.ladder, rule=rule_of(SECOND), levels=len(numbers)),
        base=_replay(proposal, numbers, made.before),
        explanation=Explanation(
            prior_db=_by_step(told["prior_db"], made.scale),
            weights_db=NOTHING,
            posterior_db=_by_step(told["posterior_db"], made.scale),
        ),
        indicators=tuple(_view(each, made) for each in told["evidence"]),
        families=tuple(FamilyView(**each) for each in told["families"]),
        changed={each["change"]: _replay(each, numbers) for each in proposal["broken_by"]},
        left_out={each["family"]: _replay(each, numbers) for each in told["leave_out"]},
        would_change=tuple(_switch(each, numbers) for each in told["would_change"]),
        evidence_until=_known(proposal["evidence_until"]),
        ages_days=_several(proposal["median_age_days"]),
        delays_days=_several(proposal["median_delay_days"]),
        signs=tuple(_sign(each) for each in proposal["signs"]),
    )


def _several(median: int | None) -> tuple[int, ...]:
    return () if median is None else (median,) * 5


def _sign(told: Document) -> Sign:
    known = {key: value for key, value in told.items() if key != "lapses"}
    return Sign(**{**known, "day": _day(told["day"]), "published": _day(told["published"])})


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _known(text: str | None) -> date | None:
    return None if text is None else _day(text)


def _by_step(told: Mapping[str, float], scale: Scale) -> Any:
    return np.array([told[step] for step in scale.steps])


def _replay(run: Mapping[str, Any], numbers: tuple[int, ...], before: int | None = None) -> Replay:
    """Give the replay of a run: its last review, and the level that the rule stood at before."""
    last = run.get("last_supported") or {"level": None, "until": None}
    day, posterior = _day(run["since"]), np.array([run["probabilities"][str(n)] for n in numbers])
    review = Review(
        day=day, posterior=posterior, carried=posterior, coverage=run.get("coverage", 1.0),
        has_evidence=True,
    )  # fmt: skip
    proposal = Proposal(
        day=day,
        status=run["status"],
        level=_index(run["level"], numbers),
        reason=run.get("reason", ""),
        held=_index(run.get("held", run["level"]), numbers),
        or_higher=run.get("or_higher", False),
        since=day,
        supported_until=_known(last["until"]),
        supported_level=_index(last["level"], numbers),
    )
    earlier = () if before is None else (replace(proposal, held=_index(before, numbers)),)
    return Replay(
        reviews=(review,), proposals=(*earlier, proposal), weighed=(), first_month=0,
        log_weights=NOTHING,
    )  # fmt: skip


def _index(level: int | None, numbers: tuple[int, ...]) -> int | None:
    return None if level is None else numbers.index(level)


def _view(told: Mapping[str, Any], made: Made) -> IndicatorView:
    chances = told["probability"]
    return IndicatorView(
        indicator=told["indicator"],
        family=told["family"],
        figures=made.figures.get(told["indicator"]) or _figures(told["latest"]),
        direction=Direction(
            word=told["direction"],
            probability=chances and tuple(chances[way] for way in DIRECTIONS),
            rate_ratio=told["rate_ratio"] and tuple(told["rate_ratio"]),
            power=told["power"],
            latest=told["latest"] and _figures(told["latest"]),
            previous=told["previous"] and _figures(told["previous"]),
            reason=told["reason"],
            since=_known(told["since"]),
        ),
        weights_db=_by_step(told["weight_db"], made.scale),
        weighed=_weighed(told["reliability"]),
    )


def _weighed(reliability: float | None) -> Weighed | None:
    if reliability is None:
        return None
    empty = dict.fromkeys(("spacing", "owner", "month", "expected", "size", "db"), NOTHING)
    return Weighed(
        indicators=(), rules=(), figures=_figures(None), reliability=np.array([reliability]), **empty
    )  # fmt: skip


def _figures(told: Mapping[str, Any] | None) -> Figures:
    rows = [told] if told else []

    def column(name: str, kind: Any) -> Any:
        return np.array([row[name] for row in rows], kind)

    return Figures(
        start=column("period_start", "datetime64[D]"),
        end=column("period_end", "datetime64[D]"),
        period_precision=np.full(len(rows), "day", dtype=object),
        months=column("months", float),
        count=column("value", float),
        telling=np.ones(len(rows)),
        worked_out=column("worked_out", bool),
        published=column("published", "datetime64[D]"),
        precision=np.full(len(rows), "day", dtype=object),
        publisher=column("publisher", object),
        source=column("source", object),
    )


def _switch(told: Mapping[str, Any], numbers: tuple[int, ...]) -> SwitchingValue:
    return SwitchingValue(
        indicator=told["indicator"],
        start=_day(told["period_start"]),
        end=_day(told["period_end"]),
        period=(_day(told["period_start"]), _day(told["period_end"])),
        count=told["value"],
        needed=told["needed"],
        effect=told["effect"],
        level=numbers.index(told["level"]),
    )


def _decision(told: Mapping[str, Any]) -> ComparedDecision:
    decision = Decision(
        level=told["level"],
        office=told["office"],
        date=_day(told["date"]),
        seriousness=told["seriousness"],
        likelihood=told["likelihood"],
        reasons=tuple(each.reason for each in map(_reason, told["reasons"])),
        dissent=tuple(Dissent(**each) for each in told["dissent"]),
        exceptions=tuple(
            LevelException(**{**each, "until": _known(each["until"])})
            for each in told["exceptions"]
        ),
        review_on=_known(told["review_on"]),
        source=told["source"],
    )
    return ComparedDecision(
        decision=decision,
        is_compared=told["compared"],
        reasons=tuple(map(_reason, told["reasons"])),
    )


def _reason(told: Mapping[str, Any]) -> ComparedReason:
    return ComparedReason(
        reason=Reason(
            text=told["text"],
            family=told["family"],
            direction=told["direction"],
            source=told["source"],
            said_on=_known(told["said_on"]),
            indicator=told["indicator"],
            value=told["value"],
            period_end=_known(told["period_end"]),
        ),
        said_on=_day(told["said_on"]),
        figures_say=told["figures_say"],
        answer=told["answer"],
        why=told["why"],
        figure=told["figure"] and CheckedFigure(**_dated(told["figure"])),
    )


def _dated(told: Mapping[str, Any]) -> dict[str, Any]:
    return {**told, "end": _day(told["end"]), "published": _day(told["published"])}


def _official(told: Mapping[str, Any] | None, scale: Scale) -> InForce | None:
    """Give what was known of a level; one without a number is unknown."""
    if told is None:
        return None
    low, high = told.get("scale") or (scale.numbers[0], scale.numbers[-1])
    row = _announced(told["valid_from"], told["level"] or low, low, high)
    row = replace(
        row,
        level_name=told.get("name") or "",
        source=told["source"],
        verified=told["level"] is not None,
    )
    said = told.get("confirmed")
    return InForce(
        row=row,
        since=row.valid_from,
        scale=row.scale_in(scale),
        number=row.number_on(scale),
        confirmed=_announced(said["on"], said["level"], low, high) if said else None,
    )


def _announced(day: str, level: int, low: int, high: int) -> OfficialLevel:
    return OfficialLevel(
        country="Exampleland", valid_from=_day(day), announced=_day(day), level=level, scale_min=low,
        scale_max=high, level_name="", scope="national", verified=True, source="",
    )  # fmt: skip


def a_listed_event(told: Mapping[str, Any]) -> ListedEvent:
    """Give an event that a document lists."""
    days = {name: _day(told[name]) for name in ("date", "published")}
    known = {key: value for key, value in told.items() if key != "counts"}
    event = Event(**{**known, **days}, ideology="jihadist", killed=None, verified=True)
    return ListedEvent(event=event, counts=told["counts"])
