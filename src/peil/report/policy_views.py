"""What the views of policy are made from: a day's status, the lowering before it, and the years."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from peil.act.balance import Balance
from peil.act.policy import Known
from peil.act.settings import PolicySettings
from peil.report.policy_brief import DiffBrief, LoweringBrief, StatusBrief


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyViews:
    """Policy as known on a day, from every side.

    Args:
        known: what was known on the day.
        status: where it stands; its chain reaches the level where the level rests on it.
        first_known: the day on which each arrangement first became known.
        indicators: names by language, by id.
        rests_on: ids of the indicators that carry weight in the proposal of the day.
        lowering: the statement of the latest lowering of the country's level; None without one.
        diff: what was there on the day of that lowering against now; None where they are one day.
        balances: of prevention and repression, oldest first, each as known on its own day.
    """

    known: Known
    status: StatusBrief
    first_known: Mapping[str, date] = field(default_factory=dict)
    indicators: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rests_on: frozenset[str] = frozenset()
    lowering: LoweringBrief | None = None
    diff: DiffBrief | None = None
    balances: tuple[Balance, ...] = ()

    @property
    def day(self) -> date:
        """The day of knowledge."""
        return self.known.day

    @property
    def settings(self) -> PolicySettings:
        """What the dossier agreed on."""
        return self.status.settings

    def body(self, id_: str) -> str:
        """Name a body."""
        return self.settings.bodies.get(id_, id_)
