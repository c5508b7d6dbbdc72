"""Numbers as people write them: counts, populations and others; what a mark means, the column tells."""

import re
from collections.abc import Callable, Sequence

import numpy as np

from peil.feeds.tables.cells import MISSING, Fault, FaultError, read_words
from peil.feeds.tables.problems import quoted
from peil.terms.calendar import Floats
from peil.terms.regions import FEWEST_PEOPLE

TOO_FEW = "so few that rates would be those of persons"
ENOUGH = f"inhabitants, of places with {FEWEST_PEOPLE:,} or more"
"""What is said of too small a population."""
LARGEST = 2**53
"""The largest count that is exact in the arithmetic of the watch."""
YES, NO = ("yes", "true", "x"), ("no", "false")
"""Words for what holds and what does not, beside 1 and 0."""
SPACES = ("\u00a0", "\u202f")
"""What stands between thousands alone: a space at which no line breaks, wide or narrow."""
MARKS = {".": "point", ",": "comma", **dict.fromkeys(SPACES, "space")}
"""What stands before decimals in one country, and between thousands in another; and spaces."""

WHOLE = re.compile(r"\d+(?:[.,]0+)?", re.ASCII)
NEGATIVE = re.compile(r"[-−]\d+(?:[.,]\d+)?", re.ASCII)
BROKEN = re.compile(r"\d+[.,]\d+", re.ASCII)
HIDDEN = re.compile(r"[<>≤≥]=? ?\d+")
DECIMAL = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)
NUMBER = re.compile(r"[-+−]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?", re.ASCII)
BOTH_MARKS = re.compile(r"\d[.,]\d{3}[.,]\d", re.ASCII)
GROUPED = re.compile(
    r"[-+−]?[1-9]\d{0,2}(?:(?:\.\d{3})+|(?:,\d{3})+|(?:\u00a0\d{3})+|(?:\u202f\d{3})+)", re.ASCII
)
"""What may be a number with marks between thousands."""
LONG, OF_HUNDREDS = re.compile(r"\d{4,}", re.ASCII), re.compile(r"\d{3,}", re.ASCII)
"""Numbers without any mark: those that had one, if thousands had, and those as large as marked ones."""


def counts_of(words: Sequence[str]) -> tuple[Floats, dict[int, Fault]]:
    """Read counts; an empty word, or NA, is a period without report.

    A column of marked words alone may as well hold rates with three decimals.
    """
    bare = {word.strip() for word in words} - MISSING
    has_other = not all(GROUPED.fullmatch(word) for word in bare)
    return _numbers(
        words, _count, lambda word: has_other and not WHOLE.fullmatch(word), are_whole=True
    )


def populations_of(words: Sequence[str]) -> tuple[Floats, dict[int, Fault]]:
    """Read populations, of which none is so small that a point or comma before decimals is likely."""
    return _numbers(words, _population, lambda _: True, are_whole=True)


def numbers_of(words: Sequence[str], name: str) -> tuple[Floats, dict[int, Fault]]:
    """Read numbers with a point or a comma before the decimals; an empty word is NaN."""
    return _numbers(words, lambda word: _number(word, name))


def shares_of(words: Sequence[str], name: str) -> tuple[Floats, dict[int, Fault]]:
    """Read shares above 0 up to 1; an empty word is NaN."""
    return _numbers(words, lambda word: _share(word, name))


def flags_of(words: Sequence[str], name: str) -> tuple[Floats, dict[int, Fault]]:
    """Read yes and no as 1 and 0, and numbers from 0 on; an empty word is 0."""
    values, faults = _numbers(words, lambda word: _flag(word, name))
    return np.nan_to_num(values), faults


