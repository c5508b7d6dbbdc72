"""A bulletin: what the public is told of a level, in the languages that were approved."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """What is told of a decided level.

    Args:
        id: names its files.
        office: that tells it.
        scope: what the level is of, as a name.
        texts: by language, only those that were approved.
        first_told, last_told: moments of the first publication and of the last change.
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
    first_told: dt.datetime
    last_told: dt.datetime
    state: str
    said_since: str = ""
    is_exercise: bool = False
