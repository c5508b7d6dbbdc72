"""How well a replay follows a truth that is known: premature lowerings, rises, calibration."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from peil.assess.fit import fit_of
from peil.terms.calendar import Floats, Ints

SCORED_FROM = 24
"""Months before which nothing is scored: ratios need a past of their own."""
SERIOUS = 2
"""Index of level 3."""
TOO_LOW = 1.9
"""How much worse a level too low is than one too high, as raising at .35 says."""
BINS = 10
RESAMPLED = 1000
LONG = 12
"""Months from which a rise is called long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One world: the truth, the probabilities and the proposal, by month.

    Args:
        truth: (T,) index of the true level.
        posterior: (T, K) probabilities at each review.
        proposed: (T,) index of the proposed level; NaN where none is proposed.
    """

    truth: Ints
    posterior: Floats
    proposed: Floats

    @property
    def modal(self) -> Floats:
        """(T,) index of the most probable level."""
        return self.posterior.argmax(axis=1).astype(float)

    @property
    def serious(self) -> Floats:
        """(T,) probability of level 3 or more, from the first month that is scored."""
        chance: Floats = self.posterior[SCORED_FROM:, SERIOUS:].sum(axis=1)
        return chance

    @property
    def is_serious(self) -> Floats:
        """(T,) whether the true level is 3 or more, from the first month that is scored."""
        return (self.truth[SCORED_FROM:] >= SERIOUS).astype(float)


def premature(levels: Floats, truth: Ints) -> tuple[int, int]:
    """Count the lowerings after which the truth lies above the new level, and all lowerings."""
    with np.errstate(invalid="ignore"):
        lowered = np.flatnonzero(np.diff(levels) < 0) + 1
    lowered = lowered[lowered >= SCORED_FROM]
    return int((truth[lowered] > levels[lowered]).sum()), len(lowered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """What became of a rise of the truth.

    Args:
        lasted: months until the truth fell below it, or to the end.
        delay: months until the levels reached it; None where they never did.
        stood_at: whether they stood there already.
    """

    lasted: int
    delay: int | None
    stood_at: bool = False


def rises(levels: Floats, truth: Ints) -> list[Rise]:
    """Follow each rise of the truth until the levels reach it or it falls back.

    A rise still open at the end is left out, unless it was followed.
    """
    found = []
    for month in np.flatnonzero(np.diff(truth) > 0) + 1:
        if month < SCORED_FROM:
            continue
        reached = np.flatnonzero(levels[month:] >= truth[month])
        fell = np.flatnonzero(truth[month:] < truth[month])
        lasted = int(fell[0]) if len(fell) else len(truth) - int(month)
        if levels[month - 1] >= truth[month]:
            found.append(Rise(lasted=lasted, delay=0, stood_at=True))
        elif len(reached) and reached[0] < lasted:
            found.append(Rise(lasted=lasted, delay=int(reached[0])))
        elif len(fell):
            found.append(Rise(lasted=lasted, delay=None))
    return found


def never(followed: Iterable[Rise]) -> float:
    """Tell which part of some rises was never followed."""
    listed = [rise.delay is None for rise in followed]
    return float(np.mean(listed)) if listed else float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The operating characteristics of one set of worlds.

    Args:
        skill: 1 - Brier score of P(>= 3) over that of the worlds' own frequency.
        premature, premature_modal: parts of all lowerings, of the rule and the modal level.
        lowerings: all lowerings by the rule.
        never: part of the rises that were never followed, without those stood at.
        never_long: the same of rises that lasted a year or more.
        never_of_all: the same of all rises, with those stood at.
        delay: median months of the rises that were followed.
        too_high, too_low: parts of the months two levels or more above, or below, the truth.
        exact: part of the months at the true level.
        loss, loss_modal: mean levels too high, and 1.9 times those too low, a month.
        untold: part of the months without a proposed level.
    """

    skill: float
    premature: float
    premature_modal: float
    lowerings: int
    never: float
    never_long: float
    never_of_all: float
    delay: float
    too_high: float
    too_low: float
    exact: float
    untold: float
    loss: float
    loss_modal: float


