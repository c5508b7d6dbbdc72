"""What is found out about policy: a lowering stated, a day from every side, and two days compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from peil.act.answers import Answered
from peil.act.balance import Balance
from peil.act.changes import PolicyChange
from peil.act.endings import Ending
from peil.act.policy import Known
from peil.act.settings import PolicySettings
from peil.act.status import PolicyStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedLowering:
    """A consequence statement with its answers, and the endings known on its day.

    `names` are those of the findings and indicators that it speaks of, by id and language.
    """

    country: str
    answered: Answered
    endings: tuple[Ending, ...]
    settings: PolicySettings
    names: Mapping[str, Mapping[str, str]]

    @property
    def day(self) -> date:
        """The day of the lowering."""
        return self.answered.statement.step.on


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedDays:
    """What was there on one day against another, with the names of what is compared.

    `balances` are those of the two days, each from what was known on it.
    """

    country: str
    earlier: date
    later: date
    arrangements: tuple[PolicyChange, ...]
    recommendations: tuple[PolicyChange, ...]
    endings: tuple[Ending, ...]
    balances: tuple[Balance, ...]
    names: Mapping[str, str]

    @property
    def day(self) -> date:
        """The day of knowledge."""
        return self.later


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyOnDay:
    """Policy as known on a day, from every side.

    Args:
        known: what was known on the day.
        status: where it stands; its chain reaches the level where the level rests on it.
        settings: what the dossier agreed on.
        first_known: the day on which each arrangement first became known.
        indicators: names by language, by id.
        rests_on: ids of the indicators that carry weight in the proposal of the day.
        lowering: the statement of the latest lowering of the country's level; None without one.
        diff: what was there on the day of that lowering against now; None where they are one day.
        balances: of prevention and repression, oldest first, each as known on its own day.
    """

    country: str
    known: Known
    status: PolicyStatus
    settings: PolicySettings
    first_known: Mapping[str, date] = field(default_factory=dict)
    indicators: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rests_on: frozenset[str] = frozenset()
    lowering: StatedLowering | None = None
    diff: ComparedDays | None = None
    balances: tuple[Balance, ...] = ()

    @property
    def day(self) -> date:
        """The day of knowledge."""
        return self.known.day

    @property
    def endings(self) -> tuple[Ending, ...]:
        """The endings known on the day, those without a reasoned decision first."""
        return self.status.endings

    def body(self, id_: str) -> str:
        """Name a body."""
        return self.settings.bodies.get(id_, id_)
