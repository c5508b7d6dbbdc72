"""The moment, to the millisecond; a demonstration can begin on another day, and then goes on."""

import datetime as dt
import os
import time
from zoneinfo import ZoneInfo

from peil.terms.errors import BadInput


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise BadInput(f"PEIL_TIME_ZONE is {name!r}; name a zone such as Europe/Brussels") from None


ZONE = _zone(os.environ.get("PEIL_TIME_ZONE", "Europe/Brussels"))
AHEAD = "PEIL_CLOCK_AHEAD"
"""Seconds by which the clock of a demonstration is ahead of the machine's."""


def now() -> dt.datetime:
    """Give the moment as a backup can write it, in the zone whose days are decided on."""
    seconds = time.time() + float(os.environ.get(AHEAD) or 0.0)
    return dt.datetime.fromtimestamp(int(seconds * 1000) / 1000, ZONE)


def ahead(begins: str) -> str:
    """Say by how many seconds a clock that begins at a moment is ahead; empty without one.

    Raises:
        BadInput: it is no moment.
    """
    if not begins:
        return ""
    try:
        moment = dt.datetime.fromisoformat(begins)
    except ValueError:
        raise BadInput(f"{begins!r} is no moment; write it as in 2018-01-15T09:00") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return str(moment.timestamp() - time.time())
