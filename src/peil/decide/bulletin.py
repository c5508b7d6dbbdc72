"""A bulletin: what the public is told of a level, in the languages that were approved."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """What is told of a decided level.

    Args:
        id: names its files.
        office: that tells it.
        scope: what the level is of, as a name.
        texts: by language, only those that were approved.
        tellings: the moments at which it was told, each time otherwise; the last is this one's.
        state: `published`, `corrected` or `withdrawn`.
        said_since: what was wrong, or why it was withdrawn.
        is_exercise: whether all of it is an exercise.
    """

    id: str
    office: str
    scope: str
    level: int
    decided_on: dt.date
    texts: Mapping[str, str]
    tellings: Sequence[dt.datetime]
    state: str
    said_since: str = ""
    is_exercise: bool = False
