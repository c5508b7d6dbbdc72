"""Pool judgements: the mean of their logits at each threshold, with the order of thresholds restored."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from peil.decide.judgement import Voice
from peil.terms.calendar import Floats

LEAST, MOST = 0.01, 0.99
"""What 0 and 1 are read as, and whatever lies beyond: the ends of the words of ICD 203.

A probability of 0 has no logit: one voice that says "impossible" would overrule all others.
"""
ENOUGH_SCORED = 30
"""Questions that must be resolved and scored before a pool may be made more extreme."""
PRIOR_SPREAD = 0.5
"""Standard deviation of the logarithm of the factor by which a pool is made more extreme, around 0."""
STANDARD_CONFIDENCE = 0.8
"""The confidence to which stated intervals are brought, as the protocol proposes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Thresholds that stood out of order: what was pooled for each, and the one value put in its place."""

    thresholds: tuple[int, ...]
    before: tuple[float, ...]
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Extremising:
    """The factor by which logits are multiplied: 1 leaves them alone.

    `is_fitted` is false before enough questions were scored.
    """

    factor: float = 1.0
    questions: int = 0
    is_fitted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """What several voices say together.

    Args:
        thresholds: (K-1,) levels above the lowest.
        best: (K-1,) probability of each threshold or more, falling.
        low, high: (K-1,) the best with the mean width of the stated intervals; empty without any.
        with_interval: how many voices stated one.
        repairs: what the order of thresholds changed.
        clipped: names of voices that said 0 or 1, or nearly.
        weights: share of each voice in the mean, by name; they sum to one.
        extremising: what was done to the logits.
    """

    thresholds: tuple[int, ...]
    best: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    with_interval: int
    repairs: tuple[Repair, ...]
    clipped: tuple[str, ...]
    weights: tuple[tuple[str, float], ...]
    extremising: Extremising


def logit(probability: Floats) -> Floats:
    """Take the log odds, with 0 and 1 read as .01 and .99."""
    clipped = np.clip(probability, LEAST, MOST)
    odds: Floats = np.log(clipped) - np.log1p(-clipped)
    return odds


def expit(value: Floats) -> Floats:
    """Turn log odds into a probability."""
    probability: Floats = 1.0 / (1.0 + np.exp(-value))
    return probability


def falling(values: Floats, weights: Floats | None = None) -> tuple[Floats, list[slice]]:
    """Find the falling sequence closest to values: pool adjacent violators.

    Args:
        values: (N,) numbers.
        weights: (N,) positive; equal ones if not given.

    Returns:
        (N,) the sequence that never rises with the least weighted sum of squared differences,
        and the stretches that were pooled, each of two or more.

    Source:
        Ayer, Brunk, Ewing, Reid and Silverman (1955), Ann. Math. Statist. 26, 641-647.
    """
    heavy = np.ones_like(values) if weights is None else weights
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values.tolist(), heavy.tolist(), strict=True):
        mean, mass, size = value, weight, 1
        while blocks and blocks[-1][0] < mean:
            other, others, more = blocks.pop()
            mean = (mean * mass + other * others) / (mass + others)
            mass, size = mass + others, size + more
        blocks.append((mean, mass, size))
    fitted = np.repeat([mean for mean, _, _ in blocks], [size for _, _, size in blocks])
    ends = np.cumsum([size for _, _, size in blocks]).tolist()
    stretches = [slice(end - size, end) for end, (_, _, size) in zip(ends, blocks, strict=True)]
    return fitted.astype(np.float64), [s for s in stretches if s.stop - s.start > 1]


def pool(voices: Sequence[Voice], extremising: Extremising | None = None) -> Pool | None:
    """Pool the voices that have weight; None where none has, for no answer is not an even chance.

    Args:
        voices: at least with the same thresholds.
        extremising: fitted on scored questions; without one the logits are left alone.

    Source:
        Satopaa, Baron, Foster, Mellers, Tetlock and Ungar (2014), Int. J. Forecasting 30,
        344-356, for the mean of logits; Hanea et al. (2017), Int. J. Forecasting 33, 267-279, for
        the protocol.
    """
    heard = sorted((v for v in voices if v.weight > 0), key=lambda v: v.name)
    if not heard:
        return None
    weights = np.array([voice.weight for voice in heard])
    shares = weights / weights.sum()
    said = logit(np.array([voice.best for voice in heard]))
    extremising = extremising or Extremising()
    mean = extremising.factor * (shares @ said)
    fitted, stretches = falling(mean)
    low, high = _interval(heard, shares, said, mean)
    thresholds = heard[0].thresholds
    return Pool(
        thresholds=thresholds,
        best=tuple(expit(fitted).tolist()),
        low=low,
        high=high,
        with_interval=sum(voice.has_interval for voice in heard),
        repairs=tuple(_repair(thresholds, mean, fitted, stretch) for stretch in stretches),
        clipped=tuple(v.name for v in heard if min(v.best) < LEAST or max(v.best) > MOST),
        weights=tuple(zip((v.name for v in heard), shares.tolist(), strict=True)),
        extremising=extremising,
    )


def standard_interval(voice: Voice) -> tuple[Floats, Floats]:
    """Bring the stated interval of a voice to a confidence of 80 per cent, where it said its own.

    The distance of each end from the best is stretched in proportion, within 0 and 1. An interval
    without a stated confidence stays as it is.

    Returns:
        (K-1,) low and (K-1,) high ends.

    Source:
        Hemming, Burgman, Hanea, McBride and Wintle (2018), Methods in Ecology and Evolution 9,
        169-180, on the standardisation of intervals.
    """
    best, low, high = (np.array(ends) for ends in (voice.best, voice.low, voice.high))
    stated = [STANDARD_CONFIDENCE if c is None else c for c in voice.interval_confidence]
    stretch = STANDARD_CONFIDENCE / np.array(stated or [STANDARD_CONFIDENCE] * len(best))
    return (
        np.clip(best - (best - low) * stretch, 0.0, 1.0),
        np.clip(best + (high - best) * stretch, 0.0, 1.0),
    )


def _interval(
    heard: Sequence[Voice], shares: Floats, said: Floats, mean: Floats
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Put the mean width of the stated intervals, in logits, around the pooled best."""
    given = [i for i, voice in enumerate(heard) if voice.has_interval]
    if not given:
        return (), ()
    own = shares[given] / shares[given].sum()
    ends = [standard_interval(heard[i]) for i in given]
    below = own @ (said[given] - logit(np.array([low for low, _ in ends])))
    above = own @ (logit(np.array([high for _, high in ends])) - said[given])
    low, high = falling(mean - below)[0], falling(mean + above)[0]
    return tuple(expit(low).tolist()), tuple(expit(high).tolist())


