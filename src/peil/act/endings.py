"""Discontinuation: a structural arrangement ends only with a reasoned decision."""

from dataclasses import dataclass

from peil.act.arrangements import STRUCTURAL, Arrangement, ArrangementEvent
from peil.act.policy import Known

PARTS = ("by", "reason", "replacement", "opinions")
"""What a decision to end must say besides its day: the role that took it, why, what takes the
arrangement's place, and who was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """An arrangement that ended, and what its decision leaves out.

    Args:
        missing: parts that a reasoned decision would have; empty where none is missing, or
            where the arrangement scales with the level.
        at_risk: ids of the recommendations that it carried out.
    """

    arrangement: Arrangement
    event: ArrangementEvent
    missing: tuple[str, ...]
    at_risk: tuple[str, ...]

    @property
    def is_unreasoned(self) -> bool:
        """Whether it is structural and ended without a reasoned decision, which reports say first."""
        return bool(self.missing)


def endings_known(known: Known) -> tuple[Ending, ...]:
    """List the arrangements that ended, those without a reasoned decision first."""
    found = [
        Ending(
            arrangement=arrangement,
            event=event,
            missing=_missing(arrangement, event),
            at_risk=arrangement.carries_out,
        )
        for arrangement, event in known.endings
    ]
    return tuple(sorted(found, key=lambda each: (not each.is_unreasoned, each.event.on)))


def _missing(arrangement: Arrangement, event: ArrangementEvent) -> tuple[str, ...]:
    if arrangement.coupling != STRUCTURAL:
        return ()
    return tuple(part for part in PARTS if not getattr(event, part))


def at_risk(known: Known) -> dict[str, tuple[str, ...]]:
    """Name for each recommendation at risk the ended arrangements that carried it out."""
    found: dict[str, tuple[str, ...]] = {}
    for ending in endings_known(known):
        for recommendation in ending.at_risk:
            found[recommendation] = (*found.get(recommendation, ()), ending.arrangement.id)
    return dict(sorted(found.items()))
