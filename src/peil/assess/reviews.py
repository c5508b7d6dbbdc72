"""Reviews replayed, each on the vintage of its own day: what a replay is asked and what it gives."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

import numpy as np

from peil.assess.evidence import AssessmentSettings, Weighed
from peil.assess.forward_filter import DECIBANS, settled, transition
from peil.assess.rule import Proposal, Review, Rule
from peil.assess.signs import Sign
from peil.assess.weighed_streams import WeighedStreams
from peil.terms.calendar import Floats, Ints

AnyWeighed = Weighed | WeighedStreams


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """One way to run the replay: its settings, and families whose evidence is left out.

    The second method leaves out one family at most, and names none that bears the level then.
    """

    name: str
    settings: AssessmentSettings
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """The reviews of one variation, oldest first; the last is that of the as-of day.

    Args:
        reviews, proposals: (R,) what each review found and what the rule proposed.
        weighed: the figures that weigh on the as-of day, by family.
        first_month: month, counted since January 1970, of the first row of `log_weights`.
        log_weights: (T, K) natural-log weights of the levels by month on the as-of day.
    """

    reviews: tuple[Review, ...]
    proposals: tuple[Proposal, ...]
    weighed: tuple[AnyWeighed, ...]
    first_month: int
    log_weights: Floats

    @property
    def now(self) -> Proposal:
        """The proposal of the as-of day."""
        return self.proposals[-1]

    @property
    def held_before(self) -> int | None:
        """The level that the rule stood at at the review before, by index."""
        return self.proposals[-2].held if len(self.proposals) > 1 else None

    @property
    def held_since(self) -> date:
        """The day on which the rule came to stand at its level, whether it is proposed or not."""
        same = takewhile(lambda each: each.held == self.now.held, reversed(self.proposals))
        return [each.day for each in same][-1]

    @property
    def by_indicator(self) -> tuple[AnyWeighed, ...]:
        """The figures that weigh on the as-of day, indicator by indicator."""
        return tuple(one for family in self.weighed for one in family.split())

    @property
    def months(self) -> Ints:
        """(T,) the months of `log_weights`, counted since January 1970."""
        return self.first_month + np.arange(len(self.log_weights))

    @property
    def posterior(self) -> Floats:
        """(K,) probabilities on the as-of day."""
        return self.reviews[-1].posterior


def ageing(rule: Rule, levels: int) -> tuple[Floats, Floats]:
    """Give the transition of a month, (K, K), and the distribution that it settles at, (K,)."""
    prior = settled(levels, rule.settles_at_least_2, rule.settles_next)
    return transition(prior, rule.down, rule.two_steps), prior


Progress = Callable[[Sequence[date]], Iterable[date]]


def no_plot_is_open(_day: date) -> bool:
    """Say that no open plot is declared; a dossier that does not tell is read in the same way."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What people declare that a review looks at; figures know nothing of it.

    Args:
        plot_is_open: whether an open plot is declared on a day.
        signs: of an imminent attack, of any day.
    """

    plot_is_open: Callable[[date], bool] = no_plot_is_open
    signs: Sequence[Sign] = ()

    def sign_is_declared(self, day: date) -> bool:
        """Whether a sign of an imminent attack is declared on a day."""
        return any(sign.is_declared(day) for sign in self.signs)


NOTHING = Declared()


def log_weights(decibans: Floats) -> Floats:
    """Turn decibans between adjacent levels into natural-log weights of the levels.

    Args:
        decibans: (..., K-1).

    Returns:
        (..., K), the lowest level being 0.
    """
    logs = np.zeros((*decibans.shape[:-1], decibans.shape[-1] + 1))
    for k in range(decibans.shape[-1]):  # numpy is slow along so short an axis
        logs[..., k + 1] = logs[..., k] + decibans[..., k]
    logs /= DECIBANS
    return logs