def _without_marks(
    words: Sequence[str], proves: Callable[[str], bool], *, are_whole: bool
) -> tuple[list[str], dict[int, Fault]]:
    """Take the marks between thousands out of a column of numbers.

    A mark stands between thousands where a word has it twice, or proves it otherwise, as a space
    does; before decimals where they are other than three, or stand behind a 0 or more than three digits.

    Args:
        words: distinct words of the column.
        proves: whether a word that may have marks between thousands must have them.
        are_whole: whether the column holds whole numbers, so that decimals must be proved too.

    Returns:
        The words, and a fault for each whose marks may be either, or are not in all of them.
    """
    plain, faults = list(words), dict[int, Fault]()
    for mark, name in MARKS.items():
        marked = {i: word for i, word in enumerate(words) if mark in word}
        grouped = {i: word for i, word in marked.items() if GROUPED.fullmatch(word)}
        if not grouped:
            continue
        breaks = any(i not in grouped and NUMBER.fullmatch(word) for i, word in marked.items())
        parts = mark in SPACES or any(w.count(mark) > 1 or proves(w) for w in grouped.values())
        beside = LONG if parts else OF_HUNDREDS
        is_mixed = any(beside.fullmatch(word) for word in words) or (are_whole and not parts)
        if mark in SPACES and is_mixed:
            continue  # A word with a space is no number then, whatever it stands between.
        if (breaks and parts) or (not breaks and is_mixed):
            faults |= {i: _open(word, name) for i, word in grouped.items()}
        elif parts:
            plain = [
                word.replace(mark, "") if i in grouped else word for i, word in enumerate(plain)
            ]
    return plain, faults


def _open(word: str, mark: str) -> Fault:
    return Fault(
        f"has the number {quoted(word)}, and the column does not tell whether its {mark} stands "
        "before decimals or between thousands",
        "write all numbers of the column without marks between thousands",
    )


def _numbers(
    words: Sequence[str],
    read: Callable[[str], float],
    proves: Callable[[str], bool] = lambda _: False,
    *,
    are_whole: bool = False,
) -> tuple[Floats, dict[int, Fault]]:
    def one(word: str) -> float:
        return np.nan if word in MISSING else read(word)

    plain, unclear = _without_marks([word.strip() for word in words], proves, are_whole=are_whole)
    values, faults = read_words(plain, one, np.nan)
    return np.array(values, dtype=np.float64), faults | unclear


def _share(word: str, name: str) -> float:
    value = _number(word, name)
    if not 0 < value <= 1:
        raise FaultError(f"has the {name} {quoted(word)}", "write a share above 0 up to 1")
    return value


def _flag(word: str, name: str) -> float:
    told = {**dict.fromkeys(YES, 1.0), **dict.fromkeys(NO, 0.0)}.get(word.lower())
    if told is None and not DECIMAL.fullmatch(word):
        raise FaultError(f"has {quoted(word)} for {name}", "write 1 or 0, or leave the cell empty")
    return float(word.replace(",", ".")) if told is None else told


def _count(word: str) -> float:
    if WHOLE.fullmatch(word):
        value = float(word.replace(",", "."))
        if value > LARGEST:
            raise FaultError(f"has the count {quoted(word)}", f"write one up to {LARGEST}")
        return value
    if NEGATIVE.fullmatch(word):
        raise FaultError(
            f"has the count {quoted(word)}", "counts are 0 or more; leave it empty if unknown"
        )
    if HIDDEN.fullmatch(word):
        raise FaultError(
            f"has the count {quoted(word)}, which hides a number",
            "write the number, or leave the cell empty",
        )
    if BROKEN.fullmatch(word):
        raise FaultError(
            f"has the count {quoted(word)}, which is not whole",
            "write whole numbers of events, without marks between thousands",
        )
    raise FaultError(
        f"has the count {quoted(word)}, which is no number",
        "write a whole number, or leave the cell empty where no report came",
    )


def _number(word: str, name: str) -> float:
    value = np.nan
    if NUMBER.fullmatch(word) and not BOTH_MARKS.fullmatch(word):
        value = float(word.replace(",", ".").replace("−", "-"))
    if not np.isfinite(value):
        raise FaultError(
            f"has {quoted(word)} for {name}, which is no number",
            "write a number without marks between thousands, or leave the cell empty",
        )
    return value


def _population(word: str) -> float:
    value = float(word.replace(",", ".")) if DECIMAL.fullmatch(word) else 0.0
    if not 0 < value < np.inf:
        raise FaultError(
            f"has the population {quoted(word)}",
            "write the inhabitants in digits alone, or leave the cell empty",
        )
    if value < FEWEST_PEOPLE:
        raise FaultError(f"has the population {quoted(word)}, {TOO_FEW}", f"write {ENOUGH}")
    return value
