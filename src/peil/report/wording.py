"""Words: the sentences, numbers and dates of one language, from a table of its own."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from peil.terms.errors import BadInput
from peil.terms.scale import Scale

LANGUAGES = ("en", "fr", "nl", "de")
MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"
DAY = timedelta(days=1)
NAMED_BY_DOSSIERS = ("country", "family")
"""Codes that a dossier may add to: its country, and the families of its own ladder."""

VOWELS = ("a", "o")
"""How months begin before which French shortens a word."""
EQUAL, SOMEWHAT, HALF_MORE = 1.15, 1.35, 1.75
"""Ratios up to which two chances are said to be the same, a little apart, or as 3 to 2."""
IN_WORDS, IN_FIGURES = 10.5, 1000.0
"""Ratios up to which a factor is said in words, and in figures."""


@cache
def words_in(language: str) -> "Words":
    """Read the words of a language: its own table, and one for each page that has one.

    Raises:
        BadInput: there is no table for the language.
    """
    if language not in LANGUAGES:
        raise BadInput(
            f"there are no words in the language {language!r}; use {', '.join(LANGUAGES)}"
        )
    tables = [
        tomllib.loads(file.read_text(encoding="utf-8"))
        for file in files("peil.report").joinpath("words").iterdir()
        if file.name.removesuffix(".toml").split(".")[-1] == language
    ]
    terms = {
        f"{name}.{key}": _bound(str(term))
        for table in tables
        for name, terms_of in table.items()
        for key, term in terms_of.items()
    }
    return Words(language=language, terms=terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language; call it with a key to get a sentence.

    `no_break` stands where a line may not break.
    """

    language: str
    terms: Mapping[str, str]
    no_break: str = NO_BREAK

    def marked(self, no_break: str) -> "Words":
        """Give the same words with another mark where a line may not break."""
        terms = {key: term.replace(self.no_break, no_break) for key, term in self.terms.items()}
        return replace(self, terms=terms, no_break=no_break)

    def __call__(self, key: str, /, **values: object) -> str:
        """Fill the places of a sentence; values are text and are never read as sentences."""
        return _one_stop(self.terms[key].format_map({k: str(v) for k, v in values.items()}))

    def code(self, group: str, code: object, **values: object) -> str:
        """Put a code into words; what a dossier may name itself can lack a translation."""
        key = f"{group}.{str(code).replace(' ', '_')}"
        if group in NAMED_BY_DOSSIERS and key not in self.terms:
            return str(code).replace("_", " ")
        return self(key, **values)

    def name(self, names: Mapping[str, str], otherwise: str = "") -> str:
        """Give a name in this language, in English where there is none."""
        return names.get(self.language) or names.get("en") or otherwise

    def sentence(self, text: str) -> str:
        """Begin with a capital."""
        return text[:1].upper() + text[1:]

    def ended(self, text: str) -> str:
        """End with a full stop, unless the text has its own end."""
        return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."

    def labelled(self, label: str, text: str) -> str:
        """Put a label before a text."""
        return self("format.colon", label=label, text=text)

    def listed(self, texts: Sequence[str]) -> str:
        """Put texts one after another without the full stop of each; nothing where none are."""
        text = ""
        for right in (part.removesuffix(".") for part in texts[:-1]):
            text = self("format.semicolon", left=text, right=right) if text else right
        for right in texts[-1:]:
            text = self("format.semicolon", left=text, right=right) if text else right
        return text

    # Levels

    def level(self, scale: Scale, number: int) -> str:
        """Say a level: "level 2 (medium)"."""
        name = scale.named(number, self.language)
        return self("level.named", n=number, name=name)

    def short_level(self, scale: Scale, number: int) -> str:
        """Say a level in a table: "2 (medium)"."""
        return self("level.short", n=number, name=scale.named(number, self.language))

    # Numbers

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number with the language's own marks; no more digits than it has."""
        text = f"{abs(value):,.{digits}f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return self._signed(value, text)

    def fixed(self, value: float, digits: int) -> str:
        """Write a number with exactly so many digits, for columns."""
        return self._signed(value, f"{abs(value):,.{digits}f}")

    def _signed(self, value: float, text: str) -> str:
        marks = {",": self.terms["format.thousands"], ".": self.terms["format.decimal"]}
        is_negative = value < 0 and text.strip("0.,") != ""
        written = "".join(marks.get(c, c) for c in text).replace(" ", self.no_break)
        return f"{MINUS}{written}" if is_negative else written

    def decibans(self, value: float) -> str:
        """Write a weight with its sign and one digit."""
        text = self.fixed(value, 1)
        return text if text.startswith(MINUS) or value < 0.05 else f"+{text}"

    def percent(self, share: float) -> str:
        """Write a share of one as a percentage, never as a false 0 or 100."""
        if 0.0 < share < 0.005:
            return self("format.percent_under")
        if 0.995 < share < 1.0:
            return self("format.percent_over")
        return self("format.percent", n=f"{share * 100:.0f}")

    # Odds

    def factor(self, decibans: float) -> str:
        """Say how many times: "three times"; the sign is left to the sentence."""
        ratio = _ratio(decibans)
        if ratio < EQUAL:
            return self("factor.same")
        if ratio < SOMEWHAT:
            return self("factor.somewhat")
        if ratio < HALF_MORE:
            return self("factor.half")
        if ratio < IN_WORDS:
            return self(f"factor.{round(ratio)}")
        if ratio > IN_FIGURES:
            return self("factor.most")
        return self("factor.many", n=self.number(float(f"{ratio:.2g}")))

    def odds(self, decibans: float, step: str) -> str:
        """Say a weight as odds: "three times as likely under 3 as under 2".

        Args:
            decibans: weight for the upper level of the step against the lower one.
            step: such as "3:2".
        """
        upper, lower = step.split(":")
        more, less = (upper, lower) if decibans >= 0 else (lower, upper)
        levels = {"more": more, "less": less}
        ratio = _ratio(decibans)
        if ratio < EQUAL:
            return self("odds.same", **levels)
        if ratio < SOMEWHAT:
            return self("odds.somewhat", **levels)
        return self("odds.times", factor=self.factor(decibans), **levels)

    def count(self, decibans: float, step: str) -> str:
        """Say which of two levels counts for more, before any figure or after all of them."""
        upper, lower = (self("level.plain", n=n) for n in step.split(":"))
        more, less = (upper, lower) if decibans >= 0 else (lower, upper)
        ratio = _ratio(decibans)
        if ratio < EQUAL:
            return self("count.same", more=more, less=less)
        if ratio < SOMEWHAT:
            return self("count.somewhat", more=more, less=less)
        return self("count.times", factor=self.factor(decibans), more=more, less=less)

    # Days

    def day(self, day: date | str) -> str:
        """Write a day out: "22 January 2018"."""
        return self._day("format.date", _as_day(day))

    def short_day(self, day: date | str) -> str:
        """Write a day for a table."""
        return self._day("format.short", _as_day(day)).replace(" ", self.no_break)

    def near_day(self, day: date | str) -> str:
        """Write a day of a year that is known."""
        return self._day("format.near", _as_day(day)).replace(" ", self.no_break)

    def month(self, day: date | str) -> str:
        """Write a month out: "January 2018"."""
        day = _as_day(day)
        return self("format.month", month=self._months()[day.month - 1], year=day.year)

    def _months(self) -> list[str]:
        return self.terms["format.months"].split()

    def _day(self, key: str, day: date) -> str:
        return self(
            key,
            day=self.terms["format.first_day"] if day.day == 1 else day.day,
            dd=f"{day:%d}",
            mm=f"{day:%m}",
            mon=self.terms["format.mons"].split()[day.month - 1],
            month=self._months()[day.month - 1],
            year=day.year,
        )

    def period(self, start: date | str, end: date | str) -> str:
        """Write a period as shortly as it can be: a year, a month, months, or two days."""
        start, end = _as_day(start), _as_day(end)
        if start == end:
            return self.short_day(end)
        if start.day == 1 and (end + DAY).day == 1:
            return self._whole_months(start, end)
        if (start.year, start.month) == (end.year, end.month):
            return self._days_of_month(start, end)
        return self("format.span", start=self.short_day(start), end=self.short_day(end))

    def _days_of_month(self, start: date, end: date) -> str:
        first = self.terms["format.first_day"] if start.day == 1 else start.day
        return self("format.days_of_month", first=first, last=end.day, month=self.month(end))

    def _whole_months(self, start: date, end: date) -> str:
        if (start.month, end.month) == (1, 12):
            same = start.year == end.year
            return str(end.year) if same else f"{start.year}–{end.year}"
        if (start.year, start.month) == (end.year, end.month):
            return self.month(start)
        if start.year == end.year:
            first, last = self._months()[start.month - 1], self._months()[end.month - 1]
            return self("format.months_of_year", first=first, last=last, year=end.year)
        first = self.month(start)
        key = "span_months_elided" if first.startswith(VOWELS) else "span_months"
        return self(f"format.{key}", start=first, end=self.month(end))


def _bound(text: str) -> str:
    """Keep a mark on the line of the word that it belongs to."""
    for mark in (":", ";", "?", "!", "%", "»"):
        text = text.replace(f" {mark}", f"{NO_BREAK}{mark}")
    for word in ("level", "niveau", "Stufe"):
        text = text.replace(f"{word} {{", f"{word}{NO_BREAK}{{")
    return text.replace("« ", f"«{NO_BREAK}")


def _ratio(decibans: float) -> float:
    return float(10.0 ** (min(abs(decibans), 200.0) / 10.0))


def _one_stop(text: str) -> str:
    """A sentence that ends with an abbreviation needs no second full stop."""
    return text[:-1] if text.endswith("..") and not text.endswith("...") else text


def _as_day(day: date | str) -> date:
    return day if isinstance(day, date) else date.fromisoformat(day)
