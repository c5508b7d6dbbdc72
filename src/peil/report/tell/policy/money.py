"""Money promised, committed and paid."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from peil.act.funding import STAGES, Budget, InPrices
from peil.act.results import PolicyOnDay, prices_shown
from peil.report.links import anchor
from peil.report.model import Block, Cell, Figure, Link, Saying
from peil.report.tell.parts import Cells, cut, notes, picked, table, worded
from peil.report.tell.policy import said as say
from peil.report.tell.policy.charts import bars_figure
from peil.report.tell.policy.view import MOST, View
from peil.report.words import Words

COLUMNS: tuple[str, ...] = (
    "arrangement", "name", "year", "stage", "currency", "amount", "price_year", "in_prices_of",
    "amount_in_prices", "lines", "sources",
)  # fmt: skip
MOST_YEARS = 30
"""Years that the picture has room for; the CSV has all."""
Paid = tuple[str, Budget, InPrices]
"""An arrangement's id, a sum of a year and stage, and the sum in the prices agreed on."""


def view(found: PolicyOnDay, words: Words) -> View:
    """Show what was promised, committed and paid, deflated where an index says how."""
    paid = list(_paid(found))
    told = {id_ for id_, _, _ in paid}
    everyone = len({*told, *found.known.arrangements})
    first = words("views.paid_none", n=everyone)
    if told:
        first = words("views.paid", n=len(told), all=everyone)
    told_of = [say.quoted(line, words) for line in found.settings.cannot_be_told_of_money]
    return View(
        title=words("views.money"),
        headline=first,
        answer=notes("money-notes", [say.said(" ".join([*told_of, words("views.money_note")]))]),
        blocks=(*_years(paid, found, words), *_sums(paid, found, words)),
    )


def _paid(found: PolicyOnDay) -> Iterator[Paid]:
    """Add up each arrangement's money by year and stage, whether it still stands or not."""
    for id_ in sorted(found.known.rows):
        for budget in found.known.money(id_):
            yield id_, budget, prices_shown(budget, found.settings, found.day)


def _name(id_: str, found: PolicyOnDay) -> str:
    known = found.known.arrangements.get(id_)
    return known.name if known else id_


def _sums(paid: Sequence[Paid], found: PolicyOnDay, words: Words) -> Iterator[Block]:
    """List each arrangement's money, by year or since a day, with what the arrangement rests on."""
    rows = []
    for id_ in dict.fromkeys((*(id_ for id_, _, _ in paid), *found.known.arrangements)):
        years = [(budget, prices) for own, budget, prices in paid if own == id_]
        # Sums that are told of no single year, such as a cost since a day.
        counts = [each for each in found.known.latest_counts(id_) if each.unit.isupper()]
        told: list[Saying] = [say.money_told(budget, prices, words) for budget, prices in years]
        told += [say.count_told(each, words) for each in counts]
        sources = [source for budget, _ in years for source in budget.sources]
        sources += [each.source for each in counts]
        if id_ in found.known.arrangements:
            told.append(say.basis_told(found.known.arrangements[id_], words))
        if years or counts:
            cells: Cells = {
                "arrangement": worded(_name(id_, found), words),
                "amount": Cell(text=told[0], lines=tuple(told[1:])),
                "source_head": say.source_told(sources),
            }
            to = Link(page="policy", anchor=anchor("arrangement", id_))
            rows.append((cells, {"to": to}))
    if rows:
        title, left_out = words("views.money_by"), cut(MOST, len(rows))
        looks = {"left_out": left_out, "folds": True, "is_cards": True}
        yield table("money-table", title, rows[:MOST], words, group="views", **looks)


def rows(found: PolicyOnDay) -> Iterator[dict[str, Any]]:
    """Give a row for each arrangement, year and stage in codes of no language."""
    for id_, budget, prices in _paid(found):
        yield picked(budget, *COLUMNS[2:7]) | {
            "arrangement": id_,
            "name": _name(id_, found),
            "in_prices_of": prices.year,
            "amount_in_prices": None if prices.year is None else prices.amount,
            "lines": sorted(budget.lines),
            "sources": "; ".join(budget.sources),
        }


def _years(paid: Sequence[Paid], found: PolicyOnDay, words: Words) -> Iterator[Figure]:
    """Draw each arrangement's years in the dossier's currency; a year without a row is no zero.

    Arrangements are not added up: what one was promised and another committed is no whole.
    """
    currency, year = found.settings.currency, found.settings.prices_of
    own = [each for each in paid if each[1].currency == currency]
    is_real = year is not None and all(prices.year == year for _, _, prices in own)
    sums: dict[tuple[str, int], dict[str, float]] = defaultdict(dict)
    for id_, budget, prices in own:
        amount = prices.amount if is_real else budget.amount
        stages = sums[id_, budget.year]
        stages[budget.stage] = stages.get(budget.stage, 0.0) + amount
    rows = {
        words.labelled(words.told(_name(id_, found)), str(y)): [stages.get(s) for s in STAGES]
        for (id_, y), stages in [*sums.items()][:MOST_YEARS]
    }
    said = words("views.real", year=year) if is_real else words("views.nominal")
    title = words("views.money_years", currency=currency, prices=said)
    heads = [words("views.arrangement"), *(words.code("policy_stage", stage) for stage in STAGES)]
    if rows:
        yield bars_figure("money-years", title, heads, rows, words)
