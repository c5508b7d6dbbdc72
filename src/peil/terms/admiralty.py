"""Admiralty grades: how reliable a source is, and how credible what it says; two axes, never one number."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from peil.terms.errors import BadInput
from peil.terms.packaged import packaged

AXES = ("reliability", "credibility")


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

    def __post_init__(self) -> None:
        """Refuse a code that its axis does not have."""
        for axis in AXES:
            given, codes = getattr(self, axis), [code.code for code in admiralty_codes(axis)]
            if given and given not in codes:
                raise BadInput(f"there is no {axis} {given!r}; use one of {', '.join(codes)}")

    @property
    def is_unknown(self) -> bool:
        """Whether somebody looked at either axis and could not judge it."""
        return any(
            code.code == getattr(self, axis) and not code.is_known
            for axis in AXES
            for code in admiralty_codes(axis)
        )

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
    return tuple(Code(**row) for row in packaged("terms", "admiralty.toml")[axis])
