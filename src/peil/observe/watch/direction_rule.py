"""What is said of each period: a direction with its reason and its probability."""

from dataclasses import dataclass

import numpy as np

from peil.observe.direction import CANNOT_TELL, RISING, STEADY, SURE, WANING
from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import Counts
from peil.observe.watch.rate_ratio import RateRatio, is_recent
from peil.observe.watch.signals import Signals
from peil.terms.calendar import Flags, Floats, Labels

_RULE = CONSTANTS["direction"]
SHARE, MOST_DOUBT = float(_RULE["share_of_budget"]), float(_RULE["most_doubt"])
ENOUGH = float(_RULE["most_variance"])


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodDirections:
    """Direction, the code of its reason, and where steady its probability, for each period."""

    direction: Labels
    reason: Labels
    probability: Floats


def apply_direction_rule(
    counts: Counts, signals: Signals, compared: RateRatio, budget: float
) -> PeriodDirections:
    """Say what a signal means, or else what the compared years show, or that nobody can tell.

    A direction is a movement: a signal says one for a year, as long as the time since it began
    bears it out. After that the changed level is what the latest year is compared with, and
    the day since when it has changed is kept. A lasting change of which no more is known than one
    count outside its bounds is said as that count.

    Rising and waning have no probability. They are said because something was met that is
    looked for in every period, so that the probability of a single comparison would be too
    high by far; how often they are wrong, the budget says.

    Args:
        budget: false signals a year, in each direction.
    """
    n = len(signals)
    said = PeriodDirections(
        direction=np.full(n, CANNOT_TELL, dtype=object),
        reason=np.full(n, "no_direction_probable", dtype=object),
        probability=np.full(n, np.nan),
    )
    sure = 1 - min(SHARE * budget, MOST_DOUBT)
    with np.errstate(invalid="ignore"):
        few = ~(compared.spread <= ENOUGH)
        rises = compared.rising >= sure
        falls = compared.waning >= sure
        steady = compared.steady >= SURE
    _put(said, few, CANNOT_TELL, "too_few_events")
    _put(said, steady, STEADY, "no_signal", compared.steady)
    _put(said, rises, RISING, "settled")
    _put(said, falls, WANING, "settled")
    _put(said, np.isnan(compared.rising), CANNOT_TELL, "baseline_too_short")
    _put(said, np.isnan(counts.count[signals.at]), CANNOT_TELL, "no_report")
    recent = is_recent(counts, signals)
    latest = counts.count[signals.at]
    for since, word, probability, is_outside in (
        (signals.rise_since, RISING, compared.rising, latest > signals.upper),
        (signals.fall_since, WANING, compared.waning, latest < signals.lower),
    ):
        given = (since >= 0) & recent & (probability >= SURE)
        is_lasting = signals.is_lasting & ~((since == signals.at) & is_outside)
        _put(said, given & ~is_lasting, word, "signal_period")
        _put(said, given & is_lasting, word, "signal_shift")
    return said


def _put(
    said: PeriodDirections,
    where: Flags,
    direction: str,
    reason: str,
    probability: Floats | None = None,
) -> None:
    said.direction[where], said.reason[where] = direction, reason
    said.probability[where] = np.nan if probability is None else probability[where]
