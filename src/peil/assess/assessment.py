"""The assessment of one country on one day: what Peil proposes, and everything behind it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

import numpy as np

from peil.assess.evidence import AssessmentSettings
from peil.assess.explanation import Explanation, explain
from peil.assess.fit import Fit, figures_alone, fit_of
from peil.assess.forward_filter import DECIBANS, hold_time
from peil.assess.ladder import Ladder
from peil.assess.methods import replay_all
from peil.assess.overlap import DAY
from peil.assess.reviews import (
    NOTHING,
    AnyWeighed,
    Declared,
    Progress,
    Replay,
    ageing,
    log_weights,
)
from peil.assess.rule import PROPOSED, SECOND, Rule
from peil.assess.sensitivity import (
    BASE,
    CHANGES,
    LEFT_OUT,
    SwitchingValue,
    changes_tried,
    variations,
    would_change,
)
from peil.assess.signs import Sign
from peil.observe.direction import CANNOT_TELL, Direction
from peil.observe.events import FOILED
from peil.observe.figures import PRECISIONS, Figures
from peil.observe.record import Record
from peil.observe.watch.indicators import direction_watched
from peil.terms.calendar import Floats, as_date, as_day, months_covered, whole_period
from peil.terms.scale import Scale

PLOTS = "plots"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorView:
    """What one indicator shows on the day.

    Args:
        figures: those known on the day.
        direction: how the latest compare with those before.
        weights_db: (K-1,) what it adds to today's log-odds, by step; zeros without weight.
        weighed: its figures with their weights; None where it carries none.
    """

    indicator: str
    family: str
    figures: Figures
    direction: Direction
    weights_db: Floats
    weighed: AnyWeighed | None

    @property
    def reliability(self) -> float | None:
        """What its latest figure counts, 0 to 1; None where it carries no weight."""
        return self.weighed.parts[-1] if self.weighed else None

    def age_days(self, day: date) -> int:
        """Count the days since the end of its latest figure."""
        return int((as_day(day) - self.figures.end[-1]).astype(int))


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyView:
    """What a family shows: the direction of its indicators, and which of them says so."""

    family: str
    direction: str
    because: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What Peil proposes for one country on one day, and everything behind it.

    Args:
        base: the replay by which it proposes; `changed` and `left_out` are those that test it.
        explanation: how today's log-odds come about, indicator by indicator.
        evidence_until: last day that published figures are about; None without any.
        ages_days: how long ago the latest figure of each indicator ended.
        delays_days: how long after its end the latest one on a closed period first came out.
        signs: of an imminent attack, which are declared on the day.
    """

    as_of: date
    record: Record
    scale: Scale
    settings: AssessmentSettings
    base: Replay
    explanation: Explanation
    indicators: tuple[IndicatorView, ...]
    families: tuple[FamilyView, ...]
    changed: Mapping[str, Replay]
    left_out: Mapping[str, Replay]
    would_change: tuple[SwitchingValue, ...]
    evidence_until: date | None
    ages_days: tuple[int, ...] = ()
    delays_days: tuple[int, ...] = ()
    signs: tuple[Sign, ...] = ()

    @property
    def median_age_days(self) -> int | None:
        """Half of the indicators' latest figures ended longer ago; None without any."""
        return int(median(self.ages_days)) if self.ages_days else None

    @property
    def median_delay_days(self) -> int | None:
        """Half of those on a closed period first came out at least so long after it."""
        return int(median(self.delays_days)) if self.delays_days else None

    @property
    def top(self) -> int | None:
        """Index of the level that means imminence to the rule; None where none does."""
        is_imminent = self.scale.is_imminent and self.settings.rule.method == SECOND
        return self.settings.levels - 1 if is_imminent else None

    @property
    def fit(self) -> Fit:
        """How well the figures fit each level today."""
        return fit_of(self.base.posterior)

    @property
    def figures_alone(self) -> Floats:
        """(K,) how well the figures alone fit each level today, without where ageing settles."""
        _, settled = ageing(self.settings.rule, self.settings.levels)
        return figures_alone(self.base.posterior, settled)

    @property
    def favoured(self) -> int | None:
        """The level that the figures alone fit best, by index; None where it is the best fit too.

        It must be likelier by as many decibans as the rule calls information.
        """
        alone, best = self.figures_alone, self.fit.best
        gain = DECIBANS * np.log(alone.max() / alone[best])
        is_told = gain > 0 and gain >= self.settings.rule.informs_db
        return int(alone.argmax()) if is_told else None

    @property
    def coverage(self) -> float:
        """The part of the known families that have a current figure, 0 to 1."""
        return self.base.reviews[-1].coverage

    @property
    def tried(self) -> tuple[str, ...]:
        """The changes of the method under which the proposal is tried."""
        has_people = bool(self.record.population.by_year)
        return changes_tried(self.settings.rule.method, has_people=has_people)

    @property
    def broken_by(self) -> Mapping[str, Replay]:
        """The changes of the method under which another level or status is proposed."""
        now = self.base.now
        return {
            name: run
            for name, run in self.changed.items()
            if (run.now.status, run.now.level) != (now.status, now.level)
        }

    @property
    def is_robust(self) -> bool:
        """Whether no change of the method changes what is proposed."""
        return not self.broken_by

    @property
    def level_range(self) -> tuple[int, int] | None:
        """The lowest and highest level proposed under the base and any change of the method."""
        if self.base.now.status != PROPOSED:
            return None
        runs = (self.base, *self.changed.values())
        levels = [run.now.level for run in runs if run.now.level is not None]
        return min(levels), max(levels)

    @property
    def is_held(self) -> bool:
        """Whether the level is held by hysteresis: the figures of today would not raise to it."""
        level = self.base.now.level
        if not level:
            return False
        return bool(self.base.posterior[level:].sum() < self.settings.rule.p_up)

    @property
    def hold_time_months(self) -> int | None:
        """Months of pure ageing until certainty of level 3, or the highest, is held no longer."""
        rule, levels = self.settings.rule, self.settings.levels
        matrix, _ = ageing(rule, levels)
        level = min(2, levels - 1)
        return hold_time(matrix, level, rule.lowers_at(level))

    def number(self, level: int | None) -> int | None:
        """Give the number that the scale has for an index of a level."""
        return None if level is None else self.scale.numbers[level]