def score(outcomes: Sequence[Outcome]) -> Score:
    """Measure how well replays followed their truths."""
    wrong, lowerings = np.sum([premature(o.proposed, o.truth) for o in outcomes], axis=0)
    wrong_modal, modal = np.sum([premature(o.modal, o.truth) for o in outcomes], axis=0)
    every = [rise for o in outcomes for rise in rises(o.proposed, o.truth)]
    new = [rise for rise in every if not rise.stood_at]
    delays = [rise.delay for rise in new if rise.delay is not None]
    gap = np.concatenate([(o.proposed - o.truth)[SCORED_FROM:] for o in outcomes])
    told = np.isfinite(gap)
    return Score(
        skill=skill(outcomes),
        premature=wrong / max(lowerings, 1),
        premature_modal=wrong_modal / max(modal, 1),
        lowerings=int(lowerings),
        never=never(new),
        never_long=never(rise for rise in new if rise.lasted >= LONG),
        never_of_all=never(every),
        delay=float(np.median(delays)) if delays else float("nan"),
        too_high=float((gap[told] >= 2).mean()),
        too_low=float((gap[told] <= -2).mean()),
        exact=float((gap[told] == 0).mean()),
        untold=float(1.0 - told.mean()),
        loss=loss([o.proposed for o in outcomes], outcomes),
        loss_modal=loss([o.modal for o in outcomes], outcomes),
    )


def loss(levels: Sequence[Floats], outcomes: Sequence[Outcome]) -> float:
    """Mean levels too high, and 1.9 times those too low, over all months with a level."""
    pairs = zip(levels, outcomes, strict=True)
    gap = np.concatenate([(level - o.truth)[SCORED_FROM:] for level, o in pairs])
    gap = gap[np.isfinite(gap)]
    return float(np.where(gap > 0, gap, -TOO_LOW * gap).mean())


@dataclass(frozen=True, slots=True, kw_only=True)
class FitScore:
    """How well the run of levels that holds 80 % does, over all months.

    Args:
        covers: part of the months in which it holds the truth.
        claims: what it holds of the fit, in the mean.
        width: its mean number of levels.
        covers_alone: part of the months with the truth, where it is one level.
    """

    covers: float
    claims: float
    width: float
    covers_alone: float


def fit_score(outcomes: Sequence[Outcome]) -> FitScore:
    """Measure the run of levels that holds 80 %."""
    rows = [
        (fit.low <= level <= fit.high, fit.held, len(fit.run))
        for o in outcomes
        for level, fit in zip(
            o.truth[SCORED_FROM:], map(fit_of, o.posterior[SCORED_FROM:]), strict=True
        )
    ]
    covers, claims, width = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    return FitScore(
        covers=float(covers.mean()),
        claims=float(claims.mean()),
        width=float(width.mean()),
        covers_alone=float(covers[width == 1].mean()),
    )


def true_when_proposed(outcomes: Sequence[Outcome], level: int) -> tuple[float, float]:
    """Tell in which part of the months with a proposed level it was true, and the part proposed."""
    proposed = np.concatenate([o.proposed[SCORED_FROM:] for o in outcomes]) == level
    is_true = np.concatenate([o.truth[SCORED_FROM:] for o in outcomes]) == level
    return float(is_true[proposed].mean()) if proposed.any() else float("nan"), float(
        proposed.mean()
    )


def skill(outcomes: Iterable[Outcome]) -> float:
    """Compare the Brier score of P(>= 3) with that of the worlds' own frequency."""
    listed = list(outcomes)
    chance = np.concatenate([o.serious for o in listed])
    happened = np.concatenate([o.is_serious for o in listed])
    climate = happened.mean() * (1.0 - happened.mean())
    return float(1.0 - ((chance - happened) ** 2).mean() / climate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The months whose forecast fell into one bin: how often level 3 was true, with interval."""

    part: float
    forecast: float
    frequency: float
    low: float
    high: float

    @property
    def is_calibrated(self) -> bool:
        """Whether the forecast lies in the interval or within .08 of the frequency."""
        is_near = abs(self.forecast - self.frequency) < 0.08
        return is_near or self.low <= self.forecast <= self.high


def calibration(outcomes: Sequence[Outcome], seed: int) -> list[Bin]:
    """Tell for each bin of forecasts how often level 3 was true; months of a world go together."""
    shape = (len(outcomes), BINS)
    months, forecast, happened = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for i, outcome in enumerate(outcomes):
        at = np.minimum((outcome.serious * BINS).astype(int), BINS - 1)
        months[i] = np.bincount(at, minlength=BINS)
        forecast[i] = np.bincount(at, outcome.serious, BINS)
        happened[i] = np.bincount(at, outcome.is_serious, BINS)
    rng = np.random.default_rng(seed)
    chosen = rng.integers(0, len(outcomes), (RESAMPLED, len(outcomes)))
    bins = []
    for b in np.flatnonzero(months.sum(axis=0) >= 0.01 * months.sum()):
        n, h = months[:, b][chosen].sum(axis=1), happened[:, b][chosen].sum(axis=1)
        low, high = np.quantile(h[n > 0] / n[n > 0], [0.05, 0.95])
        total = months[:, b].sum()
        bins.append(
            Bin(
                part=float(total / months.sum()),
                forecast=float(forecast[:, b].sum() / total),
                frequency=float(happened[:, b].sum() / total),
                low=float(low),
                high=float(high),
            )
        )
    return bins
