"""Days as people write them: 2024-01-15, 15.01.2024, or 15/01/2024 where nothing else can be meant."""

import re
from collections.abc import Iterable, Mapping, Sequence

ISO = "%Y-%m-%d"
DOTTED = r"^(\d{1,2})\.(\d{1,2})\.(\d{4})($|[ T].*)"
"""A day as in 15.01.2024: wherever points are used, the day comes first."""
SLASHED = r"^(\d{1,2})[/-](\d{1,2})[/-](\d{4})($|[ T].*)"
"""A day as in 15/01/2024 or 15-01-2024: first in one country what is second in another."""
DAY_FIRST, MONTH_FIRST = r"\3-\2-\1\4", r"\3-\1-\2\4"
"""How the parts of such a day are joined in the order of 2024-01-15."""
ORDERS = {DAY_FIRST: ("%d", "%m", "%Y"), MONTH_FIRST: ("%m", "%d", "%Y")}
"""The same as for `strptime`."""
SPOKEN = {DAY_FIRST: "day/month/year", MONTH_FIRST: "month/day/year"}
"""The same as it is told."""
MONTHS = 12

Pair = tuple[int | None, int | None]


def order_of(pairs: Iterable[Pair]) -> str | None:
    """Tell the order of days as in 15/01/2024 from the first two numbers of many of them.

    Returns:
        DAY_FIRST or MONTH_FIRST; None where no number can be no month, or both can.
    """
    seen = list(pairs)
    day_first, month_first = (any((pair[at] or 0) > MONTHS for pair in seen) for at in (0, 1))
    if day_first == month_first:
        return None
    return DAY_FIRST if day_first else MONTH_FIRST


def in_iso(words: Sequence[str]) -> tuple[list[str], frozenset[int]]:
    """Write the days of a column as 2024-01-15, and leave other words as they are.

    Returns:
        The words, and the places of those of which the column does not tell the day from the month.
    """
    slashed = _matches(SLASHED, words)
    order = order_of((int(match[1]), int(match[2])) for match in slashed.values())
    written = list(words)
    for i, match in _matches(DOTTED, words).items():
        written[i] = _joined(match, DAY_FIRST)
    for i, match in slashed.items() if order else ():
        written[i] = _joined(match, order)
    return written, frozenset() if order else frozenset(slashed)


def format_of(words: Iterable[str]) -> str:
    """Guess in which form a reader of CSV will find days, from those at the beginning of a file.

    Returns:
        The form as for `strptime`. A wrong guess costs time alone: the reader stops at the first
        word of another form, and the words are asked instead.
    """
    some = sorted({word.strip() for word in words} - {""})
    if some and len(_matches(DOTTED, some)) == len(some):
        return "%d.%m.%Y"
    slashed = _matches(SLASHED, some)
    order = order_of((int(match[1]), int(match[2])) for match in slashed.values())
    if order is None or len(slashed) < len(some):
        return ISO
    mark = "/" if any("/" in word for word in some) else "-"
    return mark.join(ORDERS[order])


def order_in(form: str) -> str | None:
    """Give the order of a form with slashes or hyphens; None of any other form."""
    each = (order for order, parts in ORDERS.items() if form in ("/".join(parts), "-".join(parts)))
    return next(each, None)


def _matches(pattern: str, words: Sequence[str]) -> Mapping[int, re.Match[str]]:
    found = ((i, re.match(pattern, word, re.ASCII)) for i, word in enumerate(words))
    return {i: match for i, match in found if match}


def _joined(match: re.Match[str], order: str | None) -> str:
    """Join the parts of a day, each of two digits, with what stands behind it."""
    day, month = (1, 2) if order == DAY_FIRST else (2, 1)
    return f"{match[3]}-{int(match[month]):02d}-{int(match[day]):02d}{match[4]}"
