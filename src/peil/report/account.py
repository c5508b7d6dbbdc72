"""The account of a proposal: every sentence and every cell of the report, in one language.

The five renderings lay an account out; none of them finds words of its own.
"""

import re
from dataclasses import dataclass
from string import ascii_uppercase

ADDRESS = re.compile(r"https?://[^\s<>\"'\\^`{|}]*[^\s<>\"'\\^`{|}.,;:!?)\]]")
"""An address of the web; the stop or bracket that closes a sentence is not part of it."""

AGREES, CONTRADICTED, UNMEASURED = "agrees", "contradicted", "unmeasured"
"""Marks of what was said: the figures agree, contradict it, or do not measure it."""
NOT_COMPARED = "not_compared"
"""Mark of what was said so long before that it is not set beside the figures."""
FIRST = 2
"""Contradictions that the first page has room for."""
ANNEX = (
    "weights", "directions", "compared", "sensitivity", "leave_out", "ladder", "rule", "caveats",
    "events", "would", "indicators", "scale",
)  # fmt: skip
"""The tables of the annex in their order, so that each keeps its letter on every day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a text, with the address that it links to."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A text in a table; `value` for a workbook, `lang` where it is not the page's language."""

    text: str
    value: float | None = None
    lang: str | None = None
    has_links: bool = False

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The text cut at its web addresses; only http and https become links."""
        return pieces(self.text) if self.has_links else (Piece(text=self.text),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: the columns whose index is in `numeric` are aligned to the right."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One line of an argument: what, how strongly, and from which figures."""

    what: str
    says: str
    detail: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What speaks for one level rather than the next: the strongest points, and the rest."""

    title: str
    points: tuple[Point, ...]
    rest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided and said publicly on the day, beside what the figures say.

    Args:
        lines: the decision and the level in force.
        title: what stands above the reasons.
        reasons: contradicted ones first, then confirmed ones, then those that nobody can tell.
        more: where the first page leaves reasons out, how many there are.
        after: dissent, exceptions and the day of the review.
    """

    lines: tuple[str, ...]
    title: str
    reasons: tuple[Point, ...]
    more: str
    after: tuple[str, ...]
    source: str

    @property
    def contradictions(self) -> tuple[Point, ...]:
        """The first of the reasons that the figures contradict."""
        return tuple(point for point in self.reasons if point.mark == CONTRADICTED)[:FIRST]

    @property
    def measured(self) -> tuple[Point, ...]:
        """The reasons about which a public figure could say something."""
        silent = (UNMEASURED, NOT_COMPARED)
        return tuple(point for point in self.reasons if point.mark not in silent)

    @property
    def unmeasured(self) -> tuple[Point, ...]:
        """The reasons that no public figure measures."""
        return tuple(point for point in self.reasons if point.mark == UNMEASURED)

    @property
    def not_compared(self) -> tuple[Point, ...]:
        """The reasons that were said too long before to be set beside the figures."""
        return tuple(point for point in self.reasons if point.mark == NOT_COMPARED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Everything that a report says.

    Args:
        headline: the one sentence that must be read.
        notes: what qualifies it: what fits best, what the rule answers, and since when.
        small: why several levels are proposed, and the other changes that break the proposal.
        reach: up to which day the evidence reaches.
        firmness: how far to trust it; apart from likelihood.
        limits: the first caveats.
        sides: for the upper and for the lower level of each step that is concerned.
        sums: what the start and the figures of each step add up to.
        neutral: which indicators hardly separate the levels of a step.
        annex: the tables; only there stand decibans.
    """

    language: str
    title: str
    kicker: str
    as_known: str
    not_checked: str
    headline: str
    notes: tuple[str, ...]
    small: tuple[str, ...]
    reach: str
    firmness: str
    limits: tuple[str, ...]
    sides: tuple[Side, ...]
    sums: tuple[str, ...]
    neutral: tuple[str, ...]
    decided: Decided
    would: tuple[str, ...]
    families: tuple[Point, ...]
    annex: tuple[Table, ...]
    citation: str


def letter(key: str) -> str:
    """Give the letter of a table of the annex."""
    return ascii_uppercase[ANNEX.index(key)]


def pieces(text: str) -> tuple[Piece, ...]:
    """Cut a text at its web addresses."""
    found: list[Piece] = []
    begin = 0
    for match in ADDRESS.finditer(text):
        found.append(Piece(text=text[begin : match.start()]))
        found.append(Piece(text=match[0], url=match[0]))
        begin = match.end()
    found.append(Piece(text=text[begin:]))
    return tuple(piece for piece in found if piece.text)