def assess(
    *,
    record: Record,
    scale: Scale,
    ladder: Ladder,
    rule: Rule,
    as_of: date,
    without: frozenset[str] = frozenset(),
    declared: Declared = NOTHING,
    watched: Progress = iter,
) -> Assessment:
    """Assess a country on a day, from what was published by then.

    Args:
        record: what was observed of the country.
        scale, ladder, rule: the law's levels, what they would look like, and the constants.
        as_of: the day.
        without: kinds of effort whose indicators are left out.
        declared: open plots, and signs of an imminent attack.
        watched: hands the days of the reviews on, so that a caller can show how far it is.
    """
    settings = AssessmentSettings(
        ladder=ladder, rule=rule, levels=len(scale.levels), without=without
    )
    families = sorted({*ladder.families, *ladder.totals})
    tests = variations(settings, families, has_people=bool(record.population.by_year))
    runs = replay_all(record, scale, tests, as_of, declared, watched)
    base = runs[BASE]
    known = {family.family for family in base.weighed}
    weighed = base.by_indicator
    explanation = _explain(base, weighed, settings)
    views = _indicator_views(record, weighed, explanation, as_of, without)
    return Assessment(
        as_of=as_of,
        record=record,
        scale=scale,
        settings=settings,
        base=base,
        explanation=explanation,
        indicators=views,
        families=tuple(_family_view(f, views, as_of, settings, record) for f in families),
        changed={name: runs[name] for name in runs if name in CHANGES},
        left_out={f: runs[LEFT_OUT + f] for f in families if f in known},
        would_change=tuple(would_change(base, settings, _highest(scale, rule))),
        evidence_until=_evidence_until(weighed, record),
        ages_days=tuple(int((as_day(as_of) - w.figures.end[-1]).astype(int)) for w in weighed),
        delays_days=tuple(_delays(weighed, record, as_of)),
        signs=tuple(sign for sign in declared.signs if sign.is_declared(as_of)),
    )


def _highest(scale: Scale, rule: Rule) -> int:
    """The highest level that figures alone raise to: the step to imminence needs a sign."""
    needs_sign = scale.is_imminent and rule.method == SECOND
    return len(scale.levels) - (2 if needs_sign else 1)


def _explain(
    base: Replay, weighed: Sequence[AnyWeighed], settings: AssessmentSettings
) -> Explanation:
    matrix, prior = ageing(settings.rule, settings.levels)
    each = [log_weights(one.entering(base.months)) for one in weighed]
    return explain(np.stack(each or [np.zeros_like(base.log_weights)]), matrix, prior)


