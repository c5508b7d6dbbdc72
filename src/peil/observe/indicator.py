"""Indicators: what is measured, of which family, and whether its figures may weigh."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

KINDS = ("flow_count", "flow_rate", "stock", "cumulative", "share")
EFFORTS = EXOGENOUS, EFFORT_DEPENDENT, LEVEL_CAUSED = (
    "exogenous",
    "effort_dependent",
    "level_caused",
)
FLOWS = ("flow_count", "flow_rate", "cumulative")
WORLD = "World"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What is measured: names by language code, unit, kind of measure, family and effort.

    `weighs` says whether its figures are evidence for a level; an indicator that the
    level itself causes never is. `denominator` is the id of the indicator that measures the
    work behind its counts; empty where none does. Outside `relevant_from` and `relevant_until`
    it says nothing about the threat, for the reason that is given with its source.
    """

    id: str
    names: Mapping[str, str]
    unit: str
    kind: str
    family: str
    effort: str
    definition: str
    caveat: str
    weighs: bool
    denominator: str = ""
    relevant_from: date | None = None
    relevant_until: date | None = None
    relevance_reason: str = ""
    relevance_source: str = ""

    @property
    def is_evidence(self) -> bool:
        """Whether its figures may weigh: declared so, a flow, and not caused by the level."""
        return self.weighs and self.kind in FLOWS and self.effort != LEVEL_CAUSED
