"""What the views of policy are made from: a day's status, the lowering before it, and the years."""

from dataclasses import dataclass
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
        status: where it stands.
        lowering: the statement of the latest lowering of the country's level; None without one.
        diff: what was there on the day of that lowering against now; None where they are one day.
        balances: of prevention and repression, oldest first, each as known on its own day.
    """

    known: Known
    status: StatusBrief
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
