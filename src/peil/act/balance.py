"""The balance of prevention and repression, with an interval for doubtful classification."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from peil.act.arrangements import Arrangement, Shares
from peil.act.funding import STAGES, Budget
from peil.act.policy import Known, Policy, known_on
from peil.act.settings import MONEY, STAFF, PolicySettings
from peil.terms.calendar import Floats

TYPES = {"prevent": (1.0, 0.0, 0.0), "pursue": (0.0, 1.0, 0.0)}
"""What a type says of an arrangement that nobody classified: its preventive, repressive and enabling part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Prevention over prevention and repression on a day.

    Args:
        low, middle, high: 0 is all repression, 1 all prevention; None where nothing known
            is either.
        by: what an arrangement weighs by: count, staff or money.
        weighed: arrangements in force that it holds.
        unclassified: those among them whose shares nobody gave, which are weighed by their type.
        unknown: arrangements in force that it leaves out: their weight is not known.
    """

    day: date
    low: float | None
    middle: float | None
    high: float | None
    by: str
    weighed: int
    unclassified: int
    unknown: int

    def is_below(self, floor: float) -> bool | None:
        """Whether the whole interval lies below a floor; None where the floor lies in it."""
        if self.low is None or self.high is None or self.low < floor <= self.high:
            return None
        return self.high < floor


def balance_on(known: Known, settings: PolicySettings) -> Balance:
    """Weigh the arrangements in force on a day, by count, staff or money."""
    return _balance(_weighed(known, settings).sum(axis=0), known, settings)


def balance_without(known: Known, settings: PolicySettings) -> dict[str, Balance]:
    """Give for each arrangement in force the balance of all the others."""
    weighed = _weighed(known, settings)
    others = weighed.sum(axis=0) - weighed
    return {
        arrangement.id: _balance(sums, known, settings)
        for arrangement, sums in zip(known.in_force, others, strict=True)
    }


def balance_through_time(
    policy: Policy, days: Iterable[date], settings: PolicySettings
) -> tuple[Balance, ...]:
    """Weigh a policy on several days, each from what was known on it."""
    return tuple(balance_on(known_on(policy, day), settings) for day in days)


def _weighed(known: Known, settings: PolicySettings) -> Floats:
    """Weigh the arrangements in force.

    Returns:
        (A, 9) preventive and repressive weight of each at its lowest balance, as classified, and
        at its highest; then 1 where it is weighed, unclassified, of unknown weight.
    """
    rows = []
    for one in known.in_force:
        weight = _weight(known, one, settings)
        shares = one.shares or _by_type(one.type, settings.type_doubt)
        parts = ((weight or 0.0) * part for part in _parts(shares))
        is_known, is_classified = weight is not None, one.shares is not None
        rows.append([*parts, is_known, is_known and not is_classified, not is_known])
    return np.array(rows, dtype=np.float64).reshape(-1, 9)


def _by_type(type_: str, doubt: float) -> Shares:
    preventive, repressive, enabling = TYPES.get(type_, (0.0, 0.0, 1.0))
    return Shares(preventive=preventive, repressive=repressive, enabling=enabling, doubt=doubt)


def _balance(sums: Floats, known: Known, settings: PolicySettings) -> Balance:
    return Balance(
        day=known.day,
        low=_ratio(*sums[0:2]),
        middle=_ratio(*sums[2:4]),
        high=_ratio(*sums[4:6]),
        by=settings.balance_by,
        weighed=int(sums[6]),
        unclassified=int(sums[7]),
        unknown=int(sums[8]),
    )


def _ratio(preventive: float, repressive: float) -> float | None:
    both = preventive + repressive
    return float(preventive / both) if both > 1e-12 else None


def _parts(shares: Shares) -> tuple[float, ...]:
    """Preventive and repressive part at the lowest, the middle and the highest balance."""
    p, r, doubt = shares.preventive, shares.repressive, shares.doubt
    least = max(p - doubt, 0.0)
    fewest = max(r - doubt, 0.0)
    return (least, min(r + doubt, 1.0 - least), p, r, min(p + doubt, 1.0 - fewest), fewest)


def _weight(known: Known, arrangement: Arrangement, settings: PolicySettings) -> float | None:
    if settings.balance_by == STAFF:
        return arrangement.staff
    if settings.balance_by == MONEY:
        return _money(known.money(arrangement.id), known.day.year, settings.currency)
    return 1.0


def _money(money: Sequence[Budget], year: int, currency: str) -> float | None:
    """The year's money in a currency, at the stage that it has come furthest."""
    own = [each for each in money if each.year == year and each.currency == currency]
    if not own:
        return None
    furthest = max(STAGES.index(each.stage) for each in own)
    return sum(each.amount for each in own if STAGES.index(each.stage) == furthest)
