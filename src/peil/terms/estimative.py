"""Estimative language: the word for a likelihood, so that all readers take it for the same range."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from peil.terms.packaged import packaged

SLACK = 1e-9
"""Per cent by which a likelihood may miss an end of a range through rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimative:
    """One word for likelihoods from `low` to `high`, in per cent.

    `names` are by language; `also` is the other English word that means the same.
    """

    id: str
    low: float
    high: float
    names: Mapping[str, str]
    also: str

    @property
    def from_even(self) -> float:
        """How far the middle of the range lies from an even chance, in per cent."""
        return abs((self.low + self.high) / 2 - 50)


@cache
def estimative_words() -> tuple[Estimative, ...]:
    """Give the words, least likely first.

    Source:
        Office of the Director of National Intelligence (2015), Intelligence Community Directive
        203, Analytic Standards, section D.6.e(2)(a).
    """
    return tuple(Estimative(**row) for row in packaged("terms", "estimative.toml")["word"])


def estimative_of(probability: float) -> Estimative | None:
    """Give the word for a likelihood; None where the standard has none, below 1 and above 99 per cent.

    At the common end of two ranges the word that lies nearer to an even chance is used, so that
    a likelihood and its opposite get opposite words.
    """
    percent = probability * 100
    fitting = [w for w in estimative_words() if w.low - SLACK <= percent <= w.high + SLACK]
    return min(fitting, key=lambda word: word.from_even, default=None)
