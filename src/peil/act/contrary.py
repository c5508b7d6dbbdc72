"""The contrary test, as loud: facts that speak for ending an arrangement that is kept."""

from collections.abc import Mapping

from peil.act.arrangements import (
    EVALUATED,
    LEVEL_BOUND,
    NO_EFFECT,
    NOT_ASSESSED,
    UNCLEAR,
    Arrangement,
    latest_of,
)
from peil.act.facts import Fact, all_of, sources_of
from peil.act.policy import Known
from peil.act.recurrence import LowLevel
from peil.act.settings import PolicySettings
from peil.terms.calendar import months_after

FINDINGS_CLOSED, NO_EFFECT_SHOWN, LEVEL_LOW = "findings_closed", "no_effect", "level_low"
SUNSET_PASSED, RIGHTS_UNASSESSED = "sunset_passed", "rights_unassessed"


def contrary_facts(
    known: Known, settings: PolicySettings, low: LowLevel | None
) -> dict[str, tuple[Fact, ...]]:
    """Look in every arrangement in force for what speaks for ending it.

    Args:
        known: what was known on the day.
        settings: after how many years a low level counts.
        low: since when the official level lies in the lower half of its scale; None where no
            level is known.
    """
    closed = known.closed_findings()
    return {
        each.id: (
            _findings_closed(each, closed),
            _no_effect(each, known),
            _level_low(each, known, settings, low),
            _sunset_passed(each, known),
            _rights_unassessed(each),
        )
        for each in known.in_force
    }


def _findings_closed(arrangement: Arrangement, closed: Mapping[str, bool | None]) -> Fact:
    return Fact(
        code=FINDINGS_CLOSED,
        holds=all_of(closed.get(finding) for finding in arrangement.answers),
        about=arrangement.answers,
        sources=sources_of(arrangement.source),
    )


def _no_effect(arrangement: Arrangement, known: Known) -> Fact:
    events = known.events.get(arrangement.id, ())
    last = latest_of(events, EVALUATED, until=known.day)
    if last is None or last.outcome in ("", UNCLEAR):
        return Fact(code=NO_EFFECT_SHOWN, holds=None)
    return Fact(
        code=NO_EFFECT_SHOWN,
        holds=last.outcome == NO_EFFECT,
        figures={"evaluated": last.on},
        sources=sources_of(last.source),
    )


def _level_low(
    arrangement: Arrangement, known: Known, settings: PolicySettings, low: LowLevel | None
) -> Fact:
    """Whether it scales with a level that has been low for years; a structural one does not."""
    if arrangement.coupling and arrangement.coupling != LEVEL_BOUND:
        return Fact(code=LEVEL_LOW, holds=False)
    if not arrangement.coupling or low is None:
        return Fact(code=LEVEL_LOW, holds=None)
    if low.since is None:
        return Fact(code=LEVEL_LOW, holds=False)
    years = settings.level_low_for_years
    return Fact(
        code=LEVEL_LOW,
        holds=months_after(low.since, 12 * years) <= known.day,
        figures={"since": low.since, "years": years},
        sources=sources_of(arrangement.source),
    )


def _sunset_passed(arrangement: Arrangement, known: Known) -> Fact:
    if arrangement.sunset is None:
        return Fact(code=SUNSET_PASSED, holds=None)
    return Fact(
        code=SUNSET_PASSED,
        holds=arrangement.sunset < known.day,
        figures={"sunset": arrangement.sunset},
        sources=sources_of(arrangement.source),
    )


def _rights_unassessed(arrangement: Arrangement) -> Fact:
    if not arrangement.rights:
        return Fact(code=RIGHTS_UNASSESSED, holds=None)
    return Fact(
        code=RIGHTS_UNASSESSED,
        holds=arrangement.rights == NOT_ASSESSED,
        figures={} if arrangement.rights_on is None else {"on": arrangement.rights_on},
        sources=sources_of(arrangement.source),
    )
