"""Forms in which days are written, and which part of 15/01/2024 is the month."""

import re
from collections.abc import Iterable, Sequence

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


def format_of(words: Iterable[str]) -> str:
    """Guess in which form a reader of CSV will find days, from those at the beginning of a file.

    Returns:
        The form as for `strptime`. A wrong guess costs time alone: the reader stops at the first
        word of another form, and the words are asked instead.
    """
    some = {word.strip() for word in words} - {""}
    if some and all(re.match(DOTTED, word) for word in some):
        return "%d.%m.%Y"
    parts = [match for word in some if (match := re.match(SLASHED, word))]
    order = order_of([(int(match[1]), int(match[2])) for match in parts])
    if order is None or len(parts) < len(some):
        return ISO
    mark = "/" if any("/" in word for word in some) else "-"
    return mark.join(ORDERS[order])


def order_in(form: str) -> str | None:
    """Give the order of a form with slashes or hyphens; None of any other form."""
    each = (order for order, parts in ORDERS.items() if form in ("/".join(parts), "-".join(parts)))
    return next(each, None)


def order_of(pairs: Sequence[Pair]) -> str | None:
    """Tell the order of days as in 15/01/2024 from the first two numbers of many of them.

    Returns:
        DAY_FIRST or MONTH_FIRST; None where no number can be no month, or both can.
    """
    day_first, month_first = (any((pair[at] or 0) > MONTHS for pair in pairs) for at in (0, 1))
    if day_first == month_first:
        return None
    return DAY_FIRST if day_first else MONTH_FIRST
