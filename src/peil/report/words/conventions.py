"""How a language writes numbers, months and lists, from the Unicode locale data (CLDR)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """Marks and names of one locale; a space of any width is the one at which no line breaks.

    Attributes:
        decimal: the mark before the fraction.
        thousands: the mark between groups of three digits.
        percent: a percentage, with the place `n`.
        months: from January to December.
        short_months: the same for a table.
        plural: the name of the form that a number takes, "one" or "other".
    """

    decimal: str
    thousands: str
    percent: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    plural: Callable[[float], str]


@lru_cache(maxsize=16)
def conventions_of(locale: str) -> Conventions:
    """Read the conventions of a locale, such as "fr" or "en_001"."""
    from babel import Locale  # slow to load, and not every command says a word

    read = Locale.parse(locale)
    symbols, months = read.number_symbols["latn"], read.months["format"]
    percent = re.sub("[#,0]+", "{n}", read.percent_formats[None].pattern)
    return Conventions(
        decimal=symbols["decimal"],
        thousands=re.sub(r"\s", NO_BREAK, symbols["group"]),
        percent=re.sub(r"\s", NO_BREAK, percent),
        months=tuple(months["wide"][number] for number in range(1, 13)),
        short_months=tuple(months["abbreviated"][number] for number in range(1, 13)),
        plural=read.plural_form,
    )


def joined(texts: Sequence[str], locale: str) -> str:
    """Join texts as the language does: "a, b and c"."""
    from babel.lists import format_list  # slow to load, as above

    return format_list(texts, locale=locale)
