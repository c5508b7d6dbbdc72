"""A view of policy for a terminal: the loudest line first, every item with its source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from peil.report.policy_account import tell_policy
from peil.report.policy_brief import PolicyBrief
from peil.report.policy_told import Item, PolicyAccount
from peil.report.text import GLUE, print_parts
from peil.report.words import Words

if TYPE_CHECKING:
    from rich.console import RenderableType


MOST = 60
"""Items of a section that a terminal shows; the JSON holds all of them."""


def render_policy_text(
    brief: PolicyBrief, words: Words, *, width: int = 100, is_terminal: bool = False
) -> str:
    """Render a view as text of at most `width` characters a line."""
    words = words.marked(GLUE)
    parts = _parts(tell_policy(brief, words), words)
    return print_parts(tuple(parts), width=width, is_terminal=is_terminal)


def _parts(told: PolicyAccount, words: Words) -> Iterator[RenderableType]:
    from rich.text import Text

    yield Text(f"{told.kicker} · {told.as_known}", style="dim")
    if told.not_checked:
        yield Text(told.not_checked, style="dim")
    yield Text(f"\n{told.headline}", style="bold")
    yield from told.notes
    for section in told.sections:
        yield Text(f"\n{section.title}", style="bold underline")
        yield from section.lines
        for item in section.items[:MOST]:
            yield from _item(item, words)
        if section.items[MOST:]:
            yield words("policy.more", number=words.number(len(section.items) - MOST))


def _item(item: Item, words: Words) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    yield Text(item.name, style="bold")
    for line in item.lines:
        yield Padding(Text(line), (0, 0, 0, 2))
    for source in item.sources:
        yield Padding(Text(words("policy.source", source=source), style="dim"), (0, 0, 0, 2))
