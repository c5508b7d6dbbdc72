"""The chain of the audit, as digests: each event's covers the digest of the one before it."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

NOTHING = "0" * 64
"""What stands before the first event."""
PART = "\x1f"
"""What stands between the cells of an event, and in none."""
BEFORE, DIGEST = -2, -1
"""Where a line holds the digest of the line before it, and its own."""


def digest_of(cells: Sequence[str]) -> str:
    """Give the digest of the cells of an event, the last of which is the digest before it."""
    return hashlib.sha256(PART.join(cells).encode()).hexdigest()


def faults_in(lines: Iterable[Sequence[str]], size: int, head: str) -> Iterator[str]:
    """Name each event at which a chain breaks, and say whether it ends where its head says.

    Args:
        lines: of each event its cells, number first, digest before it and its own last.
        size, head: the number and the digest of the last event that there should be.
    """
    before, number = NOTHING, 0
    for number, cells in enumerate(lines, 1):
        is_whole = len(cells) > 2 and not any(PART in cell for cell in cells)
        is_next = is_whole and cells[0] == str(number) and cells[BEFORE] == before
        if not is_next or digest_of(cells[:DIGEST]) != cells[DIGEST]:
            yield f"event {number}"
        before = cells[DIGEST] if cells else ""
    if (number, before) != (size, head):
        yield f"head {size}"
