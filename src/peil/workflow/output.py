"""Where a text goes: a terminal of some width, or a place without one."""

from typing import TypedDict


class Screen(TypedDict):
    """What a text for a terminal must know of it."""

    width: int
    is_terminal: bool


PLAIN: Screen = {"width": 100, "is_terminal": False}
"""What a text is made for where there is no terminal."""
