"""Themes: which of them the inquiries of several countries share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from peil.act.recommendations import ASKED, OTHER, Finding


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
