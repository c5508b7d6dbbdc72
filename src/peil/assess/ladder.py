"""The ladder: what each level would look like in each family of indicators, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from math import isfinite
from typing import Any

import numpy as np

from peil.assess.rule import FIRST, SECOND, method_named
from peil.observe.lists import ATTACKS, MASS_CASUALTY, PLOTS
from peil.terms import entries
from peil.terms.calendar import Floats
from peil.terms.errors import BadInput
from peil.terms.packaged import packaged

PER_HEAD, COUNT, RATIO = "per_head", "count", "ratio"
MEASURES = (COUNT, PER_HEAD, RATIO)
PEOPLE = 10_000_000.0
"""Inhabitants that a rate per head is about."""
LADDERS = {FIRST: "ladder_1.toml", SECOND: "ladder_2.toml"}
"""The ladder that Peil ships for each method."""
STEP = 100
"""How many times a value may be that of the level below: steps of ten are large already."""
PARTS = ("families", "totals")
NUMBERS = ("values", "size", "reliability", "per_months")


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyRule:
    """What a family's figures would be at each level.

    Args:
        measure: "count" (events in the country), "per_head" (events for ten million people) or
            "ratio" (to its own past).
        per_months: months that a rate is about: 12 for a year, 1 for a month.
        values: rates or ratios at the levels of the ladder, lowest first, rising.
        size: size of the gamma that spreads the rate within a level, for twelve months.
        reliability: 0 to 1, how much of the evidence of a figure is believed.
        reason: why these values.
    """

    measure: str
    per_months: float
    values: tuple[float, ...]
    size: float
    reliability: float
    reason: str

    def monthly(self, levels: int) -> Floats:
        """Give the rates per head and month, or the ratios, for a scale of `levels` steps.

        On a scale with another number of levels the logarithms are interpolated.

        Returns:
            (K,) values, lowest level first.
        """
        return _on_scale(self.values, levels) / self.per_months


@lru_cache(maxsize=256)
def _on_scale(values: tuple[float, ...], levels: int) -> Floats:
    own = np.linspace(0.0, 1.0, len(values))
    wanted = np.linspace(0.0, 1.0, levels)
    found: Floats = np.exp(np.interp(wanted, own, np.log(values)))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """One rule for each family and for every country, signed by its author.

    `totals` holds the rules of published totals in families whose own rule is about dated
    events (attacks, plots).
    """

    name: str
    author: str
    date: str
    adopted_by: str
    families: Mapping[str, FamilyRule]
    totals: Mapping[str, FamilyRule]

    def rule_for(self, family: str, *, dated: bool) -> FamilyRule | None:
        """Give the rule for a family's dated events, or else for its published figures."""
        if not dated and family in self.totals:
            return self.totals[family]
        if not dated and family in (ATTACKS, MASS_CASUALTY, PLOTS):
            return None
        return self.families.get(family)

    def changed(self, *, contrast: float = 1.0, height: float = 1.0) -> "Ladder":
        """Stretch the log-contrasts about their geometric mean, and raise all values."""

        def change(rule: FamilyRule) -> FamilyRule:
            logs = np.log(rule.values)
            values = np.exp(logs.mean() + contrast * (logs - logs.mean())) * height
            return replace(rule, values=tuple(values.tolist()))

        return replace(
            self,
            families={name: change(rule) for name, rule in self.families.items()},
            totals={name: change(rule) for name, rule in self.totals.items()},
        )


def default_ladder() -> Ladder:
    """Read Peil's own ladder, which no authority has adopted.

    Example:
        >>> peil.default_ladder().name
    """
    return ladder_of(SECOND)


def ladder_of(method: str) -> Ladder:
    """Read the ladder that Peil ships for a method, such as "forward-filter-1" or "1".

    Raises:
        BadInput: there is no such method.

    Example:
        >>> peil.ladder_of("forward-filter-1").name
    """
    return parse_ladder(packaged("assess", LADDERS[method_named(method)]))


def parse_ladder(data: Mapping[str, Any]) -> Ladder:
    """Make a ladder from the tables of a `ladder.toml`.

    Raises:
        BadInput: a key is missing or unknown, its date is no day, a value is no positive number,
            or values do not rise, or rise beyond reason.
    """
    entries.refuse_unknown(data, Ladder.__slots__, "the ladder")
    signed = {k: entries.needed(data, k, "the ladder") for k in Ladder.__slots__ if k not in PARTS}
    entries.needed(data, "families", "the ladder")
    families, totals = (_family_rules(data.get(part, {}), part) for part in PARTS)
    told = {key: str(value) for key, value in signed.items()}
    return Ladder(**told | {"date": _day(signed["date"])}, families=families, totals=totals)


def _day(given: Any) -> str:
    """Give the day on which a ladder was signed, as 2018-01-22."""
    try:
        return str(date.fromisoformat(str(given)))
    except ValueError:
        raise BadInput(
            f"the ladder has the date {entries.shown(given)}; write a day such as 2018-01-22"
        ) from None


def _family_rules(rules: Any, part: str) -> dict[str, FamilyRule]:
    if not isinstance(rules, Mapping) or not all(isinstance(r, Mapping) for r in rules.values()):
        raise BadInput(f"the ladder's {part} are no tables; write each under [{part}.NAME]")
    return {family: _family_rule(family, rule) for family, rule in rules.items()}


def _family_rule(family: str, data: Mapping[str, Any]) -> FamilyRule:
    where = f"the ladder's family {entries.shown(family)}"
    entries.refuse_unknown(data, FamilyRule.__slots__, where)
    for key in FamilyRule.__slots__:
        if key != "per_months":
            entries.needed(data, key, where)
    for key in NUMBERS:
        _refuse_no_number(data.get(key, 1), key, where)
    if not isinstance(data["values"], list):
        raise BadInput(f"{where} has the values {data['values']!r}; write a list of them")
    values = tuple(float(value) for value in data["values"])
    if data["measure"] not in MEASURES:
        raise BadInput(
            f"{where} has the measure {data['measure']!r}; use {', '.join(MEASURES[:-1])} or ratio"
        )
    if len(values) < 2 or list(values) != sorted(set(values)):
        raise BadInput(
            f"{where} has the values {list(values)}, which do not rise from level to level; "
            "give one positive number for each level, lowest first"
        )
    if max(after / before for before, after in pairwise(values)) > STEP:
        raise BadInput(
            f"{where} has the values {list(values)}, of which one is more than {STEP} times the one "
            "before; correct it"
        )
    if data["reliability"] > 1:
        raise BadInput(f"{where} has reliability {data['reliability']}; write at most 1")
    return FamilyRule(
        measure=data["measure"],
        per_months=float(data.get("per_months", 1)),
        values=values,
        size=float(data["size"]),
        reliability=float(data["reliability"]),
        reason=str(data["reason"]),
    )


def _refuse_no_number(given: Any, key: str, where: str) -> None:
    """Refuse what is no positive number, or a list of them, where the ladder reckons with one."""
    for value in given if isinstance(given, list) else [given]:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not isfinite(value) or value <= 0:
            raise BadInput(
                f"{where} has the {key} {entries.shown(given)}; write positive numbers, unquoted"
            )
