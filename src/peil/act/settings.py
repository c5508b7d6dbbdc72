"""Settings of the policy side: thresholds that people agree on, each a line in `policy.toml`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from peil.act.funding import Price
from peil.terms import entries
from peil.terms.currency import read_currencies
from peil.terms.errors import BadInput
from peil.terms.packaged import packaged

STAFF, MONEY = "staff", "money"
WEIGHTS = ("count", STAFF, MONEY)
LONGEST = {"months": 1200, "years": 100, "of": 9999}
"""The most that a setting may be, by the last word of its name: a hundred years, or a calendar year."""
UNTOLD = (
    *("cannot_be_told", "cannot_be_told_of_money", "cannot_be_told_of_lowering"),
    *("cannot_be_told_of_returns", "cannot_be_told_of_municipalities"),
    "cannot_be_told_of_plots",
)
"""Lists of sentences on what cannot be told."""
SENTENCES = (*UNTOLD, "legal_ranks")
LISTS = ("deflator", "bodies", *SENTENCES)
BODY = re.compile("[a-z][a-z0-9_]*")
MOST = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySettings:
    """Thresholds of the tests and signals; `policy.toml` says what each is.

    Args:
        balance_floor, return_above: None where nobody agreed on one.
        prices_of: year in whose prices money is shown as well; None where it stays nominal.
        deflator: price indexes, each with its source.
        legal_ranks: words with which the name of a legal basis begins, the weakest first.
        bodies: names of the bodies that the tables speak of, by id; never a person.
        cannot_be_told: sentences of the dossier's authors on what it cannot tell.
        cannot_be_told_of_money: likewise of money, such as whether an audit office looked at it.
        cannot_be_told_of_lowering: likewise of what a lower level ends.
        cannot_be_told_of_returns: likewise of who is told of a return.
        cannot_be_told_of_municipalities: likewise of what a municipality is told and may do.
        cannot_be_told_of_plots: likewise of attacks that were stopped, such as how many each year.
    """

    inform_from: int
    ask_from: int
    answer_from: int
    sensor_needs_answer: bool
    discriminates_up_to: float
    budget_falls_by: float
    balance_floor: float | None = None
    return_above: float | None = None
    balance_by: str
    currency: str
    funding_ends_within_months: int
    vacant_share: float
    no_meeting_for_months: int
    partners_left_within_months: int
    partners_left_from: int
    municipalities_without_from: int
    evidence_old_after_months: int
    level_low_for_years: int
    type_doubt: float
    legal_ranks: tuple[str, ...] = ()
    prices_of: int | None = None
    deflator: tuple[Price, ...] = ()
    bodies: Mapping[str, str] = field(default_factory=dict)
    cannot_be_told: tuple[str, ...] = ()
    cannot_be_told_of_money: tuple[str, ...] = ()
    cannot_be_told_of_lowering: tuple[str, ...] = ()
    cannot_be_told_of_returns: tuple[str, ...] = ()
    cannot_be_told_of_municipalities: tuple[str, ...] = ()
    cannot_be_told_of_plots: tuple[str, ...] = ()

    def known_on(self, day: date) -> "PolicySettings":
        """Leave out the price indexes that were published after a day."""
        known = tuple(price for price in self.deflator if price.published <= day)
        return replace(self, deflator=known)


def default_settings() -> PolicySettings:
    """Read the settings that Peil ships."""
    return parse_settings({})


def parse_settings(data: Mapping[str, Any]) -> PolicySettings:
    """Make settings from a dossier's `policy.toml`; a key that it leaves out is Peil's own.

    Raises:
        BadInput: a key is unknown, or its value of the wrong kind or out of bounds.
    """
    known = {each.name: each.type for each in fields(PolicySettings)}
    entries.refuse_unknown(data, [*known], "the policy")
    for key, value in data.items():
        if key not in LISTS:
            _refuse_wrong_value(key, value, known[key])
    given = {**packaged("act", "policy.toml"), **data}
    lists = {
        "deflator": _prices(given.get("deflator", [])),
        "bodies": _bodies(given.get("bodies", {})),
        **{key: _sentences(key, given) for key in SENTENCES},
    }
    settings = PolicySettings(**{**given, **lists})
    if not settings.inform_from <= settings.ask_from <= settings.answer_from:
        raise BadInput(
            f"the policy informs from {settings.inform_from} facts, asks from "
            f"{settings.ask_from} and needs an answer from {settings.answer_from}; "
            "let these numbers rise"
        )
    return settings


def _refuse_wrong_value(key: str, value: object, kind: object) -> None:
    where = f"the policy has the {key} {value!r}"
    if kind is bool:
        if not isinstance(value, bool):
            raise BadInput(f"{where}; write true or false, without quotes")
    elif key == "currency":
        if str(value) not in read_currencies():
            allowed = "EUR or another currency's three letters of ISO 4217"
            raise BadInput(f"{where}; write {allowed}, between quotes")
    elif key == "balance_by":
        if value not in WEIGHTS:
            raise BadInput(f"{where}; write {' or '.join(WEIGHTS)}, between quotes")
    elif kind is int or key == "prices_of":
        most = LONGEST.get(key.rsplit("_", 1)[-1], MOST)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
            raise BadInput(f"{where}; write a whole number from 1 to {most}")
    elif not _is_share(value):
        raise BadInput(f"{where}; write a part between 0 and 1")


def _prices(listed: object) -> tuple[Price, ...]:
    if not isinstance(listed, list):
        raise BadInput("the policy's deflator is no list of tables; write [[deflator]]")
    made = [_price(entry, n) for n, entry in enumerate(listed, start=1)]
    seen: set[tuple[int, date]] = set()
    for n, price in enumerate(made, start=1):
        if (price.year, price.published) in seen:
            raise BadInput(
                f"price {n} of the deflator repeats the year {price.year} and the day "
                f"{price.published}; delete one of the two"
            )
        seen.add((price.year, price.published))
    return tuple(sorted(made, key=lambda price: (price.year, price.published)))


def _price(entry: object, n: int) -> Price:
    keys = {each.name for each in fields(Price)}
    if not isinstance(entry, Mapping) or {*entry} != keys:
        raise BadInput(f"price {n} of the deflator has other keys; write {', '.join(sorted(keys))}")
    index, published = entry["index"], entry["published"]
    is_number = isinstance(index, int | float) and not isinstance(index, bool)
    if not is_number or not 1 / MOST <= index <= MOST:
        raise BadInput(
            f"price {n} of the deflator has the index {index!r}; write one above 0, such as 100"
        )
    if not isinstance(published, date) or isinstance(published, datetime):
        raise BadInput(f"price {n} of the deflator was published {published!r}; write a day")
    if not isinstance(entry["year"], int) or not str(entry["source"]).strip():
        raise BadInput(f"price {n} of the deflator lacks its year or source; write both")
    if not 1900 <= entry["year"] <= 2100:
        raise BadInput(
            f"price {n} of the deflator has the year {entry['year']}; write one from 1900 to 2100"
        )
    return Price(**entry)


def _bodies(listed: object) -> Mapping[str, str]:
    if not isinstance(listed, Mapping) or not all(
        isinstance(name, str) and name.strip() for name in listed.values()
    ):
        raise BadInput('the policy\'s bodies are no names; write each as ministry = "Ministry"')
    for id_ in listed:
        if not BODY.fullmatch(id_):
            raise BadInput(
                f"the policy has the body {id_!r}, which no cell can name; use only a-z, 0-9 and _, "
                "and start with a letter"
            )
    return dict(listed)


def _sentences(key: str, given: Mapping[str, Any]) -> tuple[str, ...]:
    listed = given.get(key, [])
    if not isinstance(listed, list) or not all(isinstance(e, str) and e.strip() for e in listed):
        raise BadInput(
            f"the policy's {key} is {listed!r}, no list of texts; "
            f'write {key} = ["The report was not read."]'
        )
    return tuple(listed)


def _is_share(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 <= value <= 1
