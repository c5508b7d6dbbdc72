"""Exact ratio of two ratios: did one country's events change otherwise than another's?

Given how many events each country had, and how many came later in all, the later events of one
country follow Fisher's noncentral hypergeometric distribution, whatever both rates were.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaln
from scipy.stats import binom

from peil.terms.calendar import Floats

WIDEST = 60.0
"""Logarithm of the largest ratio that is looked for."""
NEGLIGIBLE = 1e-10
MOST_SUMS = 2_000
"""Most sums of later events that are evaluated; of more, only every second, third and so on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Events of one country before and later, with what their rates are divided by."""

    before: float
    later: float
    exposure_before: float
    exposure_later: float

    @property
    def events(self) -> float:
        """All events."""
        return self.before + self.later

    @property
    def ratio(self) -> float:
        """Rate later to rate before; NaN without any event before."""
        if not self.before > 0:
            return float("nan")
        return (self.later / self.exposure_later) / (self.before / self.exposure_before)

    def whole(self) -> "Pair":
        """Round to whole events."""
        return replace(self, before=float(round(self.before)), later=float(round(self.later)))


def unchanged_odds(own: Pair, peer: Pair) -> float:
    """Give the odds ratio of counts that two equal ratios of rates have."""
    shares = own.exposure_later / own.exposure_before, peer.exposure_later / peer.exposure_before
    return shares[0] / shares[1]


def ratio_of_ratios(own: Pair, peer: Pair, level: float) -> tuple[float, float, float]:
    """Give one country's ratio divided by another's, with the exact interval.

    Args:
        own, peer: events of both, rounded to whole ones for the interval.
        level: coverage, at least reached.

    Returns:
        Estimate, low and high. NaN where the totals leave nothing to vary; the low end is 0 and
        the high one infinite where the counts give no such end.

    Source:
        Fisher (1935), J. R. Stat. Soc. 98(1), 39-82; Cornfield (1956), Proc. Third Berkeley
        Symposium 4, 135-148.
    """
    peers = peer.ratio
    estimate = own.ratio / peers if peers > 0 else float("nan")
    table, scale = _table(own.whole(), peer.whole()), unchanged_odds(own, peer)
    least, most = table.support[0], table.support[-1]
    if least == most:
        return estimate, float("nan"), float("nan")
    tail = (1 - level) / 2
    low = 0.0 if table.x == least else _solve(table, tail, is_upper=True) / scale
    high = float("inf") if table.x == most else _solve(table, tail, is_upper=False) / scale
    return estimate, low, high


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """Later events of the own country, and what they may be given the totals."""

    x: float
    support: Floats
    log_ways: Floats

    def tail(self, log_odds: float, *, is_upper: bool) -> float:
        log_weight = self.log_ways + self.support * log_odds
        weight = np.exp(log_weight - log_weight.max())
        kept = self.support >= self.x if is_upper else self.support <= self.x
        return float(weight[kept].sum() / weight.sum())


def _table(own: Pair, peer: Pair) -> _Table:
    later = own.later + peer.later
    least, most = max(0.0, later - peer.events), min(own.events, later)
    support = np.arange(least, most + 1)
    ways = _log_ways(own.events, support) + _log_ways(peer.events, later - support)
    return _Table(x=own.later, support=support, log_ways=ways)


def _log_ways(number: float, chosen: Floats) -> Floats:
    ways: Floats = gammaln(number + 1) - gammaln(chosen + 1) - gammaln(number - chosen + 1)
    return ways


def _solve(table: _Table, tail: float, *, is_upper: bool) -> float:
    def beyond(log_odds: float) -> float:
        return table.tail(log_odds, is_upper=is_upper) - tail

    return float(np.exp(brentq(beyond, -WIDEST, WIDEST, xtol=1e-10)))


def power_against(own: Pair, peer: Pair, asked: float, alpha: float) -> float | None:
    """Give the power of the one-sided exact test that one ratio is so many times another.

    The own country had as many events before as were counted; later it has as many as the
    other's ratio times what is asked would give. Both totals are taken as given.

    Returns:
        None where the other country's ratio is not known, for want of events before.
    """
    if not peer.before > 0:
        return None
    expected = own.before * own.exposure_later / own.exposure_before * peer.ratio * asked
    number, others = round(own.before + expected), round(peer.events)
    if number == 0 or others == 0:
        return 0.0
    both = _Both(
        own=binom.pmf(np.arange(number + 1), number, expected / (own.before + expected)),
        peer=binom.pmf(np.arange(others + 1), others, peer.later / peer.events),
        own_ways=_log_ways(number, np.arange(number + 1.0))
        + np.arange(number + 1) * np.log(unchanged_odds(own, peer)),
        peer_ways=_log_ways(others, np.arange(others + 1.0)),
    )
    parts = np.array([both.found(later, alpha, is_fall=asked < 1) for later in both.sums()])
    found, weight = parts.sum(axis=0)
    return float(found / weight) if weight else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Both:
    """Chances of the later events of both countries, and the ways to choose them.

    Args:
        own, peer: chance of each number of later events.
        own_ways, peer_ways: logarithms of the ways, those of the own country with the odds
            that no change has.
    """

    own: Floats
    peer: Floats
    own_ways: Floats
    peer_ways: Floats

    def sums(self) -> list[int]:
        """List the values that the sum of later events may take, leaving out negligible tails."""
        ends = [np.flatnonzero(chance > NEGLIGIBLE)[[0, -1]] for chance in (self.own, self.peer)]
        low, high = (int(end) for end in np.sum(ends, axis=0))
        return list(range(low, high + 1, -(-(high - low + 1) // MOST_SUMS)))

    def found(self, later: int, alpha: float, *, is_fall: bool) -> tuple[float, float]:
        """Give the chance that the test rejects at one sum, and that of the sum."""
        first = max(0, later - len(self.peer) + 1)
        last = min(len(self.own) - 1, later)
        others = later - np.arange(first, last + 1)
        joint = self.own[first : last + 1] * self.peer[others]
        ways = self.own_ways[first : last + 1] + self.peer_ways[others]
        chance = np.exp(ways - ways.max())
        if not is_fall:
            joint, chance = joint[::-1], chance[::-1]
        tail = np.cumsum(chance)
        return float(joint[tail <= alpha * tail[-1]].sum()), float(joint.sum())
