"""Money promised, committed and paid, and the balance of prevention and repression, as pages."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from peil.act.balance import Balance
from peil.act.funding import STAGES, Budget, InPrices
from peil.act.status import prices_shown
from peil.report.account import Cell
from peil.report.charts import Chart
from peil.report.links import anchor
from peil.report.policy_account import money_told
from peil.report.policy_charts import Bars, Range, bars_chart, ranges_chart
from peil.report.policy_page import (
    BALANCE,
    CONTENT,
    KEPT,
    MONEY,
    MOST_ROWS,
    Link,
    Row,
    Sheet,
    View,
    common,
    cut_note,
    drawing_of,
    source_cell,
)
from peil.report.policy_views import PolicyViews
from peil.report.words import Words

MONEY_COLUMNS = (
    "arrangement", "name", "year", "stage", "currency", "amount", "price_year", "in_prices_of",
    "amount_in_prices", "lines", "sources",
)  # fmt: skip
BALANCE_COLUMNS = ("day", "low", "middle", "high", "weighed", "unclassified", "unknown_weight")
MOST_YEARS = 30
"""Years that the picture has room for; the CSV has all."""


Paid = tuple[str, Budget, InPrices]


def money_view(views: PolicyViews, words: Words, font: str | None = None) -> View:
    """Show what was promised, committed and paid, deflated where an index says how."""
    rows = list(_rows(views))
    told = {id_ for id_, _, _ in rows}
    silent = [a for a in views.known.arrangements if a not in told]
    year = views.settings.prices_of
    note = words("views.nominal") if year is None else words("views.real", year=year)
    head = tuple(words(f"views.{k}") for k in ("arrangement", "amount", "source_head"))
    return View(
        **common(views, words),
        key=MONEY,
        title=words("views.money"),
        headline=words(
            "views.paid", number=len(told), silent=len(silent), all=len(told) + len(silent)
        ),
        notes=(words.sentence(words.ended(note)), words("views.money_note")),
        charts=_years(rows, views, words, font),
        sheets=(
            Sheet(
                key="money",
                title=words("views.money"),
                head=head,
                rows=tuple(_row(each, views, words) for each in rows[:MOST_ROWS]),
                note=cut_note(len(rows), words),
            ),
        )
        if rows
        else (),
        columns=MONEY_COLUMNS,
        data=tuple(_data(each, views) for each in rows),
    )


def _rows(views: PolicyViews) -> Iterator[Paid]:
    """Add up each arrangement's money by year and stage, whether it still stands or not."""
    for id_ in sorted(views.known.rows):
        for budget in views.known.money(id_):
            yield id_, budget, prices_shown(budget, views.settings, views.day)


def _name(id_: str, views: PolicyViews) -> str:
    known = views.known.arrangements.get(id_)
    return known.name if known else id_


def _row(each: Paid, views: PolicyViews, words: Words) -> Row:
    id_, budget, prices = each
    return Row(
        cells=(
            Cell(text=_name(id_, views), lang=CONTENT),
            Cell(text=money_told(budget, prices, words)),
            source_cell(budget.sources),
        ),
        to=Link(text=_name(id_, views), page=KEPT, anchor=anchor("arrangement", id_)),
    )


def _data(each: Paid, views: PolicyViews) -> dict[str, Any]:
    id_, budget, prices = each
    return {
        "arrangement": id_,
        "name": _name(id_, views),
        "year": budget.year,
        "stage": budget.stage,
        "currency": budget.currency,
        "amount": budget.amount,
        "price_year": budget.price_year,
        "in_prices_of": prices.year,
        "amount_in_prices": None if prices.year is None else prices.amount,
        "lines": sorted(budget.lines),
        "sources": "; ".join(budget.sources),
    }


def _years(
    rows: Sequence[Paid], views: PolicyViews, words: Words, font: str | None
) -> tuple[Chart, ...]:
    """Draw the sums of the years in the dossier's currency; a year without a row is no zero."""
    currency, year = views.settings.currency, views.settings.prices_of
    own = [each for each in rows if each[1].currency == currency]
    is_real = year is not None and all(prices.year == year for _, _, prices in own)
    sums: dict[int, dict[str, float]] = defaultdict(dict)
    for _, budget, prices in own:
        amount = prices.amount if is_real else budget.amount
        stages = sums[budget.year]
        stages[budget.stage] = stages.get(budget.stage, 0.0) + amount
    if not sums:
        return ()
    bars = [
        Bars(label=str(y), values=tuple(sums[y].get(stage) for stage in STAGES))
        for y in sorted(sums)[-MOST_YEARS:]
    ]
    said = words("views.real", year=year) if is_real else words("views.nominal")
    title = words("views.money_years", currency=currency, prices=said)
    series = tuple(words.code("policy_stage", stage) for stage in STAGES)
    head, drawing = words("views.year"), drawing_of("money", title, words, font)
    return (bars_chart(drawing, bars, series, head=head, written=words.number),)


def balance_view(views: PolicyViews, words: Words, font: str | None = None) -> View:
    """Show the balance of prevention and repression through time, with its interval."""
    now = views.status.status.balance
    return View(
        **common(views, words),
        key=BALANCE,
        title=words("policy.balance_title"),
        headline=_balance(now, words),
        notes=(
            words(
                "policy.balance_of",
                number=now.weighed,
                unclassified=now.unclassified,
                unknown=now.unknown,
            ),
            words("views.balance_note"),
        ),
        charts=_through_time(views.balances, words, font),
        columns=BALANCE_COLUMNS,
        data=tuple(
            {
                **{name: getattr(each, name) for name in BALANCE_COLUMNS[:-1]},
                "unknown_weight": each.unknown,
            }
            for each in views.balances
        ),
    )


def _balance(balance: Balance, words: Words) -> str:
    if balance.low is None or balance.high is None:
        return words("policy.no_balance")
    if balance.unclassified == balance.weighed:
        return words("views.balance_untold", number=balance.weighed)
    middle = words("policy.no_middle")
    if balance.middle is not None:
        middle = words.percent(balance.middle)
    low, high = words.percent(balance.low), words.percent(balance.high)
    return words("policy.balance", middle=middle, low=low, high=high)


def _through_time(balances: Sequence[Balance], words: Words, font: str | None) -> tuple[Chart, ...]:
    if not balances:
        return ()
    rows = [
        Range(label=words.short_day(each.day), low=each.low, high=each.high, mark=each.middle)
        for each in balances[-MOST_YEARS:]
    ]
    head = (words("views.day"), words("views.low"), words("views.middle"),
            words("views.high"))  # fmt: skip
    ends = (words("views.repression"), words("views.prevention"))
    drawing = drawing_of("balances", words("views.balances"), words, font)
    return (ranges_chart(drawing, rows, head=head, ends=ends),)
