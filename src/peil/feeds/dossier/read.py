"""Read a dossier: check it, then build what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from peil.act.findings import Finding
from peil.act.policy import Policy
from peil.act.settings import PolicySettings, default_settings
from peil.assess.ladder import Ladder, default_ladder
from peil.assess.rule import Rule, default_rule
from peil.decide.decision import Decision, OpenPlot
from peil.decide.judgement import Judgement
from peil.decide.official import OfficialLevel
from peil.feeds.dossier.build import (
    make_breaks,
    make_events,
    make_indicators,
    make_official,
    make_plots,
    make_population,
    make_series,
    make_windows,
)
from peil.feeds.dossier.build_policy import make_policy
from peil.feeds.dossier.build_review import make_findings, make_judgements, make_practices
from peil.feeds.dossier.load import Loaded, load
from peil.observe.breaks import Break
from peil.observe.events import Event, Window
from peil.observe.indicator import Indicator
from peil.observe.population import Population
from peil.observe.series import Series
from peil.review.practices import Practice
from peil.review.reassessment.plan import Plan
from peil.terms.errors import BadDossier
from peil.terms.scale import Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What is known of one jurisdiction and its peers.

    Args:
        country: the subject.
        title: what the dossier calls itself.
        indicators: by id.
        series: by country and indicator, each in canonical order.
        events, windows: dated attacks and plots, and where their list is complete.
        population: by country.
        official: official levels, for comparison only.
        breaks: where series are no longer counted as before.
        scale: the levels of the subject's law.
        ladder, rule: by which levels are proposed: the dossier's own ladder, or else Peil's, and
            Peil's rule, unless others were handed in.
        open_plots: declared plots; None where nobody told.
        decision: what people decided, if the dossier holds it.
        judgements: what services judged, every round and vintage.
        findings, practices: of inquiries, and what is done about them; every vintage.
        policy: what policy did about them; every vintage of every table, empty without any.
        settings: what its policy agreed on, or else Peil's.
        plan: what is asked of its policy, if the dossier says so.
    """

    country: str
    title: str
    indicators: Mapping[str, Indicator]
    series: Mapping[tuple[str, str], Series]
    events: tuple[Event, ...]
    windows: tuple[Window, ...]
    population: Mapping[str, Population]
    official: tuple[OfficialLevel, ...]
    breaks: tuple[Break, ...]
    scale: Scale
    ladder: Ladder
    open_plots: tuple[OpenPlot, ...] | None
    decision: Decision | None
    judgements: tuple[Judgement, ...] = ()
    findings: tuple[Finding, ...] = ()
    practices: tuple[Practice, ...] = ()
    policy: Policy = field(default_factory=lambda: make_policy({}, ()))
    settings: PolicySettings = field(default_factory=default_settings)
    plan: Plan | None = None
    rule: Rule = field(default_factory=default_rule)


def read_dossier(path: Path) -> Dossier:
    """Read the folder of a dossier.

    Raises:
        BadDossier: anything in it is wrong; the error holds every problem.
    """
    loaded = load(path)
    if loaded.problems or loaded.scale is None:
        raise BadDossier(loaded.problems)
    return _build(loaded, loaded.scale)


def opened(
    dossier: Path | Dossier, *, rule: Rule | None = None, ladder: Ladder | None = None
) -> Dossier:
    """Read a dossier unless it is read already, and put another rule or ladder in the place of its own.

    Some folders are too large to read twice.
    """
    read = dossier if isinstance(dossier, Dossier) else read_dossier(dossier)
    if rule is None and ladder is None:
        return read
    return replace(read, rule=rule or read.rule, ladder=ladder or read.ladder)


def _build(loaded: Loaded, scale: Scale) -> Dossier:
    tables, subject = loaded.tables, loaded.package.subject
    findings = make_findings(tables["findings"]) if "findings" in tables else ()
    return Dossier(
        country=subject,
        title=loaded.package.title,
        indicators=make_indicators(tables["indicators"]),
        series=make_series(tables["observations"]),
        events=make_events(tables["attacks"]) if "attacks" in tables else (),
        windows=make_windows(tables["attacks_complete"]) if "attacks_complete" in tables else (),
        population=make_population(tables["population"]) if "population" in tables else {},
        official=make_official(tables["official_levels"]) if "official_levels" in tables else (),
        breaks=make_breaks(tables["breaks"]) if "breaks" in tables else (),
        scale=scale,
        ladder=loaded.ladder or default_ladder(),
        open_plots=make_plots(tables["plots"]) if "plots" in tables else None,
        decision=loaded.decision,
        judgements=make_judgements(tables["judgements"]) if "judgements" in tables else (),
        findings=findings,
        practices=make_practices(tables["practices"]) if "practices" in tables else (),
        policy=make_policy(tables, [f for f in findings if f.country == subject and f.verified]),
        settings=loaded.settings or default_settings(),
        plan=loaded.plan,
    )
