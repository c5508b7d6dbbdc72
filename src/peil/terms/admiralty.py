"""Admiralty grades: how reliable a source is, and how credible what it says; two axes, never one number."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

RELIABILITY, CREDIBILITY = ("A", "B", "C", "D", "E", "F"), ("1", "2", "3", "4", "5", "6")
UNKNOWN_RELIABILITY, UNKNOWN_CREDIBILITY = "F", "6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One step of one axis; `is_known` is false where nobody can judge. `names` are by language."""

    code: str
    is_known: bool
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A grade on both axes; an empty code is an axis on which nobody graded.

    Args:
        reliability: of the source, A to F.
        credibility: of what it says, 1 to 6.
    """

    reliability: str = ""
    credibility: str = ""

    @property
    def is_unknown(self) -> bool:
        """Whether somebody looked at either axis and could not judge it."""
        unknown = UNKNOWN_RELIABILITY, UNKNOWN_CREDIBILITY
        return self.reliability == unknown[0] or self.credibility == unknown[1]

    @property
    def weight(self) -> float:
        """Give 0 to what cannot be judged and 1 to the rest; the other codes are words, not numbers."""
        return 0.0 if self.is_unknown else 1.0

    def __str__(self) -> str:
        """Write the grade as in B2; a dash stands for an axis without a code."""
        return f"{self.reliability or '-'}{self.credibility or '-'}"


@cache
def admiralty_codes(axis: str) -> tuple[Code, ...]:
    """Give the codes of an axis, best first and unknown last.

    Args:
        axis: `reliability` or `credibility`.

    Source:
        NATO AJP-2.1, Allied Joint Doctrine for Intelligence Procedures; US Army FM 2-22.3 (2006),
        appendix B.
    """
    return tuple(Code(**row) for row in _table()[axis])


def _table() -> dict[str, Any]:
    text = files("peil.terms").joinpath("admiralty.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
