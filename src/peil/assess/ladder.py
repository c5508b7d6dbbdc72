"""The ladder: what each level would look like in each family of indicators, and why."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

import numpy as np

from peil.terms.calendar import Floats
from peil.terms.errors import BadInput

PER_HEAD, RATIO = "per_head", "ratio"
PEOPLE = 10_000_000.0
"""Inhabitants that a rate per head is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyRule:
    """What a family's figures would be at each level.

    Args:
        measure: "per_head" (events for ten million people) or "ratio" (to its own past).
        per_months: months that a rate per head is about: 12 for a year, 1 for a month.
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
        own = np.linspace(0.0, 1.0, len(self.values))
        wanted = np.linspace(0.0, 1.0, levels)
        values: Floats = np.exp(np.interp(wanted, own, np.log(self.values)))
        return values / self.per_months


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
        if not dated and family in ("attacks", "plots"):
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
    """Read Peil's own ladder, which no authority has adopted."""
    text = files("peil.assess").joinpath("ladder.toml").read_text(encoding="utf-8")
    return parse_ladder(tomllib.loads(text))


def parse_ladder(data: Mapping[str, Any]) -> Ladder:
    """Make a ladder from the tables of a `ladder.toml`.

    Raises:
        BadInput: a key is missing, a value is no positive number, or values do not rise.
    """
    for key in ("name", "author", "date", "adopted_by", "families"):
        if key not in data:
            raise BadInput(f"the ladder has no {key!r}; add it")
    return Ladder(
        name=str(data["name"]),
        author=str(data["author"]),
        date=str(data["date"]),
        adopted_by=str(data["adopted_by"]),
        families={k: _family_rule(k, v) for k, v in data["families"].items()},
        totals={k: _family_rule(k, v) for k, v in data.get("totals", {}).items()},
    )


def _family_rule(family: str, data: Mapping[str, Any]) -> FamilyRule:
    where = f"the ladder's family {family!r}"
    for key in ("measure", "values", "size", "reliability", "reason"):
        if key not in data:
            raise BadInput(f"{where} has no {key!r}; add it")
    values = tuple(float(value) for value in data["values"])
    if data["measure"] not in (PER_HEAD, RATIO):
        raise BadInput(f"{where} has the measure {data['measure']!r}; use per_head or ratio")
    if len(values) < 2 or min(values) <= 0 or list(values) != sorted(set(values)):
        raise BadInput(
            f"{where} has the values {list(values)}, which do not rise from level to level; "
            "give one positive number for each level, lowest first"
        )
    if data["size"] <= 0 or not 0 < data["reliability"] <= 1:
        raise BadInput(
            f"{where} has size {data['size']} and reliability {data['reliability']}; "
            "the size must be positive and the reliability above 0 and at most 1"
        )
    return FamilyRule(
        measure=data["measure"],
        per_months=float(data.get("per_months", 1)),
        values=values,
        size=float(data["size"]),
        reliability=float(data["reliability"]),
        reason=str(data["reason"]),
    )
