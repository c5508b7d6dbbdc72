"""Words: the sentences, numbers and dates of one language."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache, reduce
from importlib.resources.abc import Traversable
from numbers import Real
from unicodedata import normalize

from peil.report.words.catalogue import (
    HERE,
    LANGUAGES,
    LanguageSettings,
    languages_in,
    read_messages,
    settings_of,
)
from peil.report.words.conventions import NO_BREAK, Conventions, conventions_of, joined
from peil.terms.errors import BadInput
from peil.terms.scale import Scale
from peil.terms.text import Translated, names_of, without_stop

MINUS = "\N{MINUS SIGN}"
DAY = timedelta(days=1)
MARKS = "[\ue001-\ue003]*"
"""What tells where a text of a dossier begins, and that it is English."""
NAMED_BY_DOSSIERS = ("country", "desk_law", "desk_role", "family", "track_ideology")
"""Codes that a dossier may add to: its country, laws, roles, ideologies, and families of its ladder."""

EQUAL, SOMEWHAT, HALF_MORE = 1.15, 1.35, 1.75
"""Ratios up to which two chances are said to be the same, a little apart, or as 3 to 2."""
IN_WORDS, IN_FIGURES = 10.5, 1000.0
"""Ratios up to which a factor is said in words, and in figures."""


@lru_cache(maxsize=16)
def words_in(language: str, *more: Traversable) -> "Words":
    """Read the words of a language.

    Args:
        language: such as "fr".
        more: folders beside the package's own, each with a folder of catalogues for the language.

    Raises:
        BadInput: there is no folder for the language.
    """
    found = [
        folder.joinpath(language) for folder in (HERE, *more) if language in languages_in(folder)
    ]
    if not found:
        raise BadInput(
            f"there are no words in the language {language!r}; use {', '.join(LANGUAGES)}"
        )
    settings, read = settings_of(found[0]), read_messages(*found)
    forms = {
        key: tuple(_bound(text, settings.unbroken) for text in texts)
        for key, texts in read.forms.items()
    }
    if settings.is_checked:
        forms["meta.not_checked"] = ("",)
    return Words(
        language=language,
        terms={key: texts[-1] for key, texts in forms.items()},
        forms={key: texts for key, texts in forms.items() if len(texts) > 1},
        plural=read.plural,
        settings=settings,
    )


def _as_in_english(number: int) -> int:
    return int(number != 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language; call it with a key to get a sentence.

    Attributes:
        language: such as "fr".
        terms: each sentence with its places; of those with plural forms the last.
        forms: the sentences that have plural forms, chosen by the number at the place `n`.
        plural: which form a whole number takes.
        settings: what no message can say of the language.
    """

    language: str
    terms: Mapping[str, str]
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plural: Callable[[int], int] = _as_in_english
    settings: LanguageSettings = field(default_factory=LanguageSettings)

    def __call__(self, key: str, /, **values: object) -> str:
        """Fill the places of a sentence; values are text and are never read as sentences.

        A sentence with plural forms takes that of the number `n`, which it writes itself.
        """
        text = self.terms[key]
        if key in self.forms:
            text, values["n"] = self._counted(key, values["n"])
        return _one_stop(text.format_map({k: self.told(v) for k, v in values.items()}))

    def _counted(self, key: str, number: object) -> tuple[str, str]:
        """Choose a plural form, and write its number.

        0 takes the last form, as that of 1 may well say "one", and so does a fraction; save where the
        language counts it as one ("1,4 an") and the form of one writes the number.
        """
        if not isinstance(number, Real):
            raise TypeError(f"{key} counts, so its n must be a number, not {number!r}")
        forms, count = self.forms[key], round(float(number), 1)
        form = -1
        if count and count.is_integer():
            form = self.plural(int(count))
        elif 0.0 < count < 2.0 and "{n}" in forms[0] and self._conventions.plural(count) == "one":
            form = 0
        return forms[min(form, len(forms) - 1)], self.number(count, 1)

    def code(self, group: str, code: object, **values: object) -> str:
        """Put a code into words; what a dossier may name itself can lack a translation."""
        key = f"{group}.{str(code).replace(' ', '_')}"
        if group in NAMED_BY_DOSSIERS and key not in self.terms:
            return str(code).replace("_", " ")
        return self(key, **values)

    def name(self, names: Mapping[str, str], otherwise: str = "") -> str:
        """Give a name in this language, in English where there is none."""
        own = names.get(self.language, "")
        return _bound(own, self.settings.unbroken) or names.get("en") or otherwise

    def told(self, value: object) -> str:
        """Give a value as text; a text of a dossier in this language, if it has a translation."""
        return self.name(names_of(value)) if isinstance(value, Translated) else str(value)

    def sentence(self, text: str) -> str:
        """Begin with a capital."""
        text = self.told(text)
        return text[:1].upper() + text[1:]

    def ended(self, text: str) -> str:
        """End with a full stop, unless the text has its own end."""
        text = self.told(text)
        return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."

    def labelled(self, label: str, text: str) -> str:
        """Put a label before a text, which then begins as texts do after a colon."""
        return self("format.colon", label=label, text=self.small(text))

    def small(self, text: str) -> str:
        """Begin small, as after a colon, where the language asks for it and no name begins."""
        text = self.told(text)
        first = self.settings.small and re.match(rf"{MARKS}(?:{self.settings.small})", text)
        return text if not first else first[0].lower() + text[first.end() :]

    def listed(self, texts: Sequence[str]) -> str:
        """Put texts one after another without the full stop of each; nothing where none are."""
        told = [self.told(text) for text in texts]
        parts = [*map(without_stop, told[:-1]), *told[-1:]]
        return reduce(self._beside, parts) if parts else ""

    def _beside(self, left: str, right: str) -> str:
        return self("format.semicolon", left=left, right=right) if left else right

    def joined(self, texts: Sequence[str]) -> str:
        """Join texts as the language does: "a, b and c"."""
        return joined([self.told(text) for text in texts], self._locale)

    def country(self, code: str) -> str:
        """Name a country."""
        return self.code("country", code)

    def countries(self, codes: Iterable[str]) -> str:
        """Join the names of countries in the order of letters, with the article that some take."""
        named = sorted(codes, key=lambda code: normalize("NFKD", self.country(code)))
        return self.joined([self._among_others(code) for code in named])

    def _among_others(self, country: str) -> str:
        if f"country_listed.{country.replace(' ', '_')}" in self.terms:
            return self.code("country_listed", country)
        return self.country(country)

    # Levels

    def level(self, scale: Scale, number: int) -> str:
        """Say a level: "level 2 (medium)"."""
        return self("level.named", n=number, name=scale.named(number, self.language))

    def short_level(self, scale: Scale, number: int) -> str:
        """Say a level in a table: "2 (medium)"."""
        return self("level.short", n=number, name=scale.named(number, self.language))

    # Numbers

    @property
    def _locale(self) -> str:
        return self.settings.cldr or self.language

    @property
    def _conventions(self) -> Conventions:
        return conventions_of(self._locale)

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
        marks = {",": self._conventions.thousands, ".": self._conventions.decimal}
        is_negative = value < 0 and text.strip("0.,") != ""
        written = "".join(marks.get(c, c) for c in text)
        return f"{MINUS}{written}" if is_negative else written

    def decibans(self, value: float) -> str:
        """Write a weight with its sign and one digit."""
        text = self.fixed(value, 1)
        return text if text.startswith(MINUS) or value < 0.05 else f"+{text}"

    def percent(self, share: float) -> str:
        """Write a share of one as a percentage, never as a false 0 or 100."""
        if 0.0 < share <= 0.005:
            return self("format.percent_under")
        if 0.995 <= share < 1.0:
            return self("format.percent_over")
        return self.percentage(self.number(share * 100))

    def of_hundred(self, share: float, digits: int = 0) -> str:
        """Write how many in a hundred a share of one is, never as a false 0 or 100."""
        if 0.0 < share <= 0.005:
            return self("format.under_one")
        if 0.995 <= share < 1.0:
            return self("format.over_99")
        return self.number(share * 100, digits)

    def percentage(self, number: str) -> str:
        """Put the sign of a percentage to a number that is written."""
        return self._conventions.percent.format(n=number)

    def in_unit(self, number: str, unit: str) -> str:
        """Put the sign of its unit to a number that is written; only a percentage has one."""
        return self.percentage(number) if unit.startswith("percent") else number

    # Odds

    def factor(self, decibans: float) -> str:
        """Say how many times: "three times"; the sign is left to the sentence."""
        return self._times("factor", decibans)

    def odds(self, decibans: float, step: str) -> str:
        """Say a weight as odds: "three times as likely under 3 as under 2".

        Args:
            decibans: weight for the upper level of the step against the lower one.
            step: such as "3:2".
        """
        upper, lower = step.split(":")
        more, less = (upper, lower) if decibans >= 0 else (lower, upper)
        return self._times("odds", decibans, more=more, less=less)

    def count(self, decibans: float, step: str) -> str:
        """Say which of two levels counts for more, before any figure or after all of them."""
        upper, lower = (self("level.plain", n=n) for n in step.split(":"))
        more, less = (upper, lower) if decibans >= 0 else (lower, upper)
        return self._times("count", decibans, more=more, less=less)

    def _times(self, group: str, decibans: float, **levels: str) -> str:
        ratio = float(10.0 ** (min(abs(decibans), 200.0) / 10.0))
        sizes = {"same": EQUAL, "somewhat": SOMEWHAT, "half": HALF_MORE, f"{ratio:.0f}": IN_WORDS}
        figure = "many" if ratio <= IN_FIGURES else "most"
        size = next((size for size, bound in sizes.items() if ratio < bound), figure)
        return self(f"{group}.{size}", n=self.number(float(f"{ratio:.2g}")), **levels)

    # Days

    def day(self, day: date | str) -> str:
        """Write a day out: "22 January 2018"."""
        return self._day("format.date", _as_day(day))

    def short_day(self, day: date | str) -> str:
        """Write a day for a table."""
        return self._day("format.short", _as_day(day)).replace(" ", NO_BREAK)

    def near_day(self, day: date | str) -> str:
        """Write a day of a year that is known."""
        return self._day("format.near", _as_day(day)).replace(" ", NO_BREAK)

    def month(self, day: date | str) -> str:
        """Write a month out: "January 2018"."""
        day = _as_day(day)
        return self("format.month", month=self._named(day), year=day.year)

    def short_month(self, day: date | str) -> str:
        """Write a month for a chart: "Jan 2018"."""
        day = _as_day(day)
        return f"{self._conventions.short_months[day.month - 1]} {day.year}"

    def known(self, day: date | str, precision: str) -> str:
        """Write a day as exactly as it is known: the day, its month or its year."""
        if precision == "year":
            return str(_as_day(day).year)
        return self.short_day(day) if precision == "day" else self.known_month(day, precision)

    def known_month(self, day: date | str, precision: str, *, is_short: bool = False) -> str:
        """Write the month of a day that is not known, or that a rule set: then it is about that month."""
        month = self.short_month(day) if is_short else self.month(day)
        return self("format.assumed", month=month) if precision == "assumed" else month

    def _named(self, day: date) -> str:
        return self._conventions.months[day.month - 1]

    def _day(self, key: str, day: date) -> str:
        return self(
            key,
            day=self.terms["format.first_day"] if day.day == 1 else day.day,
            dd=f"{day:%d}",
            mm=f"{day:%m}",
            mon=self._conventions.short_months[day.month - 1],
            month=self._named(day),
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

    def periods(self, stretches: Sequence[tuple[date, date]]) -> str:
        """Write several periods one after another."""
        return reduce(self._beside, (self.period(*each) for each in stretches))

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
            first, last = self._named(start), self._named(end)
            said = self("format.months_of_year", first=first, last=last, year=end.year)
        else:
            said = self("format.span_months", start=self.month(start), end=self.month(end))
        return self._elided(said)

    def _elided(self, text: str) -> str:
        """Write the beginning of a period as the language does before a vowel."""
        for full, short in self.settings.elided:
            text = short + text.removeprefix(full) if text.startswith(full) else text
        return text


def _bound(text: str, unbroken: Sequence[str]) -> str:
    """Keep a mark on the line of the word that it belongs to."""
    for stretch in unbroken:
        text = text.replace(stretch, stretch.replace(" ", NO_BREAK))
    return text


def _one_stop(text: str) -> str:
    """A sentence that ends with an abbreviation needs no second full stop."""
    return text[:-1] if text.endswith("..") and not text.endswith("...") else text


def _as_day(day: date | str) -> date:
    return day if isinstance(day, date) else date.fromisoformat(day)
