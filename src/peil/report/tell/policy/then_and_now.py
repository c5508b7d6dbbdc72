"""What was there on one day, and what is there on another."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from peil.act.changes import CHANGED, CHANGES, KEPT, FieldDifference, PolicyChange
from peil.act.results import ComparedDays
from peil.report.model import Block, Entry, Figure, Rank, Saying, Text
from peil.report.tell.parts import notes, picked, worded
from peil.report.tell.policy.balance import balance_told
from peil.report.tell.policy.charts import bars_figure
from peil.report.tell.policy.said import ending_told, quoted, quoted_all, said, sources_told
from peil.report.tell.policy.view import View, entries
from peil.report.words import Words

COLUMNS: tuple[str, ...] = ("kind", "id", "name", "change", "what", "before", "after", "sources")

FOLDED = (CHANGED, KEPT)
"""Of what began, ended or rests on another basis a reader is told first."""


def view(found: ComparedDays, words: Words) -> View:
    """Say what ended, what began, and what was learned between two days."""
    return View(
        title=words("policy.diff"),
        headline=_headline(found, words),
        answer=(
            *notes("then-and-now-counted", _counted(found, words), tone="sum"),
            *notes("then-and-now-notes", [words("policy.diff_note")]),
        ),
        blocks=tuple(_blocks(found, words)),
    )


def _blocks(found: ComparedDays, words: Words) -> Iterator[Block]:
    changed = partial(_change, found=found, words=words)
    yield _figure(found, words)
    yield from _arrangements(found, words, changed)
    key, title = "then-and-now-recommendations", words("policy.recommendations")
    yield from entries(key, title, found.recommendations, changed, folds=True)
    title, told = words("policy.endings"), partial(ending_told, words=words, names=found.names)
    yield from entries("then-and-now-ended", title, found.endings, told, folds=True)
    balances = tuple(
        words.labelled(words.short_day(each.day), line)
        for each in found.balances
        for line in balance_told(each, words)
    )
    title = words("policy.balance_title")
    yield Text(key="then-and-now-balance", title=title, lines=balances)


def _arrangements(
    found: ComparedDays, words: Words, changed: Callable[[PolicyChange], Entry]
) -> Iterator[Block]:
    """List the arrangements that began, ended or rest on another basis, and fold the others."""
    first = [each for each in found.arrangements if each.change not in FOLDED]
    title = words("policy.arrangements")
    yield from entries("then-and-now-arrangements", title, first, changed, rank=Rank.FIRST_PAGE)
    for kind in FOLDED:
        own = [each for each in found.arrangements if each.change == kind]
        title = words.code("policy_change", kind).rstrip(".")
        yield from entries(f"then-and-now-{kind}", title, own, changed, folds=True)


def _headline(found: ComparedDays, words: Words) -> str:
    earlier, later = words.day(found.earlier), words.day(found.later)
    return words("views.changes", earlier=earlier, later=later)


def _counted(found: ComparedDays, words: Words) -> Iterator[Saying]:
    """Name the arrangements by how they changed; a change that none had is not spoken of."""
    for kind in CHANGES:
        own = [found.names[each.id] for each in found.arrangements if each.change == kind]
        if own:
            names = quoted_all(own, words)
            yield said(words.code("policy_changes", kind, n=len(own), names=names))


def _figure(found: ComparedDays, words: Words) -> Figure:
    both = (found.arrangements, found.recommendations)
    counts = [Counter(each.change for each in changes) for changes in both]
    rows = {
        words.code("policy_change", change).rstrip("."): [float(kind[change]) for kind in counts]
        for change in CHANGES
        if any(kind[change] for kind in counts) or not any(counts)
    }
    heads = (words("views.change"), words("policy.arrangements"), words("policy.recommendations"))
    figure = bars_figure("then-and-now-changes", _headline(found, words), heads, rows, words)
    return replace(figure, rank=Rank.FIRST_PAGE)


def _change(change: PolicyChange, found: ComparedDays, words: Words) -> Entry:
    differences = (_difference(each, words) for each in change.differences)
    return Entry(
        name=worded(found.names[change.id], words),
        lines=(words.code("policy_change", change.change), *differences),
        sources=sources_told(change.sources),
    )


def _difference(each: FieldDifference, words: Words) -> Saying:
    before, after = (_value(value, words) for value in (each.before, each.after))
    named = {"what": words.code("policy_what", each.what), "before": before, "after": after}
    if each.told is None:
        return said(words("policy.difference", **named))
    return said(words("policy.difference_told", on=words.known(*each.told), **named))


def _value(value: str | float | date | None, words: Words) -> str:
    if value is None:
        return words.code("policy_state", "no_information")
    if isinstance(value, date):
        return words.short_day(value)
    if isinstance(value, str):
        key = f"policy_state.{value}"
        return words(key) if key in words.terms else words.small(quoted(value, words))
    return words.number(value)


def rows(found: ComparedDays) -> Iterator[dict[str, Any]]:
    """Give a row for each difference in codes of no language."""
    kinds = {"arrangement": found.arrangements, "recommendation": found.recommendations}
    for kind, changes in kinds.items():
        for change in changes:
            named = {"kind": kind, "name": found.names[change.id], **picked(change, "id", "change")}
            row = named | {"sources": "; ".join(dict.fromkeys(change.sources))}
            for each in change.differences:
                values = {"before": _coded(each.before), "after": _coded(each.after)}
                yield row | {"what": each.what} | values
            if not change.differences:
                yield row


def _coded(value: object) -> object:
    """What is not known is said to be so, and is no empty field."""
    return "no_information" if value is None else value
