"""Money: what was promised, committed and paid, column by column, each with its vintages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np

from peil.terms.calendar import Days, Floats, Ints, Labels, as_date, as_day

PROMISED, PAID = "promised", "paid"
STAGES = (PROMISED, "committed", PAID)
"""How far money has come, weakest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """Rows of money; a later row of the same line, stage and year is a new vintage.

    Args:
        line: (N,) ids of budget lines; a line pays for one arrangement.
        arrangement: (N,) ids.
        stage: (N,) promised, committed or paid.
        year: (N,) the budget's year.
        amount: (N,) in `currency`.
        price_year: (N,) year whose prices the amount is in; 0 where it is nominal.
        ends: (N,) last day that the line pays for; NaT where it is the end of the year.
        published, precision: (N,) day on which the row became public, and how exactly it is known.
    """

    line: Labels
    arrangement: Labels
    stage: Labels
    year: Ints
    amount: Floats
    currency: Labels
    price_year: Ints
    ends: Days
    published: Days
    precision: Labels
    source: Labels

    def __len__(self) -> int:
        return len(self.amount)

    def take(self, rows: Any) -> "Funding":
        """Keep some rows."""
        return Funding(**{f.name: getattr(self, f.name)[rows] for f in fields(Funding)})

    def known_on(self, day: date) -> "Funding":
        """Keep of each line, stage and year the latest vintage published by a day."""
        known = self.take(self.published <= as_day(day))
        keys = (codes_of(known.line), codes_of(known.stage), known.year)
        order = np.lexsort((known.published, *keys))
        is_last = np.ones(len(order), dtype=np.bool_)
        if len(order):
            is_last[:-1] = np.logical_or.reduce([k[order][1:] != k[order][:-1] for k in keys])
        return known.take(np.sort(order[is_last]))

    def rows_by_arrangement(self) -> Mapping[str, Ints]:
        """Give the rows of each arrangement, in their order."""
        codes = codes_of(self.arrangement)
        order = np.argsort(codes, kind="stable")
        starts = np.flatnonzero(np.diff(codes[order], prepend=-1))
        groups = np.split(order, starts[1:])
        return {str(self.arrangement[rows[0]]): rows for rows in groups if len(rows)}

    def last_days(self, rows: Ints) -> Days:
        """Give the last day that each of some rows pays for."""
        years, ends = self.year[rows] - 1970, self.ends[rows]
        year_end = (years + 1).astype("datetime64[Y]").astype("datetime64[D]") - 1
        days: Days = np.where(np.isnat(ends), year_end, ends)
        return days


def no_funding() -> Funding:
    """Make a table of money without rows."""
    words, numbers = np.empty(0, dtype=object), np.empty(0, dtype=np.int64)
    days = np.empty(0, dtype="datetime64[D]")
    return Funding(
        line=words,
        arrangement=words,
        stage=words,
        year=numbers,
        amount=np.empty(0),
        currency=words,
        price_year=numbers,
        ends=days,
        published=days,
        precision=words,
        source=words,
    )


def codes_of(words: Labels) -> Ints:
    """Number words by their first appearance."""
    numbers = {word: n for n, word in enumerate(dict.fromkeys(words))}
    return np.array([numbers[word] for word in words], dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The money of one year at one stage, in one currency and one year's prices.

    `lines` are the budget lines that it adds up.
    """

    stage: str
    year: int
    amount: float
    currency: str
    price_year: int | None
    lines: frozenset[str]
    sources: tuple[str, ...]


def budgets(funding: Funding, rows: Sequence[int] | Ints) -> tuple[Budget, ...]:
    """Add up the lines of an arrangement by stage, year, currency and prices, oldest first."""
    held: dict[tuple[int, int, str, int], list[int]] = {}
    for i in rows:
        stage = STAGES.index(funding.stage[i])
        key = int(funding.year[i]), stage, str(funding.currency[i]), int(funding.price_year[i])
        held.setdefault(key, []).append(int(i))
    return tuple(
        Budget(
            stage=STAGES[stage],
            year=year,
            amount=float(funding.amount[part].sum()),
            currency=currency,
            price_year=prices or None,
            lines=frozenset(str(line) for line in funding.line[part]),
            sources=tuple(dict.fromkeys(str(source) for source in funding.source[part])),
        )
        for (year, stage, currency, prices), part in sorted(held.items())
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """One year's price index, with its source and the day on which it became public."""

    year: int
    index: float
    published: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InPrices:
    """An amount in the prices of a year; `year` is None where it stayed nominal."""

    amount: float
    year: int | None


def in_prices_of(budget: Budget, year: int, deflator: Sequence[Price], day: date) -> InPrices:
    """Express a budget in the prices of a year, or leave it nominal where no index says how.

    Args:
        budget: its own prices are those of `price_year`, or else of its own year.
        year: the year wanted.
        deflator: price indexes; none published after `day` is used.
        day: day of knowledge.
    """
    index = {price.year: price.index for price in deflator if price.published <= day}
    own = budget.price_year or budget.year
    if own == year:
        return InPrices(amount=budget.amount, year=year)
    if own not in index or year not in index:
        return InPrices(amount=budget.amount, year=budget.price_year)
    return InPrices(amount=budget.amount * index[year] / index[own], year=year)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The last day that money reaches, how far that money has come, and since when that is known.

    `precision` says how exactly the day since which it is known is known itself.
    """

    until: date
    stage: str
    told: date
    precision: str
    source: str


def funded_until(funding: Funding, rows: Ints) -> Reach | None:
    """Say how far money reaches, a promise too; of one day the furthest stage. None without any."""
    if not len(rows):
        return None
    days = funding.last_days(rows)
    last = max(range(len(rows)), key=lambda i: (days[i], STAGES.index(funding.stage[rows[i]])))
    row = rows[last]
    return Reach(
        until=as_date(days[last]),
        stage=str(funding.stage[row]),
        told=as_date(funding.published[row]),
        precision=str(funding.precision[row]),
        source=str(funding.source[row]),
    )