def _indicator_views(
    record: Record,
    weighed: Sequence[AnyWeighed],
    explanation: Explanation,
    as_of: date,
    without: frozenset[str],
) -> tuple[IndicatorView, ...]:
    found = {w.indicator.id: (i, w) for i, w in enumerate(weighed)}
    views = []
    for name in sorted({*record.observed(), *found}):
        figures = record.figures(name, as_of)
        if not len(figures) or record.indicators[name].effort in without:
            continue
        i, own = found.get(name, (None, None))
        nothing = np.zeros(len(explanation.prior_db))
        views.append(
            IndicatorView(
                indicator=name,
                family=record.indicators[name].family,
                figures=figures,
                direction=direction_watched(record, name, as_of),
                weights_db=nothing if i is None else explanation.weights_db[i],
                weighed=own,
            )
        )
    return tuple(views)


def _family_view(
    family: str,
    views: tuple[IndicatorView, ...],
    as_of: date,
    settings: AssessmentSettings,
    record: Record,
) -> FamilyView:
    """Say a family's direction from the indicators that weigh, or else from the others.

    Only current indicators speak. One that tells a direction speaks for the family unless
    another tells another; then the family cannot tell.
    """
    members = [v for v in views if v.family == family]
    own = [v for v in members if v.weighed] or members
    speaking = [v for v in own if _is_current(v, as_of, settings.rule)]
    telling = [v for v in speaking if v.direction.word != CANNOT_TELL]
    words = {v.direction.word for v in telling}
    if len(words) == 1:
        latest = max(telling, key=_latest)
        return FamilyView(
            family=family,
            direction=words.pop(),
            because=latest.indicator,
            reason=latest.direction.reason,
        )
    because = max(speaking or own, key=_latest, default=None)
    reason = _why_not(own, speaking, words)
    if because and reason == "untold":
        reason = because.direction.reason
    if reason == "no_figures" and family == PLOTS and _lists_plots(record, as_of):
        reason = "no_complete_list"
    return FamilyView(
        family=family,
        direction=CANNOT_TELL,
        because=because.indicator if because else None,
        reason=reason,
    )


def _lists_plots(record: Record, as_of: date) -> bool:
    """Whether stopped plots are known, though their list is nowhere declared complete."""
    return any(e.status == FOILED and e.published <= as_of for e in record.events)


def _is_current(view: IndicatorView, as_of: date, rule: Rule) -> bool:
    if view.weighed:
        return view.weighed.is_current(as_of, rule)
    return bool(months_covered(view.figures.end[-1] + DAY, as_day(as_of)) <= rule.current_months)


def _latest(view: IndicatorView) -> tuple[Any, bool, str]:
    """Of figures up to the same day, prefer those that can be compared, as a share cannot."""
    return view.figures.end[-1], view.direction.power is not None, view.indicator


def _why_not(own: list[IndicatorView], speaking: list[IndicatorView], words: set[str]) -> str:
    if not own:
        return "no_figures"
    if not speaking:
        return "figures_too_old"
    return "indicators_contradict" if words else "untold"


def _evidence_until(weighed: Sequence[AnyWeighed], record: Record) -> date | None:
    """Last day that published figures are about; dated events always reach the as-of day."""
    ends = [w.figures.end[-1] for w in weighed if not record.is_dated(w.indicator.id)]
    return as_date(max(ends)) if ends else None


def _delays(weighed: Sequence[AnyWeighed], record: Record, as_of: date) -> Iterator[int]:
    """How long after its period the latest figure of each indicator was first published.

    Not told of events counted here, of stocks, of differences of totals, of what came out before
    its period had closed, and of a day of publication that is assumed. Of a known month or year
    its first day counts, so that no delay is told longer than it was.
    """
    for each in weighed:
        figures = each.figures
        if record.is_dated(each.indicator.id) or not figures.months[-1]:
            continue
        series, end = record.series[each.indicator.id], figures.end[-1]
        is_it = (series.start == figures.start[-1]) & (series.end == end)
        is_it &= (series.published > end) & (series.published <= as_day(as_of))
        known = np.flatnonzero(is_it & np.isin(series.precision, PRECISIONS))
        if known.size:
            first = known[series.published[known].argmin()]
            day = as_date(series.published[first])
            told = as_day(whole_period(day, day, series.precision[first])[0])
            yield int((max(told, end) - end).astype(int))
