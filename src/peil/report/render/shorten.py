"""The short answer: the blocks that are wanted first, each cut to what there is room for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from peil.report.model import (
    Block,
    Entries,
    Figure,
    LeftOut,
    Points,
    Rank,
    Section,
    Table,
    Text,
    is_loud,
)

Height = Callable[[Block], int]
"""Counts the lines of a block."""
ITEMS: Mapping[type[Block], str] = {
    Text: "lines", Points: "items", Table: "rows", Entries: "items",
}  # fmt: skip
"""What each kind of block can be shortened by."""
SHARE, LEAST = 2.0, 6
"""Times its even part of the room that a block after the answer may take, and lines at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leaf:
    """A block that is no section, how soon it is wanted, and the sections around it."""

    block: Block
    rank: Rank
    above: tuple[Section, ...]

    @property
    def outer(self) -> Block:
        """The outermost block, which is named where this one is not shown."""
        return self.above[0] if self.above else self.block


def shortened(
    blocks: Sequence[Block], room: int, height: Height
) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Choose what fits into so many lines, the most wanted first, in the order of reading.

    Returns:
        The blocks, some with fewer rows or items, and the outermost title of each that is not whole.
    """
    leaves = tuple(_leaves(blocks, Rank.ANNEX, ()))
    wanted = sorted((e for e in leaves if e.rank <= Rank.FIRST_PAGE), key=lambda leaf: leaf.rank)
    groups = [
        list(group) for _, group in groupby(wanted, key=lambda leaf: (leaf.rank, leaf.outer.key))
    ]
    chosen: dict[str, Block] = {}
    for i, group in enumerate(groups):
        even = SHARE * room / (len(groups) - i)
        is_answer = group[0].rank == Rank.ANSWER
        later = LEAST * (len(groups) - i - 1)
        part = room if is_answer else min(room, max(LEAST, min(round(even), room - later)))
        room -= part - _filled(group, part, height, chosen)
    not_whole = (leaf for leaf in leaves if chosen.get(leaf.block.key) is not leaf.block)
    return _kept(blocks, chosen), tuple(dict.fromkeys(leaf.outer.title for leaf in not_whole))


def _filled(group: Sequence[_Leaf], room: int, height: Height, chosen: dict[str, Block]) -> int:
    """Choose of the blocks within one outermost block what fits, and give the lines left over.

    Only a picture may be passed over: what speaks for one side must not stand without the other.
    """
    opened: set[str] = set()
    for leaf in group:
        shut = [section for section in leaf.above if section.key not in opened]
        left = room - sum(height(replace(section, blocks=())) for section in shut)
        fitted = _fitted(leaf.block, left, height)
        if fitted is not None:
            chosen[fitted.key] = fitted
            opened |= {section.key for section in shut}
            room = left - height(fitted)
        elif not isinstance(leaf.block, Figure):
            break
    return room


def _leaves(blocks: Sequence[Block], rank: Rank, above: tuple[Section, ...]) -> Iterator[_Leaf]:
    """Give all blocks that are no sections; what is not of the annex is wanted with its section."""
    for block in blocks:
        of_own = Rank.ANSWER if is_loud(block) else block.rank
        wanted = of_own if of_own == Rank.ANNEX else min(of_own, rank)
        if isinstance(block, Section):
            yield from _leaves(block.blocks, wanted, (*above, block))
        else:
            yield _Leaf(block=block, rank=wanted, above=above)


def _fitted(block: Block, room: int, height: Height) -> Block | None:
    """Give as many of a block's items as there is room for; None where there is none for any."""
    count = len(getattr(block, ITEMS[type(block)])) if type(block) in ITEMS else 1
    if count <= room and height(block) <= room:
        return block
    low, high = 0, min(count - 1, room)
    while low < high:
        middle = (low + high + 1) // 2
        if height(_first(block, middle)) <= room:
            low = middle
        else:
            high = middle - 1
    return _first(block, low) if low > 0 else None


def _first(block: Block, count: int) -> Block:
    name = ITEMS[type(block)]
    items = getattr(block, name)
    of = block.left_out.of if block.left_out else len(items)
    said = None if isinstance(block, Text) else LeftOut(shown=count, of=of)
    changes: dict[str, Any] = {name: items[:count], "left_out": said}
    return replace(block, **changes)


def _kept(blocks: Sequence[Block], chosen: Mapping[str, Block]) -> tuple[Block, ...]:
    kept: list[Block] = []
    for block in blocks:
        if not isinstance(block, Section):
            kept += [chosen[block.key]] if block.key in chosen else []
        elif inside := _kept(block.blocks, chosen):
            kept.append(replace(block, blocks=inside))
    return tuple(kept)
