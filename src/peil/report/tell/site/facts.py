"""What a site is told from: the results of a dossier on one day, and every fact with its source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from peil.decide.decision import Decision
from peil.decide.official import InForce, OfficialLevel
from peil.observe.events import IDEOLOGIES
from peil.report.model import Block, Report, Saying
from peil.report.tell.parts import report, worked_out
from peil.report.words import Words
from peil.terms.scale import Scale
from peil.terms.text import without_stop

FIGURES, PEERS, ATTACKS, LEVELS, DECISION = "figures", "peers", "attacks", "levels", "decision"
FINDINGS, RECOMMENDATIONS, STATUSES = "findings", "recommendations", "statuses"
ARRANGEMENTS, HAPPENINGS, FUNDING = "arrangements", "happenings", "funding"
PRACTICES, RETURNS, LOCAL = "practices", "returns", "local"
KINDS = (
    FIGURES, ATTACKS, LEVELS, DECISION, FINDINGS, RECOMMENDATIONS, STATUSES, ARRANGEMENTS,
    HAPPENINGS, FUNDING, RETURNS, LOCAL, PRACTICES, PEERS,
)  # fmt: skip
"""What a dossier holds facts about, in the order in which the sources are listed."""
AUTHORITY, OTHERS, NO_LINK = "authority", "others", "no_link"
"""Where a source leads: to a page of an authority among others, to those of others alone, or nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """One fact of the dossier that was known on the day, and where it stands.

    Args:
        kind: one of `KINDS`.
        id: of what it is about.
        names: by language; one that lacks a language goes by its English name.
        country: that it is about.
        start, end: the period that it is about.
        read_at: AUTHORITY, OTHERS or NO_LINK.
        ended: of a rule: the day on which it no longer held, and how exactly that is known.
        value, unit: where it is a figure.
        is_rough: whether its source gives a bound or a rounded figure, or it is derived.
        is_worked_out: whether the makers of the dossier worked it out from other figures.
        said: what the dossier says of it; the body that it is addressed to.
        codes: what is said of it in codes, which each language has words for.
        published, precision: the day on which it became known, and how exactly that is known.
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
    unit: str = ""
    is_rough: bool = False
    is_worked_out: bool = False
    said: str = ""
    codes: tuple[str, ...] = ()
    precision: str = "day"
    read_at: str = NO_LINK
    ended: tuple[date, str] | None = None

    def name(self, words: Words) -> str:
        """Name what it is about; of an attack also its day, of a rule its end, of money its stage."""
        name = words.name(self.names, self.id)
        if self.kind == ATTACKS:
            is_day = self.start == self.end
            when = words.day(self.start) if is_day else words.period(self.start, self.end)
            return f"{name}, {when}"
        if self.kind in (RETURNS, LOCAL):
            country = words.country(self.country)
            own = words.small(without_stop(name))
            if self.ended:
                own = words("site.no_longer", rule=own, day=words.known(*self.ended))
            return words("site.of_country", country=country, name=own)
        if self.kind != FUNDING:
            return name
        stage, currency = self.codes
        return words.labelled(name, f"{words.code('policy_stage', stage).lower()}, {currency}")

    def figure(self, words: Words) -> str:
        """Write its figure, with "about" where it is rough and a mark where it is ours; nothing without one."""
        if self.value is None:
            return ""
        number = words.number(self.value, 2)
        said = words("compare.about", number=number) if self.is_rough else number
        return worked_out(words.in_unit(said, self.unit), words, by_us=self.is_worked_out)

    def is_sentence(self, words: Words) -> bool:
        """Say whether its name is a whole sentence, such as a rule."""
        name = words.name(self.names, self.id)
        return name != without_stop(name)

    def sentence(self, words: Words) -> str:
        """Say what is said of it, in words where the dossier has codes."""
        if self.kind == RECOMMENDATIONS:
            return words("site.addressed", body=self.said)
        if self.said or not self.codes:
            return words.told(self.said)
        first, *more = self.codes
        if self.kind == ATTACKS:
            named = words.name(IDEOLOGIES.get(more[0], {}), more[0])
            return words("site.attack", event=words.code("event", first), ideology=named)
        if self.kind == STATUSES:
            by, told = words.code("policy_what", first), words.code("policy_state", more[0])
            return words("site.side_says", side=by, state=told)
        return words.code("site_event", first) if self.kind == HAPPENINGS else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFound:
    """Everything that a site shows.

    Args:
        title: of the dossier.
        day: nothing published later is in it.
        version: of the program.
        results: by the key of their kind of report; a kind of several has its first.
        left_out: why a kind is not there, by its key, in the words of the refusal.
        facts: everything known on the day, with its source.
        official: the levels of the dossier's own country.
        decisions: those made by the day, oldest first.
        elsewhere: the level of each other country that the dossier speaks of; None where none is known.
    """

    title: str
    country: str
    day: date
    version: str
    scale: Scale
    results: Mapping[str, Any] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    facts: tuple[Sourced, ...] = ()
    official: tuple[OfficialLevel, ...] = ()
    elsewhere: Mapping[str, InForce | None] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()

    def page(
        self, key: str, name: str, words: Words, blocks: Iterable[Block], headline: Saying = ""
    ) -> Report:
        """Make a page that gathers what others show; its name is its headline without one."""
        return report(
            key,
            words,
            title=f"{name} – {words.told(self.title)}",
            kicker="",
            headline=headline or name,
            day=self.day,
            as_known="",
            blocks=blocks,
        )
