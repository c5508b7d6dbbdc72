"""Settings of the track record: conventions, stated before any result and never tuned."""

from dataclasses import dataclass

from peil.terms.errors import BadInput

ATTACK, COMPLETED, DEADLY = "attack", "completed", "deadly"
SEVERITIES = (ATTACK, COMPLETED, DEADLY)
LONGEST_HORIZON = 120
OFFICIAL, PROPOSED, STANDS = "official", "proposal", "held"
"""Whose levels they are: an authority's; Peil's, where it proposed one; and those that its rule stood
at on every day, proposed or not."""
BETTER, WORSE, UNDECIDED = "better", "worse", "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackSettings:
    """What a level, a warning and an outcome are; `docs/methods/track.md` gives the reasons.

    Args:
        horizons: months after a review within which an event counts.
        severity: attack, completed or deadly.
        lead_days: days that a raise must lie before an event to be timely.
        standing_days: days after which a raised level is no warning of one event.
        late_days: days after an event within which a raise is a reaction.
        past_months: earlier reviews that climatology needs.
        fewest_years: years of 365 days below which levels of one scale and scope beside a complete
            list are not scored.
        prior_months: weight of climatology in a learned frequency, in reviews.
        fewest_blocks: blocks below which no difference is called.
        resamples, seed: of the bootstrap.
    """

    horizons: tuple[int, ...] = (6, 12, 24)
    severity: str = ATTACK
    lead_days: int = 7
    standing_days: int = 365
    late_days: int = 30
    past_months: int = 24
    fewest_years: int = 5
    prior_months: float = 12.0
    fewest_blocks: int = 8
    resamples: int = 2000
    seed: int = 2014

    def __post_init__(self) -> None:
        if self.severity not in SEVERITIES:
            raise BadInput(f"there is no severity {self.severity!r}; use {', '.join(SEVERITIES)}")
        wrong = [h for h in self.horizons if not 1 <= h <= LONGEST_HORIZON]
        if wrong or not self.horizons or len(set(self.horizons)) < len(self.horizons):
            raise BadInput(
                f"the horizons are {', '.join(map(str, self.horizons)) or 'none'}; give different "
                f"whole months from 1 to {LONGEST_HORIZON}, such as 6,12,24"
            )