def _repair(thresholds: tuple[int, ...], mean: Floats, fitted: Floats, stretch: slice) -> Repair:
    return Repair(
        thresholds=thresholds[stretch],
        before=tuple(expit(mean[stretch]).tolist()),
        after=float(expit(fitted[stretch])[0]),
    )


def fit_extremising(means: Floats, outcomes: Floats) -> Extremising:
    """Fit the factor that would have served best, once enough questions have been scored.

    The factor is the most probable one for the outcomes, with a prior for its logarithm around 0:
    few questions leave it near 1. It is offered; nobody has to use it.

    Args:
        means: (N, K-1) mean logits of resolved questions, before any factor.
        outcomes: (N, K-1) 1 where the level reached the threshold, else 0.

    Returns:
        The factor; 1 and not fitted with fewer than 30 questions.

    Source:
        Satopaa et al. (2014), Int. J. Forecasting 30, 344-356, section 3; the prior is Peil's.
    """
    questions = len(means)
    if questions < ENOUGH_SCORED:
        return Extremising(questions=questions)
    logs = np.linspace(-2.0, 2.0, 801)
    signed = np.where(outcomes > 0, means, -means)
    scaled = np.exp(logs)[:, None, None] * signed
    support = -np.logaddexp(0.0, -scaled).mean(axis=2).sum(axis=1)
    chosen = logs[np.argmax(support - logs**2 / (2 * PRIOR_SPREAD**2))]
    return Extremising(factor=float(np.exp(chosen)), questions=questions, is_fitted=True)
