"""Good practices: what they answer, how well they are shown, and which finding has none."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from peil.act.facts import ById, latest_known, public_later, without
from peil.act.recommendations import ASKED, OTHER, THEMES, Finding
from peil.terms.packaged import packaged

UNSHOWN = ("none", "expert")
"""Grades of practices whose effect nobody is known to have examined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice(ById):
    """What is done or recommended somewhere.

    Args:
        id: short name; a later state of knowledge repeats it with a later day of publication.
        country: where it is done, or whose words they are.
        statement: what it is, in the words of whoever made the dossier.
        themes: of the findings that it bears on.
        findings: ids of those that it answers.
        evidence, evidence_reason: how well its effect is shown, and why it has this grade.
        transfer: under which conditions it travels; empty where nobody said.
        counter_evidence: what speaks against it; empty where nothing was read.
        published, published_precision: the day on which that was public, and how exactly it is known.
        verified: whether it was read in its source.
    """

    id: str
    country: str
    name: str
    statement: str
    themes: tuple[str, ...]
    findings: tuple[str, ...]
    evidence: str
    evidence_reason: str
    transfer: str
    counter_evidence: str
    published: dt.date
    published_precision: str
    source: str
    verified: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceGrade:
    """One step of the scale of evidence, with its meaning in English."""

    id: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeCell:
    """What inquiries of one country found in one theme."""

    findings: tuple[str, ...]
    inquiries: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedThemes:
    """Themes by countries: which findings of the subject are also found elsewhere.

    Args:
        subject: the country of the dossier.
        countries: the subject first, then the others by name.
        cells: by theme and country, where anything was found.
        own: the asked themes in which an inquiry of the subject found something.
        shared: those of `own` in which an inquiry of another country did too.
        elsewhere: the countries of `shared`.
    """

    subject: str
    countries: tuple[str, ...]
    cells: Mapping[tuple[str, str], ThemeCell]
    own: tuple[str, ...]
    shared: tuple[str, ...]
    elsewhere: tuple[str, ...]

    @property
    def alone(self) -> tuple[str, ...]:
        """The themes that no inquiry of another country in the table found."""
        return tuple(theme for theme in self.own if theme not in self.shared)

    @property
    def themes(self) -> tuple[str, ...]:
        """The asked themes, and `other` where anything was found in it."""
        has_other = any(theme == OTHER for theme, _ in self.cells)
        return (*ASKED, OTHER) if has_other else ASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Findings and practices as known on a day, and what links them.

    Args:
        subject: the country of the dossier.
        as_of: the day of knowledge.
        findings, practices: the latest vintage of each, by id.
        answers: by finding, the practices that answer it, the best shown first.
        left_out: how many rows nobody read in their source; they are left out unless asked for.
        themes: the findings by theme and country.
    """

    subject: str
    as_of: dt.date
    findings: tuple[Finding, ...]
    practices: tuple[Practice, ...]
    answers: Mapping[str, tuple[Practice, ...]]
    left_out: int
    themes: SharedThemes

    @property
    def unanswered(self) -> tuple[Finding, ...]:
        """The findings that no practice answers, in the order of reading."""
        return tuple(finding for finding in self.in_order if not self.answers[finding.id])

    @property
    def in_order(self) -> tuple[Finding, ...]:
        """The findings of the subject, then those of others by country; by theme and day in each."""

        def place(f: Finding) -> tuple[bool, str, int, dt.date, str]:
            return f.country != self.subject, f.country, THEMES.index(f.theme), f.date, f.id

        return tuple(sorted(self.findings, key=place))

    @property
    def unshown(self) -> tuple[Practice, ...]:
        """The practices without a study of their effect."""
        return tuple(practice for practice in self.practices if practice.evidence in UNSHOWN)

    @property
    def contradicted(self) -> tuple[Practice, ...]:
        """The practices against which something speaks."""
        return tuple(practice for practice in self.practices if practice.counter_evidence)


@cache
def evidence_grades() -> tuple[EvidenceGrade, ...]:
    """Give the scale of evidence, from least to best.

    Source:
        Sherman et al. (1997), Preventing Crime, chapter 2.
    """
    return tuple(EvidenceGrade(**row) for row in packaged("review", "evidence.toml")["grade"])


def evidence_source() -> str:
    """Say where the scale of evidence comes from."""
    return str(packaged("review", "evidence.toml")["source"])


def catalogue(
    findings: Sequence[Finding],
    practices: Sequence[Practice],
    *,
    subject: str,
    as_of: dt.date,
    with_unverified: bool = False,
) -> Catalogue:
    """Link practices to the findings that they answer, as known on a day.

    A link to a finding that was not public yet is no link yet, and is not named.

    Args:
        findings, practices: every vintage.
        subject: the country of the dossier.
        as_of: nothing published later is used.
        with_unverified: whether rows that nobody read in their source are let in.
    """
    read = [f for f in findings if f.verified or with_unverified]
    found = tuple(latest_known(read, as_of))
    later = public_later(findings, as_of)
    done = tuple(
        replace(each, findings=without(each.findings, later))
        for each in latest_known([p for p in practices if p.verified or with_unverified], as_of)
    )
    unread = [f.published for f in findings if not f.verified]
    unread += [p.published for p in practices if not p.verified]
    return Catalogue(
        subject=subject,
        as_of=as_of,
        findings=found,
        practices=done,
        answers={f.id: _best_first([p for p in done if f.id in p.findings]) for f in found},
        left_out=0 if with_unverified else sum(day <= as_of for day in unread),
        themes=share_themes(found, subject),
    )


def _best_first(practices: Sequence[Practice]) -> tuple[Practice, ...]:
    rank = {grade.id: i for i, grade in enumerate(evidence_grades())}
    return tuple(sorted(practices, key=lambda p: (-rank[p.evidence], p.id)))


def share_themes(findings: Sequence[Finding], subject: str) -> SharedThemes:
    """Set the themes of a country's inquiries beside those of inquiries elsewhere.

    It is a table of facts and not a measure: an inquiry looks where something went wrong, and a
    country without one is missing, not better. A theme that nobody else found may be one that
    nobody else looked for.

    Args:
        findings: one vintage of each.
        subject: the country that is asked about.
    """
    others = sorted({finding.country for finding in findings} - {subject})
    cells = {
        (theme, country): _cell([f for f in findings if (f.theme, f.country) == (theme, country)])
        for theme, country in sorted({(f.theme, f.country) for f in findings})
    }
    own = tuple(theme for theme in ASKED if (theme, subject) in cells)
    shared = tuple(t for t in own if any((t, country) in cells for country in others))
    return SharedThemes(
        subject=subject,
        countries=(subject, *others),
        cells=cells,
        own=own,
        shared=shared,
        elsewhere=tuple(c for c in others if any((theme, c) in cells for theme in shared)),
    )


def _cell(findings: Sequence[Finding]) -> ThemeCell:
    return ThemeCell(
        findings=tuple(finding.id for finding in findings),
        inquiries=tuple(sorted({finding.inquiry for finding in findings})),
        sources=tuple(sorted({finding.source for finding in findings})),
    )
