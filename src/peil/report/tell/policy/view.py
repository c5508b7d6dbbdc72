"""A view of policy: what one page shows, as a report of its own or as a part of one of all views."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from peil.act.policy import Ending
from peil.act.results import ComparedDays, PolicyOnDay, StatedLowering
from peil.report.model import Block, Entries, Entry, Rank, Report, Saying, Section, Table, Text
from peil.report.tell.parts import cut, report
from peil.report.tell.policy.said import quoted_all, said
from peil.report.words import Words

MOST = 200
"""Rows of a table, or entries of a list, that a view has room for; the CSV has all."""

Found = StatedLowering | ComparedDays | PolicyOnDay
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a view says.

    Args:
        title: what it is about; also above its page unless the kicker is another.
        headline: the first sentence.
        answer: what stands with the headline.
        blocks: everything else.
    """

    title: str
    headline: Saying
    answer: tuple[Block, ...]
    blocks: tuple[Block, ...]
    kicker: str = ""


def alone(key: str, view: View, found: Found, words: Words) -> Report:
    """Make a report of one view, under the key of its page."""
    country = words.country(found.country)
    return report(
        key,
        words,
        title=view.title,
        kicker=f"{country} · {view.kicker or view.title}",
        day=found.day,
        headline=view.headline,
        blocks=(*_loud(found.endings, words), *view.answer, *view.blocks),
    )


def together(views: Mapping[str, View], found: PolicyOnDay, words: Words) -> Report:
    """Make a report of several views, one below another, each under the key of its page."""
    (key, first), *others = views.items()
    parts = (Section(key=key, blocks=first.blocks), *(_part(*other) for other in others))
    whole = replace(first, title=words("policy.status"), kicker="", blocks=parts)
    return alone("policy-status", whole, found, words)


def _part(key: str, view: View) -> Section:
    """Put a view below its title, which no table in it repeats."""
    first = Text(key=f"{key}-headline", lines=(view.headline,), tone="sum", rank=Rank.FIRST_PAGE)
    blocks = (
        replace(block, title="")
        if isinstance(block, Table) and block.title == view.title
        else block
        for block in (*(replace(each, rank=Rank.REST) for each in view.answer), *view.blocks)
    )
    return Section(key=key, title=view.title, blocks=(first, *blocks))


def _loud(endings: Sequence[Ending], words: Words) -> list[Text]:
    """Say the loudest line of every view: endings without a reasoned decision."""
    names = [each.arrangement.name for each in endings if each.is_unreasoned]
    if not names:
        return []
    line = words("policy.unreasoned", n=len(names), names=quoted_all(names, words))
    return [Text(key="loud", tone="loud", rank=Rank.ANSWER, lines=(said(line),))]


def entries(
    key: str,
    title: str,
    things: Sequence[Thing],
    tell: Callable[[Thing], Entry],
    *,
    rank: Rank = Rank.REST,
    folds: bool = False,
) -> list[Entries]:
    """List things, as many as there is room for; no list where there are none."""
    items, left_out = tuple(tell(thing) for thing in things[:MOST]), cut(MOST, len(things))
    made = Entries(key=key, title=title, items=items, left_out=left_out, rank=rank, folds=folds)
    return [made] if items else []
