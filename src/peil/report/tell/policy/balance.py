"""The balance of prevention and repression."""

from collections.abc import Iterator, Sequence
from typing import Any

from peil.act.balance import Balance
from peil.act.results import PolicyOnDay
from peil.report.model import Figure
from peil.report.tell.parts import notes, picked
from peil.report.tell.policy.charts import ranged, ranges_figure
from peil.report.tell.policy.view import View
from peil.report.words import Words

COLUMNS: tuple[str, ...] = (
    "day",
    "low",
    "middle",
    "high",
    "weighed",
    "unclassified",
    "unknown_weight",
)
MOST_DAYS = 30
"""Days that the picture has room for; the CSV has all."""


def view(found: PolicyOnDay, words: Words) -> View:
    """Show the balance of prevention and repression through time, with its interval."""
    now, weighed = balance_told(found.status.balance, words)
    return View(
        title=words("policy.balance_title"),
        headline=now,
        answer=notes("balance-notes", [weighed, words("views.balance_note")]),
        blocks=tuple(_through_time(found.balances, words)),
    )


def balance_told(balance: Balance, words: Words) -> tuple[str, str]:
    """Say the balance of a day, and what was weighed for it."""
    weighed = " ".join(_weighed(balance, words))
    if balance.low is None or balance.high is None:
        return words("policy.no_balance"), weighed
    middle = words("policy.no_middle")
    if balance.middle is not None:
        middle = words.percent(balance.middle)
    low, high = words.percent(balance.low), words.percent(balance.high)
    weight = words.code("policy_weight", balance.by)
    if low == high:
        return words("policy.balance_sure", weight=weight, middle=middle), weighed
    return words("policy.balance", weight=weight, middle=middle, low=low, high=high), weighed


def _weighed(balance: Balance, words: Words) -> Iterator[str]:
    """Say how many arrangements are weighed, how many by their type alone, and how many not."""
    yield words("policy.weighed", n=balance.weighed)
    if 0 < balance.unclassified == balance.weighed:
        yield words("policy.all_by_type")
    elif balance.unclassified:
        yield words("policy.by_type", n=balance.unclassified)
    if balance.unknown:
        yield words("policy.not_weighed", n=balance.unknown)


def rows(found: PolicyOnDay) -> Iterator[dict[str, Any]]:
    """Give a row for each day in codes of no language."""
    for each in found.balances:
        yield picked(each, *COLUMNS[:-1]) | {"unknown_weight": each.unknown}


def _through_time(balances: Sequence[Balance], words: Words) -> Iterator[Figure]:
    rows = [
        ranged(words.short_day(each.day), (each.low, each.high), each.middle, words)
        for each in balances[-MOST_DAYS:]
    ]
    if rows:
        yield ranges_figure(
            "balance-days",
            words("views.balances"),
            [words(f"views.{key}") for key in ("day", "low", "middle", "high")],
            rows,
            words,
            ends=(words("views.repression"), words("views.prevention")),
        )
