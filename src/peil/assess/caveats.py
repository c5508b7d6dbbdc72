"""Caveats: what a reader must know before a proposal is used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from peil.assess.assessment import Assessment
from peil.assess.ladder import PER_HEAD, RATIO, default_ladder
from peil.assess.rule import ONLY_ATTACKS, PROPOSED
from peil.observe.events import ANY
from peil.observe.indicator import EFFORT_DEPENDENT

ALWAYS = (
    "ladder_height_matters_most",
    "rule_matters_more_than_model",
    "slow_figures_miss_rises",
)
"""What is so of every proposal, whatever its figures and its ladder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caveat:
    """One caveat: a code that the reports put into words, and what fills the sentence."""

    code: str
    values: Mapping[str, date | int | None] = field(default_factory=dict)


def caveats_of(
    assessment: Assessment, *, open_plots: int | None, with_unverified: bool
) -> tuple[Caveat, ...]:
    """List the caveats of an assessment, first those of what is measured and by which ladder.

    Args:
        assessment: what the figures support.
        open_plots: how many open plots are declared; None where nobody said.
        with_unverified: whether figures that nobody has confirmed were let in.
    """
    ladder, windows = assessment.settings.ladder, assessment.record.windows
    values: Mapping[str, Mapping[str, date | int | None]] = {
        "stale_evidence": {"until": assessment.evidence_until},
        "open_plots_block_lowering": {"count": open_plots},
    }
    hold = {
        "public_figures_only": True,
        "lists_leave_out_ideologies": bool(windows) and all(w.ideology != ANY for w in windows),
        "ladder_is_own": ladder.author == default_ladder().author,
        "ladder_was_written_with_hindsight": ladder.date > str(assessment.scale.replay_from),
        **dict.fromkeys(ALWAYS, True),
        **_of_the_figures(assessment),
        "open_plots_unknown": open_plots is None,
        "open_plots_block_lowering": bool(open_plots),
        "unverified_used": with_unverified,
    }
    codes = (code for code, holds in hold.items() if holds)
    return tuple(Caveat(code=code, values=values.get(code, {})) for code in codes)


def _of_the_figures(assessment: Assessment) -> dict[str, bool]:
    record, settings, now = assessment.record, assessment.settings, assessment.base.now
    indicators = [i for family in assessment.base.weighed for i in family.indicators]
    rules = [rule for family in assessment.base.weighed for rule in family.rules]
    measures = {rule.measure for rule in rules}
    possible = {rule.measure for rule in settings.ladder.families.values()}
    return {
        "low_coverage": assessment.coverage < settings.rule.c_min,
        "scale_interpolated": any(len(rule.values) != settings.levels for rule in rules),
        "stale_evidence": now.reason == ONLY_ATTACKS,
        "no_level_without_figures": now.status != PROPOSED,
        "effort_loop": any(i.effort == EFFORT_DEPENDENT for i in indicators),
        "ideology_is_later_knowledge": bool(record.windows),
        "population_revised": PER_HEAD in measures,
        "no_population": PER_HEAD in possible and not record.population.by_year,
        "plateau_turns_normal": RATIO in measures,
        "series_born_at_peak": RATIO in measures,
        "late_quiet_year": RATIO in measures,
    }
