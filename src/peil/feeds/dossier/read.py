"""Read a dossier: check it, then build what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter

from peil.act.local_arrangements import LocalArrangement
from peil.act.policy import Policy
from peil.act.recommendations import Finding
from peil.act.return_policy import ReturnCount, ReturnRule
from peil.act.settings import PolicySettings, default_settings
from peil.assess.ladder import Ladder, default_ladder, ladder_of
from peil.assess.rule import Rule, default_rule
from peil.assess.signs import Sign
from peil.decide.decision import Decision, OpenPlot
from peil.decide.judgement import Judgement
from peil.decide.official import OfficialLevel
from peil.feeds.dossier.build import (
    make_indicators,
    make_policy,
    make_population,
    make_series,
    records_of,
)
from peil.feeds.dossier.cells import Cells
from peil.feeds.dossier.files import Given
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
        is_fictional: whether it says that its subject is made up.
        official_sites: hosts on which authorities publish themselves.
        indicators: by id.
        series: by country and indicator, each in canonical order.
        events, windows: dated attacks and plots, and where their list is complete.
        population: by country.
        official: official levels, for comparison only.
        confirmed: days on which a source said that one was in force still.
        breaks: where series are no longer counted as before.
        scale: the levels of the subject's law.
        ladder, rule: by which levels are proposed: the dossier's own ladder, or else Peil's, and
            Peil's rule, unless others were handed in.
        open_plots: declared plots; None where nobody told.
        signs: declared signs of an imminent attack, sorted by day.
        digest: SHA-256 of all that was read, by which results are cited; see `Files.digest`.
        decisions: what people decided, sorted by day.
        judgements: what services judged, every round and vintage.
        findings, practices: of inquiries, and what is done about them; every vintage.
        policy: what policy did about them; every vintage of every table, empty without any.
        return_rules, return_counts: on who may come back from a conflict zone; every vintage.
        local_arrangements: rows on who sits where and what may be said; every vintage.
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
    decisions: tuple[Decision, ...]
    signs: tuple[Sign, ...] = ()
    confirmed: tuple[OfficialLevel, ...] = ()
    digest: str = ""
    judgements: tuple[Judgement, ...] = ()
    findings: tuple[Finding, ...] = ()
    practices: tuple[Practice, ...] = ()
    policy: Policy = field(default_factory=lambda: make_policy({}, ()))
    return_rules: tuple[ReturnRule, ...] = ()
    return_counts: tuple[ReturnCount, ...] = ()
    local_arrangements: tuple[LocalArrangement, ...] = ()
    settings: PolicySettings = field(default_factory=default_settings)
    plan: Plan | None = None
    is_fictional: bool = False
    official_sites: frozenset[str] = frozenset()
    rule: Rule = field(default_factory=default_rule)

    def decision_on(self, day: date) -> Decision | None:
        """Give the newest decision of a day or of one before it."""
        return next((each for each in reversed(self.decisions) if each.date <= day), None)


AnyDossier = Dossier | Given
"""A dossier, or what one is read from."""


def read_dossier(given: Given) -> Dossier:
    """Read a dossier from a folder, a zip archive, or contents by name.

    Raises:
        BadDossier: anything in it is wrong; the error holds every problem.

    Example:
        >>> peil.read_dossier("dossiers/belgium").country
    """
    loaded = load(given)
    if loaded.problems or loaded.scale is None:
        raise BadDossier(loaded.problems)
    return _build(loaded, loaded.scale)


def opened(
    dossier: AnyDossier, *, rule: Rule | None = None, ladder: Ladder | None = None
) -> Dossier:
    """Read a dossier unless it is read already, and put another rule or ladder in the place of its own.

    Some folders are too large to read twice. A dossier without a ladder of its own takes that of
    the rule's method.
    """
    read = dossier if isinstance(dossier, Dossier) else read_dossier(dossier)
    if rule is None and ladder is None:
        return read
    rule = rule or read.rule
    if ladder is None and read.ladder == ladder_of(read.rule.method):
        ladder = ladder_of(rule.method)
    return replace(read, rule=rule, ladder=ladder or read.ladder)


def _build(loaded: Loaded, scale: Scale) -> Dossier:
    tables, subject = loaded.tables, loaded.package.subject
    of = tables.get
    by_vintage = attrgetter("id", "published")
    by_row = attrgetter("id", "published", "counted", "source")
    findings = records_of(of("findings"), Finding, by_vintage)
    return Dossier(
        country=subject,
        title=loaded.title,
        official_sites=loaded.package.official_sites,
        is_fictional=loaded.package.is_fictional,
        indicators=make_indicators(tables["indicators"]),
        series=make_series(tables["observations"]),
        events=records_of(of("attacks"), Event, precision="date_precision"),
        windows=records_of(of("attacks_complete"), Window, lambda w: w, statuses="status"),
        population=make_population(of("population")),
        official=_levels(of("official_levels"), subject, scale),
        confirmed=_levels(of("official_levels_confirmed"), subject, scale),
        breaks=records_of(of("breaks"), Break, lambda each: each),
        scale=scale,
        ladder=loaded.ladder or default_ladder(),
        open_plots=records_of(of("plots"), OpenPlot) if "plots" in tables else None,
        signs=records_of(of("signs"), Sign, attrgetter("day", "office")),
        decisions=tuple(sorted(loaded.decisions.values(), key=attrgetter("date"))),
        digest=loaded.files.digest,
        judgements=records_of(
            of("judgements"),
            Judgement,
            attrgetter("question", "round", "service", "threshold", "date"),
        ),
        findings=findings,
        practices=records_of(of("practices"), Practice, by_vintage),
        policy=make_policy(tables, [f for f in findings if f.country == subject and f.verified]),
        return_rules=records_of(of("returns_rules"), ReturnRule, by_vintage),
        return_counts=records_of(of("returns_counts"), ReturnCount, attrgetter("key")),
        local_arrangements=records_of(of("local_arrangements"), LocalArrangement, by_row),
        settings=loaded.settings or default_settings(),
        plan=loaded.plan,
    )


def _levels(cells: Cells | None, subject: str, scale: Scale) -> tuple[OfficialLevel, ...]:
    """Read official levels, those of the subject with the first day of their scale."""
    levels = records_of(cells, OfficialLevel, attrgetter("country", "scope", "valid_from"))
    return tuple(
        replace(each, scale_from=held.valid_from)
        if each.country == subject and (held := scale.on(each.valid_from))
        else each
        for each in levels
    )
