"""The help of the commands: what an option takes in plain words, and each sentence whole."""

from collections.abc import Callable
from functools import partial
from typing import Any

WORDS = {
    "<str>": "<text>",
    "<list[str]>": "<text>",
    "<int>": "<number>",
    "<float>": "<number>",
}
"""How the help calls what a library names by a type of Python."""


def in_plain_words(command: Any) -> Any:
    """Let the help of a command, and of those below it, name no type and cut no sentence."""
    for each in command.params:
        shown = getattr(each, "display_type", None)  # older libraries have words of their own
        if shown is not None:
            each.display_type = partial(_plain, shown)
    for each in getattr(command, "commands", {}).values():
        each.short_help = each.short_help or each.help
        in_plain_words(each)
    return command


def _plain(shown: Callable[[Any], str], context: Any) -> str:
    return WORDS.get(shown(context), shown(context))
