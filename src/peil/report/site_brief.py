"""The brief of a site: every report of a dossier on one day, and every fact with its source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from peil.act.results import PolicyOnDay
from peil.decide.decision import Decision
from peil.decide.official import OfficialLevel
from peil.observe.events import IDEOLOGIES
from peil.observe.watch.series import Watch
from peil.report.words import Words
from peil.review.assessed import Assessed
from peil.review.comparison import CountryComparison
from peil.review.practices import Catalogue
from peil.review.reassessment.reassess import Reassessment
from peil.review.track.record import DossierTrack
from peil.terms.scale import Scale

FIGURES, PEERS, ATTACKS, LEVELS, DECISION = "figures", "peers", "attacks", "levels", "decision"
FINDINGS, RECOMMENDATIONS, STATUSES = "findings", "recommendations", "statuses"
ARRANGEMENTS, HAPPENINGS, FUNDING, PRACTICES = (
    "arrangements",
    "happenings",
    "funding",
    "practices",
)
KINDS = (
    FIGURES, ATTACKS, LEVELS, DECISION, FINDINGS, RECOMMENDATIONS, STATUSES, ARRANGEMENTS,
    HAPPENINGS, FUNDING, PRACTICES, PEERS,
)  # fmt: skip
"""What a dossier holds facts about, in the order in which the sources are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """One fact of the dossier that was known on the day, and where it stands.

    Args:
        kind: one of `KINDS`.
        id: of what it is about.
        names: by language; one that lacks a language goes by its English name.
        country: that it is about.
        start, end: the period that it is about.
        value: where it is a figure.
        said: what the dossier says of it, in English; the body that it is addressed to.
        codes: what is said of it in codes, which each language has words for.
        published: the day on which it became known.
    """

    kind: str
    id: str
    names: Mapping[str, str]
    country: str
    start: date
    end: date
    published: date
    source: str
    value: float | None = None
    said: str = ""
    codes: tuple[str, ...] = ()

    def name(self, words: Words) -> str:
        """Name what it is about; of money also how far it has come, and its currency."""
        name = words.name(self.names, self.id)
        if self.kind != FUNDING:
            return name
        stage, currency = self.codes
        return words.labelled(name, f"{words.code('policy_stage', stage).lower()}, {currency}")

    def sentence(self, words: Words) -> str:
        """Say what is said of it, in words where the dossier has codes."""
        if self.kind == RECOMMENDATIONS:
            return words("site.addressed", body=self.said)
        if self.said or not self.codes:
            return self.said
        first, *more = self.codes
        if self.kind == ATTACKS:
            named = words.name(IDEOLOGIES.get(more[0], {}), more[0])
            return f"{words.code('event', first)}, {named}"
        if self.kind == STATUSES:
            by, told = words.code("policy_what", first), words.code("policy_state", more[0])
            return words("site.side_says", side=by, state=told)
        return words.code("site_event", first) if self.kind == HAPPENINGS else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteBrief:
    """Everything that a site shows; a report that the dossier cannot give is None.

    Args:
        title: of the dossier.
        as_of: nothing published later is in it.
        version: of the program.
        left_out: why a page is not there, by its key, in the words of the refusal.
        facts: everything known on the day, with its source.
        official: the levels of the dossier's own country.
    """

    title: str
    country: str
    as_of: date
    version: str
    scale: Scale
    assessment: Assessed | None = None
    watch: Watch | None = None
    comparisons: tuple[CountryComparison, ...] = ()
    track: DossierTrack | None = None
    reassessment: Reassessment | None = None
    practices: Catalogue | None = None
    policy: PolicyOnDay | None = None
    decision: Decision | None = None
    official: tuple[OfficialLevel, ...] = ()
    facts: tuple[Sourced, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
