"""Words of an evaluation, for its page and its text: answer, sizes, and what was asked and assumed."""

from collections.abc import Iterator
from math import floor, log10

import numpy as np

from peil.report.words import Words
from peil.review.evaluation import verdict as said
from peil.review.evaluation.interrupted import SEASON, SLOPE, TREND, Interrupted, Modelled
from peil.review.evaluation.panel import LOOKS_LIKE_TOTAL
from peil.review.evaluation.synthetic_control import SyntheticControl
from peil.review.evaluation.synthetic_did import SyntheticDid
from peil.review.evaluation.verdict import Verdict

TERMS = {TREND: "evaluate.trend", SLOPE: "evaluate.slope", SEASON: "evaluate.season"}
"""Names of what an exact comparison does not heed."""
ANSWERS = {
    said.FELL: "evaluate.fell",
    said.ROSE: "evaluate.rose",
    said.NO_CHANGE: "evaluate.no_change",
    said.CANNOT_TELL: "evaluate.cannot_tell",
}
REASONS = {
    said.EXCLUDES_NONE: "evaluate.excludes_none",
    said.WITHIN: "evaluate.within",
    said.LOW_POWER: "evaluate.low_power",
    said.TOO_WIDE: "evaluate.too_wide",
    said.NO_INTERVAL: "evaluate.no_interval",
    said.NO_POWER: "evaluate.no_power",
    said.CONTROL_MISSING: "evaluate.control_missing",
}


def answer_of(verdict: Verdict, words: Words) -> str:
    """Say the answer, with what was asked about where it is about that."""
    return words(ANSWERS[verdict.answer], asked=change_of(verdict.asked, words))


def change_of(asked: float, words: Words) -> str:
    """Say a ratio as a change: "a fall by 50%"."""
    key = "evaluate.a_fall" if asked < 1 else "evaluate.a_rise"
    return words(key, share=words.percent(abs(1 - asked)))


def number_of(value: float | None, words: Words, digits: int = 2) -> str:
    """Write a number with no more digits than it has; what is not finite is unknown."""
    if value is None or not np.isfinite(value):
        return words("evaluate.unknown")
    return words.number(value, digits)


def rounded(value: float, words: Words) -> str:
    """Write a number with three digits that tell something."""
    if not np.isfinite(value) or value == 0:
        return number_of(value, words)
    return number_of(value, words, max(2 - floor(log10(abs(value))), 0))


def power_of(power: float | None, words: Words) -> str:
    """Write a power; it may not be known."""
    return words("evaluate.unknown") if power is None else words.percent(power)


def asked_note(asked: float, level: float, words: Words) -> str:
    """Say what was asked about before looking, and what intervals cover."""
    change, share = change_of(asked, words), words.percent(level)
    return words("evaluate.asked_note", asked=change, level=share)


def series_notes(found: Interrupted, words: Words) -> Iterator[str]:
    """Say what was assumed of a series, and what was not tested."""
    own = found.own
    if own.widening > 1:
        correlation = number_of(own.autocorrelation, words)
        factor = number_of(float(np.sqrt(own.widening)), words)
        yield words("evaluate.widened", correlation=correlation, factor=factor)
    if own.left_out:
        yield words("evaluate.left_out", number=own.left_out)
    for model in (own, found.control, *found.displaced, found.total):
        if model is not None:
            yield from _exact_notes(model, words)
    if not found.control:
        yield words("evaluate.no_control")
    if not found.displaced:
        yield words("evaluate.no_displacement")


def _exact_notes(model: Modelled, words: Words) -> Iterator[str]:
    """Say what an exact comparison leaves out."""
    if model.apart:
        yield words("evaluate.apart", name=model.series, number=model.apart)
    if model.unheeded:
        terms = ", ".join(words(TERMS[term]) for term in model.unheeded)
        yield words("evaluate.unheeded", name=model.series, terms=terms)


def caveats_of(found: SyntheticControl | SyntheticDid, words: Words) -> Iterator[str]:
    """Say what must be known before any figure of a synthetic outcome."""
    for code, unit in found.caveats:
        key = "evaluate.total_note" if code == LOOKS_LIKE_TOTAL else "evaluate.poor_note"
        yield words(key, name=unit)
